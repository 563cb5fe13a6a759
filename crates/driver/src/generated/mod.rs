//! Written by `cargo xtask codegen`.

pub mod traits;
