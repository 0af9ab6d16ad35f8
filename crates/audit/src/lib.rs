//! Do the figures of a paper agree with each other, and with themselves?
//!
//! In: figures as printed (counts, per cents, means, p values) and how they should fit together, in plain
//! values or as a text ([`read`], the format of `docs/guide/audit.md`). Out: a list of [`Finding`]s, each with
//! what is claimed, what was expected and what it means. It knows no study, opens no file and accuses nobody: a
//! finding of rank `error` says that figures exclude each other, not how that came about.

mod change;
mod counts;
mod description;
mod figures;
mod finding;
mod grim;
mod mistake;
mod printed;
mod proportion;
mod read;
mod recompute;
mod words;

pub use figures::{Change, Description, Figures, Pair, Share, Sum, TestUsed, Wording};
pub use finding::{Finding, Rule, Severity};
pub use mistake::Mistake;
pub use printed::{Printed, PrintedP, readings};
pub use read::read;
pub use recompute::{
    percent_agrees, sign_test, two_sided_p_of_interval, two_sided_p_of_ratio, wilson, wilson_at,
};

/// Checks all figures, in the order of the file within each kind.
pub fn audit(figures: &Figures) -> Vec<Finding> {
    let mut list: Vec<Finding> = figures.sums.iter().flat_map(counts::sum).collect();
    list.extend(figures.shares.iter().flat_map(proportion::check));
    list.extend(figures.descriptions.iter().flat_map(description::check));
    list.extend(figures.changes.iter().flat_map(|change| change::check(change, figures)));
    list.extend(figures.pairs.iter().flat_map(counts::pair));
    list.extend(figures.wordings.iter().map(words::check));
    list
}
