//! Old calls that follow from newer ones: numbers and names of objects, from the lists of objects.

use crate::dispatch::Arguments;
use ferrovirt_driver::GuardedDrivers;
use ferrovirt_protocol::remote::{self, proc};
use ferrovirt_protocol::wire::Wire as _;
use ferrovirt_types::consts::{
    ConnectListAllDomainsFlags as DomainList, ConnectListAllInterfacesFlags as InterfaceList,
    ConnectListAllNetworksFlags as NetworkList, ConnectListAllNodeDeviceFlags as DeviceList,
    ConnectListAllStoragePoolsFlags as PoolList, ErrorDomain, ErrorNumber,
};
use ferrovirt_types::object::NodeDeviceRef;
use ferrovirt_types::{Error, Result};
use ferrovirt_xdr::Encoder;

/// Serves a derived procedure; false when `procedure` is none.
pub async fn serve(
    procedure: u32,
    drivers: &GuardedDrivers,
    args: &Arguments<'_>,
    out: &mut Encoder,
) -> Result<bool> {
    let domains = |flags: DomainList| drivers.lifecycle.connect_list_all_domains(flags.bits());
    let networks = |flags: NetworkList| drivers.network.connect_list_all_networks(flags.bits());
    let pools = |flags: PoolList| drivers.storage_pool.connect_list_all_storage_pools(flags.bits());
    let interfaces = |flags: InterfaceList| drivers.interface.connect_list_all_interfaces(flags.bits());
    match procedure {
        proc::CONNECT_NUM_OF_DOMAINS => count(out, domains(DomainList::ACTIVE).await?.len()),
        proc::CONNECT_NUM_OF_DEFINED_DOMAINS => count(out, domains(DomainList::INACTIVE).await?.len()),
        proc::CONNECT_LIST_DOMAINS => {
            let a: remote::ConnectListDomainsArgs = args.decode()?;
            let max = room(a.maxids)?;
            let ids = domains(DomainList::ACTIVE)
                .await?
                .iter()
                .take(max)
                .map(|d| d.id)
                .collect();
            remote::ConnectListDomainsRet { ids }.encode(out);
        }
        proc::CONNECT_LIST_DEFINED_DOMAINS => {
            let a: remote::ConnectListDefinedDomainsArgs = args.decode()?;
            names(
                out,
                room(a.maxnames)?,
                domains(DomainList::INACTIVE).await?.into_iter().map(|d| d.name),
            );
        }
        proc::CONNECT_NUM_OF_NETWORKS => count(out, networks(NetworkList::ACTIVE).await?.len()),
        proc::CONNECT_NUM_OF_DEFINED_NETWORKS => count(out, networks(NetworkList::INACTIVE).await?.len()),
        proc::CONNECT_LIST_NETWORKS => {
            let a: remote::ConnectListNetworksArgs = args.decode()?;
            names(
                out,
                room(a.maxnames)?,
                networks(NetworkList::ACTIVE).await?.into_iter().map(|n| n.name),
            );
        }
        proc::CONNECT_LIST_DEFINED_NETWORKS => {
            let a: remote::ConnectListDefinedNetworksArgs = args.decode()?;
            names(
                out,
                room(a.maxnames)?,
                networks(NetworkList::INACTIVE).await?.into_iter().map(|n| n.name),
            );
        }
        proc::CONNECT_NUM_OF_STORAGE_POOLS => count(out, pools(PoolList::ACTIVE).await?.len()),
        proc::CONNECT_NUM_OF_DEFINED_STORAGE_POOLS => count(out, pools(PoolList::INACTIVE).await?.len()),
        proc::CONNECT_LIST_STORAGE_POOLS => {
            let a: remote::ConnectListStoragePoolsArgs = args.decode()?;
            names(
                out,
                room(a.maxnames)?,
                pools(PoolList::ACTIVE).await?.into_iter().map(|p| p.name),
            );
        }
        proc::CONNECT_LIST_DEFINED_STORAGE_POOLS => {
            let a: remote::ConnectListDefinedStoragePoolsArgs = args.decode()?;
            names(
                out,
                room(a.maxnames)?,
                pools(PoolList::INACTIVE).await?.into_iter().map(|p| p.name),
            );
        }
        proc::STORAGE_POOL_NUM_OF_VOLUMES => {
            let a: remote::StoragePoolNumOfVolumesArgs = args.decode()?;
            count(
                out,
                drivers
                    .storage_vol
                    .storage_pool_list_all_volumes(&a.pool, 0)
                    .await?
                    .len(),
            );
        }
        proc::STORAGE_POOL_LIST_VOLUMES => {
            let a: remote::StoragePoolListVolumesArgs = args.decode()?;
            let volumes = drivers
                .storage_vol
                .storage_pool_list_all_volumes(&a.pool, 0)
                .await?;
            names(out, room(a.maxnames)?, volumes.into_iter().map(|v| v.name));
        }
        proc::CONNECT_NUM_OF_INTERFACES => count(out, interfaces(InterfaceList::ACTIVE).await?.len()),
        proc::CONNECT_NUM_OF_DEFINED_INTERFACES => {
            count(out, interfaces(InterfaceList::INACTIVE).await?.len())
        }
        proc::CONNECT_LIST_INTERFACES => {
            let a: remote::ConnectListInterfacesArgs = args.decode()?;
            names(
                out,
                room(a.maxnames)?,
                interfaces(InterfaceList::ACTIVE)
                    .await?
                    .into_iter()
                    .map(|i| i.name),
            );
        }
        proc::CONNECT_LIST_DEFINED_INTERFACES => {
            let a: remote::ConnectListDefinedInterfacesArgs = args.decode()?;
            names(
                out,
                room(a.maxnames)?,
                interfaces(InterfaceList::INACTIVE)
                    .await?
                    .into_iter()
                    .map(|i| i.name),
            );
        }
        proc::CONNECT_NUM_OF_SECRETS => count(out, drivers.secret.connect_list_all_secrets(0).await?.len()),
        proc::CONNECT_LIST_SECRETS => {
            let a: remote::ConnectListSecretsArgs = args.decode()?;
            let secrets = drivers.secret.connect_list_all_secrets(0).await?;
            names(
                out,
                room(a.maxuuids)?,
                secrets.into_iter().map(|s| s.uuid.to_string()),
            );
        }
        proc::CONNECT_NUM_OF_NWFILTERS => {
            count(out, drivers.nwfilter.connect_list_all_nwfilters(0).await?.len())
        }
        proc::CONNECT_LIST_NWFILTERS => {
            let a: remote::ConnectListNwfiltersArgs = args.decode()?;
            let filters = drivers.nwfilter.connect_list_all_nwfilters(0).await?;
            names(out, room(a.maxnames)?, filters.into_iter().map(|f| f.name));
        }
        proc::NODE_NUM_OF_DEVICES => {
            let a: remote::NodeNumOfDevicesArgs = args.decode()?;
            count(out, devices(drivers, a.cap.as_deref()).await?.len());
        }
        proc::NODE_LIST_DEVICES => {
            let a: remote::NodeListDevicesArgs = args.decode()?;
            let devices = devices(drivers, a.cap.as_deref()).await?;
            names(out, room(a.maxnames)?, devices.into_iter().map(|d| d.name));
        }
        proc::DOMAIN_SNAPSHOT_NUM => {
            let a: remote::DomainSnapshotNumArgs = args.decode()?;
            count(
                out,
                drivers
                    .snapshots
                    .domain_list_all_snapshots(&a.dom, a.flags)
                    .await?
                    .len(),
            );
        }
        proc::DOMAIN_SNAPSHOT_LIST_NAMES => {
            let a: remote::DomainSnapshotListNamesArgs = args.decode()?;
            let list = drivers
                .snapshots
                .domain_list_all_snapshots(&a.dom, a.flags)
                .await?;
            names(out, room(a.maxnames)?, list.into_iter().map(|s| s.name));
        }
        proc::DOMAIN_SNAPSHOT_NUM_CHILDREN => {
            let a: remote::DomainSnapshotNumChildrenArgs = args.decode()?;
            count(
                out,
                drivers
                    .snapshots
                    .domain_snapshot_list_all_children(&a.snap, a.flags)
                    .await?
                    .len(),
            );
        }
        proc::DOMAIN_SNAPSHOT_LIST_CHILDREN_NAMES => {
            let a: remote::DomainSnapshotListChildrenNamesArgs = args.decode()?;
            let list = drivers
                .snapshots
                .domain_snapshot_list_all_children(&a.snap, a.flags)
                .await?;
            names(out, room(a.maxnames)?, list.into_iter().map(|s| s.name));
        }
        _ => return Ok(false),
    }
    Ok(true)
}

fn room(max: i32) -> Result<usize> {
    usize::try_from(max).ok().filter(|m| *m <= 65_536).ok_or_else(|| {
        let text = format!("room for {max} names was announced, from 0 to 65536 is possible");
        Error::new(ErrorNumber::Rpc, ErrorDomain::Rpc, text)
    })
}

fn count(out: &mut Encoder, n: usize) {
    out.i32(i32::try_from(n).unwrap_or(i32::MAX));
}

fn names(out: &mut Encoder, max: usize, names: impl Iterator<Item = String>) {
    let names: Vec<String> = names.take(max).collect();
    out.list(&names, 65_536, |out, n| out.string(n, 4_194_304));
}

/// Devices with a capability, or all. None has a capability that nobody knows, which is no error.
async fn devices(drivers: &GuardedDrivers, capability: Option<&str>) -> Result<Vec<NodeDeviceRef>> {
    let flags = capability.map_or(Some(DeviceList::empty()), device_flags);
    let known = flags.unwrap_or(DeviceList::empty());
    let list = drivers
        .node_device
        .connect_list_all_node_devices(known.bits())
        .await?;
    Ok(if flags.is_some() { list } else { Vec::new() })
}

/// The filter for a capability by its name, as the old calls have it.
fn device_flags(capability: &str) -> Option<DeviceList> {
    Some(match capability {
        "system" => DeviceList::CAP_SYSTEM,
        "pci" => DeviceList::CAP_PCI_DEV,
        "usb_device" => DeviceList::CAP_USB_DEV,
        "usb" => DeviceList::CAP_USB_INTERFACE,
        "net" => DeviceList::CAP_NET,
        "scsi_host" => DeviceList::CAP_SCSI_HOST,
        "scsi_target" => DeviceList::CAP_SCSI_TARGET,
        "scsi" => DeviceList::CAP_SCSI,
        "storage" => DeviceList::CAP_STORAGE,
        "fc_host" => DeviceList::CAP_FC_HOST,
        "vports" => DeviceList::CAP_VPORTS,
        "scsi_generic" => DeviceList::CAP_SCSI_GENERIC,
        "drm" => DeviceList::CAP_DRM,
        "mdev_types" => DeviceList::CAP_MDEV_TYPES,
        "mdev" => DeviceList::CAP_MDEV,
        "ccw" => DeviceList::CAP_CCW_DEV,
        "css" => DeviceList::CAP_CSS_DEV,
        "vdpa" => DeviceList::CAP_VDPA,
        "ap_card" => DeviceList::CAP_AP_CARD,
        "ap_queue" => DeviceList::CAP_AP_QUEUE,
        "ap_matrix" => DeviceList::CAP_AP_MATRIX,
        "vpd" => DeviceList::CAP_VPD,
        _ => return None,
    })
}
