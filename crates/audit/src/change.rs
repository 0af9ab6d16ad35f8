//! A p value of a change against the means, SDs and n that are printed beside it.

mod paired;
mod unpaired;

use crate::figures::{Change, Figures, TestUsed};
use crate::finding::{Finding, Rule, Severity};
use crate::printed::{Printed, PrintedP};
use crate::words::{fixed, list, signed};

/// Printed means and SDs of the two sides; SDs above 0.
pub(crate) struct Summaries<'a> {
    before: (&'a Printed, &'a Printed),
    after: (&'a Printed, &'a Printed),
}

impl<'a> Summaries<'a> {
    fn new(change: &Change, figures: &'a Figures) -> Option<Summaries<'a>> {
        let side = |id: &str| {
            let found = figures.description(id)?;
            found.mean.as_ref().zip(found.sd.as_ref().filter(|sd| sd.digits > 0))
        };
        Some(Summaries { before: side(&change.before)?, after: side(&change.after)? })
    }

    /// Mean after minus mean before.
    pub(crate) fn change(&self) -> f64 {
        self.after.0.value - self.before.0.value
    }

    /// Least and greatest distance of the means that print so.
    pub(crate) fn distances(&self) -> (f64, f64) {
        let slack = self.before.0.half_step() + self.after.0.half_step();
        ((self.change().abs() - slack).max(0.0), self.change().abs() + slack)
    }

    /// SD before and after as printed.
    pub(crate) fn sds(&self) -> (f64, f64) {
        (self.before.1.value, self.after.1.value)
    }

    /// Least and greatest SDs that print so: `[before, after]`, each not below 0.
    pub(crate) fn sd_ranges(&self) -> [(f64, f64); 2] {
        [self.before.1, self.after.1].map(|sd| (sd.interval().0.max(0.0), sd.interval().1))
    }
}

/// What the checks of one change share.
pub(crate) struct Question<'a> {
    pub(crate) change: &'a Change,
    pub(crate) summaries: Summaries<'a>,
}

impl Question<'_> {
    pub(crate) fn finding(&self, severity: Severity, rule: Rule) -> Finding {
        Finding::new(severity, rule, &self.change.place, claim(self.change))
    }

    /// `−17.3 (−41.3 %)`.
    fn change_words(&self) -> String {
        let before = self.summaries.before.0.value;
        let decimals = self.summaries.before.0.decimals.max(self.summaries.after.0.decimals) as usize;
        let change = self.summaries.change();
        let percent =
            if before > 0.0 { format!(" ({} %)", signed(100.0 * change / before, 1)) } else { String::new() };
        format!("change {}{percent}", signed(change, decimals))
    }

    /// Numbers of pairs to be tried: the stated one, else those that are possible.
    pub(crate) fn pairs(&self) -> Vec<u64> {
        let stated = self.change.n_pairs.map(|n| vec![n]);
        let list = stated.unwrap_or_else(|| self.change.possible_pairs.clone());
        list.into_iter().filter(|n| *n >= 2).collect()
    }
}

/// Everything that follows from the summaries of a change.
pub(crate) fn check(change: &Change, figures: &Figures) -> Vec<Finding> {
    let mut found = stated(change);
    let Some(summaries) = Summaries::new(change, figures) else {
        found.push(
            Finding::new(Severity::Note, Rule::PValue, &change.place, claim(change))
                .explained("A mean or an SD above 0 is not there: no p can be recomputed."),
        );
        return found;
    };
    let question = Question { change, summaries };
    found.push(question.finding(Severity::Note, Rule::PValue).expects(question.change_words()));
    let sizes = (size(figures, &change.before, change), size(figures, &change.after, change));
    if let (Some(before), Some(after)) = sizes
        && change.test != TestUsed::PairedT
    {
        found.push(unpaired::check(&question, before, after));
    }
    if change.test != TestUsed::UnpairedT {
        found.extend(question.pairs().into_iter().flat_map(|n| paired::check(&question, n)));
    }
    found
}

/// Values on one side: those printed beside the mean, else the first number of pairs.
fn size(figures: &Figures, id: &str, change: &Change) -> Option<u64> {
    let beside = figures.description(id).and_then(|found| found.n);
    beside.or(change.n_pairs).or(change.possible_pairs.first().copied()).filter(|n| *n >= 2)
}

fn claim(change: &Change) -> String {
    let p = change.p.as_ref().map(|p| format!(", {}", p.words())).unwrap_or_default();
    format!("{}{p}", change.what)
}

/// Test and pairs that are not stated.
fn stated(change: &Change) -> Vec<Finding> {
    let mut found = Vec::new();
    let finding = || Finding::new(Severity::Doubt, Rule::Stated, &change.place, claim(change));
    if change.test == TestUsed::NotStated {
        let text = "A p without its test cannot be judged; paired values need a paired test (SAMPL).";
        found.push(finding().expects("the test").explained(text));
    }
    if change.n_pairs.is_none() {
        let tried = if change.possible_pairs.is_empty() {
            String::new()
        } else {
            format!(" The checks below take {}.", list(&sorted(&change.possible_pairs)))
        };
        let text = format!("How many pairs entered is not stated.{tried}");
        found.push(finding().expects("the number of pairs").explained(text));
    }
    found
}

fn sorted(numbers: &[u64]) -> Vec<u64> {
    let mut sorted = numbers.to_vec();
    sorted.sort_unstable();
    sorted.dedup();
    sorted
}

/// The p below which a printed p speaks of a difference: its own threshold for `p > 0.05`, else none.
pub(crate) fn threshold(p: &PrintedP) -> Option<f64> {
    match p {
        PrintedP::Above(threshold) if threshold.value > 0.0 && threshold.value < 1.0 => Some(threshold.value),
        _ => None,
    }
}

/// `−28.5 to −6.1`.
pub(crate) fn interval_words(low: f64, high: f64) -> String {
    format!("{} to {}", fixed(low, 1), fixed(high, 1))
}
