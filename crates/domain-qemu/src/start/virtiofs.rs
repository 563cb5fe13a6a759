//! Programs that serve shared directories to the guest by virtiofs: one for each directory, with a socket of its own.

use super::devices::last_line;
use super::prepare::Prepared;
use crate::argv::Runtime;
use crate::define::is_virtiofs;
use crate::driver::Core;
use crate::error::{QemuError, Result};
use crate::guest::Helper;
use crate::process::{RunAs, listen};
use ferrovirt_host::files::read_bounded;
use ferrovirt_host::process::{DetachedCommand, Ended, Stdio};
use ferrovirt_schema::domain::devices::filesystem::{Filesystem, FilesystemSource, VirtiofsBinary};
use ferrovirt_xml::OnOff;
use serde::Deserialize;
use std::fs::File;
use std::path::{Path, PathBuf};
use std::time::Duration;
use tokio::sync::watch;

/// Where programs that serve devices are described, the administrator's before the distribution's.
const DESCRIPTIONS: [&str; 2] = ["/etc/qemu/vhost-user", "/usr/share/qemu/vhost-user"];
/// Descriptions are short.
const LONGEST: usize = 1 << 20;
/// How much later than QEMU's complaint the end of a program may show.
const MOMENT: Duration = Duration::from_millis(300);

/// What one of the descriptions says.
#[derive(Debug, Deserialize)]
struct Description {
    #[serde(rename = "type")]
    kind: String,
    binary: PathBuf,
}

impl Prepared {
    /// Starts a program for each directory that is shared by virtiofs and has none yet.
    pub(super) async fn virtiofs(&mut self, core: &Core) -> Result<()> {
        let count = self.doc.devices.as_ref().map_or(0, |d| d.filesystems.len());
        for n in 0..count {
            let Some(fs) = self.doc.devices.as_mut().and_then(|d| d.filesystems.get_mut(n)) else {
                break;
            };
            if let Some((helper, server)) = serve(core, fs, &self.runtime)? {
                self.resources.helpers.push(helper);
                self.servers.push(server);
                self.record(core).await?;
            }
        }
        Ok(())
    }

    /// Why a start failed: by a program that did not serve, rather than by what QEMU says of that.
    pub(super) async fn explained(&self, error: QemuError) -> QemuError {
        for server in &self.servers {
            if let Some(why) = server.failed(&error).await {
                return why;
            }
        }
        error
    }
}

/// A program that serves a directory, as far as its end is of interest.
#[derive(Debug)]
pub struct Server {
    program: PathBuf,
    /// The name by which the guest knows the directory.
    target: String,
    log: PathBuf,
    ended: watch::Receiver<Option<Ended>>,
}

impl Server {
    /// Why something failed that needed the program: none, if that did not end by itself. It may be about to.
    pub async fn failed(&self, error: &QemuError) -> Option<QemuError> {
        let mut ended = self.ended.clone();
        let ended = tokio::time::timeout(MOMENT, ended.wait_for(Option::is_some)).await;
        let how = match *ended.ok()?.ok()? {
            Some(Ended::Exited(0)) | None => return None,
            Some(Ended::Exited(status)) => format!("status {status}"),
            Some(Ended::Killed(signal)) => format!("signal {signal}"),
            Some(Ended::Unknown) => "a status that is not known".to_owned(),
        };
        Some(QemuError::Failed(format!(
            "virtiofsd died unexpectedly: '{}', which serves the <filesystem> with target '{}', ended with {how} and \
             said: {}; after that, {error}",
            self.program.display(),
            self.target,
            last_line(&self.log),
        )))
    }
}

/// The files that a program of a device has in the directory of an activation.
pub fn server_files(runtime: &Runtime, alias: &str) -> [PathBuf; 2] {
    let log = runtime.dir.join(format!("{alias}-fs.log"));
    [PathBuf::from(runtime.virtiofs_socket(alias)), log]
}

/// Starts the program of a directory that is shared by virtiofs, unless another one serves it. Its socket is in the
/// directory of the activation. The caller notes the process before it does anything else.
pub fn serve(core: &Core, fs: &mut Filesystem, runtime: &Runtime) -> Result<Option<(Helper, Server)>> {
    let Some(dir) = directory_to_serve(fs) else {
        return Ok(None);
    };
    let binary = fs.binary.get_or_insert_default();
    if binary.path.is_none() {
        binary.path = Some(find_server(&DESCRIPTIONS.map(Path::new))?.display().to_string());
    }
    if !Path::new(&dir).is_dir() {
        return Err(QemuError::ConfigUnsupported(format!(
            "the <source> of a <filesystem> is a directory, and '{dir}' is none"
        )));
    }
    if !nix::unistd::geteuid().is_root() {
        return Err(QemuError::ConfigUnsupported(
            "virtiofs is served by root: use a daemon of the system's, or the default driver of <filesystem>"
                .to_owned(),
        ));
    }
    let alias = fs.info.alias.clone().unwrap_or_default();
    let program = PathBuf::from(binary.path.as_deref().unwrap_or_default());
    let [socket, log] = server_files(runtime, &alias);
    let at = |action, path: &Path| {
        let path = path.to_owned();
        move |source| QemuError::from(ferrovirt_host::Error::File { action, path, source })
    };
    let listener = listen(&socket).map_err(at("listen at", &socket))?;
    if let RunAs::User { uid, gid, .. } = &core.run_as {
        std::os::unix::fs::chown(&socket, Some(*uid), Some(*gid)).map_err(at("hand over", &socket))?;
    }
    let written = File::create(&log).map_err(at("create", &log))?;
    let mut command = DetachedCommand::new(&program).stderr(Stdio::File(written));
    let number = command.inherit(listener.into());
    let process = command.args(arguments(number, &dir, binary)).spawn()?.process;
    let helper = Helper {
        process: process.identity(),
        device: Some(alias),
    };
    let (tell, ended) = watch::channel(None);
    // Whoever started it has to take note of its end. It ends itself when QEMU lets go of its socket.
    core.runtime.spawn(async move {
        let how = process.wait().await.unwrap_or(Ended::Unknown);
        // Nobody may be interested any more.
        let _ = tell.send(Some(how));
    });
    let server = Server {
        program,
        target: fs.target.clone().unwrap_or_default(),
        log,
        ended,
    };
    Ok(Some((helper, server)))
}

/// The directory of a share that a program of ours is to serve.
fn directory_to_serve(fs: &Filesystem) -> Option<String> {
    match &fs.source {
        FilesystemSource::Mount(source) if is_virtiofs(fs) && source.socket.is_none() => {
            Some(source.dir.clone().unwrap_or_default())
        }
        _ => None,
    }
}

/// The first program that is described as serving files.
fn find_server(folders: &[&Path]) -> Result<PathBuf> {
    for folder in folders {
        let Ok(entries) = std::fs::read_dir(folder) else {
            continue;
        };
        let mut files: Vec<PathBuf> = entries.flatten().map(|e| e.path()).collect();
        files.retain(|path| path.extension().is_some_and(|e| e == "json"));
        files.sort();
        for file in files {
            let text = read_bounded(&file, LONGEST).unwrap_or_default();
            match serde_json::from_slice::<Description>(&text) {
                Ok(found) if found.kind == "fs" => return Ok(found.binary),
                Ok(_) => {}
                Err(error) => {
                    tracing::warn!(file = %file.display(), %error, "a description of a vhost-user program is skipped");
                }
            }
        }
    }
    Err(QemuError::Failed(
        "no program is installed that serves virtiofs: install virtiofsd (in Debian 12 it comes with \
         qemu-system-common), or name one by <binary path='…'/>"
            .to_owned(),
    ))
}

/// The program's arguments; its socket has this number.
fn arguments(socket: i32, dir: &str, binary: &VirtiofsBinary) -> Vec<String> {
    let mut options = format!("source={}", crate::argv::comma(dir));
    let mut put = |text: &str| {
        options.push(',');
        options.push_str(text);
    };
    if let Some(cache) = binary.cache {
        put(&format!("cache={}", cache.as_str()));
    }
    if let Some(sandbox) = binary.sandbox {
        put(&format!("sandbox={}", sandbox.as_str()));
    }
    let mut switch = |name: &str, state: Option<OnOff>| match state {
        Some(state) if state.is_on() => put(name),
        Some(_) => put(&format!("no_{name}")),
        None => {}
    };
    switch("xattr", binary.xattr);
    switch("flock", binary.lock.as_ref().and_then(|l| l.flock));
    switch("posix_lock", binary.lock.as_ref().and_then(|l| l.posix));
    let mut all = vec![format!("--fd={socket}"), "-o".to_owned(), options];
    all.extend(
        binary
            .thread_pool
            .filter(|n| *n >= 0)
            .map(|n| format!("--thread-pool-size={n}")),
    );
    all
}

#[cfg(test)]
mod tests {
    use super::*;
    use ferrovirt_schema::domain::Domain;

    fn share(inner: &str) -> Filesystem {
        let xml = format!(
            "<domain type='qemu'><name>g</name><devices><filesystem type='mount'><driver type='virtiofs'/>{inner}\
             <target dir='tag'/></filesystem></devices></domain>"
        );
        Domain::parse(&xml)
            .unwrap()
            .devices
            .unwrap()
            .filesystems
            .remove(0)
    }

    #[test]
    fn arguments_say_what_the_document_says() {
        let fs = share(
            "<binary xattr='on'><cache mode='always'/><sandbox mode='chroot'/><lock posix='on' flock='off'/>\
             <thread_pool size='16'/></binary><source dir='/a,b'/>",
        );
        let dir = directory_to_serve(&fs).unwrap();
        assert_eq!(
            arguments(9, &dir, &fs.binary.unwrap()),
            [
                "--fd=9",
                "-o",
                "source=/a,,b,cache=always,sandbox=chroot,xattr,no_flock,posix_lock",
                "--thread-pool-size=16"
            ]
        );
        let plain = arguments(9, "/a", &VirtiofsBinary::default());
        assert_eq!(plain, ["--fd=9", "-o", "source=/a"]);
        assert_eq!(directory_to_serve(&share("<source socket='/s'/>")), None);
    }

    #[test]
    fn the_program_is_the_first_that_is_described() {
        let dir = tempfile::tempdir().unwrap();
        let put = |name: &str, text: &str| std::fs::write(dir.path().join(name), text).unwrap();
        let error = find_server(&[Path::new("/nosuch"), dir.path()]).unwrap_err();
        assert!(error.to_string().contains("install virtiofsd"), "{error}");
        put("10-gpu.json", "{\"type\": \"gpu\", \"binary\": \"/gpu\"}");
        put("20-bad.json", "nonsense");
        put(
            "50-fs.json",
            "{\"description\": \"d\", \"type\": \"fs\", \"binary\": \"/fs\"}",
        );
        put("60-fs.json", "{\"type\": \"fs\", \"binary\": \"/other\"}");
        assert_eq!(find_server(&[dir.path()]).unwrap(), Path::new("/fs"));
    }
}
