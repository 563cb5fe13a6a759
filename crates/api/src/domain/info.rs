//! What a domain is and how it does.

use super::Domain;
use ferrovirt_protocol::remote::{DomainGetControlInfoRet, DomainGetInfoRet, DomainGetVcpusRet};
use ferrovirt_types::Result;
use ferrovirt_types::consts::{
    DomainBlockedReason, DomainControlState, DomainCrashedReason, DomainNostateReason, DomainPausedReason,
    DomainPmSuspendedReason, DomainRunningReason, DomainShutdownReason, DomainShutoffReason, DomainState,
    VcpuState,
};
use std::time::Duration;

/// State and size of a domain.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DomainInfo {
    /// State; `None` when it is newer than this crate.
    pub state: Option<DomainState>,
    /// Most memory that it may have, in KiB.
    pub max_memory_kib: u64,
    /// Memory that it has, in KiB.
    pub memory_kib: u64,
    /// Virtual processors.
    pub vcpus: u32,
    /// Processor time that it used.
    pub cpu_time: Duration,
}

impl From<DomainGetInfoRet> for DomainInfo {
    fn from(r: DomainGetInfoRet) -> Self {
        Self {
            state: DomainState::from_raw(r.state.into()),
            max_memory_kib: r.max_mem,
            memory_kib: r.memory,
            vcpus: r.nr_virt_cpu.into(),
            cpu_time: Duration::from_nanos(r.cpu_time),
        }
    }
}

/// A state with why the domain is in it. A reason is `None` when it is newer than this crate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// No state is known.
    NoState(Option<DomainNostateReason>),
    /// Running.
    Running(Option<DomainRunningReason>),
    /// Waiting for a resource.
    Blocked(Option<DomainBlockedReason>),
    /// Paused.
    Paused(Option<DomainPausedReason>),
    /// Shutting down.
    Shutdown(Option<DomainShutdownReason>),
    /// Not running.
    Shutoff(Option<DomainShutoffReason>),
    /// The guest crashed.
    Crashed(Option<DomainCrashedReason>),
    /// The guest suspended itself.
    PmSuspended(Option<DomainPmSuspendedReason>),
    /// A state that is newer than this crate, with its reason.
    Other(i32, i32),
}

impl State {
    /// From the numbers of the interface.
    pub fn from_raw(state: i32, reason: i32) -> Self {
        match DomainState::from_raw(state) {
            Some(DomainState::Nostate) => Self::NoState(DomainNostateReason::from_raw(reason)),
            Some(DomainState::Running) => Self::Running(DomainRunningReason::from_raw(reason)),
            Some(DomainState::Blocked) => Self::Blocked(DomainBlockedReason::from_raw(reason)),
            Some(DomainState::Paused) => Self::Paused(DomainPausedReason::from_raw(reason)),
            Some(DomainState::Shutdown) => Self::Shutdown(DomainShutdownReason::from_raw(reason)),
            Some(DomainState::Shutoff) => Self::Shutoff(DomainShutoffReason::from_raw(reason)),
            Some(DomainState::Crashed) => Self::Crashed(DomainCrashedReason::from_raw(reason)),
            Some(DomainState::Pmsuspended) => Self::PmSuspended(DomainPmSuspendedReason::from_raw(reason)),
            None => Self::Other(state, reason),
        }
    }
}

/// A virtual processor.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VcpuInfo {
    /// Its number.
    pub number: u32,
    /// State; `None` when it is newer than this crate.
    pub state: Option<VcpuState>,
    /// Time that it used.
    pub cpu_time: Duration,
    /// Processor of the host that it runs on; `None` when it does not.
    pub cpu: Option<u32>,
    /// Processors of the host that it may run on.
    pub affinity: Vec<u32>,
}

/// Whether the hypervisor of a domain can be talked to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ControlInfo {
    /// State; `None` when it is newer than this crate.
    pub state: Option<DomainControlState>,
    /// Detail of an error state.
    pub details: u32,
    /// Time since the state was entered.
    pub since: Duration,
}

impl From<DomainGetControlInfoRet> for ControlInfo {
    fn from(r: DomainGetControlInfoRet) -> Self {
        let state = i32::try_from(r.state).ok().and_then(DomainControlState::from_raw);
        Self {
            state,
            details: r.details,
            since: Duration::from_millis(r.state_time),
        }
    }
}

/// Numbers of the bits that are set.
pub(crate) fn bits(map: &[u8]) -> Vec<u32> {
    (0u32..)
        .zip(map)
        .flat_map(|(at, byte)| {
            (0..8)
                .filter(move |b| byte >> b & 1 == 1)
                .map(move |b| at * 8 + b)
        })
        .collect()
}

fn vcpus(r: DomainGetVcpusRet, map_len: usize) -> Vec<VcpuInfo> {
    let mut maps = r.cpumaps.chunks(map_len.max(1));
    r.info
        .into_iter()
        .map(|v| VcpuInfo {
            number: v.number,
            state: VcpuState::from_raw(v.state),
            cpu_time: Duration::from_nanos(v.cpu_time),
            cpu: u32::try_from(v.cpu).ok(),
            affinity: maps.next().map(bits).unwrap_or_default(),
        })
        .collect()
}

/// Bytes of a map of the host's processors.
pub(crate) fn map_len(cpus: u32) -> i32 {
    i32::try_from(cpus.div_ceil(8)).unwrap_or(i32::MAX)
}

impl Domain {
    /// State and size.
    pub async fn info(&self) -> Result<DomainInfo> {
        self.connection
            .drivers()
            .statistics
            .domain_get_info(&self.dom)
            .await
            .map(Into::into)
    }

    /// State and why it is in it.
    pub async fn state(&self) -> Result<State> {
        let r = self
            .connection
            .drivers()
            .lifecycle
            .domain_get_state(&self.dom, 0)
            .await?;
        Ok(State::from_raw(r.state, r.reason))
    }

    /// State of the connection to its hypervisor.
    pub async fn control_info(&self) -> Result<ControlInfo> {
        self.connection
            .drivers()
            .lifecycle
            .domain_get_control_info(&self.dom, 0)
            .await
            .map(Into::into)
    }

    /// Whether it is running, in whatever state.
    pub async fn is_active(&self) -> Result<bool> {
        self.connection
            .drivers()
            .lifecycle
            .domain_is_active(&self.dom)
            .await
    }

    /// Whether a definition is kept.
    pub async fn is_persistent(&self) -> Result<bool> {
        self.connection
            .drivers()
            .config
            .domain_is_persistent(&self.dom)
            .await
    }

    /// Whether the kept definition differs from the running domain.
    pub async fn is_updated(&self) -> Result<bool> {
        self.connection
            .drivers()
            .config
            .domain_is_updated(&self.dom)
            .await
    }

    /// Kind of operating system interface, such as `hvm`.
    pub async fn os_type(&self) -> Result<String> {
        self.connection
            .drivers()
            .config
            .domain_get_os_type(&self.dom)
            .await
    }

    /// The virtual processors of an active domain.
    pub async fn vcpus(&self) -> Result<Vec<VcpuInfo>> {
        let len = map_len(self.connection.cpu_count().await?);
        let count = self
            .connection
            .drivers()
            .tuning
            .domain_get_max_vcpus(&self.dom)
            .await?;
        let r = self
            .connection
            .drivers()
            .statistics
            .domain_get_vcpus(&self.dom, count, len)
            .await?;
        Ok(vcpus(r, usize::try_from(len).unwrap_or(1)))
    }

    /// Things to know about the domain, such as deprecated settings.
    pub async fn messages(&self) -> Result<Vec<String>> {
        self.connection
            .drivers()
            .statistics
            .domain_get_messages(&self.dom, 0)
            .await
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn processor_maps() {
        assert_eq!(bits(&[0b101, 0, 0b1000_0000]), [0, 2, 23]);
        assert_eq!((map_len(1), map_len(8), map_len(9)), (1, 1, 2));
    }

    #[test]
    fn states_carry_their_own_reasons() {
        assert_eq!(
            State::from_raw(1, 1),
            State::Running(Some(DomainRunningReason::Booted))
        );
        assert_eq!(State::from_raw(5, 99), State::Shutoff(None));
        assert_eq!(State::from_raw(42, 1), State::Other(42, 1));
    }
}
