//! Defaults of what needs little: places of smart cards, ports of servers, one scheduling entry a thread.

use ferrovirt_schema::common::address::{Address, CcidAddress};
use ferrovirt_schema::common::seclabel::SecLabelType;
use ferrovirt_schema::domain::Domain;
use ferrovirt_schema::domain::devices::Devices;
use ferrovirt_schema::domain::devices::disk::{DiskDevice, Tray, VirtioModel};
use ferrovirt_schema::domain::os::{Firmware, FirmwareFeature, FirmwareFeatureName};
use ferrovirt_schema::domain::tune::{CpuTune, IoThreadSched, VcpuSched};
use ferrovirt_xml::YesNo;

/// Fills in the document's own.
pub(super) fn fill(doc: &mut Domain) {
    if let Some(tune) = &mut doc.cputune {
        one_by_one(tune);
    }
    for label in &mut doc.seclabels {
        if label.label_type == Some(SecLabelType::None) {
            label.model.get_or_insert_with(|| "none".to_owned());
        }
    }
    let features = &mut doc.os.firmware_features;
    let asked = |name| features.iter().find(|f| f.name == name).map(|f| f.enabled);
    // Keys that are there are there to be checked against.
    if doc.os.firmware == Some(Firmware::Efi)
        && asked(FirmwareFeatureName::EnrolledKeys) == Some(YesNo::Yes)
        && asked(FirmwareFeatureName::SecureBoot).is_none()
    {
        features.push(FirmwareFeature {
            enabled: YesNo::Yes,
            name: FirmwareFeatureName::SecureBoot,
        });
    }
}

/// Fills in the devices'.
pub(super) fn fill_devices(devices: &mut Devices) {
    for (slot, card) in (0..).zip(devices.smartcards.iter_mut()) {
        card.info
            .address
            .get_or_insert(Address::Ccid(CcidAddress { controller: 0, slot }));
    }
    if let Some(vsock) = &mut devices.vsock {
        vsock.model.get_or_insert(VirtioModel::Virtio);
    }
    for disk in &mut devices.disks {
        if disk.device == DiskDevice::Floppy && disk.target.tray == Some(Tray::Closed) {
            disk.target.tray = None;
        }
    }
}

/// Entries for several threads become one for each.
fn one_by_one(tune: &mut CpuTune) {
    tune.vcpusched = std::mem::take(&mut tune.vcpusched)
        .into_iter()
        .flat_map(|entry| match entry.vcpus.is_empty() {
            true => vec![entry],
            false => entry
                .vcpus
                .iter()
                .map(|n| VcpuSched {
                    vcpus: [n].into_iter().collect(),
                    ..entry.clone()
                })
                .collect(),
        })
        .collect();
    tune.vcpusched.sort_by_key(|e| e.vcpus.iter().next());
    tune.iothreadsched = std::mem::take(&mut tune.iothreadsched)
        .into_iter()
        .flat_map(|entry| match entry.iothreads.is_empty() {
            true => vec![entry],
            false => entry
                .iothreads
                .iter()
                .map(|n| IoThreadSched {
                    iothreads: [n].into_iter().collect(),
                    ..entry.clone()
                })
                .collect(),
        })
        .collect();
    tune.iothreadsched.sort_by_key(|e| e.iothreads.iter().next());
}

#[cfg(test)]
mod tests {
    use super::*;
    use ferrovirt_schema::common::idset::IdSet;

    #[test]
    fn an_entry_a_thread() {
        let mut tune = CpuTune {
            vcpusched: vec![VcpuSched {
                vcpus: IdSet::from_text("0-2,^1").unwrap(),
                ..VcpuSched::default()
            }],
            ..CpuTune::default()
        };
        one_by_one(&mut tune);
        let numbers: Vec<String> = tune.vcpusched.iter().map(|e| e.vcpus.to_string()).collect();
        assert_eq!(numbers, ["0", "2"]);
    }
}
