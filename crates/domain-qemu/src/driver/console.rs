//! Terminals and pictures of guests.

use super::{QemuDriver, checked};
use crate::error::{QemuError, Result};
use crate::guest::Live;
use async_trait::async_trait;
use bytes::Bytes;
use ferrovirt_driver::Console;
use ferrovirt_driver::stream::{BytesReader, DriverStream, StreamItem, StreamRead, StreamWrite};
use ferrovirt_qmp::commands::Screendump;
use ferrovirt_schema::common::chardev::CharSource;
use ferrovirt_schema::domain::devices::chardev::ChannelTarget;
use ferrovirt_schema::domain::devices::info::DeviceInfo;
use ferrovirt_types::consts::DomainConsoleFlags;
use ferrovirt_types::object::DomainRef;
use nix::fcntl::OFlag;
use nix::sys::termios::{SetArg, cfmakeraw, tcgetattr, tcsetattr};
use std::collections::HashMap;
use std::fs::{File, OpenOptions};
use std::io::{ErrorKind, Read, Write};
use std::os::fd::OwnedFd;
use std::os::unix::fs::OpenOptionsExt;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tokio::io::unix::AsyncFd;
use tokio::sync::Notify;

type Api<T> = ferrovirt_types::Result<T>;

/// Bytes read at a time.
const CHUNK: usize = 16 * 1024;
const SCREENDUMP: Duration = Duration::from_secs(15);
/// Pictures are not larger: 16,384 pixels square with 3 bytes each would be.
const MAX_PICTURE: usize = 256 << 20;

/// Who has which terminal open. A terminal is one caller's at a time.
#[derive(Debug, Default)]
pub struct Sessions {
    open: Mutex<HashMap<String, Arc<Session>>>,
}

#[derive(Debug, Default)]
struct Session {
    ended: Notify,
    over: std::sync::atomic::AtomicBool,
}

impl Session {
    fn end(&self) {
        self.over.store(true, std::sync::atomic::Ordering::Release);
        self.ended.notify_waiters();
    }

    fn is_over(&self) -> bool {
        self.over.load(std::sync::atomic::Ordering::Acquire)
    }
}

impl Sessions {
    fn claim(&self, path: &str, force: bool) -> Result<Arc<Session>> {
        let mut open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(other) = open.get(path).filter(|s| Arc::strong_count(s) > 1) {
            if !force {
                return Err(QemuError::OperationInvalid(
                    "Active console session exists for this domain".to_owned(),
                ));
            }
            other.end();
        }
        let session = Arc::new(Session::default());
        open.retain(|_, s| Arc::strong_count(s) > 1);
        open.insert(path.to_owned(), Arc::clone(&session));
        Ok(session)
    }
}

/// One end of an open terminal or socket.
struct Terminal {
    fd: Arc<AsyncFd<File>>,
    session: Arc<Session>,
}

#[async_trait]
impl StreamRead for Terminal {
    async fn next(&mut self) -> Api<Option<StreamItem>> {
        loop {
            let ended = self.session.ended.notified();
            if self.session.is_over() {
                return Ok(None);
            }
            let mut ready = tokio::select! {
                ready = self.fd.readable() => ready.map_err(lost)?,
                () = ended => return Ok(None),
            };
            let mut buffer = vec![0u8; CHUNK];
            match ready.try_io(|fd| fd.get_ref().read(&mut buffer)) {
                Ok(Ok(0)) => return Ok(None),
                Ok(Ok(n)) => {
                    buffer.truncate(n);
                    return Ok(Some(StreamItem::Data(Bytes::from(buffer))));
                }
                // The other side of a terminal is gone.
                Ok(Err(e)) if e.raw_os_error() == Some(nix::libc::EIO) => return Ok(None),
                Ok(Err(e)) => return Err(lost(e)),
                Err(_) => {}
            }
        }
    }
}

#[async_trait]
impl StreamWrite for Terminal {
    async fn write(&mut self, item: StreamItem) -> Api<()> {
        let StreamItem::Data(data) = item else {
            return Ok(());
        };
        let mut left = &data[..];
        while !left.is_empty() {
            let ended = self.session.ended.notified();
            if self.session.is_over() {
                return Err(QemuError::OperationInvalid("the console was taken over".to_owned()).into());
            }
            let mut ready = tokio::select! {
                ready = self.fd.writable() => ready.map_err(lost)?,
                () = ended => continue,
            };
            match ready.try_io(|fd| fd.get_ref().write(left)) {
                Ok(Ok(n)) => left = &left[n..],
                Ok(Err(e)) if e.kind() == ErrorKind::Interrupted => {}
                Ok(Err(e)) => return Err(lost(e)),
                Err(_) => {}
            }
        }
        Ok(())
    }

    async fn finish(&mut self) -> Api<()> {
        Ok(())
    }
}

fn lost(e: std::io::Error) -> ferrovirt_types::Error {
    QemuError::Failed(format!("the console is lost: {e}")).into()
}

/// Opens a terminal without taking it as our own, in raw mode.
fn open_terminal(path: &str) -> std::io::Result<File> {
    let flags = OFlag::O_NOCTTY | OFlag::O_NONBLOCK | OFlag::O_CLOEXEC;
    let file = OpenOptions::new()
        .read(true)
        .write(true)
        .custom_flags(flags.bits())
        .open(path)?;
    let mut settings = tcgetattr(&file)?;
    cfmakeraw(&mut settings);
    tcsetattr(&file, SetArg::TCSANOW, &settings)?;
    Ok(file)
}

impl QemuDriver {
    async fn open_source(&self, source: &CharSource, force: bool) -> Result<DriverStream> {
        let failed = |path: &str| {
            let path = path.to_owned();
            move |source| {
                QemuError::Host(ferrovirt_host::Error::File {
                    action: "open",
                    path: path.into(),
                    source,
                })
            }
        };
        let (file, path) = match source {
            CharSource::Pty(p) => {
                let path = p.source.as_ref().and_then(|s| s.path.clone()).unwrap_or_default();
                (open_terminal(&path).map_err(failed(&path))?, path)
            }
            CharSource::Unix(u) => {
                let path = u.source.as_ref().and_then(|s| s.path.clone()).unwrap_or_default();
                let stream =
                    crate::process::connect(std::path::Path::new(&path), Duration::from_secs(5)).await;
                let stream = stream
                    .and_then(tokio::net::UnixStream::into_std)
                    .map_err(failed(&path))?;
                (File::from(OwnedFd::from(stream)), path)
            }
            other => {
                let kind = format!("{other:?}");
                let kind = kind.split('(').next().unwrap_or_default().to_lowercase();
                return Err(QemuError::Failed(format!(
                    "character device is not using a PTY or UNIX socket but '{kind}'"
                )));
            }
        };
        let session = self.core.sessions.claim(&path, force)?;
        #[expect(
            deprecated,
            reason = "a File keeps its descriptor, and the safe successor does not exist"
        )]
        let fd = AsyncFd::new(file).map_err(failed(&path))?;
        let fd = Arc::new(fd);
        let read = Terminal {
            fd: Arc::clone(&fd),
            session: Arc::clone(&session),
        };
        let write = Terminal { fd, session };
        Ok(DriverStream {
            read: Some(Box::new(read)),
            write: Some(Box::new(write)),
        })
    }

    async fn screenshot(&self, dom: &DomainRef, screen: u32) -> Result<(Option<String>, DriverStream)> {
        let guest = self.core.guest(dom)?;
        let live = guest.running()?;
        let device = screen_device(&live, screen)?;
        let monitor = live.monitor(&guest.name)?;
        let file = self
            .core
            .runtime_dir(&guest.name, live.id)
            .join(format!("screen-{}", uuid::Uuid::new_v4()));
        let head = device.is_some().then_some(0);
        let mut dump = Screendump {
            filename: file.display().to_string(),
            device,
            head,
            format: Some("png"),
        };
        let mut kind = "image/png";
        let mut result = monitor.execute_within(&dump, SCREENDUMP).await;
        if result
            .as_ref()
            .is_err_and(|e| e.desc().is_some_and(|d| d.contains("png") || d.contains("PNG")))
        {
            dump.format = None;
            kind = "image/x-portable-pixmap";
            result = monitor.execute_within(&dump, SCREENDUMP).await;
        }
        let picture = match result {
            Ok(_) => {
                let path = file.clone();
                tokio::task::spawn_blocking(move || ferrovirt_host::files::read_bounded(&path, MAX_PICTURE))
                    .await
                    .map_err(|e| QemuError::Failed(e.to_string()))?
                    .map_err(QemuError::from)
            }
            Err(e) => Err(QemuError::monitor(&guest.name)(e)),
        };
        // It goes with the guest's directory at the latest.
        let _ = tokio::fs::remove_file(&file).await;
        Ok((
            Some(kind.to_owned()),
            DriverStream::reader(BytesReader::new(picture?)),
        ))
    }
}

/// The display device of a screen; none for the only one.
fn screen_device(live: &Live, screen: u32) -> Result<Option<String>> {
    use ferrovirt_schema::domain::devices::video::VideoType;
    let shown = |v: &&ferrovirt_schema::domain::devices::video::Video| {
        v.model.as_ref().is_some_and(|m| m.model_type != VideoType::None)
    };
    let videos: Vec<_> = live
        .doc
        .devices
        .iter()
        .flat_map(|d| &d.videos)
        .filter(shown)
        .collect();
    match videos.get(screen as usize) {
        Some(video) => Ok(video.info.alias.clone()),
        None if videos.is_empty() => Err(QemuError::OperationInvalid(
            "the guest has no screen: it has no <video> device".to_owned(),
        )),
        None => Err(QemuError::InvalidArg(format!("no such screen ID: {screen}"))),
    }
}

#[async_trait]
impl Console for QemuDriver {
    async fn domain_open_console(
        &self,
        dom: &DomainRef,
        dev_name: Option<&str>,
        flags: u32,
    ) -> Api<DriverStream> {
        checked(flags, DomainConsoleFlags::all().bits(), "virDomainOpenConsole")?;
        let guest = self.core.guest(dom)?;
        let live = guest.running()?;
        let force = flags & DomainConsoleFlags::FORCE.bits() != 0;
        let source = find_console(&live, dev_name)?;
        Ok(self.open_source(&source, force).await?)
    }

    async fn domain_open_channel(
        &self,
        dom: &DomainRef,
        name: Option<&str>,
        flags: u32,
    ) -> Api<DriverStream> {
        checked(flags, 1, "virDomainOpenChannel")?;
        let guest = self.core.guest(dom)?;
        let live = guest.running()?;
        let channels = live.doc.devices.iter().flat_map(|d| &d.channels);
        let mut wanted = channels.filter(|c| {
            let target = match &c.target {
                Some(ChannelTarget::Virtio(t)) => t.name.as_deref(),
                _ => None,
            };
            name.is_none_or(|n| target == Some(n) || c.info.alias.as_deref() == Some(n))
        });
        let channel = wanted
            .next()
            .ok_or_else(|| QemuError::Failed(format!("cannot find channel {}", name.unwrap_or("(any)"))))?;
        let source = channel.source.clone();
        Ok(self.open_source(&source, flags & 1 != 0).await?)
    }

    async fn domain_screenshot(
        &self,
        dom: &DomainRef,
        screen: u32,
        flags: u32,
    ) -> Api<(Option<String>, DriverStream)> {
        checked(flags, 0, "virDomainScreenshot")?;
        Ok(self.screenshot(dom, screen).await?)
    }
}

/// The terminal of a console, serial or parallel port by its alias; without one the first.
fn find_console(live: &Live, name: Option<&str>) -> Result<CharSource> {
    let Some(d) = live.doc.devices.as_ref() else {
        return Err(QemuError::Failed(
            "cannot find console device '(default)'".to_owned(),
        ));
    };
    let all = d.consoles.iter().map(|c| (&c.source, &c.info));
    let all = all.chain(d.serials.iter().map(|c| (&c.source, &c.info)));
    let mut all = all.chain(d.parallels.iter().map(|c| (&c.source, &c.info)));
    let is = |info: &DeviceInfo| name.is_none_or(|n| info.alias.as_deref() == Some(n));
    let found = all.find(|(_, info)| is(info)).map(|(source, _)| source.clone());
    found.ok_or_else(|| {
        QemuError::Failed(format!(
            "cannot find console device '{}'",
            name.unwrap_or("(default)")
        ))
    })
}
