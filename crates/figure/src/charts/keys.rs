//! The legend: what each mark means, in rows as wide as the figure.

use crate::ink::{Fill, Ink, Stroke};
use crate::scene::{Anchor, Mark, Point, Scene, Shape, Size, TextStyle};

use super::lettering::{LABEL, LEADING, fit, wide};

/// Width of a sign with the gap after it.
const SIGN: f64 = 17.0;
/// Gap between two keys.
const BETWEEN: f64 = 9.0;

/// A symbol of one look, open or filled.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Emblem {
    /// Its shape.
    pub shape: Shape,
    /// Its ink.
    pub ink: Ink,
    /// Whether it is filled with its ink; else it is open, on paper.
    pub is_filled: bool,
}

impl Emblem {
    /// A filled symbol.
    pub const fn filled(shape: Shape, ink: Ink) -> Emblem {
        Emblem { shape, ink, is_filled: true }
    }

    /// An open symbol.
    pub const fn open(shape: Shape, ink: Ink) -> Emblem {
        Emblem { shape, ink, is_filled: false }
    }

    /// The symbol at a place.
    pub(crate) fn mark(self, at: Point, size: f64) -> Mark {
        let line = matches!(self.shape, Shape::Plus | Shape::Cross | Shape::Bar);
        let width = if line { 1.1 } else { 0.7 };
        let fill = Fill::new(if self.is_filled { self.ink } else { Ink::Paper });
        Mark::Symbol {
            at,
            shape: self.shape,
            size,
            stroke: Some(Stroke::new(self.ink, width)),
            fill: (!line).then_some(fill),
        }
    }
}

/// What a key shows.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Sign {
    /// A line.
    Line(Stroke),
    /// An area.
    Area(Fill),
    /// A symbol.
    Symbol(Emblem),
    /// A symbol in a ring.
    Ringed(Emblem),
}

/// One key.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Key {
    sign: Sign,
    text: String,
}

impl Key {
    pub fn new(sign: Sign, text: impl Into<String>) -> Key {
        Key { sign, text: text.into() }
    }
}

/// Height of the rows that the keys take in `width`.
pub(crate) fn height(keys: &[Key], width: f64) -> f64 {
    rows(keys, width).last().map_or(0.0, |(_, (_, row))| (*row as f64 + 1.0) * (LEADING + 1.4))
}

/// Draws the keys from the upper left corner `at`.
pub(crate) fn draw(scene: &mut Scene, keys: &[Key], at: Point, width: f64) {
    for (key, (x, row)) in rows(keys, width) {
        let x = at.0 + x;
        let base = at.1 + row as f64 * (LEADING + 1.4) + LABEL;
        let middle = base - 0.36 * LABEL;
        sign(scene, key.sign, (x, middle));
        let text = fit(&key.text, LABEL, crate::scene::Weight::Regular, width - SIGN);
        scene.text((x + SIGN, base), text, TextStyle::new(LABEL).anchored(Anchor::Start));
    }
}

/// Each key with its place from the left and its row.
fn rows(keys: &[Key], width: f64) -> Vec<(&Key, (f64, usize))> {
    let (mut x, mut row) = (0.0, 0);
    let mut places = Vec::with_capacity(keys.len());
    for key in keys {
        let need = SIGN + wide(&key.text);
        if x > 0.0 && x + need > width {
            (x, row) = (0.0, row + 1);
        }
        places.push((key, (x, row)));
        x += need + BETWEEN;
    }
    places
}

fn sign(scene: &mut Scene, sign: Sign, (x, middle): Point) {
    let centre = (x + 7.0, middle);
    match sign {
        Sign::Line(stroke) => scene.line((x, middle), (x + 14.0, middle), stroke),
        Sign::Area(fill) => {
            let size = Size { width: 12.0, height: 6.4 };
            scene.rectangle((x + 1.0, middle - 3.2), size, Some(Stroke::new(Ink::Black, 0.4)), Some(fill));
        }
        Sign::Symbol(emblem) => scene.add(emblem.mark(centre, 5.0)),
        Sign::Ringed(emblem) => {
            scene.add(emblem.mark(centre, 4.4));
            scene.add(ring(centre, 8.0));
        }
    }
}

/// A ring about a symbol.
pub(crate) fn ring(at: Point, size: f64) -> Mark {
    let stroke = Some(Stroke::new(Ink::Purple, 0.9));
    Mark::Symbol { at, shape: Shape::Circle, size, stroke, fill: None }
}
