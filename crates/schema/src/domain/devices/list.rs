//! All devices of a guest, kind by kind.

use ferrovirt_types::consts::ErrorNumber;
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

/// All devices of a guest.
#[derive(Debug, Clone, Default, PartialEq, Xml)]
pub struct Devices {
    /// Program that runs the guest. Default: what the capabilities name.
    #[xml(leaf)]
    pub emulator: Option<String>,
    /// Disks. Live.
    #[xml(child = "disk", key = "target/@dev")]
    pub disks: Vec<Disk>,
    /// Buses and their controllers. Live.
    #[xml(child = "controller", key = "@type+@index")]
    pub controllers: Vec<Controller>,
    /// Leases that the guest holds.
    #[xml(child = "lease", key = "key/$text")]
    pub leases: Vec<Lease>,
    /// Directories shared with the guest. Since 0.3.3.
    #[xml(child = "filesystem", key = "target/@dir")]
    pub filesystems: Vec<Filesystem>,
    /// Network interfaces. Live.
    #[xml(child = "interface", key = "mac/@address alias/@name target/@dev")]
    pub interfaces: Vec<Interface>,
    /// Smartcards. Since 0.8.8.
    #[xml(child = "smartcard")]
    pub smartcards: Vec<Smartcard>,
    /// Serial ports. Live.
    #[xml(child = "serial", key = "target/@port alias/@name")]
    pub serials: Vec<Serial>,
    /// Parallel ports.
    #[xml(child = "parallel", key = "target/@port alias/@name")]
    pub parallels: Vec<Parallel>,
    /// Consoles. Live.
    #[xml(child = "console", key = "target/@type+target/@port target/@port alias/@name")]
    pub consoles: Vec<Console>,
    /// Channels between guest and host. Since 0.7.3. Live.
    #[xml(child = "channel", key = "target/@name alias/@name")]
    pub channels: Vec<Channel>,
    /// Keyboards, mice, tablets. Live.
    #[xml(child = "input", key = "alias/@name @type+@bus")]
    pub inputs: Vec<Input>,
    /// Trusted platform modules. Since 1.0.5.
    #[xml(child = "tpm", key = "@model alias/@name")]
    pub tpms: Vec<Tpm>,
    /// Displays for people.
    #[xml(child, key = "@type")]
    pub graphics: Vec<Graphics>,
    /// Sound cards. Since 0.4.3.
    #[xml(child = "sound", key = "alias/@name @model")]
    pub sounds: Vec<Sound>,
    /// Where sound goes on the host. Since 6.7.
    #[xml(child = "audio", key = "@id")]
    pub audios: Vec<Audio>,
    /// Graphics cards.
    #[xml(child = "video", key = "alias/@name")]
    pub videos: Vec<Video>,
    /// Devices of the host. Live.
    #[xml(child = "hostdev", key = "alias/@name")]
    pub hostdevs: Vec<HostDev>,
    /// USB devices of whoever looks at the display. Live.
    #[xml(child = "redirdev", key = "alias/@name")]
    pub redirdevs: Vec<RedirDev>,
    /// Which of those are allowed.
    #[xml(child)]
    pub redirfilter: Option<RedirFilter>,
    /// USB hubs.
    #[xml(child = "hub")]
    pub hubs: Vec<Hub>,
    /// Watchdogs. Since 0.7.3. Live.
    #[xml(child = "watchdog", key = "@model alias/@name")]
    pub watchdogs: Vec<Watchdog>,
    /// Balloon that takes memory back. Since 0.8.3.
    #[xml(child, once = ErrorNumber::InternalError)]
    pub memballoon: Option<MemBalloon>,
    /// Sources of randomness. Since 1.0.3. Live.
    #[xml(child = "rng", key = "alias/@name")]
    pub rngs: Vec<Rng>,
    /// Memory that keeps its content, pSeries. Since 1.0.5.
    #[xml(child)]
    pub nvram: Option<NvramDevice>,
    /// Devices that notice a crash of the guest's kernel. Since 1.2.1.
    #[xml(child = "panic")]
    pub panics: Vec<Panic>,
    /// Memory shared among guests. Since 1.2.10. Live.
    #[xml(child = "shmem", key = "@name")]
    pub shmems: Vec<Shmem>,
    /// Memory modules. Since 1.2.14. Live.
    #[xml(child = "memory", key = "alias/@name")]
    pub memories: Vec<MemoryDevice>,
    /// IOMMUs. Since 2.1.
    #[xml(child = "iommu")]
    pub iommus: Vec<Iommu>,
    /// Socket between guest and host. Since 4.4.
    #[xml(child, once = ErrorNumber::XmlError)]
    pub vsock: Option<Vsock>,
    /// Crypto devices. Since 9.1.
    #[xml(child = "crypto", key = "alias/@name")]
    pub cryptos: Vec<Crypto>,
    /// Store for what the kernel says when it dies. Since 10.6.
    #[xml(child)]
    pub pstore: Option<Pstore>,
}
