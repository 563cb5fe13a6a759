//! Long jobs of domains.

use super::domain_stats::{object, shown};
use super::{Outcome, commands};
use crate::find;
use crate::grammar::Args;
use crate::report::{Fields, Report};
use crate::shell::Shell;
use ferrovirt_types::consts::{DomainAbortJobFlags, DomainGetJobStatsFlags, DomainJobType};
use serde_json::Value;

commands! {
    "domjobinfo", "domain job information", "<domain> [--completed] [--keep-completed] [--anystats] [--rawstats]" => info;
    "domjobabort", "abort active domain job", "<domain> [--postcopy]" => abort;
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
    // A job that failed has little to say, unless it is asked to.
    let silent = job.kind == Some(DomainJobType::Failed) && !args.flag("anystats");
    for p in job.params.iter().filter(|_| !silent) {
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
    let domain = find::domain(shell, args).await?;
    let flags = args.bit("postcopy", DomainAbortJobFlags::POSTCOPY).bits();
    let jobs = &domain.connection().drivers().migration;
    jobs.domain_abort_job_flags(domain.identity(), flags).await?;
    Ok(Report::Nothing)
}
