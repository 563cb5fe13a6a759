//! The API's calls: flags are checked, changes are carried to their end though the caller leaves.

use crate::NodeDevices;
use crate::detach::Pci;
use crate::device::{COMPUTER, Device};
use crate::driver::Shared;
use crate::error::{NodeDevError, Result};
use crate::lifecycle::by_wwn;
use async_trait::async_trait;
use ferrovirt_driver::NodeDeviceDriver;
use ferrovirt_schema::nodedev::{Capability, NodeDevice};
use ferrovirt_types::Result as ApiResult;
use ferrovirt_types::consts::{ConnectListAllNodeDeviceFlags as List, ErrorDomain, NodeDeviceXmlFlags};
use ferrovirt_types::object::NodeDeviceRef;
use std::future::Future;
use std::sync::Arc;
use std::time::Duration;

/// Making is to hold the document against its grammar, which reading it does in any case.
const VALIDATE: u32 = 1;
/// `VIR_NODE_DEVICE_UPDATE_AFFECT_LIVE` and `..._CONFIG`
const LIVE: u32 = 1;
const CONFIG: u32 = 2;
/// A driver that lets go of its device slowly, such as of a disk with dirty pages, is waited for.
const HAND_OVER_LIMIT: Duration = Duration::from_secs(60);

#[async_trait]
impl NodeDeviceDriver for NodeDevices {
    async fn connect_list_all_node_devices(&self, flags: u32) -> ApiResult<Vec<NodeDeviceRef>> {
        check(flags, List::all().bits(), "virConnectListAllNodeDevices")?;
        let flags = List::from_bits_truncate(flags);
        let inventory = self.inventory().await;
        let wanted = inventory.iter().filter(|device| matches(device, flags));
        Ok(wanted
            .map(|device| NodeDeviceRef {
                name: device.name.clone(),
            })
            .collect())
    }

    async fn node_device_lookup_by_name(&self, name: &str) -> ApiResult<NodeDeviceRef> {
        let device = self.shared.device(name).await?;
        Ok(NodeDeviceRef {
            name: device.name.clone(),
        })
    }

    async fn node_device_lookup_scsi_host_by_wwn(
        &self,
        wwnn: &str,
        wwpn: &str,
        flags: u32,
    ) -> ApiResult<NodeDeviceRef> {
        check(flags, 0, "virNodeDeviceLookupSCSIHostByWWN")?;
        let inventory = self.inventory().await;
        let found = by_wwn(&inventory, wwnn, wwpn).ok_or_else(|| NodeDevError::NoWwn {
            wwnn: wwnn.to_owned(),
            wwpn: wwpn.to_owned(),
        })?;
        Ok(NodeDeviceRef {
            name: found.name.clone(),
        })
    }

    async fn node_device_get_xml_desc(&self, name: &str, flags: u32) -> ApiResult<String> {
        let known = NodeDeviceXmlFlags::all();
        check(flags, known.bits(), "virNodeDeviceGetXMLDesc")?;
        let device = self.shared.device(name).await?;
        let inactive = NodeDeviceXmlFlags::from_bits_truncate(flags).contains(NodeDeviceXmlFlags::INACTIVE);
        if inactive && !device.is_persistent {
            let text = format!("node device '{name}' is not persistent: it has no definition");
            return Err(NodeDevError::State(text).into());
        }
        let shared = Arc::clone(&self.shared);
        let text = self
            .shared
            .blocking(move || describe(&shared, &device, inactive))
            .await?;
        Ok(text)
    }

    async fn node_device_get_parent(&self, name: &str) -> ApiResult<Option<String>> {
        Ok(self.shared.device(name).await?.parent().map(str::to_owned))
    }

    async fn node_device_num_of_caps(&self, name: &str) -> ApiResult<i32> {
        let count = self.shared.device(name).await?.kinds().len();
        Ok(i32::try_from(count).unwrap_or(i32::MAX))
    }

    async fn node_device_list_caps(&self, name: &str, maxnames: i32) -> ApiResult<Vec<String>> {
        let kinds = self.shared.device(name).await?.kinds();
        let most = usize::try_from(maxnames).unwrap_or(0);
        Ok(kinds.into_iter().take(most).map(str::to_owned).collect())
    }

    async fn node_device_detach_flags(
        &self,
        name: &str,
        driver_name: Option<&str>,
        flags: u32,
    ) -> ApiResult<()> {
        check(flags, 0, "virNodeDeviceDetachFlags")?;
        let driver = driver_name.map(str::to_owned);
        self.change_pci(name, "detaching", move |pci| pci.detach(driver.as_deref()))
            .await
    }

    async fn node_device_re_attach(&self, name: &str) -> ApiResult<()> {
        self.change_pci(name, "re-attaching", |pci| pci.reattach()).await
    }

    async fn node_device_reset(&self, name: &str) -> ApiResult<()> {
        self.change_pci(name, "resetting", |pci| pci.reset()).await
    }

    async fn node_device_create_xml(&self, xml_desc: &str, flags: u32) -> ApiResult<NodeDeviceRef> {
        check(flags, VALIDATE, "virNodeDeviceCreateXML")?;
        validate(xml_desc, flags)?;
        let document = parse(xml_desc)?;
        let shared = Arc::clone(&self.shared);
        let name = carry(async move { shared.create(&document).await }).await?;
        Ok(NodeDeviceRef { name })
    }

    async fn node_device_destroy(&self, name: &str) -> ApiResult<()> {
        let (shared, name) = (Arc::clone(&self.shared), name.to_owned());
        carry(async move { shared.destroy(&name).await }).await
    }

    async fn node_device_define_xml(&self, xml_desc: &str, flags: u32) -> ApiResult<NodeDeviceRef> {
        check(flags, VALIDATE, "virNodeDeviceDefineXML")?;
        validate(xml_desc, flags)?;
        let document = parse(xml_desc)?;
        let shared = Arc::clone(&self.shared);
        let name = carry(async move { shared.define(&document).await }).await?;
        Ok(NodeDeviceRef { name })
    }

    async fn node_device_undefine(&self, name: &str, flags: u32) -> ApiResult<()> {
        check(flags, 0, "virNodeDeviceUndefine")?;
        let (shared, name) = (Arc::clone(&self.shared), name.to_owned());
        carry(async move { shared.undefine(&name).await }).await
    }

    async fn node_device_create(&self, name: &str, flags: u32) -> ApiResult<()> {
        check(flags, 0, "virNodeDeviceCreate")?;
        let (shared, name) = (Arc::clone(&self.shared), name.to_owned());
        carry(async move { shared.start(&name).await }).await
    }

    async fn node_device_update(&self, name: &str, xml_desc: &str, flags: u32) -> ApiResult<()> {
        check(flags, LIVE | CONFIG, "virNodeDeviceUpdate")?;
        let document = parse(xml_desc)?;
        let (shared, name) = (Arc::clone(&self.shared), name.to_owned());
        let is_active = self.shared.device(&name).await?.is_active;
        let live = flags & LIVE != 0 || (flags & CONFIG == 0 && is_active);
        let config = flags & CONFIG != 0 || (flags & LIVE == 0 && !is_active);
        carry(async move { shared.update(&name, &document, live, config).await }).await
    }

    async fn node_device_get_autostart(&self, name: &str) -> ApiResult<bool> {
        Ok(self.shared.device(name).await?.autostart)
    }

    async fn node_device_set_autostart(&self, name: &str, autostart: bool) -> ApiResult<()> {
        let (shared, name) = (Arc::clone(&self.shared), name.to_owned());
        carry(async move { shared.set_autostart(&name, autostart).await }).await
    }

    async fn node_device_is_persistent(&self, name: &str) -> ApiResult<bool> {
        Ok(self.shared.device(name).await?.is_persistent)
    }

    async fn node_device_is_active(&self, name: &str) -> ApiResult<bool> {
        Ok(self.shared.device(name).await?.is_active)
    }
}

impl NodeDevices {
    /// Changes a PCI device in turn, for as long as the kernel may take, and looks at what came of it.
    async fn change_pci(
        &self,
        name: &str,
        action: &'static str,
        change: impl FnOnce(&Pci<'_>) -> Result<()> + Send + 'static,
    ) -> ApiResult<()> {
        let (shared, name) = (Arc::clone(&self.shared), name.to_owned());
        carry(async move {
            let _turn = shared.turn().await;
            let device = shared.current().by_name(&name).cloned();
            let device = device.ok_or_else(|| NodeDevError::NoDevice { name: name.clone() })?;
            if !matches!(device.capability(), Some(Capability::Pci(_))) {
                return Err(NodeDevError::NotPci { name });
            }
            let inner = Arc::clone(&shared);
            let work = shared.blocking(move || change(&Pci::new(&inner.root, &device.name, &device.path)));
            let outcome = tokio::time::timeout(HAND_OVER_LIMIT, work)
                .await
                .unwrap_or(Err(NodeDevError::Deadline { action, name }));
            shared.look_in_turn().await;
            outcome
        })
        .await
    }
}

/// The text of a device as it is now, or as it is defined.
fn describe(shared: &Shared, device: &Device, inactive: bool) -> Result<String> {
    if device.name == COMPUTER {
        return Ok(device.document.to_xml());
    }
    let definition = (device.is_persistent && matches!(device.capability(), Some(Capability::Mdev(_))))
        .then(|| shared.definitions.list())
        .into_iter()
        .flatten()
        .find(|definition| definition.name() == device.name);
    if inactive || !device.is_active {
        let parent = device.parent().unwrap_or(COMPUTER);
        let document = definition.map_or_else(|| device.document.clone(), |d| d.device(parent).document);
        return Ok(document.to_xml());
    }
    let fresh = shared.current().fresh(&shared.root, &shared.names, device);
    let mut document = fresh
        .ok_or_else(|| NodeDevError::NoDevice {
            name: device.name.clone(),
        })?
        .document;
    if let (Some(Capability::Mdev(mdev)), Some(definition)) = (document.capabilities.first_mut(), definition)
    {
        mdev.attrs = definition.document_attrs();
    }
    Ok(document.to_xml())
}

fn matches(device: &Device, wanted: List) -> bool {
    let states = List::ACTIVE | List::INACTIVE;
    let of = device.flags();
    let asked = |group: List| {
        let asked = wanted.intersection(group);
        asked.is_empty() || of.intersects(asked)
    };
    asked(states) && asked(List::all().difference(states))
}

/// Refuses a document that the schema does not accept, if the caller wants that to be seen to.
fn validate(xml: &str, flags: u32) -> ApiResult<()> {
    match flags & VALIDATE {
        0 => Ok(()),
        _ => ferrovirt_schema::check::accepted("device", xml),
    }
}

fn parse(xml: &str) -> Result<NodeDevice> {
    Ok(NodeDevice::parse(xml)?)
}

fn check(flags: u32, supported: u32, function: &str) -> ApiResult<()> {
    ferrovirt_types::flags::check(flags, supported, function, ErrorDomain::Nodedev)
}

/// Brings a change to its end though nobody waits for it any more.
async fn carry<T: Send + 'static>(change: impl Future<Output = Result<T>> + Send + 'static) -> ApiResult<T> {
    let done = tokio::spawn(change).await.unwrap_or(Err(NodeDevError::Task));
    Ok(done?)
}
