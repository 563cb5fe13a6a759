//! Events.

use crate::carrier::checks;
use crate::carrier::ground::{Ground, change, defined, good, guest, next};
use ferrovirt_api::event::{Event, EventKind, EventObject, Interest, NetworkEvent, PoolEvent};
use ferrovirt_tests::harness::case::{Outcome, require, require_equal};
use ferrovirt_types::consts::DomainEventType;

checks![
    lifecycle_in_order,
    each_listener_gets_its_own,
    networks_and_pools,
    other_connections,
    of_one_object,
    of_all_and_of_one,
];

const LIFE: EventKind = EventKind::Domain(0);

async fn lifecycle_in_order(ground: &Ground) -> Outcome {
    use DomainEventType as T;
    let connection = ground.open().await?;
    let mut events = good(connection.events(&[LIFE]).await)?;
    let one = defined(&connection, "one").await?;
    let one = good(one.start(Default::default()).await)?;
    good(one.suspend().await)?;
    good(one.resume().await)?;
    good(one.destroy(Default::default()).await)?;
    good(one.undefine(Default::default()).await)?;
    for expected in [
        T::Defined,
        T::Started,
        T::Suspended,
        T::Resumed,
        T::Stopped,
        T::Undefined,
    ] {
        let (name, event, _) = change(&mut events).await?;
        require_equal("event", (name.as_str(), event), ("one", expected.raw()))?;
    }
    Ok(())
}

async fn each_listener_gets_its_own(ground: &Ground) -> Outcome {
    let connection = ground.open().await?;
    let mut life = good(connection.events(&[LIFE]).await)?;
    let mut networks = good(connection.events(&[EventKind::Network(0)]).await)?;
    let gone = good(connection.events(&[LIFE]).await)?;
    drop(gone);
    defined(&connection, "one").await?;
    let network = good(connection.network("default").await)?;
    good(network.destroy().await)?;
    require_equal("domain", change(&mut life).await?.0.as_str(), "one")?;
    match next(&mut networks).await?.as_ref() {
        Event::Network(net, NetworkEvent::Lifecycle { event: 3 }) => {
            require_equal("name", net.name.as_str(), "default")
        }
        other => Err(format!("{other:?}").into()),
    }
}

async fn networks_and_pools(ground: &Ground) -> Outcome {
    let connection = ground.open().await?;
    let kinds = [EventKind::StoragePool(0), EventKind::StoragePool(1)];
    let mut events = good(connection.events(&kinds).await)?;
    let pool = good(connection.storage_pool("default-pool").await)?;
    good(pool.refresh().await)?;
    good(pool.destroy().await)?;
    let first = next(&mut events).await?;
    require(
        matches!(*first, Event::StoragePool(_, PoolEvent::Refresh)),
        || format!("{first:?}"),
    )?;
    let second = next(&mut events).await?;
    let stopped = matches!(*second, Event::StoragePool(_, PoolEvent::Lifecycle { event: 3 }));
    require(stopped, || format!("{second:?}"))
}

/// What one connection does, another one that listens is told.
async fn other_connections(ground: &Ground) -> Outcome {
    let listening = ground.open().await?;
    let acting = ground.open().await?;
    let mut events = good(listening.events(&[LIFE]).await)?;
    good(acting.define_domain(&guest("one"), Default::default()).await)?;
    require_equal("name", change(&mut events).await?.0.as_str(), "one")
}

fn of(domain: &ferrovirt_api::Domain) -> Interest {
    Interest {
        kind: LIFE,
        of: Some(EventObject::Domain(domain.identity().clone())),
    }
}

/// Changes of others are not told, whoever makes them.
async fn of_one_object(ground: &Ground) -> Outcome {
    let connection = ground.open().await?;
    let one = defined(&connection, "one").await?;
    let two = defined(&connection, "two").await?;
    let mut events = good(connection.events_for(&[of(&two)]).await)?;
    good(one.start(Default::default()).await)?;
    good(two.start(Default::default()).await)?;
    let (name, event, _) = change(&mut events).await?;
    require_equal(
        "event",
        (name.as_str(), event),
        ("two", DomainEventType::Started.raw()),
    )
}

/// Who listens to all and to one besides is told once, also when one of both ends.
async fn of_all_and_of_one(ground: &Ground) -> Outcome {
    let connection = ground.open().await?;
    let one = defined(&connection, "one").await?;
    let of_one = good(connection.events_for(&[of(&one)]).await)?;
    let mut all = good(connection.events(&[LIFE]).await)?;
    good(one.start(Default::default()).await)?;
    drop(of_one);
    good(one.suspend().await)?;
    good(one.resume().await)?;
    good(one.destroy(Default::default()).await)?;
    for expected in [
        DomainEventType::Started,
        DomainEventType::Suspended,
        DomainEventType::Resumed,
        DomainEventType::Stopped,
    ] {
        let (name, event, _) = change(&mut all).await?;
        require_equal("event", (name.as_str(), event), ("one", expected.raw()))?;
    }
    Ok(())
}
