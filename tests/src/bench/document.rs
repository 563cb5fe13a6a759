//! A definition as large as real ones are: about 8 KiB when printed.

use std::fmt::Write;

/// The name of a numbered domain.
pub fn name(number: u32) -> String {
    format!("bench-{number:05}")
}

/// A q35 machine with four disks, two interfaces, graphics and a row of root ports.
pub fn realistic(name: &str) -> String {
    let mut devices = String::new();
    for letter in ["a", "b", "c", "d"] {
        // Writing to a String cannot fail.
        let _ = write!(
            devices,
            "<disk type='file' device='disk'><driver name='qemu' type='qcow2' cache='none' io='native' discard='unmap'/>\
             <source file='/var/lib/images/{name}/volume-{letter}.qcow2'/><target dev='vd{letter}' bus='virtio'/>\
             <serial>{name}-{letter}</serial></disk>"
        );
    }
    for index in 1..=11 {
        let _ = write!(
            devices,
            "<controller type='pci' index='{index}' model='pcie-root-port'><target chassis='{index}' port='0x{:x}'/></controller>",
            index + 15
        );
    }
    for network in ["default", "storage"] {
        let _ = write!(
            devices,
            "<interface type='network'><source network='{network}'/><model type='virtio'/></interface>"
        );
    }
    format!(
        "<domain type='qemu'><name>{name}</name><title>A guest of the comparison</title>\
         <description>{}</description><memory unit='MiB'>2048</memory><vcpu>2</vcpu>\
         <os><type arch='x86_64' machine='q35'>hvm</type><boot dev='hd'/></os>\
         <features><acpi/><apic/></features><clock offset='utc'><timer name='rtc' tickpolicy='catchup'/></clock>\
         <devices><emulator>/usr/bin/qemu-system-x86_64</emulator>{devices}\
         <serial type='pty'><target port='0'/></serial><console type='pty'><target type='serial' port='0'/></console>\
         <channel type='unix'><target type='virtio' name='org.qemu.guest_agent.0'/></channel>\
         <input type='tablet' bus='usb'/><graphics type='vnc' port='-1' autoport='yes' listen='127.0.0.1'/>\
         <video><model type='virtio'/></video><memballoon model='virtio'/>\
         <rng model='virtio'><backend model='random'>/dev/urandom</backend></rng></devices></domain>",
        "What it is for, who owns it and whom to ask. ".repeat(24)
    )
}

/// The printed form of one domain under another name and UUID, as its file has it.
pub fn renamed(printed: &str, from: &str, to: &str, number: u32) -> String {
    let mut text = printed.replace(from, to);
    if let (Some(start), Some(end)) = (text.find("<uuid>"), text.find("</uuid>")) {
        text.replace_range(start + 6..end, &format!("6b1d0000-0000-4000-8000-{number:012x}"));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_copy_has_its_own_name_and_uuid() {
        let copy = renamed("<name>a1</name><uuid>x</uuid>", "a1", "b2", 255);
        assert_eq!(
            copy,
            "<name>b2</name><uuid>6b1d0000-0000-4000-8000-0000000000ff</uuid>"
        );
    }
}
