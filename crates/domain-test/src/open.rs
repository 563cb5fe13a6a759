//! Opening: from the path of a URI to the drivers of a host.

use crate::TestDriver;
use crate::domain::{self, Guest};
use crate::door::Door;
use crate::error::{Result, TestError};
use crate::faults::Faults;
use crate::host::Node;
use crate::settings::Settings;
use crate::world::World;
use ferrovirt_driver::abilities::Abilities;
use ferrovirt_driver::events::EventBus;
use ferrovirt_driver::{Drivers, GuardedDrivers};
use ferrovirt_types::Error;
use ferrovirt_types::consts::{DomainPausedReason, DomainRunningReason, ErrorDomain, ErrorNumber};
use ferrovirt_xml::{FromXml, Limits, Node as Element, RawElement};
use std::collections::HashMap;
use std::io::Read;
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError, Weak};

/// What is on the default host.
const DEFAULT: &str = include_str!("default.xml");
/// Path of its URI.
const DEFAULT_PATH: &str = "/default";
/// Largest file of a host, in bytes.
const MOST: u64 = 64 << 20;
/// Namespace of what a file says of the state of guests.
const STATE: &str = "http://libvirt.org/schemas/domain/test/1.0";

/// A host: its drivers, and where they tell what happens. It lives as long as any clone of the drivers.
#[derive(Clone)]
pub struct Opened {
    /// The drivers.
    pub drivers: GuardedDrivers,
    /// Their events.
    pub events: EventBus,
    /// What the drivers say of themselves.
    pub abilities: Abilities,
    /// The URI that opens the same again.
    pub uri: String,
}

/// Features of a connection that has everything: migration in its newest form, also of guests that do
/// not run.
const FEATURES: [i32; 3] = [6, 12, 13];

/// Opens the host of `test://<path>?<params>`: `/default`, or the path of a file that describes one.
/// Reads that file, so it blocks for a moment. Parameters: `full` for every function, `host=NAME` for one
/// of several hosts, `keep` for one that outlives its connections, `clock=real|xN|manual[:SECONDS]`,
/// `fault=...`.
///
/// # Errors
/// `InvalidArg` without a path or with a parameter that is wrong, `XmlError` when the file cannot be read
/// as a host.
pub fn open(path: &str, params: &[(String, String)]) -> ferrovirt_types::Result<Opened> {
    if matches!(path, "" | "/") {
        return Err(TestError::InvalidArgument("supply a path or use test:///default".into()).into());
    }
    let settings = Settings::parse(params)?;
    let faults = Faults::default();
    for text in &settings.faults {
        faults.add(text)?;
    }
    let world = match (&settings.host, path) {
        (None, path) if path != DEFAULT_PATH => Arc::new(file_world(path)?),
        (host, path) => shared(path, host.as_deref().unwrap_or_default(), settings.keep)?,
    };
    if let Some(pace) = settings.clock {
        world.clock.set(pace);
    }
    World::watch(&world);
    let abilities = Abilities {
        features: if settings.full { &FEATURES } else { &[] },
        monitor: settings.full,
    };
    let events = world.events.clone();
    let driver = Arc::new(TestDriver {
        world: world.clone(),
        full: settings.full,
    });
    let door = Door {
        world,
        full: settings.full,
        faults,
    };
    Ok(Opened {
        drivers: Drivers::from_one(driver).gated(Arc::new(door)),
        events,
        abilities,
        uri: format!("test://{path}{}", settings.query()),
    })
}

/// Hosts that several connections share, by path and name.
#[derive(Default)]
struct Hosts {
    all: HashMap<(String, String), Weak<World>>,
    /// Those that stay.
    kept: HashMap<(String, String), Arc<World>>,
}

/// Hosts that stay without a connection.
const MOST_KEPT: usize = 64;

/// A shared host: that of other connections, while there are any.
fn shared(path: &str, host: &str, keep: Option<bool>) -> Result<Arc<World>> {
    static HOSTS: Mutex<Option<Hosts>> = Mutex::new(None);
    let mut hosts = HOSTS.lock().unwrap_or_else(PoisonError::into_inner);
    let hosts = hosts.get_or_insert_with(Hosts::default);
    hosts.all.retain(|_, world| world.strong_count() > 0);
    let key = (path.to_owned(), host.to_owned());
    let world = match hosts.all.get(&key).and_then(Weak::upgrade) {
        Some(world) => world,
        None if path == DEFAULT_PATH => Arc::new(load(DEFAULT, Path::new("/"))?),
        None => Arc::new(file_world(path)?),
    };
    hosts.all.insert(key.clone(), Arc::downgrade(&world));
    if keep == Some(true) {
        if hosts.kept.len() >= MOST_KEPT && !hosts.kept.contains_key(&key) {
            return Err(TestError::InvalidArgument(format!(
                "{MOST_KEPT} hosts are kept already: open one of them again with keep=0"
            )));
        }
        hosts.kept.insert(key, world.clone());
    } else if keep == Some(false) {
        hosts.kept.remove(&key);
    }
    Ok(world)
}

fn file_world(path: &str) -> Result<World> {
    let unreadable = |why: &dyn std::fmt::Display| {
        let what = format!("failed to parse xml document '{path}': {why}");
        TestError::Api(Error::new(ErrorNumber::XmlError, ErrorDomain::Test, what))
    };
    let text = read(Path::new(path)).map_err(|e| unreadable(&e))?;
    let dir = Path::new(path).parent().unwrap_or(Path::new("/"));
    load(&text, dir)
}

fn read(path: &Path) -> std::io::Result<String> {
    let mut text = String::new();
    std::fs::File::open(path)?.take(MOST).read_to_string(&mut text)?;
    Ok(text)
}

/// Makes a host from its document.
fn load(text: &str, dir: &Path) -> Result<World> {
    let tree = ferrovirt_xml::parse(text, Limits::default())?;
    let root = tree.root();
    if !root.is("node") {
        return Err(TestError::Document("Root element is not 'node'".into()));
    }
    let world = World::of(node(root));
    let driver = TestDriver {
        world: Arc::new(world),
        full: false,
    };
    for part in root.children() {
        part_of(&driver, part, dir)?;
    }
    Arc::into_inner(driver.world)
        .ok_or_else(|| TestError::Internal("the host is in use before it is there".into()))
}

/// One object of a host.
fn part_of(driver: &TestDriver, part: Element<'_>, dir: &Path) -> Result<()> {
    if !matches!(
        part.name(),
        "domain" | "network" | "interface" | "pool" | "device"
    ) {
        return Ok(());
    }
    let text = match part.attr("file") {
        Some(file) => {
            let path = dir.join(file);
            let what = || format!("cannot read '{}'", path.display());
            read(&path).map_err(|source| TestError::File { what: what(), source })?
        }
        None => RawElement::from_xml(part)?.to_xml(),
    };
    let world = &driver.world;
    match part.name() {
        "domain" => return guest(driver, &text),
        "network" => {
            let net = world.put_network(&text, false, false)?;
            world.start_network(&net)?;
        }
        "interface" => {
            world.interfaces.define(&text, false, true)?;
        }
        "pool" => pool(driver, &text)?,
        _ => world.devices.add(&text)?,
    }
    Ok(())
}

fn pool(driver: &TestDriver, text: &str) -> Result<()> {
    let reference = driver.world.put_pool(text, false, false)?;
    let kind = driver.world.pool(&reference)?.state.kind();
    let tree = ferrovirt_xml::parse(text, Limits::default())?;
    let mut volumes = Vec::new();
    for volume in tree.root().children_named("volume") {
        volumes.push(crate::storage::parse_volume(
            &RawElement::from_xml(volume)?.to_xml(),
            kind,
            false,
        )?);
    }
    driver.world.fill_pool(&reference, volumes)
}

/// A guest, running unless its document says otherwise.
fn guest(driver: &TestDriver, text: &str) -> Result<()> {
    let tree = ferrovirt_xml::parse(text, Limits::default())?;
    let said = |name: &str| {
        tree.root()
            .child_in(STATE, name)
            .map(|n| n.text().trim().to_owned())
    };
    let reference = driver.define(domain::parse(text, false)?)?;
    let id = driver.world.next_id();
    driver.world.change_guest(&reference, |guest: &mut Guest, _, _| {
        match said("runstate").as_deref() {
            Some("5") => guest.managed_save = said("hasmanagedsave").is_some(),
            Some("3") => {
                guest.start(id, DomainRunningReason::Booted)?;
                guest.phase = domain::Phase::Paused(DomainPausedReason::User);
            }
            _ => guest.start(id, DomainRunningReason::Unknown)?,
        }
        if said("transient").is_some() && guest.is_active() {
            guest.config = None;
        }
        Ok(())
    })
}

/// Processors and memory of the host, where its document has them.
fn node(root: Element<'_>) -> Node {
    let mut node = Node::default();
    let Some(cpu) = root.child("cpu") else { return node };
    let number = |name: &str| cpu.child(name).and_then(|n| n.text().trim().parse::<u32>().ok());
    let set = |field: &mut u32, name: &str| *field = number(name).filter(|n| *n > 0).unwrap_or(*field);
    set(&mut node.nodes, "nodes");
    set(&mut node.sockets, "sockets");
    set(&mut node.cores, "cores");
    set(&mut node.threads, "threads");
    set(&mut node.cpus, "active");
    set(&mut node.mhz, "mhz");
    if let Some(model) = cpu.child("model") {
        node.model = model.text().trim().to_owned();
    }
    let memory = root.child("memory").and_then(|m| m.text().trim().parse().ok());
    node.memory = memory.unwrap_or(node.memory);
    node
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_default_host_is_there() {
        let world = load(DEFAULT, Path::new("/")).unwrap();
        let test = world.domains.by_name("test").unwrap();
        assert_eq!((test.state.id, test.state.phase.raw()), (1, (1, 0)));
        assert!(world.networks.by_name("default").is_some());
        assert!(world.pools.by_name("default-pool").is_some());
    }

    #[test]
    fn a_path_is_needed() {
        let code = |path| open(path, &[]).map_err(|e| e.raw_code()).err();
        assert_eq!(code(""), Some(8));
        assert_eq!(code("/"), Some(8));
        assert_eq!(code("/default/x"), Some(27));
    }

    #[test]
    fn a_host_from_a_file() {
        let text = "<node><cpu><mhz>7</mhz></cpu><memory>5</memory>\
            <domain type='test' xmlns:t='http://libvirt.org/schemas/domain/test/1.0'><name>a</name><memory>1</memory>\
            <os><type>hvm</type></os><t:runstate>5</t:runstate></domain>\
            <pool type='dir'><name>p</name><target><path>/p</path></target>\
            <volume><name>v</name><capacity>5</capacity></volume></pool></node>";
        let world = load(text, Path::new("/")).unwrap();
        assert_eq!((world.node.mhz, world.node.memory), (7, 5));
        assert!(!world.domains.by_name("a").unwrap().state.is_active());
        assert!(load("<nodes/>", Path::new("/")).is_err());
    }

    #[test]
    fn connections_share_the_default_host() {
        let one = shared(DEFAULT_PATH, "", None).unwrap();
        assert!(Arc::ptr_eq(&one, &shared(DEFAULT_PATH, "", None).unwrap()));
        assert!(!Arc::ptr_eq(&one, &shared(DEFAULT_PATH, "b", None).unwrap()));
    }
}
