//! Paired slope plot: one line for each pair, before to after, panels on one shared log axis.

mod drawing;
mod marks;

use crate::ink::{Ink, Stroke};
use crate::scene::{Anchor, Scene, Width};

use super::keys;
use super::lettering::count;

/// More pairs than this in a panel are drawn as faint lines over a band of quartiles.
pub const MOST_LINES: usize = 300;

/// What is known of a value.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Known {
    /// The value itself.
    #[default]
    Exactly,
    /// That it is below the number.
    Below,
    /// That it is above the number.
    Above,
}

/// A value; a censored one's limit.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Value {
    /// The number; negative or not finite ones are not drawn.
    pub number: f64,
    /// What is known of it.
    pub known: Known,
}

/// One pair.
#[derive(Clone, Debug, PartialEq)]
pub struct Pair {
    /// The value before.
    pub before: Value,
    /// The value after.
    pub after: Value,
    /// What the line says.
    pub says: Option<String>,
    /// Where it leads.
    pub link: Option<String>,
}

/// First quartile, median and third quartile.
pub type Quartiles = [f64; 3];

/// The pairs of one group.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Panel {
    /// Its name.
    pub title: String,
    /// The pairs.
    pub pairs: Vec<Pair>,
    /// Quartiles of the values before.
    pub before: Option<Quartiles>,
    /// Quartiles of the values after.
    pub after: Option<Quartiles>,
}

/// The chart.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Slope {
    /// Name of the figure.
    pub title: String,
    /// What the axis shows, with its unit.
    pub axis: String,
    /// Name of the values before and after.
    pub times: [String; 2],
    /// The panels; three or fewer stand side by side.
    pub panels: Vec<Panel>,
}

/// Which way a pair went, at the limits of censored values.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Course {
    Fallen,
    Risen,
    Equal,
}

impl Course {
    const ALL: [Course; 3] = [Course::Fallen, Course::Risen, Course::Equal];

    fn of(pair: &Pair) -> Course {
        let change = pair.after.number - pair.before.number;
        if change < -1e-9 {
            Course::Fallen
        } else if change > 1e-9 {
            Course::Risen
        } else {
            Course::Equal
        }
    }

    fn stroke(self, width: f64) -> Stroke {
        match self {
            Course::Fallen => Stroke::new(Ink::Blue, width),
            Course::Risen => Stroke::new(Ink::Vermillion, width).dashed(3.0, 1.4),
            Course::Equal => Stroke::new(Ink::Grey, width).dashed(0.8, 1.4),
        }
    }

    fn word(self) -> &'static str {
        match self {
            Course::Fallen => "fell",
            Course::Risen => "rose",
            Course::Equal => "equal",
        }
    }
}

/// Draws the chart.
pub fn slope(chart: &Slope, width: Width) -> Scene {
    let drawing = drawing::Drawing::new(chart, width);
    let keys = drawing.keys();
    let below = keys::height(&keys, drawing.page - 2.0);
    let rows = chart.panels.len().div_ceil(drawing::PER_ROW).max(1);
    let height = rows as f64 * drawing.row_height() + below + 6.0;
    let mut scene = Scene::new(width, height, chart.title.clone());
    scene.description = describe(chart);
    for (position, panel) in chart.panels.iter().enumerate() {
        drawing.panel(&mut scene, panel, position);
    }
    if chart.panels.is_empty() {
        scene.text((drawing.page / 2.0, 40.0), "No pairs.", drawing::LABELS.anchored(Anchor::Middle));
    }
    keys::draw(&mut scene, &keys, (2.0, height - below - 2.0), drawing.page - 2.0);
    scene
}

fn is_shown(pair: &Pair) -> bool {
    [pair.before.number, pair.after.number].iter().all(|value| value.is_finite() && *value >= 0.0)
}

fn shown(panel: &Panel) -> impl Iterator<Item = &Pair> {
    panel.pairs.iter().filter(|pair| is_shown(pair))
}

fn n_of(panel: &Panel, course: Course) -> usize {
    shown(panel).filter(|pair| Course::of(pair) == course).count()
}

fn describe(chart: &Slope) -> String {
    let panels = chart.panels.iter().map(|panel| {
        let counts = Course::ALL.map(|course| format!("{} {}", count(n_of(panel, course)), course.word()));
        let n = shown(panel).count();
        format!("{}: {} pairs, {}.", panel.title, count(n), counts.join(", "))
    });
    let text = format!("{} before and after, one line for each pair, on a log axis.", chart.axis);
    std::iter::once(text).chain(panels).collect::<Vec<_>>().join(" ")
}
