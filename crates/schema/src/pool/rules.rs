//! What holds in every document of a pool, whichever driver reads it: the parts that a type of pool has, those
//! that it cannot do without, and what stands for those that are left out.

use super::{Adapter, AdapterType, Pool, PoolType, Source};
use ferrovirt_types::consts::ErrorNumber;
use ferrovirt_xml::XmlError;

/// Parts of the source that a type of pool has; what else is written there means nothing.
#[derive(Debug, Clone, Copy, Default)]
struct Parts {
    host: bool,
    device: bool,
    dir: bool,
    adapter: bool,
    name: bool,
    initiator: bool,
    /// Formats of the source, the first being that where none is given.
    formats: &'static [&'static str],
    /// Whether volumes are reached over the network and appear nowhere on the host.
    network: bool,
}

/// All that libvirt has, and one that every Linux can mount.
const FILE_SYSTEMS: &[&str] = &[
    "auto", "ext2", "ext3", "ext4", "ufs", "iso9660", "udf", "gfs", "gfs2", "vfat", "hfs+", "xfs", "ocfs2",
    "vmfs", "btrfs",
];
const TABLES: &[&str] = &[
    "unknown", "dos", "dvh", "gpt", "mac", "bsd", "pc98", "sun", "lvm2",
];

impl Parts {
    fn of(kind: PoolType) -> Self {
        let mut parts = Parts::default();
        match kind {
            PoolType::Dir | PoolType::Mpath => {}
            PoolType::Fs => (parts.device, parts.formats) = (true, FILE_SYSTEMS),
            PoolType::Disk => (parts.device, parts.formats) = (true, TABLES),
            PoolType::Logical => {
                (parts.name, parts.device, parts.formats) = (true, true, &["lvm2", "unknown"]);
            }
            PoolType::Zfs => (parts.name, parts.device) = (true, true),
            PoolType::Netfs => {
                (parts.host, parts.dir, parts.formats) = (true, true, &["auto", "nfs", "glusterfs", "cifs"]);
            }
            PoolType::Iscsi => (parts.host, parts.device, parts.initiator) = (true, true, true),
            PoolType::IscsiDirect => {
                (parts.host, parts.device, parts.initiator, parts.network) = (true, true, true, true);
            }
            PoolType::Scsi => parts.adapter = true,
            PoolType::Rbd | PoolType::Sheepdog => {
                (parts.host, parts.name, parts.network) = (true, true, true)
            }
            PoolType::Gluster => {
                (parts.host, parts.name, parts.dir, parts.network) = (true, true, true, true);
            }
            PoolType::Vstorage => parts.name = true,
        }
        parts
    }
}

impl Pool {
    /// Fills in what holds for a definition that says nothing.
    pub(super) fn fill(&mut self) {
        let parts = Parts::of(self.kind);
        let name = self.name.clone();
        let source = self.source.get_or_insert_default();
        if source.format.is_none() {
            source.format = parts.formats.first().map(|format| (*format).to_owned());
        }
        if parts.name && source.name.is_none() && self.kind != PoolType::Rbd {
            source.name = name;
        }
        if self.kind == PoolType::Gluster {
            source.dir.get_or_insert_with(|| "/".to_owned());
        }
        if let Some(adapter) = &mut source.adapter {
            adapter.kind.get_or_insert(AdapterType::ScsiHost);
        }
    }

    /// Checks a definition, fills in what it leaves open and drops what means nothing in it.
    pub fn settle(&mut self) -> Result<(), XmlError> {
        let Some(name) = self.effective_name().map(str::to_owned) else {
            return missing("pool/name", "storage pool name");
        };
        if name.contains('/') {
            return refuse(
                "pool/name",
                &format!("name '{name}' of a storage pool cannot contain '/'"),
            );
        }
        self.name = Some(name);
        let parts = Parts::of(self.kind);
        if let Some(adapter) = self.source.as_ref().and_then(|source| source.adapter.as_ref()) {
            adapter.check()?;
        }
        self.fill();
        let source = self.source.get_or_insert_default();
        source.check(self.kind, parts)?;
        source.keep(parts);
        if parts.network {
            self.target = None;
            return Ok(());
        }
        let of_source = source.name.as_deref().unwrap_or_default();
        let fixed = match self.kind {
            PoolType::Logical => Some(format!("/dev/{of_source}")),
            PoolType::Zfs => Some(format!("/dev/zvol/{of_source}")),
            _ => None,
        };
        let target = self.target.get_or_insert_default();
        match fixed.or_else(|| target.path.as_deref().map(plain_path)) {
            Some(path) => target.path = Some(path),
            None => return missing("pool/target/path", "storage pool target path"),
        }
        Ok(())
    }
}

impl Source {
    fn check(&self, kind: PoolType, parts: Parts) -> Result<(), XmlError> {
        let unsupported =
            |path: &str, what: &str| Err(XmlError::coded(path, ErrorNumber::ConfigUnsupported, what));
        if let Some(format) = self.format.as_deref()
            && !parts.formats.is_empty()
            && !parts.formats.contains(&format)
        {
            return unsupported(
                "pool/source/format/@type",
                &format!("unknown pool format type {format}"),
            );
        }
        if kind == PoolType::Rbd && self.name.is_none() {
            return missing("pool/source/name", "storage pool source name");
        }
        let iqn = self
            .initiator
            .as_ref()
            .and_then(|initiator| initiator.iqn.as_deref());
        if kind == PoolType::IscsiDirect && iqn.is_none_or(str::is_empty) {
            return unsupported("pool/source/initiator/iqn/@name", "missing initiator IQN");
        }
        let lacks = |needed: bool, there: bool, path: &str, what: &str| match needed && !there {
            true => missing(path, what),
            false => Ok(()),
        };
        let device = parts.device && matches!(kind, PoolType::Fs | PoolType::Disk | PoolType::IscsiDirect);
        let (hosts, devices) = (!self.hosts.is_empty(), !self.devices.is_empty());
        lacks(
            parts.host,
            hosts,
            "pool/source/host",
            "storage pool source host name",
        )?;
        lacks(
            device,
            devices,
            "pool/source/device",
            "storage pool source device name",
        )?;
        lacks(
            parts.dir,
            self.dir.is_some(),
            "pool/source/dir",
            "storage pool source path",
        )?;
        lacks(
            parts.adapter,
            self.adapter.is_some(),
            "pool/source/adapter",
            "storage pool source adapter",
        )
    }

    /// Drops what this type of pool has not.
    fn keep(&mut self, parts: Parts) {
        self.hosts.retain(|_| parts.host);
        self.devices.retain(|_| parts.device);
        self.dir.take_if(|_| !parts.dir);
        self.adapter.take_if(|_| !parts.adapter);
        self.name.take_if(|_| !parts.name);
        self.initiator.take_if(|_| !parts.initiator);
        self.format.take_if(|_| parts.formats.is_empty());
    }
}

impl Adapter {
    fn check(&self) -> Result<(), XmlError> {
        let path = "pool/source/adapter";
        match self.kind {
            Some(AdapterType::FcHost) => self.check_port(path),
            Some(AdapterType::ScsiHost) => match (&self.name, &self.parent_address) {
                (None, None) => refuse(path, "an adapter of SCSI has a 'name' or a <parentaddr>"),
                (Some(_), Some(_)) => refuse(
                    path,
                    "an adapter of SCSI has a 'name' or a <parentaddr>, not both",
                ),
                (None, Some(parent)) if parent.unique_id.is_none() => {
                    missing(path, "'unique_id' of <parentaddr>")
                }
                (None, Some(parent)) if parent.address.is_none() => {
                    missing(path, "<address> of <parentaddr>")
                }
                _ => Ok(()),
            },
            None if self.wwnn.is_some() || self.wwpn.is_some() || self.parent.is_some() => {
                refuse(path, "'wwnn', 'wwpn' and 'parent' need the 'type' of the adapter")
            }
            None if self.name.is_none() => missing(path, "storage pool source adapter"),
            None => Ok(()),
        }
    }

    /// A virtual port has two names of its own, and those of its parent come in pairs.
    fn check_port(&self, path: &str) -> Result<(), XmlError> {
        if self.wwnn.is_none() || self.wwpn.is_none() {
            return refuse(
                path,
                "'wwnn' and 'wwpn' must be specified for adapter type 'fc_host'",
            );
        }
        if self.parent_wwnn.is_some() != self.parent_wwpn.is_some() {
            return refuse(path, "'parent_wwnn' and 'parent_wwpn' are given together");
        }
        let names = [
            &self.wwnn,
            &self.wwpn,
            &self.parent_wwnn,
            &self.parent_wwpn,
            &self.parent_fabric_wwn,
        ];
        let is_name = |name: &str| {
            let digits = name.strip_prefix("0x").unwrap_or(name);
            digits.len() == 16 && digits.bytes().all(|b| b.is_ascii_hexdigit())
        };
        match names.into_iter().flatten().find(|name| !is_name(name)) {
            Some(bad) => {
                let what = format!("malformed wwn '{bad}': 16 hexadecimal digits expected");
                Err(XmlError::coded(path, ErrorNumber::InternalError, what))
            }
            None => Ok(()),
        }
    }
}

/// A path without repeated and trailing slashes; two at its beginning stay, as they mean something to some systems.
fn plain_path(path: &str) -> String {
    let slashes = path.len() - path.trim_start_matches('/').len();
    let start = match slashes {
        2 => "//",
        0 => "",
        _ => "/",
    };
    let parts: Vec<&str> = path.split('/').filter(|part| !part.is_empty()).collect();
    format!("{start}{}", parts.join("/"))
}

fn missing(path: &str, what: &str) -> Result<(), XmlError> {
    refuse(path, &format!("missing {what}"))
}

fn refuse(path: &str, what: &str) -> Result<(), XmlError> {
    Err(XmlError::rule(path, what))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn settled(kind: &str, inner: &str) -> Result<Pool, XmlError> {
        let mut pool = Pool::parse(&format!("<pool type='{kind}'><name>q</name>{inner}</pool>"))?;
        pool.settle().map(|()| pool)
    }

    #[test]
    fn every_type_needs_its_source() {
        let target = "<target><path>/a</path></target>";
        let code = |kind: &str| settled(kind, target).map_err(|e| e.code() as i32).err();
        assert_eq!(code("dir"), None);
        for kind in ["fs", "netfs", "disk", "iscsi", "scsi", "rbd", "gluster"] {
            assert_eq!(code(kind), Some(27), "{kind}");
        }
        assert_eq!(code("iscsi-direct"), Some(67));
        assert!(
            settled("dir", "")
                .unwrap_err()
                .to_string()
                .contains("target path")
        );
    }

    #[test]
    fn what_is_wrong_with_a_source_has_the_code_of_the_interface() {
        let host = "<host name='h'/>";
        for (kind, source, code) in [
            ("fs", "<device path='/d'/><format type='bogus'/>", 67),
            ("fs", "<format type='ext4'/>", 27),
            (
                "netfs",
                &format!("{host}<dir path='/d'/><format type='ext4'/>"),
                67,
            ),
            ("disk", "<device path='/d'/><format type='lvm'/>", 67),
            ("iscsi", "<device path='iqn.x:y'/>", 27),
            ("iscsi", &format!("{host}<auth type='x' username='u'/>"), 67),
            ("iscsi", &format!("{host}<auth type='chap'/>"), 27),
            ("iscsi-direct", &format!("{host}<device path='iqn.x:y'/>"), 67),
            ("scsi", "<adapter type='x'/>", 27),
            ("scsi", "<adapter type='fc_host' wwnn='x' wwpn='y'/>", 1),
        ] {
            let inner = format!("<source>{source}</source><target><path>/t</path></target>");
            let error = settled(kind, &inner).unwrap_err();
            assert_eq!(error.code() as i32, code, "{inner}: {error}");
        }
    }

    #[test]
    fn names_and_places_follow_from_each_other() {
        let group = settled("logical", "").unwrap();
        assert_eq!(group.target_path(), Some("/dev/q"));
        assert_eq!(group.source.unwrap().format.as_deref(), Some("lvm2"));
        let dir = settled(
            "dir",
            "<source><device path='/x'/></source><target><path>//x///y/</path></target>",
        )
        .unwrap();
        assert_eq!(
            (dir.target_path(), dir.source.clone()),
            (Some("//x/y"), Some(Source::default()))
        );
    }

    #[test]
    fn adapters() {
        let code = |adapter: &str| {
            let inner = format!("<source><adapter {adapter}</source><target><path>/a</path></target>");
            settled("scsi", &inner).map_err(|e| e.code() as i32).err()
        };
        let names = "wwnn='20000000c9831b4b' wwpn='20000000c9848140'";
        assert_eq!(code("name='host0'/>"), None);
        assert_eq!(code(&format!("type='fc_host' {names}/>")), None);
        assert_eq!(
            code(&format!(
                "type='fc_host' parent_wwnn='20000000c9831b4b' {names}/>"
            )),
            Some(27)
        );
        assert_eq!(code("type='fc_host' wwnn='x' wwpn='20000000c9848140'/>"), Some(1));
        assert_eq!(code(&format!("{names}/>")), Some(27));
        assert_eq!(
            code("type='scsi_host'><parentaddr><address/></parentaddr></adapter>"),
            Some(27)
        );
    }
}
