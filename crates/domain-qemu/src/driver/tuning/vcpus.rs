//! Virtual processors that come and go.

use super::super::QemuDriver;
use super::super::reads::impact;
use super::parts;
use crate::block::monitor::Block;
use crate::error::{QemuError, Result};
use crate::guest::{Guest, Live, Request};
use ferrovirt_qmp::commands::QueryCpus;
use ferrovirt_qmp::{Monitor, RawCommand};
use ferrovirt_schema::common::idset::parse_idset;
use ferrovirt_schema::domain::Domain;
use ferrovirt_schema::domain::vcpu::VcpuEntry;
use ferrovirt_types::consts::{DomainVcpuFlags as Flags, ErrorNumber};
use ferrovirt_types::object::DomainRef;
use ferrovirt_xml::YesNo;
use serde::Deserialize;
use std::time::Duration;

const COMMAND: Duration = Duration::from_secs(30);
/// How long the guest may take to let a processor go.
const LET_GO: Duration = Duration::from_secs(5);
const LOOK: Duration = Duration::from_millis(50);

/// A place for processors, as QEMU lists it.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "kebab-case")]
struct Place {
    #[serde(rename = "type")]
    kind: String,
    props: serde_json::Map<String, serde_json::Value>,
    qom_path: Option<String>,
}

impl Place {
    fn order(&self) -> [u64; 4] {
        ["socket-id", "die-id", "core-id", "thread-id"].map(|key| {
            self.props
                .get(key)
                .and_then(serde_json::Value::as_u64)
                .unwrap_or(0)
        })
    }
}

/// Each processor by itself, also where the document only counts them.
pub fn entries(doc: &Domain) -> Vec<VcpuEntry> {
    let max = doc.vcpu.as_ref().map_or(1, |v| v.count);
    let now = doc.vcpu.as_ref().and_then(|v| v.current).unwrap_or(max);
    if !doc.vcpus.is_empty() {
        return doc.vcpus.clone();
    }
    let entry = |id| VcpuEntry {
        id,
        enabled: if id < now { YesNo::Yes } else { YesNo::No },
        hotpluggable: Some(if id < now { YesNo::No } else { YesNo::Yes }),
        order: (id < now).then_some(id + 1),
    };
    (0..max).map(entry).collect()
}

fn enabled(entries: &[VcpuEntry]) -> u32 {
    let count = entries.iter().filter(|e| e.enabled == YesNo::Yes).count();
    u32::try_from(count).unwrap_or(u32::MAX)
}

/// Puts the processors into the document.
fn write(doc: &mut Domain, entries: Vec<VcpuEntry>) {
    let now = enabled(&entries);
    let vcpu = doc.vcpu.get_or_insert_with(Default::default);
    vcpu.current = Some(now).filter(|n| *n < vcpu.count);
    doc.vcpus = entries;
}

/// Switches one processor on or off.
fn switch(entries: &mut [VcpuEntry], id: u32, on: bool, hotpluggable: Option<YesNo>) {
    let order = entries.iter().filter_map(|e| e.order).max().unwrap_or(0) + 1;
    if let Some(entry) = entries.iter_mut().find(|e| e.id == id) {
        entry.enabled = if on { YesNo::Yes } else { YesNo::No };
        entry.order = on.then_some(order);
        entry.hotpluggable = if on { hotpluggable } else { Some(YesNo::Yes) };
    }
}

/// The processors to switch so that `goal` of them are on.
fn steps(entries: &[VcpuEntry], goal: u32) -> Result<Vec<(u32, bool)>> {
    let now = enabled(entries);
    if goal >= now {
        let more = entries.iter().filter(|e| e.enabled != YesNo::Yes);
        return Ok(more.take((goal - now) as usize).map(|e| (e.id, true)).collect());
    }
    let mut removable: Vec<&VcpuEntry> = entries
        .iter()
        .filter(|e| e.enabled == YesNo::Yes && e.hotpluggable != Some(YesNo::No))
        .collect();
    removable.sort_by_key(|e| std::cmp::Reverse(e.order));
    let wanted = (now - goal) as usize;
    if removable.len() < wanted {
        return Err(QemuError::ConfigUnsupported(
            "failed to find appropriate hotpluggable vcpus to reach the desired target vcpu count".to_owned(),
        ));
    }
    Ok(removable
        .into_iter()
        .take(wanted)
        .map(|e| (e.id, false))
        .collect())
}

impl QemuDriver {
    pub(super) async fn set_vcpus_live(&self, guest: &Guest, count: u32) -> Result<()> {
        let live = guest.running()?;
        let max = live.doc.vcpu.as_ref().map_or(1, |v| v.count);
        if count > max {
            return Err(QemuError::InvalidArg(format!(
                "requested vcpus is greater than max allowable vcpus for the live domain: {count} > {max}"
            )));
        }
        let entries = entries(&live.doc);
        let steps = steps(&entries, count)?;
        self.switch_live(guest, &live, &steps, Some(YesNo::Yes)).await
    }

    async fn switch_live(
        &self,
        guest: &Guest,
        live: &Live,
        steps: &[(u32, bool)],
        hotpluggable: Option<YesNo>,
    ) -> Result<()> {
        let monitor = live.monitor(&guest.name)?;
        let places = places(monitor, &guest.name).await?;
        for (id, on) in steps {
            let place = places.get(*id as usize).ok_or_else(|| {
                QemuError::InvalidArg(format!("vcpu '{id}' is not present in domain definition"))
            })?;
            if *on {
                plug(monitor, &guest.name, *id, place).await?;
            } else {
                unplug(monitor, &guest.name, *id, place).await?;
            }
            let (id, on) = (*id, *on);
            let edit = move |doc: &mut Domain| {
                let mut list = entries(doc);
                switch(&mut list, id, on, hotpluggable);
                write(doc, list);
            };
            live.ask(|reply| Request::edit(edit, reply)).await?;
        }
        let block = Block {
            monitor,
            name: &guest.name,
        };
        let cpus = block.execute(&QueryCpus {}).await?;
        let threads = cpus.into_iter().map(|c| (c.cpu_index, c.thread_id)).collect();
        live.ask(|reply| Request::Vcpus(threads, reply)).await?;
        parts::place(guest, &*guest.running()?).await
    }

    pub(super) async fn set_vcpu(&self, dom: &DomainRef, map: &str, on: bool, flags: u32) -> Result<()> {
        let guest = self.core.guest(dom)?;
        let (live, config) = impact(&guest, flags & (Flags::LIVE | Flags::CONFIG).bits())?;
        let ids = parse_idset(map)
            .ok_or_else(|| QemuError::InvalidArg(format!("no vcpus selected for modification by '{map}'")))?;
        let _job = guest.begin("set vcpu").await?;
        let check = |entries: &[VcpuEntry]| -> Result<Vec<(u32, bool)>> {
            let mut steps = Vec::new();
            for id in &ids {
                let entry = entries.iter().find(|e| e.id == *id).ok_or_else(|| {
                    QemuError::InvalidArg(format!("vcpu '{id}' is not present in domain definition"))
                })?;
                if (entry.enabled == YesNo::Yes) != on {
                    steps.push((*id, on));
                }
            }
            Ok(steps)
        };
        if live {
            let now = guest.running()?;
            let list = entries(&now.doc);
            let steps = check(&list)?;
            let fixed = |id: u32| {
                list.iter()
                    .any(|e| e.id == id && e.hotpluggable == Some(YesNo::No))
            };
            if let Some((id, _)) = steps.iter().find(|(id, on)| !on && fixed(*id)) {
                return Err(QemuError::OperationInvalid(format!(
                    "vcpu '{id}' can't be unplugged"
                )));
            }
            self.switch_live(&guest, &now, &steps, None).await?;
        }
        if config {
            let mut doc = Domain::clone(&*self.core.definition(&guest).await?);
            let mut list = entries(&doc);
            if !on && ids.contains(&0) {
                return Err(QemuError::InvalidArg("vCPU '0' can't be modified".to_owned()));
            }
            for (id, on) in check(&list)? {
                switch(&mut list, id, on, Some(YesNo::Yes));
                if let Some(entry) = list.iter_mut().find(|e| e.id == id) {
                    entry.order = None;
                }
            }
            for entry in &mut list {
                entry.order = None;
            }
            write(&mut doc, list);
            self.core.write_definition(&guest, &doc).await?;
        }
        Ok(())
    }
}

async fn places(monitor: &Monitor, name: &str) -> Result<Vec<Place>> {
    let answer = monitor
        .run(RawCommand::new("query-hotpluggable-cpus"), COMMAND)
        .await
        .map_err(QemuError::monitor(name))?;
    let mut places: Vec<Place> = serde_json::from_str(answer.get())
        .map_err(|e| QemuError::Failed(format!("answer to 'query-hotpluggable-cpus': {e}")))?;
    places.sort_by_key(Place::order);
    Ok(places)
}

async fn plug(monitor: &Monitor, name: &str, id: u32, place: &Place) -> Result<()> {
    if place.qom_path.is_some() {
        return Ok(());
    }
    let mut arguments = place.props.clone();
    arguments.insert("driver".to_owned(), place.kind.as_str().into());
    arguments.insert("id".to_owned(), format!("vcpu{id}").into());
    monitor
        .run(
            RawCommand::new("device_add").json(&serde_json::Value::Object(arguments)),
            COMMAND,
        )
        .await
        .map_err(QemuError::monitor(name))?;
    Ok(())
}

async fn unplug(monitor: &Monitor, name: &str, id: u32, place: &Place) -> Result<()> {
    let arguments = serde_json::json!({ "id": format!("vcpu{id}") });
    monitor
        .run(RawCommand::new("device_del").json(&arguments), COMMAND)
        .await
        .map_err(QemuError::monitor(name))?;
    let gone = async {
        loop {
            let now = places(monitor, name).await?;
            if now
                .iter()
                .any(|p| p.order() == place.order() && p.qom_path.is_none())
            {
                return Ok(());
            }
            tokio::time::sleep(LOOK).await;
        }
    };
    tokio::time::timeout(LET_GO, gone).await.unwrap_or_else(|_| {
        Err(QemuError::coded(
            ErrorNumber::OperationTimeout,
            "vcpu unplug request timed out; the guest has to let the processor go, look there",
        ))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn doc(now: u32, max: u32) -> Domain {
        let mut doc = Domain::default();
        let vcpu = doc.vcpu.get_or_insert_with(Default::default);
        vcpu.count = max;
        vcpu.current = Some(now);
        doc
    }

    #[test]
    fn what_was_there_at_start_stays() {
        let mut doc = doc(2, 4);
        let mut list = entries(&doc);
        assert_eq!(steps(&list, 3).unwrap(), [(2, true)]);
        switch(&mut list, 2, true, Some(YesNo::Yes));
        assert_eq!(steps(&list, 2).unwrap(), [(2, false)]);
        assert!(steps(&list, 1).is_err());
        write(&mut doc, list);
        assert_eq!(doc.vcpu.as_ref().unwrap().current, Some(3));
        assert_eq!(doc.vcpus[2].order, Some(3));
        let mut list = entries(&doc);
        switch(&mut list, 3, true, None);
        write(&mut doc, list);
        assert_eq!(
            (doc.vcpu.as_ref().unwrap().current, doc.vcpus[3].order),
            (None, Some(4))
        );
    }
}
