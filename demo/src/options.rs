//! The command line.

use std::path::PathBuf;

use clap::Parser;

/// Boots a real guest, step by step
#[derive(Parser, Debug)]
#[command(name = "ferrovirt-demo", version)]
pub struct Options {
    /// Leave everything running at the end and say how to go on with virsh
    #[arg(long)]
    pub keep: bool,
    /// User-mode networking even as the superuser
    #[arg(long)]
    pub user: bool,
    /// Keep the daemon's files here instead of in a new folder of the base
    #[arg(long, value_name = "DIR")]
    pub root: Option<PathBuf>,
    /// The folder with `ferrovirtd`
    #[arg(long, value_name = "DIR")]
    pub programs: PathBuf,
    /// The guest's kernel
    #[arg(long, value_name = "FILE")]
    pub kernel: PathBuf,
    /// The guest's initramfs
    #[arg(long, value_name = "FILE")]
    pub initramfs: PathBuf,
    /// Where folders of runs and the screenshot go
    #[arg(long, value_name = "DIR")]
    pub base: PathBuf,
}
