//! Ports by name: whether the guest has them open, as its document tells.

use super::AGENT;
use ferrovirt_schema::domain::Domain;
use ferrovirt_schema::domain::devices::chardev::{ChannelState, ChannelTarget, NamedTarget};
use ferrovirt_types::consts::{
    ConnectDomainEventAgentLifecycleReason as AgentReason,
    ConnectDomainEventAgentLifecycleState as AgentState,
};
use ferrovirt_types::event::DomainEvent;

/// Notes that the guest, which is about to start, has no port open; what listeners are told of it.
pub fn start(doc: &mut Domain) -> Option<DomainEvent> {
    let mut event = None;
    for channel in doc.devices.iter_mut().flat_map(|d| &mut d.channels) {
        if let Some(ChannelTarget::Virtio(port)) = &mut channel.target {
            port.state = Some(ChannelState::Disconnected);
            event = event.or_else(|| told(port, AgentReason::DomainStarted));
        }
    }
    event
}

/// Whether the guest's agent has its port open.
pub fn agent_is_connected(doc: &Domain) -> bool {
    let mut channels = doc.devices.iter().flat_map(|d| &d.channels);
    channels.any(|c| match &c.target {
        Some(ChannelTarget::Virtio(port)) => {
            port.name.as_deref() == Some(AGENT) && port.state == Some(ChannelState::Connected)
        }
        _ => false,
    })
}

/// The document after the guest opened or closed a port, and what listeners are told; `None` when nothing changed.
pub fn changed(doc: &Domain, alias: &str, open: bool) -> Option<(Domain, Option<DomainEvent>)> {
    let mut doc = doc.clone();
    let mut channels = doc.devices.iter_mut().flat_map(|d| &mut d.channels);
    let channel = channels.find(|c| c.info.alias.as_deref() == Some(alias))?;
    let Some(ChannelTarget::Virtio(port)) = &mut channel.target else {
        return None;
    };
    let now = if open {
        ChannelState::Connected
    } else {
        ChannelState::Disconnected
    };
    if port.state.replace(now) == Some(now) {
        return None;
    }
    let event = told(port, AgentReason::Channel);
    Some((doc, event))
}

fn told(port: &NamedTarget, reason: AgentReason) -> Option<DomainEvent> {
    let state = match port.state {
        Some(ChannelState::Connected) => AgentState::Connected,
        _ => AgentState::Disconnected,
    };
    (port.name.as_deref() == Some(AGENT)).then(|| DomainEvent::AgentLifecycle {
        state: state.raw(),
        reason: reason.raw(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_agent_comes_and_goes() {
        let xml = format!(
            "<domain type='qemu'><name>g</name><os><type>hvm</type></os><devices>\
             <channel type='pty'><target type='virtio' name='other'/><alias name='channel0'/></channel>\
             <channel type='unix'><target type='virtio' name='{AGENT}'/><alias name='channel1'/></channel>\
             </devices></domain>"
        );
        let mut doc = Domain::parse(&xml).unwrap();
        let event = |state: AgentState, reason: AgentReason| {
            Some(DomainEvent::AgentLifecycle {
                state: state.raw(),
                reason: reason.raw(),
            })
        };
        let begun = start(&mut doc);
        assert_eq!(begun, event(AgentState::Disconnected, AgentReason::DomainStarted));
        assert!(!agent_is_connected(&doc));
        let (doc, came) = changed(&doc, "channel1", true).unwrap();
        assert!(agent_is_connected(&doc));
        assert_eq!(came, event(AgentState::Connected, AgentReason::Channel));
        assert_eq!(changed(&doc, "channel1", true), None);
        assert_eq!(changed(&doc, "channel0", true).unwrap().1, None);
        assert_eq!(changed(&doc, "serial0", true), None);
    }
}
