//! The real kernel, in a network namespace that belongs to the test's thread and goes with it.

#![expect(clippy::unwrap_used, reason = "a test may panic")]

use ferrovirt_netlink::{BridgeOptions, LinkKind, Netlink, PortOptions, Tap, TapOptions};
use ferrovirt_types::ifname::IfName;
use ferrovirt_types::mac::MacAddr;
use ferrovirt_types::vlan::Vlans;
use std::future::Future;
use std::time::Duration;

/// Runs `test` in a namespace of its own, or says that it cannot.
fn in_namespace<F: Future<Output = ()>>(test: impl FnOnce() -> F + Send + 'static) {
    std::thread::spawn(move || {
        if let Err(e) = nix::sched::unshare(nix::sched::CloneFlags::CLONE_NEWNET) {
            eprintln!("SKIPPED: needs root for a network namespace: {e}");
            return;
        }
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .unwrap();
        runtime.block_on(test());
    })
    .join()
    .unwrap();
}

fn name(text: &str) -> IfName {
    text.parse().unwrap()
}

fn options() -> BridgeOptions {
    BridgeOptions {
        mac: Some(MacAddr([0x52, 0x54, 0, 1, 2, 3])),
        stp: true,
        forward_delay: Duration::ZERO,
        mtu: Some(1400),
    }
}

#[test]
fn bridge_with_addresses_and_routes() {
    in_namespace(|| async {
        let net = Netlink::open().unwrap();
        let br = name("tbr0");
        assert_eq!(net.link(&br).await.unwrap(), None);
        net.create_bridge(&br, &options()).await.unwrap();
        assert!(net.create_bridge(&br, &options()).await.unwrap_err().is_exists());
        for address in ["10.9.8.1/24", "fd00:9::1/64"] {
            net.add_address(&br, address.parse().unwrap()).await.unwrap();
        }
        net.set_up(&br).await.unwrap();
        let link = net.existing(&br).await.unwrap();
        assert_eq!((link.kind, link.up, link.mtu), (LinkKind::Bridge, true, 1400));
        assert_eq!(link.mac.unwrap().to_string(), "52:54:00:01:02:03");
        let addresses = net.addresses().await.unwrap();
        assert!(
            addresses
                .iter()
                .any(|a| a.link == link.index && a.net.to_string() == "10.9.8.1/24")
        );
        assert!(addresses.iter().any(|a| a.net.to_string() == "fd00:9::1/64"));
        net.add_route(
            &br,
            "10.77.0.0/16".parse().unwrap(),
            Some("10.9.8.2".parse().unwrap()),
            Some(5),
        )
        .await
        .unwrap();
        let routes = net.routes().await.unwrap();
        let route = routes
            .iter()
            .find(|r| r.destination.to_string() == "10.77.0.0/16")
            .unwrap();
        assert_eq!(route.gateway.unwrap().to_string(), "10.9.8.2");
        assert!(
            routes
                .iter()
                .any(|r| r.destination.to_string() == "10.9.8.0/24" && r.link == Some(link.index))
        );
        assert!(net.delete_link(&br).await.unwrap());
        assert!(!net.delete_link(&br).await.unwrap());
    });
}

#[test]
fn tap_as_port_goes_with_its_descriptor() {
    in_namespace(|| async {
        let net = Netlink::open().unwrap();
        let (br, port) = (name("tbr0"), name("vnet0"));
        net.create_bridge(&br, &options()).await.unwrap();
        let tap = Tap::create(&port, TapOptions::default()).unwrap();
        assert_eq!(tap.queues.len(), 1);
        assert!(Tap::create(&port, TapOptions::default()).unwrap_err().is_exists());
        net.attach(&port, &br).await.unwrap();
        net.set_port(
            &port,
            &PortOptions {
                isolated: true,
                vlans: None,
            },
        )
        .await
        .unwrap();
        net.set_mac(&port, "fe:54:00:00:00:01".parse().unwrap())
            .await
            .unwrap();
        net.set_up(&port).await.unwrap();
        let bridge = net.existing(&br).await.unwrap();
        let link = net.link_with_stats(&port).await.unwrap().unwrap();
        assert_eq!((link.kind, link.master), (LinkKind::Tun, Some(bridge.index)));
        net.detach(&port).await.unwrap();
        assert_eq!(net.existing(&port).await.unwrap().master, None);
        drop(tap);
        assert_eq!(net.link(&port).await.unwrap(), None);
    });
}

#[test]
fn several_queues() {
    in_namespace(|| async {
        let tap = Tap::create(
            &name("vnet7"),
            TapOptions {
                queues: 4,
                vnet_hdr: true,
            },
        )
        .unwrap();
        assert_eq!(tap.queues.len(), 4);
    });
}

#[test]
fn a_port_carries_the_vlans_that_it_is_given() {
    in_namespace(|| async {
        let ip = |arguments: &[&str]| {
            let done = std::process::Command::new("ip").args(arguments).output().unwrap();
            done.status.success()
        };
        if !ip(&["link", "add", "tbr1", "type", "bridge", "vlan_filtering", "1"]) {
            eprintln!("SKIPPED: needs a kernel whose bridges filter VLANs");
            return;
        }
        let net = Netlink::open().unwrap();
        let (br, port) = (name("tbr1"), name("vnet0"));
        let _tap = Tap::create(&port, TapOptions::default()).unwrap();
        net.attach(&port, &br).await.unwrap();
        assert!(net.existing(&br).await.unwrap().filters_vlans);
        let vlans = Vlans {
            native: Some(7),
            native_tagged: false,
            tagged: vec![9, 11],
        };
        let options = PortOptions {
            isolated: false,
            vlans: Some(vlans),
        };
        // Doing it again is no fault.
        for _ in 0..2 {
            net.set_port(&port, &options).await.unwrap();
        }
        let shown = std::process::Command::new("bridge")
            .args(["vlan", "show", "dev", "vnet0"])
            .output()
            .unwrap();
        let shown = String::from_utf8_lossy(&shown.stdout).into_owned();
        let words: Vec<&str> = shown.split_whitespace().skip(3).collect();
        assert_eq!(words, ["7", "PVID", "Egress", "Untagged", "9", "11"], "{shown}");
    });
}
