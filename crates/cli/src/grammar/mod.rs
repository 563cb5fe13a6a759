//! The language of commands, which is virsh's: words with quotes and `;` between commands; options by
//! name or by place. What a command takes is written once, as its synopsis.

mod args;
mod bind;
mod synopsis;
mod words;

pub use args::Args;
pub use bind::{Partial, begin, bind};
pub use synopsis::Synopsis;
pub use words::split;
