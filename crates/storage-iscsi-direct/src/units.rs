//! What `iscsi-ls` prints.

/// A target with its units that are disks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Offer {
    pub(crate) iqn: String,
    pub(crate) luns: Vec<u32>,
}

/// `Target:NAME Portal:ADDRESS`, followed by `Lun:N Type:KIND (Size:…)` for each of its units.
pub(crate) fn parse(text: &str) -> Vec<Offer> {
    let mut offers: Vec<Offer> = Vec::new();
    for line in text.lines() {
        let mut words = line.split_whitespace();
        let Some(first) = words.next() else { continue };
        if let Some(iqn) = first.strip_prefix("Target:") {
            offers.push(Offer {
                iqn: iqn.to_owned(),
                luns: Vec::new(),
            });
        } else if let (Some(lun), Some(offer)) = (first.strip_prefix("Lun:"), offers.last_mut())
            && words.next() == Some("Type:DIRECT_ACCESS")
        {
            offer.luns.extend(lun.parse::<u32>());
        }
    }
    offers
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn disks_are_told_from_controllers() {
        let text = "Target:iqn.x:a Portal:127.0.0.1:3260,1\nLun:0    Type:STORAGE_ARRAY_CONTROLLER\n\
            Lun:1    Type:DIRECT_ACCESS (Size:63M)\nTarget:iqn.x:b Portal:127.0.0.1:3260,1\nLun:7 Type:DIRECT_ACCESS (Size:9M)\n";
        assert_eq!(
            parse(text),
            [
                Offer {
                    iqn: "iqn.x:a".into(),
                    luns: vec![1]
                },
                Offer {
                    iqn: "iqn.x:b".into(),
                    luns: vec![7]
                }
            ]
        );
        assert!(parse("Lun:1 Type:DIRECT_ACCESS\nFailed").is_empty());
    }
}
