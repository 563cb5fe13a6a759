//! Frames of the events of networks, pools, node devices, secrets and the QEMU monitor.

use super::registrations::{Class, Wanted};
use ferrovirt_protocol::qemu;
use ferrovirt_protocol::remote::{self, proc};
use ferrovirt_protocol::wire::Wire;
use ferrovirt_rpc::server::event_frame;
use ferrovirt_types::event::{Event, NetworkEvent, NodeDeviceEvent, PoolEvent, SecretEvent};
use uuid::Uuid;

/// The frame of `event`, if the registration wants it.
pub fn frame(event: &Event, wanted: &Wanted, callback_id: i32) -> Option<Vec<u8>> {
    let is = |class: Class, number: i32| wanted.class == class && wanted.event == number;
    let of = |uuid: Uuid| wanted.uuid.is_none_or(|u| u == uuid);
    match event {
        Event::Domain(..) => None,
        Event::Network(net, e) if of(net.uuid) => match e {
            NetworkEvent::Lifecycle { event } if is(Class::Network, 0) => {
                let m = remote::NetworkEventLifecycleMsg {
                    callback_id,
                    net: net.clone(),
                    event: *event,
                    detail: 0,
                };
                Some(message(proc::NETWORK_EVENT_LIFECYCLE, &m))
            }
            NetworkEvent::MetadataChange { kind, nsuri } if is(Class::Network, 1) => {
                let m = remote::NetworkEventCallbackMetadataChangeMsg {
                    callback_id,
                    net: net.clone(),
                    kind: *kind,
                    nsuri: nsuri.clone(),
                };
                Some(message(proc::NETWORK_EVENT_CALLBACK_METADATA_CHANGE, &m))
            }
            _ => None,
        },
        Event::StoragePool(pool, e) if of(pool.uuid) => match e {
            PoolEvent::Lifecycle { event } if is(Class::StoragePool, 0) => {
                let m = remote::StoragePoolEventLifecycleMsg {
                    callback_id,
                    pool: pool.clone(),
                    event: *event,
                    detail: 0,
                };
                Some(message(proc::STORAGE_POOL_EVENT_LIFECYCLE, &m))
            }
            PoolEvent::Refresh if is(Class::StoragePool, 1) => {
                let m = remote::StoragePoolEventRefreshMsg {
                    callback_id,
                    pool: pool.clone(),
                };
                Some(message(proc::STORAGE_POOL_EVENT_REFRESH, &m))
            }
            _ => None,
        },
        Event::NodeDevice(dev, e) if wanted.name.as_ref().is_none_or(|n| *n == dev.name) => match e {
            NodeDeviceEvent::Lifecycle { event } if is(Class::NodeDevice, 0) => {
                let m = remote::NodeDeviceEventLifecycleMsg {
                    callback_id,
                    dev: dev.clone(),
                    event: *event,
                    detail: 0,
                };
                Some(message(proc::NODE_DEVICE_EVENT_LIFECYCLE, &m))
            }
            NodeDeviceEvent::Update if is(Class::NodeDevice, 1) => {
                let m = remote::NodeDeviceEventUpdateMsg {
                    callback_id,
                    dev: dev.clone(),
                };
                Some(message(proc::NODE_DEVICE_EVENT_UPDATE, &m))
            }
            _ => None,
        },
        Event::Secret(secret, e) if of(secret.uuid) => match e {
            SecretEvent::Lifecycle { event } if is(Class::Secret, 0) => {
                let m = remote::SecretEventLifecycleMsg {
                    callback_id,
                    secret: secret.clone(),
                    event: *event,
                    detail: 0,
                };
                Some(message(proc::SECRET_EVENT_LIFECYCLE, &m))
            }
            SecretEvent::ValueChanged if is(Class::Secret, 1) => {
                let m = remote::SecretEventValueChangedMsg {
                    callback_id,
                    secret: secret.clone(),
                };
                Some(message(proc::SECRET_EVENT_VALUE_CHANGED, &m))
            }
            _ => None,
        },
        Event::QemuMonitor(dom, e) if wanted.class == Class::QemuMonitor && of(dom.uuid) => {
            if wanted.name.as_ref().is_some_and(|n| *n != e.event) {
                return None;
            }
            let m = qemu::DomainMonitorEventMsg {
                callback_id,
                dom: dom.clone(),
                event: e.event.clone(),
                seconds: e.seconds,
                micros: e.micros,
                details: e.details.clone(),
            };
            Some(event_frame(
                qemu::PROGRAM,
                qemu::VERSION,
                qemu::proc::DOMAIN_MONITOR_EVENT,
                |out| m.encode(out),
            ))
        }
        _ => None,
    }
}

fn message(procedure: u32, body: &impl Wire) -> Vec<u8> {
    event_frame(remote::PROGRAM, remote::VERSION, procedure, |out| {
        body.encode(out)
    })
}
