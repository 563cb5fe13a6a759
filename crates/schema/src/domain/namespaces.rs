//! Extensions of single hypervisors, each in an XML namespace of its own. QEMU's is in
//! [`crate::domain::qemu`].

use ferrovirt_xml::{Xml, words};

/// URI of the namespace of containers; its usual prefix is `lxc`.
pub const LXC_SPACE: &str = "http://libvirt.org/schemas/domain/lxc/1.0";
/// URI of bhyve's namespace; its usual prefix is `bhyve`.
pub const BHYVE_SPACE: &str = "http://libvirt.org/schemas/domain/bhyve/1.0";
/// URI of Xen's namespace; its usual prefix is `xen`.
pub const XEN_SPACE: &str = "http://libvirt.org/schemas/domain/xen/1.0";
/// URI of VMware's namespace; its usual prefix is `vmware`.
pub const VMWARE_SPACE: &str = "http://libvirt.org/schemas/domain/vmware/1.0";

/// What containers are told directly.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
#[xml(space = LXC_SPACE, prefix = "lxc", declare)]
pub struct LxcNamespace {
    /// Namespaces of the host, or of others, that the container shares. Since 1.2.19.
    #[xml(child)]
    pub namespace: Option<SharedNamespaces>,
}

/// Namespaces of Linux that a container does not have to itself.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
#[xml(space = LXC_SPACE, prefix = "lxc")]
pub struct SharedNamespaces {
    /// The network.
    #[xml(child)]
    pub sharenet: Option<SharedNamespace>,
    /// Communication between processes.
    #[xml(child)]
    pub shareipc: Option<SharedNamespace>,
    /// Host name.
    #[xml(child)]
    pub shareuts: Option<SharedNamespace>,
}

words! {
    /// By what a namespace is found.
    pub enum NamespaceOwner {
        Name = "name",
        Pid = "pid",
        Netns = "netns",
    }
}

/// A namespace and whose it is.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct SharedNamespace {
    /// By what it is found.
    #[xml(attr = "type")]
    pub owner: NamespaceOwner,
    /// Name of the container, number of the process, or name of the network namespace.
    #[xml(attr)]
    pub value: String,
}

/// What bhyve is told directly.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
#[xml(space = BHYVE_SPACE, prefix = "bhyve", declare)]
pub struct BhyveNamespace {
    /// Further arguments. Since 5.1.
    #[xml(child)]
    pub commandline: Option<BhyveCommandLine>,
}

/// Further arguments of bhyve.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
#[xml(space = BHYVE_SPACE, prefix = "bhyve")]
pub struct BhyveCommandLine {
    /// The arguments, in order.
    #[xml(attr = "value", of = "arg")]
    pub args: Vec<String>,
}

/// What Xen's device model is told directly.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
#[xml(space = XEN_SPACE, prefix = "xen", declare)]
pub struct XenNamespace {
    /// Further arguments. Since 6.7.
    #[xml(child)]
    pub commandline: Option<XenCommandLine>,
}

/// Further arguments of Xen's device model.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
#[xml(space = XEN_SPACE, prefix = "xen")]
pub struct XenCommandLine {
    /// The arguments, in order.
    #[xml(attr = "value", of = "arg")]
    pub args: Vec<String>,
}

/// What VMware says of the guest.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
#[xml(space = VMWARE_SPACE, prefix = "vmware", declare)]
pub struct VmwareNamespace {
    /// Path of the data centre. Default: reported.
    #[xml(leaf = "datacenterpath")]
    pub datacenter_path: Option<String>,
    /// Reference of the managed object. Default: reported.
    #[xml(leaf)]
    pub moref: Option<String>,
}
