//! Network filters and their bindings.

use crate::{Connection, Document};
use ferrovirt_types::Result;
use ferrovirt_types::object::{NwFilterBindingRef, NwFilterRef};
use uuid::Uuid;

/// A network filter.
#[derive(Clone, Debug)]
pub struct NwFilter {
    connection: Connection,
    filter: NwFilterRef,
}

impl NwFilter {
    pub(crate) fn new(connection: Connection, filter: NwFilterRef) -> Self {
        Self { connection, filter }
    }

    /// Unique name on the host.
    pub fn name(&self) -> &str {
        &self.filter.name
    }

    /// Unique and stable identity.
    pub fn uuid(&self) -> Uuid {
        self.filter.uuid
    }

    /// The definition.
    pub async fn xml(&self) -> Result<String> {
        self.connection
            .drivers()
            .nwfilter
            .nwfilter_get_xml_desc(&self.filter, 0)
            .await
    }

    /// The definition as a typed document.
    pub async fn definition(&self) -> Result<ferrovirt_schema::nwfilter::NwFilter> {
        Document::read(&self.xml().await?)
    }

    /// Forgets it. Refused while a guest uses it.
    pub async fn undefine(&self) -> Result<()> {
        self.connection
            .drivers()
            .nwfilter
            .nwfilter_undefine(&self.filter)
            .await
    }
}

/// A network filter bound to an interface of the host.
#[derive(Clone, Debug)]
pub struct NwFilterBinding {
    connection: Connection,
    binding: NwFilterBindingRef,
}

impl NwFilterBinding {
    pub(crate) fn new(connection: Connection, binding: NwFilterBindingRef) -> Self {
        Self { connection, binding }
    }

    /// Interface of the host that is filtered.
    pub fn port(&self) -> &str {
        &self.binding.portdev
    }

    /// Name of the filter.
    pub fn filter_name(&self) -> &str {
        &self.binding.filtername
    }

    /// Its description.
    pub async fn xml(&self) -> Result<String> {
        self.connection
            .drivers()
            .nwfilter
            .nwfilter_binding_get_xml_desc(&self.binding, 0)
            .await
    }

    /// Its description as a typed document.
    pub async fn description(&self) -> Result<ferrovirt_schema::nwfilterbinding::FilterBinding> {
        Document::read(&self.xml().await?)
    }

    /// Takes the filter off.
    pub async fn delete(&self) -> Result<()> {
        self.connection
            .drivers()
            .nwfilter
            .nwfilter_binding_delete(&self.binding)
            .await
    }
}
