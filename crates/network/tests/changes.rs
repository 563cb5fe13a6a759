//! Changes while a network runs, and what is plugged into it, on the real kernel.

#![expect(clippy::unwrap_used, reason = "a test may panic")]

mod support;

use ferrovirt_driver::NetworkDriver;
use ferrovirt_driver::attach::{DirectMode, GuestNetworks, Limits, PlugPlace, PlugRequest, Rate};
use ferrovirt_driver::events::EventBus;
use ferrovirt_host::paths::Places;
use ferrovirt_network::Networks;
use ferrovirt_types::consts::ErrorNumber;
use ferrovirt_types::object::DomainRef;
use ferrovirt_types::param::TypedParam;
use std::path::Path;
use std::time::Duration;
use support::{in_namespace, run};
use uuid::Uuid;

const NAT: &str = "<network><name>n</name><uuid>b1111111-2222-3333-4444-555555555501</uuid><forward mode='nat'/>\
    <bridge name='tbr0'/><mac address='52:54:00:c0:00:01'/><ip address='10.77.0.1' netmask='255.255.255.0'><dhcp>\
    <range start='10.77.0.10' end='10.77.0.50'/></dhcp></ip></network>";

async fn open(root: &Path) -> Networks {
    Networks::open(&Places::under_root(root), EventBus::new())
        .await
        .unwrap()
}

fn request(place: PlugPlace, mac: &str) -> PlugRequest {
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

fn network(name: &str) -> PlugPlace {
    PlugPlace::Network {
        name: name.into(),
        portgroup: None,
    }
}

#[test]
fn a_running_network_follows_its_definition() {
    in_namespace(|root| async move {
        let driver = open(&root).await;
        let net = driver.network_define_xml_flags(NAT, 0).await.unwrap();
        driver.network_create(&net).await.unwrap();
        let plug = driver
            .plug(request(network("n"), "52:54:00:00:00:01"))
            .await
            .unwrap();
        let other = NAT
            .replace("mode='nat'", "mode='route'")
            .replace("10.77.0.", "10.78.0.")
            .replace("'tbr0'", "'tbr9'");
        driver.network_define_xml_flags(&other, 0).await.unwrap();
        let live = driver.network_get_xml_desc(&net, 0).await.unwrap();
        assert!(
            live.contains("mode='route'") && live.contains("10.78.0.50"),
            "{live}"
        );
        assert!(live.contains("name='tbr0'"), "guests are plugged into it: {live}");
        let defined = driver.network_get_xml_desc(&net, 1).await.unwrap();
        assert!(defined.contains("name='tbr9'"), "{defined}");
        let addresses = run("ip", &["-o", "-4", "addr", "show", "dev", "tbr0"]);
        assert!(
            addresses.contains("10.78.0.1/24") && !addresses.contains("10.77"),
            "{addresses}"
        );
        assert!(!run("nft", &["list", "ruleset"]).contains("masquerade"));
        assert!(run("ip", &["-o", "link", "show", "dev", &plug.target]).contains("master tbr0"));
        driver.network_destroy(&net).await.unwrap();
    });
}

#[test]
fn the_stock_network_finds_itself_another_subnet() {
    in_namespace(|root| async move {
        let driver = open(&root).await;
        run("ip", &["link", "add", "up0", "type", "bridge"]);
        run("ip", &["addr", "add", "192.168.122.7/24", "dev", "up0"]);
        let stock = "<network><name>default</name><forward mode='nat'/><bridge name='virbr0'/>\
            <ip address='192.168.122.1' netmask='255.255.255.0'><dhcp>\
            <range start='192.168.122.2' end='192.168.122.254'/></dhcp></ip></network>";
        let net = driver.network_define_xml_flags(stock, 0).await.unwrap();
        driver.network_create(&net).await.unwrap();
        let live = driver.network_get_xml_desc(&net, 0).await.unwrap();
        assert!(live.contains("192.168.123.254"), "{live}");
        let chosen = stock.replace("default", "chosen").replace("virbr0", "virbr5");
        let chosen = driver.network_define_xml_flags(&chosen, 0).await.unwrap();
        let err = driver.network_create(&chosen).await.unwrap_err().to_string();
        assert!(
            err.contains("'up0'") && err.contains("192.168.124.0/24 is free"),
            "{err}"
        );
        driver.network_destroy(&net).await.unwrap();
    });
}

#[test]
fn a_dnsmasq_that_dies_comes_back() {
    in_namespace(|root| async move {
        let driver = open(&root).await;
        let net = driver.network_define_xml_flags(NAT, 0).await.unwrap();
        driver.network_create(&net).await.unwrap();
        let pid_file = root.join("run/dnsmasq/tbr0.pid");
        let pid = std::fs::read_to_string(&pid_file).unwrap();
        run("kill", &["-9", pid.trim()]);
        let mut tries = 0;
        while std::fs::read_to_string(&pid_file).unwrap_or_default().trim() == pid.trim()
            || !run("ss", &["-lnu"]).contains("10.77.0.1:53")
        {
            tries += 1;
            assert!(tries < 200, "dnsmasq is not started again");
            tokio::time::sleep(Duration::from_millis(25)).await;
        }
        driver.network_destroy(&net).await.unwrap();
        assert_eq!(run("ss", &["-lnu"]).lines().count(), 1, "no dnsmasq listens");
    });
}

#[test]
fn macvtaps_share_devices_or_have_them_alone() {
    in_namespace(|root| async move {
        run(
            "ip",
            &["link", "add", "eth0", "type", "veth", "peer", "name", "eth0p"],
        );
        run(
            "ip",
            &["link", "add", "eth1", "type", "veth", "peer", "name", "eth1p"],
        );
        let driver = open(&root).await;
        let xml = "<network><name>m</name><forward mode='bridge'><interface dev='eth0'/><interface dev='eth1'/>\
            </forward></network>";
        let net = driver.network_create_xml_flags(xml, 0).await.unwrap();
        let first = match driver.plug(request(network("m"), "52:54:00:00:00:01")).await {
            Err(e) if e.to_string().contains("/dev/tap") => {
                eprintln!("SKIPPED: {e}");
                return;
            }
            first => first.unwrap(),
        };
        let second = driver
            .plug(request(network("m"), "52:54:00:00:00:02"))
            .await
            .unwrap();
        assert_eq!(first.direct, Some(("eth0".into(), DirectMode::Bridge)));
        assert_eq!(second.direct, Some(("eth1".into(), DirectMode::Bridge)));
        let live = driver.network_get_xml_desc(&net, 0).await.unwrap();
        assert!(live.contains("<interface dev='eth1' connections='1'/>"), "{live}");
        assert!(run("ip", &["-d", "link", "show", "dev", &first.target]).contains("macvtap mode bridge"));
        let port = ferrovirt_types::object::NetworkPortRef {
            net: net.clone(),
            uuid: first.port.unwrap(),
        };
        let text = driver.network_port_get_xml_desc(&port, 0).await.unwrap();
        assert!(
            text.contains("<plug type='direct' dev='eth0' mode='bridge'/>"),
            "{text}"
        );
        driver
            .unplug(&network("m"), &first.target, first.port)
            .await
            .unwrap();
        drop(driver);
        // The second is left as by a killed daemon, held and then not.
        let driver = open(&root).await;
        assert!(run("ip", &["link"]).contains(&second.target), "a guest holds it");
        drop((driver, second.files));
        let driver = open(&root).await;
        assert!(!run("ip", &["link"]).contains("macvtap"));
        let alone = xml
            .replace("mode='bridge'", "mode='passthrough'")
            .replace("<name>m<", "<name>p<");
        driver.network_create_xml_flags(&alone, 0).await.unwrap();
        let a = driver
            .plug(request(network("p"), "52:54:00:00:00:03"))
            .await
            .unwrap();
        let b = driver
            .plug(request(network("p"), "52:54:00:00:00:04"))
            .await
            .unwrap();
        let err = driver
            .plug(request(network("p"), "52:54:00:00:00:05"))
            .await
            .unwrap_err();
        assert!(err.to_string().contains("each of its 2 devices"), "{err}");
        for plug in [a, b] {
            driver
                .unplug(&network("p"), &plug.target, plug.port)
                .await
                .unwrap();
        }
    });
}

#[test]
fn ports_are_made_limited_and_kept() {
    in_namespace(|root| async move {
        let driver = open(&root).await;
        let net = driver.network_define_xml_flags(NAT, 0).await.unwrap();
        let xml = "<networkport><uuid>b1111111-2222-3333-4444-555555555599</uuid><owner><name>x</name>\
            <uuid>b1111111-2222-3333-4444-555555555598</uuid></owner><mac address='52:54:00:00:00:09'/>\
            <bandwidth><inbound average='100'/></bandwidth><plug type='network' bridge='tbr0'/></networkport>";
        assert!(
            driver.network_port_create_xml(&net, xml, 0).await.is_err(),
            "it does not run"
        );
        driver.network_create(&net).await.unwrap();
        let port = driver.network_port_create_xml(&net, xml, 0).await.unwrap();
        let again = driver.network_port_create_xml(&net, xml, 0).await.unwrap_err();
        assert!(again.is(ErrorNumber::NetworkPortExist), "{again}");
        driver.network_port_create_xml(&net, xml, 1).await.unwrap();
        drop(driver);
        let driver = open(&root).await;
        let text = driver.network_port_get_xml_desc(&port, 0).await.unwrap();
        assert!(
            text.contains("<inbound average='100'/>") && text.contains("bridge='tbr0'"),
            "{text}"
        );
        driver
            .network_port_set_parameters(&port, &[TypedParam::new("outbound.average", 7u32)], 0)
            .await
            .unwrap();
        let params = driver.network_port_get_parameters(&port, 0).await.unwrap();
        assert_eq!(params[0], TypedParam::new("outbound.average", 7u32));
        driver.network_port_delete(&port, 0).await.unwrap();
        let gone = driver.network_port_delete(&port, 0).await.unwrap_err();
        assert!(gone.is(ErrorNumber::NoNetworkPort), "{gone}");
        driver.network_destroy(&net).await.unwrap();
    });
}

#[test]
fn traffic_is_limited_and_freed() {
    in_namespace(|root| async move {
        let driver = open(&root).await;
        let net = driver.network_define_xml_flags(NAT, 0).await.unwrap();
        driver.network_create(&net).await.unwrap();
        let inbound = |average| Limits {
            inbound: Some(Rate {
                average,
                peak: Some(2 * average),
                ..Rate::default()
            }),
            outbound: None,
        };
        let mut wish = request(network("n"), "52:54:00:00:00:01");
        wish.limits = inbound(100);
        let plug = driver.plug(wish).await.unwrap();
        let classes = || run("tc", &["class", "show", "dev", &plug.target]);
        assert!(
            classes().contains("rate 819200bit ceil 1638Kbit"),
            "{}",
            classes()
        );
        driver
            .limit(&network("n"), &plug.target, plug.port, inbound(200))
            .await
            .unwrap();
        assert!(classes().contains("rate 1638Kbit"), "{}", classes());
        driver
            .limit(&network("n"), &plug.target, plug.port, Limits::default())
            .await
            .unwrap();
        assert_eq!(classes(), "");
        driver.network_destroy(&net).await.unwrap();
    });
}
