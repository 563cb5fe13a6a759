//! The programs of libiscsi, and what they log in with.

use crate::units::{Offer, parse};
use ferrovirt_driver::secret::GuestSecrets;
use ferrovirt_schema::pool::{PoolType, Source};
use ferrovirt_storage::login::{self, Chap};
use ferrovirt_storage::{StorageError, Tool};
use std::sync::Arc;
use std::time::Duration;

pub(crate) const LS: Tool = Tool {
    program: "iscsi-ls",
    package: "libiscsi-bin",
};
const READ_CAPACITY: Tool = Tool {
    program: "iscsi-readcapacity16",
    package: "libiscsi-bin",
};
const DEFAULT_PORT: u16 = 3260;
/// Time for a server to answer.
const TIME: Duration = Duration::from_secs(30);

/// A server, and what to log in with.
pub(crate) struct Client {
    pub(crate) portal: String,
    initiator: Option<String>,
    login: Option<Chap>,
}

impl Client {
    /// The server of a pool, or one whose targets are looked for.
    pub(crate) async fn new(source: &Source, secrets: &Arc<dyn GuestSecrets>) -> Result<Self, StorageError> {
        let initiator = source
            .initiator
            .as_ref()
            .and_then(|initiator| initiator.iqn.clone());
        if let Some(name) = &initiator {
            check_name(name)?;
        }
        Ok(Client {
            portal: portal(source)?,
            initiator,
            login: match &source.auth {
                Some(auth) => Some(login::chap(PoolType::IscsiDirect, auth, secrets).await?),
                None => None,
            },
        })
    }

    /// The targets of the server.
    pub(crate) async fn targets(&self) -> Result<Vec<String>, StorageError> {
        let url = format!("iscsi://{}", self.portal);
        let offers = parse(&self.run(LS, &[&url]).await?);
        Ok(offers.into_iter().map(|offer| offer.iqn).collect())
    }

    /// The targets of the server, with their units: each is logged in to.
    pub(crate) async fn offers(&self) -> Result<Vec<Offer>, StorageError> {
        let url = format!("iscsi://{}", self.portal);
        Ok(parse(&self.run(LS, &["--show-luns", &url]).await?))
    }

    /// Bytes of a unit.
    pub(crate) async fn size(&self, iqn: &str, lun: u32) -> Result<u64, StorageError> {
        let url = format!("iscsi://{}/{iqn}/{lun}", self.portal);
        let text = self.run(READ_CAPACITY, &["--size", &url]).await?;
        text.trim().parse().map_err(|_| StorageError::ToolAnswer {
            program: READ_CAPACITY.program,
            what: format!("'{}' is not a size", text.trim()),
        })
    }

    async fn run(&self, tool: Tool, args: &[&str]) -> Result<String, StorageError> {
        let mut command = tool.command()?.timeout(TIME);
        if let Some(name) = &self.initiator {
            command = command.args(["--initiator-name", name]);
        }
        if let Some(Chap { name, password }) = &self.login {
            let password = String::from_utf8_lossy(password.bytes());
            command = command
                .env("LIBISCSI_CHAP_USERNAME", name)
                .env("LIBISCSI_CHAP_PASSWORD", password.as_ref());
        }
        Ok(command.args(args).run().await?.text())
    }
}

fn portal(source: &Source) -> Result<String, StorageError> {
    let host = source.hosts.first();
    let host =
        host.ok_or_else(|| StorageError::Document("missing storage pool source host name".to_owned()))?;
    let allowed = |c: char| c.is_alphanumeric() || matches!(c, '.' | '-' | ':' | '_');
    if host.name.is_empty() || !host.name.chars().all(allowed) {
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
pub(crate) fn check_name(name: &str) -> Result<(), StorageError> {
    let allowed = |c: char| c.is_alphanumeric() || matches!(c, '.' | '-' | ':');
    match !name.is_empty() && !name.starts_with('-') && name.len() <= 223 && name.chars().all(allowed) {
        true => Ok(()),
        false => Err(StorageError::Argument(format!(
            "'{}' is not a name of iSCSI, such as iqn.2001-04.com.example:disk",
            name.escape_default()
        ))),
    }
}
