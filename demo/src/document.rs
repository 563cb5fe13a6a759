//! The documents that the demo defines.

use std::path::Path;

use crate::subnet::Subnet;

pub const NETWORK: &str = "demo";
pub const POOL: &str = "demo";
pub const VOLUME: &str = "disk.qcow2";
pub const GUEST: &str = "demo";

/// A NAT network with DHCP.
pub fn network(subnet: &Subnet) -> String {
    let Subnet { prefix, bridge, .. } = subnet;
    format!(
        "<network>
  <name>{NETWORK}</name>
  <forward mode='nat'/>
  <bridge name='{bridge}'/>
  <ip address='{prefix}.1' netmask='255.255.255.0'>
    <dhcp><range start='{prefix}.2' end='{prefix}.254'/></dhcp>
  </ip>
</network>"
    )
}

/// A directory of volumes.
pub fn pool(folder: &Path) -> String {
    format!(
        "<pool type='dir'>
  <name>{POOL}</name>
  <target><path>{}</path></target>
</pool>",
        escape(folder)
    )
}

/// A disk that grows as it is written.
pub fn volume() -> String {
    format!(
        "<volume>
  <name>{VOLUME}</name>
  <capacity unit='MiB'>256</capacity>
  <target><format type='qcow2'/></target>
</volume>"
    )
}

/// How the guest is run.
pub struct Machine<'a> {
    /// `kvm`, or `qemu` for translation in software.
    pub accelerator: &'a str,
    /// On the demo's network, or in user mode.
    pub networked: bool,
    pub disk: &'a str,
    pub kernel: &'a Path,
    pub initramfs: &'a Path,
}

/// The guest: a disk, an interface, a serial console, VNC, and a power button.
pub fn guest(machine: &Machine<'_>) -> String {
    let interface = if machine.networked {
        format!("<interface type='network'><source network='{NETWORK}'/><model type='virtio'/></interface>")
    } else {
        "<interface type='user'><model type='virtio'/></interface>".to_owned()
    };
    format!(
        "<domain type='{}'>
  <name>{GUEST}</name>
  <memory unit='MiB'>256</memory>
  <vcpu>1</vcpu>
  <os>
    <type arch='x86_64' machine='pc'>hvm</type>
    <kernel>{}</kernel>
    <initrd>{}</initrd>
    <cmdline>console=tty0 console=ttyS0 hostname={GUEST} quiet panic=1</cmdline>
  </os>
  <features><acpi/></features>
  <devices>
    <disk type='file' device='disk'>
      <driver name='qemu' type='qcow2'/>
      <source file='{}'/>
      <target dev='vda' bus='virtio'/>
    </disk>
    {interface}
    <serial type='pty'><target port='0'/></serial>
    <console type='pty'><target type='serial' port='0'/></console>
    <graphics type='vnc' port='-1' autoport='yes' listen='127.0.0.1'/>
    <video><model type='vga'/></video>
  </devices>
</domain>",
        machine.accelerator,
        escape(machine.kernel),
        escape(machine.initramfs),
        escape(Path::new(machine.disk)),
    )
}

/// Text for an element or an attribute in single quotes.
fn escape(path: &Path) -> String {
    path.display()
        .to_string()
        .replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('\'', "&apos;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_escaped() {
        assert_eq!(escape(Path::new("/a&b<c'd")), "/a&amp;b&lt;c&apos;d");
        assert!(pool(Path::new("/x&y")).contains("<path>/x&amp;y</path>"));
    }
}
