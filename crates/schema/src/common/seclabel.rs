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
    /// Who chooses the label. Default: dynamic.
    #[xml(attr = "type")]
    pub label_type: Option<SecLabelType>,
    /// Security driver that it is for.
    #[xml(attr)]
    pub model: Option<String>,
    /// Whether the guest's files are given the label. Default: yes for dynamic labels, no for static ones.
    #[xml(attr)]
    pub relabel: Option<YesNo>,
    /// Label of the process.
    #[xml(leaf)]
    pub label: Option<String>,
    /// Label of its files, of a running guest.
    #[xml(leaf)]
    pub imagelabel: Option<String>,
    /// What a dynamic label is made from.
    #[xml(leaf)]
    pub baselabel: Option<String>,
}

/// `<seclabel>` of a source.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct SourceSecLabel {
    /// Security driver that it is for.
    #[xml(attr)]
    pub model: Option<String>,
    /// Whether labelling was skipped, in status files. Since 1.1.2.
    #[xml(attr)]
    pub labelskip: Option<YesNo>,
    /// Whether the file is given a label.
    #[xml(attr)]
    pub relabel: Option<YesNo>,
    /// The label.
    #[xml(leaf)]
    pub label: Option<String>,
}
