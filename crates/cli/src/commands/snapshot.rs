//! Snapshots of domains.

use super::device_xml::element;
use super::{Outcome, commands};
use crate::error::{CliError, Context};
use crate::find;
use crate::grammar::Args;
use crate::report::{Fields, Report, Table};
use crate::shell::Shell;
use crate::xml::{select, with_root};
use ferrovirt_api::{Domain, DomainSnapshot};
use ferrovirt_types::consts::{
    DomainSnapshotCreateFlags as C, DomainSnapshotDeleteFlags, DomainSnapshotListFlags as L,
    DomainSnapshotRevertFlags, DomainSnapshotXmlFlags,
};
use ferrovirt_xml::Writer;

commands! {
    "snapshot-create", "Create a snapshot from XML", "<domain> [--xmlfile <string>] [--redefine] [--current] [--no-metadata] [--halt] [--disk-only] [--reuse-external] [--quiesce] [--atomic] [--live] [--validate]" => create;
    "snapshot-create-as", "Create a snapshot from a set of args", "<domain> [--name <string>] [--description <string>] [--print-xml] [--no-metadata] [--halt] [--disk-only] [--reuse-external] [--quiesce] [--atomic] [--live] [--validate] [--memspec <string>] [[--diskspec] <string>]..." => create_as;
    "snapshot-list", "List snapshots for a domain", "<domain> [--parent] [--roots] [--leaves] [--no-leaves] [--metadata] [--no-metadata] [--inactive] [--active] [--disk-only] [--internal] [--external] [--tree] [--from <string>] [--current] [--descendants] [--name] [--topological]" => list;
    "snapshot-info", "snapshot information", "<domain> [--snapshotname <string>] [--current]" => info;
    "snapshot-dumpxml", "Dump XML for a domain snapshot", "<domain> <snapshotname> [--security-info] [--xpath <string>] [--wrap]" => dump_xml;
    "snapshot-current", "Get or set the current snapshot", "<domain> [--name] [--security-info] [--snapshotname <string>]" => current;
    "snapshot-parent", "Get the name of the parent of a snapshot", "<domain> [--snapshotname <string>] [--current]" => parent;
    "snapshot-revert", "Revert a domain to a snapshot", "<domain> [--snapshotname <string>] [--current] [--running] [--paused] [--force] [--reset-nvram]" => revert;
    "snapshot-delete", "Delete a domain snapshot", "<domain> [--snapshotname <string>] [--current] [--children] [--children-only] [--metadata]" => delete;
}

/// Seconds since 1970 as `2026-11-22 01:00:21`, in UTC.
pub fn stamp(seconds: u64) -> String {
    let (days, time) = (seconds / 86_400, seconds % 86_400);
    // Civil date from days, by 400-year eras that begin in March.
    let z = days + 719_468;
    let (era, doe) = (z / 146_097, z % 146_097);
    let yoe = (doe - doe / 1460 + doe / 36_524 - doe / 146_096) / 365;
    let doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
    let mp = (5 * doy + 2) / 153;
    let (day, month) = (
        doy - (153 * mp + 2) / 5 + 1,
        if mp < 10 { mp + 3 } else { mp - 9 },
    );
    let year = yoe + era * 400 + u64::from(month <= 2);
    format!(
        "{year:04}-{month:02}-{day:02} {:02}:{:02}:{:02}",
        time / 3600,
        time / 60 % 60,
        time % 60
    )
}

fn create_flags(args: &Args) -> C {
    args.bit("redefine", C::REDEFINE)
        | args.bit("current", C::CURRENT)
        | args.bit("no-metadata", C::NO_METADATA)
        | args.bit("halt", C::HALT)
        | args.bit("disk-only", C::DISK_ONLY)
        | args.bit("reuse-external", C::REUSE_EXT)
        | args.bit("quiesce", C::QUIESCE)
        | args.bit("atomic", C::ATOMIC)
        | args.bit("live", C::LIVE)
        | args.bit("validate", C::VALIDATE)
}

async fn create(shell: &mut Shell, args: &Args) -> Outcome {
    let domain = find::domain(shell, args).await?;
    let file = args.text("xmlfile");
    let xml = match file {
        Some(file) => find::file(file).await?,
        None => "<domainsnapshot/>".to_owned(),
    };
    let snapshot = domain.create_snapshot(&xml, create_flags(args)).await?;
    let from = file.map(|f| format!(" from '{f}'")).unwrap_or_default();
    Ok(Report::said(format!(
        "Domain snapshot {} created{from}",
        snapshot.name()
    )))
}

async fn create_as(shell: &mut Shell, args: &Args) -> Outcome {
    let domain = find::domain(shell, args).await?;
    let mut xml = Writer::new();
    xml.start("domainsnapshot");
    xml.body();
    for option in ["name", "description"] {
        if let Some(text) = args.text(option) {
            xml.leaf(option, &text.to_owned());
        }
    }
    if let Some(spec) = args.text("memspec") {
        memory(&mut xml, spec)?;
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
    xml.end("domainsnapshot");
    let xml = xml.finish();
    if args.flag("print-xml") {
        return Ok(Report::Text(xml));
    }
    let snapshot = domain.create_snapshot(&xml, create_flags(args)).await?;
    Ok(Report::said(format!(
        "Domain snapshot {} created",
        snapshot.name()
    )))
}

/// Parts of a text between commas; two commas stand for one that is meant.
fn parts(spec: &str) -> Vec<String> {
    let mut parts = vec![String::new()];
    let mut chars = spec.chars().peekable();
    while let Some(c) = chars.next() {
        if c == ',' && chars.next_if_eq(&',').is_none() {
            parts.push(String::new());
        } else if let Some(last) = parts.last_mut() {
            last.push(c);
        }
    }
    parts
}

/// `[file=]NAME[,snapshot=TYPE]`
fn memory(xml: &mut Writer, spec: &str) -> Result<(), CliError> {
    let (mut file, mut kind) = (None, None);
    for part in parts(spec) {
        if let Some(value) = part.strip_prefix("snapshot=") {
            kind = Some(value.to_owned());
        } else if let Some(value) = part.strip_prefix("file=") {
            file = Some(value.to_owned());
        } else if file.is_none() && part.starts_with('/') {
            file = Some(part);
        } else {
            return Err(CliError::text(format!("unable to parse memspec: {spec}")));
        }
    }
    let attributes = [("snapshot", kind.as_deref()), ("file", file.as_deref())];
    element(xml, "memory", &attributes);
    Ok(())
}

/// `DISK[,snapshot=TYPE][,driver=TYPE][,stype=TYPE][,file=NAME]`
fn disk(xml: &mut Writer, spec: &str) -> Result<(), CliError> {
    let failed = || CliError::text(format!("unable to parse diskspec: {spec}"));
    let all = parts(spec);
    let (name, rest) = all
        .split_first()
        .filter(|(n, _)| !n.is_empty())
        .ok_or_else(failed)?;
    let (mut kind, mut driver, mut source, mut file) = (None, None, None, None);
    for part in rest {
        let (key, value) = part.split_once('=').ok_or_else(failed)?;
        let place = match key {
            "snapshot" => &mut kind,
            "driver" => &mut driver,
            "stype" => &mut source,
            "file" => &mut file,
            _ => return Err(failed()),
        };
        *place = Some(value);
    }
    let of_source = match source {
        None | Some("file") => "file",
        Some("block") => "dev",
        Some(other) => {
            return Err(CliError::text(format!("Unknown storage type: '{other}'")));
        }
    };
    xml.start("disk");
    xml.attr_str("name", name);
    for (attribute, value) in [("snapshot", kind), ("type", source)] {
        if let Some(value) = value {
            xml.attr_str(attribute, value);
        }
    }
    if driver.is_some() || file.is_some() {
        xml.body();
        if driver.is_some() {
            element(xml, "driver", &[("type", driver)]);
        }
        if file.is_some() {
            element(xml, "source", &[(of_source, file)]);
        }
    }
    xml.end("disk");
    Ok(())
}

async fn list(shell: &mut Shell, args: &Args) -> Outcome {
    let filter = args.bit("roots", L::ROOTS)
        | args.bit("leaves", L::LEAVES)
        | args.bit("no-leaves", L::NO_LEAVES)
        | args.bit("metadata", L::METADATA)
        | args.bit("no-metadata", L::NO_METADATA)
        | args.bit("inactive", L::INACTIVE)
        | args.bit("active", L::ACTIVE)
        | args.bit("disk-only", L::DISK_ONLY)
        | args.bit("internal", L::INTERNAL)
        | args.bit("external", L::EXTERNAL);
    args.exclusive("tree", "name")?;
    args.exclusive("parent", "tree")?;
    args.exclusive("from", "current")?;
    let domain = find::domain(shell, args).await?;
    let filter = filter | args.bit("topological", L::TOPOLOGICAL);
    let from = match args.text("from") {
        Some(name) => Some(domain.snapshot(name).await?),
        None if args.flag("current") => domain.current_snapshot().await?,
        None => None,
    };
    let mut snapshots = match from {
        Some(from) => {
            let deep = args.bit("descendants", L::DESCENDANTS) | args.bit("tree", L::DESCENDANTS);
            from.children(filter | deep).await?
        }
        None => domain.snapshots(filter).await?,
    };
    if !args.flag("topological") {
        snapshots.sort_by(|a, b| a.name().cmp(b.name()));
    }
    if args.flag("name") {
        return Ok(Report::Lines(
            snapshots.iter().map(|s| s.name().to_owned()).collect(),
        ));
    }
    if args.flag("tree") {
        let mut rows = Vec::new();
        for snapshot in &snapshots {
            let parent = snapshot.parent().await?.map(|parent| parent.name().to_owned());
            rows.push((snapshot.name().to_owned(), parent));
        }
        return Ok(super::tree::report(&rows));
    }
    let mut headings = vec!["Name", "Creation Time", "State"];
    if args.flag("parent") {
        headings.push("Parent");
    }
    let mut table = Table::new(headings);
    for snapshot in &snapshots {
        let xml = snapshot.xml(DomainSnapshotXmlFlags::empty()).await?;
        let (time, state, parent) = with_root(&xml, |root| {
            let text = |name: &str| {
                root.child(name)
                    .map(|c| c.text().into_owned())
                    .unwrap_or_default()
            };
            let parent = root.child("parent").and_then(|parent| parent.child("name"));
            let parent = parent.map(|name| name.text().into_owned()).unwrap_or_default();
            (text("creationTime"), text("state"), parent)
        })?;
        let time = time.parse().map_or(time, |s| format!("{} +0000", stamp(s)));
        let mut cells = vec![snapshot.name().to_owned(), time, state];
        if args.flag("parent") {
            cells.push(parent);
        }
        table.row(cells);
    }
    Ok(Report::Table(table))
}

/// The snapshot that the options mean.
pub async fn wanted(domain: &Domain, args: &Args) -> Result<DomainSnapshot, CliError> {
    args.exclusive("snapshotname", "current")?;
    if let Some(name) = args.text("snapshotname") {
        return Ok(domain.snapshot(name).await?);
    }
    if !args.flag("current") {
        return Err(CliError::text("--snapshotname or --current is required"));
    }
    let missing = || CliError::text(format!("domain '{}' has no current snapshot", domain.name()));
    domain.current_snapshot().await?.ok_or_else(missing)
}

async fn info(shell: &mut Shell, args: &Args) -> Outcome {
    let domain = find::domain(shell, args).await?;
    let snapshot = wanted(&domain, args).await?;
    let current = domain.current_snapshot().await?;
    let xml = snapshot.xml(DomainSnapshotXmlFlags::empty()).await?;
    let (state, external) = with_root(&xml, |root| {
        let state = root
            .child("state")
            .map(|s| s.text().into_owned())
            .unwrap_or_default();
        let outside = |n: ferrovirt_xml::Node<'_>| n.attr("snapshot") == Some("external");
        let disks = root
            .child("disks")
            .into_iter()
            .flat_map(|d| d.children_named("disk"));
        let external = state == "disk-snapshot"
            || root.child("memory").is_some_and(outside)
            || disks.into_iter().any(outside);
        (state, external)
    })?;
    let parent = snapshot.parent().await?;
    let yes_no = |b: bool| if b { "yes" } else { "no" };
    let mut fields = Fields::new();
    fields
        .row("Name:", snapshot.name())
        .row("Domain:", domain.name())
        .row(
            "Current:",
            yes_no(current.is_some_and(|c| c.name() == snapshot.name())),
        )
        .row("State:", state)
        .row("Location:", if external { "external" } else { "internal" })
        .row("Parent:", parent.as_ref().map_or("-", DomainSnapshot::name))
        .row("Children:", snapshot.children(L::empty()).await?.len())
        .row("Descendants:", snapshot.children(L::DESCENDANTS).await?.len())
        .row("Metadata:", "yes");
    Ok(Report::Fields(fields))
}

async fn dump_xml(shell: &mut Shell, args: &Args) -> Outcome {
    let flags = args.bit("security-info", DomainSnapshotXmlFlags::SECURE);
    let domain = find::domain(shell, args).await?;
    select(
        domain
            .snapshot(args.need("snapshotname"))
            .await?
            .xml(flags)
            .await?,
        args,
    )
}

async fn current(shell: &mut Shell, args: &Args) -> Outcome {
    let flags = args.bit("security-info", DomainSnapshotXmlFlags::SECURE);
    args.exclusive("name", "snapshotname")?;
    args.exclusive("security-info", "snapshotname")?;
    let domain = find::domain(shell, args).await?;
    if let Some(name) = args.text("snapshotname") {
        let snapshot = domain.snapshot(name).await?;
        let xml = snapshot.xml(DomainSnapshotXmlFlags::SECURE).await?;
        domain.create_snapshot(&xml, C::REDEFINE | C::CURRENT).await?;
        return Ok(Report::said(format!("Snapshot {name} set as current")));
    }
    let missing = || CliError::text(format!("domain '{}' has no current snapshot", domain.name()));
    let snapshot = domain.current_snapshot().await?.ok_or_else(missing)?;
    if args.flag("name") {
        let name = snapshot.name().to_owned();
        return Ok(Report::Bare(name.clone(), name.into()));
    }
    Ok(Report::Text(snapshot.xml(flags).await?))
}

async fn parent(shell: &mut Shell, args: &Args) -> Outcome {
    let domain = find::domain(shell, args).await?;
    let snapshot = wanted(&domain, args).await?;
    let missing = || CliError::text(format!("snapshot '{}' has no parent", snapshot.name()));
    Ok(Report::Text(
        snapshot.parent().await?.ok_or_else(missing)?.name().to_owned(),
    ))
}

async fn revert(shell: &mut Shell, args: &Args) -> Outcome {
    let flags = args.bit("running", DomainSnapshotRevertFlags::RUNNING)
        | args.bit("paused", DomainSnapshotRevertFlags::PAUSED)
        | args.bit("force", DomainSnapshotRevertFlags::FORCE)
        | args.bit("reset-nvram", DomainSnapshotRevertFlags::RESET_NVRAM);
    let domain = find::domain(shell, args).await?;
    let snapshot = wanted(&domain, args).await?;
    snapshot.revert(flags).await?;
    Ok(Report::Done(format!(
        "Domain snapshot {} reverted",
        snapshot.name()
    )))
}

async fn delete(shell: &mut Shell, args: &Args) -> Outcome {
    let flags = args.bit("children", DomainSnapshotDeleteFlags::CHILDREN)
        | args.bit("children-only", DomainSnapshotDeleteFlags::CHILDREN_ONLY)
        | args.bit("metadata", DomainSnapshotDeleteFlags::METADATA_ONLY);
    let domain = find::domain(shell, args).await?;
    let snapshot = wanted(&domain, args).await?;
    let name = snapshot.name();
    snapshot
        .delete(flags)
        .await
        .context(|| format!("Failed to delete snapshot {name}"))?;
    let what = if args.flag("children-only") {
        "children deleted"
    } else {
        "deleted"
    };
    Ok(Report::Done(format!("Domain snapshot {name} {what}")))
}

#[cfg(test)]
mod tests {
    use super::stamp;

    #[test]
    fn dates() {
        assert_eq!(stamp(0), "1970-01-01 00:00:00");
        assert_eq!(stamp(951_827_696), "2000-02-29 12:34:56");
        assert_eq!(stamp(1_795_309_221), "2026-11-22 01:00:21");
    }
}
