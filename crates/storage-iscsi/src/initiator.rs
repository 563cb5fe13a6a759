//! `iscsiadm`, the host's initiator.

use crate::session::{Session, parse_sessions};
use ferrovirt_schema::pool::{Device, Host, Source};
use ferrovirt_storage::{Definition, StorageError, Tool};
use std::collections::hash_map::DefaultHasher;
use std::hash::{Hash, Hasher};

const ISCSIADM: Tool = Tool {
    program: "iscsiadm",
    package: "open-iscsi",
};
const DEFAULT_PORT: u16 = 3260;
/// How the program says that there is no session, record or portal.
const NO_OBJECTS: i32 = 21;

/// A target of a pool.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Target {
    /// Server and port.
    pub(crate) portal: String,
    /// Its qualified name.
    pub(crate) iqn: String,
    /// The name that this host is to have there.
    pub(crate) initiator: Option<String>,
}

impl Target {
    pub(crate) fn of(pool: &Definition) -> Result<Self, StorageError> {
        let source = pool.source();
        let iqn = source.devices.first().map_or("", |device| device.path.as_str());
        if iqn.is_empty() {
            return Err(StorageError::Document(format!(
                "missing storage pool source device name: pool '{}' does not say which target it is",
                pool.name()
            )));
        }
        let initiator = source
            .initiator
            .as_ref()
            .and_then(|initiator| initiator.iqn.clone());
        for name in std::iter::once(iqn).chain(initiator.as_deref()) {
            check_name(name)?;
        }
        Ok(Target {
            portal: portal(source)?,
            iqn: iqn.to_owned(),
            initiator,
        })
    }

    /// The session with the target, if there is one.
    pub(crate) async fn session(&self) -> Result<Option<Session>, StorageError> {
        let out = ISCSIADM.command()?.args(["--mode", "session"]).output().await?;
        match out.status.code() {
            Some(0) => Ok(parse_sessions(&out.text())
                .into_iter()
                .find(|s| s.iqn == self.iqn)),
            Some(NO_OBJECTS) => Ok(None),
            _ => Err(StorageError::ToolAnswer {
                program: ISCSIADM.program,
                what: out.stderr,
            }),
        }
    }

    /// Makes the record of the target, which is not logged in to by itself.
    pub(crate) async fn record(&self) -> Result<(), StorageError> {
        if let Some(name) = &self.initiator {
            self.interface(name).await?;
        }
        self.node(&["--op", "new"]).await?;
        self.node(&["--op", "update", "--name", "node.startup", "--value", "manual"])
            .await
    }

    pub(crate) async fn login(&self) -> Result<(), StorageError> {
        self.node(&["--login"]).await
    }

    pub(crate) async fn logout(&self) -> Result<(), StorageError> {
        self.node(&["--logout"]).await
    }

    /// Removes what [`Self::record`] made. What fails is logged.
    pub(crate) async fn forget(&self) {
        if let Err(error) = self.node(&["--op", "delete"]).await {
            tracing::debug!(target = self.iqn, %error, "cannot forget an iSCSI target");
        }
    }

    /// Undoes what a start did before it failed. What fails is logged.
    pub(crate) async fn undo(&self) {
        if self.session().await.is_ok_and(|session| session.is_some())
            && let Err(error) = self.logout().await
        {
            tracing::warn!(target = self.iqn, %error, "cannot log out of a target that a pool failed to start with");
        }
        self.forget().await;
    }

    async fn node(&self, rest: &[&str]) -> Result<(), StorageError> {
        let interface = self.initiator.as_deref().map(interface_name);
        let mut args = vec![
            "--mode",
            "node",
            "--targetname",
            &self.iqn,
            "--portal",
            &self.portal,
        ];
        if let Some(interface) = &interface {
            args.extend(["--interface", interface]);
        }
        args.extend(rest);
        ISCSIADM.run(args).await.map(|_| ())
    }

    /// Makes the interface that gives this host another name.
    async fn interface(&self, name: &str) -> Result<(), StorageError> {
        let interface = interface_name(name);
        let iface = ["--mode", "iface", "--interface", &interface];
        let known = ISCSIADM.command()?.args(iface).output().await?;
        if !known.status.success() {
            ISCSIADM.run(iface.iter().chain(&["--op", "new"])).await?;
        }
        let update = ["--op", "update", "--name", "iface.initiatorname", "--value", name];
        ISCSIADM.run(iface.iter().chain(&update)).await.map(|_| ())
    }
}

/// Looks again which units a session has.
pub(crate) async fn rescan(session: &Session) -> Result<(), StorageError> {
    let id = session.id.to_string();
    ISCSIADM
        .run(["--mode", "session", "-r", &id, "--rescan"])
        .await
        .map(|_| ())
}

/// The targets of a server.
pub(crate) async fn discover(spec: Option<&Source>) -> Result<Vec<Source>, StorageError> {
    let spec = spec.filter(|spec| spec.hosts.len() == 1).ok_or_else(|| {
        StorageError::Argument("hostname and device path must be specified for iscsi sources".to_owned())
    })?;
    let portal = portal(spec)?;
    let args = [
        "--mode",
        "discovery",
        "--type",
        "sendtargets",
        "--portal",
        &portal,
        "--op",
        "nonpersistent",
    ];
    let out = ISCSIADM.run(args).await?;
    Ok(parse_targets(&out.text(), &spec.hosts[0]))
}

/// `10.0.0.1:3260,1 iqn.2001-04.com.example:disk`, one a line.
fn parse_targets(text: &str, host: &Host) -> Vec<Source> {
    let mut names: Vec<&str> = text
        .lines()
        .filter_map(|line| line.split_whitespace().nth(1))
        .collect();
    names.sort_unstable();
    names.dedup();
    let source = |name: &str| Source {
        hosts: vec![host.clone()],
        devices: vec![Device {
            path: name.to_owned(),
            ..Device::default()
        }],
        ..Source::default()
    };
    names.into_iter().map(source).collect()
}

fn portal(source: &Source) -> Result<String, StorageError> {
    let host = source.hosts.first();
    let host =
        host.ok_or_else(|| StorageError::Document("missing storage pool source host name".to_owned()))?;
    let strange = |c: char| c.is_whitespace() || c.is_control() || c == ',';
    if host.name.is_empty() || host.name.starts_with('-') || host.name.contains(strange) {
        let why = format!("'{}' is not the name of a host", host.name.escape_default());
        return Err(StorageError::Argument(why));
    }
    let port = host.port.unwrap_or(DEFAULT_PORT);
    Ok(match host.name.contains(':') {
        true => format!("[{}]:{port}", host.name),
        false => format!("{}:{port}", host.name),
    })
}

/// Qualified names have letters, digits, `.`, `-` and `:` (RFC 3722).
fn check_name(name: &str) -> Result<(), StorageError> {
    let allowed = |c: char| c.is_alphanumeric() || matches!(c, '.' | '-' | ':');
    match !name.is_empty() && !name.starts_with('-') && name.len() <= 223 && name.chars().all(allowed) {
        true => Ok(()),
        false => Err(StorageError::Argument(format!(
            "'{}' is not a name of iSCSI, such as iqn.2001-04.com.example:disk",
            name.escape_default()
        ))),
    }
}

/// A name for the interface that makes this host be `initiator`: the same for the same name.
fn interface_name(initiator: &str) -> String {
    let mut hasher = DefaultHasher::new();
    initiator.hash(&mut hasher);
    format!("ferrovirt-iface-{:08x}", hasher.finish() & 0xffff_ffff)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn target(source: &str) -> Result<Target, StorageError> {
        let text = format!(
            "<pool type='iscsi'><name>p</name><source>{source}</source><target><path>/dev/disk/by-path</path></target></pool>"
        );
        Target::of(&Definition::parse(&text)?)
    }

    #[test]
    fn targets_are_read() {
        let found = target(
            "<host name='fe80::1' port='3261'/><device path='iqn.2001-04.com.example:d'/><initiator><iqn name='iqn.x:me'/></initiator>",
        )
        .unwrap();
        assert_eq!(found.portal, "[fe80::1]:3261");
        assert_eq!(found.initiator.as_deref(), Some("iqn.x:me"));
        assert!(target("<host name='h'/><device path='--logoutall'/>").is_err());
        assert!(target("<host name='-h'/><device path='iqn.x:y'/>").is_err());
        assert!(target("<host name='a b'/><device path='iqn.x:y'/>").is_err());
    }

    #[test]
    fn what_a_server_offers_is_read() {
        let host = Host {
            name: "h".into(),
            port: None,
        };
        let found = parse_targets(
            "10.0.0.1:3260,1 iqn.x:a\n[fe80::1]:3260,1 iqn.x:a\n10.0.0.1:3260,2 iqn.x:b\n",
            &host,
        );
        let names: Vec<_> = found.iter().map(|s| s.devices[0].path.as_str()).collect();
        assert_eq!(names, ["iqn.x:a", "iqn.x:b"]);
    }
}
