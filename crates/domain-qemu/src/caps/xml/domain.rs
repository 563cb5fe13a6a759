//! `<domainCapabilities>`: what a guest on one emulator and machine can have.

use super::{element, empty, text, yes_no};
use crate::caps::{Arch, CpuModel, EmulatorCaps, Machine};
use ferrovirt_xml::Writer;

/// A value, and the type or command that QEMU must have for it; none where it always works.
type Offer = (&'static str, Option<&'static str>);

const DISK_MODELS: [Offer; 3] = [
    ("virtio", Some("virtio-blk-device")),
    ("virtio-transitional", Some("virtio-blk-pci-transitional")),
    ("virtio-non-transitional", Some("virtio-blk-pci-non-transitional")),
];
const VIDEO_MODELS: [Offer; 8] = [
    ("vga", Some("VGA")),
    ("cirrus", Some("cirrus-vga")),
    ("vmvga", Some("vmware-svga")),
    ("qxl", Some("qxl")),
    ("virtio", Some("virtio-gpu-pci")),
    ("none", None),
    ("bochs", Some("bochs-display")),
    ("ramfb", Some("ramfb")),
];
const GRAPHICS: [Offer; 3] = [
    ("vnc", None),
    ("spice", Some("chardev-spicevmc")),
    ("egl-headless", Some("egl-headless")),
];
const CHANNELS: [Offer; 3] = [
    ("pty", None),
    ("unix", None),
    ("spicevmc", Some("chardev-spicevmc")),
];
const RNG_MODELS: [Offer; 3] = [
    ("virtio", Some("virtio-rng-device")),
    ("virtio-transitional", Some("virtio-rng-pci-transitional")),
    ("virtio-non-transitional", Some("virtio-rng-pci-non-transitional")),
];
const RNG_BACKENDS: [Offer; 3] = [
    ("random", Some("rng-random")),
    ("egd", Some("rng-egd")),
    ("builtin", Some("rng-builtin")),
];
const TPM_MODELS: [Offer; 2] = [("tpm-tis", Some("tpm-tis")), ("tpm-crb", Some("tpm-crb"))];

/// Firmware images that packages install, and whether they enforce secure boot, which needs the q35
/// machine.
const FIRMWARE: [(&str, bool); 3] = [
    ("/usr/share/OVMF/OVMF_CODE_4M.fd", false),
    ("/usr/share/OVMF/OVMF_CODE_4M.ms.fd", true),
    ("/usr/share/OVMF/OVMF_CODE_4M.secboot.fd", true),
];

/// Writes the document for a machine of the emulator. `kvm_cpus` are the processor models under KVM, for guests of that type.
pub fn domain_capabilities(
    caps: &EmulatorCaps,
    kvm_cpus: Option<&[CpuModel]>,
    arch: Arch,
    machine: &Machine,
) -> String {
    let virt_type = if kvm_cpus.is_some() { "kvm" } else { "qemu" };
    let q35 = machine.name.starts_with("pc-q35");
    let mut w = Writer::new();
    element(&mut w, "domainCapabilities", &[], |w| {
        text(w, "path", &[], &caps.identity.path.display().to_string());
        text(w, "domain", &[], virt_type);
        text(w, "machine", &[], &machine.name);
        text(w, "arch", &[], arch.name());
        empty(w, "vcpu", &[("max", &machine.cpu_max.to_string())]);
        empty(w, "iothreads", &[("supported", yes_no(caps.has("iothread")))]);
        write_os(w, q35);
        write_cpu(w, kvm_cpus.unwrap_or(&caps.cpus), kvm_cpus.is_some());
        element(w, "memoryBacking", &[("supported", "yes")], |w| {
            list(w, "sourceType", &["file", "anonymous", "memfd"]);
        });
        element(w, "devices", &[], |w| write_devices(w, caps, q35));
        element(w, "features", &[], |w| write_features(w, caps));
    });
    w.finish()
}

fn list(w: &mut Writer, name: &str, values: &[&str]) {
    element(w, "enum", &[("name", name)], |w| {
        for value in values {
            text(w, "value", &[], value);
        }
    });
}

fn offers(w: &mut Writer, name: &str, caps: &EmulatorCaps, offers: &[Offer]) {
    let there = offers
        .iter()
        .filter(|(_, needs)| needs.is_none_or(|n| caps.has(n)));
    list(w, name, &there.map(|(value, _)| *value).collect::<Vec<_>>());
}

fn write_os(w: &mut Writer, q35: bool) {
    let images: Vec<_> = FIRMWARE
        .iter()
        .filter(|(path, secure)| (q35 || !secure) && std::path::Path::new(path).exists())
        .collect();
    element(w, "os", &[("supported", "yes")], |w| {
        list(w, "firmware", if images.is_empty() { &[] } else { &["efi"] });
        element(w, "loader", &[("supported", "yes")], |w| {
            for (path, _) in &images {
                text(w, "value", &[], path);
            }
            list(w, "type", &["rom", "pflash"]);
            list(w, "readonly", &["yes", "no"]);
            let secure = images.iter().any(|(_, secure)| *secure);
            list(w, "secure", if secure { &["yes", "no"] } else { &["no"] });
        });
    });
}

fn write_cpu(w: &mut Writer, models: &[CpuModel], kvm: bool) {
    element(w, "cpu", &[], |w| {
        if kvm {
            element(
                w,
                "mode",
                &[("name", "host-passthrough"), ("supported", "yes")],
                |w| {
                    list(w, "hostPassthroughMigratable", &["on", "off"]);
                },
            );
        } else {
            empty(w, "mode", &[("name", "host-passthrough"), ("supported", "no")]);
        }
        element(w, "mode", &[("name", "maximum"), ("supported", "yes")], |w| {
            list(w, "maximumMigratable", &["on", "off"]);
        });
        // Needs the table of models that comparing processors needs.
        empty(w, "mode", &[("name", "host-model"), ("supported", "no")]);
        element(w, "mode", &[("name", "custom"), ("supported", "yes")], |w| {
            for model in models.iter().filter(|m| is_named_model(&m.name)) {
                text(
                    w,
                    "model",
                    &[("usable", yes_no(model.usable)), ("vendor", vendor(&model.name))],
                    &model.name,
                );
            }
        });
    });
}

/// Leaves out versions of a model (`EPYC-v3`) and the special ones that have modes of their own.
fn is_named_model(name: &str) -> bool {
    let version = name
        .rsplit_once("-v")
        .is_some_and(|(_, v)| !v.is_empty() && v.bytes().all(|b| b.is_ascii_digit()));
    !version && !matches!(name, "host" | "max" | "base")
}

fn vendor(model: &str) -> &'static str {
    const INTEL: [&str; 16] = [
        "n270",
        "core",
        "Westmere",
        "Snowridge",
        "Skylake",
        "SandyBridge",
        "Penryn",
        "Nehalem",
        "IvyBridge",
        "Icelake",
        "Haswell",
        "Cooperlake",
        "Conroe",
        "Cascadelake",
        "Broadwell",
        "SapphireRapids",
    ];
    const AMD: [&str; 4] = ["phenom", "Opteron", "EPYC", "athlon"];
    if INTEL.iter().any(|p| model.starts_with(p)) {
        "Intel"
    } else if AMD.iter().any(|p| model.starts_with(p)) {
        "AMD"
    } else if model.starts_with("Dhyana") {
        "Hygon"
    } else {
        "unknown"
    }
}

fn write_devices(w: &mut Writer, caps: &EmulatorCaps, q35: bool) {
    let supported = [("supported", "yes")];
    element(w, "disk", &supported, |w| {
        list(w, "diskDevice", &["disk", "cdrom", "floppy", "lun"]);
        let all = ["ide", "fdc", "scsi", "virtio", "usb", "sata"];
        list(w, "bus", if q35 { &all[1..] } else { &all });
        offers(w, "model", caps, &DISK_MODELS);
    });
    element(w, "graphics", &supported, |w| offers(w, "type", caps, &GRAPHICS));
    element(w, "video", &supported, |w| {
        offers(w, "modelType", caps, &VIDEO_MODELS)
    });
    element(w, "hostdev", &supported, |w| {
        list(w, "mode", &["subsystem"]);
        list(
            w,
            "startupPolicy",
            &["default", "mandatory", "requisite", "optional"],
        );
        list(w, "subsysType", &["usb", "pci", "scsi"]);
        list(w, "capsType", &[]);
        list(w, "pciBackend", &[]);
    });
    element(w, "rng", &supported, |w| {
        offers(w, "model", caps, &RNG_MODELS);
        offers(w, "backendModel", caps, &RNG_BACKENDS);
    });
    element(w, "filesystem", &supported, |w| {
        list(w, "driverType", &["path", "handle"])
    });
    element(w, "tpm", &supported, |w| {
        offers(w, "model", caps, &TPM_MODELS);
        list(w, "backendModel", &["passthrough"]);
    });
    element(w, "redirdev", &supported, |w| list(w, "bus", &["usb"]));
    element(w, "channel", &supported, |w| offers(w, "type", caps, &CHANNELS));
}

fn write_features(w: &mut Writer, caps: &EmulatorCaps) {
    empty(w, "gic", &[("supported", "no")]);
    empty(w, "vmcoreinfo", &[("supported", yes_no(caps.has("vmcoreinfo")))]);
    empty(w, "genid", &[("supported", yes_no(caps.has("vmgenid")))]);
    empty(w, "backingStoreInput", &[("supported", "yes")]);
    empty(w, "backup", &[("supported", "no")]);
    empty(w, "sev", &[("supported", "no")]);
    empty(w, "sgx", &[("supported", "no")]);
    empty(w, "hyperv", &[("supported", "no")]);
}
