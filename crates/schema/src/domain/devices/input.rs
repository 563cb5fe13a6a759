//! Keyboards, pointers and devices of the host passed through.

use ferrovirt_types::consts::ErrorNumber;
use ferrovirt_xml::{OnOff, Xml, words};

use crate::common::virtio::VirtioOptions;
use crate::domain::devices::disk::VirtioModel;
use crate::domain::devices::info::DeviceInfo;

words! {
    /// Kind of device.
    pub enum InputType: unsupported {
        Mouse = "mouse",
        Tablet = "tablet",
        Keyboard = "keyboard",
        Passthrough = "passthrough",
        Evdev = "evdev",
    }
}

words! {
    /// What it is attached to.
    pub enum InputBus: unsupported {
        Ps2 = "ps2",
        Usb = "usb",
        Xen = "xen",
        Parallels = "parallels",
        Virtio = "virtio",
        None = "none",
    }
}

/// A keyboard, mouse, tablet or the like.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct Input {
    /// Kind.
    #[xml(attr = "type", missing = ErrorNumber::InternalError)]
    pub input_type: InputType,
    /// Bus that it is on. Default: ps2 where the machine has it, else usb.
    #[xml(attr)]
    pub bus: Option<InputBus>,
    /// Variant of a virtio device. Default: virtio. Since 5.2.
    #[xml(attr, invalid = ErrorNumber::ConfigUnsupported)]
    pub model: Option<VirtioModel>,
    /// Options of virtio. Since 3.5.
    #[xml(child, sparse)]
    pub driver: Option<VirtioOptions>,
    /// Device of the host that is passed on. Since 1.3.0.
    #[xml(child)]
    pub source: Option<InputSource>,
    /// Alias and address.
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

/// A device of the host that input comes from.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct InputSource {
    /// Device of a virtio input. Default: needed, for passthrough.
    #[xml(attr)]
    pub evdev: Option<String>,
    /// Device of an evdev input. Default: needed, for evdev. Since 7.4.
    #[xml(attr)]
    pub dev: Option<String>,
    /// Whether all devices are taken together. Default: this device alone. Since 7.4.
    #[xml(attr)]
    pub grab: Option<Grab>,
    /// Keys that give the device to the guest and take it back. Default: chosen by the hypervisor. Since 7.6.
    #[xml(attr = "grabToggle")]
    pub grab_toggle: Option<GrabToggle>,
    /// Whether keys repeat. Default: chosen by the hypervisor. Since 7.4.
    #[xml(attr)]
    pub repeat: Option<OnOff>,
}
