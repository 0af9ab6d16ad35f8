//! Where the texts of a scene stand.

use figure::{Anchor, Mark, Scene, text_width};

/// One line of text and its box in points.
#[derive(Clone, Debug)]
pub struct Text {
    pub says: String,
    pub size: f64,
    pub left: f64,
    pub right: f64,
    pub top: f64,
    pub bottom: f64,
}

impl Text {
    /// Whether the boxes share more than a hair.
    pub fn overlaps(&self, other: &Text) -> bool {
        let across = self.right.min(other.right) - self.left.max(other.left);
        let down = self.bottom.min(other.bottom) - self.top.max(other.top);
        across > 0.2 && down > 0.2
    }
}

/// Calls `see` with every mark, those in groups too.
pub fn walk(marks: &[Mark], see: &mut impl FnMut(&Mark)) {
    for mark in marks {
        see(mark);
        if let Mark::Group { marks, .. } = mark {
            walk(marks, see);
        }
    }
}

/// The boxes of all texts, from the ascent of a capital to the descent; texts are level or turned by a
/// quarter.
pub fn texts(scene: &Scene) -> Vec<Text> {
    let mut found = Vec::new();
    walk(&scene.marks, &mut |mark| {
        if let Mark::Text { at, text, style } = mark {
            let width = text_width(text, style.size, style.weight);
            let before = match style.anchor {
                Anchor::Start => 0.0,
                Anchor::Middle => width / 2.0,
                Anchor::End => width,
            };
            let (above, below) = (0.74 * style.size, 0.21 * style.size);
            let (from, to) = (-before, width - before);
            let (left, right, top, bottom) = match style.turned {
                0.0 => (from, to, -above, below),
                turned if turned < 0.0 => (-above, below, -to, -from),
                _ => (-below, above, from, to),
            };
            found.push(Text {
                says: text.clone(),
                size: style.size,
                left: at.0 + left,
                right: at.0 + right,
                top: at.1 + top,
                bottom: at.1 + bottom,
            });
        }
    });
    found
}
