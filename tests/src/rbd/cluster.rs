//! A Ceph of one monitor, one manager and one store in memory, below a folder of its own.

use std::process::{Child, Command, Stdio};
use std::time::Duration;

use nix::sys::signal::{Signal, kill};
use nix::unistd::Pid;

use crate::harness::case::{Outcome, Problem, require};
use crate::harness::command;
use crate::harness::daemon::Daemon;
use crate::harness::scratch::Scratch;
use crate::harness::wait;

/// For the cluster to come up, and for a program of its.
const LIMIT: Duration = Duration::from_secs(90);
/// Identities of the cluster and of its store; they mean nothing outside it.
const CLUSTER: &str = "3f0b1c52-7a1e-4d5e-9f4b-7f0d4b1a0c11";
const STORE: &str = "8c2d6f1e-0d7b-4b0e-a3a5-2b9b6d1f4e22";
/// Bytes of the store.
pub const SIZE: u64 = 1 << 30;
/// The pool of the cluster.
pub const POOL: &str = "images";
/// The user's secret, as the daemon knows it.
pub const SECRET: &str = "2c9e4ab8-33a7-4a54-8a0e-5f3e6d1b7a01";

/// A cluster; its processes end when it is dropped.
pub struct Cluster {
    scratch: Scratch,
    monitor: Option<Child>,
    manager: Option<Child>,
    store: Option<Child>,
}

impl Cluster {
    /// Starts one with an empty pool, and waits until it tells its space.
    pub fn start() -> Outcome<Self> {
        let mut cluster = Self {
            scratch: Scratch::new()?,
            monitor: None,
            manager: None,
            store: None,
        };
        cluster.furnish()?;
        cluster.start_monitor()?;
        cluster.tool("ceph", &["osd", "new", STORE])?;
        cluster.tool("ceph-osd", &["-i", "0", "--mkfs", "--osd-uuid", STORE])?;
        let keys = cluster.path("keyring");
        cluster.tool("ceph", &["auth", "import", "-i", &keys])?;
        cluster.store = Some(cluster.spawn("ceph-osd", "0")?);
        cluster.manager = Some(cluster.spawn("ceph-mgr", "a")?);
        cluster.tool("ceph", &["osd", "pool", "create", POOL, "8"])?;
        cluster.tool("rbd", &["pool", "init", POOL])?;
        wait::until_true("the space of the cluster", LIMIT, || {
            cluster
                .tool("rados", &["--format", "json", "df"])
                .is_ok_and(|said| said.contains(&format!("\"total_space\":{}", SIZE / 1024)))
        })?;
        Ok(cluster)
    }

    /// The files that its programs start with.
    fn furnish(&self) -> Outcome {
        for folder in ["mon", "osd", "mgr"] {
            std::fs::create_dir(self.scratch.join(folder))?;
        }
        let at = self.scratch.path().display();
        let settings = format!(
            "[global]\nfsid = {CLUSTER}\nmon host = v1:127.0.0.1:6789\npublic addr = 127.0.0.1\nms bind msgr2 = false\n\
             auth cluster required = cephx\nauth service required = cephx\nauth client required = cephx\n\
             auth allow insecure global id reclaim = false\nkeyring = {at}/keyring\nrun dir = {at}\n\
             admin socket = {at}/$name.asok\npid file = {at}/$name.pid\nlog file = {at}/$name.log\n\
             crash dir = {at}\nmon data = {at}/mon\nmgr data = {at}/mgr\nosd data = {at}/osd\n\
             osd pool default size = 1\nosd pool default min size = 1\nosd crush chooseleaf type = 0\n\
             mon allow pool size one = true\nmon data avail crit = 0\nmon data avail warn = 0\n\
             osd objectstore = memstore\nmemstore device bytes = {SIZE}\n\
             mgr initial modules =\nmgr stats period = 1\nmgr tick period = 1\n"
        );
        self.scratch.write("ceph.conf", settings)?;
        let keys = self.path("keyring");
        self.key(&keys, true, "mon.", &["--cap", "mon", "allow *"])?;
        let all = [
            "--cap", "mon", "allow *", "--cap", "osd", "allow *", "--cap", "mgr", "allow *",
        ];
        self.key(&keys, false, "client.admin", &all)?;
        self.key(
            &keys,
            false,
            "mgr.a",
            &["--cap", "mon", "allow profile mgr", "--cap", "osd", "allow *"],
        )?;
        self.key(
            &keys,
            false,
            "osd.0",
            &["--cap", "mon", "allow profile osd", "--cap", "osd", "allow *"],
        )?;
        let map = self.path("monmap");
        let address = [
            "--create",
            "--addv",
            "a",
            "v1:127.0.0.1:6789",
            "--fsid",
            CLUSTER,
            &map,
        ];
        command::run("monmaptool", address, b"", LIMIT)?.ok()?;
        self.tool(
            "ceph-mon",
            &["--mkfs", "-i", "a", "--monmap", &map, "--keyring", &keys],
        )?;
        Ok(())
    }

    fn key(&self, file: &str, is_first: bool, name: &str, caps: &[&str]) -> Outcome {
        let make: &[&str] = if is_first { &["--create-keyring"] } else { &[] };
        let args = [&[file], make, &["--gen-key", "-n", name], caps].concat();
        command::run("ceph-authtool", args, b"", LIMIT)?.ok().map(drop)
    }

    fn path(&self, name: &str) -> String {
        self.scratch.join(name).display().to_string()
    }

    fn spawn(&self, program: &str, id: &str) -> Outcome<Child> {
        let log = std::fs::File::create(self.scratch.join(&format!("{program}.out")))?;
        let child = Command::new(program)
            .args(["-c", &self.path("ceph.conf"), "-i", id, "-f"])
            .stdin(Stdio::null())
            .stdout(log.try_clone()?)
            .stderr(log)
            .spawn();
        child.map_err(|e| Problem::Failed(format!("cannot run {program}: {e}")))
    }

    /// Runs a program of Ceph's as the administrator, and answers what it says.
    pub fn tool(&self, program: &str, arguments: &[&str]) -> Outcome<String> {
        let settings = self.path("ceph.conf");
        let all = [&["-c", &settings], arguments].concat();
        command::run(program, all, b"", LIMIT)?.ok()
    }

    /// Runs `rbd` as the administrator.
    pub fn rbd(&self, arguments: &[&str]) -> Outcome<String> {
        self.tool("rbd", arguments)
    }

    /// What an image holds.
    pub fn content(&self, image: &str) -> Outcome<Vec<u8>> {
        let file = self.scratch.join("content");
        // What is there from before is in its way.
        let _ = std::fs::remove_file(&file);
        self.rbd(&[
            "export",
            "--no-progress",
            &format!("{POOL}/{image}"),
            &file.display().to_string(),
        ])?;
        Ok(std::fs::read(file)?)
    }

    /// Fills an image from its beginning, as its user would.
    pub fn write(&self, image: &str, content: &[u8]) -> Outcome {
        let length = (content.len() as u64).to_le_bytes();
        let difference = [
            b"rbd diff v1\nw",
            &0_u64.to_le_bytes()[..],
            &length,
            content,
            b"e",
        ]
        .concat();
        let file = self.scratch.write("difference", difference)?;
        self.rbd(&["import-diff", "--no-progress", &file, &format!("{POOL}/{image}")])?;
        Ok(())
    }

    /// The administrator's key, in base64.
    pub fn admin_key(&self) -> Outcome<String> {
        let keys = self.path("keyring");
        let args = [keys.as_str(), "-n", "client.admin", "-p"];
        let key = command::run("ceph-authtool", args, b"", LIMIT)?.ok()?;
        Ok(key.trim().to_owned())
    }

    pub fn start_monitor(&mut self) -> Outcome {
        self.monitor = Some(self.spawn("ceph-mon", "a")?);
        self.tool("ceph", &["mon", "stat"]).map(drop)
    }

    pub fn kill_monitor(&mut self) -> Outcome {
        if let Some(mut monitor) = self.monitor.take() {
            monitor.kill()?;
            monitor.wait()?;
        }
        Ok(())
    }

    /// The store does nothing until it is let go.
    pub fn hold_store(&self) -> Outcome<Held> {
        let store = self
            .store
            .as_ref()
            .and_then(|child| i32::try_from(child.id()).ok());
        let store = Pid::from_raw(store.ok_or("the store does not run")?);
        kill(store, Signal::SIGSTOP).map_err(|e| format!("cannot stop the store: {e}"))?;
        Ok(Held(store))
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        for child in [&mut self.manager, &mut self.store, &mut self.monitor] {
            if let Some(mut child) = child.take() {
                // Both fail only when it is gone already.
                let _ = child.kill();
                let _ = child.wait();
            }
        }
    }
}

/// A process that is let go when this is dropped.
pub struct Held(Pid);

impl Drop for Held {
    fn drop(&mut self) {
        // It is a child that nobody has waited for: the number is its own.
        let _ = kill(self.0, Signal::SIGCONT);
    }
}

/// Makes the secret of the cluster's user known, without a value.
pub fn define_secret(daemon: &Daemon) -> Outcome {
    let text = format!(
        "<secret private='yes'><uuid>{SECRET}</uuid><usage type='ceph'><name>client.admin</name></usage></secret>"
    );
    let file = daemon.scratch().write("secret.xml", text)?;
    daemon.virsh().ok(&["secret-define", &file]).map(drop)
}

/// Gives it a value, in base64.
pub fn set_secret(daemon: &Daemon, key: &str) -> Outcome {
    let file = daemon.scratch().write("key", key)?;
    daemon
        .virsh()
        .ok(&["secret-set-value", SECRET, "--file", &file])
        .map(drop)
}

/// The document of pool `r`. It gives up soon, so that cases need not wait for half a minute.
pub fn document(pool: &str) -> String {
    let option = |name: &str| format!("<rbd:option name='{name}' value='4'/>");
    let options = [
        "client_mount_timeout",
        "rados_mon_op_timeout",
        "rados_osd_op_timeout",
    ]
    .map(option);
    format!(
        "<pool type='rbd' xmlns:rbd='http://libvirt.org/schemas/storagepool/rbd/1.0'><name>r</name>
         <source><name>{pool}</name><host name='127.0.0.1' port='6789'/>
         <auth username='admin' type='ceph'><secret uuid='{SECRET}'/></auth></source>
         <rbd:config_opts>{}</rbd:config_opts></pool>",
        options.concat()
    )
}

/// A daemon with pool `r` running on a cluster.
pub fn running_pool(daemon: &Daemon, cluster: &Cluster) -> Outcome {
    define_secret(daemon)?;
    set_secret(daemon, &cluster.admin_key()?)?;
    let file = daemon.scratch().write("r.xml", document(POOL))?;
    let virsh = daemon.virsh();
    virsh.ok(&["pool-define", &file])?;
    virsh.ok(&["pool-start", "r"]).map(drop)
}

/// Fails unless the cluster has just these images, without a word of their snapshots.
pub fn has_images(cluster: &Cluster, images: &[&str]) -> Outcome {
    let found = cluster.rbd(&["ls", POOL])?;
    let found: Vec<&str> = found.split_whitespace().collect();
    require(found == images, || {
        format!("the cluster has {found:?} and should have {images:?}")
    })
}
