//! Everything but domains and their devices.

use super::super::random::Chance;
use super::{Lines, uuid_of};

pub fn network(chance: &mut Chance) -> String {
    let name = chance.word_of(&["n1", "n1", "n2", "default"]);
    let mut out = Lines::default();
    out.put("<network>").put(format!("<name>{name}</name>"));
    if !chance.one_in(12) {
        out.put(format!("<uuid>{}</uuid>", uuid_of(name)));
    }
    out.some(
        chance,
        2,
        &[
            "<forward mode='nat'/>",
            "<forward mode='route' dev='eth0'/>",
            "<forward mode='open'/>",
            "<forward mode='bridge'/>",
            "<forward mode='nat'><nat><port start='1024' end='65535'/></nat></forward>",
            "!<forward mode='what'/>",
        ],
    );
    out.some(
        chance,
        2,
        &[
            "<bridge name='virbr1'/>",
            "<bridge name='virbr2' stp='off' delay='3'/>",
            "!<bridge stp='on'/>",
            "<bridge name='br7'/>",
        ],
    );
    out.some(
        chance,
        8,
        &["<mtu size='9000'/>", "<mac address='52:54:00:aa:00:01'/>"],
    );
    out.some(
        chance,
        4,
        &[
            "<domain name='example.org'/>",
            "<domain name='example.org' localOnly='yes'/>",
        ],
    );
    out.some(
        chance,
        6,
        &[
            "<dns><host ip='10.0.0.9'><hostname>a</hostname></host></dns>",
            "<dns><txt name='x' value='y'/></dns>",
            "<dns enable='no'/>",
        ],
    );
    out.some(
        chance,
        8,
        &[
            "<portgroup name='a' default='yes'/>",
            "<bandwidth><inbound average='100'/></bandwidth>",
        ],
    );
    out.some(
        chance,
        2,
        &[
            "<ip address='10.0.0.1' netmask='255.255.255.0'><dhcp><range start='10.0.0.2' end='10.0.0.99'/></dhcp></ip>",
            "<ip address='10.1.0.1' prefix='16'/>",
            "<ip family='ipv6' address='fd00::1' prefix='64'/>",
            "!<ip address='10.0.0.1' netmask='255.255.255.0'><dhcp><range start='10.0.9.2' end='10.0.0.99'/></dhcp></ip>",
            "<ip address='10.0.0.1' netmask='255.255.255.0'><dhcp><host mac='52:54:00:00:00:01' name='h' ip='10.0.0.5'/></dhcp></ip>",
            "!<ip address='banana'/>",
        ],
    );
    out.put("</network>");
    out.text()
}

/// A piece of a network, for updates.
pub fn update(chance: &mut Chance) -> String {
    chance
        .line_of(&[
            "<host mac='52:54:00:00:00:01' name='h1' ip='192.168.122.10'/>",
            "<host mac='52:54:00:00:00:02' ip='192.168.122.11'/>",
            "<range start='192.168.122.100' end='192.168.122.120'/>",
            "<portgroup name='pg'/>",
            "<host ip='192.168.122.12'><hostname>x</hostname></host>",
            "<txt name='t' value='v'/>",
            "<srv service='s' protocol='tcp' target='h' port='1'/>",
            "<interface dev='eth0'/>",
            "!<nonsense/>",
        ])
        .unwrap_or_default()
        .to_owned()
}

pub fn pool(chance: &mut Chance) -> String {
    let name = chance.word_of(&["p1", "p1", "p2", "default-pool"]);
    let kind = chance.word_of(&[
        "dir", "dir", "dir", "fs", "netfs", "logical", "iscsi", "scsi", "disk", "nokind",
    ]);
    let mut out = Lines::default();
    out.put(format!("<pool type='{kind}'>"))
        .put(format!("<name>{name}</name>"));
    if !chance.one_in(12) {
        out.put(format!("<uuid>{}</uuid>", uuid_of(name)));
    }
    match kind {
        "fs" => {
            out.put("<source><device path='/dev/vg/x'/><format type='ext4'/></source>");
        }
        "netfs" => {
            out.put("<source><host name='server'/><dir path='/export'/><format type='nfs'/></source>");
        }
        "logical" => {
            out.put("<source><device path='/dev/sdb'/><name>vg0</name></source>");
        }
        "disk" => {
            out.put("<source><device path='/dev/sdc'/></source>");
        }
        "iscsi" => {
            out.put("<source><host name='server'/><device path='iqn.2000-01.example:x'/></source>");
        }
        "scsi" => {
            // Not of a virtual port: a stock daemon starts such a pool without making its device, and then cannot
            // stop it, because the device is not there.
            out.put(chance.word_of(&["<source><adapter name='scsi_host1'/></source>"]));
        }
        _ => {}
    }
    out.some(chance, 12, &["!<source><format type='what'/></source>"]);
    out.put("<target>");
    if !chance.one_in(16) {
        out.put(format!("<path>/{name}</path>"));
    }
    out.some(
        chance,
        6,
        &[
            "<permissions><mode>0755</mode><owner>1</owner><group>2</group></permissions>",
            "<permissions><mode>0700</mode></permissions>",
            "!<permissions><mode>9</mode></permissions>",
        ],
    );
    out.put("</target>").put("</pool>");
    out.text()
}

pub fn volume(chance: &mut Chance) -> String {
    let name = chance.word_of(&["v1", "v1", "v2", "v3"]);
    let mut out = Lines::default();
    out.put("<volume>").put(format!("<name>{name}</name>"));
    out.one_of(
        chance,
        &[
            "<capacity unit='M'>10</capacity>",
            "<capacity>1048576</capacity>",
            "<capacity unit='T'>1</capacity>",
            "<capacity unit='G'>5</capacity>",
            "!<capacity unit='what'>5</capacity>",
            "<capacity>0</capacity>",
        ],
    );
    out.some(
        chance,
        3,
        &[
            "<allocation>0</allocation>",
            "<allocation unit='M'>5</allocation>",
            "<allocation unit='P'>5</allocation>",
        ],
    );
    out.some(
        chance,
        4,
        &[
            "<target><format type='qcow2'/></target>",
            "<target><format type='raw'/><permissions><mode>0600</mode></permissions></target>",
            "!<target><format type='nosuch'/></target>",
            "<target><path>/elsewhere</path></target>",
        ],
    );
    out.some(
        chance,
        8,
        &["<backingStore><path>/base</path><format type='qcow2'/></backingStore>"],
    );
    out.put("</volume>");
    out.text()
}

pub fn snapshot(chance: &mut Chance) -> String {
    let mut out = Lines::default();
    out.put("<domainsnapshot>");
    if !chance.one_in(12) {
        let name = chance.word_of(&["s1", "s1", "s2", "s3", "s4", "a/b", ""]);
        out.put(format!("<name>{name}</name>"));
    }
    out.some(
        chance,
        4,
        &["<description>before</description>", "<description/>"],
    );
    out.some(
        chance,
        6,
        &[
            "<disks><disk name='vda' snapshot='external'><source file='/img/a.snap'/></disk></disks>",
            "<disks><disk name='vda' snapshot='no'/></disks>",
            "<disks><disk name='vdz' snapshot='external'/></disks>",
            "<disks><disk name='vda' snapshot='internal'/></disks>",
        ],
    );
    out.some(
        chance,
        8,
        &[
            "<memory snapshot='no'/>",
            "<memory snapshot='internal'/>",
            "<memory snapshot='external' file='/img/mem'/>",
        ],
    );
    // What a redefinition brings.
    out.some(
        chance,
        6,
        &[
            "<state>shutoff</state>",
            "<state>running</state>",
            "<state>disk-snapshot</state>",
            "<state>nostate</state>",
        ],
    );
    out.some(chance, 8, &["<creationTime>1234567890</creationTime>"]);
    out.some(
        chance,
        8,
        &[
            "<parent><name>s1</name></parent>",
            "<parent><name>s2</name></parent>",
            "<parent><name>nosuch</name></parent>",
        ],
    );
    out.put("</domainsnapshot>");
    out.text()
}

pub fn checkpoint(chance: &mut Chance) -> String {
    let mut out = Lines::default();
    out.put("<domaincheckpoint>");
    if !chance.one_in(12) {
        let name = chance.word_of(&["c1", "c1", "c2", "c3", "a/b", ""]);
        out.put(format!("<name>{name}</name>"));
    }
    out.some(chance, 4, &["<description>before</description>"]);
    out.some(
        chance,
        3,
        &[
            "<disks><disk name='vda' checkpoint='bitmap'/></disks>",
            "<disks><disk name='vda' checkpoint='bitmap' bitmap='b1'/></disks>",
            "<disks><disk name='vda' checkpoint='no'/></disks>",
            "<disks><disk name='vdz' checkpoint='bitmap'/></disks>",
            "!<disks><disk name='vda' checkpoint='what'/></disks>",
        ],
    );
    // What a redefinition brings.
    out.some(chance, 6, &["<creationTime>1234567890</creationTime>"]);
    out.some(
        chance,
        8,
        &[
            "<parent><name>c1</name></parent>",
            "<parent><name>c2</name></parent>",
        ],
    );
    out.put("</domaincheckpoint>");
    out.text()
}

pub fn interface(chance: &mut Chance) -> String {
    let name = chance.word_of(&["eth1", "eth2", "eth2", "eth3"]);
    let mut out = Lines::default();
    let kind = chance.word_of(&["ethernet", "ethernet", "ethernet", "what"]);
    out.put(format!("<interface type='{kind}' name='{name}'>"));
    out.some(
        chance,
        2,
        &[
            "<start mode='onboot'/>",
            "<start mode='none'/>",
            "<start mode='hotplug'/>",
            "!<start mode='x'/>",
        ],
    );
    out.some(
        chance,
        2,
        &[
            "<mac address='52:54:00:05:05:05'/>",
            "<mac address='aa:bb:cc:dd:ee:ff'/>",
            "<mac address='52:54:00:05:05:06'/>",
        ],
    );
    out.some(chance, 4, &["<mtu size='1400'/>", "!<mtu size='x'/>"]);
    out.some(
        chance,
        2,
        &[
            "<protocol family='ipv4'><dhcp/></protocol>",
            "<protocol family='ipv4'><ip address='10.1.1.1' prefix='24'/><route gateway='10.1.1.254'/></protocol>",
            "<protocol family='ipv6'><autoconf/></protocol>",
            "!<protocol family='what'/>",
        ],
    );
    out.put("</interface>");
    out.text()
}

/// A virtual port of a host adapter: the only device that can be made here.
pub fn host_device(chance: &mut Chance) -> String {
    let mut out = Lines::default();
    out.put("<device>");
    out.put(chance.word_of(&[
        "<parent>scsi_host1</parent>",
        "<parent>scsi_host1</parent>",
        "<parent>scsi_host2</parent>",
        "<parent>nosuch</parent>",
        "<parent>computer</parent>",
    ]));
    out.put(chance.word_of(&[
        "<capability type='scsi_host'><capability type='fc_host'><wwnn>2000000012341234</wwnn><wwpn>1000000012341234</wwpn></capability></capability>",
        "<capability type='scsi_host'><capability type='fc_host'/></capability>",
        "<capability type='scsi_host'><capability type='fc_host'><wwnn>2000000012341234</wwnn></capability></capability>",
        "<capability type='scsi_host'/>",
        "<capability type='pci'/>",
        "<capability type='nosuch'/>",
    ]));
    out.put("</device>");
    out.text()
}

pub fn cpu(chance: &mut Chance) -> String {
    let model = chance.word_of(&[
        "Penryn",
        "Nehalem",
        "qemu64",
        "kvm64",
        "core2duo",
        "pentium3",
        "Westmere",
        "SandyBridge",
        "Haswell",
        "Skylake-Client",
        "EPYC",
        "Opteron_G1",
        "Opteron_G3",
        "nosuch",
    ]);
    let mut out = Lines::default();
    out.put("<cpu>")
        .put("<arch>x86_64</arch>")
        .put(format!("<model>{model}</model>"));
    out.some(chance, 4, &["<vendor>Intel</vendor>", "<vendor>AMD</vendor>"]);
    out.some(
        chance,
        3,
        &[
            "<feature name='vmx'/>",
            "<feature name='svm'/>",
            "<feature name='nosuch'/>",
        ],
    );
    out.put("</cpu>");
    out.text()
}
