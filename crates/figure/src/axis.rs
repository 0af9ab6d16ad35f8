//! Scales and axes: linear and logarithmic, with ticks at round numbers.

use crate::fonts::text_width;
use crate::ink::{Ink, Stroke};
use crate::number::{fixed, short};
use crate::scene::{Anchor, Scene, TextStyle, Weight};

/// Size of tick labels and titles of axes in points.
pub const AXIS_TEXT: f64 = 7.0;
/// Length of a major tick in points; a minor one has the half.
const TICK: f64 = 3.0;
/// The line of an axis.
const LINE: Stroke = Stroke::new(Ink::Black, 0.6);

/// From values to places: `domain` in the unit of the value, `range` in points.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Scale {
    is_log: bool,
    domain: (f64, f64),
    range: (f64, f64),
}

impl Scale {
    /// A linear scale. A domain that is empty or not finite is widened to one that can be drawn.
    pub fn linear(domain: (f64, f64), range: (f64, f64)) -> Scale {
        let finite = |value: f64, other: f64| if value.is_finite() { value } else { other };
        let (low, high) = (finite(domain.0, 0.0), finite(domain.1, 1.0));
        let (low, high) = (low.min(high).clamp(-1e15, 1e15), low.max(high).clamp(-1e15, 1e15));
        let least = (low.abs().max(high.abs()) * 1e-9).max(1e-9);
        let high = if high - low < least { low + low.abs().max(1.0) } else { high };
        Scale { is_log: false, domain: (low, high), range }
    }

    /// A logarithmic scale. A domain that is empty or not positive is widened to one that can be drawn.
    pub fn log(domain: (f64, f64), range: (f64, f64)) -> Scale {
        let positive = |value: f64, other: f64| if value.is_finite() && value > 0.0 { value } else { other };
        let (low, high) = (positive(domain.0, 0.1), positive(domain.1, 10.0));
        let (low, high) = (low.min(high).clamp(1e-9, 1e12), low.max(high).clamp(1e-9, 1e12));
        let (low, high) = if high / low < 1.05 { (low / 2.0, high * 2.0) } else { (low, high) };
        Scale { is_log: true, domain: (low, high), range }
    }

    /// The same widened to the next round numbers outside.
    pub fn rounded(self, about: usize) -> Scale {
        let (low, high) = self.domain;
        let domain = if self.is_log {
            (round_below(low), round_above(high))
        } else {
            let step = step((high - low) / about.max(1) as f64);
            ((low / step + 1e-9).floor() * step, (high / step - 1e-9).ceil() * step)
        };
        Scale { domain, ..self }
    }

    /// First and last value.
    pub const fn domain(&self) -> (f64, f64) {
        self.domain
    }

    /// Places of the first and the last value, in points.
    pub const fn range(&self) -> (f64, f64) {
        self.range
    }

    /// Whether the value lies on the scale.
    pub fn holds(&self, value: f64) -> bool {
        value >= self.domain.0 && value <= self.domain.1
    }

    /// Where the value stands, in points. What lies outside stands at the nearer end, what is no number at
    /// the beginning.
    pub fn place(&self, value: f64) -> f64 {
        let (low, high) = self.domain;
        let value = if value.is_nan() { low } else { value.clamp(low, high) };
        let share = if self.is_log {
            (value.ln() - low.ln()) / (high.ln() - low.ln())
        } else {
            (value - low) / (high - low)
        };
        self.range.0 + share * (self.range.1 - self.range.0)
    }

    /// About so many labelled ticks at round numbers; a logarithmic scale takes decades, or the twos and
    /// fives between them where there are few.
    pub fn ticks(&self, about: usize) -> Ticks {
        if self.is_log { self.log_ticks(about.max(2)) } else { self.linear_ticks(about.max(1)) }
    }

    fn linear_ticks(&self, about: usize) -> Ticks {
        let (low, high) = self.domain;
        let step = step((high - low) / about as f64);
        let decimals = (-step.log10().floor()).max(0.0) as usize;
        let multiples = |step: f64| {
            let (first, last) = ((low / step - 1e-9).ceil() as i64, (high / step + 1e-9).floor() as i64);
            (first..=last).map(move |n| n as f64 * step)
        };
        let half = step / if (step / 10f64.powf(step.log10().floor())).round() == 2.0 { 2.0 } else { 5.0 };
        Ticks {
            major: multiples(step).map(|value| (value, fixed(value, decimals))).collect(),
            minor: multiples(half).collect(),
        }
    }

    fn log_ticks(&self, about: usize) -> Ticks {
        let (low, high) = self.domain;
        let inside = |value: &f64| *value >= low * (1.0 - 1e-9) && *value <= high * (1.0 + 1e-9);
        let decades = (low.log10() + 1e-9).floor() as i32..=high.log10().ceil() as i32;
        let at = |digits: &[f64]| -> Vec<f64> {
            let all = decades.clone().flat_map(|ten| digits.iter().map(move |digit| digit * power(ten)));
            all.filter(inside).collect()
        };
        let finer = [at(&[1.0, 2.0, 5.0]), at(&[1.0, 3.0]), at(&[1.0])];
        let chosen = finer.into_iter().find(|values| values.len() <= about).unwrap_or_else(|| at(&[1.0]));
        let every = chosen.len().div_ceil(about).max(1);
        let mut chosen: Vec<f64> = chosen.into_iter().step_by(every).collect();
        if chosen.len() < 2 {
            chosen = at(&[1.0, 1.5, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0, 9.0]);
            let every = chosen.len().div_ceil(about);
            chosen = chosen.into_iter().step_by(every.max(1)).collect();
        }
        let minor = if every > 1 { at(&[1.0]) } else { at(&[1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0, 9.0]) };
        Ticks { major: chosen.into_iter().map(|value| (value, short(value, 9))).collect(), minor }
    }
}

/// Ticks of a scale.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Ticks {
    /// Values with their labels, ascending.
    pub major: Vec<(f64, String)>,
    /// Values without a label; those of major ticks may be among them.
    pub minor: Vec<f64>,
}

impl Ticks {
    /// Width of the widest label in points.
    pub fn width(&self) -> f64 {
        let widths = self.major.iter().map(|(_, label)| text_width(label, AXIS_TEXT, Weight::Regular));
        widths.fold(0.0, f64::max)
    }
}

/// A level axis at height `y`: line, ticks below it, their labels where they do not touch, and a title of
/// one line in the middle below (none where empty). It needs 12 points below `y`, with a title 22.
pub fn level_axis(scene: &mut Scene, scale: &Scale, ticks: &Ticks, y: f64, title: &str) {
    let (from, to) = scale.range();
    scene.line((from, y), (to, y), LINE);
    for value in &ticks.minor {
        scene.line((scale.place(*value), y), (scale.place(*value), y + TICK / 2.0), LINE);
    }
    let style = TextStyle::new(AXIS_TEXT).anchored(Anchor::Middle);
    let mut free = f64::NEG_INFINITY;
    for (value, label) in &ticks.major {
        let x = scale.place(*value);
        scene.line((x, y), (x, y + TICK), LINE);
        let half = text_width(label, AXIS_TEXT, Weight::Regular) / 2.0;
        if x - half >= free + 3.0 && x + half <= scene.size.width {
            scene.text((x, y + TICK + AXIS_TEXT), label.clone(), style);
            free = x + half;
        }
    }
    if !title.is_empty() {
        let half = text_width(title, AXIS_TEXT, Weight::Regular) / 2.0;
        let middle = ((from + to) / 2.0).min(scene.size.width - half - 1.0).max(half + 1.0);
        scene.text((middle, y + TICK + 2.0 * AXIS_TEXT + 3.0), title, style);
    }
}

/// An upright axis at `x`: line, ticks to the left, their labels. Titles are set by the chart, above or
/// turned. It needs `ticks.width() + 6` points to the left of `x`.
pub fn upright_axis(scene: &mut Scene, scale: &Scale, ticks: &Ticks, x: f64) {
    let (from, to) = scale.range();
    scene.line((x, from), (x, to), LINE);
    for value in &ticks.minor {
        scene.line((x, scale.place(*value)), (x - TICK / 2.0, scale.place(*value)), LINE);
    }
    let style = TextStyle::new(AXIS_TEXT).anchored(Anchor::End);
    for (value, label) in &ticks.major {
        let y = scale.place(*value);
        scene.line((x, y), (x - TICK, y), LINE);
        scene.text((x - TICK - 2.0, y + AXIS_TEXT * 0.36), label.clone(), style);
    }
}

/// The round step (1, 2 or 5 times a power of ten) not below `least`.
fn step(least: f64) -> f64 {
    let ten = 10f64.powf(least.max(1e-12).log10().floor());
    let steps = [1.0, 2.0, 5.0, 10.0].map(|digit| digit * ten);
    steps.into_iter().find(|step| *step >= least * (1.0 - 1e-9)).unwrap_or(10.0 * ten)
}

/// A power of ten without the error of a product.
fn power(ten: i32) -> f64 {
    format!("1e{ten}").parse().unwrap_or(1.0)
}

/// The greatest of 1, 2 and 5 times a power of ten not above a positive value.
fn round_below(value: f64) -> f64 {
    let ten = power((value.log10() + 1e-9).floor() as i32);
    let found = [5.0, 2.0].into_iter().map(|digit| digit * ten).find(|round| *round <= value * (1.0 + 1e-9));
    found.unwrap_or(ten)
}

/// The least of them not below a positive value.
fn round_above(value: f64) -> f64 {
    let below = round_below(value);
    let ten = power((value.log10() + 1e-9).floor() as i32);
    let rounds = [1.0, 2.0, 5.0, 10.0].map(|digit| digit * ten);
    let least = below.max(value * (1.0 - 1e-9));
    rounds.into_iter().find(|round| *round >= least).unwrap_or(10.0 * ten)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn labels(ticks: &Ticks) -> Vec<&str> {
        ticks.major.iter().map(|(_, label)| label.as_str()).collect()
    }

    #[test]
    fn ticks_stand_at_round_numbers() {
        let scale = Scale::linear((0.0, 1.0), (0.0, 100.0));
        assert_eq!(labels(&scale.ticks(5)), ["0.0", "0.2", "0.4", "0.6", "0.8", "1.0"]);
        let scale = Scale::linear((-3.0, 17.3), (0.0, 100.0));
        assert_eq!(labels(&scale.ticks(5)), ["0", "5", "10", "15"]);
        assert_eq!(scale.rounded(5).domain(), (-5.0, 20.0));
        let scale = Scale::log((0.3, 700.0), (0.0, 100.0));
        assert_eq!(labels(&scale.ticks(4)), ["1", "10", "100"]);
        assert_eq!(labels(&Scale::log((0.4, 3.0), (0.0, 1.0)).ticks(5)), ["0.5", "1", "2"]);
        assert_eq!(Scale::log((0.3, 700.0), (0.0, 1.0)).rounded(4).domain(), (0.2, 1000.0));
    }

    #[test]
    fn places_are_shares_of_the_range() {
        let scale = Scale::log((0.1, 1000.0), (10.0, 50.0));
        assert!((scale.place(1.0) - 20.0).abs() < 1e-9);
        assert!((scale.place(f64::INFINITY) - 50.0).abs() < 1e-9);
        assert_eq!(scale.place(-4.0), 10.0);
        assert_eq!(Scale::linear((0.0, 4.0), (100.0, 0.0)).place(1.0), 75.0);
    }

    #[test]
    fn no_domain_is_too_odd_to_draw() {
        let odd = [f64::NAN, f64::INFINITY, f64::NEG_INFINITY, 0.0, -1.0, 1e300, 1e-300, 5.0];
        for low in odd {
            for high in odd {
                for scale in [Scale::linear((low, high), (0.0, 9.0)), Scale::log((low, high), (0.0, 9.0))] {
                    let ticks = scale.rounded(4).ticks(4);
                    assert!(ticks.major.len() <= 12 && ticks.minor.len() <= 300, "{low} {high}");
                    assert!(odd.iter().all(|value| scale.place(*value).is_finite()), "{low} {high}");
                }
            }
        }
    }
}
