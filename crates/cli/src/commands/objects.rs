//! Devices and interfaces of the host, filters, secrets.

use super::{Outcome, commands};
use crate::error::{CliError, Context};
use crate::find;
use crate::grammar::Args;
use crate::report::{Report, Table};
use crate::shell::Shell;
use crate::xml::select;
use ferrovirt_types::consts::{
    ConnectListAllInterfacesFlags, ConnectListAllNodeDeviceFlags, ConnectListAllSecretsFlags,
    InterfaceXmlFlags, NodeDeviceXmlFlags, SecretUsageType,
};
use uuid::Uuid;

commands! {
    "nodedev-list", "enumerate devices on this host", "[--cap <string>]" => devices;
    "nodedev-dumpxml", "node device details in XML", "<device> [--xpath <string>] [--wrap]" => device_xml;
    "iface-list", "list physical host interfaces", "[--inactive] [--all]" => interfaces;
    "iface-dumpxml", "interface information in XML", "<interface> [--inactive] [--xpath <string>] [--wrap]" => interface_xml;
    "iface-mac", "convert an interface name to interface MAC address", "<interface>" => interface_mac;
    "iface-name", "convert an interface MAC address to interface name", "<interface>" => interface_name;
    "nwfilter-list", "list network filters", "" => filters;
    "nwfilter-dumpxml", "network filter information in XML", "<nwfilter> [--xpath <string>] [--wrap]" => filter_xml;
    "nwfilter-define", "define or update a network filter from an XML file", "<file> [--validate]" => filter_define;
    "nwfilter-undefine", "undefine a network filter", "<nwfilter>" => filter_undefine;
    "secret-list", "list secrets", "[--ephemeral] [--no-ephemeral] [--private] [--no-private]" => secrets;
    "secret-dumpxml", "secret attributes in XML", "<secret> [--xpath <string>] [--wrap]" => secret_xml;
    "secret-define", "define or modify a secret from an XML file", "<file> [--validate]" => secret_define;
    "secret-set-value", "set a secret value", "<secret> [--file <string>] [--plain]" => secret_set;
    "secret-undefine", "undefine a secret", "<secret>" => secret_undefine;
}

async fn devices(shell: &mut Shell, args: &Args) -> Outcome {
    let connection = shell.connection().await?;
    let list = connection
        .node_devices(ConnectListAllNodeDeviceFlags::empty())
        .await;
    let mut names = Vec::new();
    for device in list.context(|| "Failed to list node devices".to_owned())? {
        if let Some(wanted) = args.text("cap") {
            let caps = device.capabilities().await?;
            if !wanted.split(',').any(|w| caps.iter().any(|c| c == w)) {
                continue;
            }
        }
        names.push(device.name().to_owned());
    }
    names.sort();
    Ok(Report::Lines(names))
}

async fn device_xml(shell: &mut Shell, args: &Args) -> Outcome {
    let name = args.need("device");
    let device = shell.connection().await?.node_device(name).await;
    let device = device.context(|| format!("Could not find matching device '{name}'"))?;
    select(device.xml(NodeDeviceXmlFlags::empty()).await?, args)
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

async fn interface(shell: &mut Shell, args: &Args) -> Result<ferrovirt_api::Interface, CliError> {
    let name = args.need("interface");
    let connection = shell.connection().await?;
    if name.contains(':')
        && let Ok(found) = connection.interface_by_mac(name).await
    {
        return Ok(found);
    }
    connection
        .interface(name)
        .await
        .context(|| format!("failed to get interface '{name}'"))
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

async fn filters(shell: &mut Shell, _: &Args) -> Outcome {
    let list = shell.connection().await?.nwfilters().await;
    let mut list = list.context(|| "Failed to list network filters".to_owned())?;
    list.sort_by(|a, b| a.name().cmp(b.name()));
    let mut table = Table::new(["UUID", "Name"]);
    list.iter()
        .for_each(|f| table.row([f.uuid().to_string(), f.name().to_owned()]));
    Ok(Report::Table(table))
}

async fn filter(shell: &mut Shell, args: &Args) -> Result<ferrovirt_api::NwFilter, CliError> {
    let name = args.need("nwfilter");
    let connection = shell.connection().await?;
    let found = match Uuid::parse_str(name) {
        Ok(uuid) => connection.nwfilter_by_uuid(uuid).await,
        Err(_) => connection.nwfilter(name).await,
    };
    found.context(|| format!("failed to get nwfilter '{name}'"))
}

async fn filter_xml(shell: &mut Shell, args: &Args) -> Outcome {
    select(filter(shell, args).await?.xml().await?, args)
}

async fn filter_define(shell: &mut Shell, args: &Args) -> Outcome {
    let file = args.need("file");
    let xml = find::file(file).await?;
    let filter = shell.connection().await?.define_nwfilter(&xml).await;
    let filter = filter.context(|| format!("Failed to define network filter from {file}"))?;
    Ok(Report::Done(format!(
        "Network filter {} defined from {file}",
        filter.name()
    )))
}

async fn filter_undefine(shell: &mut Shell, args: &Args) -> Outcome {
    let filter = filter(shell, args).await?;
    let name = filter.name();
    filter
        .undefine()
        .await
        .context(|| format!("Failed to undefine network filter {name}"))?;
    Ok(Report::Done(format!("Network filter {name} undefined")))
}

fn usage_name(usage: Option<SecretUsageType>) -> &'static str {
    match usage {
        Some(SecretUsageType::None) => "none",
        Some(SecretUsageType::Volume) => "volume",
        Some(SecretUsageType::Ceph) => "ceph",
        Some(SecretUsageType::Iscsi) => "iscsi",
        Some(SecretUsageType::Tls) => "tls",
        Some(SecretUsageType::Vtpm) => "vtpm",
        None => "unknown",
    }
}

async fn secrets(shell: &mut Shell, args: &Args) -> Outcome {
    use ConnectListAllSecretsFlags as F;
    let filter = args.bit("ephemeral", F::EPHEMERAL)
        | args.bit("no-ephemeral", F::NO_EPHEMERAL)
        | args.bit("private", F::PRIVATE)
        | args.bit("no-private", F::NO_PRIVATE);
    let list = shell.connection().await?.secrets(filter).await;
    let mut list = list.context(|| "Failed to list secrets".to_owned())?;
    list.sort_by_key(ferrovirt_api::Secret::uuid);
    let mut table = Table::new(["UUID", "Usage"]);
    for secret in list {
        let usage = usage_name(secret.usage());
        let usage = if usage == "none" {
            "Unused".to_owned()
        } else {
            format!("{usage} {}", secret.usage_id())
        };
        table.row([secret.uuid().to_string(), usage]);
    }
    Ok(Report::Table(table))
}

async fn secret(shell: &mut Shell, args: &Args) -> Result<ferrovirt_api::Secret, CliError> {
    let name = args.need("secret");
    let failed = || format!("failed to get secret '{name}'");
    let uuid = Uuid::parse_str(name).map_err(|_| CliError::text(failed()))?;
    shell.connection().await?.secret(uuid).await.context(failed)
}

async fn secret_xml(shell: &mut Shell, args: &Args) -> Outcome {
    select(secret(shell, args).await?.xml().await?, args)
}

async fn secret_define(shell: &mut Shell, args: &Args) -> Outcome {
    let file = args.need("file");
    let xml = find::file(file).await?;
    let secret = shell.connection().await?.define_secret(&xml).await;
    let secret = secret.context(|| format!("Failed to set attributes from {file}"))?;
    Ok(Report::Done(format!("Secret {} created", secret.uuid())))
}

async fn secret_set(shell: &mut Shell, args: &Args) -> Outcome {
    // A value on the command line would be seen by every user of the machine.
    let file = args.text("file").filter(|_| args.flag("plain"));
    let file = file.ok_or_else(|| CliError::text("give the value as --file FILE --plain"))?;
    let secret = secret(shell, args).await?;
    let value = tokio::fs::read(file)
        .await
        .map_err(|e| CliError::text(format!("Failed to open file '{file}': {e}")))?;
    secret.set_value(&value).await?;
    Ok(Report::Done("Secret value set".to_owned()))
}

async fn secret_undefine(shell: &mut Shell, args: &Args) -> Outcome {
    let secret = secret(shell, args).await?;
    let uuid = secret.uuid();
    secret
        .undefine()
        .await
        .context(|| format!("Failed to delete secret {uuid}"))?;
    Ok(Report::Done(format!("Secret {uuid} deleted")))
}
