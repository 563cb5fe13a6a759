//! What a case stands on: a fresh connection to a test host, whatever carries it.

use super::Carrier;
use ferrovirt_api::event::{DomainEvent, Event};
use ferrovirt_api::{Connection, Domain, Error, EventItem, EventStream};
use ferrovirt_tests::harness::case::{Outcome, Problem};
use ferrovirt_tests::harness::daemon::Daemon;
use ferrovirt_tests::harness::scratch::Scratch;
use ferrovirt_types::consts::ErrorNumber;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

/// How long an event may be on its way.
const EVENT_LIMIT: Duration = Duration::from_secs(10);
/// How long a stock daemon may take to let go of a host whose last connection was closed, and how often that is
/// looked at.
const LET_GO: Duration = Duration::from_secs(10);
const LOOK: Duration = Duration::from_millis(5);

pub struct Ground {
    carrier: Carrier,
    daemon: Option<Daemon>,
    scratch: Scratch,
    opened: Mutex<Vec<Connection>>,
}

impl Ground {
    pub fn new(carrier: Carrier) -> Outcome<Self> {
        let daemon = match carrier {
            Carrier::InProcess => None,
            Carrier::Ours => Some(Daemon::prepare(&[])?),
            Carrier::Stock => Some(Daemon::prepare_stock()?),
        };
        let mut ground = Self {
            carrier,
            daemon,
            scratch: Scratch::new()?,
            opened: Mutex::default(),
        };
        ground.tidy()?;
        Ok(ground)
    }

    /// Starts the daemon anew if it has ended.
    pub fn tidy(&mut self) -> Outcome {
        if let Some(daemon) = &mut self.daemon
            && daemon.require_alive().is_err()
        {
            daemon.launch()?;
        }
        Ok(())
    }

    /// Ends what a case has opened, so that the next one finds the host as new.
    pub async fn end(&self) {
        let opened = std::mem::take(&mut *self.opened());
        for connection in opened {
            // The case may have ended it itself, or the daemon with it.
            let _ = connection.close().await;
        }
    }

    pub fn daemon(&self) -> Outcome<&Daemon> {
        self.daemon
            .as_ref()
            .ok_or_else(|| Problem::from("no daemon carries this"))
    }

    /// One more daemon of the same kind, not started yet, that a case may end.
    pub fn another(&self, arguments: &[&str]) -> Outcome<Daemon> {
        match self.carrier {
            Carrier::Stock => Daemon::prepare_stock_with(arguments),
            Carrier::InProcess | Carrier::Ours => Daemon::prepare(arguments),
        }
    }

    pub fn uri(&self) -> String {
        match &self.daemon {
            None => "test:///default".to_owned(),
            Some(daemon) => daemon.test_uri(),
        }
    }

    /// A connection to the default test host, as new: it begins anew when the last connection ends.
    pub async fn open(&self) -> Outcome<Connection> {
        let begun = Instant::now();
        let connection = loop {
            let connection = good(Connection::open(&self.uri()).await)?;
            // A stock daemon answers that a connection is closed before it lets go of the host.
            let is_first = self.opened().is_empty();
            if self.carrier != Carrier::Stock || !is_first || is_new(&connection).await? {
                break connection;
            }
            good(connection.close().await)?;
            if begun.elapsed() > LET_GO {
                return Err(Problem::from("the host of the case before is still there"));
            }
            tokio::time::sleep(LOOK).await;
        };
        self.opened().push(connection.clone());
        Ok(connection)
    }

    fn opened(&self) -> MutexGuard<'_, Vec<Connection>> {
        self.opened.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Where a case may put files.
    pub fn file(&self, name: &str) -> String {
        self.scratch.join(name).display().to_string()
    }

    /// What is expected where a stock daemon answers otherwise on purpose; the case says the purpose.
    pub fn by_carrier<T>(&self, ours: T, stock: T) -> T {
        if self.carrier == Carrier::Stock {
            stock
        } else {
            ours
        }
    }
}

/// Whether the host has what it begins with and nothing more.
async fn is_new(connection: &Connection) -> Outcome<bool> {
    let domains = good(connection.domains(Default::default()).await)?;
    let networks = good(connection.networks(Default::default()).await)?;
    let pools = good(connection.storage_pools(Default::default()).await)?;
    let domains: Vec<&str> = domains.iter().map(Domain::name).collect();
    Ok(domains == ["test"] && networks.len() == 1 && pools.len() == 1)
}

/// The value of a call that has to be good.
pub fn good<T>(result: Result<T, Error>) -> Outcome<T> {
    result.map_err(|error| {
        Problem::Failed(format!(
            "error {} of domain {}: {error}",
            error.raw_code(),
            error.raw_domain()
        ))
    })
}

/// A call that has to fail with a code.
pub fn fails<T>(what: &str, result: Result<T, Error>, code: ErrorNumber) -> Outcome {
    match result {
        Err(error) if error.is(code) => Ok(()),
        Err(error) => Err(Problem::from(format!(
            "{what}: should fail with {code:?}, not with {}: {error}",
            error.raw_code()
        ))),
        Ok(_) => Err(Problem::from(format!("{what}: should fail with {code:?}"))),
    }
}

/// A small definition.
pub fn guest(name: &str) -> String {
    format!(
        "<domain type='test'><name>{name}</name><memory unit='KiB'>204800</memory>\
         <currentMemory unit='KiB'>102400</currentMemory><vcpu current='2'>4</vcpu>\
         <os><type arch='i686'>hvm</type></os><devices>\
         <disk type='file' device='disk'><source file='/img/{name}'/><target dev='vda' bus='virtio'/></disk>\
         <interface type='network'><mac address='52:54:00:00:00:01'/><source network='default'/><target dev='net7'/></interface>\
         </devices></domain>"
    )
}

pub async fn defined(connection: &Connection, name: &str) -> Outcome<Domain> {
    good(connection.define_domain(&guest(name), Default::default()).await)
}

pub async fn running(connection: &Connection, name: &str) -> Outcome<Domain> {
    let domain = defined(connection, name).await?;
    good(domain.start(Default::default()).await)
}

/// The next event.
pub async fn next(events: &mut EventStream) -> Outcome<std::sync::Arc<Event>> {
    match tokio::time::timeout(EVENT_LIMIT, events.next()).await {
        Ok(Some(EventItem::Event(event))) => Ok(event),
        Ok(Some(EventItem::Lagged(lost))) => Err(Problem::from(format!("{lost} events were lost"))),
        Ok(Some(EventItem::Reconnected(_)) | None) => Err(Problem::from("the connection ended")),
        Err(_) => Err(Problem::from(format!("no event within {EVENT_LIMIT:?}"))),
    }
}

/// The next change in the life of a domain: name, type, detail.
pub async fn change(events: &mut EventStream) -> Outcome<(String, i32, i32)> {
    loop {
        if let Event::Domain(dom, DomainEvent::Lifecycle { event, detail }) = next(events).await?.as_ref() {
            return Ok((dom.name.clone(), *event, *detail));
        }
    }
}
