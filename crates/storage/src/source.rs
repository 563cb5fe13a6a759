//! What the source of a pool must say, by the kind of pool.

use crate::{StorageError, capabilities};
use ferrovirt_schema::pool::{Adapter, Auth, PoolType, Source};

/// File systems that are mounted though no list of the interface has them.
const FURTHER_FILE_SYSTEMS: [&str; 1] = ["btrfs"];

/// Checks the source of pool `name`.
pub(crate) fn check(kind: PoolType, source: Option<&Source>, name: &str) -> Result<(), StorageError> {
    let none = Source::default();
    let source = source.unwrap_or(&none);
    check_parts(kind, source, name)?;
    check_format(kind, source)?;
    source.auth.as_ref().map_or(Ok(()), check_auth)?;
    source.adapter.as_ref().map_or(Ok(()), check_adapter)?;
    let initiator = source
        .initiator
        .as_ref()
        .and_then(|initiator| initiator.iqn.as_ref());
    if kind == PoolType::IscsiDirect && initiator.is_none() {
        return Err(StorageError::ConfigUnsupported(format!(
            "missing initiator IQN of pool '{name}'; state it in <initiator><iqn name='...'/></initiator>"
        )));
    }
    Ok(())
}

/// Parts that a kind of pool cannot do without.
fn check_parts(kind: PoolType, source: &Source, name: &str) -> Result<(), StorageError> {
    use PoolType as P;
    let (host, device, dir, adapter, of_name) = match kind {
        P::Dir | P::Logical | P::Mpath | P::Zfs => (false, false, false, false, false),
        P::Fs | P::Disk => (false, true, false, false, false),
        P::Netfs => (true, false, true, false, false),
        // Which target is asked for when the pool starts.
        P::Iscsi => (true, false, false, false, false),
        P::IscsiDirect => (true, true, false, false, false),
        P::Scsi => (false, false, false, true, false),
        P::Rbd | P::Sheepdog | P::Vstorage => (false, false, false, false, true),
        P::Gluster => (true, false, false, false, true),
    };
    let lacks = |needed: bool, there: bool, what: &str| match needed && !there {
        true => Err(StorageError::Document(format!(
            "missing {what} of pool '{name}' (type {kind})"
        ))),
        false => Ok(()),
    };
    let named = source.hosts.iter().any(|host| !host.name.is_empty());
    lacks(host, named, "storage pool source host name")?;
    let devices = !source.devices.is_empty();
    lacks(device, devices, "storage pool source device name")?;
    lacks(dir, source.dir.is_some(), "storage pool source path")?;
    lacks(adapter, source.adapter.is_some(), "storage pool source adapter")?;
    lacks(of_name, source.name.is_some(), "storage pool source name")
}

fn check_format(kind: PoolType, source: &Source) -> Result<(), StorageError> {
    let (Some(word), Some(words)) = (source.format.as_deref(), capabilities::source_formats(kind)) else {
        return Ok(());
    };
    let further = kind == PoolType::Fs && FURTHER_FILE_SYSTEMS.contains(&word);
    match further || words.contains(&word) {
        true => Ok(()),
        false => Err(StorageError::ConfigUnsupported(format!(
            "unknown pool format type {word}; known are {}",
            words.join(", ")
        ))),
    }
}

fn check_auth(auth: &Auth) -> Result<(), StorageError> {
    if auth.username.is_none() {
        return Err(StorageError::Document("missing username for auth".to_owned()));
    }
    match auth.kind.as_deref() {
        None | Some("chap" | "ceph") => Ok(()),
        Some(other) => Err(StorageError::ConfigUnsupported(format!(
            "unknown auth type '{other}'; known are chap and ceph"
        ))),
    }
}

fn check_adapter(adapter: &Adapter) -> Result<(), StorageError> {
    match adapter.kind.as_deref() {
        None | Some("scsi_host") => return Ok(()),
        Some("fc_host") => {}
        Some(other) => {
            return Err(StorageError::Document(format!(
                "unknown type of adapter '{other}'; known are scsi_host and fc_host"
            )));
        }
    }
    for name in [&adapter.wwnn, &adapter.wwpn] {
        let name = name.as_deref().ok_or_else(|| {
            StorageError::Document("an adapter of type fc_host needs wwnn and wwpn".to_owned())
        })?;
        let digits = name.trim_start_matches("0x");
        if digits.len() != 16 || !digits.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            return Err(StorageError::BadWorldwideName {
                name: name.escape_default().to_string(),
            });
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use crate::Definition;
    use ferrovirt_types::Error;

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
            let text = format!(
                "<pool type='{kind}'><name>p</name><source>{source}</source><target><path>/t</path></target></pool>"
            );
            let error = Error::from(Definition::parse(&text).unwrap_err());
            assert_eq!(error.raw_code(), code, "{text}: {error}");
        }
    }
}
