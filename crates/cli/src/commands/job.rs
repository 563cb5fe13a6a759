//! Long jobs of domains.

use super::domain_stats::{object, shown};
use super::{Outcome, commands};
use crate::find;
use crate::grammar::Args;
use crate::report::{Fields, Report};
use crate::shell::Shell;
use ferrovirt_types::consts::{DomainGetJobStatsFlags, DomainJobType};
use serde_json::Value;

commands! {
    "domjobinfo", "domain job information", "<domain> [--completed] [--keep-completed] [--rawstats]" => info;
    "domjobabort", "abort active domain job", "<domain>" => abort;
}

async fn info(shell: &mut Shell, args: &Args) -> Outcome {
    let flags = args.bit("completed", DomainGetJobStatsFlags::COMPLETED)
        | args.bit("keep-completed", DomainGetJobStatsFlags::KEEP_COMPLETED);
    let job = find::domain(shell, args).await?.job(flags).await?;
    let kind = match job.kind {
        Some(DomainJobType::None) => "None",
        Some(DomainJobType::Bounded) => "Bounded",
        Some(DomainJobType::Unbounded) => "Unbounded",
        Some(DomainJobType::Completed) => "Completed",
        Some(DomainJobType::Failed) => "Failed",
        Some(DomainJobType::Cancelled) => "Cancelled",
        None => "Unknown",
    };
    let mut fields = Fields::wide(17);
    fields.row("Job type:", kind);
    for p in &job.params {
        fields.row(format!("{}:", p.field), shown(&p.value));
    }
    let mut value = object(&job.params);
    value.insert("job_type".to_owned(), kind.into());
    Ok(Report::Both(
        Report::Fields(fields).text(false),
        Value::Object(value),
    ))
}

async fn abort(shell: &mut Shell, args: &Args) -> Outcome {
    find::domain(shell, args).await?.abort_job().await?;
    Ok(Report::Nothing)
}
