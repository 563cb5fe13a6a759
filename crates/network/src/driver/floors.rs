//! Shares of a network's bandwidth that are guaranteed to guests.

use super::{Live, Net, Port, Shared};
use crate::error::{Error, Result};
use crate::host::Floor;
use crate::plan::Means;
use ferrovirt_driver::attach::Rate;

impl Port {
    /// What it receives in any case, in KiB a second.
    pub(crate) fn floor(&self) -> Option<u64> {
        self.limits.inbound?.floor
    }
}

impl Live {
    /// What all guests together receive, where shares of it can be guaranteed.
    fn divisible(&self) -> Option<Rate> {
        match &self.means {
            Means::Own(plan) => plan.limits.inbound.filter(|rate| rate.average > 0),
            _ => None,
        }
    }

    /// Refuses a floor beside those of other ports when the network has not so much.
    pub(crate) fn admit(&self, port: &Port, others: u64) -> Result<()> {
        let Some(floor) = port.floor() else { return Ok(()) };
        let network = self.document.name.clone();
        let (mac, refuse) = (port.mac, |what| Err(Error::Floor { what }));
        if !matches!(self.means, Means::Own(_)) {
            let what = format!(
                "invalid use of 'floor' on interface with MAC address {mac} - 'floor' is only supported for interface \
                 type 'network' with forward type 'nat', 'route', 'open' or none"
            );
            return Err(Error::Unsupported { network, what });
        }
        let Some(all) = self.divisible() else {
            return Err(Error::NoQos { network, mac });
        };
        let sum = others.saturating_add(floor);
        let over = [("peak", all.peak), ("average", Some(all.average))];
        match over.iter().find(|(_, most)| most.is_some_and(|most| sum > most)) {
            Some((which, most)) => refuse(format!(
                "cannot plug '{mac}' interface into '{}' because it would overcommit '{which}' on network '{network}': \
                 {others} of {} KiB/s are promised",
                self.socket()
                    .map(|socket| socket.bridge.to_string())
                    .unwrap_or_default(),
                most.unwrap_or(0),
            )),
            None => Ok(()),
        }
    }
}

impl Net {
    /// All floors but that of one port, in KiB a second.
    pub(crate) fn floors_beside(&self, port: Option<uuid::Uuid>) -> u64 {
        let ports = self.ports();
        let others = ports.iter().filter(|(uuid, _)| Some(**uuid) != port);
        others.filter_map(|(_, port)| port.floor()).sum()
    }
}

impl Shared {
    /// Divides a running network's bandwidth among the ports that it has now.
    pub(crate) async fn divide(&self, net: &Net) -> Result<()> {
        // Never closed, and what is done while it is held has deadlines.
        let _turn = self.host.dividing.acquire().await.map_err(|_| Error::Stopping)?;
        let view = net.view();
        let Some(live) = &view.live else { return Ok(()) };
        let (Some(socket), Some(inbound)) = (live.socket(), live.divisible()) else {
            return Ok(());
        };
        let floors: Vec<Floor> = {
            let ports = net.ports();
            let floor = |port: &Port| {
                let mac = port.mac;
                port.floor().map(|rate| Floor { mac, rate })
            };
            ports.values().filter_map(floor).collect()
        };
        self.host
            .divide(view.name(), &socket.bridge, inbound, &floors)
            .await
    }
}
