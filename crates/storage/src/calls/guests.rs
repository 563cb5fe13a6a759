//! What a hypervisor asks: where the disk of a guest is.

use crate::policy::BackingPolicy;
use crate::{Storage, StorageError, ops};
use async_trait::async_trait;
use ferrovirt_driver::attach::{GuestVolumes, VolumeSource};
use ferrovirt_schema::vol::VolumeType;
use ferrovirt_types::Result;
use ferrovirt_types::object::StorageVolRef;

#[async_trait]
impl GuestVolumes for Storage {
    async fn resolve(&self, pool: &str, volume: &str) -> Result<VolumeSource> {
        let vol = StorageVolRef {
            pool: pool.to_owned(),
            name: volume.to_owned(),
            key: String::new(),
        };
        let found = ops::find(&self.shared, &vol).await?.volume;
        if self.shared.policy.backing_files == BackingPolicy::Pools {
            ops::check_below(&self.shared, &found, BackingPolicy::Anywhere)?;
        }
        if !matches!(found.kind, VolumeType::File | VolumeType::Block) {
            return Err(StorageError::ConfigUnsupported(format!(
                "volume '{volume}' of pool '{pool}' is no file or device of this host and cannot be the source of a disk; name the server in <source protocol=...> instead"
            ))
            .into());
        }
        Ok(VolumeSource {
            path: found.path.clone(),
            format: Some(found.image.format.as_str().to_owned()),
            block: found.kind == VolumeType::Block,
        })
    }
}
