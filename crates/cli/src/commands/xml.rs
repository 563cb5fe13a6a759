//! Documents without a hypervisor: `xml check`, `xml diff`, `xml to-json` and the rest.

use super::{Outcome, commands};
use crate::error::CliError;
use crate::find;
use crate::grammar::Args;
use crate::report::Report;
use crate::shell::Shell;
use crate::xml::fault;
use ferrovirt_schema::change::{Change, Merge, PatchError};
use ferrovirt_schema::check::{self, Problem, Step};
use ferrovirt_schema::domaincaps::DomainCaps;
use ferrovirt_schema::json::JsonError;
use ferrovirt_schema::{Kind, check::references};
use ferrovirt_xml::{Limits, XmlError, nearest, parse};
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
        other => {
            let words = "roundtrip check to-json from-json schema diff patch merge";
            let meant = meant(other, words.split(' '));
            Err(CliError::text(format!(
                "unknown action '{other}'{meant}; there are {ACTIONS}"
            )))
        }
    }
}

/// A text and the name of its file.
struct Input<'a> {
    file: &'a str,
    text: String,
}

impl Input<'_> {
    /// An error at a place of the text.
    fn fault(&self, e: &XmlError) -> CliError {
        fault(self.file, e)
    }

    /// An error of carrying changes over to the text.
    fn unpatched(&self, e: PatchError) -> CliError {
        match e {
            PatchError::Document(e) => self.fault(&e),
            e => failed(e),
        }
    }

    fn json(&self) -> Result<Value, CliError> {
        let not = |e: serde_json::Error| {
            let what = e.to_string();
            let what = what.split(" at line").next().unwrap_or_default();
            CliError::text(format!(
                "{}:{}:{}: not JSON: {what}",
                self.file,
                e.line(),
                e.column()
            ))
        };
        serde_json::from_str(&self.text).map_err(not)
    }
}

/// A file or, for `-`, standard input.
async fn read(file: &str) -> Result<Input<'_>, CliError> {
    if file != "-" {
        let text = find::file(file).await?;
        return Ok(Input { file, text });
    }
    let mut bytes = Vec::new();
    let read = tokio::io::stdin().take(DOCUMENT).read_to_end(&mut bytes).await;
    read.map_err(|e| CliError::text(format!("cannot read standard input: {}", find::reason(&e))))?;
    let text = String::from_utf8(bytes).map_err(|_| CliError::text("standard input is not UTF-8 text"))?;
    Ok(Input { file, text })
}

/// A hint at the word that was meant.
fn meant(found: &str, words: impl Iterator<Item = &'static str>) -> String {
    nearest(found, words).map_or_else(String::new, |word| format!("; did you mean '{word}'?"))
}

/// The files that were named.
fn files(args: &Args) -> Vec<&str> {
    let mut files = args.list("files");
    files.extend(args.text("file"));
    files
}

/// So many files, the first of which may be standard input.
async fn documents<'a, const N: usize>(args: &'a Args, names: &str) -> Result<[Input<'a>; N], CliError> {
    let files = files(args);
    if files.len() != N && !(N == 1 && files.is_empty()) {
        return Err(CliError::text(format!("this takes {N} files: {names}")));
    }
    let mut texts = Vec::with_capacity(N);
    for i in 0..N {
        texts.push(read(files.get(i).copied().unwrap_or("-")).await?);
    }
    texts
        .try_into()
        .map_err(|_| CliError::text(format!("this takes {N} files: {names}")))
}

/// The kind of that name.
fn kind_named(name: &str) -> Result<&'static Kind, CliError> {
    let names = || Kind::ALL.iter().map(|k| k.name);
    Kind::find(name).ok_or_else(|| {
        let all: Vec<&str> = names().collect();
        CliError::text(format!(
            "no documents of kind '{name}'{}; kinds are {}",
            meant(name, names()),
            all.join(", ")
        ))
    })
}

/// The kind asked for, or that of the document's outermost element.
fn kind_of(args: &Args, input: &Input<'_>) -> Result<&'static Kind, CliError> {
    if let Some(name) = args.text("kind") {
        return kind_named(name);
    }
    let tree = parse(&input.text, Limits::default()).map_err(|e| input.fault(&e))?;
    let root = tree.root();
    Kind::of_root(root.name()).ok_or_else(|| {
        let (line, column) = root.position();
        let root = root.name();
        let meant = meant(root, Kind::ALL.iter().map(|k| k.root));
        let file = input.file;
        CliError::text(format!(
            "{file}:{line}:{column}: no kind of document has the outermost element <{root}>{meant}"
        ))
    })
}

/// An error with its causes.
fn failed(e: impl Error) -> CliError {
    CliError::text(chain(&e))
}

fn chain(e: &dyn Error) -> String {
    let mut text = e.to_string();
    let mut cause = e.source();
    while let Some(e) = cause {
        let _ = write!(text, ": {e}");
        cause = e.source();
    }
    text
}

async fn roundtrip(args: &Args) -> Outcome {
    let [input] = documents(args, "DOCUMENT").await?;
    let kind = kind_of(args, &input)?;
    let printed = match args.flag("lossless") {
        true => kind.lossless(&input.text),
        false => kind.canonical(&input.text),
    };
    Ok(Report::Exact(printed.map_err(|e| input.fault(&e))?))
}

async fn check(args: &Args) -> Outcome {
    let caps = match args.text("caps") {
        Some(file) => Some(DomainCaps::parse(&find::file(file).await?).map_err(|e| fault(file, &e))?),
        None => None,
    };
    let steps = ["shape", "references", "host"];
    match args.text("only") {
        Some(other) if !steps.contains(&other) => {
            let meant = meant(other, steps.into_iter());
            return Err(CliError::text(format!(
                "no step of checking is called '{other}'{meant}; there are {}",
                steps.join(", ")
            )));
        }
        Some("host") if caps.is_none() => {
            return Err(CliError::text(
                "checking against a host takes --caps FILE with its domain capabilities",
            ));
        }
        _ => {}
    }
    let mut files = files(args);
    if files.is_empty() {
        files.push("-");
    }
    let (mut text, mut rows, mut faults) = (String::new(), Vec::new(), 0);
    for file in files {
        // One that cannot be read does not keep the others from being checked.
        let input = match read(file).await {
            Ok(input) => input,
            Err(e) => {
                faults += 1;
                let _ = writeln!(text, "{e}");
                rows.push(json!({ "file": file, "message": e.to_string() }));
                continue;
            }
        };
        let problems = match kind_of(args, &input) {
            Ok(kind) => problems(kind, &input.text, args.text("only"), caps.as_ref()),
            Err(e) if args.has("kind") => return Err(e),
            Err(e) => vec![without_kind(&input, &e)],
        };
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

/// What is wrong with a text that is no XML or no document of ours.
fn without_kind(input: &Input<'_>, e: &CliError) -> Problem {
    let (message, place) = match parse(&input.text, Limits::default()) {
        Err(e) => return Problem::of_error(Step::Syntax, &e),
        Ok(tree) => (e.to_string(), tree.root().position()),
    };
    let start = format!("{}:{}:{}: ", input.file, place.0, place.1);
    let message = message.strip_prefix(&start).unwrap_or(&message).to_owned();
    Problem::new(Step::Shape, String::new(), place, message)
}

/// All that is wrong with a document, or what one step finds.
fn problems(kind: &Kind, text: &str, only: Option<&str>, caps: Option<&DomainCaps>) -> Vec<Problem> {
    let unread = |e| vec![Problem::of_error(Step::Shape, &e)];
    let mut found = match only {
        None => check::check(kind, text),
        Some("shape") => check::shape(kind, text),
        Some("references") => references(kind, text).unwrap_or_else(unread),
        Some(_) => Vec::new(),
    };
    if let (None | Some("host"), Some(caps), "domain") = (only, caps, kind.name) {
        match check::host(text, caps) {
            Ok(more) => found.extend(more),
            // One that cannot be read has been reported by the other steps.
            Err(e) if only.is_some() => found.extend(unread(e)),
            Err(_) => {}
        }
    }
    found
}

async fn to_json(args: &Args) -> Outcome {
    let [input] = documents(args, "DOCUMENT").await?;
    let view = kind_of(args, &input)?.to_json(&input.text);
    let view = view.map_err(|e| input.fault(&e))?;
    Ok(Report::Both(format!("{view:#}\n"), view))
}

async fn from_json(args: &Args) -> Outcome {
    let [input] = documents(args, "JSON").await?;
    let view = input.json()?;
    let root = view
        .as_object()
        .and_then(|o| o.keys().next())
        .cloned()
        .unwrap_or_default();
    let refused = |e: JsonError| CliError::text(format!("{}: {}", input.file, chain(&e)));
    let kind = match args.text("kind") {
        Some(name) => kind_named(name)?,
        None => Kind::of_root(&root).ok_or_else(|| refused(JsonError::Root))?,
    };
    Ok(Report::Exact(kind.from_json(&view).map_err(refused)?))
}

fn schema(args: &Args) -> Outcome {
    let name = args.text("kind").or_else(|| args.list("files").first().copied());
    let name = name.ok_or_else(|| {
        let all: Vec<&str> = Kind::ALL.iter().map(|k| k.name).collect();
        CliError::text(format!("name a kind: {}", all.join(", ")))
    })?;
    let schema = kind_named(name)?.json_schema();
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
    // Which of the two is wrong is told by reading the first alone.
    let changes = kind.diff(&before.text, &after.text);
    let changes = changes.map_err(|e| match kind.canonical(&before.text) {
        Ok(_) => after.fault(&e),
        Err(e) => before.fault(&e),
    });
    Ok(show(&changes?))
}

async fn patch(args: &Args) -> Outcome {
    let [document, changes] = documents(args, "DOCUMENT CHANGES (what `xml diff -o json` prints)").await?;
    let view = changes.json()?;
    let file = changes.file;
    let list = view.as_array().ok_or_else(|| {
        CliError::text(format!(
            "{file}: a list of changes expected, as `xml diff -o json` prints it"
        ))
    })?;
    let change = |(i, view)| {
        Change::from_json(view)
            .map_err(|e| CliError::text(format!("{file}: change {}: {}", i + 1, chain(&e))))
    };
    let changes: Vec<Change> = list.iter().enumerate().map(change).collect::<Result<_, _>>()?;
    let kind = kind_of(args, &document)?;
    let patched = kind.patch(&document.text, &changes);
    Ok(Report::Exact(patched.map_err(|e| document.unpatched(e))?))
}

async fn merge(args: &Args) -> Outcome {
    let [base, ours, theirs] = documents(args, "BASE OURS THEIRS").await?;
    let kind = kind_of(args, &base)?;
    // Each is read alone first, so that what is wrong is said of the right file.
    for input in [&base, &ours, &theirs] {
        kind.canonical(&input.text).map_err(|e| input.fault(&e))?;
    }
    let merge = kind.merge(&base.text, &ours.text, &theirs.text);
    let Merge { merged, conflicts } = merge.map_err(|e| ours.unpatched(e))?;
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
