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
    daemon.virsh().ok(&["domstate", "one"]).map(|_| ())
}
