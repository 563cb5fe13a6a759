//! Where a device sits.

use ferrovirt_types::consts::ErrorNumber;
use ferrovirt_xml::{
    Body, Content, Count, FromXml, Hex, Invalid, Node, OnOff, Part, Role, Shape, Shaped, ToXml, Value,
    Writer, Xml, XmlError, XmlErrorKind,
};

/// `<address type='…'/>` of a device.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Xml)]
#[xml(tag = "type", missing = ErrorNumber::InternalError, invalid = ErrorNumber::ConfigUnsupported)]
pub enum Address {
    /// `pci`
    Pci(PciAddress),
    /// `drive`
    Drive(DriveAddress),
    /// `virtio-serial`
    #[xml("virtio-serial")]
    VirtioSerial(VirtioSerialAddress),
    /// `ccid`
    Ccid(CcidAddress),
    /// `usb`
    Usb(UsbAddress),
    /// `spapr-vio`
    #[xml("spapr-vio")]
    SpaprVio(SpaprVioAddress),
    /// `virtio-s390`
    #[xml("virtio-s390")]
    VirtioS390,
    /// `ccw`
    Ccw(CcwAddress),
    /// `virtio-mmio`
    #[xml("virtio-mmio")]
    VirtioMmio,
    /// `isa`
    Isa(IsaAddress),
    /// `dimm`
    Dimm(DimmAddress),
    /// `unassigned`
    Unassigned,
}

/// A PCI address. All zero means that one is still to be chosen.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct PciAddress {
    /// Domain of buses.
    pub domain: u32,
    /// Bus.
    pub bus: u8,
    /// 0 to 31
    pub slot: u8,
    /// 0 to 7
    pub function: u8,
    /// Whether other functions of the slot may be used. Default: off. Since 0.9.7.
    pub multifunction: Option<OnOff>,
    /// Identifiers of the device on s390. Since 4.10.
    pub zpci: Option<ZpciAddress>,
}

/// Identifiers of a PCI device on s390.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Xml)]
pub struct ZpciAddress {
    /// Identifier that the guest shows users, from 0x0001. Default: chosen by the hypervisor.
    #[xml(attr)]
    pub uid: Option<Hex<u32, 4>>,
    /// Identifier of the function. Default: chosen by the hypervisor.
    #[xml(attr)]
    pub fid: Option<Hex<u32, 8>>,
}

impl PciAddress {
    /// An address without the finer points.
    pub fn new(domain: u32, bus: u8, slot: u8, function: u8) -> Self {
        PciAddress {
            domain,
            bus,
            slot,
            function,
            ..Default::default()
        }
    }

    /// An address as the kernel writes it: `0000:03:10.1`.
    pub fn from_kernel(text: &str) -> Option<Self> {
        let (domain, rest) = text.split_once(':')?;
        let (bus, rest) = rest.split_once(':')?;
        let (slot, function) = rest.split_once('.')?;
        Some(PciAddress::new(
            u32::from_str_radix(domain, 16).ok()?,
            u8::from_str_radix(bus, 16).ok()?,
            u8::from_str_radix(slot, 16).ok()?,
            u8::from_str_radix(function, 8).ok()?,
        ))
    }

    /// Whether one is still to be chosen.
    pub fn is_unset(&self) -> bool {
        self.domain == 0 && self.bus == 0 && self.slot == 0
    }
}

impl std::fmt::Display for PciAddress {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(
            f,
            "{:04x}:{:02x}:{:02x}.{:x}",
            self.domain, self.bus, self.slot, self.function
        )
    }
}

/// A part of an address, zero when it is not given.
fn hexadecimal<T: Value + Copy + Default + Into<u64>>(node: Node<'_>, name: &str) -> Result<T, XmlError> {
    Ok(node.value::<Hex<T, 1>>(name)?.map(|n| n.0).unwrap_or_default())
}

/// Identifiers come in pairs; what is not given of a pair is zero.
fn zpci(node: Node<'_>) -> Result<Option<ZpciAddress>, XmlError> {
    let Some(zpci) = node.child("zpci") else {
        return Ok(None);
    };
    let ZpciAddress { uid, fid } = FromXml::from_xml(zpci)?;
    Ok((uid.is_some() || fid.is_some()).then_some(ZpciAddress {
        uid: Some(uid.unwrap_or_default()),
        fid: Some(fid.unwrap_or_default()),
    }))
}

impl FromXml for PciAddress {
    fn from_xml(node: Node<'_>) -> Result<Self, XmlError> {
        let address = PciAddress {
            domain: hexadecimal::<u32>(node, "domain")?,
            bus: hexadecimal::<u8>(node, "bus")?,
            slot: hexadecimal::<u8>(node, "slot")?,
            function: hexadecimal::<u8>(node, "function")?,
            multifunction: node.value("multifunction")?,
            zpci: zpci(node)?,
        };
        for (name, value, most) in [("slot", address.slot, 0x1f), ("function", address.function, 7)] {
            if value > most {
                let rule = format!("invalid PCI address {name}=0x{value:x}, must be <= 0x{most:x}");
                return Err(node.attr_error(name, XmlErrorKind::Rule(rule)));
            }
        }
        Ok(address)
    }
}

impl ToXml for PciAddress {
    fn write_attrs(&self, out: &mut Writer) {
        if !self.is_unset() || self.function != 0 {
            out.attr("domain", &Hex::<u32, 4>(self.domain));
            out.attr("bus", &Hex::<u8, 2>(self.bus));
            out.attr("slot", &Hex::<u8, 2>(self.slot));
            out.attr("function", &Hex::<u8, 1>(self.function));
        }
        if let Some(multifunction) = &self.multifunction {
            out.attr("multifunction", multifunction);
        }
    }
    fn write_children(&self, out: &mut Writer) {
        if let Some(zpci) = &self.zpci {
            out.element("zpci", zpci);
        }
    }
}

/// Place of a disk on its controller.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Xml)]
pub struct DriveAddress {
    /// Number of the controller. Unit: none. Default: 0.
    #[xml(attr, default)]
    pub controller: u32,
    /// Bus of the controller. Unit: none. Default: 0.
    #[xml(attr, default)]
    pub bus: u32,
    /// Target on the bus. Unit: none. Default: 0. Since 0.9.11.
    #[xml(attr, default)]
    pub target: u32,
    /// Unit of the target. Unit: none. Default: 0.
    #[xml(attr, default)]
    pub unit: u64,
}

/// Port of a virtio-serial controller.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Xml)]
pub struct VirtioSerialAddress {
    /// Number of the controller. Unit: none. Default: 0.
    #[xml(attr, default)]
    pub controller: u32,
    /// Bus of the controller. Unit: none. Default: 0.
    #[xml(attr, default)]
    pub bus: u32,
    /// Zero means that one is still to be chosen. Unit: none. Default: 0.
    #[xml(attr, default)]
    pub port: u32,
}

/// Slot of a smartcard controller.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Xml)]
pub struct CcidAddress {
    /// Number of the controller. Unit: none. Default: 0. Since 0.8.8.
    #[xml(attr, default)]
    pub controller: u32,
    /// Slot of the controller. Unit: none. Default: 0. Since 0.8.8.
    #[xml(attr, default)]
    pub slot: u32,
}

/// Port of a USB controller.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Xml)]
pub struct UsbAddress {
    /// Number of the USB controller. Unit: none. Default: 0.
    #[xml(attr, default)]
    pub bus: u32,
    /// Numbers of ports with dots, from the root down. Default: chosen by the hypervisor.
    #[xml(attr, held = usb_port)]
    pub port: Option<String>,
}

/// Refuses what is no path of ports: up to four numbers with dots.
fn usb_port(text: &str) -> Result<(), Invalid> {
    let number = |part: &str| !part.is_empty() && part.len() < 10 && part.bytes().all(|b| b.is_ascii_digit());
    let parts = || text.split('.');
    match parts().count() <= 4 && parts().all(number) {
        true => Ok(()),
        false => {
            Err(Invalid::expected("up to four numbers with dots such as 1.2")
                .coded(ErrorNumber::InternalError))
        }
    }
}

/// Place on the virtual bus of pSeries.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Xml)]
pub struct SpaprVioAddress {
    /// Register that identifies the device. Default: chosen by the hypervisor. Since 0.9.9.
    #[xml(attr)]
    pub reg: Option<Hex<u64, 8>>,
}

/// Place in the channel subsystem of s390.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Xml)]
#[xml(whole = ccw_whole)]
pub struct CcwAddress {
    /// Channel subsystem; 0xfe for virtual devices. Default: 0xfe. Since 1.0.4.
    #[xml(attr)]
    pub cssid: Option<Hex<u8, 1>>,
    /// Set of subchannels. Default: 0. Since 1.0.4.
    #[xml(attr)]
    pub ssid: Option<Hex<u8, 1>>,
    /// Number of the device. Default: a free one. Since 1.0.4.
    #[xml(attr)]
    pub devno: Option<Hex<u16, 4>>,
}

/// Ports and interrupt of an ISA device.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Xml)]
pub struct IsaAddress {
    /// First I/O port. Default: chosen by the hypervisor. Since 1.2.1.
    #[xml(attr, drop_zero)]
    pub iobase: Option<Hex<u32, 1>>,
    /// Interrupt line. Default: chosen by the hypervisor. Since 1.2.1.
    #[xml(attr, drop_zero)]
    pub irq: Option<Hex<u32, 1>>,
}

/// Place of a memory module.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Xml)]
#[xml(whole = dimm_whole)]
pub struct DimmAddress {
    /// Slot of the memory module. Unit: none. Default: chosen by the hypervisor.
    #[xml(attr)]
    pub slot: Option<u32>,
    /// Guest address at which the memory begins. Default: chosen by the hypervisor.
    #[xml(attr)]
    pub base: Option<Hex<u64, 1>>,
}

/// All three parts are given, or none and the driver chooses.
fn ccw_whole(address: &CcwAddress, node: Node<'_>) -> Result<(), XmlError> {
    let given = [
        address.cssid.is_some(),
        address.ssid.is_some(),
        address.devno.is_some(),
    ];
    match given.contains(&true) && given.contains(&false) {
        true => Err(node.error(XmlErrorKind::Coded {
            code: ErrorNumber::InternalError,
            message:
                "invalid partial specification for virtio ccw address: cssid, ssid and devno go together"
                    .to_owned(),
        })),
        false => Ok(()),
    }
}

fn dimm_whole(address: &DimmAddress, node: Node<'_>) -> Result<(), XmlError> {
    match address.slot {
        None => Err(node.missing("attribute", "slot")),
        Some(_) => Ok(()),
    }
}

const PCI_PARTS: &[Part] = &[
    Part::new(
        Role::Attr,
        "domain",
        Count::Optional,
        Content::value::<Hex<u32, 4>>(),
    )
    .doc("Domain of buses.")
    .default("chosen by the hypervisor"),
    Part::new(Role::Attr, "bus", Count::Optional, Content::value::<Hex<u8, 2>>())
        .doc("Bus.")
        .default("chosen by the hypervisor"),
    Part::new(
        Role::Attr,
        "slot",
        Count::Optional,
        Content::value::<Hex<u8, 2>>(),
    )
    .doc("Slot on the bus, 0 to 31.")
    .default("chosen by the hypervisor"),
    Part::new(
        Role::Attr,
        "function",
        Count::Optional,
        Content::value::<Hex<u8, 1>>(),
    )
    .doc("Function of the slot, 0 to 7.")
    .default("0x0"),
    Part::new(
        Role::Attr,
        "multifunction",
        Count::Optional,
        Content::value::<OnOff>(),
    )
    .doc("Whether other functions of the slot may be used.")
    .default("on where another function is used, else off")
    .since("0.9.7"),
    Part::new(
        Role::Child,
        "zpci",
        Count::Optional,
        Content::element::<ZpciAddress>(),
    )
    .doc("Identifiers of the device on s390.")
    .default("chosen by the hypervisor, on s390")
    .since("4.10.0"),
];

impl Shaped for PciAddress {
    fn shape() -> &'static Shape {
        static SHAPE: Shape = Shape {
            name: "PciAddress",
            doc: "A PCI address.",
            body: Body::Parts(PCI_PARTS),
        };
        &SHAPE
    }
}
