//! Figures for a journal: from plain values to a picture.
//!
//! In: numbers and labels. Out: a [`Scene`], drawn once and written as SVG ([`svg`]) or PNG ([`png`]);
//! the crate `press` sets the same SVG in a PDF. Widths are those of a journal, one column of 85 mm or two of
//! 175 mm; colours are told apart by the colour-blind and in black and white. It computes no estimate,
//! knows no study, and draws nothing that depends on the machine: text is measured with the embedded font.

pub mod axis;
pub mod charts;
mod escape;
mod fonts;
mod ink;
mod number;
mod png;
mod scene;
mod svg;
mod wrap;

pub use escape::Escaped;
pub use fonts::{FAMILY, FONTS, text_width};
pub use ink::{Fill, Hatch, Ink, Print, Stroke};
pub use number::{count, fixed, plain, short};
pub use png::{PngFailure, png};
pub use scene::{Anchor, Mark, Point, Scene, Segment, Shape, Size, TextStyle, Weight, Width};
pub use svg::svg;
pub use wrap::{wrap, wrap_at_most};
