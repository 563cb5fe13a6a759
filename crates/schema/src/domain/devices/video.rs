//! Graphics cards.

use ferrovirt_types::consts::ErrorNumber;
use ferrovirt_xml::{Node, OnOff, Xml, XmlError, XmlErrorKind, YesNo, words};

use crate::common::virtio::VirtioOptions;
use crate::domain::devices::info::DeviceInfo;

words! {
    /// Model of a graphics card.
    pub enum VideoType: unsupported {
        Vga = "vga",
        Cirrus = "cirrus",
        Vmvga = "vmvga",
        Xen = "xen",
        Vbox = "vbox",
        Qxl = "qxl",
        Parallels = "parallels",
        Virtio = "virtio",
        Gop = "gop",
        None = "none",
        Bochs = "bochs",
        Ramfb = "ramfb",
        Default = "default",
    }
}

/// A graphics card.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct Video {
    /// Options of the device.
    #[xml(child, sparse)]
    pub driver: Option<VideoDriver>,
    /// What the guest sees.
    #[xml(child)]
    pub model: Option<VideoModel>,
    /// Alias and address.
    #[xml(flatten)]
    pub info: DeviceInfo,
}

words! {
    /// Where the device runs.
    pub enum VideoBackend {
        Qemu = "qemu",
        VhostUser = "vhostuser",
    }
}

words! {
    /// Configuration of bhyve's VGA.
    pub enum VgaConf {
        Io = "io",
        On = "on",
        Off = "off",
    }
}

/// Options of a graphics card.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct VideoDriver {
    /// Options of virtio.
    #[xml(flatten)]
    pub virtio: VirtioOptions,
    /// Who draws: qemu, vhostuser. Default: qemu. Since 5.8.
    #[xml(attr)]
    pub name: Option<VideoBackend>,
    /// How VGA is seen, bhyve. Default: chosen by the hypervisor. Since 3.5.
    #[xml(attr = "vgaconf")]
    pub vgaconf: Option<VgaConf>,
}

/// Sizes in KiB.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct VideoModel {
    /// Model. Default: chosen by the hypervisor.
    #[xml(attr = "type", blank, default)]
    pub model_type: VideoType,
    /// First part of memory, QXL. Unit: KiB. Default: 65536 for QXL. Since 1.0.2.
    #[xml(attr, blank, drop_zero)]
    pub ram: Option<u32>,
    /// Video memory. Unit: KiB. Default: 65536 for QXL, 16384 for VGA, chosen by the hypervisor for others.
    #[xml(attr, blank, drop_zero)]
    pub vram: Option<u32>,
    /// Memory above 4 GiB, QXL. Unit: KiB. Default: chosen by the hypervisor. Since 1.3.3.
    #[xml(attr, blank, drop_zero)]
    pub vram64: Option<u32>,
    /// Memory for VGA, QXL. Unit: KiB. Default: 16384 for QXL. Since 1.2.11.
    #[xml(attr, blank, drop_zero)]
    pub vgamem: Option<u32>,
    /// Screens. Unit: screens. Default: 1.
    #[xml(attr, invalid = ErrorNumber::InternalError, blank, drop_zero)]
    pub heads: Option<u32>,
    /// Whether it is the first card. Default: yes for the first card. Since 1.0.2.
    #[xml(attr, with = YesNo::loosely)]
    pub primary: Option<YesNo>,
    /// Whether pictures are shared instead of copied. Default: chosen by the hypervisor. Since 9.3.
    #[xml(attr)]
    pub blob: Option<OnOff>,
    /// Whether the guest sees an EDID. Default: chosen by the hypervisor. Since 11.7.
    #[xml(attr)]
    pub edid: Option<OnOff>,
    /// Acceleration by the host. Since 0.7.1.
    #[xml(child)]
    pub acceleration: Option<Acceleration>,
    /// Size of the screen at start. Since 5.9.
    #[xml(child)]
    pub resolution: Option<Resolution>,
}

/// One of the kinds of acceleration is named.
fn is_named(acceleration: &mut Acceleration, node: Node<'_>) -> Result<(), XmlError> {
    let named = acceleration.accel3d.is_some() || acceleration.accel2d.is_some();
    let named = named || acceleration.rendernode.is_some() || node.is_lenient();
    match named {
        true => Ok(()),
        false => Err(node.error(XmlErrorKind::Missing {
            what: "attribute",
            name: "accel3d".into(),
            code: Some(ErrorNumber::ConfigUnsupported),
        })),
    }
}

/// Acceleration of graphics.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
#[xml(whole = is_named)]
pub struct Acceleration {
    /// In three dimensions. Default: chosen by the hypervisor.
    #[xml(attr)]
    pub accel3d: Option<YesNo>,
    /// In two dimensions. Default: chosen by the hypervisor.
    #[xml(attr)]
    pub accel2d: Option<YesNo>,
    /// Device of the host that renders. Default: chosen by the host. Since 5.8.
    #[xml(attr)]
    pub rendernode: Option<String>,
}

/// Pixels
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct Resolution {
    /// Width. Unit: pixels.
    #[xml(attr)]
    pub x: u32,
    /// Height. Unit: pixels.
    #[xml(attr)]
    pub y: u32,
}
