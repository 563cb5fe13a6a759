//! A server of iSCSI on the loopback, asked without logging the host in.

use super::tool;
use crate::harness::case::{Case, Outcome, Problem, require_text};
use crate::harness::command;
use crate::harness::daemon::Daemon;
use crate::harness::wait;
use std::process::{Child, Command, Stdio};

pub const CASES: &[Case] = &[Case {
    name: "iscsi_direct_with_a_password",
    run: direct,
}];

const PASSWORD: &str = "secretsecret12";
const TARGET: &str = "iqn.2026-01.ferrovirt.test:disk";
/// The number of the control socket, which is in an abstract place of this namespace.
const CONTROL: &str = "31";

/// The server; it ends when this is dropped.
pub struct Server(Child);

impl Server {
    fn start() -> Outcome<Self> {
        let child = Command::new("tgtd")
            .args(["-f", "-C", CONTROL, "--iscsi", "portal=127.0.0.1:3260"])
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn();
        let child = child.map_err(|e| Problem::Skipped(format!("no tgtd: {e}; run cargo xtask setup")))?;
        let server = Server(child);
        wait::until_true("a server of iSCSI", super::LIMIT, || {
            admin(&["--op", "show", "--mode", "target"]).is_ok()
        })?;
        Ok(server)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // Both fail only when it is gone already.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

fn admin(arguments: &[&str]) -> Outcome<String> {
    tool(
        "tgtadm",
        &[&["-C", CONTROL, "--lld", "iscsi"], arguments].concat(),
    )
}

/// A server with one disk of 10 MiB, which asks for a password, with the disk's folder.
fn serve(daemon: &Daemon) -> Outcome<Server> {
    let has = command::run("sh", ["-c", "command -v iscsi-ls"], b"", super::LIMIT)?;
    if has.ok().is_err() {
        let why = "libiscsi-bin is not installed: run cargo xtask setup".to_owned();
        return Err(Problem::Skipped(why));
    }
    let server = Server::start()?;
    let disk = daemon.scratch().write("disk", "")?;
    std::fs::File::options()
        .write(true)
        .open(&disk)?
        .set_len(10 << 20)?;
    let steps = [
        format!("--op new --mode target --tid 1 -T {TARGET}"),
        format!("--op new --mode logicalunit --tid 1 --lun 1 -b {disk}"),
        "--op bind --mode target --tid 1 -I ALL".to_owned(),
        format!("--op new --mode account --user me --password {PASSWORD}"),
        "--op bind --mode account --tid 1 --user me".to_owned(),
    ];
    for step in steps {
        admin(&step.split(' ').collect::<Vec<_>>())?;
    }
    Ok(server)
}

fn pool(auth: &str) -> String {
    format!(
        "<pool type='iscsi-direct'><name>i</name><source><host name='127.0.0.1'/><device path='{TARGET}'/>
         <initiator><iqn name='iqn.2026-01.ferrovirt.test:me'/></initiator>{auth}</source></pool>"
    )
}

const AUTH: &str = "<auth type='chap' username='me'><secret usage='disk'/></auth>";

/// Makes the password known.
fn define_secret(daemon: &Daemon) -> Outcome {
    let virsh = daemon.virsh();
    let secret = "<secret private='yes'><usage type='iscsi'><target>disk</target></usage></secret>";
    let secret = daemon.scratch().write("iscsi-secret.xml", secret)?;
    virsh.ok(&["secret-define", &secret])?;
    let listed = virsh.ok(&["secret-list"])?;
    let line = listed.lines().find(|line| line.contains("iscsi"));
    let uuid = line
        .and_then(|line| line.split_whitespace().next())
        .unwrap_or_default();
    let password = daemon.scratch().write("password", PASSWORD)?;
    virsh
        .ok(&["secret-set-value", uuid, "--file", &password, "--plain"])
        .map(|_| ())
}

/// A running pool `i` with volume `unit:0:0:1`, while the server lives.
pub fn running_pool(daemon: &Daemon) -> Outcome<Server> {
    let server = serve(daemon)?;
    define_secret(daemon)?;
    let locked = daemon.scratch().write("locked.xml", pool(AUTH))?;
    daemon.virsh().ok(&["pool-create", &locked])?;
    Ok(server)
}

fn direct() -> Outcome {
    let daemon = Daemon::start()?;
    let virsh = daemon.virsh();
    let _server = serve(&daemon)?;
    let spec = daemon
        .scratch()
        .write("spec", "<source><host name='127.0.0.1'/></source>")?;
    require_text(
        &virsh.ok(&["find-storage-pool-sources", "iscsi-direct", &spec])?,
        TARGET,
    )?;
    let open = daemon.scratch().write("open.xml", pool(""))?;
    let refused = virsh.refused(&["pool-create", &open])?;
    require_text(&refused, "iscsi-")?;
    let locked = daemon.scratch().write("locked.xml", pool(AUTH))?;
    require_text(&virsh.refused(&["pool-create", &locked])?, "no secret")?;
    define_secret(&daemon)?;
    virsh.ok(&["pool-create", &locked])?;
    let volumes = virsh.ok(&["vol-list", "i", "--details"])?;
    require_text(&volumes, "unit:0:0:1")?;
    require_text(&volumes, "10.00 MiB")?;
    virsh.ok(&["pool-destroy", "i"]).map(|_| ())
}
