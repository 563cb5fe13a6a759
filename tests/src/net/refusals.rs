//! Documents that cannot work are refused where they are defined or started, with the reason.

use crate::harness::case::{Case, Outcome, require, require_equal};
use crate::harness::daemon::Daemon;

pub const CASES: &[Case] = &[Case {
    name: "refusals",
    run: refusals,
}];

/// What is inside `<network>`, and a word of the reason.
const BAD: &[(&str, &str)] = &[
    (
        "<bridge name='a-very-long-bridge-name'/>",
        "a-very-long-bridge-name",
    ),
    ("<bridge name='a b'/>", "a b"),
    (
        "<bridge name='fvn0'/><ip address='10.1.0.1' prefix='33'/>",
        "10.1.0.1",
    ),
    (
        "<bridge name='fvn0'/><ip address='10.1.0.300' prefix='24'/>",
        "10.1.0.300",
    ),
    (
        "<bridge name='fvn0'/><ip address='10.1.0.1' netmask='255.0.255.0'/>",
        "netmask",
    ),
    (
        "<bridge name='fvn0'/><ip address='10.1.0.1' prefix='24'><dhcp><range start='10.2.0.1' end='10.2.0.9'/></dhcp></ip>",
        "within",
    ),
    (
        "<bridge name='fvn0'/><ip address='10.1.0.1' prefix='24'><dhcp><range start='10.1.0.9' end='10.1.0.2'/></dhcp></ip>",
        "range",
    ),
    (
        "<bridge name='fvn0'/><ip address='10.1.0.1' prefix='24'/><ip address='10.1.0.2' prefix='16'/>",
        "overlap",
    ),
    (
        "<bridge name='fvn0'/><ip address='10.1.0.1' prefix='24'><dhcp><range start='10.1.0.2' end='10.1.0.20'/>\
         <range start='10.1.0.10' end='10.1.0.30'/></dhcp></ip>",
        "overlap",
    ),
    (
        "<bridge name='fvn0'/><ip address='10.1.0.1' prefix='24'><dhcp><host mac='52:54:00:00:00:01' ip='10.1.0.2'/>\
         <host mac='52:54:00:00:00:01' ip='10.1.0.3'/></dhcp></ip>",
        "52:54:00:00:00:01",
    ),
    (
        "<bridge name='fvn0'/><ip address='10.1.0.1' prefix='24'><dhcp><host mac='52:54:00:00:00:01' ip='10.1.0.2'/>\
         <host mac='52:54:00:00:00:02' ip='10.1.0.2'/></dhcp></ip>",
        "10.1.0.2",
    ),
    (
        "<bridge name='fvn0'/><ip address='10.1.0.1' prefix='24'><dhcp><host mac='52:54:00:00:00:01' name='a' ip='10.1.0.2'/>\
         <host mac='52:54:00:00:00:02' name='a' ip='10.1.0.3'/></dhcp></ip>",
        "'a'",
    ),
    (
        "<bridge name='fvn0'/><dns><host ip='10.1.0.9'><hostname>a&#10;b</hostname></host></dns><ip address='10.1.0.1' prefix='24'/>",
        "name",
    ),
    (
        "<bridge name='fvn0'/><route address='10.9.0.0' prefix='16'/>",
        "gateway",
    ),
    (
        "<bridge name='fvn0'/><ip address='10.1.0.1' prefix='24'/><route address='10.9.0.0' prefix='16' gateway='10.2.0.1'/>",
        "gateway",
    ),
    (
        "<bridge name='fvn0'/><bandwidth><inbound average='99999999999999999999'/></bandwidth><ip address='10.1.0.1' prefix='24'/>",
        "average",
    ),
    (
        "<bridge name='fvn0'/><bandwidth><inbound average='9999999999999999'/></bandwidth><ip address='10.1.0.1' prefix='24'/>",
        "inbound",
    ),
    ("<forward mode='sideways'/><bridge name='fvn0'/>", "sideways"),
    (
        "<forward mode='nat'><nat><port start='9' end='1'/></nat></forward><bridge name='fvn0'/>",
        "port",
    ),
    (
        "<forward mode='nat'><nat><address start='10.0.0.9' end='10.0.0.1'/></nat></forward><bridge name='fvn0'/>",
        "10.0.0.9",
    ),
    (
        "<bridge name='fvn0'/><mac address='01:00:5e:00:00:01'/>",
        "01:00:5e",
    ),
    (
        "<bridge name='fvn0'/><portgroup name='a' default='yes'/><portgroup name='b' default='yes'/>",
        "default",
    ),
    ("<bridge name='fvn0'/><mtu size='12'/>", "12"),
];

fn refusals() -> Outcome {
    super::place::clean()?;
    let daemon = Daemon::start()?;
    let virsh = daemon.virsh();
    let mut wrong = Vec::new();
    for (inner, reason) in BAD {
        let file = daemon
            .scratch()
            .write("bad.xml", format!("<network><name>bad</name>{inner}</network>"))?;
        let done = virsh.run(&["net-create", &file])?;
        if done.code == Some(0) {
            wrong.push(format!("accepted: {inner}"));
            virsh.ok(&["net-destroy", "bad"])?;
        } else if !done.stderr.contains(reason) {
            wrong.push(format!(
                "no '{reason}' in the refusal of {inner}: {}",
                done.stderr
            ));
        }
    }
    require(wrong.is_empty(), || wrong.join("\n"))?;
    require_equal("networks", virsh.ok(&["net-list", "--all", "--name"])?.trim(), "")?;
    super::services::nothing_left(&daemon)
}
