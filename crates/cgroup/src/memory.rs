//! Memory: limits in bytes, and what is in use.

use crate::error::Result;
use crate::group::Group;

/// A limit of memory or swap.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MemoryLimit {
    /// Beyond it the group's processes are killed (`memory.max`).
    Max,
    /// Beyond it they are slowed down and pressed (`memory.high`).
    High,
    /// Up to it the group's memory is spared (`memory.low`).
    Low,
    /// Swap alone, without the memory (`memory.swap.max`).
    Swap,
}

impl MemoryLimit {
    /// Its file.
    pub fn file(self) -> &'static str {
        match self {
            MemoryLimit::Max => "memory.max",
            MemoryLimit::High => "memory.high",
            MemoryLimit::Low => "memory.low",
            MemoryLimit::Swap => "memory.swap.max",
        }
    }
}

impl Group {
    /// A limit in bytes; none is no limit.
    pub fn memory_limit(&self, limit: MemoryLimit) -> Result<Option<u64>> {
        let text = self.read(limit.file())?;
        match text.trim() {
            "max" => Ok(None),
            number => number
                .parse()
                .map(Some)
                .map_err(|_| self.malformed(limit.file(), "bytes or 'max'", &text)),
        }
    }

    /// Sets a limit in bytes; none is no limit.
    pub fn set_memory_limit(&self, limit: MemoryLimit, bytes: Option<u64>) -> Result<()> {
        match bytes {
            Some(bytes) => self.write(limit.file(), bytes),
            None => self.write(limit.file(), "max"),
        }
    }

    /// Bytes in use (`memory.current`).
    pub fn memory_usage(&self) -> Result<u64> {
        let text = self.read("memory.current")?;
        let bytes = text.trim().parse();
        bytes.map_err(|_| self.malformed("memory.current", "bytes", &text))
    }

    /// One figure of `memory.stat` by its name; bytes for most of them.
    pub fn memory_stat(&self, name: &str) -> Result<Option<u64>> {
        let text = self.read("memory.stat")?;
        let found = text.lines().find_map(|l| l.strip_prefix(name)?.strip_prefix(' '));
        Ok(found.and_then(|n| n.trim().parse().ok()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::files::fake::Fake;
    use crate::group::Controller;
    use std::sync::Arc;

    #[test]
    fn limits_come_and_go() {
        let fake = Arc::new(Fake::new("/cg"));
        let root = Group::at(fake.clone(), "/cg".into());
        root.pass_on(&[Controller::Memory]).unwrap();
        let group = root.child("a");
        group.make().unwrap();
        for limit in [MemoryLimit::Max, MemoryLimit::High, MemoryLimit::Swap] {
            assert_eq!(group.memory_limit(limit).unwrap(), None);
            group.set_memory_limit(limit, Some(4096)).unwrap();
            assert_eq!(group.memory_limit(limit).unwrap(), Some(4096));
            group.set_memory_limit(limit, None).unwrap();
            assert_eq!(group.memory_limit(limit).unwrap(), None);
        }
        assert_eq!(group.memory_limit(MemoryLimit::Low).unwrap(), Some(0));
        fake.put("/cg/a/memory.stat", "anon 7\nfile 9\n");
        assert_eq!(group.memory_stat("file").unwrap(), Some(9));
        assert_eq!(group.memory_stat("fil").unwrap(), None);
        fake.put("/cg/a/memory.current", "12\n");
        assert_eq!(group.memory_usage().unwrap(), 12);
    }
}
