//! A network that has started, and whose packets somebody else's rules drop: told in the log, with the
//! rule. Nothing of others is changed.

use super::Host;
use crate::error::chain;
use crate::plan::Plan;
use ferrovirt_firewall::explain::{Ruleset, Situation, Verdict, forwarding};
use ferrovirt_firewall::{Mode, Rules};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

/// Networks that start together are looked at together.
const TOGETHER: Duration = Duration::from_secs(1);
/// A look at all rules is put off for so many times as long as the last one took: with hundreds of networks
/// it takes longer than a start.
const SHARE: u32 = 10;
/// The longest that it is put off.
const LATEST: Duration = Duration::from_secs(4);

/// Networks that have started and are not looked at yet.
#[derive(Debug, Default)]
pub(super) struct Started(Mutex<Waiting>);

#[derive(Debug, Default)]
struct Waiting {
    plans: Vec<Plan>,
    /// How long the last look took.
    took: Duration,
}

impl Started {
    fn lock(&self) -> MutexGuard<'_, Waiting> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Host {
    /// Looks, a moment later, at all rules of the host and warns of those that drop what the network
    /// needs. Returns at once.
    pub(crate) fn warn_of_foreign_rules(&self, plan: &Plan) {
        let mut started = self.started.lock();
        started.plans.push(plan.clone());
        if started.plans.len() > 1 {
            return;
        }
        let pause = (started.took * SHARE).clamp(TOGETHER, LATEST);
        drop(started);
        let host = self.clone();
        tokio::spawn(async move {
            tokio::time::sleep(pause).await;
            let plans = std::mem::take(&mut host.started.lock().plans);
            let begun = Instant::now();
            let read = Ruleset::read(&host.nft).await;
            host.started.lock().took = begun.elapsed();
            match read {
                Ok(rules) => {
                    for plan in plans {
                        host.warn(&plan, &rules).await;
                    }
                }
                Err(e) => tracing::debug!(error = chain(&e), "the packet filter is not looked at"),
            }
        });
    }

    async fn warn(&self, plan: &Plan, rules: &Ruleset) {
        let Some(situation) = self.situation(plan).await else {
            return;
        };
        let own = Rules::table(&plan.bridge);
        let outward = plan
            .rules
            .as_ref()
            .is_none_or(|rules| rules.mode != Mode::Isolated);
        for answer in situation.answers(rules) {
            let wanted = match answer.question.trim_end_matches('6') {
                "inbound" => false,
                "outbound" => outward && !answer.part.is_empty() && answer.part != "routing",
                _ => true,
            };
            let Verdict::Drop(rule) = &answer.verdict else {
                continue;
            };
            if wanted && !rule.contains(&own) {
                tracing::warn!(
                    network = plan.name,
                    packets = answer.question,
                    rule,
                    "the host's firewall drops packets that the network needs; allow them there, and see \
                     'ferrovirt net-explain'"
                );
            }
        }
    }

    async fn situation(&self, plan: &Plan) -> Option<Situation> {
        let links = self.netlink.links().await.ok()?;
        let routes = self.netlink.routes().await.ok()?;
        let uplink = |v6: bool| {
            let is_default = |r: &&ferrovirt_netlink::Route| {
                r.destination.prefix_len() == 0 && r.destination.addr().is_ipv6() == v6
            };
            let route = routes.iter().find(is_default)?;
            let link = links.iter().find(|l| Some(l.index) == route.link)?;
            Some(link.name.clone())
        };
        let service = plan.service.as_ref();
        let dhcp = |v6: bool| {
            let mut subnets = service.into_iter().flat_map(|s| &s.subnets);
            subnets.any(|s| s.dhcp && s.address.addr().is_ipv6() == v6)
        };
        Some(Situation {
            bridge: plan.bridge.to_string(),
            addresses: plan.addresses.clone(),
            guests: Vec::new(),
            mac: None,
            port: None,
            uplinks: [uplink(false), uplink(true)],
            forwarding: forwarding(),
            dhcp: [dhcp(false), dhcp(true)],
            dns: service.is_some_and(|s| s.dns.is_some()),
        })
    }
}
