//! The figures of a definition that lists and statistics need, so that the document need not be read
//! for them again.

use crate::storage::{self, Sizes};
use ferrovirt_protocol::TypedParams;
use ferrovirt_schema::common::source::StorageSource;
use ferrovirt_schema::domain::Domain;
use ferrovirt_types::param::TypedParam;
use std::path::Path;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

/// How old the sizes of files of a guest that is off may be.
const FRESH: Duration = Duration::from_secs(2);

/// What a guest that is off was answered with, for a while.
#[derive(Debug)]
struct Answer {
    of: Question,
    when: Instant,
    params: TypedParams,
}

/// What the figures of a guest that is off depend on beside its definition and its files.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Question {
    /// Groups of figures that are asked for.
    pub groups: u32,
    /// Why the guest is off.
    pub reason: i32,
}

/// Figures of one guest.
#[derive(Debug)]
pub struct Summary {
    /// Memory at most, in KiB.
    pub max_memory_kib: u64,
    /// Memory at start, in KiB.
    pub memory_kib: u64,
    /// Virtual processors at most.
    pub max_vcpus: u32,
    /// Virtual processors at start.
    pub vcpus: u32,
    /// Disks.
    pub disks: Box<[DiskSummary]>,
    /// Network interfaces.
    pub nics: Box<[NicSummary]>,
    answer: Mutex<Option<Answer>>,
}

/// A disk.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DiskSummary {
    /// Name in the guest.
    pub target: Box<str>,
    /// File or device on the host.
    pub path: Option<Box<str>>,
    /// Name within QEMU, of a running guest.
    pub alias: Option<Box<str>>,
    /// Number of the uppermost node, of a running guest.
    pub index: Option<u32>,
}

/// A network interface.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NicSummary {
    /// Device on the host, of a running guest.
    pub target: Option<Box<str>>,
    /// MAC address.
    pub mac: Box<str>,
}

impl Summary {
    /// The figures of a document.
    pub fn of(doc: &Domain) -> Self {
        let max_memory_kib = doc.memory.as_ref().map_or(0, |m| m.size.0);
        let max_vcpus = doc.vcpu.as_ref().map_or(1, |v| v.count);
        let disks = doc.devices.iter().flat_map(|d| &d.disks).map(|disk| DiskSummary {
            target: disk.target.dev.as_str().into(),
            path: disk.source.path().map(Into::into),
            alias: disk.info.alias.as_deref().map(Into::into),
            index: match &disk.source {
                StorageSource::File(f) => f.common.index,
                StorageSource::Block(b) => b.common.index,
                _ => None,
            },
        });
        let nics = doc
            .devices
            .iter()
            .flat_map(|d| &d.interfaces)
            .map(|nic| NicSummary {
                target: nic.target.as_ref().and_then(|t| t.dev.as_deref()).map(Into::into),
                mac: nic
                    .mac
                    .as_ref()
                    .map(|m| m.address.to_string())
                    .unwrap_or_default()
                    .into(),
            });
        Summary {
            max_memory_kib,
            memory_kib: doc.current_memory.map_or(max_memory_kib, |m| m.0),
            max_vcpus,
            vcpus: doc.vcpu.as_ref().and_then(|v| v.current).unwrap_or(max_vcpus),
            disks: disks.collect(),
            nics: nics.collect(),
            answer: Mutex::new(None),
        }
    }

    /// The figures of a guest that is off, at most `FRESH` old; `make` makes them from the sizes of the disks'
    /// files, disk by disk.
    pub fn off_figures(
        &self,
        question: Question,
        now: Instant,
        make: impl FnOnce(&[Option<Sizes>]) -> Vec<TypedParam>,
    ) -> TypedParams {
        {
            let answer = self.answer.lock().unwrap_or_else(PoisonError::into_inner);
            if let Some(known) = &*answer
                && known.of == question
                && now.saturating_duration_since(known.when) < FRESH
            {
                return known.params.clone();
            }
        }
        let look = |disk: &DiskSummary| storage::sizes(Path::new(disk.path.as_deref()?)).ok();
        let sizes: Vec<Option<Sizes>> = self.disks.iter().map(look).collect();
        let params = TypedParams::shared(make(&sizes));
        let answer = Answer {
            of: question,
            when: now,
            params: params.clone(),
        };
        *self.answer.lock().unwrap_or_else(PoisonError::into_inner) = Some(answer);
        params
    }
}
