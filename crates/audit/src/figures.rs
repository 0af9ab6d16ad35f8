//! Figures of a paper in plain values, and how they should fit together.

use crate::printed::{Printed, PrintedP};

/// All figures of one paper.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Figures {
    /// Title of the paper.
    pub title: String,
    /// Where it was published; may be empty.
    pub reference: String,
    /// Counts that add up.
    pub sums: Vec<Sum>,
    /// Proportions.
    pub shares: Vec<Share>,
    /// Means with SDs.
    pub descriptions: Vec<Description>,
    /// Changes from one mean to another.
    pub changes: Vec<Change>,
    /// Pairs of counts that were compared, or could be.
    pub pairs: Vec<Pair>,
    /// Words as printed and as they should be.
    pub wordings: Vec<Wording>,
}

/// Parts that add up to a total: strata, steps of a flow, n and missing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sum {
    /// Where it stands.
    pub place: String,
    /// What is counted.
    pub what: String,
    /// The parts.
    pub parts: Vec<u64>,
    /// What the paper says is missing, if it does.
    pub missing: Option<u64>,
    /// The total.
    pub total: u64,
}

/// A proportion; whatever is printed of it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Share {
    /// Where it stands.
    pub place: String,
    /// What is counted.
    pub what: String,
    /// Numerator.
    pub count: Option<u64>,
    /// Denominator.
    pub of: Option<u64>,
    /// Per cent.
    pub percent: Option<Printed>,
    /// Size of the group that the denominator comes from, missing ones included.
    pub group: Option<u64>,
}

/// A mean with its SD.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Description {
    /// Name by which a change refers to it.
    pub id: String,
    /// Where it stands.
    pub place: String,
    /// What is measured.
    pub what: String,
    /// The mean as printed, also when it is no number.
    pub mean_text: String,
    /// The mean: as printed, or as it is taken for the checks that need one.
    pub mean: Option<Printed>,
    /// SD.
    pub sd: Option<Printed>,
    /// Number of values.
    pub n: Option<u64>,
    /// Whether single values are whole numbers: years, points of a scale.
    pub is_whole: bool,
    /// Whether a single value can be below zero.
    pub can_be_negative: bool,
    /// A threshold that all values are said to exceed, or that matters otherwise.
    pub threshold: Option<Printed>,
}

/// Which test a paper says it used.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum TestUsed {
    /// It does not say.
    #[default]
    NotStated,
    /// Paired t.
    PairedT,
    /// Unpaired t, pooled or Welch's.
    UnpairedT,
    /// Another one: ranks, signs, a model.
    Other,
}

impl TestUsed {
    /// The words of a file of figures.
    pub const WORDS: &'static [&'static str] = &["paired t", "unpaired t", "other", "not stated"];

    /// The test of a word.
    pub fn from_word(word: &str) -> Option<TestUsed> {
        match word {
            "paired t" => Some(TestUsed::PairedT),
            "unpaired t" => Some(TestUsed::UnpairedT),
            "other" => Some(TestUsed::Other),
            "not stated" => Some(TestUsed::NotStated),
            _ => None,
        }
    }
}

/// A change from one mean to another.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Change {
    /// Where it stands.
    pub place: String,
    /// What changed.
    pub what: String,
    /// Name of the description before.
    pub before: String,
    /// Name of the description after.
    pub after: String,
    /// Number of pairs as stated.
    pub n_pairs: Option<u64>,
    /// Numbers of pairs that are possible, when none is stated.
    pub possible_pairs: Vec<u64>,
    /// The p as printed.
    pub p: Option<PrintedP>,
    /// The test as stated.
    pub test: TestUsed,
    /// A correlation at which the interval of the change is shown.
    pub correlation: Option<f64>,
}

/// Two counts of opposite events: progressed and regressed.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Pair {
    /// Where it stands.
    pub place: String,
    /// What is counted.
    pub what: String,
    /// First count.
    pub first: u64,
    /// Second count.
    pub second: u64,
    /// The p as printed.
    pub p: Option<PrintedP>,
}

/// A word as printed, and as it should be.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Wording {
    /// Where it stands.
    pub place: String,
    /// As printed.
    pub printed: String,
    /// As it should be; `None` when only the slip is known.
    pub expected: Option<String>,
}

impl Figures {
    /// The description with this name.
    pub fn description(&self, id: &str) -> Option<&Description> {
        self.descriptions.iter().find(|found| found.id == id)
    }

    /// How many figures there are, of all kinds.
    pub fn n_figures(&self) -> usize {
        self.sums.len()
            + self.shares.len()
            + self.descriptions.len()
            + self.changes.len()
            + self.pairs.len()
            + self.wordings.len()
    }
}
