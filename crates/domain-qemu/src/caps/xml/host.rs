//! `<capabilities>`: the host and the kinds of guests it can run.

use super::{element, empty, text};
use crate::caps::{Arch, EmulatorCaps, Machine};
use ferrovirt_cpu::{Choice, Processor, Signature, has_flag, x86_host};
use ferrovirt_host::facts::{Cell, CpuFacts};
use ferrovirt_xml::Writer;
use std::sync::Arc;

/// What the document says of the host itself.
#[derive(Debug)]
pub struct HostFacts {
    /// Identity of the machine.
    pub uuid: String,
    /// Architecture.
    pub arch: &'static str,
    /// Processors.
    pub cpu: CpuFacts,
    /// Memory cells.
    pub cells: Vec<Cell>,
    /// User and group that guests run as.
    pub run_as: (u32, u32),
}

/// Writes the document. `emulators` are those installed, with KVM only where it works.
pub fn host_capabilities(host: &HostFacts, emulators: &[(Arch, Arc<EmulatorCaps>)], kvm: bool) -> String {
    let mut w = Writer::new();
    element(&mut w, "capabilities", &[], |w| {
        element(w, "host", &[], |w| write_host(w, host));
        for (arch, caps) in emulators {
            element(w, "guest", &[], |w| {
                write_guest(w, *arch, caps, kvm && host.arch == "x86_64")
            });
        }
    });
    w.finish()
}

fn write_host(w: &mut Writer, host: &HostFacts) {
    text(w, "uuid", &[], &host.uuid);
    element(w, "cpu", &[], |w| write_cpu(w, host));
    empty(w, "power_management", &[]);
    empty(w, "iommu", &[("support", "no")]);
    element(w, "migration_features", &[], |w| {
        empty(w, "live", &[]);
        element(w, "uri_transports", &[], |w| {
            text(w, "uri_transport", &[], "tcp");
        });
    });
    element(w, "topology", &[], |w| {
        let count = host.cells.len().to_string();
        element(w, "cells", &[("num", &count)], |w| {
            for cell in &host.cells {
                write_cell(w, cell);
            }
        });
    });
    element(w, "secmodel", &[], |w| {
        text(w, "model", &[], "none");
        text(w, "doi", &[], "0");
    });
    element(w, "secmodel", &[], |w| {
        let label = format!("+{}:+{}", host.run_as.0, host.run_as.1);
        text(w, "model", &[], "dac");
        text(w, "doi", &[], "0");
        for kind in ["kvm", "qemu"] {
            text(w, "baselabel", &[("type", kind)], &label);
        }
    });
}

fn write_cpu(w: &mut Writer, host: &HostFacts) {
    let cpu = &host.cpu;
    let model = model_of(host);
    text(w, "arch", &[], host.arch);
    if let Some(model) = &model {
        text(w, "model", &[], &model.model);
    }
    let vendor = match cpu.vendor.as_str() {
        "GenuineIntel" => "Intel",
        "AuthenticAMD" => "AMD",
        "HygonGenuine" => "Hygon",
        other => other,
    };
    if !vendor.is_empty() {
        text(w, "vendor", &[], vendor);
    }
    if let Some(version) = cpu.microcode.as_deref().and_then(hexadecimal) {
        empty(w, "microcode", &[("version", &version.to_string())]);
    }
    if let Some((family, model, stepping)) = cpu.signature {
        let (family, model, stepping) = (family.to_string(), model.to_string(), stepping.to_string());
        empty(
            w,
            "signature",
            &[("family", &family), ("model", &model), ("stepping", &stepping)],
        );
    }
    let (sockets, cores, threads) = (
        cpu.sockets.to_string(),
        cpu.cores.to_string(),
        cpu.threads.to_string(),
    );
    empty(
        w,
        "topology",
        &[
            ("sockets", &sockets),
            ("dies", "1"),
            ("cores", &cores),
            ("threads", &threads),
        ],
    );
    if let Some(bits) = cpu.physical_bits {
        empty(
            w,
            "maxphysaddr",
            &[("mode", "emulate"), ("bits", &bits.to_string())],
        );
    }
    for (name, _) in model.iter().flat_map(|m| &m.features) {
        empty(w, "feature", &[("name", name)]);
    }
    let mut sizes: Vec<u64> = host
        .cells
        .iter()
        .flat_map(|c| c.pages.iter().map(|p| p.size_kib))
        .collect();
    sizes.sort_unstable();
    sizes.dedup();
    for size in sizes {
        empty(w, "pages", &[("unit", "KiB"), ("size", &size.to_string())]);
    }
}

/// The model that the host's processor is called by.
fn model_of(host: &HostFacts) -> Option<Choice> {
    let there = Processor {
        arch: host.arch,
        vendor: &host.cpu.vendor,
        signature: host.cpu.signature.map(|(family, model, stepping)| Signature {
            family,
            model,
            stepping,
        }),
        has: &|name| has_flag(&host.cpu.flags, name),
    };
    matches!(host.arch, "x86_64" | "i686")
        .then(|| x86_host(&there).ok())
        .flatten()
}

fn hexadecimal(text: &str) -> Option<u32> {
    u32::from_str_radix(text.strip_prefix("0x")?, 16).ok()
}

fn write_cell(w: &mut Writer, cell: &Cell) {
    element(w, "cell", &[("id", &cell.id.to_string())], |w| {
        text(w, "memory", &[("unit", "KiB")], &cell.memory_kib.to_string());
        for pages in &cell.pages {
            text(
                w,
                "pages",
                &[("unit", "KiB"), ("size", &pages.size_kib.to_string())],
                &pages.count.to_string(),
            );
        }
        element(w, "distances", &[], |w| {
            for (id, value) in &cell.distances {
                empty(
                    w,
                    "sibling",
                    &[("id", &id.to_string()), ("value", &value.to_string())],
                );
            }
        });
        element(w, "cpus", &[("num", &cell.cpus.len().to_string())], |w| {
            for cpu in &cell.cpus {
                let siblings: Vec<String> = cpu.siblings.iter().map(u32::to_string).collect();
                empty(
                    w,
                    "cpu",
                    &[
                        ("id", &cpu.id.to_string()),
                        ("socket_id", &cpu.socket.to_string()),
                        ("die_id", &cpu.die.to_string()),
                        ("core_id", &cpu.core.to_string()),
                        ("siblings", &siblings.join(",")),
                    ],
                );
            }
        });
    });
}

fn write_guest(w: &mut Writer, arch: Arch, caps: &EmulatorCaps, kvm: bool) {
    text(w, "os_type", &[], "hvm");
    element(w, "arch", &[("name", arch.name())], |w| {
        text(w, "wordsize", &[], &arch.word_size().to_string());
        text(w, "emulator", &[], &caps.identity.path.display().to_string());
        let default = caps.default_machine();
        let others = caps
            .machines
            .iter()
            .filter(|m| Some(*m) != default && m.name != "none");
        for machine in default.into_iter().chain(others) {
            write_machine(w, machine);
        }
        empty(w, "domain", &[("type", "qemu")]);
        if kvm {
            empty(w, "domain", &[("type", "kvm")]);
        }
    });
    element(w, "features", &[], |w| {
        if arch == Arch::I686 {
            empty(w, "pae", &[]);
            empty(w, "nonpae", &[]);
        }
        empty(w, "acpi", &[("default", "on"), ("toggle", "yes")]);
        empty(w, "apic", &[("default", "on"), ("toggle", "no")]);
        empty(w, "cpuselection", &[]);
        empty(w, "deviceboot", &[]);
        empty(w, "disksnapshot", &[("default", "on"), ("toggle", "no")]);
    });
}

fn write_machine(w: &mut Writer, machine: &Machine) {
    let cpus = machine.cpu_max.to_string();
    let mut attrs = vec![("maxCpus", cpus.as_str())];
    if machine.deprecated {
        attrs.push(("deprecated", "yes"));
    }
    text(w, "machine", &attrs, &machine.name);
    if let Some(alias) = &machine.alias {
        text(
            w,
            "machine",
            &[("canonical", &machine.name), ("maxCpus", &cpus)],
            alias,
        );
    }
}
