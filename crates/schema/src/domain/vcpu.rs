//! Virtual processors and I/O threads: how many, which.

use crate::common::idset::IdSet;
use ferrovirt_types::consts::ErrorNumber;
use ferrovirt_xml::{Xml, YesNo, words};

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
    /// Who places the threads. Default: static with processors, else that of `<numatune>`. Since 0.9.11.
    #[xml(attr)]
    pub placement: Option<Placement>,
    /// Processors of the host. Default: all. Since 0.4.4.
    #[xml(attr)]
    pub cpuset: Option<IdSet>,
    /// How many there are at start. Unit: processors. Default: all. Since 0.8.5. Live.
    #[xml(attr)]
    pub current: Option<u32>,
    /// Most there can be. Unit: processors.
    #[xml(text)]
    pub count: u32,
}

/// A single processor.
#[derive(Debug, Clone, PartialEq, Eq, Xml)]
pub struct VcpuEntry {
    /// Number of the processor. Unit: none.
    #[xml(attr)]
    pub id: u32,
    /// Whether it is there at start. Live.
    #[xml(attr)]
    pub enabled: YesNo,
    /// Whether it can be taken out. Default: no for those that are there from the start, else yes.
    #[xml(attr)]
    pub hotpluggable: Option<YesNo>,
    /// Order in which they are put in. Unit: none. Default: any order.
    #[xml(attr)]
    pub order: Option<u32>,
}

/// An I/O thread.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct IoThread {
    /// Number of the thread. Unit: none.
    #[xml(attr, nonzero)]
    pub id: u32,
    /// Least workers. Unit: threads. Default: chosen by the hypervisor. Since 8.5. Live.
    #[xml(attr)]
    pub thread_pool_min: Option<u32>,
    /// Most workers. Unit: threads. Default: chosen by the hypervisor. Since 8.5. Live.
    #[xml(attr, nonzero, invalid = ErrorNumber::ConfigUnsupported)]
    pub thread_pool_max: Option<u32>,
    /// How long it polls before it sleeps. Default: chosen by the hypervisor. Since 9.4. Live.
    #[xml(child)]
    pub poll: Option<Poll>,
}

/// How long an I/O thread polls before it sleeps.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct Poll {
    /// Longest time; 0 is never. Unit: nanoseconds. Default: chosen by the hypervisor. Since 9.4. Live.
    #[xml(attr)]
    pub max: Option<u64>,
    /// Factor by which the time grows; 0 is the host's choice. Unit: times. Default: chosen by the
    /// hypervisor. Since 9.4. Live.
    #[xml(attr)]
    pub grow: Option<u64>,
    /// Factor by which the time shrinks; 0 is the host's choice. Unit: times. Default: chosen by the
    /// hypervisor. Since 9.4. Live.
    #[xml(attr)]
    pub shrink: Option<u64>,
    /// Weight of the last interval in the estimate. Unit: none. Default: chosen by the hypervisor. Since
    /// 12.7. Live.
    #[xml(attr)]
    pub weight: Option<u64>,
}

/// Threads of the main loop.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct DefaultIoThread {
    /// Least workers. Unit: threads. Default: chosen by the hypervisor.
    #[xml(attr)]
    pub thread_pool_min: Option<u32>,
    /// Most workers. Unit: threads. Default: chosen by the hypervisor.
    #[xml(attr)]
    pub thread_pool_max: Option<u32>,
}
