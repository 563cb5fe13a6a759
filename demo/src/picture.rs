//! A screenshot as PNG. Hypervisors give PNG already or PPM, which is rows of red, green and blue.

use miniz_oxide::deflate::compress_to_vec_zlib;

use crate::failure::{Failure, Outcome};

const SIGNATURE: &[u8] = b"\x89PNG\r\n\x1a\n";
/// No picture of a screen is larger.
const SIDE_MAX: usize = 16384;
const COMPRESSION: u8 = 6;

/// A finished PNG file with its size in pixels.
pub struct Picture {
    pub png: Vec<u8>,
    pub width: usize,
    pub height: usize,
}

/// Takes a picture in either format.
pub fn to_png(bytes: Vec<u8>) -> Outcome<Picture> {
    if bytes.starts_with(SIGNATURE) {
        let side = |at: usize| {
            bytes
                .get(at..at + 4)
                .and_then(|word| word.try_into().ok())
                .map(u32::from_be_bytes)
        };
        let (Some(width), Some(height)) = (side(16), side(20)) else {
            return Err(Failure::new("the screenshot is a PNG without a header"));
        };
        let size = |side: u32| usize::try_from(side).unwrap_or(usize::MAX);
        return Ok(Picture {
            width: size(width),
            height: size(height),
            png: bytes,
        });
    }
    let (width, height, pixels) =
        parse_ppm(&bytes).ok_or_else(|| Failure::new("the screenshot is neither PNG nor a PPM of 8 bits"))?;
    Ok(Picture {
        png: encode(width, height, pixels),
        width,
        height,
    })
}

fn parse_ppm(bytes: &[u8]) -> Option<(usize, usize, &[u8])> {
    let mut rest = bytes.strip_prefix(b"P6")?;
    let mut number = || -> Option<usize> {
        let start = rest.iter().position(|byte| !byte.is_ascii_whitespace())?;
        let digits = &rest[start..];
        let length = digits.iter().position(|byte| !byte.is_ascii_digit())?;
        let value = std::str::from_utf8(&digits[..length]).ok()?.parse().ok()?;
        rest = &digits[length..];
        Some(value)
    };
    let (width, height, maximum) = (number()?, number()?, number()?);
    let fits = (1..=SIDE_MAX).contains(&width) && (1..=SIDE_MAX).contains(&height) && maximum == 255;
    // One white space ends the header.
    let pixels = rest.get(1..)?;
    fits.then(|| pixels.get(..width * height * 3))?
        .map(|pixels| (width, height, pixels))
}

fn encode(width: usize, height: usize, pixels: &[u8]) -> Vec<u8> {
    let mut rows = Vec::with_capacity(pixels.len() + height);
    for row in pixels.chunks(width * 3) {
        // Each row says how it is filtered: not at all.
        rows.push(0);
        rows.extend_from_slice(row);
    }
    let mut header = Vec::new();
    for side in [width, height] {
        header.extend_from_slice(&u32::try_from(side).unwrap_or(u32::MAX).to_be_bytes());
    }
    // Eight bits a channel, three channels, the standard's only compression and filtering, no interlace.
    header.extend_from_slice(&[8, 2, 0, 0, 0]);
    let mut png = SIGNATURE.to_vec();
    chunk(&mut png, b"IHDR", &header);
    chunk(&mut png, b"IDAT", &compress_to_vec_zlib(&rows, COMPRESSION));
    chunk(&mut png, b"IEND", &[]);
    png
}

fn chunk(png: &mut Vec<u8>, kind: &[u8; 4], data: &[u8]) {
    png.extend_from_slice(&u32::try_from(data.len()).unwrap_or(u32::MAX).to_be_bytes());
    let start = png.len();
    png.extend_from_slice(kind);
    png.extend_from_slice(data);
    let sum = crc32(&png[start..]);
    png.extend_from_slice(&sum.to_be_bytes());
}

/// The check sum of PNG's chunks (ISO 3309).
fn crc32(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(!0, |sum, byte| {
        (0..8).fold(sum ^ u32::from(*byte), |sum, _| {
            (sum >> 1) ^ (0xedb8_8320 & (sum & 1).wrapping_neg())
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn check_sum_of_the_standards_example() {
        assert_eq!(crc32(b"123456789"), 0xcbf4_3926);
    }

    #[test]
    fn ppm_becomes_png() {
        let picture = to_png(b"P6\n2 1\n255\nabcdef".to_vec()).unwrap();
        assert_eq!((picture.width, picture.height), (2, 1));
        assert!(picture.png.starts_with(SIGNATURE));
        assert_eq!(&picture.png[12..16], b"IHDR");
        assert!(picture.png.ends_with(b"IEND\xae\x42\x60\x82"));
    }

    #[test]
    fn short_or_absurd_pictures_are_refused() {
        for bytes in [
            &b"P6\n2 2\n255\nabc"[..],
            b"P6\n99999999999 1\n255\n",
            b"P5\n1 1\n255\na",
            b"P6",
            b"",
        ] {
            assert!(to_png(bytes.to_vec()).is_err());
        }
    }
}
