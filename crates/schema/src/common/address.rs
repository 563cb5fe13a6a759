//! Where a device sits.

use ferrovirt_xml::{
    Body, Content, Count, FromXml, Hex, Node, OnOff, Part, Role, Shape, Shaped, ToXml, Writer, Xml, XmlError,
    XmlErrorKind,
};

/// `<address type='…'/>` of a device.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Xml)]
#[xml(tag = "type")]
pub enum Address {
    Pci(PciAddress),
    Drive(DriveAddress),
    #[xml("virtio-serial")]
    VirtioSerial(VirtioSerialAddress),
    Ccid(CcidAddress),
    Usb(UsbAddress),
    #[xml("spapr-vio")]
    SpaprVio(SpaprVioAddress),
    #[xml("virtio-s390")]
    VirtioS390,
    Ccw(CcwAddress),
    #[xml("virtio-mmio")]
    VirtioMmio,
    Isa(IsaAddress),
    Dimm(DimmAddress),
    Unassigned,
}

/// A PCI address. All zero means that one is still to be chosen.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct PciAddress {
    pub domain: u32,
    pub bus: u8,
    /// 0 to 31
    pub slot: u8,
    /// 0 to 7
    pub function: u8,
    pub multifunction: Option<OnOff>,
    pub zpci: Option<ZpciAddress>,
}

/// Identifiers of a PCI device on s390.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Xml)]
pub struct ZpciAddress {
    #[xml(attr)]
    pub uid: Option<Hex<u32, 4>>,
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

impl FromXml for PciAddress {
    fn from_xml(node: Node<'_>) -> Result<Self, XmlError> {
        let address = PciAddress {
            domain: node.value("domain")?.unwrap_or_default(),
            bus: node.value("bus")?.unwrap_or_default(),
            slot: node.value("slot")?.unwrap_or_default(),
            function: node.value("function")?.unwrap_or_default(),
            multifunction: node.value("multifunction")?,
            zpci: node.child("zpci").map(FromXml::from_xml).transpose()?,
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

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Xml)]
pub struct DriveAddress {
    #[xml(attr, default)]
    pub controller: u32,
    #[xml(attr, default)]
    pub bus: u32,
    #[xml(attr, default)]
    pub target: u32,
    #[xml(attr, default)]
    pub unit: u64,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Xml)]
pub struct VirtioSerialAddress {
    #[xml(attr, default)]
    pub controller: u32,
    #[xml(attr, default)]
    pub bus: u32,
    /// Zero means that one is still to be chosen.
    #[xml(attr, default)]
    pub port: u32,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Xml)]
pub struct CcidAddress {
    #[xml(attr, default)]
    pub controller: u32,
    #[xml(attr, default)]
    pub slot: u32,
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Xml)]
pub struct UsbAddress {
    #[xml(attr, default)]
    pub bus: u32,
    /// Numbers of ports with dots, from the root down.
    #[xml(attr)]
    pub port: Option<String>,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Xml)]
pub struct SpaprVioAddress {
    #[xml(attr)]
    pub reg: Option<Hex<u64, 8>>,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Xml)]
pub struct CcwAddress {
    #[xml(attr)]
    pub cssid: Option<Hex<u8, 1>>,
    #[xml(attr)]
    pub ssid: Option<Hex<u8, 1>>,
    #[xml(attr)]
    pub devno: Option<Hex<u16, 4>>,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Xml)]
pub struct IsaAddress {
    #[xml(attr)]
    pub iobase: Option<Hex<u32, 1>>,
    #[xml(attr)]
    pub irq: Option<Hex<u32, 1>>,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Xml)]
pub struct DimmAddress {
    #[xml(attr)]
    pub slot: Option<u32>,
    #[xml(attr)]
    pub base: Option<Hex<u64, 1>>,
}

const PCI_PARTS: &[Part] = &[
    Part::new(
        Role::Attr,
        "domain",
        Count::Optional,
        Content::value::<Hex<u32, 4>>(),
    )
    .doc("Domain of buses."),
    Part::new(Role::Attr, "bus", Count::Optional, Content::value::<Hex<u8, 2>>()).doc("Bus."),
    Part::new(
        Role::Attr,
        "slot",
        Count::Optional,
        Content::value::<Hex<u8, 2>>(),
    )
    .doc("Slot on the bus, 0 to 31."),
    Part::new(
        Role::Attr,
        "function",
        Count::Optional,
        Content::value::<Hex<u8, 1>>(),
    )
    .doc("Function of the slot, 0 to 7."),
    Part::new(
        Role::Attr,
        "multifunction",
        Count::Optional,
        Content::value::<OnOff>(),
    )
    .doc("Whether other functions of the slot may be used."),
    Part::new(
        Role::Child,
        "zpci",
        Count::Optional,
        Content::element::<ZpciAddress>(),
    )
    .doc("Identifiers of the device on s390."),
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
