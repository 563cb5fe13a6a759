//! What is listened to, and asking the daemon for it.

use crate::error::RemoteError;
use crate::events::Active;
use crate::link::{Link, OnAnswer, arguments};
use ferrovirt_driver::session::{EventKind, EventObject, Interest};
use ferrovirt_protocol::remote::proc;
use ferrovirt_protocol::wire::Wire;
use ferrovirt_protocol::{lag, qemu, remote};
use ferrovirt_types::consts::{DomainEventId, ErrorDomain, ErrorNumber};
use ferrovirt_types::object::DomainRef;
use ferrovirt_types::{Error, Result};
use ferrovirt_xdr::Encoder;
use std::sync::Arc;
use std::time::Duration;
use tokio::time::timeout;

/// How long a daemon may take to answer.
const LIMIT: Duration = Duration::from_secs(30);
/// Feature number by which a daemon says that it tells when its own connection ends.
const FEATURE_CLOSE_CALLBACK: i32 = 15;

struct Held {
    interest: Interest,
    /// How many listen.
    users: usize,
    /// Number of the registration; none of one of the old kind.
    id: Option<i32>,
}

/// What is listened to.
pub(super) struct Registrations {
    active: Arc<Active>,
    held: Vec<Held>,
    /// The daemon knows that this client wants to be told of gaps.
    introduced: bool,
    /// The daemon was asked to tell when its own connection ends.
    watching: bool,
}

impl Registrations {
    pub fn new(active: Arc<Active>) -> Self {
        Self {
            active,
            held: Vec::new(),
            introduced: false,
            watching: false,
        }
    }

    pub fn active(&self) -> &Arc<Active> {
        &self.active
    }

    fn position(&self, interest: &Interest) -> Option<usize> {
        // An old registration is for all objects.
        self.held.iter().position(|held| {
            held.interest == *interest || (held.id.is_none() && held.interest.kind == interest.kind)
        })
    }

    pub async fn listen(&mut self, link: &Link, interest: Interest) -> Result<()> {
        let interest = normal(interest);
        if let Some(held) = self.position(&interest).and_then(|at| self.held.get_mut(at)) {
            held.users += 1;
            return Ok(());
        }
        self.introduce(link).await;
        let id = register(link, &self.active, &interest).await?;
        self.held.push(Held {
            interest,
            users: 1,
            id,
        });
        Ok(())
    }

    /// One listener less; the last one ends the registration.
    pub async fn unlisten(&mut self, link: &Link, interest: &Interest) {
        let Some(at) = self.position(&normal(interest.clone())) else {
            return;
        };
        if let Some(held) = self.held.get_mut(at).filter(|held| held.users > 1) {
            held.users -= 1;
            return;
        }
        let held = self.held.swap_remove(at);
        if let Err(error) = deregister(link, &self.active, held).await {
            tracing::debug!(%error, "events are still told of that nobody listens to");
        }
    }

    /// Asks anew for everything over a new link: what was and what was not granted.
    pub async fn restore(&mut self, link: &Link) -> (Vec<Interest>, Vec<Interest>) {
        let (mut granted, mut refused) = (Vec::new(), Vec::new());
        if self.introduced {
            self.introduced = false;
            self.introduce(link).await;
        }
        for mut held in std::mem::take(&mut self.held) {
            match register(link, &self.active, &held.interest).await {
                Ok(id) => {
                    held.id = id;
                    granted.push(held.interest.clone());
                    self.held.push(held);
                }
                Err(error) => {
                    tracing::debug!(%error, "no registration any more");
                    refused.push(held.interest);
                }
            }
        }
        if self.watching {
            self.watch_far_end(link).await;
        }
        (granted, refused)
    }

    /// Asks whether events were dropped; a daemon that cannot tell answers no, or not at all.
    async fn introduce(&mut self, link: &Link) {
        if !self.introduced {
            let known = supports(link, lag::FEATURE).await;
            tracing::debug!(told_of_gaps = known, "listening");
            self.introduced = true;
        }
    }

    /// Asks to be told when the daemon's own connection ends. Older daemons cannot.
    pub async fn watch_far_end(&mut self, link: &Link) {
        self.watching = true;
        if supports(link, FEATURE_CLOSE_CALLBACK).await {
            let told = ask(link, proc::CONNECT_REGISTER_CLOSE_CALLBACK, ()).await;
            tracing::debug!(told = told.is_ok(), "the daemon's own connection is watched");
        }
    }
}

/// The kind that carries everything that the wanted one does.
fn normal(mut interest: Interest) -> Interest {
    if interest.kind == EventKind::Domain(DomainEventId::IoError.raw()) {
        interest.kind = EventKind::Domain(DomainEventId::IoErrorReason.raw());
    }
    interest
}

/// A call of which only success counts.
async fn ask(link: &Link, procedure: u32, args: impl Wire) -> Result<()> {
    called(link, remote::PROGRAM, procedure, encoded(args), Box::new(|_| {})).await
}

fn encoded(args: impl Wire) -> Encoder {
    let mut out = arguments();
    args.encode(&mut out);
    out
}

async fn called(link: &Link, program: u32, procedure: u32, args: Encoder, then: OnAnswer) -> Result<()> {
    let answer = timeout(LIMIT, link.call_then(program, procedure, args, then)).await;
    let answer = answer.map_err(|_| late())??;
    // The number of a registration was read where the answer arrived.
    answer.succeeded()
}

fn late() -> Error {
    let text = format!("the daemon did not answer within {} s", LIMIT.as_secs());
    Error::new(ErrorNumber::OperationTimeout, ErrorDomain::Rpc, text)
}

async fn supports(link: &Link, feature: i32) -> bool {
    let args = encoded(remote::ConnectSupportsFeatureArgs { feature });
    let call = link.call(remote::PROGRAM, proc::CONNECT_SUPPORTS_FEATURE, args, Vec::new());
    let answer = timeout(LIMIT, call).await;
    let answer = answer.map(|answer| answer.map(|a| a.decode::<remote::ConnectSupportsFeatureRet>()));
    matches!(answer, Ok(Ok(Ok(ret))) if ret.supported)
}

/// Registers; gives the number of the registration, none for one of the old kind, which a daemon is asked for
/// that does not know the new one.
async fn register(link: &Link, active: &Arc<Active>, interest: &Interest) -> Result<Option<i32>> {
    let (program, procedure, args) = registration(interest)?;
    let (given, number) = std::sync::mpsc::sync_channel(1);
    let then: OnAnswer = {
        let (active, interest) = (active.clone(), interest.clone());
        Box::new(move |answer| {
            if let Some(id) = answer.first_number() {
                active.add(id, interest);
                // There is room for the one number.
                let _ = given.try_send(id);
            }
        })
    };
    match called(link, program, procedure, args, then).await {
        Ok(()) => {
            let id = number
                .try_recv()
                .map_err(|_| RemoteError::Malformed("registration without a number"))?;
            Ok(Some(id))
        }
        Err(error) => match interest.kind {
            EventKind::Domain(event_id) if error.message().starts_with("unknown procedure") => {
                let args = remote::ConnectDomainEventRegisterAnyArgs { event_id };
                ask(link, proc::CONNECT_DOMAIN_EVENT_REGISTER_ANY, args).await?;
                Ok(None)
            }
            _ => Err(error),
        },
    }
}

async fn deregister(link: &Link, active: &Arc<Active>, held: Held) -> Result<()> {
    let kind = held.interest.kind;
    let Some(callback_id) = held.id else {
        let EventKind::Domain(event_id) = kind else {
            return Ok(());
        };
        let args = remote::ConnectDomainEventDeregisterAnyArgs { event_id };
        return ask(link, proc::CONNECT_DOMAIN_EVENT_DEREGISTER_ANY, args).await;
    };
    let procedure = match kind {
        EventKind::Domain(_) => proc::CONNECT_DOMAIN_EVENT_CALLBACK_DEREGISTER_ANY,
        EventKind::Network(_) => proc::CONNECT_NETWORK_EVENT_DEREGISTER_ANY,
        EventKind::StoragePool(_) => proc::CONNECT_STORAGE_POOL_EVENT_DEREGISTER_ANY,
        EventKind::NodeDevice(_) => proc::CONNECT_NODE_DEVICE_EVENT_DEREGISTER_ANY,
        EventKind::Secret(_) => proc::CONNECT_SECRET_EVENT_DEREGISTER_ANY,
        EventKind::QemuMonitor => qemu::proc::CONNECT_DOMAIN_MONITOR_EVENT_DEREGISTER,
    };
    let program = if kind == EventKind::QemuMonitor {
        qemu::PROGRAM
    } else {
        remote::PROGRAM
    };
    // All of these take the number and nothing else.
    let mut args = arguments();
    args.i32(callback_id);
    let active = active.clone();
    let then: OnAnswer = Box::new(move |_| active.remove(callback_id, &held.interest));
    called(link, program, procedure, args, then).await
}

/// Program, procedure and arguments of a registration.
fn registration(interest: &Interest) -> Result<(u32, u32, Encoder)> {
    use EventObject as O;
    let of = interest.of.clone();
    // Whether a domain runs now is of no account.
    let domain = |of| match of {
        O::Domain(dom) => Some(DomainRef { id: -1, ..dom }),
        _ => None,
    };
    let (procedure, args) = match interest.kind {
        EventKind::Domain(event_id) => {
            let dom = only(of, domain)?;
            let args = remote::ConnectDomainEventCallbackRegisterAnyArgs { event_id, dom };
            (proc::CONNECT_DOMAIN_EVENT_CALLBACK_REGISTER_ANY, encoded(args))
        }
        EventKind::Network(event_id) => {
            let net = only(of, |of| if let O::Network(net) = of { Some(net) } else { None })?;
            let args = remote::ConnectNetworkEventRegisterAnyArgs { event_id, net };
            (proc::CONNECT_NETWORK_EVENT_REGISTER_ANY, encoded(args))
        }
        EventKind::StoragePool(event_id) => {
            let pool = only(of, |of| {
                if let O::StoragePool(pool) = of {
                    Some(pool)
                } else {
                    None
                }
            })?;
            let args = remote::ConnectStoragePoolEventRegisterAnyArgs { event_id, pool };
            (proc::CONNECT_STORAGE_POOL_EVENT_REGISTER_ANY, encoded(args))
        }
        EventKind::NodeDevice(event_id) => {
            let dev = only(of, |of| {
                if let O::NodeDevice(dev) = of {
                    Some(dev)
                } else {
                    None
                }
            })?;
            let args = remote::ConnectNodeDeviceEventRegisterAnyArgs { event_id, dev };
            (proc::CONNECT_NODE_DEVICE_EVENT_REGISTER_ANY, encoded(args))
        }
        EventKind::Secret(event_id) => {
            let secret = only(of, |of| {
                if let O::Secret(secret) = of {
                    Some(secret)
                } else {
                    None
                }
            })?;
            let args = remote::ConnectSecretEventRegisterAnyArgs { event_id, secret };
            (proc::CONNECT_SECRET_EVENT_REGISTER_ANY, encoded(args))
        }
        EventKind::QemuMonitor => {
            let args = encoded(qemu::ConnectDomainMonitorEventRegisterArgs {
                dom: only(of, domain)?,
                event: None,
                flags: 0,
            });
            return Ok((
                qemu::PROGRAM,
                qemu::proc::CONNECT_DOMAIN_MONITOR_EVENT_REGISTER,
                args,
            ));
        }
    };
    Ok((remote::PROGRAM, procedure, args))
}

/// The object that events are wanted of, which must be of the kind that they are of.
fn only<T>(of: Option<EventObject>, pick: impl FnOnce(EventObject) -> Option<T>) -> Result<Option<T>> {
    match of.map(pick) {
        None => Ok(None),
        Some(None) => Err(other_object()),
        some => Ok(some.flatten()),
    }
}

fn other_object() -> Error {
    Error::new(
        ErrorNumber::InvalidArg,
        ErrorDomain::Remote,
        "events of one kind of object were asked of an object of another kind",
    )
}
