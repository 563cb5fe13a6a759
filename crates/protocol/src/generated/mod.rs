//! Written by `cargo xtask codegen`.

pub mod admin;
pub mod lxc;
pub mod qemu;
pub mod remote;
