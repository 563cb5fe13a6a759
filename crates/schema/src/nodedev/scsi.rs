//! SCSI: adapters, targets, units.

use ferrovirt_xml::Xml;

#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct ScsiHost {
    #[xml(leaf)]
    pub host: u32,
    #[xml(leaf)]
    pub unique_id: Option<u32>,
    #[xml(child = "capability")]
    pub capabilities: Vec<ScsiHostCapability>,
}

#[derive(Debug, Clone, PartialEq, Eq, Xml)]
#[xml(tag = "type")]
pub enum ScsiHostCapability {
    #[xml("fc_host")]
    FcHost(FcHost),
    #[xml("vport_ops")]
    VportOps(VportOps),
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct FcHost {
    #[xml(leaf)]
    pub wwnn: Option<String>,
    #[xml(leaf)]
    pub wwpn: Option<String>,
    #[xml(leaf)]
    pub fabric_wwn: Option<String>,
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct VportOps {
    #[xml(leaf)]
    pub max_vports: u32,
    #[xml(leaf)]
    pub vports: u32,
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct ScsiTarget {
    #[xml(leaf)]
    pub target: String,
    #[xml(child = "capability")]
    pub capabilities: Vec<TargetCapability>,
}

#[derive(Debug, Clone, PartialEq, Eq, Xml)]
#[xml(tag = "type")]
pub enum TargetCapability {
    #[xml("fc_remote_port")]
    FcRemotePort(FcRemotePort),
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct FcRemotePort {
    #[xml(leaf)]
    pub rport: String,
    #[xml(leaf)]
    pub wwpn: String,
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct ScsiDevice {
    #[xml(leaf)]
    pub host: u32,
    #[xml(leaf)]
    pub bus: u32,
    #[xml(leaf)]
    pub target: u32,
    #[xml(leaf)]
    pub lun: u64,
    #[xml(leaf = "type")]
    pub device_type: Option<String>,
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct ScsiGeneric {
    #[xml(leaf)]
    pub char: String,
}
