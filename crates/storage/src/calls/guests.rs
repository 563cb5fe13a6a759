//! Storage as a hypervisor driver sees it.

use crate::Storage;
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
        let found = self.shared.volume(&vol)?;
        Ok(VolumeSource {
            path: found.volume.path.clone(),
            format: Some(found.volume.image.format.to_string()),
            block: found.volume.kind == VolumeType::Block,
        })
    }
}
