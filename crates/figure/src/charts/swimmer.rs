//! Swimmer plot: one lane for each patient, with what happened to whom and when.

use crate::ink::{Fill, Ink, Stroke};
use crate::scene::{Anchor, Mark, Scene, Size, TextStyle, Weight, Width};

use super::keys::{self, Emblem, Key, Sign};
use super::lettering::{HEADING, LABEL, LEADING, fit, lines, wide};

/// One kind of stretch of a lane.
#[derive(Clone, Debug, PartialEq)]
pub struct Stretch {
    /// What it means.
    pub name: String,
    /// Its fill.
    pub fill: Fill,
}

/// One kind of symbol.
#[derive(Clone, Debug, PartialEq)]
pub struct Symbol {
    /// What it means.
    pub name: String,
    /// How it looks.
    pub emblem: Emblem,
}

/// One patient; times in the unit of the axis.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Lane {
    /// First and last time.
    pub from: f64,
    /// Last time.
    pub to: f64,
    /// Parts of it: from, to and the position of their kind.
    pub stretches: Vec<(f64, f64, usize)>,
    /// Symbols on it: time and the position of their kind.
    pub symbols: Vec<(f64, usize)>,
    /// Symbol after its end.
    pub end: Option<usize>,
    /// What it says.
    pub says: Option<String>,
    /// Where it leads.
    pub link: Option<String>,
}

/// Lanes that belong together, in the order in which they are drawn.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Group {
    /// Name, with how many of how many are drawn.
    pub title: String,
    /// The lanes.
    pub lanes: Vec<Lane>,
}

/// The chart.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Swimmer {
    /// Name of the figure.
    pub title: String,
    /// What the axis shows, with its unit.
    pub axis: String,
    /// How the lanes were chosen; empty when nobody was left out.
    pub chosen: String,
    /// Kinds of stretches.
    pub stretches: Vec<Stretch>,
    /// Kinds of symbols.
    pub symbols: Vec<Symbol>,
    /// Groups of lanes.
    pub groups: Vec<Group>,
}

/// Draws the chart.
pub fn swimmer(chart: &Swimmer, width: Width) -> Scene {
    let drawing = Drawing::new(chart, width);
    let keys = drawing.keys();
    let notes = lines(&chart.chosen, drawing.page);
    let bottom = drawing.bottom();
    let notes_at = bottom + 31.0;
    let keys_at = notes_at + notes.len() as f64 * LEADING + 2.0;
    let height = keys_at + keys::height(&keys, drawing.page - 2.0) + 3.0;
    let mut scene = Scene::new(width, height, chart.title.clone());
    scene.description = drawing.describe();
    drawing.axis(&mut scene, bottom);
    drawing.groups(&mut scene);
    for (row, note) in notes.iter().enumerate() {
        scene.text((0.0, notes_at + row as f64 * LEADING), note.clone(), TextStyle::new(LABEL));
    }
    keys::draw(&mut scene, &keys, (2.0, keys_at), drawing.page - 2.0);
    scene
}

/// Height of a group's heading.
const HEAD: f64 = 12.0;
/// Room left and right of the lanes for symbols at their ends.
const SIDE: f64 = 6.0;

struct Drawing<'a> {
    chart: &'a Swimmer,
    page: f64,
    /// Height of a lane with its gap.
    pitch: f64,
    from: f64,
    to: f64,
}

impl Drawing<'_> {
    fn new(chart: &Swimmer, width: Width) -> Drawing<'_> {
        let lanes = || chart.groups.iter().flat_map(|group| &group.lanes);
        let finite = |times: f64| if times.is_finite() { times } else { 0.0 };
        let from = lanes().map(|lane| finite(lane.from)).fold(0.0, f64::min);
        let to = lanes().map(|lane| finite(lane.to)).fold(0.0, f64::max);
        let pitch = if lanes().count() > 30 { 6.2 } else { 8.0 };
        Drawing { chart, page: width.points(), pitch, from, to: to.max(from + 1.0) }
    }

    fn x(&self, time: f64) -> f64 {
        let share = if time.is_finite() { (time - self.from) / (self.to - self.from) } else { 0.0 };
        SIDE + share.clamp(0.0, 1.0) * (self.page - 2.0 * SIDE - 6.0)
    }

    fn bottom(&self) -> f64 {
        let groups = self.chart.groups.iter().map(|group| HEAD + group.lanes.len() as f64 * self.pitch + 4.0);
        groups.sum::<f64>().max(20.0)
    }

    fn axis(&self, scene: &mut Scene, bottom: f64) {
        let step = step(self.to - self.from, if self.page > 300.0 { 12.0 } else { 7.0 });
        let middle = TextStyle::new(LABEL).anchored(Anchor::Middle);
        let mut tick = (self.from / step).ceil() * step;
        while tick <= self.to + 1e-9 {
            let x = self.x(tick);
            let is_zero = tick.abs() < 1e-9;
            let stroke = if is_zero { Stroke::new(Ink::Black, 0.6) } else { Stroke::new(Ink::Rule, 0.3) };
            scene.line((x, 1.0), (x, bottom + 2.0), stroke);
            let text = whole(tick);
            let half = wide(&text) / 2.0;
            scene.text((x.clamp(half, self.page - half), bottom + 10.0), text, middle);
            tick += step;
        }
        let text = fit(&self.chart.axis, LABEL, Weight::Regular, self.page - 4.0);
        scene.text((self.page / 2.0, bottom + 19.0), text, middle);
    }

    fn groups(&self, scene: &mut Scene) {
        let mut y = 0.0;
        for group in &self.chart.groups {
            let bold = TextStyle::new(HEADING).bold();
            let text = fit(&group.title, HEADING, Weight::Bold, self.page);
            let size =
                Size { width: crate::fonts::text_width(&text, HEADING, Weight::Bold) + 4.0, height: 9.5 };
            scene.rectangle((0.0, y), size, None, Some(Fill::new(Ink::Paper)));
            scene.text((0.0, y + 7.5), text, bold);
            y += HEAD;
            for lane in &group.lanes {
                self.lane(scene, lane, y + self.pitch / 2.0);
                y += self.pitch;
            }
            y += 4.0;
        }
    }

    fn lane(&self, scene: &mut Scene, lane: &Lane, middle: f64) {
        let thick = self.pitch * 0.62;
        let bar = |from: f64, to: f64, fill: Fill| Mark::Rectangle {
            at: (self.x(from), middle - thick / 2.0),
            size: Size { width: self.x(to) - self.x(from), height: thick },
            radius: 0.0,
            stroke: None,
            fill: Some(fill),
        };
        let mut marks = vec![bar(lane.from, lane.to, Fill::new(Ink::Light))];
        for (from, to, kind) in &lane.stretches {
            if let Some(stretch) = self.chart.stretches.get(*kind) {
                marks.push(bar(*from, *to, stretch.fill));
            }
        }
        let size = self.pitch * 0.72;
        for (time, kind) in &lane.symbols {
            if let Some(symbol) = self.chart.symbols.get(*kind) {
                marks.push(symbol.emblem.mark((self.x(*time), middle), size));
            }
        }
        if let Some(symbol) = lane.end.and_then(|kind| self.chart.symbols.get(kind)) {
            marks.push(symbol.emblem.mark((self.x(lane.to) + 5.0, middle), size));
        }
        scene.add(Mark::Group { says: lane.says.clone(), link: lane.link.clone(), marks });
    }

    fn keys(&self) -> Vec<Key> {
        let lanes = || self.chart.groups.iter().flat_map(|group| &group.lanes);
        let has_stretch = |kind: usize| lanes().any(|lane| lane.stretches.iter().any(|part| part.2 == kind));
        let has_symbol = |kind: usize| {
            lanes().any(|lane| lane.end == Some(kind) || lane.symbols.iter().any(|symbol| symbol.1 == kind))
        };
        let stretches = self.chart.stretches.iter().enumerate().filter(|(kind, _)| has_stretch(*kind));
        let symbols = self.chart.symbols.iter().enumerate().filter(|(kind, _)| has_symbol(*kind));
        stretches
            .map(|(_, stretch)| Key::new(Sign::Area(stretch.fill), stretch.name.clone()))
            .chain(symbols.map(|(_, symbol)| Key::new(Sign::Symbol(symbol.emblem), symbol.name.clone())))
            .collect()
    }

    fn describe(&self) -> String {
        let groups: Vec<&str> = self.chart.groups.iter().map(|group| group.title.as_str()).collect();
        format!(
            "One lane for each patient, over {}. {}. {}",
            self.chart.axis,
            groups.join("; "),
            self.chart.chosen
        )
    }
}

/// A step of 1, 2 or 5 times a power of ten that gives at most `most` ticks.
pub(crate) fn step(span: f64, most: f64) -> f64 {
    let least = (span / most).max(1e-6);
    let power = 10f64.powf(least.log10().floor());
    let steps = [1.0, 2.0, 5.0, 10.0].map(|factor| factor * power);
    steps.into_iter().find(|step| *step >= least).unwrap_or(10.0 * power)
}

fn whole(tick: f64) -> String {
    let text = format!("{:.1}", tick.abs());
    let text = text.trim_end_matches('0').trim_end_matches('.');
    if tick < -1e-9 { format!("−{text}") } else { text.into() }
}
