//! The change expected from selection alone, for a normal population.

use crate::answer::finite;
use crate::distribution::normal;
use crate::{Answer, Undefined};

/// Which values were selected.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Side {
    /// Baseline at or above the cutoff.
    Above,
    /// Baseline at or below the cutoff.
    Below,
}

/// The rule by which persons entered: the mean of `n_baselines` values lay beyond the cutoff.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Selection {
    /// In the unit of the values (their logarithm, if the population is described on that scale).
    pub cutoff: f64,
    /// Beyond it on this side.
    pub side: Side,
    /// How many baseline values were averaged, at least 1; 0 counts as 1.
    pub n_baselines: usize,
}

/// The unselected population: a person's values are normal about the person's own mean, which is normal about `mean`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Population {
    /// Mean over all persons.
    pub mean: f64,
    /// SD of single values within a person, at least 0.
    pub sd_within: f64,
    /// SD of the persons' own means, at least 0.
    pub sd_between: f64,
}

/// Expected change (later value minus selected mean of the baselines) without any effect, in the unit of the values: at or
/// below 0 for a selection above, at or above 0 for one below.
///
/// With m baselines, S² = between² + within²/m and z = (cutoff - mean)/S (turned for a selection below) it is
/// -(within²/m)/S · φ(z)/(1 - Φ(z)) (Davis CE, Am J Epidemiol 1976;104:493; Barnett AG et al., Int J Epidemiol
/// 2005;34:215). 0 without variance within. [`Undefined::NoSpread`] without any variance;
/// [`Undefined::BeyondRange`] if a parameter is not finite or an SD below 0. A mean over several later values
/// is expected to change as much as one. A change from a baseline that was *not* used to select is expected to be 0.
pub fn expected_change(population: &Population, selection: &Selection) -> Answer {
    let Population { mean, sd_within, sd_between } = *population;
    let usable = [mean, sd_within, sd_between, selection.cutoff].iter().all(|value| value.is_finite());
    if !usable || sd_within < 0.0 || sd_between < 0.0 {
        return Err(Undefined::BeyondRange);
    }
    let baselines = selection.n_baselines.max(1) as f64;
    let noise = sd_within / baselines.sqrt();
    let total = sd_between.hypot(noise);
    if total == 0.0 {
        return Err(Undefined::NoSpread);
    }
    let z = selection.side.sign() * ((selection.cutoff - mean) / total);
    finite(-selection.side.sign() * (noise / total) * noise * hazard(finite(z)?))
}

impl Side {
    /// 1 for above, -1 for below.
    pub(super) fn sign(self) -> f64 {
        match self {
            Self::Above => 1.0,
            Self::Below => -1.0,
        }
    }
}

/// φ(z)/(1 - Φ(z)), the mean of a standard normal beyond z (inverse Mills ratio). Above 35, where both vanish, by
/// its asymptotic series z + 1/z - 2/z³ + 10/z⁵ - 74/z⁷, whose next term is below 1e-10 of 1/z.
pub(super) fn hazard(z: f64) -> f64 {
    if z > 35.0 {
        let inverse = 1.0 / z;
        let square = inverse * inverse;
        z + inverse * (1.0 - square * (2.0 - square * (10.0 - 74.0 * square)))
    } else {
        normal::density(z) / normal::upper(z)
    }
}
