//! Bringing a plan up, all or nothing, and taking it down, as far as it can be.
//!
//! Up: bridge, switches, addresses, on, routes; then packet filter and dnsmasq side by side, for they
//! only need the bridge. Each step is noted as soon as it may have left something. What fails leads to
//! the same take-down as a stop, of the steps noted. Down: all three side by side; each part may be
//! missing, and a part that cannot be removed does not keep the others.

use super::{Host, sysctl};
use crate::dnsmasq::Files;
use crate::error::{Error, Result, chain};
use crate::plan::{Plan, alternative, collision};
use ferrovirt_driver::attach::Limits;
use ferrovirt_host::process::ProcessIdentity;
use ferrovirt_netlink::{Address, Link, LinkKind, Route};
use ferrovirt_types::ifname::IfName;
use ipnet::IpNet;

/// Parts of a network that may be on the host.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct Made {
    bridge: bool,
    rules: bool,
    service: bool,
}

impl Host {
    /// Makes everything of a plan. When it fails, what it made is gone again. Gives the identity of
    /// the dnsmasq process, where the plan has a service.
    pub async fn bring_up(&self, plan: &Plan) -> Result<Option<ProcessIdentity>> {
        let mut made = Made::default();
        match self.make(plan, &mut made).await {
            Ok(process) => Ok(process),
            Err(cause) => {
                let undo = self.remove(&plan.name, &plan.bridge, made).await;
                if undo.is_empty() {
                    return Err(cause);
                }
                let undo = undo.iter().map(|e| chain(e)).collect();
                Err(Error::Undo {
                    cause: Box::new(cause),
                    undo,
                })
            }
        }
    }

    async fn make(&self, plan: &Plan, made: &mut Made) -> Result<Option<ProcessIdentity>> {
        // Never closed, and what is done while it is held has deadlines.
        let taking = self.taking.acquire().await.map_err(|_| Error::Stopping)?;
        self.check_free(plan).await?;
        let netlink = &self.netlink;
        let named = Error::netlink(&plan.name);
        netlink
            .create_bridge(&plan.bridge, &plan.options)
            .await
            .map_err(&named)?;
        made.bridge = true;
        sysctl::prepare_bridge(&plan.name, &plan.bridge, plan.has_ipv6()).await?;
        for address in &plan.addresses {
            netlink
                .add_address(&plan.bridge, *address)
                .await
                .map_err(&named)?;
        }
        netlink.set_up(&plan.bridge).await.map_err(&named)?;
        for route in &plan.routes {
            let added = netlink.add_route(&plan.bridge, route.destination, Some(route.gateway), route.metric);
            added.await.map_err(&named)?;
        }
        drop(taking);
        self.limit(&plan.name, &plan.bridge, Limits::default(), plan.limits)
            .await?;
        made.rules = plan.rules.is_some();
        made.service = plan.service.is_some();
        let (forwarding, filtered, served) = tokio::join!(
            sysctl::enable_forwarding(plan),
            self.filter(plan),
            self.serve(plan)
        );
        forwarding?;
        filtered?;
        served
    }

    pub(super) async fn filter(&self, plan: &Plan) -> Result<()> {
        let Some(rules) = &plan.rules else { return Ok(()) };
        let failed = |source| Error::Firewall {
            network: plan.name.clone(),
            source: Box::new(source),
        };
        self.nft.install(rules).await.map_err(failed)
    }

    pub(super) async fn unfilter(&self, network: &str, bridge: &IfName) -> Result<()> {
        let failed = |source| Error::Firewall {
            network: network.to_owned(),
            source: Box::new(source),
        };
        self.nft.remove(bridge).await.map_err(failed)
    }

    pub(super) async fn serve(&self, plan: &Plan) -> Result<Option<ProcessIdentity>> {
        let Some(service) = plan.service.as_ref().filter(|s| s.is_needed()) else {
            return Ok(None);
        };
        let process = self
            .dnsmasq
            .start(&plan.name, service, &self.files(&plan.bridge))
            .await?;
        Ok(Some(process.identity()))
    }

    /// Refuses what others on this host have, naming them.
    async fn check_free(&self, plan: &Plan) -> Result<()> {
        let named = Error::netlink(&plan.name);
        let (links, addresses, routes) = tokio::join!(
            self.netlink.links(),
            self.netlink.addresses(),
            self.netlink.routes()
        );
        let (links, addresses, routes) = (
            links.map_err(&named)?,
            addresses.map_err(&named)?,
            routes.map_err(&named)?,
        );
        if let Some(link) = links.iter().find(|l| l.name == plan.bridge.as_str()) {
            let held: Vec<String> = addresses
                .iter()
                .filter(|a| a.link == link.index)
                .map(|a| a.net.to_string())
                .collect();
            let (network, bridge) = (plan.name.clone(), link.name.clone());
            return Err(Error::BridgeOfHost {
                network,
                bridge,
                what: describe(link, &held),
            });
        }
        subnets_are_free(plan, &plan.addresses, &links, &addresses, &routes)
    }

    /// Refuses subnets that others on this host have.
    pub(super) async fn check_subnets(&self, plan: &Plan, wanted: &[IpNet]) -> Result<()> {
        let named = Error::netlink(&plan.name);
        let links = self.netlink.links().await.map_err(&named)?;
        let addresses = self.netlink.addresses().await.map_err(&named)?;
        let routes = self.netlink.routes().await.map_err(&named)?;
        subnets_are_free(plan, wanted, &links, &addresses, &routes)
    }

    /// A subnet like `wanted` that nobody on this host has and that is not one of `reserved`.
    pub async fn free_subnet(&self, wanted: IpNet, reserved: &[IpNet]) -> Result<Option<IpNet>> {
        let named = Error::netlink("(any)");
        let addresses = self.netlink.addresses().await.map_err(&named)?;
        let routes = self.netlink.routes().await.map_err(&named)?;
        Ok(alternative(wanted, &addresses, &routes, reserved))
    }

    /// Takes everything of a network away; what cannot be removed is in the answer.
    pub async fn take_down(&self, network: &str, bridge: &IfName) -> Vec<Error> {
        self.remove(
            network,
            bridge,
            Made {
                bridge: true,
                rules: true,
                service: true,
            },
        )
        .await
    }

    /// Takes away what a daemon that was killed in the middle of a start or stop may have left. A bridge
    /// that has another MAC address than the plan's is somebody else's: the start was about to say so.
    pub async fn clean_up(&self, plan: &Plan) -> Vec<Error> {
        let (network, bridge) = (&plan.name, &plan.bridge);
        let strays = crate::dnsmasq::end_strays(&self.files(bridge)).await;
        let ours = match self.netlink.link(bridge).await {
            Ok(link) => link.is_none_or(|l| plan.options.mac.is_none_or(|mac| l.mac == Some(mac))),
            Err(_) => true,
        };
        let made = Made {
            bridge: ours,
            rules: true,
            service: true,
        };
        let left = self.remove(network, bridge, made).await;
        strays.err().into_iter().chain(left).collect()
    }

    async fn remove(&self, network: &str, bridge: &IfName, made: Made) -> Vec<Error> {
        let files: Files = self.files(bridge);
        let service = async {
            if made.service {
                self.dnsmasq.stop(&files).await
            } else {
                Ok(())
            }
        };
        let rules = async {
            if made.rules {
                self.unfilter(network, bridge).await
            } else {
                Ok(())
            }
        };
        let bridge = async {
            if made.bridge {
                self.remove_bridge(network, bridge).await
            } else {
                Ok(())
            }
        };
        // What takes the kernel longest goes first.
        let (bridge, rules, service) = tokio::join!(bridge, rules, service);
        [service, rules, bridge]
            .into_iter()
            .filter_map(Result::err)
            .collect()
    }

    async fn remove_bridge(&self, network: &str, bridge: &IfName) -> Result<()> {
        let named = Error::netlink(network);
        match self.netlink.link(bridge).await.map_err(&named)? {
            Some(link) if link.kind == LinkKind::Bridge => {
                self.netlink.delete_link(bridge).await.map_err(&named)?;
                Ok(())
            }
            // Somebody else has the name now.
            Some(_) | None => Ok(()),
        }
    }

    /// Makes a network whole again that ran when the last daemon ended: rules as they should be (the
    /// host's firewall may have been flushed meanwhile), dnsmasq running with what the plan says. The
    /// bridge has to be there.
    pub async fn take_up(&self, plan: &Plan) -> Result<Option<ProcessIdentity>> {
        let named = Error::netlink(&plan.name);
        self.netlink
            .set_stp(&plan.bridge, plan.options.stp)
            .await
            .map_err(&named)?;
        let (filtered, served) = tokio::join!(self.filter(plan), self.keep_serving(plan));
        filtered?;
        served
    }

    /// Whether the bridge of a plan is there. When it is gone, the network is.
    pub async fn has_bridge(&self, plan: &Plan) -> Result<bool> {
        let named = Error::netlink(&plan.name);
        let link = self.netlink.link(&plan.bridge).await.map_err(&named)?;
        Ok(link.is_some_and(|link| link.kind == LinkKind::Bridge))
    }

    async fn keep_serving(&self, plan: &Plan) -> Result<Option<ProcessIdentity>> {
        let files = self.files(&plan.bridge);
        let wanted = plan.service.as_ref().filter(|s| s.is_needed());
        if let Some(running) = crate::dnsmasq::find(&files)? {
            if wanted.is_some_and(|service| crate::dnsmasq::has_read(&files, service)) {
                return Ok(Some(running.identity()));
            }
            self.dnsmasq.stop(&files).await?;
        } else if wanted.is_some() {
            // One that an update of a killed daemon started, and that is not in its pid file yet.
            crate::dnsmasq::end_strays(&files).await?;
        }
        self.serve(plan).await
    }
}

fn subnets_are_free(
    plan: &Plan,
    wanted: &[IpNet],
    links: &[Link],
    addresses: &[Address],
    routes: &[Route],
) -> Result<()> {
    match collision(wanted, &plan.bridge, links, addresses, routes) {
        Some(claim) => Err(Error::SubnetTaken {
            network: plan.name.clone(),
            free: alternative(claim.wanted, addresses, routes, &plan.addresses),
            claim,
        }),
        None => Ok(()),
    }
}

fn describe(link: &Link, addresses: &[String]) -> String {
    let kind = match link.kind {
        LinkKind::Bridge => "a bridge",
        LinkKind::Tun => "a tap",
        LinkKind::Macvtap => "a macvtap",
        LinkKind::Other => "a device",
    };
    if addresses.is_empty() {
        format!("{kind} without addresses")
    } else {
        format!("{kind} with {}", addresses.join(", "))
    }
}
