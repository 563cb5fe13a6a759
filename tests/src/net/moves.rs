//! An interface of a running guest moves: to another network, with limits and a filter, and back. What fails
//! leaves it where it was.

use std::time::Duration;

use super::place::ip;
use super::services::{document, nothing_left, started};
use crate::harness::case::{Case, Outcome, require, require_text};
use crate::harness::command;
use crate::harness::virsh::Virsh;

pub const CASES: &[Case] = &[Case {
    name: "an_interface_moves_while_its_guest_runs",
    run: moves,
}];

const LIMIT: Duration = Duration::from_secs(30);
const MAC: &str = "52:54:00:00:71:05";
const OTHER: &str = "<network><name>m</name><uuid>7b1d2c1e-0001-4000-8000-000000000076</uuid>\
    <bridge name='fvn1' stp='off'/><ip address='10.72.0.1' prefix='24'/></network>";
const CLOSED: &str = "<filter name='silent'><uuid>7b1d2c1e-0001-4000-8000-000000000077</uuid>\
    <rule action='drop' direction='out'><ip/></rule></filter>";

fn nic(network: &str, more: &str) -> String {
    format!(
        "<interface type='network'><mac address='{MAC}'/><source network='{network}'/><model type='virtio'/>{more}\
         </interface>"
    )
}

/// Where a device of the host is.
fn stands(device: &str, bridge: &str) -> Outcome {
    require_text(
        &ip(&["-o", "link", "show", "dev", device])?,
        &format!("master {bridge} "),
    )
}

/// How the traffic of a device is shaped.
fn shaped(device: &str) -> Outcome<bool> {
    let shown = command::run("tc", ["qdisc", "show", "dev", device], b"", LIMIT)?.ok()?;
    Ok(shown.contains("htb"))
}

fn ports(virsh: &Virsh, network: &str) -> Outcome<usize> {
    let list = virsh.ok(&["net-port-list", network])?;
    Ok(list.lines().filter(|line| !line.trim().is_empty()).count())
}

fn moves() -> Outcome {
    let mut daemon = started(&document("open"))?;
    let virsh = daemon.virsh();
    let write = |name: &str, xml: &str| daemon.scratch().write(name, xml);
    let other = write("m.xml", OTHER)?;
    virsh.ok(&["net-create", &other])?;
    let filter = write("f.xml", CLOSED)?;
    virsh.ok(&["nwfilter-define", &filter])?;
    let guest = write(
        "g.xml",
        &format!(
            "<domain type='qemu'><name>g</name><memory unit='MiB'>32</memory><vcpu>1</vcpu>\
             <os><type arch='x86_64' machine='pc'>hvm</type></os><devices>\
             <emulator>/usr/bin/qemu-system-x86_64</emulator>{}</devices></domain>",
            nic("n", "")
        ),
    )?;
    virsh.ok(&["create", &guest])?;
    let shown = virsh.ok(&["domiflist", "g"])?;
    let device = shown
        .lines()
        .find(|line| line.contains(MAC))
        .and_then(|line| line.split_whitespace().next())
        .ok_or_else(|| format!("no device of the guest in\n{shown}"))?
        .to_owned();
    stands(&device, "fvn0")?;
    let limits = "<bandwidth><inbound average='100'/></bandwidth>";
    let more = format!("{limits}<filterref filter='silent'/>");
    let there = write("there.xml", &nic("m", &more))?;
    virsh.ok(&["update-device", "g", &there, "--live"])?;
    stands(&device, "fvn1")?;
    require(shaped(&device)?, || {
        "the limit of an interface is not set".to_owned()
    })?;
    require_text(&virsh.ok(&["nwfilter-binding-list"])?, &device)?;
    require_text(&virsh.ok(&["dumpxml", "g"])?, "<source network='m'")?;
    require(ports(&virsh, "n")? == 0 && ports(&virsh, "m")? == 1, || {
        let list = |network| virsh.ok(&["net-port-list", network]).unwrap_or_default();
        format!(
            "ports of the networks are counted wrongly: {:?}, {:?}",
            list("n"),
            list("m")
        )
    })?;
    // Neither a network that is not there nor a filter that is not there changes anything.
    for wrong in [
        nic("none", ""),
        nic("n", "<filterref filter='none'/>"),
        nic("n", "<mtu size='1400'/>"),
    ] {
        let wrong = write("wrong.xml", &wrong)?;
        virsh.refused(&["update-device", "g", &wrong, "--live"])?;
        stands(&device, "fvn1")?;
        require(ports(&virsh, "n")? == 0 && ports(&virsh, "m")? == 1, || {
            "a move that was refused is counted".to_owned()
        })?;
    }
    require_text(&virsh.ok(&["nwfilter-binding-list"])?, &device)?;
    daemon.stop()?;
    daemon.launch()?;
    let virsh = daemon.virsh();
    require_text(&virsh.ok(&["dumpxml", "g"])?, "<source network='m'")?;
    let back = daemon.scratch().write("back.xml", nic("n", ""))?;
    virsh.ok(&["update-device", "g", &back, "--live"])?;
    stands(&device, "fvn0")?;
    require(!shaped(&device)?, || "a limit is left".to_owned())?;
    let bound = virsh.ok(&["nwfilter-binding-list"])?;
    require(!bound.contains(&device), || format!("a filter is left:\n{bound}"))?;
    require(ports(&virsh, "n")? == 1 && ports(&virsh, "m")? == 0, || {
        "the networks count the port wrongly after the way back".to_owned()
    })?;
    virsh.ok(&["destroy", "g"])?;
    virsh.ok(&["nwfilter-undefine", "silent"])?;
    virsh.ok(&["net-destroy", "m"])?;
    virsh.ok(&["net-destroy", "n"])?;
    nothing_left(&daemon)
}
