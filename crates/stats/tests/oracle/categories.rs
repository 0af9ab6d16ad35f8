//! Proportional odds against ordinal::clm, multinomial logit against nnet::multinom finished by Newton's method. Tolerance:
//! relative 1e-8 of coefficients (or of their standard errors, where larger), standard errors, covariances and
//! probabilities; log-likelihoods 1e-10; the score statistic 1e-7 (R inverts one matrix more).

use super::table::{Row, read, require_twenty};
use stats::design::Design;
use stats::regression::Categories;
use stats::regression::multinomial::{Multinomial, multinomial};
use stats::regression::ordinal::{Ordinal, ordinal};
use stats::{Level, Statistic, Undefined};
use std::collections::BTreeMap;

#[derive(Default)]
struct Set {
    y: Vec<u32>,
    x: [Vec<f64>; 3],
    weight: Vec<f64>,
}

impl Set {
    fn response(&self) -> Categories<'_> {
        let n = self.y.iter().max().unwrap() + 1;
        let response = Categories::new(&self.y, n as usize).unwrap();
        if self.weight.is_empty() { response } else { response.weighted(&self.weight).unwrap() }
    }

    fn onto(&self, mut design: Design) -> Design {
        for (name, x) in ["x1", "x2", "x3"].into_iter().zip(&self.x) {
            design.push(name, x).unwrap();
        }
        design
    }

    fn first(&self, intercept: bool) -> Vec<f64> {
        intercept.then_some(1.0).into_iter().chain(self.x.iter().map(|x| x[0])).collect()
    }
}

fn sets() -> BTreeMap<String, Set> {
    let mut sets: BTreeMap<String, Set> = BTreeMap::new();
    for row in read("data/regression/categories.csv") {
        let set = sets.entry(row.text("set").to_string()).or_default();
        set.y.push(row.count("y") as u32);
        set.weight.extend(row.number("weight"));
        for (x, name) in set.x.iter_mut().zip(["x1", "x2", "x3"]) {
            x.push(row.number(name).unwrap());
        }
    }
    sets
}

fn likelihoods(row: &Row, [null, full]: [f64; 2]) {
    row.expect("null", Ok::<_, ()>(null), 1e-10);
    row.expect("full", Ok::<_, ()>(full), 1e-10);
}

#[test]
fn proportional_odds_equal_r() {
    let (sets, rows) = (sets(), read("answers/ordinal.csv"));
    require_twenty(&rows);
    let mut last: Option<Ordinal> = None;
    for row in &rows {
        let set = &sets[row.text("set")];
        if row.count("parameter") == 1 {
            let design = set.onto(Design::empty(set.y.len()));
            last = Some(ordinal(&set.response(), &design, Level::default()).unwrap());
        }
        let fit = last.as_ref().expect("the first parameter comes first");
        let at = row.count("parameter") - 1;
        let parameters: Vec<_> = fit.coefficients.iter().chain(&fit.thresholds).collect();
        let (error, size) = (row.number("error"), parameters.len());
        row.expect_within("value", parameters[at].value, 1e-8, error.unwrap_or(0.0));
        row.expect("error", parameters[at].sd, 1e-8);
        if let Some(error) = error {
            let scale = error * fit.thresholds[0].sd.unwrap();
            row.expect_within(
                "with_first_threshold",
                Ok::<_, ()>(fit.covariance[at * size + 3]),
                1e-8,
                scale,
            );
        }
        likelihoods(row, fit.log_likelihood);
        let score = fit.proportionality.test.map(|test| match test.statistic {
            Statistic::ChiSquared { x2, .. } => x2,
            other => panic!("{other:?}"),
        });
        row.expect("score", score, 1e-7);
        let shares = fit.probabilities(&set.first(false)).unwrap();
        row.expect("last", Ok::<_, ()>(shares[shares.len() - 1]), 1e-8);
        assert!((shares.iter().sum::<f64>() - 1.0).abs() < 1e-12);
    }
}

#[test]
fn multinomial_logits_equal_r() {
    let (sets, rows) = (sets(), read("answers/multinomial.csv"));
    require_twenty(&rows);
    let mut last: Option<Multinomial> = None;
    for row in &rows {
        let set = &sets[row.text("set")];
        if row.count("category") == 1 && row.count("column") == 1 {
            let design = set.onto(Design::empty(set.y.len()).with_intercept().unwrap());
            last = Some(multinomial(&set.response(), &design, 0, Level::default()).unwrap());
        }
        let fit = last.as_ref().expect("the first column comes first");
        let (k, column) = (row.count("category") - 1, row.count("column") - 1);
        let (estimate, error) = (&fit.coefficients[k][column], row.number("error"));
        if error.is_none() {
            assert!(matches!(estimate.value, Err(Undefined::Collinear { .. })));
        }
        row.expect_within("value", estimate.value, 1e-8, error.unwrap_or(0.0));
        row.expect("error", estimate.sd, 1e-8);
        if let Some(error) = error {
            let covariance = fit.covariance[(k * 4 + column) * fit.coefficients.len() * 4];
            let scale = error * fit.coefficients[0][0].sd.unwrap();
            row.expect_within("with_first", Ok::<_, ()>(covariance), 1e-8, scale);
        }
        likelihoods(row, fit.log_likelihood);
        let shares = fit.probabilities(&set.first(true)).unwrap();
        row.expect("last", Ok::<_, ()>(shares[shares.len() - 1]), 1e-8);
    }
}
