//! Where the panels, axes and words of a slope plot stand.

use crate::ink::{Fill, Ink, Stroke};
use crate::scene::{Anchor, Point, Scene, Size, TextStyle, Weight, Width};

use super::super::keys::{Key, Sign};
use super::super::lettering::{HEADING, LABEL, LEADING, count, fit, wide};
use super::super::log_axis::{LogAxis, is_drawable, number};
use super::marks::{band, emblem};
use super::{Course, Known, MOST_LINES, Panel, Slope, n_of, shown};

pub(super) const PER_ROW: usize = 3;
pub(super) const LABELS: TextStyle = TextStyle::new(LABEL);
const TOP: f64 = 16.0;
const FOOT: f64 = 13.0;

pub(super) struct Drawing<'a> {
    chart: &'a Slope,
    pub(super) page: f64,
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
    pub(super) fn new(chart: &Slope, width: Width) -> Drawing<'_> {
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
    pub(super) fn row_height(&self) -> f64 {
        let panels = self.chart.panels.iter();
        let most = panels.map(|panel| words(panel, self.pitch - 10.0).len()).max().unwrap_or(0);
        TOP + self.plot + self.foot() + 12.0 + most as f64 * LEADING + 10.0
    }

    pub(super) fn y(&self, top: f64, value: f64) -> f64 {
        if is_drawable(value) { top + self.axis.place(value) } else { top + self.plot + FOOT }
    }

    pub(super) fn panel(&self, scene: &mut Scene, panel: &Panel, position: usize) {
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
            self.faint(scene, panel, ends, top);
            band(scene, ends, panel, |value| self.y(top, value));
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

    fn words(&self, scene: &mut Scene, panel: &Panel, (x, top): Point, inner: f64, ends: (f64, f64)) {
        let middle = LABELS.anchored(Anchor::Middle);
        let base = top + self.plot + self.foot() + 10.0;
        for (name, at) in self.chart.times.iter().zip([ends.0, ends.1]) {
            scene.text((at, base), fit(name, LABEL, Weight::Regular, 0.5 * inner), middle);
        }
        for (row, line) in words(panel, inner - 4.0).iter().enumerate() {
            let at = (x + 2.0, base + 3.0 + (row as f64 + 1.0) * LEADING);
            scene.text(at, line.clone(), LABELS);
        }
    }

    pub(super) fn keys(&self) -> Vec<Key> {
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

/// `n = 12 pairs`.
fn pairs_of(n: usize) -> String {
    format!("n = {} {}", count(n), if n == 1 { "pair" } else { "pairs" })
}

/// Counts and medians of a panel, in lines.
fn words(panel: &Panel, width: f64) -> Vec<String> {
    let counts = Course::ALL.map(|course| format!("{} {}", count(n_of(panel, course)), course.word()));
    let mut parts = vec![pairs_of(shown(panel).count()), counts.join(", ")];
    if let (Some([_, before, _]), Some([_, after, _])) = (panel.before, panel.after) {
        parts.push(format!("median {} → {}", short(before), short(after)));
    }
    let fits = |part: &&String| wide(part) <= width;
    let lines = parts.iter().flat_map(|part| match Some(part).filter(fits) {
        Some(whole) => vec![whole.clone()],
        None => part.replace("median ", "median, ").split(", ").map(str::to_owned).collect(),
    });
    lines.map(|line| fit(&line, LABEL, Weight::Regular, width)).collect()
}

/// A median for a narrow place: three or so digits.
fn short(value: f64) -> String {
    match value {
        100.0.. => crate::plain(value, 0),
        10.0.. => crate::plain(value, 1),
        _ => number((value * 100.0).round() / 100.0),
    }
}
