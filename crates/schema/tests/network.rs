//! Documents of networks: canonical ones print as they were, others print in canonical form.

#![expect(clippy::unwrap_used, reason = "a test may panic")]

use ferrovirt_schema::network::Network;

#[track_caller]
fn check(text: &str) {
    let once = Network::parse(text).unwrap().to_xml();
    assert_eq!(once, text);
}

#[test]
fn networks_print_as_they_were() {
    for text in [
        include_str!("network/nat.xml"),
        include_str!("network/route.xml"),
        include_str!("network/bridge.xml"),
        include_str!("network/hostdev.xml"),
        include_str!("network/dnsmasq.xml"),
    ] {
        check(text);
    }
}

#[test]
fn what_is_written_short_is_printed_in_full() {
    let network = Network::parse(
        "<network><ip address='10.0.0.1' prefix='24'/><portgroup name='a'/><name>n</name></network>",
    )
    .unwrap();
    assert_eq!(
        network.to_xml(),
        "<network>\n  <name>n</name>\n  <ip address='10.0.0.1' prefix='24'>\n  </ip>\n  <portgroup name='a'>\n  \
         </portgroup>\n</network>\n"
    );
}

#[test]
fn errors_say_where() {
    for (text, what) in [
        ("<network/>", "name"),
        (
            "<network><name>n</name><ip address='10.0.0.300'/></network>",
            "network/ip/@address",
        ),
        (
            "<network><name>n</name><forward mode='nta'/></network>",
            "did you mean 'nat'",
        ),
        (
            "<network><name>n</name><mac address='52:54'/></network>",
            "network/mac/@address",
        ),
        ("<domain/>", "expecting <network>"),
    ] {
        let error = Network::parse(text).unwrap_err().to_string();
        assert!(error.contains(what), "{text}: {error}");
    }
}
