//! A running network's dnsmasq that ends by itself, or by somebody's hand, is started again.

use super::{Net, Shared};
use crate::dnsmasq::find;
use crate::error::chain;
use crate::plan::Means;
use std::sync::{Arc, Weak};
use std::time::Duration;

/// How long the second start in a row waits, and how much longer each after it.
const PAUSE: Duration = Duration::from_secs(1);
/// The longest pause.
const LONGEST: Duration = Duration::from_secs(60);
/// Having served for so long, a dnsmasq counts as good.
const SERVED: Duration = Duration::from_secs(60);

impl Shared {
    /// Watches the dnsmasq of a network for as long as the network runs; a second watch is none.
    pub(super) fn watch(&self, net: &Arc<Net>) {
        if net.begin_watch() {
            tokio::spawn(watch(self.me.clone(), Arc::downgrade(net)));
        }
    }
}

async fn watch(shared: Weak<Shared>, net: Weak<Net>) {
    let mut failures: u32 = 0;
    loop {
        let process = {
            let (Some(shared), Some(net)) = (shared.upgrade(), net.upgrade()) else {
                return;
            };
            let view = net.view();
            let plan = match view.live.as_ref().map(|live| &live.means) {
                Some(Means::Own(plan)) if plan.service.is_some() => plan,
                _ => return net.end_watch(),
            };
            find(&shared.host.files(&plan.bridge)).ok().flatten()
        };
        if let Some(process) = process {
            let begun = tokio::time::Instant::now();
            if process.wait().await.is_err() {
                // Nothing can be learnt of it; a reload looks after the network.
                return net.upgrade().map_or((), |net| net.end_watch());
            }
            if begun.elapsed() >= SERVED {
                failures = 0;
            }
        }
        let (Some(shared), Some(net)) = (shared.upgrade(), net.upgrade()) else {
            return;
        };
        // Whoever ended it on purpose has the claim until another runs or the network has stopped.
        let reference = net.view().reference.clone();
        let Ok((_claim, _)) = shared.claim(&reference).await else {
            return net.end_watch();
        };
        let view = net.view();
        let Some(Means::Own(plan)) = view.live.as_ref().map(|live| &live.means) else {
            return net.end_watch();
        };
        if matches!(find(&shared.host.files(&plan.bridge)), Ok(Some(_))) {
            continue;
        }
        tracing::warn!(network = view.name(), "dnsmasq ended and is started again");
        if let Err(e) = shared.host.take_up(plan).await {
            tracing::error!(
                network = view.name(),
                error = chain(&e),
                "DHCP and DNS are missing"
            );
        }
        drop((_claim, view));
        failures = failures.saturating_add(1);
        if failures > 1 {
            let pause = PAUSE.saturating_mul(failures - 1).min(LONGEST);
            drop((shared, net));
            tokio::time::sleep(pause).await;
        }
    }
}
