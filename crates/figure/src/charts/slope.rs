//! Paired slope plot: one line for each pair, before to after, panels on one shared log axis.

use std::collections::BTreeMap;

use crate::ink::{Fill, Ink, Stroke};
use crate::scene::{Anchor, Mark, Point, Scene, Segment, Shape, Size, TextStyle, Weight, Width};

use super::keys::{self, Emblem, Key, Sign};
use super::lettering::{HEADING, LABEL, LEADING, count, fit, wide};
use super::log_axis::{LogAxis, is_drawable, number};

/// More pairs than this in a panel are drawn as faint lines over a band of quartiles.
pub const MOST_LINES: usize = 300;
/// Lines that would lie this close, in points, at both ends are drawn once, darker where there are more.
const GRID: f64 = 2.5;

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
    let drawing = Drawing::new(chart, width);
    let keys = drawing.keys();
    let below = keys::height(&keys, drawing.page);
    let rows = chart.panels.len().div_ceil(PER_ROW).max(1);
    let height = rows as f64 * drawing.row_height() + below + 6.0;
    let mut scene = Scene::new(width, height, chart.title.clone());
    scene.description = describe(chart);
    for (position, panel) in chart.panels.iter().enumerate() {
        drawing.panel(&mut scene, panel, position);
    }
    if chart.panels.is_empty() {
        scene.text((drawing.page / 2.0, 40.0), "No pairs.", LABELS.anchored(Anchor::Middle));
    }
    keys::draw(&mut scene, &keys, (0.0, height - below - 2.0), drawing.page);
    scene
}

const PER_ROW: usize = 3;
const LABELS: TextStyle = TextStyle::new(LABEL);
const TOP: f64 = 16.0;
const FOOT: f64 = 13.0;

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

struct Drawing<'a> {
    chart: &'a Slope,
    page: f64,
    /// Height of the part with the log axis.
    plot: f64,
    /// Left end of the first panel.
    left: f64,
    /// Width of a panel with the gap after it.
    pitch: f64,
    has_zero: bool,
    axis: LogAxis,
}

impl Drawing<'_> {
    fn new(chart: &Slope, width: Width) -> Drawing<'_> {
        let page = width.points();
        let plot = if width == Width::OneColumn { 170.0 } else { 210.0 };
        let values =
            || chart.panels.iter().flat_map(shown).flat_map(|pair| [pair.before.number, pair.after.number]);
        let axis = LogAxis::around(values(), plot, 0.0);
        let labels = axis.ticks().into_iter().map(|(_, text)| wide(&text)).fold(0.0, f64::max);
        let left = 12.0 + labels + 5.0;
        let columns = chart.panels.len().clamp(1, PER_ROW) as f64;
        Drawing {
            chart,
            page,
            plot,
            left,
            pitch: (page - left) / columns,
            has_zero: values().any(|value| value == 0.0),
            axis,
        }
    }

    fn foot(&self) -> f64 {
        if self.has_zero { FOOT } else { 0.0 }
    }

    /// Title, plot, foot of zeros, names of the times and lines of counts.
    fn row_height(&self) -> f64 {
        TOP + self.plot + self.foot() + 12.0 + 6.0 * LEADING + 8.0
    }

    fn y(&self, top: f64, value: f64) -> f64 {
        if is_drawable(value) { top + self.axis.place(value) } else { top + self.plot + FOOT }
    }

    fn panel(&self, scene: &mut Scene, panel: &Panel, position: usize) {
        let (column, row) = (position % PER_ROW, position / PER_ROW);
        let x = self.left + column as f64 * self.pitch;
        let top = row as f64 * self.row_height() + TOP;
        let inner = self.pitch - 6.0;
        let bold = TextStyle::new(HEADING).bold();
        scene.text((x + 2.0, top - 6.0), fit(&panel.title, HEADING, Weight::Bold, inner), bold);
        self.frame(scene, (x, top), inner, column == 0);
        let ends = (x + 0.24 * inner, x + 0.76 * inner);
        let n = shown(panel).count();
        if n > MOST_LINES {
            band(scene, ends, panel, |value| self.y(top, value));
            self.faint(scene, panel, ends, top);
        } else {
            self.lines(scene, panel, ends, top, n);
        }
        self.boxes(scene, panel, ends, top);
        self.words(scene, panel, (x, top), inner, ends);
    }

    /// Ground, grid and, at the first panel of a row, the axis.
    fn frame(&self, scene: &mut Scene, (x, top): Point, inner: f64, is_first: bool) {
        let size = Size { width: inner, height: self.plot };
        scene.rectangle((x, top), size, None, Some(Fill::new(Ink::Light).faint(0.45)));
        let right = LABELS.anchored(Anchor::End);
        for (value, text) in self.axis.ticks() {
            let y = self.y(top, value);
            scene.line((x, y), (x + inner, y), Stroke::new(Ink::Rule, 0.4));
            if is_first {
                scene.text((x - 3.5, y + 2.4), text, right);
            }
        }
        if self.has_zero {
            let y = self.y(top, 0.0);
            scene.line((x, y), (x + inner, y), Stroke::new(Ink::Rule, 0.4));
            if is_first {
                scene.text((x - 3.5, y + 2.4), "0", right);
            }
        }
        if is_first {
            let turned = TextStyle { turned: -90.0, ..LABELS.anchored(Anchor::Middle) };
            let text = fit(&self.chart.axis, LABEL, Weight::Regular, self.plot + 20.0);
            scene.text((7.5, top + self.plot / 2.0), text, turned);
        }
    }

    fn lines(&self, scene: &mut Scene, panel: &Panel, ends: (f64, f64), top: f64, n: usize) {
        let (width, opacity) = if n > 60 { (0.5, 0.65) } else { (0.8, 0.9) };
        for pair in shown(panel) {
            let from = (ends.0, self.y(top, pair.before.number));
            let to = (ends.1, self.y(top, pair.after.number));
            let stroke = Stroke { opacity, ..Course::of(pair).stroke(width) };
            let segments = vec![Segment::Move(from), Segment::Line(to)];
            let mut marks = vec![Mark::Path { segments, stroke: Some(stroke), fill: None }];
            marks.extend(end(pair.before, from, Course::of(pair)));
            marks.extend(end(pair.after, to, Course::of(pair)));
            scene.add(Mark::Group { says: pair.says.clone(), link: pair.link.clone(), marks });
        }
    }

    /// Many lines: those between the same two places once, in three depths by how many they are.
    fn faint(&self, scene: &mut Scene, panel: &Panel, ends: (f64, f64), top: f64) {
        let cell = |value: f64| (self.y(top, value) / GRID).round() as i64;
        let mut lines: BTreeMap<(Course, i64, i64), usize> = BTreeMap::new();
        let mut censored: BTreeMap<(bool, bool, i64), Emblem> = BTreeMap::new();
        for pair in shown(panel) {
            let key = (Course::of(pair), cell(pair.before.number), cell(pair.after.number));
            *lines.entry(key).or_default() += 1;
            for (is_after, value) in [(false, pair.before), (true, pair.after)] {
                if let Some(emblem) = emblem(value.known) {
                    let place = (is_after, value.known == Known::Above, cell(value.number));
                    censored.insert(place, emblem);
                }
            }
        }
        let most = lines.values().copied().max().unwrap_or(1) as f64;
        let depth = |n: usize| (n as f64 / most * 3.0).ceil() as i64;
        let mut paths: BTreeMap<(i64, Course), Vec<Segment>> = BTreeMap::new();
        for ((course, before, after), n) in lines {
            let path = paths.entry((depth(n), course)).or_default();
            path.push(Segment::Move((ends.0, before as f64 * GRID)));
            path.push(Segment::Line((ends.1, after as f64 * GRID)));
        }
        for ((depth, course), segments) in paths {
            let opacity = [0.14, 0.4, 0.75][(depth - 1).clamp(0, 2) as usize];
            let stroke = Stroke { opacity, ..course.stroke(0.45) };
            scene.add(Mark::Path { segments, stroke: Some(stroke), fill: None });
        }
        for ((is_after, _, y), emblem) in censored {
            let x = if is_after { ends.1 } else { ends.0 };
            scene.add(emblem.mark((x, y as f64 * GRID), 3.4));
        }
    }

    /// Median and quartiles outside the lines, and a line between the medians.
    fn boxes(&self, scene: &mut Scene, panel: &Panel, ends: (f64, f64), top: f64) {
        let y = |value: f64| self.y(top, value);
        for (quartiles, x) in [(panel.before, ends.0 - 9.0), (panel.after, ends.1 + 3.0)] {
            let Some([first, median, third]) = quartiles.filter(|given| given.iter().all(|q| *q >= 0.0))
            else {
                continue;
            };
            let size = Size { width: 6.0, height: y(first) - y(third) };
            scene.rectangle(
                (x, y(third)),
                size,
                Some(Stroke::new(Ink::Black, 0.7)),
                Some(Fill::new(Ink::Paper)),
            );
            scene.line((x, y(median)), (x + 6.0, y(median)), Stroke::new(Ink::Black, 1.8));
        }
    }

    fn words(&self, scene: &mut Scene, panel: &Panel, (x, top): Point, inner: f64, ends: (f64, f64)) {
        let middle = LABELS.anchored(Anchor::Middle);
        let base = top + self.plot + self.foot() + 10.0;
        for (name, at) in self.chart.times.iter().zip([ends.0, ends.1]) {
            scene.text((at, base), fit(name, LABEL, Weight::Regular, 0.5 * inner), middle);
        }
        let n = shown(panel).count();
        let mut lines = vec![format!("n = {} pairs", count(n))];
        for course in Course::ALL {
            let of = n_of(panel, course);
            lines.push(format!("{} {}", count(of), course.word()));
        }
        if let (Some([_, before, _]), Some([_, after, _])) = (panel.before, panel.after) {
            lines.push("median".into());
            lines.push(format!("{} → {}", short(before), short(after)));
        }
        for (row, line) in lines.iter().enumerate() {
            let at = (x + 2.0, base + 3.0 + (row as f64 + 1.0) * LEADING);
            scene.text(at, fit(line, LABEL, Weight::Regular, inner), LABELS);
        }
    }

    fn keys(&self) -> Vec<Key> {
        let pairs = || self.chart.panels.iter().flat_map(shown);
        let knows = |known| pairs().any(|pair| pair.before.known == known || pair.after.known == known);
        let mut keys: Vec<Key> = Course::ALL
            .into_iter()
            .filter(|course| pairs().any(|pair| Course::of(pair) == *course))
            .map(|course| Key::new(Sign::Line(course.stroke(1.0)), course.word()))
            .collect();
        for (known, text) in
            [(Known::Below, "below the limit drawn"), (Known::Above, "above the limit drawn")]
        {
            if let Some(emblem) = emblem(known).filter(|_| knows(known)) {
                keys.push(Key::new(Sign::Symbol(emblem), text));
            }
        }
        if self.chart.panels.iter().any(|panel| panel.before.is_some() || panel.after.is_some()) {
            keys.push(Key::new(Sign::Area(Fill::new(Ink::Paper)), "quartiles and median"));
        }
        keys
    }
}

fn emblem(known: Known) -> Option<Emblem> {
    match known {
        Known::Exactly => None,
        Known::Below => Some(Emblem::open(Shape::Down, Ink::Black)),
        Known::Above => Some(Emblem::open(Shape::Up, Ink::Black)),
    }
}

/// The symbol at the end of a line.
fn end(value: Value, at: Point, course: Course) -> Option<Mark> {
    let dot = Emblem::filled(Shape::Circle, course.stroke(1.0).ink);
    Some(match emblem(value.known) {
        Some(emblem) => emblem.mark(at, 3.6),
        None => dot.mark(at, 1.5),
    })
}

/// The area between the lines of the first and the third quartiles.
fn band(scene: &mut Scene, ends: (f64, f64), panel: &Panel, y: impl Fn(f64) -> f64) {
    let (Some(before), Some(after)) = (panel.before, panel.after) else { return };
    let corners = [(ends.0, before[2]), (ends.1, after[2]), (ends.1, after[0]), (ends.0, before[0])];
    let mut segments: Vec<Segment> =
        corners.iter().map(|(x, value)| Segment::Line((*x, y(*value)))).collect();
    segments[0] = Segment::Move((ends.0, y(before[2])));
    segments.push(Segment::Close);
    let fill = Some(Fill::new(Ink::Black).faint(0.16));
    scene.add(Mark::Path { segments, stroke: Some(Stroke::new(Ink::Black, 0.5)), fill });
}

/// A median for a narrow place: three or so digits.
fn short(value: f64) -> String {
    if value >= 100.0 {
        format!("{value:.0}")
    } else if value >= 10.0 {
        format!("{value:.1}")
    } else {
        number((value * 100.0).round() / 100.0)
    }
}
