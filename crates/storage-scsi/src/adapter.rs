//! Which host a pool is about.

use ferrovirt_schema::pool::AdapterType;
use ferrovirt_schema::pool::{Adapter, AdapterAddress};
use ferrovirt_storage::{Definition, StorageError};
use std::fs;
use std::path::{Path, PathBuf};

/// Sysfs, or what stands for it in a test.
#[derive(Debug, Clone)]
pub(crate) struct Sysfs(pub(crate) PathBuf);

impl Default for Sysfs {
    fn default() -> Self {
        Sysfs("/sys".into())
    }
}

impl Sysfs {
    pub(crate) fn path(&self, path: &str) -> PathBuf {
        self.0.join(path)
    }

    /// The text of an attribute, trimmed.
    pub(crate) fn text(&self, path: &str) -> Option<String> {
        fs::read_to_string(self.path(path))
            .ok()
            .map(|text| text.trim().to_owned())
    }

    /// The numbers of the hosts of a class (`scsi_host`, `fc_host`).
    pub(crate) fn hosts(&self, class: &str) -> Vec<u32> {
        let entries = fs::read_dir(self.path(&format!("class/{class}")));
        let names = entries
            .into_iter()
            .flatten()
            .flatten()
            .map(|entry| entry.file_name());
        let mut hosts: Vec<u32> = names.filter_map(|name| number(name.to_str()?)).collect();
        hosts.sort_unstable();
        hosts
    }

    /// The Fibre Channel host with these names.
    pub(crate) fn fc_host(&self, wwnn: &str, wwpn: &str) -> Option<u32> {
        let is = |host: &u32, file: &str, name: &str| {
            let text = self.text(&format!("class/fc_host/host{host}/{file}"));
            text.is_some_and(|text| plain(&text) == plain(name))
        };
        self.hosts("fc_host")
            .into_iter()
            .find(|host| is(host, "node_name", wwnn) && is(host, "port_name", wwpn))
    }
}

/// A worldwide name without the `0x` that sysfs writes.
pub(crate) fn plain(name: &str) -> String {
    name.trim().trim_start_matches("0x").to_ascii_lowercase()
}

/// The adapter of a pool; a definition without one is refused when it is read.
pub(crate) fn adapter(pool: &Definition) -> Result<&Adapter, StorageError> {
    let adapter = pool.source().adapter.as_ref();
    adapter.ok_or_else(|| StorageError::Document("missing storage pool source adapter".to_owned()))
}

pub(crate) fn is_fc(adapter: &Adapter) -> bool {
    adapter.kind == Some(AdapterType::FcHost)
}

/// The number of the host that a pool is about. None: a Fibre Channel host that is not there.
pub(crate) fn host(sysfs: &Sysfs, adapter: &Adapter) -> Result<Option<u32>, StorageError> {
    if is_fc(adapter) {
        let names = adapter.wwnn.as_deref().zip(adapter.wwpn.as_deref());
        let (wwnn, wwpn) = names.ok_or_else(|| {
            StorageError::Document("an adapter of type fc_host needs wwnn and wwpn".to_owned())
        })?;
        return Ok(sysfs.fc_host(wwnn, wwpn));
    }
    let missing = |what: String| StorageError::Argument(format!("there is no SCSI host {what} on this host"));
    if let Some(name) = &adapter.name {
        let number = number(name).ok_or_else(|| missing(format!("'{name}'")))?;
        let path = sysfs.path(&format!("class/scsi_host/host{number}"));
        let found = fs::metadata(&path);
        return found
            .map(|_| Some(number))
            .map_err(|e| StorageError::io("find SCSI host", path, e));
    }
    let parent = adapter.parent_address.as_ref();
    let address = parent.and_then(|parent| parent.address.as_ref());
    let Some((parent, address)) = parent.zip(address) else {
        return Err(StorageError::Document(
            "an adapter of type scsi_host needs a name or a parentaddr".to_owned(),
        ));
    };
    let wanted = pci(address);
    let found = sysfs.hosts("scsi_host").into_iter().find(|host| {
        let class = format!("class/scsi_host/host{host}");
        let device = fs::canonicalize(sysfs.path(&class)).unwrap_or_default();
        let unique = sysfs
            .text(&format!("{class}/unique_id"))
            .and_then(|id| id.parse().ok());
        goes_through(&device, &wanted) && (parent.unique_id.is_none() || unique == parent.unique_id)
    });
    found
        .map(Some)
        .ok_or_else(|| missing(format!("at PCI address {wanted}")))
}

fn goes_through(path: &Path, part: &str) -> bool {
    path.components().any(|component| component.as_os_str() == part)
}

fn pci(address: &AdapterAddress) -> String {
    format!(
        "{:04x}:{:02x}:{:02x}.{:x}",
        address.domain.0, address.bus.0, address.slot.0, address.function.0
    )
}

/// `host2`, and `scsi_host2` as node devices are called.
pub(crate) fn number(name: &str) -> Option<u32> {
    name.trim_start_matches("scsi_")
        .strip_prefix("host")?
        .parse()
        .ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pool(adapter: &str) -> Definition {
        let text = format!(
            "<pool type='scsi'><name>p</name><source>{adapter}</source><target><path>/dev/disk/by-path</path></target></pool>"
        );
        Definition::parse(&text).unwrap()
    }

    fn sysfs(dir: &Path) -> Sysfs {
        let hosts = dir.join("class/scsi_host");
        fs::create_dir_all(&hosts).unwrap();
        let device = dir.join("devices/0000:00:1f.2/ata1/host3");
        fs::create_dir_all(&device).unwrap();
        fs::write(device.join("unique_id"), "1\n").unwrap();
        std::os::unix::fs::symlink(&device, hosts.join("host3")).unwrap();
        let fc = dir.join("class/fc_host/host5");
        fs::create_dir_all(&fc).unwrap();
        fs::write(fc.join("node_name"), "0x20000000c9831b4b\n").unwrap();
        fs::write(fc.join("port_name"), "0x10000000c9831b4b\n").unwrap();
        Sysfs(dir.to_owned())
    }

    #[test]
    fn hosts_are_found() {
        let dir = tempfile::tempdir().unwrap();
        let sysfs = sysfs(dir.path());
        for (text, expected) in [
            ("<adapter type='scsi_host' name='host3'/>", Some(3)),
            ("<adapter name='scsi_host3'/>", Some(3)),
            (
                "<adapter type='scsi_host'><parentaddr unique_id='1'><address domain='0x0000' bus='0x00' slot='0x1f' addr='0' function='0x2'/></parentaddr></adapter>",
                Some(3),
            ),
            (
                "<adapter type='fc_host' wwnn='20000000c9831b4b' wwpn='10000000C9831B4B'/>",
                Some(5),
            ),
            (
                "<adapter type='fc_host' wwnn='20000000c9831b4b' wwpn='10000000c9831b4c'/>",
                None,
            ),
        ] {
            let pool = pool(text);
            assert_eq!(host(&sysfs, adapter(&pool).unwrap()).unwrap(), expected, "{text}");
        }
        let gone = pool("<adapter name='host9'/>");
        let error = host(&sysfs, adapter(&gone).unwrap()).unwrap_err().to_string();
        assert!(error.contains("host9"), "{error}");
    }
}
