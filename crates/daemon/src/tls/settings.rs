//! Settings of TLS, with the names of `libvirtd.conf`.

use crate::conf::Value;
use ferrovirt_tls::{AllowedNames, Layout, Priority, PriorityError, ServerFiles, ServerSettings};
use std::path::PathBuf;

/// Port for TLS that clients try.
const PORT: u16 = 16_514;

/// What the settings say of TLS.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TlsConfig {
    /// Whether to listen with TLS when the command line says `--listen`.
    pub listen: bool,
    /// Port.
    pub port: u16,
    /// Files that are not at their usual places.
    authorities: Option<PathBuf>,
    certificate: Option<PathBuf>,
    key: Option<PathBuf>,
    revocations: Option<PathBuf>,
    /// Clients need no certificate.
    no_verify: bool,
    /// Our own certificates are not looked at before they are used.
    no_sanity: bool,
    /// Names that may come in; all of them by default.
    allowed: Option<Vec<String>>,
    /// Which TLS may be spoken, as GnuTLS writes it.
    priority: Option<String>,
}

impl Default for TlsConfig {
    fn default() -> Self {
        Self {
            listen: true,
            port: PORT,
            authorities: None,
            certificate: None,
            key: None,
            revocations: None,
            no_verify: false,
            no_sanity: false,
            allowed: None,
            priority: None,
        }
    }
}

impl TlsConfig {
    /// Takes a setting, where it is one of TLS; what it must be where the value is wrong.
    pub(crate) fn set(&mut self, name: &str, value: &Value) -> Option<Result<(), &'static str>> {
        self.take(name, value.clone()).transpose()
    }

    /// `None` in place of nothing where the name is another's.
    fn take(&mut self, name: &str, value: Value) -> Result<Option<()>, &'static str> {
        match name {
            "listen_tls" => self.listen = value.number()? != 0,
            "tls_port" => {
                let expected = "a port as a \"text\", such as \"16514\"";
                self.port = value.text()?.parse().map_err(|_| expected)?;
            }
            "auth_tls" => {
                if value.text()? != "none" {
                    return Err(
                        "\"none\": certificates decide who comes in; name those that may in tls_allowed_dn_list",
                    );
                }
            }
            "ca_file" => self.authorities = path(value)?,
            "cert_file" => self.certificate = path(value)?,
            "key_file" => self.key = path(value)?,
            "crl_file" => self.revocations = path(value)?,
            "tls_no_verify_certificate" => self.no_verify = value.number()? != 0,
            "tls_no_sanity_certificate" => self.no_sanity = value.number()? != 0,
            "tls_allowed_dn_list" => self.allowed = Some(value.texts()?),
            "tls_priority" => self.priority = Some(value.text()?).filter(|text| !text.is_empty()),
            _ => return Ok(None),
        }
        Ok(Some(()))
    }

    /// What a server is made from; files that are not named are at their usual places in `layout`.
    ///
    /// # Errors
    /// When the priority string cannot be honoured.
    pub(crate) fn server(&self, layout: &Layout) -> Result<ServerSettings, PriorityError> {
        let usual = ServerFiles::of(layout);
        let named = |path: &Option<PathBuf>, usual| path.clone().unwrap_or(usual);
        Ok(ServerSettings {
            files: ServerFiles {
                authorities: named(&self.authorities, usual.authorities),
                revocations: self.revocations.clone().or(usual.revocations),
                certificate: named(&self.certificate, usual.certificate),
                key: named(&self.key, usual.key),
            },
            verify: !self.no_verify,
            sane: !self.no_sanity,
            allowed: self.allowed.as_ref().map(AllowedNames::new),
            priority: match &self.priority {
                None => Priority::default(),
                Some(text) => Priority::parse(text)?,
            },
        })
    }
}

fn path(value: Value) -> Result<Option<PathBuf>, &'static str> {
    let text = value.text()?;
    match text.starts_with('/') {
        _ if text.is_empty() => Ok(None),
        true => Ok(Some(text.into())),
        false => Err("the whole path of a file"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_that_are_not_named_are_at_their_places() {
        let mut config = TlsConfig::default();
        let mut set = |name: &str, text: &str| config.set(name, &Value::Text(text.to_owned()));
        assert_eq!(set("key_file", "/x/key.pem"), Some(Ok(())));
        assert_eq!(set("cert_file", ""), Some(Ok(())));
        assert!(matches!(set("ca_file", "ca.pem"), Some(Err(_))));
        assert!(matches!(set("auth_tls", "sasl"), Some(Err(e)) if e.contains("tls_allowed_dn_list")));
        assert_eq!(set("max_clients", "1"), None);
        let files = config.server(&Layout::Folders("/r".into())).unwrap().files;
        assert_eq!(files.key, PathBuf::from("/x/key.pem"));
        assert_eq!(files.certificate, PathBuf::from("/r/libvirt/servercert.pem"));
    }

    #[test]
    fn an_empty_list_is_a_list() {
        let mut config = TlsConfig::default();
        let layout = Layout::system();
        assert_eq!(config.server(&layout).unwrap().allowed, None);
        config
            .set("tls_allowed_dn_list", &Value::List(Vec::new()))
            .unwrap()
            .unwrap();
        let nobody: [&str; 0] = [];
        assert_eq!(
            config.server(&layout).unwrap().allowed,
            Some(AllowedNames::new(nobody))
        );
    }
}
