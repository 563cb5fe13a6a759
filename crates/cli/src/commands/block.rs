//! Disks of running domains.

use super::block_follow::{Followed, Reached, in_vain, percent, share};
use super::{Outcome, commands};
use crate::error::{CliError, Context};
use crate::find;
use crate::grammar::Args;
use crate::report::Report;
use crate::shell::Shell;
use ferrovirt_types::consts::{
    DomainBlockCommitFlags, DomainBlockJobAbortFlags, DomainBlockJobInfoFlags, DomainBlockJobSetSpeedFlags,
    DomainBlockJobType, DomainBlockRebaseFlags,
};
use serde_json::json;

commands! {
    "blockresize", "Resize block device of domain.", "<domain> <path> <size>" => resize;
    "blockjob", "Manage active block operations", "<domain> <path> [--abort] [--async] [--pivot] [--info] [--bytes] [--raw] [--bandwidth <number>]" => job;
    "blockpull", "Populate a disk from its backing image.", "<domain> <path> [--bandwidth <number>] [--base <string>] [--wait] [--verbose] [--timeout <number>] [--async] [--keep-relative] [--bytes]" => pull;
    "blockcommit", "Start a block commit operation.", "<domain> <path> [--bandwidth <number>] [--base <string>] [--shallow] [--top <string>] [--active] [--delete] [--wait] [--verbose] [--timeout <number>] [--pivot] [--keep-overlay] [--async] [--keep-relative] [--bytes]" => commit;
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

/// The limit of a job, in MiB/s or, with `--bytes`, in bytes/s, where a unit may follow the number.
fn bandwidth(args: &Args) -> Result<u64, CliError> {
    let given = if args.flag("bytes") {
        args.size("bandwidth", 1)?
    } else {
        args.number("bandwidth")?
    };
    Ok(given.unwrap_or(0))
}

async fn job(shell: &mut Shell, args: &Args) -> Outcome {
    let ends = ["abort", "pivot", "async"].iter().any(|option| args.has(option));
    for (given, option) in [
        (args.flag("info"), "info"),
        (args.flag("raw"), "raw"),
        (args.has("bandwidth"), "bandwidth"),
    ] {
        if given && ends {
            let end = if args.flag("pivot") { "pivot" } else { "abort" };
            return Err(CliError::text(format!(
                "Options --{option} and --{end} are mutually exclusive"
            )));
        }
    }
    args.exclusive("info", "bandwidth")?;
    args.exclusive("raw", "bandwidth")?;
    let domain = find::domain(shell, args).await?;
    let path = args.need("path");
    if ends {
        let flags = args.bit("async", DomainBlockJobAbortFlags::ASYNC)
            | args.bit("pivot", DomainBlockJobAbortFlags::PIVOT);
        domain.abort_block_job(path, flags).await?;
        return Ok(Report::Nothing);
    }
    let jobs = &domain.connection().drivers().block_jobs;
    if args.has("bandwidth") {
        let flags = args.bit("bytes", DomainBlockJobSetSpeedFlags::BANDWIDTH_BYTES);
        jobs.domain_block_job_set_speed(domain.identity(), path, bandwidth(args)?, flags.bits())
            .await?;
        return Ok(Report::Nothing);
    }
    let flags = args.bit("bytes", DomainBlockJobInfoFlags::BANDWIDTH_BYTES);
    let job = jobs
        .domain_get_block_job_info(domain.identity(), path, flags.bits())
        .await?;
    if job.found == 0 {
        return Ok(if args.flag("raw") {
            Report::Both(String::new(), serde_json::Value::Null)
        } else {
            Report::Bare(
                format!("No current block job for {path}"),
                serde_json::Value::Null,
            )
        });
    }
    let kind = match DomainBlockJobType::from_raw(job.kind) {
        Some(DomainBlockJobType::Pull) => "Block Pull",
        Some(DomainBlockJobType::Copy) => "Block Copy",
        Some(DomainBlockJobType::Commit) => "Block Commit",
        Some(DomainBlockJobType::ActiveCommit) => "Active Block Commit",
        Some(DomainBlockJobType::Backup) => "Backup",
        _ => "Unknown job",
    };
    let unit = if args.flag("bytes") {
        "bandwidth_bytes_s"
    } else {
        "bandwidth_mib_s"
    };
    let value = json!({ "kind": kind, "current": job.cur, "end": job.end, unit: job.bandwidth });
    if args.flag("raw") {
        let text = format!(
            " type={kind}\n bandwidth={}\n cur={}\n end={}\n",
            job.bandwidth, job.cur, job.end
        );
        return Ok(Report::Both(text, value));
    }
    let mut text = percent(kind, share(job.cur, job.end));
    if job.bandwidth > 0 {
        let bytes = if args.flag("bytes") {
            job.bandwidth
        } else {
            job.bandwidth << 20
        };
        let shown = crate::units::pretty_to(bytes, 3);
        text.push_str(&format!("    Bandwidth limit: {bytes} bytes/s ({shown}/s)"));
    }
    Ok(Report::Both(text, value))
}

async fn pull(shell: &mut Shell, args: &Args) -> Outcome {
    let domain = find::domain(shell, args).await?;
    let path = args.need("path");
    let flags = args.bit("keep-relative", DomainBlockRebaseFlags::RELATIVE)
        | args.bit("bytes", DomainBlockRebaseFlags::BANDWIDTH_BYTES);
    let followed = if Followed::is_asked(args, &[]) {
        Some(Followed::new(&domain, path, "Block Pull", args).await?)
    } else {
        None
    };
    domain
        .block_pull(path, args.text("base"), bandwidth(args)?, flags)
        .await?;
    let Some(followed) = followed else {
        return Ok(Report::said("Block Pull started"));
    };
    match followed.wait(shell).await? {
        Reached::Done | Reached::InStep => Ok(Report::said("\nPull complete")),
        Reached::Failed => Ok(in_vain("Pull failed")),
        Reached::Aborted => Ok(in_vain("Pull aborted")),
    }
}

async fn commit(shell: &mut Shell, args: &Args) -> Outcome {
    args.exclusive("pivot", "keep-overlay")?;
    let domain = find::domain(shell, args).await?;
    let path = args.need("path");
    let active = ["active", "pivot", "keep-overlay"]
        .iter()
        .any(|option| args.has(option));
    let mut flags = args.bit("shallow", DomainBlockCommitFlags::SHALLOW)
        | args.bit("delete", DomainBlockCommitFlags::DELETE)
        | args.bit("keep-relative", DomainBlockCommitFlags::RELATIVE)
        | args.bit("bytes", DomainBlockCommitFlags::BANDWIDTH_BYTES);
    if active {
        flags |= DomainBlockCommitFlags::ACTIVE;
    }
    let followed = if Followed::is_asked(args, &["pivot", "keep-overlay"]) {
        Some(Followed::new(&domain, path, "Block commit", args).await?)
    } else {
        None
    };
    domain
        .block_commit(path, args.text("base"), args.text("top"), bandwidth(args)?, flags)
        .await?;
    let Some(followed) = followed else {
        return Ok(Report::said(if active {
            "Active Block Commit started"
        } else {
            "Block Commit started"
        }));
    };
    match followed.wait(shell).await? {
        Reached::Failed => Ok(in_vain("Commit failed")),
        Reached::Aborted => Ok(in_vain("Commit aborted")),
        Reached::InStep if args.flag("pivot") => {
            let pivoted = domain
                .abort_block_job(path, DomainBlockJobAbortFlags::PIVOT)
                .await;
            pivoted.context(|| format!("failed to pivot job for disk {path}"))?;
            Ok(Report::said("\nSuccessfully pivoted"))
        }
        Reached::InStep if args.flag("keep-overlay") => {
            let ended = domain
                .abort_block_job(path, DomainBlockJobAbortFlags::empty())
                .await;
            ended.context(|| format!("failed to finish job for disk {path}"))?;
            Ok(Report::said("\nCommit complete, overlay image kept"))
        }
        Reached::InStep if active => Ok(Report::said("\nNow in synchronized phase")),
        Reached::InStep | Reached::Done => Ok(Report::said("\nCommit complete")),
    }
}
