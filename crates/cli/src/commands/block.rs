//! Disks of running domains.

use super::{Outcome, commands};
use crate::error::Context;
use crate::find;
use crate::grammar::Args;
use crate::report::Report;
use crate::shell::Shell;
use ferrovirt_types::consts::{
    DomainBlockCommitFlags, DomainBlockJobAbortFlags, DomainBlockJobType, DomainBlockRebaseFlags,
};
use serde_json::json;

commands! {
    "blockresize", "Resize block device of domain.", "<domain> <path> <size>" => resize;
    "blockjob", "Manage active block operations", "<domain> <path> [--abort] [--async] [--pivot] [--info]" => job;
    "blockpull", "Populate a disk from its backing image.", "<domain> <path> [--bandwidth <number>] [--base <string>]" => pull;
    "blockcommit", "Start a block commit operation.", "<domain> <path> [--bandwidth <number>] [--base <string>] [--shallow] [--top <string>] [--active] [--delete]" => commit;
}

async fn resize(shell: &mut Shell, args: &Args) -> Outcome {
    let domain = find::domain(shell, args).await?;
    let path = args.need("path");
    let bytes = args.size("size", 1024)?.unwrap_or(0);
    domain
        .block_resize(path, bytes)
        .await
        .context(|| format!("Failed to resize block device '{path}'"))?;
    Ok(Report::Done(format!("Block device '{path}' is resized")))
}

async fn job(shell: &mut Shell, args: &Args) -> Outcome {
    let domain = find::domain(shell, args).await?;
    let path = args.need("path");
    if args.flag("abort") || args.flag("pivot") || args.flag("async") {
        let flags = args.bit("async", DomainBlockJobAbortFlags::ASYNC)
            | args.bit("pivot", DomainBlockJobAbortFlags::PIVOT);
        domain.abort_block_job(path, flags).await?;
        return Ok(Report::Nothing);
    }
    let Some(job) = domain.block_job(path).await? else {
        return Ok(Report::Text(format!("No current block job for {path}")));
    };
    let kind = match job.kind {
        Some(DomainBlockJobType::Pull) => "Block Pull",
        Some(DomainBlockJobType::Copy) => "Block Copy",
        Some(DomainBlockJobType::Commit) => "Block Commit",
        Some(DomainBlockJobType::ActiveCommit) => "Active Block Commit",
        Some(DomainBlockJobType::Backup) => "Backup",
        _ => "Unknown job",
    };
    // In hundredths of a percent, and 100 only when all is done.
    let share = u128::from(job.current) * 10_000 / u128::from(job.end.max(1));
    let share = if job.end == 0 { 0 } else { share.min(10_000) };
    let text = format!("{kind}: [{:>3}.{:02} %]", share / 100, share % 100);
    let value =
        json!({ "kind": kind, "current": job.current, "end": job.end, "bandwidth_mib_s": job.bandwidth });
    Ok(Report::Both(text, value))
}

async fn pull(shell: &mut Shell, args: &Args) -> Outcome {
    let domain = find::domain(shell, args).await?;
    let bandwidth = args.number("bandwidth")?.unwrap_or(0);
    domain
        .block_pull(
            args.need("path"),
            args.text("base"),
            bandwidth,
            DomainBlockRebaseFlags::empty(),
        )
        .await?;
    Ok(Report::Done("Block Pull started".to_owned()))
}

async fn commit(shell: &mut Shell, args: &Args) -> Outcome {
    let domain = find::domain(shell, args).await?;
    let flags = args.bit("shallow", DomainBlockCommitFlags::SHALLOW)
        | args.bit("active", DomainBlockCommitFlags::ACTIVE)
        | args.bit("delete", DomainBlockCommitFlags::DELETE);
    let bandwidth = args.number("bandwidth")?.unwrap_or(0);
    domain
        .block_commit(
            args.need("path"),
            args.text("base"),
            args.text("top"),
            bandwidth,
            flags,
        )
        .await?;
    Ok(Report::Done("Block Commit started".to_owned()))
}
