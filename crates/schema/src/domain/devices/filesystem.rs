//! Directories and images shared with the guest.

use ferrovirt_xml::{
    About, Body, Content, Count, FromXml, Node, Octal, OnOff, Part, Role, Shape, Shaped, ToXml, Writer, Xml,
    XmlError, words,
};

use crate::common::format::StorageFormat;
use crate::common::size::{Bytes, Unit, scaled};
use crate::common::virtio::VirtioOptions;
use crate::domain::IdMap;
use crate::domain::devices::disk::VirtioModel;
use crate::domain::devices::info::DeviceInfo;

/// The attribute `type` with the element `<source>`.
#[derive(Debug, Clone, PartialEq, Eq, Xml)]
#[xml(tag = "type", child = "source", default = "mount")]
pub enum FilesystemSource {
    /// `mount`
    Mount(MountSource),
    /// `block`
    Block(BlockSource),
    /// `file`
    File(FileSource),
    /// `template`
    Template(TemplateSource),
    /// `ram`
    Ram(RamSource),
    /// `bind`
    Bind(MountSource),
    /// `volume`
    Volume(VolumeSource),
}

/// A directory, or the socket of a server that runs already.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct MountSource {
    /// Directory of the host. Default: needed, or a socket.
    #[xml(attr)]
    pub dir: Option<String>,
    /// Socket of a virtiofs server that runs already. Default: none. Since 7.3.
    #[xml(attr)]
    pub socket: Option<String>,
}

/// A block device of the host.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct BlockSource {
    /// Block device. Default: needed. Since 0.9.5.
    #[xml(attr)]
    pub dev: Option<String>,
}

/// A file of the host.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct FileSource {
    /// Image. Default: needed.
    #[xml(attr)]
    pub file: Option<String>,
}

/// A template of OpenVZ.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct TemplateSource {
    /// Template of OpenVZ. Default: needed.
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

/// A volume of a storage pool.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct VolumeSource {
    /// Storage pool. Default: needed.
    #[xml(attr)]
    pub pool: Option<String>,
    /// Volume in it. Default: needed.
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

/// A directory or image that is shared with the guest.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct Filesystem {
    /// Who serves it. Since 0.9.7.
    #[xml(child, sparse)]
    pub driver: Option<FilesystemDriver>,
    /// The program that serves virtiofs. Since 6.2.
    #[xml(child, sparse)]
    pub binary: Option<VirtiofsBinary>,
    /// How identities of users map. Since 10.0.
    #[xml(child)]
    pub idmap: Option<IdMap>,
    /// What is shared.
    #[xml(flatten)]
    pub source: FilesystemSource,
    /// As whom the host's files are accessed. Default: passthrough. Since 0.8.5.
    #[xml(attr, blank)]
    pub accessmode: Option<AccessMode>,
    /// Variant of the device. Default: virtio. Since 5.2.
    #[xml(attr)]
    pub model: Option<VirtioModel>,
    /// What becomes of several host devices in one export. Default: chosen by the hypervisor. Since 6.3.
    #[xml(attr)]
    pub multidevs: Option<MultiDevs>,
    /// Mode of new files. Default: 0600. Since 6.10.
    #[xml(attr, drop_zero)]
    pub fmode: Option<Octal>,
    /// Mode of new directories. Default: 0700. Since 6.10.
    #[xml(attr, drop_zero)]
    pub dmode: Option<Octal>,
    /// Where it appears: a tag, or a directory of a container. Default: needed.
    #[xml(attr = "dir", of = "target")]
    pub target: Option<String>,
    /// Whether the guest can only read. Default: no.
    #[xml(flag)]
    pub readonly: bool,
    /// Most that the guest can use. Since 0.9.13.
    #[xml(child)]
    pub space_hard_limit: Option<Bytes>,
    /// What the guest should use. Since 0.9.13.
    #[xml(child)]
    pub space_soft_limit: Option<Bytes>,
    /// Alias and address.
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

/// Who serves a shared directory.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct FilesystemDriver {
    /// Who serves the files. Default: chosen by the hypervisor.
    #[xml(attr = "type")]
    pub driver_type: Option<FilesystemDriverType>,
    /// Format of the image. Default: raw. Since 1.0.6.
    #[xml(attr, with = StorageFormat::supported)]
    pub format: Option<StorageFormat>,
    /// When writes reach the disk. Default: chosen by the hypervisor. Since 0.9.10.
    #[xml(attr)]
    pub wrpolicy: Option<WritePolicy>,
    /// Entries of the queue. Unit: entries. Default: chosen by the hypervisor. Since 6.2.
    #[xml(attr, blank, drop_zero)]
    pub queue: Option<u64>,
    /// Options of virtio.
    #[xml(flatten)]
    pub virtio: VirtioOptions,
}

/// The program that serves virtiofs.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct VirtiofsBinary {
    /// The program. Default: that of the host's description of virtiofsd.
    #[xml(attr)]
    pub path: Option<String>,
    /// Whether extended attributes are passed on. Default: off.
    #[xml(attr)]
    pub xattr: Option<OnOff>,
    /// Caching by the guest. Default: that of the program.
    #[xml(attr = "mode", of = "cache")]
    pub cache: Option<VirtiofsCache>,
    /// How the server is confined. Default: that of the program. Since 7.2.
    #[xml(attr = "mode", of = "sandbox")]
    pub sandbox: Option<VirtiofsSandbox>,
    /// Locks.
    #[xml(child)]
    pub lock: Option<VirtiofsLock>,
    /// Threads. Unit: threads. Default: 0. Since 8.5.
    #[xml(attr = "size", of = "thread_pool")]
    pub thread_pool: Option<i32>,
    /// Most files that the server may have open. Unit: files. Default: that of the program. Since 10.6.
    #[xml(attr = "max", of = "openfiles")]
    pub openfiles: Option<u32>,
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

/// Locks of virtiofs.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct VirtiofsLock {
    /// Whether POSIX locks are passed on. Default: that of the program.
    #[xml(attr)]
    pub posix: Option<OnOff>,
    /// Whether flock is passed on. Default: that of the program.
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
                    .doc("The most that may be used.")
                    .unit(About::UNIT_BESIDE),
                Part::new(Role::Attr, "units", Count::Optional, Content::value::<Unit>())
                    .doc("Unit of that number.")
                    .default("KiB"),
            ]),
        };
        &SHAPE
    }
}
