//! The storage driver over directories, through the API's traits.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on must fail")]

use bytes::Bytes;
use ferrovirt_driver::attach::{GuestVolumes, VolumePlace};
use ferrovirt_driver::events::{EventBus, Received};
use ferrovirt_driver::stream::StreamItem;
use ferrovirt_driver::{StoragePoolDriver, StorageVolDriver};
use ferrovirt_host::paths::Places;
use ferrovirt_storage::Storage;
use ferrovirt_storage_dir::DirBackend;
use ferrovirt_types::event::{Event, PoolEvent};
use ferrovirt_types::object::{StoragePoolRef, StorageVolRef};
use std::fs;
use std::os::unix::fs::{MetadataExt, symlink};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

struct Host {
    root: tempfile::TempDir,
    storage: Storage,
    events: EventBus,
}

impl Host {
    async fn new() -> Self {
        let root = tempfile::tempdir().unwrap();
        let events = EventBus::new();
        let storage = open(root.path(), &events).await;
        Host {
            root,
            storage,
            events,
        }
    }

    /// The daemon ends and another takes over.
    async fn restart(&mut self) {
        self.storage = open(self.root.path(), &self.events).await;
    }

    fn dir(&self) -> PathBuf {
        self.root.path().join("pool")
    }

    fn pool_xml(&self, name: &str) -> String {
        format!(
            "<pool type='dir'><name>{name}</name><target><path>{}</path></target></pool>",
            self.dir().display()
        )
    }

    /// A defined, built and started pool.
    async fn pool(&self) -> StoragePoolRef {
        let pool = self
            .storage
            .storage_pool_define_xml(&self.pool_xml("p"), 0)
            .await
            .unwrap();
        self.storage.storage_pool_build(&pool, 0).await.unwrap();
        self.storage.storage_pool_create(&pool, 0).await.unwrap();
        pool
    }

    async fn volume(&self, pool: &StoragePoolRef, name: &str, rest: &str) -> StorageVolRef {
        self.storage
            .storage_vol_create_xml(pool, &volume_xml(name, rest), 0)
            .await
            .unwrap()
    }

    fn files(&self) -> Vec<String> {
        let mut names: Vec<String> = fs::read_dir(self.dir())
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        names.sort();
        names
    }

    async fn names(&self, pool: &StoragePoolRef) -> Vec<String> {
        let volumes = self.storage.storage_pool_list_all_volumes(pool, 0).await.unwrap();
        volumes.into_iter().map(|vol| vol.name).collect()
    }
}

async fn open(root: &Path, events: &EventBus) -> Storage {
    let places = Places::under_root(root);
    Storage::open(&places, vec![Arc::new(DirBackend)], None, events.clone())
        .await
        .unwrap()
}

fn volume_xml(name: &str, rest: &str) -> String {
    format!("<volume><name>{name}</name><capacity unit='MiB'>1</capacity>{rest}</volume>")
}

const QCOW2: &str = "<target><format type='qcow2'/></target>";
const SPARSE: &str = "<allocation>0</allocation>";

#[track_caller]
fn refused<T: std::fmt::Debug>(result: ferrovirt_types::Result<T>, code: i32, text: &str) {
    let error = result.unwrap_err();
    assert!(error.message().contains(text), "{error}");
    assert_eq!((error.raw_code(), error.raw_domain()), (code, 18), "{error}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_pool_lives_and_goes() {
    let host = Host::new().await;
    let storage = &host.storage;
    let mut events = host.events.subscribe(100);
    let pool = storage
        .storage_pool_define_xml(&host.pool_xml("p"), 0)
        .await
        .unwrap();
    refused(
        storage.storage_pool_create(&pool, 0).await,
        38,
        "cannot open directory",
    );
    assert!(!storage.storage_pool_is_active(&pool).await.unwrap());
    storage.storage_pool_build(&pool, 0).await.unwrap();
    assert_eq!(fs::metadata(host.dir()).unwrap().mode() & 0o777, 0o711);
    storage.storage_pool_create(&pool, 0).await.unwrap();
    refused(storage.storage_pool_create(&pool, 0).await, 55, "already active");
    refused(storage.storage_pool_undefine(&pool).await, 55, "still active");
    refused(storage.storage_pool_delete(&pool, 0).await, 55, "still active");
    storage.storage_pool_set_autostart(&pool, true).await.unwrap();
    let link = host.root.path().join("etc/storage/autostart/p.xml");
    assert_eq!(
        fs::read_link(&link).unwrap(),
        host.root.path().join("etc/storage/p.xml")
    );
    let info = storage.storage_pool_get_info(&pool).await.unwrap();
    assert_eq!((info.state, info.capacity), (2, info.allocation + info.available));
    let xml = storage.storage_pool_get_xml_desc(&pool, 1).await.unwrap();
    assert!(
        xml.contains("<mode>0711</mode>") && xml.contains("<source"),
        "{xml}"
    );
    host.volume(&pool, "a", "").await;
    storage.storage_pool_destroy(&pool).await.unwrap();
    refused(storage.storage_pool_destroy(&pool).await, 55, "not active");
    refused(
        storage.storage_pool_list_all_volumes(&pool, 0).await,
        55,
        "not active",
    );
    refused(
        storage.storage_pool_delete(&pool, 0).await,
        38,
        "Directory not empty",
    );
    fs::remove_file(host.dir().join("a")).unwrap();
    storage.storage_pool_delete(&pool, 0).await.unwrap();
    storage.storage_pool_undefine(&pool).await.unwrap();
    refused(
        storage.storage_pool_lookup_by_name("p").await,
        49,
        "no storage pool with matching name 'p'",
    );
    assert!(fs::symlink_metadata(&link).is_err() && !host.dir().exists());
    let mut seen = Vec::new();
    while let Ok(Some(Received::Event(event))) =
        tokio::time::timeout(Duration::from_millis(20), events.next()).await
    {
        if let Event::StoragePool(_, PoolEvent::Lifecycle { event }) = &*event {
            seen.push(*event);
        }
    }
    assert_eq!(seen, [0, 4, 2, 3, 5, 1]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn volumes_of_both_formats() {
    let host = Host::new().await;
    let (storage, pool) = (&host.storage, host.pool().await);
    let raw = host.volume(&pool, "b.raw", "").await;
    let info = storage.storage_vol_get_info(&raw).await.unwrap();
    assert_eq!((info.kind, info.capacity, info.allocation), (0, 1 << 20, 1 << 20));
    let image = host.volume(&pool, "a.qcow2", QCOW2).await;
    let xml = storage.storage_vol_get_xml_desc(&image, 0).await.unwrap();
    assert!(
        xml.contains("<format type='qcow2'/>") && xml.contains(">1048576</capacity>"),
        "{xml}"
    );
    assert!(
        xml.contains("<mode>0600</mode>") && !xml.contains("compat"),
        "{xml}"
    );

    let source = storage.resolve("p", "a.qcow2").await.unwrap();
    assert!(matches!(&source.place, VolumePlace::File(path) if path.ends_with("/a.qcow2")));
    refused(storage.resolve("p", "no").await, 50, "'no'");

    let again = storage
        .storage_vol_create_xml(&pool, &volume_xml("b.raw", ""), 0)
        .await;
    assert_eq!(
        again.as_ref().unwrap_err().message(),
        "storage volume 'b.raw' exists already"
    );
    refused(again, 90, "");

    let below = format!(
        "{QCOW2}<backingStore><path>{}/a.qcow2</path></backingStore>",
        host.dir().display()
    );
    let above = host.volume(&pool, "above", &below).await;
    let xml = storage.storage_vol_get_xml_desc(&above, 0).await.unwrap();
    let (_, backing) = xml.split_once("<backingStore>").unwrap();
    assert!(
        backing.contains("a.qcow2</path>") && backing.contains("<format type='qcow2'/>"),
        "{backing}"
    );
    assert!(backing.contains("<mode>0600</mode>"), "{backing}");

    assert_eq!(storage.storage_vol_lookup_by_key(&raw.key).await.unwrap(), raw);
    let path = format!("{}//b.raw", host.dir().display());
    assert_eq!(storage.storage_vol_lookup_by_path(&path).await.unwrap(), raw);
    refused(
        storage.storage_vol_lookup_by_name(&pool, "no").await,
        50,
        "no storage vol with matching name 'no'",
    );
    refused(storage.storage_vol_lookup_by_path("/no").await, 50, "'/no'");

    storage.storage_vol_resize(&raw, 2 << 20, 0).await.unwrap();
    let info = storage.storage_vol_get_info(&raw).await.unwrap();
    assert_eq!((info.capacity, info.allocation), (2 << 20, 1 << 20));
    refused(
        storage.storage_vol_resize(&raw, 1 << 20, 0).await,
        8,
        "Can't shrink",
    );
    storage.storage_vol_resize(&raw, 1 << 20, 4).await.unwrap();
    storage.storage_vol_resize(&raw, 1 << 20, 2 | 1).await.unwrap();
    let info = storage.storage_vol_get_info(&raw).await.unwrap();
    assert_eq!((info.capacity, info.allocation), (2 << 20, 2 << 20));
    storage.storage_vol_resize(&image, 3 << 20, 0).await.unwrap();
    assert_eq!(
        storage.storage_vol_get_info(&image).await.unwrap().capacity,
        3 << 20
    );

    let copy = storage
        .storage_vol_create_xml_from(&pool, &volume_xml("c.raw", ""), &image, 0)
        .await
        .unwrap();
    assert_eq!(
        storage.storage_vol_get_info(&copy).await.unwrap().capacity,
        3 << 20
    );
    let copy = storage
        .storage_vol_create_xml_from(&pool, &volume_xml("d.qcow2", QCOW2), &raw, 0)
        .await
        .unwrap();
    assert_eq!(
        storage.storage_vol_get_info(&copy).await.unwrap().capacity,
        2 << 20
    );

    storage.storage_vol_delete(&copy, 0).await.unwrap();
    assert_eq!(host.files(), ["a.qcow2", "above", "b.raw", "c.raw"]);
    assert_eq!(host.names(&pool).await, host.files());
}

async fn upload(
    storage: &Storage,
    vol: &StorageVolRef,
    offset: u64,
    data: Bytes,
) -> ferrovirt_types::Result<()> {
    let mut stream = storage
        .storage_vol_upload(vol, offset, 0, 0)
        .await?
        .write
        .unwrap();
    for chunk in data.chunks(256 << 10) {
        stream.write(StreamItem::Data(data.slice_ref(chunk))).await?;
    }
    stream.finish().await
}

async fn download(
    storage: &Storage,
    vol: &StorageVolRef,
    offset: u64,
    len: u64,
    flags: u32,
) -> (Vec<u8>, u64) {
    let mut stream = storage
        .storage_vol_download(vol, offset, len, flags)
        .await
        .unwrap()
        .read
        .unwrap();
    let (mut data, mut holes) = (Vec::new(), 0);
    while let Some(item) = stream.next().await.unwrap() {
        match item {
            StreamItem::Data(bytes) => data.extend_from_slice(&bytes),
            StreamItem::Hole(len) => {
                holes += len;
                data.resize(data.len() + len as usize, 0);
            }
        }
    }
    (data, holes)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn data_goes_in_and_out() {
    let host = Host::new().await;
    let (storage, pool) = (&host.storage, host.pool().await);
    let vol = host.volume(&pool, "v", "").await;
    let data: Bytes = (0..3_000_000u32)
        .map(|n| (n.wrapping_mul(n) >> 3) as u8)
        .collect::<Vec<u8>>()
        .into();
    upload(storage, &vol, 0, data.clone()).await.unwrap();
    assert_eq!(
        storage.storage_vol_get_info(&vol).await.unwrap().capacity,
        3_000_000
    );
    assert_eq!(download(storage, &vol, 0, 0, 0).await.0, data);
    assert_eq!(
        download(storage, &vol, 1_000, 2_000, 0).await.0,
        data[1_000..3_000]
    );
    assert_eq!(download(storage, &vol, 5_000_000, 10, 0).await.0, b"");
    upload(storage, &vol, 100, Bytes::from_static(b"xyz"))
        .await
        .unwrap();
    assert_eq!(download(storage, &vol, 99, 5, 0).await.0[1..4], *b"xyz");

    let mut limited = storage
        .storage_vol_upload(&vol, 0, 3, 0)
        .await
        .unwrap()
        .write
        .unwrap();
    refused(
        limited.write(StreamItem::Data(Bytes::from_static(b"long"))).await,
        38,
        "more than was announced",
    );
    drop(limited);

    let sparse = host.volume(&pool, "s", SPARSE).await;
    let mut stream = storage
        .storage_vol_upload(&sparse, 0, 0, 1)
        .await
        .unwrap()
        .write
        .unwrap();
    stream
        .write(StreamItem::Data(Bytes::from_static(&[7; 4096])))
        .await
        .unwrap();
    stream.write(StreamItem::Hole(8 << 20)).await.unwrap();
    stream
        .write(StreamItem::Data(Bytes::from_static(&[8; 4096])))
        .await
        .unwrap();
    stream.write(StreamItem::Hole(4096)).await.unwrap();
    refused(storage.storage_vol_delete(&sparse, 0).await, 55, "being uploaded");
    refused(storage.storage_pool_destroy(&pool).await, 1, "work in progress");
    stream.finish().await.unwrap();
    drop(stream);
    let info = storage.storage_vol_get_info(&sparse).await.unwrap();
    assert_eq!(info.capacity, (8 << 20) + 3 * 4096);
    assert!(info.allocation < 1 << 20, "{}", info.allocation);
    let (data, holes) = download(storage, &sparse, 0, 0, 1).await;
    assert!(
        holes >= 8 << 20 && data[..4096] == [7; 4096] && data[4096 + (8 << 20)] == 8,
        "{holes}"
    );

    storage.storage_vol_wipe(&vol, 0).await.unwrap();
    assert!(download(storage, &vol, 0, 0, 0).await.0.iter().all(|b| *b == 0));
    storage.storage_vol_wipe_pattern(&vol, 8, 0).await.unwrap();
    assert!(download(storage, &vol, 0, 0, 0).await.0.iter().any(|b| *b != 0));
    storage.storage_vol_wipe_pattern(&vol, 3, 0).await.unwrap();
    assert!(
        download(storage, &vol, 0, 0, 0)
            .await
            .0
            .iter()
            .all(|b| *b == 0x7f)
    );
    refused(
        storage.storage_vol_wipe_pattern(&vol, 10, 0).await,
        8,
        "does not exist",
    );
    storage.storage_vol_delete(&sparse, 0).await.unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_stream_that_is_left_frees_its_volume() {
    let host = Host::new().await;
    let (storage, pool) = (&host.storage, host.pool().await);
    let vol = host.volume(&pool, "v", "").await;
    let mut read = storage
        .storage_vol_download(&vol, 0, 0, 0)
        .await
        .unwrap()
        .read
        .unwrap();
    read.next().await.unwrap();
    let write = storage.storage_vol_upload(&vol, 0, 0, 0).await.unwrap();
    drop((read, write));
    let start = Instant::now();
    while storage.storage_vol_delete(&vol, 0).await.is_err() {
        assert!(start.elapsed() < Duration::from_secs(60));
        tokio::time::sleep(Duration::from_millis(1)).await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_leaves_the_pool_and_nothing_is_left_behind() {
    let host = Host::new().await;
    let (storage, pool) = (&host.storage, host.pool().await);
    for name in ["../out", "/etc/passwd", "..", ".", "a/b", "a&#10;b", "a&#127;"] {
        let made = storage
            .storage_vol_create_xml(&pool, &volume_xml(name, ""), 0)
            .await;
        refused(made, 55, "name of a volume");
    }
    let huge = "<volume><name>huge</name><capacity unit='TiB'>4096</capacity></volume>";
    let error = storage.storage_vol_create_xml(&pool, huge, 0).await.unwrap_err();
    assert_eq!(error.raw_code(), 38, "{error}");
    let over = "<volume><name>over</name><capacity unit='EiB'>17</capacity></volume>";
    refused(storage.storage_vol_create_xml(&pool, over, 0).await, 82, "");
    let lost = format!("{QCOW2}<backingStore><path>/nonexistent</path><format type='raw'/></backingStore>");
    let error = storage
        .storage_vol_create_xml(&pool, &volume_xml("lost", &lost), 0)
        .await
        .unwrap_err();
    assert!(error.message().contains("/nonexistent"), "{error}");
    let unknown = format!("{QCOW2}<backingStore><path>/dev/null</path></backingStore>");
    refused(
        storage
            .storage_vol_create_xml(&pool, &volume_xml("u", &unknown), 0)
            .await,
        67,
        "format",
    );
    assert_eq!(host.files(), Vec::<String>::new());

    // A volume must not be made over a file that the pool has not seen yet.
    fs::write(host.dir().join("extern"), b"precious").unwrap();
    refused(
        storage
            .storage_vol_create_xml(&pool, &volume_xml("extern", ""), 0)
            .await,
        90,
        "",
    );
    assert_eq!(fs::read(host.dir().join("extern")).unwrap(), b"precious");
    assert_eq!(host.files(), ["extern"]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn files_of_others_are_found_and_strange_ones_are_not() {
    let host = Host::new().await;
    let (storage, pool) = (&host.storage, host.pool().await);
    let outside = host.root.path().join("outside");
    fs::write(&outside, [0; 100]).unwrap();
    fs::write(host.dir().join("extern.img"), b"").unwrap();
    fs::write(host.dir().join("bad\nname"), b"").unwrap();
    fs::create_dir(host.dir().join("lost+found")).unwrap();
    fs::create_dir(host.dir().join("folder")).unwrap();
    symlink(&outside, host.dir().join("link")).unwrap();
    symlink("/nonexistent", host.dir().join("dangling")).unwrap();
    let fifo = host.dir().join("fifo");
    assert!(
        std::process::Command::new("mkfifo")
            .arg(&fifo)
            .status()
            .unwrap()
            .success()
    );
    storage.storage_pool_refresh(&pool, 0).await.unwrap();
    assert_eq!(host.names(&pool).await, ["extern.img", "folder", "link"]);
    let vol = |name: &str| StorageVolRef {
        pool: "p".into(),
        name: name.into(),
        key: String::new(),
    };
    let folder = storage.storage_vol_get_info(&vol("folder")).await.unwrap();
    assert_eq!((folder.kind, folder.capacity), (2, 0));
    refused(
        storage.storage_vol_download(&vol("folder"), 0, 0, 0).await,
        3,
        "neither a file",
    );

    // A link that another user made is not followed.
    let foreign = host.dir().join("link");
    if std::os::unix::fs::lchown(&foreign, Some(12345), None).is_ok() {
        let error = storage
            .storage_vol_download(&vol("link"), 0, 0, 0)
            .await
            .unwrap_err();
        assert!(error.message().contains("symbolic link"), "{error}");
        storage.storage_pool_refresh(&pool, 0).await.unwrap();
        assert_eq!(host.names(&pool).await, ["extern.img", "folder"]);
    }
    storage.storage_vol_delete(&vol("folder"), 0).await.unwrap();
    fs::remove_dir_all(host.dir()).unwrap();
    refused(
        storage.storage_pool_refresh(&pool, 0).await,
        38,
        "cannot open directory",
    );
    assert!(!storage.storage_pool_is_active(&pool).await.unwrap());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn state_survives_a_restart_and_a_stopped_pool_stays_stopped() {
    let mut host = Host::new().await;
    let pool = host.pool().await;
    host.volume(&pool, "v", "").await;
    fs::write(host.dir().join(".ferrovirt-999999999-1"), b"half").unwrap();
    host.restart().await;
    assert!(host.storage.storage_pool_is_active(&pool).await.unwrap());
    assert_eq!(host.names(&pool).await, ["v"]);
    assert_eq!(host.files(), ["v"], "what a kill left is swept");
    host.storage.storage_pool_destroy(&pool).await.unwrap();
    host.restart().await;
    assert!(!host.storage.storage_pool_is_active(&pool).await.unwrap());
    host.storage
        .storage_pool_set_autostart(&pool, true)
        .await
        .unwrap();
    host.restart().await;
    assert!(host.storage.storage_pool_is_active(&pool).await.unwrap());
    assert!(host.storage.storage_pool_get_autostart(&pool).await.unwrap());

    let other = host.root.path().join("other");
    let xml = format!(
        "<pool type='dir'><name>t</name><target><path>{}</path></target></pool>",
        other.display()
    );
    let transient = host.storage.storage_pool_create_xml(&xml, 1).await.unwrap();
    refused(
        host.storage.storage_pool_set_autostart(&transient, true).await,
        1,
        "transient",
    );
    host.restart().await;
    assert!(!host.storage.storage_pool_is_persistent(&transient).await.unwrap());
    host.storage.storage_pool_destroy(&transient).await.unwrap();
    refused(host.storage.storage_pool_get_info(&transient).await, 49, "");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn pools_do_not_collide() {
    let host = Host::new().await;
    let (storage, pool) = (&host.storage, host.pool().await);
    refused(
        storage.storage_pool_define_xml(&host.pool_xml("p"), 0).await,
        9,
        "already exists with uuid",
    );
    refused(
        storage.storage_pool_define_xml(&host.pool_xml("q"), 0).await,
        9,
        "conflict with pool: 'p'",
    );
    let twin = format!(
        "<pool type='dir'><name>q</name><uuid>{}</uuid><target><path>/x</path></target></pool>",
        pool.uuid
    );
    refused(
        storage.storage_pool_define_xml(&twin, 0).await,
        9,
        "is already defined with uuid",
    );
    refused(
        storage.storage_pool_define_xml("<pool type='dir'/>", 0).await,
        27,
        "missing",
    );
    refused(
        storage
            .storage_pool_define_xml(
                "<pool type='rbd'><name>r</name><source><host name='h'/><name>x</name></source></pool>",
                0,
            )
            .await,
        1,
        "missing backend",
    );
    let changed = format!(
        "<pool type='dir'><name>p</name><uuid>{}</uuid><target><path>/elsewhere</path></target></pool>",
        pool.uuid
    );
    storage.storage_pool_define_xml(&changed, 0).await.unwrap();
    assert!(
        !storage
            .storage_pool_get_xml_desc(&pool, 0)
            .await
            .unwrap()
            .contains("/elsewhere")
    );
    assert!(
        storage
            .storage_pool_get_xml_desc(&pool, 1)
            .await
            .unwrap()
            .contains("/elsewhere")
    );
    storage.storage_pool_destroy(&pool).await.unwrap();
    assert!(
        storage
            .storage_pool_get_xml_desc(&pool, 0)
            .await
            .unwrap()
            .contains("/elsewhere")
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_many_who_make_one_volume_one_does() {
    let host = Host::new().await;
    let pool = host.pool().await;
    let tasks: Vec<_> = (0..16)
        .map(|_| {
            let (storage, pool) = (host.storage.clone(), pool.clone());
            tokio::spawn(async move {
                storage
                    .storage_vol_create_xml(&pool, &volume_xml("v", ""), 0)
                    .await
                    .is_ok()
            })
        })
        .collect();
    let mut made = 0;
    for task in tasks {
        made += usize::from(task.await.unwrap());
    }
    assert_eq!((made, host.files()), (1, vec!["v".to_owned()]));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_locked_image_is_not_written() {
    use std::io::Write as _;
    let host = Host::new().await;
    let (storage, pool) = (&host.storage, host.pool().await);
    let vol = host.volume(&pool, "v.qcow2", QCOW2).await;
    let mut holder = std::process::Command::new("qemu-io")
        .args(["-f", "qcow2"])
        .arg(host.dir().join("v.qcow2"))
        .stdin(std::process::Stdio::piped())
        .stdout(std::process::Stdio::null())
        .stderr(std::process::Stdio::null())
        .spawn()
        .unwrap();
    let start = Instant::now();
    loop {
        match storage.storage_vol_upload(&vol, 0, 0, 0).await {
            Err(error) => {
                assert_eq!(error.raw_code(), 55, "{error}");
                break;
            }
            Ok(stream) => drop(stream),
        }
        assert!(start.elapsed() < Duration::from_secs(5), "the lock is not seen");
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    refused(storage.storage_vol_wipe(&vol, 0).await, 55, "running guest");
    holder.stdin.take().unwrap().write_all(b"quit\n").unwrap();
    holder.wait().unwrap();
    storage.storage_vol_wipe(&vol, 0).await.unwrap();
}

/// Not a benchmark, but prints figures.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn figures() {
    let host = Host::new().await;
    let (storage, pool) = (&host.storage, host.pool().await);
    for n in 0..1_000 {
        fs::write(host.dir().join(format!("v{n}")), [0; 600]).unwrap();
    }
    let start = Instant::now();
    storage.storage_pool_refresh(&pool, 0).await.unwrap();
    println!("first refresh of 1,000: {:?}", start.elapsed());
    for _ in 0..5 {
        let start = Instant::now();
        storage.storage_pool_refresh(&pool, 0).await.unwrap();
        println!("refresh of 1,000: {:?}", start.elapsed());
    }

    let vol = host.volume(&pool, "data", SPARSE).await;
    let data: Bytes = vec![1u8; 256 << 20].into();
    let start = Instant::now();
    upload(storage, &vol, 0, data.clone()).await.unwrap();
    println!("upload: {:.2} GB/s", 0.268 / start.elapsed().as_secs_f64());
    let start = Instant::now();
    upload(storage, &vol, 0, data).await.unwrap();
    println!("upload over: {:.2} GB/s", 0.268 / start.elapsed().as_secs_f64());
    let start = Instant::now();
    let mut stream = storage
        .storage_vol_download(&vol, 0, 0, 0)
        .await
        .unwrap()
        .read
        .unwrap();
    let mut len = 0;
    while let Some(StreamItem::Data(bytes)) = stream.next().await.unwrap() {
        len += bytes.len();
    }
    assert_eq!(len, 256 << 20);
    println!("download: {:.2} GB/s", 0.268 / start.elapsed().as_secs_f64());
}
