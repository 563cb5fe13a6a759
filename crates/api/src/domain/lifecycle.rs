//! Starting and stopping.

use super::Domain;
use ferrovirt_types::Result;
use ferrovirt_types::consts::{
    DomainCoreDumpFlags, DomainCoreDumpFormat, DomainCreateFlags, DomainDestroyFlags, DomainRebootFlags,
    DomainSaveRestoreFlags, DomainShutdownFlags, KeycodeSet,
};
use std::os::fd::OwnedFd;

impl Domain {
    /// Starts the kept definition. The answer is the domain with the id of this activation.
    pub async fn start(&self, flags: DomainCreateFlags) -> Result<Domain> {
        let dom = self
            .connection
            .drivers()
            .lifecycle
            .domain_create_with_flags(&self.dom, flags.bits())
            .await?;
        Ok(Domain::new(self.connection.clone(), dom))
    }

    /// Starts the kept definition and hands it open files.
    pub async fn start_with_files(&self, files: Vec<OwnedFd>, flags: DomainCreateFlags) -> Result<Domain> {
        let lifecycle = &self.connection.drivers().lifecycle;
        let dom = lifecycle
            .domain_create_with_files(&self.dom, flags.bits(), files)
            .await?;
        Ok(Domain::new(self.connection.clone(), dom))
    }

    /// Asks the guest to shut down. The answer does not mean that it will.
    pub async fn shutdown(&self, flags: DomainShutdownFlags) -> Result<()> {
        self.connection
            .drivers()
            .lifecycle
            .domain_shutdown_flags(&self.dom, flags.bits())
            .await
    }

    /// Asks the guest to reboot.
    pub async fn reboot(&self, flags: DomainRebootFlags) -> Result<()> {
        self.connection
            .drivers()
            .lifecycle
            .domain_reboot(&self.dom, flags.bits())
            .await
    }

    /// Resets the machine at once, as its button would.
    pub async fn reset(&self) -> Result<()> {
        self.connection
            .drivers()
            .lifecycle
            .domain_reset(&self.dom, 0)
            .await
    }

    /// Ends the guest at once, as pulling the plug would.
    pub async fn destroy(&self, flags: DomainDestroyFlags) -> Result<()> {
        self.connection
            .drivers()
            .lifecycle
            .domain_destroy_flags(&self.dom, flags.bits())
            .await
    }

    /// Pauses the guest.
    pub async fn suspend(&self) -> Result<()> {
        self.connection
            .drivers()
            .lifecycle
            .domain_suspend(&self.dom)
            .await
    }

    /// Lets a paused guest go on.
    pub async fn resume(&self) -> Result<()> {
        self.connection.drivers().lifecycle.domain_resume(&self.dom).await
    }

    /// Wakes a guest that suspended itself.
    pub async fn wake_up(&self) -> Result<()> {
        self.connection
            .drivers()
            .lifecycle
            .domain_pm_wakeup(&self.dom, 0)
            .await
    }

    /// Writes guest and memory to a file and ends it; with another definition if given.
    pub async fn save(&self, file: &str, xml: Option<&str>, flags: DomainSaveRestoreFlags) -> Result<()> {
        self.connection
            .drivers()
            .lifecycle
            .domain_save_flags(&self.dom, file, xml, flags.bits())
            .await
    }

    /// Writes guest and memory to where the next start takes them from, and ends it.
    pub async fn managed_save(&self, flags: DomainSaveRestoreFlags) -> Result<()> {
        self.connection
            .drivers()
            .lifecycle
            .domain_managed_save(&self.dom, flags.bits())
            .await
    }

    /// Whether the next start goes on from a managed save.
    pub async fn has_managed_save(&self) -> Result<bool> {
        let r = self
            .connection
            .drivers()
            .lifecycle
            .domain_has_managed_save_image(&self.dom, 0)
            .await?;
        Ok(r != 0)
    }

    /// Forgets a managed save.
    pub async fn remove_managed_save(&self) -> Result<()> {
        self.connection
            .drivers()
            .lifecycle
            .domain_managed_save_remove(&self.dom, 0)
            .await
    }

    /// Writes the memory of the guest to a file.
    pub async fn core_dump(
        &self,
        file: &str,
        format: DomainCoreDumpFormat,
        flags: DomainCoreDumpFlags,
    ) -> Result<()> {
        let format = u32::try_from(format.raw()).unwrap_or(0);
        let lifecycle = &self.connection.drivers().lifecycle;
        lifecycle
            .domain_core_dump_with_format(&self.dom, file, format, flags.bits())
            .await
    }

    /// Sends an interrupt that cannot be masked.
    pub async fn inject_nmi(&self) -> Result<()> {
        self.connection
            .drivers()
            .lifecycle
            .domain_inject_nmi(&self.dom, 0)
            .await
    }

    /// Presses keys together, and holds them for some milliseconds.
    pub async fn send_keys(&self, set: KeycodeSet, hold_ms: u32, keys: &[u32]) -> Result<()> {
        let set = u32::try_from(set.raw()).unwrap_or(0);
        self.connection
            .drivers()
            .lifecycle
            .domain_send_key(&self.dom, set, hold_ms, keys, 0)
            .await
    }
}
