//! The host, its interfaces and devices.

use crate::carrier::checks;
use crate::carrier::ground::{Ground, fails, good};
use ferrovirt_tests::harness::case::{Outcome, require, require_equal, require_text};
use ferrovirt_types::consts::ErrorNumber;

checks![
    identity,
    capabilities,
    interfaces,
    interface_changes,
    devices,
    virtual_ports
];

async fn identity(ground: &Ground) -> Outcome {
    let connection = ground.open().await?;
    require_equal(
        "hypervisor",
        good(connection.hypervisor().await)?.as_str(),
        "TEST",
    )?;
    good(connection.hypervisor_version().await)?;
    require(!good(connection.hostname().await)?.is_empty(), || {
        "no host name".to_owned()
    })?;
    let node = good(connection.node_info().await)?;
    require_equal("processors", node.cpus, 16)?;
    require_equal("free memory", good(connection.free_memory().await)?, 3_145_728)?;
    require_equal("cells", good(connection.cells_free_memory(0, 2).await)?.len(), 2)?;
    fails(
        "cells",
        connection.cells_free_memory(0, 0).await,
        ErrorNumber::InvalidArg,
    )?;
    require_equal("most processors", good(connection.max_vcpus(None).await)?, 32)?;
    require(connection.is_alive() && connection.is_secure(), || {
        "not alive".to_owned()
    })
}

async fn capabilities(ground: &Ground) -> Outcome {
    let connection = ground.open().await?;
    let xml = good(connection.capabilities().await)?;
    require_text(&xml, "<capabilities>")?;
    require_text(&xml, "<domain type='test'/>")?;
    let models = good(connection.cpu_models("x86_64").await)?;
    require(models.iter().any(|model| model == "Penryn"), || {
        format!("{models:?}")
    })
}

async fn interfaces(ground: &Ground) -> Outcome {
    let connection = ground.open().await?;
    let all = good(connection.interfaces(Default::default()).await)?;
    require_equal("interfaces", all.len(), 1)?;
    let found = good(connection.interface_by_mac("aa:bb:cc:dd:ee:ff").await)?;
    require_equal("name", found.name(), "eth1")?;
    require(good(found.is_active().await)?, || "eth1 is down".to_owned())?;
    fails("start", found.start().await, ErrorNumber::OperationInvalid)?;
    good(found.destroy().await)?;
    good(found.start().await)?;
    require_text(&good(found.xml(Default::default()).await)?, "name='eth1'")?;
    fails(
        "missing",
        connection.interface("eth9").await,
        ErrorNumber::NoInterface,
    )
}

async fn interface_changes(ground: &Ground) -> Outcome {
    let connection = ground.open().await?;
    let drivers = &connection.drivers().interface;
    fails(
        "commit",
        drivers.interface_change_commit(0).await,
        ErrorNumber::OperationInvalid,
    )?;
    good(drivers.interface_change_begin(0).await)?;
    fails(
        "begin twice",
        drivers.interface_change_begin(0).await,
        ErrorNumber::OperationInvalid,
    )?;
    let xml = "<interface type='ethernet' name='eth2'><start mode='none'/><mac address='52:54:00:05:05:05'/></interface>";
    good(connection.define_interface(xml).await)?;
    good(drivers.interface_change_rollback(0).await)?;
    fails(
        "rolled back",
        connection.interface("eth2").await,
        ErrorNumber::NoInterface,
    )
}

async fn devices(ground: &Ground) -> Outcome {
    let connection = ground.open().await?;
    let device = good(connection.node_device("scsi_host1").await)?;
    require_equal(
        "parent",
        good(device.parent().await)?.as_deref(),
        Some("computer"),
    )?;
    let caps = good(device.capabilities().await)?;
    require(caps.iter().any(|cap| cap == "scsi_host"), || format!("{caps:?}"))?;
    require_text(
        &good(device.xml(Default::default()).await)?,
        "<name>scsi_host1</name>",
    )?;
    fails(
        "missing",
        connection.node_device("nosuch").await,
        ErrorNumber::NoNodeDevice,
    )
}

async fn virtual_ports(ground: &Ground) -> Outcome {
    let connection = ground.open().await?;
    let xml = "<device><parent>scsi_host1</parent><capability type='scsi_host'><capability type='fc_host'>\
               <wwnn>2000000012341234</wwnn><wwpn>1000000012341234</wwpn></capability></capability></device>";
    let port = good(connection.create_node_device(xml).await)?;
    let name = port.name().to_owned();
    good(connection.node_device(&name).await)?;
    good(port.destroy().await)?;
    fails(
        "gone",
        connection.node_device(&name).await,
        ErrorNumber::NoNodeDevice,
    )
}
