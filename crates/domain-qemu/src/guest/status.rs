//! What is recorded of a running guest, so that the next daemon takes it up.

use crate::cgroups::Groups;
use crate::guest::{Plugged, Resources, RunningBackup};
use crate::process::{Door, Grant};
use ferrovirt_driver::attach::{Limits, PlugPlace};
use ferrovirt_schema::domain::Domain;
use ferrovirt_schema::domain::cpu::Cpu;
use ferrovirt_schema::domain::devices::interface::DirectMode;
use ferrovirt_xml::{Xml, XmlError, YesNo, parse_document, print_document};
use std::path::Path;
use uuid::Uuid;

/// `<domstatus>`
#[derive(Debug, Clone, Default, PartialEq, Xml)]
pub struct StatusDocument {
    /// A `DomainState`.
    #[xml(attr)]
    pub state: i32,
    /// Its reason.
    #[xml(attr)]
    pub reason: i32,
    /// Process number; none while it is being started.
    #[xml(attr)]
    pub pid: Option<i32>,
    /// When the process started, in clock ticks since boot.
    #[xml(attr)]
    pub start: Option<u64>,
    /// Number of the activation.
    #[xml(attr)]
    pub id: i32,
    /// Whether there is a definition, too.
    #[xml(attr)]
    pub persistent: YesNo,
    /// Whether it ends with the connection that started it, which no later daemon has.
    #[xml(attr)]
    pub autodestroy: Option<YesNo>,
    /// Whether somebody gave QEMU commands of their own.
    #[xml(attr)]
    pub meddled: Option<YesNo>,
    /// Interfaces plugged into networks.
    #[xml(child = "plug")]
    pub plugs: Vec<PlugRecord>,
    /// Files opened up for QEMU's user.
    #[xml(child = "grant")]
    pub grants: Vec<GrantRecord>,
    /// Directories of this activation.
    #[xml(leaf = "dir")]
    pub dirs: Vec<String>,
    /// Sockets outside of those.
    #[xml(leaf = "file")]
    pub files: Vec<String>,
    /// Programs that serve the guest a device: process number and start.
    #[xml(leaf = "helper")]
    pub helpers: Vec<String>,
    /// Its control group.
    #[xml(leaf)]
    pub cgroup: Option<String>,
    /// The processor that was asked for.
    #[xml(child)]
    pub cpu: Option<Cpu>,
    /// Highest number that an image of its disks ever had.
    #[xml(attr)]
    pub images: Option<u32>,
    /// The backup that runs.
    #[xml(child)]
    pub backup: Option<RunningBackup>,
    /// The document with what was chosen at start.
    #[xml(child)]
    pub domain: Domain,
}

/// `<plug>`
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct PlugRecord {
    /// Virtual network.
    #[xml(attr)]
    pub network: Option<String>,
    /// Port group in it.
    #[xml(attr)]
    pub portgroup: Option<String>,
    /// Bridge of the host.
    #[xml(attr)]
    pub bridge: Option<String>,
    /// Device of the host.
    #[xml(attr)]
    pub target: String,
    /// Port of the network.
    #[xml(attr)]
    pub port: Option<Uuid>,
    /// MAC address of the guest's side.
    #[xml(attr)]
    pub mac: String,
    /// Device of the host that a macvtap is on.
    #[xml(attr)]
    pub dev: Option<String>,
    /// How it is on it.
    #[xml(attr)]
    pub mode: Option<DirectMode>,
    /// Whether the function of the host that it is goes back to the host; none for what is no function.
    #[xml(attr)]
    pub managed: Option<YesNo>,
    /// The file that QEMU has open of the function.
    #[xml(attr)]
    pub group: Option<String>,
    /// Whether the guest has the device as it is, not as an interface.
    #[xml(attr)]
    pub plain: Option<YesNo>,
}

/// `<grant>`
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct GrantRecord {
    /// The file.
    #[xml(attr)]
    pub path: String,
    /// User before, if it changed hands.
    #[xml(attr)]
    pub uid: Option<u32>,
    /// Group before.
    #[xml(attr)]
    pub gid: Option<u32>,
    /// Directories on the way that were opened.
    #[xml(child = "door")]
    pub doors: Vec<DoorRecord>,
}

/// `<door>`
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct DoorRecord {
    /// The directory.
    #[xml(attr)]
    pub dir: String,
    /// The user that it lets through.
    #[xml(attr)]
    pub uid: u32,
    /// Its access list before.
    #[xml(attr)]
    pub before: String,
}

impl GrantRecord {
    fn of(grant: &Grant) -> Self {
        let door = |door: &Door| DoorRecord {
            dir: door.dir.display().to_string(),
            uid: door.uid,
            before: door.before.to_string(),
        };
        GrantRecord {
            path: grant.path.display().to_string(),
            uid: grant.owner.map(|(uid, _)| uid),
            gid: grant.owner.map(|(_, gid)| gid),
            doors: grant.doors.iter().map(door).collect(),
        }
    }

    fn grant(&self) -> Grant {
        let door = |door: &DoorRecord| {
            // What cannot be read was not written by us, and nothing is made of it.
            Some(Door {
                dir: door.dir.clone().into(),
                uid: door.uid,
                before: door.before.parse().ok()?,
            })
        };
        Grant {
            path: self.path.clone().into(),
            owner: self.uid.zip(self.gid),
            doors: self.doors.iter().filter_map(door).collect(),
        }
    }
}

impl StatusDocument {
    /// Reads a recorded status.
    pub fn parse(text: &str) -> Result<Self, XmlError> {
        parse_document(text, "domstatus")
    }

    /// Writes it.
    pub fn to_xml(&self) -> String {
        print_document(self, "domstatus")
    }

    /// Notes what the guest holds.
    pub fn set_resources(&mut self, resources: &Resources) {
        self.plugs = resources.plugs.iter().map(PlugRecord::of).collect();
        self.grants = resources.grants.iter().map(GrantRecord::of).collect();
        self.dirs = resources.dirs.iter().map(|d| d.display().to_string()).collect();
        self.files = resources.files.iter().map(|f| f.display().to_string()).collect();
        self.helpers = resources.helpers.iter().map(ToString::to_string).collect();
        self.cgroup = resources.group.as_ref().map(|g| g.path().display().to_string());
    }

    /// What the guest holds.
    pub fn resources(&self, groups: &Groups) -> Resources {
        Resources {
            plugs: self.plugs.iter().map(PlugRecord::plugged).collect(),
            grants: self.grants.iter().map(GrantRecord::grant).collect(),
            dirs: self.dirs.iter().map(Into::into).collect(),
            files: self.files.iter().map(Into::into).collect(),
            helpers: self.helpers.iter().filter_map(|h| h.parse().ok()).collect(),
            group: self
                .cgroup
                .as_deref()
                .and_then(|path| groups.adopt(Path::new(path))),
        }
    }
}

impl PlugRecord {
    fn of(plug: &Plugged) -> Self {
        let mut record = PlugRecord {
            target: plug.target.clone(),
            port: plug.port,
            mac: plug.mac.clone(),
            group: plug.group.as_ref().map(|path| path.display().to_string()),
            ..PlugRecord::default()
        };
        match &plug.place {
            PlugPlace::Network { name, portgroup } => {
                record.network = Some(name.clone());
                record.portgroup.clone_from(portgroup);
            }
            PlugPlace::Bridge(name) => record.bridge = Some(name.clone()),
            PlugPlace::Ethernet => {}
            PlugPlace::Direct { dev, mode } => {
                record.dev = Some(dev.clone());
                record.mode = Some(crate::nics::mode_word(*mode));
            }
            PlugPlace::Function { managed, .. } => {
                record.managed = Some(if *managed { YesNo::Yes } else { YesNo::No });
            }
            PlugPlace::Device { managed, .. } => {
                record.managed = Some(if *managed { YesNo::Yes } else { YesNo::No });
                record.plain = Some(YesNo::Yes);
            }
        }
        record
    }

    fn plugged(&self) -> Plugged {
        let place = match (&self.network, &self.bridge) {
            (None, None) if self.dev.is_some() => PlugPlace::Direct {
                dev: self.dev.clone().unwrap_or_default(),
                mode: crate::nics::mode_of(self.mode),
            },
            (None, None) if self.plain == Some(YesNo::Yes) => PlugPlace::Device {
                address: self.target.clone(),
                managed: self.managed == Some(YesNo::Yes),
            },
            (None, None) if self.managed.is_some() => PlugPlace::Function {
                address: self.target.clone(),
                managed: self.managed == Some(YesNo::Yes),
            },
            (Some(name), _) => PlugPlace::Network {
                name: name.clone(),
                portgroup: self.portgroup.clone(),
            },
            (None, Some(bridge)) => PlugPlace::Bridge(bridge.clone()),
            (None, None) => PlugPlace::Ethernet,
        };
        Plugged {
            place,
            target: self.target.clone(),
            port: self.port,
            mac: self.mac.clone(),
            limits: Limits::default(),
            group: self.group.as_ref().map(Into::into),
        }
    }
}
