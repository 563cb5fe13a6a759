//! The names of a domain, one for another.

use super::{Outcome, commands};
use crate::find;
use crate::grammar::Args;
use crate::report::Report;
use crate::shell::Shell;
use serde_json::Value;

commands! {
    "domid", "convert a domain name or UUID to domain id", "<domain>" => id;
    "domname", "convert a domain id or UUID to domain name", "<domain>" => name;
    "domuuid", "convert a domain name or id to domain UUID", "<domain>" => uuid;
}

async fn id(shell: &mut Shell, args: &Args) -> Outcome {
    let id = find::domain(shell, args).await?.id();
    Ok(id.map_or_else(|| Report::Both("-".to_owned(), Value::Null), Report::number))
}

async fn name(shell: &mut Shell, args: &Args) -> Outcome {
    let domain = find::domain(shell, args).await?;
    if args.need("domain") == domain.name() {
        // What is called by its name already is not looked up by it.
        return Err(find::no_domain(domain.name()));
    }
    Ok(Report::Text(domain.name().to_owned()))
}

async fn uuid(shell: &mut Shell, args: &Args) -> Outcome {
    Ok(Report::Text(find::domain(shell, args).await?.uuid().to_string()))
}
