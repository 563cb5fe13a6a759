//! Start-up: who is defined, read from the head of each file, without keeping any text.

use crate::StoreError;
use crate::definitions::Definitions;
use std::collections::{HashMap, HashSet};
use std::fmt::Display;
use std::fs::File;
use std::io::{self, Read};
use std::path::PathBuf;
use std::thread;
use uuid::Uuid;

/// Where name and UUID usually are.
const HEAD: usize = 2048;
/// No definition is larger.
const MAX: u64 = 16 << 20;
/// Files below which one thread is as quick.
const ALONE: usize = 512;

/// What a file says about whose definition it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Identity {
    /// Name of the object.
    pub name: String,
    /// UUID, where the file has one.
    pub uuid: Option<Uuid>,
}

/// A definition found at start.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// Name of the object.
    pub name: String,
    /// Its UUID.
    pub uuid: Uuid,
    /// Whether the UUID was made just now because the file has none; the driver should write it back.
    pub uuid_is_new: bool,
    /// Whether it starts by itself.
    pub autostart: bool,
}

/// A file that is not a usable definition. It is left as it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Broken {
    /// The file.
    pub path: PathBuf,
    /// What is wrong with it.
    pub reason: String,
}

/// Reads whose definitions there are.
///
/// `identify` gets the head of a file first, and the whole when it fails on the head or finds no UUID.
pub(crate) fn scan<E: Display>(
    definitions: &Definitions,
    identify: &(impl Fn(&str) -> Result<Identity, E> + Sync),
) -> Result<(Vec<Found>, Vec<Broken>), StoreError> {
    let autostart = definitions.autostarted()?;
    let mut names = definitions.files().names()?;
    names.sort_unstable();
    let threads = match names.len() {
        0..ALONE => 1,
        _ => thread::available_parallelism().map_or(1, |n| n.get().min(4)),
    };
    let read_some = |names: &[String]| -> Vec<Result<Found, Broken>> {
        let mut buffer = Vec::with_capacity(16 << 10);
        names
            .iter()
            .map(|name| read_one(definitions, name, &autostart, identify, &mut buffer))
            .collect()
    };
    let results: Vec<Result<Found, Broken>> = if threads == 1 {
        read_some(&names)
    } else {
        thread::scope(|scope| {
            let chunks: Vec<_> = names
                .chunks(names.len().div_ceil(threads))
                .map(|chunk| {
                    (
                        chunk,
                        thread::Builder::new().spawn_scoped(scope, || read_some(chunk)),
                    )
                })
                .collect();
            // A thread that could not be had, or died, is replaced by this one.
            chunks
                .into_iter()
                .flat_map(|(chunk, t)| {
                    t.ok()
                        .and_then(|t| t.join().ok())
                        .unwrap_or_else(|| read_some(chunk))
                })
                .collect()
        })
    };
    Ok(sort_out(definitions, results))
}

fn sort_out(definitions: &Definitions, results: Vec<Result<Found, Broken>>) -> (Vec<Found>, Vec<Broken>) {
    let mut owners: HashMap<Uuid, String> = HashMap::with_capacity(results.len());
    let (mut found, mut broken) = (Vec::with_capacity(results.len()), Vec::new());
    for result in results {
        match result {
            Ok(f) => match owners.get(&f.uuid) {
                None => {
                    owners.insert(f.uuid, f.name.clone());
                    found.push(f);
                }
                Some(other) => broken.push(Broken {
                    path: definitions.files().dir().join(format!("{}.xml", f.name)),
                    reason: format!("uuid {} is already that of '{other}'", f.uuid),
                }),
            },
            Err(b) => broken.push(b),
        }
    }
    (found, broken)
}

fn read_one<E: Display>(
    definitions: &Definitions,
    name: &str,
    autostart: &HashSet<String>,
    identify: &impl Fn(&str) -> Result<Identity, E>,
    buffer: &mut Vec<u8>,
) -> Result<Found, Broken> {
    let path = definitions.files().dir().join(format!("{name}.xml"));
    let identity = match read_identity(&path, identify, buffer) {
        Ok(identity) if identity.name == name => identity,
        Ok(identity) => {
            return Err(Broken {
                path,
                reason: format!("it defines '{}', not '{name}'", identity.name),
            });
        }
        Err(reason) => return Err(Broken { path, reason }),
    };
    Ok(Found {
        uuid: identity.uuid.unwrap_or_else(Uuid::new_v4),
        uuid_is_new: identity.uuid.is_none(),
        autostart: autostart.contains(name),
        name: identity.name,
    })
}

fn read_identity<E: Display>(
    path: &std::path::Path,
    identify: &impl Fn(&str) -> Result<Identity, E>,
    buffer: &mut Vec<u8>,
) -> Result<Identity, String> {
    let why = |e: io::Error| e.to_string();
    let mut file = File::open(path).map_err(why)?;
    buffer.clear();
    (&mut file).take(HEAD as u64).read_to_end(buffer).map_err(why)?;
    if buffer.len() == HEAD
        && let Ok(identity) = identify(text_of(buffer))
        && identity.uuid.is_some()
    {
        return Ok(identity);
    }
    file.take(MAX).read_to_end(buffer).map_err(why)?;
    identify(std::str::from_utf8(buffer).map_err(|e| e.to_string())?).map_err(|e| e.to_string())
}

/// As much of the head as is text: it may end inside a character.
fn text_of(head: &[u8]) -> &str {
    head.utf8_chunks().next().map_or("", |chunk| chunk.valid())
}
