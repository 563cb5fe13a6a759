//! Which kernel modules the guest loads, and in which order.

use std::collections::{HashMap, HashSet};

use crate::Outcome;

/// What a guest of ours may meet: paravirtual devices, the plain ones that QEMU offers beside them,
/// and the power button. Those a kernel has built in or lacks are left out.
pub const WANTED: &[&str] = &[
    "virtio_pci",
    "virtio_blk",
    "virtio_net",
    "virtio_scsi",
    "virtio_balloon",
    "virtio_console",
    "virtio_rng",
    "virtiofs",
    "ata_piix",
    "ahci",
    "sd_mod",
    "sr_mod",
    "e1000",
    "af_packet",
    "button",
    "evdev",
];

/// The files to load, each after those it needs, from the text of `modules.dep`.
pub fn load_order(modules_dep: &str) -> Outcome<Vec<String>> {
    closure(modules_dep, WANTED)
}

/// The files of the modules asked for and of all they need, in an order they can be loaded in. What ends
/// with a slash is a folder below `kernel/`; a kernel may lack what is asked for.
pub fn closure(modules_dep: &str, wanted: &[&str]) -> Outcome<Vec<String>> {
    let mut lines: Vec<(&str, Vec<&str>)> = Vec::new();
    for line in modules_dep.lines() {
        let (file, needs) = line
            .split_once(':')
            .ok_or_else(|| format!("modules.dep has a line without a colon: {line:?}"))?;
        lines.push((file, needs.split_whitespace().collect()));
    }
    let by_name: HashMap<String, usize> = lines
        .iter()
        .enumerate()
        .map(|(index, (file, _))| (module_name(file), index))
        .collect();
    let mut known = HashSet::new();
    let mut order: Vec<String> = Vec::new();
    let chosen = wanted.iter().flat_map(|wanted| {
        let folder = wanted.ends_with('/').then(|| format!("kernel/{wanted}"));
        let named = by_name.get(&wanted.replace('-', "_")).copied();
        lines
            .iter()
            .enumerate()
            .filter_map(move |(index, (file, needs))| {
                let meant = match &folder {
                    Some(folder) => file.starts_with(folder.as_str()),
                    None => named == Some(index),
                };
                meant.then_some((file, needs))
            })
    });
    for (file, needs) in chosen {
        // depmod lists what is needed nearest first: the farthest must be loaded first.
        for file in needs.iter().rev().chain(std::iter::once(file)) {
            if known.insert(*file) {
                order.push((*file).to_owned());
            }
        }
    }
    Ok(order)
}

/// The name the kernel knows a module file by.
fn module_name(file: &str) -> String {
    let base = file.rsplit('/').next().unwrap_or(file);
    base.split(".ko").next().unwrap_or(base).replace('-', "_")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn needed_modules_come_first_and_once() {
        let dep = "d/virtio.ko:\nd/ring.ko:\nd/virtio_blk.ko: d/ring.ko d/virtio.ko\n\
                   d/virtio-rng.ko: d/virtio.ko\nd/other.ko:\n";
        let order = load_order(dep).expect("well-formed");
        assert_eq!(
            order,
            ["d/virtio.ko", "d/ring.ko", "d/virtio_blk.ko", "d/virtio-rng.ko"]
        );
    }

    #[test]
    fn folders_bring_all_that_is_in_them() {
        let dep =
            "kernel/a/one.ko: kernel/b/base.ko\nkernel/a/two.ko:\nkernel/b/base.ko:\nkernel/b/other.ko:\n";
        let order = closure(dep, &["a/", "lacking"]).expect("well-formed");
        assert_eq!(order, ["kernel/b/base.ko", "kernel/a/one.ko", "kernel/a/two.ko"]);
    }

    #[test]
    fn nonsense_is_refused() {
        assert!(load_order("no colon here\n").is_err());
    }
}
