//! Storage pools.

use super::device_xml::element;
use super::{Outcome, commands};
use crate::error::{CliError, Context};
use crate::find;
use crate::grammar::Args;
use crate::report::{Fields, Report, Table};
use crate::shell::Shell;
use crate::units::pretty;
use crate::xml::select;
use ferrovirt_api::StoragePool;
use ferrovirt_types::consts::{
    ConnectListAllStoragePoolsFlags as L, StoragePoolBuildFlags, StoragePoolCreateFlags,
    StoragePoolDeleteFlags, StoragePoolState, StorageXmlFlags,
};
use ferrovirt_xml::Writer;

commands! {
    "pool-list", "list pools", "[--inactive] [--all] [--transient] [--persistent] [--autostart] [--no-autostart] [--type <string>] [--details] [--uuid] [--name]" => list;
    "pool-info", "storage pool information", "<pool> [--bytes]" => info;
    "pool-define", "define an inactive persistent storage pool or modify an existing persistent one from an XML file", "<file> [--validate]" => define;
    "pool-define-as", "define a pool from a set of args", "<name> <type> [--print-xml] [--source-host <string>] [--source-path <string>] [--source-dev <string>] [--source-name <string>] [--target <string>] [--source-format <string>] [--auth-type <string>] [--auth-username <string>] [--secret-usage <string>] [--secret-uuid <string>] [--adapter-name <string>] [--adapter-wwnn <string>] [--adapter-wwpn <string>] [--adapter-parent <string>] [--adapter-parent-wwnn <string>] [--adapter-parent-wwpn <string>] [--adapter-parent-fabric-wwn <string>] [--source-protocol-ver <string>] [--source-initiator <string>]" => define_as;
    "pool-create", "create a pool from an XML file", "<file> [--build] [--no-overwrite] [--overwrite]" => create;
    "pool-create-as", "create a pool from a set of args", "<name> <type> [--print-xml] [--source-host <string>] [--source-path <string>] [--source-dev <string>] [--source-name <string>] [--target <string>] [--source-format <string>] [--auth-type <string>] [--auth-username <string>] [--secret-usage <string>] [--secret-uuid <string>] [--adapter-name <string>] [--adapter-wwnn <string>] [--adapter-wwpn <string>] [--adapter-parent <string>] [--adapter-parent-wwnn <string>] [--adapter-parent-wwpn <string>] [--adapter-parent-fabric-wwn <string>] [--source-protocol-ver <string>] [--source-initiator <string>] [--build] [--no-overwrite] [--overwrite]" => create_as;
    "pool-build", "build a pool", "<pool> [--no-overwrite] [--overwrite]" => build;
    "pool-start", "start a (previously defined) inactive pool", "<pool> [--build] [--no-overwrite] [--overwrite]" => start;
    "pool-destroy", "destroy (stop) a pool", "<pool>" => destroy;
    "pool-delete", "delete a pool", "<pool>" => delete;
    "pool-undefine", "undefine an inactive pool", "<pool>" => undefine;
    "pool-refresh", "refresh a pool", "<pool>" => refresh;
    "pool-autostart", "autostart a pool", "<pool> [--disable]" => autostart;
    "pool-dumpxml", "pool information in XML", "<pool> [--inactive] [--xpath <string>] [--wrap]" => dump_xml;
    "pool-name", "convert a pool UUID to pool name", "<pool>" => name;
    "pool-uuid", "convert a pool name to pool UUID", "<pool>" => uuid;
    "find-storage-pool-sources", "discover potential storage pool sources", "<type> [--srcSpec <string>]" => sources;
    "find-storage-pool-sources-as", "find potential storage pool sources", "<type> [--host <string>] [--port <string>] [--initiator <string>]" => sources_as;
}

fn yes_no(b: bool) -> &'static str {
    if b { "yes" } else { "no" }
}

fn state_name(state: Option<StoragePoolState>) -> &'static str {
    match state {
        Some(StoragePoolState::Inactive) => "inactive",
        Some(StoragePoolState::Building) => "building",
        Some(StoragePoolState::Running) => "running",
        Some(StoragePoolState::Degraded) => "degraded",
        Some(StoragePoolState::Inaccessible) => "inaccessible",
        None => "unknown",
    }
}

/// The bits of a list of kinds of pools.
fn kinds(list: &str) -> Result<L, CliError> {
    let mut flags = L::empty();
    for kind in list.split(',') {
        flags |= match kind {
            "dir" => L::DIR,
            "fs" => L::FS,
            "netfs" => L::NETFS,
            "logical" => L::LOGICAL,
            "disk" => L::DISK,
            "iscsi" => L::ISCSI,
            "iscsi-direct" => L::ISCSI_DIRECT,
            "scsi" => L::SCSI,
            "mpath" => L::MPATH,
            "rbd" => L::RBD,
            "sheepdog" => L::SHEEPDOG,
            "gluster" => L::GLUSTER,
            "zfs" => L::ZFS,
            "vstorage" => L::VSTORAGE,
            other => return Err(CliError::text(format!("Invalid pool type '{other}'"))),
        };
    }
    Ok(flags)
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
    if let Some(list) = args.text("type") {
        filter |= kinds(list)?;
    }
    let filter = filter
        | args.bit("persistent", L::PERSISTENT)
        | args.bit("transient", L::TRANSIENT)
        | args.bit("autostart", L::AUTOSTART)
        | args.bit("no-autostart", L::NO_AUTOSTART);
    let mut pools = shell
        .connection()
        .await?
        .storage_pools(filter)
        .await
        .context(|| "Failed to list pools".to_owned())?;
    pools.sort_by(|a, b| a.name().cmp(b.name()));
    if args.flag("name") || args.flag("uuid") {
        let line = |p: &StoragePool| match (args.flag("uuid"), args.flag("name")) {
            (true, true) => format!("{} {}", p.uuid(), p.name()),
            (true, false) => p.uuid().to_string(),
            _ => p.name().to_owned(),
        };
        return Ok(Report::Lines(pools.iter().map(line).collect()));
    }
    let details = args.flag("details");
    let mut table = if details {
        Table::new([
            "Name",
            "State",
            "Autostart",
            "Persistent",
            "Capacity",
            "Allocation",
            "Available",
        ])
    } else {
        Table::new(["Name", "State", "Autostart"])
    };
    for pool in pools {
        let autostart = pool.autostart().await.map_or("no autostart", yes_no).to_owned();
        if !details {
            let state = if pool.is_active().await? {
                "active"
            } else {
                "inactive"
            };
            table.row([pool.name().to_owned(), state.to_owned(), autostart]);
            continue;
        }
        let info = pool
            .info()
            .await
            .context(|| "Could not retrieve pool information".to_owned())?;
        let known = matches!(
            info.state,
            Some(StoragePoolState::Running | StoragePoolState::Degraded)
        );
        let size = |n: u64| if known { pretty(n) } else { "-".to_owned() };
        table.row([
            pool.name().to_owned(),
            state_name(info.state).to_owned(),
            autostart,
            pool.is_persistent().await.map_or("unknown", yes_no).to_owned(),
            size(info.capacity),
            size(info.allocation),
            size(info.available),
        ]);
    }
    Ok(Report::Table(table))
}

async fn info(shell: &mut Shell, args: &Args) -> Outcome {
    let pool = find::pool(shell, args).await?;
    let info = pool.info().await?;
    let mut fields = Fields::new();
    fields
        .row("Name:", pool.name())
        .row("UUID:", pool.uuid())
        .row("State:", state_name(info.state))
        .row(
            "Persistent:",
            pool.is_persistent().await.map_or("unknown", yes_no),
        )
        .row(
            "Autostart:",
            pool.autostart().await.map_or("no autostart", yes_no),
        );
    if matches!(
        info.state,
        Some(StoragePoolState::Running | StoragePoolState::Degraded)
    ) {
        let size = |n: u64| {
            if args.flag("bytes") {
                n.to_string()
            } else {
                pretty(n)
            }
        };
        fields
            .row("Capacity:", size(info.capacity))
            .row("Allocation:", size(info.allocation))
            .row("Available:", size(info.available));
    }
    Ok(Report::Fields(fields))
}

/// A definition from the options of `pool-define-as` and `pool-create-as`.
fn definition(args: &Args) -> Result<String, CliError> {
    args.exclusive("secret-usage", "secret-uuid")?;
    let mut xml = Writer::new();
    xml.start("pool");
    xml.attr_str("type", args.need("type"));
    xml.body();
    xml.leaf("name", &args.need("name").to_owned());
    let ports = args.has("adapter-wwnn") && args.has("adapter-wwpn");
    let given = [
        "source-host",
        "source-path",
        "source-dev",
        "source-name",
        "source-format",
        "source-initiator",
        "adapter-name",
    ];
    if ports || given.iter().any(|option| args.has(option)) {
        source(&mut xml, args, ports);
    }
    if let Some(target) = args.text("target") {
        xml.start("target");
        xml.body();
        xml.leaf("path", &target.to_owned());
        xml.end("target");
    }
    xml.end("pool");
    Ok(xml.finish())
}

fn source(xml: &mut Writer, args: &Args, ports: bool) {
    xml.start("source");
    xml.body();
    for (option, name, attribute) in [
        ("source-host", "host", "name"),
        ("source-path", "dir", "path"),
        ("source-dev", "device", "path"),
    ] {
        if let Some(value) = args.text(option) {
            element(xml, name, &[(attribute, Some(value))]);
        }
    }
    if ports {
        let parents = [
            ("parent", "adapter-parent"),
            ("parent_wwnn", "adapter-parent-wwnn"),
            ("parent_wwpn", "adapter-parent-wwpn"),
            ("parent_fabric_wwn", "adapter-parent-fabric-wwn"),
            ("wwnn", "adapter-wwnn"),
            ("wwpn", "adapter-wwpn"),
        ];
        let mut attributes = vec![("type", Some("fc_host"))];
        attributes.extend(parents.map(|(attribute, option)| (attribute, args.text(option))));
        element(xml, "adapter", &attributes);
    } else if let Some(name) = args.text("adapter-name") {
        element(
            xml,
            "adapter",
            &[("type", Some("scsi_host")), ("name", Some(name))],
        );
    }
    if let Some(initiator) = args.text("source-initiator") {
        xml.start("initiator");
        xml.body();
        element(xml, "iqn", &[("name", Some(initiator))]);
        xml.end("initiator");
    }
    let secret = [
        ("usage", args.text("secret-usage")),
        ("uuid", args.text("secret-uuid")),
    ];
    if args.has("auth-type") && args.has("auth-username") && secret.iter().any(|(_, value)| value.is_some()) {
        xml.start("auth");
        xml.attr_str("type", args.need("auth-type"));
        xml.attr_str("username", args.need("auth-username"));
        xml.body();
        element(xml, "secret", &secret);
        xml.end("auth");
    }
    if let Some(format) = args.text("source-format") {
        element(xml, "format", &[("type", Some(format))]);
    }
    if let Some(name) = args.text("source-name") {
        xml.leaf("name", &name.to_owned());
    }
    if let Some(version) = args.text("source-protocol-ver") {
        element(xml, "protocol", &[("ver", Some(version))]);
    }
    xml.end("source");
}

async fn define(shell: &mut Shell, args: &Args) -> Outcome {
    let file = args.need("file");
    let connection = shell.connection().await?;
    let xml = find::file(file).await?;
    let pool = connection
        .define_storage_pool(&xml)
        .await
        .context(|| format!("Failed to define pool from {file}"))?;
    Ok(Report::Done(format!("Pool {} defined from {file}", pool.name())))
}

async fn define_as(shell: &mut Shell, args: &Args) -> Outcome {
    let xml = definition(args)?;
    if args.flag("print-xml") {
        return Ok(Report::Text(xml));
    }
    let name = args.need("name");
    let connection = shell.connection().await?;
    let pool = connection
        .define_storage_pool(&xml)
        .await
        .context(|| format!("Failed to define pool {name}"))?;
    Ok(Report::Done(format!("Pool {} defined", pool.name())))
}

fn create_flags(args: &Args) -> StoragePoolCreateFlags {
    args.bit("build", StoragePoolCreateFlags::WITH_BUILD)
        | args.bit("overwrite", StoragePoolCreateFlags::WITH_BUILD_OVERWRITE)
        | args.bit("no-overwrite", StoragePoolCreateFlags::WITH_BUILD_NO_OVERWRITE)
}

async fn create(shell: &mut Shell, args: &Args) -> Outcome {
    let file = args.need("file");
    let connection = shell.connection().await?;
    let xml = find::file(file).await?;
    let made = connection.create_storage_pool(&xml, create_flags(args)).await;
    let pool = made.context(|| format!("Failed to create pool from {file}"))?;
    Ok(Report::Done(format!("Pool {} created from {file}", pool.name())))
}

async fn create_as(shell: &mut Shell, args: &Args) -> Outcome {
    let xml = definition(args)?;
    if args.flag("print-xml") {
        return Ok(Report::Text(xml));
    }
    let name = args.need("name");
    let connection = shell.connection().await?;
    let made = connection.create_storage_pool(&xml, create_flags(args)).await;
    let pool = made.context(|| format!("Failed to create pool {name}"))?;
    Ok(Report::Done(format!("Pool {} created", pool.name())))
}

async fn build(shell: &mut Shell, args: &Args) -> Outcome {
    let flags = args.bit("no-overwrite", StoragePoolBuildFlags::NO_OVERWRITE)
        | args.bit("overwrite", StoragePoolBuildFlags::OVERWRITE);
    let pool = find::pool(shell, args).await?;
    let name = pool.name();
    pool.build(flags)
        .await
        .context(|| format!("Failed to build pool {name}"))?;
    Ok(Report::Done(format!("Pool {name} built")))
}

async fn start(shell: &mut Shell, args: &Args) -> Outcome {
    let pool = find::pool(shell, args).await?;
    let name = pool.name();
    pool.start(create_flags(args))
        .await
        .context(|| format!("Failed to start pool {name}"))?;
    Ok(Report::Done(format!("Pool {name} started")))
}

async fn destroy(shell: &mut Shell, args: &Args) -> Outcome {
    let pool = find::pool(shell, args).await?;
    let name = pool.name();
    pool.destroy()
        .await
        .context(|| format!("Failed to destroy pool {name}"))?;
    Ok(Report::Done(format!("Pool {name} destroyed")))
}

async fn delete(shell: &mut Shell, args: &Args) -> Outcome {
    let pool = find::pool(shell, args).await?;
    let name = pool.name();
    pool.delete(StoragePoolDeleteFlags::empty())
        .await
        .context(|| format!("Failed to delete pool {name}"))?;
    Ok(Report::Done(format!("Pool {name} deleted")))
}

async fn undefine(shell: &mut Shell, args: &Args) -> Outcome {
    let pool = find::pool(shell, args).await?;
    let name = pool.name();
    pool.undefine()
        .await
        .context(|| format!("Failed to undefine pool {name}"))?;
    Ok(Report::Done(format!("Pool {name} has been undefined")))
}

async fn refresh(shell: &mut Shell, args: &Args) -> Outcome {
    let pool = find::pool(shell, args).await?;
    let name = pool.name();
    pool.refresh()
        .await
        .context(|| format!("Failed to refresh pool {name}"))?;
    Ok(Report::Done(format!("Pool {name} refreshed")))
}

async fn autostart(shell: &mut Shell, args: &Args) -> Outcome {
    let pool = find::pool(shell, args).await?;
    let (name, on) = (pool.name(), !args.flag("disable"));
    let un = if on { "" } else { "un" };
    pool.set_autostart(on)
        .await
        .context(|| format!("failed to {un}mark pool {name} as autostarted"))?;
    Ok(Report::Done(format!("Pool {name} {un}marked as autostarted")))
}

async fn dump_xml(shell: &mut Shell, args: &Args) -> Outcome {
    let flags = args.bit("inactive", StorageXmlFlags::INACTIVE);
    select(find::pool(shell, args).await?.xml(flags).await?, args)
}

async fn name(shell: &mut Shell, args: &Args) -> Outcome {
    Ok(Report::Text(find::pool(shell, args).await?.name().to_owned()))
}

async fn uuid(shell: &mut Shell, args: &Args) -> Outcome {
    Ok(Report::Text(find::pool(shell, args).await?.uuid().to_string()))
}

async fn sources(shell: &mut Shell, args: &Args) -> Outcome {
    let spec = match args.text("srcSpec") {
        Some(file) => Some(find::file(file).await?),
        None => None,
    };
    found(shell, args, spec).await
}

async fn sources_as(shell: &mut Shell, args: &Args) -> Outcome {
    let spec = args.text("host").map(|host| {
        let mut xml = Writer::new();
        xml.start("source");
        xml.body();
        element(
            &mut xml,
            "host",
            &[("name", Some(host)), ("port", args.text("port"))],
        );
        if let Some(initiator) = args.text("initiator") {
            xml.start("initiator");
            xml.body();
            element(&mut xml, "iqn", &[("name", Some(initiator))]);
            xml.end("initiator");
        }
        xml.end("source");
        xml.finish()
    });
    found(shell, args, spec).await
}

async fn found(shell: &mut Shell, args: &Args, spec: Option<String>) -> Outcome {
    let kind = args.need("type");
    let connection = shell.connection().await?;
    let found = connection.find_storage_sources(kind, spec.as_deref()).await;
    Ok(Report::Text(
        found.context(|| format!("Failed to find any {kind} pool sources"))?,
    ))
}
