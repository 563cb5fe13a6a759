//! Keyboards, pointers and devices of the host passed through.

use ferrovirt_xml::{OnOff, Xml, words};

use crate::common::virtio::VirtioOptions;
use crate::domain::devices::disk::VirtioModel;
use crate::domain::devices::info::DeviceInfo;

words! {
    /// Kind of device.
    pub enum InputType {
        Mouse = "mouse",
        Tablet = "tablet",
        Keyboard = "keyboard",
        Passthrough = "passthrough",
        Evdev = "evdev",
    }
}

words! {
    /// What it is attached to.
    pub enum InputBus {
        Ps2 = "ps2",
        Usb = "usb",
        Xen = "xen",
        Parallels = "parallels",
        Virtio = "virtio",
        None = "none",
    }
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct Input {
    #[xml(attr = "type")]
    pub input_type: InputType,
    #[xml(attr)]
    pub bus: Option<InputBus>,
    #[xml(attr)]
    pub model: Option<VirtioModel>,
    #[xml(child, sparse)]
    pub driver: Option<VirtioOptions>,
    #[xml(child)]
    pub source: Option<InputSource>,
    #[xml(flatten)]
    pub info: DeviceInfo,
}

words! {
    /// Which devices an event device takes with it.
    pub enum Grab {
        All = "all",
    }
}

words! {
    /// Keys that switch between host and guest.
    pub enum GrabToggle {
        CtrlCtrl = "ctrl-ctrl",
        AltAlt = "alt-alt",
        ShiftShift = "shift-shift",
        MetaMeta = "meta-meta",
        ScrollLock = "scrolllock",
        CtrlScrollLock = "ctrl-scrolllock",
    }
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct InputSource {
    #[xml(attr)]
    pub evdev: Option<String>,
    #[xml(attr)]
    pub dev: Option<String>,
    #[xml(attr)]
    pub grab: Option<Grab>,
    #[xml(attr = "grabToggle")]
    pub grab_toggle: Option<GrabToggle>,
    #[xml(attr)]
    pub repeat: Option<OnOff>,
}
