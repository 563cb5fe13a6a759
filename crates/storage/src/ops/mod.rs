//! What the calls do, independent of how they are called.

mod pools;
pub(crate) mod secrets;
mod volumes;

pub(crate) use pools::{
    activate, build, create, deactivate, define, look_again, refresh, remove, set_autostart, settled, start,
    stop, undefine,
};
pub(crate) use volumes::{
    check_below, copy, create as create_volume, delete, describe, find, look, resize, wipe,
};
