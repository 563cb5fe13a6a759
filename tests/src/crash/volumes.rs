//! Volumes of one dir pool per worker.

use std::collections::BTreeSet;
use std::path::Path;
use std::time::Duration;

use super::{Access, Subject};
use crate::harness::case::{Outcome, Problem, require_equal};
use crate::harness::random::Random;
use crate::harness::rpc::{Client, NamedRef, VolumeRef, procedure};
use crate::harness::xdr::{Reader, Writer};
use crate::harness::{processes, wait};

const NAMES: u64 = 4;
/// How long a program may run on that a killed daemon had started.
const LEFT_BEHIND: Duration = Duration::from_secs(5);
/// `VIR_CONNECT_LIST_STORAGE_POOLS_ACTIVE`.
const ACTIVE: u32 = 2;

/// One worker's pool and its volumes.
pub struct Volumes {
    worker: u64,
    known: BTreeSet<String>,
    open: Option<String>,
    connected: Option<Connected>,
}

/// A connection and the pool, running.
struct Connected {
    client: Client,
    pool: NamedRef,
}

impl Connected {
    /// Defines and starts the pool where a kill came before.
    fn new(access: &Access, name: &str) -> Outcome<Self> {
        let mut client = access.client()?;
        let folder = access.scratch.join(name);
        std::fs::create_dir_all(&folder)?;
        let pool = match client.pools(0)?.into_iter().find(|pool| pool.name == name) {
            Some(pool) => pool,
            None => {
                let xml = format!(
                    "<pool type='dir'><name>{name}</name><target><path>{}</path></target></pool>",
                    folder.display()
                );
                client.define_named(
                    procedure::POOL_DEFINE_XML,
                    &Writer::new().string(&xml).u32(0).bytes,
                )?
            }
        };
        if !client.pools(ACTIVE)?.contains(&pool) {
            client.call(procedure::POOL_CREATE, &pool.write(Writer::new()).u32(0).bytes)?;
        }
        Ok(Self { client, pool })
    }

    fn restart(&mut self) -> Outcome {
        self.client
            .call(procedure::POOL_DESTROY, &self.pool.write(Writer::new()).bytes)?;
        self.client.call(
            procedure::POOL_CREATE,
            &self.pool.write(Writer::new()).u32(0).bytes,
        )?;
        Ok(())
    }

    fn names(&mut self) -> Outcome<BTreeSet<String>> {
        Ok(self
            .client
            .volumes(&self.pool)?
            .into_iter()
            .map(|volume| volume.name)
            .collect())
    }

    fn create(&mut self, name: &str, format: &str) -> Outcome {
        let xml = format!(
            "<volume><name>{name}</name><capacity>65536</capacity><target><format type='{format}'/></target></volume>"
        );
        let arguments = self.pool.write(Writer::new()).string(&xml).u32(0).bytes;
        let reply = self.client.call(procedure::VOLUME_CREATE_XML, &arguments)?;
        VolumeRef::read(&mut Reader::new(&reply))
            .map(|_| ())
            .ok_or_else(|| "vol-create answered no volume".into())
    }

    fn delete(&mut self, name: &str) -> Outcome {
        let volume = self
            .client
            .volumes(&self.pool)?
            .into_iter()
            .find(|volume| volume.name == name);
        let volume = volume.ok_or_else(|| Problem::Refused(format!("volume {name} is not listed")))?;
        self.client.call(
            procedure::VOLUME_DELETE,
            &volume.write(Writer::new()).u32(0).bytes,
        )?;
        Ok(())
    }
}

impl Volumes {
    fn pool_name(&self) -> String {
        format!("pool{}", self.worker)
    }
}

impl Subject for Volumes {
    const LONGEST_LIFE: Duration = Duration::from_millis(300);

    fn new(worker: u64) -> Self {
        Self {
            worker,
            known: BTreeSet::new(),
            open: None,
            connected: None,
        }
    }

    fn change(&mut self, access: &Access, random: &mut Random) -> Outcome {
        let name = format!("v{}", random.below(NAMES));
        let pool = self.pool_name();
        let connected = match &mut self.connected {
            Some(connected) => connected,
            empty => empty.insert(Connected::new(access, &pool)?),
        };
        self.open = Some(name.clone());
        if self.known.contains(&name) {
            connected.delete(&name)?;
            self.known.remove(&name);
        } else {
            connected.create(&name, if random.below(4) == 0 { "qcow2" } else { "raw" })?;
            self.known.insert(name);
        }
        self.open = None;
        Ok(())
    }

    fn verify(&mut self, access: &Access) -> Outcome {
        let mut connected = Connected::new(access, &self.pool_name())?;
        let mut found = connected.names()?;
        if let Some(name) = self.open.take() {
            // Created or deleted half-way: either is right, and a half-made file can be deleted.
            if found.contains(&name) && !self.known.contains(&name) {
                connected.delete(&name)?;
                found.remove(&name);
            } else if !found.contains(&name) {
                self.known.remove(&name);
            }
        }
        self.connected = None;
        require_equal("the pool's volumes", found, self.known.clone())
    }

    fn verify_nothing_left(access: &Access, subjects: &[Self]) -> Outcome {
        for subject in subjects {
            let folder = access.scratch.join(subject.pool_name());
            if files(&folder)?.iter().any(|name| name.starts_with('.')) {
                // A qemu-img outlived the kill; what it left goes when the pool starts the next time.
                wait::until_true("the end of qemu-img", LEFT_BEHIND, || {
                    processes::below(&folder).is_empty()
                })?;
                Connected::new(access, &subject.pool_name())?.restart()?;
            }
            require_equal("the files in the pool", files(&folder)?, subject.known.clone())?;
        }
        Ok(())
    }
}

fn files(folder: &Path) -> Outcome<BTreeSet<String>> {
    Ok(std::fs::read_dir(folder)?
        .filter_map(|entry| Some(entry.ok()?.file_name().to_string_lossy().into_owned()))
        .collect())
}
