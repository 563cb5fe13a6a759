//! What becomes of each disk in a backup: pure rules.

use crate::error::{QemuError, Result};
use ferrovirt_schema::backup::{
    Backup, BackupDisk, BackupMode, BackupRole, BackupScope, BackupServer, BackupSource, BackupStore,
    ServerTransport,
};
use ferrovirt_schema::common::format::StorageFormat;
use ferrovirt_schema::common::source::{FileSource, StorageSource};
use ferrovirt_schema::domain::Domain;
use ferrovirt_schema::domain::devices::disk::Disk;
use ferrovirt_types::consts::ErrorNumber;
use ferrovirt_xml::YesNo;
use std::path::Path;

/// The port of NBD.
const NBD_PORT: u32 = 10809;

/// Whether a disk is to be backed up.
fn takes_part(disk: &BackupDisk) -> bool {
    disk.backup != Some(YesNo::No)
}

fn source_path(source: &BackupSource) -> Option<&str> {
    match source {
        BackupSource::File(f) => f.file.as_deref(),
        BackupSource::Block(b) => b.dev.as_deref(),
    }
}

/// Refuses a document that contradicts itself, and fills in what it does not say of the server.
pub fn check(def: &mut Backup) -> Result<()> {
    let refuse = |text: String| Err(QemuError::coded(ErrorNumber::XmlInvalidSchema, text));
    let pull = *def.mode.get_or_insert(BackupMode::Push) == BackupMode::Pull;
    if def.id.is_some() {
        return refuse("domainbackup/@id: only a running backup has a number".to_owned());
    }
    if def.incremental.as_deref() == Some("") {
        return refuse("domainbackup/incremental: the name of a checkpoint is missing".to_owned());
    }
    match &mut def.server {
        Some(_) if !pull => return refuse("domainbackup/server: only pull mode has a server".to_owned()),
        Some(server) => check_server(server)?,
        None if pull => return refuse("domainbackup/server: pull mode needs a server".to_owned()),
        None => {}
    }
    for (n, disk) in def.disks.iter().enumerate() {
        let place = format!("domainbackup/disks/disk[@name='{}']", disk.name);
        if disk.name.is_empty() {
            return refuse(format!("domainbackup/disks/disk[{}]/@name is missing", n + 1));
        }
        if def.disks[..n].iter().any(|d| d.name == disk.name) {
            return refuse(format!("{place}: is there twice"));
        }
        if disk.state.is_some() || disk.index.is_some() {
            return refuse(format!("{place}: state and index are for running backups"));
        }
        if !pull && (disk.exportname.is_some() || disk.exportbitmap.is_some()) {
            return refuse(format!("{place}: only pull mode has exports"));
        }
        let (role, word) = if pull {
            (BackupRole::Scratch, "scratch")
        } else {
            (BackupRole::Target, "target")
        };
        if let Some((found, source)) = &disk.store.0 {
            if *found != role {
                return refuse(format!("{place}: this mode has <{word}>"));
            }
            if source_path(source).is_some_and(|p| !p.starts_with('/')) {
                return refuse(format!("{place}/{word}: the path has to be absolute"));
            }
        }
        if pull && disk.format.is_some_and(|f| f != StorageFormat::Qcow2) {
            return refuse(format!("{place}/driver/@type: scratch files are qcow2"));
        }
        let incremental = disk.backupmode == Some(BackupScope::Incremental);
        if disk.incremental.is_some() && disk.backupmode == Some(BackupScope::Full)
            || incremental && disk.incremental.is_none() && def.incremental.is_none()
        {
            return refuse(format!(
                "{place}: 'backupmode' and 'incremental' contradict each other"
            ));
        }
    }
    Ok(())
}

fn check_server(server: &mut BackupServer) -> Result<()> {
    let refuse = |text: &str| {
        Err(QemuError::coded(
            ErrorNumber::XmlInvalidSchema,
            format!("domainbackup/server: {text}"),
        ))
    };
    if server.tls.is_some_and(YesNo::is_yes) {
        return Err(QemuError::ConfigUnsupported(
            "backups over TLS are not supported; use a Unix socket, or TCP on the loopback".to_owned(),
        ));
    }
    if server.fdgroup.is_some() {
        return Err(QemuError::ConfigUnsupported(
            "a server on a descriptor that was handed over is not supported; name its socket".to_owned(),
        ));
    }
    match *server.transport.get_or_insert(ServerTransport::Tcp) {
        ServerTransport::Rdma => refuse("transport 'rdma' is for migrations; use 'tcp' or 'unix'"),
        ServerTransport::Unix => match &server.socket {
            Some(path) if path.starts_with('/') && server.port.is_none() && server.name.is_none() => Ok(()),
            Some(_) => refuse("a Unix socket has an absolute path and neither name nor port"),
            None => refuse("a Unix socket needs a path in 'socket'"),
        },
        ServerTransport::Tcp => {
            server.name.get_or_insert_with(|| "localhost".to_owned());
            server.port.get_or_insert(NBD_PORT);
            if server.socket.is_some() {
                return refuse("TCP has no socket");
            }
            Ok(())
        }
    }
}

fn has_medium(disk: &Disk) -> bool {
    !matches!(&disk.source, StorageSource::File(f) if f.file.is_none())
}

/// Completes the list of disks: every one of `doc` is in it. `suffix` names the files that are not named.
pub fn align(def: &mut Backup, doc: &Domain, suffix: &str) -> Result<()> {
    let disks: Vec<&Disk> = doc.devices.iter().flat_map(|d| &d.disks).collect();
    let pull = def.mode == Some(BackupMode::Pull);
    let all = def.disks.is_empty();
    let since = def.incremental.clone();
    for asked in &mut def.disks {
        let disk = disks.iter().find(|d| d.target.dev == asked.name);
        let disk =
            disk.ok_or_else(|| QemuError::ConfigUnsupported(format!("no disk named '{}'", asked.name)))?;
        if takes_part(asked) && !has_medium(disk) {
            return Err(QemuError::ConfigUnsupported(format!(
                "disk '{}' has no media",
                asked.name
            )));
        }
        asked.backup.get_or_insert(YesNo::Yes);
    }
    for disk in &disks {
        if def.disks.iter().any(|d| d.name == disk.target.dev) {
            continue;
        }
        let wanted = all && has_medium(disk) && !disk.readonly;
        def.disks.push(BackupDisk {
            name: disk.target.dev.clone(),
            backup: Some(if wanted { YesNo::Yes } else { YesNo::No }),
            ..BackupDisk::default()
        });
    }
    def.disks
        .sort_by_key(|d| disks.iter().position(|x| x.target.dev == d.name));
    for asked in def.disks.iter_mut().filter(|d| takes_part(d)) {
        let Some(disk) = disks.iter().find(|d| d.target.dev == asked.name) else {
            continue;
        };
        fill(asked, disk, pull, since.as_deref(), suffix)?;
    }
    if !def.disks.iter().any(takes_part) {
        return Err(QemuError::ConfigUnsupported(
            "no disks selected for backup".to_owned(),
        ));
    }
    Ok(())
}

/// Fills in what is not said of a disk that takes part.
fn fill(asked: &mut BackupDisk, disk: &Disk, pull: bool, since: Option<&str>, suffix: &str) -> Result<()> {
    asked.format.get_or_insert(StorageFormat::Qcow2);
    let named = asked
        .store
        .0
        .as_ref()
        .is_some_and(|(_, s)| source_path(s).is_some());
    if !named {
        let path = match &disk.source {
            StorageSource::File(f) => f.file.as_deref().filter(|p| Path::new(p).is_file()),
            _ => None,
        };
        let path = path.ok_or_else(|| {
            QemuError::ConfigUnsupported(format!(
                "refusing to generate file name for disk '{}'",
                asked.name
            ))
        })?;
        let role = if pull {
            BackupRole::Scratch
        } else {
            BackupRole::Target
        };
        let source = FileSource {
            file: Some(format!("{path}.{suffix}")),
            ..FileSource::default()
        };
        asked.store = BackupStore(Some((role, BackupSource::File(source))));
    }
    if pull {
        asked.exportname.get_or_insert_with(|| asked.name.clone());
    }
    if asked.backupmode != Some(BackupScope::Full) && asked.incremental.is_none() {
        asked.incremental = since.map(str::to_owned);
    }
    let scope = if asked.incremental.is_some() {
        BackupScope::Incremental
    } else {
        BackupScope::Full
    };
    asked.backupmode = Some(scope);
    if pull && asked.incremental.is_some() {
        asked
            .exportbitmap
            .get_or_insert_with(|| format!("backup-{}", asked.name));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chain::source_at;

    fn doc() -> Domain {
        let mut doc = Domain::default();
        let devices = doc.devices.get_or_insert_with(Default::default);
        for (dev, path) in [("vda", Some("/dev/null")), ("hdc", None)] {
            let mut disk = Disk::default();
            disk.target.dev = dev.to_owned();
            if let Some(path) = path {
                disk.source = source_at(Path::new(path));
            }
            devices.disks.push(disk);
        }
        doc
    }

    fn planned(xml: &str) -> Result<Backup> {
        let mut def = Backup::parse(xml)?;
        check(&mut def)?;
        align(&mut def, &doc(), "now")?;
        Ok(def)
    }

    fn with_disk(disk: &str, attrs: &str, head: &str) -> String {
        format!("<domainbackup{attrs}>{head}<disks>{disk}</disks></domainbackup>")
    }

    #[test]
    fn what_is_not_said_is_filled_in() {
        let disk = "<disk name='vda' type='file'><target file='/b'/></disk>";
        let def = planned(&with_disk(disk, "", "<incremental>c</incremental>")).unwrap();
        let vda = &def.disks[0];
        assert_eq!(
            (vda.format, vda.backupmode),
            (Some(StorageFormat::Qcow2), Some(BackupScope::Incremental))
        );
        assert_eq!(vda.incremental.as_deref(), Some("c"));
        assert_eq!(def.disks[1].backup, Some(YesNo::No));
        let disk = "<disk name='vda' type='file'><scratch file='/s'/></disk>";
        let def = planned(&with_disk(disk, " mode='pull'", "<server/>")).unwrap();
        assert_eq!(def.server.as_ref().and_then(|s| s.port), Some(NBD_PORT));
        assert_eq!(def.disks[0].exportname.as_deref(), Some("vda"));
    }

    #[test]
    fn what_cannot_be_is_refused() {
        let pull = " mode='pull'";
        for (xml, text) in [
            (with_disk("<disk name='vdz'/>", "", ""), "no disk named"),
            (with_disk("<disk name='hdc'/>", "", ""), "no media"),
            (with_disk("<disk name='vda'/>", "", ""), "refusing to generate"),
            (
                with_disk("<disk name='vda' backup='no'/>", "", ""),
                "no disks selected",
            ),
            (with_disk("<disk name='vda'/><disk name='vda'/>", "", ""), "twice"),
            (with_disk("<disk name='vda' exportname='e'/>", "", ""), "exports"),
            (
                with_disk("<disk name='vda' backupmode='incremental'/>", "", ""),
                "contradict",
            ),
            (
                with_disk("", "", "<server transport='unix' socket='/s'/>"),
                "only pull mode",
            ),
            (with_disk("", pull, "<server transport='unix'/>"), "needs a path"),
            (
                with_disk("", pull, "<server transport='unix' socket='s'/>"),
                "absolute",
            ),
            (with_disk("", pull, "<server transport='rdma' name='x'/>"), "rdma"),
            (with_disk("", pull, "<server tls='yes' name='x'/>"), "TLS"),
            (with_disk("<disk name='vda'/>", pull, ""), "needs a server"),
            (
                with_disk(
                    "<disk name='vda' type='file'><target file='/b'/></disk>",
                    pull,
                    "<server/>",
                ),
                "<scratch>",
            ),
            (
                with_disk("<disk name='vda' type='file'><target file='b'/></disk>", "", ""),
                "absolute",
            ),
        ] {
            let error = planned(&xml).unwrap_err().to_string();
            assert!(error.contains(text), "{xml}: {error}");
        }
    }
}
