//! The list of domains.

use super::domain_info::state_name;
use super::{Outcome, commands};
use crate::error::Context;
use crate::grammar::Args;
use crate::report::{Report, Table};
use crate::shell::Shell;
use ferrovirt_api::{Domain, Metadata};
use ferrovirt_types::consts::{ConnectListAllDomainsFlags as F, DomainModificationImpact};

commands! {
    "list", "list domains", "[--inactive] [--all] [--transient] [--persistent] [--with-snapshot] [--without-snapshot] [--with-checkpoint] [--without-checkpoint] [--state-running] [--state-paused] [--state-shutoff] [--state-other] [--autostart] [--no-autostart] [--with-managed-save] [--without-managed-save] [--uuid] [--name] [--id] [--table] [--managed-save] [--title]" => list;
}

/// The filter that the switches describe. Without any that says so, only active domains are listed.
fn filter(args: &Args) -> F {
    let mut flags = F::ACTIVE;
    if args.flag("inactive") || args.flag("state-shutoff") {
        flags = F::INACTIVE;
    }
    if args.flag("all") {
        flags = F::ACTIVE | F::INACTIVE;
    }
    let others = args.bit("transient", F::TRANSIENT)
        | args.bit("persistent", F::PERSISTENT)
        | args.bit("with-snapshot", F::HAS_SNAPSHOT)
        | args.bit("without-snapshot", F::NO_SNAPSHOT)
        | args.bit("with-checkpoint", F::HAS_CHECKPOINT)
        | args.bit("without-checkpoint", F::NO_CHECKPOINT)
        | args.bit("state-running", F::RUNNING)
        | args.bit("state-paused", F::PAUSED)
        | args.bit("state-shutoff", F::SHUTOFF)
        | args.bit("state-other", F::OTHER)
        | args.bit("autostart", F::AUTOSTART)
        | args.bit("no-autostart", F::NO_AUTOSTART)
        | args.bit("with-managed-save", F::MANAGEDSAVE)
        | args.bit("without-managed-save", F::NO_MANAGEDSAVE);
    flags | others
}

async fn list(shell: &mut Shell, args: &Args) -> Outcome {
    for (one, other) in [("table", "name"), ("table", "uuid"), ("table", "id")] {
        args.exclusive(one, other)?;
    }
    let connection = shell.connection().await?;
    let domains = connection
        .domains(filter(args))
        .await
        .context(|| "Failed to list domains".to_owned())?;
    let mut domains: Vec<Domain> = domains;
    domains.sort_by(|a, b| {
        let rank = |d: &Domain| (d.id().is_none(), d.id());
        rank(a).cmp(&rank(b)).then_with(|| a.name().cmp(b.name()))
    });
    if ["uuid", "name", "id"].iter().any(|o| args.flag(o)) {
        let lines = Report::Lines(domains.iter().filter_map(|d| identities(d, args)).collect());
        let only_ids = !args.flag("uuid") && !args.flag("name");
        return Ok(if only_ids {
            let ids = domains.iter().filter_map(Domain::id).collect();
            Report::Both(lines.text(false), ids)
        } else {
            lines
        });
    }
    let title = args.flag("title");
    let mut table = if title {
        Table::new(["Id", "Name", "State", "Title"])
    } else {
        Table::new(["Id", "Name", "State"])
    };
    for domain in &domains {
        let state = domain.state().await.map_or("no state", state_name);
        let saved = args.flag("managed-save")
            && domain.id().is_none()
            && domain.has_managed_save().await.unwrap_or(false);
        let id = domain.id().map_or_else(|| "-".to_owned(), |id| id.to_string());
        let state = if saved { "saved" } else { state };
        let mut row = vec![id, domain.name().to_owned(), state.to_owned()];
        if title {
            let text = domain
                .metadata(Metadata::Title, DomainModificationImpact::empty())
                .await;
            row.push(text.ok().flatten().unwrap_or_default());
        }
        table.row(row);
    }
    Ok(Report::Table(table))
}

/// The identities that the switches ask for, in a line; nothing of a domain that has none of them.
fn identities(domain: &Domain, args: &Args) -> Option<String> {
    let mut parts = Vec::new();
    if args.flag("id") {
        let alone = !args.flag("uuid") && !args.flag("name");
        match domain.id() {
            Some(id) => parts.push(id.to_string()),
            None if alone => return None,
            None => parts.push("-".to_owned()),
        }
    }
    if args.flag("uuid") {
        parts.push(domain.uuid().to_string());
    }
    if args.flag("name") {
        parts.push(domain.name().to_owned());
    }
    Some(parts.join(" "))
}
