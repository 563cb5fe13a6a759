//! A processor as a caller describes it.

use crate::CpuError;
use ferrovirt_types::arch::ARCHITECTURES;
use ferrovirt_xml::{Limits, Node, Tree, Value, XmlErrorKind, parse};

fn read(text: &str) -> Result<Tree<'_>, CpuError> {
    let tree = parse(text, Limits::default())?;
    let root = tree.root();
    if !root.is("cpu") {
        let kind = XmlErrorKind::WrongRoot {
            found: root.name().to_owned(),
            expected: "cpu".into(),
        };
        return Err(root.error(kind).into());
    }
    Ok(tree)
}

fn leaf(root: Node<'_>, name: &str) -> Option<String> {
    let text = root.child(name)?.text().trim().to_owned();
    (!text.is_empty()).then_some(text)
}

fn feature_name(feature: Node<'_>) -> Result<String, CpuError> {
    let name = feature.attr("name").filter(|name| !name.is_empty());
    let name = name.ok_or(CpuError::Missing { what: "feature name" })?;
    Ok(name.to_owned())
}

fn features(cpu: Node<'_>) -> Result<Vec<String>, CpuError> {
    let mut features: Vec<String> = Vec::new();
    for feature in cpu.children_named("feature") {
        let name = feature_name(feature)?;
        if features.contains(&name) {
            return Err(CpuError::FeatureTwice { name });
        }
        features.push(name);
    }
    Ok(features)
}

/// How many there are of each is a number above zero.
fn check_topology(topology: Node<'_>) -> Result<(), CpuError> {
    for (name, needed) in [
        ("sockets", true),
        ("dies", false),
        ("cores", true),
        ("threads", true),
    ] {
        let number = topology.attr(name).map(u32::parse);
        match number {
            None if !needed => {}
            Some(Ok(1..)) => {}
            _ => return Err(CpuError::Topology { name }),
        }
    }
    Ok(())
}

/// `<cpu>` as far as it matters for comparing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Described {
    pub(crate) arch: String,
    pub(crate) model: String,
    pub(crate) vendor: Option<String>,
    /// Names, and whether the processor has them.
    pub(crate) features: Vec<String>,
}

impl Described {
    pub(crate) fn parse(text: &str) -> Result<Self, CpuError> {
        let tree = read(text)?;
        let root = tree.root();
        if root.attr("mode").is_some() {
            return Err(CpuError::GuestOnly { attribute: "mode" });
        }
        let arch = leaf(root, "arch").ok_or(CpuError::Missing { what: "architecture" })?;
        if !ARCHITECTURES.contains(&arch.as_str()) {
            return Err(CpuError::BadArch { arch });
        }
        if let Some(topology) = root.child("topology") {
            check_topology(topology)?;
        }
        Ok(Described {
            arch,
            model: leaf(root, "model").ok_or(CpuError::Missing { what: "model name" })?,
            vendor: leaf(root, "vendor"),
            features: features(root)?,
        })
    }
}

/// What a guest is to have of a feature.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Wish {
    /// It has to be there.
    Required,
    /// The guest is told that it is there, whatever the host has.
    Forced,
    /// The guest goes without it.
    Without,
    /// The host must not have it.
    Forbidden,
    /// It may be there.
    Optional,
}

/// `<cpu>` of a guest, which may leave much to the host.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Wanted {
    pub(crate) arch: Option<String>,
    /// The host's own is asked for, not a model.
    pub(crate) of_host: bool,
    pub(crate) model: Option<String>,
    pub(crate) vendor: Option<String>,
    /// Nothing beyond it may be there.
    pub(crate) strict: bool,
    pub(crate) features: Vec<(String, Wish)>,
}

impl Wanted {
    pub(crate) fn parse(text: &str) -> Result<Self, CpuError> {
        let tree = read(text)?;
        let root = tree.root();
        let feature = |f: Node<'_>| {
            let wish = match f.attr("policy") {
                Some("disable") => Wish::Without,
                Some("forbid") => Wish::Forbidden,
                Some("force") => Wish::Forced,
                Some("optional") => Wish::Optional,
                _ => Wish::Required,
            };
            Ok((feature_name(f)?, wish))
        };
        Ok(Wanted {
            arch: leaf(root, "arch"),
            of_host: root.attr("mode").is_some_and(|mode| mode != "custom"),
            model: leaf(root, "model"),
            vendor: leaf(root, "vendor"),
            strict: root.attr("match") == Some("strict"),
            features: root
                .children_named("feature")
                .map(feature)
                .collect::<Result<_, CpuError>>()?,
        })
    }
}
