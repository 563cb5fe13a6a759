//! Network devices: hardware, and virtual ones of no particular kind. Bridges, bonds and VLANs are made of
//! others and belong to the host's interfaces.

use super::{Identity, Raw};
use ferrovirt_netlink::ethtool::Features;
use ferrovirt_schema::nodedev::{Capability, Link, LinkState, Net, NetCapability};
use std::path::Path;

const WIRELESS: &str = "wlan";

pub(super) fn identify(raw: &Raw<'_>) -> Option<Identity> {
    let interface = raw.var("INTERFACE")?.to_owned();
    let kind = match raw.var("DEVTYPE") {
        None => NetCapability::Wired,
        Some(WIRELESS) => NetCapability::Wireless,
        Some(_) => return None,
    };
    let address = raw.attribute("address");
    let net = Net {
        address: address.clone(),
        link: link(raw),
        features: features(raw, &interface),
        capabilities: vec![kind],
        interface,
    };
    Some(Identity {
        capability: Capability::Net(net),
        suffix: address,
    })
}

fn link(raw: &Raw<'_>) -> Option<Link> {
    let state = raw.attribute("operstate")?;
    // Only a link that is up has a speed; some drivers then say that it is unknown, which is -1.
    let speed = (state == "up").then(|| raw.number::<u32>("speed")).flatten();
    Some(Link {
        speed: speed.filter(|speed| *speed > 0),
        state: LinkState::from_word(&state),
    })
}

/// What the device does for the processor. Only the kernel of this machine can be asked.
fn features(raw: &Raw<'_>, interface: &str) -> Vec<String> {
    if !raw.root.is_system() {
        return Vec::new();
    }
    let mut names: Vec<&str> = Features::of(interface)
        .map(|features| features.names())
        .unwrap_or_default();
    if raw.root.exists(&raw.path.join("device/infiniband"))
        || raw
            .root
            .exists(&Path::new("/sys/class/infiniband").join(interface))
    {
        names.push("rdma");
    }
    names.into_iter().map(str::to_owned).collect()
}
