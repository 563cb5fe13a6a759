//! Rules against golden scripts, which `UPDATE=1` rewrites, and against the real `nft`.

#![expect(clippy::unwrap_used, reason = "a test may panic")]

use ferrovirt_firewall::{AddressRange, Mode, Nat, Nft, PortRange, Rules};
use std::path::Path;

fn rules(subnets: &[&str], mode: Mode) -> Rules {
    Rules {
        bridge: "virbr0".parse().unwrap(),
        subnets: subnets.iter().map(|s| s.parse().unwrap()).collect(),
        routed: vec![],
        mode,
        devices: vec![],
    }
}

fn nat() -> Nat {
    Nat {
        ports: PortRange::default(),
        addresses: None,
        ipv6: false,
    }
}

fn cases() -> Vec<(&'static str, Rules)> {
    let addresses = |first: &str, last: &str| {
        Some(AddressRange {
            first: first.parse().unwrap(),
            last: last.parse().unwrap(),
        })
    };
    let v4 = ["192.168.122.1/24"];
    let dual = ["192.168.122.1/24", "fd00:122::1/64"];
    vec![
        ("nat", rules(&v4, Mode::Nat(nat()))),
        ("nat-dual-ipv6-routed", rules(&dual, Mode::Nat(nat()))),
        (
            "nat-dual-ipv6-translated",
            rules(&dual, Mode::Nat(Nat { ipv6: true, ..nat() })),
        ),
        (
            "nat-addresses-ports-device",
            Rules {
                devices: vec!["eth1".parse().unwrap()],
                ..rules(
                    &v4,
                    Mode::Nat(Nat {
                        ports: PortRange {
                            first: 500,
                            last: 1000,
                        },
                        addresses: addresses("192.0.2.5", "192.0.2.9"),
                        ipv6: false,
                    }),
                )
            },
        ),
        (
            "nat-one-address",
            rules(
                &v4,
                Mode::Nat(Nat {
                    addresses: addresses("192.0.2.5", "192.0.2.5"),
                    ..nat()
                }),
            ),
        ),
        (
            "routed",
            Rules {
                routed: vec!["10.50.0.0/16".parse().unwrap()],
                devices: vec!["eth1".parse().unwrap(), "eth2".parse().unwrap()],
                ..rules(&dual, Mode::Routed)
            },
        ),
        ("isolated", rules(&dual, Mode::Isolated)),
        ("isolated-without-address", rules(&[], Mode::Isolated)),
    ]
}

#[test]
fn scripts_are_as_recorded() {
    let dir = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden");
    for (name, rules) in cases() {
        let path = dir.join(format!("{name}.nft"));
        let script = rules.install_script();
        if std::env::var_os("UPDATE").is_some() {
            std::fs::write(&path, &script).unwrap();
        }
        let golden = std::fs::read_to_string(&path).unwrap_or_default();
        assert_eq!(script, golden, "{} differs; UPDATE=1 rewrites it", path.display());
    }
}

#[test]
fn the_kernel_takes_them_again_and_again() {
    std::thread::spawn(|| {
        if let Err(e) = nix::sched::unshare(nix::sched::CloneFlags::CLONE_NEWNET) {
            eprintln!("SKIPPED: needs root for a network namespace: {e}");
            return;
        }
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .unwrap();
        runtime.block_on(async {
            let nft = Nft::default();
            for (name, rules) in cases() {
                for _ in 0..2 {
                    if let Err(e) = nft.install(&rules).await {
                        if matches!(e, ferrovirt_firewall::Error::NftMissing) {
                            eprintln!("SKIPPED: {e}");
                            return;
                        }
                        panic!(
                            "{name}: {e}: {:?}",
                            std::error::Error::source(&e).map(ToString::to_string)
                        );
                    }
                }
                nft.remove(&rules.bridge).await.unwrap();
                nft.remove(&rules.bridge).await.unwrap();
            }
        });
    })
    .join()
    .unwrap();
}
