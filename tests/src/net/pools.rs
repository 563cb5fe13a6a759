//! Networks that hand functions of PCI devices over: each port has one of its own.

use crate::harness::case::{Case, Outcome, require_equal, require_text};
use crate::harness::daemon::Daemon;

pub const CASES: &[Case] = &[Case {
    name: "functions_are_given_once",
    run: functions,
}];

const POOL: &str = "<network><name>sriov</name><forward mode='hostdev' managed='yes'><driver name='vfio'/>\
    <address type='pci' domain='0x0000' bus='0x7f' slot='0x10' function='0x0'/>\
    <address type='pci' domain='0x0000' bus='0x7f' slot='0x10' function='0x2'/></forward></network>";
const PORT: &str = "<networkport><owner><name>g</name><uuid>7b1d2c1e-0001-4000-8000-000000000076</uuid></owner>\
    <mac address='52:54:00:00:00:76'/></networkport>";

fn functions() -> Outcome {
    let mut daemon = Daemon::start()?;
    let virsh = daemon.virsh();
    let file = daemon.scratch().write("n.xml", POOL)?;
    let port = daemon.scratch().write("p.xml", PORT)?;
    virsh.ok(&["net-define", &file])?;
    virsh.ok(&["net-start", "sriov"])?;
    let made = ["net-port-create", "sriov", &port];
    virsh.ok(&made)?;
    virsh.ok(&made)?;
    require_text(&virsh.refused(&made)?, "functions is in use")?;
    daemon.kill()?;
    daemon.launch()?;
    require_text(&virsh.refused(&made)?, "functions is in use")?;
    let live = virsh.ok(&["net-dumpxml", "sriov"])?;
    require_equal("functions in use", live.matches("connections='1'").count(), 2)?;
    let list = virsh.ok(&["net-port-list", "sriov"])?;
    let mut given = Vec::new();
    for uuid in list.split_whitespace().filter(|word| word.len() == 36) {
        let text = virsh.ok(&["net-port-dumpxml", "sriov", uuid])?;
        require_text(&text, "<plug type='hostdev-pci' managed='yes'>")?;
        require_text(&text, "<driver name='vfio'/>")?;
        given.extend(
            text.lines()
                .filter(|l| l.contains("bus='0x7f'"))
                .map(str::to_owned),
        );
        virsh.ok(&["net-port-delete", "sriov", uuid])?;
    }
    given.sort_unstable();
    given.dedup();
    require_equal("functions given", given.len(), 2)?;
    virsh.ok(&made)?;
    virsh.ok(&["net-destroy", "sriov"])?;
    let none = POOL
        .replace("sriov", "nopf")
        .replace("<driver", "<pf dev='fvnopf'/><driver");
    let none: String = none.split("<address").next().unwrap_or_default().to_owned() + "</forward></network>";
    let file = daemon.scratch().write("n2.xml", none)?;
    require_text(
        &virsh.refused(&["net-create", &file])?,
        "no virtual functions of 'fvnopf'",
    )
}
