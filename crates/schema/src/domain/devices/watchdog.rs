//! Watchdogs.

use ferrovirt_types::consts::ErrorNumber;
use ferrovirt_xml::{Xml, words};

use crate::domain::devices::info::DeviceInfo;

words! {
    /// Model of a watchdog.
    pub enum WatchdogModel: unsupported {
        I6300esb = "i6300esb",
        Ib700 = "ib700",
        Diag288 = "diag288",
        Itco = "itco",
    }
}

words! {
    /// What it does.
    pub enum WatchdogAction: unsupported {
        Reset = "reset",
        Shutdown = "shutdown",
        Poweroff = "poweroff",
        Pause = "pause",
        Dump = "dump",
        None = "none",
        InjectNmi = "inject-nmi",
    }
}

/// A watchdog.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct Watchdog {
    /// Model.
    #[xml(attr, missing = ErrorNumber::InternalError)]
    pub model: WatchdogModel,
    /// What it does. Default: reset.
    #[xml(attr, default)]
    pub action: WatchdogAction,
    /// Alias and address.
    #[xml(flatten)]
    pub info: DeviceInfo,
}
