//! The host behind a connection.

use super::Connection;
use ferrovirt_protocol::remote::NodeGetInfoRet;
use ferrovirt_types::Result;
use ferrovirt_types::consts::ErrorNumber;
use ferrovirt_types::param::TypedParam;
use std::fmt;

/// A version as the interface counts it: `major * 1,000,000 + minor * 1,000 + release`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Version(pub u64);

impl fmt::Display for Version {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{}.{}.{}",
            self.0 / 1_000_000,
            self.0 / 1000 % 1000,
            self.0 % 1000
        )
    }
}

/// Processors and memory of the host.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NodeInfo {
    /// Model of the processor, such as `x86_64`.
    pub model: String,
    /// Memory in KiB.
    pub memory_kib: u64,
    /// Active processors.
    pub cpus: u32,
    /// Frequency in MHz; 0 when unknown.
    pub mhz: u32,
    /// NUMA cells; 1 for a machine without.
    pub nodes: u32,
    /// Sockets in each cell.
    pub sockets: u32,
    /// Cores in each socket.
    pub cores: u32,
    /// Threads in each core.
    pub threads: u32,
}

impl From<NodeGetInfoRet> for NodeInfo {
    fn from(r: NodeGetInfoRet) -> Self {
        let count = |v: i32| u32::try_from(v).unwrap_or(0);
        Self {
            model: r.model,
            memory_kib: r.memory,
            cpus: count(r.cpus),
            mhz: count(r.mhz),
            nodes: count(r.nodes),
            sockets: count(r.sockets),
            cores: count(r.cores),
            threads: count(r.threads),
        }
    }
}

/// One figure about the memory of the host.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HostMemory {
    /// Name: `total`, `free`, `buffers`, `cached`.
    pub name: String,
    /// Size in KiB.
    pub kib: u64,
}

impl Connection {
    /// Name of the hypervisor, such as `QEMU`.
    pub async fn hypervisor(&self) -> Result<String> {
        self.drivers().host.connect_get_type().await
    }

    /// Version of the hypervisor.
    pub async fn hypervisor_version(&self) -> Result<Version> {
        self.drivers().host.connect_get_version().await.map(Version)
    }

    /// Name of the host.
    pub async fn hostname(&self) -> Result<String> {
        self.drivers().host.connect_get_hostname().await
    }

    /// Processors and memory of the host.
    pub async fn node_info(&self) -> Result<NodeInfo> {
        self.drivers().host.node_get_info().await.map(Into::into)
    }

    /// Processors that the host has, active or not: the length of maps of processors.
    pub async fn cpu_count(&self) -> Result<u32> {
        match self.drivers().host.node_get_cpu_map(0, 0, 0).await {
            Ok(r) => Ok(u32::try_from(r.ret).unwrap_or(0)),
            Err(e) if e.is(ErrorNumber::NoSupport) => {
                let node = self.node_info().await?;
                Ok(node
                    .nodes
                    .saturating_mul(node.sockets)
                    .saturating_mul(node.cores)
                    .saturating_mul(node.threads))
            }
            Err(e) => Err(e),
        }
    }

    /// Free memory of the host in bytes.
    pub async fn free_memory(&self) -> Result<u64> {
        self.drivers().host.node_get_free_memory().await
    }

    /// Free memory in bytes of `count` NUMA cells from `first` on.
    pub async fn cells_free_memory(&self, first: i32, count: i32) -> Result<Vec<u64>> {
        self.drivers().host.node_get_cells_free_memory(first, count).await
    }

    /// Times in ns that a processor of the host, or all of them (`None`), spent in each way.
    pub async fn cpu_times(&self, cpu: Option<u32>) -> Result<Vec<(String, u64)>> {
        let number = cpu.and_then(|c| i32::try_from(c).ok()).unwrap_or(-1);
        let list = self.drivers().host.node_get_cpu_stats(number, 0).await?;
        Ok(list.into_iter().map(|s| (s.field, s.value)).collect())
    }

    /// Figures about the memory of a NUMA cell, or of the whole host (`None`).
    pub async fn memory_stats(&self, cell: Option<u32>) -> Result<Vec<HostMemory>> {
        let number = cell.and_then(|c| i32::try_from(c).ok()).unwrap_or(-1);
        let list = self.drivers().host.node_get_memory_stats(number, 0).await?;
        Ok(list
            .into_iter()
            .map(|s| HostMemory {
                name: s.field,
                kib: s.value,
            })
            .collect())
    }

    /// Parameters of memory merging on the host.
    pub async fn memory_parameters(&self) -> Result<Vec<TypedParam>> {
        self.drivers().host.node_get_memory_parameters(0).await
    }

    /// What the host can run, as an XML document.
    pub async fn capabilities(&self) -> Result<String> {
        self.drivers().host.connect_get_capabilities().await
    }

    /// What guests of a kind can have, as an XML document. What is left open is chosen by the driver.
    pub async fn domain_capabilities(
        &self,
        emulator: Option<&str>,
        arch: Option<&str>,
        machine: Option<&str>,
        virt_type: Option<&str>,
    ) -> Result<String> {
        self.drivers()
            .host
            .connect_get_domain_capabilities(emulator, arch, machine, virt_type, 0)
            .await
    }

    /// What kinds of storage pools there can be, as an XML document.
    pub async fn storage_pool_capabilities(&self) -> Result<String> {
        self.drivers()
            .storage_pool
            .connect_get_storage_pool_capabilities(0)
            .await
    }

    /// What the firmware tells about the host, as an XML document.
    pub async fn sysinfo(&self) -> Result<String> {
        self.drivers().host.connect_get_sysinfo(0).await
    }

    /// Model by which the host confines guests, and its domain of interpretation; empty when there is none.
    pub async fn security_model(&self) -> Result<(String, String)> {
        let r = self.drivers().host.node_get_security_model().await?;
        Ok((crate::domain::c_text(&r.model), crate::domain::c_text(&r.doi)))
    }

    /// Most virtual processors that a guest of a kind of virtualization can have.
    pub async fn max_vcpus(&self, kind: Option<&str>) -> Result<u32> {
        let n = self.drivers().host.connect_get_max_vcpus(kind).await?;
        Ok(u32::try_from(n).unwrap_or(0))
    }

    /// Names of the processor models of an architecture.
    pub async fn cpu_models(&self, arch: &str) -> Result<Vec<String>> {
        self.drivers().host.connect_get_cpu_model_names(arch, 0).await
    }

    /// Translates the configuration of another tool, such as a command line, into a definition.
    pub async fn domain_xml_from_native(&self, format: &str, config: &str) -> Result<String> {
        self.drivers()
            .config
            .connect_domain_xml_from_native(format, config, 0)
            .await
    }

    /// Translates a definition into the configuration of another tool, such as a command line.
    pub async fn domain_xml_to_native(&self, format: &str, xml: &str) -> Result<String> {
        self.drivers()
            .config
            .connect_domain_xml_to_native(format, xml, 0)
            .await
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_read_as_people_write_them() {
        assert_eq!(Version(9_000_000).to_string(), "9.0.0");
        assert_eq!(Version(7_002_022).to_string(), "7.2.22");
    }
}
