//! Listeners learn of addresses that appear and go, without asking.
//!
//! One task looks again when somebody says that something may be different: a network of its leases, the kernel
//! of its neighbours, the driver's own events of guests that start and agents that open their channel. What
//! differs from what listeners were told is published ([`AddressChange`]). An agent says nothing by itself: it is
//! asked when it opens its channel and when another source knows of a change, a few times and until the guest
//! has an address. What guests had when the daemon started is no news.
//!
//! A neighbour that the kernel forgets has not lost its address: of those only what appears is told.

use super::{Core, Leases, is_reachable, met, neighbours};
use crate::driver::QemuDriver;
use crate::error::Result;
use crate::guest::{Live, channels};
use ferrovirt_driver::events::EventSink;
use ferrovirt_netlink::Notices;
use ferrovirt_protocol::remote::DomainInterface;
use ferrovirt_types::address_change::AddressChange;
use ferrovirt_types::consts::DomainInterfaceAddressesSource as Source;
use ferrovirt_types::event::{DomainEvent, Event};
use ferrovirt_types::object::DomainRef;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::{Arc, Mutex, PoisonError, Weak};
use std::time::Duration;
use tokio::sync::{Notify, watch};
use tokio::task::JoinSet;
use tokio::time::Instant;
use uuid::Uuid;

/// How long hints are gathered, at least, and how many times as long as the last look took.
const SETTLE: Duration = Duration::from_millis(50);
const REST: u32 = 10;
/// How long after a hint an agent is asked, for it to have done what the hint is about.
const AGENT_FIRST: Duration = Duration::from_millis(500);
/// The longest pause between two questions to an agent; each is twice the one before.
const AGENT_LONGEST: Duration = Duration::from_secs(60);
/// How often an agent is asked at least.
const AGENT_TIMES: u32 = 3;
/// Most addresses of one source that are told of one guest.
const MOST: usize = 256;

/// Begins to tell listeners, for as long as the driver is there.
pub(in crate::driver) fn begin(core: &Arc<Core>) {
    let Some(networks) = &core.networks else {
        return;
    };
    let leases = networks.lease_changes();
    let neighbours = Notices::of_neighbours();
    if let Err(error) = &neighbours {
        tracing::warn!(%error, "neighbours are not followed: addresses that only the host's table has are not told");
    }
    let hints = Arc::new(Hints::default());
    let sink: Arc<dyn EventSink> = hints.clone();
    core.events.attach(&sink);
    core.runtime
        .spawn(follow(Arc::downgrade(core), hints, leases, neighbours.ok()));
}

/// What the driver's own events say.
#[derive(Default)]
struct Hints {
    due: Notify,
    /// Guests whose agents came.
    agents: Mutex<BTreeSet<Uuid>>,
}

impl Hints {
    fn take_agents(&self) -> BTreeSet<Uuid> {
        std::mem::take(&mut *self.agents.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl EventSink for Hints {
    fn deliver(&self, event: &Arc<Event>) {
        let Event::Domain(dom, event) = &**event else {
            return;
        };
        match event {
            DomainEvent::AgentLifecycle { .. } => {
                let mut agents = self.agents.lock().unwrap_or_else(PoisonError::into_inner);
                agents.insert(dom.uuid);
            }
            DomainEvent::Lifecycle { .. } | DomainEvent::DeviceAdded { .. } => {}
            _ => return,
        }
        self.due.notify_one();
    }
}

/// An address as a source tells it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Known {
    interface: String,
    mac: Option<String>,
    address: String,
    ipv6: bool,
    prefix: u32,
}

/// What listeners were told of a running guest.
#[derive(Debug, Default)]
struct Told {
    /// Number of its activation.
    activation: i32,
    by_source: BTreeMap<i32, BTreeSet<Known>>,
}

/// What listeners were told.
#[derive(Debug, Default)]
struct Book(HashMap<Uuid, Told>);

impl Book {
    /// Enters what a source knows now; gives what is different.
    fn enter(
        &mut self,
        guest: Uuid,
        activation: i32,
        source: Source,
        list: Vec<DomainInterface>,
    ) -> Vec<AddressChange> {
        let told = self.0.entry(guest).or_default();
        if told.activation != activation {
            *told = Told {
                activation,
                ..Told::default()
            };
        }
        let before = told.by_source.entry(source.raw()).or_default();
        let mut now = known(list);
        if source == Source::Arp {
            now.extend(before.iter().take(MOST).cloned());
        }
        let change = |there| {
            move |k: &Known| AddressChange {
                there,
                source,
                interface: k.interface.clone(),
                mac: k.mac.clone(),
                address: k.address.clone(),
                ipv6: k.ipv6,
                prefix: k.prefix,
            }
        };
        let gone = before.difference(&now).map(change(false));
        let came = now.difference(before).map(change(true));
        let changes = gone.chain(came).collect();
        *before = now;
        changes
    }
}

/// Addresses of a list, without those that each guest has for itself.
fn known(list: Vec<DomainInterface>) -> BTreeSet<Known> {
    let of_nic = |nic: DomainInterface| {
        let (name, mac) = (nic.name, nic.hwaddr);
        nic.addrs.into_iter().map(move |a| Known {
            interface: name.clone(),
            mac: mac.clone(),
            address: a.addr,
            ipv6: a.kind == 1,
            prefix: a.prefix,
        })
    };
    let is_loopback = |k: &Known| {
        k.address
            .parse()
            .is_ok_and(|ip: std::net::IpAddr| ip.is_loopback())
    };
    list.into_iter()
        .flat_map(of_nic)
        .filter(|k| !is_loopback(k))
        .take(MOST)
        .collect()
}

/// When an agent is asked next.
#[derive(Debug, Clone, Copy)]
struct Due {
    at: Instant,
    pause: Duration,
    times: u32,
    /// What it answers is no news.
    silent: bool,
}

impl Due {
    fn soon() -> Self {
        Due {
            at: Instant::now() + AGENT_FIRST,
            pause: AGENT_FIRST,
            times: 0,
            silent: false,
        }
    }

    /// The next question after one that was answered, if there is to be one.
    fn after(self, has_address: bool) -> Option<Self> {
        let times = self.times.saturating_add(1);
        let pause = (self.pause * 2).min(AGENT_LONGEST);
        (!has_address || times < AGENT_TIMES).then(|| Due {
            at: Instant::now() + pause,
            pause,
            times,
            silent: self.silent,
        })
    }
}

/// Questions to agents.
#[derive(Default)]
struct Agents {
    due: HashMap<Uuid, Due>,
    asked: JoinSet<(DomainRef, i32, Due, Result<Vec<DomainInterface>>)>,
}

impl Agents {
    fn next(&self) -> Option<Instant> {
        self.due.values().map(|due| due.at).min()
    }

    /// Asks those whose time has come.
    fn ask(&mut self, core: &Arc<Core>) {
        let now = Instant::now();
        let ready: Vec<_> = self.due.extract_if(|_, due| due.at <= now).collect();
        for (uuid, due) in ready {
            let Some(guest) = core.store.by_uuid(&uuid).map(|e| Arc::clone(&e.object)) else {
                continue;
            };
            let Some(live) = guest
                .live()
                .filter(|live| channels::agent_is_connected(&live.doc))
            else {
                continue;
            };
            let driver = QemuDriver {
                core: Arc::clone(core),
                owner: None,
            };
            let dom = reference(&guest.name, uuid, &live);
            self.asked.spawn(async move {
                let answer = driver.addresses_inside(&dom).await;
                (dom, live.id, due, answer)
            });
        }
    }
}

fn reference(name: &str, uuid: Uuid, live: &Live) -> DomainRef {
    DomainRef {
        name: name.to_owned(),
        uuid,
        id: live.id,
    }
}

async fn follow(
    core: Weak<Core>,
    hints: Arc<Hints>,
    mut leases: watch::Receiver<()>,
    mut neighbours: Option<Notices>,
) {
    let mut book = Book::default();
    let mut agents = Agents::default();
    match core.upgrade() {
        Some(core) => begin_book(&core, &mut book, &mut agents).await,
        None => return,
    }
    loop {
        let due = agents.next();
        tokio::select! {
            () = hints.due.notified() => {}
            changed = leases.changed() => match changed {
                Ok(()) => {}
                // Networks go with the driver.
                Err(_) => return,
            },
            heard = heard(&neighbours) => if let Err(error) = heard {
                tracing::warn!(%error, "neighbours are followed no more");
                neighbours = None;
            },
            () = sleep_until(due) => {}
            Some(Ok((dom, activation, asked, answer))) = agents.asked.join_next() => {
                let Some(core) = core.upgrade() else { return };
                let has_address = answer.as_ref().is_ok_and(|list| {
                    list.iter().flat_map(|nic| &nic.addrs).any(|a| is_reachable(&a.addr))
                });
                if let Some(next) = asked.after(has_address) {
                    agents.due.entry(dom.uuid).or_insert(next);
                }
                let still = core.store.by_uuid(&dom.uuid).is_some_and(|e| e.object.id() == activation);
                if let (Ok(list), true) = (answer, still) {
                    let changes = book.enter(dom.uuid, activation, Source::Agent, list);
                    publish(&core, &dom, changes.into_iter().filter(|_| !asked.silent));
                }
                continue;
            }
        }
        let begun = Instant::now();
        {
            let Some(core) = core.upgrade() else { return };
            for uuid in hints.take_agents() {
                agents.due.insert(uuid, Due::soon());
            }
            for (dom, changes) in look(&core, &mut book).await {
                // What another source knows, the agent may know too by now.
                agents.due.insert(dom.uuid, Due::soon());
                publish(&core, &dom, changes.into_iter());
            }
            agents.ask(&core);
        }
        tokio::time::sleep(SETTLE.max(begun.elapsed() * REST)).await;
    }
}

/// Enters what is known when the daemon starts.
async fn begin_book(core: &Arc<Core>, book: &mut Book, agents: &mut Agents) {
    look(core, book).await;
    let silent = Due {
        silent: true,
        ..Due::soon()
    };
    agents.due.extend(book.0.keys().map(|guest| (*guest, silent)));
}

/// Looks at leases and neighbours of all guests that run; gives who has other addresses than were told.
async fn look(core: &Core, book: &mut Book) -> Vec<(DomainRef, Vec<AddressChange>)> {
    let snapshot = core.store.snapshot();
    let running: Vec<_> = snapshot
        .iter()
        .filter_map(|entry| Some((Arc::clone(&entry.object), entry.object.live()?)))
        .collect();
    book.0.retain(|uuid, told| {
        let live = core.store.by_uuid(uuid).and_then(|entry| entry.object.live());
        live.is_some_and(|live| live.id == told.activation)
    });
    if running.is_empty() {
        return Vec::new();
    }
    let table = neighbours().await;
    let mut leases = Leases::default();
    let mut all = Vec::new();
    for (guest, live) in running {
        if let Err(error) = leases.ask(core, &live).await {
            tracing::debug!(guest = %guest.name, %error, "the leases of a guest are not known");
        }
        let mut changes = book.enter(guest.uuid, live.id, Source::Lease, leases.list(&live));
        changes.extend(book.enter(guest.uuid, live.id, Source::Arp, met(&live, &table)));
        if !changes.is_empty() {
            all.push((reference(&guest.name, guest.uuid, &live), changes));
        }
    }
    all
}

fn publish(core: &Core, dom: &DomainRef, changes: impl Iterator<Item = AddressChange>) {
    for change in changes {
        core.events.publish(Event::Domain(dom.clone(), change.event()));
    }
}

async fn heard(neighbours: &Option<Notices>) -> std::io::Result<()> {
    match neighbours {
        Some(neighbours) => neighbours.any().await,
        None => std::future::pending().await,
    }
}

async fn sleep_until(due: Option<Instant>) {
    match due {
        Some(due) => tokio::time::sleep_until(due).await,
        None => std::future::pending().await,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ferrovirt_protocol::remote::DomainIpAddr;

    fn list(addresses: &[&str]) -> Vec<DomainInterface> {
        let addrs = addresses.iter().map(|addr| DomainIpAddr {
            kind: i32::from(addr.contains(':')),
            addr: (*addr).to_owned(),
            prefix: 24,
        });
        vec![DomainInterface {
            name: "vnet0".to_owned(),
            addrs: addrs.collect(),
            hwaddr: None,
        }]
    }

    fn told(changes: &[AddressChange]) -> Vec<(bool, &str)> {
        changes.iter().map(|c| (c.there, c.address.as_str())).collect()
    }

    #[test]
    fn only_what_differs_is_told() {
        let (mut book, guest) = (Book::default(), Uuid::from_u128(1));
        let first = book.enter(guest, 1, Source::Lease, list(&["10.0.0.2", "127.0.0.1"]));
        assert_eq!(told(&first), [(true, "10.0.0.2")]);
        assert!(
            book.enter(guest, 1, Source::Lease, list(&["10.0.0.2"]))
                .is_empty()
        );
        let other = book.enter(guest, 1, Source::Lease, list(&["fd00::2"]));
        assert_eq!(told(&other), [(false, "10.0.0.2"), (true, "fd00::2")]);
        assert!(other[1].ipv6);
        let again = book.enter(guest, 2, Source::Lease, list(&["fd00::2"]));
        assert_eq!(
            told(&again),
            [(true, "fd00::2")],
            "another activation knows nothing yet"
        );
    }

    #[test]
    fn a_forgotten_neighbour_keeps_its_address() {
        let (mut book, guest) = (Book::default(), Uuid::from_u128(1));
        book.enter(guest, 1, Source::Arp, list(&["10.0.0.2"]));
        assert!(book.enter(guest, 1, Source::Arp, Vec::new()).is_empty());
        assert!(book.enter(guest, 1, Source::Arp, list(&["10.0.0.2"])).is_empty());
    }

    #[tokio::test]
    async fn agents_are_asked_until_there_is_an_address() {
        let mut due = Due::soon();
        for _ in 0..2 {
            due = due.after(true).expect("asked a few times");
        }
        assert!(due.after(true).is_none());
        for _ in 0..20 {
            due = due.after(false).expect("asked until it knows");
        }
        assert_eq!(due.pause, AGENT_LONGEST);
    }
}
