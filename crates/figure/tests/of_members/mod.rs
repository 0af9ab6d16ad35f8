//! Slope, waterfall, alluvial, swimmer and timeline: places worked out by hand, and extremes.

mod alluvial;
mod page;
mod slope;
mod swimmer;
mod timeline;
mod waterfall;

use figure::{Ink, Shape, charts::Emblem};

/// Text that nobody expects.
const ODD: &str = "<b>\"A & B\" \u{1}אבג µ±≥ and a name that is longer than any column can hold for sure";

const DOT: Emblem = Emblem::filled(Shape::Circle, Ink::Black);
