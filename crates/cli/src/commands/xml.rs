//! Reading documents without a hypervisor: `xml roundtrip`, `xml check`.

use super::{Outcome, commands};
use crate::error::CliError;
use crate::find;
use crate::grammar::Args;
use crate::report::Report;
use crate::shell::Shell;
use ferrovirt_schema::Kind;
use serde_json::json;
use std::fmt::Write as _;
use tokio::io::AsyncReadExt;

commands! {
    "xml", "read a document from --file or standard input; roundtrip prints it back, check says what is not understood", "<action> [--kind <string>] [--lossless] [--file <string>]" => xml;
}

/// Most bytes of a document on standard input.
const DOCUMENT: u64 = 64 << 20;

async fn xml(_: &mut Shell, args: &Args) -> Outcome {
    let text = match args.text("file") {
        Some(file) => find::file(file).await?,
        None => {
            let mut text = String::new();
            tokio::io::stdin()
                .take(DOCUMENT)
                .read_to_string(&mut text)
                .await?;
            text
        }
    };
    let kind = match args.text("kind") {
        Some(name) => {
            Kind::find(name).ok_or_else(|| CliError::text(format!("no documents of kind '{name}'")))?
        }
        None => {
            let root = crate::xml::with_root(&text, |r| r.name().to_owned())?;
            let missing = || CliError::text(format!("no document has the outermost element <{root}>"));
            Kind::of_root(&root).ok_or_else(missing)?
        }
    };
    let failed = |e: ferrovirt_xml::XmlError| CliError::text(e.to_string());
    match args.need("action") {
        "roundtrip" if args.flag("lossless") => Ok(Report::Exact(kind.lossless(&text).map_err(failed)?)),
        "roundtrip" => Ok(Report::Exact(kind.canonical(&text).map_err(failed)?)),
        "check" => {
            let mut text_out = String::new();
            let mut rows = Vec::new();
            for u in kind.unknown(&text).map_err(failed)? {
                let _ = writeln!(text_out, "{}:{}: not understood: {}", u.line, u.column, u.path);
                rows.push(json!({ "line": u.line, "column": u.column, "path": u.path }));
            }
            if rows.is_empty() {
                text_out.push_str("ok\n");
            }
            Ok(Report::Both(
                text_out,
                json!({ "kind": kind.name, "unknown": rows }),
            ))
        }
        other => Err(CliError::text(format!(
            "unknown action '{other}': use roundtrip or check"
        ))),
    }
}
