//! What every hypervisor's driver makes of devices before it fills in what is its own: what only some kinds of a
//! device have is left out of the others, and what a short form means is written out.

use uuid::Uuid;

use crate::common::secret::EncryptionEngine;
use crate::common::source::{FileSource, HostTransport, NetworkHost, SourceCommon, StorageSource};
use crate::common::virtualport::VirtualPortType;
use crate::domain::cpu::{Cpu, FeaturePolicy};
use crate::domain::devices::Devices;
use crate::domain::devices::disk::{BackingStore, Disk, DiskDevice, SnapshotLocation};
use crate::domain::devices::hostdev::{HostDev, HostDevDriver, HostDevMode, HostDevSource, ScsiProtocol};
use crate::domain::devices::input::{InputBus, InputType};
use crate::domain::devices::interface::{Interface, InterfaceSource};
use ferrovirt_xml::YesNo;

impl Devices {
    /// Settles what holds for every hypervisor. Models of interfaces have to be filled in before, since what an
    /// interface can have depends on them.
    pub fn settle(&mut self) {
        self.disks.iter_mut().for_each(disk);
        self.interfaces.iter_mut().for_each(interface);
        self.hostdevs.iter_mut().for_each(hostdev);
        for input in &mut self.inputs {
            input.bus.get_or_insert(match input.input_type {
                InputType::Tablet => InputBus::Usb,
                InputType::Passthrough => InputBus::Virtio,
                InputType::Evdev => InputBus::None,
                InputType::Mouse | InputType::Keyboard => InputBus::Ps2,
            });
        }
        for filesystem in &mut self.filesystems {
            filesystem.accessmode.get_or_insert_default();
        }
        for rng in &mut self.rngs {
            rng.backend.fill();
        }
    }
}

/// A drive may be empty; servers have their usual ports; what QEMU does not hold cannot be kept by it.
fn disk(disk: &mut Disk) {
    disk.readonly |= disk.device == DiskDevice::Cdrom;
    let removable = matches!(disk.device, DiskDevice::Cdrom | DiskDevice::Floppy);
    let empty = match &mut disk.source {
        StorageSource::Volume(volume) => volume.pool.is_empty() || volume.volume.is_empty(),
        StorageSource::Network(network) => {
            let port = network.protocol.port();
            let unix =
                |host: &NetworkHost| host.transport == Some(HostTransport::Unix) || host.socket.is_some();
            for host in network.hosts.iter_mut().filter(|host| !unix(host)) {
                host.port = host.port.filter(|port| *port > 0).or(port);
            }
            network.name.is_none() && network.hosts.is_empty()
        }
        StorageSource::VhostUser(_) => {
            disk.snapshot = Some(SnapshotLocation::No);
            false
        }
        _ => false,
    };
    if removable && empty {
        disk.source = StorageSource::File(FileSource::default());
    }
    if disk.readonly && disk.snapshot == Some(SnapshotLocation::No) {
        disk.snapshot = None;
    }
}

/// What only some kinds of interfaces have is left out of the others.
fn interface(interface: &mut Interface) {
    if let Some(model) = &mut interface.model
        && model.eq_ignore_ascii_case("virtio")
    {
        model.make_ascii_lowercase();
    }
    let virtio = |model: &str| model.starts_with("virtio");
    let virtio = interface.model.as_deref().is_some_and(virtio);
    let hostdev = matches!(interface.source, InterfaceSource::Hostdev(_));
    if !virtio || hostdev {
        interface.driver = None;
        if let Some(backend) = &mut interface.backend {
            backend.vhost = None;
        }
    }
    if let Some(driver) = &mut interface.driver {
        driver.queues = driver.queues.filter(|queues| *queues > 1);
    }
    if interface.host_driver == Some(HostDevDriver::default()) {
        interface.host_driver = None;
    }
    if hostdev {
        interface.filterref = None;
    }
    if let Some(port) = &mut interface.virtualport
        && port.port_type == Some(VirtualPortType::Qbg)
    {
        let parameters = port.parameters.get_or_insert_default();
        parameters.instance_id.get_or_insert_with(Uuid::new_v4);
    }
}

fn hostdev(hostdev: &mut HostDev) {
    if hostdev.mode == HostDevMode::Subsystem {
        hostdev.managed.get_or_insert(YesNo::No);
    }
    if let HostDevSource::Scsi(scsi) = &mut hostdev.source
        && scsi.protocol == Some(ScsiProtocol::Iscsi)
        && let Some(name) = &mut scsi.name
        && !name.contains('/')
    {
        // The first unit of a target, where none is named.
        name.push_str("/0");
    }
}

impl Cpu {
    /// Features of which nothing else is said are required.
    pub fn settle(&mut self) {
        for feature in &mut self.features {
            feature.policy.get_or_insert(FeaturePolicy::Require);
        }
    }
}

impl Disk {
    /// Number of a disk by the letters of its name: `sda` is 0, `sdaa` is 26. A partition's number is left out.
    pub fn number(name: &str) -> Option<u32> {
        let prefix = ["xvd", "ubd", "fd", "hd", "vd", "sd"];
        let letters = prefix.into_iter().find_map(|p| name.strip_prefix(p))?;
        let letters = letters.trim_end_matches(|c: char| c.is_ascii_digit());
        let mut number: u32 = 0;
        for letter in letters.bytes() {
            let digit = u32::from(letter.checked_sub(b'a').filter(|d| *d < 26)?) + 1;
            number = number.checked_mul(26)?.checked_add(digit)?;
        }
        number.checked_sub(1)
    }

    /// Says of every encrypted image of the chain who decrypts it, where that is left open.
    pub fn settle_encryption(&mut self, engine: EncryptionEngine) {
        if let Some(encryption) = &mut self.encryption {
            encryption.engine.get_or_insert(engine);
        }
        let of_source = |common: &mut SourceCommon| {
            if let Some(encryption) = &mut common.encryption {
                encryption.engine.get_or_insert(engine);
            }
        };
        of_source(self.source.common_mut());
        let mut below: Option<&mut BackingStore> = self.backing_store.as_deref_mut();
        while let Some(store) = below {
            if let Some(source) = &mut store.source {
                of_source(source.common_mut());
            }
            below = store.backing_store.as_deref_mut();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers() {
        for (name, n) in [("sda", 0), ("hdc", 2), ("vdz", 25), ("sdaa", 26), ("sdb3", 1)] {
            assert_eq!(Disk::number(name), Some(n), "{name}");
        }
        for name in ["", "sd", "x", "sdA", "vdzzzzzzzzzzzz"] {
            assert_eq!(Disk::number(name), None, "{name}");
        }
    }

    #[test]
    fn what_a_kind_has_not_is_left_out() {
        let mut devices = Devices {
            interfaces: vec![Interface {
                model: Some("e1000".to_owned()),
                driver: Some(Default::default()),
                ..Interface::default()
            }],
            disks: vec![Disk {
                device: DiskDevice::Cdrom,
                source: StorageSource::Volume(Default::default()),
                snapshot: Some(SnapshotLocation::No),
                ..Disk::default()
            }],
            ..Devices::default()
        };
        devices.settle();
        assert_eq!(devices.interfaces[0].driver, None);
        let disk = &devices.disks[0];
        assert_eq!(disk.source, StorageSource::File(FileSource::default()));
        assert_eq!((disk.readonly, disk.snapshot), (true, None));
    }
}
