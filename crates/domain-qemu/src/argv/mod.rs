//! The command line of a guest: a pure function of its document, what the emulator can do and what was
//! prepared for this start.

mod audio;
mod base;
mod chardev;
mod chardev_add;
mod controllers;
mod disks;
mod filesystems;
mod graphics;
mod hostdevs;
mod memory;
mod misc;
mod modules;
mod nics;
mod place;
mod props;
mod sources;
pub mod time;

pub use chardev::backend as chardev_backend;
pub use chardev_add::chardev_arguments;
pub use disks::{
    DiskNodes, disk_device, disk_nodes, format_node, has_backing, new_image_nodes, storage_node,
};
pub use filesystems::{chardev_arguments as files_chardev_arguments, chardev_id as files_chardev};
pub use hostdevs::unit_node;
pub use nics::{is_down, nic_device, nic_netdev};
pub use props::{Props, comma};

use crate::caps::EmulatorCaps;
use crate::error::{QemuError, Result};
use ferrovirt_schema::domain::Domain;
use ferrovirt_schema::domain::qemu::{DeprecationBehavior, Override};
use std::collections::HashMap;
use std::path::PathBuf;

/// What was prepared for one start.
#[derive(Debug, Clone, Default)]
pub struct Runtime {
    /// Directory of this activation.
    pub dir: PathBuf,
    /// Number of the monitor's listening socket; without it QEMU makes the socket itself.
    pub monitor_fd: Option<i32>,
    /// Numbers of the host devices' descriptors, by the alias of the interface.
    pub nic_fds: HashMap<String, Vec<i32>>,
    /// Numbers of listening sockets and open files, by the alias of the character device.
    pub char_fds: HashMap<String, i32>,
    /// Numbers of the kernel's files behind vhost devices, by the alias of the device.
    pub vhost_fds: HashMap<String, i32>,
    /// Files of the host's SCSI units, by the alias of the device.
    pub scsi_files: HashMap<String, String>,
    /// Directories on file systems of huge pages, with the size of a page in KiB; the host's usual size first.
    pub huge: Vec<(u64, PathBuf)>,
    /// Numbers of the files with keys of disks, by the key's name.
    pub key_fds: HashMap<String, i32>,
    /// Wait for a stream of saved state instead of booting.
    pub incoming: bool,
    /// Go on from the snapshot of this name within the images.
    pub snapshot: Option<String>,
    /// Confine system calls.
    pub sandbox: bool,
}

impl Runtime {
    /// Where memory of huge pages of this size in KiB comes from; 0 is the host's usual size.
    fn huge_pages(&self, kib: u64) -> Result<String> {
        let found = self.huge.iter().find(|(size, _)| kib == 0 || *size == kib);
        found.map(|(_, dir)| dir.display().to_string()).ok_or_else(|| {
            let size = match kib {
                0 => String::new(),
                kib => format!(" of {kib} KiB"),
            };
            QemuError::ConfigUnsupported(format!(
                "there is no file system for huge pages{size}; \
                 mount one (`mount -t hugetlbfs none /dev/hugepages`) or leave <hugepages> out"
            ))
        })
    }

    /// The socket of the program that serves a shared directory, by the alias of the device.
    pub fn virtiofs_socket(&self, alias: &str) -> String {
        self.dir.join(format!("{alias}-fs.sock")).display().to_string()
    }

    /// The socket of this start's TPM emulator.
    pub fn tpm_socket(&self) -> String {
        self.dir.join("tpm.sock").display().to_string()
    }
}

/// What every part of the command line may look at.
#[derive(Debug, Clone, Copy)]
pub struct Context<'a> {
    /// The emulator.
    pub caps: &'a EmulatorCaps,
    /// This start.
    pub runtime: &'a Runtime,
    machine: &'a str,
}

impl Context<'_> {
    /// Id of the machine's main memory.
    fn ram_id(&self) -> &'static str {
        // All PC machines call it so.
        if self.machine.starts_with("microvm") {
            "microvm.ram"
        } else {
            "pc.ram"
        }
    }
}

/// Arguments, and which element each comes from.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Argv {
    args: Vec<String>,
    origins: Vec<(usize, String)>,
    origin: Option<String>,
}

impl Argv {
    fn flag(&mut self, flag: &str) {
        self.args.push(flag.to_owned());
    }

    fn pair(&mut self, flag: &str, value: String) {
        if let Some(origin) = &self.origin {
            self.origins.push((self.args.len() + 1, origin.clone()));
        }
        self.args.push(flag.to_owned());
        self.args.push(value);
    }

    /// Sets properties of devices to what the document says, whatever they are otherwise.
    fn override_devices(&mut self, overrides: &Override) {
        for device in &overrides.devices {
            let names = |value: &String| ids(value).next() == Some(device.alias.as_str());
            let mut places = (1..self.args.len()).filter(|n| self.args[n - 1] == "-device");
            if let Some(at) = places.find(|n| names(&self.args[*n])) {
                self.args[at] = props::changed(&self.args[at], &device.frontend);
            }
        }
    }

    /// What follows comes from this element.
    fn from(&mut self, element: impl Into<String>) {
        self.origin = Some(element.into());
    }

    /// The arguments.
    pub fn args(&self) -> &[String] {
        &self.args
    }

    /// The element whose argument QEMU complains of, if it can be told from what it wrote.
    pub fn culprit(&self, stderr: &str) -> Option<String> {
        let named = |(at, origin): &(usize, String)| {
            let value = self.args.get(*at)?;
            let hit =
                stderr.contains(value.as_str()) || ids(value).any(|id| stderr.contains(&format!("'{id}'")));
            hit.then(|| origin.clone())
        };
        self.origins.iter().find_map(named)
    }
}

/// Options that make a part of the guest.
const MAKES: [&str; 5] = ["-object", "-chardev", "-blockdev", "-device", "-watchdog-action"];

/// What the command line of `after` makes beyond that of `before`: option and value, in their order.
pub fn added(
    before: &Domain,
    after: &Domain,
    caps: &EmulatorCaps,
    runtime: &Runtime,
) -> Result<Vec<(String, String)>> {
    let makes = |doc| -> Result<Vec<(String, String)>> {
        let args = command_line(doc, caps, runtime)?.args;
        let pairs = args.windows(2).filter(|w| MAKES.contains(&w[0].as_str()));
        Ok(pairs.map(|w| (w[0].clone(), w[1].clone())).collect())
    };
    let known = makes(before)?;
    let mut new = makes(after)?;
    new.retain(|pair| !known.contains(pair));
    Ok(new)
}

/// The ids in an argument.
fn ids(value: &str) -> impl Iterator<Item = &str> {
    value
        .split("\"id\":\"")
        .skip(1)
        .filter_map(|rest| rest.split('"').next())
}

/// Builds the arguments that follow the binary.
pub fn command_line(doc: &Domain, caps: &EmulatorCaps, runtime: &Runtime) -> Result<Argv> {
    let machine = doc.os.os_type.machine.as_deref().unwrap_or_default();
    let cx = Context {
        caps,
        runtime,
        machine,
    };
    let mut out = Argv::default();
    base::machine(&mut out, doc, &cx)?;
    base::firmware(&mut out, doc)?;
    base::cpu(&mut out, doc)?;
    memory::write(&mut out, doc, &cx)?;
    base::identity(&mut out, doc);
    misc::no_display(&mut out, doc);
    out.flag("-no-user-config");
    out.flag("-nodefaults");
    monitor(&mut out, runtime);
    base::clock(&mut out, doc);
    base::boot(&mut out, doc);
    modules::iommus(&mut out, doc)?;
    controllers::write(&mut out, doc, &cx)?;
    disks::write(&mut out, doc, runtime)?;
    filesystems::filesystems(&mut out, doc, &cx)?;
    nics::write(&mut out, doc, &cx)?;
    modules::smartcards(&mut out, doc, &cx)?;
    chardev::write(&mut out, doc, &cx)?;
    modules::tpms(&mut out, doc, &cx)?;
    audio::write(&mut out, doc);
    misc::inputs(&mut out, doc)?;
    graphics::write(&mut out, doc, &cx)?;
    misc::sounds(&mut out, doc)?;
    hostdevs::write(&mut out, doc, &cx)?;
    modules::shared_memory(&mut out, doc)?;
    misc::rest(&mut out, doc, &cx)?;
    if let Some(overrides) = &doc.qemu.r#override {
        out.override_devices(overrides);
    }
    if runtime.incoming {
        out.pair("-incoming", "defer".to_owned());
    }
    if let Some(snapshot) = &runtime.snapshot {
        out.pair("-loadvm", snapshot.clone());
    }
    if runtime.sandbox {
        let rules = "on,obsolete=deny,elevateprivileges=deny,spawn=deny,resourcecontrol=deny";
        out.pair("-sandbox", rules.to_owned());
    }
    if let Some(behavior) = doc.qemu.deprecation {
        out.pair("-compat", compat(behavior));
    }
    if let Some(extra) = &doc.qemu.commandline {
        out.from("qemu:commandline");
        for arg in &extra.args {
            out.flag(arg);
        }
    }
    out.pair("-msg", "timestamp=on".to_owned());
    Ok(out)
}

/// What QEMU does about what it will not have any more.
fn compat(behavior: DeprecationBehavior) -> String {
    let hide = Props::with("deprecated-output", "hide");
    let props = match behavior {
        DeprecationBehavior::Omit => hide,
        DeprecationBehavior::Reject => hide.str("deprecated-input", "reject"),
        DeprecationBehavior::Crash => hide.str("deprecated-input", "crash"),
        DeprecationBehavior::None => Props::with("deprecated-output", "accept"),
    };
    props.finish()
}

fn monitor(out: &mut Argv, runtime: &Runtime) {
    let place = match runtime.monitor_fd {
        Some(fd) => format!("fd={fd}"),
        None => format!(
            "path={}",
            comma(&runtime.dir.join("monitor.sock").display().to_string())
        ),
    };
    out.pair(
        "-chardev",
        format!("socket,id=charmonitor,{place},server=on,wait=off"),
    );
    out.pair("-mon", "chardev=charmonitor,id=monitor,mode=control".to_owned());
}
