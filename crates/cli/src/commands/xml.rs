//! Reading documents without a hypervisor: `xml roundtrip`, `xml check`.

use super::{Outcome, commands};
use crate::error::CliError;
use crate::find;
use crate::grammar::Args;
use crate::report::Report;
use crate::shell::Shell;
use ferrovirt_schema::backup::Backup;
use ferrovirt_schema::capabilities::Capabilities;
use ferrovirt_schema::checkpoint::Checkpoint;
use ferrovirt_schema::domain::Domain;
use ferrovirt_schema::domain::cpu::Cpu;
use ferrovirt_schema::domaincaps::DomainCaps;
use ferrovirt_schema::interface::Interface;
use ferrovirt_schema::network::Network;
use ferrovirt_schema::networkport::NetworkPort;
use ferrovirt_schema::nwfilterbinding::FilterBinding;
use ferrovirt_schema::pool::Pool;
use ferrovirt_schema::poolcaps::StoragePoolCaps;
use ferrovirt_schema::secret::Secret;
use ferrovirt_schema::snapshot::Snapshot;
use ferrovirt_schema::vol::Volume;
use ferrovirt_xml::{Unknown, XmlError};
use serde_json::json;
use std::fmt::Write as _;
use tokio::io::AsyncReadExt;

commands! {
    "xml", "read a document (from --file or standard input): roundtrip prints it back, check says what is wrong", "<action> [--kind <string>] [--lossless] [--file <string>]" => xml;
}

/// Most bytes of a document on standard input.
const DOCUMENT: u64 = 64 << 20;

/// A document that was read.
struct Seen {
    canonical: String,
    lossless: String,
    unknown: Vec<Unknown>,
}

type Read = fn(&str) -> Result<Seen, XmlError>;

/// Kinds of documents, by the names of the conformance corpus, with the outermost element of each.
macro_rules! kinds {
    ($($name:literal => $ty:ty;)*) => {
        const KINDS: &[(&str, &str, Read)] = &[$(($name, <$ty>::ROOT, |text| {
            let document = <$ty>::parse_lossless(text)?;
            Ok(Seen {
                canonical: document.value.to_xml(),
                lossless: document.to_xml_lossless()?,
                unknown: document.unknown().to_vec(),
            })
        })),*];
    };
}

kinds! {
    "domain" => Domain;
    "network" => Network;
    "pool" => Pool;
    "vol" => Volume;
    "snapshot" => Snapshot;
    "checkpoint" => Checkpoint;
    "backup" => Backup;
    "capabilities" => Capabilities;
    "domaincaps" => DomainCaps;
    "poolcaps" => StoragePoolCaps;
    "cpu" => Cpu;
    "interface" => Interface;
    "networkport" => NetworkPort;
    "nwfilterbinding" => FilterBinding;
    "secret" => Secret;
}

async fn xml(_: &mut Shell, args: &Args) -> Outcome {
    let text = match args.text("file") {
        Some(file) => find::file(file).await?,
        None => {
            let mut text = String::new();
            tokio::io::stdin().take(DOCUMENT).read_to_string(&mut text).await?;
            text
        }
    };
    let root = |text: &str| crate::xml::with_root(text, |r| r.name().to_owned());
    let read = match args.text("kind") {
        Some(kind) => {
            let found = KINDS.iter().find(|(name, ..)| *name == kind);
            found.ok_or_else(|| CliError::text(format!("no documents of kind '{kind}'")))?.2
        }
        None => {
            let root = root(&text)?;
            let found = KINDS.iter().find(|(_, element, _)| *element == root);
            found.ok_or_else(|| CliError::text(format!("no document has the outermost element <{root}>")))?.2
        }
    };
    let seen = read(&text).map_err(|e| CliError::text(e.to_string()))?;
    match args.need("action") {
        "roundtrip" => Ok(Report::Text(if args.flag("lossless") { seen.lossless } else { seen.canonical })),
        "check" => {
            let mut text = String::new();
            let mut rows = Vec::new();
            for u in &seen.unknown {
                let _ = writeln!(text, "{}:{}: not understood: {}", u.line, u.column, u.path);
                rows.push(json!({ "line": u.line, "column": u.column, "path": u.path }));
            }
            if rows.is_empty() {
                text.push_str("ok\n");
            }
            Ok(Report::Both(text, json!({ "unknown": rows })))
        }
        other => Err(CliError::text(format!("unknown action '{other}': use roundtrip or check"))),
    }
}
