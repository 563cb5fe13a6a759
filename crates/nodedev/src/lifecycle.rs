//! Making and removing: mediated devices, and virtual ports of Fibre Channel adapters.

use crate::device::Device;
use crate::driver::Shared;
use crate::error::{NodeDevError, Result};
use crate::mdev::Definition;
use ferrovirt_schema::nodedev::{Capability, FcHost, Mdev, NodeDevice, ScsiHostCapability};
use ferrovirt_types::consts::NodeDeviceEventLifecycleType as Change;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

/// How long a fabric may take to log a new port in.
const PORT_LIMIT: Duration = Duration::from_secs(60);
const INTERVAL: Duration = Duration::from_millis(100);

impl Shared {
    /// Makes what a document describes, for as long as the host runs.
    pub(crate) async fn create(self: &Arc<Self>, document: &NodeDevice) -> Result<String> {
        let _turn = self.turn().await;
        match document.capabilities.first() {
            Some(Capability::Mdev(mdev)) => {
                let definition = self.definition(document, mdev)?;
                let name = definition.name();
                if self
                    .current()
                    .by_name(&name)
                    .is_some_and(|device| device.is_active)
                {
                    return Err(NodeDevError::State(format!(
                        "node device '{name}' already exists"
                    )));
                }
                self.make(definition).await?;
                self.look_in_turn().await;
                Ok(name)
            }
            Some(Capability::ScsiHost(host)) => {
                let fibre = host.capabilities.iter().find_map(|capability| match capability {
                    ScsiHostCapability::FcHost(fibre) => Some(fibre),
                    ScsiHostCapability::VportOps(_) => None,
                });
                let fibre = fibre.ok_or_else(|| {
                    NodeDevError::Document(
                        "a SCSI host to be made needs <capability type='fc_host'>".to_owned(),
                    )
                })?;
                self.create_port(document, fibre).await
            }
            Some(_) => Err(NodeDevError::Unsupported(
                "only mediated devices and virtual ports of Fibre Channel adapters can be made".to_owned(),
            )),
            None => Err(NodeDevError::NoCapability),
        }
    }

    /// Keeps a mediated device's definition without making it.
    pub(crate) async fn define(self: &Arc<Self>, document: &NodeDevice) -> Result<String> {
        let mdev = match document.capabilities.first() {
            Some(Capability::Mdev(mdev)) => mdev,
            Some(_) => {
                return Err(NodeDevError::Unsupported(
                    "only mediated devices can be defined".to_owned(),
                ));
            }
            None => return Err(NodeDevError::NoCapability),
        };
        let _turn = self.turn().await;
        let mut definition = self.definition(document, mdev)?;
        let name = definition.name();
        let known = self.current().by_name(&name).cloned();
        definition.autostart = known.as_ref().is_some_and(|device| device.autostart);
        let is_new = !known.is_some_and(|device| device.is_persistent);
        let shared = Arc::clone(self);
        self.blocking(move || shared.definitions.keep(&definition))
            .await?;
        self.look_in_turn().await;
        if is_new {
            self.tell(&name, Change::Defined);
        }
        Ok(name)
    }

    /// Forgets a definition; a device that is there stays.
    pub(crate) async fn undefine(self: &Arc<Self>, name: &str) -> Result<()> {
        let _turn = self.turn().await;
        if self.is_of_host(name)? {
            return Err(not_removable(name));
        }
        let definition = self.kept(name).await?;
        let shared = Arc::clone(self);
        self.blocking(move || shared.definitions.forget(&definition))
            .await?;
        self.look_in_turn().await;
        self.tell(name, Change::Undefined);
        Ok(())
    }

    /// Makes a defined device.
    pub(crate) async fn start(self: &Arc<Self>, name: &str) -> Result<()> {
        let _turn = self.turn().await;
        if self.device_now(name)?.is_active {
            return Err(NodeDevError::State(format!(
                "node device '{name}' is already active"
            )));
        }
        let definition = self.kept(name).await?;
        self.make(definition).await?;
        self.look_in_turn().await;
        Ok(())
    }

    /// Removes a device; its definition stays.
    pub(crate) async fn destroy(self: &Arc<Self>, name: &str) -> Result<()> {
        let _turn = self.turn().await;
        let device = self.device_now(name)?;
        if !device.is_active {
            return Err(NodeDevError::State(format!("node device '{name}' is not active")));
        }
        match device.capability() {
            Some(Capability::Mdev(mdev)) => {
                let uuid = mdev.uuid.unwrap_or_default();
                let remove = format!("/sys/bus/mdev/devices/{uuid}/remove");
                self.write(PathBuf::from(remove), "1".to_owned()).await?;
            }
            Some(Capability::ScsiHost(host)) => {
                let fibre = host.capabilities.iter().find_map(|capability| match capability {
                    ScsiHostCapability::FcHost(fibre) => Some(fibre.clone()),
                    ScsiHostCapability::VportOps(_) => None,
                });
                let fibre = fibre.ok_or_else(|| not_removable(name))?;
                let parent = device
                    .parent()
                    .and_then(|name| self.current().by_name(name).cloned());
                let parent = parent.ok_or_else(|| not_removable(name))?;
                let file = self.port_file(&parent, "vport_delete")?;
                self.write(file, port_names(&fibre)?).await?;
            }
            _ => return Err(not_removable(name)),
        }
        self.look_in_turn().await;
        Ok(())
    }

    /// Whether a definition is followed when its parent appears.
    pub(crate) async fn set_autostart(self: &Arc<Self>, name: &str, on: bool) -> Result<()> {
        let _turn = self.turn().await;
        if self.is_of_host(name)? {
            return Err(NodeDevError::NotForKind(format!(
                "node device '{name}' is part of the host: only mediated devices can be started by themselves"
            )));
        }
        let mut definition = self.kept(name).await?;
        definition.autostart = on;
        let shared = Arc::clone(self);
        self.blocking(move || shared.definitions.keep(&definition))
            .await?;
        self.look_in_turn().await;
        Ok(())
    }

    /// Changes the attributes of a mediated device, of its definition, of what is there, or both.
    pub(crate) async fn update(
        self: &Arc<Self>,
        name: &str,
        document: &NodeDevice,
        live: bool,
        config: bool,
    ) -> Result<()> {
        let _turn = self.turn().await;
        let device = self.device_now(name)?;
        let (Some(Capability::Mdev(then)), Some(Capability::Mdev(now))) =
            (device.capability(), document.capabilities.first())
        else {
            return Err(NodeDevError::Unsupported(
                "only mediated devices can be updated".to_owned(),
            ));
        };
        if then.type_id != now.type_id || now.uuid.is_some_and(|uuid| Some(uuid) != then.uuid) {
            return Err(NodeDevError::Unsupported(
                "type and UUID of a mediated device cannot be changed: define another one".to_owned(),
            ));
        }
        if live && !device.is_active {
            return Err(NodeDevError::State(format!("node device '{name}' is not active")));
        }
        let parent = then.parent_addr.clone().unwrap_or_default();
        let mut wanted = Definition::of(now, &parent)?;
        wanted.uuid = then.uuid.unwrap_or_default();
        if config {
            wanted.autostart = self.kept(name).await?.autostart;
            let (shared, kept) = (Arc::clone(self), wanted.clone());
            self.blocking(move || shared.definitions.keep(&kept)).await?;
        }
        if live {
            self.write_attrs(&wanted).await?;
        }
        self.look_in_turn().await;
        Ok(())
    }

    /// Makes what is defined to be made, where its parent is there.
    pub(crate) async fn autostart(self: &Arc<Self>) {
        let _turn = self.turn().await;
        let shared = Arc::clone(self);
        let Ok(definitions) = self.blocking(move || Ok(shared.definitions.list())).await else {
            return;
        };
        let inventory = self.current();
        let is_active = |name: &str| inventory.by_name(name).is_some_and(|device| device.is_active);
        let mut made = false;
        for definition in definitions {
            let parent = Path::new("/sys/class/mdev_bus").join(&definition.parent);
            let name = definition.name();
            if !definition.autostart || is_active(&name) || !self.root.exists(&parent) {
                continue;
            }
            match self.make(definition).await {
                Ok(()) => made = true,
                Err(error) => tracing::error!(device = %name, %error, "a device cannot be started"),
            }
        }
        if made {
            self.look_in_turn().await;
        }
    }

    /// Whether a device is no mediated one.
    fn is_of_host(&self, name: &str) -> Result<bool> {
        Ok(!matches!(
            self.device_now(name)?.capability(),
            Some(Capability::Mdev(_))
        ))
    }

    /// The kept definition of a device.
    async fn kept(self: &Arc<Self>, name: &str) -> Result<Definition> {
        let shared = Arc::clone(self);
        let all = self.blocking(move || Ok(shared.definitions.list())).await?;
        match all.into_iter().find(|definition| definition.name() == name) {
            Some(definition) => Ok(definition),
            None => {
                self.device_now(name)?;
                Err(NodeDevError::State(format!(
                    "node device '{name}' is not persistent: it has no definition"
                )))
            }
        }
    }

    fn device_now(&self, name: &str) -> Result<Arc<Device>> {
        self.current()
            .by_name(name)
            .cloned()
            .ok_or_else(|| NodeDevError::NoDevice {
                name: name.to_owned(),
            })
    }

    /// What a document asks for, with its parent found.
    fn definition(&self, document: &NodeDevice, mdev: &Mdev) -> Result<Definition> {
        let parent = document.parent.as_ref().and_then(|parent| parent.name.as_deref());
        let parent = parent.ok_or_else(|| {
            NodeDevError::Unsupported(
                "missing parent device: name the device that is split in <parent>".to_owned(),
            )
        })?;
        let device = self.current().by_name(parent).cloned();
        let device =
            device.ok_or_else(|| NodeDevError::Unsupported(format!("invalid parent device '{parent}'")))?;
        let has_address = matches!(
            device.capability(),
            Some(Capability::Pci(_) | Capability::Css(_) | Capability::ApMatrix(_))
        );
        let address = device.path.file_name().and_then(|name| name.to_str());
        let address = address
            .filter(|_| has_address)
            .ok_or_else(|| NodeDevError::NoAddress {
                parent: parent.to_owned(),
            })?;
        Definition::of(mdev, address)
    }

    /// Makes a mediated device with its attributes; one whose attributes are refused is removed again.
    async fn make(self: &Arc<Self>, definition: Definition) -> Result<()> {
        let parent = Path::new("/sys/class/mdev_bus").join(&definition.parent);
        let types = parent.join("mdev_supported_types");
        let file = types.join(&definition.type_id).join("create");
        if !self.root.exists(&file) {
            let known = self.root.names(&types).join(", ");
            return Err(NodeDevError::Unsupported(format!(
                "device {} cannot be split into '{}'; it knows: {known}",
                definition.parent, definition.type_id
            )));
        }
        self.write(file, definition.uuid.to_string()).await?;
        if let Err(error) = self.write_attrs(&definition).await {
            let remove = format!("/sys/bus/mdev/devices/{}/remove", definition.uuid);
            if let Err(undo) = self.write(PathBuf::from(remove), "1".to_owned()).await {
                tracing::error!(error = %undo, "a half made device stays");
            }
            return Err(error);
        }
        Ok(())
    }

    async fn write_attrs(self: &Arc<Self>, definition: &Definition) -> Result<()> {
        let folder = Path::new("/sys/bus/mdev/devices").join(definition.uuid.to_string());
        for (name, value) in &definition.attrs {
            self.write(folder.join(name), value.clone()).await?;
        }
        Ok(())
    }

    async fn create_port(self: &Arc<Self>, document: &NodeDevice, fibre: &FcHost) -> Result<String> {
        let parent = document.parent.as_ref().and_then(|parent| parent.name.as_deref());
        let parent = parent.ok_or_else(|| {
            NodeDevError::Document("a virtual port needs a <parent>: the adapter that has it".to_owned())
        })?;
        let parent = self.device_now(parent)?;
        let file = self.port_file(&parent, "vport_create")?;
        self.write(file, port_names(fibre)?).await?;
        let (node, port) = (
            fibre.wwnn.clone().unwrap_or_default(),
            fibre.wwpn.clone().unwrap_or_default(),
        );
        let appeared = async {
            loop {
                self.look_in_turn().await;
                if let Some(device) = by_wwn(&self.current(), &node, &port) {
                    return device.name.clone();
                }
                tokio::time::sleep(INTERVAL).await;
            }
        };
        tokio::time::timeout(PORT_LIMIT, appeared)
            .await
            .map_err(|_| NodeDevError::NoWwn {
                wwnn: node.clone(),
                wwpn: port.clone(),
            })
    }

    fn port_file(&self, parent: &Device, file: &str) -> Result<PathBuf> {
        let host = parent.path.file_name().unwrap_or_default();
        ["/sys/class/fc_host", "/sys/class/scsi_host"]
            .iter()
            .map(|class| Path::new(class).join(host).join(file))
            .find(|path| self.root.exists(path))
            .ok_or_else(|| NodeDevError::NoPorts {
                parent: parent.name.clone(),
            })
    }

    async fn write(self: &Arc<Self>, path: PathBuf, text: String) -> Result<()> {
        let shared = Arc::clone(self);
        self.blocking(move || {
            shared
                .root
                .write(&path, &text)
                .map_err(|source| NodeDevError::Write {
                    text: text.clone(),
                    path: path.clone(),
                    source,
                })
        })
        .await
    }
}

fn not_removable(name: &str) -> NodeDevError {
    NodeDevError::Unsupported(format!(
        "node device '{name}' is part of the host: only mediated devices and virtual ports can be removed"
    ))
}

/// `WWPN:WWNN`, as the kernel takes them.
fn port_names(fibre: &FcHost) -> Result<String> {
    let name = |text: &Option<String>| {
        let text = text.as_deref()?.trim_start_matches("0x");
        (text.len() == 16 && text.chars().all(|c| c.is_ascii_hexdigit())).then(|| text.to_owned())
    };
    match (name(&fibre.wwpn), name(&fibre.wwnn)) {
        (Some(port), Some(node)) => Ok(format!("{port}:{node}")),
        _ => Err(NodeDevError::Document(
            "a virtual port needs <wwnn> and <wwpn> of 16 hexadecimal digits".to_owned(),
        )),
    }
}

/// The SCSI host of these names.
pub(crate) fn by_wwn<'a>(
    inventory: &'a crate::scan::Inventory,
    wwnn: &str,
    wwpn: &str,
) -> Option<&'a Arc<Device>> {
    inventory.iter().find(|device| match device.capability() {
        Some(Capability::ScsiHost(host)) => host.capabilities.iter().any(|capability| match capability {
            ScsiHostCapability::FcHost(fibre) => {
                fibre.wwnn.as_deref() == Some(wwnn) && fibre.wwpn.as_deref() == Some(wwpn)
            }
            ScsiHostCapability::VportOps(_) => false,
        }),
        _ => false,
    })
}
