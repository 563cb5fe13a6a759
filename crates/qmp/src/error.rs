//! What can go wrong between us and a QEMU.

use std::time::Duration;

/// Failure of a command or of the connection.
#[derive(Debug, Clone, thiserror::Error)]
pub enum QmpError {
    /// The peer refused the command.
    #[error("'{command}' failed: {desc}")]
    Refused {
        /// Name of the command.
        command: String,
        /// QEMU's error class, for instance `GenericError` or `CommandNotFound`.
        class: String,
        /// QEMU's description.
        desc: String,
    },
    /// No answer in time; the connection stays usable.
    #[error("no answer to '{command}' within {after:?}")]
    Timeout {
        /// Name of the command.
        command: String,
        /// The deadline.
        after: Duration,
    },
    /// The connection is closed.
    #[error("the monitor connection is closed{}", reason_suffix(reason))]
    Closed {
        /// Why, when it was not a plain end of file.
        reason: Option<String>,
    },
    /// The answer does not have the expected shape.
    #[error("unexpected answer to '{command}'")]
    Shape {
        /// Name of the command.
        command: String,
        /// What the decoder found.
        detail: String,
    },
    /// The arguments could not be written as JSON.
    #[error("arguments of '{command}' cannot be encoded: {detail}")]
    Encode {
        /// Name of the command.
        command: String,
        /// What the encoder found.
        detail: String,
    },
    /// The peer did not greet as a QEMU monitor does.
    #[error("not a QEMU monitor: {detail}")]
    Greeting {
        /// What came instead.
        detail: String,
    },
}

fn reason_suffix(reason: &Option<String>) -> String {
    reason.as_ref().map(|r| format!(": {r}")).unwrap_or_default()
}

impl QmpError {
    /// Whether the peer does not know the command.
    pub fn is_unknown_command(&self) -> bool {
        matches!(self, QmpError::Refused { class, .. } if class == "CommandNotFound")
    }

    /// Whether the peer refused with this error class.
    pub fn is_class(&self, wanted: &str) -> bool {
        matches!(self, QmpError::Refused { class, .. } if class == wanted)
    }

    /// The peer's own words, when it refused.
    pub fn desc(&self) -> Option<&str> {
        match self {
            QmpError::Refused { desc, .. } => Some(desc),
            _ => None,
        }
    }

    /// Whether the connection is gone.
    pub fn is_closed(&self) -> bool {
        matches!(self, QmpError::Closed { .. })
    }
}
