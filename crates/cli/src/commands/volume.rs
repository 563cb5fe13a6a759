//! Storage volumes.

use super::{Outcome, commands, volume_progress};
use crate::error::{CliError, Context};
use crate::find;
use crate::grammar::Args;
use crate::report::{Fields, Report, Table};
use crate::shell::Shell;
use crate::units::pretty;
use crate::xml::select;
use ferrovirt_api::StorageVol;
use ferrovirt_schema::vol::Volume;
use ferrovirt_types::consts::{
    StorageVolCreateFlags, StorageVolDeleteFlags, StorageVolInfoFlags, StorageVolResizeFlags, StorageVolType,
};
use ferrovirt_xml::Writer;

commands! {
    "vol-list", "list vols", "<pool> [--details]" => list;
    "vol-info", "storage vol information", "<vol> [--pool <string>] [--bytes] [--physical]" => info;
    "vol-create", "create a vol from an XML file", "<pool> <file> [--prealloc-metadata] [--validate]" => create;
    "vol-create-as", "create a volume from a set of args", "<pool> <name> <capacity> [--allocation <string>] [--format <string>] [--backing-vol <string>] [--backing-vol-format <string>] [--prealloc-metadata] [--print-xml]" => create_as;
    "vol-create-from", "create a vol, using another volume as input", "<pool> <file> <vol> [--inputpool <string>] [--prealloc-metadata] [--reflink] [--validate]" => create_from;
    "vol-clone", "clone a volume.", "<vol> <newname> [--pool <string>] [--prealloc-metadata] [--reflink] [--print-xml]" => clone_volume;
    "vol-resize", "resize a vol", "<vol> <capacity> [--pool <string>] [--allocate] [--delta] [--shrink]" => resize;
    "vol-delete", "delete a vol", "<vol> [--pool <string>] [--delete-snapshots]" => delete;
    "vol-dumpxml", "vol information in XML", "<vol> [--pool <string>] [--xpath <string>] [--wrap]" => dump_xml;
    "vol-path", "returns the volume path for a given volume name or key", "<vol> [--pool <string>]" => path;
    "vol-key", "returns the volume key for a given volume name or path", "<vol> [--pool <string>]" => key;
    "vol-name", "returns the volume name for a given volume key or path", "<vol>" => name;
    "vol-pool", "returns the storage pool for a given volume key or path", "<vol> [--uuid]" => pool;
}

fn kind_name(kind: Option<StorageVolType>) -> &'static str {
    match kind {
        Some(StorageVolType::File) => "file",
        Some(StorageVolType::Block) => "block",
        Some(StorageVolType::Dir) => "dir",
        Some(StorageVolType::Network) => "network",
        Some(StorageVolType::Netdir) => "net-dir",
        Some(StorageVolType::Ploop) => "ploop",
        None => "unknown",
    }
}

async fn list(shell: &mut Shell, args: &Args) -> Outcome {
    let pool = find::pool(shell, args).await?;
    let mut volumes = pool
        .volumes()
        .await
        .context(|| "Failed to list volumes".to_owned())?;
    volumes.sort_by(|a, b| a.name().cmp(b.name()));
    let details = args.flag("details");
    let mut table = if details {
        Table::new(["Name", "Path", "Type", "Capacity", "Allocation"])
    } else {
        Table::new(["Name", "Path"])
    };
    for volume in volumes {
        let (name, path) = (volume.name().to_owned(), volume.path().await?);
        if details {
            let info = volume.info(StorageVolInfoFlags::empty()).await?;
            table.row([
                name,
                path,
                kind_name(info.kind).to_owned(),
                pretty(info.capacity),
                pretty(info.allocation),
            ]);
        } else {
            table.row([name, path]);
        }
    }
    Ok(Report::Table(table))
}

async fn info(shell: &mut Shell, args: &Args) -> Outcome {
    let volume = find::volume(shell, args).await?;
    let info = volume
        .info(args.bit("physical", StorageVolInfoFlags::GET_PHYSICAL))
        .await?;
    let size = |n: u64| {
        if args.flag("bytes") {
            format!("{n} bytes")
        } else {
            pretty(n)
        }
    };
    let mut fields = Fields::new();
    fields
        .row("Name:", volume.name())
        .row("Type:", kind_name(info.kind))
        .row("Capacity:", size(info.capacity))
        .row(
            if args.flag("physical") {
                "Physical:"
            } else {
                "Allocation:"
            },
            size(info.allocation),
        );
    Ok(Report::Fields(fields))
}

fn create_flags(args: &Args) -> StorageVolCreateFlags {
    args.bit("prealloc-metadata", StorageVolCreateFlags::PREALLOC_METADATA)
        | args.bit("reflink", StorageVolCreateFlags::REFLINK)
        | args.bit("validate", StorageVolCreateFlags::VALIDATE)
}

async fn create(shell: &mut Shell, args: &Args) -> Outcome {
    let pool = find::pool(shell, args).await?;
    let file = args.need("file");
    let xml = find::file(file).await?;
    let made = pool.create_volume(&xml, create_flags(args)).await;
    let volume = made.context(|| format!("Failed to create vol from {file}"))?;
    Ok(Report::Done(format!("Vol {} created from {file}", volume.name())))
}

async fn create_as(shell: &mut Shell, args: &Args) -> Outcome {
    let pool = find::pool(shell, args).await?;
    let capacity = args.size("capacity", 1)?.unwrap_or(0);
    let mut xml = Writer::new();
    xml.start("volume");
    xml.body();
    xml.leaf("name", &args.need("name").to_owned());
    xml.leaf("capacity", &capacity.to_string());
    if let Some(allocation) = args.size("allocation", 1)? {
        xml.leaf("allocation", &allocation.to_string());
    }
    if let Some(format) = args.text("format") {
        xml.start("target");
        xml.body();
        format_element(&mut xml, format);
        xml.end("target");
    }
    if let Some(backing) = args.text("backing-vol") {
        let backing = match pool.volume(backing).await {
            Ok(volume) => volume,
            Err(_) => find::named_volume(shell, backing, None).await?,
        };
        xml.start("backingStore");
        xml.body();
        xml.leaf("path", &backing.path().await?);
        if let Some(format) = args.text("backing-vol-format") {
            format_element(&mut xml, format);
        }
        xml.end("backingStore");
    }
    xml.end("volume");
    let xml = xml.finish();
    if args.flag("print-xml") {
        return Ok(Report::Text(xml));
    }
    let name = args.need("name");
    let making = pool.create_volume(&xml, create_flags(args));
    volume_progress::while_made(&pool, name, making)
        .await
        .context(|| format!("Failed to create vol {name}"))?;
    Ok(Report::Done(format!("Vol {name} created")))
}

fn format_element(xml: &mut Writer, format: &str) {
    xml.start("format");
    xml.attr_str("type", format);
    xml.end("format");
}

async fn create_from(shell: &mut Shell, args: &Args) -> Outcome {
    let pool = find::pool(shell, args).await?;
    let source = find::named_volume(
        shell,
        args.need("vol"),
        args.text("inputpool").or(args.text("pool")),
    )
    .await?;
    let file = args.need("file");
    let xml = find::file(file).await?;
    let name = Volume::parse(&xml).ok().and_then(|document| document.name);
    let making = pool.clone_volume(&xml, &source, create_flags(args));
    let made = volume_progress::while_made(&pool, &name.unwrap_or_default(), making).await;
    let volume = made.context(|| format!("Failed to create vol from {file}"))?;
    Ok(Report::Done(format!(
        "Vol {} created from input vol {}",
        volume.name(),
        source.name()
    )))
}

async fn clone_volume(shell: &mut Shell, args: &Args) -> Outcome {
    let source = find::volume(shell, args).await?;
    let pool = source
        .pool()
        .await
        .context(|| "failed to get parent pool".to_owned())?;
    let name = args.need("newname");
    let xml = renamed(&source, name).await?;
    if args.flag("print-xml") {
        return Ok(Report::Text(xml));
    }
    let making = pool.clone_volume(&xml, &source, create_flags(args));
    let made = volume_progress::while_made(&pool, name, making).await;
    let volume = made.context(|| format!("Failed to clone vol from {}", source.name()))?;
    Ok(Report::Done(format!(
        "Vol {} cloned from {}",
        volume.name(),
        source.name()
    )))
}

/// The description of a volume under another name.
async fn renamed(source: &StorageVol, name: &str) -> Result<String, CliError> {
    let text = source.xml().await?;
    let failed = |e: ferrovirt_xml::XmlError| CliError::text(e.to_string());
    let mut document = Volume::parse_lossless(&text).map_err(failed)?;
    document.value.name = Some(name.to_owned());
    document.to_xml_lossless().map_err(failed)
}

async fn resize(shell: &mut Shell, args: &Args) -> Outcome {
    let volume = find::volume(shell, args).await?;
    let (text, delta) = (args.need("capacity"), args.flag("delta"));
    // A change may be written with the sign that --shrink means.
    let negative = text.strip_prefix('-');
    if negative.is_some() && !(delta && args.flag("shrink")) {
        return Err(CliError::text(
            "Scaled numeric value for <--capacity> option is malformed or out of range",
        ));
    }
    let number = negative.unwrap_or(text);
    let malformed = || {
        CliError::text(format!(
            "Scaled numeric value '{text}' for <--capacity> option is malformed or out of range"
        ))
    };
    let bytes = crate::units::parse_size(number, 1).ok_or_else(malformed)?;
    let flags = args.bit("allocate", StorageVolResizeFlags::ALLOCATE)
        | args.bit("delta", StorageVolResizeFlags::DELTA)
        | args.bit("shrink", StorageVolResizeFlags::SHRINK);
    let name = volume.name();
    let by = if delta { "by" } else { "to" };
    volume.resize(bytes, flags).await.context(|| {
        if delta {
            format!("Failed to change size of volume '{name}' by {text}")
        } else {
            format!("Failed to change size of volume '{name}' to {text}")
        }
    })?;
    Ok(Report::Done(format!(
        "Size of volume '{name}' successfully changed {by} {text}"
    )))
}

async fn delete(shell: &mut Shell, args: &Args) -> Outcome {
    let volume = find::volume(shell, args).await?;
    let name = volume.name();
    let flags = args.bit("delete-snapshots", StorageVolDeleteFlags::WITH_SNAPSHOTS);
    volume
        .delete(flags)
        .await
        .context(|| format!("Failed to delete vol {name}"))?;
    Ok(Report::Done(format!("Vol {name} deleted")))
}

async fn dump_xml(shell: &mut Shell, args: &Args) -> Outcome {
    select(find::volume(shell, args).await?.xml().await?, args)
}

async fn path(shell: &mut Shell, args: &Args) -> Outcome {
    Ok(Report::Text(find::volume(shell, args).await?.path().await?))
}

async fn key(shell: &mut Shell, args: &Args) -> Outcome {
    Ok(Report::Text(find::volume(shell, args).await?.key().to_owned()))
}

async fn name(shell: &mut Shell, args: &Args) -> Outcome {
    Ok(Report::Text(find::volume(shell, args).await?.name().to_owned()))
}

async fn pool(shell: &mut Shell, args: &Args) -> Outcome {
    let pool = find::volume(shell, args)
        .await?
        .pool()
        .await
        .context(|| "failed to get parent pool".to_owned())?;
    Ok(Report::Text(if args.flag("uuid") {
        pool.uuid().to_string()
    } else {
        pool.name().to_owned()
    }))
}
