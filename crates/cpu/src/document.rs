//! A processor as a caller describes it.

use crate::CpuError;
use ferrovirt_xml::{Limits, XmlErrorKind, parse};

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
        let tree = parse(text, Limits::default())?;
        let root = tree.root();
        if !root.is("cpu") {
            let kind = XmlErrorKind::WrongRoot {
                found: root.name().to_owned(),
                expected: "cpu".into(),
            };
            return Err(root.error(kind).into());
        }
        let leaf = |name: &str| {
            root.child(name)
                .map(|n| n.text().trim().to_owned())
                .filter(|t| !t.is_empty())
        };
        Ok(Described {
            arch: leaf("arch").ok_or(CpuError::Missing { what: "architecture" })?,
            model: leaf("model").ok_or(CpuError::Missing { what: "model name" })?,
            vendor: leaf("vendor"),
            features: root
                .children_named("feature")
                .map(|f| {
                    f.attr("name")
                        .map(str::to_owned)
                        .ok_or(CpuError::Missing { what: "feature name" })
                })
                .collect::<Result<_, _>>()?,
        })
    }
}
