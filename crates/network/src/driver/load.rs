//! What a new daemon does first: read the definitions, take up what runs, remove what was left half
//! made, start what starts by itself.

use super::status::{State, Status};
use super::{Live, Net, Shared, View};
use crate::error::{Error, Result, chain};
use crate::plan::Means;
use ferrovirt_host::files;
use ferrovirt_host::paths::Places;
use ferrovirt_schema::network::Network;
use ferrovirt_store::{Found, Identity, Layout, StatusFiles, Store, Writer};
use ferrovirt_types::object::NetworkRef;
use futures_util::stream::{self, StreamExt as _};
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use uuid::Uuid;

/// Its presence says that networks were started by themselves since the machine booted: one that was
/// stopped after that stays so when only the daemon is new.
const AUTOSTARTED: &str = "autostarted";

/// Networks that are started at a time: most of a start is waiting for programs.
const TOGETHER: usize = 16;

pub(super) async fn load(places: &Places) -> Result<(Store<Net>, StatusFiles, StatusFiles)> {
    let layout = Layout::in_dir(&places.etc.join("qemu/networks"));
    let run = places.run.join("network");
    let read = move || -> Result<_> {
        let writer = Writer::start()?;
        let status = StatusFiles::open(&run, writer.clone())?;
        let ports = StatusFiles::open(&run.join("ports"), writer.clone())?;
        Ok((read_definitions(layout, writer)?, status, ports))
    };
    tokio::task::spawn_blocking(read)
        .await
        .map_err(|_| Error::Stopping)?
}

/// Networks are few: each definition is read in full while its identity is looked up.
fn read_definitions(layout: Layout, writer: Writer) -> Result<Store<Net>> {
    let parsed: Mutex<HashMap<String, Network>> = Mutex::default();
    let identify = |text: &str| {
        let mut network = Network::parse(text)?;
        network.normalize();
        network.check()?;
        let identity = Identity {
            name: network.name.clone(),
            uuid: network.uuid,
        };
        parsed
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .insert(network.name.clone(), network);
        Ok::<_, ferrovirt_xml::XmlError>(identity)
    };
    let mut unwritten = Vec::new();
    let make = |found: &Found| {
        let network = parsed
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .remove(&found.name);
        let definition = network.map(|mut network| {
            network.uuid = Some(found.uuid);
            if found.uuid_is_new {
                unwritten.push((found.name.clone(), network.to_xml()));
            }
            Arc::new(network)
        });
        let reference = NetworkRef {
            name: found.name.clone(),
            uuid: found.uuid,
        };
        Net::new(View {
            reference,
            definition,
            live: None,
            autostart: found.autostart,
        })
    };
    let (nets, _) = Store::open(layout, writer, identify, make)?;
    for (name, text) in unwritten {
        nets.definitions().write(&name, text.into()).wait()?;
    }
    Ok(nets)
}

pub(super) async fn resume(shared: &Arc<Shared>, places: &Places) -> Result<()> {
    let of = Arc::clone(shared);
    let found = tokio::task::spawn_blocking(move || of.status.load())
        .await
        .map_err(|_| Error::Stopping)??;
    for record in found {
        let text: Result<Arc<str>> = record.text.map_err(Error::from);
        let taken_up = match text.and_then(|text| Status::parse(&text).map_err(Error::Xml)) {
            Ok(status) => take_up(shared, status).await,
            Err(e) => Err(e),
        };
        if let Err(e) = taken_up {
            tracing::error!(
                network = record.name,
                error = chain(&e),
                "cannot take up a network"
            );
        }
    }
    crate::calls::take_up_ports(shared).await?;
    if let Err(e) = shared.host.sweep_macvtaps().await {
        tracing::warn!(error = chain(&e), "macvtaps of a daemon before may be left");
    }
    autostart(shared, places).await
}

/// Deals with one network that a daemon before had on the host.
async fn take_up(shared: &Shared, status: Status) -> Result<()> {
    let Status { state, network } = status;
    let name = network.name.clone();
    let uuid = network.uuid.unwrap_or_else(Uuid::new_v4);
    let means = Means::of(&network)?;
    let there = match (&means, state) {
        (Means::Own(plan), State::Running) => shared.host.has_bridge(plan).await?,
        (Means::HostBridge { bridge, .. }, State::Running) => shared
            .host
            .netlink
            .link(bridge)
            .await
            .map_err(Error::netlink(&name))?
            .is_some(),
        (Means::Direct { .. } | Means::Functions { .. }, State::Running) => true,
        _ => false,
    };
    if !there {
        if let Means::Own(plan) = &means {
            for e in shared.host.clean_up(plan).await {
                tracing::warn!(
                    network = name,
                    error = chain(&e),
                    "part of an interrupted network is left"
                );
            }
        }
        return shared.forget(&name).await;
    }
    // Its guests are connected whatever else is missing, so that it runs.
    if let Means::Own(plan) = &means
        && let Err(e) = shared.host.take_up(plan).await
    {
        tracing::error!(
            network = name,
            error = chain(&e),
            "part of a running network is missing"
        );
    }
    let live = Some(Arc::new(Live {
        document: network,
        means,
    }));
    let claim = shared.nets.claim(&name, uuid).await?;
    match claim.current() {
        Some(net) => {
            net.change(|view| view.live = live);
            shared.watch(net);
        }
        None => {
            let reference = NetworkRef { name, uuid };
            let net = Arc::new(Net::new(View {
                reference,
                definition: None,
                live,
                autostart: false,
            }));
            claim.publish(Arc::clone(&net))?;
            shared.watch(&net);
        }
    }
    Ok(())
}

async fn autostart(shared: &Arc<Shared>, places: &Places) -> Result<()> {
    let marker = places.run.join("network").join(AUTOSTARTED);
    if marker.exists() {
        return Ok(());
    }
    let nets = shared.nets.snapshot();
    let views = nets.iter().map(|entry| entry.object.view());
    let due = views.filter(|view| view.autostart && view.live.is_none());
    let start = |view: Arc<View>| async move {
        if let Err(e) = shared.start(&view.reference).await {
            tracing::error!(
                network = view.name(),
                error = chain(&e),
                "cannot start a network by itself"
            );
        }
    };
    stream::iter(due)
        .for_each_concurrent(TOGETHER, |view| Box::pin(start(view)))
        .await;
    let written = tokio::task::spawn_blocking(move || files::write_atomic(&marker, b"", 0o644));
    Ok(written.await.map_err(|_| Error::Stopping)??)
}
