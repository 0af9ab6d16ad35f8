//! Text of several lines in a box or a column.

use crate::fonts::text_width;
use crate::ink::{Fill, Ink, Stroke};
use crate::scene::{Mark, Point, Scene, Size, TextStyle, Weight, Width};
use crate::wrap::{wrap, wrap_at_most};

/// Height of a line in text sizes.
const LEADING: f64 = 1.25;

/// Lines of text under one another.
#[derive(Clone, Debug, Default)]
pub(super) struct Block {
    /// Indent in points, text and looks of each line.
    lines: Vec<(f64, String, TextStyle)>,
}

impl Block {
    /// The same followed by a text that is broken at `width` points; its further lines are indented by
    /// `hanging` more than the first.
    pub fn with(mut self, text: &str, width: f64, style: TextStyle, indent: f64, hanging: f64) -> Block {
        let width = (width - indent - hanging).max(1.0);
        for (position, line) in wrap(text, width, style.size, style.weight).into_iter().enumerate() {
            let indent = if position > 0 { indent + hanging } else { indent };
            self.lines.push((indent, line, style));
        }
        self
    }

    /// A text in at most `most` lines.
    pub fn at_most(most: usize, text: &str, width: f64, style: TextStyle) -> Block {
        let lines = wrap_at_most(most, text, width.max(1.0), style.size, style.weight);
        Block { lines: lines.into_iter().map(|line| (0.0, line, style)).collect() }
    }

    /// Height of all lines in points.
    pub fn height(&self) -> f64 {
        self.lines.iter().map(|(_, _, style)| style.size * LEADING).sum()
    }

    /// Writes the lines; `at` is where the upper left corner (or the anchor) of the first stands.
    pub fn write(&self, scene: &mut Scene, at: Point) {
        let mut y = at.1;
        for (indent, line, style) in &self.lines {
            scene.text((at.0 + indent, y + style.size * 0.95), line.clone(), *style);
            y += style.size * LEADING;
        }
    }
}

/// Draws a box with the lines inside.
pub(super) fn boxed(scene: &mut Scene, at: Point, width: f64, block: &Block, ink: Ink) {
    let size = Size { width, height: boxed_height(block) };
    let (stroke, fill) = (Some(Stroke::new(Ink::Black, 0.7)), Some(Fill::new(ink)));
    scene.add(Mark::Rectangle { at, size, radius: 1.5, stroke, fill });
    block.write(scene, (at.0 + PADDING, at.1 + PADDING - 0.5));
}

/// Distance of text from the edge of its box in points.
pub(super) const PADDING: f64 = 4.0;

/// Height of the box about the lines.
pub(super) fn boxed_height(block: &Block) -> f64 {
    block.height() + 2.0 * PADDING - 1.0
}

/// A figure that says why it shows nothing.
pub(super) fn nothing(width: Width, title: &str, says: &str) -> Scene {
    let style = TextStyle::new(8.0);
    let block = Block::default().with(says, width.points() - 8.0, style, 0.0, 0.0);
    let mut scene = Scene::new(width, block.height() + 8.0, title);
    scene.description = says.into();
    block.write(&mut scene, (4.0, 4.0));
    scene
}

/// Width of the widest text.
pub(super) fn widest<'a>(texts: impl IntoIterator<Item = &'a str>, size: f64, weight: Weight) -> f64 {
    texts.into_iter().map(|text| text_width(text, size, weight)).fold(0.0, f64::max)
}
