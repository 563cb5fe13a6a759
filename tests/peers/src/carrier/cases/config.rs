//! Definitions and what is kept with them.

use crate::carrier::checks;
use crate::carrier::ground::{Ground, defined, fails, good, guest, running};
use ferrovirt_api::Metadata;
use ferrovirt_tests::harness::case::{Outcome, require, require_equal, require_text};
use ferrovirt_types::consts::{DomainDefineFlags, DomainModificationImpact, DomainXmlFlags, ErrorNumber};

checks![
    documents,
    defined_again,
    refused_documents,
    marks,
    metadata,
    renamed,
    devices
];

async fn documents(ground: &Ground) -> Outcome {
    let connection = ground.open().await?;
    let one = running(&connection, "one").await?;
    let live = good(one.xml(Default::default()).await)?;
    require_text(&live, "<domain type='test' id='")?;
    let kept = good(one.xml(DomainXmlFlags::INACTIVE).await)?;
    require(!kept.contains(" id='2'"), || kept.clone())?;
    // What is printed can be read, and prints the same.
    good(one.destroy(Default::default()).await)?;
    let again = good(connection.define_domain(&kept, Default::default()).await)?;
    require_equal("text", good(again.xml(DomainXmlFlags::INACTIVE).await)?, kept)?;
    let typed = good(again.definition(DomainXmlFlags::INACTIVE).await)?;
    require_equal("typed name", typed.name.as_str(), "one")
}

async fn defined_again(ground: &Ground) -> Outcome {
    let connection = ground.open().await?;
    let one = defined(&connection, "one").await?;
    let other = guest("one");
    fails(
        "the name with another UUID",
        connection.define_domain(&other, Default::default()).await,
        ErrorNumber::OperationFailed,
    )?;
    let same = guest("one").replacen("</name>", &format!("</name><uuid>{}</uuid>", one.uuid()), 1);
    let same = same.replace("204800", "409600");
    let one = good(connection.define_domain(&same, Default::default()).await)?;
    require_equal("memory", good(one.max_memory().await)?, 409_600)
}

async fn refused_documents(ground: &Ground) -> Outcome {
    let connection = ground.open().await?;
    let define = |xml: String| {
        let connection = connection.clone();
        async move { connection.define_domain(&xml, Default::default()).await }
    };
    fails(
        "cut off",
        define("<domain>".to_owned()).await,
        ErrorNumber::XmlDetail,
    )?;
    fails(
        "another root",
        define("<network/>".to_owned()).await,
        ErrorNumber::XmlError,
    )?;
    fails(
        "no name",
        define(guest("x").replace("<name>x</name>", "")).await,
        ErrorNumber::NoName,
    )?;
    fails(
        "no memory",
        define(guest("x").replace("204800", "x")).await,
        ErrorNumber::XmlError,
    )?;
    let odd = guest("x").replace("<devices>", "<devices><nonsense/>");
    good(define(odd.clone()).await)?;
    fails(
        "checked against the schema",
        connection
            .define_domain(&odd.replace("x</name>", "y</name>"), DomainDefineFlags::VALIDATE)
            .await,
        ErrorNumber::XmlInvalidSchema,
    )
}

async fn marks(ground: &Ground) -> Outcome {
    let connection = ground.open().await?;
    let one = defined(&connection, "one").await?;
    require(!good(one.autostart().await)?, || {
        "marked from the start".to_owned()
    })?;
    good(one.set_autostart(true).await)?;
    require(good(one.autostart().await)?, || "not marked".to_owned())?;
    require(good(one.is_persistent().await)?, || "not persistent".to_owned())?;
    require(!good(one.is_updated().await)?, || "updated".to_owned())?;
    require_equal("kind", good(one.os_type().await)?.as_str(), "linux")
}

async fn metadata(ground: &Ground) -> Outcome {
    let connection = ground.open().await?;
    let one = defined(&connection, "one").await?;
    let now = DomainModificationImpact::empty();
    require_equal("title", good(one.metadata(Metadata::Title, now).await)?, None)?;
    good(one.set_metadata(Metadata::Title, Some("a title"), now).await)?;
    require_equal(
        "title",
        good(one.metadata(Metadata::Title, now).await)?.as_deref(),
        Some("a title"),
    )?;
    fails(
        "two lines",
        one.set_metadata(Metadata::Title, Some("a\nb"), now).await,
        ErrorNumber::InvalidArg,
    )?;
    let ours = Metadata::Element {
        uri: "http://a.example/",
        key: "a",
    };
    good(one.set_metadata(ours, Some("<x>1</x>"), now).await)?;
    require_equal(
        "element",
        good(one.metadata(ours, now).await)?.as_deref(),
        Some("<x>1</x>"),
    )?;
    require_text(
        &good(one.xml(Default::default()).await)?,
        "xmlns:a=\"http://a.example/\"",
    )
}

async fn renamed(ground: &Ground) -> Outcome {
    let connection = ground.open().await?;
    let one = defined(&connection, "one").await?;
    good(one.rename("two").await)?;
    good(connection.domain("two").await)?;
    fails("old name", connection.domain("one").await, ErrorNumber::NoDomain)?;
    let test = good(connection.domain("test").await)?;
    fails(
        "running",
        test.rename("three").await,
        ErrorNumber::OperationInvalid,
    )
}

async fn devices(ground: &Ground) -> Outcome {
    let connection = ground.open().await?;
    let one = running(&connection, "one").await?;
    let xml =
        "<disk type='file' device='disk'><source file='/img/x'/><target dev='vdb' bus='virtio'/></disk>";
    // The default host has what a stock one has; devices are plugged into hosts of our own kind.
    fails(
        "attach",
        one.attach_device(xml, Default::default()).await,
        ErrorNumber::NoSupport,
    )
}
