//! Typed documents out of the text that crosses the driver traits.

use ferrovirt_types::consts::{ErrorDomain, ErrorNumber};
use ferrovirt_types::{Error, Result};

/// A kind of XML document, read for the typed accessors of the objects.
pub trait Document: Sized {
    /// Reads the text.
    ///
    /// # Errors
    /// `XmlError` that names the place and what was expected there.
    fn read(text: &str) -> Result<Self>;
}

/// Makes the error of a document that cannot be read.
fn unreadable(e: impl std::error::Error + Send + Sync + 'static) -> Error {
    Error::new(ErrorNumber::XmlError, ErrorDomain::Xml, e.to_string()).with_source(e)
}

macro_rules! document {
    ($($ty:ty),* $(,)?) => {$(
        impl Document for $ty {
            fn read(text: &str) -> Result<Self> {
                <$ty>::parse(text).map_err(unreadable)
            }
        }
    )*};
}

document! {
    ferrovirt_schema::backup::Backup,
    ferrovirt_schema::capabilities::Capabilities,
    ferrovirt_schema::checkpoint::Checkpoint,
    ferrovirt_schema::domain::Domain,
    ferrovirt_schema::domaincaps::DomainCaps,
    ferrovirt_schema::interface::Interface,
    ferrovirt_schema::network::Network,
    ferrovirt_schema::networkport::NetworkPort,
    ferrovirt_schema::nodedev::NodeDevice,
    ferrovirt_schema::nwfilter::NwFilter,
    ferrovirt_schema::nwfilterbinding::FilterBinding,
    ferrovirt_schema::pool::Pool,
    ferrovirt_schema::poolcaps::StoragePoolCaps,
    ferrovirt_schema::secret::Secret,
    ferrovirt_schema::snapshot::Snapshot,
    ferrovirt_schema::vol::Volume,
}

/// Makes `None` of the error that there is no such metadata.
pub(crate) fn found(text: Result<String>) -> Result<Option<String>> {
    match text {
        Ok(text) => Ok(Some(text)),
        Err(e) if e.is(ErrorNumber::NoDomainMetadata) || e.is(ErrorNumber::NoNetworkMetadata) => Ok(None),
        Err(e) => Err(e),
    }
}
