//! Node devices of a real kernel: what a stock libvirtd says of the same machine, virtual functions, devices
//! that come and go, and PCI devices that change hands.

use std::collections::BTreeSet;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use super::machine::tool;
use crate::harness::case::{Case, Outcome, require, require_equal, require_text};
use crate::harness::command::run_command;
use crate::harness::daemon::Daemon;
use crate::harness::virsh::Virsh;
use crate::harness::wait;

pub const CASES: &[Case] = &[
    Case {
        name: "nodedev_like_stock",
        run: like_stock,
    },
    Case {
        name: "nodedev_virtual_functions",
        run: virtual_functions,
    },
    Case {
        name: "nodedev_hot_plug",
        run: hot_plug,
    },
    Case {
        name: "nodedev_detach_reattach",
        run: detach,
    },
    Case {
        name: "nodedev_without_udev",
        run: without_udev,
    },
];

/// The controller with virtual functions, and the device that no driver wants (`vm/src/document.rs`).
const CONTROLLER: &str = "0000:0c:00.0";
const UNUSED: &str = "0000:00:1d.0";
const SLOW: Duration = Duration::from_secs(40);

fn name(address: &str) -> String {
    format!("pci_{}", address.replace([':', '.'], "_"))
}

fn devices(virsh: &Virsh) -> Outcome<BTreeSet<String>> {
    let list = virsh.ok(&["nodedev-list"])?;
    Ok(list.split_whitespace().map(str::to_owned).collect())
}

/// Ends with its case.
struct Running(Child);

impl Drop for Running {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// A stock libvirtd at its usual places, which only it uses in this machine.
fn stock() -> Outcome<(Running, Virsh)> {
    for folder in [
        "/etc/libvirt",
        "/run/libvirt",
        "/var/lib/libvirt",
        "/var/log/libvirt",
    ] {
        std::fs::create_dir_all(folder)?;
    }
    std::fs::write(
        "/etc/libvirt/libvirtd.conf",
        "unix_sock_group = \"root\"\nauth_unix_ro = \"none\"\nauth_unix_rw = \"none\"\n",
    )?;
    let child = Command::new("libvirtd")
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()?;
    let running = Running(child);
    let virsh = Virsh::new("nodedev:///system".to_owned());
    wait::until_true("the stock daemon's devices", SLOW, || {
        virsh
            .ok(&["nodedev-list"])
            .is_ok_and(|list| list.contains("computer"))
    })?;
    Ok((running, virsh))
}

/// All documents through one virsh, so that starting it is not what takes the time.
fn documents(virsh: &Virsh, names: &BTreeSet<String>) -> Outcome<String> {
    let batch: String = names
        .iter()
        .map(|name| format!("nodedev-dumpxml {name}\n"))
        .collect();
    virsh.run_with_input(&[], batch.as_bytes())?.ok()
}

fn like_stock() -> Outcome {
    tool(
        "modprobe",
        &["scsi_debug", "num_tgts=2", "max_luns=2", "dev_size_mb=8"],
    )?;
    // The kernel finds disks after the module's loading has ended.
    wait::until_true("four disks of scsi_debug", SLOW, || debug_disks() == 4)?;
    tool("udevadm", &["settle"])?;
    let daemon = Daemon::start()?;
    let ours = daemon.virsh();
    let (_running, stock) = stock()?;
    let names = devices(&stock)?;
    require_equal("the devices", devices(&ours)?, names.clone())?;
    let tree = ours.ok(&["nodedev-list", "--tree"])?;
    require_equal("the tree", tree, stock.ok(&["nodedev-list", "--tree"])?)?;
    let expected = documents(&stock, &names)?;
    let found = documents(&ours, &names)?;
    for (found, expected) in found.lines().zip(expected.lines()) {
        require_equal("a line of the descriptions", found, expected)?;
    }
    for kind in [
        "pci",
        "net",
        "storage",
        "scsi_host",
        "scsi",
        "usb_device",
        "usb",
        "drm",
        "scsi_generic",
    ] {
        let list = ["nodedev-list", "--cap", kind];
        require_equal(kind, ours.ok(&list)?, stock.ok(&list)?)?;
    }
    // Whoever looks at a disk holds its driver for a moment.
    wait::until_true("the end of scsi_debug", SLOW, || {
        tool("rmmod", &["scsi_debug"]).is_ok()
    })
}

/// How many disks of scsi_debug the kernel has made.
fn debug_disks() -> usize {
    let blocks = std::fs::read_dir("/sys/block").into_iter().flatten().flatten();
    let models = blocks.filter_map(|block| std::fs::read_to_string(block.path().join("device/model")).ok());
    models.filter(|model| model.trim() == "scsi_debug").count()
}

fn virtual_functions() -> Outcome {
    let daemon = Daemon::start()?;
    let virsh = daemon.virsh();
    let controller = name(CONTROLLER);
    require_text(
        &virsh.ok(&["nodedev-dumpxml", &controller])?,
        "<capability type='virt_functions' maxCount='2'",
    )?;
    let card = format!("/sys/bus/pci/devices/{CONTROLLER}");
    let (probe, switch) = (
        format!("{card}/sriov_drivers_autoprobe"),
        format!("{card}/sriov_numvfs"),
    );
    // QEMU 7.2 ends with a fault of its own when functions go while the kernel's driver still speaks to them.
    std::fs::write(&probe, "0")?;
    std::fs::write(&switch, "2")?;
    let outcome: Outcome = (|| {
        let function = name("0000:0c:00.2");
        wait::until_true("the virtual function", SLOW, || {
            virsh.ok(&["nodedev-info", &function]).is_ok()
                || virsh.ok(&["nodedev-dumpxml", &function]).is_ok()
        })?;
        let text = virsh.ok(&["nodedev-dumpxml", &function])?;
        require_text(&text, "<capability type='phys_function'>")?;
        require_text(&text, "bus='0x0c' slot='0x00' function='0x0'")?;
        virsh.ok(&["nodedev-detach", &function])?;
        require_text(
            &virsh.ok(&["nodedev-dumpxml", &function])?,
            "<name>vfio-pci</name>",
        )?;
        virsh.ok(&["nodedev-reset", &function])?;
        virsh.ok(&["nodedev-reattach", &function]).map(|_| ())
    })();
    std::fs::write(&switch, "0")?;
    std::fs::write(&probe, "1")?;
    outcome
}

/// Counts what was told of a device.
fn told(events: &Path, device: &str, what: &str) -> usize {
    let text = std::fs::read_to_string(events).unwrap_or_default();
    text.lines()
        .filter(|line| line.contains(device) && line.contains(what))
        .count()
}

fn hot_plug() -> Outcome {
    let daemon = Daemon::start()?;
    let virsh = daemon.virsh();
    virsh.ok(&["nodedev-list"])?;
    let events = daemon.scratch().join("events");
    let out = std::fs::File::create(&events)?;
    let listener = Command::new("virsh")
        .args([
            "-c",
            virsh.uri(),
            "nodedev-event",
            "--event",
            "lifecycle",
            "--loop",
            "--timeout",
            "120",
        ])
        .stdin(Stdio::null())
        .stdout(out.try_clone()?)
        .stderr(out)
        .spawn()?;
    let _listener = Running(listener);
    // A device that was not there before says that the listener is ready.
    wait::until_true("the first event", SLOW, || {
        let made = tool("ip", &["link", "add", "ready0", "type", "dummy"]).is_ok();
        std::thread::sleep(Duration::from_millis(500));
        let gone = tool("ip", &["link", "del", "ready0"]).is_ok();
        made && gone && told(&events, "net_ready0", "Created") > 0
    })?;
    tool(
        "modprobe",
        &["scsi_debug", "num_tgts=1", "max_luns=1", "dev_size_mb=8"],
    )?;
    let disk = || told(&events, "block_sd", "Created") > 0;
    wait::until_true("the new disk's event", SLOW, disk)?;
    wait::until_true("the new adapter's event", SLOW, || {
        told(&events, "scsi_host", "Created") > 0
    })?;
    // Whoever looks at a new disk, udev's rules above all, holds its driver for a moment.
    wait::until_true("the end of scsi_debug", SLOW, || {
        tool("rmmod", &["scsi_debug"]).is_ok()
    })?;
    wait::until_true("the disk's last event", SLOW, || {
        told(&events, "block_sd", "Deleted") > 0
    })?;
    let usb = "/sys/bus/usb/devices/1-1/authorized";
    require(Path::new(usb).exists(), || {
        "the machine has no USB tablet".to_owned()
    })?;
    let controller = format!("/sys/bus/pci/devices/{CONTROLLER}/remove");
    std::fs::write(controller, "1")?;
    let device = name(CONTROLLER);
    let gone = wait::until_true("the controller's last event", SLOW, || {
        told(&events, &device, "Deleted") > 0
    });
    std::fs::write("/sys/bus/pci/rescan", "1")?;
    gone?;
    wait::until_true("the controller's return", SLOW, || {
        told(&events, &device, "Created") > 0
    })?;
    virsh.ok(&["nodedev-dumpxml", &device]).map(|_| ())
}

fn detach() -> Outcome {
    let daemon = Daemon::start()?;
    let virsh = daemon.virsh();
    let unused = name(UNUSED);
    virsh.ok(&["nodedev-detach", &unused])?;
    // Doing it again is no fault.
    virsh.ok(&["nodedev-detach", &unused])?;
    let link = format!("/sys/bus/pci/devices/{UNUSED}");
    let driver = || std::fs::read_link(format!("{link}/driver")).ok();
    require(
        driver().is_some_and(|driver| driver.ends_with("vfio-pci")),
        || format!("{UNUSED} has the driver {:?}", driver()),
    )?;
    let group = std::fs::read_link(format!("{link}/iommu_group"))?;
    let group = group
        .file_name()
        .unwrap_or_default()
        .to_string_lossy()
        .into_owned();
    {
        // As a guest's process would have it.
        let _guest = std::fs::File::options()
            .read(true)
            .write(true)
            .open(format!("/dev/vfio/{group}"))?;
        require_text(
            &virsh.refused(&["nodedev-reattach", &unused])?,
            "in use by a guest",
        )?;
    }
    virsh.ok(&["nodedev-reattach", &unused])?;
    require_equal("the driver afterwards", driver(), None)?;
    // A network card goes from its driver, its interface with it, and comes back.
    let card = name("0000:03:00.0");
    let has_net = || {
        let list = virsh.ok(&["nodedev-list", "--cap", "net"])?;
        Ok::<bool, crate::harness::case::Problem>(list.contains("52_54_00_fe_00_03"))
    };
    require(has_net()?, || "the third interface is not there".to_owned())?;
    virsh.ok(&["nodedev-detach", &card])?;
    require(!has_net()?, || {
        "the interface of a detached card is still there".to_owned()
    })?;
    virsh.ok(&["nodedev-reattach", &card])?;
    wait::until_true("the interface's return", SLOW, || has_net().unwrap_or(false))?;
    require_text(
        &virsh.refused(&["nodedev-detach", "net_lo_00_00_00_00_00_00"])?,
        "not a PCI device",
    )?;
    require_text(
        &virsh.refused(&["nodedev-detach", &unused, "--driver", "nvme"])?,
        "unsupported driver",
    )
}

fn without_udev() -> Outcome {
    // The programs of udev run on; a daemon that does not see their files has to do without.
    let daemon = Daemon::prepare(&[])?;
    let mut command = Command::new("unshare");
    command.args([
        "--mount",
        "sh",
        "-c",
        "mount -t tmpfs tmpfs /run/udev && exec \"$@\"",
        "sh",
    ]);
    command.arg(crate::harness::environment::programs().join("ferrovirt"));
    command.args(["-c", &format!("qemu:///embed?root={}", daemon.root().display())]);
    command.args(["nodedev-list"]);
    let list = run_command(command, b"", SLOW)?.ok()?;
    for wanted in [
        "computer",
        "block_vdb_programs",
        "scsi_host0",
        "usb_1_1",
        "drm_card0",
        "0QEMU_QEMU_HARDDISK_scratch0",
    ] {
        require_text(&list, wanted)?;
    }
    Ok(())
}
