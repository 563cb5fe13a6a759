//! One typed document for each kind of XML that libvirt's API speaks: parse it, look at it, build it,
//! print it as libvirt does. API boundary: programs that only want the XML use this crate alone.
//!
//! Every document has `parse` and `to_xml`. Fields bear the names of the attributes and elements they
//! hold and stand in the order in which libvirt prints them. A document says what was written:
//! defaults are filled in by drivers. What is not known is dropped by `to_xml`; to keep it, and to
//! report it, read with [`ferrovirt_xml::Document`].
//!
//! ```
//! use ferrovirt_schema::domain::Domain;
//! use ferrovirt_schema::domain::devices::Devices;
//! use ferrovirt_schema::domain::devices::disk::{Disk, DiskBus};
//!
//! let mut domain = Domain::parse(
//!     "<domain type='kvm'><name>web</name><memory unit='GiB'>1</memory><os><type>hvm</type></os></domain>",
//! )?;
//! assert_eq!(domain.memory.as_ref().map(|m| m.size.0), Some(1 << 20)); // KiB
//!
//! let mut disk = Disk::default();
//! disk.target.dev = "vda".to_owned();
//! disk.target.bus = Some(DiskBus::Virtio);
//! domain.devices.get_or_insert_with(Devices::default).disks.push(disk);
//! assert!(domain.to_xml().contains("<target dev='vda' bus='virtio'/>"));
//!
//! let error = Domain::parse("<domain type='kvn'/>").unwrap_err();
//! assert_eq!((error.path(), error.line(), error.column()), ("domain/@type", 1, 9));
//! assert!(error.to_string().ends_with("did you mean 'kvm'?"));
//! # Ok::<(), ferrovirt_xml::XmlError>(())
//! ```
//!
//! **Invariant**: models definitions only; knows no driver, no host and no running guest.
//! **Invariant**: `parse(to_xml(x)) == x`, and `to_xml` of what was parsed is stable.
#![forbid(unsafe_code)]

pub mod backup;
pub mod capabilities;
pub mod change;
pub mod check;
pub mod checkpoint;
pub mod common;
pub mod domain;
pub mod domaincaps;
pub mod interface;
pub mod json;
mod kind;
pub mod model;
pub mod network;
pub mod networkport;
pub mod nodedev;
pub mod nwfilter;
pub mod nwfilterbinding;
pub mod pool;
pub mod poolcaps;
pub mod secret;
pub mod snapshot;
pub mod storage;
pub mod vol;

pub use kind::Kind;

/// Gives a document its `parse` and `to_xml`.
macro_rules! document {
    ($type:ty, $root:literal) => {
        impl $type {
            /// Name of the document's element.
            pub const ROOT: &'static str = $root;

            /// Reads a document.
            pub fn parse(text: &str) -> Result<Self, ferrovirt_xml::XmlError> {
                ferrovirt_xml::parse_document(text, Self::ROOT)
            }

            /// Reads a document together with its text, so that printing it back keeps what is not
            /// understood.
            pub fn parse_lossless(
                text: &str,
            ) -> Result<ferrovirt_xml::Document<Self>, ferrovirt_xml::XmlError> {
                ferrovirt_xml::Document::parse(text, Self::ROOT)
            }

            /// Prints it in libvirt's canonical form.
            pub fn to_xml(&self) -> String {
                ferrovirt_xml::print_document(self, Self::ROOT)
            }
        }
    };
}
pub(crate) use document;
