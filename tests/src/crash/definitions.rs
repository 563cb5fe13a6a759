//! Definitions of domains: define, change, undefine, mark for automatic start.

use std::collections::BTreeMap;
use std::time::Duration;

use super::{Access, Subject};
use crate::harness::case::{Outcome, require, require_equal};
use crate::harness::domain;
use crate::harness::random::Random;
use crate::harness::rpc::{Client, DomainRef, procedure};
use crate::harness::xdr::Writer;

/// How many names one worker uses.
const NAMES: u64 = 6;
/// `VIR_CONNECT_LIST_DOMAINS_AUTOSTART`.
const LIST_AUTOSTART: u32 = 1 << 10;
/// `VIR_DOMAIN_XML_INACTIVE`.
const XML_INACTIVE: u32 = 2;

/// What is known of one name; the version is written into the document.
#[derive(Clone, Debug, PartialEq)]
struct State {
    domain: DomainRef,
    version: u64,
    autostart: bool,
}

/// One worker's definitions.
pub struct Definitions {
    worker: u64,
    next_version: u64,
    known: BTreeMap<String, State>,
    /// The name whose change was under way, with what it would have become.
    open: Option<(String, Option<State>)>,
    client: Option<Client>,
}

impl Definitions {
    fn prefix(worker: u64) -> String {
        format!("w{worker}-")
    }
}

fn document(name: &str, uuid: Option<&[u8; 16]>, version: u64) -> String {
    let uuid = uuid.map_or(String::new(), |uuid| {
        let hex: String = uuid.iter().map(|byte| format!("{byte:02x}")).collect();
        format!("<uuid>{hex}</uuid>")
    });
    domain::idle(name).replace(
        "</name>",
        &format!("</name>{uuid}<description>version {version}.</description>"),
    )
}

impl Subject for Definitions {
    const LONGEST_LIFE: Duration = Duration::from_millis(120);

    fn new(worker: u64) -> Self {
        Self {
            worker,
            next_version: 1,
            known: BTreeMap::new(),
            open: None,
            client: None,
        }
    }

    fn change(&mut self, access: &Access, random: &mut Random) -> Outcome {
        let client = match &mut self.client {
            Some(client) => client,
            empty => empty.insert(access.client()?),
        };
        let name = format!("{}{}", Self::prefix(self.worker), random.below(NAMES));
        match self.known.get(&name).cloned() {
            Some(state) if random.below(4) == 0 => {
                self.open = Some((name.clone(), None));
                client.undefine(&state.domain)?;
                self.known.remove(&name);
            }
            Some(mut state) if random.below(3) == 0 => {
                state.autostart = !state.autostart;
                self.open = Some((name.clone(), Some(state.clone())));
                let arguments = state
                    .domain
                    .write(Writer::new())
                    .i32(i32::from(state.autostart))
                    .bytes;
                client.call(procedure::DOMAIN_SET_AUTOSTART, &arguments)?;
                self.known.insert(name, state);
            }
            known => {
                let version = self.next_version;
                self.next_version += 1;
                let placeholder = DomainRef {
                    name: name.clone(),
                    uuid: [0; 16],
                    id: -1,
                };
                let mut state = known.unwrap_or(State {
                    domain: placeholder,
                    version,
                    autostart: false,
                });
                let uuid = (state.domain.uuid != [0; 16]).then_some(state.domain.uuid);
                state.version = version;
                self.open = Some((name.clone(), Some(state.clone())));
                state.domain = client.define(&document(&name, uuid.as_ref(), version))?;
                self.known.insert(name, state);
            }
        }
        self.open = None;
        Ok(())
    }

    fn verify(&mut self, access: &Access) -> Outcome {
        self.client = None;
        let mut client = access.client()?;
        let found = read(&mut client, &Self::prefix(self.worker))?;
        if let Some((name, after)) = self.open.take() {
            let before = self.known.get(&name);
            let now = found.get(&name);
            let as_before = before.map(|state| (state.version, state.autostart))
                == now.map(|state| (state.version, state.autostart));
            let as_after = after.as_ref().map(|state| (state.version, state.autostart))
                == now.map(|state| (state.version, state.autostart));
            require(as_before || as_after, || {
                format!("{name} was {before:?}, was to become {after:?}, and is {now:?}")
            })?;
            match now {
                Some(state) => self.known.insert(name, state.clone()),
                None => self.known.remove(&name),
            };
        }
        require_equal("what is defined", found, self.known.clone())
    }

    fn verify_nothing_left(access: &Access, subjects: &[Self]) -> Outcome {
        let folder = access.root.join("etc/qemu");
        let mut files: Vec<String> = Vec::new();
        for entry in std::fs::read_dir(&folder)? {
            let name = entry?.file_name().to_string_lossy().into_owned();
            if name != "autostart" && name != "networks" {
                files.push(name);
            }
        }
        files.sort();
        let mut expected: Vec<String> = subjects
            .iter()
            .flat_map(|subject| subject.known.keys().map(|name| format!("{name}.xml")))
            .collect();
        expected.sort();
        require_equal("the files of definitions", files, expected)
    }
}

fn read(client: &mut Client, prefix: &str) -> Outcome<BTreeMap<String, State>> {
    let automatic: Vec<String> = client
        .list(LIST_AUTOSTART)?
        .into_iter()
        .map(|domain| domain.name)
        .collect();
    let mut found = BTreeMap::new();
    for domain in client.list(0)? {
        if !domain.name.starts_with(prefix) {
            continue;
        }
        let xml = client.domain_xml(&domain, XML_INACTIVE)?;
        let version = xml
            .split_once("<description>version ")
            .and_then(|(_, rest)| rest.split_once('.'))
            .and_then(|(number, _)| number.parse().ok())
            .ok_or_else(|| format!("{} lost its description:\n{xml}", domain.name))?;
        let autostart = automatic.contains(&domain.name);
        found.insert(
            domain.name.clone(),
            State {
                domain,
                version,
                autostart,
            },
        );
    }
    Ok(found)
}
