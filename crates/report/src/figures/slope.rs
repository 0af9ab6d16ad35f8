//! The marker before and after, pair by pair.

use analysis::{MarkerValue, MemberRow, PairExclusion, Results, Stratum};
use figure::Width;
use figure::charts::slope::{MOST_LINES, Pair, Panel, Quartiles, Slope, slope as chart};
use press::Text;

use super::Plate;
use super::member::{link, list, pair_says, several, value};
use crate::Document;
use crate::html::words;

/// Paired slope plot by stratum.
pub(super) fn slope(document: &Document<'_>) -> Option<Plate> {
    let members = &document.results.members;
    let pairs: Vec<_> = members.iter().filter_map(MemberRow::pair).collect();
    if pairs.is_empty() {
        return None;
    }
    let panels: Vec<Panel> = Stratum::ALL
        .iter()
        .filter(|stratum| members.iter().any(|member| member.stratum == **stratum))
        .map(|stratum| panel(document, *stratum))
        .collect();
    let plot = Slope {
        title: "Stimulated thyroglobulin before and after the second course".into(),
        axis: "Stimulated Tg, ng/mL".into(),
        times: ["before".into(), "after".into()],
        panels,
    };
    Some(Plate {
        id: "slope",
        caption: caption(members, &pairs),
        one_column: chart(&plot, Width::OneColumn),
        two_columns: chart(&plot, Width::TwoColumns),
    })
}

fn panel(document: &Document<'_>, stratum: Stratum) -> Panel {
    let members = document.results.members.iter().enumerate();
    let pairs = members.filter(|(_, member)| member.stratum == stratum).filter_map(|(position, member)| {
        let (before, after) = member.pair()?;
        Some(Pair {
            before: value(before),
            after: value(after),
            says: Some(pair_says(member, before, after)),
            link: link(document, position),
        })
    });
    Panel {
        title: words::stratum(stratum).into(),
        pairs: pairs.collect(),
        before: quartiles(document.results, &format!("{}.sttg.before", stratum.word())),
        after: quartiles(document.results, &format!("{}.sttg.after", stratum.word())),
    }
}

fn quartiles(results: &Results, id: &str) -> Option<Quartiles> {
    let estimate = results.estimate(id)?;
    Some([estimate.q1?, estimate.median?, estimate.q3?])
}

fn caption(members: &[MemberRow], pairs: &[(&MarkerValue, &MarkerValue)]) -> Text {
    let n = |test: &dyn Fn(f64, f64) -> bool| {
        pairs.iter().filter(|(before, after)| test(before.number, after.number)).count()
    };
    let values = || pairs.iter().flat_map(|(before, after)| [before, after]);
    let n_censored = |word: &str| values().filter(|value| value.censored == word).count();
    let mut text = format!(
        "Stimulated thyroglobulin (Tg) before and after the second course of radioiodine, one line for each \
         pair of the primary paired analysis (n = {}), on one logarithmic axis. Of the pairs {} fell (whole \
         lines), {} rose (dashed) and {} stayed equal (dotted). Boxes show the quartiles and the median.",
        several(pairs.len(), "pair", "pairs"),
        n(&|before, after| after < before),
        n(&|before, after| after > before),
        n(&|before, after| after == before),
    );
    if has_many(members) {
        text += &format!(
            " With more than {MOST_LINES} pairs in a stratum, pairs that lie together are drawn once, darker where \
             they are more, and the frame over them goes from quartile to quartile.",
        );
    }
    let (left, right) = (n_censored("left"), n_censored("right"));
    if left + right > 0 {
        text += &format!(
            " Open triangles mark censored values at their limit: {left} below it (pointing down), {right} \
             above it (pointing up).",
        );
    }
    if values().any(|value| value.number == 0.0) {
        text += " A value of 0 stands below the axis.";
    }
    let without = members.len() - pairs.len();
    if without > 0 {
        text += &format!(
            " Not shown: {} without a pair ({}).",
            several(without, "patient", "patients"),
            reasons(members)
        );
    }
    text.into()
}

/// Whether a stratum has more pairs than are drawn one by one.
fn has_many(members: &[MemberRow]) -> bool {
    let n_pairs = |stratum: Stratum| {
        members.iter().filter(|member| member.stratum == stratum && member.in_paired_analysis()).count()
    };
    Stratum::ALL.iter().any(|stratum| n_pairs(*stratum) > MOST_LINES)
}

fn reasons(members: &[MemberRow]) -> String {
    let parts: Vec<String> = PairExclusion::ALL
        .iter()
        .filter_map(|reason| {
            let n = members.iter().filter(|member| member.pair_exclusion == Some(*reason)).count();
            (n > 0).then(|| format!("{} {n}", words::pair_exclusion(*reason)))
        })
        .collect();
    list(&parts)
}
