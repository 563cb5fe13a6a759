//! A connection that has everything, with a clock that the test moves.
#![expect(
    clippy::unwrap_used,
    reason = "a test ends where something is not as it should be"
)]

use ferrovirt_domain_test::{Opened, open};
use ferrovirt_driver::events::{EventReceiver, Received};
use ferrovirt_driver::stream::StreamItem;
use ferrovirt_types::Error;
use ferrovirt_types::event::{DomainEvent, Event};
use ferrovirt_types::object::DomainRef;
use ferrovirt_types::param::{self, TypedParam};
use std::time::Duration;

const GUEST: &str = "<domain type='test'><name>g</name><memory unit='GiB'>4</memory><vcpu>2</vcpu><os><type>hvm</type></os>\
    <devices><disk type='file'><source file='/a'/><target dev='vda' bus='virtio'/></disk>\
    <disk type='file' device='cdrom'><target dev='sda' bus='sata'/></disk>\
    <channel type='unix'><target type='virtio' name='org.qemu.guest_agent.0'/></channel></devices></domain>";

fn host_with(name: &str, more: &[(&str, &str)]) -> Opened {
    let mut params = vec![("full".to_owned(), "1".to_owned())];
    params.push(("host".to_owned(), name.to_owned()));
    params.push(("clock".to_owned(), "manual".to_owned()));
    params.extend(more.iter().map(|(a, b)| ((*a).to_owned(), (*b).to_owned())));
    open("/default", &params).unwrap()
}

/// A host of its own with a guest that runs.
async fn host(name: &str) -> (Opened, DomainRef) {
    let host = host_with(name, &[]);
    let guest = host
        .drivers
        .config
        .domain_define_xml_flags(GUEST, 0)
        .await
        .unwrap();
    let guest = host
        .drivers
        .lifecycle
        .domain_create_with_flags(&guest, 0)
        .await
        .unwrap();
    (host, guest)
}

async fn tell(host: &Opened, guest: &DomainRef, command: &str) -> String {
    host.drivers
        .qemu
        .domain_monitor_command(guest, command, 1)
        .await
        .unwrap()
}

async fn advance(host: &Opened, guest: &DomainRef, seconds: u32) {
    tell(host, guest, &format!("advance seconds={seconds}")).await;
}

/// Domain events that are waiting.
async fn told(events: &mut EventReceiver) -> Vec<DomainEvent> {
    let mut seen = Vec::new();
    while let Ok(Some(Received::Event(event))) =
        tokio::time::timeout(Duration::from_millis(20), events.next()).await
    {
        if let Event::Domain(_, event) = &*event {
            seen.push(event.clone());
        }
    }
    seen
}

fn code<T>(result: Result<T, Error>) -> Option<i32> {
    result.err().map(|e| e.raw_code())
}

#[tokio::test]
async fn devices_of_every_kind_come_and_go() {
    let (host, guest) = host("plug").await;
    let mut events = host.events.subscribe(100);
    let devices = &host.drivers.devices;
    let kinds = [
        "<disk type='file'><source file='/b'/><target dev='vdb' bus='virtio'/></disk>",
        "<interface type='user'><mac address='52:54:00:00:00:09'/></interface>",
        "<controller type='scsi' index='7'/>",
        "<input type='tablet' bus='usb'/>",
        "<hostdev mode='subsystem' type='usb'><source><vendor id='0x1234'/><product id='0xbeef'/></source></hostdev>",
        "<rng model='virtio'><backend model='random'>/dev/urandom</backend></rng>",
        "<memory model='dimm'><target><size unit='MiB'>256</size></target></memory>",
        "<watchdog model='i6300esb' action='pause'/>",
        "<filesystem type='mount'><source dir='/x'/><target dir='y'/></filesystem>",
        "<redirdev bus='usb' type='spicevmc'/>",
        "<sound model='ich6'/>",
        "<shmem name='s'><model type='ivshmem-plain'/><size unit='M'>4</size></shmem>",
        "<vsock model='virtio'><cid auto='yes'/></vsock>",
        "<channel type='unix'><target type='virtio' name='mine'/></channel>",
        "<lease><lockspace>a</lockspace><key>k</key><target path='/l'/></lease>",
        "<graphics type='vnc' port='-1'/>",
    ];
    for xml in kinds {
        devices.domain_attach_device_flags(&guest, xml, 3).await.unwrap();
        host.drivers.config.domain_get_xml_desc(&guest, 2).await.unwrap();
        devices
            .domain_detach_device_flags(&guest, xml, 3)
            .await
            .unwrap_or_else(|e| panic!("{xml}: {e}"));
        assert_eq!(
            code(devices.domain_detach_device_flags(&guest, xml, 1).await),
            Some(99),
            "{xml}"
        );
    }
    let seen = told(&mut events).await;
    let added = seen
        .iter()
        .filter(|e| matches!(e, DomainEvent::DeviceAdded { .. }))
        .count();
    // Leases and displays have no alias.
    assert_eq!(added, kinds.len() - 2);
    assert_eq!(
        code(devices.domain_attach_device_flags(&guest, "<bogus/>", 1).await),
        Some(27)
    );
    let twice = "<disk type='file'><source file='/b'/><target dev='vda' bus='virtio'/></disk>";
    assert_eq!(
        code(devices.domain_attach_device_flags(&guest, twice, 1).await),
        Some(55)
    );
}

#[tokio::test]
async fn a_medium_is_changed() {
    let (host, guest) = host("media").await;
    let mut events = host.events.subscribe(100);
    let iso = "<disk type='file' device='cdrom'><source file='/iso'/><target dev='sda' bus='sata'/></disk>";
    host.drivers
        .devices
        .domain_update_device_flags(&guest, iso, 1)
        .await
        .unwrap();
    let trays = told(&mut events).await;
    assert_eq!(trays.iter().filter(|e| e.id() == 10).count(), 2, "{trays:?}");
    let xml = host.drivers.config.domain_get_xml_desc(&guest, 0).await.unwrap();
    assert!(xml.contains("<source file='/iso'/>"), "{xml}");
}

#[tokio::test]
async fn a_copy_gets_ready_and_is_pivoted() {
    let (host, guest) = host("copy").await;
    let mut events = host.events.subscribe(100);
    let jobs = &host.drivers.block_jobs;
    let place = "<disk type='file'><source file='/copy'/></disk>";
    jobs.domain_block_copy(&guest, "vda", place, &[], 0)
        .await
        .unwrap();
    assert!(code(jobs.domain_block_copy(&guest, "vda", place, &[], 0).await).is_some());
    assert_eq!(
        code(jobs.domain_block_job_abort(&guest, "vda", 2).await),
        Some(83)
    );
    advance(&host, &guest, 2).await;
    let info = jobs.domain_get_block_job_info(&guest, "vda", 0).await.unwrap();
    assert_eq!((info.found, info.cur, info.end), (1, 512 << 20, 1 << 30));
    advance(&host, &guest, 2).await;
    jobs.domain_block_job_abort(&guest, "vda", 2).await.unwrap();
    let xml = host.drivers.config.domain_get_xml_desc(&guest, 0).await.unwrap();
    assert!(xml.contains("/copy") && !xml.contains("mirror"), "{xml}");
    let seen: Vec<i32> = told(&mut events)
        .await
        .into_iter()
        .filter_map(|e| match e {
            DomainEvent::BlockJob { status, .. } => Some(status),
            _ => None,
        })
        .collect();
    assert_eq!(seen, [3, 0]);
}

#[tokio::test]
async fn a_backup_ends_when_the_clock_says_so() {
    let (host, guest) = host("backup").await;
    let mut events = host.events.subscribe(100);
    let moments = &host.drivers.checkpoints;
    let (backup, checkpoint) = (
        "<domainbackup/>",
        "<domaincheckpoint><name>one</name></domaincheckpoint>",
    );
    moments
        .domain_backup_begin(&guest, backup, Some(checkpoint), 0)
        .await
        .unwrap();
    let xml = moments.domain_backup_get_xml_desc(&guest, 0).await.unwrap();
    assert!(xml.contains("name='vda' backup='yes'"), "{xml}");
    let stats = host
        .drivers
        .migration
        .domain_get_job_stats(&guest, 0)
        .await
        .unwrap();
    assert_eq!(
        param::find(&stats.params, "disk_total").and_then(|v| v.as_u64()),
        Some(1 << 30)
    );
    advance(&host, &guest, 60).await;
    assert_eq!(
        code(moments.domain_backup_get_xml_desc(&guest, 0).await),
        Some(104)
    );
    let seen = told(&mut events).await;
    assert!(
        seen.iter().any(|e| e.id() == 21) && seen.iter().any(|e| e.id() == 8),
        "{seen:?}"
    );
    assert_eq!(
        moments
            .domain_list_all_checkpoints(&guest, 0)
            .await
            .unwrap()
            .len(),
        1
    );
}

#[tokio::test]
async fn a_guest_moves_to_another_host() {
    let (here, guest) = host("here").await;
    let there = host_with("there", &[]);
    let (from, to) = (here.drivers.migration.clone(), there.drivers.migration.clone());
    // It is defined there and goes away here.
    let flags = 1 | 8 | 16;
    let begun = from
        .domain_migrate_begin3_params(&guest, &[], flags)
        .await
        .unwrap();
    let coming = [
        TypedParam::new("destination_xml", begun.xml.as_str()),
        TypedParam::new("destination_name", "g"),
    ];
    to.domain_migrate_prepare3_params(&coming, &begun.cookie_out, flags)
        .await
        .unwrap();
    let performing = {
        let (from, guest) = (from.clone(), guest.clone());
        tokio::spawn(async move {
            from.domain_migrate_perform3_params(&guest, None, &[], &[], flags)
                .await
        })
    };
    tokio::task::yield_now().await;
    let info = from.domain_get_job_info(&guest).await.unwrap();
    assert_eq!((info.kind, info.mem_total), (1, 4 << 30));
    advance(&here, &guest, 5).await;
    performing.await.unwrap().unwrap();
    let done = to
        .domain_migrate_finish3_params(&coming[1..], &[], flags, 0)
        .await
        .unwrap();
    from.domain_migrate_confirm3_params(&guest, &[], &[], flags, 0)
        .await
        .unwrap();
    assert_eq!(done.dom.uuid, guest.uuid);
    assert_eq!(
        there
            .drivers
            .lifecycle
            .domain_get_state(&done.dom, 0)
            .await
            .unwrap()
            .reason,
        2
    );
    assert!(
        there
            .drivers
            .config
            .domain_is_persistent(&done.dom)
            .await
            .unwrap()
    );
    assert_eq!(
        code(here.drivers.lifecycle.domain_lookup_by_name("g").await),
        Some(42)
    );
}

#[tokio::test]
async fn a_migration_is_aborted_and_the_guest_goes_on() {
    let (here, guest) = host("abort").await;
    let from = here.drivers.migration.clone();
    let performing = {
        let (from, guest) = (from.clone(), guest.clone());
        tokio::spawn(async move {
            from.domain_migrate_perform3_params(&guest, None, &[], &[], 1)
                .await
        })
    };
    tokio::task::yield_now().await;
    from.domain_abort_job_flags(&guest, 0).await.unwrap();
    assert_eq!(code(performing.await.unwrap()), Some(78));
    let state = here.drivers.lifecycle.domain_get_state(&guest, 0).await.unwrap();
    assert_eq!(state.state, 1);
}

#[tokio::test]
async fn faults_happen_as_the_script_says() {
    let (host, guest) = host("faults").await;
    let life = &host.drivers.lifecycle;
    tell(&host, &guest, "fault script=virDomainSuspend:error=38:times=1").await;
    assert_eq!(code(life.domain_suspend(&guest).await), Some(38));
    life.domain_suspend(&guest).await.unwrap();
    tell(&host, &guest, "fault script=*:slow=5000").await;
    let slow = {
        let (life, guest) = (life.clone(), guest.clone());
        tokio::spawn(async move { life.domain_resume(&guest).await })
    };
    tokio::task::yield_now().await;
    assert!(!slow.is_finished());
    advance(&host, &guest, 6).await;
    slow.await.unwrap().unwrap();
    tell(&host, &guest, "clear-faults").await;
    tell(&host, &guest, "fault script=virDomainGetInfo:crash").await;
    host.drivers.statistics.domain_get_info(&guest).await.unwrap();
    assert_eq!(life.domain_get_state(&guest, 0).await.unwrap().reason, 3);
}

#[tokio::test]
async fn a_guest_sleeps_and_wakes_up() {
    let (host, guest) = host("sleep").await;
    let life = &host.drivers.lifecycle;
    life.domain_pm_suspend_for_duration(&guest, 0, 30, 0)
        .await
        .unwrap();
    assert_eq!(life.domain_get_state(&guest, 0).await.unwrap().state, 7);
    advance(&host, &guest, 31).await;
    assert_eq!(life.domain_get_state(&guest, 0).await.unwrap().state, 1);
}

#[tokio::test]
async fn volumes_keep_what_is_put_into_them() {
    let (host, _) = host("volumes").await;
    let pools = &host.drivers.storage_pool;
    let volumes = &host.drivers.storage_vol;
    let pool = pools.storage_pool_lookup_by_name("default-pool").await.unwrap();
    let xml = "<volume><name>v</name><capacity>1000000</capacity></volume>";
    let volume = volumes.storage_vol_create_xml(&pool, xml, 0).await.unwrap();
    let mut upload = volumes
        .storage_vol_upload(&volume, 10, 0, 0)
        .await
        .unwrap()
        .write
        .unwrap();
    upload.write(StreamItem::Data("hello".into())).await.unwrap();
    upload.finish().await.unwrap();
    let mut download = volumes
        .storage_vol_download(&volume, 9, 7, 0)
        .await
        .unwrap()
        .read
        .unwrap();
    let item = download.next().await.unwrap();
    assert_eq!(item, Some(StreamItem::Data("\0hello\0".into())));
    assert_eq!(
        code(volumes.storage_vol_download(&volume, 0, 2_000_000, 0).await),
        Some(8)
    );
    volumes.storage_vol_resize(&volume, 2_000_000, 0).await.unwrap();
    assert_eq!(
        volumes.storage_vol_get_info(&volume).await.unwrap().capacity,
        2_000_000
    );
}

#[tokio::test]
async fn secrets_are_kept() {
    let (host, _) = host("secrets").await;
    let secrets = &host.drivers.secret;
    let xml = "<secret><usage type='ceph'><name>c</name></usage></secret>";
    let secret = secrets.secret_define_xml(xml, 0).await.unwrap();
    assert_eq!(code(secrets.secret_get_value(&secret, 0).await), Some(66));
    secrets.secret_set_value(&secret, b"x", 0).await.unwrap();
    let found = secrets.secret_lookup_by_usage(2, "c").await.unwrap();
    assert_eq!(secrets.secret_get_value(&found, 0).await.unwrap(), b"x");
    assert_eq!(code(secrets.secret_define_xml(xml, 0).await), Some(1));
    secrets.secret_undefine(&secret).await.unwrap();
    assert!(secrets.connect_list_all_secrets(0).await.unwrap().is_empty());
}

#[tokio::test]
async fn figures_move_with_the_clock() {
    let (host, guest) = host("figures").await;
    let statistics = &host.drivers.statistics;
    let time = || async { statistics.domain_get_info(&guest).await.unwrap().cpu_time };
    advance(&host, &guest, 10).await;
    let before = time().await;
    assert_eq!(before, time().await);
    advance(&host, &guest, 10).await;
    assert_eq!(time().await, before * 2);
    let all = statistics.connect_get_all_domain_stats(&[], 0, 0).await.unwrap();
    assert!(
        all.into_iter()
            .any(|r| param::find(&r.params.into_vec(), "block.0.rd.bytes").is_some())
    );
}

#[tokio::test]
async fn a_managed_save_keeps_its_definition() {
    let (host, guest) = host("save").await;
    let life = &host.drivers.lifecycle;
    let saving = {
        let (life, guest) = (life.clone(), guest.clone());
        tokio::spawn(async move { life.domain_managed_save(&guest, 0).await })
    };
    tokio::task::yield_now().await;
    advance(&host, &guest, 10).await;
    saving.await.unwrap().unwrap();
    assert!(
        life.domain_managed_save_get_xml_desc(&guest, 0)
            .await
            .unwrap()
            .contains("<name>g")
    );
    let other = GUEST.replace(
        "<name>g</name>",
        &format!("<name>g</name><uuid>{}</uuid><title>t</title>", guest.uuid),
    );
    life.domain_managed_save_define_xml(&guest, Some(&other), 0)
        .await
        .unwrap();
    let guest = life.domain_create_with_flags(&guest, 0).await.unwrap();
    assert_eq!(life.domain_get_state(&guest, 0).await.unwrap().reason, 3);
    assert!(
        host.drivers
            .config
            .domain_get_xml_desc(&guest, 0)
            .await
            .unwrap()
            .contains("<title>t")
    );
}

#[tokio::test]
async fn a_narrow_connection_sees_the_same_host() {
    let (host, guest) = host("shared").await;
    let params = [("host".to_owned(), "shared".to_owned())];
    let narrow = open("/default", &params).unwrap();
    let found = narrow.drivers.lifecycle.domain_lookup_by_name("g").await.unwrap();
    assert_eq!(found.uuid, guest.uuid);
    let refused = narrow
        .drivers
        .devices
        .domain_attach_device_flags(&found, "<rng/>", 1)
        .await;
    assert_eq!(code(refused), Some(3));
    tell(&host, &guest, "fault script=virDomainSuspend:error=38").await;
    assert_eq!(
        code(narrow.drivers.lifecycle.domain_suspend(&found).await),
        Some(38)
    );
}

#[tokio::test]
async fn every_event_can_be_told() {
    let (host, guest) = host("emit").await;
    let mut events = host.events.subscribe(1000);
    for id in 0..30 {
        tell(&host, &guest, &format!("emit id={id}")).await;
    }
    let ids: std::collections::BTreeSet<i32> = told(&mut events).await.iter().map(DomainEvent::id).collect();
    assert_eq!(ids.len(), 28);
}

#[tokio::test]
async fn a_disk_goes_on_in_an_overlay_and_is_committed_back() {
    let (host, guest) = host("overlay").await;
    let snapshot = "<domainsnapshot><name>s</name></domainsnapshot>";
    host.drivers
        .snapshots
        .domain_snapshot_create_xml(&guest, snapshot, 16)
        .await
        .unwrap();
    let xml = host.drivers.config.domain_get_xml_desc(&guest, 0).await.unwrap();
    assert!(
        xml.contains("<source file='/a.s'/>") && xml.contains("<source file='/a'/>"),
        "{xml}"
    );
    let jobs = &host.drivers.block_jobs;
    jobs.domain_block_commit(&guest, "vda", None, None, 0, 4)
        .await
        .unwrap();
    advance(&host, &guest, 10).await;
    jobs.domain_block_job_abort(&guest, "vda", 2).await.unwrap();
    let xml = host.drivers.config.domain_get_xml_desc(&guest, 0).await.unwrap();
    assert!(!xml.contains("/a.s") && !xml.contains("backingStore"), "{xml}");
}
