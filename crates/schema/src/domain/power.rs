//! What happens when the guest ends, crashes or sleeps.

use ferrovirt_xml::{Xml, YesNo, words};

words! {
    /// After power off or reboot.
    pub enum LifecycleAction: unsupported {
        Destroy = "destroy",
        Restart = "restart",
        RestartRename = "rename-restart",
        Preserve = "preserve",
    }
}

words! {
    /// After a crash.
    pub enum CrashAction: unsupported {
        Destroy = "destroy",
        Restart = "restart",
        RestartRename = "rename-restart",
        Preserve = "preserve",
        CoredumpDestroy = "coredump-destroy",
        CoredumpRestart = "coredump-restart",
    }
}

words! {
    /// When a lock is lost.
    pub enum LockFailureAction {
        Poweroff = "poweroff",
        Restart = "restart",
        Pause = "pause",
        Ignore = "ignore",
    }
}

/// Whether the guest can suspend itself.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct PowerManagement {
    /// To memory. Default: chosen by the hypervisor.
    #[xml(attr = "enabled", of = "suspend-to-mem")]
    pub suspend_to_mem: Option<YesNo>,
    /// To disk. Default: chosen by the hypervisor.
    #[xml(attr = "enabled", of = "suspend-to-disk")]
    pub suspend_to_disk: Option<YesNo>,
}
