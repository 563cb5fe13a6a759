//! What the processes of a container may do.

use std::sync::LazyLock;

use ferrovirt_xml::{
    Body, Content, Count, FromXml, Node, OnOff, Part, Role, Shape, Shaped, ToXml, Writer, XmlError, words,
};

use crate::domain::features::FeatureState;

words! {
    /// What holds for capabilities that are not listed.
    pub enum CapabilityPolicy {
        Default = "default",
        Allow = "allow",
        Deny = "deny",
    }
}

words! {
    /// A capability of Linux.
    pub enum Capability {
        AuditControl = "audit_control",
        AuditWrite = "audit_write",
        BlockSuspend = "block_suspend",
        Chown = "chown",
        DacOverride = "dac_override",
        DacReadSearch = "dac_read_search",
        Fowner = "fowner",
        Fsetid = "fsetid",
        IpcLock = "ipc_lock",
        IpcOwner = "ipc_owner",
        Kill = "kill",
        Lease = "lease",
        LinuxImmutable = "linux_immutable",
        MacAdmin = "mac_admin",
        MacOverride = "mac_override",
        Mknod = "mknod",
        NetAdmin = "net_admin",
        NetBindService = "net_bind_service",
        NetBroadcast = "net_broadcast",
        NetRaw = "net_raw",
        Setgid = "setgid",
        Setfcap = "setfcap",
        Setpcap = "setpcap",
        Setuid = "setuid",
        SysAdmin = "sys_admin",
        SysBoot = "sys_boot",
        SysChroot = "sys_chroot",
        SysModule = "sys_module",
        SysNice = "sys_nice",
        SysPacct = "sys_pacct",
        SysPtrace = "sys_ptrace",
        SysRawio = "sys_rawio",
        SysResource = "sys_resource",
        SysTime = "sys_time",
        SysTtyConfig = "sys_tty_config",
        Syslog = "syslog",
        WakeAlarm = "wake_alarm",
    }
}

/// `<capabilities policy='…'>` of a container's features.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Capabilities {
    /// What holds for capabilities that are not listed.
    pub policy: CapabilityPolicy,
    /// In the order of [`Capability::ALL`].
    pub states: Vec<(Capability, OnOff)>,
}

impl FromXml for Capabilities {
    fn from_xml(node: Node<'_>) -> Result<Self, XmlError> {
        let mut states = Vec::new();
        for capability in Capability::ALL {
            if let Some(child) = node.child(capability.as_str()) {
                states.push((*capability, child.value("state")?.unwrap_or_default()));
            }
        }
        Ok(Capabilities {
            policy: node.value("policy")?.unwrap_or_default(),
            states,
        })
    }
}

impl ToXml for Capabilities {
    fn write_attrs(&self, out: &mut Writer) {
        out.attr("policy", &self.policy);
    }
    fn write_children(&self, out: &mut Writer) {
        for (capability, state) in &self.states {
            out.start(capability.as_str());
            out.attr("state", state);
            out.end(capability.as_str());
        }
    }
}

impl Shaped for Capabilities {
    /// Made once from the vocabulary.
    fn shape() -> &'static Shape {
        static SHAPE: LazyLock<Shape> = LazyLock::new(|| {
            let policy = Content::value::<CapabilityPolicy>();
            let mut parts = vec![
                Part::new(Role::Attr, "policy", Count::Optional, policy)
                    .doc("What holds for capabilities that are not listed.")
                    .default("default"),
            ];
            parts.extend(Capability::WORDS.iter().map(|word| {
                let state = Content::element::<FeatureState>();
                Part::new(Role::Child, word, Count::Optional, state).doc("Whether processes have it.")
            }));
            Shape {
                name: "ContainerCapabilities",
                doc: "What the processes of a container may do.",
                body: Body::Parts(parts.leak()),
            }
        });
        &SHAPE
    }
}
