//! Virtual processors and I/O threads: how many, which.

use ferrovirt_xml::{RawElement, Xml, YesNo, words};

words! {
    /// Who places the threads.
    pub enum Placement {
        Static = "static",
        Auto = "auto",
    }
}

/// `<vcpu>`: the most there can be.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct VcpuCount {
    #[xml(attr)]
    pub placement: Option<Placement>,
    #[xml(attr)]
    pub cpuset: Option<String>,
    /// How many there are at start.
    #[xml(attr)]
    pub current: Option<u32>,
    #[xml(text)]
    pub count: u32,
}

#[derive(Debug, Clone, PartialEq, Eq, Xml)]
pub struct VcpuEntry {
    #[xml(attr)]
    pub id: u32,
    #[xml(attr)]
    pub enabled: YesNo,
    #[xml(attr)]
    pub hotpluggable: Option<YesNo>,
    #[xml(attr)]
    pub order: Option<u32>,
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct IoThread {
    #[xml(attr)]
    pub id: u32,
    #[xml(attr)]
    pub thread_pool_min: Option<u32>,
    #[xml(attr)]
    pub thread_pool_max: Option<u32>,
    #[xml(raw)]
    pub poll: Option<RawElement>,
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct DefaultIoThread {
    #[xml(attr)]
    pub thread_pool_min: Option<u32>,
    #[xml(attr)]
    pub thread_pool_max: Option<u32>,
}
