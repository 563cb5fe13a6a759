//! Virtual networks, real ones, in the lane's own network namespace.

use std::path::Path;

use crate::harness::case::{Case, Outcome, require, require_equal, require_text};
use crate::harness::command;
use crate::harness::daemon::Daemon;

pub const CASES: &[Case] = &[
    Case {
        name: "network_nat_lifecycle",
        run: nat_lifecycle,
    },
    Case {
        name: "network_isolated",
        run: isolated,
    },
    Case {
        name: "network_autostart_after_boot",
        run: autostart_after_boot,
    },
    Case {
        name: "network_taken_up_after_kill",
        run: taken_up_after_kill,
    },
    Case {
        name: "network_bridge_name_taken",
        run: bridge_name_taken,
    },
    Case {
        name: "network_subnet_taken",
        run: subnet_taken,
    },
];

fn nat(name: &str, bridge: &str, subnet: &str) -> String {
    format!(
        "<network><name>{name}</name><forward mode='nat'/><bridge name='{bridge}'/>\
         <ip address='{subnet}.1' netmask='255.255.255.0'>\
         <dhcp><range start='{subnet}.2' end='{subnet}.254'/></dhcp></ip></network>"
    )
}

fn bridge_exists(name: &str) -> bool {
    Path::new("/sys/class/net").join(name).join("bridge").exists()
}

fn ruleset() -> Outcome<String> {
    command::run(
        "nft",
        ["list", "ruleset"],
        b"",
        std::time::Duration::from_secs(10),
    )?
    .ok()
}

fn nat_lifecycle() -> Outcome {
    let daemon = Daemon::start()?;
    let virsh = daemon.virsh();
    let before = ruleset()?;
    let file = daemon
        .scratch()
        .write("n.xml", nat("nat0", "fvt0", "192.168.210"))?;
    virsh.ok(&["net-define", &file])?;
    require_text(&virsh.ok(&["net-list", "--inactive", "--name"])?, "nat0")?;
    virsh.ok(&["net-start", "nat0"])?;
    require(bridge_exists("fvt0"), || "there is no bridge fvt0".to_owned())?;
    let info = virsh.ok(&["net-info", "nat0"])?;
    for line in [
        "Active:         yes",
        "Persistent:     yes",
        "Autostart:      no",
        "Bridge:         fvt0",
    ] {
        require_text(&info, line)?;
    }
    let xml = virsh.ok(&["net-dumpxml", "nat0"])?;
    for element in [
        "<forward mode='nat'>",
        "<bridge name='fvt0' stp='on' delay='0'/>",
        "<range start='192.168.210.2' end='192.168.210.254'/>",
    ] {
        require_text(&xml, element)?;
    }
    virsh.ok(&["net-dhcp-leases", "nat0"])?;
    require_text(&virsh.refused(&["net-start", "nat0"])?, "already active")?;
    virsh.ok(&["net-destroy", "nat0"])?;
    require(!bridge_exists("fvt0"), || {
        "the bridge fvt0 is still there".to_owned()
    })?;
    require_equal("the firewall's ruleset", ruleset()?, before)?;
    virsh.ok(&["net-undefine", "nat0"])?;
    virsh.refused(&["net-info", "nat0"]).map(|_| ())
}

fn isolated() -> Outcome {
    let daemon = Daemon::start()?;
    let virsh = daemon.virsh();
    let xml = "<network><name>iso</name><bridge name='fvt1'/><ip address='10.99.1.1' netmask='255.255.255.0'/></network>";
    let file = daemon.scratch().write("n.xml", xml)?;
    virsh.ok(&["net-create", &file])?;
    require_text(&virsh.ok(&["net-info", "iso"])?, "Persistent:     no")?;
    require(bridge_exists("fvt1"), || "there is no bridge fvt1".to_owned())?;
    virsh.ok(&["net-destroy", "iso"])?;
    virsh.refused(&["net-info", "iso"]).map(|_| ())
}

fn autostart_after_boot() -> Outcome {
    let mut daemon = Daemon::start()?;
    let virsh = daemon.virsh();
    let file = daemon
        .scratch()
        .write("n.xml", nat("nat1", "fvt2", "192.168.211"))?;
    virsh.ok(&["net-define", &file])?;
    virsh.ok(&["net-autostart", "nat1"])?;
    daemon.stop()?;
    daemon.pretend_boot()?;
    daemon.launch()?;
    let info = || virsh.ok(&["net-info", "nat1"]);
    crate::harness::wait::until_true(
        "the network's automatic start",
        std::time::Duration::from_secs(5),
        || info().is_ok_and(|text| text.contains("Active:         yes")),
    )?;
    virsh.ok(&["net-destroy", "nat1"])?;
    virsh.ok(&["net-undefine", "nat1"]).map(|_| ())
}

fn taken_up_after_kill() -> Outcome {
    let mut daemon = Daemon::start()?;
    let virsh = daemon.virsh();
    let before = ruleset()?;
    let file = daemon
        .scratch()
        .write("n.xml", nat("nat2", "fvt3", "192.168.212"))?;
    virsh.ok(&["net-define", &file])?;
    virsh.ok(&["net-start", "nat2"])?;
    daemon.kill()?;
    require(bridge_exists("fvt3"), || {
        "the bridge went away with the daemon".to_owned()
    })?;
    daemon.launch()?;
    require_text(&virsh.ok(&["net-info", "nat2"])?, "Active:         yes")?;
    virsh.ok(&["net-destroy", "nat2"])?;
    require(!bridge_exists("fvt3"), || "the bridge was not removed".to_owned())?;
    require_equal("the firewall's ruleset", ruleset()?, before)
}

fn bridge_name_taken() -> Outcome {
    let daemon = Daemon::start()?;
    let virsh = daemon.virsh();
    let ip = |arguments: &[&str]| {
        command::run("ip", arguments, b"", std::time::Duration::from_secs(10))?
            .ok()
            .map(|_| ())
    };
    ip(&["link", "add", "fvt4", "type", "bridge"])?;
    let file = daemon
        .scratch()
        .write("n.xml", nat("nat3", "fvt4", "192.168.213"))?;
    virsh.ok(&["net-define", &file])?;
    let refused = virsh.refused(&["net-start", "nat3"]);
    ip(&["link", "del", "fvt4"])?;
    require_text(&refused?, "fvt4")?;
    // Nothing is left behind, and with the name free it starts.
    virsh.ok(&["net-start", "nat3"])?;
    virsh.ok(&["net-destroy", "nat3"]).map(|_| ())
}

fn subnet_taken() -> Outcome {
    let daemon = Daemon::start()?;
    let virsh = daemon.virsh();
    let ip = |arguments: &[&str]| {
        command::run("ip", arguments, b"", std::time::Duration::from_secs(10))?
            .ok()
            .map(|_| ())
    };
    ip(&["link", "add", "fvtx", "type", "bridge"])?;
    ip(&["address", "add", "192.168.214.9/24", "dev", "fvtx"])?;
    ip(&["link", "set", "fvtx", "up"])?;
    let file = daemon
        .scratch()
        .write("n.xml", nat("nat4", "fvt5", "192.168.214"))?;
    virsh.ok(&["net-define", &file])?;
    let refused = virsh.refused(&["net-start", "nat4"]);
    ip(&["link", "del", "fvtx"])?;
    require_text(&refused?, "fvtx")?;
    require(!bridge_exists("fvt5"), || {
        "a failed start left its bridge".to_owned()
    })
}
