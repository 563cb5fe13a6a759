//! VLAN tags of a port.

use ferrovirt_types::vlan::Vlans;
use ferrovirt_xml::{Node, Xml, XmlError, XmlErrorKind, YesNo, words};

words! {
    /// How the native VLAN is tagged.
    pub enum NativeMode {
        Tagged = "tagged",
        Untagged = "untagged",
    }
}

/// A port carries one VLAN, or several as a trunk.
fn tags_fit(vlan: &Vlan, node: Node<'_>) -> Result<(), XmlError> {
    match vlan.tags.len() {
        0 => Err(node.missing("element", "tag")),
        2.. if vlan.trunk == Some(YesNo::No) => Err(node.error(XmlErrorKind::Rule(
            "trunk='no' is for one <tag>; several need trunk='yes'".to_owned(),
        ))),
        _ => Ok(()),
    }
}

/// VLANs that a port carries.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
#[xml(whole = tags_fit)]
pub struct Vlan {
    /// Whether several VLANs are carried. Default: yes with several VLANs, no with one.
    #[xml(attr)]
    pub trunk: Option<YesNo>,
    /// The VLANs.
    #[xml(child = "tag", required)]
    pub tags: Vec<VlanTag>,
}

/// One VLAN.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct VlanTag {
    /// Number of the VLAN, 1 to 4095. Unit: none.
    #[xml(attr)]
    pub id: u16,
    /// Whether untagged packets belong to this VLAN, and how they leave. Default: none. Since 1.1.0.
    #[xml(attr = "nativeMode")]
    pub native_mode: Option<NativeMode>,
}

impl Vlan {
    /// What it means for a port: several VLANs, or one that is marked as native, make a trunk; a single one
    /// is that of packets without a tag. `Err` has the number that names no VLAN.
    pub fn carried(&self) -> Result<Vlans, u16> {
        if let Some(bad) = self.tags.iter().find(|tag| !Vlans::NUMBERS.contains(&tag.id)) {
            return Err(bad.id);
        }
        let native = self.tags.iter().find(|tag| tag.native_mode.is_some());
        if let ([only], None) = (&*self.tags, native)
            && self.trunk != Some(YesNo::Yes)
        {
            return Ok(Vlans::access(only.id));
        }
        let mut tagged = Vec::new();
        for tag in &self.tags {
            if Some(tag.id) != native.map(|tag| tag.id) && !tagged.contains(&tag.id) {
                tagged.push(tag.id);
            }
        }
        Ok(Vlans {
            native: native.map(|tag| tag.id),
            native_tagged: native.is_some_and(|tag| tag.native_mode == Some(NativeMode::Tagged)),
            tagged,
        })
    }

    /// The element that has this meaning.
    pub fn of(vlans: &Vlans) -> Self {
        let native_mode = if vlans.native_tagged {
            NativeMode::Tagged
        } else {
            NativeMode::Untagged
        };
        let is_trunk = vlans.native_tagged || !vlans.tagged.is_empty();
        let tags = vlans.numbers().map(|id| VlanTag {
            id,
            native_mode: (is_trunk && Some(id) == vlans.native).then_some(native_mode),
        });
        Self {
            trunk: is_trunk.then_some(YesNo::Yes),
            tags: tags.collect(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tag(id: u16, native_mode: Option<NativeMode>) -> VlanTag {
        VlanTag { id, native_mode }
    }

    #[test]
    fn what_tags_mean() {
        let vlan = |trunk, tags: Vec<VlanTag>| Vlan { trunk, tags };
        let access = vlan(None, vec![tag(7, None)]);
        assert_eq!(access.carried(), Ok(Vlans::access(7)));
        assert_eq!(Vlan::of(&Vlans::access(7)), access);
        let trunk = vlan(
            Some(YesNo::Yes),
            vec![tag(42, Some(NativeMode::Untagged)), tag(43, None)],
        );
        let meant = Vlans {
            native: Some(42),
            native_tagged: false,
            tagged: vec![43],
        };
        assert_eq!(trunk.carried(), Ok(meant.clone()));
        assert_eq!(Vlan::of(&meant), trunk);
        let one = vlan(Some(YesNo::Yes), vec![tag(9, None)]).carried().unwrap();
        assert_eq!((one.native, one.tagged), (None, vec![9]));
        assert_eq!(vlan(None, vec![tag(4095, None)]).carried(), Err(4095));
    }
}
