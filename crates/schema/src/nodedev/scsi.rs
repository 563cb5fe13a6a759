//! SCSI: adapters, targets, units.

use ferrovirt_xml::Xml;

/// A SCSI host adapter.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct ScsiHost {
    /// Number of the host adapter; of one that is to be made the host chooses it. Unit: none. Default:
    /// reported.
    #[xml(leaf)]
    pub host: Option<u32>,
    /// Which of several ports. Unit: none. Default: reported. Since 1.2.7.
    #[xml(leaf)]
    pub unique_id: Option<u32>,
    /// What it can do.
    #[xml(child = "capability")]
    pub capabilities: Vec<ScsiHostCapability>,
}

/// What a SCSI host adapter can do.
#[derive(Debug, Clone, PartialEq, Eq, Xml)]
#[xml(tag = "type")]
pub enum ScsiHostCapability {
    /// `fc_host`
    #[xml("fc_host")]
    FcHost(FcHost),
    /// `vport_ops`
    #[xml("vport_ops")]
    VportOps(VportOps),
}

/// A port of Fibre Channel.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct FcHost {
    /// Node name. Default: made up.
    #[xml(leaf)]
    pub wwnn: Option<String>,
    /// Port name. Default: made up.
    #[xml(leaf)]
    pub wwpn: Option<String>,
    /// Fabric. Default: reported.
    #[xml(leaf)]
    pub fabric_wwn: Option<String>,
}

/// Virtual ports of an adapter.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct VportOps {
    /// Most virtual ports. Unit: ports.
    #[xml(leaf)]
    pub max_vports: u32,
    /// Virtual ports in use. Unit: ports.
    #[xml(leaf)]
    pub vports: u32,
}

/// A SCSI target.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct ScsiTarget {
    /// Name of the target.
    #[xml(leaf)]
    pub target: String,
    /// What it can do. Since 3.4.0.
    #[xml(child = "capability")]
    pub capabilities: Vec<TargetCapability>,
}

/// What a SCSI target can do.
#[derive(Debug, Clone, PartialEq, Eq, Xml)]
#[xml(tag = "type")]
pub enum TargetCapability {
    /// `fc_remote_port`
    #[xml("fc_remote_port")]
    FcRemotePort(FcRemotePort),
}

/// A remote port of Fibre Channel.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct FcRemotePort {
    /// Name of the remote port.
    #[xml(leaf)]
    pub rport: String,
    /// Port name.
    #[xml(leaf)]
    pub wwpn: String,
}

/// A SCSI unit.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct ScsiDevice {
    /// Host adapter. Unit: none.
    #[xml(leaf)]
    pub host: u32,
    /// Bus. Unit: none.
    #[xml(leaf)]
    pub bus: u32,
    /// Target. Unit: none.
    #[xml(leaf)]
    pub target: u32,
    /// Unit. Unit: none.
    #[xml(leaf)]
    pub lun: u64,
    /// Kind of device. Default: reported.
    #[xml(leaf = "type")]
    pub device_type: Option<String>,
}

/// A generic SCSI device.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct ScsiGeneric {
    /// Character device.
    #[xml(leaf)]
    pub char: String,
}
