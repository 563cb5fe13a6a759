//! What is said of one part: whether it is there, and the words it takes.

use ferrovirt_xml::{RawElement, Xml, YesNo};

use crate::common::size::{Kib, SizeKib};

#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct CapsPart {
    #[xml(attr, default)]
    pub supported: YesNo,
    #[xml(leaf = "value")]
    pub values: Vec<String>,
    #[xml(child = "enum")]
    pub enums: Vec<CapsEnum>,
    #[xml(raw)]
    pub defaults: Option<RawElement>,
}

impl CapsPart {
    /// A part with its vocabularies; those without words are left out.
    pub fn supported(enums: impl IntoIterator<Item = CapsEnum>) -> Self {
        CapsPart {
            supported: YesNo::Yes,
            enums: enums.into_iter().collect(),
            ..Default::default()
        }
    }

    /// A part that is not there.
    pub fn unsupported() -> Self {
        CapsPart {
            supported: YesNo::No,
            ..Default::default()
        }
    }
}

/// A vocabulary.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct CapsEnum {
    #[xml(attr)]
    pub name: String,
    #[xml(leaf = "value")]
    pub values: Vec<String>,
}

impl CapsEnum {
    /// A vocabulary of the given words.
    pub fn new<'a>(name: &str, values: impl IntoIterator<Item = &'a str>) -> Self {
        CapsEnum {
            name: name.to_owned(),
            values: values.into_iter().map(str::to_owned).collect(),
        }
    }
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct Sev {
    #[xml(attr)]
    pub supported: YesNo,
    #[xml(leaf)]
    pub cbitpos: Option<u32>,
    #[xml(leaf = "reducedPhysBits")]
    pub reduced_phys_bits: Option<u32>,
    #[xml(leaf = "maxGuests")]
    pub max_guests: Option<u32>,
    #[xml(leaf = "maxESGuests")]
    pub max_es_guests: Option<u32>,
    #[xml(leaf)]
    pub cpu0id: Option<String>,
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct Sgx {
    #[xml(attr)]
    pub supported: YesNo,
    #[xml(leaf)]
    pub flc: Option<YesNo>,
    #[xml(leaf)]
    pub sgx1: Option<YesNo>,
    #[xml(leaf)]
    pub sgx2: Option<YesNo>,
    #[xml(child)]
    pub section_size: Option<Kib>,
    #[xml(child = "section", of = "sections")]
    pub sections: Vec<SgxSection>,
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct SgxSection {
    #[xml(attr)]
    pub node: u32,
    #[xml(flatten)]
    pub size: SizeKib,
}
