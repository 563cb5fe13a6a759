//! How threads that do I/O wait for it.

use super::bulk::{Patience, ask};
use crate::define;
use crate::guest::Live;
use ferrovirt_qmp::Command;
use ferrovirt_types::param::TypedParam;
use serde::{Deserialize, Serialize};

#[derive(Debug, Serialize)]
struct QueryIoThreads {}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "kebab-case")]
struct IoThread {
    id: String,
    #[serde(default)]
    poll_max_ns: u64,
    #[serde(default)]
    poll_grow: u32,
    #[serde(default)]
    poll_shrink: u32,
}

impl Command for QueryIoThreads {
    const NAME: &'static str = "query-iothreads";
    type Return = Vec<IoThread>;
}

/// Figures of each; nothing where there are none.
pub(super) async fn polling(live: &Live, name: &str, patience: Patience) -> Vec<TypedParam> {
    if define::iothread_ids(&live.doc).is_empty() {
        return Vec::new();
    }
    let Ok(threads) = ask(live, name, &QueryIoThreads {}, patience).await else {
        return Vec::new();
    };
    let mut threads: Vec<(u32, IoThread)> = threads
        .into_iter()
        .filter_map(|t| Some((t.id.strip_prefix("iothread")?.parse().ok()?, t)))
        .collect();
    threads.sort_by_key(|(id, _)| *id);
    let count = u32::try_from(threads.len()).unwrap_or(u32::MAX);
    let mut params = vec![TypedParam::new("iothread.count", count)];
    for (id, thread) in threads {
        params.push(TypedParam::new(
            format!("iothread.{id}.poll-max-ns"),
            thread.poll_max_ns,
        ));
        params.push(TypedParam::new(
            format!("iothread.{id}.poll-grow"),
            thread.poll_grow,
        ));
        params.push(TypedParam::new(
            format!("iothread.{id}.poll-shrink"),
            thread.poll_shrink,
        ));
    }
    params
}
