//! Waterfall plot: change in per cent, one bar for each patient, from the greatest rise to the deepest fall.

use crate::ink::{Fill, Ink, Stroke};
use crate::scene::{Anchor, Mark, Scene, Shape, Size, TextStyle, Weight, Width};

use super::keys::{self, Emblem, Key, Sign};
use super::lettering::{LABEL, LEADING, count, fit, lines, wide};

/// More bars than this are drawn as hundredths of the patients.
pub const MOST_BARS: usize = 600;
/// Bars that stand for many.
const PARTS: usize = 100;

/// A group of bars with a fill of its own.
#[derive(Clone, Debug, PartialEq)]
pub struct Category {
    /// Its name.
    pub name: String,
    /// Its fill.
    pub fill: Fill,
}

/// One patient.
#[derive(Clone, Debug, PartialEq)]
pub struct Bar {
    /// Change in per cent; not finite ones are not drawn.
    pub per_cent: f64,
    /// Position of its category.
    pub category: usize,
    /// Whether a value behind it is censored, so that the change is at the limit.
    pub is_censored: bool,
    /// What the bar says.
    pub says: Option<String>,
    /// Where it leads.
    pub link: Option<String>,
}

/// The chart.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Waterfall {
    /// Name of the figure.
    pub title: String,
    /// What the axis shows.
    pub axis: String,
    /// The categories.
    pub categories: Vec<Category>,
    /// The bars, in any order.
    pub bars: Vec<Bar>,
    /// Lines across, in per cent.
    pub references: Vec<f64>,
    /// Rises above this are cut there and marked; at least 25.
    pub cap: f64,
}

/// Draws the chart.
pub fn waterfall(chart: &Waterfall, width: Width) -> Scene {
    let drawing = Drawing::new(chart, width);
    let keys = drawing.keys();
    let notes = drawing.notes();
    let below = keys::height(&keys, drawing.page - 2.0);
    let under = drawing.top + drawing.plot + 7.0 + notes.len() as f64 * LEADING;
    let mut scene = Scene::new(width, under + 8.0 + below, chart.title.clone());
    scene.description = drawing.describe();
    drawing.axis(&mut scene);
    drawing.bars(&mut scene);
    drawing.front(&mut scene);
    for (row, note) in notes.iter().enumerate() {
        let at = (drawing.left, drawing.top + drawing.plot + 5.0 + (row as f64 + 1.0) * LEADING);
        scene.text(at, note.clone(), TextStyle::new(LABEL));
    }
    keys::draw(&mut scene, &keys, (2.0, under + 5.0), drawing.page - 2.0);
    scene
}

struct Drawing<'a> {
    chart: &'a Waterfall,
    page: f64,
    left: f64,
    top: f64,
    plot: f64,
    cap: f64,
    /// From the greatest rise to the deepest fall; equal ones in the order given.
    sorted: Vec<&'a Bar>,
}

impl Drawing<'_> {
    fn new(chart: &Waterfall, width: Width) -> Drawing<'_> {
        let mut sorted: Vec<&Bar> = chart.bars.iter().filter(|bar| bar.per_cent.is_finite()).collect();
        sorted.sort_by(|a, b| b.per_cent.total_cmp(&a.per_cent));
        let asked = if chart.cap.is_finite() { chart.cap.max(25.0) } else { 200.0 };
        let highest = sorted.first().map_or(0.0, |bar| bar.per_cent);
        let asked_lines =
            chart.references.iter().copied().filter(|line| line.is_finite()).fold(25.0, f64::max);
        let cap = asked.min(((highest / 25.0).ceil() * 25.0).max(asked_lines.min(asked)));
        let plot = if width == Width::OneColumn { 150.0 } else { 190.0 };
        let left = 12.0 + wide("+200 %") + 4.0;
        Drawing { chart, page: width.points(), left, top: 9.0, plot, cap, sorted }
    }

    fn y(&self, per_cent: f64) -> f64 {
        let share = (self.cap - per_cent.clamp(-100.0, self.cap)) / (self.cap + 100.0);
        self.top + share * self.plot
    }

    fn is_grouped(&self) -> bool {
        self.sorted.len() > MOST_BARS
    }

    fn axis(&self, scene: &mut Scene) {
        let step = if self.cap > 125.0 { 50 } else { 25 };
        let right = TextStyle::new(LABEL).anchored(Anchor::End);
        for tick in (-100..=self.cap as i32).step_by(step) {
            let y = self.y(f64::from(tick));
            scene.line((self.left, y), (self.page, y), Stroke::new(Ink::Rule, 0.3));
            scene.text((self.left - 3.0, y + 2.4), signed(f64::from(tick)), right);
        }
        let turned = TextStyle { turned: -90.0, ..TextStyle::new(LABEL).anchored(Anchor::Middle) };
        let text = fit(&self.chart.axis, LABEL, Weight::Regular, self.plot);
        scene.text((7.5, self.top + self.plot / 2.0), text, turned);
    }

    fn bars(&self, scene: &mut Scene) {
        if self.is_grouped() {
            return self.parts(scene);
        }
        let pitch = (self.page - 3.0 - self.left) / self.sorted.len().max(1) as f64;
        let pitch = pitch.min(16.0);
        for (position, bar) in self.sorted.iter().enumerate() {
            let x = self.left + position as f64 * pitch;
            let gap = if pitch > 2.5 { 0.18 * pitch } else { 0.08 * pitch };
            let mut marks = vec![self.rectangle(x + gap / 2.0, pitch - gap, bar.per_cent, self.fill(bar))];
            marks.extend(self.signs(bar, x + pitch / 2.0, pitch));
            scene.add(Mark::Group { says: bar.says.clone(), link: bar.link.clone(), marks });
        }
    }

    fn fill(&self, bar: &Bar) -> Fill {
        self.chart.categories.get(bar.category).map_or(Fill::new(Ink::Grey), |category| category.fill)
    }

    /// A bar from the zero line; a change of nothing is a thin bar on it.
    fn rectangle(&self, x: f64, width: f64, per_cent: f64, fill: Fill) -> Mark {
        let (zero, end) = (self.y(0.0), self.y(per_cent));
        let (from, to) =
            if (zero - end).abs() < 0.8 { (zero - 0.4, zero + 0.4) } else { (zero.min(end), zero.max(end)) };
        let stroke = (width > 3.0).then_some(Stroke::new(Ink::Black, 0.3));
        Mark::Rectangle {
            at: (x, from),
            size: Size { width, height: to - from },
            radius: 0.0,
            stroke,
            fill: Some(fill),
        }
    }

    /// Marks of a censored value and of a cut bar.
    fn signs(&self, bar: &Bar, x: f64, pitch: f64) -> Vec<Mark> {
        let size = pitch.clamp(2.2, 4.0);
        let mut marks = Vec::new();
        if bar.is_censored {
            let away = if bar.per_cent > 0.0 { 4.0 } else { -4.0 };
            marks.push(CENSORED.mark((x, self.y(0.0) + away), size));
        }
        if bar.per_cent > self.cap {
            marks.push(CUT.mark((x, self.top - 3.5), size + 0.6));
        }
        marks
    }

    /// One bar for each hundredth of the patients: the change in its middle.
    fn parts(&self, scene: &mut Scene) {
        let pitch = (self.page - 3.0 - self.left) / PARTS as f64;
        for part in 0..PARTS {
            let middle = (2 * part + 1) * self.sorted.len() / (2 * PARTS);
            let per_cent = self.sorted[middle.min(self.sorted.len() - 1)].per_cent;
            let x = self.left + part as f64 * pitch;
            let mut marks = vec![self.rectangle(x, pitch * 0.92, per_cent, direction(per_cent))];
            if per_cent > self.cap {
                marks.push(CUT.mark((x + pitch / 2.0, self.top - 3.5), 2.8));
            }
            let says = Some(format!("patients {} to {} %: {}", part, part + 1, signed(per_cent.round())));
            scene.add(Mark::Group { says, link: None, marks });
        }
    }

    /// What lies before the bars: the zero line and the references.
    fn front(&self, scene: &mut Scene) {
        let zero = self.y(0.0);
        scene.line((self.left, zero), (self.page, zero), Stroke::new(Ink::Black, 0.7));
        for reference in self.chart.references.iter().filter(|line| (-100.0..=self.cap).contains(*line)) {
            let y = self.y(*reference);
            scene.line((self.left, y), (self.page, y), Stroke::new(Ink::Black, 0.6).dashed(2.0, 2.0));
        }
        if self.sorted.is_empty() {
            let at = ((self.left + self.page) / 2.0, zero - 6.0);
            scene.text(at, "No change can be computed.", TextStyle::new(LABEL).anchored(Anchor::Middle));
        }
    }

    fn notes(&self) -> Vec<String> {
        let n = self.sorted.len();
        let text = if self.is_grouped() {
            format!("n = {} patients; each bar is one hundredth of them, by their change.", count(n))
        } else {
            format!("n = {}", count(n))
        };
        lines(&text, self.page - self.left)
    }

    fn keys(&self) -> Vec<Key> {
        let mut keys: Vec<Key> = Vec::new();
        if self.is_grouped() {
            keys.push(Key::new(Sign::Area(direction(-1.0)), "fall"));
            keys.push(Key::new(Sign::Area(direction(1.0)), "rise"));
        } else {
            for (position, category) in self.chart.categories.iter().enumerate() {
                let n = self.sorted.iter().filter(|bar| bar.category == position).count();
                if n > 0 {
                    keys.push(Key::new(Sign::Area(category.fill), format!("{} ({n})", category.name)));
                }
            }
        }
        let references: Vec<String> = self.chart.references.iter().map(|line| signed(*line)).collect();
        if !references.is_empty() {
            let stroke = Stroke::new(Ink::Black, 0.8).dashed(2.0, 2.0);
            keys.push(Key::new(Sign::Line(stroke), references.join(" and ")));
        }
        let n_censored = self.sorted.iter().filter(|bar| bar.is_censored).count();
        if n_censored > 0 && !self.is_grouped() {
            keys.push(Key::new(Sign::Symbol(CENSORED), format!("censored value ({})", count(n_censored))));
        }
        let n_cut = self.sorted.iter().filter(|bar| bar.per_cent > self.cap).count();
        if n_cut > 0 {
            keys.push(Key::new(
                Sign::Symbol(CUT),
                format!("cut, above {} ({})", signed(self.cap), count(n_cut)),
            ));
        }
        keys
    }

    fn describe(&self) -> String {
        let n = |test: &dyn Fn(f64) -> bool| self.sorted.iter().filter(|bar| test(bar.per_cent)).count();
        format!(
            "{}, from the greatest rise to the deepest fall, of {} patients: {} rose, {} fell, {} did not \
             change; {} fell by half or more.{}",
            self.chart.axis,
            count(self.sorted.len()),
            count(n(&|change| change > 0.0)),
            count(n(&|change| change < 0.0)),
            count(n(&|change| change == 0.0)),
            count(n(&|change| change <= -50.0)),
            if self.is_grouped() { " Each bar is one hundredth of the patients." } else { "" },
        )
    }
}

const CENSORED: Emblem = Emblem::open(Shape::Diamond, Ink::Black);
const CUT: Emblem = Emblem::filled(Shape::Up, Ink::Black);

/// Fill by direction: fall or rise.
pub fn direction(per_cent: f64) -> Fill {
    if per_cent <= 0.0 { Fill::new(Ink::Blue) } else { Fill::new(Ink::Orange) }
}

/// `+25 %`, `−50 %`, `0 %`.
fn signed(per_cent: f64) -> String {
    let sign = if per_cent > 0.0 {
        "+"
    } else if per_cent < 0.0 {
        "−"
    } else {
        ""
    };
    format!("{sign}{} %", per_cent.abs())
}
