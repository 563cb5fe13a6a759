//! What `cargo xtask test` tells a lane by environment variables.

use std::path::PathBuf;

use super::case::{Outcome, Problem};

/// The folder of our programs, or that of the running one.
pub fn programs() -> PathBuf {
    std::env::var_os("FERROVIRT_PROGRAMS")
        .map(PathBuf::from)
        .unwrap_or_else(|| {
            std::env::current_exe()
                .ok()
                .and_then(|path| path.parent().map(PathBuf::from))
                .unwrap_or_default()
        })
}

/// Whether the lanes are run against a stock libvirtd, which shows what is wrong with the lanes.
pub fn stock() -> bool {
    std::env::var_os("FERROVIRT_DAEMON").is_some_and(|value| value == "stock")
}

/// The guest's kernel and initramfs.
pub fn guest() -> Outcome<(PathBuf, PathBuf)> {
    let path = |name: &str| {
        std::env::var_os(name)
            .map(PathBuf::from)
            .ok_or_else(|| Problem::Skipped(format!("{name} is not set: run through `cargo xtask test`")))
    };
    Ok((
        path("FERROVIRT_GUEST_KERNEL")?,
        path("FERROVIRT_GUEST_INITRAMFS")?,
    ))
}
