//! Moving domains to other hosts.

use super::{Outcome, commands};
use crate::error::{CliError, Context};
use crate::find;
use crate::grammar::Args;
use crate::report::Report;
use crate::shell::Shell;
use ferrovirt_api::Connection;
use ferrovirt_types::consts::DomainMigrateFlags as F;
use ferrovirt_types::param::TypedParam;
use serde_json::json;

commands! {
    "migrate", "migrate domain to another host", "<domain> <desturi> [--live] [--offline] [--p2p] [--direct] [--tunnelled] [--persistent] [--undefinesource] [--suspend] [--copy-storage-all] [--copy-storage-inc] [--copy-storage-synchronous-writes] [--change-protection] [--unsafe] [--verbose] [--compressed] [--auto-converge] [--rdma-pin-all] [--abort-on-error] [--postcopy] [--postcopy-after-precopy] [--postcopy-resume] [--zerocopy] [--migrateuri <string>] [--graphicsuri <string>] [--listen-address <string>] [--dname <string>] [--timeout <number>] [--timeout-suspend] [--timeout-postcopy] [--xml <string>] [--migrate-disks <string>] [--disks-port <number>] [--disks-uri <string>] [--comp-methods <string>] [--comp-mt-level <number>] [--comp-mt-threads <number>] [--comp-mt-dthreads <number>] [--comp-xbzrle-cache <number>] [--auto-converge-initial <number>] [--auto-converge-increment <number>] [--persistent-xml <string>] [--tls] [--postcopy-bandwidth <number>] [--parallel] [--parallel-connections <number>] [--bandwidth <number>] [--tls-destination <string>]" => migrate;
    "migrate-setmaxdowntime", "set maximum tolerable downtime", "<domain> <downtime>" => set_downtime;
    "migrate-getmaxdowntime", "get maximum tolerable downtime", "<domain>" => get_downtime;
    "migrate-setspeed", "Set the maximum migration bandwidth", "<domain> <bandwidth> [--postcopy]" => set_speed;
    "migrate-getspeed", "Get the maximum migration bandwidth", "<domain> [--postcopy]" => get_speed;
    "migrate-compcache", "get/set compression cache size", "<domain> [--size <number>]" => cache;
    "migrate-postcopy", "Switch running migration from pre-copy to post-copy", "<domain>" => postcopy;
}

/// Options that are flags.
const FLAGS: &[(&str, F)] = &[
    ("live", F::LIVE),
    ("offline", F::OFFLINE),
    ("p2p", F::PEER2PEER),
    ("tunnelled", F::TUNNELLED),
    ("persistent", F::PERSIST_DEST),
    ("undefinesource", F::UNDEFINE_SOURCE),
    ("suspend", F::PAUSED),
    ("copy-storage-all", F::NON_SHARED_DISK),
    ("copy-storage-inc", F::NON_SHARED_INC),
    (
        "copy-storage-synchronous-writes",
        F::NON_SHARED_SYNCHRONOUS_WRITES,
    ),
    ("change-protection", F::CHANGE_PROTECTION),
    ("unsafe", F::UNSAFE),
    ("compressed", F::COMPRESSED),
    ("auto-converge", F::AUTO_CONVERGE),
    ("rdma-pin-all", F::RDMA_PIN_ALL),
    ("abort-on-error", F::ABORT_ON_ERROR),
    ("postcopy", F::POSTCOPY),
    ("postcopy-resume", F::POSTCOPY_RESUME),
    ("zerocopy", F::ZEROCOPY),
    ("tls", F::TLS),
    ("parallel", F::PARALLEL),
];

/// Options that are texts, those that are numbers of 32 bits, and those of 64, with their parameter.
const TEXTS: &[(&str, &str)] = &[
    ("migrateuri", "migrate_uri"),
    ("graphicsuri", "graphics_uri"),
    ("listen-address", "listen_address"),
    ("dname", "destination_name"),
    ("disks-uri", "disks_uri"),
    ("tls-destination", "tls.destination"),
];
const NUMBERS: &[(&str, &str)] = &[
    ("disks-port", "disks_port"),
    ("comp-mt-level", "compression.mt.level"),
    ("comp-mt-threads", "compression.mt.threads"),
    ("comp-mt-dthreads", "compression.mt.dthreads"),
    ("auto-converge-initial", "auto_converge.initial"),
    ("auto-converge-increment", "auto_converge.increment"),
    ("parallel-connections", "parallel.connections"),
];
const LONG: &[(&str, &str)] = &[
    ("bandwidth", "bandwidth"),
    ("postcopy-bandwidth", "bandwidth.postcopy"),
    ("comp-xbzrle-cache", "compression.xbzrle.cache"),
];
/// Options that hold several texts.
const LISTS: &[(&str, &str)] = &[
    ("migrate-disks", "migrate_disks"),
    ("comp-methods", "compression"),
];
/// Options that name files with documents.
const FILES: &[(&str, &str)] = &[("xml", "destination_xml"), ("persistent-xml", "persistent_xml")];

async fn parameters(args: &Args) -> Result<Vec<TypedParam>, CliError> {
    let mut params = Vec::new();
    for (option, field) in TEXTS {
        params.extend(args.text(option).map(|text| TypedParam::new(*field, text)));
    }
    for (option, field) in NUMBERS {
        params.extend(
            args.number::<i32>(option)?
                .map(|number| TypedParam::new(*field, number)),
        );
    }
    for (option, field) in LONG {
        params.extend(
            args.number::<u64>(option)?
                .map(|number| TypedParam::new(*field, number)),
        );
    }
    for (option, field) in LISTS {
        let list = args.text(option).unwrap_or_default();
        let parts = list.split(',').filter(|part| !part.is_empty());
        params.extend(parts.map(|part| TypedParam::new(*field, part)));
    }
    for (option, field) in FILES {
        if let Some(file) = args.text(option) {
            params.push(TypedParam::new(*field, find::file(file).await?));
        }
    }
    Ok(params)
}

async fn migrate(shell: &mut Shell, args: &Args) -> Outcome {
    args.exclusive("live", "offline")?;
    args.exclusive("timeout-suspend", "timeout-postcopy")?;
    if args.flag("tunnelled") && !args.flag("p2p") {
        return Err(CliError::text("Option --tunnelled requires option --p2p"));
    }
    let domain = find::domain(shell, args).await?;
    let flags = FLAGS
        .iter()
        .filter(|(option, _)| args.flag(option))
        .fold(F::empty(), |flags, (_, flag)| flags | *flag);
    let params = parameters(args).await?;
    let target = args.need("desturi");
    let moving = async {
        if args.flag("p2p") || args.flag("direct") {
            domain.migrate_to_uri(target, &params, flags).await.map(drop)
        } else {
            let destination = Connection::open(target).await?;
            domain.migrate(&destination, &params, flags).await.map(drop)
        }
    };
    tokio::select! {
        moved = moving => moved?,
        // The guest stays where it is; what was begun is undone by both hosts.
        _ = tokio::signal::ctrl_c() => {
            domain.abort_job().await?;
            return Err(CliError::text("the migration was given up"));
        }
    }
    Ok(Report::Nothing)
}

async fn set_downtime(shell: &mut Shell, args: &Args) -> Outcome {
    let domain = find::domain(shell, args).await?;
    let milliseconds: u64 = args.number("downtime")?.unwrap_or(0);
    if milliseconds < 1 {
        return Err(CliError::text("migrate: Invalid downtime"));
    }
    let migration = &domain.connection().drivers().migration;
    migration
        .domain_migrate_set_max_downtime(domain.identity(), milliseconds, 0)
        .await?;
    Ok(Report::Nothing)
}

async fn get_downtime(shell: &mut Shell, args: &Args) -> Outcome {
    let domain = find::domain(shell, args).await?;
    let migration = &domain.connection().drivers().migration;
    let milliseconds = migration
        .domain_migrate_get_max_downtime(domain.identity(), 0)
        .await?;
    Ok(Report::number(milliseconds))
}

async fn set_speed(shell: &mut Shell, args: &Args) -> Outcome {
    let domain = find::domain(shell, args).await?;
    let speed = args.number("bandwidth")?.unwrap_or(0);
    let migration = &domain.connection().drivers().migration;
    migration
        .domain_migrate_set_max_speed(domain.identity(), speed, args.bit("postcopy", 1))
        .await?;
    Ok(Report::Nothing)
}

async fn get_speed(shell: &mut Shell, args: &Args) -> Outcome {
    let domain = find::domain(shell, args).await?;
    let migration = &domain.connection().drivers().migration;
    let speed = migration
        .domain_migrate_get_max_speed(domain.identity(), args.bit("postcopy", 1))
        .await?;
    Ok(Report::number(speed))
}

async fn cache(shell: &mut Shell, args: &Args) -> Outcome {
    let domain = find::domain(shell, args).await?;
    let migration = domain.connection().drivers().migration.clone();
    if let Some(bytes) = args.size("size", 1)? {
        migration
            .domain_migrate_set_compression_cache(domain.identity(), bytes, 0)
            .await?;
    }
    let bytes = migration
        .domain_migrate_get_compression_cache(domain.identity(), 0)
        .await?;
    let size = crate::units::pretty(bytes);
    Ok(Report::Both(
        format!("Compression cache: {size}"),
        json!({ "bytes": bytes }),
    ))
}

async fn postcopy(shell: &mut Shell, args: &Args) -> Outcome {
    let domain = find::domain(shell, args).await?;
    let migration = &domain.connection().drivers().migration;
    let switched = migration
        .domain_migrate_start_post_copy(domain.identity(), 0)
        .await;
    switched.context(|| "cannot switch to post-copy".to_owned())?;
    Ok(Report::Nothing)
}
