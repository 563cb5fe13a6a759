//! VLANs that a port of a bridge carries.

/// VLANs of a port. **Invariant** for whoever makes one: numbers are 1 to 4094, and each is there once.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Vlans {
    /// The VLAN that packets without a tag belong to; without one they are dropped.
    pub native: Option<u16>,
    /// Whether packets of the native VLAN leave the port with their tag.
    pub native_tagged: bool,
    /// VLANs whose packets come and go with their tags, beside the native one.
    pub tagged: Vec<u16>,
}

impl Vlans {
    /// Numbers that name VLANs: IEEE 802.1Q keeps 0 and 4095.
    pub const NUMBERS: std::ops::RangeInclusive<u16> = 1..=4094;

    /// One VLAN whose packets have no tag on the port's side.
    pub fn access(number: u16) -> Self {
        Self {
            native: Some(number),
            ..Self::default()
        }
    }

    /// All of them, the native one first.
    pub fn numbers(&self) -> impl Iterator<Item = u16> {
        self.native.into_iter().chain(self.tagged.iter().copied())
    }
}
