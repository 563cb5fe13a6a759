//! The filters that every host has from the start. Names and meaning are those of libvirt, because
//! documents of guests ask for them by name.

/// Name and document of each.
pub(crate) const DEFAULTS: &[(&str, &str)] = &[
    ("allow-arp", "<filter name='allow-arp' chain='arp'>
        <rule action='accept' direction='inout'/></filter>"),
    ("allow-ipv4", "<filter name='allow-ipv4' chain='ipv4'>
        <rule action='accept' direction='inout'/></filter>"),
    ("allow-ipv6", "<filter name='allow-ipv6' chain='ipv6'>
        <rule action='accept' direction='inout'/></filter>"),
    ("allow-incoming-ipv4", "<filter name='allow-incoming-ipv4' chain='ipv4'>
        <rule action='accept' direction='in'/></filter>"),
    ("allow-incoming-ipv6", "<filter name='allow-incoming-ipv6' chain='ipv6'>
        <rule action='accept' direction='in'/></filter>"),
    ("allow-dhcp", "<filter name='allow-dhcp' chain='ipv4'>
        <rule action='accept' direction='out' priority='100'>
          <ip srcipaddr='0.0.0.0' dstipaddr='255.255.255.255' protocol='udp' srcportstart='68' dstportstart='67'/></rule>
        <rule action='accept' direction='in' priority='100'>
          <ip protocol='udp' srcportstart='67' dstportstart='68'/></rule></filter>"),
    ("allow-dhcp-server", "<filter name='allow-dhcp-server' chain='ipv4'>
        <rule action='accept' direction='out' priority='100'>
          <ip srcipaddr='0.0.0.0' dstipaddr='255.255.255.255' protocol='udp' srcportstart='68' dstportstart='67'/></rule>
        <rule action='accept' direction='in' priority='100'>
          <ip srcipaddr='$DHCPSERVER' protocol='udp' srcportstart='67' dstportstart='68'/></rule></filter>"),
    ("allow-dhcpv6", "<filter name='allow-dhcpv6' chain='ipv6'>
        <rule action='accept' direction='out' priority='100'>
          <ipv6 srcipaddr='fe80::' srcipmask='10' dstipaddr='ff02::1:2' protocol='udp' srcportstart='546' dstportstart='547'/></rule>
        <rule action='accept' direction='in' priority='100'>
          <ipv6 protocol='udp' srcportstart='547' dstportstart='546'/></rule></filter>"),
    ("allow-dhcpv6-server", "<filter name='allow-dhcpv6-server' chain='ipv6'>
        <rule action='accept' direction='out' priority='100'>
          <ipv6 srcipaddr='fe80::' srcipmask='10' dstipaddr='ff02::1:2' protocol='udp' srcportstart='546' dstportstart='547'/></rule>
        <rule action='accept' direction='in' priority='100'>
          <ipv6 srcipaddr='$DHCPSERVER' protocol='udp' srcportstart='547' dstportstart='546'/></rule></filter>"),
    ("no-mac-spoofing", "<filter name='no-mac-spoofing' chain='mac'>
        <rule action='return' direction='out'><mac srcmacaddr='$MAC'/></rule>
        <rule action='drop' direction='out'><mac/></rule></filter>"),
    ("no-mac-broadcast", "<filter name='no-mac-broadcast' chain='ipv4'>
        <rule action='drop' direction='out'><mac dstmacaddr='ff:ff:ff:ff:ff:ff'/></rule></filter>"),
    ("no-ip-spoofing", "<filter name='no-ip-spoofing' chain='ipv4-ip' priority='-710'>
        <rule action='return' direction='out' priority='100'><ip srcipaddr='0.0.0.0' protocol='udp'/></rule>
        <rule action='return' direction='out'><ip srcipaddr='$IP'/></rule>
        <rule action='drop' direction='out' priority='1000'/></filter>"),
    ("no-ipv6-spoofing", "<filter name='no-ipv6-spoofing' chain='ipv6-ip' priority='-610'>
        <rule action='return' direction='out' priority='100'>
          <ipv6 srcipaddr='fe80::' srcipmask='10' protocol='udp'/></rule>
        <rule action='return' direction='out'><ipv6 srcipaddr='$IPV6'/></rule>
        <rule action='drop' direction='out' priority='1000'/></filter>"),
    ("no-ip-multicast", "<filter name='no-ip-multicast' chain='ipv4'>
        <rule action='drop' direction='out'><ip dstipaddr='224.0.0.0' dstipmask='4'/></rule></filter>"),
    ("no-ipv6-multicast", "<filter name='no-ipv6-multicast' chain='ipv6'>
        <rule action='drop' direction='out'><ipv6 dstipaddr='ff00::' dstipmask='8'/></rule></filter>"),
    ("no-arp-mac-spoofing", "<filter name='no-arp-mac-spoofing' chain='arp-mac' priority='-520'>
        <rule action='return' direction='out' priority='350'><arp arpsrcmacaddr='$MAC'/></rule>
        <rule action='drop' direction='out' priority='1000'/></filter>"),
    ("no-arp-ip-spoofing", "<filter name='no-arp-ip-spoofing' chain='arp-ip' priority='-510'>
        <rule action='return' direction='out' priority='400'><arp arpsrcipaddr='$IP'/></rule>
        <rule action='drop' direction='out' priority='1000'/></filter>"),
    ("no-arp-spoofing", "<filter name='no-arp-spoofing'>
        <filterref filter='no-arp-mac-spoofing'/><filterref filter='no-arp-ip-spoofing'/></filter>"),
    ("no-other-l2-traffic", "<filter name='no-other-l2-traffic'>
        <rule action='drop' direction='inout' priority='1000'/></filter>"),
    ("no-other-rarp-traffic", "<filter name='no-other-rarp-traffic' chain='rarp'>
        <rule action='drop' direction='inout' priority='1000'/></filter>"),
    ("qemu-announce-self-rarp", "<filter name='qemu-announce-self-rarp' chain='rarp'>
        <rule action='accept' direction='out'>
          <rarp srcmacaddr='$MAC' dstmacaddr='ff:ff:ff:ff:ff:ff' opcode='Request_Reverse' arpsrcmacaddr='$MAC'
            arpdstmacaddr='$MAC' arpsrcipaddr='0.0.0.0' arpdstipaddr='0.0.0.0'/></rule>
        <rule action='accept' direction='in'>
          <rarp dstmacaddr='ff:ff:ff:ff:ff:ff' opcode='Request_Reverse' arpsrcmacaddr='$MAC'
            arpdstmacaddr='$MAC' arpsrcipaddr='0.0.0.0' arpdstipaddr='0.0.0.0'/></rule></filter>"),
    ("qemu-announce-self", "<filter name='qemu-announce-self'>
        <rule action='accept' direction='out'><mac protocolid='0x835'/></rule>
        <filterref filter='qemu-announce-self-rarp'/><filterref filter='no-other-rarp-traffic'/></filter>"),
    ("clean-traffic", "<filter name='clean-traffic'>
        <filterref filter='no-mac-spoofing'/><filterref filter='no-ip-spoofing'/>
        <rule action='accept' direction='out' priority='-650'><mac protocolid='ipv4'/></rule>
        <filterref filter='allow-incoming-ipv4'/><filterref filter='no-arp-spoofing'/>
        <rule action='accept' direction='inout' priority='-500'><mac protocolid='arp'/></rule>
        <filterref filter='no-other-l2-traffic'/><filterref filter='qemu-announce-self'/></filter>"),
    ("clean-traffic-gateway", "<filter name='clean-traffic-gateway'>
        <filterref filter='no-mac-spoofing'/><filterref filter='no-ip-spoofing'/><filterref filter='no-arp-spoofing'/>
        <rule action='accept' direction='inout' priority='-500'><mac protocolid='arp'/></rule>
        <rule action='accept' direction='in'><mac srcmacaddr='$GATEWAY_MAC'/></rule>
        <rule action='accept' direction='out'><mac dstmacaddr='$GATEWAY_MAC'/></rule>
        <filterref filter='no-other-l2-traffic'/><filterref filter='qemu-announce-self'/></filter>"),
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::definition::parse;
    use ferrovirt_schema::nwfilter::Entry;

    #[test]
    fn all_are_good_and_include_each_other() {
        assert_eq!(DEFAULTS.len(), 24);
        for (name, text) in DEFAULTS {
            let doc = parse(text, true).unwrap();
            assert_eq!(doc.name, *name);
            for entry in &doc.entries {
                if let Entry::Include(include) = entry {
                    assert!(DEFAULTS.iter().any(|(name, _)| *name == include.filter), "{name}");
                }
            }
        }
    }
}
