//! The API's calls: flags are checked, changes are carried to their end though the caller leaves.

use crate::driver::no_name;
use crate::error::{InterfaceError, Result};
use crate::{Interfaces, live};
use async_trait::async_trait;
use ferrovirt_driver::InterfaceDriver;
use ferrovirt_schema::interface::Interface;
use ferrovirt_types::Result as ApiResult;
use ferrovirt_types::consts::{ConnectListAllInterfacesFlags as List, ErrorDomain, InterfaceXmlFlags};
use ferrovirt_types::object::InterfaceRef;
use std::collections::BTreeMap;
use std::future::Future;
use std::sync::Arc;

/// A definition is held against its grammar in any case.
const VALIDATE: u32 = 1;

#[async_trait]
impl InterfaceDriver for Interfaces {
    async fn connect_list_all_interfaces(&self, flags: u32) -> ApiResult<Vec<InterfaceRef>> {
        check(flags, List::all().bits(), "virConnectListAllInterfaces")?;
        let flags = List::from_bits_truncate(flags);
        let wanted = |is_active: bool| {
            let state = if is_active { List::ACTIVE } else { List::INACTIVE };
            flags.is_empty() || flags.contains(state)
        };
        let all = self.all();
        Ok(all
            .into_iter()
            .filter(|(_, (_, is_active))| wanted(*is_active))
            .map(|(name, (mac, _))| InterfaceRef { name, mac })
            .collect())
    }

    async fn interface_lookup_by_name(&self, name: &str) -> ApiResult<InterfaceRef> {
        Ok(self.find(name)?)
    }

    async fn interface_lookup_by_mac_string(&self, mac: &str) -> ApiResult<InterfaceRef> {
        let all = self.all();
        let mut found: Vec<InterfaceRef> = all
            .into_iter()
            .filter(|(_, (known, _))| !mac.is_empty() && known.eq_ignore_ascii_case(mac))
            .map(|(name, (mac, _))| InterfaceRef { name, mac })
            .collect();
        match (found.len(), found.pop()) {
            (1, Some(one)) => Ok(one),
            (_, None) => Err(InterfaceError::NoMac { mac: mac.to_owned() }.into()),
            (_, Some(last)) => {
                let names = found.into_iter().chain([last]).map(|one| one.name).collect();
                Err(InterfaceError::ManyMacs {
                    mac: mac.to_owned(),
                    names,
                }
                .into())
            }
        }
    }

    async fn interface_get_xml_desc(&self, iface: &InterfaceRef, flags: u32) -> ApiResult<String> {
        check(flags, InterfaceXmlFlags::all().bits(), "virInterfaceGetXMLDesc")?;
        let inactive = InterfaceXmlFlags::from_bits_truncate(flags).contains(InterfaceXmlFlags::INACTIVE);
        let defined = self.shared.definition(&iface.name);
        if let Some(text) = defined.filter(|_| inactive || !live::exists(&iface.name)) {
            return Ok(text);
        }
        // The definition of what others configured is what there is.
        self.find(&iface.name)?;
        let document: Interface = live::describe(&self.shared.netlink, &iface.name).await?;
        Ok(document.to_xml())
    }

    async fn interface_is_active(&self, iface: &InterfaceRef) -> ApiResult<bool> {
        self.find(&iface.name)?;
        Ok(live::is_active(&iface.name))
    }

    async fn interface_define_xml(&self, xml: &str, flags: u32) -> ApiResult<InterfaceRef> {
        check(flags, VALIDATE, "virInterfaceDefineXML")?;
        if flags & VALIDATE != 0 {
            ferrovirt_schema::check::accepted("interface", xml)?;
        }
        let (shared, xml) = (Arc::clone(&self.shared), xml.to_owned());
        let name = carry(async move { shared.define(&xml).await }).await?;
        Ok(self.find(&name)?)
    }

    async fn interface_undefine(&self, iface: &InterfaceRef) -> ApiResult<()> {
        let (shared, name) = (Arc::clone(&self.shared), iface.name.clone());
        carry(async move { shared.undefine(&name).await }).await
    }

    async fn interface_create(&self, iface: &InterfaceRef, flags: u32) -> ApiResult<()> {
        check(flags, 0, "virInterfaceCreate")?;
        let (shared, name) = (Arc::clone(&self.shared), iface.name.clone());
        carry(async move { shared.start(&name).await }).await
    }

    async fn interface_destroy(&self, iface: &InterfaceRef, flags: u32) -> ApiResult<()> {
        check(flags, 0, "virInterfaceDestroy")?;
        let (shared, name) = (Arc::clone(&self.shared), iface.name.clone());
        carry(async move { shared.stop(&name).await }).await
    }

    async fn interface_change_begin(&self, flags: u32) -> ApiResult<()> {
        check(flags, 0, "virInterfaceChangeBegin")?;
        let shared = Arc::clone(&self.shared);
        carry(async move { shared.begin().await }).await
    }

    async fn interface_change_commit(&self, flags: u32) -> ApiResult<()> {
        check(flags, 0, "virInterfaceChangeCommit")?;
        let shared = Arc::clone(&self.shared);
        carry(async move { shared.commit().await }).await
    }

    async fn interface_change_rollback(&self, flags: u32) -> ApiResult<()> {
        check(flags, 0, "virInterfaceChangeRollback")?;
        let shared = Arc::clone(&self.shared);
        carry(async move { shared.roll_back().await }).await
    }
}

impl Interfaces {
    /// Name, address and whether it works, of all that is there or defined.
    fn all(&self) -> BTreeMap<String, (String, bool)> {
        let mut all: BTreeMap<String, (String, bool)> = live::list()
            .into_iter()
            .map(|one| (one.name, (one.mac, one.is_active)))
            .collect();
        for name in self.shared.defined().into_keys() {
            all.entry(name).or_default();
        }
        all
    }

    fn find(&self, name: &str) -> Result<InterfaceRef> {
        let mac = match live::present(name) {
            Some(present) => present.mac,
            None if self.shared.definition(name).is_some() => String::new(),
            None => return Err(no_name(name)),
        };
        Ok(InterfaceRef {
            name: name.to_owned(),
            mac,
        })
    }
}

fn check(flags: u32, supported: u32, function: &str) -> ApiResult<()> {
    ferrovirt_types::flags::check(flags, supported, function, ErrorDomain::Interface)
}

/// Brings a change to its end though nobody waits for it any more.
async fn carry<T: Send + 'static>(change: impl Future<Output = Result<T>> + Send + 'static) -> ApiResult<T> {
    let done = tokio::spawn(change).await.unwrap_or(Err(InterfaceError::Task));
    Ok(done?)
}
