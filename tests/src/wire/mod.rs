//! Lane wire: stock clients against our daemon.

use crate::harness::case::Case;

mod admin;
mod bad_input;
mod command;
mod daemon;
mod defined_domain;
mod network;
mod node;
mod python;
mod read_only;
mod storage;
mod test_host;
mod tls;
mod virsh_help;
mod virt_install;

/// Every case of the lane.
pub fn cases() -> Vec<Case> {
    [
        node::CASES,
        test_host::CASES,
        defined_domain::CASES,
        network::CASES,
        storage::CASES,
        read_only::CASES,
        bad_input::CASES,
        python::CASES,
        virt_install::CASES,
        command::CASES,
        virsh_help::CASES,
        admin::CASES,
        daemon::CASES,
        tls::CASES,
    ]
    .concat()
}
