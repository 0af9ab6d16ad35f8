//! Curves told apart by colour and dash, and the key that names them.

use crate::charts::block::Block;
use crate::fonts::text_width;
use crate::ink::{Ink, Stroke};
use crate::scene::{Point, Scene, TextStyle, Weight};

/// Length of the piece of line before a name, in points.
pub(super) const SAMPLE: f64 = 18.0;

/// The line of the curve at this position; colours and dashes come back after seven and five.
pub(super) fn line(position: usize) -> Stroke {
    let inks = [Ink::Blue, Ink::Vermillion, Ink::Black, Ink::Green, Ink::Purple, Ink::Grey, Ink::Orange];
    let whole = Stroke::new(inks[position % inks.len()], 1.3);
    match position % 5 {
        0 => whole,
        1 => whole.dashed(4.0, 2.0),
        2 => whole.dashed(1.5, 1.5),
        3 => whole.dashed(12.0, 3.0),
        _ => whole.dashed(7.0, 1.0),
    }
}

/// Draws the key: a piece of line and a name for each curve, side by side as far as there is room, between
/// `left` and `right`; returns where it ends below.
pub(super) fn key(scene: &mut Scene, names: &[String], (left, top): Point, right: f64, size: f64) -> f64 {
    let style = TextStyle::new(size);
    let (mut x, mut y, mut height) = (left, top, 0.0f64);
    for (position, name) in names.iter().enumerate() {
        let room = right - left - SAMPLE - 4.0;
        let wide = text_width(name, size, Weight::Regular).min(room);
        if x > left && x + SAMPLE + 4.0 + wide > right {
            (x, y, height) = (left, y + height + 1.0, 0.0);
        }
        let block = Block::default().with(name, wide + 0.01, style, 0.0, 0.0);
        scene.line((x, y + size * 0.65), (x + SAMPLE, y + size * 0.65), line(position));
        block.write(scene, (x + SAMPLE + 4.0, y));
        height = height.max(block.height()).max(size * 1.25);
        x += SAMPLE + 4.0 + wide + 12.0;
    }
    y + height
}
