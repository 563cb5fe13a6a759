//! The command line.

use std::path::PathBuf;

use clap::Parser;

/// Boots the machine of lane vm and relays what its cases report
#[derive(Parser, Debug)]
#[command(name = "ferrovirt-vm", version)]
pub struct Options {
    /// The machine's kernel
    #[arg(long, value_name = "FILE")]
    pub kernel: PathBuf,
    /// The machine's initramfs
    #[arg(long, value_name = "FILE")]
    pub initramfs: PathBuf,
    /// The machine's file system, which stays as it is
    #[arg(long, value_name = "FILE")]
    pub system: PathBuf,
    /// The folder with `ferrovirtd`, `ferrovirt` and `ferrovirt-lanes`
    #[arg(long, value_name = "DIR")]
    pub programs: PathBuf,
    /// Which lane's cases the machine runs
    #[arg(long, value_name = "NAME", default_value = "vm")]
    pub lane: String,
    /// Keep what the machine's console said in this file
    #[arg(long, value_name = "FILE")]
    pub log: PathBuf,
    /// Run this script in the machine instead of the cases
    #[arg(long, value_name = "FILE")]
    pub script: Option<PathBuf>,
    /// How long all of it may take
    #[arg(long, value_name = "SECONDS", default_value_t = 900)]
    pub limit: u64,
    /// Only cases whose name holds this text
    pub filter: Option<String>,
}
