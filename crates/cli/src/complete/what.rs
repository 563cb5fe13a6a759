//! What an option of a command names, told by the option's own name.

/// What there may be names of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum What {
    Command,
    Domain(Reach),
    Network(Reach),
    Pool(Reach),
    /// A volume of the pool that the command names.
    Volume,
    Interface,
    Device,
    Secret,
    Filter,
    Binding,
    /// A port of the network that the command names.
    Port,
    /// These and the following are of the domain that the command names.
    Snapshot,
    Checkpoint,
    Disk,
    Nic,
    File,
    Words(&'static [&'static str]),
}

/// Which of all objects a command can do something with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reach {
    All,
    Active,
    Inactive,
}

/// Commands for what is active only.
const ACTIVE: &[&str] = &[
    "blockjob",
    "console",
    "destroy",
    "domdisplay",
    "domfsfreeze",
    "domfsinfo",
    "domfsthaw",
    "domfstrim",
    "domjobabort",
    "dompmsuspend",
    "dump",
    "guestinfo",
    "inject-nmi",
    "managedsave",
    "migrate",
    "net-destroy",
    "pool-destroy",
    "pool-refresh",
    "qemu-agent-command",
    "qemu-monitor-command",
    "reboot",
    "reset",
    "resume",
    "save",
    "screenshot",
    "send-key",
    "shutdown",
    "suspend",
    "ttyconsole",
    "vncdisplay",
    "vol-create",
    "vol-create-as",
    "vol-list",
];
/// Commands for what is not active.
const INACTIVE: &[&str] = &["net-start", "pool-build", "pool-delete", "pool-start", "start"];

/// What is named by `option` of `command`, when that is known.
pub fn of(command: &str, option: &str) -> Option<What> {
    let reach = match command {
        command if ACTIVE.contains(&command) => Reach::Active,
        command if INACTIVE.contains(&command) => Reach::Inactive,
        _ => Reach::All,
    };
    let family = |prefix| command.starts_with(prefix);
    Some(match option {
        "command" if command == "help" => What::Command,
        "command" if command == "net-update" => What::Words(&["add-first", "add-last", "delete", "modify"]),
        "section" => What::Words(&[
            "bridge",
            "dns-host",
            "dns-srv",
            "dns-txt",
            "domain",
            "forward",
            "forward-interface",
            "forward-pf",
            "ip",
            "ip-dhcp-host",
            "ip-dhcp-range",
            "portgroup",
        ]),
        "mode" if ["shutdown", "reboot"].contains(&command) => {
            What::Words(&["acpi", "agent", "initctl", "paravirt", "signal"])
        }
        "state" if command == "domif-setlink" => What::Words(&["down", "up"]),
        "domain" | "guest" => What::Domain(reach),
        "network" => What::Network(reach),
        "pool" | "inputpool" => What::Pool(reach),
        "vol" | "backing-vol" => What::Volume,
        "interface" if family("iface-") => What::Interface,
        "interface" => What::Nic,
        "mac" if command == "detach-interface" => What::Nic,
        "device" if family("nodedev-") => What::Device,
        "device" | "dev" => What::Disk,
        "path" if family("block") || command == "change-media" => What::Disk,
        "target" if command == "detach-disk" => What::Disk,
        "secret" => What::Secret,
        "nwfilter" => What::Filter,
        "binding" => What::Binding,
        "port" if family("net-port-") => What::Port,
        "snapshotname" => What::Snapshot,
        "checkpointname" => What::Checkpoint,
        "from" if command == "snapshot-list" => What::Snapshot,
        "from" if command == "checkpoint-list" => What::Checkpoint,
        "file" | "files" | "xml" | "xmlfile" | "backupxml" | "checkpointxml" | "config" | "dir"
        | "srcSpec" => What::File,
        _ => return None,
    })
}
