//! What is known of a procedure before any of its arguments is looked at.

/// A procedure or event of a program.
#[derive(Debug)]
pub struct Procedure {
    /// Number on the wire.
    pub number: u32,
    /// Name in the protocol, such as `domain_get_info`.
    pub name: &'static str,
    /// Public C function, such as `virDomainGetInfo`; empty for events.
    pub function: &'static str,
    /// Who serves it.
    pub mode: Mode,
    /// Never waits behind slow calls.
    pub high_priority: bool,
    /// Stream that it opens, seen from the client.
    pub stream: Option<StreamKind>,
    /// What the caller must be allowed to do.
    pub permissions: &'static [Permission],
}

/// Who serves a procedure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    /// A method of a driver trait.
    Driver,
    /// Another procedure's method with some arguments fixed.
    Alias,
    /// The daemon, from other calls of the driver.
    Derived,
    /// The daemon: state of the connection.
    Session,
    /// Sent by the daemon unasked.
    Event,
}

/// Direction of a stream, seen from the client.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StreamKind {
    /// The client reads.
    Read,
    /// The client writes.
    Write,
}

/// A permission of the access control model.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Permission {
    /// Class of the object: `connect`, `domain`, `network`, ...
    pub class: &'static str,
    /// Name of the permission.
    pub name: &'static str,
    /// Needed only with certain arguments, so checked after they are known.
    pub conditional: bool,
}

impl Permission {
    /// Whether a read-only connection has it.
    pub fn is_read_only(self) -> bool {
        is_read_only(self.name)
    }
}

/// Whether a read-only connection has the permission `name`.
pub fn is_read_only(name: &str) -> bool {
    matches!(name, "getattr" | "read") || name.starts_with("search_")
}

impl Procedure {
    /// Whether a read-only connection may call it, as far as can be told without its arguments.
    pub fn is_read_only(&self) -> bool {
        self.permissions.iter().all(|p| p.conditional || p.is_read_only())
    }
}

/// Finds a procedure by number. The tables are dense and ordered, so this is an index.
pub fn find(table: &'static [Procedure], number: u32) -> Option<&'static Procedure> {
    let index = usize::try_from(number).ok()?.checked_sub(1)?;
    match table.get(index) {
        Some(p) if p.number == number => Some(p),
        _ => table.iter().find(|p| p.number == number),
    }
}
