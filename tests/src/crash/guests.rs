//! Guests, started and destroyed: the daemon and the process table agree.

use std::time::Duration;

use super::{Access, Subject};
use crate::harness::case::{Outcome, require_equal};
use crate::harness::random::Random;
use crate::harness::rpc::{Client, DomainRef, procedure};
use crate::harness::xdr::Writer;
use crate::harness::{domain, processes, wait};

/// `VIR_CONNECT_LIST_DOMAINS_ACTIVE`.
const ACTIVE: u32 = 1;
/// How long a daemon may take to find out about guests it has just taken up.
const SETTLE: Duration = Duration::from_secs(5);

/// How long a killed QEMU may take to be gone.
const DYING: Duration = Duration::from_millis(300);

/// One worker's guest.
pub struct Guests {
    worker: u64,
    domain: Option<DomainRef>,
    active: bool,
    open: bool,
    client: Option<Client>,
}

impl Guests {
    fn name(&self) -> String {
        format!("guest{}", self.worker)
    }
}

fn is_active(client: &mut Client, name: &str) -> Outcome<bool> {
    Ok(client.list(ACTIVE)?.iter().any(|domain| domain.name == name))
}

fn processes_of(access: &Access, name: &str) -> usize {
    processes::guests(&access.root)
        .iter()
        .filter(|process| {
            process
                .arguments
                .iter()
                .any(|argument| argument.contains(&format!("guest={name},")))
        })
        .count()
}

impl Subject for Guests {
    const LONGEST_LIFE: Duration = Duration::from_millis(1500);

    fn new(worker: u64) -> Self {
        Self {
            worker,
            domain: None,
            active: false,
            open: false,
            client: None,
        }
    }

    fn change(&mut self, access: &Access, _random: &mut Random) -> Outcome {
        let name = self.name();
        let client = match &mut self.client {
            Some(client) => client,
            empty => empty.insert(access.client()?),
        };
        let domain = match &self.domain {
            Some(domain) => domain.clone(),
            None => {
                let domain = client.define(&domain::idle(&name))?;
                self.domain.insert(domain).clone()
            }
        };
        self.open = true;
        let verb = if self.active {
            procedure::DOMAIN_DESTROY
        } else {
            procedure::DOMAIN_CREATE
        };
        client.call(verb, &domain.write(Writer::new()).bytes)?;
        self.active = !self.active;
        self.open = false;
        Ok(())
    }

    fn verify(&mut self, access: &Access) -> Outcome {
        self.client = None;
        let name = self.name();
        let mut client = access.client()?;
        self.domain = client.list(0)?.into_iter().find(|domain| domain.name == name);
        let look = |client: &mut Client| -> Outcome<(bool, usize)> {
            Ok((is_active(client, &name)?, processes_of(access, &name)))
        };
        let mut agreed = || -> Outcome<bool> {
            let settled = wait::until("agreement", SETTLE, || {
                let (active, running) = look(&mut client).ok()?;
                (running == usize::from(active)).then_some(active)
            });
            settled.or_else(|_| {
                let (active, running) = look(&mut client)?;
                Err(format!("{name} is active: {active}, and has {running} processes").into())
            })
        };
        let mut settled = agreed()?;
        if self.open && settled {
            // One that was killed just before the daemon was may look alive for a moment.
            std::thread::sleep(DYING);
            settled = agreed()?;
        }
        if !self.open {
            require_equal(&format!("whether {name} is active"), settled, self.active)?;
        }
        self.open = false;
        self.active = settled;
        Ok(())
    }

    fn verify_nothing_left(access: &Access, subjects: &[Self]) -> Outcome {
        let active = subjects.iter().filter(|subject| subject.active).count();
        // A probe of the emulator that the kill left behind has a moment to end.
        wait::until_true("as many guests' processes as guests", SETTLE, || {
            processes::guests(&access.root).len() == active
        })
        .map_err(|problem| format!("{problem}: {:#?}", processes::guests(&access.root)).into())
    }
}
