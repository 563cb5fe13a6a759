//! Devices of domains.

use super::domain_config::impact;
use super::{Outcome, commands, device_xml};
use crate::error::{CliError, Context};
use crate::find;
use crate::grammar::Args;
use crate::report::Report;
use crate::shell::Shell;
use ferrovirt_api::Domain;
use ferrovirt_types::consts::{DomainDeviceModifyFlags, DomainXmlFlags};

commands! {
    "attach-device", "attach device from an XML file", "<domain> <file> [--persistent] [--config] [--live] [--current]" => attach;
    "detach-device", "detach device from an XML file", "<domain> <file> [--persistent] [--config] [--live] [--current]" => detach;
    "detach-device-alias", "detach device from an alias", "<domain> <alias> [--config] [--live] [--current]" => detach_alias;
    "update-device", "update device from an XML file", "<domain> <file> [--persistent] [--config] [--live] [--current] [--force]" => update;
    "attach-disk", "attach disk device", "<domain> <source> <target> [--targetbus <string>] [--driver <string>] [--subdriver <string>] [--iothread <string>] [--cache <string>] [--io <string>] [--type <string>] [--mode <string>] [--sourcetype <string>] [--serial <string>] [--wwn <string>] [--alias <string>] [--rawio] [--address <string>] [--multifunction] [--print-xml] [--source-protocol <string>] [--source-host-name <string>] [--source-host-transport <string>] [--source-host-socket <string>] [--persistent] [--config] [--live] [--current]" => attach_disk;
    "attach-interface", "attach network interface", "<domain> <type> <source> [--target <string>] [--mac <string>] [--script <string>] [--model <string>] [--alias <string>] [--inbound <string>] [--outbound <string>] [--persistent] [--config] [--live] [--current] [--print-xml] [--managed] [--source-mode <string>]" => attach_interface;
    "detach-disk", "detach disk device", "<domain> <target> [--persistent] [--config] [--live] [--current] [--print-xml]" => detach_disk;
    "detach-interface", "detach network interface", "<domain> <type> [--mac <string>] [--persistent] [--config] [--live] [--current] [--print-xml]" => detach_interface;
}

/// What is to be changed. `--persistent` means the kept definition, and the domain as well if it runs.
async fn flags(domain: &Domain, args: &Args) -> Result<DomainDeviceModifyFlags, CliError> {
    args.exclusive("persistent", "current")?;
    let mut flags = DomainDeviceModifyFlags::from_bits_retain(impact(args)?.bits());
    if args.flag("persistent") {
        flags |= DomainDeviceModifyFlags::CONFIG;
        if domain.is_active().await? {
            flags |= DomainDeviceModifyFlags::LIVE;
        }
    }
    Ok(flags | args.bit("force", DomainDeviceModifyFlags::FORCE))
}

async fn attach(shell: &mut Shell, args: &Args) -> Outcome {
    let domain = find::domain(shell, args).await?;
    let file = args.need("file");
    let xml = find::file(file).await?;
    let attached = domain.attach_device(&xml, flags(&domain, args).await?).await;
    attached.context(|| format!("Failed to attach device from {file}"))?;
    Ok(Report::Done("Device attached successfully".to_owned()))
}

async fn detach(shell: &mut Shell, args: &Args) -> Outcome {
    let domain = find::domain(shell, args).await?;
    let file = args.need("file");
    let xml = find::file(file).await?;
    let detached = domain.detach_device(&xml, flags(&domain, args).await?).await;
    detached.context(|| format!("Failed to detach device from {file}"))?;
    Ok(Report::Done("Device detached successfully".to_owned()))
}

async fn detach_alias(shell: &mut Shell, args: &Args) -> Outcome {
    let domain = find::domain(shell, args).await?;
    let alias = args.need("alias");
    let detached = domain
        .detach_device_alias(alias, flags(&domain, args).await?)
        .await;
    detached.context(|| format!("Failed to detach device with alias {alias}"))?;
    Ok(Report::Done("Device detach request sent successfully".to_owned()))
}

async fn update(shell: &mut Shell, args: &Args) -> Outcome {
    let domain = find::domain(shell, args).await?;
    let file = args.need("file");
    let xml = find::file(file).await?;
    let updated = domain.update_device(&xml, flags(&domain, args).await?).await;
    updated.context(|| format!("Failed to update device from {file}"))?;
    Ok(Report::Done("Device updated successfully".to_owned()))
}

async fn attach_disk(shell: &mut Shell, args: &Args) -> Outcome {
    let xml = device_xml::disk(args)?;
    if args.flag("print-xml") {
        return Ok(Report::Text(xml));
    }
    let domain = find::domain(shell, args).await?;
    let attached = domain.attach_device(&xml, flags(&domain, args).await?).await;
    attached.context(|| "Failed to attach disk".to_owned())?;
    Ok(Report::Done("Disk attached successfully".to_owned()))
}

async fn attach_interface(shell: &mut Shell, args: &Args) -> Outcome {
    let xml = device_xml::interface(args)?;
    if args.flag("print-xml") {
        return Ok(Report::Text(xml));
    }
    let domain = find::domain(shell, args).await?;
    let attached = domain.attach_device(&xml, flags(&domain, args).await?).await;
    attached.context(|| "Failed to attach interface".to_owned())?;
    Ok(Report::Done("Interface attached successfully".to_owned()))
}

/// The text of the one device of the domain that `wanted` picks.
async fn device_of(
    domain: &Domain,
    args: &Args,
    name: &str,
    wanted: impl Fn(ferrovirt_xml::Node<'_>) -> bool,
) -> Result<Vec<String>, CliError> {
    let inactive = args.flag("config") && !args.flag("live");
    let flags = if inactive {
        DomainXmlFlags::INACTIVE
    } else {
        DomainXmlFlags::empty()
    };
    let xml = domain.xml(flags).await?;
    crate::xml::with_root(&xml, |root| {
        let devices = root
            .child("devices")
            .into_iter()
            .flat_map(|d| d.children_named(name));
        devices.filter(|d| wanted(*d)).map(crate::xml::fragment).collect()
    })
}

async fn detach_disk(shell: &mut Shell, args: &Args) -> Outcome {
    let domain = find::domain(shell, args).await?;
    let target = args.need("target");
    let is = |d: ferrovirt_xml::Node<'_>| {
        let source = d
            .child("source")
            .and_then(|s| s.attr("file").or_else(|| s.attr("dev")));
        d.child("target").and_then(|t| t.attr("dev")) == Some(target) || source == Some(target)
    };
    let found = device_of(&domain, args, "disk", is).await?.into_iter().next();
    let xml = found
        .ok_or_else(|| CliError::text(format!("No disk found whose source path or target is {target}")))?;
    if args.flag("print-xml") {
        return Ok(Report::Text(xml));
    }
    let detached = domain.detach_device(&xml, flags(&domain, args).await?).await;
    detached.context(|| "Failed to detach disk".to_owned())?;
    Ok(Report::Done("Disk detached successfully".to_owned()))
}

async fn detach_interface(shell: &mut Shell, args: &Args) -> Outcome {
    let domain = find::domain(shell, args).await?;
    let (kind, mac) = (args.need("type"), args.text("mac"));
    let is = |d: ferrovirt_xml::Node<'_>| {
        let address = d.child("mac").and_then(|m| m.attr("address"));
        d.attr("type") == Some(kind) && mac.is_none_or(|m| address.is_some_and(|a| a.eq_ignore_ascii_case(m)))
    };
    let found = device_of(&domain, args, "interface", is).await?;
    let xml = match found.as_slice() {
        [] => return Err(CliError::text(format!("No interface found whose type is {kind}"))),
        [one] => one.clone(),
        more => {
            let text = format!(
                "Domain has {} interfaces. Please specify which one to detach using --mac",
                more.len()
            );
            return Err(CliError::text(text));
        }
    };
    if args.flag("print-xml") {
        return Ok(Report::Text(xml));
    }
    let detached = domain.detach_device(&xml, flags(&domain, args).await?).await;
    detached.context(|| "Failed to detach interface".to_owned())?;
    Ok(Report::Done("Interface detached successfully".to_owned()))
}
