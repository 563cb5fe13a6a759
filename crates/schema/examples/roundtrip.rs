//! Reads a document from standard input and prints it back: `roundtrip --kind domain [--lossless]`.
#![allow(clippy::print_stdout, reason = "printing is what this program does")]

use std::io::Read;
use std::process::ExitCode;

use ferrovirt_schema::backup::Backup;
use ferrovirt_schema::capabilities::Capabilities;
use ferrovirt_schema::checkpoint::Checkpoint;
use ferrovirt_schema::domain::Domain;
use ferrovirt_schema::domain::cpu::Cpu;
use ferrovirt_schema::domaincaps::DomainCaps;
use ferrovirt_schema::interface::Interface;
use ferrovirt_schema::network::Network;
use ferrovirt_schema::networkport::NetworkPort;
use ferrovirt_schema::nodedev::NodeDevice;
use ferrovirt_schema::nwfilter::NwFilter;
use ferrovirt_schema::nwfilterbinding::FilterBinding;
use ferrovirt_schema::pool::Pool;
use ferrovirt_schema::poolcaps::StoragePoolCaps;
use ferrovirt_schema::secret::Secret;
use ferrovirt_schema::snapshot::Snapshot;
use ferrovirt_schema::vol::Volume;
use ferrovirt_xml::XmlError;

/// Reads and prints a document, canonically or losslessly.
macro_rules! through {
    ($type:ty, $text:expr, $lossless:expr) => {
        match $lossless {
            true => <$type>::parse_lossless($text).and_then(|d| d.to_xml_lossless()),
            false => <$type>::parse($text).map(|d| d.to_xml()),
        }
    };
}

fn roundtrip(kind: &str, text: &str, lossless: bool) -> Result<String, String> {
    let result: Result<String, XmlError> = match kind {
        "backup" => through!(Backup, text, lossless),
        "capabilities" => through!(Capabilities, text, lossless),
        "checkpoint" => through!(Checkpoint, text, lossless),
        "cpu" => through!(Cpu, text, lossless),
        "domain" => through!(Domain, text, lossless),
        "domaincaps" => through!(DomainCaps, text, lossless),
        "interface" => through!(Interface, text, lossless),
        "network" => through!(Network, text, lossless),
        "networkport" => through!(NetworkPort, text, lossless),
        "nodedev" => through!(NodeDevice, text, lossless),
        "nwfilter" => through!(NwFilter, text, lossless),
        "nwfilterbinding" => through!(FilterBinding, text, lossless),
        "pool" => through!(Pool, text, lossless),
        "poolcaps" => through!(StoragePoolCaps, text, lossless),
        "secret" => through!(Secret, text, lossless),
        "snapshot" => through!(Snapshot, text, lossless),
        "vol" => through!(Volume, text, lossless),
        _ => return Err(format!("no documents of kind '{kind}'")),
    };
    result.map_err(|e| e.to_string())
}

fn main() -> ExitCode {
    let args: Vec<String> = std::env::args().collect();
    let kind = args
        .iter()
        .position(|a| a == "--kind")
        .and_then(|i| args.get(i + 1))
        .cloned()
        .unwrap_or_default();
    let lossless = args.iter().any(|a| a == "--lossless");
    let mut text = String::new();
    if let Err(e) = std::io::stdin().read_to_string(&mut text) {
        eprintln!("cannot read: {e}");
        return ExitCode::FAILURE;
    }
    match roundtrip(&kind, &text, lossless) {
        Ok(xml) => {
            print!("{xml}");
            ExitCode::SUCCESS
        }
        Err(e) => {
            eprintln!("{e}");
            ExitCode::FAILURE
        }
    }
}
