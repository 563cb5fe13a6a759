//! Filters laid over the networks that a hypervisor plugs its guests into.

use crate::binding::Binding;
use crate::worker::Job;
use crate::{NwFilterError, NwFilters};
use async_trait::async_trait;
use ferrovirt_driver::attach::{
    FilterWish, GuestAddress, GuestNetworks, Limits, Plug, PlugPlace, PlugRequest,
};
use ferrovirt_schema::domain::devices::interface::{FilterParameter, FilterRef};
use ferrovirt_schema::nwfilterbinding::{FilterBinding, Owner};
use ferrovirt_types::Result;
use ferrovirt_types::object::DomainRef;
use std::sync::Arc;
use tokio::sync::watch;
use uuid::Uuid;

/// Networks whose guests are filtered.
struct Guarded {
    filters: NwFilters,
    networks: Arc<dyn GuestNetworks>,
}

impl NwFilters {
    /// The same networks, where an interface that asks for a filter is filtered from before its guest
    /// has it until after it is unplugged.
    pub fn guard(&self, networks: Arc<dyn GuestNetworks>) -> Arc<dyn GuestNetworks> {
        Arc::new(Guarded {
            filters: self.clone(),
            networks,
        })
    }

    async fn bind(&self, plug: &Plug, domain: DomainRef, mac: String, wish: FilterWish) -> Result<()> {
        let binding = binding(plug, domain, mac, wish)?;
        // A binding that is left of a device of this name is of a guest that is gone.
        self.forget(&plug.target).await?;
        self.ask(|reply| Job::Bind(Box::new(binding), reply)).await?;
        Ok(())
    }

    /// Puts a filter in the place of the one that a device has, without a moment in between; none takes it away.
    async fn rebind(
        &self,
        plug: &Plug,
        domain: DomainRef,
        mac: String,
        wish: Option<FilterWish>,
    ) -> Result<()> {
        let Some(wish) = wish else {
            return Ok(self.forget(&plug.target).await?);
        };
        let binding = binding(plug, domain, mac, wish)?;
        self.ask(|reply| Job::Rebind(Box::new(binding), reply)).await?;
        Ok(())
    }

    /// Removes the filter of a device, if there is one.
    async fn forget(&self, device: &str) -> Result<(), NwFilterError> {
        let device = device.to_owned();
        match self.ask(|reply| Job::Unbind(device, reply)).await {
            Err(NwFilterError::NoBinding { .. }) => Ok(()),
            done => done,
        }
    }
}

/// The filter of a device, where packets of the guest pass it.
fn binding(plug: &Plug, domain: DomainRef, mac: String, wish: FilterWish) -> Result<Binding> {
    if plug.function.is_some() {
        return Err(NwFilterError::Unsupported(format!(
            "the filter '{}' cannot be applied: packets of a device that the guest has for itself do not pass the host",
            wish.filter
        ))
        .into());
    }
    if let Some((device, _)) = &plug.direct {
        return Err(NwFilterError::Unsupported(format!(
            "the filter '{}' cannot be applied: packets of a macvtap on '{device}' pass no bridge of the host; \
             use a network with a bridge",
            wish.filter
        ))
        .into());
    }
    let mac = mac
        .parse()
        .map_err(|_| NwFilterError::Document(format!("'{mac}' is no hardware address")))?;
    let parameter = |(name, value)| FilterParameter { name, value };
    Ok(Binding::new(FilterBinding {
        owner: Owner {
            name: domain.name,
            uuid: domain.uuid,
        },
        port_dev: plug.target.clone(),
        link_dev: None,
        mac: Some(mac),
        filterref: FilterRef {
            filter: wish.filter,
            parameters: wish.parameters.into_iter().map(parameter).collect(),
        },
    })?)
}

#[async_trait]
impl GuestNetworks for Guarded {
    async fn plug(&self, mut request: PlugRequest) -> Result<Plug> {
        let Some(wish) = request.filter.take() else {
            return self.networks.plug(request).await;
        };
        let (place, domain, mac) = (request.place.clone(), request.domain.clone(), request.mac.clone());
        let plug = self.networks.plug(request).await?;
        if let Err(e) = self.filters.bind(&plug, domain, mac, wish).await {
            let (target, port) = (plug.target.clone(), plug.port);
            drop(plug);
            if let Err(error) = self.networks.unplug(&place, &target, port).await {
                tracing::warn!(device = target, %error, "an interface is not removed");
            }
            return Err(e);
        }
        Ok(plug)
    }

    async fn unplug(&self, place: &PlugPlace, target: &str, port: Option<Uuid>) -> Result<()> {
        let unplugged = self.networks.unplug(place, target, port).await;
        if self.filters.shared.binding(target).is_ok() {
            self.filters.forget(target).await?;
        }
        unplugged
    }

    async fn readopt(&self, request: PlugRequest, target: &str, port: Option<Uuid>) -> Result<()> {
        self.networks.readopt(request, target, port).await
    }

    async fn replug(
        &self,
        mut old: PlugRequest,
        mut new: PlugRequest,
        target: &str,
        port: Option<Uuid>,
    ) -> Result<Plug> {
        let (was, wish) = (old.filter.take(), new.filter.take());
        let plug = self
            .networks
            .replug(old.clone(), new.clone(), target, port)
            .await?;
        if was == wish {
            return Ok(plug);
        }
        let (domain, mac) = (new.domain.clone(), new.mac.clone());
        let Err(e) = self.filters.rebind(&plug, domain, mac, wish).await else {
            return Ok(plug);
        };
        if let Err(error) = self.networks.replug(new, old, target, plug.port).await {
            tracing::warn!(device = target, %error, "an interface is not put back where it was");
        }
        Err(e)
    }

    async fn limit(&self, place: &PlugPlace, target: &str, port: Option<Uuid>, limits: Limits) -> Result<()> {
        self.networks.limit(place, target, port, limits).await
    }

    async fn addresses(&self, network: &str) -> Result<Vec<GuestAddress>> {
        self.networks.addresses(network).await
    }

    fn lease_changes(&self) -> watch::Receiver<()> {
        self.networks.lease_changes()
    }
}
