//! The secret driver through the API's traits.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on must fail")]

use ferrovirt_driver::SecretDriver;
use ferrovirt_driver::events::{EventBus, Received};
use ferrovirt_driver::secret::{GuestSecrets, SecretKey};
use ferrovirt_host::paths::Places;
use ferrovirt_secret::Secrets;
use ferrovirt_types::consts::SecretUsageType;
use ferrovirt_types::event::{Event, SecretEvent};
use std::fs;
use std::path::Path;

const VALUE: &[u8] = b"correct horse battery staple";

async fn open(root: &Path) -> Secrets {
    Secrets::open(&Places::under_root(root), EventBus::new())
        .await
        .unwrap()
}

fn xml(attributes: &str, volume: &str) -> String {
    format!("<secret {attributes}><usage type='volume'><volume>{volume}</volume></usage></secret>")
}

#[track_caller]
fn refused<T: std::fmt::Debug>(result: ferrovirt_types::Result<T>, code: i32, text: &str) {
    let error = result.unwrap_err();
    assert!(error.message().contains(text), "{error}");
    assert_eq!((error.raw_code(), error.raw_domain()), (code, 30), "{error}");
}

/// Whether any file below `dir` holds the value.
fn leaks(dir: &Path) -> bool {
    fs::read_dir(dir).unwrap().any(|entry| {
        let path = entry.unwrap().path();
        if path.is_dir() {
            return leaks(&path);
        }
        let content = fs::read(&path).unwrap_or_default();
        content.windows(VALUE.len()).any(|part| part == VALUE)
    })
}

#[tokio::test]
async fn a_value_survives_a_restart_and_is_not_on_disk_in_plain() {
    let root = tempfile::tempdir().unwrap();
    let secrets = open(root.path()).await;
    let secret = secrets.secret_define_xml(&xml("", "/a"), 0).await.unwrap();
    refused(
        secrets.secret_get_value(&secret, 0).await,
        66,
        "does not have a value",
    );
    secrets.secret_set_value(&secret, VALUE, 0).await.unwrap();
    assert!(!leaks(root.path()));
    drop(secrets);
    let secrets = open(root.path()).await;
    assert_eq!(secrets.secret_lookup_by_usage(1, "/a").await.unwrap(), secret);
    assert_eq!(secrets.secret_get_value(&secret, 0).await.unwrap(), VALUE);
    let given = secrets
        .value(&SecretKey::Usage("/a".into()), SecretUsageType::Volume)
        .await;
    assert_eq!(given.unwrap().bytes(), VALUE);
    secrets.secret_undefine(&secret).await.unwrap();
    refused(
        secrets.secret_lookup_by_uuid(secret.uuid).await,
        66,
        "no secret with matching uuid",
    );
    let left = fs::read_dir(root.path().join("etc/secrets")).unwrap();
    assert_eq!(left.filter(|e| e.as_ref().unwrap().path().is_file()).count(), 0);
}

#[tokio::test]
async fn a_private_value_goes_to_neighbours_only() {
    let root = tempfile::tempdir().unwrap();
    let secrets = open(root.path()).await;
    let secret = secrets
        .secret_define_xml(&xml("private='yes'", "/a"), 0)
        .await
        .unwrap();
    secrets.secret_set_value(&secret, VALUE, 0).await.unwrap();
    refused(
        secrets.secret_get_value(&secret, 0).await,
        65,
        "secret is private",
    );
    let key = SecretKey::Uuid(secret.uuid);
    let given = secrets.value(&key, SecretUsageType::Volume).await;
    assert_eq!(given.unwrap().bytes(), VALUE);
    refused(
        secrets.value(&key, SecretUsageType::Ceph).await,
        67,
        "not expected 'ceph'",
    );
    let open = format!(
        "<secret private='no'><uuid>{}</uuid><usage type='volume'><volume>/a</volume></usage></secret>",
        secret.uuid
    );
    refused(secrets.secret_define_xml(&open, 0).await, 1, "private flag");
}

#[tokio::test]
async fn an_ephemeral_secret_leaves_no_trace() {
    let root = tempfile::tempdir().unwrap();
    let secrets = open(root.path()).await;
    let secret = secrets
        .secret_define_xml(&xml("ephemeral='yes'", "/a"), 0)
        .await
        .unwrap();
    secrets.secret_set_value(&secret, VALUE, 0).await.unwrap();
    assert_eq!(secrets.secret_get_value(&secret, 0).await.unwrap(), VALUE);
    let kept = || fs::read_dir(root.path().join("etc/secrets")).unwrap();
    assert_eq!(kept().filter(|e| e.as_ref().unwrap().path().is_file()).count(), 0);

    // It is kept from now on, with its value, and then no more.
    let again = |ephemeral: &str| {
        format!(
            "<secret ephemeral='{ephemeral}'><uuid>{}</uuid><usage type='volume'><volume>/a</volume></usage></secret>",
            secret.uuid
        )
    };
    secrets.secret_define_xml(&again("no"), 0).await.unwrap();
    assert_eq!(kept().filter(|e| e.as_ref().unwrap().path().is_file()).count(), 2);
    secrets.secret_define_xml(&again("yes"), 0).await.unwrap();
    assert_eq!(kept().filter(|e| e.as_ref().unwrap().path().is_file()).count(), 0);
    assert_eq!(secrets.secret_get_value(&secret, 0).await.unwrap(), VALUE);
    drop(secrets);
    assert!(
        open(root.path())
            .await
            .connect_list_all_secrets(0)
            .await
            .unwrap()
            .is_empty()
    );
}

#[tokio::test]
async fn one_use_has_one_secret() {
    let root = tempfile::tempdir().unwrap();
    let secrets = open(root.path()).await;
    let first = secrets.secret_define_xml(&xml("", "/a"), 0).await.unwrap();
    refused(
        secrets.secret_define_xml(&xml("", "/a"), 0).await,
        1,
        "already defined for use with /a",
    );
    let moved = format!("<secret><uuid>{}</uuid></secret>", first.uuid);
    refused(
        secrets.secret_define_xml(&moved, 0).await,
        1,
        "is already defined for use with /a",
    );
    for _ in 0..2 {
        secrets
            .secret_define_xml("<secret ephemeral='yes'/>", 0)
            .await
            .unwrap();
    }
    assert_eq!(secrets.connect_list_all_secrets(0).await.unwrap().len(), 3);
    assert_eq!(secrets.connect_list_all_secrets(1).await.unwrap().len(), 2);
    assert_eq!(secrets.connect_list_all_secrets(2).await.unwrap(), [first]);
    refused(
        secrets.connect_list_all_secrets(16).await.map(|_| ()),
        8,
        "unsupported flags",
    );
    refused(secrets.secret_lookup_by_usage(0, "").await, 66, "matching usage");
}

#[tokio::test]
async fn changes_are_told() {
    let root = tempfile::tempdir().unwrap();
    let bus = EventBus::new();
    let mut events = bus.subscribe(10);
    let secrets = Secrets::open(&Places::under_root(root.path()), bus)
        .await
        .unwrap();
    let secret = secrets.secret_define_xml(&xml("", "/a"), 0).await.unwrap();
    secrets.secret_set_value(&secret, VALUE, 0).await.unwrap();
    secrets.secret_undefine(&secret).await.unwrap();
    for expected in [
        SecretEvent::Lifecycle { event: 0 },
        SecretEvent::ValueChanged,
        SecretEvent::Lifecycle { event: 1 },
    ] {
        let Some(Received::Event(event)) = events.next().await else {
            panic!("events were lost");
        };
        assert_eq!(*event, Event::Secret(secret.clone(), expected));
    }
}
