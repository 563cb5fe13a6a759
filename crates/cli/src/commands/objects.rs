//! Filters and secrets.

use super::{Outcome, commands};
use crate::error::{CliError, Context};
use crate::find;
use crate::grammar::Args;
use crate::report::{Report, Table};
use crate::shell::Shell;
use crate::xml::select;
use ferrovirt_types::consts::{ConnectListAllSecretsFlags, SecretUsageType};
use uuid::Uuid;

commands! {
    "nwfilter-list", "list network filters", "" => filters;
    "nwfilter-dumpxml", "network filter information in XML", "<nwfilter> [--xpath <string>] [--wrap]" => filter_xml;
    "nwfilter-define", "define or update a network filter from an XML file", "<file> [--validate]" => filter_define;
    "nwfilter-undefine", "undefine a network filter", "<nwfilter>" => filter_undefine;
    "secret-list", "list secrets", "[--ephemeral] [--no-ephemeral] [--private] [--no-private]" => secrets;
    "secret-dumpxml", "secret attributes in XML", "<secret> [--xpath <string>] [--wrap]" => secret_xml;
    "secret-define", "define or modify a secret from an XML file", "<file> [--validate]" => secret_define;
    "secret-set-value", "set a secret value", "<secret> [--file <string>] [--plain] [--interactive] [--base64 <string>]" => secret_set;
    "secret-get-value", "Output a secret value", "<secret> [--plain]" => secret_get;
    "nwfilter-binding-list", "list network filter bindings", "" => bindings;
    "nwfilter-binding-dumpxml", "network filter information in XML", "<binding> [--xpath <string>] [--wrap]" => binding_xml;
    "nwfilter-binding-create", "create a network filter binding from an XML file", "<file> [--validate]" => binding_create;
    "nwfilter-binding-delete", "delete a network filter binding", "<binding>" => binding_delete;
    "secret-undefine", "undefine a secret", "<secret>" => secret_undefine;
}

async fn filters(shell: &mut Shell, _: &Args) -> Outcome {
    let list = shell.connection().await?.nwfilters().await;
    let mut list = list.context(|| "Failed to list network filters".to_owned())?;
    list.sort_by(|a, b| a.name().cmp(b.name()));
    let mut table = Table::new(["UUID", "Name"]);
    list.iter()
        .for_each(|f| table.row([f.uuid().to_string(), f.name().to_owned()]));
    Ok(Report::Table(table))
}

pub async fn filter(shell: &mut Shell, args: &Args) -> Result<ferrovirt_api::NwFilter, CliError> {
    let name = args.need("nwfilter");
    let connection = shell.connection().await?;
    let found = match Uuid::parse_str(name) {
        Ok(uuid) => connection.nwfilter_by_uuid(uuid).await,
        Err(_) => connection.nwfilter(name).await,
    };
    found.context(|| format!("failed to get nwfilter '{name}'"))
}

async fn filter_xml(shell: &mut Shell, args: &Args) -> Outcome {
    select(filter(shell, args).await?.xml().await?, args)
}

async fn filter_define(shell: &mut Shell, args: &Args) -> Outcome {
    let file = args.need("file");
    let xml = find::file(file).await?;
    let filter = shell.connection().await?.define_nwfilter(&xml).await;
    let filter = filter.context(|| format!("Failed to define network filter from {file}"))?;
    Ok(Report::Done(format!(
        "Network filter {} defined from {file}",
        filter.name()
    )))
}

async fn filter_undefine(shell: &mut Shell, args: &Args) -> Outcome {
    let filter = filter(shell, args).await?;
    let name = filter.name();
    filter
        .undefine()
        .await
        .context(|| format!("Failed to undefine network filter {name}"))?;
    Ok(Report::Done(format!("Network filter {name} undefined")))
}

fn usage_name(usage: Option<SecretUsageType>) -> &'static str {
    match usage {
        Some(SecretUsageType::None) => "none",
        Some(SecretUsageType::Volume) => "volume",
        Some(SecretUsageType::Ceph) => "ceph",
        Some(SecretUsageType::Iscsi) => "iscsi",
        Some(SecretUsageType::Tls) => "tls",
        Some(SecretUsageType::Vtpm) => "vtpm",
        None => "unknown",
    }
}

async fn secrets(shell: &mut Shell, args: &Args) -> Outcome {
    use ConnectListAllSecretsFlags as F;
    let filter = args.bit("ephemeral", F::EPHEMERAL)
        | args.bit("no-ephemeral", F::NO_EPHEMERAL)
        | args.bit("private", F::PRIVATE)
        | args.bit("no-private", F::NO_PRIVATE);
    let list = shell.connection().await?.secrets(filter).await;
    let mut list = list.context(|| "Failed to list secrets".to_owned())?;
    list.sort_by_key(ferrovirt_api::Secret::uuid);
    let mut table = Table::new(["UUID", "Usage"]);
    for secret in list {
        let usage = usage_name(secret.usage());
        let usage = if usage == "none" {
            "Unused".to_owned()
        } else {
            format!("{usage} {}", secret.usage_id())
        };
        table.row([secret.uuid().to_string(), usage]);
    }
    Ok(Report::Table(table))
}

async fn secret(shell: &mut Shell, args: &Args) -> Result<ferrovirt_api::Secret, CliError> {
    let name = args.need("secret");
    let failed = || format!("failed to get secret '{name}'");
    let uuid = Uuid::parse_str(name).map_err(|_| CliError::text(failed()))?;
    shell.connection().await?.secret(uuid).await.context(failed)
}

async fn secret_xml(shell: &mut Shell, args: &Args) -> Outcome {
    select(secret(shell, args).await?.xml().await?, args)
}

async fn secret_define(shell: &mut Shell, args: &Args) -> Outcome {
    let file = args.need("file");
    let xml = find::file(file).await?;
    let secret = shell.connection().await?.define_secret(&xml).await;
    let secret = secret.context(|| format!("Failed to set attributes from {file}"))?;
    Ok(Report::Done(format!("Secret {} created", secret.uuid())))
}

async fn secret_set(shell: &mut Shell, args: &Args) -> Outcome {
    for (one, other) in [
        ("file", "base64"),
        ("file", "interactive"),
        ("base64", "interactive"),
        ("plain", "base64"),
        ("plain", "interactive"),
    ] {
        args.exclusive(one, other)?;
    }
    let secret = secret(shell, args).await?;
    let malformed = || CliError::text("the value is not written in base 64");
    let value = if let Some(text) = args.text("base64") {
        // Every user of the machine sees the command lines of all.
        eprintln!("error: Passing secret value as command-line argument is insecure!");
        from_base64(text).ok_or_else(malformed)?
    } else if let Some(file) = args.text("file") {
        let content = tokio::fs::read(file).await;
        let content = content.map_err(|e| CliError::text(format!("Failed to open file '{file}': {e}")))?;
        if args.flag("plain") {
            content
        } else {
            let text = String::from_utf8(content).map_err(|_| malformed())?;
            from_base64(&text).ok_or_else(malformed)?
        }
    } else if args.flag("interactive") {
        tokio::task::spawn_blocking(typed)
            .await
            .map_err(|_| CliError::text("nothing was typed"))??
    } else {
        return Err(CliError::text("Input secret value is missing"));
    };
    secret
        .set_value(&value)
        .await
        .context(|| "Failed to set secret value".to_owned())?;
    Ok(Report::Done("Secret value set".to_owned()))
}

/// A line typed by the user, which the terminal does not show.
fn typed() -> Result<Vec<u8>, CliError> {
    use nix::sys::termios::{LocalFlags, SetArg, tcgetattr, tcsetattr};
    let input = std::io::stdin();
    let before = tcgetattr(&input).ok();
    if let Some(before) = &before {
        eprint!("Enter new value for secret:");
        let mut silent = before.clone();
        silent.local_flags.remove(LocalFlags::ECHO);
        // A terminal that cannot be silent is still read.
        let _ = tcsetattr(&input, SetArg::TCSANOW, &silent);
    }
    let mut line = String::new();
    let read = input.read_line(&mut line);
    if let Some(before) = &before {
        let _ = tcsetattr(&input, SetArg::TCSANOW, before);
        eprintln!();
    }
    read?;
    Ok(line.trim_end_matches('\n').as_bytes().to_vec())
}

async fn secret_undefine(shell: &mut Shell, args: &Args) -> Outcome {
    let secret = secret(shell, args).await?;
    let uuid = secret.uuid();
    secret
        .undefine()
        .await
        .context(|| format!("Failed to delete secret {uuid}"))?;
    Ok(Report::Done(format!("Secret {uuid} deleted")))
}

const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/// Bytes from base 64; blanks between the digits do not count.
fn from_base64(text: &str) -> Option<Vec<u8>> {
    let digits: Vec<u8> = text.bytes().filter(|b| !b.is_ascii_whitespace()).collect();
    let mut bytes = Vec::with_capacity(digits.len() / 4 * 3);
    let groups = digits.chunks(4).count();
    for (at, group) in digits.chunks(4).enumerate() {
        let filled = group.iter().take_while(|digit| **digit != b'=').count();
        let rest_is_padding = group.iter().skip(filled).all(|digit| *digit == b'=');
        if group.len() != 4 || filled < 2 || !rest_is_padding || (filled < 4 && at + 1 != groups) {
            return None;
        }
        let mut word = 0u32;
        for digit in group.iter().take(filled) {
            let value = DIGITS.iter().position(|known| known == digit)?;
            word = word << 6 | u32::try_from(value).ok()?;
        }
        word <<= 6 * (4 - filled);
        bytes.extend(word.to_be_bytes().iter().skip(1).take(filled - 1));
    }
    Some(bytes)
}

/// Bytes in base 64.
fn base64(bytes: &[u8]) -> String {
    let mut text = String::new();
    for group in bytes.chunks(3) {
        let at = |n: usize| u32::from(group.get(n).copied().unwrap_or(0));
        let word = at(0) << 16 | at(1) << 8 | at(2);
        for digit in 0..4 {
            let index = usize::try_from(word >> (18 - 6 * digit) & 63).unwrap_or(0);
            text.push(if digit <= group.len() {
                char::from(DIGITS[index])
            } else {
                '='
            });
        }
    }
    text
}

async fn secret_get(shell: &mut Shell, args: &Args) -> Outcome {
    let value = secret(shell, args).await?.value().await?;
    Ok(Report::Text(if args.flag("plain") {
        String::from_utf8(value)
            .map_err(|_| CliError::text("the value is not text; ask for it without --plain"))?
    } else {
        base64(&value)
    }))
}

async fn bindings(shell: &mut Shell, _: &Args) -> Outcome {
    let list = shell.connection().await?.nwfilter_bindings().await;
    let mut list = list.context(|| "Failed to list network filter bindings".to_owned())?;
    list.sort_by(|a, b| a.port().cmp(b.port()));
    let mut table = Table::new(["Port Dev", "Filter"]);
    list.iter()
        .for_each(|b| table.row([b.port().to_owned(), b.filter_name().to_owned()]));
    Ok(Report::Table(table))
}

async fn binding(shell: &mut Shell, args: &Args) -> Result<ferrovirt_api::NwFilterBinding, CliError> {
    let name = args.need("binding");
    let found = shell.connection().await?.nwfilter_binding(name).await;
    found.context(|| format!("failed to get nwfilter binding '{name}'"))
}

async fn binding_xml(shell: &mut Shell, args: &Args) -> Outcome {
    select(binding(shell, args).await?.xml().await?, args)
}

async fn binding_create(shell: &mut Shell, args: &Args) -> Outcome {
    let file = args.need("file");
    let xml = find::file(file).await?;
    let made = shell.connection().await?.create_nwfilter_binding(&xml).await;
    let made = made.context(|| format!("Failed to create network filter from {file}"))?;
    Ok(Report::Done(format!(
        "Network filter binding on {} created from {file}",
        made.port()
    )))
}

async fn binding_delete(shell: &mut Shell, args: &Args) -> Outcome {
    let binding = binding(shell, args).await?;
    let port = binding.port().to_owned();
    let deleted = binding.delete().await;
    deleted.context(|| format!("Failed to delete network filter binding on {port}"))?;
    Ok(Report::Done(format!("Network filter binding on {port} deleted")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn base_64() {
        let all = [b"".as_slice(), b"f", b"fo", b"foo", b"foob"].map(base64);
        assert_eq!(all, ["", "Zg==", "Zm8=", "Zm9v", "Zm9vYg=="]);
    }
}
