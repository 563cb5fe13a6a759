//! Calls about interfaces of the host.

use crate::TestDriver;
use crate::error::{TestError, check_flags};
use async_trait::async_trait;
use ferrovirt_driver::InterfaceDriver;
use ferrovirt_types::consts::{ConnectListAllInterfacesFlags as List, ErrorDomain, ErrorNumber};
use ferrovirt_types::object::InterfaceRef;
use ferrovirt_types::{Error, Result as ApiResult};

/// Defining is to hold the document against its grammar.
const VALIDATE: u32 = 1;

#[async_trait]
impl InterfaceDriver for TestDriver {
    async fn interface_lookup_by_name(&self, name: &str) -> ApiResult<InterfaceRef> {
        let mac = self.world.interfaces.lock().get(name)?.mac.clone();
        Ok(InterfaceRef {
            name: name.to_owned(),
            mac,
        })
    }

    async fn interface_lookup_by_mac_string(&self, mac: &str) -> ApiResult<InterfaceRef> {
        let state = self.world.interfaces.lock();
        let (name, _) = state.by_mac(mac)?;
        Ok(InterfaceRef {
            name: name.clone(),
            mac: mac.to_owned(),
        })
    }

    async fn connect_list_all_interfaces(&self, flags: u32) -> ApiResult<Vec<InterfaceRef>> {
        check_flags(flags, List::all().bits(), "virConnectListAllInterfaces")?;
        let flags = List::from_bits_truncate(flags);
        let lets =
            |active| flags.is_empty() || flags.contains(if active { List::ACTIVE } else { List::INACTIVE });
        let state = self.world.interfaces.lock();
        let all = state.table.iter().filter(|(_, interface)| lets(interface.active));
        Ok(all
            .map(|(name, i)| InterfaceRef {
                name: name.clone(),
                mac: i.mac.clone(),
            })
            .collect())
    }

    async fn interface_get_xml_desc(&self, iface: &InterfaceRef, flags: u32) -> ApiResult<String> {
        check_flags(flags, 0, "virInterfaceGetXMLDesc")?;
        let text = self.world.interfaces.lock().get(&iface.name)?.document.to_xml();
        // One with nothing in it is printed with an end of its own.
        Ok(match text.trim_end().strip_suffix("/>") {
            Some(start) if !start.contains('>') => format!("{start}>\n</interface>\n"),
            _ => text,
        })
    }

    async fn interface_define_xml(&self, xml: &str, flags: u32) -> ApiResult<InterfaceRef> {
        check_flags(flags, VALIDATE, "virInterfaceDefineXML")?;
        let (name, mac) = self.world.interfaces.define(xml, flags & VALIDATE != 0, false)?;
        Ok(InterfaceRef { name, mac })
    }

    async fn interface_undefine(&self, iface: &InterfaceRef) -> ApiResult<()> {
        let mut state = self.world.interfaces.lock();
        state.get(&iface.name)?;
        state.table.remove(&iface.name);
        Ok(())
    }

    async fn interface_create(&self, iface: &InterfaceRef, flags: u32) -> ApiResult<()> {
        check_flags(flags, 0, "virInterfaceCreate")?;
        self.switch(iface, true)
    }

    async fn interface_destroy(&self, iface: &InterfaceRef, flags: u32) -> ApiResult<()> {
        check_flags(flags, 0, "virInterfaceDestroy")?;
        self.switch(iface, false)
    }

    async fn interface_is_active(&self, iface: &InterfaceRef) -> ApiResult<bool> {
        Ok(self.world.interfaces.lock().get(&iface.name)?.active)
    }

    async fn interface_change_begin(&self, flags: u32) -> ApiResult<()> {
        check_flags(flags, 0, "virInterfaceChangeBegin")?;
        Ok(self.world.interfaces.lock().begin()?)
    }

    async fn interface_change_commit(&self, flags: u32) -> ApiResult<()> {
        check_flags(flags, 0, "virInterfaceChangeCommit")?;
        Ok(self.world.interfaces.lock().commit()?)
    }

    async fn interface_change_rollback(&self, flags: u32) -> ApiResult<()> {
        check_flags(flags, 0, "virInterfaceChangeRollback")?;
        Ok(self.world.interfaces.lock().rollback()?)
    }
}

impl TestDriver {
    fn switch(&self, iface: &InterfaceRef, on: bool) -> ApiResult<()> {
        let mut state = self.world.interfaces.lock();
        let interface = state.get(&iface.name)?;
        if interface.active == on {
            let what = if on { "active already" } else { "not active" };
            let why = format!("interface '{}' is {what}", iface.name);
            return Err(
                TestError::Api(Error::new(ErrorNumber::OperationInvalid, ErrorDomain::Test, why)).into(),
            );
        }
        interface.active = on;
        Ok(())
    }
}
