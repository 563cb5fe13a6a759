//! Ports of networks, leases, and metadata: what a network has beyond its definition.

use super::{Fate, Network};
use crate::error::{Kind, Result, TestError};
use crate::world::World;
use ferrovirt_protocol::remote;
use ferrovirt_schema::common::bandwidth::Bandwidth;
use ferrovirt_schema::domain::tuned::traffic;
use ferrovirt_schema::networkport::NetworkPort;
use ferrovirt_types::object::{NetworkPortRef, NetworkRef};
use ferrovirt_types::param::TypedParam;
use ferrovirt_types::params::{self, Want};
use std::sync::Arc;
use uuid::Uuid;

/// Ports of one network.
const MOST: usize = 100_000;
/// How long a lease lasts, in seconds.
const LEASE: u64 = 3600;

fn missing(uuid: Uuid) -> TestError {
    TestError::not_found(Kind::Port, "uuid", uuid)
}

impl World {
    pub(super) fn ports(&self, net: &NetworkRef) -> Result<Vec<NetworkPortRef>> {
        let found = self.network(net)?;
        active(&found.state, &found.name)?;
        let net = NetworkRef {
            name: found.name,
            uuid: found.uuid,
        };
        let port = |uuid: &Uuid| NetworkPortRef {
            net: net.clone(),
            uuid: *uuid,
        };
        Ok(found.state.ports.keys().map(port).collect())
    }

    pub(super) fn port(&self, net: &NetworkRef, uuid: Uuid) -> Result<Arc<NetworkPort>> {
        let found = self.network(net)?;
        found.state.ports.get(&uuid).cloned().ok_or_else(|| missing(uuid))
    }

    pub(super) fn add_port(&self, net: &NetworkRef, mut doc: NetworkPort) -> Result<NetworkPortRef> {
        let uuid = *doc.uuid.get_or_insert_with(Uuid::new_v4);
        if doc.owner.name.is_empty() {
            return Err(TestError::Document(
                "a network port needs the name of its owner".into(),
            ));
        }
        self.change_network(net, |mut network, name| {
            active(&network, name)?;
            if network.ports.contains_key(&uuid) || network.ports.len() >= MOST {
                return Err(TestError::Failed(format!(
                    "network port with UUID {uuid} already exists"
                )));
            }
            Arc::make_mut(&mut network.ports).insert(uuid, Arc::new(doc));
            Ok((Fate::Keep(network), None, ()))
        })?;
        Ok(NetworkPortRef {
            net: net.clone(),
            uuid,
        })
    }

    pub(super) fn remove_port(&self, port: &NetworkPortRef) -> Result<()> {
        self.change_network(&port.net, |mut network, _| {
            let gone = Arc::make_mut(&mut network.ports).remove(&port.uuid);
            gone.ok_or_else(|| missing(port.uuid))?;
            Ok((Fate::Keep(network), None, ()))
        })
    }

    pub(super) fn port_limits(&self, port: &NetworkPortRef) -> Result<Vec<TypedParam>> {
        let doc = self.port(&port.net, port.uuid)?;
        Ok(traffic::params(doc.bandwidth.as_ref()))
    }

    pub(super) fn set_port_limits(&self, port: &NetworkPortRef, params: &[TypedParam]) -> Result<()> {
        params::validate(params, &traffic::NAMES.map(|name| (name, Want::UInt)))?;
        self.change_network(&port.net, |mut network, _| {
            let ports = Arc::make_mut(&mut network.ports);
            let doc = ports.get_mut(&port.uuid).ok_or_else(|| missing(port.uuid))?;
            let doc = Arc::make_mut(doc);
            let mut bandwidth = doc.bandwidth.take().unwrap_or_default();
            traffic::set(&mut bandwidth, params);
            doc.bandwidth = (bandwidth != Bandwidth::default()).then_some(bandwidth);
            Ok((Fate::Keep(network), None, ()))
        })
    }

    /// Addresses that running guests have from a network.
    pub(super) fn leases(
        &self,
        net: &NetworkRef,
        mac: Option<&str>,
    ) -> Result<Vec<remote::NetworkDhcpLease>> {
        let found = self.network(net)?;
        active(&found.state, &found.name)?;
        let current = found.state.current()?.clone();
        let ends = self.clock.now().as_secs().saturating_add(LEASE);
        let mut leases = Vec::new();
        for guest in self.domains.list() {
            let Ok(doc) = guest.state.running() else { continue };
            for (n, nic) in crate::domain::interfaces(doc).iter().enumerate() {
                let address = nic.mac.as_ref().map(|m| m.address.to_string());
                let asked =
                    mac.is_none_or(|mac| address.as_deref().is_some_and(|a| a.eq_ignore_ascii_case(mac)));
                if !asked || super::network_of(nic) != Some(&found.name) {
                    continue;
                }
                let Some(ip) = super::lease(&current, guest.state.id, n) else {
                    continue;
                };
                leases.push(remote::NetworkDhcpLease {
                    iface: current
                        .bridge
                        .as_ref()
                        .and_then(|b| b.name.clone())
                        .unwrap_or_else(|| "virbr0".into()),
                    expirytime: i64::try_from(ends).unwrap_or(i64::MAX),
                    kind: ip.kind,
                    mac: address,
                    iaid: None,
                    ipaddr: ip.addr,
                    prefix: ip.prefix,
                    hostname: Some(guest.name.clone()),
                    clientid: None,
                });
            }
        }
        Ok(leases)
    }
}

fn active(network: &Network, name: &str) -> Result<()> {
    if network.live.is_some() {
        return Ok(());
    }
    Err(TestError::InvalidState(format!("network '{name}' is not active")))
}
