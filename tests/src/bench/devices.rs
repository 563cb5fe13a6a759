//! Devices of the host.

use super::meter::time_each;
use super::side::{Side, client};
use crate::harness::case::Outcome;
use crate::harness::rpc::procedure;
use crate::harness::xdr::{Reader, Writer};

const TIMES: u32 = 50;

/// The list of all devices.
pub fn list(side: &mut Side) -> Outcome<f64> {
    let mut client = client(side.plain()?)?;
    let arguments = Writer::new().i32(1).u32(0).bytes;
    time_each(TIMES, || {
        let reply = client.call(procedure::CONNECT_LIST_ALL_NODE_DEVICES, &arguments)?;
        match Reader::new(&reply).u32() {
            Some(count) if count > 1 => Ok(()),
            _ => Err("hardly a device is listed".into()),
        }
    })
}

/// One device found by its name.
pub fn lookup(side: &mut Side) -> Outcome<f64> {
    let mut client = client(side.plain()?)?;
    let arguments = Writer::new().string("computer").bytes;
    time_each(TIMES, || {
        client
            .call(procedure::NODE_DEVICE_LOOKUP_BY_NAME, &arguments)
            .map(|_| ())
    })
}
