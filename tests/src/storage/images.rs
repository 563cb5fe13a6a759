//! A corpus of crafted images: what they say about themselves is never followed.

use super::directory_pool;
use crate::harness::case::{Case, Outcome, require, require_text};
use crate::harness::daemon::Daemon;

pub const CASES: &[Case] = &[
    Case {
        name: "crafted_headers_do_no_harm",
        run: crafted,
    },
    Case {
        name: "a_header_cannot_have_a_file_read",
        run: outside,
    },
];

/// A qcow2 header of version 3 that names an image below it.
fn qcow2(backing: &str, size: u64, cluster_bits: u32, backing_at: u64, backing_len: u32) -> Vec<u8> {
    let mut header = Vec::new();
    header.extend(b"QFI\xfb");
    header.extend(3u32.to_be_bytes());
    header.extend(backing_at.to_be_bytes());
    header.extend(backing_len.to_be_bytes());
    header.extend(cluster_bits.to_be_bytes());
    header.extend(size.to_be_bytes());
    header.resize(104, 0);
    header[96..100].copy_from_slice(&4u32.to_be_bytes());
    header[100..104].copy_from_slice(&104u32.to_be_bytes());
    // The format of what is below: raw.
    header.extend(0xe279_2aca_u32.to_be_bytes());
    header.extend(3u32.to_be_bytes());
    header.extend(b"raw\0\0\0\0\0");
    header.extend([0; 8]);
    header.resize(512, 0);
    header.extend(backing.as_bytes());
    header.resize(66_000, 0);
    header
}

fn crafted() -> Outcome {
    let mut daemon = Daemon::start()?;
    let (virsh, folder) = directory_pool(&daemon)?;
    let far = u64::MAX;
    let corpus: Vec<(&str, Vec<u8>)> = vec![
        ("huge-capacity", qcow2("", far, 16, 0, 0)),
        ("no-clusters", qcow2("", 1 << 20, 0, 0, 0)),
        ("large-clusters", qcow2("", 1 << 20, 63, 0, 0)),
        ("backing-far-away", qcow2("", 1 << 20, 16, far - 10, 1023)),
        ("backing-too-long", qcow2("", 1 << 20, 16, 512, u32::MAX)),
        ("backing-control", qcow2("a\nb\0c", 1 << 20, 16, 512, 6)),
        ("backing-itself", qcow2("backing-itself", 1 << 20, 16, 512, 14)),
        (
            "backing-json",
            qcow2("json:{\"driver\":\"host_device\"}", 1 << 20, 16, 512, 30),
        ),
        ("qcow2-cut", qcow2("", 1 << 20, 16, 0, 0)[..20].to_vec()),
        ("vmdk-descriptor", [b"KDMV".as_slice(), &[0xff; 508]].concat()),
        (
            "vdi-sizes",
            [vec![0; 64], vec![0x7f, 0x10, 0xda, 0xbe], vec![0xff; 444]].concat(),
        ),
        ("qed-all-ones", [b"QED\0".as_slice(), &[0xff; 508]].concat()),
        ("vhd-footer", [b"conectix".as_slice(), &[0xff; 504]].concat()),
        (
            "luks-payload",
            [b"LUKS\xba\xbe\0\x01".as_slice(), &[0xff; 600]].concat(),
        ),
        ("empty", Vec::new()),
    ];
    for (name, content) in &corpus {
        std::fs::write(folder.join(name), content)?;
    }
    virsh.ok(&["pool-refresh", "p"])?;
    for (name, _) in &corpus {
        virsh
            .ok(&["vol-dumpxml", name, "p"])
            .map_err(|problem| format!("{name}: {problem}"))?;
    }
    daemon.require_alive()
}

fn outside() -> Outcome {
    let daemon = Daemon::start()?;
    let (virsh, folder) = directory_pool(&daemon)?;
    let precious = daemon
        .scratch()
        .write("precious", "what nobody may read".repeat(4000))?;
    let length = u32::try_from(precious.len()).unwrap_or_default();
    std::fs::write(folder.join("trap"), qcow2(&precious, 65_536, 16, 512, length))?;
    virsh.ok(&["pool-refresh", "p"])?;
    let refused = virsh.refused(&["vol-clone", "trap", "copy", "--pool", "p"])?;
    require_text(&refused, "is in no active pool")?;
    require(!folder.join("copy").exists(), || "a copy was made".to_owned())
}
