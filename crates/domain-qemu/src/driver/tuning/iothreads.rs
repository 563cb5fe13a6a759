//! Threads that do the I/O of disks.

use super::super::QemuDriver;
use super::super::reads::impact;
use super::{cpumap, parts, pins};
use crate::block::monitor::Block;
use crate::define;
use crate::error::{QemuError, Result};
use crate::guest::{Guest, Live};
use ferrovirt_protocol::remote;
use ferrovirt_qmp::RawCommand;
use ferrovirt_schema::domain::Domain;
use ferrovirt_schema::domain::tune::IoThreadPin;
use ferrovirt_schema::domain::vcpu::IoThread;
use ferrovirt_types::consts::ErrorNumber;
use ferrovirt_types::object::DomainRef;
use ferrovirt_types::param::TypedParam;
use ferrovirt_types::params::{self, Want};
use serde::Deserialize;
use std::collections::BTreeSet;

#[derive(Debug, Deserialize)]
#[serde(rename_all = "kebab-case")]
struct Running {
    id: String,
    thread_id: i32,
}

fn monitor<'m>(live: &'m Live, guest: &'m Guest) -> Result<Block<'m>> {
    Ok(Block {
        monitor: live.monitor(&guest.name)?,
        name: &guest.name,
    })
}

/// Number and thread of each.
pub(super) async fn running(live: &Live, guest: &Guest) -> Result<Vec<(u32, i32)>> {
    let block = monitor(live, guest)?;
    let answer = block
        .monitor
        .run(RawCommand::new("query-iothreads"), crate::block::monitor::COMMAND)
        .await
        .map_err(QemuError::monitor(&guest.name))?;
    let list: Vec<Running> = serde_json::from_str(answer.get())
        .map_err(|e| QemuError::Failed(format!("answer to 'query-iothreads': {e}")))?;
    let mut threads: Vec<(u32, i32)> = list
        .into_iter()
        .filter_map(|t| Some((t.id.strip_prefix("iothread")?.parse().ok()?, t.thread_id)))
        .collect();
    threads.sort_unstable();
    Ok(threads)
}

fn missing(id: u32) -> QemuError {
    QemuError::InvalidArg(format!("cannot find IOThread '{id}' in iothreadids list"))
}

fn find(doc: &Domain, id: u32) -> Result<()> {
    if define::iothread_ids(doc).contains(&id) {
        Ok(())
    } else {
        Err(missing(id))
    }
}

fn may_add(doc: &Domain, id: u32) -> Result<()> {
    if define::iothread_ids(doc).contains(&id) {
        return Err(QemuError::InvalidArg(format!(
            "an IOThread is already using iothread_id '{id}'"
        )));
    }
    Ok(())
}

fn may_remove(doc: &Domain, id: u32) -> Result<()> {
    find(doc, id)?;
    let d = doc.devices.as_ref();
    let by_disk = d.is_some_and(|d| {
        d.disks
            .iter()
            .any(|x| x.driver.as_ref().is_some_and(|x| x.iothread == Some(id)))
    });
    let by_controller = d.is_some_and(|d| {
        d.controllers
            .iter()
            .any(|x| x.driver.as_ref().is_some_and(|x| x.iothread == Some(id)))
    });
    if by_disk || by_controller {
        let what = if by_disk { "disk" } else { "controller" };
        return Err(QemuError::InvalidArg(format!(
            "cannot remove IOThread '{id}' since it is being used by a {what}"
        )));
    }
    Ok(())
}

/// Lists the threads one by one, which until then may only have been counted.
fn listed(doc: &mut Domain) -> &mut Vec<IoThread> {
    let ids = define::iothread_ids(doc);
    for id in ids {
        if !doc.iothread_ids.iter().any(|t| t.id == id) {
            doc.iothread_ids.push(IoThread {
                id,
                ..IoThread::default()
            });
        }
    }
    &mut doc.iothread_ids
}

fn recount(doc: &mut Domain) {
    let count = u32::try_from(doc.iothread_ids.len()).unwrap_or(u32::MAX);
    doc.iothreads = Some(count).filter(|n| *n > 0);
}

/// Parameters of the interface, with the properties of QEMU's object.
const PARAMS: [(&str, Want, &str); 5] = [
    ("poll_max_ns", Want::ULLong, "poll-max-ns"),
    ("poll_grow", Want::UInt, "poll-grow"),
    ("poll_shrink", Want::UInt, "poll-shrink"),
    ("thread_pool_min", Want::Int, "thread-pool-min"),
    ("thread_pool_max", Want::Int, "thread-pool-max"),
];

fn property(param: &TypedParam) -> Result<(&'static str, u64)> {
    let known = PARAMS.iter().find(|(field, ..)| *field == param.field);
    let Some((_, _, name)) = known.copied() else {
        return Err(QemuError::InvalidArg(format!(
            "parameter '{}' not supported",
            param.field
        )));
    };
    let number = param.value.as_u64();
    let most = if name == "poll-max-ns" {
        i64::MAX.unsigned_abs()
    } else {
        0x7fff_ffff
    };
    let number = number.filter(|n| *n <= most).ok_or_else(|| {
        QemuError::coded(
            ErrorNumber::Overflow,
            format!("value of '{}' must be in range [0, {most}]", param.field),
        )
    })?;
    Ok((name, number))
}

impl QemuDriver {
    pub(super) async fn iothread_info(
        &self,
        dom: &DomainRef,
        flags: u32,
    ) -> Result<Vec<remote::DomainIothreadInfo>> {
        let guest = self.core.guest(dom)?;
        let (is_live, _) = impact(&guest, flags)?;
        let host = pins::host_cpus(&self.core)?;
        let len = host.last().map_or(1, |n| *n as usize / 8 + 1);
        let info = |id, set: &BTreeSet<u32>| remote::DomainIothreadInfo {
            iothread_id: id,
            cpumap: cpumap::to_bytes(set, len),
        };
        if is_live {
            let live = guest.running()?;
            let threads = running(&live, &guest).await?;
            let of = |tid| cpumap::affinity(tid).unwrap_or_else(|| host.clone());
            return Ok(threads.into_iter().map(|(id, tid)| info(id, &of(tid))).collect());
        }
        let doc = self.core.definition(&guest).await?;
        let pins = doc.cputune.iter().flat_map(|t| &t.iothreadpin);
        let pins: Vec<&IoThreadPin> = pins.collect();
        let list = define::iothread_ids(&doc).into_iter().map(|id| {
            let own = pins.iter().find(|p| p.iothread == id);
            let set = own.and_then(|p| cpumap::stated(Some(&p.cpuset)));
            info(id, set.as_ref().unwrap_or(&host))
        });
        Ok(list.collect())
    }

    pub(super) async fn add_iothread(&self, dom: &DomainRef, id: u32, flags: u32) -> Result<()> {
        if id == 0 {
            return Err(QemuError::InvalidArg(
                "invalid value of 0 for iothread_id".to_owned(),
            ));
        }
        let guest = self.core.guest(dom)?;
        let (live, config) = impact(&guest, flags)?;
        if config {
            may_add(&*self.core.definition(&guest).await?, id)?;
        }
        if live {
            let now = guest.running()?;
            may_add(&now.doc, id)?;
            let arguments = serde_json::json!({ "qom-type": "iothread", "id": format!("iothread{id}") });
            monitor(&now, &guest)?.run("object-add", arguments).await?;
            parts::replace_iothreads(&guest, &now).await?;
        }
        self.modify(&guest, flags, |doc| {
            let list = listed(doc);
            list.push(IoThread {
                id,
                ..IoThread::default()
            });
            recount(doc);
            Ok(())
        })
        .await
    }

    pub(super) async fn remove_iothread(&self, dom: &DomainRef, id: u32, flags: u32) -> Result<()> {
        if id == 0 {
            return Err(QemuError::InvalidArg(
                "invalid value of 0 for iothread_id".to_owned(),
            ));
        }
        let guest = self.core.guest(dom)?;
        let (live, config) = impact(&guest, flags)?;
        if config {
            may_remove(&*self.core.definition(&guest).await?, id)?;
        }
        if live {
            let now = guest.running()?;
            may_remove(&now.doc, id)?;
            let arguments = serde_json::json!({ "id": format!("iothread{id}") });
            monitor(&now, &guest)?.run("object-del", arguments).await?;
            parts::replace_iothreads(&guest, &now).await?;
        }
        self.modify(&guest, flags, |doc| {
            listed(doc).retain(|t| t.id != id);
            recount(doc);
            if let Some(tune) = &mut doc.cputune {
                tune.iothreadpin.retain(|p| p.iothread != id);
            }
            Ok(())
        })
        .await
    }

    pub(super) async fn pin_iothread(&self, dom: &DomainRef, id: u32, map: &[u8], flags: u32) -> Result<()> {
        let set = pins::wanted(map)?;
        let guest = self.core.guest(dom)?;
        let (live, config) = impact(&guest, flags)?;
        let unknown = || QemuError::InvalidArg(format!("iothread {id} not found"));
        if config && !define::iothread_ids(&*self.core.definition(&guest).await?).contains(&id) {
            return Err(unknown());
        }
        if live {
            let now = guest.running()?;
            let threads = running(&now, &guest).await?;
            let found = threads.iter().find(|(n, _)| *n == id).ok_or_else(unknown)?;
            cpumap::pin(found.1, &set)?;
        }
        let text = cpumap::to_text(&set);
        self.modify(&guest, flags, |doc| {
            let tune = doc.cputune.get_or_insert_with(Default::default);
            tune.iothreadpin.retain(|p| p.iothread != id);
            tune.iothreadpin.push(IoThreadPin {
                iothread: id,
                cpuset: (&set).into(),
            });
            tune.iothreadpin.sort_by_key(|p| p.iothread);
            Ok(())
        })
        .await?;
        if live {
            let name = format!("cputune.iothreadpin{id}");
            self.tell_tuned(&guest, vec![TypedParam::new(name, text)]);
        }
        Ok(())
    }

    pub(super) async fn set_iothread(
        &self,
        dom: &DomainRef,
        id: u32,
        params: &[TypedParam],
        flags: u32,
    ) -> Result<()> {
        if id == 0 {
            return Err(QemuError::InvalidArg(
                "invalid value of 0 for iothread_id".to_owned(),
            ));
        }
        params::validate(params, &PARAMS.map(|(field, want, _)| (field, want)))?;
        let guest = self.core.guest(dom)?;
        let (live, config) = impact(&guest, flags)?;
        let wanted = params.iter().map(property).collect::<Result<Vec<_>>>()?;
        let change = |doc: &mut Domain| note(doc, id, &wanted);
        if config {
            let polls = wanted.iter().any(|(name, _)| name.starts_with("poll-"));
            let mut doc = Domain::clone(&*self.core.definition(&guest).await?);
            known(&doc, id)?;
            if polls {
                return Err(QemuError::coded(
                    ErrorNumber::OperationUnsupported,
                    "configuring persistent polling values is not supported",
                ));
            }
            change(&mut doc)?;
        }
        if live {
            let now = guest.running()?;
            known(&now.doc, id)?;
            change(&mut Domain::clone(&now.doc))?;
            let block = monitor(&now, &guest)?;
            for (name, value) in &wanted {
                let arguments = serde_json::json!({
                    "path": format!("/objects/iothread{id}"),
                    "property": name,
                    "value": value,
                });
                block.run("qom-set", arguments).await?;
            }
        }
        self.modify(&guest, flags, change).await
    }
}

fn known(doc: &Domain, id: u32) -> Result<()> {
    if define::iothread_ids(doc).contains(&id) {
        return Ok(());
    }
    Err(QemuError::InvalidArg(format!(
        "cannot find IOThread '{id}' in iothreadids"
    )))
}

/// Notes the size of a thread's pool in a document; how it polls is not in there.
fn note(doc: &mut Domain, id: u32, wanted: &[(&'static str, u64)]) -> Result<()> {
    let pool = |what: &str| {
        let found = wanted.iter().find(|(name, _)| *name == what);
        found.and_then(|(_, value)| u32::try_from(*value).ok())
    };
    let (min, max) = (pool("thread-pool-min"), pool("thread-pool-max"));
    if min.is_none() && max.is_none() {
        return Ok(());
    }
    let Some(thread) = listed(doc).iter_mut().find(|t| t.id == id) else {
        return Ok(());
    };
    let (min, max) = (min.or(thread.thread_pool_min), max.or(thread.thread_pool_max));
    let most = max.map_or(-1, i64::from);
    if let Some(least) = min.filter(|least| i64::from(*least) > most) {
        return Err(QemuError::OperationInvalid(format!(
            "thread_pool_min ({least}) can't be greater than thread_pool_max ({most})"
        )));
    }
    (thread.thread_pool_min, thread.thread_pool_max) = (min, max);
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pools_of_threads() {
        let mut doc = Domain {
            iothreads: Some(1),
            ..Domain::default()
        };
        let error = note(&mut doc, 1, &[("thread-pool-min", 2)])
            .unwrap_err()
            .to_string();
        assert_eq!(
            error,
            "thread_pool_min (2) can't be greater than thread_pool_max (-1)"
        );
        note(&mut doc, 1, &[("thread-pool-max", 4)]).unwrap();
        note(&mut doc, 1, &[("thread-pool-min", 2)]).unwrap();
        let thread = &doc.iothread_ids[0];
        assert_eq!(
            (thread.thread_pool_min, thread.thread_pool_max),
            (Some(2), Some(4))
        );
    }
}
