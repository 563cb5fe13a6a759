//! All kinds of documents in one table, for tools that are told at run time which one they deal with.

use ferrovirt_xml::{Unknown, XmlError};

use crate::backup::Backup;
use crate::capabilities::Capabilities;
use crate::checkpoint::Checkpoint;
use crate::domain::Domain;
use crate::domain::cpu::Cpu;
use crate::domaincaps::DomainCaps;
use crate::interface::Interface;
use crate::network::Network;
use crate::networkport::NetworkPort;
use crate::nodedev::NodeDevice;
use crate::nwfilter::NwFilter;
use crate::nwfilterbinding::FilterBinding;
use crate::pool::Pool;
use crate::poolcaps::StoragePoolCaps;
use crate::secret::Secret;
use crate::snapshot::Snapshot;
use crate::vol::Volume;

/// A kind of document.
#[derive(Debug)]
pub struct Kind {
    /// Its short name: `domain`, `vol`.
    pub name: &'static str,
    /// Name of its outermost element.
    pub root: &'static str,
    canonical: fn(&str) -> Result<String, XmlError>,
    lossless: fn(&str) -> Result<String, XmlError>,
    unknown: fn(&str) -> Result<Vec<Unknown>, XmlError>,
}

impl Kind {
    /// Every kind. Where several have one element, the most usual comes first.
    pub const ALL: &'static [Kind] = KINDS;

    /// The kind of a short name.
    pub fn find(name: &str) -> Option<&'static Kind> {
        KINDS.iter().find(|kind| kind.name == name)
    }

    /// The kind whose outermost element has that name.
    pub fn of_root(root: &str) -> Option<&'static Kind> {
        KINDS.iter().find(|kind| kind.root == root)
    }

    /// Reads a document and prints it in canonical form, with short forms written out.
    pub fn canonical(&self, text: &str) -> Result<String, XmlError> {
        (self.canonical)(text)
    }

    /// Reads a document and prints it with all that it holds, understood or not.
    pub fn lossless(&self, text: &str) -> Result<String, XmlError> {
        (self.lossless)(text)
    }

    /// Reads a document and tells what in it is not understood.
    pub fn unknown(&self, text: &str) -> Result<Vec<Unknown>, XmlError> {
        (self.unknown)(text)
    }
}

macro_rules! kinds {
    ($($name:literal => $type:ty $(, $normalize:expr)?;)*) => {
        const KINDS: &[Kind] = &[$(Kind {
            name: $name,
            root: <$type>::ROOT,
            canonical: |text| {
                #[allow(unused_mut)]
                let mut document = <$type>::parse(text)?;
                $($normalize(&mut document);)?
                Ok(document.to_xml())
            },
            lossless: |text| <$type>::parse_lossless(text)?.to_xml_lossless(),
            unknown: |text| Ok(<$type>::parse_lossless(text)?.unknown().to_vec()),
        }),*];
    };
}

kinds! {
    "domain" => Domain;
    "network" => Network, Network::normalize;
    "pool" => Pool, Pool::normalize;
    "vol" => Volume, Volume::normalize;
    "snapshot" => Snapshot;
    "checkpoint" => Checkpoint;
    "backup" => Backup, Backup::normalize;
    "secret" => Secret;
    "interface" => Interface;
    "nodedev" => NodeDevice;
    "nwfilter" => NwFilter;
    "nwfilterbinding" => FilterBinding;
    "networkport" => NetworkPort;
    "capabilities" => Capabilities;
    "domaincaps" => DomainCaps;
    "poolcaps" => StoragePoolCaps;
    "cpu" => Cpu;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds_are_found() {
        assert_eq!(Kind::find("vol").map(|k| k.root), Some("volume"));
        assert_eq!(Kind::of_root("device").map(|k| k.name), Some("nodedev"));
        assert!(Kind::find("none").is_none());
    }
}
