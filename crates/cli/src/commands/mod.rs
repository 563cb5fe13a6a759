//! The commands, one file a family, joined by [`FAMILIES`].

mod block;
mod block_copy;
mod block_follow;
mod checkpoint;
mod console;
mod cpu;
mod device;
mod device_xml;
mod domain_config;
mod domain_info;
mod domain_life;
mod domain_list;
mod domain_names;
mod domain_stats;
mod edit;
mod event;
mod explain;
mod guest;
mod host;
mod interface;
mod iothread;
mod job;
mod local;
mod media;
mod memory;
mod migrate;
mod monitor;
mod network;
mod nodedev;
mod objects;
mod pool;
mod saved;
mod screen;
mod snapshot;
mod tree;
mod tune;
mod volume;
mod volume_data;
mod volume_progress;
mod xml;

use crate::error::CliError;
use crate::grammar::{Args, Synopsis};
use crate::report::Report;
use crate::shell::Shell;
use futures_util::future::LocalBoxFuture;

/// Result of a command.
pub type Outcome = Result<Report, CliError>;
type Run = for<'a> fn(&'a mut Shell, &'a Args) -> LocalBoxFuture<'a, Outcome>;

/// A command.
pub struct Command {
    /// Its name.
    pub name: &'static str,
    /// What it does, in a few words; none: it is for shells, not for people.
    pub about: &'static str,
    /// What it takes.
    pub takes: &'static str,
    /// Does it.
    pub run: Run,
}

impl Command {
    /// Whether lists of commands leave it out.
    pub fn is_hidden(&self) -> bool {
        self.about.is_empty()
    }

    /// Its options.
    pub fn synopsis(&self) -> Synopsis {
        // A test reads the synopsis of every command.
        Synopsis::parse(self.takes).unwrap_or_default()
    }
}

/// Lists commands as `NAME, ABOUT, SYNOPSIS => FUNCTION`.
macro_rules! commands {
    ($($name:literal, $about:literal, $takes:literal => $run:path;)*) => {
        /// The commands of this family.
        pub const COMMANDS: &[$crate::commands::Command] = &[$(
            $crate::commands::Command {
                name: $name,
                about: $about,
                takes: $takes,
                run: |shell, args| Box::pin($run(shell, args)),
            },
        )*];
    };
}
pub(crate) use commands;

/// Families by title.
pub const FAMILIES: &[(&str, &[Command])] = &[
    ("Domain Management", domain_life::COMMANDS),
    ("Domain Definition", domain_config::COMMANDS),
    ("Domain Devices", device::COMMANDS),
    ("Domain Memory and Processors", memory::COMMANDS),
    ("Domain Limits", tune::COMMANDS),
    ("Domain Threads", iothread::COMMANDS),
    ("Domain Disks", block::COMMANDS),
    ("Domain Disk Copies", block_copy::COMMANDS),
    ("Domain Media and Links", media::COMMANDS),
    ("Domain Migration", migrate::COMMANDS),
    ("Saved Domains", saved::COMMANDS),
    ("Guest", guest::COMMANDS),
    ("Editing", edit::COMMANDS),
    ("Domain Jobs", job::COMMANDS),
    ("Domain Monitoring", domain_list::COMMANDS),
    ("Domain Identity", domain_names::COMMANDS),
    ("Domain Information", domain_info::COMMANDS),
    ("Domain Statistics", domain_stats::COMMANDS),
    ("Domain Events", event::COMMANDS),
    ("Domain Console", console::COMMANDS),
    ("Domain Screen", screen::COMMANDS),
    ("Domain Monitor and Agent", monitor::COMMANDS),
    ("Snapshot", snapshot::COMMANDS),
    ("Checkpoint and Backup", checkpoint::COMMANDS),
    ("Host and Hypervisor", host::COMMANDS),
    ("Processors of the Host", cpu::COMMANDS),
    ("Node Device", nodedev::COMMANDS),
    ("Interface", interface::COMMANDS),
    ("Networking", network::COMMANDS),
    ("Network Diagnosis", explain::COMMANDS),
    ("Storage Pool", pool::COMMANDS),
    ("Storage Volume", volume::COMMANDS),
    ("Storage Volume Data", volume_data::COMMANDS),
    ("Network Filter and Secret", objects::COMMANDS),
    ("Documents", xml::COMMANDS),
    ("Local", local::COMMANDS),
];

/// The command with this name.
pub fn find(name: &str) -> Option<&'static Command> {
    FAMILIES
        .iter()
        .flat_map(|(_, commands)| commands.iter())
        .find(|c| c.name == name)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn every_command_has_a_synopsis_and_a_name_of_its_own() {
        let mut seen = HashSet::new();
        for command in FAMILIES.iter().flat_map(|(_, c)| c.iter()) {
            assert!(
                Synopsis::parse(command.takes).is_some(),
                "{}: {}",
                command.name,
                command.takes
            );
            assert!(seen.insert(command.name), "{} twice", command.name);
        }
    }
}
