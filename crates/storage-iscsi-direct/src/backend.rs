//! The backend.

use crate::client::{Client, LS, check_name};
use async_trait::async_trait;
use ferrovirt_driver::attach::VolumePlace;
use ferrovirt_driver::secret::GuestSecrets;
use ferrovirt_schema::pool::{Device, PoolType, Source};
use ferrovirt_schema::vol::VolumeType;
use ferrovirt_storage::{
    Backend, Definition, FormatWord, Listing, StorageError, Usage, Volume, VolumeBackend, VolumeName,
    Volumes, login,
};
use std::sync::Arc;

/// Pools that are iSCSI targets which guests reach themselves.
#[derive(Clone)]
pub struct IscsiDirectBackend {
    secrets: Arc<dyn GuestSecrets>,
}

impl IscsiDirectBackend {
    /// With the secrets that passwords come from.
    pub fn new(secrets: Arc<dyn GuestSecrets>) -> Self {
        IscsiDirectBackend { secrets }
    }
}

#[async_trait]
impl Backend for IscsiDirectBackend {
    fn kind(&self) -> PoolType {
        PoolType::IscsiDirect
    }

    fn is_available(&self) -> bool {
        LS.is_there()
    }

    fn same_source(&self, a: &Definition, b: &Definition) -> bool {
        let host = |pool: &Definition| pool.source().hosts.first().cloned();
        let iqn = |pool: &Definition| pool.source().devices.first().map(|device| device.path.clone());
        host(a) == host(b) && iqn(a) == iqn(b) && a.source().initiator == b.source().initiator
    }

    async fn find_sources(&self, spec: Option<&Source>) -> Result<Vec<Source>, StorageError> {
        let spec = spec.filter(|spec| spec.hosts.len() == 1).ok_or_else(|| {
            StorageError::Argument("a hostname must be specified for iscsi-direct sources".to_owned())
        })?;
        let targets = Client::new(spec, &self.secrets).await?.targets().await?;
        let source = |iqn: String| Source {
            hosts: spec.hosts.clone(),
            devices: vec![Device {
                path: iqn,
                ..Device::default()
            }],
            initiator: spec.initiator.clone(),
            ..Source::default()
        };
        Ok(targets.into_iter().map(source).collect())
    }

    async fn start(&self, pool: &Arc<Definition>) -> Result<(), StorageError> {
        check_name(iqn(pool))
    }

    async fn stop(&self, _pool: &Arc<Definition>) -> Result<(), StorageError> {
        Ok(())
    }

    fn volumes(&self) -> &dyn VolumeBackend {
        self
    }
}

/// The target; a definition without one is refused when it is read.
fn iqn(pool: &Definition) -> &str {
    pool.source()
        .devices
        .first()
        .map_or("", |device| device.path.as_str())
}

#[async_trait]
impl VolumeBackend for IscsiDirectBackend {
    async fn list(&self, pool: &Arc<Definition>, known: &Volumes) -> Result<Listing, StorageError> {
        let iqn = iqn(pool);
        let client = Client::new(pool.source(), &self.secrets).await?;
        let offer = client.offers().await?.into_iter().find(|offer| offer.iqn == iqn);
        let offer = offer.ok_or_else(|| {
            StorageError::Argument(format!(
                "server '{}' does not offer target '{iqn}'",
                client.portal
            ))
        })?;
        let mut volumes = Volumes::new();
        for lun in offer.luns {
            let size = client.size(iqn, lun).await?;
            let volume = volume(&client.portal, iqn, lun, size)?;
            let same = known.get(&volume.name).filter(|known| ***known == volume);
            let volume = same.cloned().unwrap_or_else(|| Arc::new(volume));
            volumes.insert(volume.name.clone(), volume);
        }
        let capacity = volumes.values().map(|volume| volume.capacity).sum();
        Ok(Listing {
            volumes,
            usage: Usage {
                capacity,
                allocation: capacity,
                available: 0,
            },
            ..Listing::default()
        })
    }

    fn guest_place(&self, pool: &Definition, volume: &Volume) -> Result<VolumePlace, StorageError> {
        // Volumes are named `unit:0:0:` and their number.
        let number = volume.name.as_str().rsplit(':').next().unwrap_or_default();
        let name = format!("{}/{number}", iqn(pool));
        Ok(VolumePlace::Network(login::server("iscsi", pool.source(), name)?))
    }

    async fn look(&self, _pool: &Arc<Definition>, volume: &Arc<Volume>) -> Result<Arc<Volume>, StorageError> {
        Ok(Arc::clone(volume))
    }
}

fn volume(portal: &str, iqn: &str, lun: u32, size: u64) -> Result<Volume, StorageError> {
    let name = VolumeName::new(&format!("unit:0:0:{lun}"))?;
    let path = format!("ip-{portal}-iscsi-{iqn}-lun-{lun}");
    Ok(Volume {
        capacity: size,
        allocation: size,
        physical: size,
        word: FormatWord::None,
        ..Volume::new(name, path, VolumeType::Network)
    })
}
