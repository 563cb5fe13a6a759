//! Graphics cards.

use ferrovirt_xml::{OnOff, Xml, YesNo, words};

use crate::common::virtio::VirtioOptions;
use crate::domain::devices::info::DeviceInfo;

words! {
    /// Model of a graphics card.
    pub enum VideoType {
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

#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct Video {
    #[xml(child, sparse)]
    pub driver: Option<VideoDriver>,
    #[xml(child)]
    pub model: Option<VideoModel>,
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

#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct VideoDriver {
    #[xml(flatten)]
    pub virtio: VirtioOptions,
    #[xml(attr)]
    pub name: Option<VideoBackend>,
    #[xml(attr = "vgaconf")]
    pub vgaconf: Option<VgaConf>,
}

/// Sizes in KiB.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct VideoModel {
    #[xml(attr = "type")]
    pub model_type: VideoType,
    #[xml(attr)]
    pub ram: Option<u32>,
    #[xml(attr)]
    pub vram: Option<u32>,
    #[xml(attr)]
    pub vram64: Option<u32>,
    #[xml(attr)]
    pub vgamem: Option<u32>,
    #[xml(attr)]
    pub heads: Option<u32>,
    #[xml(attr)]
    pub primary: Option<YesNo>,
    #[xml(attr)]
    pub blob: Option<OnOff>,
    #[xml(attr)]
    pub edid: Option<OnOff>,
    #[xml(child)]
    pub acceleration: Option<Acceleration>,
    #[xml(child)]
    pub resolution: Option<Resolution>,
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct Acceleration {
    #[xml(attr)]
    pub accel3d: Option<YesNo>,
    #[xml(attr)]
    pub accel2d: Option<YesNo>,
    #[xml(attr)]
    pub rendernode: Option<String>,
}

/// Pixels
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct Resolution {
    #[xml(attr)]
    pub x: u32,
    #[xml(attr)]
    pub y: u32,
}
