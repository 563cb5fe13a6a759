//! The driver on the real kernel: definitions, starting, guests, restarts, crashes.

#![expect(clippy::unwrap_used, reason = "a test may panic")]

mod support;

use ferrovirt_driver::NetworkDriver;
use ferrovirt_driver::attach::{GuestNetworks, PlugPlace, PlugRequest};
use ferrovirt_driver::events::{EventBus, Received};
use ferrovirt_host::paths::Places;
use ferrovirt_network::Networks;
use ferrovirt_types::consts::ErrorNumber;
use ferrovirt_types::event::{Event, NetworkEvent};
use ferrovirt_types::object::DomainRef;
use std::path::Path;
use std::time::Duration;
use support::{in_namespace, run};
use uuid::Uuid;

const NAT: &str = "<network><name>n</name><uuid>b1111111-2222-3333-4444-555555555501</uuid><forward mode='nat'/>\
    <bridge name='tbr0'/><mac address='52:54:00:c0:00:01'/><ip address='10.77.0.1' netmask='255.255.255.0'><dhcp>\
    <range start='10.77.0.10' end='10.77.0.50'/></dhcp></ip></network>";
const ISOLATED: &str = "<network><name>i</name><ip address='10.78.0.1' prefix='24'/></network>";

async fn open(root: &Path) -> Networks {
    Networks::open(&Places::under_root(root), EventBus::new())
        .await
        .unwrap()
}

fn nothing_left() {
    assert_eq!(run("ip", &["-o", "link", "show", "type", "bridge"]), "");
    assert_eq!(run("nft", &["list", "tables"]), "");
    assert_eq!(run("ss", &["-lnu"]).lines().count(), 1, "no dnsmasq listens");
}

fn request(name: &str, mac: &str) -> PlugRequest {
    let place = PlugPlace::Network {
        name: name.into(),
        portgroup: None,
    };
    let guest = DomainRef {
        name: "guest".into(),
        uuid: Uuid::nil(),
        id: 1,
    };
    PlugRequest {
        mac: mac.into(),
        ..PlugRequest::bare(place, guest)
    }
}

#[test]
fn life_of_a_network() {
    in_namespace(|root| async move {
        let events = EventBus::new();
        let mut heard = events.subscribe(20);
        let driver = Networks::open(&Places::under_root(&root), events).await.unwrap();
        let net = driver.network_define_xml_flags(NAT, 0).await.unwrap();
        assert!(
            driver
                .network_define_xml_flags(&NAT.replace(">n<", ">m<").replace("5501", "5502"), 0)
                .await
                .is_err()
        );
        let again = driver
            .network_define_xml_flags(&NAT.replace("5501", "5509"), 0)
            .await
            .unwrap_err();
        assert!(again.is(ErrorNumber::OperationFailed), "{again}");
        driver.network_create(&net).await.unwrap();
        assert!(
            driver
                .network_create(&net)
                .await
                .unwrap_err()
                .is(ErrorNumber::OperationInvalid)
        );
        let live = driver.network_get_xml_desc(&net, 0).await.unwrap();
        assert!(live.contains("<port start='1024' end='65535'/>"), "{live}");
        let defined = driver.network_get_xml_desc(&net, 1).await.unwrap();
        assert!(
            defined.contains("  <forward mode='nat'/>\n  <bridge name='tbr0' stp='on' delay='0'/>\n"),
            "{defined}"
        );
        driver.network_set_autostart(&net, true).await.unwrap();
        assert!(root.join("etc/qemu/networks/autostart/n.xml").is_symlink());
        driver.network_destroy(&net).await.unwrap();
        nothing_left();
        driver.network_undefine(&net).await.unwrap();
        assert!(
            driver
                .network_lookup_by_name("n")
                .await
                .unwrap_err()
                .is(ErrorNumber::NoNetwork)
        );
        assert!(driver.connect_list_all_networks(0).await.unwrap().is_empty());
        for expected in [0, 2, 3, 1] {
            let Some(Received::Event(event)) = heard.next().await else {
                panic!("an event is missing")
            };
            assert_eq!(
                *event,
                Event::Network(net.clone(), NetworkEvent::Lifecycle { event: expected })
            );
        }
    });
}

#[test]
fn a_transient_network_is_gone_when_it_stops() {
    in_namespace(|root| async move {
        let driver = open(&root).await;
        let net = driver.network_create_xml_flags(ISOLATED, 0).await.unwrap();
        assert_eq!(
            driver.network_get_bridge_name(&net).await.unwrap(),
            "virbr0",
            "chosen for it"
        );
        assert!(
            driver
                .network_undefine(&net)
                .await
                .unwrap_err()
                .is(ErrorNumber::OperationInvalid)
        );
        assert!(driver.network_set_autostart(&net, true).await.is_err());
        driver.network_destroy(&net).await.unwrap();
        assert!(driver.connect_list_all_networks(0).await.unwrap().is_empty());
        nothing_left();
    });
}

#[test]
fn guests_get_ports_and_keep_them() {
    in_namespace(|root| async move {
        let driver = open(&root).await;
        let net = driver.network_define_xml_flags(NAT, 0).await.unwrap();
        let inactive = driver.plug(request("n", "52:54:00:00:00:01")).await.unwrap_err();
        assert!(inactive.is(ErrorNumber::OperationInvalid), "{inactive}");
        driver.network_create(&net).await.unwrap();
        let plug = driver.plug(request("n", "52:54:00:00:00:01")).await.unwrap();
        assert_eq!(plug.bridge.as_deref(), Some("tbr0"));
        assert!(
            driver
                .network_get_xml_desc(&net, 0)
                .await
                .unwrap()
                .starts_with("<network connections='1'>")
        );
        let ports = driver.network_list_all_ports(&net, 0).await.unwrap();
        let xml = driver.network_port_get_xml_desc(&ports[0], 0).await.unwrap();
        assert!(xml.contains("<plug type='network' bridge='tbr0'/>"), "{xml}");
        // The network stops and starts below the guest.
        driver.network_destroy(&net).await.unwrap();
        driver.network_create(&net).await.unwrap();
        let port = |target: &str| run("ip", &["-d", "-o", "link", "show", target]);
        assert!(port(&plug.target).contains("master tbr0"), "plugged in again");
        // The daemon is new; the guest goes on.
        drop(driver);
        let driver = open(&root).await;
        assert!(driver.network_is_active(&net).await.unwrap());
        driver
            .readopt(request("n", "52:54:00:00:00:01"), &plug.target, plug.port)
            .await
            .unwrap();
        assert_eq!(driver.network_list_all_ports(&net, 0).await.unwrap(), ports);
        let place = PlugPlace::Network {
            name: "n".into(),
            portgroup: None,
        };
        driver.unplug(&place, &plug.target, plug.port).await.unwrap();
        driver.unplug(&place, &plug.target, plug.port).await.unwrap();
        assert!(driver.network_list_all_ports(&net, 0).await.unwrap().is_empty());
        driver.network_destroy(&net).await.unwrap();
        nothing_left();
    });
}

#[test]
fn what_runs_is_taken_up_and_what_was_half_made_is_removed() {
    in_namespace(|root| async move {
        let driver = open(&root).await;
        let net = driver.network_define_xml_flags(NAT, 0).await.unwrap();
        let other = driver.network_create_xml_flags(ISOLATED, 0).await.unwrap();
        driver.network_create(&net).await.unwrap();
        drop(driver);
        // Somebody flushed the packet filter and killed dnsmasq meanwhile.
        run("nft", &["flush", "ruleset"]);
        let pid = std::fs::read_to_string(root.join("run/dnsmasq/tbr0.pid")).unwrap();
        run("kill", &[pid.trim()]);
        while Path::new("/proc").join(pid.trim()).exists() {
            std::thread::yield_now();
        }
        let driver = open(&root).await;
        assert!(
            driver.network_is_active(&net).await.unwrap() && driver.network_is_active(&other).await.unwrap()
        );
        assert!(!driver.network_is_persistent(&other).await.unwrap());
        assert!(run("nft", &["list", "tables"]).contains("ferrovirt_tbr0"));
        assert!(run("ss", &["-lnu"]).contains("10.77.0.1:53"));
        drop(driver);
        // A daemon that was killed while it started or stopped them.
        for (name, state) in [("n", "starting"), ("i", "stopping")] {
            let path = root.join(format!("run/network/{name}.xml"));
            let text = std::fs::read_to_string(&path).unwrap();
            std::fs::write(
                &path,
                text.replace("state='running'", &format!("state='{state}'")),
            )
            .unwrap();
        }
        let driver = open(&root).await;
        nothing_left();
        assert!(!driver.network_is_active(&net).await.unwrap());
        assert!(driver.network_lookup_by_name("i").await.is_err());
        driver.network_create(&net).await.unwrap();
        drop(driver);
        // The machine booted: the bridge is gone, the record is not.
        run("ip", &["link", "delete", "tbr0"]);
        let driver = open(&root).await;
        assert!(!driver.network_is_active(&net).await.unwrap());
        nothing_left();
    });
}

#[test]
fn networks_start_by_themselves_once() {
    in_namespace(|root| async move {
        let driver = open(&root).await;
        let net = driver.network_define_xml_flags(NAT, 0).await.unwrap();
        driver.network_set_autostart(&net, true).await.unwrap();
        drop(driver);
        let driver = open(&root).await;
        assert!(
            !driver.network_is_active(&net).await.unwrap(),
            "only the daemon is new"
        );
        drop(driver);
        std::fs::remove_file(root.join("run/network/autostarted")).unwrap();
        let driver = open(&root).await;
        assert!(
            driver.network_is_active(&net).await.unwrap(),
            "the machine is new"
        );
        assert!(driver.network_get_autostart(&net).await.unwrap());
        driver.network_destroy(&net).await.unwrap();
        nothing_left();
    });
}

#[test]
fn a_part_changes_while_it_runs() {
    in_namespace(|root| async move {
        let driver = open(&root).await;
        let net = driver.network_define_xml_flags(NAT, 0).await.unwrap();
        driver.network_create(&net).await.unwrap();
        let config = || std::fs::read_to_string(root.join("var/lib/dnsmasq/tbr0.conf")).unwrap();
        let host = "<host mac='52:54:00:c0:00:11' name='eleven' ip='10.77.0.11'/>";
        driver.network_update(&net, 3, 4, -1, host, 3).await.unwrap();
        assert!(config().contains("dhcp-host=52:54:00:c0:00:11,10.77.0.11,eleven\n"));
        assert!(run("ss", &["-lnu"]).contains("10.77.0.1:53"));
        driver
            .network_update(&net, 3, 11, -1, "<txt name='t' value='v w'/>", 1)
            .await
            .unwrap();
        let config = config();
        assert!(config.contains("txt-record=t,\"v w\"\n"), "{config}");
        assert!(
            driver
                .network_get_xml_desc(&net, 0)
                .await
                .unwrap()
                .contains("<txt")
        );
        assert!(
            !driver
                .network_get_xml_desc(&net, 1)
                .await
                .unwrap()
                .contains("<txt")
        );
        let err = driver.network_update(&net, 3, 4, -1, host, 1).await.unwrap_err();
        assert!(
            err.is(ErrorNumber::OperationInvalid) && err.message().contains("existing dhcp host"),
            "{err}"
        );
        assert!(
            driver
                .network_update(&net, 3, 1, -1, host, 0)
                .await
                .unwrap_err()
                .is(ErrorNumber::OperationUnsupported)
        );
        driver.network_destroy(&net).await.unwrap();
        nothing_left();
    });
}

#[test]
fn a_bridge_of_the_host_is_used_and_left() {
    in_namespace(|root| async move {
        let driver = open(&root).await;
        let xml = "<network><name>b</name><forward mode='bridge'/><bridge name='hostbr'/></network>";
        let net = driver.network_define_xml_flags(xml, 0).await.unwrap();
        let missing = driver.network_create(&net).await.unwrap_err();
        assert!(
            missing.message().contains("no network interface 'hostbr'"),
            "{missing}"
        );
        run("ip", &["link", "add", "hostbr", "type", "bridge"]);
        driver.network_create(&net).await.unwrap();
        let plug = driver.plug(request("b", "52:54:00:00:00:01")).await.unwrap();
        assert!(run("ip", &["-o", "link", "show", &plug.target]).contains("master hostbr"));
        drop(driver);
        let driver = open(&root).await;
        assert!(driver.network_is_active(&net).await.unwrap());
        driver.network_destroy(&net).await.unwrap();
        assert!(
            run("ip", &["link", "show", "hostbr"]).contains("hostbr"),
            "it is the host's"
        );
    });
}

#[test]
fn a_guest_gets_an_address() {
    if !std::process::Command::new("busybox")
        .args(["udhcpc", "--help"])
        .output()
        .is_ok_and(|o| o.status.success())
    {
        eprintln!("SKIPPED: needs busybox with udhcpc");
        return;
    }
    in_namespace(|root| async move {
        let driver = open(&root).await;
        let host = "<host mac='52:54:00:00:00:07' name='seven' ip='10.77.0.7'/></dhcp>";
        let net = driver
            .network_define_xml_flags(&NAT.replace("</dhcp>", host), 0)
            .await
            .unwrap();
        driver.network_create(&net).await.unwrap();
        run(
            "ip",
            &[
                "link",
                "add",
                "h0",
                "type",
                "veth",
                "peer",
                "name",
                "g0",
                "address",
                "52:54:00:00:00:07",
            ],
        );
        run("ip", &["link", "set", "tbr0", "type", "bridge", "stp_state", "0"]);
        run("ip", &["link", "set", "h0", "master", "tbr0", "up"]);
        run("ip", &["link", "set", "g0", "up"]);
        let mut changes = driver.lease_changes();
        run(
            "busybox",
            &[
                "udhcpc",
                "-i",
                "g0",
                "-q",
                "-n",
                "-t",
                "10",
                "-T",
                "1",
                "-s",
                "/bin/true",
                "-x",
                "hostname:g",
            ],
        );
        let told = tokio::time::timeout(Duration::from_secs(30), changes.changed()).await;
        assert!(matches!(told, Ok(Ok(()))), "the lease is told");
        let leases = driver
            .network_get_dhcp_leases(&net, Some("52:54:00:00:00:07"), 0)
            .await
            .unwrap();
        assert_eq!(leases.len(), 1);
        assert_eq!(
            (
                leases[0].iface.as_str(),
                leases[0].prefix,
                leases[0].hostname.as_deref()
            ),
            ("tbr0", 24, Some("seven"))
        );
        let addresses = driver.addresses("n").await.unwrap();
        assert_eq!(
            (addresses[0].address.as_str(), leases[0].ipaddr.as_str()),
            ("10.77.0.7", "10.77.0.7")
        );
        assert!(
            driver
                .network_get_dhcp_leases(&net, Some("52:54:00:00:00:08"), 0)
                .await
                .unwrap()
                .is_empty()
        );
        driver.network_destroy(&net).await.unwrap();
        nothing_left();
    });
}
