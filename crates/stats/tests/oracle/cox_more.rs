//! What follows a Cox fit, against R's survival, and the fits with exact ties and penalties.
//!
//! Tolerances: robust errors, concordance, predictions, exact ties and ridge relative 1e-8; residuals 1e-8 of the sum of
//! their magnitudes; tests of proportional hazards 1e-7 (of the statistic, at least 1); Firth's coefficients and errors 1e-7 of the
//! error, limits and p 1e-6 (optimised numerically in R).

use super::responses::{Rows, find, responses};
use super::table::{Row, read, require_twenty};
use stats::design::Design;
use stats::survival::cox::{Cox, CoxRule, Penalty, Ties, TimeScale, cox};
use stats::survival::{CurveInterval, Survival, Transform};
use stats::{Answer, Statistic, Test};
use std::rc::Rc;

fn fit(set: &Rows, row: &Row, ties: Ties, penalty: Penalty) -> Cox {
    let stratum = (row.count("stratified") == 1).then_some(&set.stratum[..]);
    let rule = CoxRule { ties, penalty, stratum, ..CoxRule::default() };
    cox(&set.response(), &set.design(row.text("columns")), &rule).unwrap()
}

fn plain(set: &Rows, row: &Row) -> Cox {
    fit(set, row, if row.text("ties") == "efron" { Ties::Efron } else { Ties::Breslow }, Penalty::None)
}

/// Each row with the plain fit it is about.
fn fitted<'a>(sets: &'a [Rows], rows: &'a [Row]) -> impl Iterator<Item = (Rc<Cox>, &'a Row)> {
    once_each(sets, rows, "ties", plain)
}

/// Each row with its fit; rows about one fit follow each other.
fn once_each<'a>(
    sets: &'a [Rows],
    rows: &'a [Row],
    kind: &'static str,
    fit: impl Fn(&Rows, &Row) -> Cox + 'a,
) -> impl Iterator<Item = (Rc<Cox>, &'a Row)> {
    let same =
        move |a: &Row, b: &Row| ["set", kind, "stratified"].iter().all(|key| a.text(key) == b.text(key));
    rows.chunk_by(same).flat_map(move |rows| {
        let fit = Rc::new(fit(find(sets, rows[0].text("set")), &rows[0]));
        rows.iter().map(move |row| (fit.clone(), row))
    })
}

fn clusters(n: usize) -> Vec<u32> {
    (1..=n).map(|row| (row * 7 % (n / 4).max(3)) as u32).collect()
}

fn x2(test: Answer<Test>) -> Answer {
    test.map(|test| match test.statistic {
        Statistic::ChiSquared { x2, .. } => x2,
        other => panic!("{other:?}"),
    })
}

/// A number that cannot be undefined.
fn sure(value: f64) -> Answer {
    Ok(value)
}

#[test]
fn robust_variances_equal_r() {
    let (sets, rows) = (responses(), read("answers/cox_robust.csv"));
    require_twenty(&rows);
    for row in &rows {
        let set = find(&sets, row.text("set"));
        let fit = plain(set, row);
        let (alone, clustered) =
            (fit.robust(None).unwrap(), fit.robust(Some(&clusters(set.time.len()))).unwrap());
        let column = row.count("column") - 1;
        let scale = row.number("robust").unwrap();
        row.expect("robust", alone.coefficients[column].sd, 1e-8);
        row.expect("clustered", clustered.coefficients[column].sd, 1e-8);
        row.expect_within("robust_with_first", sure(alone.covariance[column]), 1e-8, scale * scale);
        row.expect_within("clustered_with_first", sure(clustered.covariance[column]), 1e-8, scale * scale);
        row.expect_within("wald", x2(clustered.test.test), 1e-7, 1e-2);
    }
}

#[test]
fn residuals_equal_r() {
    let (sets, rows) = (responses(), read("answers/cox_residuals.csv"));
    require_twenty(&rows);
    for (fit, row) in fitted(&sets, &rows) {
        let p = fit.coefficients.len();
        let (values, p) = match row.text("type") {
            "martingale" => (fit.martingale(), 1),
            "deviance" => (fit.deviance(), 1),
            "score" => (fit.score_residuals().unwrap(), p),
            "dfbeta" => (fit.dfbeta().unwrap(), p),
            "schoenfeld" => (fit.schoenfeld().unwrap().values, p),
            _ => (fit.schoenfeld().unwrap().scaled, p),
        };
        let (column, wave) = (row.count("at") / 3, (row.count("at") % 3) as f64);
        let project = |(row, values): (usize, &[f64])| values[column] * (wave * row as f64).cos();
        let sum: f64 = values.chunks_exact(p).enumerate().map(project).sum();
        row.expect_within("value", sure(sum), 1e-8, row.number("scale").unwrap());
    }
}

#[test]
fn tests_of_proportional_hazards_equal_r() {
    let (sets, rows) = (responses(), read("answers/cox_zph.csv"));
    require_twenty(&rows);
    for (fit, row) in fitted(&sets, &rows) {
        let scale = match row.text("scale") {
            "km" => TimeScale::KaplanMeier,
            "identity" => TimeScale::Identity,
            "rank" => TimeScale::Rank,
            _ => TimeScale::Log,
        };
        let tests = fit.proportional(scale).unwrap();
        let found = tests.columns.get(row.count("column") - 1).unwrap_or(&tests.global);
        row.expect_within("x2", x2(found.test), 1e-7, 1.0);
        row.expect("p", found.p_value(), 1e-7);
    }
}

#[test]
fn concordance_equals_r() {
    let (sets, rows) = (responses(), read("answers/cox_concordance.csv"));
    require_twenty(&rows);
    for row in &rows {
        let set = find(&sets, row.text("set"));
        let fit = plain(set, row);
        let (alone, clustered) =
            (fit.concordance(None).unwrap(), fit.concordance(Some(&clusters(set.time.len()))).unwrap());
        row.expect("c", alone.c.value, 1e-8);
        row.expect_within("error", alone.c.sd, 1e-8, 1e-6);
        row.expect_within("clustered", clustered.c.sd, 1e-8, 1e-6);
        row.expect("concordant", sure(alone.concordant), 1e-8);
        row.expect("discordant", sure(alone.discordant), 1e-8);
        row.expect("tied", sure(alone.tied), 1e-8);
    }
}

#[test]
fn predictions_equal_r() {
    let (sets, rows) = (responses(), read("answers/cox_predicted.csv"));
    require_twenty(&rows);
    for (fit, row) in fitted(&sets, &rows) {
        let profile: Vec<f64> = row.text("profile").split(' ').map(|x| x.parse().unwrap()).collect();
        let curve = fit.predict(&profile, row.count("stratum") as u32).unwrap();
        let transform = match row.text("transform") {
            "plain" => Transform::Plain,
            "log" => Transform::Log,
            _ => Transform::LogLog,
        };
        let rule = CurveInterval { transform, ..CurveInterval::default() };
        let found = curve.estimate_at(row.number("time").unwrap(), rule);
        row.expect("survival", found.value, 1e-8);
        row.expect_within("low", found.ci.map(|ci| ci.low), 1e-8, 1e-6);
        row.expect_within("high", found.ci.map(|ci| ci.high), 1e-8, 1e-6);
    }
}

#[test]
fn twenty_thousand_rows_equal_r() {
    let mut state = 1_u64;
    let mut draw = || {
        state = 16807 * state % 2_147_483_647;
        state as f64 / 2_147_483_647.0
    };
    let u: Vec<[f64; 4]> = (0..20_000).map(|_| [draw(), draw(), draw(), draw()]).collect();
    let time: Vec<f64> = u.iter().map(|u| (1000.0 * u[0] / (0.5 + u[2])).ceil()).collect();
    let event: Vec<bool> = u.iter().map(|u| u[1] < 0.7).collect();
    let a: Vec<f64> = u.iter().map(|u| u[2]).collect();
    let b: Vec<f64> = u.iter().map(|u| f64::from(u[3] < 0.5)).collect();
    let design = Design::new(time.len(), &[("a", &a), ("b", &b)]).unwrap();
    let response = Survival::right(&time, &event).unwrap();
    for row in read("answers/cox_large.csv") {
        let ties = if row.text("ties") == "efron" { Ties::Efron } else { Ties::Breslow };
        let fit = cox(&response, &design, &CoxRule { ties, ..CoxRule::default() }).unwrap();
        row.expect("a", fit.coefficients[0].value, 1e-8);
        row.expect_within("b", fit.coefficients[1].value, 1e-8, 0.01);
        row.expect("error", fit.coefficients[0].sd, 1e-8);
        row.expect("robust", fit.robust(None).unwrap().coefficients[0].sd, 1e-8);
        row.expect("log_likelihood", sure(fit.log_likelihood[1]), 1e-11);
        let c = fit.concordance(None).unwrap().c;
        row.expect("c", c.value, 1e-8);
        row.expect("c_error", c.sd, 1e-8);
        let tests = fit.proportional(TimeScale::KaplanMeier).unwrap();
        row.expect_within("x2", x2(tests.global.test), 1e-7, 1.0);
    }
}

#[test]
fn exact_ties_and_penalties_equal_r() {
    let (sets, rows) = (responses(), read("answers/cox_other.csv"));
    require_twenty(&rows);
    let of_method = |set: &Rows, row: &Row| match row.text("method") {
        "exact" => fit(set, row, Ties::Exact, Penalty::None),
        "ridge" => fit(set, row, Ties::Efron, Penalty::Ridge(2.0)),
        "firth_efron" => fit(set, row, Ties::Efron, Penalty::Firth),
        _ => fit(set, row, Ties::Breslow, Penalty::Firth),
    };
    for (fit, row) in once_each(&sets, &rows, "method", of_method) {
        let firth = row.text("method").starts_with("firth");
        let found = &fit.coefficients[row.count("column") - 1];
        let error = row.number("error").unwrap();
        row.expect_within("value", found.value, if firth { 1e-7 } else { 1e-8 }, error);
        row.expect("error", found.sd, if firth { 1e-7 } else { 1e-8 });
        row.expect("log_likelihood", sure(fit.log_likelihood[1]), 1e-10);
        if row.number("low").is_some() {
            row.expect_within("low", found.ci.map(|ci| ci.low), 1e-6, error);
            row.expect_within("high", found.ci.map(|ci| ci.high), 1e-6, error);
            row.expect("p", found.p_value(), 1e-6);
        }
    }
}
