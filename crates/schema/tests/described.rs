//! Every member of every kind's JSON Schema says what it is, since when, what holds without it, of which unit its
//! number is and how a change arrives.

use ferrovirt_schema::Kind;
use serde_json::{Map, Value};

const DECIDERS: [&str; 8] = [
    "hypervisor",
    "host",
    "driver",
    "backend",
    "rule",
    "nothing",
    "needed",
    "report",
];

/// What is wrong with a member.
fn faults(member: &Value) -> Vec<String> {
    let text = |key: &str| member.get(key).and_then(Value::as_str).unwrap_or_default();
    let mut faults = Vec::new();
    if text("description").is_empty() {
        faults.push("description".to_owned());
    }
    let since = text("x-since");
    let digits = |n: &str| !n.is_empty() && n.bytes().all(|b| b.is_ascii_digit());
    if !since.contains('.') || !since.split('.').all(digits) {
        faults.push(format!("x-since '{since}'"));
    }
    match (member.get("x-default"), text("x-default-by")) {
        (Some(Value::Null), by) if DECIDERS.contains(&by) => {}
        (Some(value), "") if !value.is_null() => {}
        (value, by) => faults.push(format!("x-default {value:?} by '{by}'")),
    }
    if text("x-default-by") == "rule" && text("x-default-text").is_empty() {
        faults.push("x-default-text".to_owned());
    }
    if !["live", "restart", "recreate", "report"].contains(&text("x-restart")) {
        faults.push("x-restart".to_owned());
    }
    let number = matches!(text("type"), "integer" | "number");
    if number && member.get("x-unit").is_none() {
        faults.push("x-unit".to_owned());
    }
    faults
}

/// Looks at every member of an object, and at those of ordered lists.
fn walk(place: &str, properties: &Map<String, Value>, seen: &mut usize, found: &mut Vec<String>) {
    for (name, member) in properties {
        match name.as_str() {
            "$attributes" | "$elements" | "$xml" => continue,
            "$text" if member["description"] == "Text that is not understood." => continue,
            "$items" => {
                for item in member["items"]["oneOf"].as_array().into_iter().flatten() {
                    let inner = item["properties"].as_object().expect("an item has a member");
                    walk(place, inner, seen, found);
                }
                continue;
            }
            _ => {}
        }
        *seen += 1;
        let faults = faults(member);
        if !faults.is_empty() {
            found.push(format!("{place}.{name}: {}", faults.join(", ")));
        }
        // Elements that are written where they stand.
        for nested in [member, &member["items"]] {
            if let Some(inner) = nested["properties"].as_object() {
                walk(&format!("{place}.{name}"), inner, seen, found);
            }
        }
    }
}

#[test]
fn every_member_is_described() {
    let (mut seen, mut found) = (0, Vec::new());
    for kind in Kind::ALL {
        let schema = kind.json_schema();
        for (name, definition) in schema["$defs"].as_object().expect("definitions") {
            if let Some(properties) = definition["properties"].as_object() {
                walk(
                    &format!("{} {name}", kind.name),
                    properties,
                    &mut seen,
                    &mut found,
                );
            }
        }
    }
    assert!(seen > 7000, "only {seen} members were looked at");
    assert!(
        found.is_empty(),
        "{} of {seen}:\n{}",
        found.len(),
        found.join("\n")
    );
}

#[test]
fn members_say_what_is_true() {
    let domain = Kind::find("domain").expect("domain").json_schema();
    let member = |shape: &str, name: &str| domain["$defs"][shape]["properties"][name].clone();
    // A fixed value has the type of the member.
    assert_eq!(member("SourceSecLabel", "relabel")["x-default"], true);
    assert_eq!(member("CpuTopology", "dies")["x-default"], 1);
    assert_eq!(member("Watchdog", "action")["x-default"], "reset");
    // Who decides, where none is fixed.
    let cache = member("DiskDriver", "cache");
    assert_eq!(
        (&cache["x-default"], &cache["x-default-by"]),
        (&Value::Null, &"hypervisor".into())
    );
    assert_eq!(cache["x-since"], "0.6.0");
    // A member that says no version is as old as what it is a member of.
    assert_eq!(member("MaxPhysAddr", "mode")["x-since"], "8.7");
    assert_eq!(member("Domain", "name")["x-since"], "0.0.3");
    // What stands in several places is as old as the oldest of them.
    assert_eq!(member("Kib", "unit")["x-since"], "0.0.3");
    assert_eq!(member("Domain", "title")["x-restart"], "live");
    assert_eq!(member("Domain", "uuid")["x-restart"], "recreate");
    assert_eq!(member("VcpuCount", "$text")["x-unit"], "processors");
    assert_eq!(member("VcpuEntry", "id")["x-unit"], Value::Null);
}

/// Whether changes from one document to another wait for a restart.
fn waits(kind: &str, before: &str, after: &str) -> Vec<bool> {
    let kind = Kind::find(kind).expect("a kind");
    let changes = kind.diff(before, after).expect("documents");
    changes.iter().map(|change| change.restart).collect()
}

#[test]
fn what_is_live_in_a_guest_may_wait_in_a_network() {
    let domain = |devices: &str| {
        format!("<domain type='kvm'><name>a</name><memory>1</memory><devices>{devices}</devices></domain>")
    };
    let nic = |limit: u32, tag: u32| {
        domain(&format!(
            "<interface type='network'><mac address='52:54:00:00:00:01'/><source network='n'/>\
             <vlan><tag id='{tag}'/></vlan><bandwidth><inbound average='{limit}'/></bandwidth></interface>"
        ))
    };
    // The limits of an interface are live with all in them, its VLAN is not.
    assert_eq!(waits("domain", &nic(10, 1), &nic(20, 1)), [false]);
    assert_eq!(waits("domain", &nic(10, 1), &nic(10, 2)), [true]);
    // A disk can be plugged; what it is made of cannot change.
    let disk = |cache: &str| {
        domain(&format!(
            "<disk type='file' device='disk'><driver name='qemu' cache='{cache}'/><target dev='vda'/></disk>"
        ))
    };
    assert_eq!(waits("domain", &domain(""), &disk("none")), [false]);
    assert_eq!(waits("domain", &disk("none"), &disk("writeback")), [true]);
    let network = |limit: u32, host: &str| {
        format!(
            "<network><name>n</name><bandwidth><inbound average='{limit}'/></bandwidth>\
             <ip address='10.0.0.1' prefix='24'><dhcp><range start='10.0.0.9' end='10.0.0.99'/>{host}</dhcp></ip></network>"
        )
    };
    let host = "<host mac='52:54:00:00:00:01' ip='10.0.0.5'/>";
    assert_eq!(waits("network", &network(10, host), &network(20, host)), [true]);
    assert_eq!(waits("network", &network(10, ""), &network(10, host)), [false]);
}
