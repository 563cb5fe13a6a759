//! What a domain uses and did.

use super::Domain;
use crate::Connection;
use ferrovirt_protocol::remote::{
    DomainBlockStatsRet, DomainGetBlockInfoRet, DomainInterface as WireInterface, DomainInterfaceStatsRet,
};
use ferrovirt_types::Result;
use ferrovirt_types::consts::{
    ConnectGetAllDomainStatsFlags, DomainInterfaceAddressesSource, DomainMemoryStatTags, DomainStatsTypes,
    IpAddrType,
};
use ferrovirt_types::param::TypedParam;

/// Counters of a disk. `None`: the hypervisor does not count it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BlockStats {
    /// Requests to read.
    pub read_requests: Option<u64>,
    /// Bytes read.
    pub read_bytes: Option<u64>,
    /// Requests to write.
    pub write_requests: Option<u64>,
    /// Bytes written.
    pub write_bytes: Option<u64>,
    /// Failed requests.
    pub errors: Option<u64>,
}

/// A count, which is -1 on the wire when it is not known.
fn count(v: i64) -> Option<u64> {
    u64::try_from(v).ok()
}

impl From<DomainBlockStatsRet> for BlockStats {
    fn from(r: DomainBlockStatsRet) -> Self {
        Self {
            read_requests: count(r.rd_req),
            read_bytes: count(r.rd_bytes),
            write_requests: count(r.wr_req),
            write_bytes: count(r.wr_bytes),
            errors: count(r.errs),
        }
    }
}

/// Size of a disk in bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BlockInfo {
    /// What the guest sees.
    pub capacity: u64,
    /// What is used on the host.
    pub allocation: u64,
    /// Size of the file or device on the host.
    pub physical: u64,
}

impl From<DomainGetBlockInfoRet> for BlockInfo {
    fn from(r: DomainGetBlockInfoRet) -> Self {
        Self {
            capacity: r.capacity,
            allocation: r.allocation,
            physical: r.physical,
        }
    }
}

/// Counters of a network interface, seen from the guest. `None`: not counted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InterfaceStats {
    /// Bytes received.
    pub rx_bytes: Option<u64>,
    /// Packets received.
    pub rx_packets: Option<u64>,
    /// Errors in receiving.
    pub rx_errors: Option<u64>,
    /// Packets dropped in receiving.
    pub rx_drops: Option<u64>,
    /// Bytes sent.
    pub tx_bytes: Option<u64>,
    /// Packets sent.
    pub tx_packets: Option<u64>,
    /// Errors in sending.
    pub tx_errors: Option<u64>,
    /// Packets dropped in sending.
    pub tx_drops: Option<u64>,
}

impl From<DomainInterfaceStatsRet> for InterfaceStats {
    fn from(r: DomainInterfaceStatsRet) -> Self {
        Self {
            rx_bytes: count(r.rx_bytes),
            rx_packets: count(r.rx_packets),
            rx_errors: count(r.rx_errs),
            rx_drops: count(r.rx_drop),
            tx_bytes: count(r.tx_bytes),
            tx_packets: count(r.tx_packets),
            tx_errors: count(r.tx_errs),
            tx_drops: count(r.tx_drop),
        }
    }
}

/// One figure about the memory of a guest: KiB, but for faults (a count) and the time of the last
/// update (seconds since 1970).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MemoryStat {
    /// Which; `None` when it is newer than this crate.
    pub tag: Option<DomainMemoryStatTags>,
    /// The figure.
    pub value: u64,
}

/// A network interface with its addresses.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DomainInterface {
    /// Name: of the host's device, or as the guest's agent gives it.
    pub name: String,
    /// MAC address.
    pub mac: Option<String>,
    /// Its addresses.
    pub addresses: Vec<InterfaceAddress>,
}

/// An address of an interface.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InterfaceAddress {
    /// Family; `None` when it is newer than this crate.
    pub family: Option<IpAddrType>,
    /// The address as text.
    pub address: String,
    /// Length of the prefix in bits.
    pub prefix: u32,
}

impl From<WireInterface> for DomainInterface {
    fn from(r: WireInterface) -> Self {
        let address = |a: ferrovirt_protocol::remote::DomainIpAddr| InterfaceAddress {
            family: IpAddrType::from_raw(a.kind),
            address: a.addr,
            prefix: a.prefix,
        };
        Self {
            name: r.name,
            mac: r.hwaddr,
            addresses: r.addrs.into_iter().map(address).collect(),
        }
    }
}

/// Statistics of one domain.
#[derive(Debug, Clone)]
pub struct DomainStatsRecord {
    /// The domain.
    pub domain: Domain,
    /// Named figures, such as `cpu.time`.
    pub params: Vec<TypedParam>,
}

/// Statistics of many domains.
pub type AllStats = Vec<DomainStatsRecord>;

impl Connection {
    /// Statistics of the given domains, or of all (an empty list) that pass the filter in `flags`.
    pub async fn domain_stats(
        &self,
        domains: &[Domain],
        kinds: DomainStatsTypes,
        flags: ConnectGetAllDomainStatsFlags,
    ) -> Result<AllStats> {
        let doms: Vec<_> = domains.iter().map(|d| d.dom.clone()).collect();
        let statistics = &self.drivers().statistics;
        let list = statistics
            .connect_get_all_domain_stats(&doms, kinds.bits(), flags.bits())
            .await?;
        let record = |r: ferrovirt_protocol::remote::DomainStatsRecord| DomainStatsRecord {
            domain: Domain::new(self.clone(), r.dom),
            params: r.params.into_vec(),
        };
        Ok(list.into_iter().map(record).collect())
    }
}

impl Domain {
    /// Counters of a disk, by target name or source path; an empty name means all together.
    pub async fn block_stats(&self, disk: &str) -> Result<BlockStats> {
        self.connection
            .drivers()
            .statistics
            .domain_block_stats(&self.dom, disk)
            .await
            .map(Into::into)
    }

    /// All named counters of a disk.
    pub async fn block_stats_all(&self, disk: &str) -> Result<Vec<TypedParam>> {
        self.connection
            .drivers()
            .statistics
            .domain_block_stats_flags(&self.dom, disk, 0)
            .await
    }

    /// Size of a disk, by target name or source path.
    pub async fn block_info(&self, disk: &str) -> Result<BlockInfo> {
        self.connection
            .drivers()
            .statistics
            .domain_get_block_info(&self.dom, disk, 0)
            .await
            .map(Into::into)
    }

    /// Disks that failed, with a number of `DomainDiskErrorCode` each.
    pub async fn disk_errors(&self) -> Result<Vec<(String, i32)>> {
        let r = self
            .connection
            .drivers()
            .statistics
            .domain_get_disk_errors(&self.dom, 256, 0)
            .await?;
        Ok(r.errors.into_iter().map(|e| (e.disk, e.error)).collect())
    }

    /// Counters of a network interface, by the name of the host's device.
    pub async fn interface_stats(&self, device: &str) -> Result<InterfaceStats> {
        self.connection
            .drivers()
            .statistics
            .domain_interface_stats(&self.dom, device)
            .await
            .map(Into::into)
    }

    /// Figures about the guest's memory.
    pub async fn memory_stats(&self) -> Result<Vec<MemoryStat>> {
        let most = u32::try_from(DomainMemoryStatTags::Nr.raw()).unwrap_or(0);
        let list = self
            .connection
            .drivers()
            .statistics
            .domain_memory_stats(&self.dom, most, 0)
            .await?;
        Ok(list
            .into_iter()
            .map(|s| MemoryStat {
                tag: DomainMemoryStatTags::from_raw(s.tag),
                value: s.val,
            })
            .collect())
    }

    /// Processor times in ns: of all processors together (`None`), or of some from a first one on, each with
    /// the same names, one after the other.
    pub async fn cpu_stats(&self, cpus: Option<(u32, u32)>) -> Result<Vec<TypedParam>> {
        let (first, count) = cpus.map_or((-1, 1), |(f, c)| (i32::try_from(f).unwrap_or(i32::MAX), c));
        let statistics = &self.connection.drivers().statistics;
        let names = statistics
            .domain_get_cpu_stats(&self.dom, 0, first, 1, 0)
            .await?
            .nparams;
        let names = u32::try_from(names).unwrap_or(0);
        if names == 0 {
            return Ok(Vec::new());
        }
        Ok(statistics
            .domain_get_cpu_stats(&self.dom, names, first, count, 0)
            .await?
            .params)
    }

    /// Network interfaces with their addresses, from a source.
    pub async fn interface_addresses(
        &self,
        source: DomainInterfaceAddressesSource,
    ) -> Result<Vec<DomainInterface>> {
        let source = u32::try_from(source.raw()).unwrap_or(0);
        let list = self
            .connection
            .drivers()
            .statistics
            .domain_interface_addresses(&self.dom, source, 0)
            .await?;
        Ok(list.into_iter().map(Into::into).collect())
    }
}
