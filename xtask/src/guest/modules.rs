//! Which kernel modules the guest loads, and in which order.

use std::collections::HashMap;

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
    let mut table: HashMap<String, (&str, Vec<&str>)> = HashMap::new();
    for line in modules_dep.lines() {
        let (file, needs) = line
            .split_once(':')
            .ok_or_else(|| format!("modules.dep has a line without a colon: {line:?}"))?;
        table.insert(module_name(file), (file, needs.split_whitespace().collect()));
    }
    let mut order: Vec<String> = Vec::new();
    for name in WANTED {
        let Some((file, needs)) = table.get(*name) else {
            continue;
        };
        // depmod lists what is needed nearest first: the farthest must be loaded first.
        for file in needs.iter().rev().chain(std::iter::once(file)) {
            if !order.iter().any(|known| known == file) {
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
    fn nonsense_is_refused() {
        assert!(load_order("no colon here\n").is_err());
    }
}
