//! The ratio of geometric means in subgroups.

use analysis::{Estimate, Subgroup};
use figure::Width;
use figure::charts::forest::{self as chart, Found, Row};
use press::Text;

use super::Plate;
use crate::Document;
use crate::html::number;

/// Forest plot of the subgroups.
pub(super) fn forest(document: &Document<'_>) -> Option<Plate> {
    let subgroups = &document.results.subgroups;
    if subgroups.iter().all(|subgroup| subgroup.estimate.value.is_none()) {
        return None;
    }
    let level = subgroups.iter().find_map(|subgroup| subgroup.estimate.ci_level);
    let level = number::level(level.unwrap_or(document.protocol.analysis.confidence_level));
    let plain = chart::Forest {
        title: "Change of stimulated thyroglobulin in subgroups".into(),
        value_title: "Ratio of geometric means of stimulated Tg, after/before".into(),
        number_title: format!("Ratio ({level} CI)"),
        n_title: "Pairs".into(),
        reference: 1.0,
        rows: subgroups.iter().map(row).collect(),
    };
    Some(Plate {
        id: "forest",
        caption: caption(subgroups, &level),
        one_column: chart::forest(&plain, Width::OneColumn),
        two_columns: chart::forest(&plain, Width::TwoColumns),
    })
}

/// Pairs below which no ratio of a subgroup is shown: an interval of two or three pairs says nothing.
pub(crate) const FEWEST_PAIRS: usize = 5;

fn row(subgroup: &Subgroup) -> Row {
    let label = if subgroup.group.is_empty() { capital(&subgroup.label) } else { subgroup.label.clone() };
    Row {
        group: subgroup.group.clone(),
        label,
        n: subgroup.estimate.n as u64,
        found: found(&subgroup.estimate),
        p_interaction: subgroup.p_interaction.map(number::p_digits).unwrap_or_default(),
    }
}

fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

fn found(estimate: &Estimate) -> Found {
    match (estimate.value, estimate.ci) {
        (Some(_), _) if estimate.n < FEWEST_PAIRS => {
            Found::Nothing(format!("fewer than {FEWEST_PAIRS} pairs"))
        }
        (Some(value), Some(ci)) => {
            let decimals = number::decimals_with(value, ci, true);
            let text = format!("{} ({})", number::fixed(value, decimals), number::interval(ci, decimals));
            Found::Estimate { value, ci: Some(ci), text }
        }
        (Some(value), None) => {
            let text = format!("{} (no interval)", number::fixed(value, number::decimals(value).max(2)));
            Found::Estimate { value, ci: None, text }
        }
        (None, _) if estimate.n == 0 => Found::Nothing("no pairs".into()),
        (None, _) => Found::Nothing("too few pairs".into()),
    }
}

fn caption(subgroups: &[Subgroup], level: &str) -> Text {
    let all = subgroups.iter().find(|subgroup| subgroup.group.is_empty());
    let n = all.map(|all| format!(" (n = {} pairs)", number::count(all.estimate.n))).unwrap_or_default();
    let diamond = if all.is_some() { ", the diamond for all pairs" } else { "" };
    let mut text = format!(
        "Ratio of geometric means of stimulated thyroglobulin (Tg) after the second course of radioiodine to \
         before it, in subgroups of the primary paired analysis{n}. Squares stand for subgroups, their area \
         growing with the number of pairs{diamond}; lines are {level} confidence intervals from the paired t \
         distribution of log ratios, with an arrow where they leave the axis. The axis is logarithmic; below 1 \
         the marker fell, above 1 it rose."
    );
    if subgroups.iter().any(|subgroup| subgroup.p_interaction.is_some()) {
        text += " p of interaction is from the F test that the ratio is the same in all categories of a \
                 characteristic; it is not adjusted for the number of characteristics.";
    }
    if subgroups.iter().any(|subgroup| subgroup.estimate.value.is_none()) {
        text += " Where there are too few pairs for an estimate, the row says so.";
    }
    text.into()
}
