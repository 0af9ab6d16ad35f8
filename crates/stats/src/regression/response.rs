//! What is to be explained, checked once.

use crate::{Answer, InputError, Undefined};

/// One finite number a row (1 for yes and 0 for no, counts, measurements), with case weights and known parts of
/// the linear predictor if there are any.
#[derive(Clone, Debug)]
pub struct Response {
    y: Vec<f64>,
    weight: Option<Vec<f64>>,
    offset: Option<Vec<f64>>,
    n_missing: usize,
}

impl Response {
    /// Refuses NaN and infinities. No rows at all are allowed.
    pub fn new(y: &[f64]) -> Result<Self, InputError> {
        Ok(Self { y: finite(y)?, weight: None, offset: None, n_missing: 0 })
    }

    /// Yes is 1, no is 0.
    pub fn binary(yes: &[bool]) -> Self {
        let y = yes.iter().map(|&yes| f64::from(u8::from(yes))).collect();
        Self { y, weight: None, offset: None, n_missing: 0 }
    }

    /// How much each row counts: finite, not negative. A row of weight 0 takes no part.
    pub fn weighted(self, weight: &[f64]) -> Result<Self, InputError> {
        let weight = finite(weight)?;
        self.require_length(weight.len())?;
        match weight.iter().position(|&weight| weight < 0.0) {
            Some(position) => Err(InputError::NegativeWeight { position }),
            None => Ok(Self { weight: Some(weight), ..self }),
        }
    }

    /// Known parts of the linear predictor: the logarithm of the person-time, say. Linear regression takes them from
    /// the response.
    pub fn with_offset(self, offset: &[f64]) -> Result<Self, InputError> {
        let offset = finite(offset)?;
        self.require_length(offset.len())?;
        Ok(Self { offset: Some(offset), ..self })
    }

    /// The same with the number of rows that lack something and were left out.
    pub fn with_missing(self, n_missing: usize) -> Self {
        Self { n_missing, ..self }
    }

    /// Number of rows.
    pub fn n(&self) -> usize {
        self.y.len()
    }

    pub(super) fn without_offset(self) -> Self {
        Self { offset: None, ..self }
    }

    pub(super) fn y(&self) -> &[f64] {
        &self.y
    }

    pub(super) fn n_missing(&self) -> usize {
        self.n_missing
    }

    pub(super) fn weight(&self, row: usize) -> f64 {
        self.weight.as_ref().map_or(1.0, |weight| weight[row])
    }

    pub(super) fn offset(&self, row: usize) -> f64 {
        self.offset.as_ref().map_or(0.0, |offset| offset[row])
    }

    /// Rows of weight above 0, in order.
    pub(super) fn used(&self) -> Vec<u32> {
        (0..self.n() as u32).filter(|&row| self.weight(row as usize) > 0.0).collect()
    }

    fn require_length(&self, found: usize) -> Result<(), InputError> {
        if found == self.n() {
            return Ok(());
        }
        Err(InputError::RowsDiffer { needed: self.n(), found })
    }
}

fn finite(values: &[f64]) -> Result<Vec<f64>, InputError> {
    crate::Sample::new(values).map(|sample| sample.values().to_vec())
}

/// Where the variance of the coefficients comes from.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub enum Variance<'a> {
    /// From the model: equal spread about the line, or the information matrix.
    #[default]
    Model,
    /// The model's times Pearson's chi-squared over its degrees of freedom (overdispersion); linear regression: as
    /// [`Variance::Model`].
    Dispersed,
    /// Each row's own residual (White, Econometrica 1980;48:817).
    Hc0,
    /// HC0 times n / (n - p).
    Hc1,
    /// Residuals over the root of 1 - leverage; linear regression only.
    Hc2,
    /// Residuals over 1 - leverage (a close relative of the jackknife); linear regression only.
    Hc3,
    /// Rows of one cluster (same code) may depend on each other. CR1: times G / (G - 1), in linear regression also times
    /// (n - 1) / (n - p), for G clusters (Liang KY, Zeger SL, Biometrika 1986;73:13).
    Cluster(&'a [u32]),
}

impl Variance<'_> {
    /// Clusters must have a code a row.
    pub(super) fn fits(&self, n: usize) -> Answer<()> {
        match self {
            Self::Cluster(codes) if codes.len() != n => Err(Undefined::LengthsDiffer),
            _ => Ok(()),
        }
    }
}

/// Consecutive numbers for the codes of the used rows, and how many there are.
pub(super) fn clusters(codes: &[u32], used: &[u32]) -> (Vec<usize>, usize) {
    let mut seen = std::collections::BTreeMap::new();
    let numbers = used
        .iter()
        .map(|&row| {
            let next = seen.len();
            *seen.entry(codes[row as usize]).or_insert(next)
        })
        .collect();
    (numbers, seen.len())
}
