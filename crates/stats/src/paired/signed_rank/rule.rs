//! The choices that the signed-rank method leaves open.

use crate::{Level, Method};

/// What becomes of differences of exactly zero.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum ZeroRule {
    /// Dropped before ranking (Wilcoxon 1945): the study contract's, R's and the textbooks' rule.
    #[default]
    Wilcoxon,
    /// Ranked with the others and then dropped (Pratt, JASA 1959;54:655): coin's rule. The non-zero
    /// differences keep the ranks above the zeros, and the zeros stay in the estimate and its interval.
    Pratt,
}

/// Whether the normal approximation moves V towards its expectation.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Continuity {
    /// By half a rank: the study contract's rule and R's `correct = TRUE`.
    #[default]
    HalfRank,
    /// Not at all: coin, SciPy's default, R's `correct = FALSE`.
    None,
}

/// The choices the method leaves open. The default is the study contract's, section 8.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SignedRankRule {
    /// Confidence level; 95 %.
    pub level: Level,
    /// Differences are rounded to this many decimals, so that 0.3 - 0.2 and 0.2 - 0.1 tie; 9. `None` takes
    /// them as computed. More than 15 count as 15.
    pub decimals: Option<u32>,
    /// The exact distribution serves up to this many non-zero differences; 200. More than 1000 count as
    /// 1000, where its counts reach the largest `f64`.
    pub exact_up_to: usize,
    /// Wilcoxon's.
    pub zeros: ZeroRule,
    /// Half a rank. Without effect on the exact distribution.
    pub continuity: Continuity,
}

impl Default for SignedRankRule {
    fn default() -> Self {
        Self {
            level: Level::NINETY_FIVE,
            decimals: Some(9),
            exact_up_to: 200,
            zeros: ZeroRule::Wilcoxon,
            continuity: Continuity::HalfRank,
        }
    }
}

impl SignedRankRule {
    /// The largest number of differences that the exact distribution serves.
    pub(super) fn exact_limit(&self) -> usize {
        self.exact_up_to.min(1000)
    }

    /// Name and source of the test.
    pub(super) fn method(&self, exact: bool) -> Method {
        match (self.zeros, exact, self.continuity) {
            (ZeroRule::Wilcoxon, true, _) => EXACT,
            (ZeroRule::Wilcoxon, false, Continuity::HalfRank) => NORMAL,
            (ZeroRule::Wilcoxon, false, Continuity::None) => NORMAL_UNCORRECTED,
            (ZeroRule::Pratt, true, _) => PRATT_EXACT,
            (ZeroRule::Pratt, false, Continuity::HalfRank) => PRATT_NORMAL,
            (ZeroRule::Pratt, false, Continuity::None) => PRATT_NORMAL_UNCORRECTED,
        }
    }
}

const HOLLANDER: &str = "Hollander M, Wolfe DA, Chicken E, Nonparametric Statistical Methods, 3.1";
const PRATT: &str = "Pratt JW, JASA 1959;54:655; Streitberg B, Roehmel J, Stat Software Newsl 1986;12:10";

const EXACT: Method = Method {
    name: "Wilcoxon signed-rank test, exact given ties, zeros dropped",
    reference: "Wilcoxon F, Biometrics 1945;1:80; Streitberg B, Roehmel J, Stat Software Newsl 1986;12:10",
};

const NORMAL: Method = Method {
    name: "Wilcoxon signed-rank test, normal approximation with tie and continuity correction, zeros dropped",
    reference: HOLLANDER,
};

const NORMAL_UNCORRECTED: Method = Method {
    name: "Wilcoxon signed-rank test, normal approximation with tie correction, zeros dropped",
    reference: HOLLANDER,
};

const PRATT_EXACT: Method = Method {
    name: "Wilcoxon signed-rank test, exact given ties, zeros ranked and then dropped",
    reference: PRATT,
};

const PRATT_NORMAL: Method = Method {
    name: "Wilcoxon signed-rank test, normal approximation with tie, zero and continuity correction, \
           zeros ranked and then dropped",
    reference: PRATT,
};

const PRATT_NORMAL_UNCORRECTED: Method = Method {
    name: "Wilcoxon signed-rank test, normal approximation with tie and zero correction, \
           zeros ranked and then dropped",
    reference: PRATT,
};

/// Interval between two ordered Walsh averages.
pub(super) const WALSH: Method = Method {
    name: "ordered Walsh averages",
    reference: "Hodges JL, Lehmann EL, Ann Math Stat 1963;34:598; Hollander, Wolfe & Chicken, 3.3",
};
