//! What filters come to, as the text that nft reads.

use super::*;
use crate::defaults::DEFAULTS;
use crate::definition;
use ferrovirt_schema::nwfilter::NwFilter;
use std::sync::Arc;

fn script(filter: &str, others: &[&str], parameters: &str) -> Result<String, NwFilterError> {
    let binding = Binding::parse(
        &format!(
            "<filterbinding><owner><name>g</name><uuid>d1111111-2222-3333-4444-555555555501</uuid></owner>\
             <portdev name='vt0'/><mac address='52:54:00:11:22:33'/><filterref filter='{filter}'>{parameters}\
             </filterref></filterbinding>"
        ),
        false,
    )?;
    let texts = DEFAULTS
        .iter()
        .map(|(_, text)| *text)
        .chain(others.iter().copied());
    let all: Vec<Arc<NwFilter>> = texts
        .map(|text| Arc::new(definition::parse(text, false).unwrap()))
        .collect();
    let table = compile(&|name| all.iter().find(|f| f.name == name).cloned(), &binding)?;
    Ok(table.install_script(true))
}

/// The rules of a chain.
fn chain(script: &str, name: &str) -> Vec<String> {
    let begin = format!("\tchain {name} {{");
    let lines = script.lines().skip_while(|line| **line != begin).skip(1);
    let rules = lines.take_while(|line| *line != "\t}");
    rules.map(|line| line.trim().to_owned()).collect()
}

#[test]
fn clean_traffic_in_order() {
    let script = script("clean-traffic", &[], "<parameter name='IP' value='10.0.0.3'/>").unwrap();
    assert_eq!(
        chain(&script, "frames_out"),
        [
            "jump frames_out_mac",
            "ether type 0x800 jump frames_out_ipv4-ip",
            "ether type 0x800 accept",
            "ether type 0x806 jump frames_out_arp-mac",
            "ether type 0x806 jump frames_out_arp-ip",
            "ether type 0x806 accept",
            "ether type 0x8035 jump frames_out_rarp",
            "ether type 0x835 accept",
            "drop",
        ]
    );
    assert_eq!(
        chain(&script, "frames_out_mac"),
        ["@ll,48,48 == 0x525400112233 return", "drop"]
    );
    assert_eq!(
        chain(&script, "frames_out_ipv4-ip"),
        [
            "ether type 0x800 meta l4proto 17 @nh,96,32 == 0x0 return",
            "ether type 0x800 @nh,96,32 == 0xa000003 return",
            "drop",
        ]
    );
    assert_eq!(
        chain(&script, "frames_in"),
        [
            "ether type 0x800 jump frames_in_ipv4",
            "ether type 0x806 accept",
            "ether type 0x8035 jump frames_in_rarp",
            "drop",
        ]
    );
    assert!(!script.contains("learned") && !script.contains("packets"));
}

#[test]
fn an_address_that_is_not_given_is_learnt() {
    let any = script("clean-traffic", &[], "").unwrap();
    assert!(
        chain(&any, "frames_out_ipv4-ip").contains(&"ether type 0x800 ip saddr @learned return".to_owned())
    );
    assert!(any.contains("add @learned { ip saddr }"));
    let learning = |word: &str| {
        let text = format!("<parameter name='CTRL_IP_LEARNING' value='{word}'/>");
        script("clean-traffic", &[], &text)
    };
    assert!(chain(&learning("dhcp").unwrap(), "frames_in")[0].contains("udp sport 67 udp dport 68"));
    let none = learning("none").unwrap_err();
    assert!(none.to_string().ends_with("list elements: IP"), "{none}");
    assert!(matches!(learning("xx"), Err(NwFilterError::Learning { .. })));
    assert!(!script("no-mac-spoofing", &[], "").unwrap().contains("learned"));
}

const PACKETS: &str = "<filter name='l3'>
    <rule action='accept' direction='in' priority='10'><tcp dstportstart='22' srcipaddr='10.0.0.1'/></rule>
    <rule action='accept' direction='out' priority='20'><udp dstportstart='53'/></rule>
    <rule action='drop' direction='in' priority='30'><tcp dstportstart='80' srcmacaddr='00:11:22:33:44:55'/></rule>
    <rule action='accept' direction='inout' priority='40'><tcp dstportstart='443' srcipaddr='10.0.0.0' srcipmask='8'/></rule>
    <rule action='accept' direction='in' priority='50'><tcp dstportstart='44' dstportend='46' state='NEW'/></rule>
    <rule action='accept' direction='in' priority='60' statematch='false'><tcp dstportstart='45'/></rule>
    <rule action='reject' direction='out' priority='70'><icmp type='8'/></rule>
    <rule action='drop' direction='in' priority='80'><tcp flags='SYN/ALL'/></rule>
    <rule action='drop' direction='inout' priority='1000'><all/></rule></filter>";

#[test]
fn packets_and_their_answers() {
    let script = script("l3", &[PACKETS], "").unwrap();
    let v4 = "ether type 0x800";
    let tcp = format!("{v4} meta l4proto 6");
    let (begun, answer) = (
        "ct state new,established ct direction original",
        "ct state established ct direction reply",
    );
    assert_eq!(
        chain(&script, "packets_out"),
        [
            format!("{tcp} @nh,128,32 == 0xa000001 @th,0,16 == 0x16 {answer} accept"),
            format!("{v4} meta l4proto 17 @th,16,16 == 0x35 {begun} accept"),
            format!("{tcp} @ll,0,48 == 0x1122334455 @th,0,16 == 0x50 drop"),
            format!("{tcp} @nh,128,32 & 0xff000000 == 0xa000000 @th,0,16 == 0x1bb accept"),
            format!("{tcp} @th,0,16 == 0x2d accept"),
            format!("{v4} meta l4proto 1 @th,0,8 == 0x8 reject"),
            format!("{tcp} @th,104,8 & 0x2 == 0x2 drop"),
            format!("{v4} drop"),
        ]
    );
    assert_eq!(
        chain(&script, "packets_in"),
        [
            format!("{tcp} @nh,96,32 == 0xa000001 @th,16,16 == 0x16 {begun} accept"),
            format!("{v4} meta l4proto 17 @th,0,16 == 0x35 {answer} accept"),
            format!("{tcp} @ll,48,48 == 0x1122334455 @th,16,16 == 0x50 drop"),
            format!("{tcp} @nh,96,32 & 0xff000000 == 0xa000000 @th,16,16 == 0x1bb accept"),
            format!("{tcp} @th,16,16 == 0x2c-0x2e ct state new accept"),
            format!("{tcp} @th,16,16 == 0x2d accept"),
            format!("{tcp} @th,104,8 & 0x2 == 0x2 drop"),
            format!("{v4} drop"),
        ]
    );
}

#[test]
fn both_ways_turn_the_sides_of_frames() {
    let text = "<filter name='l2'><rule action='accept' direction='inout' priority='5'>\
        <ip srcipaddr='10.0.0.0' srcipmask='8' protocol='tcp' dstportstart='80'/></rule>\
        <rule action='reject' direction='inout'><mac match='no' srcmacaddr='00:11:22:33:44:55' protocolid='arp'/></rule>\
        <rule action='continue' direction='in'><ip srcipaddr='$L'/></rule></filter>";
    let values = "<parameter name='L' value='3.3.3.3'/><parameter name='L' value='4.4.4.4'/>";
    let script = script("l2", &[text], values).unwrap();
    assert_eq!(
        chain(&script, "frames_out"),
        [
            "ether type 0x800 meta l4proto 6 @nh,128,32 & 0xff000000 == 0xa000000 @th,0,16 == 0x50 accept",
            "ether type != 0x806 @ll,0,48 != 0x1122334455 drop",
        ]
    );
    assert_eq!(
        chain(&script, "frames_in")[2..],
        [
            "ether type 0x800 @nh,96,32 == 0x3030303 continue",
            "ether type 0x800 @nh,96,32 == 0x4040404 continue",
        ]
    );
}

#[test]
fn connections_are_counted_where_they_begin() {
    let text = "<filter name='count'>
        <rule action='drop' direction='in' priority='10'><tcp connlimit-above='1' dstportstart='22'/></rule>
        <rule action='drop' direction='out' priority='20'><tcp-ipv6 match='no' connlimit-above='2'/></rule>
        <rule action='drop' direction='in' priority='30'><tcp option='8'/></rule></filter>";
    let script = script("count", &[text], "").unwrap();
    assert!(script.contains("\tset count_in_0 { type ipv4_addr; flags dynamic; size 65535; }\n"));
    let (v4, v6) = (
        "ether type 0x800 meta l4proto 6",
        "ether type 0x86dd meta l4proto 6",
    );
    assert_eq!(
        chain(&script, "packets_in"),
        [
            format!("{v4} @th,16,16 == 0x16 add @count_in_0 {{ ip saddr ct count over 1 }} drop"),
            format!("{v4} tcp option 8 exists drop"),
        ]
    );
    assert_eq!(
        chain(&script, "packets_out"),
        [
            format!("{v6} add @count_out_1 {{ ip6 saddr ct count 2 }} drop"),
            format!("{v4} tcp option 8 exists drop"),
        ]
    );
}

#[test]
fn what_cannot_be_enforced_is_refused() {
    for rule in ["<arp gratuitous='true'/>", "<all ipset='s' ipsetflags='src'/>"] {
        let text = format!("<filter name='x'><rule action='drop' direction='in'>{rule}</rule></filter>");
        let error = script("x", &[&text], "").unwrap_err();
        assert!(matches!(error, NwFilterError::Unsupported(_)), "{rule}: {error}");
    }
    let missing = script("no-ipv6-spoofing", &[], "").unwrap_err();
    assert!(missing.to_string().ends_with(": IPV6"), "{missing}");
    let wrong = script("no-ip-spoofing", &[], "<parameter name='IP' value='x; drop'/>").unwrap_err();
    assert!(matches!(wrong, NwFilterError::Value { .. }), "{wrong}");
}
