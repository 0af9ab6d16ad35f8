//! Love plot: standardized differences between groups.

use crate::axis::{AXIS_TEXT, Scale, level_axis};
use crate::charts::block::{Block, nothing};
use crate::fonts::text_width;
use crate::ink::{Fill, Ink, Stroke};
use crate::number::fixed;
use crate::scene::{Anchor, Mark, Point, Scene, Segment, Shape, TextStyle, Weight, Width};

/// Differences of characteristics in one or several comparisons.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Balance {
    /// Short name of the figure.
    pub title: String,
    /// Title of the axis: `Standardized difference`.
    pub value_title: String,
    /// Size of a difference that counts as balance: 0.1; lines stand there on both sides.
    pub limit: f64,
    /// Names of the comparisons, with their numbers.
    pub comparisons: Vec<String>,
    /// The characteristics from top to bottom.
    pub rows: Vec<Row>,
}

/// One characteristic or category.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Row {
    /// The characteristic, written above its first row where that has a category.
    pub group: String,
    /// The category or unit; may be empty.
    pub label: String,
    /// The difference in each comparison; `None` where it is not defined, which is said in words.
    pub values: Vec<Option<f64>>,
}

/// Said of a difference that is not defined.
const UNDEFINED: &str = "not defined";
/// Diameter of the symbols in points.
const SYMBOL: f64 = 5.5;

/// Draws one line for each characteristic, one symbol for each comparison.
pub fn balance(balance: &Balance, width: Width) -> Scene {
    if balance.rows.is_empty() || balance.comparisons.is_empty() {
        return nothing(width, &balance.title, "There is no difference to show: no groups were compared.");
    }
    let mut drawing = Drawing::new(balance, width);
    drawing.key();
    let mut group = "";
    for row in &balance.rows {
        if row.group != group && !row.group.is_empty() && !row.label.is_empty() {
            drawing.heading(&row.group);
        }
        group = &row.group;
        drawing.row(row);
    }
    drawing.axis();
    drawing.scene.description = describe(balance);
    drawing.scene
}

struct Drawing<'a> {
    balance: &'a Balance,
    scene: Scene,
    text: TextStyle,
    /// Width of the names from the left edge.
    names: f64,
    scale: Scale,
    top_of_plot: f64,
    y: f64,
}

impl Drawing<'_> {
    fn new(balance: &Balance, width: Width) -> Drawing<'_> {
        let is_wide = width == Width::TwoColumns;
        let (whole, size) = (width.points(), if is_wide { 7.5 } else { 7.0 });
        let names = whole * if is_wide { 0.36 } else { 0.38 };
        let all = balance.comparisons.len();
        let beside = balance.rows.iter().map(|row| n_undefined(balance, row)).filter(|n| *n < all).max();
        let words = match beside.unwrap_or(0) {
            0 => 0.0,
            n => text_width(UNDEFINED, size, Weight::Regular) + n as f64 * (SYMBOL + 2.5) + 6.0,
        };
        Drawing {
            balance,
            scene: Scene::new(width, 0.0, balance.title.clone()),
            text: TextStyle::new(size),
            names,
            scale: Scale::linear(domain(balance), (names + 8.0, (whole - 6.0 - words).max(names + 40.0))),
            top_of_plot: 0.0,
            y: 1.0,
        }
    }

    /// The comparisons by symbol, one under another.
    fn key(&mut self) {
        for (position, name) in self.balance.comparisons.iter().enumerate() {
            let room = self.scene.size.width - SYMBOL - 8.0;
            let block = Block::default().with(name, room, self.text, 0.0, 0.0);
            symbol(&mut self.scene, (1.5 + SYMBOL / 2.0, self.y + self.text.size * 0.62), position);
            block.write(&mut self.scene, (SYMBOL + 6.0, self.y));
            self.y += block.height().max(SYMBOL + 3.0);
        }
        self.y += 5.0;
        self.top_of_plot = self.y;
        self.y += 3.0;
    }

    fn heading(&mut self, group: &str) {
        let block = Block::default().with(group, self.names - 1.0, self.text.bold(), 0.0, 6.0);
        block.write(&mut self.scene, (1.0, self.y));
        self.y += block.height() + 0.5;
    }

    fn row(&mut self, row: &Row) {
        let name = match row.label.is_empty() {
            true => Block::default().with(&row.group, self.names - 1.0, self.text.bold(), 0.0, 6.0),
            false => {
                let indent = if row.group.is_empty() { 0.0 } else { 8.0 };
                Block::default().with(&row.label, self.names - 1.0, self.text, indent, 6.0)
            }
        };
        let middle = self.y + self.text.size * 0.62;
        let (from, to) = self.scale.range();
        name.write(&mut self.scene, (1.0, self.y));
        let grey = self.text.ink(Ink::Grey);
        let n_undefined = n_undefined(self.balance, row);
        if n_undefined == self.balance.comparisons.len() {
            self.scene.text((from, self.y + grey.size * 0.95), UNDEFINED, grey);
        } else {
            self.scene.line((from, middle), (to, middle), Stroke::new(Ink::Rule, 0.4).dashed(0.8, 1.6));
            let x = self.symbols(row, middle);
            if n_undefined > 0 {
                self.scene.text((x, self.y + grey.size * 0.95), UNDEFINED, grey);
            }
        }
        self.y += name.height().max(self.text.size * 1.35) + 1.0;
    }

    /// The symbols of a row, those of differences that are not defined at the right of the plot; where the
    /// latter end.
    fn symbols(&mut self, row: &Row, middle: f64) -> f64 {
        let mut x = self.scale.range().1 + 6.0;
        for position in 0..self.balance.comparisons.len() {
            match defined(row, position) {
                Some(value) => symbol(&mut self.scene, (self.scale.place(value), middle), position),
                None => {
                    symbol(&mut self.scene, (x + SYMBOL / 2.0, middle), position);
                    x += SYMBOL + 2.5;
                }
            }
        }
        x
    }

    /// The axis below, its title, and the lines at 0 and at the limits behind everything.
    fn axis(&mut self) {
        let (from, to) = self.scale.range();
        let bottom = self.y + 2.0;
        let limit = self.balance.limit.abs();
        let lines = [
            (-limit, Stroke::new(Ink::Grey, 0.6).dashed(3.0, 2.0)),
            (limit, Stroke::new(Ink::Grey, 0.6).dashed(3.0, 2.0)),
            (0.0, Stroke::new(Ink::Black, 0.6)),
        ];
        for (value, stroke) in lines {
            let x = self.scale.place(value);
            let segments = vec![Segment::Move((x, self.top_of_plot)), Segment::Line((x, bottom))];
            self.scene.marks.insert(0, Mark::Path { segments, stroke: Some(stroke), fill: None });
        }
        let about = if to - from > 200.0 { 8 } else { 4 };
        level_axis(&mut self.scene, &self.scale, &self.scale.ticks(about), bottom, "");
        let style = TextStyle::new(AXIS_TEXT).anchored(Anchor::Middle);
        let middle = (from + to) / 2.0;
        let room = 2.0 * middle.min(self.scene.size.width - middle) - 2.0;
        let title = Block::default().with(&self.balance.value_title, room, style, 0.0, 0.0);
        title.write(&mut self.scene, (middle, bottom + 13.0));
        self.scene.size.height = bottom + 13.0 + title.height() + 2.0;
    }
}

/// The symbol of a comparison: shapes differ, filled and open, so that colour is not needed.
fn symbol(scene: &mut Scene, at: Point, position: usize) {
    let looks = [
        (Shape::Circle, Ink::Blue, true),
        (Shape::Up, Ink::Vermillion, false),
        (Shape::Square, Ink::Black, true),
        (Shape::Diamond, Ink::Green, false),
        (Shape::Down, Ink::Purple, true),
    ];
    let (shape, ink, is_filled) = looks[position % looks.len()];
    let fill = Some(Fill::new(if is_filled { ink } else { Ink::Paper }));
    let size = if shape == Shape::Circle { SYMBOL } else { SYMBOL * 0.9 };
    scene.add(Mark::Symbol { at, shape, size, stroke: Some(Stroke::new(ink, 0.9)), fill });
}

fn defined(row: &Row, position: usize) -> Option<f64> {
    row.values.get(position).copied().flatten().filter(|value| value.is_finite())
}

fn n_undefined(balance: &Balance, row: &Row) -> usize {
    (0..balance.comparisons.len()).filter(|position| defined(row, *position).is_none()).count()
}

/// The same distance to both sides of 0, at least five times the limit.
fn domain(balance: &Balance) -> (f64, f64) {
    let values = balance.rows.iter().flat_map(|row| row.values.iter().flatten());
    let limit = if balance.limit.is_finite() { 5.0 * balance.limit.abs() } else { 0.5 };
    let far = values.filter(|value| value.is_finite()).fold(limit, |far: f64, value| far.max(value.abs()));
    let far = far * 1.04;
    (-far, far)
}

fn describe(balance: &Balance) -> String {
    let mut says = format!(
        "{} of baseline characteristics, with lines at {} and {}.",
        balance.value_title,
        fixed(-balance.limit.abs(), 1),
        fixed(balance.limit.abs(), 1)
    );
    for (position, name) in balance.comparisons.iter().enumerate() {
        let values: Vec<f64> = balance.rows.iter().filter_map(|row| defined(row, position)).collect();
        let n_beyond = values.iter().filter(|value| value.abs() > balance.limit.abs()).count();
        says += &format!(" {name}: {n_beyond} of {} differences lie beyond the lines", values.len());
        let largest = balance.rows.iter().filter_map(|row| Some((row, defined(row, position)?)));
        if let Some((row, value)) = largest.max_by(|a, b| a.1.abs().total_cmp(&b.1.abs())) {
            let place = [&*row.group, &*row.label].map(str::trim);
            let place: Vec<&str> = place.into_iter().filter(|part| !part.is_empty()).collect();
            says += &format!(", the largest is {} ({})", fixed(value, 2), place.join(", "));
        }
        match balance.rows.len() - values.len() {
            0 => says.push('.'),
            n => says += &format!("; {n} not defined."),
        }
    }
    says
}
