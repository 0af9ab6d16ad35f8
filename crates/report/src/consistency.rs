//! Audit of the finished document: sums and numbers recomputed from the rows of the patients, and every figure of
//! the finished text and tables read back.

mod flow;
mod marker;
mod numbers;
mod scan;

use analysis::Results;

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

/// `a + b = whole` with its words.
fn sum(what: &str, parts: &[usize], whole: usize) -> Check {
    let text: Vec<String> = parts.iter().map(|part| number::count(*part)).collect();
    let says = format!("{what}: {} = {}", text.join(" + "), number::count(whole));
    Check::new(says, parts.iter().sum::<usize>() == whole)
}

fn numerator(results: &Results, id: &str) -> usize {
    results.estimate(id).and_then(|found| found.numerator).unwrap_or_default()
}
