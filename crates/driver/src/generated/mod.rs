//! Written by `cargo xtask codegen`.

pub mod rules;
pub mod traits;
