//! Writing PNG, with the pixels stored as they are: a screenshot is looked at and thrown away.
//! The format is that of the W3C recommendation; the zlib container that of RFC 1950.

use super::ppm::Image;

/// Most bytes of a stored block.
const BLOCK: usize = 65_535;

/// The picture as a PNG file.
pub fn encode(image: &Image<'_>) -> Vec<u8> {
    let row = image.pixels.len() / usize::try_from(image.height).unwrap_or(1).max(1);
    let mut raw = Vec::with_capacity(image.pixels.len() + image.pixels.len() / row.max(1));
    for row in image.pixels.chunks(row.max(1)) {
        // Each row begins with its filter: none.
        raw.push(0);
        raw.extend_from_slice(row);
    }
    let mut out = b"\x89PNG\r\n\x1a\n".to_vec();
    let mut header = Vec::new();
    header.extend(image.width.to_be_bytes());
    header.extend(image.height.to_be_bytes());
    // 8 bits, true colour, deflate, adaptive filters, not interlaced.
    header.extend([8, 2, 0, 0, 0]);
    chunk(&mut out, *b"IHDR", &header);
    chunk(&mut out, *b"IDAT", &zlib(&raw));
    chunk(&mut out, *b"IEND", &[]);
    out
}

fn chunk(out: &mut Vec<u8>, kind: [u8; 4], data: &[u8]) {
    out.extend(u32::try_from(data.len()).unwrap_or(u32::MAX).to_be_bytes());
    let begin = out.len();
    out.extend(kind);
    out.extend(data);
    let sum = crc32(&out[begin..]);
    out.extend(sum.to_be_bytes());
}

fn zlib(data: &[u8]) -> Vec<u8> {
    let mut out = vec![0x78, 0x01];
    let mut blocks = data.chunks(BLOCK).peekable();
    while let Some(block) = blocks.next() {
        let length = u16::try_from(block.len()).unwrap_or(u16::MAX);
        out.push(u8::from(blocks.peek().is_none()));
        out.extend(length.to_le_bytes());
        out.extend((!length).to_le_bytes());
        out.extend_from_slice(block);
    }
    out.extend(adler32(data).to_be_bytes());
    out
}

fn adler32(data: &[u8]) -> u32 {
    const PRIME: u32 = 65_521;
    let (mut a, mut b) = (1u32, 0u32);
    // So many bytes cannot overflow 32 bits.
    for part in data.chunks(5552) {
        for byte in part {
            a += u32::from(*byte);
            b += a;
        }
        a %= PRIME;
        b %= PRIME;
    }
    b << 16 | a
}

fn crc32(data: &[u8]) -> u32 {
    let step = |mut c: u32| {
        for _ in 0..8 {
            c = if c & 1 == 1 { c >> 1 ^ 0xedb8_8320 } else { c >> 1 };
        }
        c
    };
    let mut table = [0u32; 256];
    for (n, entry) in (0u32..).zip(&mut table) {
        *entry = step(n);
    }
    let index = |c: u32, byte: u8| usize::from(c.to_le_bytes()[0] ^ byte);
    !data
        .iter()
        .fold(u32::MAX, |c, byte| table[index(c, *byte)] ^ c >> 8)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn check_sums() {
        assert_eq!(crc32(b"123456789"), 0xcbf4_3926);
        assert_eq!(adler32(b"Wikipedia"), 0x11e6_0398);
    }

    #[test]
    fn a_picture_has_its_size_and_end() {
        let pixels = vec![7; 300 * 200 * 3];
        let png = encode(&Image {
            width: 300,
            height: 200,
            pixels: &pixels,
        });
        assert_eq!(&png[16..24], [0, 0, 1, 44, 0, 0, 0, 200]);
        assert!(png.ends_with(b"IEND\xaeB`\x82"));
    }
}
