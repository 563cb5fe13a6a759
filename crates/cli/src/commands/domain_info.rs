//! What a domain is.

use super::{Outcome, commands};
use crate::error::{CliError, Context};
use crate::find;
use crate::grammar::Args;
use crate::report::{Fields, Report, Table};
use crate::shell::Shell;
use crate::units::ranges;
use ferrovirt_api::{Domain, State, VcpuInfo};
use ferrovirt_types::consts::{
    DomainControlState, DomainInterfaceAddressesSource, DomainModificationImpact, DomainXmlFlags,
    ErrorNumber, IpAddrType, VcpuState,
};
use serde_json::json;
use std::fmt::Write as _;
use std::time::Duration;

commands! {
    "dominfo", "domain information", "<domain>" => info;
    "domstate", "domain state", "<domain> [--reason]" => state;
    "domcontrol", "domain control interface state", "<domain>" => control;
    "domblklist", "list all domain blocks", "<domain> [--inactive] [--details]" => disks;
    "domiflist", "list all domain virtual interfaces", "<domain> [--inactive]" => interfaces;
    "domifaddr", "Get network interfaces' addresses for a running domain", "<domain> [--interface <string>] [--full] [--source <string>]" => addresses;
    "domif-getlink", "get link state of a virtual interface", "<domain> <interface> [--config]" => link;
    "vcpuinfo", "detailed domain vcpu information", "<domain> [--pretty]" => vcpus;
    "domhostname", "print the domain's hostname", "<domain> [--source <string>]" => hostname;
}

/// A state in a word.
pub fn state_name(state: State) -> &'static str {
    match state {
        State::Running(_) => "running",
        State::Blocked(_) => "idle",
        State::Paused(_) => "paused",
        State::Shutdown(_) => "in shutdown",
        State::Shutoff(_) => "shut off",
        State::Crashed(_) => "crashed",
        State::PmSuspended(_) => "pmsuspended",
        State::NoState(_) | State::Other(..) => "no state",
    }
}

/// Why a domain is in its state. The words of each state stand at the number of the reason.
fn reason_name(state: State) -> &'static str {
    let word = |raw: Option<i32>, words: &[&'static str]| {
        raw.and_then(|r| usize::try_from(r).ok())
            .and_then(|r| words.get(r).copied())
            .unwrap_or("unknown")
    };
    match state {
        State::Running(r) => word(
            r.map(|r| r.raw()),
            &[
                "unknown",
                "booted",
                "migrated",
                "restored",
                "from snapshot",
                "unpaused",
                "migration canceled",
                "save canceled",
                "event wakeup",
                "crashed",
                "post-copy",
                "post-copy failed",
            ],
        ),
        State::Paused(r) => word(
            r.map(|r| r.raw()),
            &[
                "unknown",
                "user",
                "migrating",
                "saving",
                "dumping",
                "I/O error",
                "watchdog",
                "from snapshot",
                "shutting down",
                "creating snapshot",
                "crashed",
                "starting up",
                "post-copy",
                "post-copy failed",
                "api error",
            ],
        ),
        State::Shutdown(r) => word(r.map(|r| r.raw()), &["unknown", "user"]),
        State::Shutoff(r) => word(
            r.map(|r| r.raw()),
            &[
                "unknown",
                "shutdown",
                "destroyed",
                "crashed",
                "migrated",
                "saved",
                "failed",
                "from snapshot",
                "daemon",
            ],
        ),
        State::Crashed(r) => word(r.map(|r| r.raw()), &["unknown", "panicked"]),
        State::NoState(_) | State::Blocked(_) | State::PmSuspended(_) | State::Other(..) => "unknown",
    }
}

async fn info(shell: &mut Shell, args: &Args) -> Outcome {
    let domain = find::domain(shell, args).await?;
    let mut fields = Fields::new();
    fields
        .row(
            "Id:",
            domain.id().map_or_else(|| "-".to_owned(), |id| id.to_string()),
        )
        .row("Name:", domain.name())
        .row("UUID:", domain.uuid());
    if let Ok(os) = domain.os_type().await {
        fields.row("OS Type:", os);
    }
    let info = domain.info().await?;
    let state = info
        .state
        .map_or("no state", |s| state_name(State::from_raw(s.raw(), 0)));
    fields.row("State:", state).row("CPU(s):", info.vcpus);
    if !info.cpu_time.is_zero() {
        fields.row("CPU time:", format!("{:.1}s", info.cpu_time.as_secs_f64()));
    }
    fields.row("Max memory:", format!("{} KiB", info.max_memory_kib));
    fields.row("Used memory:", format!("{} KiB", info.memory_kib));
    let yes_no = |r: ferrovirt_api::Result<bool>| r.map_or("unknown", |b| if b { "yes" } else { "no" });
    fields.row("Persistent:", yes_no(domain.is_persistent().await));
    if let Ok(on) = domain.autostart().await {
        fields.row("Autostart:", if on { "enable" } else { "disable" });
    }
    fields.row("Managed save:", yes_no(domain.has_managed_save().await));
    security(&domain, &mut fields).await;
    let messages = domain.messages().await.unwrap_or_default();
    for (at, message) in messages.into_iter().enumerate() {
        fields.row(if at == 0 { "Messages:" } else { "" }, message);
    }
    Ok(Report::Fields(fields))
}

/// How the host confines the domain, when it does.
async fn security(domain: &Domain, fields: &mut Fields) {
    let Ok((model, doi)) = domain.connection().security_model().await else {
        return;
    };
    if model.is_empty() {
        return;
    }
    fields.row("Security model:", model).row("Security DOI:", doi);
    if domain.id().is_none() {
        return;
    }
    if let Ok((label, enforcing)) = domain.security_label().await
        && !label.is_empty()
    {
        fields.row(
            "Security label:",
            format!("{label} ({})", if enforcing { "enforcing" } else { "permissive" }),
        );
    }
}

async fn state(shell: &mut Shell, args: &Args) -> Outcome {
    let state = find::domain(shell, args).await?.state().await?;
    let (name, reason) = (state_name(state), reason_name(state));
    let text = if args.flag("reason") {
        format!("{name} ({reason})")
    } else {
        name.to_owned()
    };
    Ok(Report::Both(text, json!({ "state": name, "reason": reason })))
}

async fn control(shell: &mut Shell, args: &Args) -> Outcome {
    let info = find::domain(shell, args).await?.control_info().await?;
    let seconds = info.since.as_secs_f64();
    Ok(Report::Text(match info.state {
        Some(DomainControlState::Ok) => "ok".to_owned(),
        Some(DomainControlState::Job) => format!("background job ({seconds:.3}s)"),
        Some(DomainControlState::Occupied) => format!("occupied ({seconds:.3}s)"),
        Some(DomainControlState::Error) | None => match info.details {
            1 => "error: monitor failure".to_owned(),
            2 => "error: internal (locking) error".to_owned(),
            _ => "error: unknown".to_owned(),
        },
    }))
}

/// The definition that the switches mean.
async fn definition(domain: &Domain, inactive: bool) -> Result<String, CliError> {
    let flags = if inactive {
        DomainXmlFlags::INACTIVE
    } else {
        DomainXmlFlags::empty()
    };
    Ok(domain.xml(flags).await?)
}

async fn disks(shell: &mut Shell, args: &Args) -> Outcome {
    let domain = find::domain(shell, args).await?;
    let xml = definition(&domain, args.flag("inactive")).await?;
    let details = args.flag("details");
    let mut table = if details {
        Table::new(["Type", "Device", "Target", "Source"])
    } else {
        Table::new(["Target", "Source"])
    };
    crate::xml::with_root(&xml, |root| {
        for disk in root
            .child("devices")
            .into_iter()
            .flat_map(|d| d.children_named("disk"))
        {
            let target = disk
                .child("target")
                .and_then(|t| t.attr("dev"))
                .unwrap_or("-")
                .to_owned();
            let source = disk.child("source").and_then(|s| {
                ["file", "dev", "dir", "name", "volume", "path"]
                    .iter()
                    .find_map(|a| s.attr(a))
                    .map(str::to_owned)
            });
            let source = source.unwrap_or_else(|| "-".to_owned());
            if details {
                let kind = disk.attr("type").unwrap_or("-").to_owned();
                table.row([
                    kind,
                    disk.attr("device").unwrap_or("disk").to_owned(),
                    target,
                    source,
                ]);
            } else {
                table.row([target, source]);
            }
        }
    })?;
    Ok(Report::Table(table))
}

async fn interfaces(shell: &mut Shell, args: &Args) -> Outcome {
    let domain = find::domain(shell, args).await?;
    let xml = definition(&domain, args.flag("inactive")).await?;
    let mut table = Table::new(["Interface", "Type", "Source", "Model", "MAC"]);
    crate::xml::with_root(&xml, |root| {
        for interface in root
            .child("devices")
            .into_iter()
            .flat_map(|d| d.children_named("interface"))
        {
            // The first of the attributes that the document has.
            let of = |child: &str, attrs: &[&str]| {
                let mut found = interface.child(child).into_iter().flat_map(|c| c.attrs());
                let found = found.find(|a| attrs.contains(&a.name));
                found.map_or_else(|| "-".to_owned(), |a| a.value.to_owned())
            };
            let kind = interface.attr("type").unwrap_or("-").to_owned();
            let source = of("source", &["bridge", "network", "dev", "name", "path", "address"]);
            table.row([
                of("target", &["dev"]),
                kind,
                source,
                of("model", &["type"]),
                of("mac", &["address"]),
            ]);
        }
    })?;
    Ok(Report::Table(table))
}

async fn addresses(shell: &mut Shell, args: &Args) -> Outcome {
    let source = match args.text("source") {
        None | Some("lease") => DomainInterfaceAddressesSource::Lease,
        Some("agent") => DomainInterfaceAddressesSource::Agent,
        Some("arp") => DomainInterfaceAddressesSource::Arp,
        Some(other) => return Err(CliError::text(format!("Unknown data source '{other}'"))),
    };
    let domain = find::domain(shell, args).await?;
    let wanted = args.text("interface");
    let list = domain.interface_addresses(source).await;
    let list = list.context(|| "Failed to query for interfaces addresses".to_owned())?;
    let mut text = String::new();
    if !shell.options.quiet {
        let _ = writeln!(
            text,
            " {:<10} {:<20} {:<8}     Address",
            "Name", "MAC address", "Protocol"
        );
        let _ = writeln!(text, "{}", "-".repeat(79));
    }
    let mut rows = Vec::new();
    for interface in list.iter().filter(|i| wanted.is_none_or(|w| w == i.name)) {
        let mac = interface.mac.as_deref().unwrap_or("N/A");
        if interface.addresses.is_empty() {
            let _ = writeln!(text, " {:<10} {mac:<17}    {:<8}     N/A", interface.name, "N/A");
        }
        for (at, a) in interface.addresses.iter().enumerate() {
            let family = if a.family == Some(IpAddrType::Ipv6) {
                "ipv6"
            } else {
                "ipv4"
            };
            let first = at == 0 || args.flag("full");
            let (name, shown) = if first {
                (interface.name.as_str(), mac)
            } else {
                ("-", "-")
            };
            let _ = writeln!(
                text,
                " {name:<10} {shown:<17}    {family:<8}     {}/{}",
                a.address, a.prefix
            );
            let (name, prefix) = (&interface.name, a.prefix);
            rows.push(json!({ "name": name, "mac": mac, "protocol": family, "address": a.address, "prefix": prefix }));
        }
    }
    Ok(Report::Both(text, rows.into()))
}

async fn link(shell: &mut Shell, args: &Args) -> Outcome {
    let domain = find::domain(shell, args).await?;
    let wanted = args.need("interface");
    let xml = definition(&domain, args.flag("config")).await?;
    let state = crate::xml::with_root(&xml, |root| {
        let found = root
            .child("devices")
            .into_iter()
            .flat_map(|d| d.children_named("interface"))
            .find(|i| {
                let is = |child: &str, attr: &str| i.child(child).and_then(|c| c.attr(attr)) == Some(wanted);
                is("target", "dev") || is("mac", "address")
            });
        found.map(|i| {
            i.child("link")
                .and_then(|l| l.attr("state"))
                .unwrap_or("default")
                .to_owned()
        })
    })?;
    let state = state.ok_or_else(|| CliError::text(format!("Interface '{wanted}' not found.")))?;
    let state = if state == "default" { "up" } else { &state };
    Ok(Report::Bare(
        format!("{wanted} {state}"),
        json!({ "interface": wanted, "link": state }),
    ))
}

async fn vcpus(shell: &mut Shell, args: &Args) -> Outcome {
    let domain = find::domain(shell, args).await?;
    let cpus = domain.connection().cpu_count().await?;
    let mut text = String::new();
    let mut rows = Vec::new();
    let vcpus = match domain.vcpus().await {
        Err(e) if e.is(ErrorNumber::OperationInvalid) && domain.id().is_none() => planned(&domain).await?,
        known => known?,
    };
    for vcpu in vcpus {
        let state = match vcpu.state {
            Some(VcpuState::Offline) => "offline",
            Some(VcpuState::Running) => "running",
            Some(VcpuState::Blocked) => "blocked",
            None => "N/A",
        };
        let cpu = vcpu.cpu.map_or_else(|| "N/A".to_owned(), |c| c.to_string());
        let affinity: String = if args.flag("pretty") {
            format!("{} (out of {cpus})", ranges(&vcpu.affinity))
        } else {
            // A host that reports millions of processors is shown as far as its affinity goes.
            (0..cpus.min(4096))
                .map(|c| if vcpu.affinity.contains(&c) { 'y' } else { '-' })
                .collect()
        };
        let seconds = vcpu.cpu_time.as_secs_f64();
        let mut fields = Fields::new();
        fields
            .row("VCPU:", vcpu.number)
            .row("CPU:", &cpu)
            .row("State:", state);
        if vcpu.state.is_none() {
            fields.row("CPU time", "N/A");
        } else if seconds > 0.0 {
            fields.row("CPU time:", format!("{seconds:.1}s"));
        }
        fields.row("CPU Affinity:", affinity);
        text.push_str(&Report::Fields(fields).text(false));
        text.push('\n');
        rows.push(json!({
            "vcpu": vcpu.number, "cpu": vcpu.cpu, "state": state, "cpu_time_s": seconds, "affinity": vcpu.affinity
        }));
    }
    // The last blank line is the one that every command ends with.
    text.truncate(text.trim_end_matches('\n').len() + usize::from(!text.is_empty()));
    Ok(Report::Both(text, rows.into()))
}

/// The processors that a domain that is off will have, and where they may run.
async fn planned(domain: &Domain) -> Result<Vec<VcpuInfo>, CliError> {
    let pins = domain.vcpu_pinning(DomainModificationImpact::CONFIG).await?;
    let one = |(number, affinity): (u32, Vec<u32>)| VcpuInfo {
        number,
        state: None,
        cpu_time: Duration::ZERO,
        cpu: None,
        affinity,
    };
    Ok((0..).zip(pins).map(one).collect())
}

async fn hostname(shell: &mut Shell, args: &Args) -> Outcome {
    use ferrovirt_types::consts::DomainGetHostnameFlags as F;
    let flags = match args.text("source") {
        None => F::empty(),
        Some("lease") => F::LEASE,
        Some("agent") => F::AGENT,
        Some(other) => return Err(CliError::text(format!("Unknown data source '{other}'"))),
    };
    let domain = find::domain(shell, args).await?;
    let agent = &domain.connection().drivers().guest_agent;
    let name = agent.domain_get_hostname(domain.identity(), flags.bits()).await;
    Ok(Report::Text(
        name.context(|| "failed to get hostname".to_owned())?,
    ))
}
