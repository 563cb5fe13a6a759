//! A network that has started, and whose packets somebody else's rules drop: told in the log, with the
//! rule. Nothing of others is changed.

use super::Host;
use crate::error::chain;
use crate::plan::Plan;
use ferrovirt_firewall::explain::{Ruleset, Situation, Verdict, forwarding};
use ferrovirt_firewall::{Mode, Rules};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

/// Networks that start together are looked at together.
const TOGETHER: Duration = Duration::from_secs(1);

/// Networks that have started and are not looked at yet.
#[derive(Debug, Default)]
pub(super) struct Started(Mutex<Vec<Plan>>);

impl Host {
    /// Looks, a moment later, at all rules of the host and warns of those that drop what the network
    /// needs. Returns at once.
    pub(crate) fn warn_of_foreign_rules(&self, plan: &Plan) {
        let mut started = self.started.0.lock().unwrap_or_else(PoisonError::into_inner);
        started.push(plan.clone());
        if started.len() > 1 {
            return;
        }
        let host = self.clone();
        tokio::spawn(async move {
            tokio::time::sleep(TOGETHER).await;
            let plans = std::mem::take(&mut *host.started.0.lock().unwrap_or_else(PoisonError::into_inner));
            match Ruleset::read(&host.nft).await {
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
