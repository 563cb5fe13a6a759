//! Written by `cargo xtask codegen`.

mod stubs;
