//! Where everything of one patient's timeline stands.

use crate::ink::{Fill, Ink, Stroke};
use crate::scene::{Anchor, Scene, Shape, Size, TextStyle, Weight, Width};

use super::super::keys::{self, Emblem, Key, Sign};
use super::super::lettering::{LABEL, fit, wide};
use super::super::log_axis::{LogAxis, is_drawable};
use super::super::slope::Known;
use super::{Lane, Marker, Row, State, Timeline};

pub(super) const LABELS: TextStyle = TextStyle::new(LABEL);
/// Above the panel of the marker: names of the spans.
pub(super) const TOP: f64 = 12.0;
pub(super) const ROW: f64 = 26.0;
const LANE: f64 = 12.0;
const FOOT: f64 = 10.0;
/// Days beyond this stand at the ends: no record is longer.
const FARTHEST: f64 = 60_000.0;
/// Mean length of a month in days.
const MONTH: f64 = 30.4375;

pub(super) struct Drawing<'a> {
    chart: &'a Timeline,
    width: Width,
    pub(super) page: f64,
    pub(super) left: f64,
    pub(super) plot: f64,
    first: f64,
    last: f64,
    axis: LogAxis,
}

impl Drawing<'_> {
    pub fn new(chart: &Timeline, width: Width) -> Drawing<'_> {
        let page = width.points();
        let is_narrow = width == Width::OneColumn;
        let (first, last) = reach(chart);
        let plot = if is_narrow { 96.0 } else { 120.0 };
        let shown = chart.markers.iter().filter(|marker| is_shown(marker)).map(|marker| marker.value);
        let axis =
            LogAxis::around(shown.chain(chart.bounds.iter().map(|bound| bound.value)), TOP + plot, TOP);
        let names = chart.rows.iter().map(|row| &row.name).chain(chart.lanes.iter().map(|lane| &lane.name));
        let left = names.map(|name| wide(name)).fold(30.0, f64::max).min(if is_narrow { 58.0 } else { 92.0 });
        Drawing { chart, width, page, left: left + 6.0, plot, first, last, axis }
    }

    pub fn scene(&self) -> Scene {
        let rows: Vec<&Row> = self.chart.rows.iter().filter(|row| !row.points.is_empty()).collect();
        let lanes: Vec<&Lane> = self.chart.lanes.iter().filter(|lane| !lane.events.is_empty()).collect();
        let rows_at = TOP + self.plot + self.foot() + 5.0;
        let lanes_at = rows_at + rows.len() as f64 * ROW;
        let bottom = lanes_at + lanes.len() as f64 * LANE + 2.0;
        let keys = self.keys();
        let height = bottom + 24.0 + keys::height(&keys, self.page - 2.0) + 2.0;
        let mut scene = Scene::new(self.width, height, self.chart.title.clone());
        scene.description = self.chart.description.clone();
        self.spans(&mut scene, bottom);
        self.days(&mut scene, bottom);
        self.markers(&mut scene);
        for (position, row) in rows.iter().enumerate() {
            self.row(&mut scene, row, rows_at + position as f64 * ROW);
        }
        for (position, lane) in lanes.iter().enumerate() {
            self.lane(&mut scene, lane, lanes_at + (position as f64 + 0.5) * LANE);
        }
        keys::draw(&mut scene, &keys, (2.0, bottom + 23.0), self.page - 2.0);
        scene
    }

    pub(super) fn x(&self, day: f64) -> f64 {
        let share = if day.is_finite() { (day - self.first) / (self.last - self.first) } else { 0.0 };
        self.left + 5.0 + share.clamp(0.0, 1.0) * (self.page - self.left - 12.0)
    }

    pub(super) fn foot(&self) -> f64 {
        let has_zero = self.chart.markers.iter().any(|marker| marker.value == 0.0);
        if has_zero { FOOT } else { 0.0 }
    }

    fn spans(&self, scene: &mut Scene, bottom: f64) {
        let mut free = 0.0;
        for span in &self.chart.spans {
            let (from, to) = (self.x(span.first), self.x(span.last));
            let size = Size { width: (to - from).max(0.5), height: bottom - TOP };
            scene.rectangle((from, TOP), size, None, Some(Fill::new(Ink::Sky).faint(0.2)));
            let half = wide(&span.name) / 2.0;
            let middle = ((from + to) / 2.0).clamp(half, (self.page - half).max(half)).max(free + half);
            if middle + half <= self.page {
                scene.text((middle, 7.5), span.name.clone(), LABELS.anchored(Anchor::Middle).ink(Ink::Grey));
                free = middle + half + 4.0;
            }
        }
    }

    /// The axis of days in months, and the line of the index date.
    fn days(&self, scene: &mut Scene, bottom: f64) {
        let most = (self.page - self.left) / 26.0;
        let months = (self.last - self.first) / MONTH;
        let steps = [1.0, 2.0, 3.0, 6.0, 12.0, 24.0, 36.0, 60.0, 120.0, 240.0, 600.0, 1200.0];
        let step = steps.into_iter().find(|step| months / step <= most).unwrap_or(12_000.0);
        let mut tick = (self.first / MONTH / step).ceil() as i64;
        scene.line((self.left, bottom), (self.page, bottom), Stroke::new(Ink::Rule, 0.6));
        while tick as f64 * step * MONTH <= self.last {
            let month = tick as f64 * step;
            let x = self.x(month * MONTH);
            scene.line((x, bottom), (x, bottom + 2.5), Stroke::new(Ink::Rule, 0.6));
            let sign = if month < 0.0 { "−" } else { "" };
            let text = format!("{sign}{}", month.abs());
            let half = wide(&text) / 2.0;
            let at = x.clamp(half, self.page - half);
            scene.text((at, bottom + 10.0), text, LABELS.anchored(Anchor::Middle));
            tick += 1;
        }
        let zero = self.x(0.0);
        scene.line((zero, TOP), (zero, bottom), Stroke::new(Ink::Black, 0.7));
        let text = format!("months from the {}", self.chart.origin);
        let at = ((self.left + self.page) / 2.0, bottom + 19.0);
        let text = fit(&text, LABEL, Weight::Regular, self.page - self.left);
        scene.text(at, text, LABELS.anchored(Anchor::Middle));
    }

    fn markers(&self, scene: &mut Scene) {
        let right = LABELS.anchored(Anchor::End);
        for (value, text) in self.axis.ticks() {
            let y = self.axis.place(value);
            scene.line((self.left, y), (self.page, y), Stroke::new(Ink::Rule, 0.3));
            scene.text((self.left - 3.0, y + 2.4), text, right);
        }
        if self.foot() > 0.0 {
            let y = self.y(0.0);
            scene.line((self.left, y), (self.page, y), Stroke::new(Ink::Rule, 0.3));
            scene.text((self.left - 3.0, y + 2.4), "0", right);
        }
        for bound in self.chart.bounds.iter().filter(|bound| is_drawable(bound.value)) {
            let y = self.axis.place(bound.value);
            scene.line((self.left, y), (self.page, y), Stroke::new(Ink::Grey, 0.5).dashed(2.0, 2.0));
        }
        let turned = TextStyle { turned: -90.0, ..LABELS.anchored(Anchor::Middle) };
        let name = fit(&self.chart.marker, LABEL, Weight::Regular, self.plot);
        scene.text((8.0, TOP + self.plot / 2.0), name, turned);
        let shown: Vec<&Marker> = self.chart.markers.iter().filter(|marker| is_shown(marker)).collect();
        shown.iter().for_each(|marker| self.marker(scene, marker));
        let mut taken: Vec<(f64, f64)> = Vec::new();
        for marker in shown {
            taken.extend(self.chosen(scene, marker, &taken));
        }
    }

    pub(super) fn y(&self, value: f64) -> f64 {
        if is_drawable(value) { self.axis.place(value) } else { TOP + self.plot + FOOT - 2.0 }
    }

    pub(super) fn name(&self, scene: &mut Scene, name: &str, base: f64) {
        let text = fit(name, LABEL, Weight::Regular, self.left - 4.0);
        scene.text((self.left - 3.0, base), text, LABELS.anchored(Anchor::End));
    }

    fn keys(&self) -> Vec<Key> {
        let shown = || self.chart.markers.iter().filter(|marker| is_shown(marker));
        let mut keys = Vec::new();
        for (state, name) in [
            (State::Stimulated, "stimulated"),
            (State::Suppressed, "suppressed"),
            (State::Neither, "neither"),
        ] {
            if shown().any(|marker| marker.state == state) {
                keys.push(Key::new(Sign::Symbol(Emblem::filled(shape(state), Ink::Blue)), name));
            }
        }
        let any = |test: fn(&Marker) -> bool| shown().any(test);
        let circle = Emblem::filled(Shape::Circle, Ink::Blue);
        if any(|marker| marker.known != Known::Exactly) {
            keys.push(Key::new(Sign::Symbol(Emblem { is_filled: false, ..circle }), "open: beyond a limit"));
        }
        if any(|marker| marker.is_ringed) {
            keys.push(Key::new(Sign::Ringed(circle), "TgAb-positive"));
        }
        if any(|marker| marker.is_greyed) {
            keys.push(Key::new(
                Sign::Symbol(Emblem { ink: Ink::Rule, ..circle }),
                "in the blackout, not used",
            ));
        }
        for bound in &self.chart.bounds {
            let stroke = Stroke::new(Ink::Grey, 0.8).dashed(2.0, 2.0);
            keys.push(Key::new(Sign::Line(stroke), bound.name.clone()));
        }
        let emblems = self.chart.emblems.iter();
        keys.extend(emblems.map(|(emblem, name)| Key::new(Sign::Symbol(*emblem), name.clone())));
        keys
    }
}

/// First and last day drawn: those of all marks and spans, at least a month, index date inside.
fn reach(chart: &Timeline) -> (f64, f64) {
    let days = chart.markers.iter().map(|marker| marker.day);
    let days = days.chain(chart.rows.iter().flat_map(|row| row.points.iter().map(|point| point.day)));
    let days = days.chain(chart.lanes.iter().flat_map(|lane| lane.events.iter().map(|event| event.day)));
    let days = days.chain(chart.spans.iter().flat_map(|span| [span.first, span.last]));
    let (mut first, mut last) = (0f64, 0f64);
    for day in days.filter(|day| day.is_finite()) {
        (first, last) = (first.min(day.max(-FARTHEST)), last.max(day.min(FARTHEST)));
    }
    (first, last.max(first + MONTH))
}

fn is_shown(marker: &Marker) -> bool {
    marker.value.is_finite() && marker.value >= 0.0
}

pub(super) fn shape(state: State) -> Shape {
    match state {
        State::Stimulated => Shape::Circle,
        State::Suppressed => Shape::Square,
        State::Neither => Shape::Diamond,
    }
}
