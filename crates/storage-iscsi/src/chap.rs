//! The name and password for a target. They go into the initiator's record of the target, a file that
//! only root reads, rather than through a program's arguments.

use crate::initiator::Target;
use ferrovirt_host::files;
use ferrovirt_storage::login::Chap;
use ferrovirt_storage::{StorageError, blocking};
use std::fs;
use std::path::{Path, PathBuf};

/// Where the initiator keeps its records.
const RECORDS: [&str; 2] = ["/etc/iscsi/nodes", "/var/lib/iscsi/nodes"];
/// Most bytes of a record.
const LARGEST: usize = 256 << 10;

/// Writes them into the record of a target.
pub(crate) async fn store(target: &Target, credentials: Chap) -> Result<(), StorageError> {
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
fn with(record: &str, credentials: &Chap) -> String {
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
    use ferrovirt_driver::secret::SecretValue;

    #[test]
    fn a_record_takes_credentials() {
        let credentials = Chap {
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
    }
}
