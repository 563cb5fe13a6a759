//! `<device>`: a device of the host.

mod bus;
mod channel;
mod document;
mod media;
mod net;
mod pci;
mod scsi;

pub use bus::{Identified, Named, System, SystemFirmware, SystemHardware, UsbDevice, UsbInterface};
pub use channel::{
    ApCard, ApMatrix, ApQueue, CcwDevice, ChannelAddress, Css, Mdev, MdevAttr, MdevCapability, MdevType,
    MdevTypes,
};
pub use document::{Capability, DevNode, DevNodeType, NodeDevice, NodeDriver, ParentDevice};
pub use media::{RemovableMedia, Storage, StorageCapability};
pub use net::{Link, LinkState, Net, NetCapability};
pub use pci::{
    IommuGroup, LinkValidity, PciAddressCapability, PciCapability, PciDevice, PciExpress, PciLink,
    ReadonlyFields, ReadwriteFields, VirtualFunctions, Vpd, VpdField, VpdFields,
};
pub use scsi::{
    FcHost, FcRemotePort, ScsiDevice, ScsiGeneric, ScsiHost, ScsiHostCapability, ScsiTarget,
    TargetCapability, VportOps,
};
