//! The error that crosses the API and the wire: code, domain, level and a message that says what
//! failed, on which object, why, and what to do.
//!
//! Each crate has a typed error of its own and converts it to this one in a single place.

use crate::consts::{ErrorDomain, ErrorLevel, ErrorNumber};
use crate::object::{DomainRef, NetworkRef};
use std::fmt;
use std::sync::Arc;

/// Result of an API call.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// An error of the API. Cheap to move: one pointer.
#[derive(Debug, Clone)]
pub struct Error(Box<Inner>);

#[derive(Debug, Clone)]
struct Inner {
    code: i32,
    domain: i32,
    level: i32,
    message: String,
    detail: Option<String>,
    dom: Option<DomainRef>,
    net: Option<NetworkRef>,
    source: Option<Arc<dyn std::error::Error + Send + Sync>>,
    of_document: bool,
}

impl Error {
    /// An error with the standard opening of its code: `new(NoDomain, Qemu, "no domain 'x'")` reads
    /// `Domain not found: no domain 'x'`. An empty detail gives the opening alone.
    pub fn new(code: ErrorNumber, domain: ErrorDomain, detail: impl Into<String>) -> Self {
        let detail = detail.into();
        let message = compose(code, &detail);
        Error(Box::new(Inner {
            code: code.raw(),
            domain: domain.raw(),
            level: ErrorLevel::Error.raw(),
            message,
            detail: (!detail.is_empty()).then_some(detail),
            dom: None,
            net: None,
            source: None,
            of_document: false,
        }))
    }

    /// An error as it came from a peer, whose code and text are taken as they are.
    pub fn from_peer(code: i32, domain: i32, level: i32, message: String) -> Self {
        Error(Box::new(Inner {
            code,
            domain,
            level,
            message,
            detail: None,
            dom: None,
            net: None,
            source: None,
            of_document: false,
        }))
    }

    /// An error whose text stands alone, without the opening of its code.
    pub fn verbatim(code: ErrorNumber, domain: ErrorDomain, message: impl Into<String>) -> Self {
        Self::from_peer(code.raw(), domain.raw(), ErrorLevel::Error.raw(), message.into())
    }

    /// The driver has no such function.
    pub fn unsupported(function: &str) -> Self {
        Self::new(ErrorNumber::NoSupport, subsystem(function), function)
    }

    /// Attaches the cause, for [`std::error::Error::source`] and logs.
    #[must_use]
    pub fn with_source(mut self, source: impl std::error::Error + Send + Sync + 'static) -> Self {
        self.0.source = Some(Arc::new(source));
        self
    }

    /// Names the domain that the error is about.
    #[must_use]
    pub fn on_domain(mut self, dom: DomainRef) -> Self {
        self.0.dom = Some(dom);
        self
    }

    /// Names the network that the error is about.
    #[must_use]
    pub fn on_network(mut self, net: NetworkRef) -> Self {
        self.0.net = Some(net);
        self
    }

    /// Which subsystem reports it; replaces the one given at creation.
    #[must_use]
    pub fn in_domain(mut self, domain: ErrorDomain) -> Self {
        self.0.domain = domain.raw();
        self
    }

    /// Says that a document is at fault: the error belongs to the subsystem of the object that the
    /// document describes, which [`Error::in_subsystem_of_document`] puts in.
    #[must_use]
    pub fn of_document(mut self) -> Self {
        self.0.of_document = true;
        self
    }

    /// For an error of a document ([`Error::of_document`]) what [`Error::in_domain`] does, nothing for
    /// any other.
    #[must_use]
    pub fn in_subsystem_of_document(self, domain: ErrorDomain) -> Self {
        if self.0.of_document {
            self.in_domain(domain)
        } else {
            self
        }
    }

    /// The code, when it is one that this version knows.
    pub fn code(&self) -> Option<ErrorNumber> {
        ErrorNumber::from_raw(self.0.code)
    }

    /// Whether the code is `code`.
    pub fn is(&self, code: ErrorNumber) -> bool {
        self.0.code == code.raw()
    }

    /// Number of the code.
    pub fn raw_code(&self) -> i32 {
        self.0.code
    }

    /// Number of the subsystem.
    pub fn raw_domain(&self) -> i32 {
        self.0.domain
    }

    /// Number of the level.
    pub fn raw_level(&self) -> i32 {
        self.0.level
    }

    /// The whole message.
    pub fn message(&self) -> &str {
        &self.0.message
    }

    /// The message without the opening of its code.
    pub fn detail(&self) -> Option<&str> {
        self.0.detail.as_deref()
    }

    /// The domain that the error is about.
    pub fn domain_ref(&self) -> Option<&DomainRef> {
        self.0.dom.as_ref()
    }

    /// The network that the error is about.
    pub fn network_ref(&self) -> Option<&NetworkRef> {
        self.0.net.as_ref()
    }
}

/// The subsystem of a public function, which reports that a driver lacks it.
fn subsystem(function: &str) -> ErrorDomain {
    const SUBSYSTEMS: [(&str, ErrorDomain); 17] = [
        ("virDomainSnapshot", ErrorDomain::DomainSnapshot),
        ("virDomainCheckpoint", ErrorDomain::DomainCheckpoint),
        ("virNetwork", ErrorDomain::Network),
        ("virStorage", ErrorDomain::Storage),
        ("virNodeDevice", ErrorDomain::Nodedev),
        ("virNWFilter", ErrorDomain::Nwfilter),
        ("virSecret", ErrorDomain::Secret),
        ("virInterface", ErrorDomain::Interface),
        ("virStream", ErrorDomain::Streams),
        ("virConnectListAllNetworks", ErrorDomain::Network),
        ("virConnectListAllStoragePools", ErrorDomain::Storage),
        ("virConnectFindStoragePoolSources", ErrorDomain::Storage),
        ("virConnectGetStoragePoolCapabilities", ErrorDomain::Storage),
        ("virConnectListAllNodeDevices", ErrorDomain::Nodedev),
        ("virConnectListAllNWFilter", ErrorDomain::Nwfilter),
        ("virConnectListAllSecrets", ErrorDomain::Secret),
        ("virConnectListAllInterfaces", ErrorDomain::Interface),
    ];
    let found = SUBSYSTEMS.iter().find(|(prefix, _)| function.starts_with(prefix));
    found.map_or(ErrorDomain::Domain, |(_, subsystem)| *subsystem)
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.message)
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.0.source.as_deref().map(|e| e as _)
    }
}

fn compose(code: ErrorNumber, detail: &str) -> String {
    let (alone, before) = opening(code);
    if detail.is_empty() {
        return alone.to_owned();
    }
    if before.is_empty() {
        return detail.to_owned();
    }
    let mut s = String::with_capacity(before.len() + 2 + detail.len());
    s.push_str(before);
    s.push_str(": ");
    s.push_str(detail);
    s
}

/// How the message of a code opens: alone, and before a detail (without the colon; empty: the detail
/// stands alone). Clients match some of these, so they are those of the interface.
fn opening(code: ErrorNumber) -> (&'static str, &'static str) {
    use ErrorNumber as E;
    match code {
        E::Ok => ("no error", ""),
        E::InternalError => ("internal error", "internal error"),
        E::NoMemory => ("out of memory", "out of memory"),
        E::NoSupport => (
            "this function is not supported by the connection driver",
            "this function is not supported by the connection driver",
        ),
        E::UnknownHost => ("unknown host", "unknown host"),
        E::NoConnect => (
            "no connection driver available",
            "no connection driver available for",
        ),
        E::InvalidConn => ("invalid connection pointer in", "invalid connection pointer in"),
        E::InvalidDomain => ("invalid domain pointer in", "invalid domain pointer in"),
        E::InvalidArg => ("invalid argument", "invalid argument"),
        E::OperationFailed => ("operation failed", "operation failed"),
        E::GetFailed => ("GET operation failed", "GET operation failed"),
        E::PostFailed => ("POST operation failed", "POST operation failed"),
        E::HttpError => ("got unknown HTTP error code", "got unknown HTTP error code"),
        E::OsType => ("unknown OS type", "unknown OS type"),
        E::NoKernel => ("missing kernel information", "missing kernel information"),
        E::NoRoot => (
            "missing root device information",
            "missing root device information in",
        ),
        E::NoSource => (
            "missing source information for device",
            "missing source information for device",
        ),
        E::NoTarget => (
            "missing target information for device",
            "missing target information for device",
        ),
        E::NoName => ("missing name information", "missing name information in"),
        E::NoOs => (
            "missing operating system information",
            "missing operating system information for",
        ),
        E::NoDevice => ("missing devices information", "missing devices information for"),
        E::DriverFull => ("too many drivers registered", "too many drivers registered in"),
        E::CallFailed => ("library call failed", "library call failed"),
        E::XmlError => ("XML description is invalid or not well formed", "XML error"),
        E::DomExist => ("this domain exists already", "this domain exists already"),
        E::OperationDenied => ("operation forbidden for read only access", "operation forbidden"),
        E::OpenFailed => ("failed to open configuration file for reading", "failed to open"),
        E::ReadFailed => (
            "failed to read configuration file",
            "failed to read configuration file",
        ),
        E::ParseFailed => (
            "failed to parse configuration file",
            "failed to parse configuration file",
        ),
        E::ConfSyntax => (
            "configuration file syntax error",
            "configuration file syntax error",
        ),
        E::WriteFailed => (
            "failed to write configuration file",
            "failed to write configuration file",
        ),
        E::XmlDetail => ("parser error", ""),
        E::InvalidNetwork => ("invalid network pointer in", "invalid network pointer in"),
        E::NetworkExist => ("this network exists already", "this network exists already"),
        E::SystemError => ("system call error", ""),
        E::Rpc => ("RPC error", ""),
        E::GnutlsError => ("GNUTLS call error", ""),
        E::WarNoNetwork => ("Failed to find the network", "Failed to find the network"),
        E::NoDomain => ("Domain not found", "Domain not found"),
        E::NoNetwork => ("Network not found", "Network not found"),
        E::InvalidMac => ("invalid MAC address", "invalid MAC address"),
        E::AuthFailed => ("authentication failed", "authentication failed"),
        E::AuthCancelled => ("authentication cancelled", "authentication cancelled"),
        E::AuthUnavailable => ("authentication unavailable", "authentication unavailable"),
        E::InvalidStoragePool => (
            "invalid storage pool pointer in",
            "invalid storage pool pointer in",
        ),
        E::InvalidStorageVol => (
            "invalid storage volume pointer in",
            "invalid storage volume pointer in",
        ),
        E::WarNoStorage => (
            "Failed to find a storage driver",
            "Failed to find a storage driver",
        ),
        E::NoStoragePool => ("Storage pool not found", "Storage pool not found"),
        E::NoStorageVol => ("Storage volume not found", "Storage volume not found"),
        E::StorageVolExist => (
            "this storage volume exists already",
            "this storage volume exists already",
        ),
        E::StorageProbeFailed => ("Storage pool probe failed", "Storage pool probe failed"),
        E::StoragePoolBuilt => ("Storage pool already built", "Storage pool already built"),
        E::WarNoNode => ("Failed to find a node driver", "Failed to find a node driver"),
        E::InvalidNodeDevice => ("invalid node device pointer", "invalid node device pointer"),
        E::NoNodeDevice => ("Node device not found", "Node device not found"),
        E::NoSecurityModel => ("Security model not found", "Security model not found"),
        E::OperationInvalid => (
            "Requested operation is not valid",
            "Requested operation is not valid",
        ),
        E::WarNoInterface => ("Failed to find the interface", "Failed to find the interface"),
        E::NoInterface => ("Interface not found", "Interface not found"),
        E::InvalidInterface => ("invalid interface pointer in", "invalid interface pointer in"),
        E::MultipleInterfaces => (
            "multiple matching interfaces found",
            "multiple matching interfaces found",
        ),
        E::MultipleDomains => (
            "multiple matching domains found",
            "multiple matching domains found",
        ),
        E::WarNoNwfilter => (
            "Failed to start the nwfilter driver",
            "Failed to start the nwfilter driver",
        ),
        E::InvalidNwfilter => ("Invalid network filter", "Invalid network filter"),
        E::NoNwfilter => ("Network filter not found", "Network filter not found"),
        E::BuildFirewall => ("Error while building firewall", "Error while building firewall"),
        E::WarNoSecret => (
            "Failed to find a secret storage driver",
            "Failed to find a secret storage driver",
        ),
        E::InvalidSecret => ("Invalid secret", "Invalid secret"),
        E::NoSecret => ("Secret not found", "Secret not found"),
        E::ConfigUnsupported => ("unsupported configuration", "unsupported configuration"),
        E::OperationTimeout => ("Timed out during operation", "Timed out during operation"),
        E::MigratePersistFailed => (
            "Failed to make domain persistent after migration",
            "Failed to make domain persistent after migration",
        ),
        E::HookScriptFailed => ("Hook script execution failed", "Hook script execution failed"),
        E::InvalidDomainSnapshot => ("Invalid snapshot", "Invalid snapshot"),
        E::NoDomainSnapshot => ("Domain snapshot not found", "Domain snapshot not found"),
        E::InvalidStream => ("invalid stream pointer", "invalid stream pointer in"),
        E::ArgumentUnsupported => ("argument unsupported", "argument unsupported"),
        E::SnapshotRevertRisky => ("revert requires force", "revert requires force"),
        E::OperationAborted => ("operation aborted", "operation aborted"),
        E::NoDomainMetadata => ("metadata not found", "metadata not found"),
        E::NoNetworkMetadata => ("network metadata not found", "network metadata not found"),
        E::MigrateUnsafe => ("Unsafe migration", "Unsafe migration"),
        E::Overflow => ("numerical overflow", "numerical overflow"),
        E::BlockCopyActive => ("block copy still active", "block copy still active"),
        E::OperationUnsupported => ("Operation not supported", "Operation not supported"),
        E::Ssh => ("SSH transport error", "SSH transport error"),
        E::Libssh => ("libssh transport error", "libssh transport error"),
        E::AgentUnresponsive => ("Guest agent is not responding", "Guest agent is not responding"),
        E::AgentUnsynced => (
            "guest agent replied with wrong id to guest-sync command",
            "guest agent replied with wrong id to guest-sync command",
        ),
        E::AgentCommandTimeout => ("guest agent command timed out", "guest agent command timed out"),
        E::AgentCommandFailed => ("guest agent command failed", "guest agent command failed"),
        E::ResourceBusy => ("resource busy", "resource busy"),
        E::AccessDenied => ("access denied", "access denied"),
        E::DbusService => ("error from service", "error from service"),
        E::CpuIncompatible => (
            "the CPU is incompatible with host CPU",
            "the CPU is incompatible with host CPU",
        ),
        E::XmlInvalidSchema => (
            "XML document failed to validate against schema",
            "XML document failed to validate against schema",
        ),
        E::MigrateFinishOk => ("migration successfully aborted", "migration successfully aborted"),
        E::NoServer => ("Server not found", "Server not found"),
        E::NoClient => ("Client not found", "Client not found"),
        E::DeviceMissing => ("device not found", "device not found"),
        E::InvalidNwfilterBinding => ("Invalid network filter binding", "Invalid network filter binding"),
        E::NoNwfilterBinding => (
            "Network filter binding not found",
            "Network filter binding not found",
        ),
        E::InvalidDomainCheckpoint => ("Invalid checkpoint", "Invalid checkpoint"),
        E::NoDomainCheckpoint => ("Domain checkpoint not found", "Domain checkpoint not found"),
        E::CheckpointInconsistent => ("checkpoint inconsistent", "checkpoint inconsistent"),
        E::NoDomainBackup => ("Domain backup job id not found", "Domain backup job id not found"),
        E::InvalidNetworkPort => ("Invalid network port pointer", "Invalid network port pointer"),
        E::NetworkPortExist => (
            "this network port exists already",
            "this network port exists already",
        ),
        E::NoNetworkPort => ("network port not found", "network port not found"),
        E::NoHostname => ("no hostname found", "no hostname found"),
        E::InvalidEncrKeySecret => (
            "unable to unlock with the key secret",
            "unable to unlock with the key secret",
        ),
        E::SexprSerial | E::NoXen | E::XenCall | E::NoXenstore => ("Xen error", "Xen error"),
    }
}
