//! The four counts of a paired comparison.

use crate::InputError;

/// The largest sum of counts: every whole number up to it is a double.
pub(super) const LARGEST_TOTAL: u64 = 1 << 53;

/// How many units have something before and after, only before, only after, or at neither time.
///
/// The names fix the direction; no order of levels does.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct PairedCounts {
    /// Before and after.
    pub both: usize,
    /// Before and no longer after.
    pub only_before: usize,
    /// After and not before.
    pub only_after: usize,
    /// Neither before nor after.
    pub neither: usize,
}

/// How many units changed upwards, downwards, or not at all.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ChangeCounts {
    /// Such as progression.
    pub up: usize,
    /// Such as regression.
    pub down: usize,
    /// Neither.
    pub unchanged: usize,
}

/// Checked [`PairedCounts`], and how many units lack one or both readings.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PairedBinary {
    counts: PairedCounts,
    n_missing: usize,
}

impl PairedBinary {
    /// Refuses counts that add up to more than 2^53. All zero is allowed and has no estimate.
    pub fn new(counts: PairedCounts) -> Result<Self, InputError> {
        require_total([counts.both, counts.only_before, counts.only_after, counts.neither])?;
        Ok(Self { counts, n_missing: 0 })
    }

    /// `before[i]` and `after[i]` belong to one unit. Refuses slices of different length.
    pub fn of(before: &[bool], after: &[bool]) -> Result<Self, InputError> {
        require_pairs(before.len(), after.len())?;
        Ok(Self::tally(before.iter().copied().zip(after.iter().copied()).map(Some)))
    }

    /// As [`PairedBinary::of`]; a unit with a `None` on either side is counted missing.
    pub fn of_optional(before: &[Option<bool>], after: &[Option<bool>]) -> Result<Self, InputError> {
        require_pairs(before.len(), after.len())?;
        Ok(Self::tally(before.iter().zip(after).map(|(before, after)| Some((((*before)?), (*after)?)))))
    }

    /// Changes of direction alone: up counts as *only after*, down as *only before*, unchanged as *neither*.
    pub fn of_changes(changes: ChangeCounts) -> Result<Self, InputError> {
        Self::new(PairedCounts {
            both: 0,
            only_before: changes.down,
            only_after: changes.up,
            neither: changes.unchanged,
        })
    }

    /// The same pairs with the number of units that lack one or both readings.
    pub fn with_missing(self, n_missing: usize) -> Self {
        Self { n_missing, ..self }
    }

    /// The four counts.
    pub fn counts(&self) -> PairedCounts {
        self.counts
    }

    /// Complete pairs.
    pub fn n(&self) -> usize {
        self.n_discordant() + self.n_concordant()
    }

    /// Pairs whose two readings differ.
    pub fn n_discordant(&self) -> usize {
        self.counts.only_before + self.counts.only_after
    }

    /// Pairs whose two readings are the same.
    pub fn n_concordant(&self) -> usize {
        self.counts.both + self.counts.neither
    }

    /// Found incomplete by [`PairedBinary::of_optional`] or declared by [`PairedBinary::with_missing`].
    pub fn n_missing(&self) -> usize {
        self.n_missing
    }

    fn tally(pairs: impl Iterator<Item = Option<(bool, bool)>>) -> Self {
        let (mut counts, mut n_missing) = (PairedCounts::default(), 0);
        for pair in pairs {
            match pair {
                Some((true, true)) => counts.both += 1,
                Some((true, false)) => counts.only_before += 1,
                Some((false, true)) => counts.only_after += 1,
                Some((false, false)) => counts.neither += 1,
                None => n_missing += 1,
            }
        }
        Self { counts, n_missing }
    }
}

/// Refuses counts that add up to more than [`LARGEST_TOTAL`].
pub(super) fn require_total(counts: impl IntoIterator<Item = usize>) -> Result<(), InputError> {
    let total = counts.into_iter().try_fold(0_u64, |total, count| total.checked_add(count as u64));
    if total.is_some_and(|total| total <= LARGEST_TOTAL) { Ok(()) } else { Err(InputError::CountsOverflow) }
}

/// Refuses slices of different length.
pub(super) fn require_pairs(before: usize, after: usize) -> Result<(), InputError> {
    if before == after { Ok(()) } else { Err(InputError::LengthsDiffer { before, after }) }
}
