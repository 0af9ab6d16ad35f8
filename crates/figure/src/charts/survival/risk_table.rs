//! The numbers at risk, under the times they belong to.

use super::{Survival, ticks_at};
use crate::axis::{Scale, Ticks};
use crate::charts::block::{Block, widest};
use crate::charts::line_key::{SAMPLE, line};
use crate::number::count;
use crate::scene::{Anchor, Scene, TextStyle, Weight, Width};

/// The rows of a chart: one for each curve.
pub(super) struct Rows<'a> {
    chart: &'a Survival,
    style: TextStyle,
    /// Times that have a number, of the curve that is followed longest.
    known: Vec<f64>,
    /// Width of the widest number.
    number: f64,
    /// Width of the column of names.
    names: f64,
}

impl Rows<'_> {
    /// Measures the rows of a chart.
    pub fn new(chart: &Survival, width: Width, size: f64) -> Rows<'_> {
        let last = |list: &[(f64, u64)]| list.last().map_or(-1.0, |(time, _)| *time);
        let longest = chart.curves.iter().max_by(|a, b| last(&a.at_risk).total_cmp(&last(&b.at_risk)));
        let mut known: Vec<f64> = longest.iter().flat_map(|curve| &curve.at_risk).map(|one| one.0).collect();
        known.sort_by(f64::total_cmp);
        known.dedup();
        let numbers = chart.curves.iter().flat_map(|curve| &curve.at_risk).map(|(_, n)| count(*n));
        let numbers: Vec<String> = numbers.collect();
        let names = widest(chart.curves.iter().map(|curve| &*curve.label), size, Weight::Regular);
        Rows {
            chart,
            style: TextStyle::new(size),
            known,
            number: widest(numbers.iter().map(String::as_str), size, Weight::Regular),
            names: names.min(width.points() * 0.2) + 0.01,
        }
    }

    /// Points that names and half a number take to the left of time 0.
    pub fn margin(&self) -> f64 {
        1.0 + SAMPLE * 0.7 + 3.0 + self.names + 7.0 + self.number / 2.0
    }

    /// Points that half a number takes to the right of the last time.
    pub fn right_margin(&self) -> f64 {
        (self.number / 2.0 + 1.0).max(8.0)
    }

    /// Scale of the times, from 0 to the end of every curve.
    pub fn times(&self, range: (f64, f64)) -> Scale {
        let steps = self.chart.curves.iter().flat_map(|curve| &curve.steps).map(|step| step.time);
        let censored = self.chart.curves.iter().flat_map(|curve| &curve.censored).copied();
        let end = steps.chain(censored).chain(self.known.iter().copied()).fold(0.0, f64::max);
        Scale::linear((0.0, if end > 0.0 { end } else { 1.0 }), range)
    }

    /// Times that get a column, as many as there is room for, and the ticks of the axis at them.
    pub fn columns(&self, times: &Scale) -> (Vec<f64>, Ticks) {
        let usual = times.ticks(6);
        if self.known.len() < 2 {
            return (self.known.clone(), usual);
        }
        let room = (self.number + 5.0).max(14.0);
        let places: Vec<f64> = self.known.iter().map(|time| times.place(*time)).collect();
        let is_apart = |every: usize| {
            let chosen: Vec<f64> = places.iter().copied().step_by(every).collect();
            chosen.windows(2).all(|pair| pair[1] - pair[0] >= room)
        };
        let every = (1..=self.known.len()).find(|every| is_apart(*every)).unwrap_or(self.known.len());
        let columns: Vec<f64> = self.known.iter().copied().step_by(every).collect();
        if columns.len() < 2 {
            return (columns, usual);
        }
        let minor = if self.known.len() <= 40 { self.known.clone() } else { Vec::new() };
        let ticks = ticks_at(&columns, minor);
        (columns, ticks)
    }

    /// Draws heading and rows from `top`; returns where they end.
    pub fn draw(&self, scene: &mut Scene, times: &Scale, columns: &[f64], top: f64) -> f64 {
        let size = self.style.size;
        if columns.is_empty() {
            return top;
        }
        scene.text((1.0, top + size), "Number at risk", self.style.bold());
        let mut y = top + size * 1.5;
        for (position, curve) in self.chart.curves.iter().enumerate() {
            let name = Block::at_most(2, &curve.label, self.names, self.style);
            let middle = y + size * 0.65;
            scene.line((1.0, middle), (1.0 + SAMPLE * 0.7, middle), line(position));
            name.write(scene, (1.0 + SAMPLE * 0.7 + 3.0, y));
            let end = curve.steps.last().map_or(0.0, |step| step.time);
            for column in columns {
                let found = curve.at_risk.iter().find(|(time, _)| (time - column).abs() < 1e-9);
                let n = found.map(|(_, n)| *n).or((*column > end).then_some(0));
                let Some(n) = n.map(count) else { continue };
                let at = (times.place(*column), y + size * 0.95);
                scene.text(at, n, self.style.anchored(Anchor::Middle));
            }
            y += name.height().max(size * 1.25);
        }
        y
    }
}
