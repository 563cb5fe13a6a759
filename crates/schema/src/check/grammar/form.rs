//! Forms that libvirt's schemas ask of values: names, paths, addresses, numbers.

use super::fits::{
    absolute, all_digits, any_base, any_base_to, bare_hex, digits, hex, is_arp_operation, is_chain, is_cssid,
    is_date_time, is_disk_target, is_duid, is_ip, is_ipv4, is_ipv6, is_iqn, is_line, is_mac, is_name,
    is_range, is_shift, is_speed, is_unit, is_uri, is_uuid, is_vpd, listed, loose_ipv4, loose_ipv6,
    loose_ipv6_start, of, of_vmware, one, printable, short_mac, signed, unsigned, usb_version, variable,
    within, zero,
};

/// A form of values.
pub(in crate::check) struct Form {
    /// How rules call it.
    pub name: &'static str,
    /// What is expected, as a fragment of a message.
    pub expected: &'static str,
    /// Whether a text is of the form.
    pub is: fn(&str) -> bool,
}

const fn form(name: &'static str, expected: &'static str, is: fn(&str) -> bool) -> Form {
    Form { name, expected, is }
}

/// The form of a name.
pub(super) fn named(name: &str) -> Option<&'static Form> {
    FORMS.iter().find(|form| form.name == name)
}

const FORMS: &[Form] = &[
    form("any", "a text", |_| true),
    // Numbers. Where digits alone are asked for, neither a sign nor blanks are taken.
    form("uint", "a number from 0 to 4294967295, of digits only", |t| {
        digits(t, u32::MAX.into())
    }),
    form("ulong", "a non-negative number of digits only", |t| {
        digits(t, u64::MAX)
    }),
    form("ushort", "a number from 0 to 65535, of digits only", |t| {
        digits(t, 0xffff)
    }),
    form("cpus", "a number from 1 to 65535", |t| {
        digits(t, 0xffff) && !zero(t)
    }),
    form("positive", "a number above 0, of digits only", |t| {
        all_digits(t) && !zero(t)
    }),
    form("rate", "a number above 0, of digits only", |t| {
        digits(t, u32::MAX.into()) && !zero(t)
    }),
    form("weight", "a number from 100 to 1000", |t| within(t, 100, 1000)),
    form("distance", "a number from 10 to 255", |t| {
        unsigned(t, 255).is_some_and(|n| n >= 10)
    }),
    form("period", "a number from 1000 to 1000000", |t| {
        within(t, 1000, 1_000_000)
    }),
    form("quota", "a number from 0 to 17592186044415, or -1", |t| {
        t == "-1" || matches!(t, "-0") || digits(t, 17_592_186_044_415)
    }),
    form("count", "a number from 0 to 4294967295", |t| {
        unsigned(t, u32::MAX.into()).is_some()
    }),
    form("long-count", "a non-negative number", |t| {
        unsigned(t, u64::MAX).is_some()
    }),
    form("vlan-id", "a number from 0 to 4095", |t| {
        unsigned(t, 4095).is_some()
    }),
    form("prefix4", "a number from 0 to 32", |t| unsigned(t, 32).is_some()),
    form("prefix", "a number from 0 to 128", |t| unsigned(t, 128).is_some()),
    form("number", "a whole number", |t| signed(t, i128::MIN, i128::MAX)),
    form("int", "a number that fits 32 bits", |t| {
        signed(t, i32::MIN.into(), i32::MAX.into())
    }),
    form("long", "a number that fits 64 bits", |t| {
        signed(t, i64::MIN.into(), i64::MAX.into())
    }),
    form("port", "a port: a number from -1 to 65535", |t| {
        signed(t, -1, 0xffff)
    }),
    form("some-port", "a port: a number from 1 to 65535", |t| {
        signed(t, 1, 0xffff)
    }),
    form("int16", "a number from 0 to 65535", |t| signed(t, 0, 0xffff)),
    form("delay", "a number from -1 to 32767", |t| {
        signed(t, -1, i16::MAX.into())
    }),
    form("priority", "a number from -1000 to 1000", |t| {
        signed(t, -1000, 1000)
    }),
    form("seconds", "a non-negative number", |t| {
        t.trim().parse::<f64>().is_ok_and(|n| n >= 0.0)
    }),
    form("octal", "an octal number", |t| {
        digits(t, u32::MAX.into()) && t.bytes().all(|b| b < b'8')
    }),
    form(
        "file-mode",
        "an octal number of up to four digits, of four only with 0 first",
        |t| {
            let octal = t.bytes().all(|b| matches!(b, b'0'..=b'7'));
            octal && (matches!(t.len(), 1..=3) || t.len() == 4 && t.starts_with('0'))
        },
    ),
    form("owner", "a number, or -1", |t| {
        t.trim() == "-1" || digits(t, u32::MAX.into())
    }),
    // Numbers that may be hexadecimal.
    form(
        "hex",
        "a hexadecimal number in small letters, with or without 0x",
        |t| {
            let digits = t.strip_prefix("0x").unwrap_or(t);
            hex(digits, 1, usize::MAX) && !digits.bytes().any(|b| b.is_ascii_uppercase())
        },
    ),
    form("u8", "a number from 0 to 255, or from 0x0 to 0xff", |t| {
        any_base(t, 2, 255)
    }),
    form("u24", "a number of 24 bits, with 0x if hexadecimal", |t| {
        any_base(t, 6, 0xff_ffff)
    }),
    form("u16", "a number of 16 bits", |t| {
        bare_hex(t, 4) || signed(t, 0, 0xffff)
    }),
    form("u32", "a number of 32 bits", |t| {
        bare_hex(t, 8) || unsigned(t, u32::MAX.into()).is_some()
    }),
    form("slot", "a slot: a number from 0 to 31", |t| {
        let digits = t.strip_prefix("0x").unwrap_or(t);
        bare_hex(t, 1) || bare_hex(t, 2) && digits.starts_with(['0', '1']) || signed(t, 0, 31)
    }),
    form("function", "a function: a number from 0 to 7", |t| {
        bare_hex(t, 1) && t.ends_with(|c: char| ('0'..='7').contains(&c)) || signed(t, 0, 7)
    }),
    form("cssid", "a number from 0 to 254", |t| {
        signed(t, 0, 254) || t.strip_prefix("0x").is_some_and(is_cssid)
    }),
    form("ssid", "a number from 0 to 3", |t| {
        bare_hex(t, 1) && t.ends_with(|c: char| ('0'..='3').contains(&c))
    }),
    form("devno", "a number from 0 to 65535", |t| any_base(t, 4, 0xffff)),
    form("ap-domain", "a number from 0 to 255", |t| any_base_to(t, 4, 255)),
    form(
        "io-port",
        "a hexadecimal number with 0x and up to four digits",
        |t| t.strip_prefix("0x").is_some_and(|t| hex(t, 1, 4)),
    ),
    form("irq", "a hexadecimal digit with 0x", |t| {
        t.strip_prefix("0x").is_some_and(|t| hex(t, 1, 1))
    }),
    form("register", "a hexadecimal number of up to eight digits", |t| {
        bare_hex(t, 8)
    }),
    form("class-id", "a hexadecimal number of six digits with 0x", |t| {
        t.strip_prefix("0x").is_some_and(|t| hex(t, 6, 6))
    }),
    form("wwn", "a world wide name: 16 hexadecimal digits", |t| {
        hex(t.strip_prefix("0x").unwrap_or(t), 16, 16)
    }),
    form("naa", "naa. and 16 hexadecimal digits", |t| {
        t.strip_prefix("naa.").is_some_and(|t| hex(t, 16, 16))
    }),
    form("usb-id", "a hexadecimal number of up to four digits", |t| {
        bare_hex(t, 4)
    }),
    form(
        "usb-filter-id",
        "a hexadecimal number of up to four digits, or -1",
        |t| t == "-1" || bare_hex(t, 4),
    ),
    form(
        "usb-class",
        "a hexadecimal number of up to two digits, or -1",
        |t| t == "-1" || bare_hex(t, 2),
    ),
    form("usb-version", "a version as 1.10, or -1", |t| {
        t == "-1" || usb_version(t)
    }),
    form("usb-number", "a number of up to three digits", |t| bare_hex(t, 3)),
    form("usb-port", "up to four numbers with dots between", |t| {
        let mut ports = t.split('.');
        ports.by_ref().take(4).all(|port| bare_hex(port, 3)) && ports.next().is_none()
    }),
    form("digits2", "a number of one or two digits", |t| {
        all_digits(t) && t.len() <= 2
    }),
    form("digits5", "a number of up to five digits", |t| {
        all_digits(t) && t.len() <= 5
    }),
    form("digits10", "a number of up to ten digits", |t| {
        all_digits(t) && t.len() <= 10
    }),
    form("digits20", "a number of up to 20 digits", |t| {
        all_digits(t) && t.len() <= 20
    }),
    // Names.
    form("line", "one line that is not empty", is_line),
    form("name", "one line that is not empty, without '/'", |t| {
        is_name(t, |c| !matches!(c, '\n' | '/'))
    }),
    form("generic", "letters, digits, '_', '+' and '-'", |t| of(t, "_+-")),
    form("dns", "a host name: letters, digits, '.' and '-'", |t| {
        of(t, ".-")
    }),
    form(
        "device",
        r"letters, digits, '_', '.', '-', '\', ':' and '/'",
        |t| of(t, r"_.-\:/"),
    ),
    form(
        "bridge",
        r"letters, digits, blanks, '_', '.', '-', '\', ':' and '/'",
        |t| t.is_empty() || of(t, r"_.-\:/ "),
    ),
    form("zone", "letters, digits, '_' and '-'", |t| of(t, "_-")),
    form("alias", "letters, digits, '_', '-' and '.'", |t| of(t, "_-.")),
    form("machine", "letters, digits, '_', '.' and '-'", |t| of(t, "_.-")),
    form("feature", "letters, digits, '-', '_' and '.'", |t| of(t, "-_.")),
    form("net-feature", "letters, '-' and '_'", |t| {
        is_name(t, |c| c.is_ascii_alphabetic() || matches!(c, '-' | '_'))
    }),
    form("monitor-feature", "a name that begins with llc_ or mbm_", |t| {
        t.get(..4).is_some_and(|s| matches!(s, "llc_" | "mbm_")) && t.get(4..).is_some_and(|t| of(t, "-_"))
    }),
    form("parameter", "letters, digits and '_'", |t| of(t, "_")),
    form("parameter-value", "letters, digits, '_', '.' and ':'", |t| {
        of(t, "_.:")
    }),
    form("variable", "letters, digits and '_', no digit first", |t| {
        of(t, "_") && !t.starts_with(|c: char| c.is_ascii_digit())
    }),
    form(
        "id",
        "a name: a letter or '_', then letters, digits, '_', '-' and '.'",
        |t| {
            let t = t.trim();
            let part = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | '.');
            is_name(t, part) && t.starts_with(|c: char| c.is_alphabetic() || c == '_')
        },
    ),
    form(
        "file-name",
        "letters, digits, '_', '-' and '.', which is not the first",
        |t| of(t, "_-.") && !t.starts_with('.'),
    ),
    form("volume", "a name without '/' that is neither '.' nor '..'", |t| {
        is_name(t, |c| c != '/') && !matches!(t, "." | "..")
    }),
    form("iqn", "an iSCSI name: iqn.YYYY-MM.host:unit", is_iqn),
    form(
        "source-device",
        "an absolute path, a name, or an iSCSI name",
        |t| absolute(t) || of(t, "_+-") || is_iqn(t),
    ),
    form(
        "disk-target",
        "a name such as vda, sda, hda, fda, xvda or ubda",
        is_disk_target,
    ),
    form("disk-or-path", "the target of a disk, or an absolute path", |t| {
        is_disk_target(t) || absolute(t)
    }),
    form("serial", "letters, digits, blanks, '_', '.', '+' and '-'", |t| {
        of(t, "_.+- ")
    }),
    form("vendor8", "up to eight printable characters", |t| {
        printable(t, 0, 8)
    }),
    form("product16", "up to 16 printable characters", |t| {
        printable(t, 0, 16)
    }),
    form("app-id", "1 to 128 printable characters", |t| {
        printable(t, 1, 128)
    }),
    form("loadparm", "1 to 8 letters, digits, dots or blanks", |t| {
        t.chars().count() <= 8 && is_name(t, |c| c.is_ascii_alphanumeric() || ". \t\n\r".contains(c))
    }),
    form("cpu-vendor", "12 characters without a comma", |t| {
        t.chars().count() == 12 && !t.contains(',')
    }),
    form("hyperv-vendor", "up to 12 characters without a comma", |t| {
        t.chars().count() <= 12 && !t.contains(',')
    }),
    form("profile", "up to 39 characters", |t| t.chars().count() <= 39),
    form("no-slash", "a text without '/'", |t| !t.contains('/')),
    form("cookie", "a name as HTTP has them", |t| of(t, "!#$%&'*+-.^_`|~")),
    form("cookie-value", "a value as HTTP has them", |t| {
        let t = t.strip_prefix('"').unwrap_or(t);
        of(t.strip_suffix('"').unwrap_or(t), "!#$%&'()*+-./:>=<?@^_`[]|~")
    }),
    form("vpd", "up to 255 printable characters", is_vpd),
    form("vpd-index", "a digit or a capital letter", |t| {
        one(t, |c| c.is_ascii_digit() || c.is_ascii_uppercase())
    }),
    form("vpd-system-index", "a digit or a capital letter after A", |t| {
        one(t, |c| c.is_ascii_digit() || ('B'..='Z').contains(&c))
    }),
    form("passthrough", "sync_pt or share_pt", |t| {
        matches!(t, "sync_pt" | "share_pt")
    }),
    // Paths.
    form("path", "a path", |t| is_name(t, |c| !matches!(c, '\n' | '\r'))),
    form("absolute", "an absolute path", absolute),
    form("directory", "an absolute path", |t| {
        t.starts_with('/') && !t.contains(['\n', '\r'])
    }),
    form(
        "file",
        "an absolute path, or a path of VMware: [store] name",
        |t| absolute(t) || of_vmware(t),
    ),
    form(
        "path-or-device",
        "an absolute path, or the name of a device",
        |t| absolute(t) || of(t, r"_.-\:/"),
    ),
    form(
        "device-path",
        "an absolute path of letters, digits, '_', '+', '-', '/' and '%'",
        |t| t.strip_prefix('/').is_some_and(|t| of(t, "_+-/%")),
    ),
    form("address-of-file", "an absolute path, or a URI", |t| {
        absolute(t) || is_uri(t)
    }),
    // Addresses.
    form(
        "uuid",
        "a UUID of 32 hexadecimal digits, with hyphens or without",
        is_uuid,
    ),
    form(
        "mac",
        "a hardware address: six hexadecimal bytes with colons",
        is_mac,
    ),
    form(
        "unicast",
        "a hardware address of one machine: six hexadecimal bytes with colons, the first even",
        |t| {
            let even = |b: u8| char::from(b).to_digit(16).is_some_and(|n| n % 2 == 0);
            is_mac(t) && t.as_bytes().get(1).copied().is_some_and(even)
        },
    ),
    form("duid", "a DHCP unique identifier", is_duid),
    form("ipv4", "an IPv4 address", is_ipv4),
    form("ipv6", "an IPv6 address", is_ipv6),
    form("ip", "an IP address", is_ip),
    form("host", "a host name or an IP address", |t| {
        of(t, ".-") || is_ip(t)
    }),
    // Others.
    form(
        "unit",
        "a unit: bytes, KB, KiB, MB, MiB and so on to EiB",
        is_unit,
    ),
    form("cpuset", "a set of numbers: 0-3,^2,8", |t| {
        t.split(',').all(is_range)
    }),
    form("dotted", "a version: two numbers with a dot between", |t| {
        t.split_once('.')
            .is_some_and(|(a, b)| all_digits(a) && all_digits(b))
    }),
    form("timestamp", "seconds, with up to nine digits behind a dot", |t| {
        let (whole, rest) = t.split_once('.').unwrap_or((t, ""));
        all_digits(whole) && rest.len() <= 9 && rest.bytes().all(|b| b.is_ascii_digit())
    }),
    form("speed", "a number, with or without a fraction", is_speed),
    form("shift", "seconds, or reset", |t| {
        t.trim() == "reset" || is_shift(t)
    }),
    form("delta", "seconds, with or without a sign", is_shift),
    form(
        "time-zone",
        "a time zone: letters, digits, '_', '.', '+', '-' and '/'",
        |t| of(t, "_.+-/"),
    ),
    form("date-time", "a time as 2030-12-31T23:59:59", is_date_time),
    // Of network filters. A variable may stand for most values.
    form(
        "chain",
        "root, or a name that begins with a protocol that chains are of",
        is_chain,
    ),
    form("no-state", "false or 0", |t| {
        t == "0" || t.eq_ignore_ascii_case("false")
    }),
    form("f-mac", "a hardware address, or a variable", |t| {
        variable(t) || short_mac(t)
    }),
    form("f-ip", "an IPv4 address, or a variable", |t| {
        variable(t) || loose_ipv4(t)
    }),
    form("f-ipv6", "an IPv6 address, or a variable", |t| {
        variable(t) || loose_ipv6(t)
    }),
    form("f-mask", "a mask of IPv4, or a variable", |t| {
        variable(t) || signed(t, 0, 32) || loose_ipv4(t)
    }),
    form("f-mask6", "a mask of IPv6, or a variable", |t| {
        variable(t)
            || signed(t, 0, 128)
            || loose_ipv6_start(t).is_some_and(|rest| rest.bytes().all(|b| b.is_ascii_hexdigit()))
    }),
    form("f-dscp", "a number from 0 to 63, or a variable", |t| {
        variable(t) || any_base_to(t, 2, 63)
    }),
    form("f-u16", "a number from 0 to 65535, or a variable", |t| {
        variable(t) || any_base(t, 4, 0xffff)
    }),
    form("f-u32", "a number of 32 bits, or a variable", |t| {
        variable(t)
            || t.strip_prefix("0x").is_some_and(|t| hex(t, 1, 8))
            || unsigned(t, u32::MAX.into()).is_some()
    }),
    form("f-vlan", "a number from 0 to 4095, or a variable", |t| {
        variable(t) || any_base(t, 3, 4095)
    }),
    form(
        "f-ether",
        "a protocol's name or a number from 0x600 to 0xffff, or a variable",
        |t| {
            let named = ["arp", "rarp", "ipv4", "ipv6", "vlan"].contains(&t.trim());
            let digits = t.strip_prefix("0x").unwrap_or_default();
            let number =
                hex(digits, 4, 4) || hex(digits, 3, 3) && !digits.starts_with(|c| ('0'..='5').contains(&c));
            named || number || variable(t) || signed(t, 1536, 65535)
        },
    ),
    form(
        "f-protocol",
        "a protocol's name or a number from 0 to 255, or a variable",
        |t| {
            let names = [
                "tcp", "udp", "udplite", "esp", "ah", "icmp", "igmp", "sctp", "icmpv6",
            ];
            names.contains(&t.trim()) || variable(t) || any_base(t, 2, 255)
        },
    ),
    form(
        "f-opcode",
        "an ARP operation's name or a number from 0 to 65535, or a variable",
        |t| variable(t) || signed(t, 0, 0xffff) || is_arp_operation(t),
    ),
    form("f-flag", "yes or no", |t| {
        ["yes", "no", "true", "false", "1", "0"].contains(&t.trim())
    }),
    form(
        "f-states",
        "states of connections with commas between, or NONE",
        |t| t == "NONE" || listed(t, &["NEW", "ESTABLISHED", "RELATED", "INVALID"]),
    ),
    form("f-flags", "flags of TCP: mask/flags", |t| {
        let flags = |t| matches!(t, "ALL" | "NONE") || listed(t, &["SYN", "ACK", "URG", "PSH", "FIN", "RST"]);
        t.split_once('/')
            .is_some_and(|(mask, set)| flags(mask) && flags(set))
    }),
    form("f-set", "the name of an IP set, or a variable", |t| {
        variable(t) || t.len() <= 31 && of(t, "_.:-+ ")
    }),
    form(
        "f-set-flags",
        "up to six of src and dst with commas between",
        |t| {
            t.split(',').count() <= 6
                && t.split(',')
                    .all(|f| ["src", "dst"].iter().any(|w| f.eq_ignore_ascii_case(w)))
        },
    ),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_take_what_they_are_for() {
        let cases = [
            ("uint", "17", "+17"),
            ("count", " 17 ", "x"),
            ("u8", "0xff", "0x100"),
            ("u16", "beef", "beeeef"),
            ("slot", "0x1f", "0x2f"),
            ("function", "7", "8"),
            ("cssid", "0xfe", "0xff"),
            ("cpuset", "0-3,^2,8", "0-,2"),
            ("unit", "KiB", "KiBit"),
            ("uuid", "c7a5fdbdedaf9455926ad65c16db1809", "c7a5fdbd-edaf"),
            ("unicast", "52:54:00:11:22:33", "53:54:00:11:22:33"),
            (
                "duid",
                "0:4:7e:96:41:92:c9:8c:3e:b8:a3:e9:28:f1:23:a1:f9:11",
                "0:5:1",
            ),
            ("ip", "2001:db8::1", "10.0.0.256"),
            ("iqn", "iqn.2013-06.com.example:pool", "iqn.2013-13.com.example"),
            ("absolute", "/a", "/"),
            ("file", "[store] a.vmdk", "[store]a.vmdk"),
            ("disk-target", "vda", "vd"),
            ("date-time", "2030-12-31T23:59:59", "2030-12-31"),
            ("chain", "ipv4-a", "tcp"),
            ("f-mac", "$MAC[ @1 ]", "$"),
            ("f-flags", "SYN,ACK/SYN", "SYN"),
            ("f-opcode", "Request_Reverse", "Requests"),
            ("f-ipv6", "fe80::10.1.2.3", "fe80"),
            ("usb-version", "1.10", "1"),
        ];
        for (name, good, bad) in cases {
            let form = named(name).unwrap();
            assert!((form.is)(good), "{name} {good}");
            assert!(!(form.is)(bad), "{name} {bad}");
        }
    }

    #[test]
    fn no_form_has_the_name_of_another() {
        for (n, form) in FORMS.iter().enumerate() {
            assert!(
                FORMS[n + 1..].iter().all(|other| other.name != form.name),
                "{}",
                form.name
            );
        }
    }
}
