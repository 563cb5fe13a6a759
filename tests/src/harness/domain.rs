//! Documents of the objects that lanes define.

use std::path::{Path, PathBuf};

use super::case::Outcome;
use super::environment;

/// A QEMU domain with nothing to boot: it stays in its firmware.
pub fn idle(name: &str) -> String {
    format!(
        "<domain type='qemu'><name>{name}</name><memory unit='MiB'>32</memory><vcpu>1</vcpu>\
         <os><type arch='x86_64' machine='pc'>hvm</type></os>\
         <devices><emulator>/usr/bin/qemu-system-x86_64</emulator></devices></domain>"
    )
}

/// Where the guest's console goes.
pub enum Console {
    /// A file that a test can read at any time.
    File(PathBuf),
    /// A terminal, for `virsh console`.
    Terminal,
}

/// What the guest of ours is given.
pub struct Guest<'a> {
    pub name: &'a str,
    pub console: Console,
    /// A qcow2 image for `vda`.
    pub disk: Option<&'a Path>,
    /// A virtual network for its interface; user-mode networking otherwise.
    pub network: Option<&'a str>,
}

impl Guest<'_> {
    /// The document of a domain that boots our guest.
    pub fn xml(&self) -> Outcome<String> {
        let (kernel, initramfs) = environment::guest()?;
        let (kernel, initramfs, name) = (kernel.display(), initramfs.display(), self.name);
        let disk = self.disk.map_or(String::new(), |path| {
            format!(
                "<disk type='file' device='disk'><driver name='qemu' type='qcow2'/><source file='{}'/>\
                 <target dev='vda' bus='virtio'/></disk>",
                path.display()
            )
        });
        let interface = self.network.map_or_else(
            || "<interface type='user'><model type='virtio'/></interface>".to_owned(),
            |network| {
                format!("<interface type='network'><source network='{network}'/><model type='virtio'/></interface>")
            },
        );
        let serial = match &self.console {
            Console::File(path) => {
                format!(
                    "<serial type='file'><source path='{}'/><target port='0'/></serial>",
                    path.display()
                )
            }
            Console::Terminal => "<serial type='pty'><target port='0'/></serial>\
                 <console type='pty'><target type='serial' port='0'/></console>"
                .to_owned(),
        };
        Ok(format!(
            "<domain type='qemu'><name>{name}</name><memory unit='MiB'>192</memory><vcpu>1</vcpu>\
             <os><type arch='x86_64' machine='pc'>hvm</type><kernel>{kernel}</kernel><initrd>{initramfs}</initrd>\
             <cmdline>console=tty0 console=ttyS0 hostname={name} panic=1</cmdline></os>\
             <features><acpi/></features><on_reboot>restart</on_reboot>\
             <devices><emulator>/usr/bin/qemu-system-x86_64</emulator>{disk}{interface}{serial}\
             <graphics type='vnc' port='-1' autoport='yes' listen='127.0.0.1'/>\
             <video><model type='vga'/></video></devices></domain>"
        ))
    }
}
