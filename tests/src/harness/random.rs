//! Numbers that look random and can be had again from their seed.

/// The seed when none is given.
const USUAL: u64 = 20_261_122;

/// A small generator (xorshift64*): good enough to choose moments and bytes.
pub struct Random(u64);

impl Random {
    /// Seeded by `FERROVIRT_SEED`: a number, or `new` for one of the clock. Without it each run is the
    /// same, so that a change is judged by what it changed. The seed is printed.
    pub fn seeded(what: &str) -> Self {
        let seed = match std::env::var("FERROVIRT_SEED").ok().as_deref() {
            None => USUAL,
            Some(text) => text.parse().unwrap_or_else(|_| {
                std::time::SystemTime::now()
                    .duration_since(std::time::UNIX_EPOCH)
                    .map_or(1, |since| u64::from(since.subsec_nanos()) ^ since.as_secs())
            }),
        };
        println!("    {what}: FERROVIRT_SEED={seed}");
        Self(seed | 1)
    }

    /// What follows from a seed.
    pub fn from_seed(seed: u64) -> Self {
        // Neighbouring seeds are not to begin alike.
        Self(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1)
    }

    /// For what need not be had again.
    pub fn unseeded() -> Self {
        use std::hash::{BuildHasher, RandomState};

        Self(RandomState::new().hash_one(std::process::id()) | 1)
    }

    /// Another one that goes its own way.
    pub fn fork(&mut self) -> Self {
        Self(self.word() | 1)
    }

    pub fn word(&mut self) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        self.0.wrapping_mul(0x2545_F491_4F6C_DD1D)
    }

    /// A number below a limit that is not zero.
    pub fn below(&mut self, limit: u64) -> u64 {
        self.word() % limit
    }

    pub fn bytes(&mut self, count: usize) -> Vec<u8> {
        (0..count).map(|_| self.word().to_be_bytes()[0]).collect()
    }
}
