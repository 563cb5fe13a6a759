//! Rules of single devices and features.

use super::super::is_virtiofs;
use crate::define::inactive::is_of_start;
use crate::error::{QemuError, Result};
use ferrovirt_schema::common::address::Address;
use ferrovirt_schema::common::chardev::{CharSource, Reconnect, SourceMode};
use ferrovirt_schema::common::format::StorageFormat;
use ferrovirt_schema::common::secret::{Encryption, EncryptionFormat};
use ferrovirt_schema::domain::Domain;
use ferrovirt_schema::domain::cpu::CpuCacheMode;
use ferrovirt_schema::domain::devices::Devices;
use ferrovirt_schema::domain::devices::disk::{DiskBus, VirtioModel};
use ferrovirt_schema::domain::devices::filesystem::{AccessMode, Filesystem, MultiDevs, WritePolicy};
use ferrovirt_schema::domain::devices::graphics::Graphics;
use ferrovirt_schema::domain::devices::hostdev::{HostDev, HostDevSource};
use ferrovirt_schema::domain::devices::input::{Input, InputType};
use ferrovirt_schema::domain::devices::iommu::IommuModel;
use ferrovirt_schema::domain::devices::memory::MemoryModel;
use ferrovirt_schema::domain::memory::MemoryAccess;
use ferrovirt_schema::domain::os::{Firmware, LoaderType};
use ferrovirt_types::consts::ErrorNumber;
use ferrovirt_xml::YesNo;

const MIB: u64 = 1 << 20;

fn unsupported<T>(text: impl Into<String>) -> Result<T> {
    Err(QemuError::ConfigUnsupported(text.into()))
}

pub(super) fn check(doc: &Domain, d: &Devices) -> Result<()> {
    machine(doc)?;
    shared_memory(doc)?;
    disks(d)?;
    devices(d)
}

/// What has to be looked at before anything is filled in or left out.
pub(super) fn before(d: &Devices) -> Result<()> {
    char_sources(d).into_iter().try_for_each(characters)
}

fn machine(doc: &Domain) -> Result<()> {
    if let Some(cache) = doc.cpu.as_ref().and_then(|c| c.cache.as_ref()) {
        match (cache.mode, cache.level) {
            (CpuCacheMode::Emulate, level) if level != Some(3) => {
                return unsupported("CPU cache mode 'emulate' can only be used with level='3'");
            }
            (CpuCacheMode::Passthrough, Some(_)) => {
                return unsupported("unsupported CPU cache level for mode 'passthrough'");
            }
            _ => {}
        }
    }
    let tseg = doc
        .features
        .as_ref()
        .and_then(|f| f.smm.as_ref())
        .and_then(|s| s.tseg);
    if tseg.is_some_and(|size| size.0 % MIB != 0) {
        return unsupported("SMM TSEG size must be divisible by 1 MiB");
    }
    let flash = doc
        .os
        .loader
        .as_ref()
        .is_some_and(|l| l.loader_type == Some(LoaderType::Pflash));
    let uefi = flash || doc.os.firmware == Some(Firmware::Efi);
    let acpi = doc.features.as_ref().is_some_and(|f| f.acpi);
    if uefi && !acpi {
        return unsupported("UEFI requires ACPI on this architecture");
    }
    Ok(())
}

fn disks(d: &Devices) -> Result<()> {
    for disk in &d.disks {
        let named = disk.vendor.is_some() || disk.product.is_some();
        if named && disk.target.bus != Some(DiskBus::Scsi) {
            return unsupported("Only scsi disk supports vendor and product");
        }
        if disk.driver.as_ref().and_then(|x| x.format) == Some(StorageFormat::Dir) {
            return unsupported(
                "'directory' storage format is not directly supported by QEMU, use 'dir' disk type instead",
            );
        }
        let of_qcow = |e: &Encryption| matches!(e.format, EncryptionFormat::Qcow | EncryptionFormat::Default);
        let inner = disk.source.common().encryption.as_ref();
        if inner.or(disk.encryption.as_ref()).is_some_and(of_qcow) {
            return unsupported("old qcow/qcow2 encryption is not supported");
        }
        let Some(Address::Drive(at)) = &disk.info.address else {
            continue;
        };
        let taken = d.hostdevs.iter().any(|h| {
            matches!(h.source, HostDevSource::Scsi(_)) && h.info.address == Some(Address::Drive(*at))
        });
        if disk.target.bus == Some(DiskBus::Scsi) && taken {
            return unsupported(format!(
                "using disk target name '{}' conflicts with SCSI host device address controller='{}' bus='{}' target='{}' unit='{}'",
                disk.target.dev, at.controller, at.bus, at.target, at.unit
            ));
        }
    }
    Ok(())
}

fn char_sources(d: &Devices) -> Vec<&CharSource> {
    let mut list: Vec<&CharSource> = Vec::new();
    list.extend(d.serials.iter().map(|x| &x.source));
    list.extend(d.parallels.iter().map(|x| &x.source));
    list.extend(d.consoles.iter().map(|x| &x.source));
    list.extend(d.channels.iter().map(|x| &x.source));
    list.extend(d.redirdevs.iter().map(|x| &x.source));
    list
}

fn characters(source: &CharSource) -> Result<()> {
    let (mode, reconnect) = match source {
        CharSource::Tcp(tcp) => (Some(tcp.source.mode), tcp.source.reconnect.as_ref()),
        CharSource::Unix(unix) => match &unix.source {
            Some(end) => (end.mode, end.reconnect.as_ref()),
            None => return Ok(()),
        },
        _ => return Ok(()),
    };
    // A socket that is made at each start is not one to connect to.
    let made = matches!(source, CharSource::Unix(unix)
        if unix.source.as_ref().is_some_and(|end| end.path.as_deref().is_some_and(is_of_start)));
    let Some(Reconnect { enabled, timeout }) = reconnect else {
        return Ok(());
    };
    if *enabled == Some(YesNo::Yes) && *timeout == Some(0) {
        return Err(QemuError::InvalidArg(
            "chardev reconnect source timeout cannot be '0'".to_owned(),
        ));
    }
    if *enabled == Some(YesNo::Yes) && (made || mode != Some(SourceMode::Connect)) {
        return Err(QemuError::coded(
            ErrorNumber::InternalError,
            "chardev reconnect is possible only for connect mode",
        ));
    }
    Ok(())
}

/// What a directory that a program serves cannot have.
fn virtiofs(fs: &Filesystem) -> Result<()> {
    let driver = fs.driver.as_ref();
    let wrong = [
        (fs.readonly, "virtiofs does not yet support read-only mode"),
        (
            !matches!(fs.accessmode, None | Some(AccessMode::Passthrough)),
            "virtiofs only supports passthrough accessmode",
        ),
        (
            driver.is_some_and(|d| d.wrpolicy.is_some_and(|w| w != WritePolicy::Default)),
            "virtiofs does not support wrpolicy",
        ),
        (
            driver.is_some_and(|d| d.format.is_some()),
            "virtiofs does not support format",
        ),
        (
            fs.model.is_some_and(|m| m != VirtioModel::default()),
            "virtiofs does not support model",
        ),
        (
            fs.multidevs.is_some_and(|m| m != MultiDevs::Default),
            "virtiofs does not support multidevs",
        ),
        (
            fs.fmode.is_some() || fs.dmode.is_some(),
            "virtiofs does not support fmode and dmode",
        ),
    ];
    match wrong.iter().find(|(wrong, _)| *wrong) {
        Some((_, why)) => unsupported(*why),
        None => Ok(()),
    }
}

/// A directory that a program serves needs memory that the program sees, too.
fn shared_memory(doc: &Domain) -> Result<()> {
    let shares = doc.devices.iter().flat_map(|d| &d.filesystems);
    if !shares.into_iter().any(is_virtiofs) {
        return Ok(());
    }
    let shared = |access: Option<MemoryAccess>| access == Some(MemoryAccess::Shared);
    let all = doc.memory_backing.as_ref().and_then(|b| b.access);
    let cells = doc
        .cpu
        .iter()
        .filter_map(|c| c.numa.as_ref())
        .flat_map(|n| &n.cells);
    let mut cells = cells.peekable();
    let seen = match cells.peek() {
        Some(_) => cells.all(|cell| shared(cell.mem_access.or(all))),
        None => shared(all),
    };
    if seen {
        return Ok(());
    }
    unsupported(
        "'virtiofs' requires shared memory: add <memoryBacking><source type='memfd'/><access \
         mode='shared'/></memoryBacking>",
    )
}

fn devices(d: &Devices) -> Result<()> {
    let pci_only = |kind: InputType| matches!(kind, InputType::Passthrough);
    let fixed =
        |i: &&Input| i.model.is_some() && !pci_only(i.input_type) && i.model != Some(Default::default());
    if let Some(input) = d.inputs.iter().find(fixed) {
        return unsupported(format!(
            "virtio (non-)transitional models are not supported for input type={}",
            input.input_type.as_str()
        ));
    }
    for iommu in &d.iommus {
        let address = &iommu.info.address;
        if iommu.model == IommuModel::Virtio && !matches!(address, None | Some(Address::Pci(_))) {
            return unsupported("IOMMU device: 'virtio' needs a PCI address");
        }
    }
    for fs in d.filesystems.iter().filter(|fs| is_virtiofs(fs)) {
        virtiofs(fs)?;
    }
    let boots = |h: &HostDev| matches!(h.source, HostDevSource::ScsiHost(_)) && h.info.boot.is_some();
    if d.hostdevs.iter().any(boots) {
        return unsupported("booting from assigned devices is not supported by vhost SCSI devices");
    }
    if d.memories.iter().any(|m| m.model == MemoryModel::SgxEpc) {
        return unsupported("sgx epc isn't supported by this QEMU binary");
    }
    let gl = d.graphics.iter().filter(|g| match g {
        Graphics::EglHeadless(_) => true,
        Graphics::Spice(s) => {
            s.gl.as_ref()
                .is_some_and(|gl| gl.enable.is_some_and(YesNo::is_yes))
        }
        _ => false,
    });
    if gl.count() > 1 {
        return unsupported("multiple OpenGL displays are not supported by QEMU");
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(devices: &str) -> Option<String> {
        let xml = format!("<domain type='qemu'><name>g</name><devices>{devices}</devices></domain>");
        let doc = Domain::parse(&xml).unwrap();
        let devices = doc.devices.as_ref().unwrap();
        before(devices)
            .and_then(|()| check(&doc, devices))
            .err()
            .map(|e| e.to_string())
    }

    #[test]
    fn rules() {
        assert_eq!(refused("<disk><target dev='vda' bus='virtio'/></disk>"), None);
        for (devices, text) in [
            (
                "<disk><target dev='vda' bus='virtio'/><vendor>x</vendor></disk>",
                "Only scsi disk",
            ),
            (
                "<serial type='tcp'><source mode='bind' host='h' service='1'><reconnect enabled='yes' timeout='5'/></source></serial>",
                "only for connect mode",
            ),
            (
                "<serial type='tcp'><source mode='connect' host='h' service='1'><reconnect enabled='yes' timeout='0'/></source></serial>",
                "cannot be '0'",
            ),
        ] {
            let error = refused(devices);
            assert!(error.as_ref().is_some_and(|e| e.contains(text)), "{error:?}");
        }
    }
}
