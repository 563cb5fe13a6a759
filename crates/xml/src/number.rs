//! Numbers that print in a fixed form.

use crate::error::Invalid;
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
        T::parse(text).map(Hex)
    }
    fn print(&self, out: &mut Sink<'_>) {
        let n: u64 = self.0.into();
        out.display(format_args!("0x{n:0W$x}"));
    }
}

impl<T: Value + Copy + Into<u64>, const W: usize> Value for UpperHex<T, W> {
    fn parse(text: &str) -> Result<Self, Invalid> {
        T::parse(text).map(UpperHex)
    }
    fn print(&self, out: &mut Sink<'_>) {
        let n: u64 = self.0.into();
        out.display(format_args!("0x{n:0W$X}"));
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
}

impl<T: Value + Copy + Into<u64>, const W: usize> Value for Padded<T, W> {
    fn parse(text: &str) -> Result<Self, Invalid> {
        T::parse(text).map(Padded)
    }
    fn print(&self, out: &mut Sink<'_>) {
        let n: u64 = self.0.into();
        out.display(format_args!("{n:0W$}"));
    }
}

impl<T, const W: usize> From<T> for Hex<T, W> {
    fn from(n: T) -> Self {
        Hex(n)
    }
}
