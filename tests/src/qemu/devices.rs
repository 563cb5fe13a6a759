//! Devices that come, change and go while a guest runs.

use std::time::Duration;

use super::boot::console_says;
use crate::harness::case::{Case, Outcome, Problem, require, require_text};
use crate::harness::daemon::Daemon;
use crate::harness::environment;
use crate::harness::virsh::Virsh;
use crate::harness::wait;

pub const CASES: &[Case] = &[
    Case {
        name: "devices_come_and_go",
        run: come_and_go,
    },
    Case {
        name: "devices_change",
        run: change,
    },
    Case {
        name: "devices_firmware_is_chosen",
        run: firmware,
    },
];

/// How long a guest may take to let a device go.
const LET_GO: Duration = Duration::from_secs(60);

/// What is plugged into the guest, and what its document has then.
const PLUGGED: &[(&str, &str)] = &[
    (
        "<controller type='scsi' index='0' model='virtio-scsi'/>",
        "<alias name='scsi0'/>",
    ),
    (
        "<rng model='virtio'><backend model='random'>/dev/urandom</backend></rng>",
        "<alias name='rng0'/>",
    ),
    ("<input type='tablet' bus='usb'/>", "<alias name='input2'/>"),
    (
        "<channel type='unix'><target type='virtio' name='org.test.0'/></channel>",
        "<alias name='channel0'/>",
    ),
    (
        "<channel type='pty'><target type='virtio' name='org.test.1'/></channel>",
        "<alias name='channel1'/>",
    ),
    ("<redirdev bus='usb' type='spicevmc'/>", "<alias name='redir0'/>"),
    (
        "<interface type='user'><mac address='52:54:00:00:00:12'/><model type='virtio'/></interface>",
        "<alias name='net0'/>",
    ),
];

fn document(folder: &str) -> Outcome<String> {
    let (kernel, initramfs) = environment::guest()?;
    let port = "<controller type='pci' model='pcie-root-port'/>".repeat(8);
    Ok(format!(
        "<domain type='qemu'><name>g</name><maxMemory slots='2' unit='MiB'>512</maxMemory>\
         <memory unit='MiB'>192</memory><vcpu>1</vcpu>\
         <os><type arch='x86_64' machine='q35'>hvm</type><kernel>{}</kernel><initrd>{}</initrd>\
         <cmdline>console=ttyS0 hostname=g</cmdline></os><features><acpi/></features>\
         <cpu><numa><cell id='0' cpus='0' memory='192' unit='MiB'/></numa></cpu>\
         <devices><emulator>/usr/bin/qemu-system-x86_64</emulator>\
         <controller type='pci' model='pcie-root'/>{port}\
         <controller type='usb' model='qemu-xhci' ports='8'/><controller type='virtio-serial' index='0'/>\
         <serial type='file'><source path='{folder}/console.log'/></serial>\
         <graphics type='spice' autoport='yes'/></devices></domain>",
        kernel.display(),
        initramfs.display()
    ))
}

fn chardevs(virsh: &Virsh) -> Outcome<String> {
    virsh.ok(&["qemu-monitor-command", "g", "{\"execute\":\"query-chardev\"}"])
}

/// Every kind comes to a guest with a system, works with a saved state, and goes again without a trace.
fn come_and_go() -> Outcome {
    let daemon = Daemon::start()?;
    let (virsh, scratch) = (daemon.virsh(), daemon.scratch());
    let folder = scratch.path().display().to_string();
    let file = scratch.write("d.xml", document(&folder)?)?;
    virsh.ok(&["define", &file])?;
    virsh.ok(&["start", "g"])?;
    console_says(&scratch.join("console.log"), "FERROVIRT-GUEST ready", 1)?;
    let hosts_side = chardevs(&virsh)?.matches("label").count();
    for (xml, expected) in PLUGGED {
        let file = scratch.write("dev.xml", xml)?;
        virsh.ok(&["attach-device", "g", &file, "--live"])?;
        require_text(&virsh.ok(&["dumpxml", "g"])?, expected)?;
    }
    let disk = scratch.join("disk.img");
    std::fs::write(&disk, vec![0; 1 << 20])?;
    let disk = disk.display().to_string();
    virsh.ok(&["attach-disk", "g", &disk, "sdb", "--targetbus", "scsi", "--live"])?;
    let memory = "<memory model='dimm'><target><size unit='MiB'>128</size><node>0</node></target></memory>";
    let file = scratch.write("dev.xml", memory)?;
    virsh.ok(&["attach-device", "g", &file, "--live"])?;
    let xml = virsh.ok(&["dumpxml", "g"])?;
    require_text(&xml, "<memory unit='KiB'>327680</memory>")?;
    require_text(&xml, "<address type='dimm' slot='0' base='0x100000000'/>")?;
    // With all of them the guest is saved and goes on.
    virsh.ok(&["managedsave", "g"])?;
    virsh.ok(&["start", "g"])?;
    require_text(&virsh.ok(&["domstate", "--reason", "g"])?, "running (restored)")?;
    let busy = scratch.write("dev.xml", PLUGGED[0].0)?;
    require_text(&virsh.refused(&["detach-device", "g", &busy, "--live"])?, "busy")?;
    virsh.ok(&["detach-disk", "g", "sdb", "--live"])?;
    gone(&virsh, "<target dev='sdb'")?;
    for (xml, alias) in PLUGGED {
        let alias = alias.split('\'').nth(1).unwrap_or_default();
        let file = scratch.write("dev.xml", xml)?;
        virsh.ok(&["detach-device", "g", &file, "--live"])?;
        gone(&virsh, &format!("<alias name='{alias}'/>"))?;
    }
    wait::until_true("the host's side of devices to go", LET_GO, || {
        chardevs(&virsh).is_ok_and(|text| text.matches("label").count() == hosts_side)
    })?;
    virsh.ok(&["destroy", "g"])?;
    virsh.ok(&["undefine", "g"]).map(|_| ())
}

fn gone(virsh: &Virsh, mark: &str) -> Outcome {
    wait::until_true(&format!("the end of {mark}"), LET_GO, || {
        virsh.ok(&["dumpxml", "g"]).is_ok_and(|xml| !xml.contains(mark))
    })
}

/// Media, cables and passwords change; what stays as it is says so.
fn change() -> Outcome {
    let daemon = Daemon::start()?;
    let (virsh, scratch) = (daemon.virsh(), daemon.scratch());
    let image = |name: &str| -> Outcome<String> {
        let path = scratch.join(name);
        std::fs::write(&path, vec![0; 1 << 16])?;
        Ok(path.display().to_string())
    };
    let (one, two) = (image("one.iso")?, image("two.iso")?);
    let xml = format!(
        "<domain type='qemu'><name>g</name><memory unit='MiB'>32</memory><vcpu>1</vcpu>\
         <os><type arch='x86_64' machine='pc'>hvm</type></os>\
         <devices><emulator>/usr/bin/qemu-system-x86_64</emulator>\
         <disk type='file' device='cdrom'><source file='{one}'/><target dev='hdc' bus='ide'/><readonly/></disk>\
         <interface type='user'><mac address='52:54:00:00:00:13'/><model type='virtio'/></interface>\
         <graphics type='vnc' port='-1' autoport='yes' passwd='first'/></devices></domain>"
    );
    let file = scratch.write("d.xml", xml)?;
    virsh.ok(&["define", &file])?;
    virsh.ok(&["start", "g"])?;
    virsh.ok(&["change-media", "g", "hdc", &two, "--live"])?;
    require_text(&virsh.ok(&["domblklist", "g"])?, &two)?;
    virsh.ok(&["change-media", "g", "hdc", "--eject", "--live"])?;
    let list = virsh.ok(&["domblklist", "g"])?;
    require(!list.contains(".iso"), || format!("a medium is left:\n{list}"))?;
    virsh.ok(&["change-media", "g", "hdc", &one, "--insert", "--live"])?;
    require_text(&virsh.ok(&["domblklist", "g"])?, &one)?;
    virsh.ok(&["domif-setlink", "g", "52:54:00:00:00:13", "down"])?;
    require_text(&virsh.ok(&["domif-getlink", "g", "52:54:00:00:00:13"])?, "down")?;
    let shown = virsh.ok(&["dumpxml", "g", "--security-info", "--xpath", "//graphics"])?;
    let file = scratch.write(
        "dev.xml",
        shown
            .replace("'first'", "'second'")
            .replace("\"first\"", "'second'"),
    )?;
    virsh.ok(&["update-device", "g", &file, "--live"])?;
    require_text(
        &virsh.ok(&["dumpxml", "g", "--security-info"])?,
        "passwd='second'",
    )?;
    virsh.ok(&["dommemstat", "g", "--period", "5", "--live"])?;
    require_text(&virsh.ok(&["dumpxml", "g"])?, "<stats period='5'/>")?;
    let file = scratch.write("dev.xml", "<sound model='ich6'/>")?;
    require_text(
        &virsh.refused(&["attach-device", "g", &file, "--live"])?,
        "live attach of device 'sound'",
    )?;
    virsh.ok(&["attach-device", "g", &file, "--config"])?;
    require_text(
        &virsh.ok(&["dumpxml", "g", "--inactive"])?,
        "<sound model='ich6'>",
    )?;
    virsh.ok(&["destroy", "g"])?;
    virsh.ok(&["undefine", "g"]).map(|_| ())
}

/// A guest that only asks for UEFI gets an image and variables of its own.
fn firmware() -> Outcome {
    if !std::path::Path::new("/usr/share/qemu/firmware/60-edk2-x86_64.json").exists() {
        return Err(Problem::Skipped(
            "optional: package ovmf is not installed".to_owned(),
        ));
    }
    let daemon = Daemon::start()?;
    let virsh = daemon.virsh();
    let xml = "<domain type='qemu'><name>g</name><memory unit='MiB'>64</memory><vcpu>1</vcpu>\
               <os firmware='efi'><type arch='x86_64' machine='pc'>hvm</type></os><features><acpi/></features>\
               <devices><emulator>/usr/bin/qemu-system-x86_64</emulator></devices></domain>";
    let file = daemon.scratch().write("d.xml", xml)?;
    virsh.ok(&["define", &file])?;
    virsh.ok(&["start", "g"])?;
    let shown = virsh.ok(&["dumpxml", "g"])?;
    require_text(&shown, "type='pflash'>/usr/share/OVMF/")?;
    require_text(&shown, "g_VARS.fd</nvram>")?;
    virsh.ok(&["destroy", "g"])?;
    require_text(&virsh.refused(&["undefine", "g"])?, "nvram")?;
    virsh.ok(&["undefine", "g", "--nvram"])?;
    let left = daemon.file("var/lib/qemu/nvram/g_VARS.fd");
    require(!left.exists(), || format!("{} is left", left.display()))
}
