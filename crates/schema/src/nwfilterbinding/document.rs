//! The document itself.

use ferrovirt_xml::Xml;
use uuid::Uuid;

use crate::domain::devices::interface::FilterRef;

/// A filter applied to a guest's interface.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct FilterBinding {
    #[xml(child)]
    pub owner: Owner,
    #[xml(attr = "name", of = "portdev")]
    pub port_dev: String,
    #[xml(attr = "name", of = "linkdev")]
    pub link_dev: Option<String>,
    #[xml(attr = "address", of = "mac")]
    pub mac: Option<String>,
    #[xml(child)]
    pub filterref: FilterRef,
}

crate::document!(FilterBinding, "filterbinding");

/// The guest.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct Owner {
    #[xml(leaf)]
    pub name: String,
    #[xml(leaf)]
    pub uuid: Uuid,
}
