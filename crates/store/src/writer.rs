//! The thread that changes files: each batch of changes is flushed together, then acknowledged.
//!
//! A batch is what has been asked for while the one before was being written. It goes through four
//! steps: every new text is written to a temporary file and flushed; files are renamed, removed and
//! linked in the order asked; each directory touched is flushed once; the changes are acknowledged in
//! order. A change that fails does not touch the others.

use crate::StoreError;
use std::collections::BTreeMap;
use std::fs::{self, File, OpenOptions};
use std::future::Future;
use std::io::{self, ErrorKind, Write};
use std::os::unix::fs::{OpenOptionsExt, symlink};
use std::path::{Path, PathBuf};
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{self, Receiver, Sender};
use std::task::{Context, Poll};
use std::thread;
use tokio::sync::oneshot;

/// Most changes that share a flush; bounds how long the first of them waits.
const BATCH: usize = 256;

/// How the names of temporary files begin.
pub(crate) const TEMP_PREFIX: &str = ".ferrovirt-";
/// How they end.
pub(crate) const TEMP_SUFFIX: &str = ".tmp";

/// Handle on the writer thread, which ends when the last handle is dropped.
#[derive(Debug, Clone)]
pub struct Writer {
    jobs: Sender<Job>,
}

/// One change of files. Its operations are done in order; the first failure ends it.
pub(crate) struct Job {
    pub(crate) ops: Vec<Op>,
    pub(crate) done: Box<dyn FnOnce(Result<(), StoreError>) + Send>,
}

pub(crate) enum Op {
    /// Puts `text` in place of the file `name`.
    Write {
        dir: Arc<Dir>,
        name: String,
        text: Arc<str>,
        durable: bool,
    },
    /// Removes the file; one that is not there is as good as removed.
    Remove {
        dir: Arc<Dir>,
        name: String,
        durable: bool,
    },
    /// Makes a symbolic link, unless there is one.
    Link {
        dir: Arc<Dir>,
        name: String,
        target: PathBuf,
    },
}

/// A directory in which files are changed.
#[derive(Debug)]
pub(crate) struct Dir {
    pub(crate) path: PathBuf,
    handle: File,
}

impl Dir {
    /// Opens the directory, making it (mode 0700) where it is missing.
    pub(crate) fn open(path: &Path) -> Result<Arc<Self>, StoreError> {
        let mut builder = fs::DirBuilder::new();
        std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
        builder
            .recursive(true)
            .create(path)
            .map_err(|e| StoreError::io("create directory", path, e))?;
        let handle = File::open(path).map_err(|e| StoreError::io("open directory", path, e))?;
        Ok(Arc::new(Dir {
            path: path.to_owned(),
            handle,
        }))
    }

    /// Removes temporary files that a killed process left.
    pub(crate) fn sweep(&self) -> Result<usize, StoreError> {
        let entries = fs::read_dir(&self.path).map_err(|e| StoreError::io("list", &self.path, e))?;
        let mut removed = 0;
        for entry in entries {
            let entry = entry.map_err(|e| StoreError::io("list", &self.path, e))?;
            if is_temp(&entry.file_name().to_string_lossy()) && fs::remove_file(entry.path()).is_ok() {
                removed += 1;
            }
        }
        Ok(removed)
    }
}

pub(crate) fn is_temp(name: &str) -> bool {
    name.starts_with(TEMP_PREFIX) && name.ends_with(TEMP_SUFFIX)
}

/// A change on its way to the disk. It is carried out even if this is dropped.
#[derive(Debug)]
#[must_use = "the change is acknowledged by this value"]
pub struct Commit<R> {
    result: oneshot::Receiver<Result<R, StoreError>>,
}

impl<R> Commit<R> {
    /// Waits for the acknowledgement; for threads that may block.
    pub fn wait(self) -> Result<R, StoreError> {
        self.result.blocking_recv().unwrap_or(Err(StoreError::Stopped))
    }

    pub(crate) fn failed(error: StoreError) -> Self {
        let (tx, result) = oneshot::channel();
        // The receiver is held here, so the value arrives.
        drop(tx.send(Err(error)));
        Commit { result }
    }
}

impl<R> Future for Commit<R> {
    type Output = Result<R, StoreError>;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        Pin::new(&mut self.result)
            .poll(cx)
            .map(|r| r.unwrap_or(Err(StoreError::Stopped)))
    }
}

impl Writer {
    /// Starts the thread.
    pub fn start() -> Result<Self, StoreError> {
        let (jobs, queue) = mpsc::channel();
        thread::Builder::new()
            .name("store-writer".to_owned())
            .stack_size(256 << 10)
            .spawn(move || run(&queue))
            .map_err(|e| StoreError::io("start the writer of", "definitions", e))?;
        Ok(Writer { jobs })
    }

    /// Asks for a change; `after` runs on the writer's thread once it is on disk, before anyone is told.
    pub(crate) fn submit<R: Send + 'static>(
        &self,
        ops: Vec<Op>,
        after: impl FnOnce() -> Result<R, StoreError> + Send + 'static,
    ) -> Commit<R> {
        let (tx, result) = oneshot::channel();
        let done = Box::new(move |written: Result<(), StoreError>| {
            let outcome = written.and_then(|()| after());
            if let Err(Err(error)) = tx.send(outcome) {
                tracing::warn!(error = %error, "a change that nobody waits for failed");
            }
        });
        // A send fails only without a thread; dropping the job then tells the waiter.
        drop(self.jobs.send(Job { ops, done }));
        Commit { result }
    }
}

fn run(queue: &Receiver<Job>) {
    while let Ok(first) = queue.recv() {
        let mut batch = vec![first];
        batch.extend(queue.try_iter().take(BATCH - 1));
        write_batch(batch);
    }
}

fn write_batch(batch: Vec<Job>) {
    let mut jobs: Vec<Progress> = batch.into_iter().map(Progress::stage).collect();
    let mut dirty: BTreeMap<PathBuf, Arc<Dir>> = BTreeMap::new();
    for job in &mut jobs {
        job.apply(&mut dirty);
    }
    for (path, dir) in dirty {
        if let Err(e) = dir.handle.sync_all() {
            for job in jobs.iter_mut().filter(|job| job.touched.contains(&path)) {
                job.fail(StoreError::io("flush directory", &path, clone_io(&e)));
            }
        }
    }
    for job in jobs {
        (job.done)(job.result);
    }
}

/// A job on its way through a batch.
struct Progress {
    ops: Vec<Op>,
    /// Temporary files by index of their operation.
    temps: Vec<Option<PathBuf>>,
    touched: Vec<PathBuf>,
    result: Result<(), StoreError>,
    done: Box<dyn FnOnce(Result<(), StoreError>) + Send>,
}

impl Progress {
    /// Writes and flushes the job's temporary files.
    fn stage(job: Job) -> Self {
        let mut this = Progress {
            temps: Vec::new(),
            touched: Vec::new(),
            result: Ok(()),
            ops: job.ops,
            done: job.done,
        };
        for op in &this.ops {
            let temp = match op {
                Op::Write {
                    dir, text, durable, ..
                } => match write_temp(dir, text, *durable) {
                    Ok(temp) => Some(temp),
                    Err(e) => {
                        this.result = Err(e);
                        break;
                    }
                },
                Op::Remove { .. } | Op::Link { .. } => None,
            };
            this.temps.push(temp);
        }
        if this.result.is_err() {
            this.drop_temps(0);
        }
        this
    }

    fn apply(&mut self, dirty: &mut BTreeMap<PathBuf, Arc<Dir>>) {
        if self.result.is_err() {
            return;
        }
        for n in 0..self.ops.len() {
            let (dir, durable, outcome) = match &self.ops[n] {
                Op::Write {
                    dir, name, durable, ..
                } => {
                    let path = dir.path.join(name);
                    let Some(temp) = &self.temps[n] else { continue };
                    (
                        dir,
                        *durable,
                        fs::rename(temp, &path).map_err(|e| StoreError::io("replace", path, e)),
                    )
                }
                Op::Remove { dir, name, durable } => (dir, *durable, remove(&dir.path.join(name))),
                Op::Link { dir, name, target } => (dir, true, link(target, &dir.path.join(name))),
            };
            if let Err(e) = outcome {
                self.result = Err(e);
                return self.drop_temps(n);
            }
            if durable {
                dirty.entry(dir.path.clone()).or_insert_with(|| Arc::clone(dir));
                self.touched.push(dir.path.clone());
            }
        }
    }

    fn fail(&mut self, error: StoreError) {
        if self.result.is_ok() {
            self.result = Err(error);
        }
    }

    fn drop_temps(&mut self, from: usize) {
        for temp in self.temps.drain(..).skip(from).flatten() {
            // One that stays is swept at the next start.
            drop(fs::remove_file(temp));
        }
    }
}

fn write_temp(dir: &Dir, text: &str, durable: bool) -> Result<PathBuf, StoreError> {
    static COUNTER: AtomicU64 = AtomicU64::new(0);
    let n = COUNTER.fetch_add(1, Ordering::Relaxed);
    let path = dir
        .path
        .join(format!("{TEMP_PREFIX}{}-{n}{TEMP_SUFFIX}", std::process::id()));
    let result = (|| {
        let mut file = OpenOptions::new()
            .write(true)
            .create(true)
            .truncate(true)
            .mode(0o600)
            .open(&path)?;
        file.write_all(text.as_bytes())?;
        if durable { file.sync_all() } else { Ok(()) }
    })();
    match result {
        Ok(()) => Ok(path),
        Err(e) => {
            drop(fs::remove_file(&path));
            Err(StoreError::io("write", path, e))
        }
    }
}

fn remove(path: &Path) -> Result<(), StoreError> {
    match fs::remove_file(path) {
        Err(e) if e.kind() != ErrorKind::NotFound => Err(StoreError::io("remove", path, e)),
        _ => Ok(()),
    }
}

fn link(target: &Path, path: &Path) -> Result<(), StoreError> {
    match symlink(target, path) {
        Err(e) if e.kind() != ErrorKind::AlreadyExists => Err(StoreError::io("link", path, e)),
        _ => Ok(()),
    }
}

fn clone_io(e: &io::Error) -> io::Error {
    e.raw_os_error()
        .map_or_else(|| io::Error::from(e.kind()), io::Error::from_raw_os_error)
}
