//! What became of the lines: how many were used, how many not and why, and what is remarkable about them.

use std::collections::BTreeMap;

use crate::chart::At;

/// Why a line was not used. Every line read has one, or is [`USED`].
pub(crate) mod item {
    pub(crate) const USED: &str = "used";
    pub(crate) const NOT_READ: &str = "kind of resource not read";
    pub(crate) const NO_KIND: &str = "no resource type";
    pub(crate) const NO_ID: &str = "no id";
    pub(crate) const NO_SUBJECT: &str = "no subject";
    pub(crate) const OTHER_SUBJECT: &str = "subject is no patient";
    pub(crate) const CONTAINED_SUBJECT: &str = "subject contained";
    pub(crate) const ORPHAN: &str = "subject not among the patients";
    pub(crate) const UNINVOLVED: &str = "person without the disease";
    pub(crate) const STATUS: &str = "status";
    pub(crate) const OTHER_CODE: &str = "other code";
    pub(crate) const REQUEST: &str = "a request is no administration";
    pub(crate) const NO_MEDICATION: &str = "medication unresolved";
    pub(crate) const NO_DAY: &str = "no day";
    pub(crate) const ABSENT_VALUE: &str = "value absent with a reason";
    pub(crate) const NO_TEXT: &str = "no text";
    pub(crate) const NO_REGION: &str = "no region";
    pub(crate) const DUPLICATE: &str = "duplicate";
    pub(crate) const SUPERSEDED: &str = "superseded by a later version";
    pub(crate) const CONFLICT: &str = "conflict with another line of the same id";
}

/// What is remarkable about a line, whether it was used or not.
pub(crate) mod remark {
    pub(crate) const CONTAINED: &str = "contained resource";
    pub(crate) const UNRESOLVED_SUBJECT: &str = "reference to a patient that is not there";
    pub(crate) const UNRESOLVED_MEDICATION: &str = "reference to a medication that is not there";
    pub(crate) const UNRESOLVED_RESULT: &str = "reference to a result that is not there";
    pub(crate) const FOREIGN_CODE: &str = "code of the study under an unknown system";
    pub(crate) const BARE_MORPHOLOGY: &str = "morphology without a site";
    pub(crate) const UNCONFIRMED: &str = "diagnosis of the study that is not confirmed";
    pub(crate) const OTHER_FORM: &str = "presented form that is no text";
    pub(crate) const DEATH_WITHOUT_DAY: &str = "death without a day";
    pub(crate) const PARTIAL_DAY: &str = "day not known to the day";
    pub(crate) const CONFLICT: &str = "differs from another line of the same id";
}

/// How many lines of a file have something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Count {
    /// Position in [`Chart::files`](crate::chart::Chart::files).
    pub file: u16,
    pub item: &'static str,
    pub n: u64,
}

/// Where something remarkable is.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Place {
    pub item: &'static str,
    pub at: At,
}

/// The account of a folder. For each file the counts of `lines` add up to its rows.
#[derive(Default)]
pub(crate) struct Account {
    pub lines: Vec<Count>,
    pub remarks: Vec<Count>,
    /// The first places of each remark; all are counted in `remarks`.
    pub places: Vec<Place>,
}

/// So many places are kept of each remark.
const N_PLACES: usize = 1000;

/// An account in the making: of one piece, or of all.
#[derive(Default)]
pub(super) struct Tally {
    lines: BTreeMap<(u16, &'static str), u64>,
    remarks: BTreeMap<&'static str, Vec<At>>,
    n_remarks: BTreeMap<(u16, &'static str), u64>,
}

impl Tally {
    /// One more line of which this became.
    pub fn line(&mut self, file: u16, item: &'static str) {
        self.lines_more(file, item, 1);
    }

    /// So many more.
    pub fn lines_more(&mut self, file: u16, item: &'static str, n: u64) {
        *self.lines.entry((file, item)).or_default() += n;
    }

    /// Lines that were counted as used turn out otherwise.
    pub fn instead_of_used(&mut self, file: u16, item: &'static str) {
        if let Some(n) = self.lines.get_mut(&(file, item::USED)) {
            *n = n.saturating_sub(1);
            self.line(file, item);
        }
    }

    /// Something remarkable.
    pub fn remark(&mut self, at: At, item: &'static str) {
        *self.n_remarks.entry((at.file, item)).or_default() += 1;
        let places = self.remarks.entry(item).or_default();
        if places.len() < N_PLACES {
            places.push(at);
        }
    }

    /// What comes after it.
    pub fn add(&mut self, other: Tally) {
        for ((file, item), n) in other.lines {
            self.lines_more(file, item, n);
        }
        for (key, n) in other.n_remarks {
            *self.n_remarks.entry(key).or_default() += n;
        }
        for (item, places) in other.remarks {
            let all = self.remarks.entry(item).or_default();
            all.extend(places.into_iter().take(N_PLACES.saturating_sub(all.len())));
        }
    }

    /// Closed.
    pub fn account(self) -> Account {
        let counts = |counts: BTreeMap<(u16, &'static str), u64>| {
            let kept = counts.into_iter().filter(|(_, n)| *n > 0);
            kept.map(|((file, item), n)| Count { file, item, n }).collect()
        };
        let of_item =
            |(item, places): (&'static str, Vec<At>)| places.into_iter().map(move |at| Place { item, at });
        let places = self.remarks.into_iter().flat_map(of_item).collect();
        Account { lines: counts(self.lines), remarks: counts(self.n_remarks), places }
    }
}
