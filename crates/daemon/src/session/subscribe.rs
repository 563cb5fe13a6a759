//! Calls that register for events.

use super::ClientSession;
use crate::dispatch::{Arguments, denied};
use crate::events::{Class, Pattern, Wanted};
use ferrovirt_driver::GuardedDrivers;
use ferrovirt_protocol::procedure::Procedure;
use ferrovirt_protocol::qemu;
use ferrovirt_protocol::remote::{self, proc};
use ferrovirt_types::consts::{
    ConnectDomainQemuMonitorEventRegisterFlags as NameFlags, ErrorDomain, ErrorNumber,
};
use ferrovirt_types::flags::check;
use ferrovirt_types::{Error, Result};
use ferrovirt_xdr::Encoder;
use uuid::Uuid;

/// How many kinds of event each class has.
const DOMAIN_EVENTS: i32 = 30;
const NETWORK_EVENTS: i32 = 2;
const OTHER_EVENTS: i32 = 2;

impl ClientSession {
    /// Serves a registration or its end.
    pub(super) async fn subscribe(
        &self,
        program: u32,
        procedure: &'static Procedure,
        args: &Arguments<'_>,
        out: &mut Encoder,
    ) -> Result<()> {
        let open = self.connected()?;
        if open.read_only && !procedure.is_read_only() {
            return Err(denied(procedure.function));
        }
        let all = &self.registrations;
        if !served(&open.connected.drivers, procedure.number, program).await {
            return Err(Error::unsupported(procedure.function));
        }
        if program == qemu::PROGRAM {
            if !open.connected.abilities.monitor {
                return Err(Error::unsupported(procedure.function));
            }
            match procedure.number {
                qemu::proc::CONNECT_DOMAIN_MONITOR_EVENT_REGISTER => {
                    let a: qemu::ConnectDomainMonitorEventRegisterArgs = args.decode()?;
                    let uuid = a.dom.map(|d| d.uuid);
                    let all_flags = NameFlags::all().bits();
                    check(a.flags, all_flags, procedure.function, ErrorDomain::Qemu)?;
                    let flags = NameFlags::from_bits_truncate(a.flags);
                    let name = a.event.map(|name| Pattern::new(&name, flags)).transpose()?;
                    let wanted = Wanted {
                        class: Class::QemuMonitor,
                        event: 0,
                        uuid,
                        name,
                        legacy: false,
                        read_only: open.read_only,
                    };
                    out.i32(all.add(wanted)?);
                }
                _ => {
                    let a: qemu::ConnectDomainMonitorEventDeregisterArgs = args.decode()?;
                    all.remove(Class::QemuMonitor, a.callback_id)?;
                }
            }
            return Ok(());
        }
        let add = |class, event, uuid, limit| -> Result<i32> {
            all.add(Wanted {
                class,
                event: known(event, limit)?,
                uuid,
                name: None,
                legacy: false,
                read_only: open.read_only,
            })
        };
        match procedure.number {
            proc::CONNECT_DOMAIN_EVENT_REGISTER => {
                args.none()?;
                all.add(legacy(0, open.read_only))?;
                out.i32(1);
            }
            proc::CONNECT_DOMAIN_EVENT_DEREGISTER => {
                args.none()?;
                all.remove_legacy(0)?;
                out.i32(0);
            }
            proc::CONNECT_DOMAIN_EVENT_REGISTER_ANY => {
                let a: remote::ConnectDomainEventRegisterAnyArgs = args.decode()?;
                all.add(legacy(known(a.event_id, DOMAIN_EVENTS)?, open.read_only))?;
            }
            proc::CONNECT_DOMAIN_EVENT_DEREGISTER_ANY => {
                let a: remote::ConnectDomainEventDeregisterAnyArgs = args.decode()?;
                all.remove_legacy(a.event_id)?;
            }
            proc::CONNECT_DOMAIN_EVENT_CALLBACK_REGISTER_ANY => {
                let a: remote::ConnectDomainEventCallbackRegisterAnyArgs = args.decode()?;
                out.i32(add(
                    Class::Domain,
                    a.event_id,
                    a.dom.map(|d| d.uuid),
                    DOMAIN_EVENTS,
                )?);
            }
            proc::CONNECT_DOMAIN_EVENT_CALLBACK_DEREGISTER_ANY => {
                let a: remote::ConnectDomainEventCallbackDeregisterAnyArgs = args.decode()?;
                all.remove(Class::Domain, a.callback_id)?;
            }
            proc::CONNECT_NETWORK_EVENT_REGISTER_ANY => {
                let a: remote::ConnectNetworkEventRegisterAnyArgs = args.decode()?;
                out.i32(add(
                    Class::Network,
                    a.event_id,
                    a.net.map(|n| n.uuid),
                    NETWORK_EVENTS,
                )?);
            }
            proc::CONNECT_NETWORK_EVENT_DEREGISTER_ANY => {
                let a: remote::ConnectNetworkEventDeregisterAnyArgs = args.decode()?;
                all.remove(Class::Network, a.callback_id)?;
            }
            proc::CONNECT_STORAGE_POOL_EVENT_REGISTER_ANY => {
                let a: remote::ConnectStoragePoolEventRegisterAnyArgs = args.decode()?;
                out.i32(add(
                    Class::StoragePool,
                    a.event_id,
                    a.pool.map(|p| p.uuid),
                    OTHER_EVENTS,
                )?);
            }
            proc::CONNECT_STORAGE_POOL_EVENT_DEREGISTER_ANY => {
                let a: remote::ConnectStoragePoolEventDeregisterAnyArgs = args.decode()?;
                all.remove(Class::StoragePool, a.callback_id)?;
            }
            proc::CONNECT_NODE_DEVICE_EVENT_REGISTER_ANY => {
                let a: remote::ConnectNodeDeviceEventRegisterAnyArgs = args.decode()?;
                let (event, name) = (
                    known(a.event_id, OTHER_EVENTS)?,
                    a.dev.map(|d| Pattern::name(d.name)),
                );
                out.i32(all.add(Wanted {
                    class: Class::NodeDevice,
                    event,
                    uuid: None,
                    name,
                    legacy: false,
                    read_only: open.read_only,
                })?);
            }
            proc::CONNECT_NODE_DEVICE_EVENT_DEREGISTER_ANY => {
                let a: remote::ConnectNodeDeviceEventDeregisterAnyArgs = args.decode()?;
                all.remove(Class::NodeDevice, a.callback_id)?;
            }
            proc::CONNECT_SECRET_EVENT_REGISTER_ANY => {
                let a: remote::ConnectSecretEventRegisterAnyArgs = args.decode()?;
                out.i32(add(
                    Class::Secret,
                    a.event_id,
                    a.secret.map(|s| s.uuid),
                    OTHER_EVENTS,
                )?);
            }
            proc::CONNECT_SECRET_EVENT_DEREGISTER_ANY => {
                let a: remote::ConnectSecretEventDeregisterAnyArgs = args.decode()?;
                all.remove(Class::Secret, a.callback_id)?;
            }
            // The drivers of this host do not lose a connection of their own.
            proc::CONNECT_REGISTER_CLOSE_CALLBACK | proc::CONNECT_UNREGISTER_CLOSE_CALLBACK => args.none()?,
            _ => return Err(Error::unsupported(procedure.function)),
        }
        Ok(())
    }
}

/// Whether the connection has objects of the kind that a registration is about. A driver that has none of
/// the kind says so when it is asked for a list of them.
async fn served(drivers: &GuardedDrivers, number: u32, program: u32) -> bool {
    if program != remote::PROGRAM {
        return true;
    }
    let listed = match number {
        proc::CONNECT_NETWORK_EVENT_REGISTER_ANY => {
            drivers.network.connect_list_all_networks(0).await.map(drop)
        }
        proc::CONNECT_STORAGE_POOL_EVENT_REGISTER_ANY => {
            let pools = drivers.storage_pool.connect_list_all_storage_pools(0);
            pools.await.map(drop)
        }
        proc::CONNECT_NODE_DEVICE_EVENT_REGISTER_ANY => {
            let devices = drivers.node_device.connect_list_all_node_devices(0);
            devices.await.map(drop)
        }
        proc::CONNECT_SECRET_EVENT_REGISTER_ANY => drivers.secret.connect_list_all_secrets(0).await.map(drop),
        _ => return true,
    };
    !listed.is_err_and(|e| e.is(ErrorNumber::NoSupport))
}

fn legacy(event: i32, read_only: bool) -> Wanted {
    Wanted {
        class: Class::Domain,
        event,
        uuid: None::<Uuid>,
        name: None,
        legacy: true,
        read_only,
    }
}

fn known(event: i32, limit: i32) -> Result<i32> {
    if (0..limit).contains(&event) {
        return Ok(event);
    }
    let text = format!("unsupported event ID {event}: it is from 0 to {}", limit - 1);
    Err(Error::new(ErrorNumber::InvalidArg, ErrorDomain::Rpc, text))
}
