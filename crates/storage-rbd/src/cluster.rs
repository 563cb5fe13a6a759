//! The cluster of a pool: where it is, who asks.

use crate::parts::Place;
use ferrovirt_driver::secret::GuestSecrets;
use ferrovirt_host::Error as HostError;
use ferrovirt_schema::common::secret::AuthType;
use ferrovirt_schema::pool::{PoolType, Source};
use ferrovirt_storage::qemu_img::Key;
use ferrovirt_storage::{Definition, StorageError, Tool, ToolCall, login};
use ferrovirt_types::consts::SecretUsageType;
use std::io;
use std::os::unix::process::ExitStatusExt;
use std::process::ExitStatus;
use std::sync::Arc;
use std::time::Duration;

pub(crate) const RBD: Tool = Tool {
    program: "rbd",
    package: "ceph-common",
};
const RADOS: Tool = Tool {
    program: "rados",
    package: "ceph-common",
};
/// Time for what does not depend on size.
const TIME: Duration = Duration::from_secs(120);
/// Slowest rate of data, in bytes a second.
const SLOWEST: u64 = 4 << 20;
/// Times in seconds after which the programs give up what the cluster does not answer. A pool's document may give
/// others. Without them they wait five minutes for a monitor, and for ever for the rest.
const PATIENCE: [(&str, &str); 3] = [
    ("client_mount_timeout", "30"),
    ("rados_mon_op_timeout", "30"),
    ("rados_osd_op_timeout", "30"),
];
/// The variable that Ceph's programs take arguments from; none of them is worth showing in an error.
const ARGUMENTS: &str = "CEPH_ARGS";

/// A cluster, with a user's key while this lives.
pub(crate) struct Cluster {
    /// The pool of the cluster.
    pub(crate) pool: String,
    monitors: String,
    /// Who asks where.
    access: String,
    /// What the document says beyond that, and cannot be said among words.
    options: Vec<String>,
    /// Kept so that programs can read it.
    _key: Option<Key>,
}

impl Cluster {
    pub(crate) async fn new(
        pool: &Definition,
        secrets: &Arc<dyn GuestSecrets>,
    ) -> Result<Self, StorageError> {
        let source = pool.source();
        let name = source.name.clone().unwrap_or_default();
        let strange = |c: char| c.is_whitespace() || c.is_control() || matches!(c, '/' | '@');
        if name.is_empty() || name.starts_with('-') || name.contains(strange) {
            return Err(document(
                "the name of a Ceph pool has no space, '/' or '@', and does not begin with '-'",
            ));
        }
        let monitors = monitors(source)?;
        let mut access = vec![
            "--log_to_stderr=false".to_owned(),
            "--err_to_stderr=false".to_owned(),
        ];
        if !monitors.is_empty() {
            // The document says where the cluster is: what this host says of another one does not count.
            access.push("--conf=/dev/null".to_owned());
            access.push(format!("--mon_host={monitors}"));
        }
        let mut options = Vec::new();
        for option in &pool.document().config_options {
            if !option
                .name
                .bytes()
                .all(|b| b.is_ascii_alphanumeric() || b == b'_')
            {
                return Err(document("options of Ceph are named with letters, digits and '_'"));
            }
            let option = format!("--{}={}", option.name, option.value);
            match is_word(&option) {
                true => access.push(option),
                false => options.push(option),
            }
        }
        let says = |name: &str| {
            pool.document()
                .config_options
                .iter()
                .any(|option| option.name == name)
        };
        let patience = PATIENCE.iter().filter(|(name, _)| !says(name));
        access.extend(patience.map(|(name, seconds)| format!("--{name}={seconds}")));
        let mut key = None;
        match &source.auth {
            Some(auth) => {
                login::check_method(PoolType::Rbd, auth, AuthType::Ceph)?;
                let user = auth.username.as_deref().unwrap_or("admin");
                if user.is_empty() || user.contains(|c: char| c.is_whitespace() || matches!(c, '"' | '\'')) {
                    return Err(document(
                        "a user of Ceph has a name without spaces and quotation marks",
                    ));
                }
                let value = login::secret(auth, SecretUsageType::Ceph, secrets).await?;
                let file = Key::encoded("ceph", &value)?;
                access.push(format!("--id={user}"));
                access.push(format!("--keyfile={}", file.path()));
                key = Some(file);
            }
            // As far as the monitors are named, the cluster asks nobody who he is.
            None if !monitors.is_empty() => access.push("--auth_supported=none".to_owned()),
            None => {}
        }
        Ok(Cluster {
            pool: name,
            monitors,
            access: access.join(" "),
            options,
            _key: key,
        })
    }

    /// Where it is.
    pub(crate) fn place(&self) -> Place {
        Place {
            monitors: self.monitors.clone(),
            pool: self.pool.clone(),
        }
    }

    /// `pool/image`, as the programs name it.
    pub(crate) fn image(&self, name: &str) -> String {
        format!("{}/{name}", self.pool)
    }

    /// Runs `rbd`.
    pub(crate) async fn rbd(&self, args: &[&str]) -> Result<Vec<u8>, StorageError> {
        self.run(RBD.command()?, args).await
    }

    /// Runs `rbd` with something to read.
    pub(crate) async fn rbd_reading(&self, args: &[&str], input: Vec<u8>) -> Result<Vec<u8>, StorageError> {
        self.run(RBD.command()?.stdin(input), args).await
    }

    /// Runs `rbd` with time for so many bytes of data.
    pub(crate) async fn rbd_data(&self, args: &[&str], bytes: u64) -> Result<Vec<u8>, StorageError> {
        let time = TIME + Duration::from_secs(bytes / SLOWEST);
        self.run(RBD.command()?.timeout(time), args).await
    }

    /// Runs `rados`.
    pub(crate) async fn rados(&self, args: &[&str]) -> Result<Vec<u8>, StorageError> {
        self.run(RADOS.command()?, args).await
    }

    async fn run(&self, call: ToolCall, args: &[&str]) -> Result<Vec<u8>, StorageError> {
        let call = call.env(ARGUMENTS, &self.access).args(&self.options).args(args);
        match call.run().await {
            Ok(out) => Ok(out.stdout),
            Err(StorageError::Tool(HostError::Failed { status, stderr, .. })) if is_unreachable(&stderr) => {
                Err(self.unreachable(status))
            }
            Err(e) => Err(e),
        }
    }

    fn unreachable(&self, status: ExitStatus) -> StorageError {
        let code = status.code().unwrap_or_else(|| -status.into_raw());
        let remedy = match code {
            nix::libc::EACCES => "the cluster refuses the user and the secret of <auth>",
            nix::libc::EOPNOTSUPP => "the cluster wants to know who asks: name a user and a secret in <auth>",
            _ => "see that a monitor runs there",
        };
        let why = io::Error::from_raw_os_error(code);
        let why = io::Error::new(why.kind(), format!("{why}; {remedy}"));
        StorageError::io("connect to the RADOS monitor on", &self.monitors, why)
    }
}

/// Whether what the programs said is that the cluster did not take them in.
fn is_unreachable(stderr: &str) -> bool {
    stderr.contains("couldn't connect to")
}

/// Whether a program ended with a number of the system's errors, and says so, as Ceph's do.
pub(crate) fn ended_with(error: &StorageError, number: i32) -> bool {
    match error {
        StorageError::Tool(HostError::Failed { status, stderr, .. }) => {
            status.code() == Some(number) && stderr.contains(&format!("({number})"))
        }
        _ => false,
    }
}

/// Whether an image is not removed because a client has it open, or was killed when it had: the only failure that `rbd`
/// tells without its number.
pub(crate) fn is_open(error: &StorageError) -> bool {
    match error {
        StorageError::Tool(HostError::Failed { status, stderr, .. }) => {
            status.code() == Some(nix::libc::EBUSY) && stderr.contains("image still has watchers")
        }
        _ => false,
    }
}

/// The cluster's monitors, as the programs name them.
pub(crate) fn monitors(source: &Source) -> Result<String, StorageError> {
    let hosts = source.hosts.iter().map(|host| address(&host.name, host.port));
    let hosts: Vec<String> = hosts.collect();
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_' | ':' | '[' | ']' | '%');
    match hosts.iter().all(|host| host.chars().all(plain)) {
        true => Ok(hosts.join(",")),
        false => Err(document(
            "the monitors of a cluster are named by host names or addresses",
        )),
    }
}

/// Whether a text stays what it is among others with spaces between them.
fn is_word(text: &str) -> bool {
    !text.contains(|c: char| c.is_whitespace() || c.is_control() || matches!(c, '"' | '\'' | '\\'))
}

fn document(what: &str) -> StorageError {
    StorageError::Document(what.to_owned())
}

fn address(host: &str, port: Option<u16>) -> String {
    let host = match host.contains(':') && !host.starts_with('[') {
        true => format!("[{host}]"),
        false => host.to_owned(),
    };
    match port {
        Some(port) => format!("{host}:{port}"),
        None => host,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn monitors_are_named() {
        assert_eq!(address("mon1", None), "mon1");
        assert_eq!(address("mon1", Some(6789)), "mon1:6789");
        assert_eq!(address("fe80::1", Some(6789)), "[fe80::1]:6789");
    }

    #[test]
    fn a_cluster_that_does_not_answer_is_told_from_what_it_says() {
        assert!(is_unreachable(
            "rbd: couldn't connect to the cluster!\nrbd: listing images failed: (110) Connection timed out"
        ));
        assert!(!is_unreachable(
            "rbd: error opening pool 'x': (2) No such file or directory"
        ));
    }
}
