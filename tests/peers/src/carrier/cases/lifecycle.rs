//! Domains from definition to end.

use crate::carrier::checks;
use crate::carrier::ground::{Ground, defined, fails, good, guest, running};
use ferrovirt_api::State;
use ferrovirt_tests::harness::case::{Outcome, require, require_equal, require_text};
use ferrovirt_types::consts::{
    ConnectListAllDomainsFlags, DomainCoreDumpFormat, DomainCreateFlags, DomainPausedReason,
    DomainRunningReason, DomainSaveRestoreFlags, DomainShutoffReason, DomainUndefineFlags, ErrorNumber,
};

checks![
    what_is_there_at_first,
    found_by_every_name,
    states,
    wrong_states,
    transient,
    saved_to_a_file,
    managed_save,
    dumped,
    rebooted,
    keys_and_signals,
];

async fn what_is_there_at_first(ground: &Ground) -> Outcome {
    let connection = ground.open().await?;
    let active = good(connection.domains(ConnectListAllDomainsFlags::ACTIVE).await)?;
    require_equal("domains", active.len(), 1)?;
    let test = &active[0];
    require_equal("id", test.id(), Some(1))?;
    require_equal(
        "state",
        good(test.state().await)?,
        State::Running(Some(DomainRunningReason::Unknown)),
    )?;
    let info = good(test.info().await)?;
    require_equal(
        "memory",
        (info.max_memory_kib, info.memory_kib, info.vcpus),
        (8_388_608, 2_097_152, 2),
    )
}

async fn found_by_every_name(ground: &Ground) -> Outcome {
    let connection = ground.open().await?;
    let one = running(&connection, "one").await?;
    require_equal("uuid", good(connection.domain("one").await)?.uuid(), one.uuid())?;
    require_equal(
        "name",
        good(connection.domain_by_uuid(one.uuid()).await)?
            .name()
            .to_owned(),
        "one".to_owned(),
    )?;
    let id = one.id().and_then(|id| i32::try_from(id).ok()).unwrap_or(-1);
    require_equal(
        "by id",
        good(connection.domain_by_id(id).await)?.uuid(),
        one.uuid(),
    )?;
    fails("name", connection.domain("nosuch").await, ErrorNumber::NoDomain)?;
    fails("id", connection.domain_by_id(999).await, ErrorNumber::NoDomain)?;
    fails(
        "bad id",
        connection.domain_by_id(-1).await,
        ErrorNumber::InvalidArg,
    )
}

async fn states(ground: &Ground) -> Outcome {
    let connection = ground.open().await?;
    let one = defined(&connection, "one").await?;
    require(!good(one.is_active().await)?, || {
        "active before its start".to_owned()
    })?;
    let one = good(one.start(Default::default()).await)?;
    require_equal(
        "running",
        good(one.state().await)?,
        State::Running(Some(DomainRunningReason::Booted)),
    )?;
    good(one.suspend().await)?;
    require_equal(
        "paused",
        good(one.state().await)?,
        State::Paused(Some(DomainPausedReason::User)),
    )?;
    good(one.resume().await)?;
    require_equal(
        "again",
        good(one.state().await)?,
        State::Running(Some(DomainRunningReason::Unpaused)),
    )?;
    good(one.shutdown(Default::default()).await)?;
    require_equal(
        "off",
        good(one.state().await)?,
        State::Shutoff(Some(DomainShutoffReason::Shutdown)),
    )?;
    let paused = one.start(DomainCreateFlags::START_PAUSED).await;
    fails("a flag that a test host lacks", paused, ErrorNumber::InvalidArg)?;
    let one = good(one.start(Default::default()).await)?;
    good(one.destroy(Default::default()).await)?;
    require_equal(
        "destroyed",
        good(one.state().await)?,
        State::Shutoff(Some(DomainShutoffReason::Destroyed)),
    )?;
    good(one.undefine(Default::default()).await)?;
    fails("gone", connection.domain("one").await, ErrorNumber::NoDomain)?;
    fails("through the old object", one.state().await, ErrorNumber::NoDomain)
}

async fn wrong_states(ground: &Ground) -> Outcome {
    let connection = ground.open().await?;
    let one = defined(&connection, "one").await?;
    fails("suspend", one.suspend().await, ErrorNumber::InternalError)?;
    fails(
        "destroy",
        one.destroy(Default::default()).await,
        ErrorNumber::OperationInvalid,
    )?;
    fails(
        "shutdown",
        one.shutdown(Default::default()).await,
        ErrorNumber::InternalError,
    )?;
    let one = good(one.start(Default::default()).await)?;
    fails(
        "start",
        one.start(Default::default()).await,
        ErrorNumber::InternalError,
    )?;
    let both = DomainSaveRestoreFlags::RUNNING | DomainSaveRestoreFlags::PAUSED;
    fails(
        "both flags",
        one.managed_save(both).await,
        ErrorNumber::InvalidArg,
    )?;
    fails(
        "no document",
        connection.define_domain("", Default::default()).await,
        ErrorNumber::XmlDetail,
    )
}

async fn transient(ground: &Ground) -> Outcome {
    let connection = ground.open().await?;
    let one = good(connection.create_domain(&guest("one"), Default::default()).await)?;
    require(!good(one.is_persistent().await)?, || {
        "it is persistent".to_owned()
    })?;
    good(one.destroy(Default::default()).await)?;
    fails("gone", connection.domain("one").await, ErrorNumber::NoDomain)
}

async fn saved_to_a_file(ground: &Ground) -> Outcome {
    let connection = ground.open().await?;
    let one = running(&connection, "one").await?;
    let file = ground.file("saved");
    good(one.save(&file, None, Default::default()).await)?;
    require(!good(one.is_active().await)?, || "still active".to_owned())?;
    let xml = good(
        connection
            .drivers()
            .config
            .domain_save_image_get_xml_desc(&file, 0)
            .await,
    )?;
    require_text(&xml, "<name>one</name>")?;
    good(connection.restore_domain(&file, None, Default::default()).await)?;
    let one = good(connection.domain("one").await)?;
    require_equal(
        "state",
        good(one.state().await)?,
        State::Running(Some(DomainRunningReason::Restored)),
    )
}

async fn managed_save(ground: &Ground) -> Outcome {
    let connection = ground.open().await?;
    let one = running(&connection, "one").await?;
    good(one.managed_save(Default::default()).await)?;
    require(good(one.has_managed_save().await)?, || {
        "nothing is kept".to_owned()
    })?;
    fails(
        "undefine",
        one.undefine(Default::default()).await,
        ErrorNumber::OperationInvalid,
    )?;
    let one = good(one.start(Default::default()).await)?;
    require_equal(
        "state",
        good(one.state().await)?,
        State::Running(Some(DomainRunningReason::Booted)),
    )?;
    require(!good(one.has_managed_save().await)?, || {
        "it is kept after its use".to_owned()
    })?;
    good(one.managed_save(Default::default()).await)?;
    good(one.remove_managed_save().await)?;
    good(one.undefine(DomainUndefineFlags::MANAGED_SAVE).await)
}

async fn dumped(ground: &Ground) -> Outcome {
    let connection = ground.open().await?;
    let one = running(&connection, "one").await?;
    let file = ground.file("core");
    good(
        one.core_dump(&file, DomainCoreDumpFormat::Raw, Default::default())
            .await,
    )?;
    require(std::fs::metadata(&file).is_ok_and(|file| file.len() > 0), || {
        "no core".to_owned()
    })
}

async fn rebooted(ground: &Ground) -> Outcome {
    let connection = ground.open().await?;
    let one = running(&connection, "one").await?;
    good(one.reboot(Default::default()).await)?;
    require(good(one.is_active().await)?, || "off after a reboot".to_owned())?;
    good(one.reset().await)?;
    require(good(one.is_active().await)?, || "off after a reset".to_owned())
}

async fn keys_and_signals(ground: &Ground) -> Outcome {
    let connection = ground.open().await?;
    let one = running(&connection, "one").await?;
    let console = &connection.drivers().lifecycle;
    good(console.domain_send_key(one.identity(), 0, 0, &[30], 0).await)?;
    fails(
        "no key",
        console.domain_send_key(one.identity(), 0, 0, &[], 0).await,
        ErrorNumber::InvalidArg,
    )?;
    good(one.inject_nmi().await)?;
    good(console.domain_send_process_signal(one.identity(), 1, 9, 0).await)
}
