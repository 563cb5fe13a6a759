//! What the guest is like inside, as its agent tells. The guest tells what it likes, so lists are bounded.

use super::super::QemuDriver;
use crate::error::{QemuError, Result};
use ferrovirt_protocol::remote::{DomainFsinfo, DomainInterface, DomainIpAddr};
use ferrovirt_schema::common::address::{Address, PciAddress};
use ferrovirt_schema::domain::Domain;
use ferrovirt_schema::domain::devices::controller::Controller;
use ferrovirt_types::consts::DomainGuestInfoTypes as Types;
use ferrovirt_types::object::DomainRef;
use ferrovirt_types::param::{ParamValue, TypedParam};
use serde::Deserialize;

/// Entries of a list that are passed on.
const MOST: usize = 1000;

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case")]
struct HostName {
    host_name: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case")]
struct User {
    user: String,
    domain: Option<String>,
    login_time: f64,
}

#[derive(Deserialize)]
struct Zone {
    zone: Option<String>,
    offset: i32,
}

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case")]
struct Os {
    id: Option<String>,
    name: Option<String>,
    pretty_name: Option<String>,
    version: Option<String>,
    version_id: Option<String>,
    machine: Option<String>,
    variant: Option<String>,
    variant_id: Option<String>,
    kernel_release: Option<String>,
    kernel_version: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case")]
struct FileSystem {
    name: String,
    mountpoint: String,
    #[serde(rename = "type")]
    kind: String,
    total_bytes: Option<u64>,
    used_bytes: Option<u64>,
    #[serde(default)]
    disk: Vec<Disk>,
}

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case")]
struct Disk {
    pci_controller: Place,
    bus: u64,
    target: u64,
    unit: u64,
    serial: Option<String>,
    dev: Option<String>,
}

/// Where a controller is; numbers are negative where the guest does not know.
#[derive(Deserialize)]
struct Place {
    domain: i64,
    bus: i64,
    slot: i64,
    function: i64,
}

impl Place {
    fn is(&self, address: &PciAddress) -> bool {
        self.domain == i64::from(address.domain)
            && self.bus == i64::from(address.bus)
            && self.slot == i64::from(address.slot)
            && self.function == i64::from(address.function)
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case")]
struct Nic {
    name: String,
    hardware_address: Option<String>,
    #[serde(default)]
    ip_addresses: Vec<Ip>,
}

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case")]
struct Ip {
    ip_address: String,
    ip_address_type: String,
    prefix: u32,
}

/// The disk of the document that a disk of the guest is.
fn target<'d>(doc: &'d Domain, disk: &Disk) -> Option<&'d str> {
    let devices = doc.devices.as_ref()?;
    let at = |address: &Option<Address>| match address {
        Some(Address::Pci(pci)) => disk.pci_controller.is(pci),
        _ => false,
    };
    let controller = |index: u32| {
        let is = |c: &&Controller| c.index == Some(index) && at(&c.info.address);
        devices.controllers.iter().any(|c| is(&c))
    };
    let found = devices.disks.iter().find(|d| match &d.info.address {
        Some(Address::Drive(drive)) => {
            controller(drive.controller)
                && u64::from(drive.bus) == disk.bus
                && u64::from(drive.target) == disk.target
                && drive.unit == disk.unit
        }
        address => at(address),
    });
    found.map(|d| d.target.dev.as_str())
}

/// Parameters as they come.
#[derive(Default)]
struct Told(Vec<TypedParam>);

impl Told {
    fn add(&mut self, name: String, value: impl Into<ParamValue>) {
        self.0.push(TypedParam::new(name, value));
    }

    fn some(&mut self, name: String, value: Option<impl Into<ParamValue>>) {
        if let Some(value) = value {
            self.add(name, value);
        }
    }

    fn count(&mut self, of: &str, many: usize) {
        self.add(format!("{of}.count"), u32::try_from(many).unwrap_or(u32::MAX));
    }

    fn os(&mut self, os: Os) {
        let all = [
            ("id", os.id),
            ("name", os.name),
            ("pretty-name", os.pretty_name),
            ("version", os.version),
            ("version-id", os.version_id),
            ("machine", os.machine),
            ("variant", os.variant),
            ("variant-id", os.variant_id),
            ("kernel-release", os.kernel_release),
            ("kernel-version", os.kernel_version),
        ];
        for (name, value) in all {
            self.some(format!("os.{name}"), value);
        }
    }

    fn users(&mut self, users: Vec<User>) {
        self.count("user", users.len());
        for (n, user) in users.into_iter().enumerate() {
            self.add(format!("user.{n}.name"), user.user);
            self.some(format!("user.{n}.domain"), user.domain);
            // Seconds with a fraction; a cast of what is no number of milliseconds gives 0 or the most.
            self.add(format!("user.{n}.login-time"), (user.login_time * 1000.0) as u64);
        }
    }

    fn file_systems(&mut self, doc: &Domain, list: Vec<FileSystem>) {
        self.count("fs", list.len());
        for (n, fs) in list.into_iter().enumerate() {
            self.add(format!("fs.{n}.name"), fs.name);
            self.add(format!("fs.{n}.mountpoint"), fs.mountpoint);
            self.add(format!("fs.{n}.fstype"), fs.kind);
            self.some(format!("fs.{n}.total-bytes"), fs.total_bytes);
            self.some(format!("fs.{n}.used-bytes"), fs.used_bytes);
            self.count(&format!("fs.{n}.disk"), fs.disk.len());
            for (m, disk) in fs.disk.into_iter().take(MOST).enumerate() {
                self.some(format!("fs.{n}.disk.{m}.alias"), target(doc, &disk));
                self.some(format!("fs.{n}.disk.{m}.serial"), disk.serial);
                self.some(format!("fs.{n}.disk.{m}.device"), disk.dev);
            }
        }
    }

    fn nics(&mut self, list: Vec<Nic>) {
        self.count("if", list.len());
        for (n, nic) in list.into_iter().enumerate() {
            self.add(format!("if.{n}.name"), nic.name);
            self.some(format!("if.{n}.hwaddr"), nic.hardware_address);
            self.count(&format!("if.{n}.addr"), nic.ip_addresses.len());
            for (m, ip) in nic.ip_addresses.into_iter().take(MOST).enumerate() {
                self.add(format!("if.{n}.addr.{m}.type"), ip.ip_address_type);
                self.add(format!("if.{n}.addr.{m}.addr"), ip.ip_address);
                self.add(format!("if.{n}.addr.{m}.prefix"), ip.prefix);
            }
        }
    }
}

impl QemuDriver {
    pub(super) async fn host_name(&self, dom: &DomainRef) -> Result<String> {
        let told: HostName = self.agent(dom, "guest-get-host-name", None).await?;
        Ok(told.host_name)
    }

    async fn file_systems(&self, dom: &DomainRef) -> Result<Vec<FileSystem>> {
        let mut list: Vec<FileSystem> = self.agent(dom, "guest-get-fsinfo", None).await?;
        list.truncate(MOST);
        Ok(list)
    }

    pub(super) async fn mounted(&self, dom: &DomainRef) -> Result<Vec<DomainFsinfo>> {
        let list = self.file_systems(dom).await?;
        let live = self.core.guest(dom)?.running()?;
        let one = |fs: FileSystem| DomainFsinfo {
            dev_aliases: fs
                .disk
                .iter()
                .filter_map(|d| target(&live.doc, d))
                .map(str::to_owned)
                .collect(),
            mountpoint: fs.mountpoint,
            name: fs.name,
            fstype: fs.kind,
        };
        Ok(list.into_iter().map(one).collect())
    }

    async fn nics(&self, dom: &DomainRef) -> Result<Vec<Nic>> {
        let mut list: Vec<Nic> = self.agent(dom, "guest-network-get-interfaces", None).await?;
        list.truncate(MOST);
        Ok(list)
    }

    /// Interfaces of the guest with their addresses, as the guest names them.
    pub(in super::super) async fn addresses_inside(&self, dom: &DomainRef) -> Result<Vec<DomainInterface>> {
        let one = |nic: Nic| DomainInterface {
            name: nic.name,
            hwaddr: nic.hardware_address,
            addrs: nic
                .ip_addresses
                .into_iter()
                .take(MOST)
                .map(|ip| DomainIpAddr {
                    kind: i32::from(ip.ip_address_type == "ipv6"),
                    addr: ip.ip_address,
                    prefix: ip.prefix,
                })
                .collect(),
        };
        Ok(self.nics(dom).await?.into_iter().map(one).collect())
    }

    /// What is asked for; of everything, what this agent knows.
    pub(super) async fn inside(&self, dom: &DomainRef, types: u32) -> Result<Vec<TypedParam>> {
        let known = Types::USERS
            | Types::OS
            | Types::TIMEZONE
            | Types::HOSTNAME
            | Types::FILESYSTEM
            | Types::INTERFACES;
        let unknown = types & !Types::all().bits();
        if unknown != 0 {
            return Err(QemuError::InvalidArg(format!(
                "unsupported guest information types '0x{unknown:x}'"
            )));
        }
        let all = types == 0;
        let wanted = if all {
            known
        } else {
            Types::from_bits_truncate(types)
        };
        // Asked for by name, what cannot be told is an error; of everything, it is left out.
        fn told<T>(all: bool, answer: Result<T>) -> Result<Option<T>> {
            match answer {
                Err(QemuError::Other(_)) if all => Ok(None),
                answer => answer.map(Some),
            }
        }
        let mut list = Told::default();
        if wanted.contains(Types::USERS) {
            let users = self.agent::<Vec<User>>(dom, "guest-get-users", None).await;
            if let Some(mut users) = told(all, users)? {
                users.truncate(MOST);
                list.users(users);
            }
        }
        if wanted.contains(Types::OS)
            && let Some(os) = told(all, self.agent::<Os>(dom, "guest-get-osinfo", None).await)?
        {
            list.os(os);
        }
        if wanted.contains(Types::TIMEZONE)
            && let Some(zone) = told(all, self.agent::<Zone>(dom, "guest-get-timezone", None).await)?
        {
            list.some("timezone.name".to_owned(), zone.zone);
            list.add("timezone.offset".to_owned(), zone.offset);
        }
        if wanted.contains(Types::HOSTNAME)
            && let Some(name) = told(all, self.host_name(dom).await)?
        {
            list.add("hostname".to_owned(), name);
        }
        if wanted.contains(Types::FILESYSTEM)
            && let Some(mounted) = told(all, self.file_systems(dom).await)?
        {
            let live = self.core.guest(dom)?.running()?;
            list.file_systems(&live.doc, mounted);
        }
        if wanted.contains(Types::INTERFACES)
            && let Some(nics) = told(all, self.nics(dom).await)?
        {
            list.nics(nics);
        }
        Ok(list.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn disks_are_found_by_their_place() {
        let doc = Domain::parse(
            "<domain type='qemu'><name>a</name><memory>1</memory><os><type>hvm</type></os><devices>\
             <disk type='file'><target dev='vda' bus='virtio'/>\
             <address type='pci' domain='0' bus='0' slot='7' function='0'/></disk>\
             <disk type='file'><target dev='sdb' bus='scsi'/>\
             <address type='drive' controller='0' bus='0' target='0' unit='1'/></disk>\
             <controller type='scsi' index='0'><address type='pci' domain='0' bus='0' slot='8' function='0'/>\
             </controller></devices></domain>",
        )
        .unwrap();
        let disk = |slot: i64, unit: u64| {
            let text = format!(
                r#"{{"pci-controller":{{"domain":0,"bus":0,"slot":{slot},"function":0}},
                "bus-type":"scsi","bus":0,"target":0,"unit":{unit}}}"#
            );
            serde_json::from_str::<Disk>(&text).unwrap()
        };
        assert_eq!(target(&doc, &disk(7, 0)), Some("vda"));
        assert_eq!(target(&doc, &disk(8, 1)), Some("sdb"));
        assert_eq!(target(&doc, &disk(8, 2)), None);
        assert_eq!(target(&doc, &disk(-1, 0)), None);
    }
}
