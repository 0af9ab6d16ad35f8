//! Audit of the finished document: sums and numbers recomputed from the rows of the patients, and every figure of
//! the finished text and tables read back.

mod flow;
mod marker;
mod numbers;
mod scan;

use analysis::{FinalStatus, MemberRow, Results};

pub use scan::scan;

use crate::Document;
use crate::html::number;

/// One check: what it says, with the numbers, and whether it holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Check {
    /// What was compared, in plain text: `Cohort and excluded are all candidates: 164 + 236 = 400`.
    pub says: String,
    /// Whether it holds.
    pub holds: bool,
}

impl Check {
    fn new(says: impl Into<String>, holds: bool) -> Check {
        Check { says: says.into(), holds }
    }
}

/// Everything that is recomputed from the results of a document, in the order of the report.
pub fn checks(document: &Document<'_>) -> Vec<Check> {
    of_results(document.results)
}

fn of_results(results: &Results) -> Vec<Check> {
    let mut list = flow::checks(results);
    list.extend(marker::checks(results));
    list.extend(numbers::checks(results));
    list
}

/// A sentence about members without evidence of disease at the last visit whose stimulated value at 1 to 2 years
/// is one of an incomplete response: to be looked at, not wrong, since the value is older than the status.
pub fn contradictions(document: &Document<'_>) -> String {
    let bound = document.protocol.response.incomplete_stimulated;
    let is_queued = |member: &&MemberRow| {
        let high =
            member.after.as_ref().is_some_and(|value| value.number >= bound && value.censored != "left");
        member.final_status == FinalStatus::Ned && high
    };
    let queued: Vec<&str> =
        document.results.members.iter().filter(is_queued).map(|member| member.person_id.as_str()).collect();
    let had = format!(
        "had a stimulated thyroglobulin of {} ng/mL or more at 1 to 2 years",
        number::recorded(bound)
    );
    match queued.as_slice() {
        [] => format!("Nobody without evidence of disease at the last visit {had}."),
        [id] => format!("To be looked at: {id}, without evidence of disease at the last visit, {had}."),
        ids => format!(
            "To be looked at: {}, without evidence of disease at the last visit, {had}.",
            ids.join(", ")
        ),
    }
}

/// `a + b = whole` with its words.
fn sum(what: &str, parts: &[usize], whole: usize) -> Check {
    let text: Vec<String> = parts.iter().map(|part| number::count(*part)).collect();
    let says = format!("{what}: {} = {}", text.join(" + "), number::count(whole));
    Check::new(says, parts.iter().sum::<usize>() == whole)
}

fn numerator(results: &Results, id: &str) -> usize {
    results.estimate(id).and_then(|found| found.numerator).unwrap_or_default()
}
