//! All devices of a guest, kind by kind.

use ferrovirt_xml::Xml;

use crate::domain::devices::audio::Audio;
use crate::domain::devices::chardev::{Channel, Console, Parallel, Serial};
use crate::domain::devices::controller::Controller;
use crate::domain::devices::crypto::Crypto;
use crate::domain::devices::disk::Disk;
use crate::domain::devices::filesystem::Filesystem;
use crate::domain::devices::graphics::Graphics;
use crate::domain::devices::hostdev::HostDev;
use crate::domain::devices::hub::Hub;
use crate::domain::devices::input::Input;
use crate::domain::devices::interface::Interface;
use crate::domain::devices::iommu::Iommu;
use crate::domain::devices::lease::Lease;
use crate::domain::devices::memballoon::MemBalloon;
use crate::domain::devices::memory::MemoryDevice;
use crate::domain::devices::nvram::NvramDevice;
use crate::domain::devices::panic::Panic;
use crate::domain::devices::pstore::Pstore;
use crate::domain::devices::redirdev::{RedirDev, RedirFilter};
use crate::domain::devices::rng::Rng;
use crate::domain::devices::shmem::Shmem;
use crate::domain::devices::smartcard::Smartcard;
use crate::domain::devices::sound::Sound;
use crate::domain::devices::tpm::Tpm;
use crate::domain::devices::video::Video;
use crate::domain::devices::vsock::Vsock;
use crate::domain::devices::watchdog::Watchdog;

#[derive(Debug, Clone, Default, PartialEq, Xml)]
pub struct Devices {
    /// Program that runs the guest.
    #[xml(leaf)]
    pub emulator: Option<String>,
    #[xml(child = "disk")]
    pub disks: Vec<Disk>,
    #[xml(child = "controller")]
    pub controllers: Vec<Controller>,
    #[xml(child = "lease")]
    pub leases: Vec<Lease>,
    #[xml(child = "filesystem")]
    pub filesystems: Vec<Filesystem>,
    #[xml(child = "interface")]
    pub interfaces: Vec<Interface>,
    #[xml(child = "smartcard")]
    pub smartcards: Vec<Smartcard>,
    #[xml(child = "serial")]
    pub serials: Vec<Serial>,
    #[xml(child = "parallel")]
    pub parallels: Vec<Parallel>,
    #[xml(child = "console")]
    pub consoles: Vec<Console>,
    #[xml(child = "channel")]
    pub channels: Vec<Channel>,
    #[xml(child = "input")]
    pub inputs: Vec<Input>,
    #[xml(child = "tpm")]
    pub tpms: Vec<Tpm>,
    #[xml(child)]
    pub graphics: Vec<Graphics>,
    #[xml(child = "sound")]
    pub sounds: Vec<Sound>,
    #[xml(child = "audio")]
    pub audios: Vec<Audio>,
    #[xml(child = "video")]
    pub videos: Vec<Video>,
    #[xml(child = "hostdev")]
    pub hostdevs: Vec<HostDev>,
    #[xml(child = "redirdev")]
    pub redirdevs: Vec<RedirDev>,
    #[xml(child)]
    pub redirfilter: Option<RedirFilter>,
    #[xml(child = "hub")]
    pub hubs: Vec<Hub>,
    #[xml(child = "watchdog")]
    pub watchdogs: Vec<Watchdog>,
    #[xml(child)]
    pub memballoon: Option<MemBalloon>,
    #[xml(child = "rng")]
    pub rngs: Vec<Rng>,
    #[xml(child)]
    pub nvram: Option<NvramDevice>,
    #[xml(child = "panic")]
    pub panics: Vec<Panic>,
    #[xml(child = "shmem")]
    pub shmems: Vec<Shmem>,
    #[xml(child = "memory")]
    pub memories: Vec<MemoryDevice>,
    #[xml(child = "iommu")]
    pub iommus: Vec<Iommu>,
    #[xml(child)]
    pub vsock: Option<Vsock>,
    #[xml(child = "crypto")]
    pub cryptos: Vec<Crypto>,
    #[xml(child)]
    pub pstore: Option<Pstore>,
}
