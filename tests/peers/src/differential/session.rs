//! One connection of ours to one of the daemons' test drivers: runs scripts and gathers events.

use super::call::Answer;
use super::normal::Known;
use super::script::{Script, Step};
use super::value::Arg;
use ferrovirt_api::event::{DomainEvent, Event, EventKind};
use ferrovirt_api::{Connection, Error, EventItem, EventStream, Result};
use ferrovirt_driver::GuardedDrivers;
use ferrovirt_driver::stream::{DriverStream, StreamItem};
use std::time::Duration;
use tokio::time::{Instant, sleep_until, timeout};

/// How long one call may take on a loaded machine.
const CALL_LIMIT: Duration = Duration::from_secs(60);
/// How long the last event may be on its way.
const EVENT_LIMIT: Duration = Duration::from_secs(60);
/// Most bytes of a stream that are looked at.
const STREAM_LIMIT: usize = 16 << 20;

/// Stands among the events of a daemon that is gone.
pub const ENDED: &str = "the connection ended";
/// Defined at the end of a script: its event says that all events before have come.
const LAST: &str =
    "<domain type='test'><name>zz-last</name><memory>1024</memory><os><type>hvm</type></os></domain>";

pub struct Session {
    connection: Connection,
    pub drivers: GuardedDrivers,
    /// A folder of the daemon's own, for files.
    pub folder: String,
    events: EventStream,
}

/// All that came back from a script.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Record {
    pub answers: Vec<Answer>,
    pub events: Vec<String>,
}

impl Session {
    pub async fn open(uri: &str, folder: &str) -> Result<Self> {
        let connection = Connection::open(uri).await?;
        let mut kinds = Vec::new();
        for id in 0..=23 {
            // Every kind that a test driver of the time of 9.0 sends.
            kinds.push(EventKind::Domain(id));
        }
        kinds.extend([
            EventKind::Network(0),
            EventKind::StoragePool(0),
            EventKind::StoragePool(1),
            EventKind::NodeDevice(0),
            EventKind::NodeDevice(1),
        ]);
        let events = connection.events(&kinds).await?;
        Ok(Self {
            drivers: connection.drivers().clone(),
            connection,
            folder: folder.to_owned(),
            events,
        })
    }

    /// Runs a script to its end, or to where the connection ends.
    pub async fn run(mut self, script: &Script) -> Record {
        let known = Known::of(&script.text());
        let mut record = Record::default();
        let mut named: Option<Instant> = None;
        for step in &script.steps {
            if is_named_by_time(step) {
                // Two of one second would have one name, and which second it is differs between the daemons.
                if let Some(before) = named {
                    sleep_until(before + Duration::from_millis(1100)).await;
                }
            }
            let answer = self.step(step, &known).await;
            if is_named_by_time(step) {
                named = Some(Instant::now());
            }
            let lost = matches!(answer, Answer::Lost(_));
            record.answers.push(answer);
            if lost {
                return record;
            }
        }
        record.events = self.events(&known).await;
        // A daemon that is gone has ended the connection as well.
        let _ = self.connection.close().await;
        record
    }

    async fn step(&self, step: &Step, known: &Known) -> Answer {
        let call = (step.call.run)(self, &step.args);
        match timeout(CALL_LIMIT, call).await {
            Ok(Ok(text)) => Answer::Good(known.normal(&text, &self.folder)),
            Ok(Err(_)) if !self.connection.is_alive() => Answer::Lost("the connection ended".to_owned()),
            Ok(Err(error)) => failed(&error),
            Err(_) => Answer::Lost(format!("no answer within {CALL_LIMIT:?}")),
        }
    }

    /// All events that came, and a last line when they have not come to an end.
    async fn events(&mut self, known: &Known) -> Vec<String> {
        let mut seen = Vec::new();
        if self
            .drivers
            .config
            .domain_define_xml_flags(LAST, 0)
            .await
            .is_err()
        {
            let why = if self.connection.is_alive() {
                "the last domain could not be defined"
            } else {
                ENDED
            };
            seen.push(why.to_owned());
            return seen;
        }
        loop {
            match timeout(EVENT_LIMIT, self.events.next()).await {
                Ok(Some(EventItem::Event(event))) => match event.as_ref() {
                    Event::Domain(dom, DomainEvent::Lifecycle { .. }) if dom.name == "zz-last" => {
                        return seen;
                    }
                    event => seen.push(known.normal(&format!("{event:?}"), &self.folder)),
                },
                Ok(Some(EventItem::Lagged(lost))) => seen.push(format!("{lost} events lost")),
                Ok(Some(EventItem::Reconnected(_)) | None) => {
                    seen.push(ENDED.to_owned());
                    return seen;
                }
                Err(_) => {
                    seen.push("the last event did not come".to_owned());
                    return seen;
                }
            }
        }
    }
}

/// Whether a call may make a snapshot or a checkpoint that is called by the second it is made in.
fn is_named_by_time(step: &Step) -> bool {
    let makes = ["domain_snapshot_create_xml", "domain_checkpoint_create_xml"].contains(&step.call.name);
    let has_name = |arg: &Arg| {
        let own = arg
            .text()
            .split_once(">\n<name>")
            .map(|(before, rest)| (before.contains('>'), rest));
        own.is_some_and(|(is_inner, rest)| !is_inner && !rest.starts_with('<'))
    };
    makes && !step.args.iter().any(has_name)
}

fn failed(error: &Error) -> Answer {
    Answer::Failed(error.raw_code(), error.raw_domain(), error.message().to_owned())
}

/// Reads a stream to its end and tells what it held by length and sum.
pub async fn drain(first: String, stream: DriverStream) -> Result<String> {
    let mut length = 0;
    let mut sum = 0_u64;
    if let Some(mut read) = stream.read {
        while let Some(item) = read.next().await? {
            if let StreamItem::Data(data) = item {
                length += data.len();
                sum = data
                    .iter()
                    .fold(sum, |sum, byte| sum.wrapping_mul(31).wrapping_add((*byte).into()));
            }
            if length > STREAM_LIMIT {
                break;
            }
        }
    }
    Ok(format!("{first}: {length} bytes, sum {sum:x}"))
}
