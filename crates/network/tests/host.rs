//! Plans made true on the real kernel, in network namespaces that go with the test.

#![expect(clippy::unwrap_used, reason = "a test may panic")]

mod support;

use ferrovirt_firewall::{Mode, Nat, PortRange, Rules};
use ferrovirt_host::paths::Places;
use ferrovirt_netlink::BridgeOptions;
use ferrovirt_network::dnsmasq::{Dns, Dnsmasq, Service};
use ferrovirt_network::host::{Host, Socket, TapRequest};
use ferrovirt_network::plan::{DhcpRange, Plan, Subnet};
use std::time::{Duration, Instant};
use support::{in_namespace, run};

fn plan() -> Plan {
    let bridge: ferrovirt_types::ifname::IfName = "tbr0".parse().unwrap();
    let address = "10.99.7.1/24".parse().unwrap();
    Plan {
        name: "t".into(),
        bridge: bridge.clone(),
        options: BridgeOptions {
            mac: Some("52:54:00:01:02:03".parse().unwrap()),
            stp: true,
            forward_delay: Duration::ZERO,
            mtu: None,
        },
        addresses: vec![address],
        routes: vec![],
        rules: Some(Rules {
            bridge: bridge.clone(),
            subnets: vec![address],
            routed: vec![],
            mode: Mode::Nat(Nat {
                ports: PortRange::default(),
                addresses: None,
                ipv6: false,
            }),
            devices: vec![],
        }),
        service: Some(Service {
            bridge,
            domain: None,
            dns: Some(Dns::default()),
            subnets: vec![Subnet {
                address,
                dhcp: true,
                ranges: vec![DhcpRange {
                    start: "10.99.7.2".parse().unwrap(),
                    end: "10.99.7.254".parse().unwrap(),
                    lease: None,
                }],
                hosts: vec![],
                bootp: None,
                tftp_root: None,
                local_ptr: false,
            }],
            beyond: true,
            mtu: None,
            options: vec![],
        }),
        limits: Default::default(),
    }
}

fn nothing_left() {
    assert_eq!(run("ip", &["-o", "link", "show", "type", "bridge"]), "");
    assert_eq!(run("nft", &["list", "tables"]), "");
}

#[test]
fn up_and_down() {
    in_namespace(|root| async move {
        let host = Host::open(Places::under_root(&root)).unwrap();
        let plan = plan();
        let mut times = Vec::new();
        for _ in 0..5 {
            let before = Instant::now();
            let process = host.bring_up(&plan).await.unwrap().unwrap();
            let up = before.elapsed();
            assert!(process.is_alive());
            assert!(
                run("ip", &["-o", "addr", "show", "dev", "tbr0"]).contains("10.99.7.1/24 brd 10.99.7.255")
            );
            assert!(run("nft", &["list", "tables"]).contains("ferrovirt_tbr0"));
            assert!(run("ss", &["-lnu"]).contains("10.99.7.1:53"));
            assert_eq!(
                std::fs::read_to_string("/proc/sys/net/ipv4/ip_forward").unwrap(),
                "1\n"
            );
            assert_eq!(host.take_up(&plan).await.unwrap(), Some(process), "found again");
            let before = Instant::now();
            let errors = host.take_down("t", &plan.bridge).await;
            times.push((up, before.elapsed()));
            assert!(errors.is_empty(), "{errors:?}");
            assert!(!process.is_alive());
            nothing_left();
        }
        eprintln!("up, down: {times:?}");
        assert!(
            host.take_down("t", &plan.bridge).await.is_empty(),
            "twice is no error"
        );
        assert!(!host.has_bridge(&plan).await.unwrap());
    });
}

#[test]
fn what_others_have_is_refused_with_their_name() {
    in_namespace(|root| async move {
        let host = Host::open(Places::under_root(&root)).unwrap();
        run("ip", &["link", "add", "eth9", "type", "bridge"]);
        run("ip", &["addr", "add", "10.99.7.200/24", "dev", "eth9"]);
        let err = host.bring_up(&plan()).await.unwrap_err().to_string();
        assert!(
            err.contains("10.99.7.0/24 is already in use by interface 'eth9'"),
            "{err}"
        );
        run("ip", &["link", "set", "eth9", "name", "tbr0"]);
        let err = host.bring_up(&plan()).await.unwrap_err().to_string();
        assert!(
            err.contains("interface 'tbr0' already (a bridge with 10.99.7.200/24)"),
            "{err}"
        );
        assert!(run("ip", &["link"]).contains("tbr0"), "left alone");
    });
}

#[test]
fn a_failed_start_leaves_nothing() {
    in_namespace(|root| async move {
        let places = Places::under_root(&root);
        let host = Host::open(places).unwrap().with_programs(
            ferrovirt_firewall::Nft::default(),
            Dnsmasq::with_program("/no/such/dnsmasq".into()),
        );
        let err = host.bring_up(&plan()).await.unwrap_err().to_string();
        assert!(err.contains("install the package 'dnsmasq-base'"), "{err}");
        nothing_left();
        let host = host.with_programs(
            ferrovirt_firewall::Nft::with_program("/no/such/nft".into()),
            Dnsmasq::default(),
        );
        let err = host.bring_up(&plan()).await.unwrap_err();
        assert!(
            matches!(err, ferrovirt_network::Error::Undo { .. }),
            "the rules cannot be removed either: {err}"
        );
        assert_eq!(run("ip", &["-o", "link", "show", "type", "bridge"]), "");
        // A line that dnsmasq does not know: it says so itself.
        let host = host.with_programs(ferrovirt_firewall::Nft::default(), Dnsmasq::default());
        let mut bad = plan();
        bad.service
            .as_mut()
            .unwrap()
            .options
            .push("no-such-option=1".into());
        let err = ferrovirt_types::Error::from(host.bring_up(&bad).await.unwrap_err());
        assert!(err.message().contains("bad option at line"), "{err}");
        nothing_left();
    });
}

#[test]
fn dnsmasq_is_started_again_when_an_interface_goes_while_it_looks() {
    use std::os::unix::fs::PermissionsExt;
    in_namespace(|root| async move {
        let (program, count) = (root.join("dnsmasq"), root.join("count"));
        let text = format!(
            "#!/bin/sh\necho >> {count}\nif [ $(wc -l < {count}) -lt 3 ]; then\n\
             echo 'dnsmasq: failed to find list of interfaces: No such device' >&2; exit 5\nfi\n\
             exec /usr/sbin/dnsmasq \"$@\"\n",
            count = count.display()
        );
        std::fs::write(&program, text).unwrap();
        std::fs::set_permissions(&program, std::fs::Permissions::from_mode(0o755)).unwrap();
        let host = Host::open(Places::under_root(&root)).unwrap();
        let host = host.with_programs(ferrovirt_firewall::Nft::default(), Dnsmasq::with_program(program));
        host.bring_up(&plan()).await.unwrap();
        assert_eq!(std::fs::read_to_string(&count).unwrap().lines().count(), 3);
        assert!(host.take_down("t", &plan().bridge).await.is_empty());
        nothing_left();
    });
}

#[test]
fn a_plugged_tap_forwards_at_once() {
    in_namespace(|root| async move {
        let host = Host::open(Places::under_root(&root)).unwrap();
        let plan = plan();
        host.bring_up(&plan).await.unwrap();
        let request = TapRequest {
            network: "t".into(),
            name: None,
            mac: "52:54:00:aa:bb:cc".parse().unwrap(),
            socket: Some(Socket {
                bridge: plan.bridge.clone(),
                stp: true,
                isolated: false,
                vlans: None,
            }),
            queues: 1,
            mtu: None,
        };
        let (name, fds) = host.make_tap(&request).await.unwrap();
        let text = run("ip", &["-d", "-o", "link", "show", name.as_str()]);
        assert!(
            text.contains("master tbr0") && text.contains("state forwarding"),
            "{text}"
        );
        assert!(text.contains("fe:54:00:aa:bb:cc"), "{text}");
        assert!(run("ip", &["-d", "-o", "link", "show", "tbr0"]).contains("stp_state 1"));
        drop(fds);
        assert!(host.take_down("t", &plan.bridge).await.is_empty());
        nothing_left();
    });
}
