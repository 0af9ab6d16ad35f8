//! V against its distribution under no change.

use super::null;
use super::ranks::Ranks;
use super::rule::Continuity;
use crate::distribution::normal;
use crate::{Statistic, Test};

/// Largest number of sums the exact distribution writes down (32 MB). Only thousands of zeros below the
/// ranks of Pratt's rule reach it.
const TABLE: u64 = 1 << 22;

/// Whether the exact distribution can be written down.
pub(super) fn table_fits(ranks: &Ranks) -> bool {
    ranks.doubled_total() / 2 < TABLE
}

/// Twice the smaller tail, at most 1.
pub(super) fn exact(ranks: &Ranks) -> Test {
    let smaller = ranks.doubled_v().min(ranks.doubled_total() - ranks.doubled_v());
    let p_value = (2.0 * null::lower_tail(&ranks.doubled(), smaller)).min(1.0);
    Test { statistic: Statistic::SignedRank { v: ranks.v() }, p_value }
}

/// The correction moves V half a rank towards its expectation.
pub(super) fn normal(ranks: &Ranks, continuity: Continuity) -> Test {
    let excess = ranks.v() - ranks.expected();
    let corrected = match continuity {
        Continuity::HalfRank => excess.signum() * (excess.abs() - 0.5).max(0.0),
        Continuity::None => excess,
    };
    let z = corrected / ranks.variance().sqrt();
    let p_value = (2.0 * normal::upper(z.abs())).min(1.0);
    Test { statistic: Statistic::SignedRankNormal { v: ranks.v(), z }, p_value }
}
