//! The documents of the API: one typed model for each kind of XML, read with positions and printed in
//! canonical form. Defaults are not filled in here; that is a driver's decision.
//!
//! API boundary: yes, for applications that only want the XML and for every driver.
//!
//! **Invariant**: models definitions, not what runs; no I/O, no driver, no wire format.
#![forbid(unsafe_code)]

pub mod pool;
pub mod poolcaps;
pub mod storage;
pub mod vol;
