//! Processors and memory nodes, as lists such as `0-3,8`; an empty list is what the group above has.

use crate::error::Result;
use crate::group::Group;

impl Group {
    /// Processors of the host that it keeps to (`cpuset.cpus`).
    pub fn cpus(&self) -> Result<String> {
        Ok(self.read("cpuset.cpus")?.trim().to_owned())
    }

    /// Sets the processors.
    pub fn set_cpus(&self, list: &str) -> Result<()> {
        self.write("cpuset.cpus", list_of(list))
    }

    /// Memory nodes of the host that it keeps to (`cpuset.mems`).
    pub fn memory_nodes(&self) -> Result<String> {
        Ok(self.read("cpuset.mems")?.trim().to_owned())
    }

    /// Sets the memory nodes; what it has on others moves.
    pub fn set_memory_nodes(&self, list: &str) -> Result<()> {
        self.write("cpuset.mems", list_of(list))
    }
}

/// A write of nothing does nothing; a line end is the empty list.
fn list_of(list: &str) -> &str {
    if list.is_empty() { "\n" } else { list }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::files::fake::Fake;
    use crate::group::Controller;
    use std::sync::Arc;

    #[test]
    fn lists_come_and_go() {
        let root = Group::at(Arc::new(Fake::new("/cg")), "/cg".into());
        root.pass_on(&[Controller::Cpuset]).unwrap();
        let group = root.child("a");
        group.make().unwrap();
        assert_eq!(group.memory_nodes().unwrap(), "");
        group.set_memory_nodes("0-1").unwrap();
        assert_eq!(group.memory_nodes().unwrap(), "0-1");
        group.set_cpus("3").unwrap();
        assert_eq!(group.cpus().unwrap(), "3");
        group.set_cpus("").unwrap();
        assert_eq!(group.cpus().unwrap(), "");
    }
}
