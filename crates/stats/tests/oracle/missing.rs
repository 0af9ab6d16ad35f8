//! Against mice::pool.scalar, mitml's D1, survey::svymean and numerical derivatives. Tolerances: relative 1e-10 for
//! Rubin's rules (p values 1e-9), 1e-8 for the weighted means, whose model is iterated, and 1e-6 where R's side is a
//! numerical derivative.

use super::table::{Row, read, require_twenty};
use stats::design::Design;
use stats::missing::{WeightRule, WeightVariance, Weighted, pool, pool_vectors, weighted_mean};
use stats::{Caution, Level, Statistic, Undefined};

fn rows_of<'a>(rows: &'a [Row], set: &'a str) -> impl Iterator<Item = &'a Row> {
    rows.iter().filter(move |row| row.text("set") == set)
}

#[test]
fn rubins_rules_equal_mice() {
    let (answers, data) = (read("answers/missing_rubin.csv"), read("data/missing/rubin.csv"));
    require_twenty(&answers);
    for row in &answers {
        let column = |name: &str| -> Vec<f64> {
            rows_of(&data, row.text("set")).map(|row| row.number(name).unwrap()).collect()
        };
        let pooled =
            pool(&column("estimate"), &column("variance"), row.number("complete"), Level::default()).unwrap();
        row.expect("estimate", pooled.estimate.value, 1e-10);
        row.expect("within", pooled.within, 1e-10);
        row.expect("between", pooled.between, 1e-10);
        row.expect("total", pooled.total, 1e-10);
        row.expect("df", pooled.df, 1e-10);
        row.expect("increase", pooled.relative_increase, 1e-10);
        row.expect("share", pooled.missing_share, 1e-10);
        row.expect("fraction", pooled.fraction_missing, 1e-10);
        row.expect("low", pooled.estimate.ci.map(|ci| ci.low), 1e-9);
        row.expect("high", pooled.estimate.ci.map(|ci| ci.high), 1e-9);
        row.expect("p", pooled.estimate.p_value(), 1e-9);
        let t = pooled.estimate.test.map(|test| match test.statistic {
            Statistic::StudentT { t, .. } => t,
            other => panic!("{other:?}"),
        });
        row.expect("t", t, 1e-10);
    }
}

#[test]
fn several_parameters_equal_mitml() {
    let (answers, data) = (read("answers/missing_vectors.csv"), read("data/missing/vectors.csv"));
    require_twenty(&answers);
    for row in &answers {
        let (mut estimates, mut covariances) = (Vec::new(), Vec::new());
        let k = row.count("df1");
        for entry in rows_of(&data, row.text("set")) {
            if entry.count("parameter") == 1 {
                estimates.push(Vec::new());
                covariances.push(Vec::new());
            }
            estimates.last_mut().unwrap().push(entry.number("estimate").unwrap());
            let covariance: &mut Vec<f64> = covariances.last_mut().unwrap();
            covariance.extend((1..=k).map(|column| entry.number(&format!("c{column}")).unwrap()));
        }
        let test = pool_vectors(&estimates, &covariances, row.number("complete")).test.unwrap();
        let Statistic::F { f, df1, df2 } = test.statistic else { panic!("{test:?}") };
        row.expect("f", Ok::<_, ()>(f), 1e-10);
        row.expect("df1", Ok::<_, ()>(df1), 0.0);
        row.expect("df2", Ok::<_, ()>(df2), 1e-10);
        row.expect("p", Ok::<_, ()>(test.p_value), 1e-8);
    }
}

fn weighted(rows: &[&Row], variance: WeightVariance) -> Weighted {
    let column = |name: &str| -> Vec<f64> { rows.iter().map(|row| row.number(name).unwrap()).collect() };
    let design = Design::empty(rows.len()).with_intercept().unwrap();
    let design = ["x1", "x2"].iter().fold(design, |mut design, name| {
        design.push(name, &column(name)).unwrap();
        design
    });
    let values: Vec<Option<f64>> = rows.iter().map(|row| row.number("y")).collect();
    weighted_mean(&values, &design, &WeightRule { variance, ..WeightRule::default() }).unwrap()
}

#[test]
fn weighted_means_equal_survey() {
    let (answers, data) = (read("answers/missing_weights.csv"), read("data/missing/weights.csv"));
    require_twenty(&answers);
    for row in &answers {
        let rows: Vec<&Row> = rows_of(&data, row.text("set")).collect();
        let known = weighted(&rows, WeightVariance::Known);
        let estimated = weighted(&rows, WeightVariance::Estimated);
        // Separated: glm walks on until its likelihood is flat, ours stops earlier and says so.
        let separated = row.number("b2").unwrap().abs() > 15.0;
        assert_eq!(separated, known.mean.cautions.contains(&Caution::InfiniteCoefficient));
        let tolerance = if separated { 1e-6 } else { 1e-8 };
        for (name, coefficient) in ["b0", "b1", "b2"].iter().zip(&known.coefficients).filter(|_| !separated) {
            row.expect_within(name, Ok::<_, ()>(*coefficient), 1e-8, 1e-3);
        }
        row.expect_within("mean", known.mean.value, tolerance, known.mean.sd.unwrap());
        row.expect("known", known.mean.sd, tolerance);
        row.expect("estimated", estimated.mean.sd, 1e-6);
        row.expect("effective", Ok::<_, ()>(known.n_effective), tolerance);
        row.expect("largest", Ok::<_, ()>(known.largest), tolerance);
    }
}

#[test]
fn what_rubins_rules_do_not_give() {
    let level = Level::default();
    let one = pool(&[2.0], &[1.0], None, level).unwrap();
    assert_eq!(one.estimate.value, Ok(2.0));
    assert_eq!(one.total, Err(Undefined::TooFew { needed: 2, found: 1 }));
    let none = pool(&[], &[], None, level).unwrap();
    assert_eq!(none.estimate.value, Err(Undefined::NoValues));
    let agreed = pool(&[2.0, 2.0], &[1.0, 1.0], None, level).unwrap();
    assert_eq!(agreed.df, Ok(f64::INFINITY));
    assert!(matches!(agreed.estimate.test.unwrap().statistic, Statistic::Normal { z } if z == 2.0));
    let agreed = pool(&[2.0, 2.0], &[1.0, 1.0], Some(10.0), level).unwrap();
    assert_eq!(agreed.df, Ok(11.0 / 13.0 * 10.0));
    let constant = pool(&[2.0, 2.0], &[0.0, 0.0], None, level).unwrap();
    assert_eq!((constant.estimate.value, constant.df), (Ok(2.0), Err(Undefined::NoSpread)));
    assert!(pool(&[1.0], &[], None, level).is_err() && pool(&[f64::NAN], &[1.0], None, level).is_err());
}
