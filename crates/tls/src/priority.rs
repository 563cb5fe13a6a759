//! Which TLS may be spoken, as a GnuTLS priority string says.
//!
//! Served are TLS 1.2 and 1.3 with keys agreed anew for each connection and authenticated ciphers of 128 bits and
//! more. A string is taken when what it leaves of that is exactly what it allows of that: words that only remove what
//! is not served anyway hold by themselves. A string that asks for more, or in a way that is not understood, is
//! refused with the word that is to blame.

use rustls::crypto::{CryptoProvider, SupportedKxGroup, ring};
use rustls::{CipherSuite, NamedGroup, ProtocolVersion, SupportedCipherSuite, SupportedProtocolVersion};
use thiserror::Error;

/// A string that cannot be honoured.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum PriorityError {
    /// A word that is not known, or that asks for what is not served.
    #[error(
        "tls_priority \"{text}\": `{word}` cannot be honoured. Served are TLS 1.2 and 1.3 with AES-128-GCM, AES-256-GCM \
         and CHACHA20-POLY1305 over X25519, SECP256R1 and SECP384R1; write for instance \"NORMAL:-VERS-TLS1.2\", or \
         leave the setting out"
    )]
    Word {
        /// All of it.
        text: String,
        /// The word.
        word: String,
    },
    /// Nothing is left of what is served.
    #[error(
        "tls_priority \"{text}\" leaves no {what}: write for instance \"NORMAL\", or leave the setting out"
    )]
    Nothing {
        /// All of it.
        text: String,
        /// Of which there is none.
        what: &'static str,
    },
}

/// What is allowed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Priority {
    versions: Words,
    ciphers: Words,
    exchanges: Words,
    groups: Words,
}

/// Words of one kind that are allowed.
type Words = Vec<&'static str>;

const VERSIONS: &[&str] = &["VERS-TLS1.3", "VERS-TLS1.2"];
const CIPHERS: &[&str] = &["AES-256-GCM", "AES-128-GCM", "CHACHA20-POLY1305"];
/// Those of TLS 1.2; in TLS 1.3 groups say it all.
const EXCHANGES: &[&str] = &["ECDHE-ECDSA", "ECDHE-RSA"];
const GROUPS: &[&str] = &["GROUP-X25519", "GROUP-SECP256R1", "GROUP-SECP384R1"];

/// Words that may be added, because they are served and nothing else is possible.
const ALWAYS: &[&str] = &[
    "AEAD",
    "MAC-ALL",
    "SIGN-ALL",
    "COMP-NULL",
    "COMP-ALL",
    "CTYPE-X.509",
    "CTYPE-ALL",
];

/// What is never served, so that removing it is done: beginnings of words.
const NEVER: &[&str] = &[
    "VERS-SSL",
    "VERS-TLS1.0",
    "VERS-TLS1.1",
    "VERS-DTLS",
    "AES-128-CBC",
    "AES-192-CBC",
    "AES-256-CBC",
    "AES-128-CCM",
    "AES-256-CCM",
    "AES-128-CFB",
    "CAMELLIA-",
    "ARCFOUR-",
    "3DES-CBC",
    "DES-",
    "RC2-",
    "NULL",
    "GOST",
    "RSA",
    "DHE-",
    "ANON-",
    "PSK",
    "ECDHE-PSK",
    "SRP",
    "STATIC-ECDH",
    "MD5",
    "SHA1",
    "SHA256",
    "SHA384",
    "UMAC",
    "GROUP-SECP192R1",
    "GROUP-SECP224R1",
    "GROUP-SECP521R1",
    "GROUP-X448",
    "GROUP-FFDHE",
    "GROUP-DH-ALL",
    "GROUP-GC",
    "CURVE-SECP521R1",
    "SIGN-RSA-MD5",
    "SIGN-RSA-SHA1",
    "SIGN-RSA-SHA224",
    "SIGN-DSA",
    "SIGN-ECDSA-SHA1",
    "SIGN-ECDSA-SHA224",
    "SIGN-GOST",
    "SIGN-EDDSA-ED448",
    "COMP-DEFLATE",
    "CTYPE-OPENPGP",
    "CTYPE-RAWPK",
];

impl Default for Priority {
    /// Everything that is served.
    fn default() -> Self {
        Self {
            versions: VERSIONS.into(),
            ciphers: CIPHERS.into(),
            exchanges: EXCHANGES.into(),
            groups: GROUPS.into(),
        }
    }
}

impl Priority {
    /// Reads a string such as `NORMAL:-VERS-TLS1.2`.
    ///
    /// # Errors
    /// When it cannot be honoured, with the word that is to blame.
    pub fn parse(text: &str) -> Result<Self, PriorityError> {
        let refused = |word: &str| PriorityError::Word {
            text: text.to_owned(),
            word: word.to_owned(),
        };
        let mut words = text.trim().split(':');
        let mut priority = match words.next().unwrap_or_default() {
            // What is served is within all of these.
            "NORMAL" | "PERFORMANCE" | "PFS" | "SECURE128" => Self::default(),
            "NONE" => Self {
                versions: Vec::new(),
                ciphers: Vec::new(),
                exchanges: Vec::new(),
                groups: Vec::new(),
            },
            other => return Err(refused(other)),
        };
        for word in words.filter(|w| !w.is_empty()) {
            let upper = word.to_ascii_uppercase();
            let done = match (upper.strip_prefix('+'), upper.strip_prefix(['-', '!'])) {
                (Some(name), _) => priority.add(name),
                (_, Some(name)) => priority.remove(name),
                // Tickets are never given.
                (None, None) => upper == "%NO_TICKETS",
            };
            if !done {
                return Err(refused(word));
            }
        }
        let kinds = [
            (&priority.versions, "version of TLS"),
            (&priority.ciphers, "cipher"),
            (&priority.groups, "group"),
        ];
        let exchanges = priority.exchanges.is_empty() && !priority.versions.contains(&"VERS-TLS1.3");
        let empty = kinds
            .iter()
            .find(|(kind, _)| kind.is_empty())
            .map(|(_, what)| *what);
        match empty.or(exchanges.then_some("key exchange")) {
            Some(what) => Err(PriorityError::Nothing {
                text: text.to_owned(),
                what,
            }),
            None => Ok(priority),
        }
    }

    /// The words of all kinds that one stands for, and where they are kept.
    fn kind(&mut self, name: &str) -> Option<(&mut Words, Vec<&'static str>)> {
        let (kept, known, all): (_, _, &[&str]) = match name {
            n if n.starts_with("VERS-") => (&mut self.versions, VERSIONS, &["VERS-ALL", "VERS-TLS-ALL"]),
            n if n.starts_with("GROUP-") || n.starts_with("CURVE-") => (
                &mut self.groups,
                GROUPS,
                &["GROUP-ALL", "GROUP-EC-ALL", "CURVE-ALL"],
            ),
            n if n == "KX-ALL" || EXCHANGES.contains(&n) => (&mut self.exchanges, EXCHANGES, &["KX-ALL"]),
            _ => (&mut self.ciphers, CIPHERS, &["CIPHER-ALL"]),
        };
        let name = match name.strip_prefix("CURVE-") {
            Some(curve) if !all.contains(&name) => format!("GROUP-{curve}"),
            _ => name.to_owned(),
        };
        if all.contains(&&*name) {
            return Some((kept, known.to_vec()));
        }
        let one = known.iter().find(|k| **k == name)?;
        Some((kept, vec![one]))
    }

    fn add(&mut self, name: &str) -> bool {
        match self.kind(name) {
            Some((kept, words)) => {
                for word in words {
                    if !kept.contains(&word) {
                        kept.push(word);
                    }
                }
                true
            }
            None => ALWAYS.contains(&name),
        }
    }

    fn remove(&mut self, name: &str) -> bool {
        match self.kind(name) {
            Some((kept, words)) => {
                kept.retain(|word| !words.contains(word));
                true
            }
            None => NEVER.iter().any(|beginning| name.starts_with(beginning)),
        }
    }

    /// What of the library's that leaves.
    pub(crate) fn provider(&self) -> CryptoProvider {
        let all = ring::default_provider();
        CryptoProvider {
            cipher_suites: all
                .cipher_suites
                .into_iter()
                .filter(|suite| self.allows(suite))
                .collect(),
            kx_groups: all
                .kx_groups
                .into_iter()
                .filter(|group| self.has_group(*group))
                .collect(),
            ..all
        }
    }

    /// The versions of TLS that are left.
    pub(crate) fn versions(&self) -> Vec<&'static SupportedProtocolVersion> {
        let named = |version: &SupportedProtocolVersion| match version.version {
            ProtocolVersion::TLSv1_3 => self.versions.contains(&"VERS-TLS1.3"),
            _ => self.versions.contains(&"VERS-TLS1.2") && !self.exchanges.is_empty(),
        };
        rustls::ALL_VERSIONS
            .iter()
            .copied()
            .filter(|v| named(v))
            .collect()
    }

    fn allows(&self, suite: &SupportedCipherSuite) -> bool {
        use CipherSuite as C;
        let (cipher, exchange) = match suite.suite() {
            C::TLS13_AES_256_GCM_SHA384 => ("AES-256-GCM", None),
            C::TLS13_AES_128_GCM_SHA256 => ("AES-128-GCM", None),
            C::TLS13_CHACHA20_POLY1305_SHA256 => ("CHACHA20-POLY1305", None),
            C::TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384 => ("AES-256-GCM", Some("ECDHE-ECDSA")),
            C::TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256 => ("AES-128-GCM", Some("ECDHE-ECDSA")),
            C::TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256 => ("CHACHA20-POLY1305", Some("ECDHE-ECDSA")),
            C::TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384 => ("AES-256-GCM", Some("ECDHE-RSA")),
            C::TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256 => ("AES-128-GCM", Some("ECDHE-RSA")),
            C::TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256 => ("CHACHA20-POLY1305", Some("ECDHE-RSA")),
            // One that the library learned since: nobody has allowed it.
            _ => return false,
        };
        self.ciphers.contains(&cipher) && exchange.is_none_or(|e| self.exchanges.contains(&e))
    }

    fn has_group(&self, group: &dyn SupportedKxGroup) -> bool {
        let name = match group.name() {
            NamedGroup::X25519 => "GROUP-X25519",
            NamedGroup::secp256r1 => "GROUP-SECP256R1",
            NamedGroup::secp384r1 => "GROUP-SECP384R1",
            _ => return false,
        };
        self.groups.contains(&name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn suites(text: &str) -> (usize, usize, usize) {
        let priority = Priority::parse(text).unwrap();
        let provider = priority.provider();
        (
            priority.versions().len(),
            provider.cipher_suites.len(),
            provider.kx_groups.len(),
        )
    }

    #[test]
    fn everything_by_default() {
        let provider = Priority::default().provider();
        let all = ring::default_provider();
        assert_eq!(provider.cipher_suites, all.cipher_suites);
        assert_eq!(provider.kx_groups.len(), all.kx_groups.len());
        assert_eq!(suites("NORMAL"), (2, 9, 3));
    }

    #[test]
    fn what_is_taken_away() {
        assert_eq!(suites("NORMAL:-VERS-TLS1.2"), (1, 9, 3));
        assert_eq!(suites("NORMAL:-VERS-ALL:+VERS-TLS1.2:-AES-128-GCM"), (1, 6, 3));
        assert_eq!(suites("SECURE128:!CHACHA20-POLY1305:-ECDHE-RSA"), (2, 4, 3));
        assert_eq!(suites("NORMAL:-GROUP-SECP256R1:-CURVE-SECP384R1"), (2, 9, 1));
        assert_eq!(suites("NORMAL:-KX-ALL"), (1, 3, 3));
        assert_eq!(
            suites("NONE:+VERS-TLS1.3:+AES-256-GCM:+AEAD:+SIGN-ALL:+GROUP-X25519:+COMP-NULL"),
            (1, 1, 1)
        );
    }

    #[test]
    fn what_is_not_served_may_be_removed() {
        let all = (2, 9, 3);
        assert_eq!(
            suites(
                "NORMAL:-VERS-SSL3.0:-VERS-TLS1.0:-VERS-TLS1.1:-ARCFOUR-128:-3DES-CBC:-RSA:-DHE-RSA:-SHA1:%NO_TICKETS"
            ),
            all
        );
        assert_eq!(
            suites("NORMAL:-AES-128-CBC:-CAMELLIA-256-CBC:-GROUP-FFDHE2048:-SIGN-RSA-SHA1"),
            all
        );
    }

    #[test]
    fn the_rest_is_refused_by_name() {
        for (text, word) in [
            ("", ""),
            ("@LIBVIRT,SYSTEM", "@LIBVIRT,SYSTEM"),
            ("SECURE256", "SECURE256"),
            ("NORMAL:+ANON-DH", "+ANON-DH"),
            ("NORMAL:+VERS-TLS1.1", "+VERS-TLS1.1"),
            ("NORMAL:+AES-128-CBC", "+AES-128-CBC"),
            ("NORMAL:-AEAD", "-AEAD"),
            ("NORMAL:-SIGN-ALL", "-SIGN-ALL"),
            ("NORMAL:%SERVER_PRECEDENCE", "%SERVER_PRECEDENCE"),
            ("NORMAL:VERS-TLS1.3", "VERS-TLS1.3"),
            ("NORMAL:-NOSUCH", "-NOSUCH"),
        ] {
            match Priority::parse(text) {
                Err(PriorityError::Word { word: blamed, .. }) => assert_eq!(blamed, word),
                other => panic!("{text}: {other:?}"),
            }
        }
        for text in [
            "NONE",
            "NORMAL:-VERS-ALL",
            "NORMAL:-GROUP-ALL",
            "NORMAL:-VERS-TLS1.3:-KX-ALL",
        ] {
            assert!(
                matches!(Priority::parse(text), Err(PriorityError::Nothing { .. })),
                "{text}"
            );
        }
    }
}
