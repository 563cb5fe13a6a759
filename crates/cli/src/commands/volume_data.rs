//! What is in storage volumes.

use super::{Outcome, commands, volume_progress};
use crate::error::{CliError, Context};
use crate::find;
use crate::grammar::Args;
use crate::report::Report;
use crate::shell::Shell;
use ferrovirt_types::consts::StorageVolWipeAlgorithm as W;
use serde_json::json;
use std::path::Path;

commands! {
    "vol-upload", "upload file contents to a volume", "<vol> <file> [--pool <string>] [--offset <number>] [--length <number>] [--sparse]" => upload;
    "vol-download", "download volume contents to a file", "<vol> <file> [--pool <string>] [--offset <number>] [--length <number>] [--sparse]" => download;
    "vol-wipe", "wipe a vol", "<vol> [--pool <string>] [--algorithm <string>]" => wipe;
}

async fn upload(shell: &mut Shell, args: &Args) -> Outcome {
    let volume = find::volume(shell, args).await?;
    let (offset, length) = (
        args.size("offset", 1)?.unwrap_or(0),
        args.size("length", 1)?.unwrap_or(0),
    );
    let file = Path::new(args.need("file"));
    if let Err(e) = tokio::fs::File::open(file).await {
        let (file, reason) = (file.display(), find::reason(&e));
        return Err(CliError::text(format!("cannot read {file}: {reason}")));
    }
    let done = volume
        .upload_file(file, offset, length, args.flag("sparse"))
        .await;
    let bytes = done.context(|| format!("cannot upload to volume {}", volume.name()))?;
    Ok(if shell.options.json {
        Report::Both(String::new(), json!({ "bytes": bytes }))
    } else {
        Report::Nothing
    })
}

async fn download(shell: &mut Shell, args: &Args) -> Outcome {
    let volume = find::volume(shell, args).await?;
    let (offset, length) = (
        args.size("offset", 1)?.unwrap_or(0),
        args.size("length", 1)?.unwrap_or(0),
    );
    let file = Path::new(args.need("file"));
    let done = volume
        .download_file(file, offset, length, args.flag("sparse"))
        .await;
    let bytes = done.context(|| format!("cannot download from volume {}", volume.name()))?;
    Ok(if shell.options.json {
        Report::Both(String::new(), json!({ "bytes": bytes }))
    } else {
        Report::Nothing
    })
}

async fn wipe(shell: &mut Shell, args: &Args) -> Outcome {
    let algorithm = match args.text("algorithm") {
        None | Some("zero") => W::Zero,
        Some("nnsa") => W::Nnsa,
        Some("dod") => W::Dod,
        Some("bsi") => W::Bsi,
        Some("gutmann") => W::Gutmann,
        Some("schneier") => W::Schneier,
        Some("pfitzner7") => W::Pfitzner7,
        Some("pfitzner33") => W::Pfitzner33,
        Some("random") => W::Random,
        Some("trim") => W::Trim,
        Some(other) => return Err(CliError::text(format!("Unsupported algorithm '{other}'"))),
    };
    let volume = find::volume(shell, args).await?;
    let name = volume.name();
    volume_progress::while_changed(&volume, volume.wipe(algorithm))
        .await
        .context(|| format!("Failed to wipe vol {name}"))?;
    Ok(Report::Done(format!("Vol {name} wiped")))
}
