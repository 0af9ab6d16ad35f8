//! Forest plot: an estimate with its interval in each subgroup.

use crate::axis::{AXIS_TEXT, Scale, level_axis};
use crate::charts::block::{Block, nothing, widest};
use crate::ink::{Fill, Ink, Stroke};
use crate::number::{count, short};
use crate::scene::{Anchor, Mark, Scene, Segment, Shape, TextStyle, Weight, Width};

/// Estimates in subgroups on a logarithmic axis.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Forest {
    /// Short name of the figure.
    pub title: String,
    /// Title of the axis: `Ratio of geometric means, after/before`.
    pub value_title: String,
    /// Heading of the column of numbers: `Ratio (95 % CI)`.
    pub number_title: String,
    /// Heading of the column of n: `Pairs`.
    pub n_title: String,
    /// The value of no effect: 1 of a ratio.
    pub reference: f64,
    /// The rows from top to bottom.
    pub rows: Vec<Row>,
}

/// One subgroup.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Row {
    /// The characteristic, written above its first row; empty for all.
    pub group: String,
    /// The category.
    pub label: String,
    /// Units that entered; the area of the point.
    pub n: u64,
    /// The estimate.
    pub found: Found,
    /// p of the interaction, as printed, written beside the characteristic; empty for none.
    pub p_interaction: String,
}

/// What was found in a subgroup.
#[derive(Clone, Debug, PartialEq)]
pub enum Found {
    /// An estimate above 0.
    Estimate {
        /// The value.
        value: f64,
        /// Its interval, where defined.
        ci: Option<(f64, f64)>,
        /// As printed: `0.59 (0.44 to 0.80)`.
        text: String,
    },
    /// None, and why: `too few pairs`.
    Nothing(String),
}

impl Default for Found {
    fn default() -> Found {
        Found::Nothing("not estimated".into())
    }
}

/// How far beyond the outermost value an interval is drawn, as a factor; arrows beyond.
const BEYOND: f64 = 2.5;
/// The line of intervals.
const LINE: Stroke = Stroke::new(Ink::Black, 0.9);

/// Draws the subgroups: names, n, plot, numbers and p of the interaction side by side in two columns; in one
/// column n stands with the name and p with the heading.
pub fn forest(forest: &Forest, width: Width) -> Scene {
    if forest.rows.is_empty() {
        return nothing(width, &forest.title, "There is no subgroup to show.");
    }
    let mut drawing = Drawing::new(forest, width);
    drawing.head();
    let mut group = "";
    for row in &forest.rows {
        if row.group != group {
            drawing.heading(row);
            group = &row.group;
        }
        drawing.row(row);
    }
    drawing.axis();
    drawing.scene.description = describe(forest);
    drawing.scene
}

struct Drawing<'a> {
    forest: &'a Forest,
    scene: Scene,
    is_wide: bool,
    text: TextStyle,
    /// Width of the names from the left edge.
    names: f64,
    /// Right edge of n, in two columns.
    n: f64,
    scale: Scale,
    /// Left edge and width of the numbers.
    numbers: (f64, f64),
    /// Left edge and width of p, in two columns.
    p: Option<(f64, f64)>,
    top_of_plot: f64,
    y: f64,
    largest: f64,
}

impl Drawing<'_> {
    fn new(forest: &Forest, width: Width) -> Drawing<'_> {
        let is_wide = width == Width::TwoColumns;
        let (whole, size) = (width.points(), if is_wide { 7.5 } else { 7.0 });
        let texts = forest.rows.iter().filter_map(|row| match &row.found {
            Found::Estimate { text, .. } => Some(&**text),
            Found::Nothing(_) => None,
        });
        let most = if is_wide { 130.0 } else { 76.0 };
        let numbers = widest(texts, size, Weight::Regular);
        let numbers = numbers.max(widest([&*forest.number_title], size, Weight::Bold)).min(most) + 0.01;
        let has_p = forest.rows.iter().any(|row| !row.p_interaction.is_empty());
        let p_width = if is_wide && has_p { 52.0 } else { 0.0 };
        let counts: Vec<String> = forest.rows.iter().map(|row| count(row.n)).collect();
        let n_width = widest(counts.iter().map(String::as_str), size, Weight::Regular);
        let n_width = n_width.max(widest([&*forest.n_title], size, Weight::Bold)).min(60.0);
        let names = whole * if is_wide { 0.28 } else { 0.36 };
        let n = if is_wide { names + 6.0 + n_width } else { names };
        let right = whole - 1.0 - p_width - numbers - 8.0;
        let largest = forest.rows.iter().map(|row| row.n).max().unwrap_or(1).max(1) as f64;
        Drawing {
            forest,
            scene: Scene::new(width, 0.0, forest.title.clone()),
            is_wide,
            text: TextStyle::new(size),
            names,
            n,
            scale: Scale::log(domain(forest), (n + 10.0, right)),
            numbers: (right + 8.0, numbers),
            p: (p_width > 0.0).then_some((whole - 1.0 - p_width + 8.0, p_width - 8.0)),
            top_of_plot: 0.0,
            y: 1.0,
            largest,
        }
    }

    fn head(&mut self) {
        let style = self.text.bold();
        let numbers = Block::default().with(&self.forest.number_title, self.numbers.1, style, 0.0, 0.0);
        numbers.write(&mut self.scene, (self.numbers.0, self.y));
        let mut height = numbers.height();
        if self.is_wide {
            let right = style.anchored(Anchor::End);
            let n = Block::at_most(1, &self.forest.n_title, self.n - self.names, right);
            n.write(&mut self.scene, (self.n, self.y));
            height = height.max(n.height());
        }
        if let Some((left, width)) = self.p {
            let p = Block::default().with("p of interaction", width, style, 0.0, 0.0);
            p.write(&mut self.scene, (left, self.y));
            height = height.max(p.height());
        }
        self.y += height + 3.0;
        self.scene.line((1.0, self.y), (self.scene.size.width - 1.0, self.y), Stroke::new(Ink::Black, 0.6));
        self.y += 3.0;
        self.top_of_plot = self.y;
    }

    /// The name of a characteristic, with p of its interaction.
    fn heading(&mut self, row: &Row) {
        if row.group.is_empty() {
            return;
        }
        self.y += 2.0;
        let mut height = 0.0f64;
        if !row.p_interaction.is_empty() {
            let whole = self.scene.size.width;
            let (at, width, text, style) = match self.p {
                Some((left, width)) => (left, width, row.p_interaction.clone(), self.text),
                None => {
                    let text = format!("p of interaction {}", row.p_interaction);
                    (whole - 1.0, whole - self.names - 8.0, text, self.text.anchored(Anchor::End))
                }
            };
            let p = Block::at_most(2, &text, width, style);
            p.write(&mut self.scene, (at, self.y));
            height = p.height();
        }
        let block = Block::default().with(&row.group, self.names - 1.0, self.text.bold(), 0.0, 6.0);
        block.write(&mut self.scene, (1.0, self.y));
        self.y += block.height().max(height) + 1.0;
    }

    fn row(&mut self, row: &Row) {
        let indent = if row.group.is_empty() { 0.0 } else { 8.0 };
        let style = if row.group.is_empty() { self.text.bold() } else { self.text };
        let name = match self.is_wide {
            true => row.label.clone(),
            false => format!("{} (n\u{a0}=\u{a0}{})", row.label, count(row.n)),
        };
        let name = Block::default().with(&name, self.names - 1.0, style, indent, 6.0);
        let least = 11.0;
        let mut height = name.height().max(least);
        let numbers = match &row.found {
            Found::Estimate { text, .. } => Block::default().with(text, self.numbers.1, self.text, 0.0, 0.0),
            Found::Nothing(why) => {
                let grey = self.text.ink(Ink::Grey);
                Block::default().with(why, self.numbers.1, grey, 0.0, 0.0)
            }
        };
        height = height.max(numbers.height());
        let first = self.y + (least - self.text.size * 1.25) / 2.0;
        name.write(&mut self.scene, (1.0, first));
        numbers.write(&mut self.scene, (self.numbers.0, first));
        if self.is_wide {
            let style = self.text.anchored(Anchor::End);
            self.scene.text((self.n, first + style.size * 0.95), count(row.n), style);
        }
        if let Found::Estimate { value, ci, .. } = &row.found
            && value.is_finite()
            && *value > 0.0
        {
            self.estimate(self.y + least / 2.0, row, *value, *ci);
        }
        self.y += height + 2.0;
    }

    fn estimate(&mut self, y: f64, row: &Row, value: f64, ci: Option<(f64, f64)>) {
        if let Some((low, high)) = ci.filter(|ci| !ci.0.is_nan() && !ci.1.is_nan()) {
            let (from, to) = (self.scale.place(low), self.scale.place(high));
            self.scene.line((from, y), (to, y), LINE);
            for (end, x, inwards) in [(low, from, 1.0), (high, to, -1.0)] {
                let segments = match self.scale.holds(end) {
                    true => vec![Segment::Move((x, y - 2.0)), Segment::Line((x, y + 2.0))],
                    false => vec![
                        Segment::Move((x + inwards * 4.0, y - 2.5)),
                        Segment::Line((x, y)),
                        Segment::Line((x + inwards * 4.0, y + 2.5)),
                    ],
                };
                self.scene.add(Mark::Path { segments, stroke: Some(LINE), fill: None });
            }
        }
        let is_all = row.group.is_empty();
        self.scene.add(Mark::Symbol {
            at: (self.scale.place(value), y),
            shape: if is_all { Shape::Diamond } else { Shape::Square },
            size: if is_all { 7.0 } else { 3.0 + 5.0 * (row.n as f64 / self.largest).sqrt() },
            stroke: Some(Stroke::new(Ink::Paper, 0.5)),
            fill: Some(Fill::new(if is_all { Ink::Vermillion } else { Ink::Blue })),
        });
    }

    /// The axis below, its title, and the line of no effect behind everything.
    fn axis(&mut self) {
        let (from, to) = self.scale.range();
        let bottom = self.y + 3.0;
        if self.scale.holds(self.forest.reference) {
            let x = self.scale.place(self.forest.reference);
            let segments = vec![Segment::Move((x, self.top_of_plot)), Segment::Line((x, bottom))];
            let stroke = Some(Stroke::new(Ink::Grey, 0.7));
            self.scene.marks.insert(0, Mark::Path { segments, stroke, fill: None });
        }
        let about = if self.is_wide { 7 } else { 4 };
        level_axis(&mut self.scene, &self.scale, &self.scale.ticks(about), bottom, "");
        let style = TextStyle::new(AXIS_TEXT).anchored(Anchor::Middle);
        // The title may be wider than the plot, as far as the nearer edge of the figure.
        let middle = (from + to) / 2.0;
        let room = 2.0 * middle.min(self.scene.size.width - middle) - 2.0;
        let title = Block::default().with(&self.forest.value_title, room, style, 0.0, 0.0);
        title.write(&mut self.scene, (middle, bottom + 13.0));
        self.scene.size.height = bottom + 13.0 + title.height() + 2.0;
    }
}

/// From the least to the greatest value with its interval, but no further than [`BEYOND`] times from the
/// outermost value, and at least from half to twice the reference.
fn domain(forest: &Forest) -> (f64, f64) {
    let reference = if forest.reference > 0.0 { forest.reference } else { 1.0 };
    let is_drawn = |value: &f64| value.is_finite() && *value > 0.0;
    let found: Vec<(f64, Option<(f64, f64)>)> = forest
        .rows
        .iter()
        .filter_map(|row| match &row.found {
            Found::Estimate { value, ci, .. } if is_drawn(value) => Some((*value, *ci)),
            _ => None,
        })
        .collect();
    let low = found.iter().map(|one| one.0).fold(reference, f64::min);
    let high = found.iter().map(|one| one.0).fold(reference, f64::max);
    let ends = |end: fn((f64, f64)) -> f64| found.iter().filter_map(move |one| one.1.map(end));
    let lowest = ends(|ci| ci.0).filter(is_drawn).fold(low / 1.2, f64::min).max(low / BEYOND);
    let highest = ends(|ci| ci.1).filter(is_drawn).fold(high * 1.2, f64::max).min(high * BEYOND);
    ((lowest / 1.05).min(reference / 2.0), (highest * 1.05).max(reference * 2.0))
}

fn describe(forest: &Forest) -> String {
    let mut says =
        format!("Forest plot. {}, line of reference at {}.", forest.value_title, short(forest.reference, 3));
    for row in &forest.rows {
        let place = if row.group.is_empty() { String::new() } else { format!("{}, ", row.group) };
        let found = match &row.found {
            Found::Estimate { text, .. } => text,
            Found::Nothing(why) => why,
        };
        says += &format!(" {place}{} (n = {}): {found}", row.label, count(row.n));
        if !row.p_interaction.is_empty() {
            says += &format!(", p of interaction {}", row.p_interaction);
        }
        says.push('.');
    }
    says
}
