//! Editing documents: printed to a file, given to the user's editor, read again and defined.

use super::{Outcome, commands};
use crate::error::{CliError, Context};
use crate::find;
use crate::grammar::Args;
use crate::report::Report;
use crate::shell::Shell;
use ferrovirt_types::consts::{DomainDefineFlags, DomainSnapshotCreateFlags, DomainXmlFlags};
use std::io::Write as _;

commands! {
    "edit", "edit XML configuration for a domain", "<domain> [--skip-validate]" => domain;
    "net-edit", "edit XML configuration for a network", "<network>" => network;
    "pool-edit", "edit XML configuration for a storage pool", "<pool>" => pool;
    "iface-edit", "edit XML configuration for a physical host interface", "<interface>" => interface;
    "nwfilter-edit", "edit XML configuration for a network filter", "<nwfilter>" => filter;
    "snapshot-edit", "edit XML for a snapshot", "<domain> [--snapshotname <string>] [--current] [--rename] [--clone]" => snapshot;
    "checkpoint-edit", "edit XML for a checkpoint", "<domain> [--checkpointname <string>]" => checkpoint;
    "save-image-edit", "edit XML for a domain's saved state file", "<file> [--running] [--paused]" => save_image;
    "managedsave-edit", "edit XML for a domain's managed save state file", "<domain> [--running] [--paused]" => managed_save;
}

/// A file that goes away with its owner.
struct Draft(std::path::PathBuf);

impl Drop for Draft {
    fn drop(&mut self) {
        // Nothing is left to be done about it.
        let _ = std::fs::remove_file(&self.0);
    }
}

fn draft(text: &str) -> Result<Draft, CliError> {
    for _ in 0..100 {
        let name = format!("ferrovirt{:06x}.xml", uuid::Uuid::new_v4().as_u128() & 0xff_ffff);
        let path = std::env::temp_dir().join(name);
        match std::fs::File::create_new(&path) {
            Ok(mut file) => {
                let draft = Draft(path);
                file.write_all(text.as_bytes())?;
                return Ok(draft);
            }
            Err(e) if e.kind() == std::io::ErrorKind::AlreadyExists => {}
            Err(e) => return Err(CliError::text(format!("cannot make a file to edit: {e}"))),
        }
    }
    Err(CliError::text("cannot make a file to edit: every name is taken"))
}

/// What the user made of a document; `None` when it is as it was.
pub(super) async fn edited(text: &str) -> Result<Option<String>, CliError> {
    let draft = draft(text)?;
    let variable = |name| {
        std::env::var(name)
            .ok()
            .filter(|value: &String| !value.is_empty())
    };
    let editor = variable("VISUAL")
        .or_else(|| variable("EDITOR"))
        .unwrap_or_else(|| "vi".to_owned());
    // The variable may hold a command with options.
    let status = tokio::process::Command::new("sh")
        .args(["-c", &format!("{editor} \"$0\"")])
        .arg(&draft.0)
        .status()
        .await
        .map_err(|e| CliError::text(format!("cannot run the editor {editor}: {e}")))?;
    if !status.success() {
        return Err(CliError::text(format!(
            "{editor}: command exited with non-zero status"
        )));
    }
    let after = find::file(&draft.0.display().to_string()).await?;
    Ok(Some(after).filter(|after| after != text))
}

/// Says what became of a document.
fn done(what: &str, changed: bool) -> Report {
    Report::said(if changed {
        format!("{what} edited.")
    } else {
        format!("{what} not changed.")
    })
}

async fn domain(shell: &mut Shell, args: &Args) -> Outcome {
    let domain = find::domain(shell, args).await?;
    let flags = DomainXmlFlags::INACTIVE | DomainXmlFlags::SECURE;
    let text = domain.xml(flags).await?;
    let what = format!("Domain '{}' XML configuration", domain.name());
    let Some(after) = edited(&text).await? else {
        return Ok(done(&what, false));
    };
    let checked = if args.flag("skip-validate") {
        DomainDefineFlags::empty()
    } else {
        DomainDefineFlags::VALIDATE
    };
    let connection = shell.connection().await?;
    connection.define_domain(&after, checked).await?;
    Ok(done(&what, true))
}

async fn network(shell: &mut Shell, args: &Args) -> Outcome {
    use ferrovirt_types::consts::{NetworkDefineFlags, NetworkXmlFlags};
    let network = find::network(shell, args).await?;
    let text = network.xml(NetworkXmlFlags::INACTIVE).await?;
    let what = format!("Network {} XML configuration", network.name());
    let Some(after) = edited(&text).await? else {
        return Ok(done(&what, false));
    };
    let connection = shell.connection().await?;
    connection
        .define_network(&after, NetworkDefineFlags::empty())
        .await?;
    Ok(done(&what, true))
}

async fn pool(shell: &mut Shell, args: &Args) -> Outcome {
    use ferrovirt_types::consts::StorageXmlFlags;
    let pool = find::pool(shell, args).await?;
    let text = pool.xml(StorageXmlFlags::INACTIVE).await?;
    let what = format!("Pool {} XML configuration", pool.name());
    let Some(after) = edited(&text).await? else {
        return Ok(done(&what, false));
    };
    shell.connection().await?.define_storage_pool(&after).await?;
    Ok(done(&what, true))
}

async fn interface(shell: &mut Shell, args: &Args) -> Outcome {
    use ferrovirt_types::consts::InterfaceXmlFlags;
    let interface = super::interface::named(shell, args.need("interface")).await?;
    let text = interface.xml(InterfaceXmlFlags::INACTIVE).await?;
    let what = format!("Interface {} XML configuration", interface.name());
    let Some(after) = edited(&text).await? else {
        return Ok(done(&what, false));
    };
    shell.connection().await?.define_interface(&after).await?;
    Ok(done(&what, true))
}

async fn filter(shell: &mut Shell, args: &Args) -> Outcome {
    let filter = super::objects::filter(shell, args).await?;
    let text = filter.xml().await?;
    let what = format!("Network filter {} XML configuration", filter.name());
    let Some(after) = edited(&text).await? else {
        return Ok(done(&what, false));
    };
    shell.connection().await?.define_nwfilter(&after).await?;
    Ok(done(&what, true))
}

async fn snapshot(shell: &mut Shell, args: &Args) -> Outcome {
    use ferrovirt_types::consts::{DomainSnapshotDeleteFlags, DomainSnapshotXmlFlags};
    args.exclusive("rename", "clone")?;
    let domain = find::domain(shell, args).await?;
    let snapshot = super::snapshot::wanted(&domain, args).await?;
    let text = snapshot.xml(DomainSnapshotXmlFlags::SECURE).await?;
    let Some(after) = edited(&text).await? else {
        return Ok(Report::said(format!(
            "Snapshot {} XML configuration not changed.",
            snapshot.name()
        )));
    };
    let flags = DomainSnapshotCreateFlags::REDEFINE | args.bit("current", DomainSnapshotCreateFlags::CURRENT);
    let made = domain.create_snapshot(&after, flags).await?;
    if made.name() == snapshot.name() {
        return Ok(Report::said(format!("Snapshot {} edited.", made.name())));
    }
    if args.flag("clone") {
        return Ok(Report::said(format!(
            "Snapshot {} cloned to {}.",
            snapshot.name(),
            made.name()
        )));
    }
    if args.flag("rename") {
        let old = snapshot.delete(DomainSnapshotDeleteFlags::METADATA_ONLY).await;
        old.context(|| format!("Failed to clean up {}", snapshot.name()))?;
        return Ok(Report::said(format!(
            "Snapshot {} renamed to {}.",
            snapshot.name(),
            made.name()
        )));
    }
    // What was not asked for is taken back.
    let text = "Must use --rename or --clone to change the name".to_owned();
    made.delete(DomainSnapshotDeleteFlags::METADATA_ONLY)
        .await
        .context(|| text.clone())?;
    Err(CliError::text(text))
}

async fn checkpoint(shell: &mut Shell, args: &Args) -> Outcome {
    use ferrovirt_types::consts::{DomainCheckpointCreateFlags, DomainCheckpointXmlFlags};
    let domain = find::domain(shell, args).await?;
    let checkpoint = super::checkpoint::wanted(&domain, args).await?;
    let text = checkpoint.xml(DomainCheckpointXmlFlags::SECURE).await?;
    let what = format!("Checkpoint {} XML configuration", checkpoint.name());
    let Some(after) = edited(&text).await? else {
        return Ok(done(&what, false));
    };
    let flags = DomainCheckpointCreateFlags::REDEFINE;
    let made = domain.create_checkpoint(&after, flags).await?;
    Ok(Report::said(format!("Checkpoint {} edited.", made.name())))
}

async fn save_image(shell: &mut Shell, args: &Args) -> Outcome {
    let flags = super::saved::state(args)?;
    let connection = shell.connection().await?;
    let config = connection.drivers().config.clone();
    let file = find::absolute(args.need("file"))?;
    let text = config.domain_save_image_get_xml_desc(&file, 1).await?;
    let Some(after) = edited(&text).await? else {
        return Ok(Report::said(format!(
            "Saved image {file} XML configuration not changed."
        )));
    };
    let defined = config.domain_save_image_define_xml(&file, &after, flags).await;
    defined.context(|| format!("Failed to update {file}"))?;
    Ok(Report::said(format!("State file {file} edited.")))
}

async fn managed_save(shell: &mut Shell, args: &Args) -> Outcome {
    let flags = super::saved::state(args)?;
    let domain = find::domain(shell, args).await?;
    let lifecycle = domain.connection().drivers().lifecycle.clone();
    let text = lifecycle
        .domain_managed_save_get_xml_desc(domain.identity(), 1)
        .await?;
    let what = format!(
        "Managed save image of domain '{}' XML configuration",
        domain.name()
    );
    let Some(after) = edited(&text).await? else {
        return Ok(done(&what, false));
    };
    lifecycle
        .domain_managed_save_define_xml(domain.identity(), Some(&after), flags)
        .await?;
    Ok(Report::said(format!(
        "Managed save image of Domain '{}' edited.",
        domain.name()
    )))
}
