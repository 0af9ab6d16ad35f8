//! Why an answer is what it is.

use crate::RecordRef;

/// One rule of the study, by its id and in a sentence a clinician can check.
#[derive(Debug, PartialEq, Eq)]
pub struct Rule {
    /// Section of the study contract and a short name: `6.marker.before`.
    pub id: &'static str,
    /// What the rule says.
    pub says: &'static str,
}

/// A record that was looked at and not chosen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RunnerUp {
    /// The record.
    pub record: RecordRef,
    /// Why another was preferred.
    pub why: &'static str,
}

/// The rule that gave an answer, the records it used and those it passed over.
///
/// A reason holds places of records, never values: the row behind a place is looked up in the source.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reason {
    /// The rule.
    pub rule: &'static Rule,
    /// The records that decided.
    pub used: Vec<RecordRef>,
    /// The records that were considered and not chosen.
    pub runners_up: Vec<RunnerUp>,
}

impl Reason {
    /// A reason that rests on these records.
    pub fn new(rule: &'static Rule, used: impl IntoIterator<Item = RecordRef>) -> Reason {
        Reason { rule, used: used.into_iter().collect(), runners_up: Vec::new() }
    }

    /// The same reason with the records that were passed over.
    pub fn over(mut self, runners_up: impl IntoIterator<Item = RunnerUp>) -> Reason {
        self.runners_up.extend(runners_up);
        self
    }
}

/// An answer with its reason.
#[derive(Clone, Debug, PartialEq)]
pub struct Judged<T> {
    /// The answer.
    pub value: T,
    /// Why.
    pub reason: Reason,
}

impl<T> Judged<T> {
    /// An answer with its reason.
    pub fn new(value: T, reason: Reason) -> Judged<T> {
        Judged { value, reason }
    }
}
