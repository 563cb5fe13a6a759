//! Smartcards, trusted platform modules, memory and sockets shared with others, IOMMUs.

use super::chardev::host_side;
use super::place::{alias, at, virtio_device, virtio_options};
use super::{Argv, Context, Props, comma};
use crate::error::{QemuError, Result};
use ferrovirt_schema::common::chardev::CharSource;
use ferrovirt_schema::domain::Domain;
use ferrovirt_schema::domain::devices::iommu::{Iommu, IommuModel};
use ferrovirt_schema::domain::devices::shmem::{Shmem, ShmemModel, ShmemRole};
use ferrovirt_schema::domain::devices::smartcard::{Smartcard, SmartcardMode};
use ferrovirt_schema::domain::devices::tpm::{Tpm, TpmBackend};
use ferrovirt_schema::domain::devices::vsock::Vsock;

/// Where certificates of emulated smartcards are looked for.
const CERTIFICATES: &str = "/etc/pki/nssdb";
/// Bytes of shared memory where nothing is said.
const SHARED_SIZE: u64 = 4 << 20;

/// IOMMUs, which have to be there before what is behind them.
pub(super) fn iommus(out: &mut Argv, doc: &Domain) -> Result<()> {
    for iommu in doc.devices.iter().flat_map(|d| &d.iommus) {
        out.from("devices/iommu");
        out.pair("-device", at(iommu_device(iommu)?, &iommu.info, doc)?.finish());
    }
    out.origin = None;
    Ok(())
}

fn iommu_device(iommu: &Iommu) -> Result<Props> {
    let id = alias(&iommu.info);
    let driver = iommu.driver.as_ref();
    match iommu.model {
        IommuModel::Virtio => Ok(Props::device("virtio-iommu").str("id", id)),
        IommuModel::Intel => Ok(Props::device("intel-iommu")
            .str("id", id)
            .opt("intremap", driver.and_then(|d| d.intremap).map(|v| v.as_str()))
            .bool_opt(
                "caching-mode",
                driver.and_then(|d| d.caching_mode).map(|v| v.is_on()),
            )
            .opt("eim", driver.and_then(|d| d.eim).map(|v| v.as_str()))
            .bool_opt("device-iotlb", driver.and_then(|d| d.iotlb).map(|v| v.is_on()))
            .num_opt("aw-bits", driver.and_then(|d| d.aw_bits))
            .bool_opt(
                "dma-translation",
                driver.and_then(|d| d.dma_translation).map(|v| v.is_on()),
            )),
        other => Err(QemuError::ConfigUnsupported(format!(
            "IOMMU model '{}' is of no PC that this QEMU makes",
            other.as_str()
        ))),
    }
}

/// Smartcard readers' cards.
pub(super) fn smartcards(out: &mut Argv, doc: &Domain, cx: &Context<'_>) -> Result<()> {
    for card in doc.devices.iter().flat_map(|d| &d.smartcards) {
        let id = alias(&card.info);
        out.from(format!("devices/smartcard[alias/@name='{id}']"));
        let props = smartcard(out, card, cx)?.str("id", id);
        out.pair("-device", at(props, &card.info, doc)?.finish());
    }
    out.origin = None;
    Ok(())
}

fn smartcard(out: &mut Argv, card: &Smartcard, cx: &Context<'_>) -> Result<Props> {
    Ok(match &card.mode {
        SmartcardMode::Host => Props::device("ccid-card-emulated").str("backend", "nss-emulated"),
        SmartcardMode::HostCertificates(c) => {
            let names = ["cert1", "cert2", "cert3"].into_iter().zip(&c.certificates);
            let props = Props::device("ccid-card-emulated").str("backend", "certificates");
            let props = names.fold(props, |props, (key, name)| props.str(key, name));
            props.str("db", c.database.as_deref().unwrap_or(CERTIFICATES))
        }
        SmartcardMode::Passthrough(p) => {
            host_side(out, &p.source, p.log.as_ref(), &card.info, cx)?;
            let chardev = format!("char{}", alias(&card.info));
            Props::device("ccid-card-passthru").str("chardev", &chardev)
        }
    })
}

/// Trusted platform modules.
pub(super) fn tpms(out: &mut Argv, doc: &Domain, cx: &Context<'_>) -> Result<()> {
    for tpm in doc.devices.iter().flat_map(|d| &d.tpms) {
        let id = alias(&tpm.info);
        out.from("devices/tpm");
        let backend = tpm_backend(out, tpm, cx)?;
        out.pair("-tpmdev", backend);
        let model = tpm.model.map_or("tpm-tis", |m| m.as_str());
        let props = Props::device(model)
            .str("tpmdev", &format!("tpm-{id}"))
            .str("id", id);
        out.pair("-device", at(props, &tpm.info, doc)?.finish());
    }
    out.origin = None;
    Ok(())
}

fn tpm_backend(out: &mut Argv, tpm: &Tpm, cx: &Context<'_>) -> Result<String> {
    let id = alias(&tpm.info);
    let socket = match &tpm.backend {
        TpmBackend::Passthrough(device) => {
            let path = device.path.as_deref().unwrap_or(crate::host_devices::TPM);
            let cancel = crate::host_devices::tpm_cancel(path);
            return Ok(format!(
                "passthrough,id=tpm-{id},path={},cancel-path={}",
                comma(path),
                comma(&cancel)
            ));
        }
        TpmBackend::Emulator(_) => cx.runtime.tpm_socket(),
        TpmBackend::External(external) => match &external.source {
            Some(CharSource::Unix(unix)) => unix.source.as_ref().and_then(|s| s.path.clone()),
            _ => None,
        }
        .ok_or_else(|| {
            QemuError::ConfigUnsupported("an external TPM needs the path of a Unix socket".to_owned())
        })?,
    };
    out.pair("-chardev", format!("socket,id=chrtpm,path={}", comma(&socket)));
    Ok(format!("emulator,id=tpm-{id},chardev=chrtpm"))
}

/// Memory that guests share.
pub(super) fn shared_memory(out: &mut Argv, doc: &Domain) -> Result<()> {
    for shmem in doc.devices.iter().flat_map(|d| &d.shmems) {
        let id = alias(&shmem.info);
        out.from(format!("devices/shmem[@name='{}']", shmem.name));
        let props = shared(out, shmem, id)?;
        out.pair("-device", at(props, &shmem.info, doc)?.finish());
    }
    out.origin = None;
    Ok(())
}

fn shared(out: &mut Argv, shmem: &Shmem, id: &str) -> Result<Props> {
    let master = match shmem.role {
        Some(ShmemRole::Master) => Some("on"),
        Some(ShmemRole::Peer) => Some("off"),
        _ => None,
    };
    match shmem.model {
        Some(ShmemModel::IvshmemPlain) => {
            let size = shmem.size.map_or(SHARED_SIZE, |s| s.0);
            let memdev = format!("shmmem-{id}");
            let object = Props::with("qom-type", "memory-backend-file")
                .str("id", &memdev)
                .str("mem-path", &crate::host_devices::shared_file(&shmem.name))
                .num("size", size)
                .bool("share", true);
            out.pair("-object", object.finish());
            Ok(Props::device("ivshmem-plain")
                .str("id", id)
                .str("memdev", &memdev)
                .opt("master", master))
        }
        Some(ShmemModel::IvshmemDoorbell) => {
            let path = shmem.server.as_ref().and_then(|s| s.path.as_deref());
            let path = path.map_or_else(
                || format!("/var/lib/libvirt/shmem-{}-sock", shmem.name),
                str::to_owned,
            );
            out.pair("-chardev", format!("socket,id=char{id},path={}", comma(&path)));
            let msi = shmem.msi.as_ref();
            Ok(Props::device("ivshmem-doorbell")
                .str("id", id)
                .str("chardev", &format!("char{id}"))
                .num_opt("vectors", msi.and_then(|m| m.vectors))
                .opt("ioeventfd", msi.and_then(|m| m.ioeventfd).map(|i| i.as_str()))
                .opt("master", master))
        }
        _ => Err(QemuError::ConfigUnsupported(format!(
            "shmem '{}': QEMU has no device 'ivshmem' any more; use <model type='ivshmem-plain'/> or 'ivshmem-doorbell'",
            shmem.name
        ))),
    }
}

/// The socket between host and guest.
pub(super) fn vsock(out: &mut Argv, vsock: &Vsock, doc: &Domain, cx: &Context<'_>) -> Result<()> {
    let id = alias(&vsock.info);
    out.from("devices/vsock");
    let cid = vsock.cid.as_ref().and_then(|c| c.address).unwrap_or(0);
    let fd = cx.runtime.vhost_fds.get(id).copied().unwrap_or(-1);
    let base = Props::device(&virtio_device("vhost-vsock", vsock.model));
    let props = virtio_options(base, vsock.driver.as_ref())
        .str("id", id)
        .num("guest-cid", cid)
        .str("vhostfd", &fd.to_string());
    out.pair("-device", at(props, &vsock.info, doc)?.finish());
    out.origin = None;
    Ok(())
}
