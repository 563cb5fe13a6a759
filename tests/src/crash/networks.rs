//! Networks, started and destroyed: bridge, dnsmasq and rules follow.

use std::path::Path;
use std::time::Duration;

use super::{Access, Subject};
use crate::harness::case::{Outcome, require, require_equal};
use crate::harness::command;
use crate::harness::random::Random;
use crate::harness::rpc::{Client, NamedRef, procedure};
use crate::harness::xdr::Writer;
use crate::harness::{processes, wait};

/// `VIR_CONNECT_LIST_NETWORKS_ACTIVE`.
const ACTIVE: u32 = 2;

/// How long a daemon may take to end or start again what serves a network.
const SETTLE: Duration = Duration::from_secs(30);

/// One worker's network.
pub struct Networks {
    worker: u64,
    network: Option<NamedRef>,
    active: bool,
    open: bool,
    client: Option<Client>,
}

impl Networks {
    fn name(&self) -> String {
        format!("net{}", self.worker)
    }

    fn bridge(&self) -> String {
        format!("fvtc{}", self.worker)
    }

    fn has_server(&self, access: &Access) -> bool {
        let configuration = format!("/{}.", self.bridge());
        processes::below(&access.root)
            .iter()
            .filter(|process| process.program() == "dnsmasq")
            .any(|process| {
                process
                    .arguments
                    .iter()
                    .any(|argument| argument.contains(&configuration))
            })
    }

    fn document(&self) -> String {
        let subnet = 230 + self.worker;
        format!(
            "<network><name>{}</name><forward mode='nat'/><bridge name='{}'/>\
             <ip address='192.168.{subnet}.1' netmask='255.255.255.0'>\
             <dhcp><range start='192.168.{subnet}.2' end='192.168.{subnet}.254'/></dhcp></ip></network>",
            self.name(),
            self.bridge()
        )
    }
}

impl Subject for Networks {
    const LONGEST_LIFE: Duration = Duration::from_millis(400);

    fn new(worker: u64) -> Self {
        Self {
            worker,
            network: None,
            active: false,
            open: false,
            client: None,
        }
    }

    fn change(&mut self, access: &Access, _random: &mut Random) -> Outcome {
        if self.client.is_none() {
            self.client = Some(access.client()?);
        }
        let document = self.document();
        let client = self.client.as_mut().ok_or("no connection")?;
        let network = match &self.network {
            Some(network) => network.clone(),
            None => {
                let arguments = Writer::new().string(&document).bytes;
                let network = client.define_named(procedure::NETWORK_DEFINE_XML, &arguments)?;
                self.network.insert(network).clone()
            }
        };
        self.open = true;
        let verb = if self.active {
            procedure::NETWORK_DESTROY
        } else {
            procedure::NETWORK_CREATE
        };
        client.call(verb, &network.write(Writer::new()).bytes)?;
        self.active = !self.active;
        self.open = false;
        Ok(())
    }

    fn verify(&mut self, access: &Access) -> Outcome {
        self.client = None;
        let mut client = access.client()?;
        let name = self.name();
        let defined = client
            .networks(0)?
            .into_iter()
            .find(|network| network.name == name);
        require(self.network.is_none() || defined.is_some(), || {
            format!("the definition of {name} is lost")
        })?;
        self.network = defined;
        let active = client
            .networks(ACTIVE)?
            .iter()
            .any(|network| network.name == name);
        if !self.open {
            require_equal(&format!("whether {name} is active"), active, self.active)?;
        }
        self.open = false;
        self.active = active;
        let bridge = Path::new("/sys/class/net").join(self.bridge()).exists();
        require_equal(&format!("whether {} exists", self.bridge()), bridge, active)
    }

    fn verify_nothing_left(access: &Access, subjects: &[Self]) -> Outcome {
        let active = subjects.iter().filter(|subject| subject.active).count();
        for subject in subjects {
            let what = format!(
                "whether {} has a dnsmasq to be {}",
                subject.name(),
                subject.active
            );
            wait::until_true(&what, SETTLE, || subject.has_server(access) == subject.active)?;
        }
        let rules = command::run("nft", ["list", "tables"], b"", Duration::from_secs(10))?.ok()?;
        require((rules.lines().count() == 0) == (active == 0), || {
            format!("{active} networks are active, and nft has the tables\n{rules}")
        })
    }
}
