//! An image: that of the volume, or the one below it.

use crate::storage::{Bytes, Permissions};
use crate::vol::Encryption;
use ferrovirt_types::consts::ErrorNumber;
use ferrovirt_xml::{
    FromXml, Invalid, Node, Shape, Shaped, ToXml, Value, Writer, Xml, XmlError, XmlErrorKind,
};

/// `<target>` and `<backingStore>`
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct Target {
    /// Path on the host. Default: reported.
    #[xml(leaf)]
    pub path: Option<String>,
    /// Format of the image. Default: that of the pool, raw for files.
    #[xml(attr = "type", of = "format", blank)]
    pub format: Option<String>,
    /// Permissions of the file. Default: mode 0600, user and group of the daemon.
    #[xml(child, sparse)]
    pub permissions: Option<Permissions>,
    /// Times of the file. Since 0.10.0.
    #[xml(child)]
    pub timestamps: Option<Timestamps>,
    /// Encryption of the image.
    #[xml(child)]
    pub encryption: Option<Encryption>,
    /// Version of the format, such as `1.1`. Default: 1.1 with features, else 0.10. Since 1.1.0.
    #[xml(leaf, held = is_version)]
    pub compat: Option<String>,
    /// Unit of allocation. Since 7.4.0.
    #[xml(child = "clusterSize")]
    pub cluster_size: Option<ClusterSize>,
    /// Whether copying on write is turned off for the file. Since 1.2.7.
    #[xml(flag)]
    pub nocow: bool,
    /// Features of the format. Since 1.1.0.
    #[xml(child)]
    pub features: Option<Features>,
}

/// Two numbers with a point between them.
fn is_version(text: &str) -> Result<(), Invalid> {
    let numbers = text
        .split_once('.')
        .map(|(major, minor)| (u32::parse(major), u32::parse(minor)));
    match numbers {
        Some((Ok(_), Ok(_))) => Ok(()),
        _ => Err(Invalid::expected("a version such as 1.1")),
    }
}

/// Seconds since 1970, with nanoseconds behind a point.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct Timestamps {
    /// Last read. Default: reported.
    #[xml(leaf)]
    pub atime: Option<String>,
    /// Last change of the content. Default: reported.
    #[xml(leaf)]
    pub mtime: Option<String>,
    /// Last change of the file's data about itself. Default: reported.
    #[xml(leaf)]
    pub ctime: Option<String>,
    /// Creation; `0` where it is not known. Default: reported.
    #[xml(leaf)]
    pub btime: Option<String>,
}

/// Features of qcow2.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
#[xml(whole = features_whole)]
pub struct Features {
    /// Counts of references are brought up to date when needed.
    #[xml(flag)]
    pub lazy_refcounts: bool,
    /// Clusters are divided.
    #[xml(flag)]
    pub extended_l2: bool,
}

fn features_whole(_: &Features, node: Node<'_>) -> Result<(), XmlError> {
    let unknown = |child: &Node<'_>| !["lazy_refcounts", "extended_l2"].contains(&child.name());
    match node.children().find(unknown) {
        Some(child) => Err(child.error(XmlErrorKind::Coded {
            code: ErrorNumber::ConfigUnsupported,
            message: format!("unsupported feature {}", child.name()),
        })),
        None => Ok(()),
    }
}

/// Unit of allocation; like [`Bytes`], but its canonical unit is written `B`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct ClusterSize(pub u64);

impl FromXml for ClusterSize {
    fn from_xml(node: Node<'_>) -> Result<Self, XmlError> {
        Bytes::from_xml(node).map(|bytes| ClusterSize(bytes.0))
    }
}

impl ToXml for ClusterSize {
    fn write_attrs(&self, out: &mut Writer) {
        out.attr_str("unit", "B");
    }

    fn write_children(&self, out: &mut Writer) {
        out.text(&self.0);
    }
}

impl Shaped for ClusterSize {
    fn shape() -> &'static Shape {
        static SHAPE: Shape = crate::common::size::bytes_shape("ClusterSize");
        &SHAPE
    }
}
