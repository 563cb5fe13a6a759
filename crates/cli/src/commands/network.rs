//! Virtual networks.

use super::{Outcome, commands};
use crate::error::{CliError, Context};
use crate::find;
use crate::grammar::Args;
use crate::report::{Fields, Report, Table};
use crate::shell::Shell;
use crate::xml::select;
use ferrovirt_types::consts::{
    ConnectListAllNetworksFlags as L, IpAddrType, NetworkCreateFlags, NetworkDefineFlags,
    NetworkUpdateCommand as U, NetworkUpdateFlags, NetworkUpdateSection as S, NetworkXmlFlags,
};

commands! {
    "net-list", "list networks", "[--inactive] [--all] [--persistent] [--transient] [--autostart] [--no-autostart] [--uuid] [--name] [--table]" => list;
    "net-info", "network information", "<network>" => info;
    "net-define", "define an inactive persistent virtual network or modify an existing persistent one from an XML file", "<file> [--validate]" => define;
    "net-create", "create a network from an XML file", "<file> [--validate]" => create;
    "net-start", "start a (previously defined) inactive network", "<network>" => start;
    "net-destroy", "destroy (stop) a network", "<network>" => destroy;
    "net-undefine", "undefine a persistent network", "<network>" => undefine;
    "net-dumpxml", "network information in XML", "<network> [--inactive] [--xpath <string>] [--wrap]" => dump_xml;
    "net-autostart", "autostart a network", "<network> [--disable]" => autostart;
    "net-dhcp-leases", "print lease info for a given network", "<network> [--mac <string>]" => leases;
    "net-name", "convert a network UUID to network name", "<network>" => name;
    "net-uuid", "convert a network name to network UUID", "<network>" => uuid;
    "net-update", "update parts of an existing network's configuration", "<network> <command> <section> <xml> [--parent-index <number>] [--config] [--live] [--current]" => update;
    "net-port-list", "list network ports", "<network> [--uuid] [--table]" => ports;
    "net-port-create", "create a network port from an XML file", "<network> <file> [--validate]" => port_create;
    "net-port-dumpxml", "network port information in XML", "<network> <port> [--xpath <string>] [--wrap]" => port_xml;
    "net-port-delete", "delete the specified network port", "<network> <port>" => port_delete;
}

fn yes_no(b: bool) -> &'static str {
    if b { "yes" } else { "no" }
}

async fn list(shell: &mut Shell, args: &Args) -> Outcome {
    let mut filter = if args.flag("inactive") {
        L::INACTIVE
    } else {
        L::ACTIVE
    };
    if args.flag("all") {
        filter = L::ACTIVE | L::INACTIVE;
    }
    let filter = filter
        | args.bit("persistent", L::PERSISTENT)
        | args.bit("transient", L::TRANSIENT)
        | args.bit("autostart", L::AUTOSTART)
        | args.bit("no-autostart", L::NO_AUTOSTART);
    let mut networks = shell
        .connection()
        .await?
        .networks(filter)
        .await
        .context(|| "Failed to list networks".to_owned())?;
    networks.sort_by(|a, b| a.name().cmp(b.name()));
    if args.flag("uuid") {
        return Ok(Report::Lines(
            networks.iter().map(|n| n.uuid().to_string()).collect(),
        ));
    }
    if args.flag("name") {
        return Ok(Report::Lines(
            networks.iter().map(|n| n.name().to_owned()).collect(),
        ));
    }
    let mut table = Table::new(["Name", "State", "Autostart", "Persistent"]);
    for network in networks {
        let autostart = network.autostart().await.map_or("no autostart", yes_no);
        let state = if network.is_active().await? {
            "active"
        } else {
            "inactive"
        };
        let persistent = network.is_persistent().await.map_or("no", yes_no);
        table.row([
            network.name().to_owned(),
            state.to_owned(),
            autostart.to_owned(),
            persistent.to_owned(),
        ]);
    }
    Ok(Report::Table(table))
}

async fn info(shell: &mut Shell, args: &Args) -> Outcome {
    let network = find::network(shell, args).await?;
    let mut fields = Fields::new();
    fields.row("Name:", network.name()).row("UUID:", network.uuid());
    if let Ok(active) = network.is_active().await {
        fields.row("Active:", yes_no(active));
    }
    fields.row(
        "Persistent:",
        network.is_persistent().await.map_or("unknown", yes_no),
    );
    fields.row(
        "Autostart:",
        network.autostart().await.map_or("no autostart", yes_no),
    );
    if let Ok(bridge) = network.bridge().await {
        fields.row("Bridge:", bridge);
    }
    Ok(Report::Fields(fields))
}

async fn define(shell: &mut Shell, args: &Args) -> Outcome {
    let file = args.need("file");
    let connection = shell.connection().await?;
    let xml = find::file(file).await?;
    let flags = args.bit("validate", NetworkDefineFlags::VALIDATE);
    let network = connection
        .define_network(&xml, flags)
        .await
        .context(|| format!("Failed to define network from {file}"))?;
    Ok(Report::Done(format!(
        "Network {} defined from {file}",
        network.name()
    )))
}

async fn create(shell: &mut Shell, args: &Args) -> Outcome {
    let file = args.need("file");
    let connection = shell.connection().await?;
    let xml = find::file(file).await?;
    let flags = args.bit("validate", NetworkCreateFlags::VALIDATE);
    let network = connection
        .create_network(&xml, flags)
        .await
        .context(|| format!("Failed to create network from {file}"))?;
    Ok(Report::Done(format!(
        "Network {} created from {file}",
        network.name()
    )))
}

async fn start(shell: &mut Shell, args: &Args) -> Outcome {
    let network = find::network(shell, args).await?;
    let name = network.name();
    network
        .start()
        .await
        .context(|| format!("Failed to start network {name}"))?;
    Ok(Report::Done(format!("Network {name} started")))
}

async fn destroy(shell: &mut Shell, args: &Args) -> Outcome {
    let network = find::network(shell, args).await?;
    let name = network.name();
    network
        .destroy()
        .await
        .context(|| format!("Failed to destroy network {name}"))?;
    Ok(Report::Done(format!("Network {name} destroyed")))
}

async fn undefine(shell: &mut Shell, args: &Args) -> Outcome {
    let network = find::network(shell, args).await?;
    let name = network.name();
    network
        .undefine()
        .await
        .context(|| format!("Failed to undefine network {name}"))?;
    Ok(Report::Done(format!("Network {name} has been undefined")))
}

async fn dump_xml(shell: &mut Shell, args: &Args) -> Outcome {
    let flags = args.bit("inactive", NetworkXmlFlags::INACTIVE);
    select(find::network(shell, args).await?.xml(flags).await?, args)
}

async fn autostart(shell: &mut Shell, args: &Args) -> Outcome {
    let network = find::network(shell, args).await?;
    let (name, on) = (network.name(), !args.flag("disable"));
    let un = if on { "" } else { "un" };
    network
        .set_autostart(on)
        .await
        .context(|| format!("failed to {un}mark network {name} as autostarted"))?;
    Ok(Report::Done(format!("Network {name} {un}marked as autostarted")))
}

async fn leases(shell: &mut Shell, args: &Args) -> Outcome {
    let network = find::network(shell, args).await?;
    let leases = network.dhcp_leases(args.text("mac")).await;
    let mut leases = leases.context(|| format!("Failed to get leases info for {}", network.name()))?;
    leases.sort_by(|a, b| (&a.mac, &a.address).cmp(&(&b.mac, &b.address)));
    let mut table = Table::new([
        "Expiry Time",
        "MAC address",
        "Protocol",
        "IP address",
        "Hostname",
        "Client ID or DUID",
    ]);
    let or_dash = |t: Option<String>| t.filter(|t| !t.is_empty()).unwrap_or_else(|| "-".to_owned());
    for lease in leases {
        let expires = lease
            .expires
            .and_then(|t| t.duration_since(std::time::UNIX_EPOCH).ok());
        table.row([
            expires.map_or_else(|| "-".to_owned(), |t| super::snapshot::stamp(t.as_secs())),
            or_dash(lease.mac),
            if lease.family == Some(IpAddrType::Ipv6) {
                "ipv6"
            } else {
                "ipv4"
            }
            .to_owned(),
            format!("{}/{}", lease.address, lease.prefix),
            or_dash(lease.hostname),
            or_dash(lease.client_id),
        ]);
    }
    Ok(Report::Table(table))
}

async fn name(shell: &mut Shell, args: &Args) -> Outcome {
    let uuid = uuid::Uuid::parse_str(args.need("network"));
    let missing = || CliError::text(format!("failed to get network '{}'", args.need("network")));
    let network = shell
        .connection()
        .await?
        .network_by_uuid(uuid.map_err(|_| missing())?)
        .await;
    Ok(Report::Text(network.map_err(|_| missing())?.name().to_owned()))
}

async fn uuid(shell: &mut Shell, args: &Args) -> Outcome {
    let name = args.need("network");
    let network = shell.connection().await?.network(name).await;
    let network = network.context(|| format!("failed to get network '{name}'"))?;
    Ok(Report::Text(network.uuid().to_string()))
}

async fn update(shell: &mut Shell, args: &Args) -> Outcome {
    args.exclusive("current", "live")?;
    args.exclusive("current", "config")?;
    let network = find::network(shell, args).await?;
    let command = match args.need("command") {
        "modify" => U::Modify,
        "delete" => U::Delete,
        "add" | "add-last" => U::AddLast,
        "add-first" => U::AddFirst,
        other => return Err(CliError::text(format!("unrecognized command name '{other}'"))),
    };
    let section = match args.need("section") {
        "bridge" => S::Bridge,
        "domain" => S::Domain,
        "ip" => S::Ip,
        "ip-dhcp-host" => S::IpDhcpHost,
        "ip-dhcp-range" => S::IpDhcpRange,
        "forward" => S::Forward,
        "forward-interface" => S::ForwardInterface,
        "forward-pf" => S::ForwardPf,
        "portgroup" => S::Portgroup,
        "dns-host" => S::DnsHost,
        "dns-txt" => S::DnsTxt,
        "dns-srv" => S::DnsSrv,
        other => return Err(CliError::text(format!("unrecognized section name '{other}'"))),
    };
    let xml = match args.need("xml") {
        text if text.starts_with('<') => text.to_owned(),
        file => find::file(file).await?,
    };
    let flags = args.bit("live", NetworkUpdateFlags::LIVE) | args.bit("config", NetworkUpdateFlags::CONFIG);
    let parent = args.number("parent-index")?.unwrap_or(-1);
    let name = network.name();
    let updated = network.update(command, section, parent, &xml, flags).await;
    updated.context(|| format!("Failed to update network {name}"))?;
    let (live, config) = (args.flag("live"), args.flag("config"));
    let what = match (live, config) {
        (true, true) => "persistent config and live state",
        (false, true) => "persistent config",
        (true, false) => "live state",
        (false, false) if network.is_active().await.unwrap_or(false) => "live state",
        (false, false) => "persistent config",
    };
    Ok(Report::Done(format!("Updated network {name} {what}")))
}

async fn ports(shell: &mut Shell, args: &Args) -> Outcome {
    let mut uuids: Vec<String> = find::network(shell, args)
        .await?
        .ports()
        .await?
        .iter()
        .map(|p| p.uuid().to_string())
        .collect();
    uuids.sort();
    if args.flag("uuid") {
        return Ok(Report::Lines(uuids));
    }
    let mut table = Table::new(["UUID"]);
    uuids.into_iter().for_each(|u| table.row([u]));
    Ok(Report::Table(table))
}

async fn port(shell: &mut Shell, args: &Args) -> Result<ferrovirt_api::NetworkPort, CliError> {
    let network = find::network(shell, args).await?;
    let name = args.need("port");
    let failed = || format!("failed to get network port '{name}'");
    let uuid = uuid::Uuid::parse_str(name).map_err(|_| CliError::text(failed()))?;
    network.port(uuid).await.context(failed)
}

async fn port_create(shell: &mut Shell, args: &Args) -> Outcome {
    let network = find::network(shell, args).await?;
    let file = args.need("file");
    let xml = find::file(file).await?;
    let made = network.create_port(&xml).await;
    let made = made.context(|| format!("Failed to create network port from {file}"))?;
    Ok(Report::Done(format!(
        "Network port {} created from {file}",
        made.uuid()
    )))
}

async fn port_xml(shell: &mut Shell, args: &Args) -> Outcome {
    select(port(shell, args).await?.xml().await?, args)
}

async fn port_delete(shell: &mut Shell, args: &Args) -> Outcome {
    let port = port(shell, args).await?;
    let uuid = port.uuid();
    let deleted = port.delete().await;
    deleted.context(|| format!("Failed to delete network port {uuid}"))?;
    Ok(Report::Done(format!("Network port {uuid} deleted")))
}
