//! Memory, processors, limits, figures.

use crate::carrier::checks;
use crate::carrier::ground::{Ground, defined, fails, good, running};
use ferrovirt_tests::harness::case::{Outcome, require, require_equal};
use ferrovirt_types::consts::{DomainMemoryModFlags, DomainModificationImpact, DomainVcpuFlags, ErrorNumber};
use ferrovirt_types::param::{ParamValue, TypedParam};

checks![
    memory,
    processors,
    pinning,
    parameters,
    block_limits,
    figures,
    screens,
    agent
];

const CONFIG: DomainModificationImpact = DomainModificationImpact::CONFIG;

async fn memory(ground: &Ground) -> Outcome {
    let connection = ground.open().await?;
    let one = defined(&connection, "one").await?;
    good(one.set_memory(65_536, DomainMemoryModFlags::CONFIG).await)?;
    require_equal("now", good(one.info().await)?.memory_kib, 65_536)?;
    fails(
        "too much",
        one.set_memory(999_999_999, DomainMemoryModFlags::CONFIG).await,
        ErrorNumber::InvalidArg,
    )?;
    fails(
        "nothing",
        one.set_memory(0, Default::default()).await,
        ErrorNumber::InvalidArg,
    )?;
    good(
        one.set_memory(
            409_600,
            DomainMemoryModFlags::CONFIG | DomainMemoryModFlags::MAXIMUM,
        )
        .await,
    )?;
    require_equal("most", good(one.max_memory().await)?, 409_600)?;
    let live = one.set_memory(65_536, DomainMemoryModFlags::LIVE).await;
    fails("off", live, ErrorNumber::OperationInvalid)
}

async fn processors(ground: &Ground) -> Outcome {
    let connection = ground.open().await?;
    let one = running(&connection, "one").await?;
    require_equal("now", good(one.vcpu_count(DomainVcpuFlags::LIVE).await)?, 2)?;
    good(one.set_vcpu_count(3, DomainVcpuFlags::LIVE).await)?;
    require_equal("then", good(one.vcpu_count(DomainVcpuFlags::LIVE).await)?, 3)?;
    require_equal("kept", good(one.vcpu_count(DomainVcpuFlags::CONFIG).await)?, 2)?;
    fails(
        "too many",
        one.set_vcpu_count(5, DomainVcpuFlags::LIVE).await,
        ErrorNumber::InvalidArg,
    )?;
    fails(
        "none",
        one.set_vcpu_count(0, DomainVcpuFlags::LIVE).await,
        ErrorNumber::InvalidArg,
    )?;
    let both = DomainVcpuFlags::LIVE | DomainVcpuFlags::CONFIG;
    fails("both", one.vcpu_count(both).await, ErrorNumber::InvalidArg)?;
    require_equal("listed", good(one.vcpus().await)?.len(), 3)
}

async fn pinning(ground: &Ground) -> Outcome {
    let connection = ground.open().await?;
    let one = running(&connection, "one").await?;
    good(one.pin_vcpu(1, &[0b110, 0], Default::default()).await)?;
    let pins = good(one.vcpu_pinning(Default::default()).await)?;
    require_equal("second", pins.get(1).cloned().unwrap_or_default(), vec![1, 2])?;
    fails(
        "a ninth",
        one.pin_vcpu(9, &[1, 0], Default::default()).await,
        ErrorNumber::InvalidArg,
    )
}

async fn parameters(ground: &Ground) -> Outcome {
    let connection = ground.open().await?;
    let one = defined(&connection, "one").await?;
    let limit = TypedParam::new("hard_limit", 300_000_u64);
    good(
        one.set_memory_parameters(std::slice::from_ref(&limit), CONFIG)
            .await,
    )?;
    let now = good(one.memory_parameters(CONFIG).await)?;
    require(now.contains(&limit), || format!("{now:?}"))?;
    let wrong = TypedParam::new("hard_limit", "much");
    fails(
        "type",
        one.set_memory_parameters(&[wrong], CONFIG).await,
        ErrorNumber::InvalidArg,
    )?;
    let unknown = TypedParam::new("no_such_limit", 1_u64);
    fails(
        "name",
        one.set_memory_parameters(&[unknown], CONFIG).await,
        ErrorNumber::ArgumentUnsupported,
    )?;
    fails(
        "none",
        one.set_memory_parameters(&[], CONFIG).await,
        ErrorNumber::InvalidArg,
    )?;
    let weight = TypedParam::new("weight", 60_u32);
    good(
        one.set_scheduler_parameters(std::slice::from_ref(&weight), Default::default())
            .await,
    )?;
    let now = good(one.scheduler_parameters(Default::default()).await)?;
    require(now.iter().any(|param| param.field == "weight"), || {
        format!("{now:?}")
    })
}

async fn block_limits(ground: &Ground) -> Outcome {
    let connection = ground.open().await?;
    let one = running(&connection, "one").await?;
    let limit = TypedParam::new("total_bytes_sec", 1000_u64);
    let most = TypedParam::new("total_bytes_sec_max", 2000_u64);
    good(
        one.set_block_io_tune("vda", &[limit.clone(), most], DomainModificationImpact::LIVE)
            .await,
    )?;
    let now = good(one.block_io_tune("vda", DomainModificationImpact::LIVE).await)?;
    require(now.contains(&limit), || format!("{now:?}"))?;
    let missing = one.block_io_tune("nosuch", Default::default()).await;
    fails("no such disk", missing, ErrorNumber::InvalidArg)
}

async fn figures(ground: &Ground) -> Outcome {
    let connection = ground.open().await?;
    running(&connection, "one").await?;
    let all = good(
        connection
            .domain_stats(&[], Default::default(), Default::default())
            .await,
    )?;
    require_equal("records", all.len(), 2)?;
    for record in &all {
        let state = record.params.iter().find(|param| param.field == "state.state");
        require(state.is_some_and(|p| p.value == ParamValue::Int(1)), || {
            format!("{record:?}")
        })?;
    }
    let test = good(connection.domain("test").await)?;
    require(!good(test.memory_stats().await)?.is_empty(), || {
        "no figures".to_owned()
    })?;
    good(test.interface_stats("testnet0").await)?;
    fails(
        "no such interface",
        test.interface_stats("nosuch").await,
        ErrorNumber::InvalidArg,
    )?;
    require_equal(
        "size",
        good(test.block_info("vda").await)?.capacity,
        1_099_506_450_432,
    )
}

async fn screens(ground: &Ground) -> Outcome {
    let connection = ground.open().await?;
    let test = good(connection.domain("test").await)?;
    let mut shot = good(test.screenshot(0).await)?;
    require_equal("kind", shot.mime.as_deref(), Some("image/png"))?;
    let mut data = Vec::new();
    while let Some(item) = good(shot.data.next().await)? {
        if let ferrovirt_api::stream::Item::Data(piece) = item {
            data.extend_from_slice(&piece);
        }
    }
    require(data.starts_with(b"\x89PNG"), || {
        format!("{} bytes that are no picture", data.len())
    })
}

async fn agent(ground: &Ground) -> Outcome {
    let connection = ground.open().await?;
    let test = good(connection.domain("test").await)?;
    require(!good(test.hostname().await)?.is_empty(), || {
        "no host name".to_owned()
    })?;
    require(good(test.freeze(&[]).await)? > 0, || {
        "nothing was frozen".to_owned()
    })?;
    require(good(test.thaw(&[]).await)? > 0, || {
        "nothing was thawed".to_owned()
    })?;
    good(test.set_user_password("root", "secret", false).await)
}
