//! Numbers that print in a fixed form.

use crate::error::Invalid;
use crate::value::Value;
use crate::writer::Sink;

/// A number that prints as `0x` and at least `W` hexadecimal digits.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Hex<T, const W: usize>(pub T);

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
