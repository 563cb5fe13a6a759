//! The cluster of a pool: where it is, who asks.

use ferrovirt_driver::secret::GuestSecrets;
use ferrovirt_schema::pool::PoolType;
use ferrovirt_storage::qemu_img::Key;
use ferrovirt_storage::{Definition, StorageError, Tool, ToolCall, login};
use ferrovirt_types::consts::SecretUsageType;
use std::sync::Arc;
use std::time::Duration;

pub(crate) const RBD: Tool = Tool {
    program: "rbd",
    package: "ceph-common",
};
const CEPH: Tool = Tool {
    program: "ceph",
    package: "ceph-common",
};
/// Time for what does not depend on size.
const TIME: Duration = Duration::from_secs(120);

/// A cluster, with a user's key while this lives.
pub(crate) struct Cluster {
    /// The pool of the cluster.
    pub(crate) pool: String,
    args: Vec<String>,
    /// Kept so that programs can read it.
    _key: Option<Key>,
}

impl Cluster {
    pub(crate) async fn new(
        pool: &Definition,
        secrets: &Arc<dyn GuestSecrets>,
    ) -> Result<Self, StorageError> {
        let source = pool.source();
        let document = |what: &str| StorageError::Document(what.to_owned());
        let name = source.name.clone().unwrap_or_default();
        let strange = |c: char| c.is_whitespace() || c.is_control() || matches!(c, '/' | '@');
        if name.is_empty() || name.starts_with('-') || name.contains(strange) {
            return Err(document(
                "the name of a Ceph pool has no space, '/' or '@', and does not begin with '-'",
            ));
        }
        let mut args = Vec::new();
        let hosts: Vec<String> = source
            .hosts
            .iter()
            .map(|host| address(&host.name, host.port))
            .collect();
        if !hosts.is_empty() {
            args.extend(["--mon-host".to_owned(), hosts.join(",")]);
        }
        for option in &pool.document().config_options {
            args.push(format!("--{}={}", option.name, option.value));
        }
        let mut key = None;
        if let Some(auth) = &source.auth {
            login::check_method(PoolType::Rbd, auth, "ceph")?;
            let user = auth.username.as_deref().unwrap_or("admin");
            let value = login::secret(auth, SecretUsageType::Ceph, secrets).await?;
            let file = Key::encoded("ceph", &value)?;
            args.extend([
                "--id".to_owned(),
                user.to_owned(),
                "--keyfile".to_owned(),
                file.path(),
            ]);
            key = Some(file);
        }
        Ok(Cluster {
            pool: name,
            args,
            _key: key,
        })
    }

    /// `pool/image`, as the programs name it.
    pub(crate) fn image(&self, name: &str) -> String {
        format!("{}/{name}", self.pool)
    }

    /// Runs `rbd`.
    pub(crate) async fn rbd(&self, args: &[&str]) -> Result<Vec<u8>, StorageError> {
        self.run(RBD.command()?, args, TIME).await
    }

    /// Runs `rbd` with time for so many bytes of data.
    pub(crate) async fn rbd_data(&self, args: &[&str], bytes: u64) -> Result<Vec<u8>, StorageError> {
        let time = TIME + Duration::from_secs(bytes / (4 << 20));
        self.run(RBD.command()?, args, time).await
    }

    /// Runs `ceph`.
    pub(crate) async fn ceph(&self, args: &[&str]) -> Result<Vec<u8>, StorageError> {
        self.run(CEPH.command()?, args, TIME).await
    }

    async fn run(&self, call: ToolCall, args: &[&str], time: Duration) -> Result<Vec<u8>, StorageError> {
        let call = call.args(&self.args).args(args).timeout(time);
        Ok(call.run().await?.stdout)
    }
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
}
