//! Definitions of domains, and what is kept with them.

use super::{Outcome, commands};
use crate::error::{CliError, Context};
use crate::find;
use crate::grammar::Args;
use crate::report::Report;
use crate::shell::Shell;
use crate::xml::select;
use ferrovirt_api::Metadata;
use ferrovirt_types::consts::{
    DomainDefineFlags, DomainModificationImpact, DomainUndefineFlags, DomainXmlFlags, StorageVolDeleteFlags,
    StorageVolWipeAlgorithm,
};

commands! {
    "define", "define (but don't start) a domain from an XML file", "<file> [--validate]" => define;
    "undefine", "undefine a domain", "<domain> [--managed-save] [--storage <string>] [--remove-all-storage] [--delete-storage-volume-snapshots] [--wipe-storage] [--snapshots-metadata] [--checkpoints-metadata] [--nvram] [--keep-nvram] [--tpm] [--keep-tpm]" => undefine;
    "dumpxml", "domain information in XML", "<domain> [--inactive] [--security-info] [--update-cpu] [--migratable] [--xpath <string>] [--wrap]" => dump_xml;
    "autostart", "autostart a domain", "<domain> [--disable]" => autostart;
    "desc", "show or set domain's description or title", "<domain> [--live] [--config] [--current] [--title] [--edit] [[--new-desc] <string>]..." => describe;
    "metadata", "show or set domain's custom XML metadata", "<domain> <uri> [--live] [--config] [--current] [--edit] [--key <string>] [--set <string>] [--remove]" => metadata;
    "domrename", "rename a domain", "<domain> <new-name>" => rename;
    "domxml-from-native", "Convert native config to domain XML", "<format> <config>" => from_native;
    "domxml-to-native", "Convert domain XML to native config", "<format> [--domain <string>] [--xml <string>]" => to_native;
}

/// Whether the running domain, the kept definition or both are meant.
pub fn impact(args: &Args) -> Result<DomainModificationImpact, CliError> {
    args.exclusive("current", "live")?;
    args.exclusive("current", "config")?;
    Ok(args.bit("live", DomainModificationImpact::LIVE)
        | args.bit("config", DomainModificationImpact::CONFIG))
}

async fn define(shell: &mut Shell, args: &Args) -> Outcome {
    let file = args.need("file");
    let connection = shell.connection().await?;
    let xml = find::file(file).await?;
    let flags = args.bit("validate", DomainDefineFlags::VALIDATE);
    let domain = connection
        .define_domain(&xml, flags)
        .await
        .context(|| format!("Failed to define domain from {file}"))?;
    Ok(Report::Done(format!(
        "Domain '{}' defined from {file}",
        domain.name()
    )))
}

async fn undefine(shell: &mut Shell, args: &Args) -> Outcome {
    let domain = find::domain(shell, args).await?;
    let flags = args.bit("managed-save", DomainUndefineFlags::MANAGED_SAVE)
        | args.bit("snapshots-metadata", DomainUndefineFlags::SNAPSHOTS_METADATA)
        | args.bit("checkpoints-metadata", DomainUndefineFlags::CHECKPOINTS_METADATA)
        | args.bit("nvram", DomainUndefineFlags::NVRAM)
        | args.bit("keep-nvram", DomainUndefineFlags::KEEP_NVRAM)
        | args.bit("tpm", DomainUndefineFlags::TPM)
        | args.bit("keep-tpm", DomainUndefineFlags::KEEP_TPM);
    let volumes = if args.flag("remove-all-storage") || args.has("storage") {
        disks(&domain, args.text("storage")).await?
    } else {
        Vec::new()
    };
    let name = domain.name();
    domain
        .undefine(flags)
        .await
        .context(|| format!("Failed to undefine domain '{name}'"))?;
    let mut report = format!("Domain '{name}' has been undefined\n");
    for path in volumes {
        let volume = shell.connection().await?.storage_vol_by_path(&path).await;
        let removed = match volume {
            Ok(volume) => {
                if args.flag("wipe-storage") {
                    shell.say(&format!("Wiping volume '{path}' ... "))?;
                    volume
                        .wipe(StorageVolWipeAlgorithm::Zero)
                        .await
                        .context(|| format!("Failed to wipe storage volume '{path}'"))?;
                    shell.say("Done.\n")?;
                }
                let flags = args.bit(
                    "delete-storage-volume-snapshots",
                    StorageVolDeleteFlags::WITH_SNAPSHOTS,
                );
                volume.delete(flags).await
            }
            Err(e) => Err(e),
        };
        removed.context(|| format!("Failed to remove storage volume '{path}'"))?;
        report.push_str(&format!("Volume '{path}' removed.\n"));
    }
    Ok(Report::Done(report))
}

/// Sources of the domain's disks: those of the list, by target or source, or all that are writable.
async fn disks(domain: &ferrovirt_api::Domain, wanted: Option<&str>) -> Result<Vec<String>, CliError> {
    let xml = domain.xml(DomainXmlFlags::INACTIVE).await?;
    let wanted: Option<Vec<&str>> = wanted.map(|w| w.split(',').collect());
    crate::xml::with_root(&xml, |root| {
        let Some(devices) = root.child("devices") else {
            return Vec::new();
        };
        let source = |disk: ferrovirt_xml::Node<'_>| {
            let source = disk.child("source")?;
            let path = source.attr("file").or_else(|| source.attr("dev"))?.to_owned();
            let target = disk
                .child("target")
                .and_then(|t| t.attr("dev"))
                .unwrap_or_default();
            let chosen = match &wanted {
                Some(wanted) => wanted.contains(&target) || wanted.contains(&path.as_str()),
                None => disk.child("readonly").is_none() && disk.attr("device").unwrap_or("disk") == "disk",
            };
            chosen.then_some(path)
        };
        devices.children_named("disk").filter_map(source).collect()
    })
}

async fn dump_xml(shell: &mut Shell, args: &Args) -> Outcome {
    let flags = args.bit("inactive", DomainXmlFlags::INACTIVE)
        | args.bit("security-info", DomainXmlFlags::SECURE)
        | args.bit("update-cpu", DomainXmlFlags::UPDATE_CPU)
        | args.bit("migratable", DomainXmlFlags::MIGRATABLE);
    let domain = find::domain(shell, args).await?;
    select(domain.xml(flags).await?, args)
}

async fn autostart(shell: &mut Shell, args: &Args) -> Outcome {
    let domain = find::domain(shell, args).await?;
    let (name, on) = (domain.name(), !args.flag("disable"));
    let un = if on { "" } else { "un" };
    domain.set_autostart(on).await.context(|| {
        let how = if on { "mark domain" } else { "unmark domain" };
        format!("Failed to {how} '{name}' as autostarted")
    })?;
    Ok(Report::Done(format!("Domain '{name}' {un}marked as autostarted")))
}

async fn describe(shell: &mut Shell, args: &Args) -> Outcome {
    let of = impact(args)?;
    let domain = find::domain(shell, args).await?;
    let title = args.flag("title");
    let (what, word) = if title {
        (Metadata::Title, "title")
    } else {
        (Metadata::Description, "description")
    };
    if args.has("new-desc") || args.flag("edit") {
        let mut text = args.list("new-desc").join(" ");
        if args.flag("edit") {
            if !args.has("new-desc") {
                text = domain.metadata(what, of).await?.unwrap_or_default();
            }
            let Some(after) = super::edit::edited(&text).await? else {
                return Ok(Report::Done(format!("Domain {word} not changed")));
            };
            // Editors end the last line.
            text = after.trim_end_matches('\n').to_owned();
        }
        let value = Some(text.as_str()).filter(|t| !t.is_empty());
        let set = domain.set_metadata(what, value, of).await;
        set.context(|| format!("Failed to set new domain {word}"))?;
        return Ok(Report::said(format!("Domain {word} updated successfully")));
    }
    Ok(match domain.metadata(what, of).await? {
        Some(text) => Report::Bare(text.clone(), text.into()),
        None => Report::Bare(
            format!("No {word} for domain: {}", domain.name()),
            serde_json::Value::Null,
        ),
    })
}

async fn metadata(shell: &mut Shell, args: &Args) -> Outcome {
    let of = impact(args)?;
    args.exclusive("set", "remove")?;
    args.exclusive("edit", "set")?;
    args.exclusive("edit", "remove")?;
    let changes = args.has("set") || args.flag("edit");
    if changes && !args.has("key") {
        return Err(CliError::text(
            "namespace key is required when modifying metadata",
        ));
    }
    let domain = find::domain(shell, args).await?;
    let what = Metadata::Element {
        uri: args.need("uri"),
        key: args.text("key").unwrap_or_default(),
    };
    if args.flag("edit") {
        let text = domain.metadata(what, of).await?.unwrap_or_default();
        let Some(after) = super::edit::edited(&text).await? else {
            return Ok(Report::said("Metadata not changed"));
        };
        domain.set_metadata(what, Some(&after), of).await?;
        return Ok(Report::Done("Metadata modified".to_owned()));
    }
    if args.has("set") || args.flag("remove") {
        domain.set_metadata(what, args.text("set"), of).await?;
        let did = if args.flag("remove") {
            "removed"
        } else {
            "modified"
        };
        return Ok(Report::Done(format!("Metadata {did}")));
    }
    let missing = "metadata not found: Requested metadata element is not present";
    domain
        .metadata(what, of)
        .await?
        .map(Report::Text)
        .ok_or_else(|| CliError::text(missing))
}

async fn rename(shell: &mut Shell, args: &Args) -> Outcome {
    let domain = find::domain(shell, args).await?;
    domain.rename(args.need("new-name")).await?;
    Ok(Report::Done("Domain successfully renamed".to_owned()))
}

async fn from_native(shell: &mut Shell, args: &Args) -> Outcome {
    let connection = shell.connection().await?;
    let config = find::file(args.need("config")).await?;
    Ok(Report::Text(
        connection
            .domain_xml_from_native(args.need("format"), &config)
            .await?,
    ))
}

async fn to_native(shell: &mut Shell, args: &Args) -> Outcome {
    args.exclusive("domain", "xml")?;
    let xml = match args.text("xml") {
        Some(file) => find::file(file).await?,
        None if args.has("domain") => {
            find::domain(shell, args)
                .await?
                .xml(DomainXmlFlags::SECURE | DomainXmlFlags::INACTIVE)
                .await?
        }
        None => return Err(CliError::text("need either domain or domain XML")),
    };
    let connection = shell.connection().await?;
    Ok(Report::Text(
        connection.domain_xml_to_native(args.need("format"), &xml).await?,
    ))
}
