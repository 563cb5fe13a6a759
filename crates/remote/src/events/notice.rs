//! What the daemon says unasked, turned into events of the API.

use ferrovirt_driver::session::Closed;
use ferrovirt_protocol::remote::proc as p;
use ferrovirt_protocol::wire::{Wire, decode_all};
use ferrovirt_protocol::{lag, qemu, remote};
use ferrovirt_types::event::{
    DomainEvent as D, Event, GraphicsAddress, GraphicsEvent, NetworkEvent, NodeDeviceEvent, PoolEvent,
    QemuMonitorEvent, SecretEvent,
};
use ferrovirt_xdr::{DecodeError, Decoder};

/// What a daemon says unasked.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Notice {
    /// An event, and the number of the registration that it is for. One of the old kind has none.
    Event(Option<i32>, Event),
    /// It dropped so many events here, because they were not read.
    Lost(u64),
    /// Its own connection, on behalf of this one, has ended.
    Closed(Closed),
}

/// Messages of registrations of the old kind: the same without what goes before the domain in the new one,
/// which is the number of the registration and, with some, a reason that nobody uses.
const LEGACY: &[(u32, u32, usize)] = &[
    (p::DOMAIN_EVENT_LIFECYCLE, p::DOMAIN_EVENT_CALLBACK_LIFECYCLE, 4),
    (p::DOMAIN_EVENT_REBOOT, p::DOMAIN_EVENT_CALLBACK_REBOOT, 4),
    (p::DOMAIN_EVENT_RTC_CHANGE, p::DOMAIN_EVENT_CALLBACK_RTC_CHANGE, 4),
    (p::DOMAIN_EVENT_WATCHDOG, p::DOMAIN_EVENT_CALLBACK_WATCHDOG, 4),
    (
        p::DOMAIN_EVENT_IO_ERROR_REASON,
        p::DOMAIN_EVENT_CALLBACK_IO_ERROR_REASON,
        4,
    ),
    (p::DOMAIN_EVENT_GRAPHICS, p::DOMAIN_EVENT_CALLBACK_GRAPHICS, 4),
    (
        p::DOMAIN_EVENT_CONTROL_ERROR,
        p::DOMAIN_EVENT_CALLBACK_CONTROL_ERROR,
        4,
    ),
    (p::DOMAIN_EVENT_BLOCK_JOB, p::DOMAIN_EVENT_CALLBACK_BLOCK_JOB, 4),
    (
        p::DOMAIN_EVENT_DISK_CHANGE,
        p::DOMAIN_EVENT_CALLBACK_DISK_CHANGE,
        4,
    ),
    (
        p::DOMAIN_EVENT_TRAY_CHANGE,
        p::DOMAIN_EVENT_CALLBACK_TRAY_CHANGE,
        4,
    ),
    (p::DOMAIN_EVENT_PMWAKEUP, p::DOMAIN_EVENT_CALLBACK_PMWAKEUP, 8),
    (p::DOMAIN_EVENT_PMSUSPEND, p::DOMAIN_EVENT_CALLBACK_PMSUSPEND, 8),
    (
        p::DOMAIN_EVENT_PMSUSPEND_DISK,
        p::DOMAIN_EVENT_CALLBACK_PMSUSPEND_DISK,
        8,
    ),
    (
        p::DOMAIN_EVENT_BALLOON_CHANGE,
        p::DOMAIN_EVENT_CALLBACK_BALLOON_CHANGE,
        4,
    ),
    (
        p::DOMAIN_EVENT_DEVICE_REMOVED,
        p::DOMAIN_EVENT_CALLBACK_DEVICE_REMOVED,
        4,
    ),
];

/// What a message says; none when it is nothing that we know.
pub(crate) fn decode(program: u32, procedure: u32, body: &[u8]) -> Result<Option<Notice>, DecodeError> {
    // Whatever kind of object it is of, the number of the registration stands first.
    let numbered = |event| Some(Notice::Event(Decoder::new(body).i32().ok(), event));
    if program == qemu::PROGRAM {
        return if procedure == qemu::proc::DOMAIN_MONITOR_EVENT {
            monitor(body).map(numbered)
        } else {
            Ok(None)
        };
    }
    if program != remote::PROGRAM {
        return Ok(None);
    }
    if procedure == lag::LOST_EVENTS {
        return Decoder::new(body).u64().map(|count| Some(Notice::Lost(count)));
    }
    if procedure == p::CONNECT_EVENT_CONNECTION_CLOSED {
        let message: remote::ConnectEventConnectionClosedMsg = decode_all(body)?;
        return Ok(Some(Notice::Closed(reason(message.reason))));
    }
    if let Some((_, newer, gap)) = LEGACY.iter().find(|(old, ..)| *old == procedure) {
        let whole = [vec![0; *gap].as_slice(), body].concat();
        let event = domain(*newer, &whole).transpose()?;
        return Ok(event.map(|event| Notice::Event(None, event)));
    }
    let event = match domain(procedure, body) {
        Some(event) => Some(event?),
        None => other(procedure, body).transpose()?,
    };
    Ok(event.and_then(numbered))
}

/// A `ConnectCloseReason`; one that is not known is some error.
fn reason(number: i32) -> Closed {
    match number {
        1 => Closed::Eof,
        2 => Closed::Keepalive,
        3 => Closed::Client,
        _ => Closed::Error,
    }
}

fn monitor(body: &[u8]) -> Result<Event, DecodeError> {
    let m: qemu::DomainMonitorEventMsg = decode_all(body)?;
    let event = QemuMonitorEvent {
        event: m.event,
        seconds: m.seconds,
        micros: m.micros,
        details: m.details,
    };
    Ok(Event::QemuMonitor(m.dom, event))
}

/// Reads a message and makes an event of a domain from it.
fn read<M: Wire>(body: &[u8], make: impl FnOnce(M) -> Event) -> Option<Result<Event, DecodeError>> {
    Some(decode_all(body).map(make))
}

fn domain(procedure: u32, body: &[u8]) -> Option<Result<Event, DecodeError>> {
    use remote as r;
    match procedure {
        p::DOMAIN_EVENT_CALLBACK_LIFECYCLE => read(body, |m: r::DomainEventCallbackLifecycleMsg| {
            Event::Domain(
                m.msg.dom,
                D::Lifecycle {
                    event: m.msg.event,
                    detail: m.msg.detail,
                },
            )
        }),
        p::DOMAIN_EVENT_CALLBACK_REBOOT => read(body, |m: r::DomainEventCallbackRebootMsg| {
            Event::Domain(m.msg.dom, D::Reboot)
        }),
        p::DOMAIN_EVENT_CALLBACK_RTC_CHANGE => read(body, |m: r::DomainEventCallbackRtcChangeMsg| {
            Event::Domain(m.msg.dom, D::RtcChange { offset: m.msg.offset })
        }),
        p::DOMAIN_EVENT_CALLBACK_WATCHDOG => read(body, |m: r::DomainEventCallbackWatchdogMsg| {
            Event::Domain(m.msg.dom, D::Watchdog { action: m.msg.action })
        }),
        // The same event without its reason; only the one with it is asked for.
        p::DOMAIN_EVENT_CALLBACK_IO_ERROR_REASON => {
            read(body, |m: r::DomainEventCallbackIoErrorReasonMsg| {
                let m = m.msg;
                let event = D::IoError {
                    src_path: m.src_path,
                    dev_alias: m.dev_alias,
                    action: m.action,
                    reason: m.reason,
                };
                Event::Domain(m.dom, event)
            })
        }
        p::DOMAIN_EVENT_CALLBACK_GRAPHICS => read(body, graphics),
        p::DOMAIN_EVENT_CALLBACK_CONTROL_ERROR => read(body, |m: r::DomainEventCallbackControlErrorMsg| {
            Event::Domain(m.msg.dom, D::ControlError)
        }),
        // The newer message names the target as well as the path, so both are asked for; this one
        // fills `path`, that one `dev`.
        p::DOMAIN_EVENT_CALLBACK_BLOCK_JOB => read(body, |m: r::DomainEventCallbackBlockJobMsg| {
            let m = m.msg;
            let event = D::BlockJob {
                path: m.path,
                dev: String::new(),
                kind: m.kind,
                status: m.status,
            };
            Event::Domain(m.dom, event)
        }),
        p::DOMAIN_EVENT_BLOCK_JOB_2 => read(body, |m: r::DomainEventBlockJob2Msg| {
            let event = D::BlockJob {
                path: String::new(),
                dev: m.dst,
                kind: m.kind,
                status: m.status,
            };
            Event::Domain(m.dom, event)
        }),
        p::DOMAIN_EVENT_CALLBACK_DISK_CHANGE => read(body, |m: r::DomainEventCallbackDiskChangeMsg| {
            let m = m.msg;
            let event = D::DiskChange {
                old_src: m.old_src_path,
                new_src: m.new_src_path,
                alias: m.dev_alias,
                reason: m.reason,
            };
            Event::Domain(m.dom, event)
        }),
        p::DOMAIN_EVENT_CALLBACK_TRAY_CHANGE => read(body, |m: r::DomainEventCallbackTrayChangeMsg| {
            Event::Domain(
                m.msg.dom,
                D::TrayChange {
                    alias: m.msg.dev_alias,
                    reason: m.msg.reason,
                },
            )
        }),
        p::DOMAIN_EVENT_CALLBACK_PMWAKEUP => read(body, |m: r::DomainEventCallbackPmwakeupMsg| {
            Event::Domain(m.msg.dom, D::PmWakeup)
        }),
        p::DOMAIN_EVENT_CALLBACK_PMSUSPEND => read(body, |m: r::DomainEventCallbackPmsuspendMsg| {
            Event::Domain(m.msg.dom, D::PmSuspend)
        }),
        p::DOMAIN_EVENT_CALLBACK_PMSUSPEND_DISK => read(body, |m: r::DomainEventCallbackPmsuspendDiskMsg| {
            Event::Domain(m.msg.dom, D::PmSuspendDisk)
        }),
        p::DOMAIN_EVENT_CALLBACK_BALLOON_CHANGE => read(body, |m: r::DomainEventCallbackBalloonChangeMsg| {
            Event::Domain(m.msg.dom, D::BalloonChange { actual: m.msg.actual })
        }),
        p::DOMAIN_EVENT_CALLBACK_DEVICE_REMOVED => read(body, |m: r::DomainEventCallbackDeviceRemovedMsg| {
            Event::Domain(
                m.msg.dom,
                D::DeviceRemoved {
                    alias: m.msg.dev_alias,
                },
            )
        }),
        _ => newer_domain(procedure, body),
    }
}

/// Events of domains whose message carries the number of the registration itself.
fn newer_domain(procedure: u32, body: &[u8]) -> Option<Result<Event, DecodeError>> {
    use remote as r;
    match procedure {
        p::DOMAIN_EVENT_CALLBACK_TUNABLE => read(body, |m: r::DomainEventCallbackTunableMsg| {
            Event::Domain(m.dom, D::Tunable { params: m.params })
        }),
        p::DOMAIN_EVENT_CALLBACK_AGENT_LIFECYCLE => {
            read(body, |m: r::DomainEventCallbackAgentLifecycleMsg| {
                Event::Domain(
                    m.dom,
                    D::AgentLifecycle {
                        state: m.state,
                        reason: m.reason,
                    },
                )
            })
        }
        p::DOMAIN_EVENT_CALLBACK_DEVICE_ADDED => read(body, |m: r::DomainEventCallbackDeviceAddedMsg| {
            Event::Domain(m.dom, D::DeviceAdded { alias: m.dev_alias })
        }),
        p::DOMAIN_EVENT_CALLBACK_MIGRATION_ITERATION => {
            read(body, |m: r::DomainEventCallbackMigrationIterationMsg| {
                Event::Domain(
                    m.dom,
                    D::MigrationIteration {
                        iteration: m.iteration,
                    },
                )
            })
        }
        p::DOMAIN_EVENT_CALLBACK_JOB_COMPLETED => read(body, |m: r::DomainEventCallbackJobCompletedMsg| {
            Event::Domain(m.dom, D::JobCompleted { params: m.params })
        }),
        p::DOMAIN_EVENT_CALLBACK_DEVICE_REMOVAL_FAILED => {
            read(body, |m: r::DomainEventCallbackDeviceRemovalFailedMsg| {
                Event::Domain(m.dom, D::DeviceRemovalFailed { alias: m.dev_alias })
            })
        }
        p::DOMAIN_EVENT_CALLBACK_METADATA_CHANGE => {
            read(body, |m: r::DomainEventCallbackMetadataChangeMsg| {
                Event::Domain(
                    m.dom,
                    D::MetadataChange {
                        kind: m.kind,
                        nsuri: m.nsuri,
                    },
                )
            })
        }
        p::DOMAIN_EVENT_BLOCK_THRESHOLD => read(body, |m: r::DomainEventBlockThresholdMsg| {
            let event = D::BlockThreshold {
                dev: m.dev,
                path: m.path,
                threshold: m.threshold,
                excess: m.excess,
            };
            Event::Domain(m.dom, event)
        }),
        p::DOMAIN_EVENT_MEMORY_FAILURE => read(body, |m: r::DomainEventMemoryFailureMsg| {
            let event = D::MemoryFailure {
                recipient: m.recipient,
                action: m.action,
                flags: m.flags,
            };
            Event::Domain(m.dom, event)
        }),
        p::DOMAIN_EVENT_MEMORY_DEVICE_SIZE_CHANGE => {
            read(body, |m: r::DomainEventMemoryDeviceSizeChangeMsg| {
                Event::Domain(
                    m.dom,
                    D::MemoryDeviceSizeChange {
                        alias: m.alias,
                        size: m.size,
                    },
                )
            })
        }
        p::DOMAIN_EVENT_NIC_MAC_CHANGE => read(body, |m: r::DomainEventNicMacChangeMsg| {
            Event::Domain(
                m.dom,
                D::NicMacChange {
                    alias: m.alias,
                    old_mac: m.old_mac,
                    new_mac: m.new_mac,
                },
            )
        }),
        p::DOMAIN_EVENT_VCPU_REMOVED => read(body, |m: r::DomainEventVcpuRemovedMsg| {
            Event::Domain(m.dom, D::VcpuRemoved { vcpuid: m.vcpuid })
        }),
        p::DOMAIN_EVENT_CALLBACK_CHANNEL_LIFECYCLE => {
            read(body, |m: r::DomainEventCallbackChannelLifecycleMsg| {
                let event = D::ChannelLifecycle {
                    channel: m.channel_name,
                    state: m.state,
                    reason: m.reason,
                };
                Event::Domain(m.dom, event)
            })
        }
        _ => None,
    }
}

fn graphics(m: remote::DomainEventCallbackGraphicsMsg) -> Event {
    let m = m.msg;
    let address = |a: remote::DomainEventGraphicsAddress| GraphicsAddress {
        family: a.family,
        node: a.node,
        service: a.service,
    };
    let event = GraphicsEvent {
        phase: m.phase,
        local: address(m.local),
        remote: address(m.remote),
        auth_scheme: m.auth_scheme,
        subject: m.subject.into_iter().map(|i| (i.kind, i.name)).collect(),
    };
    Event::Domain(m.dom, D::Graphics(Box::new(event)))
}

/// Events of all objects but domains.
fn other(procedure: u32, body: &[u8]) -> Option<Result<Event, DecodeError>> {
    use remote as r;
    match procedure {
        p::NETWORK_EVENT_LIFECYCLE => read(body, |m: r::NetworkEventLifecycleMsg| {
            Event::Network(m.net, NetworkEvent::Lifecycle { event: m.event })
        }),
        p::NETWORK_EVENT_CALLBACK_METADATA_CHANGE => {
            read(body, |m: r::NetworkEventCallbackMetadataChangeMsg| {
                Event::Network(
                    m.net,
                    NetworkEvent::MetadataChange {
                        kind: m.kind,
                        nsuri: m.nsuri,
                    },
                )
            })
        }
        p::STORAGE_POOL_EVENT_LIFECYCLE => read(body, |m: r::StoragePoolEventLifecycleMsg| {
            Event::StoragePool(m.pool, PoolEvent::Lifecycle { event: m.event })
        }),
        p::STORAGE_POOL_EVENT_REFRESH => read(body, |m: r::StoragePoolEventRefreshMsg| {
            Event::StoragePool(m.pool, PoolEvent::Refresh)
        }),
        p::NODE_DEVICE_EVENT_LIFECYCLE => read(body, |m: r::NodeDeviceEventLifecycleMsg| {
            Event::NodeDevice(m.dev, NodeDeviceEvent::Lifecycle { event: m.event })
        }),
        p::NODE_DEVICE_EVENT_UPDATE => read(body, |m: r::NodeDeviceEventUpdateMsg| {
            Event::NodeDevice(m.dev, NodeDeviceEvent::Update)
        }),
        p::SECRET_EVENT_LIFECYCLE => read(body, |m: r::SecretEventLifecycleMsg| {
            Event::Secret(m.secret, SecretEvent::Lifecycle { event: m.event })
        }),
        p::SECRET_EVENT_VALUE_CHANGED => read(body, |m: r::SecretEventValueChangedMsg| {
            Event::Secret(m.secret, SecretEvent::ValueChanged)
        }),
        _ => None,
    }
}
