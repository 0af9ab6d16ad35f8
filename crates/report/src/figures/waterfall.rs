//! Change of the marker in per cent, patient by patient.

use analysis::{MarkerValue, MemberRow, Stratum};
use figure::Width;
use figure::charts::waterfall::{Bar, Category, MOST_BARS, Waterfall, waterfall as chart};
use press::Text;

use super::Plate;
use super::member::{link, pair_says, several, stratum_fill};
use crate::Document;
use crate::html::words;

/// Changes with a line across: a fall by half, a rise by a quarter.
const REFERENCES: [f64; 2] = [-50.0, 25.0];
/// Per cents of binary numbers that are closer are the same: as the estimates of falls and rises count.
const TOLERANCE: f64 = 1e-7;
/// Rises above this are cut.
const CAP: f64 = 200.0;

/// Waterfall plot by stratum.
pub(super) fn waterfall(document: &Document<'_>) -> Option<Plate> {
    let members = &document.results.members;
    let bars: Vec<Bar> =
        members.iter().enumerate().filter_map(|(position, member)| bar(document, position, member)).collect();
    if bars.is_empty() {
        return None;
    }
    let n_from_zero = members.iter().filter_map(MemberRow::pair).filter(|pair| pair.0.number <= 0.0).count();
    let caption = caption(&bars, n_from_zero);
    let categories = Stratum::ALL
        .iter()
        .map(|stratum| Category { name: words::stratum(*stratum).into(), fill: stratum_fill(*stratum) });
    let plot = Waterfall {
        title: "Change of stimulated thyroglobulin in per cent".into(),
        axis: "Change of stimulated Tg".into(),
        categories: categories.collect(),
        bars,
        references: REFERENCES.to_vec(),
        cap: CAP,
    };
    Some(Plate {
        id: "waterfall",
        caption,
        one_column: chart(&plot, Width::OneColumn),
        two_columns: chart(&plot, Width::TwoColumns),
    })
}

/// The bar of a member with a pair; none of nothing before.
fn bar(document: &Document<'_>, position: usize, member: &MemberRow) -> Option<Bar> {
    let (before, after) = member.pair()?;
    if before.number <= 0.0 {
        return None;
    }
    let per_cent = 100.0 * (after.number - before.number) / before.number;
    let is_censored = |value: &MarkerValue| value.censored != "no";
    Some(Bar {
        per_cent,
        category: Stratum::ALL.iter().position(|stratum| *stratum == member.stratum)?,
        is_censored: is_censored(before) || is_censored(after),
        says: Some(format!("{} ({per_cent:+.0} %)", pair_says(member, before, after))),
        link: link(document, position),
    })
}

fn caption(bars: &[Bar], n_from_zero: usize) -> Text {
    let n = |test: &dyn Fn(&Bar) -> bool| bars.iter().filter(|bar| test(bar)).count();
    let each = if bars.len() > MOST_BARS {
        "each bar one hundredth of the patients"
    } else {
        "one bar for each pair of the primary paired analysis"
    };
    let mut text = format!(
        "Change of stimulated thyroglobulin (Tg) from before to after the second course of radioiodine, in per \
         cent of the value before, {each} (n = {}), from the greatest rise to the deepest fall. Dashed lines \
         stand at a fall by 50 % and a rise by 25 %: {} fell by more than 50 %, {} rose by 25 % or more.",
        several(bars.len(), "pair", "pairs"),
        n(&|bar| bar.per_cent < REFERENCES[0] - TOLERANCE),
        n(&|bar| bar.per_cent >= REFERENCES[1] - TOLERANCE),
    );
    let (n_censored, n_cut) = (n(&|bar| bar.is_censored), n(&|bar| bar.per_cent > CAP));
    if n_censored > 0 {
        text += &format!(
            " In {} a value is censored and enters at its limit{}.",
            several(n_censored, "pair", "pairs"),
            if bars.len() > MOST_BARS { "" } else { " (open diamonds)" }
        );
    }
    if n_cut > 0 {
        text += &format!(
            " {} above {CAP} % {} cut there.",
            several(n_cut, "rise", "rises"),
            if n_cut == 1 { "is" } else { "are" }
        );
    }
    if n_from_zero > 0 {
        text += &format!(
            " {} with a value of 0 before {} no per cent of change.",
            several(n_from_zero, "pair", "pairs"),
            if n_from_zero == 1 { "has" } else { "have" }
        );
    }
    text.into()
}
