//! What can be sent: a command's name, arguments and the type of its answer.

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::value::RawValue;
use std::borrow::Cow;
use std::os::fd::OwnedFd;

/// A typed command. The value itself serialises to the `arguments` object.
pub trait Command: Serialize {
    /// Name in the protocol.
    const NAME: &'static str;
    /// What the answer's `return` holds.
    type Return: DeserializeOwned;
}

/// A command known only at run time.
#[derive(Debug)]
pub struct RawCommand {
    /// Name in the protocol.
    pub name: Cow<'static, str>,
    /// The `arguments` object as JSON text, if any.
    pub arguments: Option<Box<RawValue>>,
    /// File descriptors that travel with it.
    pub fds: Vec<OwnedFd>,
}

impl RawCommand {
    /// A command without arguments.
    pub fn new(name: impl Into<Cow<'static, str>>) -> Self {
        RawCommand {
            name: name.into(),
            arguments: None,
            fds: Vec::new(),
        }
    }

    /// Sets the arguments.
    #[must_use]
    pub fn arguments(mut self, arguments: Box<RawValue>) -> Self {
        self.arguments = Some(arguments);
        self
    }

    /// Sets the arguments from a JSON value.
    #[must_use]
    pub fn json(mut self, arguments: &serde_json::Value) -> Self {
        // A `Value` has only string keys, so that writing it cannot fail; if it did, QEMU would miss
        // the arguments and say so.
        self.arguments = serde_json::value::to_raw_value(arguments).ok();
        self
    }

    /// Adds a file descriptor to hand over.
    #[must_use]
    pub fn with_fd(mut self, fd: OwnedFd) -> Self {
        self.fds.push(fd);
        self
    }
}

#[derive(Serialize)]
struct Wire<'a, A: Serialize> {
    execute: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    arguments: Option<&'a A>,
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<u64>,
}

/// The line of a command; `None` arguments are left out.
pub(crate) fn encode<A: Serialize>(
    name: &str,
    arguments: Option<&A>,
    id: Option<u64>,
) -> Result<Vec<u8>, String> {
    let wire = Wire {
        execute: name,
        arguments,
        id,
    };
    let mut line = serde_json::to_vec(&wire).map_err(|e| e.to_string())?;
    line.push(b'\n');
    Ok(line)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn leaves_out_what_is_not_given() {
        let line = encode::<()>("cont", None, Some(3)).unwrap();
        assert_eq!(line, b"{\"execute\":\"cont\",\"id\":3}\n");
    }
}
