//! Networks.

use crate::carrier::checks;
use crate::carrier::ground::{Ground, fails, good};
use ferrovirt_tests::harness::case::{Outcome, require, require_equal, require_text};
use ferrovirt_types::consts::{ConnectListAllNetworksFlags, ErrorNumber};

checks![from_definition_to_end, transient, refused];

const XML: &str = "<network><name>n1</name><forward mode='nat'/><bridge name='virbr7'/>\
                   <ip address='10.9.0.1' netmask='255.255.255.0'/></network>";

async fn from_definition_to_end(ground: &Ground) -> Outcome {
    let connection = ground.open().await?;
    let network = good(connection.define_network(XML, Default::default()).await)?;
    require(!good(network.is_active().await)?, || "active".to_owned())?;
    good(network.start().await)?;
    fails(
        "start twice",
        network.start().await,
        ErrorNumber::OperationInvalid,
    )?;
    require_equal("bridge", good(network.bridge().await)?.as_str(), "virbr7")?;
    good(network.set_autostart(true).await)?;
    require(good(network.autostart().await)?, || "not marked".to_owned())?;
    require_text(&good(network.xml(Default::default()).await)?, "<name>n1</name>")?;
    let active = good(connection.networks(ConnectListAllNetworksFlags::ACTIVE).await)?;
    require_equal("active", active.len(), 2)?;
    require_equal(
        "by uuid",
        good(connection.network_by_uuid(network.uuid()).await)?.name(),
        "n1",
    )?;
    good(network.destroy().await)?;
    good(network.undefine().await)?;
    fails("gone", connection.network("n1").await, ErrorNumber::NoNetwork)
}

async fn transient(ground: &Ground) -> Outcome {
    let connection = ground.open().await?;
    let network = good(connection.create_network(XML, Default::default()).await)?;
    require(!good(network.is_persistent().await)?, || "persistent".to_owned())?;
    good(network.destroy().await)?;
    fails("gone", connection.network("n1").await, ErrorNumber::NoNetwork)
}

async fn refused(ground: &Ground) -> Outcome {
    let connection = ground.open().await?;
    let define = |xml: &'static str| {
        let connection = connection.clone();
        async move { connection.define_network(xml, Default::default()).await }
    };
    fails("no document", define("<network>").await, ErrorNumber::XmlDetail)?;
    fails("another root", define("<domain/>").await, ErrorNumber::XmlError)?;
    fails(
        "the default's name",
        define("<network><name>default</name></network>").await,
        ErrorNumber::OperationFailed,
    )
}
