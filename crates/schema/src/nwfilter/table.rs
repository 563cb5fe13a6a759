//! The fields of each protocol, in the order in which they are printed.

use ferrovirt_xml::words;

use crate::nwfilter::Kind;

/// A field that a rule can ask for.
#[derive(Debug, PartialEq, Eq)]
pub struct Field {
    /// Name of the attribute.
    pub name: &'static str,
    /// What values it has.
    pub kind: Kind,
}

words! {
    /// A protocol of which a rule asks something.
    pub enum ProtocolKind {
        Mac = "mac",
        Vlan = "vlan",
        Stp = "stp",
        Arp = "arp",
        Rarp = "rarp",
        Ip = "ip",
        Ipv6 = "ipv6",
        Tcp = "tcp",
        Udp = "udp",
        UdpLite = "udplite",
        Esp = "esp",
        Ah = "ah",
        Sctp = "sctp",
        Icmp = "icmp",
        Igmp = "igmp",
        All = "all",
        TcpIpv6 = "tcp-ipv6",
        UdpIpv6 = "udp-ipv6",
        UdpLiteIpv6 = "udplite-ipv6",
        EspIpv6 = "esp-ipv6",
        AhIpv6 = "ah-ipv6",
        SctpIpv6 = "sctp-ipv6",
        Icmpv6 = "icmpv6",
        AllIpv6 = "all-ipv6",
    }
}

impl ProtocolKind {
    /// The fields of the protocol.
    pub fn fields(self) -> impl Iterator<Item = &'static Field> {
        use ProtocolKind as P;
        let parts: [&'static [Field]; 4] = match self {
            P::Mac => [MAC, MAC_PROTOCOL, COMMENT, &[]],
            P::Vlan => [MAC, VLAN, COMMENT, &[]],
            P::Stp => [SOURCE_MAC, STP, COMMENT, &[]],
            P::Arp | P::Rarp => [MAC, ARP, COMMENT, &[]],
            P::Ip => [MAC, IP, COMMENT, &[]],
            P::Ipv6 => [MAC, IPV6, COMMENT, &[]],
            P::Tcp => [L3_V4, PORTS, TCP, TAIL],
            P::Udp | P::Sctp => [L3_V4, PORTS, &[], TAIL],
            P::UdpLite | P::Esp | P::Ah | P::Igmp | P::All => [L3_V4, &[], &[], TAIL],
            P::Icmp => [L3_V4, ICMP, &[], TAIL],
            P::TcpIpv6 => [L3_V6, PORTS, TCP, TAIL],
            P::UdpIpv6 | P::SctpIpv6 => [L3_V6, PORTS, &[], TAIL],
            P::UdpLiteIpv6 | P::EspIpv6 | P::AhIpv6 | P::AllIpv6 => [L3_V6, &[], &[], TAIL],
            P::Icmpv6 => [L3_V6, ICMP, &[], TAIL],
        };
        parts.into_iter().flatten()
    }
}

const fn field(name: &'static str, kind: Kind) -> Field {
    Field { name, kind }
}

static COMMENT: &[Field] = &[field("comment", Kind::Text)];

static MAC: &[Field] = &[
    field("srcmacaddr", Kind::Mac),
    field("srcmacmask", Kind::Mac),
    field("dstmacaddr", Kind::Mac),
    field("dstmacmask", Kind::Mac),
];

static SOURCE_MAC: &[Field] = &[field("srcmacaddr", Kind::Mac), field("srcmacmask", Kind::Mac)];

static MAC_PROTOCOL: &[Field] = &[field("protocolid", Kind::EtherType)];

static VLAN: &[Field] = &[
    field("vlanid", Kind::Number(4095)),
    field("encap-protocol", Kind::EtherType),
];

static STP: &[Field] = &[
    field("type", Kind::Number(0xff)),
    field("flags", Kind::Number(0xff)),
    field("root-priority", Kind::Number(0xffff)),
    field("root-priority-hi", Kind::Number(0xffff)),
    field("root-address", Kind::Mac),
    field("root-address-mask", Kind::Mac),
    field("root-cost", Kind::Number(0xffff_ffff)),
    field("root-cost-hi", Kind::Number(0xffff_ffff)),
    field("sender-priority", Kind::Number(0xffff)),
    field("sender-priority-hi", Kind::Number(0xffff)),
    field("sender-address", Kind::Mac),
    field("sender-address-mask", Kind::Mac),
    field("port", Kind::Number(0xffff)),
    field("port-hi", Kind::Number(0xffff)),
    field("age", Kind::Number(0xffff)),
    field("age-hi", Kind::Number(0xffff)),
    field("max-age", Kind::Number(0xffff)),
    field("max-age-hi", Kind::Number(0xffff)),
    field("hello-time", Kind::Number(0xffff)),
    field("hello-time-hi", Kind::Number(0xffff)),
    field("forward-delay", Kind::Number(0xffff)),
    field("forward-delay-hi", Kind::Number(0xffff)),
];

static ARP: &[Field] = &[
    field("hwtype", Kind::Number(0xffff)),
    field("protocoltype", Kind::Number(0xffff)),
    field("opcode", Kind::ArpOpcode),
    field("arpsrcmacaddr", Kind::Mac),
    field("arpdstmacaddr", Kind::Mac),
    field("arpsrcipaddr", Kind::Ipv4),
    field("arpsrcipmask", Kind::Ipv4Mask),
    field("arpdstipaddr", Kind::Ipv4),
    field("arpdstipmask", Kind::Ipv4Mask),
    field("gratuitous", Kind::Boolean),
];

static IP: &[Field] = &[
    field("srcipaddr", Kind::Ipv4),
    field("srcipmask", Kind::Ipv4Mask),
    field("dstipaddr", Kind::Ipv4),
    field("dstipmask", Kind::Ipv4Mask),
    field("protocol", Kind::IpProtocol),
    field("srcportstart", Kind::Number(0xffff)),
    field("srcportend", Kind::Number(0xffff)),
    field("dstportstart", Kind::Number(0xffff)),
    field("dstportend", Kind::Number(0xffff)),
    field("dscp", Kind::Number(63)),
];

static IPV6: &[Field] = &[
    field("srcipaddr", Kind::Ipv6),
    field("srcipmask", Kind::Ipv6Mask),
    field("dstipaddr", Kind::Ipv6),
    field("dstipmask", Kind::Ipv6Mask),
    field("protocol", Kind::IpProtocol),
    field("srcportstart", Kind::Number(0xffff)),
    field("srcportend", Kind::Number(0xffff)),
    field("dstportstart", Kind::Number(0xffff)),
    field("dstportend", Kind::Number(0xffff)),
    field("type", Kind::Number(0xff)),
    field("typeend", Kind::Number(0xff)),
    field("code", Kind::Number(0xff)),
    field("codeend", Kind::Number(0xff)),
];

/// The fields of what runs over IP; `$address` and `$mask` are of its version.
macro_rules! over_ip {
    ($address:expr, $mask:expr) => {
        &[
            field("srcmacaddr", Kind::Mac),
            field("srcipaddr", $address),
            field("srcipmask", $mask),
            field("dstipaddr", $address),
            field("dstipmask", $mask),
            field("srcipfrom", $address),
            field("srcipto", $address),
            field("dstipfrom", $address),
            field("dstipto", $address),
            field("dscp", Kind::Number(63)),
            field("state", Kind::State),
        ]
    };
}

static L3_V4: &[Field] = over_ip!(Kind::Ipv4, Kind::Ipv4Mask);
static L3_V6: &[Field] = over_ip!(Kind::Ipv6, Kind::Ipv6Mask);

static PORTS: &[Field] = &[
    field("srcportstart", Kind::Number(0xffff)),
    field("srcportend", Kind::Number(0xffff)),
    field("dstportstart", Kind::Number(0xffff)),
    field("dstportend", Kind::Number(0xffff)),
];

static TCP: &[Field] = &[
    field("option", Kind::Number(0xff)),
    field("flags", Kind::TcpFlags),
];

static ICMP: &[Field] = &[
    field("type", Kind::Number(0xff)),
    field("code", Kind::Number(0xff)),
];

static TAIL: &[Field] = &[
    field("connlimit-above", Kind::Decimal(0xffff)),
    field("ipset", Kind::IpSet),
    field("ipsetflags", Kind::IpSetFlags),
    field("comment", Kind::Text),
];

/// What a field asks of a packet, its unit (`none`: no quantity), and the first version that has it (empty: the
/// protocol's). From libvirt's page on network filters.
pub(super) fn about(protocol: ProtocolKind, name: &str) -> (&'static str, &'static str, &'static str) {
    let icmp = match protocol {
        ProtocolKind::Ipv6 => "1.2.12",
        _ => "",
    };
    match name {
        "srcmacaddr" => ("MAC address of the sender.", "", ""),
        "srcmacmask" => ("Bits of the sender's MAC address that count.", "", ""),
        "dstmacaddr" => ("MAC address of the receiver.", "", ""),
        "dstmacmask" => ("Bits of the receiver's MAC address that count.", "", ""),
        "protocolid" => ("What the frame carries, by number or name.", "none", ""),
        "vlanid" => ("Number of the VLAN.", "none", ""),
        "encap-protocol" => ("What the VLAN's frame carries, by number or name.", "none", ""),
        "type" => ("Type of the message.", "none", icmp),
        "typeend" => ("Last of a range of types.", "none", icmp),
        "code" => ("Code of the message.", "none", icmp),
        "codeend" => ("Last of a range of codes.", "none", icmp),
        "root-priority" => ("Priority of the root bridge.", "none", ""),
        "root-priority-hi" => ("Last of a range of the root bridge's priorities.", "none", ""),
        "root-address" => ("MAC address of the root bridge.", "", ""),
        "root-address-mask" => ("Bits of the root bridge's address that count.", "", ""),
        "root-cost" => ("Cost of the path to the root bridge.", "none", ""),
        "root-cost-hi" => ("Last of a range of costs.", "none", ""),
        "sender-priority" => ("Priority of the bridge that sends.", "none", ""),
        "sender-priority-hi" => ("Last of a range of the sender's priorities.", "none", ""),
        "sender-address" => ("MAC address of the bridge that sends.", "", ""),
        "sender-address-mask" => ("Bits of the sending bridge's address that count.", "", ""),
        "port" => ("Number of the port.", "none", ""),
        "port-hi" => ("Last of a range of ports.", "none", ""),
        "age" => ("Age of the message.", "1/256 s", ""),
        "age-hi" => ("Last of a range of ages.", "1/256 s", ""),
        "max-age" => ("Age from which on messages are void.", "1/256 s", ""),
        "max-age-hi" => ("Last of a range of such ages.", "1/256 s", ""),
        "hello-time" => ("Pause between two messages of the root bridge.", "1/256 s", ""),
        "hello-time-hi" => ("Last of a range of pauses.", "1/256 s", ""),
        "forward-delay" => ("Delay before a port forwards.", "1/256 s", ""),
        "forward-delay-hi" => ("Last of a range of delays.", "1/256 s", ""),
        "hwtype" => ("Kind of hardware address.", "none", ""),
        "protocoltype" => ("Kind of protocol address.", "none", ""),
        "opcode" => ("What the message asks or says, by number or name.", "none", ""),
        "arpsrcmacaddr" => ("MAC address of the sender, in the message.", "", ""),
        "arpdstmacaddr" => ("MAC address of the receiver, in the message.", "", ""),
        "arpsrcipaddr" => ("IP address of the sender, in the message.", "", ""),
        "arpsrcipmask" => ("Bits of the sender's address that count.", "", "1.2.3"),
        "arpdstipaddr" => ("IP address of the receiver, in the message.", "", ""),
        "arpdstipmask" => ("Bits of the receiver's address that count.", "", "1.2.3"),
        "gratuitous" => ("Whether the message is sent unasked.", "", "0.9.2"),
        "srcipaddr" => ("IP address of the sender.", "", ""),
        "srcipmask" => ("Bits of the sender's IP address that count.", "", ""),
        "dstipaddr" => ("IP address of the receiver.", "", ""),
        "dstipmask" => ("Bits of the receiver's IP address that count.", "", ""),
        "srcipfrom" => ("First of a range of senders' IP addresses.", "", ""),
        "srcipto" => ("Last of a range of senders' IP addresses.", "", ""),
        "dstipfrom" => ("First of a range of receivers' IP addresses.", "", ""),
        "dstipto" => ("Last of a range of receivers' IP addresses.", "", ""),
        "protocol" => ("What the packet carries, by number or name.", "none", ""),
        "srcportstart" => ("First of a range of senders' ports.", "none", ""),
        "srcportend" => ("Last of a range of senders' ports.", "none", ""),
        "dstportstart" => ("First of a range of receivers' ports.", "none", ""),
        "dstportend" => ("Last of a range of receivers' ports.", "none", ""),
        "dscp" => ("Class of service.", "none", ""),
        "state" => (
            "States of the connection: NEW, ESTABLISHED, RELATED, INVALID, or NONE.",
            "",
            "0.8.5",
        ),
        "option" => ("Number of a TCP option that is there.", "none", ""),
        "flags" if protocol == ProtocolKind::Stp => ("Flags of the message.", "none", ""),
        "flags" => ("TCP flags: those looked at, a slash, those set.", "", "0.9.1"),
        "connlimit-above" => (
            "Connections of a sender beyond which the rule holds.",
            "connections",
            "0.8.5",
        ),
        "ipset" => (
            "Set of addresses of the host that the packet's are in.",
            "",
            "0.9.13",
        ),
        "ipsetflags" => (
            "Which of the packet's addresses are looked up in the set.",
            "",
            "0.9.13",
        ),
        "comment" => ("A text for people.", "", "0.8.5"),
        _ => ("", "", ""),
    }
}
