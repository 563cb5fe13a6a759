//! What is recorded of a network that runs, so that the next daemon can take it up.
//!
//! The record is written before the first thing is made and removed after the last thing is gone. A
//! daemon that finds `starting` or `stopping` removes what is there: nobody was told that the network
//! runs, or somebody was about to be told that it does not.

use ferrovirt_schema::network::Network;
use ferrovirt_xml::{Xml, XmlError, parse_document, print_document, words};

words! {
    /// How far the network was.
    pub(crate) enum State {
        Running = "running",
        Starting = "starting",
        Stopping = "stopping",
    }
}

/// The record.
#[derive(Debug, Clone, PartialEq, Eq, Xml)]
pub(crate) struct Status {
    /// How far it was.
    #[xml(attr)]
    pub(crate) state: State,
    /// What it is.
    #[xml(child)]
    pub(crate) network: Network,
}

const ROOT: &str = "networkstatus";

impl Status {
    pub(crate) fn parse(text: &str) -> Result<Self, XmlError> {
        parse_document(text, ROOT)
    }

    pub(crate) fn to_xml(&self) -> String {
        print_document(self, ROOT)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn round_trip() {
        let network = Network::parse("<network><name>n</name><bridge name='b'/></network>").unwrap();
        let status = Status {
            state: State::Starting,
            network,
        };
        assert_eq!(Status::parse(&status.to_xml()).unwrap(), status);
        assert!(Status::parse("<networkstatus state='x'/>").is_err());
    }
}
