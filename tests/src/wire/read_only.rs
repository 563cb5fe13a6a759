//! The read-only socket: everything can be seen, nothing changed.

use crate::harness::case::{Case, Outcome, require_text};
use crate::harness::daemon::Daemon;
use crate::harness::domain;
use crate::harness::virsh::Virsh;

pub const CASES: &[Case] = &[Case {
    name: "read_only_socket",
    run: read_only_socket,
}];

fn read_only_socket() -> Outcome {
    let daemon = Daemon::start()?;
    let file = daemon.scratch().write("d.xml", domain::idle("one"))?;
    daemon.virsh().ok(&["define", &file])?;
    let uri = format!(
        "qemu+unix:///system?socket={}",
        daemon.read_only_socket().display()
    );
    let virsh = Virsh::new(uri);
    require_text(&virsh.ok(&["-r", "list", "--all", "--name"])?, "one")?;
    for change in [["start", "one"], ["undefine", "one"], ["define", &file]] {
        // Without -r the client asks for a full connection, which this socket does not give.
        virsh.refused(&change)?;
        let arguments = ["-r", change[0], change[1]];
        require_text(&virsh.refused(&arguments)?, "read only access")?;
    }
    let network = "<network><name>n</name><bridge name='fvtd4'/></network>";
    let network = daemon.scratch().write("n.xml", network)?;
    daemon.virsh().ok(&["net-define", &network])?;
    let place = daemon.scratch().join("pool").display().to_string();
    daemon
        .virsh()
        .ok(&["pool-define-as", "p", "dir", "--target", &place])?;
    for change in [
        ["net-start", "n"].as_slice(),
        &["net-undefine", "n"],
        &["net-create", &network],
        &["net-autostart", "n"],
        &["pool-build", "p"],
        &["pool-start", "p"],
        &["pool-undefine", "p"],
        &["vol-create-as", "p", "v", "1M"],
        &["create", &file],
        &["autostart", "one"],
        &["desc", "one", "words"],
        &["qemu-monitor-command", "one", "{}"],
    ] {
        let arguments = [&["-r"], change].concat();
        require_text(&virsh.refused(&arguments)?, "read only access")?;
    }
    // Passwords are not for reading either.
    let secret = virsh.refused(&["-r", "dumpxml", "one", "--security-info"])?;
    require_text(&secret, "secure flag")?;
    daemon.virsh().ok(&["domstate", "one"]).map(|_| ())
}
