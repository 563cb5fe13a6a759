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
    /// Security driver that it is for. Default: that of the host's first security driver.
    #[xml(attr)]
    pub model: Option<String>,
    /// Whether the guest's files are given the label. Default: yes for dynamic labels, no for static ones.
    #[xml(attr)]
    pub relabel: Option<YesNo>,
    /// Label of the process. Default: made by the host for dynamic labels.
    #[xml(leaf)]
    pub label: Option<String>,
    /// Label of its files, of a running guest. Default: reported.
    #[xml(leaf)]
    pub imagelabel: Option<String>,
    /// What a dynamic label is made from. Default: that of the host's security driver.
    #[xml(leaf)]
    pub baselabel: Option<String>,
}

/// `<seclabel>` of a source.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct SourceSecLabel {
    /// Security driver that it is for. Default: every security driver.
    #[xml(attr)]
    pub model: Option<String>,
    /// Whether labelling was skipped, in status files. Default: reported. Since 1.1.2.
    #[xml(attr)]
    pub labelskip: Option<YesNo>,
    /// Whether the file is given a label. Default: yes.
    #[xml(attr)]
    pub relabel: Option<YesNo>,
    /// The label. Default: that of the guest.
    #[xml(leaf)]
    pub label: Option<String>,
}
