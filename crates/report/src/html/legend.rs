//! What stands under the figure of pairs: counts by direction and at limits, and the meaning of its marks.

use analysis::Stratum;

use super::page::Page;
use super::paired::Pair;
use super::{MOST_LINES, number, put};

/// Writes how many lines go which way, and how many values stand at a limit.
pub(super) fn counts(page: &mut Page<'_>, stratum: Stratum, pairs: &[Pair<'_>]) {
    if pairs.is_empty() {
        return;
    }
    let mut parts = Vec::new();
    for (word, label) in [("lower", "lower after"), ("higher", "higher after"), ("equal", "equal")] {
        let who: Vec<u32> =
            pairs.iter().filter(|pair| pair.direction() == word).map(|pair| pair.position as u32).collect();
        let text = number::share(who.len(), pairs.len());
        let text = page.counted(&format!("Tg {label}, {}", stratum.word()), who, &text);
        parts.push(format!("<span class=\"key {word}\"></span>{label} {text}"));
    }
    put!(page, "<p class=\"fine\">{}</p>\n", parts.join("<br>"));
    limits(page, stratum, pairs);
}

fn limits(page: &mut Page<'_>, stratum: Stratum, pairs: &[Pair<'_>]) {
    let mut parts = Vec::new();
    for (when, sign, side) in [
        ("before", "below a limit", "left"),
        ("before", "above a limit", "right"),
        ("after", "below a limit", "left"),
        ("after", "above a limit", "right"),
    ] {
        let value =
            |pair: &Pair<'_>| if when == "before" { pair.before.censored } else { pair.after.censored };
        let who: Vec<u32> =
            pairs.iter().filter(|pair| value(pair) == side).map(|pair| pair.position as u32).collect();
        if !who.is_empty() {
            let text = number::share(who.len(), pairs.len());
            let text =
                page.counted(&format!("Tg {when} known only as {sign}, {}", stratum.word()), who, &text);
            parts.push(format!("{when} {sign}: {text}"));
        }
    }
    if !parts.is_empty() {
        put!(page, "<p class=\"fine\">{}</p>\n", parts.join("<br>"));
    }
}

/// Writes what the marks of the figure mean. `many`: some stratum is drawn without single lines.
pub(super) fn caption(page: &mut Page<'_>, has_zero: bool, many: bool) {
    let zero = if has_zero {
        "A value of 0 has no place on it and is drawn on the line marked 0 at the foot; such a pair is left \
         out of the ratio."
    } else {
        "No value of 0 is among the pairs."
    };
    put!(
        page,
        "<figcaption>Each line is one patient of the primary analysis: <span class=\"key lower\"></span>lower \
         after, <span class=\"key higher\"></span>higher after, <span class=\"key equal\"></span>equal, by the \
         recorded numbers. Heavy bars: medians. Logarithmic axis, the same for all strata. {zero} "
    );
    if many {
        put!(
            page,
            "Strata with more than {} pairs are drawn faintly, without symbols, with bars from the first to \
             the third quartile; values at a limit are counted above. ",
            number::count(MOST_LINES)
        );
    }
    put!(
        page,
        "A line drawn singly opens its patient; open triangles are values known only as below (▽) or above (△) \
         a limit, drawn at the limit.</figcaption>\n"
    );
}
