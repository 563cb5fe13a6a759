//! `<domainCapabilities>`: what a guest on one emulator and machine can have.

use super::{element, empty, text, yes_no};
use crate::caps::{Arch, CpuCaps, EmulatorCaps, Machine};
use ferrovirt_cpu::{is_x86_model, x86_vendor};
use ferrovirt_host::process::find_program;
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
const FILESYSTEM_DRIVERS: [Offer; 3] = [
    ("path", None),
    ("handle", None),
    ("virtiofs", Some("vhost-user-fs-device")),
];
const TPM_MODELS: [Offer; 2] = [("tpm-tis", Some("tpm-tis")), ("tpm-crb", Some("tpm-crb"))];

const TPM_PROGRAMS: [&str; 2] = ["swtpm", "swtpm_setup"];

/// Firmware images that packages install, and whether they enforce secure boot, which needs the q35
/// machine.
const FIRMWARE: [(&str, bool); 3] = [
    ("/usr/share/OVMF/OVMF_CODE_4M.fd", false),
    ("/usr/share/OVMF/OVMF_CODE_4M.ms.fd", true),
    ("/usr/share/OVMF/OVMF_CODE_4M.secboot.fd", true),
];

/// Writes the document for a machine of the emulator. `kvm_cpus` are the processors under KVM, for guests
/// of that type.
pub fn domain_capabilities(
    caps: &EmulatorCaps,
    kvm_cpus: Option<&CpuCaps>,
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

fn write_cpu(w: &mut Writer, cpus: &CpuCaps, kvm: bool) {
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
        write_host_model(w, cpus);
        element(w, "mode", &[("name", "custom"), ("supported", "yes")], |w| {
            for model in cpus.models.iter().filter(|m| is_x86_model(&m.name)) {
                let vendor = x86_vendor(&model.name).unwrap_or("unknown");
                text(
                    w,
                    "model",
                    &[("usable", yes_no(model.usable)), ("vendor", vendor)],
                    &model.name,
                );
            }
        });
    });
}

/// The model that stands for the host's processor.
fn write_host_model(w: &mut Writer, cpus: &CpuCaps) {
    let Some(Ok(choice)) = cpus.host_model() else {
        empty(w, "mode", &[("name", "host-model"), ("supported", "no")]);
        return;
    };
    element(w, "mode", &[("name", "host-model"), ("supported", "yes")], |w| {
        text(w, "model", &[("fallback", "forbid")], &choice.model);
        if let Some(vendor) = &choice.vendor {
            text(w, "vendor", &[], vendor);
        }
        for (name, on) in &choice.features {
            let policy = if *on { "require" } else { "disable" };
            empty(w, "feature", &[("policy", policy), ("name", name)]);
        }
    });
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
        offers(w, "driverType", caps, &FILESYSTEM_DRIVERS)
    });
    element(w, "tpm", &supported, |w| {
        offers(w, "model", caps, &TPM_MODELS);
        list(w, "backendModel", &tpm_backends());
    });
    element(w, "redirdev", &supported, |w| list(w, "bus", &["usb"]));
    element(w, "channel", &supported, |w| offers(w, "type", caps, &CHANNELS));
}

/// Where a TPM can come from. Emulating one takes programs that are not QEMU's.
fn tpm_backends() -> Vec<&'static str> {
    let emulated = TPM_PROGRAMS.iter().all(|program| find_program(program).is_some());
    let emulator = emulated.then_some("emulator");
    ["passthrough"]
        .into_iter()
        .chain(emulator)
        .chain(["external"])
        .collect()
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
