//! Labels of the host's security drivers.

use ferrovirt_xml::{Xml, YesNo, words};

words! {
    /// Who chooses the label.
    pub enum SecLabelType {
        Dynamic = "dynamic",
        Static = "static",
        None = "none",
    }
}

/// `<seclabel>` of a domain.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct SecLabel {
    #[xml(attr = "type")]
    pub label_type: Option<SecLabelType>,
    #[xml(attr)]
    pub model: Option<String>,
    #[xml(attr)]
    pub relabel: Option<YesNo>,
    #[xml(leaf)]
    pub label: Option<String>,
    #[xml(leaf)]
    pub imagelabel: Option<String>,
    #[xml(leaf)]
    pub baselabel: Option<String>,
}

/// `<seclabel>` of a source.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct SourceSecLabel {
    #[xml(attr)]
    pub model: Option<String>,
    #[xml(attr)]
    pub labelskip: Option<YesNo>,
    #[xml(attr)]
    pub relabel: Option<YesNo>,
    #[xml(leaf)]
    pub label: Option<String>,
}
