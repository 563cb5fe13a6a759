//! What a definition asks of a host, against the domain capabilities of that host.

use ferrovirt_xml::{Limits, Node, XmlError, nearest, parse};

use super::{Problem, Step};
use crate::domaincaps::{CapsPart, DomainCaps};
use ferrovirt_xml::YesNo;

/// A vocabulary of the capabilities and the place of a definition where its words stand.
struct Asked {
    part: fn(&DomainCaps) -> Option<&CapsPart>,
    name: &'static str,
    path: &'static str,
}

const ASKED: &[Asked] = &[
    asked(|c| c.devices.disk.as_ref(), "diskDevice", "devices/disk/@device"),
    asked(|c| c.devices.disk.as_ref(), "bus", "devices/disk/target/@bus"),
    asked(|c| c.devices.disk.as_ref(), "model", "devices/disk/@model"),
    asked(|c| c.devices.graphics.as_ref(), "type", "devices/graphics/@type"),
    asked(
        |c| c.devices.video.as_ref(),
        "modelType",
        "devices/video/model/@type",
    ),
    asked(|c| c.devices.hostdev.as_ref(), "mode", "devices/hostdev/@mode"),
    asked(
        |c| c.devices.hostdev.as_ref(),
        "subsysType",
        "devices/hostdev/@type",
    ),
    asked(|c| c.devices.rng.as_ref(), "model", "devices/rng/@model"),
    asked(
        |c| c.devices.rng.as_ref(),
        "backendModel",
        "devices/rng/backend/@model",
    ),
    asked(
        |c| c.devices.filesystem.as_ref(),
        "driverType",
        "devices/filesystem/driver/@type",
    ),
    asked(|c| c.devices.tpm.as_ref(), "model", "devices/tpm/@model"),
    asked(
        |c| c.devices.tpm.as_ref(),
        "backendModel",
        "devices/tpm/backend/@type",
    ),
    asked(
        |c| c.devices.tpm.as_ref(),
        "backendVersion",
        "devices/tpm/backend/@version",
    ),
    asked(|c| c.devices.redirdev.as_ref(), "bus", "devices/redirdev/@bus"),
    asked(|c| c.devices.channel.as_ref(), "type", "devices/channel/@type"),
    asked(|c| c.devices.crypto.as_ref(), "model", "devices/crypto/@model"),
    asked(|c| c.devices.crypto.as_ref(), "type", "devices/crypto/@type"),
    asked(
        |c| c.devices.crypto.as_ref(),
        "backendModel",
        "devices/crypto/backend/@model",
    ),
    asked(
        |c| c.devices.interface.as_ref(),
        "backendType",
        "devices/interface/backend/@type",
    ),
    asked(|c| c.devices.panic.as_ref(), "model", "devices/panic/@model"),
    asked(|c| c.devices.console.as_ref(), "type", "devices/console/@type"),
    asked(|c| c.devices.memory.as_ref(), "model", "devices/memory/@model"),
    asked(
        |c| c.memory_backing.as_ref(),
        "sourceType",
        "memoryBacking/source/@type",
    ),
    asked(|c| Some(&c.os.part), "firmware", "os/@firmware"),
    asked(|c| c.os.loader.as_ref(), "type", "os/loader/@type"),
    asked(|c| c.os.loader.as_ref(), "secure", "os/loader/@secure"),
    asked(|c| c.features.gic.as_ref(), "version", "features/gic/@version"),
    asked(
        |c| c.features.launch_security.as_ref(),
        "sectype",
        "launchSecurity/@type",
    ),
];

const fn asked(part: fn(&DomainCaps) -> Option<&CapsPart>, name: &'static str, path: &'static str) -> Asked {
    Asked { part, name, path }
}

/// Everything in a domain's definition that the host cannot do. The error is that the definition cannot
/// be read.
pub fn host(definition: &str, caps: &DomainCaps) -> Result<Vec<Problem>, XmlError> {
    let tree = parse(definition, Limits::default())?;
    let root = tree.root();
    let mut found = Vec::new();
    identity(root, caps, &mut found);
    cpu(root, caps, &mut found);
    for asked in ASKED {
        let Some(part) = (asked.part)(caps) else { continue };
        let words = part.enums.iter().find(|e| e.name == asked.name);
        let allowed: Vec<&str> = match (part.supported, words) {
            (YesNo::No, _) => Vec::new(),
            (YesNo::Yes, Some(words)) => words.values.iter().map(String::as_str).collect(),
            // A vocabulary that the host does not speak of says nothing.
            (YesNo::Yes, None) => continue,
        };
        each(root, asked.path, &mut |node, attr, word| {
            if !allowed.contains(&word) {
                found.push(refused(node, Some(attr), word, &allowed));
            }
        });
    }
    found.sort_by_key(|p| (p.line, p.column));
    Ok(found)
}

/// Calls `see` with every attribute at a path below a node.
fn each(node: Node<'_>, path: &str, see: &mut dyn FnMut(Node<'_>, &str, &str)) {
    match path.split_once('/') {
        Some((step, rest)) => node
            .children()
            .filter(|c| c.is(step))
            .for_each(|c| each(c, rest, see)),
        None => {
            let attr = path.trim_start_matches('@');
            if let Some(word) = node.peek(attr) {
                see(node, attr, word);
            }
        }
    }
}

fn refused(node: Node<'_>, attr: Option<&str>, word: &str, allowed: &[&str]) -> Problem {
    let can = match allowed {
        [] => "nothing of that kind".to_owned(),
        words => words.join(", "),
    };
    let message = format!("the host cannot do '{word}'; it can do {can}");
    let (path, place) = match attr {
        Some(attr) => (format!("{}/@{attr}", node.path()), node.attr_position(attr)),
        None => (node.path(), node.position()),
    };
    let mut problem = Problem::new(Step::Host, path, place, message);
    problem.found = Some(word.to_owned());
    problem.allowed = allowed.iter().map(|w| (*w).to_owned()).collect();
    // `nearest` wants words that live for ever; the few here are compared by hand.
    problem.nearest = allowed
        .iter()
        .find(|w| w.eq_ignore_ascii_case(word) || nearest(word, std::iter::empty()).is_some())
        .map(|w| (*w).to_owned());
    problem
}

fn identity(root: Node<'_>, caps: &DomainCaps, found: &mut Vec<Problem>) {
    if let Some(word) = root.peek("type").filter(|w| *w != caps.domain) {
        found.push(refused(root, Some("type"), word, &[&caps.domain]));
    }
    each(root, "os/type/@arch", &mut |node, attr, word| {
        if word != caps.arch {
            found.push(refused(node, Some(attr), word, &[&caps.arch]));
        }
    });
    let vcpu = root.children().find(|c| c.is("vcpu"));
    if let (Some(most), Some(vcpu)) = (&caps.vcpu, vcpu)
        && let Some(count) = vcpu.peek_text().and_then(|t| t.trim().parse::<u32>().ok())
        && count > most.max
    {
        let message = format!(
            "the host gives a guest at most {} processors, not {count}",
            most.max
        );
        found.push(Problem::new(Step::Host, vcpu.path(), vcpu.position(), message));
    }
}

fn cpu(root: Node<'_>, caps: &DomainCaps, found: &mut Vec<Problem>) {
    let modes: Vec<&str> = caps
        .cpu
        .modes
        .iter()
        .filter(|mode| mode.supported == YesNo::Yes)
        .map(|mode| mode.name.as_str())
        .collect();
    if modes.is_empty() {
        return;
    }
    each(root, "cpu/@mode", &mut |node, attr, word| {
        if !modes.contains(&word) {
            found.push(refused(node, Some(attr), word, &modes));
        }
    });
}
