//! Documents of the objects that scripts make: plausible, now and then wrong. Every element that can be
//! left out stands on a line of its own, which is what shrinking takes away.

mod device;
mod domain;
mod other;

pub use device::device;
pub use domain::domain;
pub use other::{checkpoint, cpu, host_device, interface, network, pool, snapshot, update, volume};

use super::random::Chance;
use uuid::Uuid;

/// UUID that an object of this name has in scripts, unless its document leaves it out.
pub fn uuid_of(name: &str) -> Uuid {
    match name {
        "test" => Uuid::from_u128(0x6695_eb01_f6a4_8304_79aa_97f2_502e_193f),
        "default" => Uuid::from_u128(0xdd8f_e884_6c02_601e_7551_cca9_7df1_c5df),
        "default-pool" => Uuid::from_u128(0xdfe2_24cb_28fb_8dd0_c4b2_64eb_3f0f_4566),
        other => {
            let sum = other
                .bytes()
                .fold(7_u64, |sum, byte| sum.wrapping_mul(31).wrapping_add(byte.into()));
            Uuid::from_u128(0x1111_2222_3333_4444_0000_0000_0000_0000 | u128::from(sum))
        }
    }
}

/// Lines of a document.
#[derive(Default)]
pub(super) struct Lines(String);

impl Lines {
    pub fn put(&mut self, line: impl AsRef<str>) -> &mut Self {
        self.0.push_str(line.as_ref());
        self.0.push('\n');
        self
    }

    /// A line that is there once in so many times.
    pub fn some(&mut self, chance: &mut Chance, one_in: usize, lines: &[&'static str]) -> &mut Self {
        if chance.one_in(one_in)
            && let Some(line) = chance.line_of(lines)
        {
            self.put(line);
        }
        self
    }

    /// One of several lines; the first is never wrong.
    pub fn one_of(&mut self, chance: &mut Chance, lines: &[&'static str]) -> &mut Self {
        let line = chance.line_of(lines).or(lines.first().copied());
        self.put(line.unwrap_or_default())
    }

    pub fn text(self) -> String {
        self.0
    }
}
