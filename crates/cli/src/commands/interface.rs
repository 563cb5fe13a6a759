//! Network interfaces of the host.

use super::{Outcome, commands};
use crate::error::{CliError, Context};
use crate::find;
use crate::grammar::Args;
use crate::report::{Report, Table};
use crate::shell::Shell;
use crate::xml::{fragment, select, with_root};
use ferrovirt_api::Interface;
use ferrovirt_types::consts::{ConnectListAllInterfacesFlags, InterfaceXmlFlags};
use ferrovirt_xml::Writer;

commands! {
    "iface-list", "list physical host interfaces", "[--inactive] [--all]" => interfaces;
    "iface-dumpxml", "interface information in XML", "<interface> [--inactive] [--xpath <string>] [--wrap]" => interface_xml;
    "iface-mac", "convert an interface name to interface MAC address", "<interface>" => interface_mac;
    "iface-name", "convert an interface MAC address to interface name", "<interface>" => interface_name;
    "iface-define", "define an inactive persistent physical host interface or modify an existing persistent one from an XML file", "<file> [--validate]" => define;
    "iface-start", "start a physical host interface (enable it / \"if-up\")", "<interface>" => start;
    "iface-destroy", "destroy a physical host interface (disable it / \"if-down\")", "<interface>" => destroy;
    "iface-undefine", "undefine a physical host interface (remove it from configuration)", "<interface>" => undefine;
    "iface-begin", "create a snapshot of current interfaces settings, which can be later committed (iface-commit) or restored (iface-rollback)", "" => begin;
    "iface-commit", "commit changes made since iface-begin and free restore point", "" => commit;
    "iface-rollback", "rollback to previous saved configuration created via iface-begin", "" => rollback;
    "iface-bridge", "create a bridge device and attach an existing network device to it", "<interface> <bridge> [--no-stp] [--delay <number>] [--no-start]" => bridge;
    "iface-unbridge", "undefine a bridge device after detaching its device(s)", "<bridge> [--no-start]" => unbridge;
}

async fn interfaces(shell: &mut Shell, args: &Args) -> Outcome {
    use ConnectListAllInterfacesFlags as F;
    let mut filter = if args.flag("inactive") {
        F::INACTIVE
    } else {
        F::ACTIVE
    };
    if args.flag("all") {
        filter = F::ACTIVE | F::INACTIVE;
    }
    let list = shell.connection().await?.interfaces(filter).await;
    let mut list = list.context(|| "Failed to list interfaces".to_owned())?;
    list.sort_by(|a, b| a.name().cmp(b.name()));
    let mut table = Table::new(["Name", "State", "MAC Address"]);
    for interface in list {
        let state = if interface.is_active().await? {
            "active"
        } else {
            "inactive"
        };
        table.row([
            interface.name().to_owned(),
            state.to_owned(),
            interface.mac().to_owned(),
        ]);
    }
    Ok(Report::Table(table))
}

/// The interface with this name or MAC address.
pub async fn named(shell: &mut Shell, name: &str) -> Result<Interface, CliError> {
    let connection = shell.connection().await?;
    if name.contains(':') {
        let found = connection.interface_by_mac(name).await;
        return found.context(|| format!("failed to get interface '{name}'"));
    }
    connection
        .interface(name)
        .await
        .context(|| format!("failed to get interface '{name}'"))
}

async fn interface(shell: &mut Shell, args: &Args) -> Result<Interface, CliError> {
    named(shell, args.need("interface")).await
}

async fn interface_xml(shell: &mut Shell, args: &Args) -> Outcome {
    let flags = args.bit("inactive", InterfaceXmlFlags::INACTIVE);
    select(interface(shell, args).await?.xml(flags).await?, args)
}

async fn interface_mac(shell: &mut Shell, args: &Args) -> Outcome {
    Ok(Report::Text(interface(shell, args).await?.mac().to_owned()))
}

async fn interface_name(shell: &mut Shell, args: &Args) -> Outcome {
    Ok(Report::Text(interface(shell, args).await?.name().to_owned()))
}

async fn define(shell: &mut Shell, args: &Args) -> Outcome {
    let file = args.need("file");
    let connection = shell.connection().await?;
    let xml = find::file(file).await?;
    let interfaces = &connection.drivers().interface;
    let made = interfaces
        .interface_define_xml(&xml, args.bit("validate", 1))
        .await;
    let made = made.context(|| format!("Failed to define interface from {file}"))?;
    Ok(Report::Done(format!(
        "Interface {} defined from {file}",
        made.name
    )))
}

async fn start(shell: &mut Shell, args: &Args) -> Outcome {
    let interface = interface(shell, args).await?;
    let name = interface.name();
    let started = interface.start().await;
    started.context(|| format!("Failed to start interface {name}"))?;
    Ok(Report::Done(format!("Interface {name} started")))
}

async fn destroy(shell: &mut Shell, args: &Args) -> Outcome {
    let interface = interface(shell, args).await?;
    let name = interface.name();
    let destroyed = interface.destroy().await;
    destroyed.context(|| format!("Failed to destroy interface {name}"))?;
    Ok(Report::Done(format!("Interface {name} destroyed")))
}

async fn undefine(shell: &mut Shell, args: &Args) -> Outcome {
    let interface = interface(shell, args).await?;
    let name = interface.name();
    let undefined = interface.undefine().await;
    undefined.context(|| format!("Failed to undefine interface {name}"))?;
    Ok(Report::Done(format!("Interface {name} undefined")))
}

async fn begin(shell: &mut Shell, _: &Args) -> Outcome {
    let connection = shell.connection().await?;
    let begun = connection.drivers().interface.interface_change_begin(0).await;
    begun.context(|| "Failed to begin network config change transaction".to_owned())?;
    Ok(Report::Done(
        "Network config change transaction started".to_owned(),
    ))
}

async fn commit(shell: &mut Shell, _: &Args) -> Outcome {
    let connection = shell.connection().await?;
    let done = connection.drivers().interface.interface_change_commit(0).await;
    done.context(|| "Failed to commit network config change transaction".to_owned())?;
    Ok(Report::Done(
        "Network config change transaction committed".to_owned(),
    ))
}

async fn rollback(shell: &mut Shell, _: &Args) -> Outcome {
    let connection = shell.connection().await?;
    let done = connection.drivers().interface.interface_change_rollback(0).await;
    done.context(|| "Failed to rollback network config change transaction".to_owned())?;
    Ok(Report::Done(
        "Network config change transaction rolled back".to_owned(),
    ))
}

/// Elements of an interface that its bridge takes over.
const TAKEN_OVER: [&str; 3] = ["start", "mtu", "protocol"];

async fn bridge(shell: &mut Shell, args: &Args) -> Outcome {
    let interface = interface(shell, args).await?;
    let (name, bridge) = (interface.name().to_owned(), args.need("bridge").to_owned());
    let delay: u32 = args.number("delay")?.unwrap_or(0);
    let old = interface.xml(InterfaceXmlFlags::INACTIVE).await?;
    let (kind, over, own) = with_root(&old, |root| {
        let part = |over: bool| {
            root.children()
                .filter(|child| TAKEN_OVER.iter().any(|taken| child.is(taken)) == over)
                .map(fragment)
                .collect::<String>()
        };
        (
            root.attr("type").unwrap_or("ethernet").to_owned(),
            part(true),
            part(false),
        )
    })?;
    if kind == "bridge" {
        return Err(CliError::text(format!(
            "Existing device {name} is already a bridge"
        )));
    }
    let stp = if args.flag("no-stp") { "off" } else { "on" };
    let xml = format!(
        "<interface type='bridge' name='{}'>{over}<bridge stp='{stp}' delay='{delay}'><interface type='{kind}' name='{}'>{own}</interface></bridge></interface>",
        escaped(&bridge),
        escaped(&name)
    );
    let made = interface_of(shell, &xml).await;
    made.context(|| format!("Failed to define new bridge interface {bridge}"))?;
    shell.say(&format!("Created bridge {bridge} with attached device {name}\n"))?;
    if !args.flag("no-start") {
        let started = named(shell, &bridge).await?.start().await;
        started.context(|| format!("Failed to start bridge interface {bridge}"))?;
        shell.say(&format!("Bridge interface {bridge} started\n"))?;
    }
    Ok(Report::Nothing)
}

async fn interface_of(shell: &mut Shell, xml: &str) -> ferrovirt_api::Result<()> {
    let connection = shell.connection().await.map_err(|_| {
        ferrovirt_api::Error::new(
            ferrovirt_types::consts::ErrorNumber::NoConnect,
            ferrovirt_types::consts::ErrorDomain::None,
            "",
        )
    })?;
    connection.define_interface(xml).await.map(drop)
}

/// A text as the value of an attribute.
fn escaped(text: &str) -> String {
    let mut xml = Writer::new();
    xml.start("x");
    xml.attr_str("y", text);
    xml.end("x");
    let xml = xml.finish();
    xml.trim()
        .strip_prefix("<x y='")
        .and_then(|rest| rest.strip_suffix("'/>"))
        .unwrap_or_default()
        .to_owned()
}

async fn unbridge(shell: &mut Shell, args: &Args) -> Outcome {
    let name = args.need("bridge").to_owned();
    let bridge = named(shell, &name).await?;
    let old = bridge.xml(InterfaceXmlFlags::INACTIVE).await?;
    let parts = with_root(&old, |root| {
        let inner = root.child("bridge")?;
        let members: Vec<_> = inner.children_named("interface").collect();
        let [member] = members.as_slice() else { return None };
        let kept: String = root
            .children()
            .filter(|child| TAKEN_OVER.iter().any(|taken| child.is(taken)))
            .map(fragment)
            .collect();
        let own: String = member.children().map(fragment).collect();
        Some((
            member.attr("type")?.to_owned(),
            member.attr("name")?.to_owned(),
            kept,
            own,
        ))
    })?;
    let (kind, member, kept, own) =
        parts.ok_or_else(|| CliError::text(format!("{name} is not a bridge with one device")))?;
    if bridge.is_active().await? {
        let destroyed = bridge.destroy().await;
        destroyed.context(|| format!("Failed to destroy bridge interface {name}"))?;
    }
    let undefined = bridge.undefine().await;
    undefined.context(|| format!("Failed to undefine bridge interface {name}"))?;
    let xml = format!(
        "<interface type='{kind}' name='{}'>{kept}{own}</interface>",
        escaped(&member)
    );
    let made = interface_of(shell, &xml).await;
    made.context(|| format!("Failed to define new interface {member}"))?;
    shell.say(&format!("Device {member} un-attached from bridge {name}\n"))?;
    if !args.flag("no-start") {
        let started = named(shell, &member).await?.start().await;
        started.context(|| format!("Failed to start interface {member}"))?;
        shell.say(&format!("Interface {member} started\n"))?;
    }
    Ok(Report::Nothing)
}
