//! What the administrator can choose.

use crate::process::UserChoice;
use ferrovirt_host::paths::Places;

/// Settings of the driver.
#[derive(Debug, Clone)]
pub struct QemuConfig {
    /// Where files live.
    pub places: Places,
    /// Who guests run as.
    pub user: UserChoice,
    /// Address that VNC servers listen on unless the document says.
    pub vnc_listen: String,
    /// First and last port for VNC servers without a port of their own.
    pub vnc_ports: (u16, u16),
    /// Whether QEMU's system calls are confined.
    pub sandbox: bool,
    /// URI of the connection that drives it.
    pub uri: String,
}

impl QemuConfig {
    /// The defaults at these places.
    pub fn new(places: Places) -> Self {
        QemuConfig {
            places,
            user: UserChoice::default(),
            vnc_listen: "127.0.0.1".to_owned(),
            vnc_ports: (5900, 65535),
            sandbox: true,
            uri: "qemu:///system".to_owned(),
        }
    }
}
