//! Each patient's stimulated thyroglobulin before and after, on a logarithmic axis.

use std::fmt::Write;

use analysis::{MarkerValue, MemberRow, Stratum};

use super::{number, put, words};
use crate::Document;

const WIDTH: f64 = 300.0;
const HEIGHT: f64 = 300.0;
const LEFT: f64 = 46.0;
const RIGHT: f64 = 16.0;
const TOP: f64 = 34.0;
const BOTTOM: f64 = 34.0;

/// Writes the section.
pub(super) fn write(out: &mut String, document: &Document<'_>) {
    let members = &document.results.members;
    let axis = Axis::of(members);
    put!(
        out,
        "<section id=\"pairs\"><h2>Stimulated thyroglobulin, patient by patient</h2>\n<figure class=\"panels\">\n"
    );
    for &stratum in Stratum::ALL {
        let pairs: Vec<_> =
            members.iter().filter(|member| member.stratum == stratum).filter_map(MemberRow::pair).collect();
        panel(out, stratum, &pairs, &axis);
    }
    put!(
        out,
        "<figcaption>Each line is one patient of the primary analysis; the heavy line joins the medians. \
         Triangles are values known only as below (▽) or above (△) a limit, drawn at the limit.{} The axis is logarithmic.</figcaption></figure>\n",
        if axis.has_zero { " Values of 0 are drawn at the foot of the axis." } else { "" }
    );
    excluded(out, members);
    put!(out, "</section>\n");
}

fn excluded(out: &mut String, members: &[MemberRow]) {
    put!(out, "<p class=\"fine\">Not in the primary analysis: ");
    let mut first = true;
    for &reason in analysis::PairExclusion::ALL {
        let n = members.iter().filter(|member| member.pair_exclusion == Some(reason)).count();
        put!(out, "{}{} {}", if first { "" } else { ", " }, words::pair_exclusion(reason), number::count(n));
        first = false;
    }
    put!(out, ".</p>\n");
}

struct Axis {
    low: i32,
    high: i32,
    has_zero: bool,
}

impl Axis {
    fn of(members: &[MemberRow]) -> Axis {
        let values = || members.iter().filter_map(MemberRow::pair).flat_map(|(a, b)| [a.number, b.number]);
        let positive = || values().filter(|value| *value > 0.0);
        let low = positive().fold(f64::INFINITY, f64::min);
        let high = positive().fold(0.0, f64::max);
        let (low, high) = if low.is_finite() { (low, high) } else { (1.0, 10.0) };
        let low = low.log10().floor() as i32;
        let high = (high.log10().ceil() as i32).max(low + 1);
        Axis { low, high, has_zero: values().any(|value| value <= 0.0) }
    }

    fn y(&self, value: f64) -> f64 {
        let span = f64::from(self.high - self.low);
        let place = if value > 0.0 { (value.log10() - f64::from(self.low)) / span } else { -0.04 };
        TOP + (1.0 - place) * (HEIGHT - TOP - BOTTOM)
    }
}

fn panel(out: &mut String, stratum: Stratum, pairs: &[(&MarkerValue, &MarkerValue)], axis: &Axis) {
    let (before, after) = (LEFT + 34.0, WIDTH - RIGHT - 34.0);
    put!(
        out,
        "<svg viewBox=\"0 0 {WIDTH} {HEIGHT}\" role=\"img\" aria-label=\"{name}: {n} pairs of stimulated \
         thyroglobulin\">\n<text x=\"{LEFT}\" y=\"16\" class=\"strong\">{name}, {n} pairs</text>\n",
        name = words::stratum(stratum),
        n = number::count(pairs.len())
    );
    for power in axis.low..=axis.high {
        let value = 10f64.powi(power);
        let y = axis.y(value);
        put!(out, "<path d=\"M{LEFT} {y:.1}H{:.1}\" class=\"grid\"/>", WIDTH - RIGHT);
        put!(
            out,
            "<text x=\"{:.1}\" y=\"{:.1}\" class=\"tick\" text-anchor=\"end\">{value}</text>\n",
            LEFT - 6.0,
            y + 4.0
        );
    }
    put!(
        out,
        "<text x=\"10\" y=\"{:.1}\" class=\"tick\" transform=\"rotate(-90 10 {0:.1})\" text-anchor=\"middle\">ng/mL</text>",
        HEIGHT / 2.0
    );
    for (x, label) in [(before, "before"), (after, "after 1-2 y")] {
        put!(
            out,
            "<text x=\"{x:.1}\" y=\"{:.1}\" text-anchor=\"middle\" class=\"tick\">{label}</text>\n",
            HEIGHT - 10.0
        );
    }
    let opacity = (12.0 / (pairs.len() as f64).max(1.0)).clamp(0.03, 0.6);
    put!(out, "<path class=\"pair\" style=\"stroke-opacity:{opacity:.2}\" d=\"");
    for (a, b) in pairs {
        put!(out, "M{before:.0} {:.1}L{after:.0} {:.1}", axis.y(a.number), axis.y(b.number));
    }
    put!(out, "\"/>\n");
    marks(out, pairs, before, after, axis);
    if let (Some(a), Some(b)) =
        (median(pairs.iter().map(|pair| pair.0.number)), median(pairs.iter().map(|pair| pair.1.number)))
    {
        put!(
            out,
            "<path class=\"median\" d=\"M{before:.0} {ya:.1}L{after:.0} {yb:.1}\"/><circle cx=\"{before:.0}\" cy=\"{ya:.1}\" r=\"4\" class=\"dot\"/><circle cx=\"{after:.0}\" cy=\"{yb:.1}\" r=\"4\" class=\"dot\"/>\n\
             <text x=\"{:.0}\" y=\"{:.1}\" text-anchor=\"end\" class=\"value\">{}</text><text x=\"{:.0}\" y=\"{:.1}\" class=\"value\">{}</text>\n",
            before - 8.0,
            axis.y(a) + 4.0,
            number::plain(a),
            after + 8.0,
            axis.y(b) + 4.0,
            number::plain(b),
            ya = axis.y(a),
            yb = axis.y(b)
        );
    } else {
        put!(
            out,
            "<text x=\"{:.0}\" y=\"{:.0}\" text-anchor=\"middle\" class=\"tick\">no pairs</text>",
            WIDTH / 2.0,
            HEIGHT / 2.0
        );
    }
    put!(out, "</svg>\n");
}

/// Triangles for censored values, points for the others while they are few.
fn marks(out: &mut String, pairs: &[(&MarkerValue, &MarkerValue)], before: f64, after: f64, axis: &Axis) {
    let (mut down, mut up, mut points) = (String::new(), String::new(), String::new());
    for (value, x) in pairs.iter().flat_map(|(a, b)| [(a, before), (b, after)]) {
        let y = axis.y(value.number);
        match value.censored {
            "left" => put!(down, "M{:.0} {:.1}h8l-4 7z", x - 4.0, y - 3.0),
            "right" => put!(up, "M{:.0} {:.1}h8l-4 -7z", x - 4.0, y + 3.0),
            _ if pairs.len() <= 500 => put!(points, "M{x:.0} {y:.1}h.01"),
            _ => {}
        }
    }
    put!(out, "<path class=\"points\" d=\"{points}\"/><path class=\"censored\" d=\"{down}{up}\"/>\n");
}

fn median(values: impl Iterator<Item = f64>) -> Option<f64> {
    let mut values: Vec<f64> = values.collect();
    values.sort_by(f64::total_cmp);
    let n = values.len();
    match n {
        0 => None,
        n if n % 2 == 1 => Some(values[n / 2]),
        n => Some((values[n / 2 - 1] + values[n / 2]) / 2.0),
    }
}
