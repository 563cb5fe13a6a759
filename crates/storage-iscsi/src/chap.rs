//! The name and password for a target. They go into the initiator's record of the target, a file that
//! only root reads, rather than through a program's arguments.

use crate::initiator::Target;
use ferrovirt_driver::secret::{GuestSecrets, SecretKey, SecretValue};
use ferrovirt_host::files;
use ferrovirt_schema::pool::Auth;
use ferrovirt_storage::{StorageError, blocking};
use ferrovirt_types::consts::SecretUsageType;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Where the initiator keeps its records.
const RECORDS: [&str; 2] = ["/etc/iscsi/nodes", "/var/lib/iscsi/nodes"];
/// Most bytes of a record.
const LARGEST: usize = 256 << 10;

/// Name and password.
pub(crate) struct Credentials {
    name: String,
    password: SecretValue,
}

/// Looks up what a pool logs in with.
pub(crate) async fn credentials(
    auth: &Auth,
    secrets: &Arc<dyn GuestSecrets>,
) -> Result<Credentials, StorageError> {
    let document = |what: &str| StorageError::Document(what.to_owned());
    if auth.kind.as_deref().is_some_and(|kind| kind != "chap") {
        return Err(document("iscsi pools only support 'chap' auth type"));
    }
    let name = auth.username.clone().filter(|name| is_plain(name.as_bytes()));
    let name = name.ok_or_else(|| document("missing storage pool source auth username"))?;
    let secret = auth
        .secret
        .as_ref()
        .ok_or_else(|| document("missing storage pool source auth secret"))?;
    let key = match (&secret.uuid, &secret.usage) {
        (Some(uuid), _) => SecretKey::Uuid(*uuid),
        (None, Some(usage)) => SecretKey::Usage(usage.clone()),
        (None, None) => return Err(document("the secret of <auth> needs a uuid or a usage")),
    };
    let password = secrets
        .value(&key, SecretUsageType::Iscsi)
        .await
        .map_err(StorageError::Secret)?;
    match is_plain(password.bytes()) {
        true => Ok(Credentials { name, password }),
        false => Err(document("a password for iSCSI is text without line breaks")),
    }
}

fn is_plain(bytes: &[u8]) -> bool {
    !bytes.is_empty() && std::str::from_utf8(bytes).is_ok_and(|text| !text.chars().any(char::is_control))
}

/// Writes them into the record of a target.
pub(crate) async fn store(target: &Target, credentials: Credentials) -> Result<(), StorageError> {
    let iqn = target.iqn.clone();
    blocking(move || {
        let mut written = false;
        for dir in RECORDS {
            for record in records(&Path::new(dir).join(&iqn)) {
                let text = files::read_text(&record, LARGEST)?;
                files::write_durable(&record, with(&text, &credentials).as_bytes(), 0o600)?;
                written = true;
            }
        }
        match written {
            true => Ok(()),
            false => Err(StorageError::NotThere {
                what: format!("the initiator's record of target '{iqn}'"),
                seconds: 0,
            }),
        }
    })
    .await
}

/// The files of a target: one for each portal and interface.
fn records(target: &Path) -> Vec<PathBuf> {
    let entries = |dir: &Path| {
        let entries = fs::read_dir(dir).into_iter().flatten().flatten();
        entries.map(|entry| entry.path()).collect::<Vec<_>>()
    };
    let portals = entries(target).into_iter();
    let found = portals.flat_map(|portal| {
        if portal.is_dir() {
            entries(&portal)
        } else {
            vec![portal]
        }
    });
    found.filter(|path| path.is_file()).collect()
}

/// The record with the credentials in place of those that it had.
fn with(record: &str, credentials: &Credentials) -> String {
    const FIELDS: [&str; 3] = [
        "node.session.auth.authmethod",
        "node.session.auth.username",
        "node.session.auth.password",
    ];
    let is_field = |line: &str| {
        let name = line.split('=').next().unwrap_or_default().trim();
        FIELDS.contains(&name)
    };
    let password = String::from_utf8_lossy(credentials.password.bytes());
    let values = ["CHAP", &credentials.name, &password];
    let mut lines: Vec<String> = Vec::new();
    for line in record.lines().filter(|line| !is_field(line)) {
        if line.trim() == "# END RECORD" {
            lines.extend(
                FIELDS
                    .iter()
                    .zip(values)
                    .map(|(name, value)| format!("{name} = {value}")),
            );
        }
        lines.push(line.to_owned());
    }
    if !record.contains("# END RECORD") {
        lines.extend(
            FIELDS
                .iter()
                .zip(values)
                .map(|(name, value)| format!("{name} = {value}")),
        );
    }
    lines.push(String::new());
    lines.join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_record_takes_credentials() {
        let credentials = Credentials {
            name: "me".into(),
            password: SecretValue::new(b"open sesame".to_vec()),
        };
        let record =
            "# BEGIN RECORD 2.1.8\nnode.name = iqn.x:y\nnode.session.auth.authmethod = None\n# END RECORD\n";
        let text = with(record, &credentials);
        assert_eq!(
            text,
            "# BEGIN RECORD 2.1.8\nnode.name = iqn.x:y\nnode.session.auth.authmethod = CHAP\n\
             node.session.auth.username = me\nnode.session.auth.password = open sesame\n# END RECORD\n"
        );
        assert_eq!(with(&text, &credentials), text);
        assert!(!is_plain(b"a\nnode.startup = automatic"));
    }
}
