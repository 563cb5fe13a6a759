//! Starting and stopping domains.

use super::{Outcome, commands, console};
use crate::error::{CliError, Context};
use crate::files;
use crate::find;
use crate::grammar::Args;
use crate::report::Report;
use crate::shell::Shell;
use ferrovirt_types::consts::{
    DomainCoreDumpFlags, DomainCoreDumpFormat, DomainCreateFlags, DomainDestroyFlags, DomainFdAssociateFlags,
    DomainRebootFlags, DomainSaveRestoreFlags, DomainShutdownFlags,
};

commands! {
    "create", "create a domain from an XML file", "<file> [--console] [--paused] [--autodestroy] [--pass-fds <string>] [--validate] [--reset-nvram]" => create;
    "start", "start a (previously defined) inactive domain", "<domain> [--console] [--paused] [--autodestroy] [--bypass-cache] [--force-boot] [--pass-fds <string>] [--reset-nvram]" => start;
    "destroy", "destroy (stop) a domain", "<domain> [--graceful] [--remove-logs]" => destroy;
    "shutdown", "gracefully shutdown a domain", "<domain> [--mode <string>]" => shutdown;
    "reboot", "reboot a domain", "<domain> [--mode <string>]" => reboot;
    "reset", "reset a domain", "<domain>" => reset;
    "suspend", "suspend a domain", "<domain>" => suspend;
    "resume", "resume a domain", "<domain>" => resume;
    "save", "save a domain state to a file", "<domain> <file> [--bypass-cache] [--xml <string>] [--running] [--paused] [--verbose]" => save;
    "restore", "restore a domain from a saved state in a file", "<file> [--bypass-cache] [--xml <string>] [--running] [--paused] [--reset-nvram]" => restore;
    "managedsave", "managed save of a domain state", "<domain> [--bypass-cache] [--running] [--paused] [--verbose]" => managed_save;
    "managedsave-remove", "remove managed save of a domain", "<domain>" => managed_save_remove;
    "dump", "dump the core of a domain to a file for analysis", "<domain> <file> [--live] [--crash] [--bypass-cache] [--reset] [--verbose] [--memory-only] [--format <string>]" => dump;
    "dompmwakeup", "wakeup a domain from pmsuspended state", "<domain>" => wake_up;
    "dom-fd-associate", "associate a FD with a domain", "<domain> <name> <pass-fds> [--seclabel-writable] [--seclabel-restore]" => associate;
    "inject-nmi", "inject NMI to the guest", "<domain>" => inject_nmi;
}

fn create_flags(args: &Args) -> DomainCreateFlags {
    args.bit("paused", DomainCreateFlags::START_PAUSED)
        | args.bit("autodestroy", DomainCreateFlags::START_AUTODESTROY)
        | args.bit("bypass-cache", DomainCreateFlags::START_BYPASS_CACHE)
        | args.bit("force-boot", DomainCreateFlags::START_FORCE_BOOT)
        | args.bit("validate", DomainCreateFlags::START_VALIDATE)
        | args.bit("reset-nvram", DomainCreateFlags::START_RESET_NVRAM)
}

async fn create(shell: &mut Shell, args: &Args) -> Outcome {
    let file = args.need("file");
    let connection = shell.connection().await?;
    let xml = find::file(file).await?;
    let files = files::handed_on(args.text("pass-fds"))?;
    let created = if files.is_empty() {
        connection.create_domain(&xml, create_flags(args)).await
    } else {
        connection
            .create_domain_with_files(&xml, files, create_flags(args))
            .await
    };
    let domain = created.context(|| format!("Failed to create domain from {file}"))?;
    let done = Report::Done(format!("Domain '{}' created from {file}", domain.name()));
    if args.flag("console") {
        shell.say(&done.text(shell.options.quiet))?;
        return console::attach(
            shell,
            &domain,
            None,
            ferrovirt_types::consts::DomainConsoleFlags::empty(),
        )
        .await;
    }
    Ok(done)
}

async fn start(shell: &mut Shell, args: &Args) -> Outcome {
    let domain = find::domain(shell, args).await?;
    if domain.id().is_some() {
        return Err(CliError::text("Domain is already active"));
    }
    let name = domain.name().to_owned();
    let files = files::handed_on(args.text("pass-fds"))?;
    let started = if files.is_empty() {
        domain.start(create_flags(args)).await
    } else {
        domain.start_with_files(files, create_flags(args)).await
    };
    let started = started.context(|| format!("Failed to start domain '{name}'"))?;
    let done = Report::Done(format!("Domain '{name}' started"));
    if args.flag("console") {
        shell.say(&done.text(shell.options.quiet))?;
        return console::attach(
            shell,
            &started,
            None,
            ferrovirt_types::consts::DomainConsoleFlags::empty(),
        )
        .await;
    }
    Ok(done)
}

async fn destroy(shell: &mut Shell, args: &Args) -> Outcome {
    let domain = find::domain(shell, args).await?;
    let flags = args.bit("graceful", DomainDestroyFlags::GRACEFUL)
        | args.bit("remove-logs", DomainDestroyFlags::REMOVE_LOGS);
    let name = domain.name();
    domain
        .destroy(flags)
        .await
        .context(|| format!("Failed to destroy domain '{name}'"))?;
    Ok(Report::Done(format!("Domain '{name}' destroyed")))
}

/// The bits of `--mode`, a list of words.
fn modes(args: &Args) -> Result<u32, CliError> {
    let mut bits = 0;
    for mode in args
        .text("mode")
        .unwrap_or_default()
        .split(',')
        .filter(|m| !m.is_empty())
    {
        bits |= match mode {
            "acpi" => 1,
            "agent" => 2,
            "initctl" => 4,
            "signal" => 8,
            "paravirt" => 16,
            other => {
                let known = "'acpi', 'agent', 'initctl', 'signal' or 'paravirt'";
                return Err(CliError::text(format!(
                    "Unknown mode {other} value, expecting {known}"
                )));
            }
        };
    }
    Ok(bits)
}

async fn shutdown(shell: &mut Shell, args: &Args) -> Outcome {
    let flags = DomainShutdownFlags::from_bits_retain(modes(args)?);
    let domain = find::domain(shell, args).await?;
    let name = domain.name();
    domain
        .shutdown(flags)
        .await
        .context(|| format!("Failed to shutdown domain '{name}'"))?;
    Ok(Report::Done(format!("Domain '{name}' is being shutdown")))
}

async fn reboot(shell: &mut Shell, args: &Args) -> Outcome {
    let flags = DomainRebootFlags::from_bits_retain(modes(args)?);
    let domain = find::domain(shell, args).await?;
    let name = domain.name();
    domain
        .reboot(flags)
        .await
        .context(|| format!("Failed to reboot domain '{name}'"))?;
    Ok(Report::Done(format!("Domain '{name}' is being rebooted")))
}

async fn reset(shell: &mut Shell, args: &Args) -> Outcome {
    let domain = find::domain(shell, args).await?;
    let name = domain.name();
    domain
        .reset()
        .await
        .context(|| format!("Failed to reset domain '{name}'"))?;
    Ok(Report::Done(format!("Domain '{name}' was reset")))
}

async fn suspend(shell: &mut Shell, args: &Args) -> Outcome {
    let domain = find::domain(shell, args).await?;
    let name = domain.name();
    domain
        .suspend()
        .await
        .context(|| format!("Failed to suspend domain '{name}'"))?;
    Ok(Report::Done(format!("Domain '{name}' suspended")))
}

async fn resume(shell: &mut Shell, args: &Args) -> Outcome {
    let domain = find::domain(shell, args).await?;
    let name = domain.name();
    domain
        .resume()
        .await
        .context(|| format!("Failed to resume domain '{name}'"))?;
    Ok(Report::Done(format!("Domain '{name}' resumed")))
}

fn save_flags(args: &Args) -> DomainSaveRestoreFlags {
    args.bit("bypass-cache", DomainSaveRestoreFlags::BYPASS_CACHE)
        | args.bit("running", DomainSaveRestoreFlags::RUNNING)
        | args.bit("paused", DomainSaveRestoreFlags::PAUSED)
        | args.bit("reset-nvram", DomainSaveRestoreFlags::RESET_NVRAM)
}

/// The document of the option `xml`, if it was given.
async fn other_definition(args: &Args) -> Result<Option<String>, CliError> {
    match args.text("xml") {
        Some(file) => find::file(file).await.map(Some),
        None => Ok(None),
    }
}

async fn save(shell: &mut Shell, args: &Args) -> Outcome {
    let domain = find::domain(shell, args).await?;
    let xml = other_definition(args).await?;
    let (name, file) = (domain.name(), args.need("file"));
    let saved = domain
        .save(&find::absolute(file)?, xml.as_deref(), save_flags(args))
        .await;
    saved.context(|| format!("Failed to save domain '{name}' to {file}"))?;
    Ok(Report::Done(format!("\nDomain '{name}' saved to {file}")))
}

/// The path as the daemon, which runs elsewhere, must be told.
async fn restore(shell: &mut Shell, args: &Args) -> Outcome {
    let connection = shell.connection().await?;
    let xml = other_definition(args).await?;
    let file = args.need("file");
    let restored = connection
        .restore_domain(&find::absolute(file)?, xml.as_deref(), save_flags(args))
        .await;
    restored.context(|| format!("Failed to restore domain from {file}"))?;
    Ok(Report::Done(format!("Domain restored from {file}")))
}

async fn managed_save(shell: &mut Shell, args: &Args) -> Outcome {
    let domain = find::domain(shell, args).await?;
    let name = domain.name();
    domain
        .managed_save(save_flags(args))
        .await
        .context(|| format!("Failed to save domain '{name}' state"))?;
    Ok(Report::Done(format!("\nDomain '{name}' state saved by libvirt")))
}

async fn managed_save_remove(shell: &mut Shell, args: &Args) -> Outcome {
    let domain = find::domain(shell, args).await?;
    let name = domain.name();
    if !domain
        .has_managed_save()
        .await
        .context(|| "Failed to check for domain managed save image".to_owned())?
    {
        return Ok(Report::Done(format!(
            "Domain '{name}' has no manage save image; removal skipped"
        )));
    }
    let removed = domain.remove_managed_save().await;
    removed.context(|| format!("Failed to remove managed save image for domain '{name}'"))?;
    Ok(Report::Done(format!(
        "Removed managedsave image for domain '{name}'"
    )))
}

async fn dump(shell: &mut Shell, args: &Args) -> Outcome {
    let domain = find::domain(shell, args).await?;
    let (name, file) = (domain.name(), args.need("file"));
    let format = match args.text("format") {
        None | Some("elf") => DomainCoreDumpFormat::Raw,
        Some("kdump-zlib") => DomainCoreDumpFormat::KdumpZlib,
        Some("kdump-lzo") => DomainCoreDumpFormat::KdumpLzo,
        Some("kdump-snappy") => DomainCoreDumpFormat::KdumpSnappy,
        Some("win-dmp") => DomainCoreDumpFormat::WinDmp,
        Some(other) => {
            return Err(CliError::text(format!(
                "format '{other}' is not supported, expecting 'kdump-zlib', 'kdump-lzo', 'kdump-snappy', 'win-dmp' or 'elf'"
            )));
        }
    };
    let flags = args.bit("live", DomainCoreDumpFlags::LIVE)
        | args.bit("crash", DomainCoreDumpFlags::CRASH)
        | args.bit("bypass-cache", DomainCoreDumpFlags::BYPASS_CACHE)
        | args.bit("reset", DomainCoreDumpFlags::RESET)
        | args.bit("memory-only", DomainCoreDumpFlags::MEMORY_ONLY);
    let dumped = domain.core_dump(&find::absolute(file)?, format, flags).await;
    dumped.context(|| format!("Failed to core dump domain '{name}' to {file}"))?;
    Ok(Report::Done(format!("\nDomain '{name}' dumped to {file}")))
}

async fn wake_up(shell: &mut Shell, args: &Args) -> Outcome {
    let domain = find::domain(shell, args).await?;
    let name = domain.name();
    domain
        .wake_up()
        .await
        .context(|| format!("Domain '{name}' could not be woken up"))?;
    Ok(Report::Done(format!("Domain '{name}' successfully woken up")))
}

async fn inject_nmi(shell: &mut Shell, args: &Args) -> Outcome {
    find::domain(shell, args).await?.inject_nmi().await?;
    Ok(Report::Nothing)
}

async fn associate(shell: &mut Shell, args: &Args) -> Outcome {
    let domain = find::domain(shell, args).await?;
    let flags = args.bit("seclabel-writable", DomainFdAssociateFlags::WRITABLE)
        | args.bit("seclabel-restore", DomainFdAssociateFlags::RESTORE);
    let files = files::handed_on(args.text("pass-fds"))?;
    let devices = &domain.connection().drivers().devices;
    devices
        .domain_fd_associate(domain.identity(), args.need("name"), flags.bits(), files)
        .await?;
    Ok(Report::Nothing)
}
