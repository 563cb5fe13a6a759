//! From an argument of a script to what the traits take. An object that is not there gets an identity
//! made up from its name, as a client would hold one of an object that is gone.

#![expect(non_snake_case, reason = "named as the kinds of arguments are")]
use super::document;
use super::session::Session;
use super::value::Arg;
use ferrovirt_types::object::{
    DomainCheckpointRef, DomainRef, DomainSnapshotRef, InterfaceRef, NetworkRef, StoragePoolRef,
    StorageVolRef,
};
use ferrovirt_types::param::TypedParam;

fn text(arg: Option<&Arg>) -> String {
    arg.map(|arg| arg.text().to_owned()).unwrap_or_default()
}

fn number(arg: Option<&Arg>) -> i128 {
    arg.map_or(0, Arg::number)
}

pub async fn Dom(session: &Session, arg: Option<&Arg>) -> DomainRef {
    domain(session, &text(arg)).await
}

async fn domain(session: &Session, name: &str) -> DomainRef {
    match session.drivers.lifecycle.domain_lookup_by_name(name).await {
        Ok(found) => found,
        Err(_) => DomainRef {
            name: name.to_owned(),
            uuid: document::uuid_of(name),
            id: -1,
        },
    }
}

pub async fn Doms(session: &Session, arg: Option<&Arg>) -> Vec<DomainRef> {
    let mut found = Vec::new();
    if let Some(Arg::Texts(names)) = arg {
        for name in names {
            found.push(domain(session, name).await);
        }
    }
    found
}

pub async fn Net(session: &Session, arg: Option<&Arg>) -> NetworkRef {
    network(session, &text(arg)).await
}

async fn network(session: &Session, name: &str) -> NetworkRef {
    match session.drivers.network.network_lookup_by_name(name).await {
        Ok(found) => found,
        Err(_) => NetworkRef {
            name: name.to_owned(),
            uuid: document::uuid_of(name),
        },
    }
}

pub async fn Pool(session: &Session, arg: Option<&Arg>) -> StoragePoolRef {
    let name = text(arg);
    match session
        .drivers
        .storage_pool
        .storage_pool_lookup_by_name(&name)
        .await
    {
        Ok(found) => found,
        Err(_) => StoragePoolRef {
            uuid: document::uuid_of(&name),
            name,
        },
    }
}

/// The two names of `d1/s1`.
fn pair(arg: Option<&Arg>) -> (String, String) {
    let text = text(arg);
    text.split_once('/')
        .map(|(of, name)| (of.to_owned(), name.to_owned()))
        .unwrap_or((text, String::new()))
}

pub async fn Vol(_: &Session, arg: Option<&Arg>) -> StorageVolRef {
    let (pool, name) = pair(arg);
    let key = format!("/{pool}/{name}");
    StorageVolRef { pool, name, key }
}

pub async fn Snap(session: &Session, arg: Option<&Arg>) -> DomainSnapshotRef {
    let (dom, name) = pair(arg);
    let dom = domain(session, &dom).await;
    DomainSnapshotRef { name, dom }
}

pub async fn Check(session: &Session, arg: Option<&Arg>) -> DomainCheckpointRef {
    let (dom, name) = pair(arg);
    let dom = domain(session, &dom).await;
    DomainCheckpointRef { name, dom }
}

pub async fn Iface(_: &Session, arg: Option<&Arg>) -> InterfaceRef {
    InterfaceRef {
        name: text(arg),
        mac: String::new(),
    }
}

pub async fn Device(_: &Session, arg: Option<&Arg>) -> String {
    text(arg)
}

pub async fn Uuid(_: &Session, arg: Option<&Arg>) -> uuid::Uuid {
    document::uuid_of(&text(arg))
}

pub async fn File(session: &Session, arg: Option<&Arg>) -> String {
    format!("{}/{}", session.folder, text(arg))
}

pub async fn Flags(_: &Session, arg: Option<&Arg>) -> u32 {
    u32::try_from(number(arg)).unwrap_or(u32::MAX)
}

pub async fn I32(_: &Session, arg: Option<&Arg>) -> i32 {
    i32::try_from(number(arg)).unwrap_or(i32::MAX)
}

pub async fn U32(_: &Session, arg: Option<&Arg>) -> u32 {
    u32::try_from(number(arg)).unwrap_or(u32::MAX)
}

pub async fn I64(_: &Session, arg: Option<&Arg>) -> i64 {
    i64::try_from(number(arg)).unwrap_or(i64::MAX)
}

pub async fn U64(_: &Session, arg: Option<&Arg>) -> u64 {
    u64::try_from(number(arg)).unwrap_or(u64::MAX)
}

pub async fn Bool(_: &Session, arg: Option<&Arg>) -> bool {
    number(arg) != 0
}

pub async fn Word(_: &Session, arg: Option<&Arg>) -> String {
    text(arg)
}

pub async fn Maybe(_: &Session, arg: Option<&Arg>) -> Option<String> {
    match arg {
        Some(Arg::Text(text)) => Some(text.clone()),
        _ => None,
    }
}

pub async fn Words(_: &Session, arg: Option<&Arg>) -> Vec<String> {
    match arg {
        Some(Arg::Texts(texts)) => texts.clone(),
        _ => Vec::new(),
    }
}

pub async fn Numbers(_: &Session, arg: Option<&Arg>) -> Vec<u32> {
    match arg {
        Some(Arg::Texts(texts)) => texts.iter().filter_map(|text| text.parse().ok()).collect(),
        _ => Vec::new(),
    }
}

pub async fn Bytes(_: &Session, arg: Option<&Arg>) -> Vec<u8> {
    let digits = text(arg);
    (0..digits.len() / 2)
        .filter_map(|at| u8::from_str_radix(digits.get(at * 2..at * 2 + 2)?, 16).ok())
        .collect()
}

pub async fn Params(_: &Session, arg: Option<&Arg>) -> Vec<TypedParam> {
    match arg {
        Some(Arg::Params(params)) => params.clone(),
        _ => Vec::new(),
    }
}

pub async fn Document(_: &Session, arg: Option<&Arg>) -> String {
    text(arg)
}

pub async fn MaybeDocument(session: &Session, arg: Option<&Arg>) -> Option<String> {
    Maybe(session, arg).await
}

pub async fn Documents(session: &Session, arg: Option<&Arg>) -> Vec<String> {
    Words(session, arg).await
}
