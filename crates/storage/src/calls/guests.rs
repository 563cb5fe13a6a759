//! What a hypervisor asks: where the disk of a guest is.

use crate::policy::BackingPolicy;
use crate::{Storage, ops};
use async_trait::async_trait;
use ferrovirt_driver::attach::{GuestVolumes, VolumeSource};
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
        let found = ops::find(&self.shared, &vol).await?;
        let (view, volume) = (&found.view, &found.volume);
        found.check_made()?;
        if self.shared.policy.backing_files == BackingPolicy::Pools {
            ops::check_below(&self.shared, volume, BackingPolicy::Anywhere)?;
        }
        let volumes = self.shared.backend(view.definition.kind())?.volumes();
        Ok(VolumeSource {
            place: volumes.guest_place(&view.definition, volume)?,
            passphrase: ops::secrets::key(&self.shared, volume).await,
        })
    }
}
