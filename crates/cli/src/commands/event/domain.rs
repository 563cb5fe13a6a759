//! Lines for the events of domains.

use super::{Line, names};
use crate::commands::domain_stats::shown;
use ferrovirt_api::event::DomainEvent as D;
use ferrovirt_types::event::{GraphicsAddress, GraphicsEvent};
use ferrovirt_types::object::DomainRef;
use ferrovirt_types::param::TypedParam;

/// The line of an event.
pub fn line(dom: &DomainRef, event: &D) -> Line {
    let id = match event {
        // Shown under the name of the newer event, which has all of it.
        D::IoError { .. } => 6,
        other => other.id(),
    };
    Line {
        event: names::word(names::DOMAIN, id),
        class: "domain",
        object: dom.name.clone(),
        rest: rest(event),
    }
}

fn rest(event: &D) -> String {
    use names::word;
    match event {
        D::Lifecycle { event, detail } => {
            let details = usize::try_from(*event)
                .ok()
                .and_then(|e| names::DOMAIN_LIFE_DETAILS.get(e).copied());
            format!(
                ": {} {}",
                word(names::DOMAIN_LIFE, *event),
                word(details.unwrap_or_default(), *detail)
            )
        }
        D::RtcChange { offset } => format!(": {offset}"),
        D::Watchdog { action } => format!(": {}", word(names::WATCHDOG, *action)),
        D::IoError {
            src_path,
            dev_alias,
            action,
            reason,
        } => {
            format!(
                ": {src_path} ({dev_alias}) {} due to {reason}",
                word(names::IO_ERROR, *action)
            )
        }
        D::Graphics(e) => graphics(e),
        D::BlockJob {
            path,
            dev,
            kind,
            status,
        } => {
            let disk = if dev.is_empty() { path } else { dev };
            format!(
                ": {} for {disk} {}",
                word(names::BLOCK_JOB, *kind),
                word(names::BLOCK_JOB_STATUS, *status)
            )
        }
        D::DiskChange {
            old_src,
            new_src,
            alias,
            reason,
        } => {
            let source = |s: &Option<String>| s.clone().unwrap_or_default();
            let why = word(names::DISK_CHANGE, *reason);
            format!(" disk {alias}: {} -> {}: {why}", source(old_src), source(new_src))
        }
        D::TrayChange { alias, reason } => format!(" disk {alias}: {}", word(names::TRAY, *reason)),
        D::BalloonChange { actual } => format!(": {actual}KiB"),
        D::DeviceRemoved { alias } | D::DeviceAdded { alias } | D::DeviceRemovalFailed { alias } => {
            format!(": {alias}")
        }
        D::Tunable { params } | D::JobCompleted { params } => list(params),
        D::AgentLifecycle { state, reason } => {
            format!(
                ": state: '{}' reason: '{}'",
                word(names::AGENT_STATE, *state),
                word(names::AGENT_REASON, *reason)
            )
        }
        D::MigrationIteration { iteration } => format!(": iteration: '{iteration}'"),
        D::MetadataChange { kind, nsuri } => {
            let uri = nsuri.as_deref().unwrap_or("n/a");
            format!(": type {}, uri {uri}", word(names::METADATA, *kind))
        }
        D::BlockThreshold {
            dev,
            path,
            threshold,
            excess,
        } => {
            format!(
                ": dev: {dev}({}) {threshold} {excess}",
                path.as_deref().unwrap_or_default()
            )
        }
        D::MemoryFailure {
            recipient,
            action,
            flags,
        } => {
            let (who, what) = (
                word(names::FAILURE_RECIPIENT, *recipient),
                word(names::FAILURE_ACTION, *action),
            );
            format!(
                ":\nrecipient: {who}\naction: {what}\nflags:\n\taction required: {}\n\trecursive: {}",
                flags & 1,
                flags >> 1 & 1
            )
        }
        D::MemoryDeviceSizeChange { alias, size } => format!(":\nalias: {alias}\nsize: {size}"),
        D::NicMacChange {
            alias,
            old_mac,
            new_mac,
        } => format!(": {alias}: {old_mac} -> {new_mac}"),
        D::VcpuRemoved { vcpuid } => format!(": {vcpuid}"),
        D::ChannelLifecycle {
            channel,
            state,
            reason,
        } => format!(": {channel}: state {state}, reason {reason}"),
        D::Reboot | D::ControlError | D::PmWakeup | D::PmSuspend | D::PmSuspendDisk => String::new(),
    }
}

fn graphics(e: &GraphicsEvent) -> String {
    let end = |what: &str, a: &GraphicsAddress| {
        let family = names::word(names::GRAPHICS_ADDRESS, a.family);
        format!("\t{what}: {family} {} {}\n", a.node, a.service)
    };
    let mut text = format!(": {} {}\n", names::word(names::GRAPHICS, e.phase), e.auth_scheme);
    text += &end("local", &e.local);
    text += &end("remote", &e.remote);
    for (kind, name) in &e.subject {
        text += &format!("\tsubject: {kind}={name}\n");
    }
    text.trim_end().to_owned()
}

fn list(params: &[TypedParam]) -> String {
    params.iter().fold(":".to_owned(), |out, p| {
        format!("{out}\n\t{}: {}", p.field, shown(&p.value))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines() {
        let dom = DomainRef {
            name: "g".into(),
            uuid: uuid::Uuid::nil(),
            id: 1,
        };
        let text = |e: D| line(&dom, &e).text();
        assert_eq!(
            text(D::Lifecycle { event: 2, detail: 0 }),
            "event 'lifecycle' for domain 'g': Started Booted"
        );
        assert_eq!(text(D::Reboot), "event 'reboot' for domain 'g'");
        assert_eq!(
            text(D::BalloonChange { actual: 9 }),
            "event 'balloon-change' for domain 'g': 9KiB"
        );
        assert_eq!(
            text(D::Lifecycle { event: 99, detail: 9 }),
            "event 'lifecycle' for domain 'g': unknown unknown"
        );
    }
}
