//! Why processors have nothing in common.

use ferrovirt_types::Error;
use ferrovirt_types::consts::{ErrorDomain, ErrorNumber};
use ferrovirt_xml::XmlError;

/// What is wrong with processors that were to be compared.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum CpuError {
    /// The document cannot be read.
    #[error(transparent)]
    Xml(#[from] XmlError),
    /// The document says too little.
    #[error("Missing CPU {what}")]
    Missing {
        /// What it has to say.
        what: &'static str,
    },
    /// No such architecture, in a document.
    #[error("Unknown architecture {arch}")]
    BadArch {
        /// Its name.
        arch: String,
    },
    /// A number of the topology is missing or none.
    #[error("'{name}' of <topology> is a number above 0")]
    Topology {
        /// Which.
        name: &'static str,
    },
    /// A feature is there twice.
    #[error("CPU feature '{name}' specified more than once")]
    FeatureTwice {
        /// Its name.
        name: String,
    },
    /// No such architecture.
    #[error("cannot find architecture {arch}")]
    UnknownArch {
        /// Its name.
        arch: String,
    },
    /// Guests of this architecture are not given a model.
    #[error("'{arch}' architecture is not supported by CPU driver")]
    NoModels {
        /// Its name.
        arch: String,
    },
    /// Nobody can say what models of this architecture have in common.
    #[error("cannot compute baseline CPU of {arch} architecture")]
    NoBaseline {
        /// Its name.
        arch: String,
    },
    /// No such model.
    #[error("Unknown CPU model {name}")]
    UnknownModel {
        /// Its name.
        name: String,
    },
    /// No such feature.
    #[error("Unknown CPU feature {name}")]
    UnknownFeature {
        /// Its name.
        name: String,
    },
    /// No such maker.
    #[error("Unknown CPU vendor {name}")]
    UnknownVendor {
        /// Its name.
        name: String,
    },
    /// A processor is said to be of another maker than its model.
    #[error("CPU vendor {said} of model {model} differs from vendor {real}")]
    VendorOfModel {
        /// The maker given.
        said: String,
        /// The model.
        model: String,
        /// Who makes it.
        real: String,
    },
    /// Processors of two makers.
    #[error("CPU vendors do not match")]
    Vendors,
    /// The document describes what only a guest can have.
    #[error("Attribute {attribute} is only allowed for guest CPU")]
    GuestOnly {
        /// The attribute.
        attribute: &'static str,
    },
    /// A processor without a model was given.
    #[error("no CPU model specified at index {index}")]
    NoModel {
        /// Its place among those given.
        index: usize,
    },
    /// No processors were given.
    #[error("no CPUs given")]
    NothingToCompare,
    /// No model can be given to guests.
    #[error("Cannot find suitable CPU model for given data")]
    NoneFits,
    /// They have nothing in common.
    #[error("CPUs are incompatible")]
    Incompatible,
}

impl From<CpuError> for Error {
    fn from(e: CpuError) -> Self {
        let code = match e {
            CpuError::Xml(e) => return e.into(),
            CpuError::Missing { .. } | CpuError::Topology { .. } | CpuError::FeatureTwice { .. } => {
                ErrorNumber::XmlError
            }
            CpuError::GuestOnly { .. } | CpuError::BadArch { .. } => ErrorNumber::ConfigUnsupported,
            CpuError::UnknownArch { .. } | CpuError::NothingToCompare | CpuError::NoModel { .. } => {
                ErrorNumber::InvalidArg
            }
            CpuError::NoModels { .. } | CpuError::NoBaseline { .. } => ErrorNumber::NoSupport,
            CpuError::UnknownModel { .. } | CpuError::UnknownFeature { .. } | CpuError::NoneFits => {
                ErrorNumber::InternalError
            }
            CpuError::UnknownVendor { .. }
            | CpuError::VendorOfModel { .. }
            | CpuError::Vendors
            | CpuError::Incompatible => ErrorNumber::OperationFailed,
        };
        Error::new(code, ErrorDomain::Cpu, e.to_string())
    }
}
