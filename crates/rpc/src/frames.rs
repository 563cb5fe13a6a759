//! From bytes to frames.
//!
//! A frame's announced length is not believed with memory: the buffer grows with what arrives.

use bytes::{Buf as _, Bytes, BytesMut};
use ferrovirt_protocol::frame::{FDS_MAX, HEADER, Header, LENGTH, MAX, MessageType};
use ferrovirt_xdr::{DecodeError, Decoder};
use std::collections::VecDeque;
use std::os::fd::OwnedFd;
use thiserror::Error;

/// A message as it came.
#[derive(Debug)]
pub struct Frame {
    /// Its header.
    pub header: Header,
    /// What follows the header, without the count of descriptors.
    pub body: Bytes,
    /// Descriptors that came with it.
    pub files: Vec<OwnedFd>,
}

/// The peer does not speak the protocol; the connection cannot go on.
#[derive(Debug, Error)]
pub enum FrameError {
    /// Shorter than a header, or longer than any message may be.
    #[error("announced length {0} is not from 28 to 33554436")]
    Length(u32),
    /// More descriptors than a message may have.
    #[error("{0} file descriptors announced, at most 32 are taken")]
    Files(u32),
    /// Descriptors that no message announced.
    #[error("file descriptors arrived that no message announced")]
    StrayFiles,
    /// The bytes that descriptors come with arrived without them.
    #[error("a message announced file descriptors that did not come")]
    MissingFiles,
    /// The header cannot be read.
    #[error("bad header")]
    Header(#[source] DecodeError),
}

/// Cuts frames out of what arrives.
#[derive(Debug, Default)]
pub struct FrameReader {
    /// Bytes that arrived.
    pub buffer: BytesMut,
    /// Descriptors that arrived.
    pub files: Vec<OwnedFd>,
    pending: VecDeque<(Frame, u32)>,
    /// Length of the frame before: in a stream, one is like the other.
    last: usize,
}

/// Room for the beginning of a message of any length.
const LITTLE: usize = 8 * 1024;
/// Most room for what has arrived of no message yet.
const LIKE_LAST: usize = 264 * 1024;

impl FrameReader {
    /// How much room to read into: little between messages, more inside a long one or behind one.
    pub fn room(&self) -> usize {
        let Some(word) = self.buffer.get(..LENGTH) else {
            return self.last.clamp(LITTLE, LIKE_LAST);
        };
        let announced = word.iter().fold(0, |n, b| n << 8 | usize::from(*b));
        announced
            .min(MAX + LENGTH)
            .saturating_sub(self.buffer.len())
            .clamp(LITTLE, 512 * 1024)
    }

    /// The next whole frame, if it is there.
    ///
    /// # Errors
    /// When the bytes are not a frame.
    pub fn take(&mut self) -> Result<Option<Frame>, FrameError> {
        if let Some((_, missing)) = self.pending.front() {
            // Each descriptor comes with one byte of its own after the frame.
            let missing = *missing as usize;
            if self.buffer.len() < missing {
                return Ok(None);
            }
            if self.files.len() < missing {
                return Err(FrameError::MissingFiles);
            }
            self.buffer.advance(missing);
            let files = self.files.drain(..missing).collect();
            return Ok(self
                .pending
                .pop_front()
                .map(|(frame, _)| Frame { files, ..frame }));
        }
        let Some(word) = self.buffer.get(..LENGTH) else {
            return Ok(None);
        };
        let announced = word.iter().fold(0_u32, |n, b| n << 8 | u32::from(*b));
        let length = announced as usize;
        if !(LENGTH + HEADER..=MAX + LENGTH).contains(&length) {
            return Err(FrameError::Length(announced));
        }
        if self.buffer.len() < length {
            return Ok(None);
        }
        self.last = length;
        let mut body = self.buffer.split_to(length).freeze();
        let header = Header::decode(&mut Decoder::new(&body[LENGTH..])).map_err(FrameError::Header)?;
        body.advance(LENGTH + HEADER);
        let mut frame = Frame {
            header,
            body,
            files: Vec::new(),
        };
        if matches!(header.kind, MessageType::CallWithFds | MessageType::ReplyWithFds) {
            let count = Decoder::new(&frame.body).u32().map_err(FrameError::Header)?;
            if count > FDS_MAX {
                return Err(FrameError::Files(count));
            }
            frame.body.advance(4);
            if count > 0 {
                self.pending.push_back((frame, count));
                return self.take();
            }
            return Ok(Some(frame));
        }
        if self.files.len() > FDS_MAX as usize {
            return Err(FrameError::StrayFiles);
        }
        Ok(Some(frame))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ferrovirt_protocol::frame::{Status, begin, seal};
    use proptest::prelude::*;

    fn frame(body: &[u8]) -> Vec<u8> {
        let header = Header {
            program: 1,
            version: 1,
            procedure: 2,
            kind: MessageType::Call,
            serial: 3,
            status: Status::Ok,
        };
        let mut f = begin(&header).finish().unwrap();
        f.extend_from_slice(body);
        seal(&mut f);
        f
    }

    #[test]
    fn lengths_are_bounded() {
        for (n, ok) in [
            (0_u32, false),
            (27, false),
            (28, true),
            (33_554_436, true),
            (33_554_437, false),
            (u32::MAX, false),
        ] {
            let mut r = FrameReader::default();
            r.buffer.extend_from_slice(&n.to_be_bytes());
            assert_eq!(r.take().is_ok(), ok, "{n}");
        }
    }

    #[test]
    fn a_long_frame_is_not_reserved_at_once() {
        let mut r = FrameReader::default();
        r.buffer.extend_from_slice(&33_000_000_u32.to_be_bytes());
        assert!(r.room() <= 512 * 1024);
    }

    #[test]
    fn descriptors_that_never_come_are_not_waited_for() {
        let mut bytes = frame(&2_u32.to_be_bytes());
        bytes[19] = 4;
        let mut r = FrameReader::default();
        r.buffer.extend_from_slice(&bytes);
        assert!(r.take().unwrap().is_none());
        r.buffer.extend_from_slice(&[0]);
        assert!(r.take().unwrap().is_none());
        r.buffer.extend_from_slice(&[0]);
        assert!(matches!(r.take(), Err(FrameError::MissingFiles)));
    }

    proptest! {
        #[test]
        fn frames_survive_any_cut(bodies in prop::collection::vec(prop::collection::vec(any::<u8>(), 0..40), 1..6), cut in 1_usize..9) {
            let all: Vec<u8> = bodies.iter().flat_map(|b| frame(b)).collect();
            let mut r = FrameReader::default();
            let mut got = Vec::new();
            for piece in all.chunks(cut) {
                r.buffer.extend_from_slice(piece);
                while let Some(f) = r.take().unwrap() {
                    got.push(f.body.to_vec());
                }
            }
            prop_assert_eq!(got, bodies);
        }

        #[test]
        fn noise_is_survived(noise: Vec<u8>) {
            let mut r = FrameReader::default();
            r.buffer.extend_from_slice(&noise);
            while let Ok(Some(_)) = r.take() {}
        }
    }
}
