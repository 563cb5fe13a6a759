//! What the host's packet filter does to a network's packets.

use super::{Outcome, commands};
use crate::error::{CliError, Context};
use crate::find;
use crate::grammar::Args;
use crate::report::{Report, Table};
use crate::shell::Shell;
use ferrovirt_api::Network;
use ferrovirt_firewall::Nft;
use ferrovirt_firewall::explain::{Answer, Ruleset, Situation, Verdict, forwarding};
use ferrovirt_netlink::{Netlink, Route};
use ferrovirt_schema::domain::devices::interface::InterfaceSource;
use ferrovirt_schema::network::Network as Document;
use ferrovirt_types::consts::{DomainXmlFlags, NetworkXmlFlags};
use ferrovirt_xml::YesNo;
use ipnet::IpNet;
use serde_json::{Value, json};
use std::net::IpAddr;

commands! {
    "net-explain", "say which packets of a network pass the host's packet filter, and which rule decides", "<network> [--guest <string>]" => explain;
}

/// A guest on the network, as far as it is known.
#[derive(Default)]
struct Guest {
    mac: Option<String>,
    port: Option<String>,
    addresses: Vec<IpAddr>,
}

async fn explain(shell: &mut Shell, args: &Args) -> Outcome {
    let network = find::network(shell, args).await?;
    let live = network.definition(NetworkXmlFlags::default()).await?;
    let Some(bridge) = live.bridge_name().map(str::to_owned) else {
        return Err(CliError::text(format!(
            "network '{}' has no bridge: its packets do not pass the host's packet filter",
            network.name()
        )));
    };
    if !network.is_active().await? {
        return Err(CliError::text(format!(
            "network '{0}' is not active: start it with 'net-start {0}'",
            network.name()
        )));
    }
    let guest = match args.text("guest") {
        Some(name) => guest(shell, &network, name).await?,
        None => Guest::default(),
    };
    let here = Netlink::open().map_err(|e| CliError::text(e.to_string()))?;
    let failed = |e: ferrovirt_netlink::Error| CliError::text(chain(&e));
    let links = here.links().await.map_err(failed)?;
    if !links.iter().any(|link| link.name == bridge) {
        return Err(CliError::text(format!(
            "there is no interface '{bridge}' here: run this command on the host, in the daemon's network namespace"
        )));
    }
    let routes = here.routes().await.map_err(failed)?;
    let uplink = |v6: bool| {
        let is_default = |r: &&Route| r.destination.prefix_len() == 0 && r.destination.addr().is_ipv6() == v6;
        let route = routes.iter().find(is_default)?;
        links
            .iter()
            .find(|l| Some(l.index) == route.link)
            .map(|l| l.name.clone())
    };
    let situation = Situation {
        bridge,
        addresses: subnets(&live),
        guests: guest.addresses,
        mac: guest.mac.as_deref().and_then(|mac| mac.parse().ok()),
        port: guest.port,
        uplinks: [uplink(false), uplink(true)],
        forwarding: forwarding(),
        dhcp: [false, true].map(|v6| serves_dhcp(&live, v6)),
        dns: live.dns.as_ref().is_none_or(|dns| dns.enable != Some(YesNo::No)) && !live.ips.is_empty(),
    };
    let rules = Ruleset::read(&Nft::default())
        .await
        .map_err(|e| CliError::text(chain(&e)))?;
    let answers = situation.answers(&rules);
    let waiting = waiting(&network, &live).await?;
    Ok(report(network.name(), &answers, &waiting))
}

fn subnets(document: &Document) -> Vec<IpNet> {
    let net = |ip: &ferrovirt_schema::network::Ip| IpNet::new(ip.address?.0, ip.prefix_len()?).ok();
    document.ips.iter().filter_map(net).collect()
}

fn serves_dhcp(document: &Document, v6: bool) -> bool {
    let mut ips = document.ips.iter();
    ips.any(|ip| ip.dhcp.is_some() && ip.address.is_some_and(|a| a.0.is_ipv6() == v6))
}

async fn guest(shell: &mut Shell, network: &Network, name: &str) -> Result<Guest, CliError> {
    let connection = shell.connection().await?;
    let domain = find::named_domain(&connection, name).await?;
    let document = domain.definition(DomainXmlFlags::default()).await?;
    let nics = document.devices.iter().flat_map(|d| &d.interfaces);
    let mut nics =
        nics.filter(|nic| matches!(&nic.source, InterfaceSource::Network(s) if s.network == network.name()));
    let Some(nic) = nics.next() else {
        return Err(CliError::text(format!(
            "guest '{name}' has no interface on network '{}'",
            network.name()
        )));
    };
    let mac = nic.mac.as_ref().map(|mac| mac.address.to_string());
    let leases = network
        .dhcp_leases(mac.as_deref())
        .await
        .context(|| format!("failed to get the leases of '{name}'"))?;
    Ok(Guest {
        port: nic.target.as_ref().and_then(|t| t.dev.clone()),
        addresses: leases.iter().filter_map(|l| l.address.parse().ok()).collect(),
        mac,
    })
}

/// What of the definition waits for the next start.
async fn waiting(network: &Network, live: &Document) -> Result<Vec<String>, CliError> {
    if !network.is_persistent().await? {
        return Ok(Vec::new());
    }
    let defined = network.definition(NetworkXmlFlags::INACTIVE).await?;
    let mut waiting = Vec::new();
    let mut compare = |what: &str, now: String, then: String| {
        if now != then {
            waiting.push(format!("{what}: now {now}, then {then}"));
        }
    };
    let bridge = |d: &Document| d.bridge_name().unwrap_or("(none)").to_owned();
    compare("bridge", bridge(live), bridge(&defined));
    let mac = |d: &Document| {
        d.mac
            .as_ref()
            .map_or("(any)".to_owned(), |mac| mac.address.0.to_string())
    };
    compare("MAC address of the bridge", mac(live), mac(&defined));
    let addresses = |d: &Document| {
        subnets(d)
            .iter()
            .map(IpNet::to_string)
            .collect::<Vec<_>>()
            .join(", ")
    };
    compare("addresses", addresses(live), addresses(&defined));
    Ok(waiting)
}

fn rules_of(verdict: &Verdict) -> Vec<String> {
    match verdict {
        Verdict::Pass(rule) => rule.iter().cloned().collect(),
        Verdict::Drop(rule) => vec![rule.clone()],
        Verdict::Doubt(rules) => rules.clone(),
    }
}

fn report(network: &str, answers: &[Answer], waiting: &[String]) -> Report {
    let mut table = Table::new(["Packets", "Verdict", "Where", "Decided by"]);
    for answer in answers {
        table.row([
            answer.question.clone(),
            answer.verdict.to_string(),
            answer.part.clone(),
            rules_of(&answer.verdict).join(" | "),
        ]);
    }
    let mut text = Report::Table(table).text(false);
    for what in waiting {
        text.push_str(&format!("Waits for the next start: {what}\n"));
    }
    let list: Vec<Value> = answers
        .iter()
        .map(|a| {
            json!({
                "packets": a.question,
                "verdict": a.verdict.to_string(),
                "where": a.part,
                "rules": rules_of(&a.verdict),
            })
        })
        .collect();
    Report::Both(
        text,
        json!({ "network": network, "answers": list, "waiting": waiting }),
    )
}

fn chain(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut next = error.source();
    while let Some(cause) = next {
        text.push_str(": ");
        text.push_str(&cause.to_string());
        next = cause.source();
    }
    text
}
