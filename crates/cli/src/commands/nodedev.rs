//! Devices of the host.

use super::{Outcome, commands};
use crate::error::{CliError, Context};
use crate::find;
use crate::grammar::Args;
use crate::report::{Fields, Report};
use crate::shell::Shell;
use crate::xml::select;
use ferrovirt_api::NodeDevice;
use ferrovirt_types::consts::{ConnectListAllNodeDeviceFlags as L, NodeDeviceXmlFlags};

commands! {
    "nodedev-list", "enumerate devices on this host", "[--tree] [--cap <string>] [--inactive] [--all]" => devices;
    "nodedev-dumpxml", "node device details in XML", "<device> [--xpath <string>] [--wrap]" => device_xml;
    "nodedev-info", "node device information", "<device>" => info;
    "nodedev-create", "create a device defined by an XML file on the node", "<file> [--validate]" => create;
    "nodedev-define", "Define a device by an xml file on a node", "<file> [--validate]" => define;
    "nodedev-start", "Start an inactive node device", "<device>" => start;
    "nodedev-destroy", "destroy (stop) a device on the node", "<device>" => destroy;
    "nodedev-undefine", "Undefine an inactive node device", "<device>" => undefine;
    "nodedev-autostart", "autostart a defined node device", "<device> [--disable]" => autostart;
    "nodedev-detach", "detach node device from its device driver", "<device> [--driver <string>]" => detach;
    "nodedev-reattach", "reattach node device to its device driver", "<device>" => reattach;
    "nodedev-reset", "reset node device", "<device>" => reset;
}

async fn named(shell: &mut Shell, args: &Args) -> Result<NodeDevice, CliError> {
    let name = args.need("device");
    let device = shell.connection().await?.node_device(name).await;
    device.context(|| format!("Could not find matching device '{name}'"))
}

async fn devices(shell: &mut Shell, args: &Args) -> Outcome {
    args.exclusive("tree", "cap")?;
    args.exclusive("tree", "inactive")?;
    let connection = shell.connection().await?;
    let filter = if args.flag("all") {
        L::ACTIVE | L::INACTIVE
    } else {
        args.bit("inactive", L::INACTIVE)
    };
    let mut list = connection.node_devices(filter).await;
    list.as_mut()
        .ok()
        .into_iter()
        .for_each(|list| list.sort_by(|a, b| a.name().cmp(b.name())));
    let mut rows = Vec::new();
    for device in list.context(|| "Failed to list node devices".to_owned())? {
        if let Some(wanted) = args.text("cap") {
            let caps = device.capabilities().await?;
            if !wanted.split(',').any(|w| caps.iter().any(|c| c == w)) {
                continue;
            }
        }
        let parent = if args.flag("tree") {
            device.parent().await?
        } else {
            None
        };
        rows.push((device.name().to_owned(), parent));
    }
    if args.flag("tree") {
        return Ok(super::tree::report(&rows));
    }
    Ok(Report::Lines(rows.into_iter().map(|(name, _)| name).collect()))
}

async fn device_xml(shell: &mut Shell, args: &Args) -> Outcome {
    let device = named(shell, args).await?;
    select(device.xml(NodeDeviceXmlFlags::empty()).await?, args)
}

async fn info(shell: &mut Shell, args: &Args) -> Outcome {
    let device = named(shell, args).await?;
    let yes_no = |on: bool| if on { "yes" } else { "no" };
    let mut fields = Fields::new();
    fields.row("Name:", device.name());
    fields.row("Parent:", device.parent().await?.unwrap_or_default());
    fields.row("Active:", yes_no(device.is_active().await?));
    fields.row("Persistent:", yes_no(device.is_persistent().await?));
    fields.row(
        "Autostart:",
        device.autostart().await.map_or("no autostart", yes_no),
    );
    Ok(Report::Fields(fields))
}

async fn create(shell: &mut Shell, args: &Args) -> Outcome {
    let file = args.need("file");
    let xml = find::file(file).await?;
    let device = shell.connection().await?.create_node_device(&xml).await;
    let device = device.context(|| format!("Failed to create node device from {file}"))?;
    Ok(Report::Done(format!(
        "Node device {} created from {file}",
        device.name()
    )))
}

async fn define(shell: &mut Shell, args: &Args) -> Outcome {
    let file = args.need("file");
    let xml = find::file(file).await?;
    let device = shell.connection().await?.define_node_device(&xml).await;
    let device = device.context(|| format!("Failed to define node device from '{file}'"))?;
    Ok(Report::Done(format!(
        "Node device '{}' defined from '{file}'",
        device.name()
    )))
}

async fn start(shell: &mut Shell, args: &Args) -> Outcome {
    let device = named(shell, args).await?;
    let name = device.name();
    let started = device.start().await;
    started.context(|| format!("Failed to start device {name}"))?;
    Ok(Report::Done(format!("Device {name} started")))
}

async fn destroy(shell: &mut Shell, args: &Args) -> Outcome {
    let device = named(shell, args).await?;
    let name = device.name();
    let destroyed = device.destroy().await;
    destroyed.context(|| format!("Failed to destroy node device '{name}'"))?;
    Ok(Report::Done(format!("Destroyed node device '{name}'")))
}

async fn undefine(shell: &mut Shell, args: &Args) -> Outcome {
    let device = named(shell, args).await?;
    let name = device.name();
    let undefined = device.undefine().await;
    undefined.context(|| format!("Failed to undefine node device '{name}'"))?;
    Ok(Report::Done(format!("Undefined node device '{name}'")))
}

async fn autostart(shell: &mut Shell, args: &Args) -> Outcome {
    let device = named(shell, args).await?;
    let (name, on) = (device.name(), !args.flag("disable"));
    let un = if on { "" } else { "un" };
    let set = device.set_autostart(on).await;
    set.context(|| format!("failed to {un}mark device {name} as autostarted"))?;
    Ok(Report::Done(format!("Device {name} {un}marked as autostarted")))
}

async fn detach(shell: &mut Shell, args: &Args) -> Outcome {
    let device = named(shell, args).await?;
    let name = device.name();
    let detached = device.detach(args.text("driver")).await;
    detached.context(|| format!("Failed to detach device {name}"))?;
    Ok(Report::Done(format!("Device {name} detached")))
}

async fn reattach(shell: &mut Shell, args: &Args) -> Outcome {
    let device = named(shell, args).await?;
    let name = device.name();
    let reattached = device.reattach().await;
    reattached.context(|| format!("Failed to re-attach device {name}"))?;
    Ok(Report::Done(format!("Device {name} re-attached")))
}

async fn reset(shell: &mut Shell, args: &Args) -> Outcome {
    let device = named(shell, args).await?;
    let name = device.name();
    let done = device.reset().await;
    done.context(|| format!("Failed to reset device {name}"))?;
    Ok(Report::Done(format!("Device {name} reset")))
}
