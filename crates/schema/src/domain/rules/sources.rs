//! Where storage comes from: what each kind of source has to say.

use ferrovirt_types::consts::ErrorNumber;
use ferrovirt_xml::XmlError;

use super::{Verdict, broken, unsupported};
use crate::common::seclabel::SourceSecLabel;
use crate::common::secret::Auth;
use crate::common::source::{
    HostTransport, NetworkHost, NetworkProtocol, NetworkSource, SourceCommon, StorageSource,
};

/// A source of a disk or of firmware. `path` is that of the element around it.
pub(super) fn check(source: &StorageSource, path: &str) -> Verdict {
    let at = || format!("{path}/source");
    let missing = |what: &str| Err(XmlError::rule(at(), format!("missing {what} of the source")));
    match source {
        StorageSource::Network(source) => network(source, &at())?,
        StorageSource::Nvme(source) => {
            if source.source_type.is_none() {
                return missing("'type', which is 'pci',");
            }
            match source.namespace {
                None => return missing("'namespace'"),
                Some(0) => return unsupported(at(), "the namespace of an NVMe drive cannot be zero"),
                Some(_) if source.address.is_none() => return missing("address"),
                Some(_) => {}
            }
        }
        StorageSource::VhostUser(source) => {
            if source.source_type.is_none() {
                return missing("'type', which is 'unix',");
            }
            if source.path.is_none() {
                return missing("'path'");
            }
        }
        _ => {}
    }
    let Some(common) = common(source) else {
        return Ok(());
    };
    if let Some(given) = &common.auth {
        auth(given, &at())?;
    }
    labels(&common.seclabels, &at())
}

/// What the source shares with other kinds; who serves a whole disk has his own ways.
pub(super) fn common(source: &StorageSource) -> Option<&SourceCommon> {
    match source {
        StorageSource::VhostUser(_) => None,
        other => Some(other.common()),
    }
}

/// Whether it names nothing, as an empty drive does.
pub(super) fn is_empty(source: &StorageSource) -> bool {
    let blank = |text: &Option<String>| text.as_deref().is_none_or(str::is_empty);
    match source {
        StorageSource::File(s) => blank(&s.file),
        StorageSource::Block(s) | StorageSource::VhostVdpa(s) => blank(&s.dev),
        StorageSource::Dir(s) => blank(&s.dir),
        StorageSource::Volume(s) => s.pool.is_empty() && s.volume.is_empty(),
        StorageSource::Network(s) => s.name.is_none() && s.hosts.is_empty(),
        StorageSource::Nvme(s) => s.source_type.is_none() && s.address.is_none(),
        StorageSource::VhostUser(s) => s.source_type.is_none() && s.path.is_none(),
    }
}

fn network(source: &NetworkSource, path: &str) -> Verdict {
    let needs_name = !matches!(source.protocol, NetworkProtocol::Nbd);
    if source.name.is_none() && needs_name {
        return Err(XmlError::rule(path, "missing name for disk source"));
    }
    // These name an image in a pool or volume of the servers.
    let in_pool = matches!(source.protocol, NetworkProtocol::Rbd | NetworkProtocol::Gluster);
    if let Some(name) = source
        .name
        .as_deref()
        .filter(|name| in_pool && !name.contains('/'))
    {
        let why = format!("can't split path '{name}' into pool name and image name; it is POOL/IMAGE");
        return Err(XmlError::rule(format!("{path}/@name"), why));
    }
    source.hosts.iter().try_for_each(|one| host(one, path))
}

/// A server by its name, or by a socket.
pub(super) fn host(host: &NetworkHost, path: &str) -> Verdict {
    let refuse = |why: &str| Err(XmlError::rule(format!("{path}/host"), why));
    let unix = host.transport == Some(HostTransport::Unix);
    match (unix, host.socket.is_some()) {
        (true, false) => refuse("missing socket for unix transport"),
        (false, true) => refuse("a host with a socket has transport 'unix'"),
        (false, false) if host.name.is_none() => refuse("missing name for host"),
        _ => Ok(()),
    }
}

/// Credentials name the user and the secret.
pub(super) fn auth(auth: &Auth, path: &str) -> Verdict {
    let at = format!("{path}/auth");
    if auth.username.is_empty() {
        return Err(XmlError::rule(at, "missing username for auth"));
    }
    match &auth.secret {
        None => Err(XmlError::rule(at, "missing <secret> element in auth")),
        Some(_) => Ok(()),
    }
}

/// A security driver has one label for a source.
pub(super) fn labels(labels: &[SourceSecLabel], path: &str) -> Verdict {
    for (i, label) in labels.iter().enumerate() {
        if let Some(model) = &label.model
            && labels[..i]
                .iter()
                .any(|other| other.model.as_ref() == Some(model))
        {
            return broken(
                format!("{path}/seclabel"),
                format!("seclabel for model {model} is already provided"),
            );
        }
    }
    Ok(())
}

/// The refusal of a device without a source.
pub(super) fn missing(path: &str, device: &str) -> Verdict {
    Err(XmlError::coded(
        format!("{path}/source"),
        ErrorNumber::NoSource,
        format!("for device {device}"),
    ))
}
