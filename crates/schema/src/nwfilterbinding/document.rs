//! The document itself.

use ferrovirt_xml::Xml;
use uuid::Uuid;

use crate::domain::devices::interface::FilterRef;

/// A filter applied to a guest's interface.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct FilterBinding {
    /// Guest that it is for.
    #[xml(child)]
    pub owner: Owner,
    /// Device of the guest's port.
    #[xml(attr = "name", of = "portdev")]
    pub port_dev: String,
    /// Device that the port is linked to.
    #[xml(attr = "name", of = "linkdev")]
    pub link_dev: Option<String>,
    /// Hardware address of the guest's interface.
    #[xml(attr = "address", of = "mac", required)]
    pub mac: Option<String>,
    /// The filter.
    #[xml(child)]
    pub filterref: FilterRef,
}

crate::document!(FilterBinding, "filterbinding");

/// The guest.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct Owner {
    /// Name of the guest.
    #[xml(leaf)]
    pub name: String,
    /// Identity of the guest.
    #[xml(leaf)]
    pub uuid: Uuid,
}
