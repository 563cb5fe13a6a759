//! Devices of many kinds: QEMU, as a user who may nothing, takes each as the driver writes it down, and what the guest
//! had of the host goes back.

use std::path::Path;

use crate::harness::case::{Case, Outcome, require_equal, require_text};
use crate::harness::daemon::Daemon;
use crate::harness::processes;

pub const CASES: &[Case] = &[
    Case {
        name: "devices_of_many_kinds",
        run: many_kinds,
    },
    Case {
        name: "devices_that_are_not_there",
        run: not_there,
    },
];

/// A guest without a system. `outside` and `inside` are what stands before and within its devices.
fn guest(name: &str, machine: &str, outside: &str, inside: &str) -> String {
    let memory = match outside.contains("<memory ") {
        true => "",
        false => "<memory unit='MiB'>64</memory>",
    };
    format!(
        "<domain type='qemu'><name>{name}</name>{memory}{outside}<vcpu>2</vcpu>\
         <os><type arch='x86_64' machine='{machine}'>hvm</type></os><features><acpi/></features>\
         <devices>{inside}</devices></domain>"
    )
}

fn daemon() -> Outcome<Daemon> {
    let mut daemon = Daemon::prepare(&[])?;
    std::fs::create_dir_all(daemon.file("etc"))?;
    std::fs::write(
        daemon.file("etc/qemu.conf"),
        "user = \"nobody\"\ngroup = \"nogroup\"\n",
    )?;
    daemon.launch()?;
    Ok(daemon)
}

fn image(folder: &Path, name: &str, mib: u64) -> Outcome<String> {
    let path = folder.join(name);
    std::fs::File::create(&path)?.set_len(mib << 20)?;
    Ok(path.display().to_string())
}

fn many_kinds() -> Outcome {
    let daemon = daemon()?;
    let folder = daemon.scratch().join("images");
    std::fs::create_dir(&folder)?;
    let (floppy, shared) = (image(&folder, "floppy", 1)?, image(&folder, "shared", 8)?);
    let (lasting, paged) = (image(&folder, "nvdimm", 128)?, image(&folder, "pmem", 128)?);
    let card = folder.join("card.sock").display().to_string();
    let floppy = format!(
        "<disk type='file' device='floppy'><source file='{floppy}'/><target dev='fda' bus='fdc'/>\
         <boot order='1'/></disk>"
    );
    let shared = format!(
        "<disk type='file' device='disk'><driver name='qemu' type='raw'/><source file='{shared}'/>\
         <target dev='vda' bus='virtio'/><shareable/></disk>"
    );
    let slots = "<maxMemory slots='4' unit='MiB'>1024</maxMemory><memory unit='MiB'>256</memory>\
                 <cpu><numa><cell id='0' cpus='0-1' memory='131072'/></numa></cpu>";
    let modules = |model: &str, source: &str, more: &str| {
        let source = match source {
            "" => String::new(),
            path => format!("<source><path>{path}</path></source>"),
        };
        format!("<memory model='{model}'>{source}<target><size unit='MiB'>128</size>{more}</target></memory>")
    };
    let node = "<node>0</node>";
    let blocks = "<node>0</node><block unit='KiB'>2048</block><requested unit='MiB'>64</requested>";
    let distances = "<memory unit='MiB'>64</memory><cpu><numa>\
                     <cell id='0' cpus='0' memory='32768'><distances><sibling id='1' value='21'/></distances></cell>\
                     <cell id='1' cpus='1' memory='32768'/></numa></cpu>";
    let backing = "<memoryBacking><nosharepages/><source type='memfd'/><access mode='shared'/>\
                   <allocation mode='immediate' threads='2'/></memoryBacking>";
    let pools = "<iothreads>1</iothreads><iothreadids><iothread id='2' thread_pool_min='1' thread_pool_max='4'/>\
                 </iothreadids><defaultiothread thread_pool_min='2' thread_pool_max='8'/>";
    let agent = "<channel type='qemu-vdagent'><source><clipboard copypaste='yes'/></source>\
                 <target type='virtio' name='com.redhat.spice.0'/></channel>";
    let cards =
        format!("<smartcard mode='passthrough' type='unix'><source mode='bind' path='{card}'/></smartcard>");
    let root =
        "<controller type='pci' index='0' model='pcie-root'><alias name='ua-root'/></controller>".to_owned();
    let optional = "<hostdev mode='subsystem' type='usb'><source startupPolicy='optional'>\
                    <vendor id='0xfffe'/><product id='0xfffe'/></source></hostdev>";
    let kinds = [
        ("floppy", "pc", "", floppy.clone()),
        ("floppy-q35", "q35", "", floppy),
        ("nvdimm", "pc", slots, modules("nvdimm", &lasting, node)),
        ("virtio-pmem", "pc", slots, modules("virtio-pmem", &paged, "")),
        ("virtio-mem", "pc", slots, modules("virtio-mem", "", blocks)),
        ("nodes", "pc", distances, String::new()),
        ("backing", "pc", backing, String::new()),
        ("pools", "pc", pools, String::new()),
        ("vdagent", "pc", "", agent.to_owned()),
        ("smartcard", "pc", "", cards),
        (
            "iommu",
            "q35",
            "",
            "<iommu model='intel'><driver caching_mode='on'/></iommu>".to_owned(),
        ),
        (
            "speaker",
            "pc",
            "",
            "<sound model='pcspk'/><audio id='1' type='none'/>".to_owned(),
        ),
        ("hyperv-panic", "pc", "", "<panic model='hyperv'/>".to_owned()),
        ("names-of-users", "q35", "", root),
        ("optional-usb", "pc", "", optional.to_owned()),
    ];
    let virsh = daemon.virsh();
    for (name, machine, outside, inside) in &kinds {
        let file = daemon
            .scratch()
            .write("kind.xml", guest(name, machine, outside, inside))?;
        virsh.ok(&["create", &file])?;
        require_text(&virsh.ok(&["domstate", name])?, "running")?;
        virsh.ok(&["destroy", name])?;
    }
    // Some come while the guest runs.
    let file = daemon
        .scratch()
        .write("live.xml", guest("live", "pc", slots, ""))?;
    virsh.ok(&["create", &file])?;
    let board = format!("ferrovirt-{}", std::process::id());
    let shmem = format!("<shmem name='{board}'><model type='ivshmem-plain'/><size unit='M'>4</size></shmem>");
    for device in [shmem, modules("virtio-pmem", &paged, "")] {
        let file = daemon.scratch().write("device.xml", device)?;
        virsh.ok(&["attach-device", "live", &file])?;
    }
    let doc = virsh.ok(&["dumpxml", "live"])?;
    require_text(&doc, "<alias name='shmem0'/>")?;
    require_text(&doc, "<alias name='virtiopmem0'/>")?;
    virsh.ok(&["destroy", "live"])?;
    std::fs::remove_file(Path::new("/dev/shm").join(&board))?;
    // Two guests write to one disk.
    for name in ["first", "second"] {
        let file = daemon
            .scratch()
            .write("shared.xml", guest(name, "pc", "", &shared))?;
        virsh.ok(&["create", &file])?;
    }
    virsh.ok(&["destroy", "first"])?;
    virsh.ok(&["destroy", "second"])?;
    for entry in std::fs::read_dir(&folder)? {
        let entry = entry?;
        let owner = std::os::unix::fs::MetadataExt::uid(&entry.metadata()?);
        require_equal(&format!("owner of {}", entry.path().display()), owner, 0)?;
    }
    Ok(())
}

/// What the host has not is named, with what helps, and no guest is left.
fn not_there() -> Outcome {
    let daemon = daemon()?;
    let virsh = daemon.virsh();
    let usb = "<hostdev mode='subsystem' type='usb'><source><vendor id='0xfffe'/><product id='0xfffe'/>\
               </source></hostdev>";
    let unit = "<hostdev mode='subsystem' type='scsi'><source><adapter name='scsi_host4242'/>\
                <address bus='0' target='0' unit='0'/></source></hostdev>";
    let function = "<hostdev mode='subsystem' type='pci'><source>\
                    <address domain='0xfffe' bus='0' slot='0x1f' function='7'/></source></hostdev>";
    let mediated = "<hostdev mode='subsystem' type='mdev' model='vfio-pci'><source>\
                    <address uuid='53764d0e-85a0-42b4-af5c-2046b460b1dc'/></source></hostdev>";
    let module =
        "<tpm model='tpm-tis'><backend type='passthrough'><device path='/dev/tpm4242'/></backend></tpm>";
    let cases = [
        (usb, "startupPolicy='optional'"),
        (unit, "scsi_host4242:0:0:0"),
        (function, "no PCI device"),
        (mediated, "nodedev-create"),
        (module, "/dev/tpm4242"),
    ];
    for (device, wanted) in cases {
        let file = daemon
            .scratch()
            .write("none.xml", guest("none", "pc", "", device))?;
        require_text(&virsh.refused(&["create", &file])?, wanted)?;
    }
    require_equal("guests left", processes::guests(&daemon.root()).len(), 0)
}
