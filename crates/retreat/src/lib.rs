//! The whole way from a hospital's records to the answer, as a library; the program `retreat` is one
//! file per command over it.
//!
//! In: a protocol and sources. Out: a [`study::Study`] in memory, or a folder of results. It holds no
//! rule of its own: rules live in `thyroid`, `cohort`, `response` and `analysis`. It reads no clock.

pub mod documents;
pub mod earlier;
pub mod evidence;
pub mod excerpt;
pub mod failure;
pub mod figures;
pub mod future;
pub mod output;
pub mod place;
pub mod study;
pub mod track;
