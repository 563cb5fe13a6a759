//! One of the two daemons, started when a scenario first needs it.

use std::time::Duration;

use super::document;
use crate::harness::case::{Outcome, Problem};
use crate::harness::daemon::Daemon;
use crate::harness::environment;
use crate::harness::pki::Pki;
use crate::harness::rpc::Client;
use crate::harness::virsh::Virsh;

/// How long a daemon may take to answer.
const PATIENCE: Duration = Duration::from_secs(120);
/// How many definitions the scenarios about many have.
pub const MANY: u32 = 1000;

/// A daemon and what the scenarios have furnished it with.
pub struct Side {
    stock: bool,
    plain: Option<Daemon>,
    furnished: Option<Daemon>,
    secure: Option<Daemon>,
}

impl Side {
    pub fn ours() -> Self {
        Self {
            stock: false,
            plain: None,
            furnished: None,
            secure: None,
        }
    }

    pub fn stock() -> Self {
        Self {
            stock: true,
            plain: None,
            furnished: None,
            secure: None,
        }
    }

    /// The command that its users have, when it has another than `virsh`.
    pub fn own_command(&self) -> Option<String> {
        let program = environment::programs().join("ferrovirt");
        (!self.stock).then(|| program.display().to_string())
    }

    /// A daemon that does not run yet.
    pub fn fresh(&self) -> Outcome<Daemon> {
        if self.stock {
            Daemon::prepare_stock()
        } else {
            Daemon::prepare(&[])
        }
    }

    /// A running daemon without definitions of ours.
    pub fn plain(&mut self) -> Outcome<&Daemon> {
        if self.plain.is_none() {
            let mut daemon = self.fresh()?;
            daemon.launch()?;
            self.plain = Some(daemon);
        }
        self.plain.as_ref().ok_or_else(missing)
    }

    /// A running daemon with many QEMU domains of 8 KiB.
    pub fn furnished(&mut self) -> Outcome<&Daemon> {
        if self.furnished.is_none() {
            let mut daemon = self.fresh()?;
            daemon.launch()?;
            let mut client = client(&daemon)?;
            for number in 0..MANY {
                client.define(&document::realistic(&document::name(number)))?;
            }
            self.furnished = Some(daemon);
        }
        self.furnished.as_ref().ok_or_else(missing)
    }

    /// A running daemon that listens with TLS, and `virsh` by way of it.
    pub fn secure(&mut self) -> Outcome<(&Daemon, Virsh)> {
        let port = if self.stock { 26_516 } else { 26_515 };
        if self.secure.is_none() {
            let mut daemon = match self.stock {
                true => Daemon::prepare_stock_with(&["--listen"])?,
                false => Daemon::prepare(&["--listen"])?,
            };
            let pki = Pki::new(daemon.scratch().join("pki"))?;
            let file = daemon.file("etc/libvirtd.conf");
            std::fs::create_dir_all(daemon.file("etc"))?;
            let before = std::fs::read_to_string(&file).unwrap_or_default();
            std::fs::write(&file, format!("{before}{}", pki.settings(port)))?;
            daemon.launch()?;
            self.secure = Some(daemon);
        }
        let daemon = self.secure.as_ref().ok_or_else(missing)?;
        let pki = daemon.scratch().join("pki");
        let uri = format!(
            "qemu+tls://localhost:{port}/system?no_sanity=1&pkipath={}",
            pki.display()
        );
        Ok((daemon, Virsh::new(uri)))
    }

    /// Ends all, after something went wrong.
    pub fn forget(&mut self) {
        self.secure = None;
        self.plain = None;
        self.furnished = None;
    }
}

/// A connection to the QEMU driver.
pub fn client(daemon: &Daemon) -> Outcome<Client> {
    // A stock daemon on a busy machine asks QEMU what it can do for longer than a test would wait.
    let mut client = Client::connect(&daemon.socket())?;
    client.stream.set_read_timeout(Some(PATIENCE))?;
    client.open("qemu:///system", 0)?;
    Ok(client)
}

fn missing() -> Problem {
    Problem::from("the daemon is missing")
}
