//! Documents of saved domains.

use super::{Outcome, commands};
use crate::error::{CliError, Context};
use crate::find;
use crate::grammar::Args;
use crate::report::Report;
use crate::shell::Shell;
use crate::xml::select;

commands! {
    "save-image-define", "redefine the XML for a domain's saved state file", "<file> <xml> [--running] [--paused]" => image_define;
    "save-image-dumpxml", "saved state domain information in XML", "<file> [--security-info] [--xpath <string>] [--wrap]" => image_xml;
    "managedsave-define", "redefine the XML for a domain's managed save state file", "<domain> <xml> [--running] [--paused]" => managed_define;
    "managedsave-dumpxml", "Domain information of managed save state file in XML", "<domain> [--security-info] [--xpath <string>] [--wrap]" => managed_xml;
}

/// In which state a saved domain comes back.
pub fn state(args: &Args) -> Result<u32, CliError> {
    args.exclusive("running", "paused")?;
    Ok(args.bit("running", 2) | args.bit("paused", 4))
}

async fn image_define(shell: &mut Shell, args: &Args) -> Outcome {
    let flags = state(args)?;
    let connection = shell.connection().await?;
    let file = find::absolute(args.need("file"))?;
    let xml = find::file(args.need("xml")).await?;
    let config = &connection.drivers().config;
    let defined = config.domain_save_image_define_xml(&file, &xml, flags).await;
    defined.context(|| format!("Failed to update {file}"))?;
    Ok(Report::said(format!("State file {file} updated.")))
}

async fn image_xml(shell: &mut Shell, args: &Args) -> Outcome {
    let connection = shell.connection().await?;
    let file = find::absolute(args.need("file"))?;
    let flags = args.bit("security-info", 1);
    let config = &connection.drivers().config;
    select(config.domain_save_image_get_xml_desc(&file, flags).await?, args)
}

async fn managed_define(shell: &mut Shell, args: &Args) -> Outcome {
    let flags = state(args)?;
    let domain = find::domain(shell, args).await?;
    let xml = find::file(args.need("xml")).await?;
    let lifecycle = &domain.connection().drivers().lifecycle;
    let name = domain.name();
    let defined = lifecycle
        .domain_managed_save_define_xml(domain.identity(), Some(&xml), flags)
        .await;
    defined.context(|| format!("Failed to update {name} XML configuration"))?;
    Ok(Report::said(format!(
        "Managed save state file of domain '{name}' updated."
    )))
}

async fn managed_xml(shell: &mut Shell, args: &Args) -> Outcome {
    let domain = find::domain(shell, args).await?;
    let flags = args.bit("security-info", 1);
    let lifecycle = &domain.connection().drivers().lifecycle;
    let text = lifecycle
        .domain_managed_save_get_xml_desc(domain.identity(), flags)
        .await?;
    select(text, args)
}
