//! What a server exports.

use ferrovirt_schema::pool::{Host, Source};
use ferrovirt_storage::{StorageError, Tool};

const SHOWMOUNT: Tool = Tool {
    program: "showmount",
    package: "nfs-common",
};

/// The directories that the server named in `spec` exports by NFS.
pub(crate) async fn find(spec: Option<&Source>) -> Result<Vec<Source>, StorageError> {
    let hosts = spec.map(|spec| spec.hosts.as_slice()).unwrap_or_default();
    let [host] = hosts else {
        let why = "hostname must be specified for netfs sources, and only one";
        return Err(StorageError::Argument(why.to_owned()));
    };
    if host.name.starts_with('-') {
        let why = format!("'{}' is not the name of a host", host.name);
        return Err(StorageError::Argument(why));
    }
    let out = SHOWMOUNT.run(["--no-headers", "--exports", &host.name]).await?;
    Ok(parse(&out.text(), host))
}

/// One directory a line, followed by who may mount it.
fn parse(text: &str, host: &Host) -> Vec<Source> {
    let directories = text
        .lines()
        .filter_map(|line| line.rsplit_once(' ').map(|(dir, _)| dir.trim_end()));
    directories
        .filter(|dir| dir.starts_with('/'))
        .map(|dir| Source {
            hosts: vec![host.clone()],
            dir: Some(dir.to_owned()),
            format: Some("nfs".to_owned()),
            ..Source::default()
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn exports_are_read() {
        let host = Host {
            name: "server".into(),
            port: None,
        };
        let found = parse(
            "/srv/images  10.0.0.0/8,host2\n/home         (everyone)\n\n",
            &host,
        );
        let dirs: Vec<_> = found.iter().filter_map(|source| source.dir.as_deref()).collect();
        assert_eq!(dirs, ["/srv/images", "/home"]);
    }
}
