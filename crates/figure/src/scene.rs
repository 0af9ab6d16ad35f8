//! The drawing layer: a page of marks in points, y downwards.

use crate::ink::{Fill, Ink, Stroke};

/// Width of a figure in a journal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Width {
    /// 85 mm.
    OneColumn,
    /// 175 mm.
    TwoColumns,
}

impl Width {
    /// Both.
    pub const ALL: [Width; 2] = [Width::OneColumn, Width::TwoColumns];

    /// In millimetres.
    pub const fn millimetres(self) -> f64 {
        match self {
            Width::OneColumn => 85.0,
            Width::TwoColumns => 175.0,
        }
    }

    /// In points.
    pub fn points(self) -> f64 {
        self.millimetres() / 25.4 * 72.0
    }
}

/// A place in points from the upper left corner.
pub type Point = (f64, f64);

/// Extent in points.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Size {
    /// To the right.
    pub width: f64,
    /// Downwards.
    pub height: f64,
}

/// Which end of a text lies at its place.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Anchor {
    /// Its left end.
    #[default]
    Start,
    /// Its middle.
    Middle,
    /// Its right end.
    End,
}

/// Face of a text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Weight {
    /// Regular.
    #[default]
    Regular,
    /// Bold.
    Bold,
    /// Italic.
    Italic,
}

/// How a text looks.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct TextStyle {
    /// Size in points; not below 6 in a journal, 7 is the house's least.
    pub size: f64,
    /// Face.
    pub weight: Weight,
    /// Colour.
    pub ink: Ink,
    /// Which end lies at the place; y is the base line.
    pub anchor: Anchor,
    /// Degrees clockwise about the place.
    pub turned: f64,
}

impl TextStyle {
    /// Regular black text that starts at its place.
    pub const fn new(size: f64) -> TextStyle {
        TextStyle { size, weight: Weight::Regular, ink: Ink::Black, anchor: Anchor::Start, turned: 0.0 }
    }

    /// The same with another anchor.
    pub const fn anchored(self, anchor: Anchor) -> TextStyle {
        TextStyle { anchor, ..self }
    }

    /// The same in bold.
    pub const fn bold(self) -> TextStyle {
        TextStyle { weight: Weight::Bold, ..self }
    }

    /// The same in another ink.
    pub const fn ink(self, ink: Ink) -> TextStyle {
        TextStyle { ink, ..self }
    }
}

/// One step of a path.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Segment {
    /// Begin here.
    Move(Point),
    /// Straight to here.
    Line(Point),
    /// Cubic curve: two control points and the end.
    Curve(Point, Point, Point),
    /// Back to the beginning.
    Close,
}

/// Shape of a symbol; area about equal at one size.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Shape {
    /// Circle.
    #[default]
    Circle,
    /// Square.
    Square,
    /// Diamond.
    Diamond,
    /// Triangle, point up.
    Up,
    /// Triangle, point down.
    Down,
    /// Upright cross.
    Plus,
    /// Diagonal cross.
    Cross,
    /// Short upright bar.
    Bar,
}

/// One mark of a scene; later marks lie over earlier ones.
#[derive(Clone, Debug, PartialEq)]
pub enum Mark {
    /// A path.
    Path {
        /// Its steps.
        segments: Vec<Segment>,
        /// Its line.
        stroke: Option<Stroke>,
        /// Its area.
        fill: Option<Fill>,
    },
    /// A rectangle.
    Rectangle {
        /// Upper left corner.
        at: Point,
        /// Extent.
        size: Size,
        /// Radius of the corners.
        radius: f64,
        /// Its line.
        stroke: Option<Stroke>,
        /// Its area.
        fill: Option<Fill>,
    },
    /// A symbol.
    Symbol {
        /// Centre.
        at: Point,
        /// Shape.
        shape: Shape,
        /// Diameter in points.
        size: f64,
        /// Its line.
        stroke: Option<Stroke>,
        /// Its area.
        fill: Option<Fill>,
    },
    /// One line of text.
    Text {
        /// Where its anchor lies on the base line.
        at: Point,
        /// The text.
        text: String,
        /// How it looks.
        style: TextStyle,
    },
    /// Marks that belong together.
    Group {
        /// What they say, as a tooltip and for a screen reader.
        says: Option<String>,
        /// Address they lead to, in HTML: `#p-P0001`.
        link: Option<String>,
        /// The marks.
        marks: Vec<Mark>,
    },
}

/// One figure.
#[derive(Clone, Debug, PartialEq)]
pub struct Scene {
    /// Extent in points.
    pub size: Size,
    /// Short name, for a screen reader.
    pub title: String,
    /// What the figure shows, in sentences, for a screen reader.
    pub description: String,
    /// The marks, from back to front.
    pub marks: Vec<Mark>,
}

impl Scene {
    /// An empty scene.
    pub fn new(width: Width, height: f64, title: impl Into<String>) -> Scene {
        let size = Size { width: width.points(), height };
        Scene { size, title: title.into(), description: String::new(), marks: Vec::new() }
    }

    /// The scene without what its groups say and where they lead: for files in which nobody is named.
    pub fn unnamed(mut self) -> Scene {
        self.marks.iter_mut().for_each(Mark::forget);
        self
    }

    /// Adds a mark in front.
    pub fn add(&mut self, mark: Mark) {
        self.marks.push(mark);
    }

    /// Adds a straight line.
    pub fn line(&mut self, from: Point, to: Point, stroke: Stroke) {
        let segments = vec![Segment::Move(from), Segment::Line(to)];
        self.add(Mark::Path { segments, stroke: Some(stroke), fill: None });
    }

    /// Adds a line of text.
    pub fn text(&mut self, at: Point, text: impl Into<String>, style: TextStyle) {
        self.add(Mark::Text { at, text: text.into(), style });
    }

    /// Adds a rectangle.
    pub fn rectangle(&mut self, at: Point, size: Size, stroke: Option<Stroke>, fill: Option<Fill>) {
        self.add(Mark::Rectangle { at, size, radius: 0.0, stroke, fill });
    }
}

impl Mark {
    /// Takes names and addresses out of a group and the groups in it.
    fn forget(&mut self) {
        if let Mark::Group { says, link, marks } = self {
            (*says, *link) = (None, None);
            marks.iter_mut().for_each(Mark::forget);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_unnamed_scene_keeps_its_marks_and_names_nobody() {
        let dot = Mark::Symbol { at: (1.0, 1.0), shape: Shape::Circle, size: 2.0, stroke: None, fill: None };
        let named = |marks| Mark::Group { says: Some("P0001".into()), link: Some("#v1".into()), marks };
        let mut scene = Scene::new(Width::OneColumn, 10.0, "Plot");
        scene.add(named(vec![named(vec![dot.clone()]), dot]));
        let text = crate::svg(&scene.unnamed(), crate::Print::Colour, "f");
        assert!(!text.contains("P0001") && !text.contains("#v1"), "{text}");
        assert_eq!(text.matches("<circle").count(), 2);
    }
}
