//! The messages of the protocol as they come from the peer.

use crate::event::Event;
use serde::Deserialize;
use serde_json::value::RawValue;

/// Version of a QEMU.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
pub struct Version {
    /// Major number.
    pub major: u32,
    /// Minor number.
    pub minor: u32,
    /// Micro number.
    pub micro: u32,
}

/// What QEMU says when a monitor connects.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Greeting {
    /// Version of the QEMU.
    pub version: Version,
    /// The distribution's version text, for instance `Debian 1:7.2+dfsg-7`.
    pub package: String,
    /// Offered protocol capabilities, for instance `oob`.
    pub capabilities: Vec<String>,
}

/// One message of the peer.
#[derive(Debug)]
pub(crate) enum Message {
    Greeting(Greeting),
    Reply {
        id: Option<u64>,
        result: Result<Box<RawValue>, ErrorBody>,
    },
    Event(Event),
}

/// The error object of a reply.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct ErrorBody {
    #[serde(default)]
    pub class: String,
    #[serde(default)]
    pub desc: String,
}

#[derive(Deserialize)]
struct Wire<'a> {
    #[serde(rename = "QMP")]
    qmp: Option<WireGreeting>,
    #[serde(borrow, rename = "return")]
    ret: Option<&'a RawValue>,
    error: Option<ErrorBody>,
    #[serde(borrow)]
    id: Option<&'a RawValue>,
    event: Option<String>,
    #[serde(borrow)]
    data: Option<&'a RawValue>,
    timestamp: Option<Timestamp>,
}

#[derive(Deserialize)]
struct WireGreeting {
    version: WireVersion,
    #[serde(default)]
    capabilities: Vec<String>,
}

#[derive(Deserialize)]
struct WireVersion {
    qemu: Version,
    #[serde(default)]
    package: String,
}

#[derive(Deserialize, Clone, Copy)]
struct Timestamp {
    seconds: i64,
    microseconds: i64,
}

/// Reads one line. The text says what was wrong.
pub(crate) fn parse(line: &[u8]) -> Result<Message, String> {
    let wire: Wire<'_> = serde_json::from_slice(line).map_err(|e| e.to_string())?;
    if let Some(name) = wire.event {
        let time = wire.timestamp.map_or((0, 0), |t| (t.seconds, t.microseconds));
        return Ok(Message::Event(Event::new(
            name,
            time,
            wire.data.map(RawValue::to_owned),
        )));
    }
    if let Some(g) = wire.qmp {
        return Ok(Message::Greeting(Greeting {
            version: g.version.qemu,
            package: g.version.package,
            capabilities: g.capabilities,
        }));
    }
    let id = wire.id.and_then(|raw| raw.get().parse().ok());
    match (wire.ret, wire.error) {
        (_, Some(body)) => Ok(Message::Reply {
            id,
            result: Err(body),
        }),
        (Some(ret), None) => Ok(Message::Reply {
            id,
            result: Ok(ret.to_owned()),
        }),
        (None, None) => Err("a message that is neither reply, event nor greeting".to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn reads_the_three_kinds() {
        let m = parse(br#"{"QMP":{"version":{"qemu":{"micro":22,"minor":2,"major":7},"package":"x"},"capabilities":["oob"]}}"#);
        assert!(
            matches!(m, Ok(Message::Greeting(g)) if g.version == Version { major: 7, minor: 2, micro: 22 })
        );
        assert!(matches!(
            parse(br#"{"return": {}, "id": 4}"#),
            Ok(Message::Reply {
                id: Some(4),
                result: Ok(_)
            })
        ));
        let m = parse(br#"{"error":{"class":"GenericError","desc":"no"},"id":5}"#);
        assert!(matches!(
            m,
            Ok(Message::Reply {
                id: Some(5),
                result: Err(_)
            })
        ));
        assert!(matches!(
            parse(br#"{"event":"STOP","timestamp":{"seconds":1,"microseconds":2}}"#),
            Ok(Message::Event(_))
        ));
        assert!(parse(b"[]").is_err());
        assert!(parse(b"{}").is_err());
    }

    proptest! {
        #[test]
        fn never_panics(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
            let _ = parse(&bytes);
        }

        #[test]
        fn truncation_never_panics(cut in 0usize..90) {
            let whole = br#"{"event":"SHUTDOWN","data":{"guest":true,"reason":"x"},"timestamp":{"seconds":1,"microseconds":2}}"#;
            prop_assert!(parse(&whole[..cut]).is_err());
        }
    }
}
