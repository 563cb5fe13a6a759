//! The picture format that hypervisors write.

/// A picture of 8-bit red, green and blue.
pub struct Image<'a> {
    /// Width in pixels.
    pub width: u32,
    /// Height in pixels.
    pub height: u32,
    /// Rows from the top, three bytes a pixel.
    pub pixels: &'a [u8],
}

/// Reads a binary pixmap.
pub fn parse(data: &[u8]) -> Option<Image<'_>> {
    let mut rest = data.strip_prefix(b"P6")?;
    let mut numbers = [0u32; 3];
    for number in &mut numbers {
        loop {
            match rest.split_first()? {
                (b'#', _) => rest = &rest[rest.iter().position(|b| *b == b'\n')?..],
                (b, tail) if b.is_ascii_whitespace() => rest = tail,
                _ => break,
            }
        }
        let digits = rest.iter().take_while(|b| b.is_ascii_digit()).count();
        *number = std::str::from_utf8(&rest[..digits]).ok()?.parse().ok()?;
        rest = &rest[digits..];
    }
    let [width, height, depth] = numbers;
    let (_, pixels) = rest.split_first()?;
    let size = usize::try_from(width)
        .ok()?
        .checked_mul(usize::try_from(height).ok()?)?
        .checked_mul(3)?;
    (depth == 255 && size > 0).then_some(Image {
        width,
        height,
        pixels: pixels.get(..size)?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pictures() {
        let image = parse(b"P6\n# by hand\n2 1\n255\nabcdef").unwrap();
        assert_eq!(
            (image.width, image.height, image.pixels),
            (2, 1, b"abcdef".as_slice())
        );
        assert!(parse(b"P6 2 1 255 abc").is_none());
        assert!(parse(b"P6 4294967295 4294967295 255 ").is_none());
        assert!(parse(b"P5 1 1 255 a").is_none());
    }
}
