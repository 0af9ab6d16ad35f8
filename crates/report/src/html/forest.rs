//! A ratio with its interval on a strip, on one axis for all strata.

use analysis::Estimate;

use super::scale::LogScale;
use super::{number, put};

const WIDTH: f64 = 280.0;
const EDGE: f64 = 14.0;
const LINE: f64 = 16.0;
const TICKS: [f64; 13] = [0.001, 0.01, 0.0625, 0.125, 0.25, 0.5, 1.0, 2.0, 4.0, 8.0, 16.0, 100.0, 1000.0];

/// The axis of all strips: symmetrical about 1, wide enough for every interval, at least a half to two.
pub(super) struct Forest {
    bound: f64,
}

impl Forest {
    /// The axis that holds these ratios.
    pub fn of<'a>(ratios: impl Iterator<Item = &'a Estimate>) -> Forest {
        let ends = ratios.filter_map(|ratio| ratio.ci.or(ratio.value.zip(ratio.value)));
        let farthest = ends.map(|(low, high)| high.max(1.0 / low)).filter(|far| far.is_finite());
        Forest { bound: 1.15 * farthest.fold(2.0, f64::max) }
    }

    /// The strip of one ratio as SVG; empty without a value.
    pub fn strip(&self, ratio: &Estimate) -> String {
        let Some(value) = ratio.value else {
            return String::new();
        };
        let scale = LogScale::new((1.0 / self.bound, self.bound), (EDGE, WIDTH - EDGE));
        let says = match ratio.ci {
            Some(ci) => format!("{}, interval {}", number::fixed(value, 2), number::interval(ci, 2)),
            None => number::fixed(value, 2),
        };
        let mut out = format!(
            "<svg viewBox=\"0 0 {WIDTH} 44\" class=\"forest\" role=\"img\" aria-label=\"Ratio after to \
             before {says}\">\n"
        );
        for tick in TICKS.into_iter().filter(|tick| (1.0 / self.bound..=self.bound).contains(tick)) {
            let x = scale.at(tick);
            let class = if tick == 1.0 { "one" } else { "grid" };
            put!(out, "<path class=\"{class}\" d=\"M{x:.1} 4V28\"/>");
            put!(
                out,
                "<text x=\"{x:.1}\" y=\"40\" class=\"tick\" text-anchor=\"middle\">{}</text>",
                number::recorded(tick)
            );
        }
        let at = scale.at(value);
        if let Some((low, high)) = ratio.ci {
            put!(out, "<path class=\"interval\" d=\"M{:.1} {LINE}H{:.1}\"/>", scale.at(low), scale.at(high));
        }
        put!(out, "<path class=\"point\" d=\"M{:.1} {:.1}h8v8h-8z\"/></svg>\n", at - 4.0, LINE - 4.0);
        out
    }
}
