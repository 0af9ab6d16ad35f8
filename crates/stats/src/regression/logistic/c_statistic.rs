//! How well predictions tell those with the event from those without.

use crate::distribution::normal;
use crate::regression::iterated::{Family, Logit};
use crate::{Answer, Estimate, InputError, Interval, Level, Method, Sample, Statistic, Test, Undefined};

const DELONG: Method = Method {
    name: "c statistic (area under the ROC curve), DeLong's variance on the logit scale",
    reference: "DeLong ER et al., Biometrics 1988;44:837; Pepe MS, The Statistical Evaluation of Medical Tests, 5.2; Sun X, Xu W, IEEE Signal Process Lett 2014;21:1389",
};

/// The chance that a row with the event is predicted above one without (ties count half), with the interval of its
/// logit by DeLong's variance, and the normal test of 0.5; `sd` holds the standard error, `n_ties` the rows whose prediction another
/// shares. Optimistic if the predictions were fitted to these very rows.
///
/// `outcome` has a value a prediction ([`Undefined::LengthsDiffer`] in the value's place). [`Undefined::NoEvents`],
/// [`Undefined::NoSpread`] if all have the event; fewer than two of either: no interval. Perfect separation has no
/// spread and no interval. O(n log n).
pub fn c_statistic(predicted: &[f64], outcome: &[bool], level: Level) -> Result<Estimate, InputError> {
    let predicted = Sample::new(predicted)?.values();
    let n = predicted.len();
    let blank = Estimate::blank(DELONG, n);
    let n_events = outcome.iter().filter(|&&event| event).count();
    Ok(if outcome.len() != n {
        blank.without(Undefined::LengthsDiffer)
    } else if n == 0 {
        blank.without(Undefined::NoValues)
    } else if n_events == 0 {
        blank.without(Undefined::NoEvents)
    } else if n_events == n {
        blank.without(Undefined::NoSpread)
    } else {
        let all: Vec<usize> = (0..n).collect();
        let (ranks, n_ties) = midranks(predicted, &all);
        estimate(predicted, outcome, &ranks, Estimate { n_ties, ..blank }, level)
    })
}

fn estimate(predicted: &[f64], outcome: &[bool], ranks: &[f64], blank: Estimate, level: Level) -> Estimate {
    let group = |event: bool| -> Vec<usize> { (0..outcome.len()).filter(|&i| outcome[i] == event).collect() };
    let (events, others) = (group(true), group(false));
    let (m, k) = (events.len() as f64, others.len() as f64);
    // Of each row: the share of the other group that it beats.
    let beaten = |own: &[usize], other: f64| -> Vec<f64> {
        let within = midranks(predicted, own).0;
        own.iter().map(|&i| (ranks[i] - within[i]) / other).collect()
    };
    let wins = beaten(&events, k);
    let losses: Vec<f64> = beaten(&others, m).into_iter().map(|share| 1.0 - share).collect();
    let value = wins.iter().sum::<f64>() / m;
    let variance = |shares: &[f64]| -> Answer {
        match shares.len() {
            0 | 1 => Err(Undefined::TooFew { needed: 2, found: shares.len() }),
            n => Ok(shares.iter().map(|share| (share - value).powi(2)).sum::<f64>()
                / (n - 1) as f64
                / n as f64),
        }
    };
    let error = variance(&wins).and_then(|a| Ok((a + variance(&losses)?).sqrt()));
    let spread = error.and_then(|error| if error > 0.0 { Ok(error) } else { Err(Undefined::NoSpread) });
    Estimate {
        value: Ok(value),
        ci: spread.map(|error| {
            let reach = normal::quantile_upper(level.tail()) * error / (value * (1.0 - value));
            let at = |reach: f64| Logit.mean(Logit.link(value) + reach);
            Interval { low: at(-reach).min(value), high: at(reach).max(value), level, method: DELONG }
        }),
        test: spread.map(|error| {
            let z = (value - 0.5) / error;
            Test { statistic: Statistic::Normal { z }, p_value: (2.0 * normal::upper(z.abs())).min(1.0) }
        }),
        sd: error,
        ..blank
    }
}

/// Ranks among the rows chosen, ties sharing their mean, at the rows' own places; and how many rows are tied.
fn midranks(values: &[f64], chosen: &[usize]) -> (Vec<f64>, usize) {
    let mut order = chosen.to_vec();
    order.sort_unstable_by(|&a, &b| values[a].total_cmp(&values[b]));
    let (mut ranks, mut n_ties, mut start) = (vec![0.0; values.len()], 0, 0);
    while start < order.len() {
        let mut end = start + 1;
        while end < order.len() && values[order[end]] == values[order[start]] {
            end += 1;
        }
        let rank = (start + 1 + end) as f64 / 2.0;
        order[start..end].iter().for_each(|&i| ranks[i] = rank);
        n_ties += if end - start > 1 { end - start } else { 0 };
        start = end;
    }
    (ranks, n_ties)
}
