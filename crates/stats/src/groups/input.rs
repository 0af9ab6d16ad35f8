//! Several samples, named by their position.

use crate::{Caution, InputError, Sample};

/// Two or more independent samples. Where order matters (a trend) it is the order given here.
#[derive(Clone, Copy)]
pub struct Groups<'a> {
    samples: &'a [Sample<'a>],
}

impl<'a> Groups<'a> {
    /// Refuses fewer than two samples. Samples without values are allowed.
    pub fn new(samples: &'a [Sample<'a>]) -> Result<Self, InputError> {
        if samples.len() < 2 { Err(InputError::FewerThanTwoGroups) } else { Ok(Self { samples }) }
    }

    /// In the order given.
    pub fn samples(&self) -> &'a [Sample<'a>] {
        self.samples
    }

    /// Those with at least one value, in order.
    pub(super) fn filled(&self) -> Vec<&'a [f64]> {
        self.samples.iter().map(Sample::values).filter(|values| !values.is_empty()).collect()
    }

    /// Values in all groups.
    pub(super) fn n(&self) -> usize {
        self.samples.iter().map(|sample| sample.values().len()).sum()
    }

    /// Declared missing in all groups.
    pub(super) fn n_missing(&self) -> usize {
        self.samples.iter().map(Sample::n_missing).sum()
    }

    /// Names the groups without values, if there are any.
    pub(super) fn cautions(&self) -> Vec<Caution> {
        let n_groups = self.samples.len() - self.filled().len();
        if n_groups == 0 { Vec::new() } else { vec![Caution::EmptyGroupsLeftOut { n_groups }] }
    }
}
