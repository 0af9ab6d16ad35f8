//! The question, checked before any data is opened.
//!
//! In: one TOML file and the concept sets it names. Out: a [`Protocol`], or every mistake at once, each
//! with line, code and help. It never opens a hospital's data; a protocol that passes cannot fail later
//! for reasons of its own.
//!
//! [`Protocol::load`] reads a file, [`Protocol::builtin`] gives the study that comes with the program,
//! [`prose`] tells a protocol in sentences. Every key is required and stands with its default in
//! `studies/second-radioiodine/protocol.toml`; `docs/reference/protocol.md` explains each.

mod check;
mod code;
mod concepts;
mod diagnostic;
mod findings;
mod keys;
mod load;
mod model;
mod nearest;
mod prose;
mod range;
mod read;
mod syntax;
mod value;

pub use code::Code;
pub use diagnostic::{Diagnostic, Problem};
pub use model::*;
pub use prose::{Section, prose, prose_sections};
