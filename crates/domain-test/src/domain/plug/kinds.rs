//! Devices kind by kind: which of those in a definition is the one that a document means.

use ferrovirt_schema::domain::devices::audio::Audio;
use ferrovirt_schema::domain::devices::chardev::{Channel, ChannelTarget, Console, Parallel, Serial};
use ferrovirt_schema::domain::devices::controller::Controller;
use ferrovirt_schema::domain::devices::crypto::Crypto;
use ferrovirt_schema::domain::devices::disk::Disk;
use ferrovirt_schema::domain::devices::filesystem::Filesystem;
use ferrovirt_schema::domain::devices::graphics::Graphics;
use ferrovirt_schema::domain::devices::hostdev::HostDev;
use ferrovirt_schema::domain::devices::hub::Hub;
use ferrovirt_schema::domain::devices::info::DeviceInfo;
use ferrovirt_schema::domain::devices::input::Input;
use ferrovirt_schema::domain::devices::interface::Interface;
use ferrovirt_schema::domain::devices::iommu::Iommu;
use ferrovirt_schema::domain::devices::lease::Lease;
use ferrovirt_schema::domain::devices::memballoon::MemBalloon;
use ferrovirt_schema::domain::devices::memory::MemoryDevice;
use ferrovirt_schema::domain::devices::nvram::NvramDevice;
use ferrovirt_schema::domain::devices::panic::Panic;
use ferrovirt_schema::domain::devices::redirdev::RedirDev;
use ferrovirt_schema::domain::devices::rng::Rng;
use ferrovirt_schema::domain::devices::shmem::Shmem;
use ferrovirt_schema::domain::devices::smartcard::Smartcard;
use ferrovirt_schema::domain::devices::sound::Sound;
use ferrovirt_schema::domain::devices::tpm::Tpm;
use ferrovirt_schema::domain::devices::video::Video;
use ferrovirt_schema::domain::devices::vsock::Vsock;
use ferrovirt_schema::domain::devices::watchdog::Watchdog;

/// A kind of device.
pub(super) trait Kind: Clone + PartialEq {
    /// The kind in messages.
    const WORD: &'static str;

    /// What all devices have, where this kind has it.
    fn info(&mut self) -> Option<&mut DeviceInfo>;

    /// Whether this is the device that is meant, by what tells devices of this kind apart.
    fn is(&self, wanted: &Self) -> bool;

    /// Whether two of them cannot be in one guest.
    fn excludes(&self, other: &Self) -> bool {
        let _ = other;
        false
    }

    /// Its alias.
    fn alias(&self) -> Option<String> {
        self.clone().info()?.alias.clone()
    }

    /// Whether this is the device that a document means: by alias, where it has one.
    fn is_meant(&self, wanted: &Self) -> bool {
        match wanted.alias() {
            Some(alias) => self.alias() == Some(alias),
            None => self.is(wanted),
        }
    }
}

/// The same but for alias and address.
fn alike<K: Kind>(a: &K, b: &K) -> bool {
    let bare = |k: &K| {
        let mut k = k.clone();
        if let Some(info) = k.info() {
            *info = DeviceInfo::default();
        }
        k
    };
    bare(a) == bare(b)
}

/// Kinds that are told apart by all that they are.
macro_rules! plain {
    ($($kind:ty: $word:literal),* $(,)?) => {$(
        impl Kind for $kind {
            const WORD: &'static str = $word;
            fn info(&mut self) -> Option<&mut DeviceInfo> {
                Some(&mut self.info)
            }
            fn is(&self, wanted: &Self) -> bool {
                alike(self, wanted)
            }
        }
    )*};
}

plain!(
    Smartcard: "smartcard", Serial: "serial", Parallel: "parallel", Console: "console", Tpm: "tpm",
    Sound: "sound", Video: "video", RedirDev: "redirdev", Hub: "hub", Watchdog: "watchdog",
    MemBalloon: "memballoon", Rng: "rng", NvramDevice: "nvram", Panic: "panic", Shmem: "shmem",
    Iommu: "iommu", Vsock: "vsock", Crypto: "crypto",
);

impl Kind for Disk {
    const WORD: &'static str = "disk";
    fn info(&mut self) -> Option<&mut DeviceInfo> {
        Some(&mut self.info)
    }
    fn is(&self, wanted: &Self) -> bool {
        self.target.dev == wanted.target.dev
    }
    fn excludes(&self, other: &Self) -> bool {
        self.target.dev == other.target.dev
    }
}

impl Kind for Interface {
    const WORD: &'static str = "interface";
    fn info(&mut self) -> Option<&mut DeviceInfo> {
        Some(&mut self.info)
    }
    fn is(&self, wanted: &Self) -> bool {
        let mac = |i: &Self| i.mac.as_ref().map(|m| m.address.0);
        let place = wanted.info.address.is_none() || wanted.info.address == self.info.address;
        place && mac(self) == mac(wanted)
    }
}

impl Kind for Controller {
    const WORD: &'static str = "controller";
    fn info(&mut self) -> Option<&mut DeviceInfo> {
        Some(&mut self.info)
    }
    fn is(&self, wanted: &Self) -> bool {
        self.controller_type == wanted.controller_type && self.index == wanted.index
    }
    fn excludes(&self, other: &Self) -> bool {
        // USB controllers come as a master and companions of one index.
        self.index.is_some() && self.is(other) && self.info.usb_master == other.info.usb_master
    }
}

impl Kind for Filesystem {
    const WORD: &'static str = "filesystem";
    fn info(&mut self) -> Option<&mut DeviceInfo> {
        Some(&mut self.info)
    }
    fn is(&self, wanted: &Self) -> bool {
        self.target == wanted.target
    }
    fn excludes(&self, other: &Self) -> bool {
        self.target == other.target
    }
}

impl Kind for Channel {
    const WORD: &'static str = "channel";
    fn info(&mut self) -> Option<&mut DeviceInfo> {
        Some(&mut self.info)
    }
    fn is(&self, wanted: &Self) -> bool {
        match (&self.target, &wanted.target) {
            (Some(ChannelTarget::Virtio(a)), Some(ChannelTarget::Virtio(b)))
            | (Some(ChannelTarget::Xen(a)), Some(ChannelTarget::Xen(b))) => a.name == b.name,
            (Some(ChannelTarget::Guestfwd(a)), Some(ChannelTarget::Guestfwd(b))) => a == b,
            _ => alike(self, wanted),
        }
    }
    fn excludes(&self, other: &Self) -> bool {
        let named = matches!(&self.target, Some(ChannelTarget::Virtio(t)) if t.name.is_some());
        named && self.is(other)
    }
}

impl Kind for Input {
    const WORD: &'static str = "input";
    fn info(&mut self) -> Option<&mut DeviceInfo> {
        Some(&mut self.info)
    }
    fn is(&self, wanted: &Self) -> bool {
        self.input_type == wanted.input_type && self.bus == wanted.bus && self.source == wanted.source
    }
}

impl Kind for HostDev {
    const WORD: &'static str = "hostdev";
    fn info(&mut self) -> Option<&mut DeviceInfo> {
        Some(&mut self.info)
    }
    fn is(&self, wanted: &Self) -> bool {
        self.source == wanted.source
    }
    fn excludes(&self, other: &Self) -> bool {
        self.source == other.source
    }
}

impl Kind for MemoryDevice {
    const WORD: &'static str = "memory";
    fn info(&mut self) -> Option<&mut DeviceInfo> {
        Some(&mut self.info)
    }
    fn is(&self, wanted: &Self) -> bool {
        self.model == wanted.model
            && self.source == wanted.source
            && self.target.size == wanted.target.size
            && self.target.node == wanted.target.node
            && (wanted.info.address.is_none() || self.info.address == wanted.info.address)
    }
}

/// Kinds that have no alias.
macro_rules! bare {
    ($($kind:ty: $word:literal, $key:expr;)*) => {$(
        impl Kind for $kind {
            const WORD: &'static str = $word;
            fn info(&mut self) -> Option<&mut DeviceInfo> {
                None
            }
            fn is(&self, wanted: &Self) -> bool {
                let key = $key;
                key(self) == key(wanted)
            }
            fn excludes(&self, other: &Self) -> bool {
                self.is(other)
            }
        }
    )*};
}

bare! {
    Lease: "lease", |l: &Lease| (l.key.clone(), l.lockspace.clone());
    Graphics: "graphics", std::mem::discriminant;
    Audio: "audio", |a: &Audio| a.id;
}
