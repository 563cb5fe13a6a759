//! A device among the others of a guest: put in, taken out, replaced.

use super::kinds::Kind;
use crate::error::{Result, TestError};
use ferrovirt_schema::domain::devices::Devices;
use ferrovirt_types::Error;
use ferrovirt_types::consts::{ErrorDomain, ErrorNumber};
use ferrovirt_xml::{FromXml, Limits};

/// Everything of [`Devices`] that comes in lists, and what comes once.
macro_rules! each {
    ($list:ident, $single:ident) => {
        $list!(
            disks,
            controllers,
            leases,
            filesystems,
            interfaces,
            smartcards,
            serials,
            parallels,
            consoles,
            channels,
            inputs,
            tpms,
            graphics,
            sounds,
            audios,
            videos,
            hostdevs,
            redirdevs,
            hubs,
            watchdogs,
            rngs,
            panics,
            shmems,
            memories,
            iommus,
            cryptos
        );
        $single!(memballoon, nvram, vsock);
    };
}

/// Reads one device of any kind, as the only one of a list of devices.
pub(super) fn read(xml: &str) -> Result<Devices> {
    let tree = ferrovirt_xml::parse(xml, Limits::default())?;
    let element = ferrovirt_xml::RawElement::from_xml(tree.root())?.to_xml();
    let list = format!("<devices>{element}</devices>");
    let devices = Devices::from_xml(ferrovirt_xml::parse(&list, Limits::default())?.root())?;
    if count(&devices) == 1 {
        return Ok(devices);
    }
    let word = tree.root().name();
    Err(TestError::Document(format!("unknown device type '{word}'")))
}

fn count(d: &Devices) -> usize {
    let mut many = 0;
    macro_rules! lists { ($($list:ident),*) => {$( many += d.$list.len(); )*}; }
    macro_rules! singles { ($($one:ident),*) => {$( many += usize::from(d.$one.is_some()); )*}; }
    each!(lists, singles);
    many
}

fn invalid(why: String) -> TestError {
    TestError::InvalidState(why)
}

fn missing(word: &str) -> TestError {
    let why = format!("no {word} device of the guest is the one that is described");
    TestError::Api(Error::new(ErrorNumber::DeviceMissing, ErrorDomain::Test, why))
}

/// Puts the devices of `new` among those of `d`.
pub(super) fn add(d: &mut Devices, new: Devices) -> Result<()> {
    macro_rules! lists { ($($list:ident),*) => {$(
        for device in new.$list {
            refuse_double(&d.$list, &device)?;
            d.$list.push(device);
        }
    )*}; }
    macro_rules! singles { ($($one:ident),*) => {$(
        if let Some(device) = new.$one {
            if d.$one.is_some() {
                return Err(invalid(format!("domain already has a {} device", stringify!($one))));
            }
            d.$one = Some(device);
        }
    )*}; }
    each!(lists, singles);
    Ok(())
}

fn refuse_double<K: Kind>(there: &[K], device: &K) -> Result<()> {
    if there.iter().any(|d| d.excludes(device)) {
        return Err(invalid(format!("target of the {} already exists", K::WORD)));
    }
    let alias = device.alias();
    if alias.is_some() && there.iter().any(|d| d.alias() == alias) {
        return Err(invalid(format!(
            "alias '{}' is in use already",
            alias.unwrap_or_default()
        )));
    }
    Ok(())
}

/// Takes the device that `wanted` means out of `d`, and says its alias.
pub(super) fn take(d: &mut Devices, wanted: &Devices) -> Result<Option<String>> {
    macro_rules! lists { ($($list:ident),*) => {$(
        if let Some(wanted) = wanted.$list.first() {
            let at = d.$list.iter().position(|d| d.is_meant(wanted));
            let at = at.ok_or_else(|| missing(word(wanted)))?;
            return Ok(d.$list.remove(at).alias());
        }
    )*}; }
    macro_rules! singles { ($($one:ident),*) => {$(
        if wanted.$one.is_some() {
            return d.$one.take().map(|d| d.alias()).ok_or_else(|| missing(stringify!($one)));
        }
    )*}; }
    each!(lists, singles);
    Ok(None)
}

fn word<K: Kind>(_: &K) -> &'static str {
    K::WORD
}

/// Puts the device of `new` in the place of that which it means. It keeps alias and address.
pub(super) fn replace(d: &mut Devices, new: Devices) -> Result<()> {
    macro_rules! lists { ($($list:ident),*) => {$(
        for device in new.$list {
            let old = d.$list.iter_mut().find(|d| d.is_meant(&device));
            let old = old.ok_or_else(|| missing(word(&device)))?;
            *old = over(old, device);
        }
    )*}; }
    macro_rules! singles { ($($one:ident),*) => {$(
        if let Some(device) = new.$one {
            let old = d.$one.as_mut().ok_or_else(|| missing(stringify!($one)))?;
            *old = over(old, device);
        }
    )*}; }
    each!(lists, singles);
    Ok(())
}

fn over<K: Kind>(old: &mut K, mut new: K) -> K {
    if let (Some(old), Some(info)) = (old.info(), new.info()) {
        info.alias = info.alias.take().or(old.alias.take());
        info.address = info.address.take().or(old.address.take());
    }
    new
}

/// Gives every device an alias that has none.
pub(super) fn name(d: &mut Devices) {
    macro_rules! lists { ($($list:ident),*) => {$( name_all(&mut d.$list); )*}; }
    macro_rules! singles { ($($one:ident),*) => {$(
        if let Some(device) = &mut d.$one {
            name_all(std::slice::from_mut(device));
        }
    )*}; }
    each!(lists, singles);
}

/// Beginning of aliases that differs from the word for the kind.
fn stem(word: &'static str) -> &'static str {
    match word {
        "interface" => "net",
        "memballoon" => "balloon",
        "filesystem" => "fs",
        "redirdev" => "redir",
        "memory" => "dimm",
        word => word,
    }
}

fn name_all<K: Kind>(devices: &mut [K]) {
    let mut used: std::collections::BTreeSet<String> = devices.iter().filter_map(Kind::alias).collect();
    let mut next = 0_usize;
    for device in devices {
        let Some(info) = device.info() else { return };
        while info.alias.is_none() {
            let alias = format!("{}{next}", stem(K::WORD));
            next += 1;
            if used.insert(alias.clone()) {
                info.alias = Some(alias);
            }
        }
    }
}

/// Takes out the device of an alias. False when there is none.
pub(super) fn take_alias(d: &mut Devices, alias: &str) -> bool {
    let is = |a: Option<String>| a.as_deref() == Some(alias);
    macro_rules! lists { ($($list:ident),*) => {$(
        if let Some(at) = d.$list.iter().position(|d| is(d.alias())) {
            d.$list.remove(at);
            return true;
        }
    )*}; }
    macro_rules! singles { ($($one:ident),*) => {$(
        if d.$one.as_ref().is_some_and(|d| is(d.alias())) {
            d.$one = None;
            return true;
        }
    )*}; }
    each!(lists, singles);
    false
}

/// The alias of the newest device of the kind that `new` has.
pub(super) fn newest_alias(d: &Devices, new: &Devices) -> Option<String> {
    macro_rules! lists { ($($list:ident),*) => {$(
        if !new.$list.is_empty() {
            return d.$list.last()?.alias();
        }
    )*}; }
    macro_rules! singles { ($($one:ident),*) => {$(
        if new.$one.is_some() {
            return d.$one.as_ref()?.alias();
        }
    )*}; }
    each!(lists, singles);
    None
}
