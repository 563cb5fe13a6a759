//! Devices of the host that a guest gets for itself, and programs that serve it one.

use super::prepare::Prepared;
use crate::chain;
use crate::disk_keys;
use crate::driver::Core;
use crate::error::{QemuError, Result};
use crate::guest::Helper;
use crate::host_devices::{self, find_pci, find_scsi, find_usb, huge_page_mounts, usb_file, usb_missing};
use crate::process::RunAs;
use ferrovirt_driver::secret::{SecretKey, SecretValue};
use ferrovirt_host::files::read_bounded;
use ferrovirt_host::process::pidfd::Ended;
use ferrovirt_host::process::{DetachedCommand, PidFd, find_program};
use ferrovirt_host::vhost::open_vsock;
use ferrovirt_schema::common::source::StartupPolicy;
use ferrovirt_schema::domain::Domain;
use ferrovirt_schema::domain::devices::Devices;
use ferrovirt_schema::domain::devices::hostdev::ScsiProtocol;
use ferrovirt_schema::domain::devices::hostdev::{HostDev, HostDevSource, Missing};
use ferrovirt_schema::domain::devices::info::DeviceInfo;
use ferrovirt_schema::domain::devices::shmem::ShmemModel;
use ferrovirt_schema::domain::devices::tpm::{PcrBanks, TpmBackend, TpmEmulator, TpmVersion};
use ferrovirt_types::consts::{ErrorNumber, SecretUsageType};
use nix::sys::signal::Signal;
use std::collections::HashMap;
use std::io;
use std::os::fd::{AsRawFd, OwnedFd};
use std::path::{Path, PathBuf};
use std::time::Duration;
use uuid::Uuid;

/// The program that is a trusted platform module.
const EMULATOR: &str = "swtpm";
/// The program that makes a new module's state.
const SETUP: &str = "swtpm_setup";
/// How a module's state is encrypted.
const CIPHER: &str = "aes-256-cbc";
/// How long a new module's keys may take: they are searched for.
const MANUFACTURE: Duration = Duration::from_secs(60);
/// How long a module may take until it listens.
const LISTEN: Duration = Duration::from_secs(10);
/// Logs of these programs are short.
const LOG: usize = 1 << 20;
/// Pause between looks for its socket.
const LOOK: Duration = Duration::from_millis(5);

impl Prepared {
    /// Finds the devices that the document names, and notes where they are.
    pub(super) fn host_devices(&mut self, core: &Core) -> Result<()> {
        let Some(devices) = &mut self.doc.devices else {
            return Ok(());
        };
        let files = find_devices(devices, &mut self.runtime.scsi_files, |_| true)?;
        // The guest runs without what is not there.
        devices.hostdevs.retain(|device| !is_missing(device));
        if let Some(vsock) = &mut devices.vsock {
            let wish = vsock.cid.clone().unwrap_or_default();
            let auto = wish.auto.is_some_and(|a| a.is_yes()) || wish.address.is_none();
            let (device, cid) = open_vsock(wish.address.filter(|_| !auto)).map_err(vsock_refused)?;
            vsock.cid.get_or_insert_with(Default::default).address = Some(cid);
            let alias = vsock.info.alias.clone().unwrap_or_default();
            let number = self.hand_over(device);
            self.runtime.vhost_fds.insert(alias, number);
        }
        for file in files {
            chain::claim(core, &file, true, &mut self.resources.grants)?;
        }
        self.huge_pages(core)
    }

    /// Makes directories for the guest's memory on file systems of huge pages.
    fn huge_pages(&mut self, core: &Core) -> Result<()> {
        let backing = self.doc.memory_backing.as_ref();
        if backing.and_then(|b| b.hugepages.as_ref()).is_none() {
            return Ok(());
        }
        let leaf = self
            .runtime
            .dir
            .file_name()
            .map(PathBuf::from)
            .unwrap_or_default();
        for (size, mount) in huge_page_mounts(Path::new("/")) {
            let dir = mount.join("ferrovirt").join(&leaf);
            self.resources.dirs.push(dir.clone());
            core.make_private_dir(&dir)?;
            self.runtime.huge.push((size, dir));
        }
        Ok(())
    }

    /// Starts the program that is the guest's trusted platform module, when it has an emulated one.
    pub(super) async fn tpm(&mut self, core: &Core) -> Result<()> {
        let tpms = self.doc.devices.iter().flat_map(|d| &d.tpms);
        let emulated = tpms.into_iter().find_map(|tpm| match &tpm.backend {
            TpmBackend::Emulator(emulator) => Some(emulator.clone()),
            _ => None,
        });
        let Some(emulator) = emulated else { return Ok(()) };
        let key = state_key(core, &emulator).await?;
        let uuid = self.doc.uuid.unwrap_or_default();
        let version = emulator.version.unwrap_or(TpmVersion::V2_0);
        let state = match &emulator.source {
            Some(source) => PathBuf::from(&source.path),
            None => tpm_state(core, uuid),
        };
        let state = state.join(match version {
            TpmVersion::V1_2 => "tpm1.2",
            TpmVersion::V2_0 => "tpm2",
        });
        core.make_private_dir(&state)?;
        chain::claim(core, &state, true, &mut self.resources.grants)?;
        self.record(core).await?;
        core.hand_over(&self.resources.grants)?;
        manufacture(core, &state, version, &emulator, key.as_ref(), &self.runtime.dir).await?;
        let socket = self.runtime.tpm_socket();
        let process = serve(core, &state, version, key.as_ref(), &socket, &self.runtime.dir)?;
        let identity = process.identity();
        self.resources.helpers.push(Helper {
            process: identity,
            device: None,
        });
        // Whoever started it has to take note of its end.
        core.runtime.spawn(async move { process.wait().await });
        self.record(core).await?;
        let deadline = tokio::time::Instant::now() + LISTEN;
        while !Path::new(&socket).exists() {
            let gone = !identity.is_alive();
            if gone || tokio::time::Instant::now() > deadline {
                let last = last_line(&self.runtime.dir.join("tpm.log"));
                return Err(QemuError::Failed(format!(
                    "{EMULATOR} does not serve the guest's TPM: {last}"
                )));
            }
            tokio::time::sleep(LOOK).await;
        }
        Ok(())
    }
}

/// Refuses an emulated TPM on a host without the programs that are one.
pub fn check_programs(doc: &Domain) -> Result<()> {
    for tpm in doc.devices.iter().flat_map(|d| &d.tpms) {
        if let TpmBackend::Emulator(emulator) = &tpm.backend
            && !(find_program(EMULATOR).is_some() && find_program(SETUP).is_some())
        {
            let version = emulator.version.unwrap_or(TpmVersion::V2_0);
            return Err(not_installed(version));
        }
    }
    Ok(())
}

/// Finds those devices of the host that `wanted` takes, notes in the document where they are, and gives the files
/// that QEMU opens to have them. `units` takes the files of SCSI units, by the alias of the device.
pub fn find_devices(
    devices: &mut Devices,
    units: &mut HashMap<String, String>,
    wanted: impl Fn(&DeviceInfo) -> bool,
) -> Result<Vec<PathBuf>> {
    let root = Path::new("/");
    let mut files: Vec<PathBuf> = Vec::new();
    for device in devices.hostdevs.iter_mut().filter(|d| wanted(&d.info)) {
        match &mut device.source {
            HostDevSource::Usb(source) => match find_usb(source, root)? {
                Some(found) => {
                    files.push(usb_file(found.bus, found.device.unwrap_or(0)).into());
                    source.address = Some(found);
                }
                None if source.startup_policy == Some(StartupPolicy::Optional) => {
                    source.missing = Some(Missing::Yes);
                }
                None => return Err(usb_missing(source)),
            },
            HostDevSource::Scsi(source) if source.protocol != Some(ScsiProtocol::Iscsi) => {
                let file = find_scsi(source, root)?;
                let alias = device.info.alias.clone().unwrap_or_default();
                units.insert(alias, file.display().to_string());
                files.push(file);
            }
            HostDevSource::Pci(source) => files.push(find_pci(&source.address.0, root)?),
            HostDevSource::Mdev(source) => files.push(mdev_group(&source.uuid.to_string(), root)?),
            _ => {}
        }
    }
    for tpm in devices.tpms.iter().filter(|d| wanted(&d.info)) {
        if let TpmBackend::Passthrough(device) = &tpm.backend {
            files.push(device.path.as_deref().unwrap_or(host_devices::TPM).into());
        }
    }
    for shmem in devices.shmems.iter().filter(|d| wanted(&d.info)) {
        if shmem.model == Some(ShmemModel::IvshmemPlain) {
            let file = PathBuf::from(host_devices::shared_file(&shmem.name));
            // Whoever comes first makes it; it stays for the others.
            match std::fs::OpenOptions::new()
                .write(true)
                .create_new(true)
                .open(&file)
            {
                Ok(_) => {}
                Err(e) if e.kind() == io::ErrorKind::AlreadyExists => {}
                Err(source) => return Err(at(&file, "create", source)),
            }
            files.push(file);
        }
    }
    for memory in devices.memories.iter().filter(|d| wanted(&d.info)) {
        let path = memory.source.as_ref().and_then(|s| s.path.as_deref());
        files.extend(path.map(PathBuf::from));
    }
    Ok(files)
}

/// Where the state of a guest's emulated module is kept.
pub fn tpm_state(core: &Core, uuid: Uuid) -> PathBuf {
    core.config().places.lib.join("swtpm").join(uuid.to_string())
}

/// Whether the state of an emulated module outlives its guest.
pub fn keeps_tpm(doc: &Domain) -> bool {
    let mut tpms = doc.devices.iter().flat_map(|d| &d.tpms);
    tpms.any(|tpm| match &tpm.backend {
        TpmBackend::Emulator(emulator) => emulator.persistent_state.is_some_and(|p| p.is_yes()),
        _ => false,
    })
}

/// Removes the state of a guest's emulated module, if it has one.
pub async fn remove_tpm(core: &Core, uuid: Uuid) -> Result<()> {
    let path = tpm_state(core, uuid);
    match tokio::fs::remove_dir_all(&path).await {
        Err(source) if source.kind() != io::ErrorKind::NotFound => Err(at(&path, "remove", source)),
        _ => Ok(()),
    }
}

/// The file that QEMU opens to have a mediated device.
fn mdev_group(uuid: &str, root: &Path) -> Result<PathBuf> {
    let device = root.join("sys/bus/mdev/devices").join(uuid);
    let group = std::fs::read_link(device.join("iommu_group")).map_err(|_| {
        QemuError::Failed(format!(
            "there is no mediated device {uuid}: start it with `nodedev-create` or `nodedev-start`"
        ))
    })?;
    Ok(root.join("dev/vfio").join(group.file_name().unwrap_or_default()))
}

fn is_missing(device: &HostDev) -> bool {
    matches!(&device.source, HostDevSource::Usb(usb) if usb.missing == Some(Missing::Yes))
}

fn vsock_refused(error: ferrovirt_host::Error) -> QemuError {
    let why = match &error {
        ferrovirt_host::Error::File { source, .. } => source.kind(),
        _ => io::ErrorKind::Other,
    };
    match why {
        io::ErrorKind::NotFound => QemuError::ConfigUnsupported(
            "a <vsock> needs /dev/vhost-vsock: load the module with `modprobe vhost_vsock`".to_owned(),
        ),
        io::ErrorKind::AddrInUse => QemuError::Failed(
            "the <cid> of the <vsock> is another guest's; choose another address, or auto='yes'".to_owned(),
        ),
        _ => error.into(),
    }
}

fn at(path: &Path, action: &'static str, source: io::Error) -> QemuError {
    let path = path.to_owned();
    QemuError::from(ferrovirt_host::Error::File { action, path, source })
}

/// The value that the module's state is encrypted with, if it is.
async fn state_key(core: &Core, emulator: &TpmEmulator) -> Result<Option<SecretValue>> {
    let Some(uuid) = emulator.encryption_secret else {
        return Ok(None);
    };
    let Some(secrets) = &core.secrets else {
        return Err(QemuError::ConfigUnsupported(
            "the <encryption> of a <tpm> names a secret, and there are no secrets here".to_owned(),
        ));
    };
    match secrets.value(&SecretKey::Uuid(uuid), SecretUsageType::Vtpm).await {
        Ok(value) => Ok(Some(value)),
        Err(error) => {
            let code = error.code().unwrap_or(ErrorNumber::OperationFailed);
            let why = format!("secret {uuid}, which the <encryption> of the <tpm> names: {error}");
            Err(QemuError::coded(code, why))
        }
    }
}

/// What QEMU's complaint means when a module cannot read its state.
pub(super) fn wrong_state_key(doc: &Domain, stderr: &str) -> Option<String> {
    let mut tpms = doc.devices.iter().flat_map(|d| &d.tpms);
    let uuid = tpms.find_map(|tpm| match &tpm.backend {
        TpmBackend::Emulator(emulator) => emulator.encryption_secret,
        _ => None,
    })?;
    stderr.contains("CMD_INIT").then(|| {
        format!(
            "the state of the <tpm> cannot be read with the value of secret {uuid}, which its <encryption> names: give \
             the secret the value that the state was made with"
        )
    })
}

/// Makes the state of a module that has none yet, with its keys.
async fn manufacture(
    core: &Core,
    state: &Path,
    version: TpmVersion,
    emulator: &TpmEmulator,
    key: Option<&SecretValue>,
    dir: &Path,
) -> Result<()> {
    let log = dir.join("tpm-setup.log");
    let mut args = vec![
        "--tpm-state".to_owned(),
        state.display().to_string(),
        "--logfile".to_owned(),
        log.display().to_string(),
    ];
    if version == TpmVersion::V2_0 {
        args.push("--tpm2".to_owned());
        let banks = emulator.active_pcr_banks.as_ref().map(banks);
        if let Some(banks) = banks.filter(|b| !b.is_empty()) {
            args.extend(["--pcr-banks".to_owned(), banks]);
        }
    }
    args.extend(["--createek", "--lock-nvram", "--not-overwrite"].map(str::to_owned));
    let mut keys = Keys::default();
    if let Some(key) = key {
        args.extend(["--pwdfile-fd".to_owned(), keys.hand_over(key)?.to_string()]);
        args.extend(["--cipher".to_owned(), CIPHER.to_owned()]);
    }
    let process = run_as_guest(core, SETUP, &args, keys, dir)?;
    match process.wait_for(MANUFACTURE).await {
        Ok(Ended::Exited(0)) => Ok(()),
        Ok(_) => Err(QemuError::Failed(format!(
            "{SETUP} does not make the guest's TPM: {}",
            last_line(&log)
        ))),
        Err(error) => {
            process.signal(Signal::SIGKILL)?;
            Err(error.into())
        }
    }
}

/// The last thing that a program wrote to its log.
pub(super) fn last_line(log: &Path) -> String {
    let text = read_bounded(log, LOG).unwrap_or_default();
    let text = String::from_utf8_lossy(&text);
    text.lines().last().unwrap_or("it wrote nothing").to_owned()
}

/// Descriptors of keys, for the one program that reads them.
#[derive(Default)]
struct Keys(Vec<OwnedFd>);

impl Keys {
    /// A descriptor of its own for each reader: it is read to its end.
    fn hand_over(&mut self, key: &SecretValue) -> Result<i32> {
        let fd = disk_keys::file(key)?;
        let number = fd.as_raw_fd();
        self.0.push(fd);
        Ok(number)
    }
}

/// Starts a program as the user that guests run as.
fn run_as_guest(core: &Core, program: &str, args: &[String], keys: Keys, home: &Path) -> Result<PidFd> {
    let path = find_program(program);
    let mut command = DetachedCommand::new(path.as_deref().unwrap_or(Path::new(program)))
        .args(args)
        .env("HOME", home)
        .umask(0o077);
    for key in keys.0 {
        command.inherit(key);
    }
    if let RunAs::User { uid, gid, groups } = &core.run_as {
        command = command.user(*uid, *gid, groups.clone());
    }
    Ok(command.spawn()?.process)
}

fn not_installed(version: TpmVersion) -> QemuError {
    QemuError::ConfigUnsupported(format!(
        "TPM version '{}' is not supported without the programs {EMULATOR} and {SETUP}: install the packages swtpm \
         and swtpm-tools",
        version.as_str()
    ))
}

fn banks(banks: &PcrBanks) -> String {
    let on = [
        ("sha1", banks.sha1),
        ("sha256", banks.sha256),
        ("sha384", banks.sha384),
        ("sha512", banks.sha512),
    ];
    let names: Vec<&str> = on
        .into_iter()
        .filter(|(_, on)| *on)
        .map(|(name, _)| name)
        .collect();
    names.join(",")
}

/// Starts the module. It ends when QEMU lets go of its socket.
fn serve(
    core: &Core,
    state: &Path,
    version: TpmVersion,
    key: Option<&SecretValue>,
    socket: &str,
    dir: &Path,
) -> Result<PidFd> {
    let mut args = vec![
        "socket".to_owned(),
        "--ctrl".to_owned(),
        format!("type=unixio,path={socket},mode=0600"),
        "--tpmstate".to_owned(),
        format!("dir={},mode=0600", state.display()),
        "--log".to_owned(),
        format!("file={}", dir.join("tpm.log").display()),
        "--terminate".to_owned(),
    ];
    if version == TpmVersion::V2_0 {
        args.push("--tpm2".to_owned());
    }
    let mut keys = Keys::default();
    if let Some(key) = key {
        for purpose in ["--key", "--migration-key"] {
            let number = keys.hand_over(key)?;
            args.extend([purpose.to_owned(), format!("pwdfd={number},mode={CIPHER}")]);
        }
    }
    run_as_guest(core, EMULATOR, &args, keys, dir)
}
