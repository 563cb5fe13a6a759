//! Figures of jobs of a whole guest, as clients are told of them.

use ferrovirt_types::consts::{DomainJobOperation, DomainJobType};
use ferrovirt_types::param::TypedParam;
use serde::Deserialize;
use std::time::{SystemTime, UNIX_EPOCH};

/// Milliseconds since 1970: what outlives a daemon counts in them.
pub fn now_ms() -> u64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    u64::try_from(since.as_millis()).unwrap_or(u64::MAX)
}

/// What a job has moved.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Moved {
    /// Nothing that is counted.
    #[default]
    Nothing,
    /// Memory: bytes in all, done, and left.
    Memory {
        /// In all.
        total: u64,
        /// Done.
        done: u64,
        /// Left.
        left: u64,
        /// Further figures, by their names in the interface.
        more: Vec<(&'static str, u64)>,
    },
    /// Content of disks.
    Disks {
        /// Bytes in all.
        total: u64,
        /// Bytes done.
        done: u64,
    },
    /// What a guest overwrites while others read what was there.
    Scratch {
        /// Bytes that it takes.
        used: u64,
        /// Bytes that it can take.
        total: u64,
    },
}

/// A job that goes on, or is over.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JobFigures {
    /// What it does.
    pub operation: DomainJobOperation,
    /// Whether it goes on, and how it ended.
    pub kind: DomainJobType,
    /// Milliseconds that it took.
    pub elapsed: u64,
    /// What it moved.
    pub moved: Moved,
    /// Why it ended early.
    pub error: Option<String>,
}

/// Answer of `query-migrate`, as far as its figures are told.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "kebab-case", default)]
struct Stream {
    downtime: u64,
    setup_time: u64,
    ram: Option<Ram>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "kebab-case", default)]
struct Ram {
    total: u64,
    transferred: u64,
    remaining: u64,
    duplicate: u64,
    normal: u64,
    normal_bytes: u64,
    mbps: f64,
    page_size: u64,
    dirty_pages_rate: u64,
    dirty_sync_count: u64,
    postcopy_requests: u64,
}

impl Moved {
    /// What the answer of `query-migrate` says.
    pub fn of_stream(answer: &str) -> Self {
        let stream: Stream = serde_json::from_str(answer).unwrap_or_default();
        let Some(ram) = stream.ram else {
            return Moved::Nothing;
        };
        Moved::Memory {
            total: ram.total,
            done: ram.transferred,
            left: ram.remaining,
            more: vec![
                // Bits of a million to bytes; a figure for people.
                ("memory_bps", (ram.mbps * 125_000.0) as u64),
                ("memory_constant", ram.duplicate),
                ("memory_normal", ram.normal),
                ("memory_normal_bytes", ram.normal_bytes),
                ("memory_dirty_rate", ram.dirty_pages_rate),
                ("memory_iteration", ram.dirty_sync_count),
                ("memory_postcopy_requests", ram.postcopy_requests),
                ("memory_page_size", ram.page_size),
                ("downtime", stream.downtime),
                ("setup_time", stream.setup_time),
            ],
        }
    }
}

impl JobFigures {
    /// A job that began at `started`, in milliseconds since 1970, and did what it was to do.
    pub fn completed(operation: DomainJobOperation, started: u64, moved: Moved) -> Self {
        JobFigures {
            operation,
            kind: DomainJobType::Completed,
            elapsed: now_ms().saturating_sub(started),
            moved,
            error: None,
        }
    }

    /// Figures as parameters of the interface (`VIR_DOMAIN_JOB_*`).
    pub fn params(&self) -> Vec<TypedParam> {
        let mut params = vec![
            TypedParam::new("operation", self.operation.raw()),
            TypedParam::new("time_elapsed", self.elapsed),
        ];
        let mut add = |name: &str, value: u64| params.push(TypedParam::new(name.to_owned(), value));
        match &self.moved {
            Moved::Nothing => {}
            Moved::Memory {
                total,
                done,
                left,
                more,
            } => {
                for group in ["data", "memory"] {
                    add(&format!("{group}_total"), *total);
                    add(&format!("{group}_processed"), *done);
                    add(&format!("{group}_remaining"), *left);
                }
                for (name, value) in more {
                    add(name, *value);
                }
            }
            &Moved::Disks { total, done } => {
                if total > 0 || done > 0 {
                    add("disk_total", total);
                    add("disk_processed", done);
                    add("disk_remaining", total.saturating_sub(done));
                }
            }
            &Moved::Scratch { used, total } => {
                if used > 0 || total > 0 {
                    add("disk_temp_used", used);
                    add("disk_temp_total", total);
                }
            }
        }
        if !matches!(self.kind, DomainJobType::Bounded | DomainJobType::Unbounded) {
            params.push(TypedParam::new("success", self.kind == DomainJobType::Completed));
        }
        if let Some(error) = &self.error {
            params.push(TypedParam::new("errmsg", error.clone()));
        }
        params
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_counted_is_not_named() {
        let mut job = JobFigures {
            operation: DomainJobOperation::Backup,
            kind: DomainJobType::Unbounded,
            elapsed: 5,
            moved: Moved::Disks { total: 0, done: 0 },
            error: None,
        };
        let names = |job: &JobFigures| -> Vec<String> {
            job.params().into_iter().map(|p| p.field.to_string()).collect()
        };
        assert_eq!(names(&job), ["operation", "time_elapsed"]);
        job.moved = Moved::Scratch { used: 1, total: 2 };
        job.kind = DomainJobType::Completed;
        job.error = Some("canceled".to_owned());
        let all = [
            "operation",
            "time_elapsed",
            "disk_temp_used",
            "disk_temp_total",
            "success",
            "errmsg",
        ];
        assert_eq!(names(&job), all);
    }
}
