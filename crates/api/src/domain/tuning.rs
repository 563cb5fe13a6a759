//! Memory and processors.

use super::Domain;
use super::info::{bits, map_len};
use ferrovirt_types::Result;
use ferrovirt_types::consts::{DomainMemoryModFlags, DomainModificationImpact, DomainVcpuFlags};
use ferrovirt_types::param::TypedParam;

impl Domain {
    /// Sets its memory in KiB, or with `MAXIMUM` the most that it may have.
    pub async fn set_memory(&self, kib: u64, flags: DomainMemoryModFlags) -> Result<()> {
        self.connection
            .drivers()
            .tuning
            .domain_set_memory_flags(&self.dom, kib, flags.bits())
            .await
    }

    /// The most memory that it may have, in KiB.
    pub async fn max_memory(&self) -> Result<u64> {
        self.connection
            .drivers()
            .tuning
            .domain_get_max_memory(&self.dom)
            .await
    }

    /// Number of its virtual processors, as the flags ask: kept or running, maximum or current.
    pub async fn vcpu_count(&self, flags: DomainVcpuFlags) -> Result<u32> {
        let n = self
            .connection
            .drivers()
            .tuning
            .domain_get_vcpus_flags(&self.dom, flags.bits())
            .await?;
        Ok(u32::try_from(n).unwrap_or(0))
    }

    /// Sets the number of its virtual processors.
    pub async fn set_vcpu_count(&self, count: u32, flags: DomainVcpuFlags) -> Result<()> {
        self.connection
            .drivers()
            .tuning
            .domain_set_vcpus_flags(&self.dom, count, flags.bits())
            .await
    }

    /// Processors of the host that each virtual processor may run on.
    pub async fn vcpu_pinning(&self, of: DomainModificationImpact) -> Result<Vec<Vec<u32>>> {
        let len = map_len(self.connection.cpu_count().await?);
        let count = self
            .connection
            .drivers()
            .tuning
            .domain_get_vcpus_flags(&self.dom, of.bits() | 4)
            .await?;
        let tuning = &self.connection.drivers().tuning;
        let r = tuning
            .domain_get_vcpu_pin_info(&self.dom, count, len, of.bits())
            .await?;
        Ok(r.cpumaps
            .chunks(usize::try_from(len).unwrap_or(1).max(1))
            .map(bits)
            .collect())
    }

    /// Lets a virtual processor run on these processors of the host only, given as a map of bits.
    pub async fn pin_vcpu(&self, vcpu: u32, map: &[u8], of: DomainModificationImpact) -> Result<()> {
        self.connection
            .drivers()
            .tuning
            .domain_pin_vcpu_flags(&self.dom, vcpu, map, of.bits())
            .await
    }

    /// Limits of its memory.
    pub async fn memory_parameters(&self, of: DomainModificationImpact) -> Result<Vec<TypedParam>> {
        self.connection
            .drivers()
            .tuning
            .domain_get_memory_parameters(&self.dom, of.bits())
            .await
    }

    /// Sets limits of its memory.
    pub async fn set_memory_parameters(
        &self,
        params: &[TypedParam],
        of: DomainModificationImpact,
    ) -> Result<()> {
        self.connection
            .drivers()
            .tuning
            .domain_set_memory_parameters(&self.dom, params, of.bits())
            .await
    }

    /// Its share of the processors.
    pub async fn scheduler_parameters(&self, of: DomainModificationImpact) -> Result<Vec<TypedParam>> {
        let tuning = &self.connection.drivers().tuning;
        let count = tuning.domain_get_scheduler_type(&self.dom).await?.nparams;
        if of.is_empty() {
            // The older call: some drivers refuse what newer daemons add to the flags of the other.
            return tuning.domain_get_scheduler_parameters(&self.dom, count).await;
        }
        tuning
            .domain_get_scheduler_parameters_flags(&self.dom, count, of.bits())
            .await
    }

    /// Sets its share of the processors.
    pub async fn set_scheduler_parameters(
        &self,
        params: &[TypedParam],
        of: DomainModificationImpact,
    ) -> Result<()> {
        self.connection
            .drivers()
            .tuning
            .domain_set_scheduler_parameters_flags(&self.dom, params, of.bits())
            .await
    }

    /// Model and label by which the host confines it, and whether that is enforced.
    pub async fn security_label(&self) -> Result<(String, bool)> {
        let r = self
            .connection
            .drivers()
            .tuning
            .domain_get_security_label(&self.dom)
            .await?;
        Ok((super::c_text(&r.label), r.enforcing != 0))
    }
}
