//! What an emulator on this host can do: probed once for each binary, kept on disk, never guessed.

mod emulators;
mod identity;
mod kvm;
mod model;
pub(crate) mod names;
mod probe;
mod processor;
pub mod xml;

pub use emulators::Emulators;
pub use identity::BinaryIdentity;
pub use kvm::KvmStatus;
pub use model::{Arch, EmulatorCaps, Machine};
pub use processor::{CpuCaps, CpuModel, Given, RichestCpu};
