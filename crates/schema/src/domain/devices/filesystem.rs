//! Directories and images shared with the guest.

use ferrovirt_xml::{
    Body, Content, Count, FromXml, Node, Octal, OnOff, Part, RawElement, Role, Shape, Shaped, ToXml, Writer,
    Xml, XmlError, words,
};

use crate::common::size::{Bytes, Unit, scaled};
use crate::common::virtio::VirtioOptions;
use crate::domain::devices::disk::VirtioModel;
use crate::domain::devices::info::DeviceInfo;

/// The attribute `type` with the element `<source>`.
#[derive(Debug, Clone, PartialEq, Eq, Xml)]
#[xml(tag = "type", child = "source", default = "mount")]
pub enum FilesystemSource {
    Mount(MountSource),
    Block(BlockSource),
    File(FileSource),
    Template(TemplateSource),
    Ram(RamSource),
    Bind(MountSource),
    Volume(VolumeSource),
}

/// A directory, or the socket of a server that runs already.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct MountSource {
    #[xml(attr)]
    pub dir: Option<String>,
    #[xml(attr)]
    pub socket: Option<String>,
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct BlockSource {
    #[xml(attr)]
    pub dev: Option<String>,
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct FileSource {
    #[xml(attr)]
    pub file: Option<String>,
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct TemplateSource {
    #[xml(attr)]
    pub name: Option<String>,
}

/// Memory up to this many KiB: `usage='1024' units='KiB'`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct RamSource(pub u64);

impl FromXml for RamSource {
    fn from_xml(node: Node<'_>) -> Result<Self, XmlError> {
        let usage = node
            .attr("usage")
            .ok_or_else(|| node.missing("attribute", "usage"))?;
        scaled(node, usage, node.attr("units"), 1024).map(|bytes| RamSource(bytes.div_ceil(1024)))
    }
}

impl ToXml for RamSource {
    fn write_attrs(&self, out: &mut Writer) {
        out.attr("usage", &self.0);
        out.attr_str("units", "KiB");
    }
    fn write_children(&self, _: &mut Writer) {}
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct VolumeSource {
    #[xml(attr)]
    pub pool: Option<String>,
    #[xml(attr)]
    pub volume: Option<String>,
}

words! {
    /// As whom the host's files are accessed.
    pub enum AccessMode {
        Passthrough = "passthrough",
        Mapped = "mapped",
        Squash = "squash",
    }
}

words! {
    /// What becomes of several host devices in one export.
    pub enum MultiDevs {
        Default = "default",
        Remap = "remap",
        Forbid = "forbid",
        Warn = "warn",
    }
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct Filesystem {
    #[xml(child, sparse)]
    pub driver: Option<FilesystemDriver>,
    #[xml(child, sparse)]
    pub binary: Option<VirtiofsBinary>,
    #[xml(raw)]
    pub idmap: Option<RawElement>,
    #[xml(flatten)]
    pub source: FilesystemSource,
    #[xml(attr)]
    pub accessmode: Option<AccessMode>,
    #[xml(attr)]
    pub model: Option<VirtioModel>,
    #[xml(attr)]
    pub multidevs: Option<MultiDevs>,
    #[xml(attr)]
    pub fmode: Option<Octal>,
    #[xml(attr)]
    pub dmode: Option<Octal>,
    #[xml(attr = "dir", of = "target")]
    pub target: Option<String>,
    #[xml(flag)]
    pub readonly: bool,
    #[xml(child)]
    pub space_hard_limit: Option<Bytes>,
    #[xml(child)]
    pub space_soft_limit: Option<Bytes>,
    #[xml(flatten)]
    pub info: DeviceInfo,
}

words! {
    /// Who serves the files.
    pub enum FilesystemDriverType {
        Path = "path",
        Handle = "handle",
        Loop = "loop",
        Nbd = "nbd",
        Ploop = "ploop",
        Virtiofs = "virtiofs",
        Mtp = "mtp",
    }
}

words! {
    /// When writes reach the disk.
    pub enum WritePolicy {
        Default = "default",
        Immediate = "immediate",
    }
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct FilesystemDriver {
    #[xml(attr = "type")]
    pub driver_type: Option<FilesystemDriverType>,
    #[xml(attr)]
    pub format: Option<String>,
    #[xml(attr)]
    pub wrpolicy: Option<WritePolicy>,
    #[xml(attr)]
    pub queue: Option<u64>,
    #[xml(flatten)]
    pub virtio: VirtioOptions,
}

/// The program that serves virtiofs.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct VirtiofsBinary {
    #[xml(attr)]
    pub path: Option<String>,
    #[xml(attr)]
    pub xattr: Option<OnOff>,
    #[xml(attr = "mode", of = "cache")]
    pub cache: Option<VirtiofsCache>,
    #[xml(attr = "mode", of = "sandbox")]
    pub sandbox: Option<VirtiofsSandbox>,
    #[xml(child)]
    pub lock: Option<VirtiofsLock>,
    #[xml(attr = "size", of = "thread_pool")]
    pub thread_pool: Option<i32>,
    #[xml(raw)]
    pub openfiles: Option<RawElement>,
}

words! {
    /// Caching by the guest.
    pub enum VirtiofsCache {
        None = "none",
        Always = "always",
    }
}

words! {
    /// How the server is confined.
    pub enum VirtiofsSandbox {
        Namespace = "namespace",
        Chroot = "chroot",
    }
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct VirtiofsLock {
    #[xml(attr)]
    pub posix: Option<OnOff>,
    #[xml(attr)]
    pub flock: Option<OnOff>,
}

impl Shaped for RamSource {
    fn shape() -> &'static Shape {
        static SHAPE: Shape = Shape {
            name: "RamSource",
            doc: "Memory that files are kept in.",
            body: Body::Parts(&[
                Part::new(Role::Attr, "usage", Count::Required, Content::value::<u64>())
                    .doc("The most that may be used."),
                Part::new(Role::Attr, "units", Count::Optional, Content::value::<Unit>())
                    .doc("Unit of that number."),
            ]),
        };
        &SHAPE
    }
}
