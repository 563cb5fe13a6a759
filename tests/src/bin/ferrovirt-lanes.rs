//! `ferrovirt-lanes LANE [FILTER]`: runs one lane; `cargo xtask test` prepares its surroundings.

#![forbid(unsafe_code)]
#![expect(clippy::print_stdout, reason = "a lane tells its cases on standard output")]

use std::process::ExitCode;

use ferrovirt_tests::harness::case::{self, Case};
use ferrovirt_tests::{conformance, crash, hostile, net, qemu, rbd, storage, vm, wire, zfs};

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let (lane, filter) = match arguments.as_slice() {
        [lane] => (lane.as_str(), None),
        [lane, filter] => (lane.as_str(), Some(filter.as_str())),
        _ => {
            println!("usage: ferrovirt-lanes LANE [FILTER]");
            return ExitCode::FAILURE;
        }
    };
    let Some(cases) = cases(lane) else {
        println!("there is no lane {lane:?}");
        return ExitCode::FAILURE;
    };
    if case::run(lane, &cases, filter) {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    }
}

fn cases(lane: &str) -> Option<Vec<Case>> {
    Some(match lane {
        "wire" => wire::cases(),
        "qemu" => qemu::cases(),
        "crash" => crash::cases(),
        "hostile" => hostile::cases(),
        "net" => net::cases(),
        "storage" => storage::cases(),
        "rbd" => rbd::cases(),
        "vm" => vm::cases(),
        "zfs" => zfs::cases(),
        "conformance" => conformance::cases(),
        _ => return None,
    })
}
