//! The machine's documents.

use std::path::Path;

use crate::place::Place;

pub const POOL: &str = "vm";
pub const GUEST: &str = "vm";
pub const SYSTEM: &str = "system.qcow2";
/// The port that the cases' lines come from.
pub const REPORT: &str = "org.ferrovirt.report";
/// The first interface, and the address that it has once the cases are over; the same in `init.sh`.
pub const FIRST_MAC: &str = "52:54:00:fe:00:01";
pub const FIRST_ADDRESS: &str = "10.0.2.15";

/// Disks for cases to write on, in the order the machine sees them.
pub const SCRATCH: &[&str] = &["scratch0.raw", "scratch1.raw", "scratch2.raw"];

/// What libvirt's XML has no words for: an IOMMU, a controller with virtual functions, and a device that
/// no driver wants. The root port is where extended PCI functions can be.
const EXTRA: &[&str] = &[
    "-device",
    "intel-iommu,caching-mode=on",
    "-device",
    "pcie-root-port,id=fvport,bus=pcie.0,addr=0x1c,chassis=200,slot=200",
    "-device",
    "nvme-subsys,id=fvsubsys",
    "-device",
    "nvme,id=fvnvme,serial=ferrovirt,bus=fvport,subsys=fvsubsys,sriov_max_vfs=2,max_ioqpairs=6,\
     sriov_vq_flexible=4,sriov_vi_flexible=2,msix_qsize=5",
    "-device",
    "edu,bus=pcie.0,addr=0x1d",
];

/// The pool that the machine's disks are made in.
pub fn pool(folder: &Path) -> String {
    format!(
        "<pool type='dir'><name>{POOL}</name><target><path>{}</path></target></pool>",
        escape(folder)
    )
}

/// What the machine writes goes here; the file system below stays as it is.
pub fn overlay(system: &Path) -> String {
    format!(
        "<volume><name>{SYSTEM}</name><capacity unit='GiB'>3</capacity>
           <target><format type='qcow2'/></target>
           <backingStore><path>{}</path><format type='raw'/></backingStore></volume>",
        escape(system)
    )
}

/// A disk for cases to write on.
pub fn scratch(name: &str) -> String {
    format!(
        "<volume><name>{name}</name><capacity unit='GiB'>1</capacity><allocation>0</allocation>
           <target><format type='raw'/></target></volume>"
    )
}

/// The machine: its system and programs on paravirtual disks, scratch disks behind a SCSI controller, two
/// kinds of network interfaces on nobody's network, USB, a screen, and a line to report on.
pub fn machine(place: &Place, accelerator: &str, lane: &str, filter: Option<&str>) -> String {
    let filter = filter
        .map(|text| format!(" ferrovirt.filter={text}"))
        .unwrap_or_default();
    let scratch: String = SCRATCH
        .iter()
        .zip('a'..='z')
        .map(|(name, letter)| {
            format!(
                "<disk type='volume' device='disk'><driver name='qemu' type='raw' cache='unsafe' discard='unmap'/>
                   <source pool='{POOL}' volume='{name}'/><target dev='sd{letter}' bus='scsi'/>
                   <serial>{}</serial></disk>",
                name.trim_end_matches(".raw")
            )
        })
        .collect();
    let extra: String = EXTRA
        .iter()
        .map(|argument| format!("<qemu:arg value='{argument}'/>"))
        .collect();
    format!(
        "<domain type='{accelerator}' xmlns:qemu='http://libvirt.org/schemas/domain/qemu/1.0'>
  <name>{GUEST}</name>
  <memory unit='MiB'>1536</memory>
  <vcpu>2</vcpu>
  <os>
    <type arch='x86_64' machine='q35'>hvm</type>
    <kernel>{kernel}</kernel>
    <initrd>{initramfs}</initrd>
    <cmdline>console=ttyS0 quiet panic=1 intel_iommu=on iommu.strict=1 mitigations=off net.ifnames=0 no_timer_check ferrovirt.lane={lane}{filter}</cmdline>
  </os>
  <features><acpi/></features>
  <on_poweroff>destroy</on_poweroff>
  <on_reboot>destroy</on_reboot>
  <on_crash>destroy</on_crash>
  <devices>
    <disk type='volume' device='disk'>
      <driver name='qemu' type='qcow2' cache='unsafe'/>
      <source pool='{POOL}' volume='{SYSTEM}'/>
      <target dev='vda' bus='virtio'/>
    </disk>
    <disk type='file' device='disk'>
      <driver name='qemu' type='raw'/>
      <source file='{programs}'/>
      <target dev='vdb' bus='virtio'/>
      <readonly/>
      <serial>programs</serial>
    </disk>
    {scratch}
    <controller type='scsi' model='virtio-scsi'/>
    <controller type='usb' model='qemu-xhci'/>
    <interface type='user'><mac address='{FIRST_MAC}'/><model type='virtio'/></interface>
    <interface type='user'><mac address='52:54:00:fe:00:02'/><model type='e1000e'/></interface>
    <interface type='user'><mac address='52:54:00:fe:00:03'/><model type='e1000e'/></interface>
    <input type='tablet' bus='usb'/>
    <serial type='file'><source path='{console}'/><target port='0'/></serial>
    <channel type='unix'><target type='virtio' name='{REPORT}'/></channel>
    <channel type='unix'><target type='virtio' name='org.qemu.guest_agent.0'/></channel>
    <video><model type='vga'/></video>
    <rng model='virtio'><backend model='random'>/dev/urandom</backend></rng>
  </devices>
  <qemu:commandline>{extra}</qemu:commandline>
</domain>",
        kernel = escape(&place.file("vmlinuz")),
        initramfs = escape(&place.file("initramfs")),
        programs = escape(&place.file("programs.raw")),
        console = escape(&place.file("console.log")),
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
