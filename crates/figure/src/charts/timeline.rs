//! One patient's course: the marker on a log axis, small rows of other values, lanes of what was done.

mod drawing;
mod marks;

use crate::Scene;
use crate::scene::Width;

use super::keys::Emblem;
use super::slope::Known;

/// A span of days that is shaded.
#[derive(Clone, Debug, PartialEq)]
pub struct Span {
    /// First day.
    pub first: f64,
    /// Last day.
    pub last: f64,
    /// What it is: `baseline window`.
    pub name: String,
}

/// State of the axis when a marker was drawn; told by shape.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum State {
    /// Stimulated: a circle.
    Stimulated,
    /// Suppressed: a square.
    Suppressed,
    /// Neither: a diamond.
    Neither,
}

/// One marker value.
#[derive(Clone, Debug, PartialEq)]
pub struct Marker {
    /// Days from the index date.
    pub day: f64,
    /// The value; a censored one's limit. Zero stands at the foot; negative or not finite ones are not drawn.
    pub value: f64,
    /// What is known of it.
    pub known: Known,
    /// State of the axis.
    pub state: State,
    /// Whether it is ringed: antibodies are positive.
    pub is_ringed: bool,
    /// Whether it is greyed: in the blackout, used nowhere.
    pub is_greyed: bool,
    /// What it was chosen for: `before`, `after`.
    pub chosen: Option<String>,
    /// What it says.
    pub says: String,
}

/// A value of a small row.
#[derive(Clone, Debug, PartialEq)]
pub struct Point {
    /// Days from the index date.
    pub day: f64,
    /// The value.
    pub value: f64,
    /// Whether it is filled: positive.
    pub is_filled: bool,
    /// What it says.
    pub says: String,
}

/// A small row of values on a log axis of its own.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Row {
    /// Its name with the unit: `TSH, mIU/L`.
    pub name: String,
    /// Values that deserve a line: bounds.
    pub bounds: Vec<f64>,
    /// Its values.
    pub points: Vec<Point>,
}

/// A marker value that deserves a line.
#[derive(Clone, Debug, PartialEq)]
pub struct Bound {
    /// The value.
    pub value: f64,
    /// What it means.
    pub name: String,
}

/// One thing that was done or seen.
#[derive(Clone, Debug, PartialEq)]
pub struct Event {
    /// Days from the index date.
    pub day: f64,
    /// How it looks.
    pub emblem: Emblem,
    /// A word or number beside it, where there is room.
    pub text: String,
    /// What it says.
    pub says: String,
}

/// Things of one kind.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Lane {
    /// Its name.
    pub name: String,
    /// What happened.
    pub events: Vec<Event>,
}

/// The chart.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Timeline {
    /// Name of the figure.
    pub title: String,
    /// What it shows, in sentences.
    pub description: String,
    /// Name of the marker with its unit.
    pub marker: String,
    /// What day 0 is: `second course`.
    pub origin: String,
    /// Shaded spans.
    pub spans: Vec<Span>,
    /// Marker values.
    pub markers: Vec<Marker>,
    /// Marker values that deserve a line.
    pub bounds: Vec<Bound>,
    /// Small rows; those without values are left out.
    pub rows: Vec<Row>,
    /// Lanes; those without events are left out.
    pub lanes: Vec<Lane>,
    /// What the emblems of the lanes mean, where the lane's name does not say it.
    pub emblems: Vec<(Emblem, String)>,
}

/// Draws the chart.
pub fn timeline(chart: &Timeline, width: Width) -> Scene {
    drawing::Drawing::new(chart, width).scene()
}
