//! Processors as the guest sees them, switched by the guest itself.

use super::super::QemuDriver;
use crate::driver::tuning::cpumap;
use crate::error::{QemuError, Result};
use ferrovirt_schema::common::idset::parse_idset;
use ferrovirt_types::object::DomainRef;
use ferrovirt_types::param::TypedParam;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// Processors that a guest may tell of; it tells what it likes.
const MOST: usize = 4096;

/// A processor, as the agent knows it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "kebab-case")]
struct Processor {
    logical_id: u32,
    online: bool,
    #[serde(default, skip_serializing)]
    can_offline: bool,
}

/// What is to be switched so that `count` processors are on.
fn towards(count: usize, mut list: Vec<Processor>) -> Result<Vec<Processor>> {
    let mut on = list.iter().filter(|p| p.online).count();
    list.sort_by_key(|p| p.logical_id);
    let mut steps = Vec::new();
    for processor in list.iter().filter(|p| !p.online) {
        if on < count {
            steps.push(Processor {
                online: true,
                ..*processor
            });
            on += 1;
        }
    }
    for processor in list.iter().rev().filter(|p| p.online && p.can_offline) {
        if on > count {
            steps.push(Processor {
                online: false,
                ..*processor
            });
            on -= 1;
        }
    }
    if on != count {
        return Err(QemuError::InvalidArg(if on < count {
            "requested vcpu count is greater than the count of enabled vcpus in the domain".to_owned()
        } else {
            "cannot offline enough CPUs".to_owned()
        }));
    }
    Ok(steps)
}

/// What is to be switched so that these processors are on, or off.
fn switching(ids: &BTreeSet<u32>, on: bool, list: &[Processor]) -> Result<Vec<Processor>> {
    let mut steps = Vec::new();
    for id in ids {
        let found = list.iter().find(|p| p.logical_id == *id);
        let processor = found.ok_or_else(|| {
            QemuError::InvalidArg(format!("requested vcpu '{id}' is not present in the guest"))
        })?;
        if !on && !processor.can_offline {
            return Err(QemuError::InvalidArg(format!("vCPU '{id}' can't be offlined")));
        }
        if processor.online != on {
            steps.push(Processor {
                online: on,
                ..*processor
            });
        }
    }
    Ok(steps)
}

impl QemuDriver {
    async fn processors(&self, dom: &DomainRef) -> Result<Vec<Processor>> {
        let mut list: Vec<Processor> = self.agent(dom, "guest-get-vcpus", None).await?;
        list.truncate(MOST);
        Ok(list)
    }

    async fn switch_inside(&self, dom: &DomainRef, mut steps: Vec<Processor>) -> Result<()> {
        // The agent says how many it did before one failed.
        while !steps.is_empty() {
            let arguments = serde_json::json!({ "vcpus": steps });
            let done: usize = self.agent(dom, "guest-set-vcpus", Some(arguments)).await?;
            if done == 0 {
                return Err(QemuError::Failed("the guest switched no processor".to_owned()));
            }
            steps.drain(..done.min(steps.len()));
        }
        Ok(())
    }

    /// Number of processors that the guest has switched on.
    pub(in super::super) async fn count_guest_vcpus(&self, dom: &DomainRef) -> Result<i32> {
        let on = self.processors(dom).await?.iter().filter(|p| p.online).count();
        Ok(i32::try_from(on).unwrap_or(i32::MAX))
    }

    /// Has the guest switch as many on.
    pub(in super::super) async fn want_guest_vcpus(&self, dom: &DomainRef, count: u32) -> Result<()> {
        let list = self.processors(dom).await?;
        self.switch_inside(dom, towards(count as usize, list)?).await
    }

    pub(super) async fn guest_vcpus(&self, dom: &DomainRef) -> Result<Vec<TypedParam>> {
        let list = self.processors(dom).await?;
        let set = |wanted: fn(&Processor) -> bool| {
            let ids = list.iter().filter(|p| wanted(p)).map(|p| p.logical_id);
            cpumap::to_text(&ids.collect())
        };
        Ok(vec![
            TypedParam::new("vcpus", set(|_| true)),
            TypedParam::new("online", set(|p| p.online)),
            TypedParam::new("offlinable", set(|p| p.can_offline)),
        ])
    }

    pub(super) async fn set_guest_vcpus(&self, dom: &DomainRef, map: &str, state: i32) -> Result<()> {
        if !matches!(state, 0 | 1) {
            return Err(QemuError::InvalidArg("unsupported state value".to_owned()));
        }
        let ids = parse_idset(map)
            .ok_or_else(|| QemuError::InvalidArg(format!("Failed to parse bitmap '{map}'")))?;
        let list = self.processors(dom).await?;
        self.switch_inside(dom, switching(&ids, state == 1, &list)?).await
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn list(online: &[bool]) -> Vec<Processor> {
        let one = |(n, online): (usize, &bool)| Processor {
            logical_id: u32::try_from(n).unwrap(),
            online: *online,
            can_offline: n > 0,
        };
        online.iter().enumerate().map(one).collect()
    }

    #[test]
    fn the_first_come_and_the_last_go() {
        let ids = |steps: Vec<Processor>| steps.iter().map(|p| p.logical_id).collect::<Vec<_>>();
        assert_eq!(ids(towards(2, list(&[true, false, false])).unwrap()), [1]);
        assert_eq!(ids(towards(1, list(&[true, true, true])).unwrap()), [2, 1]);
        assert!(towards(0, list(&[true, true])).is_err());
        assert!(towards(3, list(&[true, true])).is_err());
    }

    #[test]
    fn only_what_differs_is_switched() {
        let all = list(&[true, false]);
        assert_eq!(switching(&[0, 1].into(), true, &all).unwrap().len(), 1);
        assert!(switching(&[0].into(), false, &all).is_err());
        assert!(switching(&[7].into(), true, &all).is_err());
        let text = serde_json::to_string(&all[..1]).unwrap();
        assert_eq!(text, r#"[{"logical-id":0,"online":true}]"#);
    }
}
