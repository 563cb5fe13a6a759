//! What the calls do, independent of how they are called.

mod pools;
mod volumes;

pub(crate) use pools::{
    activate, build, create, deactivate, define, refresh, remove, set_autostart, settled, start, stop,
    undefine,
};
pub(crate) use volumes::{copy, create as create_volume, delete, look, resize, wipe};
