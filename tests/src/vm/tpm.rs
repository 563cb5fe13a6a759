//! Emulated trusted platform modules: programs of the host that come and go with their guests.

use std::time::Duration;

use crate::harness::case::{Case, Outcome, require_equal};
use crate::harness::daemon::Daemon;
use crate::harness::{domain, processes, wait};

pub const CASES: &[Case] = &[Case {
    name: "an_emulated_tpm_lasts_as_long_as_its_definition",
    run: emulated_tpm,
}];

/// Within a machine that is emulated itself.
const LIMIT: Duration = Duration::from_secs(60);

/// A module is there while its guest is, its state until the guest is undefined.
fn emulated_tpm() -> Outcome {
    let mut daemon = Daemon::start()?;
    let virsh = daemon.virsh();
    let uuid = "<uuid>5d3ee0a4-8a55-4b7c-8d0a-b1d5c9f3a7e2</uuid>";
    let module = "<tpm model='tpm-tis'><backend type='emulator' version='2.0'/></tpm>";
    let document = domain::idle("trusted")
        .replace("<name>", &format!("{uuid}<name>"))
        .replace("</devices>", &format!("{module}</devices>"));
    let file = daemon.scratch().write("tpm.xml", document)?;
    virsh.ok(&["define", &file])?;
    let states = daemon.file("var/lib/swtpm");
    let kept = || std::fs::read_dir(&states).map_or(0, Iterator::count);
    let root = daemon.root();
    let modules = move || {
        let all = processes::below(&root);
        all.into_iter().filter(|p| p.program() == "swtpm").count()
    };
    for killed in [false, true] {
        virsh.ok(&["start", "--paused", "trusted"])?;
        require_equal("programs that are modules", modules(), 1)?;
        if killed {
            daemon.kill()?;
            daemon.launch()?;
            wait::until_true("the guest to be taken up", LIMIT, || {
                let state = virsh.ok(&["domstate", "trusted"]);
                state.is_ok_and(|text| text.contains("paused"))
            })?;
        }
        virsh.ok(&["destroy", "trusted"])?;
        wait::until_true("the module to end with its guest", LIMIT, || modules() == 0)?;
        require_equal("states kept", kept(), 1)?;
    }
    virsh.ok(&["undefine", "trusted", "--keep-tpm"])?;
    require_equal("states after it is to be kept", kept(), 1)?;
    virsh.ok(&["define", &file])?;
    virsh.ok(&["undefine", "trusted"])?;
    require_equal("states after the guest is gone", kept(), 0)
}
