//! A host as its callers see it: through the traits alone.
#![expect(
    clippy::unwrap_used,
    reason = "a test ends where something is not as it should be"
)]

use ferrovirt_domain_test::{Opened, open};
use ferrovirt_driver::events::{EventReceiver, Received};
use ferrovirt_types::Error;
use ferrovirt_types::event::{DomainEvent, Event};
use ferrovirt_types::object::DomainRef;
use std::io::Write;
use std::time::Duration;

const GUEST: &str = "<domain type='test'><name>g</name><memory>1000</memory><vcpu>2</vcpu><os><type>hvm</type></os>\
    <devices><disk type='file'><source file='/a'/><target dev='vda'/></disk></devices></domain>";

/// A host of its own, with one guest that does not run.
async fn host() -> (Opened, DomainRef) {
    let mut file = tempfile::NamedTempFile::new().unwrap();
    file.write_all(b"<node/>").unwrap();
    let host = open(file.path().to_str().unwrap(), &[]).unwrap();
    let guest = host
        .drivers
        .config
        .domain_define_xml_flags(GUEST, 0)
        .await
        .unwrap();
    (host, guest)
}

/// Lifecycle events that are waiting, as type and detail.
async fn lifecycle(events: &mut EventReceiver) -> Vec<(i32, i32)> {
    let mut seen = Vec::new();
    while let Ok(Some(Received::Event(event))) =
        tokio::time::timeout(Duration::from_millis(20), events.next()).await
    {
        if let Event::Domain(_, DomainEvent::Lifecycle { event, detail }) = &*event {
            seen.push((*event, *detail));
        }
    }
    seen
}

#[tokio::test]
async fn a_life() {
    let (host, guest) = host().await;
    let mut events = host.events.subscribe(100);
    let life = &host.drivers.lifecycle;
    let started = life.domain_create_with_flags(&guest, 0).await.unwrap();
    assert_eq!(
        life.domain_lookup_by_id(started.id).await.unwrap().uuid,
        guest.uuid
    );
    assert_eq!(
        life.domain_create_with_flags(&guest, 0)
            .await
            .map_err(|e| e.raw_code())
            .unwrap_err(),
        1
    );
    life.domain_suspend(&guest).await.unwrap();
    assert_eq!(life.domain_get_state(&guest, 0).await.unwrap().state, 3);
    life.domain_resume(&guest).await.unwrap();
    life.domain_destroy_flags(&guest, 0).await.unwrap();
    assert!(life.domain_lookup_by_id(started.id).await.is_err());
    assert_eq!(lifecycle(&mut events).await, [(2, 0), (3, 0), (4, 0), (5, 1)]);
}

#[tokio::test]
async fn a_transient_guest_is_forgotten_when_it_stops() {
    let (host, _) = host().await;
    let life = &host.drivers.lifecycle;
    let guest = life
        .domain_create_xml(&GUEST.replace("<name>g<", "<name>t<"), 0)
        .await
        .unwrap();
    assert!(!host.drivers.config.domain_is_persistent(&guest).await.unwrap());
    life.domain_shutdown_flags(&guest, 0).await.unwrap();
    assert_eq!(
        life.domain_lookup_by_name("t")
            .await
            .map_err(|e| e.raw_code())
            .unwrap_err(),
        42
    );
}

#[tokio::test]
async fn a_change_that_fails_leaves_nothing_behind() {
    let (host, guest) = host().await;
    host.drivers
        .lifecycle
        .domain_create_with_flags(&guest, 0)
        .await
        .unwrap();
    let tuning = &host.drivers.tuning;
    let before = host.drivers.config.domain_get_xml_desc(&guest, 0).await.unwrap();
    // The live definition could be changed, the other could not.
    host.drivers
        .config
        .domain_undefine_flags(&guest, 0)
        .await
        .unwrap();
    assert!(tuning.domain_set_vcpus_flags(&guest, 1, 3).await.is_err());
    assert_eq!(
        host.drivers.config.domain_get_xml_desc(&guest, 0).await.unwrap(),
        before
    );
}

#[tokio::test]
async fn snapshots_bring_a_guest_back() {
    let (host, guest) = host().await;
    let life = &host.drivers.lifecycle;
    life.domain_create_with_flags(&guest, 0).await.unwrap();
    let snapshots = &host.drivers.snapshots;
    let one =
        snapshots.domain_snapshot_create_xml(&guest, "<domainsnapshot><name>one</name></domainsnapshot>", 0);
    let one = one.await.unwrap();
    let two = snapshots
        .domain_snapshot_create_xml(&guest, "<domainsnapshot/>", 0)
        .await
        .unwrap();
    assert_eq!(
        snapshots.domain_snapshot_get_parent(&two, 0).await.unwrap().name,
        "one"
    );
    life.domain_destroy_flags(&guest, 0).await.unwrap();
    snapshots.domain_revert_to_snapshot(&one, 0).await.unwrap();
    let state = life.domain_get_state(&guest, 0).await.unwrap();
    assert_eq!((state.state, state.reason), (1, 4));
    assert_eq!(
        snapshots.domain_snapshot_current(&guest, 0).await.unwrap().name,
        "one"
    );
}

#[tokio::test]
async fn a_saved_guest_goes_on() {
    let (host, guest) = host().await;
    let life = &host.drivers.lifecycle;
    life.domain_create_with_flags(&guest, 0).await.unwrap();
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("saved");
    let path = path.to_str().unwrap();
    life.domain_save_flags(&guest, path, None, 0).await.unwrap();
    assert!(!life.domain_is_active(&guest).await.unwrap());
    life.domain_restore_flags(path, None, 0).await.unwrap();
    assert_eq!(life.domain_get_state(&guest, 0).await.unwrap().reason, 3);
    std::fs::write(path, "garbage").unwrap();
    assert!(life.domain_restore_flags(path, None, 0).await.is_err());
}

#[tokio::test]
async fn unknown_flags_are_refused_everywhere() {
    let (host, guest) = host().await;
    const UNKNOWN: u32 = 1 << 29;
    let d = &host.drivers;
    let refused = |result: Result<(), Error>| result.map_err(|e| e.raw_code()).err() == Some(8);
    assert!(refused(
        d.config.domain_get_xml_desc(&guest, UNKNOWN).await.map(drop)
    ));
    assert!(refused(d.lifecycle.domain_destroy_flags(&guest, UNKNOWN).await));
    assert!(refused(
        d.lifecycle.connect_list_all_domains(UNKNOWN).await.map(drop)
    ));
    assert!(refused(
        d.tuning.domain_set_memory_flags(&guest, 1, UNKNOWN).await
    ));
    assert!(refused(
        d.snapshots
            .domain_list_all_snapshots(&guest, UNKNOWN)
            .await
            .map(drop)
    ));
    assert!(refused(
        d.network.connect_list_all_networks(UNKNOWN).await.map(drop)
    ));
    assert!(refused(
        d.storage_pool
            .connect_list_all_storage_pools(UNKNOWN)
            .await
            .map(drop)
    ));
    assert!(refused(
        d.interface.connect_list_all_interfaces(UNKNOWN).await.map(drop)
    ));
    assert!(refused(
        d.node_device
            .connect_list_all_node_devices(UNKNOWN)
            .await
            .map(drop)
    ));
    assert!(refused(
        d.guest_agent
            .domain_fsfreeze(&guest, &[], UNKNOWN)
            .await
            .map(drop)
    ));
}

#[tokio::test]
async fn many_guests_are_found_at_once() {
    const MANY: usize = 2000;
    let (host, _) = host().await;
    for n in 0..MANY {
        let xml = GUEST.replace("<name>g<", &format!("<name>n{n}<"));
        host.drivers
            .config
            .domain_define_xml_flags(&xml, 0)
            .await
            .unwrap();
    }
    let all = host.drivers.lifecycle.connect_list_all_domains(0).await.unwrap();
    assert_eq!(all.len(), MANY + 1);
    let stats = host
        .drivers
        .statistics
        .connect_get_all_domain_stats(&[], 0, 0)
        .await
        .unwrap();
    assert_eq!(stats.len(), MANY + 1);
    assert_eq!(
        host.drivers
            .lifecycle
            .domain_lookup_by_name("n1234")
            .await
            .unwrap()
            .name,
        "n1234"
    );
}
