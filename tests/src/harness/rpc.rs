//! A client that writes its own frames: the calls that crash, hostile and the comparison need.
//!
//! Facts of the interface: a frame is a big-endian length that counts itself, a header of six words
//! (program, version, procedure, type, serial, status) and XDR.

use std::io::{Read, Write};
use std::os::unix::net::UnixStream;
use std::path::Path;
use std::time::Duration;

use super::case::{Outcome, Problem};
use super::xdr::{Reader, Writer};

pub const REMOTE_PROGRAM: u32 = 0x2000_8086;
pub const QEMU_PROGRAM: u32 = 0x2000_8087;
pub const KEEPALIVE_PROGRAM: u32 = 0x6b65_6570;

pub const TYPE_CALL: u32 = 0;
pub const TYPE_REPLY: u32 = 1;
pub const TYPE_MESSAGE: u32 = 2;

/// Procedures of the remote program used here.
pub mod procedure {
    pub const CONNECT_OPEN: u32 = 1;
    pub const CONNECT_CLOSE: u32 = 2;
    pub const CONNECT_GET_HOSTNAME: u32 = 59;
    pub const AUTH_LIST: u32 = 66;
    pub const CONNECT_GET_LIB_VERSION: u32 = 157;
    pub const DOMAIN_DEFINE_XML: u32 = 11;
    pub const DOMAIN_LOOKUP_BY_NAME: u32 = 23;
    pub const DOMAIN_UNDEFINE: u32 = 35;
    pub const DOMAIN_GET_XML_DESC: u32 = 14;
    pub const CONNECT_LIST_ALL_DOMAINS: u32 = 273;
    pub const CONNECT_GET_ALL_DOMAIN_STATS: u32 = 344;
    pub const NODE_DEVICE_LOOKUP_BY_NAME: u32 = 113;
    pub const CONNECT_LIST_ALL_NODE_DEVICES: u32 = 285;
    pub const DOMAIN_CREATE: u32 = 9;
    pub const DOMAIN_DESTROY: u32 = 12;
    pub const DOMAIN_SET_AUTOSTART: u32 = 29;
    pub const DOMAIN_EVENT_REGISTER: u32 = 316;
    pub const NETWORK_CREATE: u32 = 39;
    pub const NETWORK_DEFINE_XML: u32 = 41;
    pub const NETWORK_DESTROY: u32 = 42;
    pub const NETWORK_SET_AUTOSTART: u32 = 48;
    pub const NETWORK_UNDEFINE: u32 = 49;
    pub const CONNECT_LIST_ALL_NETWORKS: u32 = 283;
    pub const NETWORK_UPDATE: u32 = 291;
    pub const NETWORK_GET_DHCP_LEASES: u32 = 341;
    pub const POOL_DEFINE_XML: u32 = 77;
    pub const POOL_CREATE: u32 = 78;
    pub const POOL_DESTROY: u32 = 80;
    pub const POOL_UNDEFINE: u32 = 82;
    pub const POOL_REFRESH: u32 = 83;
    pub const CONNECT_LIST_ALL_POOLS: u32 = 281;
    pub const VOLUME_CREATE_XML: u32 = 93;
    pub const VOLUME_DELETE: u32 = 94;
    pub const VOLUME_LOOKUP_BY_PATH: u32 = 97;
    pub const POOL_LIST_ALL_VOLUMES: u32 = 282;
}

/// How long an answer may take.
const LIMIT: Duration = Duration::from_secs(30);
/// The largest frame a peer may send, its length word left out.
const FRAME_MAX: usize = 32 << 20;

/// A frame that came in.
#[derive(Debug, Clone)]
pub struct Frame {
    pub program: u32,
    pub procedure: u32,
    pub kind: u32,
    pub serial: u32,
    pub status: u32,
    pub body: Vec<u8>,
}

/// What a peer answers when it refuses.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    pub code: i32,
    pub domain: i32,
    pub message: String,
}

/// A name and UUID as they go over the wire.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DomainRef {
    pub name: String,
    pub uuid: [u8; 16],
    pub id: i32,
}

impl DomainRef {
    pub fn write(&self, writer: Writer) -> Writer {
        writer.string(&self.name).fixed(&self.uuid).i32(self.id)
    }

    pub fn read(reader: &mut Reader<'_>) -> Option<Self> {
        Some(Self {
            name: reader.string()?,
            uuid: reader.fixed(16)?.try_into().ok()?,
            id: reader.i32()?,
        })
    }
}

/// A network or a pool: a name and a UUID.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NamedRef {
    pub name: String,
    pub uuid: [u8; 16],
}

impl NamedRef {
    pub fn write(&self, writer: Writer) -> Writer {
        writer.string(&self.name).fixed(&self.uuid)
    }

    pub fn read(reader: &mut Reader<'_>) -> Option<Self> {
        Some(Self {
            name: reader.string()?,
            uuid: reader.fixed(16)?.try_into().ok()?,
        })
    }
}

/// A volume.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VolumeRef {
    pub pool: String,
    pub name: String,
    pub key: String,
}

impl VolumeRef {
    pub fn write(&self, writer: Writer) -> Writer {
        writer.string(&self.pool).string(&self.name).string(&self.key)
    }

    pub fn read(reader: &mut Reader<'_>) -> Option<Self> {
        Some(Self {
            pool: reader.string()?,
            name: reader.string()?,
            key: reader.string()?,
        })
    }
}

/// A connection.
pub struct Client {
    pub stream: UnixStream,
    serial: u32,
}

impl Client {
    /// Connects and says nothing.
    pub fn connect(socket: &Path) -> Outcome<Self> {
        let stream = UnixStream::connect(socket)
            .map_err(|error| format!("cannot connect to {}: {error}", socket.display()))?;
        stream.set_read_timeout(Some(LIMIT))?;
        stream.set_write_timeout(Some(LIMIT))?;
        Ok(Self { stream, serial: 0 })
    }

    /// Asks how to authenticate and opens a driver, as every client does first.
    pub fn open(&mut self, uri: &str, flags: u32) -> Outcome {
        self.call(procedure::AUTH_LIST, &[])?;
        self.call(
            procedure::CONNECT_OPEN,
            &Writer::new().some_string(uri).u32(flags).bytes,
        )?;
        Ok(())
    }

    /// Calls and waits; a refusal fails the case.
    pub fn call(&mut self, procedure: u32, arguments: &[u8]) -> Outcome<Vec<u8>> {
        self.try_call(procedure, arguments)?.map_err(|refusal| {
            Problem::Refused(format!(
                "procedure {procedure}: code {} domain {}: {}",
                refusal.code, refusal.domain, refusal.message
            ))
        })
    }

    /// Calls and waits for either answer.
    pub fn try_call(&mut self, procedure: u32, arguments: &[u8]) -> Outcome<Result<Vec<u8>, Refusal>> {
        let serial = self.send_call(procedure, arguments)?;
        loop {
            let frame = self.receive()?;
            if frame.serial == serial && frame.kind == TYPE_REPLY {
                return Ok(answer(frame));
            }
        }
    }

    /// Sends a call without waiting; answers its serial number.
    pub fn send_call(&mut self, procedure: u32, arguments: &[u8]) -> Outcome<u32> {
        self.serial += 1;
        let serial = self.serial;
        self.stream
            .write_all(&frame(REMOTE_PROGRAM, procedure, TYPE_CALL, serial, arguments))?;
        Ok(serial)
    }

    /// The next frame, whatever it is.
    pub fn receive(&mut self) -> Outcome<Frame> {
        let mut head = [0; 28];
        self.stream.read_exact(&mut head)?;
        let mut words = head.chunks_exact(4).map(|word| {
            let bytes = <[u8; 4]>::try_from(word).unwrap_or_default();
            u32::from_be_bytes(bytes)
        });
        let mut next = || words.next().unwrap_or_default();
        let length = usize::try_from(next()).unwrap_or(usize::MAX);
        let (program, _version, procedure) = (next(), next(), next());
        let (kind, serial, status) = (next(), next(), next());
        if !(head.len()..=FRAME_MAX + 4).contains(&length) {
            return Err(format!("a frame of {length} bytes was announced").into());
        }
        let mut body = vec![0; length - head.len()];
        self.stream.read_exact(&mut body)?;
        Ok(Frame {
            program,
            procedure,
            kind,
            serial,
            status,
            body,
        })
    }

    /// Defines a domain.
    pub fn define(&mut self, xml: &str) -> Outcome<DomainRef> {
        let reply = self.call(procedure::DOMAIN_DEFINE_XML, &Writer::new().string(xml).bytes)?;
        DomainRef::read(&mut Reader::new(&reply)).ok_or_else(|| "define answered no domain".into())
    }

    /// Removes a definition.
    pub fn undefine(&mut self, domain: &DomainRef) -> Outcome {
        self.call(procedure::DOMAIN_UNDEFINE, &domain.write(Writer::new()).bytes)?;
        Ok(())
    }

    /// All domains, active and defined; the flags of `virConnectListAllDomains` choose.
    pub fn list(&mut self, flags: u32) -> Outcome<Vec<DomainRef>> {
        let arguments = Writer::new().i32(1).u32(flags).bytes;
        array(
            &self.call(procedure::CONNECT_LIST_ALL_DOMAINS, &arguments)?,
            DomainRef::read,
        )
    }

    /// All networks; flag 2 asks for active ones only.
    pub fn networks(&mut self, flags: u32) -> Outcome<Vec<NamedRef>> {
        let arguments = Writer::new().i32(1).u32(flags).bytes;
        array(
            &self.call(procedure::CONNECT_LIST_ALL_NETWORKS, &arguments)?,
            NamedRef::read,
        )
    }

    /// All pools; flag 2 asks for active ones only.
    pub fn pools(&mut self, flags: u32) -> Outcome<Vec<NamedRef>> {
        let arguments = Writer::new().i32(1).u32(flags).bytes;
        array(
            &self.call(procedure::CONNECT_LIST_ALL_POOLS, &arguments)?,
            NamedRef::read,
        )
    }

    /// All volumes of an active pool.
    pub fn volumes(&mut self, pool: &NamedRef) -> Outcome<Vec<VolumeRef>> {
        let arguments = pool.write(Writer::new()).i32(1).u32(0).bytes;
        array(
            &self.call(procedure::POOL_LIST_ALL_VOLUMES, &arguments)?,
            VolumeRef::read,
        )
    }

    /// The document of a domain, the inactive one when flag 2 is given.
    pub fn domain_xml(&mut self, domain: &DomainRef, flags: u32) -> Outcome<String> {
        let reply = self.call(
            procedure::DOMAIN_GET_XML_DESC,
            &domain.write(Writer::new()).u32(flags).bytes,
        )?;
        Reader::new(&reply)
            .string()
            .ok_or_else(|| "dumpxml answered no text".into())
    }

    /// A call whose only argument is a document and whose answer is a name and UUID.
    pub fn define_named(&mut self, procedure: u32, arguments: &[u8]) -> Outcome<NamedRef> {
        let reply = self.call(procedure, arguments)?;
        NamedRef::read(&mut Reader::new(&reply)).ok_or_else(|| "define answered no object".into())
    }
}

fn array<T>(reply: &[u8], read: impl Fn(&mut Reader<'_>) -> Option<T>) -> Outcome<Vec<T>> {
    let mut reader = Reader::new(reply);
    let count = reader.u32().ok_or("a list answered nothing")?;
    (0..count)
        .map(|_| read(&mut reader).ok_or_else(|| "a list is shorter than it says".into()))
        .collect()
}

/// What a reply frame says.
pub fn answer(frame: Frame) -> Result<Vec<u8>, Refusal> {
    if frame.status == 0 {
        return Ok(frame.body);
    }
    let mut reader = Reader::new(&frame.body);
    let code = reader.i32().unwrap_or_default();
    let domain = reader.i32().unwrap_or_default();
    let message = reader.optional_string().flatten().unwrap_or_default();
    Err(Refusal {
        code,
        domain,
        message,
    })
}

/// The bytes of a frame.
pub fn frame(program: u32, procedure: u32, kind: u32, serial: u32, body: &[u8]) -> Vec<u8> {
    let length = u32::try_from(body.len() + 28).unwrap_or(u32::MAX);
    let header = Writer::new()
        .u32(length)
        .u32(program)
        .u32(1)
        .u32(procedure)
        .u32(kind)
        .u32(serial)
        .u32(0);
    let mut bytes = header.bytes;
    bytes.extend_from_slice(body);
    bytes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_frame_counts_itself() {
        let bytes = frame(REMOTE_PROGRAM, 1, TYPE_CALL, 5, &[1, 2, 3, 4]);
        assert_eq!(bytes.len(), 32);
        assert_eq!(bytes[..4], 32u32.to_be_bytes());
    }
}
