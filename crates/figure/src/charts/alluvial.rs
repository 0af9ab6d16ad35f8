//! Alluvial plot: patients in categories at three times, with the streams between them.

use crate::ink::{Fill, Ink, Stroke};
use crate::scene::{Anchor, Mark, Point, Scene, Segment, Size, TextStyle, Weight, Width};

use super::keys::{self, Key, Sign};
use super::lettering::{HEADING, LABEL, apart, count, fit, wide};

/// Times that are shown.
pub const TIMES: usize = 3;

/// A category with a fill of its own.
#[derive(Clone, Debug, PartialEq)]
pub struct Category {
    /// Its name.
    pub name: String,
    /// Its fill.
    pub fill: Fill,
}

/// Patients that took one way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Way {
    /// Position of the category at each time.
    pub categories: [usize; TIMES],
    /// How many patients.
    pub n: usize,
}

/// The chart.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Alluvial {
    /// Name of the figure.
    pub title: String,
    /// Names of the times.
    pub times: [String; TIMES],
    /// The categories, from top to bottom.
    pub categories: Vec<Category>,
    /// The ways; those with an unknown category are not drawn.
    pub ways: Vec<Way>,
}

/// Draws the chart.
pub fn alluvial(chart: &Alluvial, width: Width) -> Scene {
    let drawing = Drawing::new(chart, width);
    let keys = drawing.keys();
    let below = keys::height(&keys, drawing.page - 2.0);
    let foot = TOP + drawing.plot + 8.0;
    let mut scene = Scene::new(width, foot + below + 3.0, chart.title.clone());
    scene.description = drawing.describe();
    drawing.streams(&mut scene);
    (0..TIMES).for_each(|time| drawing.column(&mut scene, time));
    if drawing.total == 0 {
        let at = (drawing.page / 2.0, TOP + 20.0);
        scene.text(at, "No patients.", TextStyle::new(LABEL).anchored(Anchor::Middle));
    }
    keys::draw(&mut scene, &keys, (2.0, foot), drawing.page - 2.0);
    scene
}

const TOP: f64 = 16.0;
/// Width of a bar in points.
const BAR: f64 = 9.0;
/// Gap between two bars of one time.
const GAP: f64 = 4.0;

struct Drawing<'a> {
    chart: &'a Alluvial,
    page: f64,
    plot: f64,
    /// Left end of the first bar; the last ends as far from the right.
    margin: f64,
    has_names: bool,
    total: usize,
    /// Patients in each category at each time.
    sizes: [Vec<usize>; TIMES],
    ways: Vec<Way>,
}

impl Drawing<'_> {
    fn new(chart: &Alluvial, width: Width) -> Drawing<'_> {
        let n_categories = chart.categories.len();
        let is_known = |way: &&Way| way.n > 0 && way.categories.iter().all(|at| *at < n_categories);
        let ways: Vec<Way> = chart.ways.iter().filter(is_known).copied().collect();
        let mut sizes = [(); TIMES].map(|()| vec![0; n_categories]);
        for way in &ways {
            for (time, category) in way.categories.iter().enumerate() {
                sizes[time][*category] += way.n;
            }
        }
        let total = ways.iter().map(|way| way.n).sum();
        let has_names = width == Width::TwoColumns;
        let number = wide(&count(total)) + 6.0;
        let names =
            chart.categories.iter().map(|category| wide(&category.name)).fold(0.0, f64::max).min(110.0);
        let margin = if has_names { number + names + 8.0 } else { number.max(20.0) };
        let shown = sizes.iter().map(|at| at.iter().filter(|n| **n > 0).count()).max().unwrap_or(0);
        let plot = (shown as f64 * 14.0).max(if has_names { 210.0 } else { 165.0 });
        Drawing { chart, page: width.points(), plot, margin, has_names, total, sizes, ways }
    }

    /// Left end of the bars of a time.
    fn x(&self, time: usize) -> f64 {
        let room = self.page - 2.0 * self.margin - BAR;
        self.margin + room * time as f64 / (TIMES - 1) as f64
    }

    /// Points per patient.
    fn scale(&self) -> f64 {
        let shown = self.sizes.iter().map(|at| at.iter().filter(|n| **n > 0).count()).max().unwrap_or(0);
        let room = self.plot - GAP * shown.saturating_sub(1) as f64;
        room / self.total.max(1) as f64
    }

    /// Upper ends of the bars of a time.
    fn tops(&self, time: usize) -> Vec<f64> {
        let mut y = TOP;
        let tops = self.sizes[time].iter().map(|n| {
            let top = y;
            if *n > 0 {
                y += *n as f64 * self.scale() + GAP;
            }
            top
        });
        tops.collect()
    }

    fn streams(&self, scene: &mut Scene) {
        for time in 0..TIMES - 1 {
            let n_categories = self.chart.categories.len();
            let (mut leave, mut arrive) = (self.tops(time), self.tops(time + 1));
            for from in 0..n_categories {
                for (to, arriving) in arrive.iter_mut().enumerate() {
                    let goes = |way: &&Way| way.categories[time] == from && way.categories[time + 1] == to;
                    let n: usize = self.ways.iter().filter(goes).map(|way| way.n).sum();
                    if n == 0 {
                        continue;
                    }
                    let thick = n as f64 * self.scale();
                    let ends = ((self.x(time) + BAR, leave[from]), (self.x(time + 1), *arriving));
                    let category = &self.chart.categories;
                    let says = format!("{} to {}: {}", category[from].name, category[to].name, count(n));
                    let marks = vec![ribbon(ends, thick, category[from].fill.ink)];
                    scene.add(Mark::Group { says: Some(says), link: None, marks });
                    leave[from] += thick;
                    *arriving += thick;
                }
            }
        }
    }

    /// The bars of a time, its name above and the numbers beside.
    fn column(&self, scene: &mut Scene, time: usize) {
        let (x, tops) = (self.x(time), self.tops(time));
        let shown: Vec<usize> = (0..tops.len()).filter(|category| self.sizes[time][*category] > 0).collect();
        let height = |category: usize| self.sizes[time][category] as f64 * self.scale();
        for &category in &shown {
            let size = Size { width: BAR, height: height(category) };
            let fill = Some(self.chart.categories[category].fill);
            scene.rectangle((x, tops[category]), size, Some(Stroke::new(Ink::Black, 0.4)), fill);
        }
        let wanted: Vec<f64> = shown.iter().map(|at| tops[*at] + height(*at) / 2.0).collect();
        let places = apart(&wanted, LABEL + 1.0, TOP + 3.0, TOP + self.plot - 2.0);
        for ((&category, place), centre) in shown.iter().zip(places).zip(wanted) {
            self.label(scene, time, category, (place, centre));
        }
        self.heading(scene, time);
    }

    fn heading(&self, scene: &mut Scene, time: usize) {
        let (anchor, at) = match time {
            0 if self.has_names => (Anchor::End, self.x(0) + BAR),
            0 => (Anchor::Start, 0.0),
            1 => (Anchor::Middle, self.x(1) + BAR / 2.0),
            _ if self.has_names => (Anchor::Start, self.x(2)),
            _ => (Anchor::End, self.page),
        };
        let style = TextStyle::new(HEADING).bold().anchored(anchor);
        let text = fit(&self.chart.times[time], HEADING, Weight::Bold, self.page / 3.0 - 4.0);
        scene.text((at, 8.5), text, style);
    }

    /// The number (and name) of a bar: outside the first and last, right of the middle ones; a thin line leads
    /// from the bar where the label had to move.
    fn label(&self, scene: &mut Scene, time: usize, category: usize, (place, centre): (f64, f64)) {
        let x = self.x(time);
        let (edge, away, anchor) =
            if time == 0 { (x, -1.0, Anchor::End) } else { (x + BAR, 1.0, Anchor::Start) };
        if (place - centre).abs() > 1.0 {
            let (from, to): (Point, Point) = ((edge, centre), (edge + away * 4.0, place));
            scene.line(from, to, Stroke::new(Ink::Grey, 0.4));
        }
        let n = count(self.sizes[time][category]);
        let text = match (self.has_names, time) {
            (true, 0 | 2) => {
                let name = fit(&self.chart.categories[category].name, LABEL, Weight::Regular, 110.0);
                if time == 0 { format!("{name}  {n}") } else { format!("{n}  {name}") }
            }
            _ => n,
        };
        scene.text((edge + away * 5.0, place + 2.5), text, TextStyle::new(LABEL).anchored(anchor));
    }

    fn keys(&self) -> Vec<Key> {
        let categories = self.chart.categories.iter().enumerate();
        let has_any = |position: usize| self.sizes.iter().any(|at| at[position] > 0);
        categories
            .filter(|(position, _)| has_any(*position))
            .map(|(_, category)| Key::new(Sign::Area(category.fill), category.name.clone()))
            .collect()
    }

    fn describe(&self) -> String {
        let mut text = format!("{} patients at three times.", count(self.total));
        for (time, name) in self.chart.times.iter().enumerate() {
            let named = self.chart.categories.iter().zip(&self.sizes[time]).filter(|(_, n)| **n > 0);
            let parts: Vec<String> =
                named.map(|(category, n)| format!("{} {}", category.name, count(*n))).collect();
            if !parts.is_empty() {
                text += &format!(" {name}: {}.", parts.join(", "));
            }
        }
        text
    }
}

/// A stream between the upper ends of its two sides.
fn ribbon((from, to): (Point, Point), thick: f64, ink: Ink) -> Mark {
    let middle = (from.0 + to.0) / 2.0;
    let segments = vec![
        Segment::Move(from),
        Segment::Curve((middle, from.1), (middle, to.1), to),
        Segment::Line((to.0, to.1 + thick)),
        Segment::Curve((middle, to.1 + thick), (middle, from.1 + thick), (from.0, from.1 + thick)),
        Segment::Close,
    ];
    let stroke = Some(Stroke { opacity: 0.6, ..Stroke::new(ink, 0.3) });
    Mark::Path { segments, stroke, fill: Some(Fill::new(ink).faint(0.38)) }
}
