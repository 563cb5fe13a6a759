//! The document itself.

use ferrovirt_types::consts::ErrorNumber;
use ferrovirt_types::mac::MacAddr;
use ferrovirt_xml::Xml;
use uuid::Uuid;

use crate::domain::devices::interface::FilterRef;

/// A filter applied to a guest's interface.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct FilterBinding {
    /// Guest that it is for.
    #[xml(child, missing = ErrorNumber::InternalError)]
    pub owner: Owner,
    /// Device of the guest's port.
    #[xml(attr = "name", of = "portdev", missing = ErrorNumber::InternalError)]
    pub port_dev: String,
    /// Device that the port is linked to. Default: none.
    #[xml(attr = "name", of = "linkdev")]
    pub link_dev: Option<String>,
    /// Hardware address of the guest's interface. Default: needed.
    #[xml(attr = "address", of = "mac", required, missing = ErrorNumber::InternalError, invalid = ErrorNumber::InternalError)]
    pub mac: Option<MacAddr>,
    /// The filter.
    #[xml(child, missing = ErrorNumber::InternalError)]
    pub filterref: FilterRef,
}

crate::document!(FilterBinding, "filterbinding");

/// The guest.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct Owner {
    /// Name of the guest.
    #[xml(leaf, missing = ErrorNumber::InternalError)]
    pub name: String,
    /// Identity of the guest.
    #[xml(leaf, missing = ErrorNumber::InternalError)]
    pub uuid: Uuid,
}
