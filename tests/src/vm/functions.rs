//! Networks of host devices: guests get functions of PCI devices for themselves, and the host gets them back.

use std::path::Path;
use std::time::Duration;

use nix::sys::signal::Signal;

use crate::harness::case::{Case, Outcome, require, require_equal, require_text};
use crate::harness::daemon::Daemon;
use crate::harness::domain::idle;
use crate::harness::processes::guests;
use crate::harness::virsh::Virsh;
use crate::harness::wait;

pub const CASES: &[Case] = &[Case {
    name: "functions_of_a_network_pass_to_guests",
    run: functions,
}];

const LIMIT: Duration = Duration::from_secs(60);
/// A virtual function of the controller, and a network card (`vm/src/document.rs`).
const CONTROLLER: &str = "/sys/bus/pci/devices/0000:0c:00.0";
const FUNCTION: &str = "/sys/bus/pci/devices/0000:0c:00.1";
const CARD: &str = "/sys/bus/pci/devices/0000:03:00.0";
const POOL: &str = "<network><name>p</name><forward mode='hostdev' managed='yes'><driver name='vfio'/>\
    <address type='pci' domain='0x0000' bus='0x03' slot='0x00' function='0x0'/>\
    <address type='pci' domain='0x0000' bus='0x0c' slot='0x00' function='0x1'/></forward></network>";
const PLUGGED: &str =
    "<interface type='network'><mac address='52:54:00:fe:00:03'/><source network='p'/></interface>";
const DIRECT: &str = "<interface type='hostdev' managed='yes'><mac address='52:54:00:fe:00:03'/>\
    <source><address type='pci' domain='0x0000' bus='0x03' slot='0x00' function='0x0'/></source></interface>";

const AS_IT_IS: &str = "<hostdev mode='subsystem' type='pci' managed='yes'>\
    <source><address domain='0x0000' bus='0x03' slot='0x00' function='0x0'/></source></hostdev>";

fn functions() -> Outcome {
    // No driver of the host wants the function, so that none has to be waited for.
    std::fs::write(format!("{CONTROLLER}/sriov_drivers_autoprobe"), "0")?;
    std::fs::write(format!("{CONTROLLER}/sriov_numvfs"), "1")?;
    let outcome = pass();
    std::fs::write(format!("{CONTROLLER}/sriov_numvfs"), "0")?;
    std::fs::write(format!("{CONTROLLER}/sriov_drivers_autoprobe"), "1")?;
    outcome
}

fn driver(device: &str) -> String {
    let link = std::fs::read_link(format!("{device}/driver")).unwrap_or_default();
    link.file_name()
        .unwrap_or_default()
        .to_string_lossy()
        .into_owned()
}

fn is_back() -> Outcome {
    wait::until_true("the card's own driver", LIMIT, || {
        driver(CARD) == "e1000e" && Path::new(CARD).join("net").exists()
    })
}

/// The arguments that make a guest, whose processors do not run.
fn guest(daemon: &Daemon, name: &str, interface: &str) -> Outcome<[String; 3]> {
    let document = idle(name)
        // Devices come while a guest runs by way of ACPI.
        .replace("<devices>", "<features><acpi/></features><devices>")
        .replace("</devices>", &format!("{interface}</devices>"));
    let file = daemon.scratch().write(&format!("{name}.xml"), document)?;
    Ok(["create".to_owned(), "--paused".to_owned(), file])
}

fn create(daemon: &Daemon, name: &str, interface: &str) -> Outcome {
    let arguments = guest(daemon, name, interface)?;
    daemon
        .virsh()
        .ok(&arguments.each_ref().map(String::as_str))
        .map(|_| ())
}

fn refused(daemon: &Daemon, name: &str, interface: &str, why: &str) -> Outcome {
    let arguments = guest(daemon, name, interface)?;
    let said = daemon
        .virsh()
        .refused(&arguments.each_ref().map(String::as_str))?;
    require_text(&said, why)
}

fn ports(virsh: &Virsh) -> Outcome<usize> {
    let list = virsh.ok(&["net-port-list", "p"])?;
    Ok(list.split_whitespace().filter(|word| word.len() == 36).count())
}

fn kill_guests(daemon: &Daemon) {
    for process in guests(&daemon.root()) {
        process.signal(Signal::SIGKILL);
    }
}

fn pass() -> Outcome {
    let mut daemon = Daemon::start()?;
    let virsh = daemon.virsh();
    let file = daemon.scratch().write("p.xml", POOL)?;
    virsh.ok(&["net-create", &file])?;

    create(&daemon, "g1", PLUGGED)?;
    require_equal("the card's driver", driver(CARD), "vfio-pci".to_owned())?;
    let text = virsh.ok(&["dumpxml", "g1"])?;
    for wanted in [
        "<interface type='hostdev' managed='yes'>",
        "bus='0x03'",
        "<alias name='hostdev0'/>",
    ] {
        require_text(&text, wanted)?;
    }
    require_text(
        &virsh.ok(&["dumpxml", "--inactive", "g1"])?,
        "<source network='p'/>",
    )?;
    create(&daemon, "g2", PLUGGED)?;
    require_equal("the function's driver", driver(FUNCTION), "vfio-pci".to_owned())?;
    let all = "each of its 2 functions is in use by a guest";
    refused(&daemon, "g3", PLUGGED, all)?;
    require_equal("ports", ports(&virsh)?, 2)?;

    // The next daemon counts what guests have.
    daemon.kill()?;
    daemon.launch()?;
    wait::until_true("both ports", LIMIT, || ports(&virsh).is_ok_and(|n| n == 2))?;
    refused(&daemon, "g3", PLUGGED, all)?;
    require_equal("the card's driver", driver(CARD), "vfio-pci".to_owned())?;
    virsh.ok(&["destroy", "g1"])?;
    is_back()?;
    require_equal("ports", ports(&virsh)?, 1)?;

    // An interface that names the device, and a guest that crashes.
    create(&daemon, "g4", DIRECT)?;
    require_equal("the card's driver", driver(CARD), "vfio-pci".to_owned())?;
    refused(&daemon, "g5", DIRECT, "in use by driver QEMU, domain g4")?;
    refused(&daemon, "g1", PLUGGED, "in use by driver QEMU, domain g4")?;
    require_equal("ports", ports(&virsh)?, 1)?;
    kill_guests(&daemon);
    is_back()?;
    wait::until_true("no port", LIMIT, || ports(&virsh).is_ok_and(|n| n == 0))?;

    // A guest that ends while there is no daemon.
    create(&daemon, "g1", PLUGGED)?;
    require_equal("the card's driver", driver(CARD), "vfio-pci".to_owned())?;
    daemon.kill()?;
    kill_guests(&daemon);
    daemon.launch()?;
    is_back()?;
    wait::until_true("no port", LIMIT, || ports(&virsh).is_ok_and(|n| n == 0))?;

    // One that is plugged in while the guest is there.
    create(&daemon, "g6", "")?;
    let file = daemon.scratch().write("i.xml", PLUGGED)?;
    virsh.ok(&["attach-device", "g6", &file, "--live"])?;
    require_equal("the card's driver", driver(CARD), "vfio-pci".to_owned())?;
    require_text(
        &virsh.ok(&["dumpxml", "g6"])?,
        "<interface type='hostdev' managed='yes'>",
    )?;
    virsh.ok(&["destroy", "g6"])?;
    is_back()?;
    virsh.ok(&["net-destroy", "p"])?;
    as_it_is(&mut daemon)?;
    require(!daemon.file("run/hostdev").join("0000:03:00.0").exists(), || {
        "a record of a device is left".to_owned()
    })
}

/// A device that a guest has as it is, not as an interface.
fn as_it_is(daemon: &mut Daemon) -> Outcome {
    let virsh = daemon.virsh();
    let unmanaged = AS_IT_IS.replace("'yes'", "'no'");
    refused(daemon, "g7", &unmanaged, "must be manually detached")?;
    require_equal("the card's driver", driver(CARD), "e1000e".to_owned())?;
    create(daemon, "g7", AS_IT_IS)?;
    require_equal("the card's driver", driver(CARD), "vfio-pci".to_owned())?;
    refused(daemon, "g8", AS_IT_IS, "in use by driver QEMU, domain g7")?;

    // The next daemon gives it back as well.
    daemon.kill()?;
    daemon.launch()?;
    require_equal("the card's driver", driver(CARD), "vfio-pci".to_owned())?;
    virsh.ok(&["destroy", "g7"])?;
    is_back()?;

    // One that comes while the guest is there.
    create(daemon, "g9", "")?;
    let file = daemon.scratch().write("d.xml", AS_IT_IS)?;
    virsh.ok(&["attach-device", "g9", &file, "--live"])?;
    require_equal("the card's driver", driver(CARD), "vfio-pci".to_owned())?;
    require_text(
        &virsh.ok(&["dumpxml", "g9"])?,
        "<hostdev mode='subsystem' type='pci' managed='yes'>",
    )?;
    virsh.ok(&["destroy", "g9"])?;
    is_back()
}
