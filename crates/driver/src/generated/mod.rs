//! Written by `cargo xtask codegen`.

pub mod guarded;
pub mod traits;
