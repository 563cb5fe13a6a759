//! What is said of one part: whether it is there, and the words it takes.

use ferrovirt_xml::{RawElement, Xml, YesNo};

use crate::common::size::{Kib, SizeKib};

/// Whether a part can be used, and its vocabularies.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct CapsPart {
    /// Whether it can be used.
    #[xml(attr, default)]
    pub supported: YesNo,
    /// Words, or files.
    #[xml(leaf = "value")]
    pub values: Vec<String>,
    /// Vocabularies.
    #[xml(child = "enum", key = "@name")]
    pub enums: Vec<CapsEnum>,
    /// What the host chooses by itself. Since 11.9.
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
    /// Name.
    #[xml(attr)]
    pub name: String,
    /// Words.
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

/// Protection by AMD SEV.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct Sev {
    /// Whether it can be used.
    #[xml(attr)]
    pub supported: YesNo,
    /// Bit that marks encrypted pages. Unit: none.
    #[xml(leaf)]
    pub cbitpos: Option<u32>,
    /// Bits of addresses that are lost. Unit: bits.
    #[xml(leaf = "reducedPhysBits")]
    pub reduced_phys_bits: Option<u32>,
    /// Most guests. Unit: guests.
    #[xml(leaf = "maxGuests")]
    pub max_guests: Option<u32>,
    /// Most guests with encrypted registers. Unit: guests.
    #[xml(leaf = "maxESGuests")]
    pub max_es_guests: Option<u32>,
    /// Identity of the first processor, in base64.
    #[xml(leaf)]
    pub cpu0id: Option<String>,
}

/// Enclaves.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct Sgx {
    /// Whether it can be used.
    #[xml(attr)]
    pub supported: YesNo,
    /// Whether launch control is flexible.
    #[xml(leaf)]
    pub flc: Option<YesNo>,
    /// First version.
    #[xml(leaf)]
    pub sgx1: Option<YesNo>,
    /// Second version.
    #[xml(leaf)]
    pub sgx2: Option<YesNo>,
    /// Memory for enclaves in all.
    #[xml(child)]
    pub section_size: Option<Kib>,
    /// Memory for enclaves by node.
    #[xml(child = "section", of = "sections")]
    pub sections: Vec<SgxSection>,
}

/// Memory for enclaves of one node.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct SgxSection {
    /// Memory node. Unit: none.
    #[xml(attr)]
    pub node: u32,
    /// Its size.
    #[xml(flatten)]
    pub size: SizeKib,
}
