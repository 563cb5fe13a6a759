//! Written by `cargo xtask codegen`.

mod gate;
pub mod rules;
pub mod traits;
