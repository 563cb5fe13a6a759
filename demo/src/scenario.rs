//! The plan: which step follows which.

use std::path::Path;
use std::time::Duration;

use ferrovirt_api::{Connection, Domain};
use ferrovirt_types::consts::{
    ConnectGetAllDomainStatsFlags, DomainConsoleFlags, DomainCreateFlags, DomainDefineFlags,
    DomainShutdownFlags, DomainStatsTypes, NetworkDefineFlags, StoragePoolBuildFlags, StoragePoolCreateFlags,
    StorageVolCreateFlags,
};
use ferrovirt_types::param::ParamValue;
use tokio::io::AsyncReadExt;
use tokio::process::Command;

use crate::clear::Made;
use crate::daemon::Daemon;
use crate::document::{self, Machine};
use crate::failure::{Failure, Outcome};
use crate::firewall;
use crate::guest::{self, Report};
use crate::machine;
use crate::options::Options;
use crate::picture;
use crate::place::Place;
use crate::steps::{Steps, note};
use crate::subnet;

/// No screen of the guest is larger than this as a picture.
const PICTURE_MAX: u64 = 64 << 20;
const LEASE_LIMIT: Duration = Duration::from_secs(5);
/// The figures that are shown of the many there are.
const SHOWN: &[&str] = &[
    "state.state",
    "cpu.time",
    "balloon.current",
    "vcpu.current",
    "net.0.rx.bytes",
    "net.0.tx.bytes",
    "block.0.wr.bytes",
];

/// All of it; what was made is removed whatever happens, unless the user wants it kept.
pub async fn run(options: &Options) -> Outcome {
    let mut steps = Steps::new();
    let privileged = machine::is_privileged();
    let networked = privileged && !options.user;
    let place = Place::new(&options.base, options.root.as_deref())?;
    note(format!("everything is kept below {}", place.root.display()));
    let program = options.programs.join("ferrovirtd");
    let mut daemon = match steps
        .run("start the daemon", Daemon::start(&program, &place.root))
        .await
    {
        Ok(daemon) => daemon,
        Err(failure) => {
            place.remove()?;
            return Err(failure);
        }
    };
    let mut demo = Demo {
        options,
        place: &place,
        networked,
        made: Made::default(),
    };
    let uri = uri(privileged, &daemon.socket);
    let outcome = tokio::select! {
        outcome = demo.body(&mut steps, &uri) => outcome,
        _ = tokio::signal::ctrl_c() => Err(Failure::new("interrupted")),
    };
    if options.keep && outcome.is_ok() {
        print!("{}", steps.table());
        let pid = daemon.pid().unwrap_or_default();
        println!("\nEverything is left running. To go on with it:\n\n    virsh -c '{uri}'\n");
        println!("To end it: shut the guest down, destroy the network, then `kill {pid}`.");
        return Ok(());
    }
    let failed = outcome.is_err().then(|| daemon.log_tail());
    let cleared = steps
        .run("remove guest, disk, pool and network", demo.made.clear())
        .await;
    let stopped = steps.run("stop the daemon", daemon.stop()).await;
    let removed = place.remove();
    outcome.map_err(|failure| match failed {
        Some(log) if !log.is_empty() => {
            Failure::new(format!("{failure}\n\nThe daemon's log ends with:\n      {log}"))
        }
        _ => failure,
    })?;
    cleared.and(stopped).and(removed)?;
    print!("{}", steps.table());
    Ok(())
}

fn uri(privileged: bool, socket: &Path) -> String {
    let path = if privileged { "system" } else { "session" };
    format!("qemu+unix:///{path}?socket={}", socket.display())
}

struct Demo<'a> {
    options: &'a Options,
    place: &'a Place,
    networked: bool,
    made: Made,
}

impl Demo<'_> {
    async fn body(&mut self, steps: &mut Steps, uri: &str) -> Outcome {
        let connection = steps
            .run("connect", async { Ok(Connection::open(uri).await?) })
            .await?;
        let (accelerator, why) = steps
            .run("ask what the host can do", machine::accelerator(&connection))
            .await?;
        note(format!(
            "{}; {why}",
            connection
                .hypervisor_version()
                .await
                .map_or_else(|_| "QEMU".to_owned(), |version| format!("QEMU {version}"),)
        ));
        if self.networked {
            self.start_network(steps, &connection).await?;
            self.look_for_obstacles(steps, uri).await?;
        } else {
            note("user-mode networking: no network of our own without the superuser's rights");
        }
        let disk = self.make_disk(steps, &connection).await?;
        let whole =
            |path: &Path| std::path::absolute(path).map_err(|error| Failure::file("find", path, &error));
        let (kernel, initramfs) = (whole(&self.options.kernel)?, whole(&self.options.initramfs)?);
        let machine = Machine {
            accelerator,
            networked: self.networked,
            disk: &disk,
            kernel: &kernel,
            initramfs: &initramfs,
        };
        let xml = document::guest(&machine);
        let domain = steps
            .run("define the guest", async {
                Ok(connection.define_domain(&xml, DomainDefineFlags::empty()).await?)
            })
            .await?;
        self.made.guest = Some(domain.clone());
        let (domain, report) = boot(steps, &domain).await?;
        match &report.address {
            Some(address) if self.networked => self.reach(steps, address).await?,
            None if self.networked => return Err(self.no_address().await),
            _ => {}
        }
        self.look(steps, &connection, &domain).await?;
        if !self.options.keep {
            steps
                .run("shut the guest down through ACPI", async {
                    domain.shutdown(DomainShutdownFlags::empty()).await?;
                    guest::wait_off(&domain).await
                })
                .await?;
        }
        Ok(())
    }

    async fn start_network(&mut self, steps: &mut Steps, connection: &Connection) -> Outcome {
        let subnet = subnet::free()?;
        let network = steps
            .run("define and start a NAT network", async {
                let xml = document::network(&subnet);
                let network = connection
                    .define_network(&xml, NetworkDefineFlags::empty())
                    .await?;
                self.made.network = Some(network.clone());
                network.start().await?;
                Ok(network)
            })
            .await?;
        if subnet.passed_over {
            note("192.168.122.0/24 is taken on this machine: another one is used");
        }
        note(format!(
            "{}.0/24 on bridge {}",
            subnet.prefix,
            network.bridge().await?
        ));
        Ok(())
    }

    /// Where the machine's own firewall drops what the network needs, the demo does without a network of its own.
    async fn look_for_obstacles(&mut self, steps: &mut Steps, uri: &str) -> Outcome {
        let Some(network) = self.made.network.clone() else {
            return Ok(());
        };
        let command = self.options.programs.join("ferrovirt");
        let Some(rule) = firewall::rule_against_dhcp(&command, uri, document::NETWORK).await else {
            return Ok(());
        };
        let bridge = network.bridge().await?;
        note(format!(
            "a firewall of this machine keeps guests there from DHCP: {rule}"
        ));
        note(format!(
            "to allow it: `ufw allow in on {bridge}` with ufw, or accept what comes in on '{bridge}' there"
        ));
        note("user-mode networking instead");
        self.made.network = None;
        self.networked = false;
        steps
            .run("remove the network", async {
                network.destroy().await?;
                Ok(network.undefine().await?)
            })
            .await
    }

    /// Answers the path of the disk.
    async fn make_disk(&mut self, steps: &mut Steps, connection: &Connection) -> Outcome<String> {
        let folder = self.place.root.join("pool");
        let pool = steps
            .run("define, build and start a pool", async {
                let pool = connection.define_storage_pool(&document::pool(&folder)).await?;
                self.made.pool = Some(pool.clone());
                pool.build(StoragePoolBuildFlags::empty()).await?;
                pool.start(StoragePoolCreateFlags::empty()).await?;
                Ok(pool)
            })
            .await?;
        let volume = steps
            .run("make a qcow2 volume", async {
                Ok(pool
                    .create_volume(&document::volume(), StorageVolCreateFlags::empty())
                    .await?)
            })
            .await?;
        self.made.volume = Some(volume.clone());
        Ok(volume.path().await?)
    }

    /// The lease, and an answer of the guest over the network.
    async fn reach(&self, steps: &mut Steps, address: &str) -> Outcome {
        let Some(network) = &self.made.network else {
            return Ok(());
        };
        let lease = steps
            .run("look for the guest's lease", async {
                let deadline = tokio::time::Instant::now() + LEASE_LIMIT;
                loop {
                    let leases = network.dhcp_leases(None).await?;
                    if let Some(lease) = leases.into_iter().find(|lease| lease.address == address) {
                        return Ok(lease);
                    }
                    if tokio::time::Instant::now() > deadline {
                        return Err(Failure::new(format!("the network has no lease of {address}")));
                    }
                    tokio::time::sleep(Duration::from_millis(50)).await;
                }
            })
            .await?;
        note(format!(
            "{}/{} for {} ({})",
            lease.address,
            lease.prefix,
            lease.mac.as_deref().unwrap_or("an unknown MAC"),
            lease.hostname.as_deref().unwrap_or("no name")
        ));
        steps.run("ping the guest", ping(address)).await
    }

    async fn no_address(&self) -> Failure {
        let bridge = match &self.made.network {
            Some(network) => network.bridge().await.unwrap_or_default(),
            None => String::new(),
        };
        Failure::new("the guest asked for an address by DHCP and got none".to_owned()).remedy(format!(
            "a firewall of this machine may drop what comes in on '{bridge}': allow it (with ufw: `ufw allow in on \
             {bridge}`); with the demo kept running by --keep, `ferrovirt net-explain {}` names the rule",
            document::NETWORK
        ))
    }

    async fn look(&self, steps: &mut Steps, connection: &Connection, domain: &Domain) -> Outcome {
        let file = self.options.base.join("screenshot.png");
        let picture = steps
            .run("take a screenshot", async {
                let mut bytes = Vec::new();
                let data = domain.screenshot(0).await?.data;
                data.take(PICTURE_MAX)
                    .read_to_end(&mut bytes)
                    .await
                    .map_err(|error| Failure::new(format!("the screenshot broke off: {error}")))?;
                let picture = picture::to_png(bytes)?;
                std::fs::create_dir_all(&self.options.base)
                    .and_then(|()| std::fs::write(&file, &picture.png))
                    .map_err(|error| Failure::file("write", &file, &error))?;
                Ok(picture)
            })
            .await?;
        note(format!(
            "{} × {} pixels: {}",
            picture.width,
            picture.height,
            file.display()
        ));
        let records = steps
            .run("ask for statistics", async {
                let flags = ConnectGetAllDomainStatsFlags::empty();
                Ok(connection
                    .domain_stats(std::slice::from_ref(domain), DomainStatsTypes::empty(), flags)
                    .await?)
            })
            .await?;
        for param in records.iter().flat_map(|record| &record.params) {
            if SHOWN.contains(&param.field.as_ref()) {
                note(format!("{} = {}", param.field, figure(&param.value)));
            }
        }
        Ok(())
    }
}

/// Starts the guest paused, so that the console is open before its first word.
async fn boot(steps: &mut Steps, domain: &Domain) -> Outcome<(Domain, Report)> {
    let domain = steps
        .run("start the guest", async {
            Ok(domain.start(DomainCreateFlags::START_PAUSED).await?)
        })
        .await?;
    let mut console = steps
        .run("open its console and let it go", async {
            let console = domain.open_console(None, DomainConsoleFlags::empty()).await?;
            domain.resume().await?;
            Ok(console)
        })
        .await?;
    let report = steps
        .run(
            "read the console until it is up",
            guest::wait_booted(&mut console),
        )
        .await?;
    for line in &report.lines {
        note(format!("guest: {line}"));
    }
    Ok((domain, report))
}

fn figure(value: &ParamValue) -> String {
    match value {
        ParamValue::Int(value) => value.to_string(),
        ParamValue::UInt(value) => value.to_string(),
        ParamValue::LLong(value) => value.to_string(),
        ParamValue::ULLong(value) => value.to_string(),
        ParamValue::Double(value) => value.to_string(),
        ParamValue::Boolean(value) => value.to_string(),
        ParamValue::String(value) => value.clone(),
    }
}

async fn ping(address: &str) -> Outcome {
    let output = Command::new("ping")
        .args(["-c", "1", "-W", "5", address])
        .output()
        .await
        .map_err(|error| Failure::new(format!("cannot run ping: {error}")).remedy("install iputils-ping"))?;
    if output.status.success() {
        return Ok(());
    }
    Err(Failure::new(format!(
        "{address} does not answer a ping:\n{}",
        String::from_utf8_lossy(&output.stdout)
    ))
    .remedy("a firewall of this machine may drop what goes to the demo's bridge: see `nft list ruleset`"))
}
