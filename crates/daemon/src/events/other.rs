//! Frames of the events of networks, pools, node devices, secrets and the QEMU monitor.

use super::registrations::Class;
use ferrovirt_protocol::qemu;
use ferrovirt_protocol::remote::{self, proc};
use ferrovirt_protocol::wire::Wire;
use ferrovirt_rpc::server::event_frame;
use ferrovirt_types::event::{Event, NetworkEvent, NodeDeviceEvent, PoolEvent, SecretEvent};

/// The frame of `event` for a registration of the event `wanted` of `class`, if it is that event.
pub fn frame(event: &Event, class: Class, wanted: i32) -> Option<Vec<u8>> {
    let is = |of: Class, number: i32| class == of && wanted == number;
    // Whose it is, each registration fills in.
    let callback_id = 0;
    match event {
        Event::Domain(..) => None,
        Event::Network(net, e) => match e {
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
        Event::StoragePool(pool, e) => match e {
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
        Event::NodeDevice(dev, e) => match e {
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
        Event::Secret(secret, e) => match e {
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
        Event::QemuMonitor(dom, e) if class == Class::QemuMonitor => {
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
        Event::QemuMonitor(..) => None,
    }
}

fn message(procedure: u32, body: &impl Wire) -> Vec<u8> {
    event_frame(remote::PROGRAM, remote::VERSION, procedure, |out| {
        body.encode(out)
    })
}
