//! What becomes of a definition, and its command line, against files: `cases/NAME.xml` gives
//! `NAME.defined` and `NAME.argv`. `UPDATE=1` writes them anew.
#![allow(clippy::unwrap_used)]

use ferrovirt_domain_qemu::argv::{self, Runtime};
use ferrovirt_domain_qemu::caps::{BinaryIdentity, EmulatorCaps, Machine};
use ferrovirt_domain_qemu::define;
use ferrovirt_schema::common::source::StorageSource;
use ferrovirt_schema::domain::Domain;
use proptest::prelude::*;
use std::path::{Path, PathBuf};

/// An emulator like that of QEMU 7.2, whatever is installed here.
fn caps() -> EmulatorCaps {
    let machine = |name: &str, alias: &str, default, cpu_max| Machine {
        name: name.into(),
        alias: Some(alias.into()),
        default,
        cpu_max,
        hotplug_cpus: true,
        deprecated: false,
        default_cpu: Some("qemu64-x86_64-cpu".into()),
    };
    let types = [
        "lsi53c895a",
        "virtio-rng-device",
        "isa-fdc",
        "iothread",
        "chardev-spicevmc",
        "ivshmem-plain",
    ];
    EmulatorCaps {
        identity: BinaryIdentity {
            path: "/usr/bin/qemu-system-x86_64".into(),
            size: 1,
            modified: 1,
            inode: 1,
        },
        target: "x86_64".into(),
        version: (7, 2, 0),
        package: String::new(),
        machines: vec![
            machine("pc-i440fx-7.2", "pc", true, 255),
            machine("pc-q35-7.2", "q35", false, 288),
        ],
        cpus: Default::default(),
        types: types.into_iter().map(str::to_owned).collect(),
        commands: Default::default(),
    }
}

fn cases() -> Vec<PathBuf> {
    let dir = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases");
    let mut list: Vec<PathBuf> = std::fs::read_dir(dir)
        .unwrap()
        .map(|e| e.unwrap().path())
        .collect();
    list.retain(|p| p.extension().is_some_and(|e| e == "xml"));
    list.sort();
    assert!(!list.is_empty());
    list
}

fn check(file: &Path, got: &str) {
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(file, got).unwrap();
        return;
    }
    let wanted = std::fs::read_to_string(file).unwrap_or_default();
    assert!(
        wanted == got,
        "{} differs; UPDATE=1 writes it anew.\n{got}",
        file.display()
    );
}

fn defined(text: &str) -> Domain {
    let mut doc = Domain::parse(text).unwrap();
    define::fill_defaults(&mut doc, &caps()).unwrap();
    doc
}

/// What a start would choose, with fixed numbers.
fn started(doc: &Domain) -> (Domain, Runtime) {
    let mut doc = doc.clone();
    let mut runtime = Runtime {
        dir: "/run/guest".into(),
        monitor_fd: Some(9),
        sandbox: true,
        ..Runtime::default()
    };
    if let Some(devices) = &mut doc.devices {
        define::assign_console_ports(devices).unwrap();
        for (n, disk) in devices.disks.iter_mut().rev().enumerate() {
            let empty = matches!(&disk.source, StorageSource::File(f) if f.file.is_none());
            if !empty {
                disk.source.common_mut().index = u32::try_from(n + 1).ok();
            }
        }
    }
    define::assign_aliases(&mut doc);
    runtime.char_fds.insert("channel0".into(), 20);
    (doc, runtime)
}

#[test]
fn definitions_and_command_lines() {
    for case in cases() {
        let doc = defined(&std::fs::read_to_string(&case).unwrap());
        check(&case.with_extension("defined"), &doc.to_xml());
        let (doc, runtime) = started(&doc);
        let argv = argv::command_line(&doc, &caps(), &runtime).unwrap();
        check(&case.with_extension("argv"), &(argv.args().join("\n") + "\n"));
    }
}

/// But that controllers which were added stand where their numbers belong.
#[test]
fn a_second_time_changes_nothing() {
    let sorted = |text: &str| {
        let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
        lines.sort();
        lines
    };
    for case in cases() {
        let once = defined(&std::fs::read_to_string(&case).unwrap()).to_xml();
        let twice = defined(&once).to_xml();
        assert_eq!(sorted(&twice), sorted(&once), "{}", case.display());
        assert_eq!(defined(&twice).to_xml(), twice, "{}", case.display());
    }
}

#[test]
fn a_run_leaves_no_trace_in_the_definition() {
    for case in cases() {
        let doc = defined(&std::fs::read_to_string(&case).unwrap());
        let (live, _) = started(&doc);
        let mut back = define::inactive_of(&live);
        // Consoles get their ports at start and keep them.
        back.devices.as_mut().unwrap().consoles = doc.devices.as_ref().unwrap().consoles.clone();
        assert_eq!(back.to_xml(), doc.to_xml(), "{}", case.display());
    }
}

#[test]
fn numbers_from_outside_size_nothing() {
    let devices = [
        "<controller type='scsi' index='2147483647'/>",
        "<controller type='pci' index='4000000000' model='pci-bridge'/>",
        "<disk type='file'><source file='/a'/><target dev='sdzzzz' bus='scsi'/></disk>",
        "<disk type='file'><source file='/a'/><target dev='sda' bus='scsi'/><address type='drive' controller='4294967295'/></disk>",
        "<channel type='pty'><target type='virtio'/><address type='virtio-serial' controller='4294967295' port='1'/></channel>",
        "<serial type='pty'><target port='4294967295'/></serial>",
        "<input type='mouse' bus='usb'><address type='usb' bus='4294967295' port='1'/></input>",
    ];
    for device in devices {
        let text = format!(
            "<domain type='qemu'><name>x</name><memory>65536</memory><os><type>hvm</type></os><devices>{device}</devices></domain>"
        );
        let before = std::time::Instant::now();
        let Ok(mut doc) = Domain::parse(&text) else {
            continue;
        };
        assert!(define::fill_defaults(&mut doc, &caps()).is_err(), "{device}");
        assert!(before.elapsed().as_millis() < 500, "{device}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// Whatever the mixture, no two devices get the same place.
    #[test]
    fn places_are_unique(q35: bool, disks in 0usize..20, nics in 0usize..40, inputs in 0usize..20, channels in 0usize..70) {
        let machine = if q35 { "q35" } else { "pc" };
        let mut text = format!(
            "<domain type='qemu'><name>x</name><memory>65536</memory><os><type machine='{machine}'>hvm</type></os><devices>"
        );
        for n in 0..disks {
            let letter = (b'a' + n as u8) as char;
            text.push_str(&format!("<disk type='file'><source file='/x{n}'/><target dev='vd{letter}' bus='virtio'/></disk>"));
        }
        for n in 0..nics {
            let model = if n % 3 == 0 { "e1000" } else { "virtio" };
            text.push_str(&format!("<interface type='user'><model type='{model}'/></interface>"));
        }
        for _ in 0..inputs {
            text.push_str("<input type='tablet' bus='usb'/>");
        }
        for n in 0..channels {
            text.push_str(&format!("<channel type='pty'><target type='virtio' name='c{n}'/></channel>"));
        }
        text.push_str("</devices></domain>");
        let mut doc = Domain::parse(&text).unwrap();
        define::fill_defaults(&mut doc, &caps()).unwrap();
        let mut seen = std::collections::HashSet::new();
        for info in doc.devices.as_mut().unwrap().infos_mut() {
            if let Some(address) = &info.address {
                prop_assert!(seen.insert(address.clone()), "{address:?}");
            }
        }
    }
}
