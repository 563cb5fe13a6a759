//! The plan: disks, machine, cases, and away with all of it.

use std::path::Path;
use std::time::{Duration, Instant};

use ferrovirt::flags::{
    DomainChannelFlags, DomainCreateFlags, DomainDestroyFlags, StoragePoolCreateFlags, StorageVolCreateFlags,
};
use ferrovirt::{Connection, Domain, EventStream};
use tokio::time::timeout;

use crate::agent;
use crate::document;
use crate::failure::{Failure, Outcome};
use crate::options::Options;
use crate::place::Place;
use crate::relay;

/// How much of the console is shown when something went wrong.
const CONSOLE_LINES: usize = 40;
const DESTROY_LIMIT: Duration = Duration::from_secs(30);

/// Runs the cases; answers whether all that ran were good.
pub async fn run(options: &Options) -> Outcome<bool> {
    for filter in options.filter.iter().chain([&options.lane]) {
        let plain = |c: char| c.is_ascii_alphanumeric() || "_:-".contains(c);
        if !filter.chars().all(plain) {
            return Err(Failure::Filter(filter.clone()));
        }
    }
    let start = Instant::now();
    let place = Place::new(options).await?;
    let uri = format!("qemu:///embed?root={}", place.root().display());
    let connection = Connection::open(&uri).await?;
    let mut events = agent::listen(&connection).await?;
    let machine = boot(&connection, &place, options).await?;
    println!("vm: machine started after {} ms", start.elapsed().as_millis());
    let outcome = tokio::select! {
        outcome = report(&machine, &mut events, options) => outcome,
        _ = tokio::signal::ctrl_c() => Err(Failure::Interrupted),
    };
    if !matches!(outcome, Ok(true)) {
        print_console(&place.file("console.log"));
    }
    // It may have turned itself off by now, and the folder goes in any case.
    let _ = timeout(DESTROY_LIMIT, machine.destroy(DomainDestroyFlags::empty())).await;
    keep_console(&place, options);
    println!("vm: {} ms in all", start.elapsed().as_millis());
    outcome
}

async fn boot(connection: &Connection, place: &Place, options: &Options) -> Outcome<Domain> {
    let pool = connection
        .create_storage_pool(&document::pool(&place.images()), StoragePoolCreateFlags::empty())
        .await?;
    let plain = StorageVolCreateFlags::empty();
    pool.create_volume(&document::overlay(&place.file("system.raw")), plain)
        .await?;
    for name in document::SCRATCH {
        pool.create_volume(&document::scratch(name), plain).await?;
    }
    let capabilities = connection.capabilities().await?;
    let accelerator = if capabilities.contains("<domain type='kvm'") {
        "kvm"
    } else {
        "qemu"
    };
    let xml = document::machine(place, accelerator, &options.lane, options.filter.as_deref());
    Ok(connection.create_domain(&xml, DomainCreateFlags::empty()).await?)
}

/// Relays what the cases inside say, and runs those that ask from outside.
async fn report(machine: &Domain, events: &mut EventStream, options: &Options) -> Outcome<bool> {
    let mut console = machine
        .open_channel(Some(document::REPORT), DomainChannelFlags::empty())
        .await?;
    let status = relay::relay(&mut console, Duration::from_secs(options.limit)).await?;
    let asked =
        options.script.is_none() && options.lane == "vm" && agent::is_wanted(options.filter.as_deref());
    let answered = !asked || agent::run(machine, events).await;
    Ok(status == 0 && answered)
}

fn print_console(file: &Path) {
    let text = String::from_utf8_lossy(&std::fs::read(file).unwrap_or_default()).into_owned();
    let lines: Vec<&str> = text.lines().collect();
    println!("vm: the end of its console:");
    for line in &lines[lines.len().saturating_sub(CONSOLE_LINES)..] {
        println!("    {line}");
    }
}

fn keep_console(place: &Place, options: &Options) {
    if let Some(folder) = options.log.parent() {
        // The copy below says when this did not work.
        let _ = std::fs::create_dir_all(folder);
    }
    if let Err(error) = std::fs::copy(place.file("console.log"), &options.log) {
        println!("vm: the console's log cannot be kept: {error}");
    }
}
