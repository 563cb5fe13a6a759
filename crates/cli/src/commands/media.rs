//! Media of drives, links of interfaces, memory devices: devices changed in place.

use super::domain_config::impact;
use super::{Outcome, commands};
use crate::error::{CliError, Context};
use crate::find;
use crate::grammar::Args;
use crate::report::Report;
use crate::shell::Shell;
use crate::xml::with_root;
use ferrovirt_api::Domain;
use ferrovirt_types::consts::{DomainDeviceModifyFlags as M, DomainXmlFlags};
use ferrovirt_xml::{FromXml as _, Node, RawElement};

commands! {
    "change-media", "Change media of CD or floppy drive", "<domain> <path> [--source <string>] [--eject] [--insert] [--update] [--current] [--live] [--config] [--force] [--print-xml] [--block]" => change_media;
    "domif-setlink", "set link state of a virtual interface", "<domain> <interface> <state> [--config] [--print-xml]" => set_link;
    "update-memory-device", "update memory device of a domain", "<domain> [--config] [--live] [--current] [--print-xml] [--alias <string>] [--node <number>] [--requested-size <number>]" => memory_device;
}

/// The devices of one kind in a definition.
async fn devices(domain: &Domain, kind: &str, kept: bool) -> Result<Vec<RawElement>, CliError> {
    let flags = if kept {
        DomainXmlFlags::INACTIVE
    } else {
        DomainXmlFlags::empty()
    };
    let xml = domain.xml(flags).await?;
    with_root(&xml, |root| {
        let list = root
            .child("devices")
            .into_iter()
            .flat_map(|all| all.children_named(kind));
        list.into_iter()
            .filter_map(|node| RawElement::from_xml(node).ok())
            .collect()
    })
}

fn look<T>(element: &RawElement, look: impl FnOnce(Node<'_>) -> T) -> Result<T, CliError> {
    with_root(&element.to_xml(), look)
}

/// The lines of an element without its own tag, and its opening tag.
fn parts(text: &str) -> Option<(&str, &str, String)> {
    let text = text.trim();
    let end = text.find('>')?;
    let open = text[..end].trim_end_matches('/');
    let name = open[1..].split_whitespace().next()?;
    let inner = text[end + 1..]
        .strip_suffix(&format!("</{name}>"))
        .unwrap_or_default();
    Some((name, open, inner.to_owned()))
}

async fn change_media(shell: &mut Shell, args: &Args) -> Outcome {
    args.exclusive("eject", "insert")?;
    args.exclusive("eject", "update")?;
    args.exclusive("insert", "update")?;
    args.exclusive("eject", "block")?;
    let of = impact(args)?;
    let domain = find::domain(shell, args).await?;
    let path = args.need("path");
    let source = args.text("source");
    if args.flag("insert") && source.is_none() {
        return Err(CliError::text("No disk source specified for inserting"));
    }
    let kept = args.flag("config") && !args.flag("live");
    let mut found = None;
    for disk in devices(&domain, "disk", kept).await? {
        let hit = look(&disk, |node| {
            let target = node.child("target").and_then(|t| t.attr("dev")) == Some(path);
            let source = node
                .child("source")
                .is_some_and(|s| s.attr("file") == Some(path) || s.attr("dev") == Some(path));
            let removable = matches!(node.attr("device"), Some("cdrom" | "floppy"));
            (target || source, removable, node.child("source").is_some())
        })?;
        if hit.0 {
            found = Some((disk, hit.1, hit.2));
            break;
        }
    }
    let (disk, removable, has_source) = found
        .ok_or_else(|| CliError::text(format!("No disk found whose source path or target is {path}")))?;
    if !removable {
        return Err(CliError::text(format!(
            "The disk device '{path}' is not removable"
        )));
    }
    let ejects = args.flag("eject") || (source.is_none() && !args.flag("update"));
    if ejects && !has_source {
        return Err(CliError::text(format!(
            "The disk device '{path}' doesn't have media"
        )));
    }
    if args.flag("insert") && has_source {
        return Err(CliError::text(format!(
            "The disk device '{path}' already has media"
        )));
    }
    let block = args.flag("block");
    let xml = with_media(&disk.to_xml(), source, block)
        .ok_or_else(|| CliError::text("the definition of the disk cannot be read"))?;
    if args.flag("print-xml") {
        return Ok(Report::Text(xml));
    }
    let flags = M::from_bits_retain(of.bits()) | args.bit("force", M::FORCE);
    let (doing, done) = if ejects {
        ("eject", "ejected")
    } else if args.flag("insert") {
        ("insert", "inserted")
    } else {
        ("update", "updated")
    };
    let changed = domain.update_device(&xml, flags).await;
    changed.context(|| format!("Failed to complete action {doing} on media"))?;
    Ok(Report::said(format!("Successfully {done} media.")))
}

/// A disk with another medium, or none.
fn with_media(disk: &str, source: Option<&str>, block: bool) -> Option<String> {
    let (name, open, inner) = parts(disk)?;
    // The source and what hangs on it go; everything else of the drive stays.
    let mut rest = inner;
    for gone in ["source", "backingStore"] {
        if let Some(start) = rest.find(&format!("<{gone}")) {
            let tail = &rest[start..];
            let close = tail.find('>')?;
            let end = if tail[..close].ends_with('/') {
                close + 1
            } else {
                let closing = format!("</{gone}>");
                tail.find(&closing)? + closing.len()
            };
            rest.replace_range(start..start + end, "");
        }
    }
    let (kind, attribute) = if block { ("block", "dev") } else { ("file", "file") };
    let mut open = open.to_owned();
    if source.is_some() {
        for old in ["file", "block", "network", "volume", "dir"] {
            for quote in ['"', '\''] {
                open = open.replace(
                    &format!("type={quote}{old}{quote}"),
                    &format!("type={quote}{kind}{quote}"),
                );
            }
        }
    }
    let medium = source.map_or(String::new(), |source| {
        let mut xml = ferrovirt_xml::Writer::new();
        xml.start("source");
        xml.attr_str(attribute, source);
        xml.end("source");
        xml.finish()
    });
    Some(format!("{open}>{medium}{rest}</{name}>"))
}

async fn set_link(shell: &mut Shell, args: &Args) -> Outcome {
    let domain = find::domain(shell, args).await?;
    let (device, state) = (args.need("interface"), args.need("state"));
    if state != "up" && state != "down" {
        return Err(CliError::text(format!("invalid link state '{state}'")));
    }
    let kept = args.flag("config") || !domain.is_active().await?;
    let mut found = None;
    for interface in devices(&domain, "interface", kept).await? {
        let hit = look(&interface, |node| {
            node.child("target").and_then(|t| t.attr("dev")) == Some(device)
                || node
                    .child("mac")
                    .and_then(|m| m.attr("address"))
                    .is_some_and(|mac| mac.eq_ignore_ascii_case(device))
        })?;
        if hit {
            found = Some(interface);
            break;
        }
    }
    let interface = found.ok_or_else(|| CliError::text(format!("interface '{device}' not found")))?;
    let text = interface.to_xml();
    let malformed = || CliError::text("the definition of the interface cannot be read");
    let (name, open, mut inner) = parts(&text).ok_or_else(malformed)?;
    if let Some(start) = inner.find("<link ") {
        let length = inner[start..].find("/>").ok_or_else(malformed)? + 2;
        inner.replace_range(start..start + length, "");
    }
    let xml = format!("{open}>{inner}<link state='{state}'/></{name}>");
    if args.flag("print-xml") {
        return Ok(Report::Text(xml));
    }
    let flags = if kept { M::CONFIG } else { M::LIVE };
    let updated = domain.update_device(&xml, flags).await;
    updated.context(|| "Failed to update interface link state".to_owned())?;
    Ok(Report::said("Device updated successfully".to_owned()))
}

async fn memory_device(shell: &mut Shell, args: &Args) -> Outcome {
    let of = impact(args)?;
    args.exclusive("node", "alias")?;
    let domain = find::domain(shell, args).await?;
    let kib = args
        .size("requested-size", 1024)?
        .map(|bytes| bytes / 1024)
        .ok_or_else(|| CliError::text("--requested-size is required"))?;
    let mut found = Vec::new();
    for memory in devices(&domain, "memory", args.flag("config")).await? {
        let hit = look(&memory, |node| {
            let alias = node.child("alias").and_then(|a| a.attr("name"));
            let target = node.child("target");
            let cell = target
                .and_then(|t| t.child("node"))
                .map(|n| n.text().trim().to_owned());
            args.text("alias").is_none_or(|wanted| alias == Some(wanted))
                && args
                    .text("node")
                    .is_none_or(|wanted| cell.as_deref() == Some(wanted))
        })?;
        if hit {
            found.push(memory);
        }
    }
    let [memory] = found.as_slice() else {
        return Err(CliError::text(if found.is_empty() {
            "no memory device found"
        } else {
            "multiple memory devices found, use --alias or --node to select one"
        }));
    };
    let text = memory.to_xml();
    let start = text.find("<requested");
    let place =
        start.and_then(|start| Some((start, text[start..].find("</requested>")? + "</requested>".len())));
    let (start, length) = place.ok_or_else(|| CliError::text("the memory device has no requested size"))?;
    let mut xml = text.clone();
    xml.replace_range(
        start..start + length,
        &format!("<requested unit='KiB'>{kib}</requested>"),
    );
    if args.flag("print-xml") {
        return Ok(Report::Text(xml));
    }
    domain.update_device(&xml, M::from_bits_retain(of.bits())).await?;
    Ok(Report::said("Memory device updated successfully".to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn media_come_and_go() {
        let disk = "<disk type='file' device='cdrom'><source file='/a'/><target dev='hdc'/></disk>";
        assert_eq!(
            with_media(disk, None, false).as_deref(),
            Some("<disk type='file' device='cdrom'><target dev='hdc'/></disk>")
        );
        let block = with_media(disk, Some("/dev/x"), true);
        assert!(
            block.is_some_and(
                |xml| xml.starts_with("<disk type='block'") && xml.contains("<target dev='hdc'/>")
            )
        );
    }
}
