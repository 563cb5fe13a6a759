//! Serial names of disks as udev's rules would make them, where no udev runs.
//!
//! Designators of SCSI units: SPC-4, section 7.8.6 (page 0x83); serial numbers: page 0x80.

use super::Raw;

const PAGE_MAX: u64 = 4096;

/// The name, from what the kernel has in sysfs.
pub(super) fn of(raw: &Raw<'_>) -> Option<String> {
    if raw.sysname.starts_with("nvme") {
        let model = underscored(&raw.attribute("device/model")?);
        let serial = underscored(&raw.attribute("device/serial")?);
        return Some(format!("{model}_{serial}"));
    }
    // Paravirtual disks have theirs beside their size.
    if let Some(serial) = raw.attribute("serial") {
        return Some(serial);
    }
    let page = raw.root.bytes(&raw.path.join("device/vpd_pg83"), PAGE_MAX);
    let vendor = raw.attribute("device/vendor").unwrap_or_default();
    let model = raw.attribute("device/model").unwrap_or_default();
    page.and_then(|page| designator(&page, &vendor, &model))
        .or_else(|| {
            let page = raw.root.bytes(&raw.path.join("device/vpd_pg80"), PAGE_MAX)?;
            let serial = String::from_utf8_lossy(page.get(4..)?).into_owned();
            Some(format!("S{}", joined(&[&vendor, &model, &serial])))
        })
}

/// The best of a unit's designators: world-wide ones first.
fn designator(page: &[u8], vendor: &str, model: &str) -> Option<String> {
    const ORDER: [u8; 4] = [3, 2, 1, 0];
    let length = usize::from(u16::from_be_bytes([*page.get(2)?, *page.get(3)?]));
    let mut rest = page.get(4..)?;
    rest = &rest[..rest.len().min(length)];
    let mut found: Vec<(u8, u8, &[u8])> = Vec::new();
    while let [first, second, _, size, tail @ ..] = rest {
        let Some(data) = tail.get(..usize::from(*size)) else {
            break;
        };
        // Only those of the unit itself, not of its ports.
        if second >> 4 & 3 == 0 {
            found.push((second & 0xf, first & 0xf, data));
        }
        rest = &tail[data.len()..];
    }
    let best = |kind: &u8| found.iter().find(|(found, _, _)| found == kind);
    let (kind, code_set, data) = ORDER.iter().find_map(best)?;
    let text = if *code_set == 1 {
        data.iter().map(|byte| format!("{byte:02x}")).collect()
    } else {
        underscored(&String::from_utf8_lossy(data))
    };
    Some(match kind {
        0 => format!("0{}", joined(&[vendor, model, &text])),
        kind => format!("{kind}{text}"),
    })
}

fn joined(parts: &[&str]) -> String {
    let parts: Vec<String> = parts.iter().map(|part| underscored(part)).collect();
    parts.join("_")
}

/// White space at the ends goes, runs of it within become one line.
fn underscored(text: &str) -> String {
    let words: Vec<&str> = text
        .split([' ', '\0', '\n', '\t'])
        .filter(|word| !word.is_empty())
        .collect();
    words.join("_")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_best_designator_wins() {
        let vendor = [&[2u8, 0, 0, 8][..], b"scratch0"].concat();
        let naa = [1u8, 3, 0, 2, 0x50, 0x01];
        let page = |body: &[u8]| {
            let length = u16::try_from(body.len()).unwrap().to_be_bytes();
            [&[0, 0x83][..], &length, body].concat()
        };
        let name = designator(&page(&vendor), "QEMU    ", "QEMU HARDDISK   ");
        assert_eq!(name.as_deref(), Some("0QEMU_QEMU_HARDDISK_scratch0"));
        let both = [&vendor[..], &naa].concat();
        assert_eq!(designator(&page(&both), "", "").as_deref(), Some("35001"));
        for cut in 0..both.len() {
            // Whatever is left is read or not, and nothing beyond it.
            let _ = designator(&page(&both)[..cut], "", "");
        }
    }
}
