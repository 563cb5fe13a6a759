//! Checkpoints of disks, and backups.

use super::snapshot::stamp;
use super::{Outcome, commands};
use crate::error::CliError;
use crate::find;
use crate::grammar::Args;
use crate::report::{Fields, Report, Table};
use crate::shell::Shell;
use crate::xml::{select, with_root};
use ferrovirt_api::{Domain, DomainCheckpoint};
use ferrovirt_types::consts::{
    DomainBackupBeginFlags, DomainCheckpointCreateFlags as C, DomainCheckpointDeleteFlags as D,
    DomainCheckpointListFlags as L, DomainCheckpointXmlFlags as X,
};
use ferrovirt_xml::Writer;

commands! {
    "checkpoint-create", "Create a checkpoint from XML", "<domain> [--xmlfile <string>] [--redefine] [--redefine-validate] [--quiesce]" => create;
    "checkpoint-create-as", "Create a checkpoint from a set of args", "<domain> [--name <string>] [--description <string>] [--print-xml] [--quiesce] [[--diskspec] <string>]..." => create_as;
    "checkpoint-delete", "Delete a domain checkpoint", "<domain> [--checkpointname <string>] [--children] [--children-only] [--metadata]" => delete;
    "checkpoint-dumpxml", "Dump XML for a domain checkpoint", "<domain> [--checkpointname <string>] [--security-info] [--no-domain] [--size] [--xpath <string>] [--wrap]" => dump_xml;
    "checkpoint-info", "checkpoint information", "<domain> [--checkpointname <string>]" => info;
    "checkpoint-list", "List checkpoints for a domain", "<domain> [--parent] [--roots] [--leaves] [--no-leaves] [--tree] [--from <string>] [--descendants] [--name] [--topological]" => list;
    "checkpoint-parent", "Get the name of the parent of a checkpoint", "<domain> [--checkpointname <string>]" => parent;
    "backup-begin", "Start a disk backup of a live domain", "<domain> [--backupxml <string>] [--checkpointxml <string>] [--reuse-external]" => backup;
    "backup-dumpxml", "Dump XML for an ongoing domain block backup job", "<domain> [--xpath <string>] [--wrap]" => backup_xml;
}

/// The checkpoint that is named.
pub async fn wanted(domain: &Domain, args: &Args) -> Result<DomainCheckpoint, CliError> {
    let name = args
        .text("checkpointname")
        .ok_or_else(|| CliError::text("--checkpointname is required"))?;
    Ok(domain.checkpoint(name).await?)
}

async fn create(shell: &mut Shell, args: &Args) -> Outcome {
    let domain = find::domain(shell, args).await?;
    let flags = args.bit("redefine", C::REDEFINE)
        | args.bit("redefine-validate", C::REDEFINE | C::REDEFINE_VALIDATE)
        | args.bit("quiesce", C::QUIESCE);
    let file = args.text("xmlfile");
    let xml = match file {
        Some(file) => find::file(file).await?,
        None => "<domaincheckpoint/>".to_owned(),
    };
    let made = domain.create_checkpoint(&xml, flags).await?;
    let from = file.map(|file| format!(" from '{file}'")).unwrap_or_default();
    Ok(Report::said(format!(
        "Domain checkpoint {} created{from}",
        made.name()
    )))
}

async fn create_as(shell: &mut Shell, args: &Args) -> Outcome {
    let domain = find::domain(shell, args).await?;
    let mut xml = Writer::new();
    xml.start("domaincheckpoint");
    xml.body();
    for option in ["name", "description"] {
        if let Some(text) = args.text(option) {
            xml.leaf(option, &text.to_owned());
        }
    }
    let disks = args.list("diskspec");
    if !disks.is_empty() {
        xml.start("disks");
        xml.body();
        for spec in disks {
            disk(&mut xml, spec)?;
        }
        xml.end("disks");
    }
    xml.end("domaincheckpoint");
    let xml = xml.finish();
    if args.flag("print-xml") {
        return Ok(Report::Text(xml));
    }
    let made = domain
        .create_checkpoint(&xml, args.bit("quiesce", C::QUIESCE))
        .await?;
    Ok(Report::said(format!("Domain checkpoint {} created", made.name())))
}

/// `disk[,checkpoint=type][,bitmap=name]`.
fn disk(xml: &mut Writer, spec: &str) -> Result<(), CliError> {
    let mut parts = spec.split(',');
    xml.start("disk");
    xml.attr("name", &parts.next().unwrap_or_default().to_owned());
    for part in parts {
        match part.split_once('=') {
            Some((name @ ("checkpoint" | "bitmap"), value)) => xml.attr(name, &value.to_owned()),
            _ => return Err(CliError::text(format!("unable to parse diskspec: {spec}"))),
        };
    }
    xml.end("disk");
    Ok(())
}

async fn delete(shell: &mut Shell, args: &Args) -> Outcome {
    let domain = find::domain(shell, args).await?;
    let checkpoint = wanted(&domain, args).await?;
    let flags = args.bit("children", D::CHILDREN)
        | args.bit("children-only", D::CHILDREN_ONLY)
        | args.bit("metadata", D::METADATA_ONLY);
    checkpoint.delete(flags).await?;
    let what = if args.flag("children-only") {
        " children"
    } else {
        ""
    };
    Ok(Report::said(format!(
        "Domain checkpoint {}{what} deleted",
        checkpoint.name()
    )))
}

async fn dump_xml(shell: &mut Shell, args: &Args) -> Outcome {
    let domain = find::domain(shell, args).await?;
    let flags = args.bit("security-info", X::SECURE)
        | args.bit("no-domain", X::NO_DOMAIN)
        | args.bit("size", X::SIZE);
    select(wanted(&domain, args).await?.xml(flags).await?, args)
}

async fn info(shell: &mut Shell, args: &Args) -> Outcome {
    let domain = find::domain(shell, args).await?;
    let checkpoint = wanted(&domain, args).await?;
    let mut fields = Fields::new();
    fields
        .row("Name:", checkpoint.name())
        .row("Domain:", domain.name());
    let parent = checkpoint.parent().await?;
    fields.row("Parent:", parent.as_ref().map_or("-", DomainCheckpoint::name));
    let children = checkpoint.children(L::empty()).await?.len();
    fields.row("Children:", children);
    let all = checkpoint.children(L::DESCENDANTS).await?.len();
    fields.row("Descendants:", all);
    Ok(Report::Fields(fields))
}

async fn list(shell: &mut Shell, args: &Args) -> Outcome {
    args.exclusive("tree", "name")?;
    args.exclusive("parent", "tree")?;
    let domain = find::domain(shell, args).await?;
    let filter = args.bit("roots", L::ROOTS)
        | args.bit("leaves", L::LEAVES)
        | args.bit("no-leaves", L::NO_LEAVES)
        | args.bit("topological", L::TOPOLOGICAL);
    let list = match args.text("from") {
        Some(from) => {
            let flags = filter | args.bit("descendants", L::DESCENDANTS) | args.bit("tree", L::DESCENDANTS);
            domain.checkpoint(from).await?.children(flags).await?
        }
        None => domain.checkpoints(filter).await?,
    };
    let mut rows = Vec::new();
    for checkpoint in &list {
        let parent = match (args.flag("parent"), args.flag("tree")) {
            (false, false) => None,
            _ => checkpoint.parent().await?.map(|parent| parent.name().to_owned()),
        };
        let xml = checkpoint.xml(X::NO_DOMAIN).await?;
        let time = with_root(&xml, |root| {
            root.child("creationTime")
                .and_then(|time| time.text().trim().parse::<u64>().ok())
        })?;
        rows.push((checkpoint.name().to_owned(), time.unwrap_or(0), parent));
    }
    if !args.flag("topological") {
        rows.sort();
    }
    if args.flag("name") {
        return Ok(Report::Lines(rows.into_iter().map(|(name, ..)| name).collect()));
    }
    if args.flag("tree") {
        let pairs: Vec<_> = rows.into_iter().map(|(name, _, parent)| (name, parent)).collect();
        return Ok(super::tree::report(&pairs));
    }
    let mut headings = vec!["Name", "Creation Time"];
    if args.flag("parent") {
        headings.push("Parent");
    }
    let mut table = Table::new(headings);
    for (name, time, parent) in rows {
        let mut cells = vec![name, format!("{} +0000", stamp(time))];
        if args.flag("parent") {
            cells.push(parent.unwrap_or_default());
        }
        table.row(cells);
    }
    Ok(Report::Table(table))
}

async fn parent(shell: &mut Shell, args: &Args) -> Outcome {
    let domain = find::domain(shell, args).await?;
    let checkpoint = wanted(&domain, args).await?;
    match checkpoint.parent().await? {
        Some(parent) => Ok(Report::Text(parent.name().to_owned())),
        None => Err(CliError::text(format!(
            "checkpoint '{}' has no parent",
            checkpoint.name()
        ))),
    }
}

async fn backup(shell: &mut Shell, args: &Args) -> Outcome {
    let domain = find::domain(shell, args).await?;
    let xml = match args.text("backupxml") {
        Some(file) => find::file(file).await?,
        None => "<domainbackup/>".to_owned(),
    };
    let checkpoint = match args.text("checkpointxml") {
        Some(file) => Some(find::file(file).await?),
        None => None,
    };
    let flags = args.bit("reuse-external", DomainBackupBeginFlags::REUSE_EXTERNAL);
    domain.begin_backup(&xml, checkpoint.as_deref(), flags).await?;
    Ok(Report::said("Backup started".to_owned()))
}

async fn backup_xml(shell: &mut Shell, args: &Args) -> Outcome {
    let domain = find::domain(shell, args).await?;
    select(domain.backup_xml().await?, args)
}
