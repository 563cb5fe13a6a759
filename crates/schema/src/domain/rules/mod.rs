//! Rules that a definition breaks or keeps whatever hypervisor it is for. Reading only checks each
//! value by itself; drivers call [`Domain::check`] when they take a definition in.
//!
//! Each rule reports the code that libvirt reports, since clients tell refusals apart by it.

mod boot;
mod chars;
mod controllers;
mod disks;
mod firmware;
mod graphics;
mod hostdevs;
mod identity;
mod inputs;
mod interfaces;
mod memory;
mod modules;
mod options;
mod platform;
mod processor;
mod resctrl;
mod single;
mod smbios;
mod sources;
mod threads;

use ferrovirt_types::consts::ErrorNumber;
use ferrovirt_xml::XmlError;

use crate::domain::Domain;

/// What a rule answers.
type Verdict = Result<(), XmlError>;

/// All rules, in the order in which they are tried.
const RULES: &[fn(&Domain) -> Verdict] = &[
    identity::check,
    threads::counts,
    platform::check,
    processor::check,
    memory::check,
    modules::check,
    disks::names,
    threads::check,
    resctrl::check,
    smbios::check,
    firmware::check,
    boot::check,
    single::check,
    controllers::check,
    inputs::check,
    disks::check,
    interfaces::check,
    chars::check,
    graphics::check,
    hostdevs::check,
    options::check,
];

impl Domain {
    /// Whether the definition keeps the rules that hold for every hypervisor; the first that it breaks.
    pub fn check(&self) -> Result<(), XmlError> {
        RULES.iter().try_for_each(|rule| rule(self))
    }

    /// What each of those rules has to say, all of them asked.
    pub fn check_all(&self) -> Vec<XmlError> {
        RULES.iter().filter_map(|rule| rule(self).err()).collect()
    }
}

/// What is not supported together or at all.
fn unsupported(path: impl Into<String>, why: impl Into<String>) -> Verdict {
    Err(XmlError::coded(path, ErrorNumber::ConfigUnsupported, why))
}

/// What clients know as an internal error.
fn internal(path: impl Into<String>, why: impl Into<String>) -> Verdict {
    Err(XmlError::coded(path, ErrorNumber::InternalError, why))
}

/// What clients know as an error in the details of a document.
fn broken(path: impl Into<String>, why: impl Into<String>) -> Verdict {
    Err(XmlError::coded(path, ErrorNumber::XmlDetail, why))
}

/// `domain/devices/disk[2]`, counted from one.
fn device_path(kind: &str, index: usize) -> String {
    format!("domain/devices/{kind}[{}]", index + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Puts parts into a definition that is good without them.
    fn verdict(head: &str, devices: &str) -> Verdict {
        let text = format!(
            "<domain type='test'><name>a</name><memory>1024</memory>{head}<os><type>hvm</type></os>\
             <devices>{devices}</devices></domain>"
        );
        Domain::parse(&text)
            .expect("a definition that can be read")
            .check()
    }

    #[test]
    fn good() {
        assert_eq!(verdict("", ""), Ok(()));
        let disks = "<disk type='file'><source file='/a'/><target dev='sda' bus='sata'/><address type='drive' unit='1'/></disk>";
        assert_eq!(verdict("<title>A title</title>", disks), Ok(()));
    }

    #[test]
    fn refused() {
        let usb = "<controller type='usb' index='0' model='none'/>";
        let hub = format!("{usb}<hub type='usb'/>");
        let table: &[(i32, &str, &str, &str)] = &[
            (27, "domain/title", "<title>a\nb</title>", ""),
            (
                35,
                "page[1]/@nodeset",
                "<memoryBacking><hugepages><page size='4' nodeset='1'/></hugepages></memoryBacking>",
                "",
            ),
            (
                67,
                "memory/@nodeset",
                "<numatune><memory mode='strict' nodeset='0,^0'/></numatune>",
                "",
            ),
            (
                8,
                "cachetune[1]/monitor",
                "<cputune><cachetune vcpus='0-1'><monitor level='3' vcpus='2'/></cachetune></cputune>",
                "",
            ),
            (
                35,
                "sysinfo/bios/entry",
                "<sysinfo type='smbios'><bios><entry name='date'>99/99/9</entry></bios></sysinfo>",
                "",
            ),
            (
                27,
                "controller[2]",
                "",
                "<controller type='pci' index='1'/><controller type='pci' index='1'/>",
            ),
            (67, "devices/hub", "", &hub),
            (
                67,
                "disk[1]/address",
                "",
                "<disk type='file'><source file='/a'/><target dev='hda' bus='ide'/><address type='pci' slot='3'/></disk>",
            ),
            (
                27,
                "disk[2]/target/@dev",
                "",
                "<disk type='file'><source file='/a'/><target dev='sda'/></disk><disk type='file'><source file='/a'/><target dev='sda'/></disk>",
            ),
            (
                1,
                "serial[1]",
                "",
                "<serial type='unix'><source mode='bind'/></serial>",
            ),
            (
                1,
                "serial[1]",
                "",
                "<serial type='tcp'><source mode='bind' host='::1'/></serial>",
            ),
            (
                67,
                "graphics[1]/@listen",
                "",
                "<graphics type='vnc' listen='::1'><listen type='address' address='::2'/></graphics>",
            ),
            (
                67,
                "disk[1]/@model",
                "",
                "<disk type='file' model='virtio'><source file='/a'/><target dev='sda' bus='sata'/></disk>",
            ),
            (
                27,
                "disk[1]/source/@startupPolicy",
                "",
                "<disk type='file'><source file='/a' startupPolicy='requisite'/><target dev='vda' bus='virtio'/></disk>",
            ),
            (
                67,
                "timer[1]/@frequency",
                "<clock offset='utc'><timer name='rtc' frequency='5'/></clock>",
                "",
            ),
            (
                27,
                "hyperv/vendor_id",
                "<features><hyperv><vendor_id state='on'/></hyperv></features>",
                "",
            ),
            (
                67,
                "video[1]/model/@ram",
                "",
                "<video><model type='vga' ram='1024'/></video>",
            ),
            (
                27,
                "hostdev[1]/@model",
                "",
                "<hostdev mode='subsystem' type='usb' model='vfio-pci'><source><vendor id='0x1'/><product id='0x2'/></source></hostdev>",
            ),
        ];
        for (code, place, head, devices) in table {
            let e = verdict(head, devices).expect_err(place);
            assert_eq!(e.code().raw(), *code, "{e}");
            assert!(e.path().ends_with(place), "{} does not end in {place}", e.path());
        }
    }
}
