//! The kinds of storage pools.

use ferrovirt_driver::secret::GuestSecrets;
use ferrovirt_host::paths::Places;
use ferrovirt_storage::Backend;
use ferrovirt_storage_dir::DirBackend;
use ferrovirt_storage_disk::DiskBackend;
use ferrovirt_storage_fs::FsBackend;
use ferrovirt_storage_iscsi::IscsiBackend;
use ferrovirt_storage_iscsi_direct::IscsiDirectBackend;
use ferrovirt_storage_logical::LogicalBackend;
use ferrovirt_storage_mpath::MpathBackend;
use ferrovirt_storage_netfs::NetfsBackend;
use ferrovirt_storage_rbd::RbdBackend;
use ferrovirt_storage_scsi::ScsiBackend;
use ferrovirt_storage_zfs::ZfsBackend;
use std::sync::Arc;

/// All backends. Those for servers take passwords from `secrets`; what has to be known after a reboot is below
/// `places.lib`.
pub(crate) fn backends(places: &Places, secrets: &Arc<dyn GuestSecrets>) -> Vec<Arc<dyn Backend>> {
    vec![
        Arc::new(DirBackend),
        Arc::new(FsBackend::default()),
        Arc::new(NetfsBackend::default()),
        Arc::new(LogicalBackend),
        Arc::new(DiskBackend),
        Arc::new(IscsiBackend::new(Arc::clone(secrets))),
        Arc::new(IscsiDirectBackend::new(Arc::clone(secrets))),
        Arc::new(ScsiBackend::default()),
        Arc::new(MpathBackend),
        Arc::new(RbdBackend::new(
            Arc::clone(secrets),
            places.lib.join("storage/rbd"),
        )),
        Arc::new(ZfsBackend),
    ]
}
