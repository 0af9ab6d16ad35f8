//! The flow of patients into the cohort and its strata.

use analysis::{PairExclusion, Results, Stratum};
use figure::Width;
use figure::charts::flow::{Count, Flow, Group, Step, flow as chart};
use press::Text;

use super::Plate;
use crate::Document;
use crate::html::{number, words};

/// The flow diagram of STROBE.
pub(super) fn flow(document: &Document<'_>) -> Option<Plate> {
    let results = document.results;
    if results.attrition.is_empty() {
        return None;
    }
    let plain = Flow { title: "Flow of patients".into(), steps: steps(results), groups: groups(results) };
    Some(Plate {
        id: "flow",
        caption: caption(results),
        one_column: chart(&plain, Width::OneColumn),
        two_columns: chart(&plain, Width::TwoColumns),
    })
}

fn steps(results: &Results) -> Vec<Step> {
    let excluded = |at: usize| {
        let row = &results.attrition[at];
        (at > 0).then(|| counted(&words::exclusion(row.criterion), row.n_excluded))
    };
    let step = |(at, row): (usize, &analysis::AttritionRow)| Step {
        label: words::remaining(row.criterion),
        n: row.n_remaining as u64,
        excluded: excluded(at).into_iter().collect(),
    };
    results.attrition.iter().enumerate().map(step).collect()
}

fn counted(label: &str, n: usize) -> Count {
    Count { label: label.into(), n: n as u64 }
}

/// The strata; none of a cohort without anybody.
fn groups(results: &Results) -> Vec<Group> {
    let strata: &[Stratum] = if results.members.is_empty() { &[] } else { Stratum::ALL };
    strata.iter().map(|stratum| group(results, *stratum)).collect()
}

fn group(results: &Results, stratum: Stratum) -> Group {
    let inside = || results.members.iter().filter(move |member| member.stratum == stratum);
    let n = inside().count();
    let n_pairs = inside().filter(|member| member.in_paired_analysis()).count();
    let reasons = PairExclusion::ALL.iter().map(|reason| {
        let n = inside().filter(|member| member.pair_exclusion == Some(*reason)).count();
        counted(words::pair_exclusion(*reason), n)
    });
    let reasons = reasons.filter(|reason| reason.n > 0).collect();
    let mut lines = vec![
        (counted("Pairs of stimulated Tg analysed", n_pairs), Vec::new()),
        (counted("Not analysed", n - n_pairs), reasons),
    ];
    lines.extend(imaging(results, stratum).into_iter().map(|line| (line, Vec::new())));
    Group { label: words::stratum(stratum).into(), n: n as u64, lines }
}

/// How many could be judged by imaging, where the stratum asks for it.
fn imaging(results: &Results, stratum: Stratum) -> Vec<Count> {
    let (id, judged, not) = match stratum {
        Stratum::Structural => {
            ("structural.imaging.evaluable", "Imaging before and after evaluable", "Not evaluable")
        }
        Stratum::Reoperated => {
            ("reoperated.imaging.findings_1_2y", "Imaging at 1 to 2 years", "No neck study at 1 to 2 years")
        }
        Stratum::Biochemical => return Vec::new(),
    };
    let Some(found) = results.estimate(id) else { return Vec::new() };
    let (numerator, denominator) =
        (found.numerator.unwrap_or_default(), found.denominator.unwrap_or_default());
    let (n, n_not) = match stratum {
        Stratum::Structural => (numerator, denominator.saturating_sub(numerator)),
        _ => (denominator, found.missing),
    };
    vec![counted(judged, n), counted(not, n_not)]
}

fn caption(results: &Results) -> Text {
    let first = results.attrition.first().map_or(0, |row| row.n_remaining);
    let last = results.attrition.last().map_or(0, |row| row.n_remaining);
    let mut text = format!(
        "Flow of patients into the cohort and its strata. Of {} persons with a patient record {} are in the \
         cohort and {} are not; each of these has one reason, the first criterion in the order shown that was \
         not met.",
        number::count(first),
        number::count(last),
        number::count(first.saturating_sub(last))
    );
    if last > 0 {
        text += " A pair is a value of stimulated thyroglobulin (Tg) before and one after the second course of \
                 radioiodine; analysed are the pairs of the primary paired analysis.";
    }
    text.into()
}
