//! Every kind of document behind one face, for the tests.

use ferrovirt_schema::backup::Backup;
use ferrovirt_schema::capabilities::Capabilities;
use ferrovirt_schema::checkpoint::Checkpoint;
use ferrovirt_schema::domain::Domain;
use ferrovirt_schema::domain::cpu::Cpu;
use ferrovirt_schema::domaincaps::DomainCaps;
use ferrovirt_schema::interface::Interface;
use ferrovirt_schema::network::Network;
use ferrovirt_schema::networkport::NetworkPort;
use ferrovirt_schema::nodedev::NodeDevice;
use ferrovirt_schema::nwfilter::NwFilter;
use ferrovirt_schema::nwfilterbinding::FilterBinding;
use ferrovirt_schema::pool::Pool;
use ferrovirt_schema::secret::Secret;
use ferrovirt_schema::snapshot::Snapshot;
use ferrovirt_schema::vol::Volume;
use ferrovirt_xml::XmlError;

/// What can be done with a kind.
pub struct Kind {
    pub name: &'static str,
    /// Reads, prints, reads again and compares; gives the canonical text.
    pub canonical: fn(&str) -> Result<String, XmlError>,
    /// Reads and prints without change, keeping what is unknown.
    pub lossless: fn(&str) -> Result<String, XmlError>,
    /// Places and paths of what is unknown.
    #[allow(dead_code, reason = "not every test asks")]
    pub unknown: fn(&str) -> Result<Vec<String>, XmlError>,
}

macro_rules! kind {
    ($name:literal, $type:ty) => {
        Kind {
            name: $name,
            canonical: |text| {
                let document = <$type>::parse(text)?;
                let printed = document.to_xml();
                let again = <$type>::parse(&printed)
                    .unwrap_or_else(|e| panic!("what was printed cannot be read: {e}\n{printed}"));
                assert_eq!(document, again, "printing changed it:\n{printed}");
                assert_eq!(printed, again.to_xml(), "printing is not stable");
                Ok(printed)
            },
            lossless: |text| <$type>::parse_lossless(text)?.to_xml_lossless(),
            unknown: |text| {
                let document = <$type>::parse_lossless(text)?;
                Ok(document
                    .unknown()
                    .iter()
                    .map(|u| format!("{}:{} {}", u.line, u.column, u.path))
                    .collect())
            },
        }
    };
}

pub const KINDS: &[Kind] = &[
    kind!("backup", Backup),
    kind!("capabilities", Capabilities),
    kind!("checkpoint", Checkpoint),
    kind!("cpu", Cpu),
    kind!("domain", Domain),
    kind!("domaincaps", DomainCaps),
    kind!("interface", Interface),
    kind!("network", Network),
    kind!("networkport", NetworkPort),
    kind!("nodedev", NodeDevice),
    kind!("nwfilter", NwFilter),
    kind!("nwfilterbinding", FilterBinding),
    kind!("pool", Pool),
    kind!("secret", Secret),
    kind!("snapshot", Snapshot),
    kind!("vol", Volume),
];
