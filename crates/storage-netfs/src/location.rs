//! How `mount` names a directory of a server.

use ferrovirt_storage::Definition;
use ferrovirt_storage_fs::Mounted;

/// The file system of a pool.
pub(crate) fn mounted(pool: &Definition) -> Mounted {
    let source = pool.source();
    let host = source.hosts.first().map_or("", |host| host.name.as_str());
    let dir = source.dir.as_deref().unwrap_or_default();
    let (location, kind) = location(host, dir, source.format.as_deref().unwrap_or("auto"));
    let mut mounted = Mounted::new(pool, location, Some(kind));
    if kind == "cifs" && mounted.options.is_empty() {
        mounted.options.push("guest".to_owned());
    }
    let version = source.protocol.as_ref().filter(|_| kind == "nfs");
    mounted
        .options
        .extend(version.map(|version| format!("nfsvers={version}")));
    mounted
}

/// Where it is, and the type of its file system.
fn location<'a>(host: &str, dir: &str, format: &'a str) -> (String, &'a str) {
    // An address of IPv6 has colons of its own.
    let host = match host.contains(':') {
        true => format!("[{host}]"),
        false => host.to_owned(),
    };
    match format {
        "cifs" => (format!("//{host}/{}", dir.trim_start_matches('/')), format),
        "auto" => (format!("{host}:{dir}"), "nfs"),
        _ => (format!("{host}:{dir}"), format),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_kind_has_its_way() {
        for (host, dir, format, expected) in [
            ("server", "/a", "auto", ("server:/a", "nfs")),
            ("server", "/a", "nfs", ("server:/a", "nfs")),
            ("fe80::1", "/a", "nfs", ("[fe80::1]:/a", "nfs")),
            ("server", "volume", "glusterfs", ("server:volume", "glusterfs")),
            ("server", "/share", "cifs", ("//server/share", "cifs")),
        ] {
            let (location, kind) = location(host, dir, format);
            assert_eq!((location.as_str(), kind), expected);
        }
    }

    #[test]
    fn options_are_those_of_the_document() {
        let text = "<pool type='netfs'><name>p</name><source><host name='h'/><dir path='/d'/>
            <format type='nfs'/><protocol ver='4'/></source><target><path>/t</path></target></pool>";
        let pool = Definition::parse(text).unwrap();
        assert_eq!(mounted(&pool).options, ["nfsvers=4"]);
    }
}
