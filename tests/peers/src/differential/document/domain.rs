//! Domains.

use super::super::random::{Chance, DOMAINS};
use super::device::DEVICES;
use super::{Lines, uuid_of};

const BEFORE_DEVICES: &[(usize, &[&str])] = &[
    (
        4,
        &[
            "<title>A title</title>",
            "!<title/>",
            "!<title>two&#10;lines</title>",
        ],
    ),
    (4, &["<description>Some words &amp; more</description>"]),
    (
        8,
        &["<metadata><a:x xmlns:a='http://a.example/'>1</a:x></metadata>"],
    ),
    (
        2,
        &[
            "<currentMemory unit='KiB'>102400</currentMemory>",
            "<currentMemory>999999999</currentMemory>",
            "<currentMemory unit='MiB'>64</currentMemory>",
        ],
    ),
    (
        2,
        &[
            "<vcpu>2</vcpu>",
            "<vcpu current='1'>4</vcpu>",
            "<vcpu placement='static' cpuset='0-3,^2'>4</vcpu>",
            "!<vcpu>0</vcpu>",
            "!<vcpu current='5'>4</vcpu>",
            "<vcpu>33</vcpu>",
            "<vcpu cpuset='0-7'>1</vcpu>",
        ],
    ),
    (
        4,
        &[
            "<iothreads>2</iothreads>",
            "<iothreads>0</iothreads>",
            "!<iothreads>x</iothreads>",
        ],
    ),
    (
        6,
        &[
            "<cputune><shares>2048</shares><period>100000</period><quota>-1</quota></cputune>",
            "<cputune><vcpupin vcpu='0' cpuset='1-2'/><emulatorpin cpuset='0'/></cputune>",
            "!<cputune><vcpupin vcpu='9' cpuset='1'/></cputune>",
            "!<cputune><period>1</period></cputune>",
        ],
    ),
    (
        6,
        &[
            "<blkiotune><weight>500</weight><device><path>/dev/sda</path><weight>200</weight></device></blkiotune>",
            "<blkiotune><device><path>/dev/sda</path><read_bytes_sec>1000</read_bytes_sec></device></blkiotune>",
        ],
    ),
    (
        6,
        &[
            "<memtune><hard_limit unit='KiB'>300000</hard_limit><soft_limit>200000</soft_limit></memtune>",
            "<memtune><swap_hard_limit>400000</swap_hard_limit></memtune>",
        ],
    ),
    (
        8,
        &[
            "<memoryBacking><hugepages/></memoryBacking>",
            "<memoryBacking><locked/></memoryBacking>",
        ],
    ),
    (
        8,
        &[
            "<numatune><memory mode='strict' nodeset='0'/></numatune>",
            "<numatune><memory mode='interleave' nodeset='0-1'/></numatune>",
        ],
    ),
    (
        3,
        &[
            "<features><acpi/><apic/><pae/></features>",
            "<features><acpi/></features>",
        ],
    ),
    (
        8,
        &[
            "<cpu mode='custom' match='exact'><model>Penryn</model><feature policy='require' name='vmx'/></cpu>",
            "<cpu><topology sockets='1' cores='2' threads='1'/></cpu>",
            "<cpu><numa><cell id='0' cpus='0' memory='102400' unit='KiB'/></numa></cpu>",
        ],
    ),
    (
        4,
        &[
            "<clock offset='localtime'/>",
            "<clock offset='utc'><timer name='rtc' tickpolicy='catchup'/></clock>",
            "<clock offset='variable' adjustment='3600' basis='utc'/>",
        ],
    ),
    (
        6,
        &[
            "<on_poweroff>restart</on_poweroff>",
            "<on_poweroff>preserve</on_poweroff>",
        ],
    ),
    (
        6,
        &[
            "<on_reboot>destroy</on_reboot>",
            "<on_reboot>preserve</on_reboot>",
            "!<on_reboot>x</on_reboot>",
        ],
    ),
    (
        6,
        &[
            "<on_crash>restart</on_crash>",
            "<on_crash>coredump-destroy</on_crash>",
        ],
    ),
    (
        12,
        &["<pm><suspend-to-mem enabled='yes'/><suspend-to-disk enabled='no'/></pm>"],
    ),
    (12, &["<perf><event name='cmt' enabled='yes'/></perf>"]),
    (16, &["!<nonsense>1</nonsense>"]),
    (
        12,
        &[
            "<seclabel type='none'/>",
            "<resource><partition>/machine</partition></resource>",
        ],
    ),
];

/// A whole definition.
pub fn domain(chance: &mut Chance) -> String {
    let name = chance.word_of(DOMAINS);
    let mut out = Lines::default();
    out.put(if chance.one_in(24) {
        "<domain type='kvm'>"
    } else {
        "<domain type='test'>"
    });
    out.put(format!("<name>{name}</name>"));
    match chance.below(16) {
        0 => {}
        1 => {
            let other = chance.word_of(DOMAINS);
            out.put(format!("<uuid>{}</uuid>", uuid_of(other)));
        }
        _ => {
            out.put(format!("<uuid>{}</uuid>", uuid_of(name)));
        }
    }
    out.one_of(
        chance,
        &[
            "<memory unit='KiB'>204800</memory>",
            "<memory unit='MiB'>512</memory>",
            "<memory>131072</memory>",
            "<memory unit='KiB'>204800</memory>",
            "!<memory unit='XiB'>1</memory>",
            "!<memory>0</memory>",
        ],
    );
    for (one_in, lines) in BEFORE_DEVICES {
        out.some(chance, *one_in, lines);
    }
    out.put("<os>");
    out.one_of(
        chance,
        &[
            "<type arch='i686'>hvm</type>",
            "<type arch='i686'>hvm</type>",
            "<type>hvm</type>",
            "<type arch='i686'>hvm</type>",
            "<type arch='x86_64'>hvm</type>",
            "!<type arch='i686'>exe</type>",
        ],
    );
    out.some(
        chance,
        3,
        &["<boot dev='hd'/>", "<boot dev='network'/>", "<boot dev='cdrom'/>"],
    );
    out.some(
        chance,
        8,
        &[
            "<kernel>/boot/k</kernel>",
            "<bootmenu enable='yes' timeout='3000'/>",
        ],
    );
    out.put("</os>");
    // The same twice is a mistake with some of them.
    let mut used = Vec::new();
    out.put("<devices>");
    for _ in 0..chance.below(5) {
        if let Some(line) = chance.line_of(DEVICES)
            && !used.contains(&line)
        {
            used.push(line);
            out.put(line);
        }
    }
    out.put("</devices>");
    out.put("</domain>");
    out.text()
}
