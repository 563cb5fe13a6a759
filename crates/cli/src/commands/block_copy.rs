//! Copies of disks, and thresholds.

use super::block_follow::{Followed, Reached, in_vain};
use super::{Outcome, commands};
use crate::error::{CliError, Context};
use crate::find;
use crate::grammar::Args;
use crate::report::Report;
use crate::shell::Shell;
use ferrovirt_types::consts::{DomainBlockCopyFlags as F, DomainBlockJobAbortFlags};
use ferrovirt_types::param::TypedParam;
use ferrovirt_xml::Writer;

commands! {
    "blockcopy", "Start a block copy operation.", "<domain> <path> [--dest <string>] [--bandwidth <number>] [--shallow] [--reuse-external] [--blockdev] [--wait] [--verbose] [--timeout <number>] [--pivot] [--finish] [--async] [--xml <string>] [--format <string>] [--granularity <number>] [--buf-size <number>] [--bytes] [--transient-job] [--synchronous-writes] [--print-xml]" => copy;
    "domblkthreshold", "set the threshold for block-threshold event for a given block device or it's backing chain element", "<domain> <dev> <threshold>" => threshold;
}

/// Where a copy goes.
fn destination(args: &Args, dest: &str) -> String {
    let (kind, attribute) = if args.flag("blockdev") {
        ("block", "dev")
    } else {
        ("file", "file")
    };
    let mut xml = Writer::new();
    xml.start("disk");
    xml.attr_str("type", kind);
    xml.body();
    xml.start("source");
    xml.attr_str(attribute, dest);
    xml.end("source");
    if let Some(format) = args.text("format") {
        xml.start("driver");
        xml.attr_str("type", format);
        xml.end("driver");
    }
    xml.end("disk");
    xml.finish()
}

async fn copy(shell: &mut Shell, args: &Args) -> Outcome {
    args.exclusive("dest", "xml")?;
    args.exclusive("format", "xml")?;
    args.exclusive("blockdev", "xml")?;
    args.exclusive("pivot", "finish")?;
    let domain = find::domain(shell, args).await?;
    let path = args.need("path");
    let xml = match (args.text("dest"), args.text("xml")) {
        (Some(dest), _) => destination(args, &find::absolute(dest)?),
        (None, Some(file)) => find::file(file).await?,
        (None, None) => {
            return Err(CliError::text(
                "need either --dest or --xml to describe destination",
            ));
        }
    };
    if args.flag("print-xml") {
        return Ok(Report::Text(xml));
    }
    let flags = args.bit("shallow", F::SHALLOW)
        | args.bit("reuse-external", F::REUSE_EXT)
        | args.bit("transient-job", F::TRANSIENT_JOB)
        | args.bit("synchronous-writes", F::SYNCHRONOUS_WRITES);
    let mut params = Vec::new();
    if let Some(speed) = args.number::<u64>("bandwidth")? {
        let scale = if args.flag("bytes") { 1 } else { 1 << 20 };
        let bytes = speed
            .checked_mul(scale)
            .ok_or_else(|| CliError::text(format!("bandwidth must be less than {}", u64::MAX >> 20)))?;
        params.push(TypedParam::new("bandwidth", bytes));
    }
    if let Some(bytes) = args.size("granularity", 1)? {
        let bytes = u32::try_from(bytes).map_err(|_| CliError::text("granularity is out of range"))?;
        params.push(TypedParam::new("granularity", bytes));
    }
    if let Some(bytes) = args.size("buf-size", 1)? {
        params.push(TypedParam::new("buf-size", bytes));
    }
    let followed = if Followed::is_asked(args, &["pivot", "finish"]) {
        Some(Followed::new(&domain, path, "Block Copy", args).await?)
    } else {
        None
    };
    domain.block_copy(path, &xml, &params, flags).await?;
    let Some(followed) = followed else {
        return Ok(Report::said("Block Copy started"));
    };
    match followed.wait(shell).await? {
        Reached::Done | Reached::Failed => Ok(in_vain("Copy failed")),
        Reached::Aborted => Ok(in_vain("Copy aborted")),
        Reached::InStep if args.flag("pivot") => {
            let pivot = DomainBlockJobAbortFlags::PIVOT;
            let pivoted = domain.abort_block_job(path, pivot).await;
            pivoted.context(|| format!("failed to pivot job for disk {path}"))?;
            Ok(Report::said("\nSuccessfully pivoted"))
        }
        Reached::InStep if args.flag("finish") => {
            let ended = domain
                .abort_block_job(path, DomainBlockJobAbortFlags::empty())
                .await;
            ended.context(|| format!("failed to finish job for disk {path}"))?;
            Ok(Report::said("\nSuccessfully copied"))
        }
        Reached::InStep => Ok(Report::said("\nNow in mirroring phase")),
    }
}

async fn threshold(shell: &mut Shell, args: &Args) -> Outcome {
    let domain = find::domain(shell, args).await?;
    let bytes = args.size("threshold", 1)?.unwrap_or(0);
    let jobs = &domain.connection().drivers().block_jobs;
    jobs.domain_set_block_threshold(domain.identity(), args.need("dev"), bytes, 0)
        .await?;
    Ok(Report::Nothing)
}
