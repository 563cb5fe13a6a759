//! Objects by what a user calls them, and files by what a user names.

use crate::error::{CliError, Context};
use crate::grammar::Args;
use crate::shell::Shell;
use ferrovirt_api::{Connection, Domain, Network, StoragePool, StorageVol};
use ferrovirt_types::consts::ErrorNumber;
use ferrovirt_types::{Error, Result};
use uuid::Uuid;

/// The domain that the option `domain` calls by id, UUID or name.
pub async fn domain(shell: &mut Shell, args: &Args) -> Result<Domain, CliError> {
    let connection = shell.connection().await?;
    named_domain(&connection, args.need("domain")).await
}

/// A domain by id, UUID or name.
pub async fn named_domain(connection: &Connection, name: &str) -> Result<Domain, CliError> {
    let missing = |e: &Error| e.is(ErrorNumber::NoDomain);
    if let Ok(id) = name.parse::<i32>()
        && let Some(domain) = there(connection.domain_by_id(id).await, missing)?
    {
        return Ok(domain);
    }
    if let Ok(uuid) = Uuid::parse_str(name)
        && let Some(domain) = there(connection.domain_by_uuid(uuid).await, missing)?
    {
        return Ok(domain);
    }
    match there(connection.domain(name).await, missing)? {
        Some(domain) => Ok(domain),
        None => Err(no_domain(name)),
    }
}

/// That no domain is called so.
pub fn no_domain(name: &str) -> CliError {
    CliError::Missing {
        what: format!("failed to get domain '{name}'"),
        code: ErrorNumber::NoDomain,
    }
}

/// `None` for what is not there; other failures stay.
fn there<T>(result: Result<T>, missing: impl Fn(&Error) -> bool) -> Result<Option<T>> {
    match result {
        Ok(found) => Ok(Some(found)),
        Err(e) if missing(&e) => Ok(None),
        Err(e) => Err(e),
    }
}

/// The network that the option `network` calls by UUID or name.
pub async fn network(shell: &mut Shell, args: &Args) -> Result<Network, CliError> {
    let connection = shell.connection().await?;
    let name = args.need("network");
    if let Ok(uuid) = Uuid::parse_str(name)
        && let Some(network) = there(connection.network_by_uuid(uuid).await, |e| {
            e.is(ErrorNumber::NoNetwork)
        })?
    {
        return Ok(network);
    }
    connection
        .network(name)
        .await
        .context(|| format!("failed to get network '{name}'"))
}

/// The pool that the option `pool` calls by UUID or name.
pub async fn pool(shell: &mut Shell, args: &Args) -> Result<StoragePool, CliError> {
    let connection = shell.connection().await?;
    named_pool(&connection, args.need("pool")).await
}

/// A pool by UUID or name.
pub async fn named_pool(connection: &Connection, name: &str) -> Result<StoragePool, CliError> {
    if let Ok(uuid) = Uuid::parse_str(name)
        && let Some(pool) = there(connection.storage_pool_by_uuid(uuid).await, |e| {
            e.is(ErrorNumber::NoStoragePool)
        })?
    {
        return Ok(pool);
    }
    connection
        .storage_pool(name)
        .await
        .context(|| format!("failed to get pool '{name}'"))
}

/// The volume that the options `vol` and `pool` call by name, key or path.
pub async fn volume(shell: &mut Shell, args: &Args) -> Result<StorageVol, CliError> {
    named_volume(shell, args.need("vol"), args.text("pool")).await
}

/// A volume by name in a pool, or by key or path.
pub async fn named_volume(shell: &mut Shell, name: &str, pool: Option<&str>) -> Result<StorageVol, CliError> {
    let connection = shell.connection().await?;
    let missing = |e: &Error| e.is(ErrorNumber::NoStorageVol);
    if let Some(pool) = pool {
        let pool = named_pool(&connection, pool).await?;
        if !pool.is_active().await? {
            return Err(CliError::text(format!("pool '{}' is not active", pool.name())));
        }
        if let Some(vol) = there(pool.volume(name).await, missing)? {
            return Ok(vol);
        }
    }
    if let Some(vol) = there(connection.storage_vol_by_key(name).await, missing)? {
        return Ok(vol);
    }
    let found = connection.storage_vol_by_path(name).await;
    if found.is_err() && pool.is_none() {
        let hint = CliError::text(format!(
            "failed to get vol '{name}', specifying --pool might help"
        ));
        return found.map_err(|e| match hint {
            CliError::Text(what) => CliError::While { what, source: e },
            other => other,
        });
    }
    found.context(|| format!("failed to get vol '{name}'"))
}

/// A file of a daemon by its whole path, which the daemon needs.
pub fn absolute(file: &str) -> Result<String, CliError> {
    Ok(std::path::absolute(file)?.to_string_lossy().into_owned())
}

/// Most bytes of a document.
const DOCUMENT: u64 = 10 << 20;

/// The content of a file that a user names.
pub async fn file(path: &str) -> Result<String, CliError> {
    let failed = |e: &std::io::Error| CliError::text(format!("Failed to open file '{path}': {}", reason(e)));
    let length = tokio::fs::metadata(path).await.map_err(|e| failed(&e))?.len();
    if length > DOCUMENT {
        return Err(CliError::text(format!(
            "file '{path}' has {length} bytes, more than the {DOCUMENT} of a document"
        )));
    }
    let bytes = tokio::fs::read(path).await.map_err(|e| failed(&e))?;
    String::from_utf8(bytes).map_err(|_| CliError::text(format!("file '{path}' is not UTF-8 text")))
}

/// The text of a system error without its number.
pub fn reason(e: &std::io::Error) -> String {
    let text = e.to_string();
    text.split(" (os error").next().unwrap_or(&text).to_owned()
}
