//! Rare events pooled by their exact likelihood: no continuity correction, and studies without events take part.

use crate::distribution::{gamma, normal};
use crate::quadrature::gauss_hermite;
use crate::{Answer, Estimate, InputError, Interval, Level, Method, Proportion, Statistic, Test, Undefined};

const PROPORTION: Method = Method {
    name: "binomial-normal random-effects model of the logit",
    reference: "Stijnen T, Hamza TH, Ozdemir P, Stat Med 2010;29:3046, section 2",
};
const ODDS_RATIO: Method = Method {
    name: "hypergeometric-normal random-effects model of the log odds ratio",
    reference: "Stijnen T, Hamza TH, Ozdemir P, Stat Med 2010;29:3046, section 3; Van Houwelingen HC et al, Stat Med 1993;12:2273",
};

/// The mean of the studies' logits or log odds ratios.
#[derive(Clone, Debug, PartialEq)]
pub struct PooledBinomial {
    /// On the logit or log odds ratio scale, with Wald interval from the observed information; the test is against
    /// 0. `sd` is the standard error, `n` the number of studies that carry information.
    pub effect: Estimate,
    /// Variance between studies, by maximum likelihood; 0 where the likelihood is highest there.
    pub tau2: Answer,
    /// Log-likelihood at the maximum.
    pub log_likelihood: Answer,
}

/// Pools proportions. No events at all, or nothing but events: [`Undefined::Infinite`]. No study with anybody in
/// it: [`Undefined::NoValues`].
pub fn pool_proportions(studies: &[Proportion], level: Level) -> PooledBinomial {
    let used: Vec<Study> = studies
        .iter()
        .filter(|study| study.denominator() > 0)
        .map(|study| Study::binomial(study.numerator() as u64, study.denominator() as u64))
        .collect();
    pool(&used, PROPORTION, level)
}

/// Pools odds ratios, `second` over `first`, each study conditional on its number of events in both arms
/// together. Studies without events, or with nothing but events, say nothing about the odds ratio and are counted in
/// `n_missing`. All events in one arm throughout: [`Undefined::Infinite`]. Slices of different length are refused.
pub fn pool_odds_ratios(
    first: &[Proportion],
    second: &[Proportion],
    level: Level,
) -> Result<PooledBinomial, InputError> {
    if first.len() != second.len() {
        return Err(InputError::LengthsDiffer { before: first.len(), after: second.len() });
    }
    let used: Vec<Study> =
        first.iter().zip(second).map(|(first, second)| Study::conditional(*first, *second)).collect();
    let informative: Vec<Study> = used.iter().filter(|study| study.low < study.high).cloned().collect();
    let mut pooled = pool(&informative, ODDS_RATIO, level);
    pooled.effect.n_missing = used.len() - informative.len();
    Ok(pooled)
}

/// One study: the count x has P(x) proportional to exp(coefficient[x - low] + x theta) for x from low to high.
#[derive(Clone)]
struct Study {
    low: u64,
    high: u64,
    observed: u64,
    coefficient: Vec<f64>,
    /// Binomial: the sum over x has a closed form, and `coefficient` is that of the observed count only.
    closed: bool,
}

impl Study {
    fn binomial(observed: u64, n: u64) -> Self {
        Self { low: 0, high: n, observed, coefficient: vec![gamma::ln_choose(n, observed)], closed: true }
    }

    /// Fisher's noncentral hypergeometric distribution of the events of the second arm.
    fn conditional(first: Proportion, second: Proportion) -> Self {
        let (n1, n2) = (first.denominator() as u64, second.denominator() as u64);
        let events = (first.numerator() + second.numerator()) as u64;
        let (low, high) = (events.saturating_sub(n1), events.min(n2));
        let coefficient =
            (low..=high).map(|x| gamma::ln_choose(n2, x) + gamma::ln_choose(n1, events - x)).collect();
        Self { low, high, observed: second.numerator() as u64, coefficient, closed: false }
    }

    /// ln P(observed), observed - mean, and variance of the count at theta.
    fn at(&self, theta: f64) -> (f64, f64, f64) {
        let x = self.observed as f64;
        if self.closed {
            let n = self.high as f64;
            let p = 1.0 / (1.0 + (-theta).exp());
            let ln_normaliser =
                n * if theta > 0.0 { theta + (-theta).exp().ln_1p() } else { theta.exp().ln_1p() };
            return (self.coefficient[0] + x * theta - ln_normaliser, x - n * p, n * p * (1.0 - p));
        }
        let logs =
            || (self.low..=self.high).zip(&self.coefficient).map(|(x, c)| (x as f64, c + x as f64 * theta));
        let largest = logs().fold(f64::NEG_INFINITY, |largest, (_, log)| largest.max(log));
        let mut sums = [0.0; 3];
        for (x, log) in logs() {
            let weight = (log - largest).exp();
            let distance = x - self.observed as f64;
            sums[0] += weight;
            sums[1] += weight * distance;
            sums[2] += weight * distance * distance;
        }
        let (mean, square) = (sums[1] / sums[0], sums[2] / sums[0]);
        let own = self.coefficient[(self.observed - self.low) as usize] + x * theta;
        (own - largest - sums[0].ln(), -mean, square - mean * mean)
    }
}

/// Log-likelihood with derivatives in mu and tau.
#[derive(Clone, Copy)]
struct Evaluation {
    log_likelihood: f64,
    score: [f64; 2],
    /// Second derivatives: mu mu, mu tau, tau tau.
    curvature: [f64; 3],
}

const NODES: usize = 30;
/// Studies that differ by more than this SD on the logit scale differ without bound.
const UNBOUNDED: f64 = 25.0;

/// Adaptive quadrature (Pinheiro & Bates, J Comput Graph Stat 1995;4:12) over z, u = tau z; derivatives by Louis'
/// identity from the same nodes.
fn evaluate(studies: &[Study], nodes: &[(f64, f64)], mu: f64, tau: f64) -> Evaluation {
    let mut sum = Evaluation { log_likelihood: 0.0, score: [0.0; 2], curvature: [0.0; 3] };
    for study in studies {
        let (mode, width) = mode(study, mu, tau);
        let points: Vec<(f64, f64, f64, f64)> = nodes
            .iter()
            .map(|&(node, weight)| {
                let z = mode + width * node;
                let (log, score, variance) = study.at(mu + tau * z);
                (log + 0.5 * (node * node - z * z) + weight.ln() + width.ln(), z, score, variance)
            })
            .collect();
        let largest = points.iter().fold(f64::NEG_INFINITY, |largest, point| largest.max(point.0));
        let total: f64 = points.iter().map(|point| (point.0 - largest).exp()).sum();
        let mean = |f: &dyn Fn(f64, f64, f64) -> f64| {
            points.iter().map(|p| (p.0 - largest).exp() * f(p.1, p.2, p.3)).sum::<f64>() / total
        };
        let score = [mean(&|_, s, _| s), mean(&|z, s, _| z * s)];
        sum.log_likelihood += largest + total.ln();
        sum.score[0] += score[0];
        sum.score[1] += score[1];
        sum.curvature[0] += mean(&|_, s, v| s * s - v) - score[0] * score[0];
        sum.curvature[1] += mean(&|z, s, v| z * (s * s - v)) - score[0] * score[1];
        sum.curvature[2] += mean(&|z, s, v| z * z * (s * s - v)) - score[1] * score[1];
    }
    sum
}

/// Where the integrand peaks in z, and its width there.
fn mode(study: &Study, mu: f64, tau: f64) -> (f64, f64) {
    let mut z: f64 = 0.0;
    let mut curvature = 1.0;
    for _ in 0..100 {
        let (_, score, variance) = study.at(mu + tau * z);
        curvature = 1.0 + tau * tau * variance;
        let step = ((tau * score - z) / curvature).clamp(-2.0, 2.0);
        z += step;
        if step.abs() < 1e-10 {
            break;
        }
    }
    (z, 1.0 / curvature.sqrt())
}

fn pool(studies: &[Study], method: Method, level: Level) -> PooledBinomial {
    match maximise(studies) {
        Err(reason) => PooledBinomial {
            effect: Estimate::blank(method, studies.len()).without(reason),
            tau2: Err(reason),
            log_likelihood: Err(reason),
        },
        Ok((mu, tau, at)) => {
            let [a, b, d] = at.curvature.map(|curvature| -curvature);
            // At tau = 0 the likelihood is even in tau: mu and tau do not share information.
            let error = if tau == 0.0 { 1.0 / a } else { d / (a * d - b * b) }.sqrt();
            let (reach, z) = (normal::quantile_upper(level.tail()) * error, mu / error);
            let p_value = (2.0 * normal::upper(z.abs())).min(1.0);
            let effect = Estimate {
                value: Ok(mu),
                ci: Ok(Interval { low: mu - reach, high: mu + reach, level, method }),
                test: Ok(Test { statistic: Statistic::Normal { z }, p_value }),
                sd: Ok(error),
                ..Estimate::blank(method, studies.len())
            };
            PooledBinomial { effect, tau2: Ok(tau * tau), log_likelihood: Ok(at.log_likelihood) }
        }
    }
}

/// Newton's method on (mu, tau), uphill by construction: where the curvature has the wrong sign the step goes along the
/// gradient. Begins at some heterogeneity, and ends at tau = 0 where nothing is left.
fn maximise(studies: &[Study]) -> Answer<(f64, f64, Evaluation)> {
    if studies.is_empty() {
        return Err(Undefined::NoValues);
    }
    let at_low = studies.iter().all(|study| study.observed == study.low);
    if at_low || studies.iter().all(|study| study.observed == study.high) {
        return Err(Undefined::Infinite);
    }
    let nodes = gauss_hermite(NODES);
    let (mu, _, null) = climb(studies, &nodes, 0.0, 0.0)?;
    let (mu1, tau, at) = climb(studies, &nodes, mu, 0.7)?;
    if at.log_likelihood > null.log_likelihood + 1e-9 && tau > 1e-6 {
        // A ridge instead of a peak: the studies fit any spread from some size on.
        let [a, b, d] = at.curvature.map(|curvature| -curvature);
        if !(a > 0.0 && a * d - b * b > 0.0) {
            return Err(Undefined::NotConverged);
        }
        Ok((mu1, tau, at))
    } else {
        Ok((mu, 0.0, null))
    }
}

fn climb(studies: &[Study], nodes: &[(f64, f64)], mu: f64, tau: f64) -> Answer<(f64, f64, Evaluation)> {
    let fixed = tau == 0.0;
    let (mut mu, mut tau) = (mu, tau);
    let mut at = evaluate(studies, nodes, mu, tau);
    for _ in 0..200 {
        if tau.abs() > UNBOUNDED {
            return Err(Undefined::Infinite);
        }
        let step = direction(&at, fixed);
        let decrement = step[0] * at.score[0] + step[1] * at.score[1];
        if decrement < 1e-18 {
            return Ok((mu, tau.abs(), at));
        }
        let mut factor = 1.0;
        loop {
            let (next_mu, next_tau) = (mu + factor * step[0], tau + factor * step[1]);
            let next = evaluate(studies, nodes, next_mu, next_tau);
            if next.log_likelihood >= at.log_likelihood - 1e-13 * at.log_likelihood.abs() {
                (mu, tau, at) = (next_mu, next_tau, next);
                break;
            }
            factor *= 0.5;
            if factor < 1e-12 {
                // No step rises: a maximum to the last digits of the likelihood, or none that steps can find.
                return if decrement < 1e-11 {
                    Ok((mu, tau.abs(), at))
                } else {
                    Err(Undefined::NotConverged)
                };
            }
        }
    }
    Err(Undefined::NotConverged)
}

fn direction(at: &Evaluation, fixed: bool) -> [f64; 2] {
    let [a, b, d] = at.curvature.map(|curvature| -curvature);
    let [s, t] = at.score;
    if fixed {
        return [s / a, 0.0];
    }
    let determinant = a * d - b * b;
    let step = if a > 0.0 && determinant > 0.0 {
        [(d * s - b * t) / determinant, (a * t - b * s) / determinant]
    } else {
        [s / a.abs().max(1.0), t / d.abs().max(1.0)]
    };
    step.map(|step: f64| step.clamp(-2.0, 2.0))
}
