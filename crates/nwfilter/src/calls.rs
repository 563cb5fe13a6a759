//! The API's calls.

use crate::binding::Binding;
use crate::worker::Job;
use crate::{NwFilterError, NwFilters, definition};
use async_trait::async_trait;
use ferrovirt_driver::NwFilterDriver;
use ferrovirt_types::Result;
use ferrovirt_types::consts::ErrorDomain;
use ferrovirt_types::object::{NwFilterBindingRef, NwFilterRef};
use uuid::Uuid;

/// A document is to be held against its grammar.
const VALIDATE: u32 = 1;

#[async_trait]
impl NwFilterDriver for NwFilters {
    async fn nwfilter_lookup_by_name(&self, name: &str) -> Result<NwFilterRef> {
        let found = self.shared.filters.by_name(name);
        let found = found.ok_or_else(|| NwFilterError::NoName {
            name: name.to_owned(),
        })?;
        Ok(NwFilterRef {
            name: found.name.to_string(),
            uuid: found.uuid,
        })
    }

    async fn nwfilter_lookup_by_uuid(&self, uuid: Uuid) -> Result<NwFilterRef> {
        let found = self.shared.by_uuid(uuid)?;
        Ok(NwFilterRef {
            name: found.name.to_string(),
            uuid,
        })
    }

    async fn nwfilter_get_xml_desc(&self, nwfilter: &NwFilterRef, flags: u32) -> Result<String> {
        check(flags, 0, "virNWFilterGetXMLDesc")?;
        Ok(self.shared.by_uuid(nwfilter.uuid)?.object.to_xml())
    }

    async fn nwfilter_define_xml_flags(&self, xml: &str, flags: u32) -> Result<NwFilterRef> {
        check(flags, VALIDATE, "virNWFilterDefineXMLFlags")?;
        let filter = definition::parse(xml, flags & VALIDATE != 0)?;
        Ok(self.ask(|reply| Job::Define(Box::new(filter), reply)).await?)
    }

    async fn nwfilter_undefine(&self, nwfilter: &NwFilterRef) -> Result<()> {
        Ok(self.ask(|reply| Job::Undefine(nwfilter.uuid, reply)).await?)
    }

    async fn connect_list_all_nwfilters(&self, flags: u32) -> Result<Vec<NwFilterRef>> {
        check(flags, 0, "virConnectListAllNWFilters")?;
        let filters = self.shared.filters.snapshot();
        let mut found: Vec<NwFilterRef> = filters
            .iter()
            .map(|entry| NwFilterRef {
                name: entry.name.to_string(),
                uuid: entry.uuid,
            })
            .collect();
        found.sort_unstable_by(|a, b| a.name.cmp(&b.name));
        Ok(found)
    }

    async fn nwfilter_binding_lookup_by_port_dev(&self, name: &str) -> Result<NwFilterBindingRef> {
        Ok(self.shared.binding(name)?.reference())
    }

    async fn nwfilter_binding_get_xml_desc(
        &self,
        nwfilter: &NwFilterBindingRef,
        flags: u32,
    ) -> Result<String> {
        check(flags, 0, "virNWFilterBindingGetXMLDesc")?;
        Ok(self.shared.binding(&nwfilter.portdev)?.to_xml())
    }

    async fn nwfilter_binding_create_xml(&self, xml: &str, flags: u32) -> Result<NwFilterBindingRef> {
        check(flags, VALIDATE, "virNWFilterBindingCreateXML")?;
        let binding = Binding::parse(xml, flags & VALIDATE != 0)?;
        Ok(self.ask(|reply| Job::Bind(Box::new(binding), reply)).await?)
    }

    async fn nwfilter_binding_delete(&self, nwfilter: &NwFilterBindingRef) -> Result<()> {
        let device = nwfilter.portdev.clone();
        Ok(self.ask(|reply| Job::Unbind(device, reply)).await?)
    }

    async fn connect_list_all_nwfilter_bindings(&self, flags: u32) -> Result<Vec<NwFilterBindingRef>> {
        check(flags, 0, "virConnectListAllNWFilterBindings")?;
        let bindings = self.shared.bindings.load();
        Ok(bindings.values().map(|binding| binding.reference()).collect())
    }
}

fn check(flags: u32, supported: u32, function: &str) -> Result<()> {
    ferrovirt_types::flags::check(flags, supported, function, ErrorDomain::Nwfilter)
}
