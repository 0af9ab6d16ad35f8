//! Fixed- and random-effects pooling of effects with known variances.

use super::Studies;
use super::heterogeneity::{Weighted, der_simonian_laird, q_profile, reml};
use crate::answer::finite;
use crate::distribution::{chi_squared, normal, student_t};
use crate::{Answer, Estimate, Interval, Level, Method, Statistic, Test, Undefined};

const FIXED: Method = Method {
    name: "common-effect meta-analysis, inverse variances",
    reference: "Hedges LV, Olkin I, Statistical Methods for Meta-Analysis, 6; Cochran WG, Biometrics 1954;10:101",
};
const RANDOM: Method = Method {
    name: "random-effects meta-analysis, normal interval",
    reference: "DerSimonian R, Laird N, Control Clin Trials 1986;7:177",
};
const HARTUNG_KNAPP: Method = Method {
    name: "random-effects meta-analysis, Hartung-Knapp-Sidik-Jonkman interval",
    reference: "Hartung J, Knapp G, Stat Med 2001;20:1771; Sidik K, Jonkman JN, Stat Med 2002;21:3153",
};
const HETEROGENEITY: Method =
    Method { name: "Cochran's Q test of heterogeneity", reference: "Cochran WG, Biometrics 1954;10:101" };
const PROFILE: Method = Method {
    name: "variance between studies, Q-profile interval",
    reference: "Viechtbauer W, Stat Med 2007;26:37",
};
const PREDICTION: Method = Method {
    name: "prediction interval for the effect in another study",
    reference: "Higgins JPT, Thompson SG, Spiegelhalter DJ, J R Stat Soc A 2009;172:137",
};

/// What studies may differ by beyond chance.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Between {
    /// Nothing: all estimate one effect.
    Nothing,
    /// Variance between studies by DerSimonian and Laird's moments.
    DerSimonianLaird,
    /// Variance between studies by restricted maximum likelihood; the default.
    #[default]
    Reml,
}

/// How the pooled effect's uncertainty is judged.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Spread {
    /// From the weights alone, normal.
    Normal,
    /// From the spread of the studies about the mean, Student's t on k - 1 degrees of freedom; the default.
    /// It may be shorter than the normal one where studies agree by chance.
    #[default]
    HartungKnapp,
}

/// The choices pooling leaves open.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct PoolRule {
    /// Fixed or random effects.
    pub between: Between,
    /// Interval of the pooled effect.
    pub spread: Spread,
    /// Confidence level.
    pub level: Level,
}

/// A pooled effect.
#[derive(Clone, Debug, PartialEq)]
pub struct Pooled {
    /// The effect, on the scale of the studies; `sd` is its standard error, `n` the number of studies.
    pub effect: Estimate,
    /// Variance between studies with its Q-profile interval.
    pub tau2: Estimate,
    /// Cochran's Q against chi-squared on k - 1 degrees of freedom.
    pub heterogeneity: Estimate,
    /// Share of the total variance that lies between studies, from 0 to 1 (Higgins & Thompson's I², from tau² and the
    /// typical sampling variance).
    pub i2: Answer,
    /// Where the effect of another such study lies: Student's t on k - 2 degrees of freedom; needs three studies.
    pub prediction: Answer<Interval>,
    /// Each study's share of the weight; they add up to 1.
    pub share: Vec<f64>,
}

/// Pools effects. No studies: [`Undefined::NoValues`]. One study: its own effect and normal interval, nothing else.
pub fn pool(studies: Studies<'_>, rule: &PoolRule) -> Pooled {
    let k = studies.n();
    let method = match (rule.between, rule.spread) {
        (Between::Nothing, Spread::Normal) => FIXED,
        (_, Spread::Normal) => RANDOM,
        (_, Spread::HartungKnapp) => HARTUNG_KNAPP,
    };
    let tau2 = between(studies, rule.between);
    let at = tau2.map(|tau2| Weighted::of(studies, tau2));
    let effect = match &at {
        Ok(at) => pooled(at, k, method, rule),
        Err(reason) => Estimate::blank(method, k).without(*reason),
    };
    let weight = |variance: f64, tau2: f64, total: f64| 1.0 / (variance + tau2) / total;
    let share = match (&at, tau2) {
        (Ok(at), Ok(tau2)) => studies.variance.iter().map(|&v| weight(v, tau2, at.sums[0])).collect(),
        _ => Vec::new(),
    };
    Pooled {
        tau2: spread_between(studies, tau2, rule),
        heterogeneity: heterogeneity(studies),
        i2: tau2.and_then(|tau2| inconsistency(studies, tau2)),
        prediction: prediction(&effect, tau2, k, rule.level),
        effect,
        share,
    }
}

fn between(studies: Studies<'_>, rule: Between) -> Answer {
    match (studies.n(), rule) {
        (0, _) => Err(Undefined::NoValues),
        (1, _) | (_, Between::Nothing) => Ok(0.0),
        (_, Between::DerSimonianLaird) => Ok(der_simonian_laird(studies)),
        (_, Between::Reml) => reml(studies).ok_or(Undefined::NotConverged),
    }
}

fn pooled(at: &Weighted, k: usize, method: Method, rule: &PoolRule) -> Estimate {
    let blank = Estimate::blank(method, k);
    let df = k as f64 - 1.0;
    let by_spread = rule.spread == Spread::HartungKnapp && k > 1;
    let error = if by_spread { at.squares[0] / df / at.sums[0] } else { 1.0 / at.sums[0] }.sqrt();
    if error == 0.0 {
        let none = Undefined::NoSpread;
        return Estimate { value: finite(at.mean), ci: Err(none), test: Err(none), sd: Ok(0.0), ..blank };
    }
    let z = at.mean / error;
    let (reach, statistic, p_value) = if by_spread {
        let factor = student_t::quantile_upper(rule.level.tail(), df);
        (factor * error, Statistic::StudentT { t: z, df }, student_t::two_sided(z, df))
    } else {
        let factor = normal::quantile_upper(rule.level.tail());
        (factor * error, Statistic::Normal { z }, (2.0 * normal::upper(z.abs())).min(1.0))
    };
    let ci = Interval { low: at.mean - reach, high: at.mean + reach, level: rule.level, method };
    let test = Test { statistic, p_value };
    Estimate { value: finite(at.mean), ci: Ok(ci), test: Ok(test), sd: Ok(error), ..blank }
}

fn spread_between(studies: Studies<'_>, tau2: Answer, rule: &PoolRule) -> Estimate {
    let k = studies.n();
    let blank = Estimate::blank(PROFILE, k);
    if rule.between == Between::Nothing {
        return blank;
    }
    if k < 2 {
        return blank.without(Undefined::TooFew { needed: 2, found: k });
    }
    let (df, tail) = ((k - 1) as f64, rule.level.tail());
    let low = q_profile(studies, chi_squared::quantile_upper(tail, df));
    let high = q_profile(studies, chi_squared::quantile_upper(1.0 - tail, df));
    Estimate { value: tau2, ci: Ok(Interval { low, high, level: rule.level, method: PROFILE }), ..blank }
}

fn heterogeneity(studies: Studies<'_>) -> Estimate {
    let k = studies.n();
    let blank = Estimate::blank(HETEROGENEITY, k);
    if k < 2 {
        return Estimate { test: Err(Undefined::TooFew { needed: 2, found: k }), ..blank };
    }
    let (x2, df) = (Weighted::of(studies, 0.0).squares[0], (k - 1) as f64);
    let test = Test { statistic: Statistic::ChiSquared { x2, df }, p_value: chi_squared::upper(x2, df) };
    Estimate { test: Ok(test), ..blank }
}

/// tau² / (tau² + s²), s² = (k - 1) sum w / ((sum w)² - sum w²) with fixed-effect weights.
fn inconsistency(studies: Studies<'_>, tau2: f64) -> Answer {
    let k = studies.n();
    if k < 2 {
        return Err(Undefined::TooFew { needed: 2, found: k });
    }
    let [first, second, _] = Weighted::of(studies, 0.0).sums;
    let typical = (k - 1) as f64 * first / (first * first - second);
    Ok(tau2 / (tau2 + typical))
}

fn prediction(effect: &Estimate, tau2: Answer, k: usize, level: Level) -> Answer<Interval> {
    if k < 3 {
        return Err(Undefined::TooFew { needed: 3, found: k });
    }
    let (mean, error) = (effect.value?, effect.sd?);
    let reach = student_t::quantile_upper(level.tail(), (k - 2) as f64) * (tau2? + error * error).sqrt();
    Ok(Interval { low: mean - reach, high: mean + reach, level, method: PREDICTION })
}
