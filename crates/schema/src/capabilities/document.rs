//! The document itself.

use ferrovirt_xml::Xml;

use crate::capabilities::{Guest, Host};

/// What a host and its hypervisor can do.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct Capabilities {
    /// The host itself.
    #[xml(child, default)]
    pub host: Host,
    /// Kinds of guests that it can run.
    #[xml(child = "guest")]
    pub guests: Vec<Guest>,
}

crate::document!(Capabilities, "capabilities");
