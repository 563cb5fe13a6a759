//! What every lane needs: cases, scratch folders, child processes with deadlines, our daemon, a guest,
//! and a client that writes its own frames.

pub mod case;
pub mod command;
pub mod daemon;
pub mod domain;
pub mod environment;
pub mod faults;
pub mod groups;
pub mod pki;
pub mod pools;
pub mod processes;
pub mod random;
pub mod rpc;
pub mod scratch;
pub mod stock;
pub mod virsh;
pub mod wait;
pub mod xdr;
