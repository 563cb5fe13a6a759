//! Frames of domain events: with a callback id, and without for clients that registered in the old way.

use ferrovirt_protocol::remote::{self, proc};
use ferrovirt_protocol::wire::Wire;
use ferrovirt_rpc::server::event_frame;
use ferrovirt_types::consts::DomainEventId as Id;
use ferrovirt_types::event::{DomainEvent, GraphicsAddress, GraphicsEvent};
use ferrovirt_types::object::DomainRef;

/// An old message body, sent alone or behind a callback id.
fn both(callback: Option<i32>, old: u32, new: u32, body: &impl Wire, reason: bool) -> Vec<u8> {
    event_frame(
        remote::PROGRAM,
        remote::VERSION,
        if callback.is_some() { new } else { old },
        |out| {
            if let Some(id) = callback {
                out.i32(id);
                if reason {
                    // Power management events have a reason that is always 0.
                    out.i32(0);
                }
            }
            body.encode(out);
        },
    )
}

fn new(procedure: u32, body: &impl Wire) -> Vec<u8> {
    event_frame(remote::PROGRAM, remote::VERSION, procedure, |out| {
        body.encode(out)
    })
}

/// The frame of `event` for a registration of the event `wanted`, if it is that event.
pub fn frame(dom: &DomainRef, event: &DomainEvent, wanted: i32, callback: Option<i32>) -> Option<Vec<u8>> {
    let id = Id::from_raw(wanted)?;
    let dom = || dom.clone();
    let callback_id = callback.unwrap_or(-1);
    Some(match (event, id) {
        (DomainEvent::Lifecycle { event, detail }, Id::Lifecycle) => {
            let m = remote::DomainEventLifecycleMsg {
                dom: dom(),
                event: *event,
                detail: *detail,
            };
            both(
                callback,
                proc::DOMAIN_EVENT_LIFECYCLE,
                proc::DOMAIN_EVENT_CALLBACK_LIFECYCLE,
                &m,
                false,
            )
        }
        (DomainEvent::Reboot, Id::Reboot) => {
            let m = remote::DomainEventRebootMsg { dom: dom() };
            both(
                callback,
                proc::DOMAIN_EVENT_REBOOT,
                proc::DOMAIN_EVENT_CALLBACK_REBOOT,
                &m,
                false,
            )
        }
        (DomainEvent::RtcChange { offset }, Id::RtcChange) => {
            let m = remote::DomainEventRtcChangeMsg {
                dom: dom(),
                offset: *offset,
            };
            both(
                callback,
                proc::DOMAIN_EVENT_RTC_CHANGE,
                proc::DOMAIN_EVENT_CALLBACK_RTC_CHANGE,
                &m,
                false,
            )
        }
        (DomainEvent::Watchdog { action }, Id::Watchdog) => {
            let m = remote::DomainEventWatchdogMsg {
                dom: dom(),
                action: *action,
            };
            both(
                callback,
                proc::DOMAIN_EVENT_WATCHDOG,
                proc::DOMAIN_EVENT_CALLBACK_WATCHDOG,
                &m,
                false,
            )
        }
        (
            DomainEvent::IoError {
                src_path,
                dev_alias,
                action,
                ..
            },
            Id::IoError,
        ) => {
            let m = remote::DomainEventIoErrorMsg {
                dom: dom(),
                src_path: src_path.clone(),
                dev_alias: dev_alias.clone(),
                action: *action,
            };
            both(
                callback,
                proc::DOMAIN_EVENT_IO_ERROR,
                proc::DOMAIN_EVENT_CALLBACK_IO_ERROR,
                &m,
                false,
            )
        }
        (
            DomainEvent::IoError {
                src_path,
                dev_alias,
                action,
                reason,
            },
            Id::IoErrorReason,
        ) => {
            let m = remote::DomainEventIoErrorReasonMsg {
                dom: dom(),
                src_path: src_path.clone(),
                dev_alias: dev_alias.clone(),
                action: *action,
                reason: reason.clone(),
            };
            both(
                callback,
                proc::DOMAIN_EVENT_IO_ERROR_REASON,
                proc::DOMAIN_EVENT_CALLBACK_IO_ERROR_REASON,
                &m,
                false,
            )
        }
        (DomainEvent::Graphics(g), Id::Graphics) => both(
            callback,
            proc::DOMAIN_EVENT_GRAPHICS,
            proc::DOMAIN_EVENT_CALLBACK_GRAPHICS,
            &graphics(dom(), g),
            false,
        ),
        (DomainEvent::ControlError, Id::ControlError) => {
            let m = remote::DomainEventControlErrorMsg { dom: dom() };
            both(
                callback,
                proc::DOMAIN_EVENT_CONTROL_ERROR,
                proc::DOMAIN_EVENT_CALLBACK_CONTROL_ERROR,
                &m,
                false,
            )
        }
        (
            DomainEvent::BlockJob {
                path, kind, status, ..
            },
            Id::BlockJob,
        ) => {
            let m = remote::DomainEventBlockJobMsg {
                dom: dom(),
                path: path.clone(),
                kind: *kind,
                status: *status,
            };
            both(
                callback,
                proc::DOMAIN_EVENT_BLOCK_JOB,
                proc::DOMAIN_EVENT_CALLBACK_BLOCK_JOB,
                &m,
                false,
            )
        }
        (
            DomainEvent::BlockJob {
                dev, kind, status, ..
            },
            Id::BlockJob2,
        ) => new(
            proc::DOMAIN_EVENT_BLOCK_JOB_2,
            &remote::DomainEventBlockJob2Msg {
                callback_id,
                dom: dom(),
                dst: dev.clone(),
                kind: *kind,
                status: *status,
            },
        ),
        (
            DomainEvent::DiskChange {
                old_src,
                new_src,
                alias,
                reason,
            },
            Id::DiskChange,
        ) => {
            let m = remote::DomainEventDiskChangeMsg {
                dom: dom(),
                old_src_path: old_src.clone(),
                new_src_path: new_src.clone(),
                dev_alias: alias.clone(),
                reason: *reason,
            };
            both(
                callback,
                proc::DOMAIN_EVENT_DISK_CHANGE,
                proc::DOMAIN_EVENT_CALLBACK_DISK_CHANGE,
                &m,
                false,
            )
        }
        (DomainEvent::TrayChange { alias, reason }, Id::TrayChange) => {
            let m = remote::DomainEventTrayChangeMsg {
                dom: dom(),
                dev_alias: alias.clone(),
                reason: *reason,
            };
            both(
                callback,
                proc::DOMAIN_EVENT_TRAY_CHANGE,
                proc::DOMAIN_EVENT_CALLBACK_TRAY_CHANGE,
                &m,
                false,
            )
        }
        (DomainEvent::PmWakeup, Id::Pmwakeup) => {
            let m = remote::DomainEventPmwakeupMsg { dom: dom() };
            both(
                callback,
                proc::DOMAIN_EVENT_PMWAKEUP,
                proc::DOMAIN_EVENT_CALLBACK_PMWAKEUP,
                &m,
                true,
            )
        }
        (DomainEvent::PmSuspend, Id::Pmsuspend) => {
            let m = remote::DomainEventPmsuspendMsg { dom: dom() };
            both(
                callback,
                proc::DOMAIN_EVENT_PMSUSPEND,
                proc::DOMAIN_EVENT_CALLBACK_PMSUSPEND,
                &m,
                true,
            )
        }
        (DomainEvent::PmSuspendDisk, Id::PmsuspendDisk) => {
            let m = remote::DomainEventPmsuspendDiskMsg { dom: dom() };
            both(
                callback,
                proc::DOMAIN_EVENT_PMSUSPEND_DISK,
                proc::DOMAIN_EVENT_CALLBACK_PMSUSPEND_DISK,
                &m,
                true,
            )
        }
        (DomainEvent::BalloonChange { actual }, Id::BalloonChange) => {
            let m = remote::DomainEventBalloonChangeMsg {
                dom: dom(),
                actual: *actual,
            };
            both(
                callback,
                proc::DOMAIN_EVENT_BALLOON_CHANGE,
                proc::DOMAIN_EVENT_CALLBACK_BALLOON_CHANGE,
                &m,
                false,
            )
        }
        (DomainEvent::DeviceRemoved { alias }, Id::DeviceRemoved) => {
            let m = remote::DomainEventDeviceRemovedMsg {
                dom: dom(),
                dev_alias: alias.clone(),
            };
            both(
                callback,
                proc::DOMAIN_EVENT_DEVICE_REMOVED,
                proc::DOMAIN_EVENT_CALLBACK_DEVICE_REMOVED,
                &m,
                false,
            )
        }
        (DomainEvent::DeviceAdded { alias }, Id::DeviceAdded) => new(
            proc::DOMAIN_EVENT_CALLBACK_DEVICE_ADDED,
            &remote::DomainEventCallbackDeviceAddedMsg {
                callback_id,
                dom: dom(),
                dev_alias: alias.clone(),
            },
        ),
        (DomainEvent::DeviceRemovalFailed { alias }, Id::DeviceRemovalFailed) => new(
            proc::DOMAIN_EVENT_CALLBACK_DEVICE_REMOVAL_FAILED,
            &remote::DomainEventCallbackDeviceRemovalFailedMsg {
                callback_id,
                dom: dom(),
                dev_alias: alias.clone(),
            },
        ),
        (DomainEvent::Tunable { params }, Id::Tunable) => new(
            proc::DOMAIN_EVENT_CALLBACK_TUNABLE,
            &remote::DomainEventCallbackTunableMsg {
                callback_id,
                dom: dom(),
                params: params.clone(),
            },
        ),
        (DomainEvent::AgentLifecycle { state, reason }, Id::AgentLifecycle) => new(
            proc::DOMAIN_EVENT_CALLBACK_AGENT_LIFECYCLE,
            &remote::DomainEventCallbackAgentLifecycleMsg {
                callback_id,
                dom: dom(),
                state: *state,
                reason: *reason,
            },
        ),
        (DomainEvent::MigrationIteration { iteration }, Id::MigrationIteration) => new(
            proc::DOMAIN_EVENT_CALLBACK_MIGRATION_ITERATION,
            &remote::DomainEventCallbackMigrationIterationMsg {
                callback_id,
                dom: dom(),
                iteration: *iteration,
            },
        ),
        (DomainEvent::JobCompleted { params }, Id::JobCompleted) => new(
            proc::DOMAIN_EVENT_CALLBACK_JOB_COMPLETED,
            &remote::DomainEventCallbackJobCompletedMsg {
                callback_id,
                dom: dom(),
                params: params.clone(),
            },
        ),
        (DomainEvent::MetadataChange { kind, nsuri }, Id::MetadataChange) => new(
            proc::DOMAIN_EVENT_CALLBACK_METADATA_CHANGE,
            &remote::DomainEventCallbackMetadataChangeMsg {
                callback_id,
                dom: dom(),
                kind: *kind,
                nsuri: nsuri.clone(),
            },
        ),
        (
            DomainEvent::BlockThreshold {
                dev,
                path,
                threshold,
                excess,
            },
            Id::BlockThreshold,
        ) => new(
            proc::DOMAIN_EVENT_BLOCK_THRESHOLD,
            &remote::DomainEventBlockThresholdMsg {
                callback_id,
                dom: dom(),
                dev: dev.clone(),
                path: path.clone(),
                threshold: *threshold,
                excess: *excess,
            },
        ),
        (
            DomainEvent::MemoryFailure {
                recipient,
                action,
                flags,
            },
            Id::MemoryFailure,
        ) => new(
            proc::DOMAIN_EVENT_MEMORY_FAILURE,
            &remote::DomainEventMemoryFailureMsg {
                callback_id,
                dom: dom(),
                recipient: *recipient,
                action: *action,
                flags: *flags,
            },
        ),
        (DomainEvent::MemoryDeviceSizeChange { alias, size }, Id::MemoryDeviceSizeChange) => new(
            proc::DOMAIN_EVENT_MEMORY_DEVICE_SIZE_CHANGE,
            &remote::DomainEventMemoryDeviceSizeChangeMsg {
                callback_id,
                dom: dom(),
                alias: alias.clone(),
                size: *size,
            },
        ),
        (
            DomainEvent::NicMacChange {
                alias,
                old_mac,
                new_mac,
            },
            Id::NicMacChange,
        ) => new(
            proc::DOMAIN_EVENT_NIC_MAC_CHANGE,
            &remote::DomainEventNicMacChangeMsg {
                callback_id,
                dom: dom(),
                alias: alias.clone(),
                old_mac: old_mac.clone(),
                new_mac: new_mac.clone(),
            },
        ),
        (DomainEvent::VcpuRemoved { vcpuid }, Id::VcpuRemoved) => new(
            proc::DOMAIN_EVENT_VCPU_REMOVED,
            &remote::DomainEventVcpuRemovedMsg {
                callback_id,
                dom: dom(),
                vcpuid: *vcpuid,
            },
        ),
        (
            DomainEvent::ChannelLifecycle {
                channel,
                state,
                reason,
            },
            Id::ChannelLifecycle,
        ) => new(
            proc::DOMAIN_EVENT_CALLBACK_CHANNEL_LIFECYCLE,
            &remote::DomainEventCallbackChannelLifecycleMsg {
                callback_id,
                dom: dom(),
                channel_name: channel.clone(),
                state: *state,
                reason: *reason,
            },
        ),
        _ => return None,
    })
}

fn graphics(dom: DomainRef, g: &GraphicsEvent) -> remote::DomainEventGraphicsMsg {
    let address = |a: &GraphicsAddress| remote::DomainEventGraphicsAddress {
        family: a.family,
        node: a.node.clone(),
        service: a.service.clone(),
    };
    let subject = g.subject.iter().take(20);
    remote::DomainEventGraphicsMsg {
        dom,
        phase: g.phase,
        local: address(&g.local),
        remote: address(&g.remote),
        auth_scheme: g.auth_scheme.clone(),
        subject: subject
            .map(|(kind, name)| remote::DomainEventGraphicsIdentity {
                kind: kind.clone(),
                name: name.clone(),
            })
            .collect(),
    }
}
