//! The driver with a real QEMU under emulation. Skips loudly where QEMU is missing.
#![allow(clippy::unwrap_used, clippy::print_stderr)]

use ferrovirt_domain_qemu::{Neighbours, QemuConfig, QemuDriver, UserChoice};
use ferrovirt_driver::events::{EventBus, Received};
use ferrovirt_driver::stream::StreamItem;
use ferrovirt_driver::{Console, DomainConfig, DomainDevices, DomainLifecycle, QemuSpecific, Statistics};
use ferrovirt_host::paths::Places;
use ferrovirt_types::consts::{DomainState, ErrorNumber};
use ferrovirt_types::event::{DomainEvent, Event};
use ferrovirt_types::object::DomainRef;
use nix::sys::signal::{Signal, kill};
use nix::unistd::Pid;
use std::path::Path;
use std::time::{Duration, Instant};

const QEMU: &str = "/usr/bin/qemu-system-x86_64";

fn open(root: &Path, bus: &EventBus) -> QemuDriver {
    let mut config = QemuConfig::new(Places::under_root(root));
    config.user = UserChoice::Same;
    QemuDriver::open(config, bus.clone(), Neighbours::default()).unwrap()
}

struct Bench {
    dir: tempfile::TempDir,
    bus: EventBus,
    driver: QemuDriver,
}

/// A test that fails leaves no QEMU behind.
impl Drop for Bench {
    fn drop(&mut self) {
        let Ok(entries) = std::fs::read_dir(self.dir.path().join("run/qemu")) else {
            return;
        };
        for entry in entries.flatten() {
            let name = entry
                .file_name()
                .to_string_lossy()
                .trim_end_matches(".xml")
                .to_owned();
            if entry.path().is_file() && entry.path().extension().is_some_and(|e| e == "xml") {
                let _ = kill(pid_of(self.dir.path(), &name), Signal::SIGKILL);
            }
        }
    }
}

/// A driver in an empty place, or none where there is no QEMU.
fn bench() -> Option<Bench> {
    if !Path::new(QEMU).exists() {
        eprintln!("SKIPPED: {QEMU} is not installed");
        return None;
    }
    let dir = tempfile::tempdir().unwrap();
    let bus = EventBus::new();
    let driver = open(dir.path(), &bus);
    Some(Bench { dir, bus, driver })
}

fn guest(name: &str, devices: &str) -> String {
    format!(
        "<domain type='qemu'><name>{name}</name><memory unit='MiB'>32</memory><vcpu>1</vcpu>\
         <os><type arch='x86_64' machine='q35'>hvm</type></os><features><acpi/></features>\
         <devices>{devices}</devices></domain>"
    )
}

fn pid_of(root: &Path, name: &str) -> Pid {
    let status = std::fs::read_to_string(root.join(format!("run/qemu/{name}.xml"))).unwrap();
    let pid = status.split("pid='").nth(1).unwrap().split('\'').next().unwrap();
    Pid::from_raw(pid.parse().unwrap())
}

async fn lifecycle_of(rx: &mut ferrovirt_driver::events::EventReceiver, n: usize) -> Vec<(i32, i32)> {
    let mut seen = Vec::new();
    while seen.len() < n {
        let next = tokio::time::timeout(Duration::from_secs(10), rx.next())
            .await
            .unwrap()
            .unwrap();
        if let Received::Event(event) = next
            && let Event::Domain(_, DomainEvent::Lifecycle { event, detail }) = *event
        {
            seen.push((event, detail));
        }
    }
    seen
}

async fn destroy(driver: &QemuDriver, dom: &DomainRef) {
    driver.domain_destroy_flags(dom, 0).await.unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_guest_lives_and_dies() {
    let Some(b) = bench() else { return };
    let mut events = b.bus.subscribe(1000);
    let serial = b.dir.path().join("serial.log");
    let xml = guest(
        "alpha",
        &format!(
            "<serial type='file'><source path='{}'/></serial><graphics type='vnc'/>",
            serial.display()
        ),
    );
    let dom = b.driver.domain_define_xml_flags(&xml, 0).await.unwrap();
    let inactive = b.driver.domain_get_xml_desc(&dom, 2).await.unwrap();
    assert!(inactive.contains("machine='pc-q35-"), "{inactive}");
    let before = Instant::now();
    let running = b.driver.domain_create_with_flags(&dom, 0).await.unwrap();
    eprintln!("create {:?}", before.elapsed());
    assert!(running.id > 0);
    let live = b.driver.domain_get_xml_desc(&dom, 0).await.unwrap();
    assert!(
        live.contains("<alias name='serial0'/>") && live.contains("port='59"),
        "{live}"
    );
    assert_eq!(b.driver.domain_get_xml_desc(&dom, 2).await.unwrap(), inactive);
    assert_eq!(b.driver.domain_get_info(&dom).await.unwrap().state, 1);
    b.driver.domain_suspend(&dom).await.unwrap();
    assert_eq!(
        b.driver.domain_get_state(&dom, 0).await.unwrap().state,
        DomainState::Paused.raw()
    );
    b.driver.domain_resume(&dom).await.unwrap();
    let stats = b.driver.connect_get_all_domain_stats(&[], 0, 0).await.unwrap();
    let params = stats[0].params.clone().into_vec();
    assert!(params.iter().any(|p| p.field == "vcpu.0.time"));
    let answer = b
        .driver
        .domain_monitor_command(&dom, r#"{"execute":"query-status"}"#, 0)
        .await
        .unwrap();
    assert!(answer.contains("\"running\""), "{answer}");
    assert!(
        b.driver
            .domain_monitor_command(&dom, "info status", 1)
            .await
            .unwrap()
            .contains("running")
    );
    let (kind, mut picture) = b.driver.domain_screenshot(&dom, 0, 0).await.unwrap();
    let first = picture.read.as_mut().unwrap().next().await.unwrap().unwrap();
    assert!(
        matches!(first, StreamItem::Data(d) if d.starts_with(b"\x89PNG") || d.starts_with(b"P6")),
        "{kind:?}"
    );
    let before = Instant::now();
    destroy(&b.driver, &dom).await;
    eprintln!("destroy {:?}", before.elapsed());
    assert!(!b.driver.domain_is_active(&dom).await.unwrap());
    // defined, resumed, started, suspended, resumed, shutdown, stopped
    let seen = lifecycle_of(&mut events, 7).await;
    assert_eq!(seen, [(0, 0), (4, 0), (2, 0), (3, 0), (4, 0), (6, 2), (5, 1)]);
    b.driver.domain_undefine_flags(&dom, 0).await.unwrap();
    assert!(b.driver.connect_list_all_domains(0).await.unwrap().is_empty());
    let left: Vec<_> = std::fs::read_dir(b.dir.path().join("var/lib/qemu"))
        .unwrap()
        .collect();
    assert!(left.is_empty(), "{left:?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_console_is_two_way() {
    let Some(b) = bench() else { return };
    // Four instructions that echo the first serial port: wait for a byte, read it, write it, again.
    let mut sector = vec![0u8; 512];
    let code = [
        0xba, 0xfd, 0x03, 0xec, 0xa8, 0x01, 0x74, 0xfb, 0xba, 0xf8, 0x03, 0xec, 0xee, 0xeb, 0xf1,
    ];
    sector[..code.len()].copy_from_slice(&code);
    sector[510] = 0x55;
    sector[511] = 0xaa;
    let disk = b.dir.path().join("boot.img");
    sector.resize(1 << 20, 0);
    std::fs::write(&disk, sector).unwrap();
    let devices = format!(
        "<disk type='file'><source file='{}'/><target dev='sda' bus='sata'/></disk><console type='pty'/>",
        disk.display()
    );
    let dom = b
        .driver
        .domain_create_xml(&guest("beta", &devices), 0)
        .await
        .unwrap();
    let stream = b.driver.domain_open_console(&dom, None, 0).await.unwrap();
    assert!(
        b.driver.domain_open_console(&dom, None, 0).await.is_err(),
        "one at a time"
    );
    let (mut read, mut write) = (stream.read.unwrap(), stream.write.unwrap());
    let echo = async {
        let mut heard = Vec::new();
        while !heard.contains(&b'q') {
            if let Ok(Ok(Some(StreamItem::Data(d)))) =
                tokio::time::timeout(Duration::from_millis(300), read.next()).await
            {
                heard.extend_from_slice(&d);
            }
            write
                .write(StreamItem::Data(bytes::Bytes::from_static(b"q")))
                .await
                .unwrap();
        }
    };
    tokio::time::timeout(Duration::from_secs(60), echo).await.unwrap();
    let stats = b.driver.domain_block_stats(&dom, "sda").await.unwrap();
    assert!(stats.rd_req > 0);
    destroy(&b.driver, &dom).await;
    assert!(
        b.driver.domain_lookup_by_name("beta").await.is_err(),
        "a transient guest is gone"
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_stopped_qemu_delays_nobody() {
    let Some(b) = bench() else { return };
    let dom = b.driver.domain_create_xml(&guest("gamma", ""), 0).await.unwrap();
    let other = b.driver.domain_create_xml(&guest("delta", ""), 0).await.unwrap();
    kill(pid_of(b.dir.path(), "gamma"), Signal::SIGSTOP).unwrap();
    let before = Instant::now();
    b.driver.connect_list_all_domains(0).await.unwrap();
    b.driver.domain_get_info(&dom).await.unwrap();
    b.driver.domain_get_xml_desc(&dom, 0).await.unwrap();
    assert!(
        before.elapsed() < Duration::from_millis(50),
        "{:?}",
        before.elapsed()
    );
    let before = Instant::now();
    b.driver
        .connect_get_all_domain_stats(&[], 0, 0x2000_0000)
        .await
        .unwrap();
    assert!(
        before.elapsed() < Duration::from_millis(100),
        "{:?}",
        before.elapsed()
    );
    b.driver.domain_suspend(&other).await.unwrap();
    let before = Instant::now();
    destroy(&b.driver, &dom).await;
    assert!(
        before.elapsed() < Duration::from_secs(1),
        "{:?}",
        before.elapsed()
    );
    destroy(&b.driver, &other).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn failures_say_why_and_leave_nothing() {
    let Some(b) = bench() else { return };
    let missing = "<disk type='file'><source file='/nonexistent/x.img'/><target dev='vda'/></disk>";
    let e = b
        .driver
        .domain_create_xml(&guest("one", missing), 0)
        .await
        .unwrap_err();
    assert!(e.message().contains("/nonexistent/x.img"), "{e}");
    let broken = b.dir.path().join("broken.qcow2");
    std::fs::write(&broken, vec![0u8; 4096]).unwrap();
    let disk = format!(
        "<disk type='file'><driver name='qemu' type='qcow2'/><source file='{}'/><target dev='vda'/></disk>",
        broken.display()
    );
    let e = b
        .driver
        .domain_create_xml(&guest("two", &disk), 0)
        .await
        .unwrap_err();
    assert!(
        e.message().contains("qcow2") && e.message().contains("devices/disk"),
        "{e}"
    );
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let port = taken.local_addr().unwrap().port();
    let busy = format!("<graphics type='vnc' port='{port}' autoport='no'/>");
    let e = b
        .driver
        .domain_create_xml(&guest("three", &busy), 0)
        .await
        .unwrap_err();
    assert!(e.message().contains(&port.to_string()), "{e}");
    let nic = "<interface type='network'><source network='none'/></interface>";
    assert!(b.driver.domain_create_xml(&guest("four", nic), 0).await.is_err());
    let program = "<emulator>/nonexistent/qemu</emulator>";
    let e = b
        .driver
        .domain_define_xml_flags(&guest("five", program), 0)
        .await
        .unwrap_err();
    assert!(e.message().contains("/nonexistent/qemu"), "{e}");
    let many = "<controller type='scsi' index='2147483647'/>";
    let e = b
        .driver
        .domain_define_xml_flags(&guest("six", many), 0)
        .await
        .unwrap_err();
    assert!(e.is(ErrorNumber::ConfigUnsupported), "{e}");
    assert!(b.driver.connect_list_all_domains(0).await.unwrap().is_empty());
    let left: Vec<_> = std::fs::read_dir(b.dir.path().join("var/lib/qemu"))
        .unwrap()
        .collect();
    assert!(left.is_empty(), "{left:?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn saved_and_restored() {
    let Some(b) = bench() else { return };
    let dom = b
        .driver
        .domain_define_xml_flags(&guest("epsilon", ""), 0)
        .await
        .unwrap();
    b.driver.domain_create_with_flags(&dom, 0).await.unwrap();
    b.driver.domain_managed_save(&dom, 0).await.unwrap();
    assert_eq!(b.driver.domain_has_managed_save_image(&dom, 0).await.unwrap(), 1);
    assert!(!b.driver.domain_is_active(&dom).await.unwrap());
    assert!(b.driver.domain_undefine_flags(&dom, 0).await.is_err());
    b.driver.domain_create_with_flags(&dom, 0).await.unwrap();
    assert_eq!(
        b.driver.domain_get_state(&dom, 0).await.unwrap().reason,
        3,
        "restored"
    );
    assert_eq!(b.driver.domain_has_managed_save_image(&dom, 0).await.unwrap(), 0);
    destroy(&b.driver, &dom).await;
}

/// Command lines that the golden files show are those of guests that start.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn golden_guests_start() {
    let Some(b) = bench() else { return };
    for case in ["pc-usb-crowd", "pc-bridges", "q35-conventional"] {
        let file = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("tests/cases/{case}.xml"));
        let xml = std::fs::read_to_string(file).unwrap();
        let dom = b
            .driver
            .domain_create_xml(&xml, 0)
            .await
            .unwrap_or_else(|e| panic!("{case}: {e}"));
        destroy(&b.driver, &dom).await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn devices_come_and_go() {
    let Some(b) = bench() else { return };
    let image = b.dir.path().join("disk.img");
    std::fs::write(&image, vec![0u8; 1 << 20]).unwrap();
    let iso = b.dir.path().join("cd.iso");
    std::fs::write(&iso, vec![0u8; 1 << 20]).unwrap();
    let devices = "<disk type='file' device='cdrom'><target dev='sda' bus='sata'/></disk>\
         <controller type='scsi' model='virtio-scsi'/>";
    let dom = b
        .driver
        .domain_define_xml_flags(&guest("zeta", devices), 0)
        .await
        .unwrap();
    b.driver.domain_create_with_flags(&dom, 0).await.unwrap();
    let disk = format!(
        "<disk type='file'><source file='{}'/><target dev='sdb' bus='scsi'/></disk>",
        image.display()
    );
    b.driver.domain_attach_device_flags(&dom, &disk, 3).await.unwrap();
    assert!(
        b.driver.domain_attach_device_flags(&dom, &disk, 1).await.is_err(),
        "the name is taken"
    );
    assert!(
        b.driver
            .domain_get_xml_desc(&dom, 2)
            .await
            .unwrap()
            .contains("sdb")
    );
    b.driver.domain_block_stats(&dom, "sdb").await.unwrap();
    let nic = "<interface type='user'><mac address='52:54:00:01:02:03'/><model type='virtio'/></interface>";
    b.driver.domain_attach_device_flags(&dom, nic, 1).await.unwrap();
    assert!(
        b.driver
            .domain_get_xml_desc(&dom, 0)
            .await
            .unwrap()
            .contains("52:54:00:01:02:03")
    );
    let medium = format!(
        "<disk type='file' device='cdrom'><source file='{}'/><target dev='sda' bus='sata'/></disk>",
        iso.display()
    );
    b.driver
        .domain_update_device_flags(&dom, &medium, 1)
        .await
        .unwrap();
    assert!(
        b.driver
            .domain_get_xml_desc(&dom, 0)
            .await
            .unwrap()
            .contains("cd.iso")
    );
    // SCSI disks need nobody's leave.
    b.driver.domain_detach_device_flags(&dom, &disk, 3).await.unwrap();
    assert!(
        !b.driver
            .domain_get_xml_desc(&dom, 0)
            .await
            .unwrap()
            .contains("'sdb'")
    );
    assert!(
        !b.driver
            .domain_get_xml_desc(&dom, 2)
            .await
            .unwrap()
            .contains("'sdb'")
    );
    b.driver.domain_attach_device_flags(&dom, &disk, 1).await.unwrap();
    destroy(&b.driver, &dom).await;
}

/// A second driver in the same place takes up what the first one left running. The first one goes with
/// its runtime, as if its process had been killed.
#[test]
fn taken_up_again() {
    let Some(dir) = Path::new(QEMU).exists().then(|| tempfile::tempdir().unwrap()) else {
        eprintln!("SKIPPED: {QEMU} is not installed");
        return;
    };
    let runtime = || {
        tokio::runtime::Builder::new_multi_thread()
            .worker_threads(2)
            .enable_all()
            .build()
            .unwrap()
    };
    let bus = EventBus::new();
    let first = runtime();
    let (kept, died) = first.block_on(async {
        let driver = open(dir.path(), &bus);
        let kept = driver
            .domain_define_xml_flags(&guest("kept", ""), 0)
            .await
            .unwrap();
        let kept = driver.domain_create_with_flags(&kept, 0).await.unwrap();
        let died = driver.domain_create_xml(&guest("died", ""), 0).await.unwrap();
        (kept, died)
    });
    first.shutdown_timeout(Duration::from_secs(1));
    kill(pid_of(dir.path(), "died"), Signal::SIGKILL).unwrap();
    std::thread::sleep(Duration::from_millis(100));
    runtime().block_on(async {
        let driver = open(dir.path(), &bus);
        assert!(driver.domain_lookup_by_uuid(died.uuid).await.is_err());
        let found = driver.domain_lookup_by_uuid(kept.uuid).await.unwrap();
        assert_eq!(found.id, kept.id);
        let deadline = Instant::now() + Duration::from_secs(10);
        while driver
            .domain_monitor_command(&kept, "info status", 1)
            .await
            .is_err()
        {
            assert!(Instant::now() < deadline, "the monitor is not reached");
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        let next = driver.domain_create_xml(&guest("next", ""), 0).await.unwrap();
        assert!(next.id > kept.id);
        destroy(&driver, &next).await;
        destroy(&driver, &kept).await;
    });
}
