//! What the parameters of a URI say: `test:///default?full&host=a&clock=manual&fault=...`.

use crate::clock::Pace;
use crate::error::{Result, TestError};

/// Longest name of a host.
const LONGEST: usize = 64;

/// The parameters.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Settings {
    /// The connection has every function, not only those of libvirt's test driver.
    pub(crate) full: bool,
    /// Which host, where several are wanted beside each other.
    pub(crate) host: Option<String>,
    /// The host stays when its last connection goes, or no longer does.
    pub(crate) keep: Option<bool>,
    /// How its clock moves.
    pub(crate) clock: Option<Pace>,
    /// Faults of this connection.
    pub(crate) faults: Vec<String>,
}

impl Settings {
    /// Reads them. Parameters of others are no concern of ours, unless there are some of ours too: then
    /// one that is not known is a mistake.
    pub(crate) fn parse(params: &[(String, String)]) -> Result<Self> {
        let mut settings = Settings::default();
        let mut unknown = None;
        let mut any = false;
        for (name, value) in params {
            let value = value.as_str();
            any |= matches!(name.as_str(), "full" | "host" | "keep" | "clock" | "fault");
            match name.as_str() {
                "full" => settings.full = yes(name, value)?,
                "keep" => settings.keep = Some(yes(name, value)?),
                "host" if value.is_empty() || value.len() > LONGEST => {
                    let why = format!("the parameter 'host' is a name of at most {LONGEST} bytes");
                    return Err(TestError::InvalidArgument(why));
                }
                "host" => settings.host = Some(value.to_owned()),
                "clock" => settings.clock = Some(Pace::parse(value)?),
                "fault" => settings.faults.push(value.to_owned()),
                _ => unknown = unknown.or(Some(name)),
            }
        }
        match unknown.filter(|_| any) {
            Some(name) => Err(TestError::InvalidArgument(format!(
                "parameter '{name}' is not known: there are full, host, keep, clock and fault"
            ))),
            None => Ok(settings),
        }
    }

    /// The query of a URI with the same meaning, with `?` where there is any.
    pub(crate) fn query(&self) -> String {
        let mut parts = Vec::new();
        if self.full {
            parts.push("full=1".to_owned());
        }
        if let Some(host) = &self.host {
            parts.push(format!("host={}", quote(host)));
        }
        if self.keep == Some(true) {
            parts.push("keep=1".to_owned());
        }
        parts.extend(self.faults.iter().map(|fault| format!("fault={}", quote(fault))));
        if parts.is_empty() {
            String::new()
        } else {
            format!("?{}", parts.join("&"))
        }
    }
}

fn yes(name: &str, value: &str) -> Result<bool> {
    match value {
        "" | "1" | "yes" => Ok(true),
        "0" | "no" => Ok(false),
        _ => Err(TestError::InvalidArgument(format!(
            "parameter '{name}' is 1 or 0, not '{value}'"
        ))),
    }
}

/// What may not stand in a query by itself is written as `%XX`.
fn quote(text: &str) -> String {
    let plain = |b: u8| b.is_ascii_alphanumeric() || b"-_.~:=,*/".contains(&b);
    text.bytes()
        .map(|b| {
            if plain(b) {
                char::from(b).to_string()
            } else {
                format!("%{b:02X}")
            }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(params: &[(&str, &str)]) -> Result<Settings> {
        let own = |(a, b): &(&str, &str)| ((*a).to_owned(), (*b).to_owned());
        Settings::parse(&params.iter().map(own).collect::<Vec<_>>())
    }

    #[test]
    fn parameters_of_others_do_not_matter_alone() {
        assert_eq!(parse(&[("socket", "/x")]).unwrap(), Settings::default());
        assert!(parse(&[("full", ""), ("falut", "x")]).is_err());
    }

    #[test]
    fn a_query_means_the_same() {
        let settings = parse(&[("full", "1"), ("host", "a b"), ("fault", "x:hang")]).unwrap();
        assert_eq!(settings.query(), "?full=1&host=a%20b&fault=x:hang");
        assert!(parse(&[("host", "")]).is_err());
        assert!(parse(&[("full", "maybe")]).is_err());
    }
}
