//! Secrets, and volumes that are encrypted with them.

use super::{directory_pool, tool};
use crate::harness::case::{Case, Outcome, require, require_equal, require_text};
use crate::harness::daemon::Daemon;
use std::path::Path;

pub const CASES: &[Case] = &[
    Case {
        name: "secret_is_on_no_disk_and_in_no_log",
        run: secrets,
    },
    Case {
        name: "luks_volume_opens_with_its_passphrase",
        run: luks,
    },
];

pub const PASSPHRASE: &str = "correct-horse-battery-staple";

/// Defines a secret for a volume, and sets its value; answers its UUID.
pub fn define(daemon: &Daemon, private: &str, volume: &str) -> Outcome<String> {
    let virsh = daemon.virsh();
    let text = format!(
        "<secret ephemeral='no' private='{private}'><usage type='volume'><volume>{volume}</volume></usage></secret>"
    );
    let file = daemon.scratch().write("secret.xml", text)?;
    let said = virsh.ok(&["secret-define", &file])?;
    let listed = virsh.ok(&["secret-list"])?;
    let line = listed.lines().find(|line| line.contains(volume));
    let uuid = line.and_then(|line| line.split_whitespace().next()).ok_or(said)?;
    let value = daemon.scratch().write("value", PASSPHRASE)?;
    virsh.ok(&["secret-set-value", uuid, "--file", &value, "--plain"])?;
    std::fs::remove_file(value)?;
    Ok(uuid.to_owned())
}

/// Whether any file at or below `path` holds the passphrase.
fn holds(path: &Path) -> bool {
    if path.is_dir() {
        let entries = std::fs::read_dir(path).into_iter().flatten().flatten();
        return entries.into_iter().any(|entry| holds(&entry.path()));
    }
    let content = if path.is_file() {
        std::fs::read(path).unwrap_or_default()
    } else {
        Vec::new()
    };
    content
        .windows(PASSPHRASE.len())
        .any(|part| part == PASSPHRASE.as_bytes())
}

fn secrets() -> Outcome {
    let mut daemon = Daemon::start()?;
    let virsh = daemon.virsh();
    let open = define(&daemon, "no", "/open")?;
    let private = define(&daemon, "yes", "/private")?;
    require_equal(
        "value",
        virsh
            .ok(&["secret-get-value", &open, "--plain"])?
            .trim()
            .to_owned(),
        PASSPHRASE.to_owned(),
    )?;
    require_text(&virsh.refused(&["secret-get-value", &private])?, "private")?;
    require(!holds(daemon.scratch().path()), || {
        "a file holds the value".to_owned()
    })?;
    daemon.kill()?;
    daemon.launch()?;
    require_equal(
        "value",
        virsh
            .ok(&["secret-get-value", &open, "--plain"])?
            .trim()
            .to_owned(),
        PASSPHRASE.to_owned(),
    )?;
    virsh.ok(&["secret-undefine", &open])?;
    require_text(&virsh.refused(&["secret-dumpxml", &open])?, "ecret")?;
    // A copy of the configuration alone opens nothing: with another key the value is refused.
    daemon.stop()?;
    std::fs::remove_file(daemon.file("var/lib/secrets/host.key"))?;
    daemon.launch()?;
    let file = daemon.scratch().write("again", "x")?;
    require_text(&virsh.ok(&["secret-dumpxml", &private])?, "/private")?;
    virsh
        .ok(&["secret-set-value", &private, "--file", &file, "--plain"])
        .map(|_| ())
}

fn luks() -> Outcome {
    let daemon = Daemon::start()?;
    let (virsh, folder) = directory_pool(&daemon)?;
    let path = folder.join("locked").display().to_string();
    let secret = define(&daemon, "yes", &path)?;
    let volume = |name: &str, format: &str| {
        format!(
            "<volume><name>{name}</name><capacity unit='MiB'>8</capacity><target><format type='{format}'/>
             <encryption format='luks'><secret type='passphrase' uuid='{secret}'/></encryption></target></volume>"
        )
    };
    let file = daemon.scratch().write("volume.xml", volume("locked", "raw"))?;
    virsh.ok(&["vol-create", "p", &file])?;
    let xml = virsh.ok(&["vol-dumpxml", "locked", "p"])?;
    require_text(&xml, "<encryption format='luks'>")?;
    require_text(&xml, &secret)?;
    require_text(&xml, "<capacity unit='bytes'>8388608</capacity>")?;
    let key = daemon.scratch().write("key", PASSPHRASE)?;
    let object = format!("secret,id=k,file={key}");
    let open = |name: &str| {
        let image = format!(
            "driver=luks,key-secret=k,file.filename={}",
            folder.join(name).display()
        );
        tool("qemu-img", &["info", "--object", &object, "--image-opts", &image])
    };
    require_text(&open("locked")?, "8388608 bytes")?;
    virsh.ok(&["vol-resize", "locked", "12M", "--pool", "p"])?;
    require_text(&open("locked")?, "12582912 bytes")?;
    let clone = daemon.scratch().write("clone.xml", volume("copy", "raw"))?;
    virsh.ok(&["vol-create-from", "p", &clone, "locked", "--inputpool", "p"])?;
    require_text(&open("copy")?, "12582912 bytes")?;
    let qcow2 = daemon.scratch().write("qcow2.xml", volume("v.qcow2", "qcow2"))?;
    virsh.ok(&["vol-create", "p", &qcow2])?;
    require_text(
        &virsh.ok(&["vol-dumpxml", "v.qcow2", "p"])?,
        "<encryption format='luks'>",
    )?;
    std::fs::remove_file(key)?;
    require(!holds(daemon.scratch().path()), || {
        "a file holds the passphrase".to_owned()
    })
}
