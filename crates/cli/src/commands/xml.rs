//! Documents without a hypervisor: `xml check`, `xml diff`, `xml to-json` and the rest.

use super::{Outcome, commands};
use crate::error::CliError;
use crate::find;
use crate::grammar::Args;
use crate::report::Report;
use crate::shell::Shell;
use ferrovirt_schema::change::{Change, Merge};
use ferrovirt_schema::check::{self, Problem};
use ferrovirt_schema::domaincaps::DomainCaps;
use ferrovirt_schema::{Kind, check::references};
use serde_json::{Value, json};
use std::error::Error;
use std::fmt::Write as _;
use std::io::Write as _;
use tokio::io::AsyncReadExt;

commands! {
    "xml", "work on documents: roundtrip, check, to-json, from-json, schema, diff, patch, merge; files or standard input", "<action> [<files>]... [--kind <string>] [--lossless] [--caps <string>] [--only <string>] [--file <string>]" => xml;
}

/// Most bytes of a document on standard input.
const DOCUMENT: u64 = 64 << 20;

/// What `xml` can do.
const ACTIONS: &str = "roundtrip [FILE], check [FILE…], to-json [FILE], from-json [FILE], schema --kind KIND, \
    diff BEFORE AFTER, patch DOCUMENT CHANGES, merge BASE OURS THEIRS";

async fn xml(_: &mut Shell, args: &Args) -> Outcome {
    match args.need("action") {
        "roundtrip" => roundtrip(args).await,
        "check" => check(args).await,
        "to-json" => to_json(args).await,
        "from-json" => from_json(args).await,
        "schema" => schema(args),
        "diff" => diff(args).await,
        "patch" => patch(args).await,
        "merge" => merge(args).await,
        other => Err(CliError::text(format!("unknown action '{other}': {ACTIONS}"))),
    }
}

/// A file or, for `-` or none, standard input.
async fn read(name: Option<&str>) -> Result<String, CliError> {
    if let Some(file) = name.filter(|name| *name != "-") {
        return find::file(file).await;
    }
    let mut text = String::new();
    tokio::io::stdin()
        .take(DOCUMENT)
        .read_to_string(&mut text)
        .await?;
    Ok(text)
}

/// The files that were named.
fn files(args: &Args) -> Vec<&str> {
    let mut files = args.list("files");
    files.extend(args.text("file"));
    files
}

/// So many files, the first of which may be standard input.
async fn documents<const N: usize>(args: &Args, names: &str) -> Result<[String; N], CliError> {
    let files = files(args);
    if files.len() != N && !(N == 1 && files.is_empty()) {
        return Err(CliError::text(format!("this takes {N} files: {names}")));
    }
    let mut texts = Vec::with_capacity(N);
    for i in 0..N {
        texts.push(read(files.get(i).copied()).await?);
    }
    texts
        .try_into()
        .map_err(|_| CliError::text(format!("this takes {N} files: {names}")))
}

/// The kind asked for, or that of the document's outermost element.
fn kind_of(args: &Args, text: &str) -> Result<&'static Kind, CliError> {
    if let Some(name) = args.text("kind") {
        return Kind::find(name).ok_or_else(|| {
            let all: Vec<&str> = Kind::ALL.iter().map(|k| k.name).collect();
            CliError::text(format!(
                "no documents of kind '{name}'; kinds are {}",
                all.join(", ")
            ))
        });
    }
    let root = crate::xml::with_root(text, |r| r.name().to_owned())?;
    Kind::of_root(&root)
        .ok_or_else(|| CliError::text(format!("no document has the outermost element <{root}>")))
}

/// An error with its causes.
fn failed(e: impl Error) -> CliError {
    let mut text = e.to_string();
    let mut cause = e.source();
    while let Some(e) = cause {
        let _ = write!(text, ": {e}");
        cause = e.source();
    }
    CliError::text(text)
}

async fn roundtrip(args: &Args) -> Outcome {
    let [text] = documents(args, "DOCUMENT").await?;
    let kind = kind_of(args, &text)?;
    let printed = match args.flag("lossless") {
        true => kind.lossless(&text),
        false => kind.canonical(&text),
    };
    Ok(Report::Exact(printed.map_err(failed)?))
}

async fn check(args: &Args) -> Outcome {
    let caps = match args.text("caps") {
        Some(file) => Some(DomainCaps::parse(&find::file(file).await?).map_err(failed)?),
        None => None,
    };
    let mut files = files(args);
    if files.is_empty() {
        files.push("-");
    }
    let (mut text, mut rows, mut faults) = (String::new(), Vec::new(), 0);
    for file in files {
        let document = read(Some(file)).await?;
        let kind = match kind_of(args, &document) {
            Ok(kind) => kind,
            // Not even XML, or no document of ours: judged as the kind that most are.
            Err(_) => Kind::find("domain").ok_or_else(|| CliError::text("no kinds"))?,
        };
        let problems = problems(kind, &document, args.text("only"), caps.as_ref())?;
        faults += problems.len();
        for problem in &problems {
            let _ = writeln!(text, "{file}:{problem}");
            rows.push(problem.to_json(file));
        }
        if problems.is_empty() {
            let _ = writeln!(text, "{file}: ok");
        }
    }
    let view = json!({ "problems": rows });
    match faults {
        0 => Ok(Report::Both(text, view)),
        _ => Ok(Report::Fault(text, view)),
    }
}

fn problems(
    kind: &Kind,
    text: &str,
    only: Option<&str>,
    caps: Option<&DomainCaps>,
) -> Result<Vec<Problem>, CliError> {
    let mut found = match only {
        None => check::check(kind, text),
        Some("shape") => check::shape(kind, text),
        Some("references") => references(kind, text).map_err(failed)?,
        Some("host") => Vec::new(),
        Some(other) => {
            let text = format!("no step of checking is called '{other}': shape, references, host");
            return Err(CliError::text(text));
        }
    };
    match (only, caps) {
        (None | Some("host"), Some(caps)) if kind.name == "domain" => {
            // A document that cannot be read has been reported above.
            if let Ok(more) = check::host(text, caps) {
                found.extend(more);
            }
        }
        (Some("host"), None) => {
            return Err(CliError::text(
                "checking against a host takes --caps FILE with its domain capabilities",
            ));
        }
        _ => {}
    }
    Ok(found)
}

async fn to_json(args: &Args) -> Outcome {
    let [text] = documents(args, "DOCUMENT").await?;
    let view = kind_of(args, &text)?.to_json(&text).map_err(failed)?;
    Ok(Report::Both(format!("{view:#}\n"), view))
}

async fn from_json(args: &Args) -> Outcome {
    let [text] = documents(args, "JSON").await?;
    let view: Value = serde_json::from_str(&text).map_err(|e| CliError::text(format!("not JSON: {e}")))?;
    let root = view
        .as_object()
        .and_then(|o| o.keys().next())
        .cloned()
        .unwrap_or_default();
    let kind = match args.text("kind") {
        Some(_) => kind_of(args, "")?,
        None => Kind::of_root(&root).ok_or_else(|| failed(ferrovirt_schema::json::JsonError::Root))?,
    };
    Ok(Report::Exact(kind.from_json(&view).map_err(failed)?))
}

fn schema(args: &Args) -> Outcome {
    let name = args.text("kind").or_else(|| args.list("files").first().copied());
    let kind = name.and_then(Kind::find).ok_or_else(|| {
        let all: Vec<&str> = Kind::ALL.iter().map(|k| k.name).collect();
        CliError::text(format!("name a kind: {}", all.join(", ")))
    })?;
    let schema = kind.json_schema();
    Ok(Report::Both(format!("{schema:#}\n"), schema))
}

fn show(changes: &[Change]) -> Report {
    let text = changes.iter().fold(String::new(), |mut out, change| {
        let restart = if change.restart { "  (after a restart)" } else { "" };
        let _ = writeln!(out, "{change}{restart}");
        out
    });
    Report::Both(text, changes.iter().map(Change::to_json).collect())
}

async fn diff(args: &Args) -> Outcome {
    let [before, after] = documents(args, "BEFORE AFTER").await?;
    let kind = kind_of(args, &before)?;
    Ok(show(&kind.diff(&before, &after).map_err(failed)?))
}

async fn patch(args: &Args) -> Outcome {
    let [document, changes] = documents(args, "DOCUMENT CHANGES (what `xml diff -o json` prints)").await?;
    let view: Value = serde_json::from_str(&changes).map_err(|e| CliError::text(format!("not JSON: {e}")))?;
    let list = view.as_array().map(Vec::as_slice).unwrap_or_default();
    let changes: Vec<Change> = list
        .iter()
        .map(Change::from_json)
        .collect::<Result<_, _>>()
        .map_err(failed)?;
    let kind = kind_of(args, &document)?;
    Ok(Report::Exact(kind.patch(&document, &changes).map_err(failed)?))
}

async fn merge(args: &Args) -> Outcome {
    let [base, ours, theirs] = documents(args, "BASE OURS THEIRS").await?;
    let kind = kind_of(args, &base)?;
    let Merge { merged, conflicts } = kind.merge(&base, &ours, &theirs).map_err(failed)?;
    if conflicts.is_empty() {
        return Ok(Report::Exact(merged));
    }
    let rows: Vec<Value> = conflicts
        .iter()
        .map(|c| json!({ "ours": c.ours.to_json(), "theirs": c.theirs.to_json() }))
        .collect();
    let mut err = std::io::stderr().lock();
    for c in &conflicts {
        // Nobody is told when standard error is gone.
        let _ = writeln!(
            err,
            "conflict, ours is kept: ours: {}; theirs: {}",
            c.ours, c.theirs
        );
    }
    Ok(Report::Fault(
        merged.clone(),
        json!({ "merged": merged, "conflicts": rows }),
    ))
}
