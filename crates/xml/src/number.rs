//! Numbers that print in a fixed form.

use std::borrow::Cow;

use crate::error::Invalid;
use crate::shape::ValueShape;
use crate::value::Value;
use crate::writer::Sink;

/// A number that prints as `0x` and at least `W` hexadecimal digits.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Hex<T, const W: usize>(pub T);

/// The same with capital letters.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct UpperHex<T, const W: usize>(pub T);

/// Permissions: read and printed in octal, with at least four digits.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Octal(pub u32);

/// A number that prints with at least `W` decimal digits.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Padded<T, const W: usize>(pub T);

impl<T: Value + Copy + Into<u64>, const W: usize> Value for Hex<T, W> {
    fn parse(text: &str) -> Result<Self, Invalid> {
        T::parse(&decimal(text)).map(Hex)
    }
    fn print(&self, out: &mut Sink<'_>) {
        let n: u64 = self.0.into();
        out.display(format_args!("0x{n:0W$x}"));
    }
    fn shape() -> ValueShape {
        hexadecimal(T::shape())
    }
}

impl<T: Value + Copy + Into<u64>, const W: usize> Value for UpperHex<T, W> {
    fn parse(text: &str) -> Result<Self, Invalid> {
        T::parse(&decimal(text)).map(UpperHex)
    }
    fn print(&self, out: &mut Sink<'_>) {
        let n: u64 = self.0.into();
        out.display(format_args!("0x{n:0W$X}"));
    }
    fn shape() -> ValueShape {
        hexadecimal(T::shape())
    }
}

impl Value for Octal {
    fn parse(text: &str) -> Result<Self, Invalid> {
        u32::from_str_radix(text.trim(), 8)
            .ok()
            .filter(|n| *n <= 0o7777)
            .map(Octal)
            .ok_or_else(|| Invalid::expected("permissions in octal such as 0644"))
    }
    fn print(&self, out: &mut Sink<'_>) {
        out.display(format_args!("{:04o}", self.0));
    }
    fn shape() -> ValueShape {
        ValueShape::Form {
            name: "octal number",
            pattern: "^[0-7]{4}$",
            samples: &["0644", "0755"],
        }
    }
}

impl<T: Value + Copy + Into<u64>, const W: usize> Value for Padded<T, W> {
    fn parse(text: &str) -> Result<Self, Invalid> {
        T::parse(text).map(Padded)
    }
    fn print(&self, out: &mut Sink<'_>) {
        let n: u64 = self.0.into();
        out.display(format_args!("{n:0W$}"));
    }
    fn shape() -> ValueShape {
        ValueShape::Form {
            name: "number",
            pattern: "^[0-9]+$",
            samples: &["1", "12"],
        }
    }
}

/// A number in decimal digits: `0x1f` is hexadecimal.
fn decimal(text: &str) -> Cow<'_, str> {
    let digits = text
        .trim()
        .strip_prefix("0x")
        .or_else(|| text.trim().strip_prefix("0X"));
    match digits
        .filter(|d| !d.starts_with('+'))
        .map(|d| u64::from_str_radix(d, 16))
    {
        Some(Ok(number)) => Cow::Owned(number.to_string()),
        _ => Cow::Borrowed(text),
    }
}

fn hexadecimal(of: ValueShape) -> ValueShape {
    ValueShape::Form {
        name: "hexadecimal number",
        pattern: "^0x[0-9a-fA-F]+$",
        samples: match of {
            ValueShape::Integer { most: 0..0x100, .. } => &["0x1", "0x7", "0x02"],
            ValueShape::Integer {
                most: 0..0x1_0000, ..
            } => &["0x1", "0x1af4", "0xfffe"],
            _ => &["0x1", "0x1af4", "0xfd000000"],
        },
    }
}

impl<T, const W: usize> From<T> for Hex<T, W> {
    fn from(n: T) -> Self {
        Hex(n)
    }
}
