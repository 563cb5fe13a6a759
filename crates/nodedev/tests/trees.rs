//! Trees of sysfs, and what is said of their devices.
//!
//! `cases/q35.*`: a machine with PCI Express, an IOMMU, virtual functions, SCSI, USB and a running udev, as it
//! was recorded, and what a stock libvirtd 9.0 said of it. What a device's driver does for the processor is
//! left out of both, since only a kernel can tell.
//!
//! `cases/mainframe.*`: devices that no test machine has, made up from the kernel's documentation, and what
//! libvirt's schema of node devices accepts: channels, crypto adapters and their matrix, mediated devices, vDPA, and a card with vital product data.

#![expect(clippy::unwrap_used, reason = "a test may panic")]

use ferrovirt_nodedev::identify::{Raw, identify};
use ferrovirt_nodedev::ids::PciNames;
use ferrovirt_nodedev::root::HostRoot;
use ferrovirt_nodedev::scan::scan;
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

/// Lines `L path target`, `F path text` and `X path hex`, the path ending with a tab.
fn unpack(tree: &str, root: &Path) {
    for line in tree.lines() {
        let (head, value) = line.split_once('\t').unwrap();
        let (kind, path) = head.split_at(2);
        let path = root.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        match kind.trim() {
            "L" => std::os::unix::fs::symlink(value, &path).unwrap(),
            "X" => fs::write(&path, bytes(value)).unwrap(),
            _ => fs::write(&path, value.replace("\\n", "\n").replace("\\\\", "\\")).unwrap(),
        }
    }
}

fn bytes(hex: &str) -> Vec<u8> {
    (0..hex.len())
        .step_by(2)
        .map(|at| u8::from_str_radix(&hex[at..at + 2], 16).unwrap())
        .collect()
}

/// The documents by name.
fn by_name(documents: &str) -> BTreeMap<String, String> {
    documents
        .split_inclusive("\n</device>\n")
        .map(|text| text.trim_start_matches('\n'))
        .filter(|text| text.starts_with("<device>"))
        .map(|text| {
            let name = text
                .split("<name>")
                .nth(1)
                .unwrap()
                .split("</name>")
                .next()
                .unwrap();
            (name.to_owned(), text.to_owned())
        })
        .collect()
}

/// Members of an IOMMU group come in the order of a folder, which is no order.
fn comparable(text: &str) -> String {
    let mut lines: Vec<&str> = text.trim_end().lines().collect();
    let first = lines.iter().position(|line| line.contains("<iommuGroup"));
    let last = lines.iter().position(|line| line.contains("</iommuGroup"));
    if let (Some(first), Some(last)) = (first, last) {
        lines[first + 1..last].sort_unstable();
    }
    lines.join("\n")
}

const Q35: &str = include_str!("cases/q35.tree");
const MAINFRAME: &str = include_str!("cases/mainframe.tree");

fn host(tree: &str) -> (tempfile::TempDir, HostRoot) {
    let dir = tempfile::tempdir().unwrap();
    unpack(tree, dir.path());
    let root = HostRoot::at(dir.path());
    (dir, root)
}

fn check(tree: &str, documents: &str) {
    let (_dir, root) = host(tree);
    let inventory = scan(&root, &PciNames::default());
    let expected = by_name(documents);
    let names: Vec<&str> = inventory.iter().map(|device| device.name.as_str()).collect();
    let wanted: Vec<&str> = expected.keys().map(String::as_str).collect();
    assert_eq!(names, wanted);
    for (name, text) in &expected {
        let found = inventory.by_name(name).unwrap().document.to_xml();
        assert_eq!(comparable(&found), comparable(text), "{name}");
    }
}

#[test]
fn names_and_descriptions_are_those_of_a_stock_daemon() {
    check(Q35, include_str!("cases/q35.xml"));
}

#[test]
fn devices_of_mainframes_and_rare_cards() {
    check(MAINFRAME, include_str!("cases/mainframe.xml"));
}

#[test]
fn names_of_disks_are_made_up_without_udev() {
    let (dir, root) = host(Q35);
    fs::remove_dir_all(dir.path().join("run/udev")).unwrap();
    let inventory = scan(&root, &PciNames::default());
    assert!(inventory.by_name("block_vdb_programs").is_some());
    let device = inventory
        .iter()
        .find(|device| device.name.starts_with("block_sda"))
        .unwrap();
    let text = device.document.to_xml();
    assert!(
        text.contains("<bus>scsi</bus>") && text.contains("<drive_type>disk</drive_type>"),
        "{text}"
    );
}

#[test]
fn a_device_that_goes_away_meanwhile_is_none() {
    let (_dir, root) = host(Q35);
    let names = PciNames::default();
    let gone = Raw::read(
        &root,
        &names,
        "pci",
        "/sys/devices/pci0000:00/0000:00:09.0".into(),
    );
    assert!(gone.as_ref().and_then(identify).is_none());
}
