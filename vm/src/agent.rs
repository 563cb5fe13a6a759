//! Debian's own guest agent in the machine, asked from outside: a case of the lane that runs here, after those
//! inside. The machine has given an interface an address and started the agent by then.

use std::time::{Duration, Instant};

use ferrovirt::event::{AddressChange, Event, EventItem, EventKind, EventStream};
use ferrovirt::flags::{
    DomainEventId, DomainGuestInfoTypes, DomainInterfaceAddressesSource as Source, DomainShutdownFlags,
};
use ferrovirt::{Connection, Domain};
use tokio::time::timeout;

use crate::document::{FIRST_ADDRESS, FIRST_MAC};
use crate::failure::{Failure, Outcome};

/// The case's name in the lane's report.
const NAME: &str = "vm::agent::the_guests_own_agent_answers";
/// For the agent to open its port and be asked, in a machine that is translated in software.
const LIMIT: Duration = Duration::from_secs(60);

/// Whether the case is wanted.
pub fn is_wanted(filter: Option<&str>) -> bool {
    filter.is_none_or(|filter| NAME.contains(filter))
}

/// What addresses the machine gets, from now on.
pub async fn listen(connection: &Connection) -> Outcome<EventStream> {
    let tunable = EventKind::Domain(DomainEventId::Tunable.raw());
    Ok(connection.events(&[tunable]).await?)
}

/// Runs the case and prints what came of it; answers whether it was good. It turns the machine off.
pub async fn run(machine: &Domain, events: &mut EventStream) -> bool {
    let start = Instant::now();
    let outcome = ask(machine, events).await;
    let elapsed = start.elapsed().as_millis();
    match &outcome {
        Ok(()) => println!("test {NAME} ... ok ({elapsed} ms)"),
        Err(failure) => println!("test {NAME} ... FAILED ({elapsed} ms)\n    {failure}"),
    }
    outcome.is_ok()
}

async fn ask(machine: &Domain, events: &mut EventStream) -> Outcome {
    // Nobody asks before the agent is there: it is told by the port.
    let appeared = timeout(LIMIT, appearance(events)).await;
    let Ok(Some(change)) = appeared else {
        return Err(Failure::Agent(format!(
            "no event told of an address within {LIMIT:?}"
        )));
    };
    require("address", change.address, FIRST_ADDRESS)?;
    require("its interface's MAC", change.mac.unwrap_or_default(), FIRST_MAC)?;

    require("name of the machine", machine.hostname().await?, "vm")?;
    let interfaces = machine.interface_addresses(Source::Agent).await?;
    let has = |mac: &str, address: &str| {
        interfaces
            .iter()
            .filter(|i| i.mac.as_deref() == Some(mac))
            .flat_map(|i| &i.addresses)
            .any(|a| a.address == address)
    };
    if !has(FIRST_MAC, FIRST_ADDRESS) || !has("00:00:00:00:00:00", "127.0.0.1") {
        return Err(Failure::Agent(format!("interfaces are {interfaces:?}")));
    }
    let filesystems = machine.filesystems().await?;
    let root = filesystems.iter().find(|f| f.mountpoint == "/");
    let disks = root.map(|f| f.disks.join(",")).unwrap_or_default();
    require("disk of the file system", disks, "vda")?;
    let info = machine.guest_info(DomainGuestInfoTypes::empty()).await?;
    let id = ferrovirt::param::find(&info, "os.id").and_then(|value| value.as_str());
    require("system", id.unwrap_or_default().to_owned(), "debian")?;
    let frozen = machine.freeze(&["/".to_owned()]).await?;
    let thawed = machine.thaw(&[]).await?;
    require(
        "file systems frozen and thawed",
        format!("{frozen} {thawed}"),
        "1 1",
    )?;
    let now = machine.time().await?;
    machine.set_time(now).await?;

    machine.shutdown(DomainShutdownFlags::GUEST_AGENT).await?;
    // Transient, it is gone when it is off.
    let off = async {
        while machine.is_active().await.unwrap_or(false) {
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
    };
    timeout(LIMIT, off)
        .await
        .map_err(|_| Failure::Agent(format!("the machine is not off after {LIMIT:?}")))
}

/// The first IPv4 address that the agent tells of, the machine's own to itself aside.
async fn appearance(events: &mut EventStream) -> Option<AddressChange> {
    loop {
        let EventItem::Event(event) = events.next().await? else {
            continue;
        };
        let Event::Domain(_, event) = &*event else {
            continue;
        };
        let change = AddressChange::of(event).filter(|c| c.there && c.source == Source::Agent && !c.ipv6);
        if let Some(change) = change.filter(|c| !c.address.starts_with("127.")) {
            return Some(change);
        }
    }
}

fn require(what: &str, found: String, wanted: &str) -> Outcome {
    if found == wanted {
        Ok(())
    } else {
        Err(Failure::Agent(format!(
            "the {what} is {found:?} instead of {wanted:?}"
        )))
    }
}
