//! Bad documents and requests: a clear error, a small one, and nothing left behind.

use std::time::Duration;

use crate::harness::case::{Case, Outcome, require, require_equal, require_text};
use crate::harness::daemon::Daemon;
use crate::harness::domain;

pub const CASES: &[Case] = &[
    Case {
        name: "bad_malformed_xml",
        run: malformed,
    },
    Case {
        name: "bad_values_name_their_place",
        run: values,
    },
    Case {
        name: "bad_duplicate_uuid",
        run: duplicate_uuid,
    },
    Case {
        name: "bad_duplicate_names",
        run: duplicate_names,
    },
    Case {
        name: "bad_unknown_xml_where_it_is_asked_for",
        run: unknown_xml,
    },
    Case {
        name: "bad_unknown_domain",
        run: unknown_domain,
    },
    Case {
        name: "bad_wrong_state",
        run: wrong_state,
    },
    Case {
        name: "bad_huge_numbers",
        run: huge_numbers,
    },
    Case {
        name: "bad_huge_documents",
        run: huge_documents,
    },
];

fn malformed() -> Outcome {
    let mut daemon = Daemon::start()?;
    let virsh = daemon.virsh();
    for (index, text) in [
        "",
        "<domain",
        "<domain></network>",
        "no document at all",
        "<domain>&undefined;</domain>",
        "<network/>",
    ]
    .into_iter()
    .enumerate()
    {
        let file = daemon.scratch().write(&format!("bad{index}.xml"), text)?;
        virsh.refused(&["define", &file])?;
    }
    require_equal("list --all", virsh.ok(&["list", "--all", "--name"])?.trim(), "")?;
    daemon.require_alive()
}

fn values() -> Outcome {
    let daemon = Daemon::start()?;
    let virsh = daemon.virsh();
    let good = domain::idle("one");
    for (from, to, named) in [
        ("<vcpu>1</vcpu>", "<vcpu>many</vcpu>", "vcpu"),
        ("unit='MiB'", "unit='furlong'", "furlong"),
        ("<domain type='qemu'>", "<domain type='quantum'>", "quantum"),
        ("arch='x86_64'", "arch='z80'", "z80"),
        (
            "</devices>",
            "<disk type='file' device='disk'><target dev='vda' bus='pigeon'/></disk></devices>",
            "pigeon",
        ),
        ("<name>one</name>", "<name>a/b</name>", "a/b"),
    ] {
        let file = daemon.scratch().write("d.xml", good.replace(from, to))?;
        require_text(&virsh.refused(&["define", &file])?, named)?;
    }
    require_equal("list --all", virsh.ok(&["list", "--all", "--name"])?.trim(), "")
}

fn duplicate_uuid() -> Outcome {
    let daemon = Daemon::start()?;
    let virsh = daemon.virsh();
    let file = daemon.scratch().write("d.xml", domain::idle("one"))?;
    virsh.ok(&["define", &file])?;
    let other = virsh
        .ok(&["dumpxml", "one"])?
        .replace("<name>one</name>", "<name>two</name>");
    let file = daemon.scratch().write("two.xml", other)?;
    require_text(&virsh.refused(&["define", &file])?, "already defined with uuid")?;
    require_equal(
        "list --all",
        virsh.ok(&["list", "--all", "--name"])?.trim(),
        "one",
    )
}

/// A name that another object has, with an identity of its own, and the other way round.
fn duplicate_names() -> Outcome {
    let daemon = Daemon::start()?;
    let virsh = daemon.virsh();
    let write = |name: &str, text: &str| daemon.scratch().write(name, text);
    let first = write("d.xml", &domain::idle("one"))?;
    virsh.ok(&["define", &first])?;
    let uuid = "<uuid>01234567-89ab-cdef-0123-456789abcdef</uuid>";
    let other = write(
        "other.xml",
        &domain::idle("one").replace("</name>", &format!("</name>{uuid}")),
    )?;
    for verb in ["define", "create"] {
        require_text(&virsh.refused(&[verb, &other])?, "'one' already exists with uuid")?;
    }
    let network = |name: &str, uuid: &str, bridge: &str| {
        format!("<network><name>{name}</name><uuid>{uuid}</uuid><bridge name='{bridge}'/></network>")
    };
    let [one, two] = [
        "aaaaaaaa-0000-4000-8000-000000000001",
        "aaaaaaaa-0000-4000-8000-000000000002",
    ];
    virsh.ok(&["net-define", &write("n.xml", &network("n", one, "fvtd0"))?])?;
    let same_name = write("n2.xml", &network("n", two, "fvtd1"))?;
    let same_uuid = write("n3.xml", &network("m", one, "fvtd2"))?;
    for file in [&same_name, &same_uuid] {
        let refused = virsh.refused(&["net-define", file])?;
        require_text(&refused, &format!("'n' already exists with uuid {one}"))?;
    }
    let places = ["a", "b"].map(|name| daemon.scratch().join(name).display().to_string());
    virsh.ok(&["pool-define-as", "p", "dir", "--target", &places[0]])?;
    let refused = virsh.refused(&["pool-define-as", "p", "dir", "--target", &places[1]])?;
    require_text(&refused, "'p' already exists with uuid")?;
    for (list, only) in [("list", "one"), ("net-list", "n"), ("pool-list", "p")] {
        require_equal(list, virsh.ok(&[list, "--all", "--name"])?.trim(), only)?;
    }
    Ok(())
}

/// What nobody knows is kept, unless the caller wants the document to be held against its schema.
fn unknown_xml() -> Outcome {
    let daemon = Daemon::start()?;
    let virsh = daemon.virsh();
    let guest = domain::idle("one").replace("<vcpu>", "<bogus/><vcpu>");
    let network = "<network><bogus/><name>n</name><bridge name='fvtd3'/></network>";
    let pool = "<pool type='dir'><bogus/><name>p</name><target><path>/nonesuch/p</path></target></pool>";
    let guest = daemon.scratch().write("d.xml", guest)?;
    let network = daemon.scratch().write("n.xml", network)?;
    let pool = daemon.scratch().write("p.xml", pool)?;
    for (verb, file) in [
        ("define", &guest),
        ("create", &guest),
        ("net-define", &network),
        ("net-create", &network),
        ("pool-define", &pool),
    ] {
        let refused = virsh.refused(&[verb, "--validate", file])?;
        require_text(&refused, "failed to validate against schema")?;
        require_text(&refused, "bogus")?;
    }
    for list in ["list", "net-list", "pool-list"] {
        require_equal(list, virsh.ok(&[list, "--all", "--name"])?.trim(), "")?;
    }
    virsh.ok(&["define", &guest])?;
    virsh.ok(&["undefine", "one"])?;
    let good = daemon.scratch().write("good.xml", domain::idle("one"))?;
    virsh.ok(&["define", "--validate", &good]).map(|_| ())
}

fn unknown_domain() -> Outcome {
    let daemon = Daemon::start()?;
    let virsh = daemon.virsh();
    for verb in ["start", "destroy", "undefine", "dominfo", "dumpxml", "domstate"] {
        require_text(
            &virsh.refused(&[verb, "nonesuch"])?,
            "failed to get domain 'nonesuch'",
        )?;
    }
    require_text(
        &virsh.refused(&["net-info", "nonesuch"])?,
        "failed to get network 'nonesuch'",
    )?;
    require_text(
        &virsh.refused(&["pool-info", "nonesuch"])?,
        "failed to get pool 'nonesuch'",
    )
}

fn wrong_state() -> Outcome {
    let daemon = Daemon::start()?;
    let virsh = daemon.virsh();
    let file = daemon.scratch().write("d.xml", domain::idle("one"))?;
    virsh.ok(&["define", &file])?;
    for verb in ["destroy", "shutdown", "reboot", "suspend", "resume", "reset"] {
        require_text(&virsh.refused(&[verb, "one"])?, "not running")?;
    }
    require_text(
        &virsh.refused(&["screenshot", "one", "/dev/null"])?,
        "not running",
    )
}

/// Numbers that sized an allocation or a loop elsewhere.
fn huge_numbers() -> Outcome {
    let mut daemon = Daemon::start()?;
    let virsh = daemon.virsh();
    let good = domain::idle("one");
    for device in [
        "<controller type='scsi' index='2147483647'/>",
        "<disk type='file' device='disk'><source file='/x'/><target dev='sdzzzz' bus='scsi'/></disk>",
        "<controller type='virtio-serial' ports='2147483647'/>",
        "<controller type='pci' index='2147483647' model='pci-bridge'/>",
    ] {
        let file = daemon.scratch().write(
            "d.xml",
            good.replace("</devices>", &format!("{device}</devices>")),
        )?;
        let finished = virsh.run(&["define", &file])?;
        require(finished.elapsed < Duration::from_secs(2), || {
            format!("{device} took {:?}", finished.elapsed)
        })?;
        require(finished.code.is_some(), || format!("{device} hung"))?;
    }
    daemon.require_alive()
}

/// Documents made to keep a worker busy: others are served meanwhile.
fn huge_documents() -> Outcome {
    let mut daemon = Daemon::start()?;
    let virsh = daemon.virsh();
    let attributes: String = (0..200_000).map(|index| format!(" a{index}='1'")).collect();
    let devices = "<input type='mouse' bus='ps2'/>".repeat(40_000);
    let documents = [
        format!("<domain{attributes}/>"),
        domain::idle("many").replace("</devices>", &format!("{devices}</devices>")),
        format!("<domain><!-- {}", "-".repeat(1_000_000)),
        "<a>".repeat(100_000),
    ];
    for (index, document) in documents.iter().enumerate() {
        let file = daemon.scratch().write("d.xml", document)?;
        let resident = daemon.resident_kib().unwrap_or_default();
        let sender = virsh.spawn(&["define", &file])?;
        let answer = virsh.run(&["list", "--all"])?;
        require(
            answer.code == Some(0) && answer.elapsed < Duration::from_secs(2),
            || {
                format!(
                    "document {index} kept another client waiting for {:?}",
                    answer.elapsed
                )
            },
        )?;
        let output = sender.wait_with_output()?;
        require(output.status.code().is_some(), || {
            format!("document {index}: the client died")
        })?;
        let grown = daemon.resident_kib().unwrap_or_default().saturating_sub(resident);
        require(grown < 256 << 10, || {
            format!("document {index} made the daemon grow by {grown} KiB")
        })?;
    }
    daemon.require_alive()
}
