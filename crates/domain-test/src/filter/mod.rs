//! Packet filters: documents that nothing is filtered by, and which interfaces they are for.

use crate::TestDriver;
use crate::error::{Kind, Result, TestError, check_flags};
use crate::family::Family;
use async_trait::async_trait;
use ferrovirt_driver::NwFilterDriver;
use ferrovirt_schema::nwfilter::NwFilter;
use ferrovirt_schema::nwfilterbinding::FilterBinding;
use ferrovirt_types::Result as ApiResult;
use ferrovirt_types::object::{NwFilterBindingRef, NwFilterRef};
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use uuid::Uuid;

const WORD: &str = "nwfilter";
/// Defining is to hold the document against its grammar.
const VALIDATE: u32 = 1;
/// Interfaces that can have a filter.
const MOST: usize = 100_000;

/// All filters, and what they are bound to, by interface.
#[derive(Default)]
pub(crate) struct Filters {
    all: Family<Arc<NwFilter>>,
    bindings: Mutex<BTreeMap<String, Arc<FilterBinding>>>,
}

impl Filters {
    /// Short: never held across an await.
    fn bindings(&self) -> MutexGuard<'_, BTreeMap<String, Arc<FilterBinding>>> {
        self.bindings.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn binding(&self, port: &str) -> Result<Arc<FilterBinding>> {
        let found = self.bindings().get(port).cloned();
        found.ok_or_else(|| TestError::not_found(Kind::Binding, "port dev", port))
    }
}

fn reference(binding: &FilterBinding) -> NwFilterBindingRef {
    NwFilterBindingRef {
        portdev: binding.port_dev.clone(),
        filtername: binding.filterref.filter.clone(),
    }
}

#[async_trait]
impl NwFilterDriver for TestDriver {
    async fn nwfilter_lookup_by_name(&self, name: &str) -> ApiResult<NwFilterRef> {
        let found = self.world.filters.all.by_name(name);
        let found = found.ok_or_else(|| TestError::not_found(Kind::Filter, "name", name))?;
        Ok(NwFilterRef {
            name: found.name,
            uuid: found.uuid,
        })
    }

    async fn nwfilter_lookup_by_uuid(&self, uuid: Uuid) -> ApiResult<NwFilterRef> {
        let found = self.world.filters.all.by_uuid(&uuid);
        let found = found.ok_or_else(|| TestError::not_found(Kind::Filter, "uuid", uuid))?;
        Ok(NwFilterRef {
            name: found.name,
            uuid: found.uuid,
        })
    }

    async fn nwfilter_get_xml_desc(&self, nwfilter: &NwFilterRef, flags: u32) -> ApiResult<String> {
        check_flags(flags, 0, "virNWFilterGetXMLDesc")?;
        let found = self.world.filters.all.by_uuid(&nwfilter.uuid);
        let found = found.ok_or_else(|| TestError::not_found(Kind::Filter, "uuid", nwfilter.uuid))?;
        Ok(found.state.to_xml())
    }

    async fn nwfilter_define_xml_flags(&self, xml: &str, flags: u32) -> ApiResult<NwFilterRef> {
        check_flags(flags, VALIDATE, "virNWFilterDefineXMLFlags")?;
        let mut doc: NwFilter = crate::domain::read_document(xml, NwFilter::ROOT, flags & VALIDATE != 0)?;
        let name = doc.name.clone();
        let family = self.world.filters.all.begin();
        let known = family.by_name(&name).map(|found| found.uuid);
        let uuid = *doc.uuid.get_or_insert_with(|| known.unwrap_or_else(Uuid::new_v4));
        family.check(WORD, &name, uuid)?;
        family.publish(WORD, &name, uuid, Arc::new(doc))?;
        Ok(NwFilterRef { name, uuid })
    }

    async fn nwfilter_undefine(&self, nwfilter: &NwFilterRef) -> ApiResult<()> {
        let family = self.world.filters.all.begin();
        let found = family.by_uuid(&nwfilter.uuid);
        let found = found.ok_or_else(|| TestError::not_found(Kind::Filter, "uuid", nwfilter.uuid))?;
        let bindings = self.world.filters.bindings();
        if bindings.values().any(|b| b.filterref.filter == found.name) {
            let why = format!("nwfilter '{}' is in use", found.name);
            return Err(TestError::InvalidState(why).into());
        }
        family.remove(&found.uuid);
        Ok(())
    }

    async fn connect_list_all_nwfilters(&self, flags: u32) -> ApiResult<Vec<NwFilterRef>> {
        check_flags(flags, 0, "virConnectListAllNWFilters")?;
        let all = self.world.filters.all.list().into_iter();
        Ok(all
            .map(|found| NwFilterRef {
                name: found.name,
                uuid: found.uuid,
            })
            .collect())
    }

    async fn nwfilter_binding_lookup_by_port_dev(&self, name: &str) -> ApiResult<NwFilterBindingRef> {
        Ok(reference(&*self.world.filters.binding(name)?))
    }

    async fn nwfilter_binding_get_xml_desc(
        &self,
        nwfilter: &NwFilterBindingRef,
        flags: u32,
    ) -> ApiResult<String> {
        check_flags(flags, 0, "virNWFilterBindingGetXMLDesc")?;
        Ok(self.world.filters.binding(&nwfilter.portdev)?.to_xml())
    }

    async fn nwfilter_binding_create_xml(&self, xml: &str, flags: u32) -> ApiResult<NwFilterBindingRef> {
        check_flags(flags, VALIDATE, "virNWFilterBindingCreateXML")?;
        let doc: FilterBinding =
            crate::domain::read_document(xml, FilterBinding::ROOT, flags & VALIDATE != 0)?;
        let filters = &self.world.filters;
        if filters.all.by_name(&doc.filterref.filter).is_none() {
            return Err(TestError::not_found(Kind::Filter, "name", &doc.filterref.filter).into());
        }
        let mut bindings = filters.bindings();
        if bindings.contains_key(&doc.port_dev) || bindings.len() >= MOST {
            let why = format!("interface '{}' has a filter already", doc.port_dev);
            return Err(TestError::Failed(why).into());
        }
        let made = reference(&doc);
        bindings.insert(doc.port_dev.clone(), Arc::new(doc));
        Ok(made)
    }

    async fn nwfilter_binding_delete(&self, nwfilter: &NwFilterBindingRef) -> ApiResult<()> {
        let gone = self.world.filters.bindings().remove(&nwfilter.portdev);
        let missing = || TestError::not_found(Kind::Binding, "port dev", &nwfilter.portdev);
        gone.map(drop).ok_or_else(|| missing().into())
    }

    async fn connect_list_all_nwfilter_bindings(&self, flags: u32) -> ApiResult<Vec<NwFilterBindingRef>> {
        check_flags(flags, 0, "virConnectListAllNWFilterBindings")?;
        let bindings = self.world.filters.bindings();
        Ok(bindings.values().map(|b| reference(b)).collect())
    }
}
