//! Pools and volumes.

use crate::carrier::checks;
use crate::carrier::ground::{Ground, fails, good};
use ferrovirt_tests::harness::case::{Outcome, require, require_equal, require_text};
use ferrovirt_types::consts::{ErrorNumber, StoragePoolState};

checks![pools, volumes, clones, refused];

const POOL: &str = "<pool type='dir'><name>p1</name><target><path>/p1</path></target></pool>";
const VOLUME: &str = "<volume><name>v1</name><capacity unit='M'>10</capacity></volume>";

async fn pools(ground: &Ground) -> Outcome {
    let connection = ground.open().await?;
    let pool = good(connection.define_storage_pool(POOL).await)?;
    fails(
        "volumes while off",
        pool.volumes().await,
        ErrorNumber::OperationInvalid,
    )?;
    good(pool.build(Default::default()).await)?;
    good(pool.start(Default::default()).await)?;
    let info = good(pool.info().await)?;
    require_equal("state", info.state, Some(StoragePoolState::Running))?;
    require(info.capacity > 0, || "no room".to_owned())?;
    good(pool.refresh().await)?;
    require_text(&good(pool.xml(Default::default()).await)?, "<path>/p1</path>")?;
    good(pool.set_autostart(true).await)?;
    fails("undefine", pool.undefine().await, ErrorNumber::OperationInvalid)?;
    good(pool.destroy().await)?;
    good(pool.undefine().await)?;
    fails(
        "gone",
        connection.storage_pool("p1").await,
        ErrorNumber::NoStoragePool,
    )
}

async fn volumes(ground: &Ground) -> Outcome {
    let connection = ground.open().await?;
    let pool = good(connection.storage_pool("default-pool").await)?;
    let before = good(pool.info().await)?;
    let volume = good(pool.create_volume(VOLUME, Default::default()).await)?;
    require_equal("path", good(volume.path().await)?.as_str(), "/default-pool/v1")?;
    require_equal(
        "size",
        good(volume.info(Default::default()).await)?.capacity,
        10 << 20,
    )?;
    let after = good(pool.info().await)?;
    require_equal("taken", before.available - after.available, 10 << 20)?;
    good(connection.storage_vol_by_path("/default-pool/v1").await)?;
    good(connection.storage_vol_by_key(volume.key()).await)?;
    fails(
        "twice",
        pool.create_volume(VOLUME, Default::default()).await,
        ErrorNumber::OperationFailed,
    )?;
    require_equal("volumes", good(pool.volumes().await)?.len(), 1)?;
    good(volume.delete(Default::default()).await)?;
    fails("gone", pool.volume("v1").await, ErrorNumber::NoStorageVol)
}

async fn clones(ground: &Ground) -> Outcome {
    let connection = ground.open().await?;
    let pool = good(connection.storage_pool("default-pool").await)?;
    let volume = good(pool.create_volume(VOLUME, Default::default()).await)?;
    let copy = pool
        .clone_volume(&VOLUME.replace("v1", "v2"), &volume, Default::default())
        .await;
    let copy = good(copy)?;
    require_equal("its pool", good(copy.pool().await)?.name(), "default-pool")?;
    require_text(&good(copy.xml().await)?, "<name>v2</name>")
}

async fn refused(ground: &Ground) -> Outcome {
    let connection = ground.open().await?;
    let pool = good(connection.storage_pool("default-pool").await)?;
    let huge = VOLUME.replace("'M'>10", "'P'>10");
    fails(
        "too large",
        pool.create_volume(&huge, Default::default()).await,
        ErrorNumber::InternalError,
    )?;
    fails(
        "cut off",
        pool.create_volume("<volume>", Default::default()).await,
        ErrorNumber::XmlDetail,
    )?;
    fails(
        "no such pool",
        connection.storage_pool("nosuch").await,
        ErrorNumber::NoStoragePool,
    )?;
    fails(
        "no such volume",
        connection.storage_vol_by_path("/x").await,
        ErrorNumber::NoStorageVol,
    )
}
