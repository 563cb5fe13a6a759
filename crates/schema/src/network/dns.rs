//! Names.

use crate::common::ip::Ip;
use ferrovirt_types::consts::ErrorNumber;
use ferrovirt_xml::{Xml, YesNo};

/// `<dns>`
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct Dns {
    /// Whether there is a name server at all. Default: yes. Since 2.2.0.
    #[xml(attr)]
    pub enable: Option<YesNo>,
    /// Whether names without a domain are asked for elsewhere. Default: yes. Since 1.1.2.
    #[xml(attr = "forwardPlainNames")]
    pub forward_plain_names: Option<YesNo>,
    /// Whom to ask. Since 1.1.3.
    #[xml(child = "forwarder")]
    pub forwarders: Vec<Forwarder>,
    /// Text records. Live.
    #[xml(child = "txt")]
    pub txts: Vec<Txt>,
    /// Service records. Since 0.9.9. Live.
    #[xml(child = "srv")]
    pub srvs: Vec<Srv>,
    /// Names of addresses. Live.
    #[xml(child = "host")]
    pub hosts: Vec<DnsHost>,
}

/// `<forwarder>`
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct Forwarder {
    /// About names of this domain only. Default: about all names. Since 2.2.0.
    #[xml(attr)]
    pub domain: Option<String>,
    /// The server. Default: the host's own DNS.
    #[xml(attr)]
    pub addr: Option<Ip>,
    /// Its port. Unit: none. Default: 53. Since 12.0.
    #[xml(attr)]
    pub port: Option<u16>,
}

/// `<txt>`
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct Txt {
    /// Name, without blanks.
    #[xml(attr, missing = ErrorNumber::XmlDetail)]
    pub name: String,
    /// Text. Default: needed.
    #[xml(attr, required)]
    pub value: Option<String>,
}

/// `<srv>`
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct Srv {
    /// Service, without underscore.
    #[xml(attr, missing = ErrorNumber::XmlDetail)]
    pub service: String,
    /// Protocol, without underscore.
    #[xml(attr, missing = ErrorNumber::XmlDetail)]
    pub protocol: String,
    /// Domain that it is served in. Default: that of the network.
    #[xml(attr)]
    pub domain: Option<String>,
    /// Host that serves it. Default: none.
    #[xml(attr)]
    pub target: Option<String>,
    /// Port; it needs a target. Unit: none. Default: 1.
    #[xml(attr, blank, nonzero, invalid = ErrorNumber::XmlDetail)]
    pub port: Option<u16>,
    /// Priority; lower is asked first. Unit: none. Default: 0.
    #[xml(attr, blank, drop_zero, invalid = ErrorNumber::XmlDetail)]
    pub priority: Option<u16>,
    /// Weight among those of one priority. Unit: none. Default: 0.
    #[xml(attr, blank, drop_zero, invalid = ErrorNumber::XmlDetail)]
    pub weight: Option<u16>,
}

/// `<host>` of `<dns>`
#[derive(Debug, Clone, PartialEq, Eq, Xml)]
pub struct DnsHost {
    /// The address. Default: needed.
    #[xml(attr)]
    pub ip: Option<Ip>,
    /// Its names.
    #[xml(leaf = "hostname")]
    pub hostnames: Vec<String>,
}
