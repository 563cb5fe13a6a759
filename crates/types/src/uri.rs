//! Connection URIs: `driver[+transport]://[user@][host][:port]/path[?name=value...]`.

use crate::consts::{ErrorDomain, ErrorNumber};
use crate::error::{Error, Result};
use std::fmt;

/// A parsed connection URI.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConnectUri {
    /// Driver: `qemu`, `test`, `lxc`, ...
    pub driver: String,
    /// Transport: `unix`, `tcp`, `tls`, `ssh`, `ext`, ...; none for an URI that leaves it open.
    pub transport: Option<String>,
    /// User name.
    pub user: Option<String>,
    /// Host name, without brackets.
    pub host: Option<String>,
    /// Port.
    pub port: Option<u16>,
    /// Path with its leading slash, such as `/system`; may be empty.
    pub path: String,
    /// Parameters in their order, decoded.
    pub query: Vec<(String, String)>,
}

impl ConnectUri {
    /// Parses a URI.
    ///
    /// # Errors
    /// `InvalidArg` that names what is wrong.
    pub fn parse(text: &str) -> Result<Self> {
        let bad = |why: &str| {
            Error::new(
                ErrorNumber::InvalidArg,
                ErrorDomain::None,
                format!("connection URI '{text}': {why}"),
            )
        };
        let (scheme, rest) = text
            .split_once(':')
            .ok_or_else(|| bad("no ':' after the driver, as in qemu:///system"))?;
        if scheme.is_empty()
            || !scheme
                .bytes()
                .all(|b| b.is_ascii_alphanumeric() || b"+-.".contains(&b))
        {
            return Err(bad("the driver is not a word"));
        }
        let (driver, transport) = match scheme.split_once('+') {
            Some((d, t)) => (d, Some(t.to_owned())),
            None => (scheme, None),
        };
        let rest = rest.split_once('#').map_or(rest, |(r, _)| r);
        let (rest, query) = rest.split_once('?').map_or((rest, ""), |(r, q)| (r, q));
        let (authority, path) = match rest.strip_prefix("//") {
            None => ("", rest),
            Some(r) => r.find('/').map_or((r, ""), |i| r.split_at(i)),
        };
        let (user, hostport) = match authority.rsplit_once('@') {
            Some((u, h)) => (
                Some(decode(u).ok_or_else(|| bad("the user name is not valid"))?),
                h,
            ),
            None => (None, authority),
        };
        let (host, port) = if let Some(r) = hostport.strip_prefix('[') {
            let (h, p) = r.split_once(']').ok_or_else(|| bad("no ']' after the address"))?;
            (h, p.strip_prefix(':'))
        } else {
            hostport
                .split_once(':')
                .map_or((hostport, None), |(h, p)| (h, Some(p)))
        };
        let port = match port {
            None | Some("") => None,
            Some(p) => Some(
                p.parse()
                    .map_err(|_| bad("the port is not a number from 0 to 65535"))?,
            ),
        };
        let mut pairs = Vec::new();
        for pair in query.split(['&', ';']).filter(|p| !p.is_empty()) {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            let decoded = decode(name)
                .zip(decode(value))
                .ok_or_else(|| bad("a parameter is not valid"))?;
            pairs.push(decoded);
        }
        Ok(Self {
            driver: driver.to_ascii_lowercase(),
            transport,
            user,
            host: (!host.is_empty()).then(|| host.to_owned()),
            port,
            path: decode(path).ok_or_else(|| bad("the path is not valid"))?,
            query: pairs,
        })
    }

    /// Value of the parameter `name`.
    pub fn param(&self, name: &str) -> Option<&str> {
        self.query
            .iter()
            .find(|(n, _)| n == name)
            .map(|(_, v)| v.as_str())
    }
}

impl fmt::Display for ConnectUri {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.driver)?;
        if let Some(t) = &self.transport {
            write!(f, "+{t}")?;
        }
        f.write_str("://")?;
        if let Some(u) = &self.user {
            write!(f, "{}@", Encoded(u))?;
        }
        match &self.host {
            Some(h) if h.contains(':') => write!(f, "[{h}]")?,
            Some(h) => f.write_str(h)?,
            None => {}
        }
        if let Some(p) = self.port {
            write!(f, ":{p}")?;
        }
        write!(f, "{}", Encoded(&self.path))?;
        for (i, (n, v)) in self.query.iter().enumerate() {
            write!(
                f,
                "{}{}={}",
                if i == 0 { '?' } else { '&' },
                Encoded(n),
                Encoded(v)
            )?;
        }
        Ok(())
    }
}

fn decode(text: &str) -> Option<String> {
    if !text.contains('%') {
        return Some(text.to_owned());
    }
    let mut out = Vec::with_capacity(text.len());
    let mut bytes = text.bytes();
    while let Some(b) = bytes.next() {
        if b != b'%' {
            out.push(b);
            continue;
        }
        let high = char::from(bytes.next()?).to_digit(16)?;
        let low = char::from(bytes.next()?).to_digit(16)?;
        out.push(u8::try_from(high * 16 + low).ok()?);
    }
    String::from_utf8(out).ok().filter(|s| !s.contains('\0'))
}

struct Encoded<'a>(&'a str);

impl fmt::Display for Encoded<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for b in self.0.bytes() {
            if b.is_ascii_alphanumeric() || b"-._~/:,@+".contains(&b) {
                write!(f, "{}", char::from(b))?;
            } else {
                write!(f, "%{b:02X}")?;
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts() {
        let u = ConnectUri::parse("qemu+ssh://root@[fe80::1]:22/system?socket=/a%20b&mode=legacy").unwrap();
        assert_eq!((u.driver.as_str(), u.transport.as_deref()), ("qemu", Some("ssh")));
        assert_eq!(
            (u.user.as_deref(), u.host.as_deref(), u.port),
            (Some("root"), Some("fe80::1"), Some(22))
        );
        assert_eq!((u.path.as_str(), u.param("socket")), ("/system", Some("/a b")));
        assert_eq!(
            u.to_string(),
            "qemu+ssh://root@[fe80::1]:22/system?socket=/a%20b&mode=legacy"
        );
        let t = ConnectUri::parse("test:///default").unwrap();
        assert_eq!((t.host, t.path.as_str()), (None, "/default"));
    }

    #[test]
    fn refused_with_the_reason() {
        for (text, why) in [
            ("", "no ':'"),
            ("qemu", "no ':'"),
            ("qemu://h:x/", "port"),
            ("q!:///", "word"),
            ("qemu:///%zz", "path"),
        ] {
            let e = ConnectUri::parse(text).unwrap_err().to_string();
            assert!(e.contains(why), "{text}: {e}");
        }
    }
}
