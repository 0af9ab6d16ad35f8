//! Linear mixed models against lme4, lmerTest and pbkrtest. Tolerances: coefficients 1e-8 of their standard error or
//! relative, standard errors 1e-7, log-likelihood 1e-10, variances 1e-6 relative or 1e-8 of the residual
//! variance (covariance 1e-6 of the standard deviations), degrees of freedom 1e-5 (lmerTest differentiates numerically), predictions 1e-6 of their spread.

use super::table::{Row, read, require_twenty};
use stats::Caution;
use stats::design::Design;
use stats::mixed::linear::{Covariance, Freedom, Likelihood};
use stats::mixed::{LinearMixed, MixedRule, Repeated, linear_mixed};
use std::sync::OnceLock;

/// Read once.
static ROWS: OnceLock<Vec<Row>> = OnceLock::new();

/// Rows of one set.
#[derive(Default)]
pub struct Values {
    pub group: Vec<u32>,
    pub time: Vec<f64>,
    pub x: Vec<f64>,
    pub y: Vec<f64>,
}

impl Values {
    pub fn of(name: &str) -> Self {
        if let Some(n_groups) = name.strip_prefix("recurrence_") {
            return Self::recurrence(n_groups.parse().unwrap(), 10);
        }
        let mut values = Self::default();
        let rows = ROWS.get_or_init(|| read("data/mixed/rows.csv"));
        for row in rows.iter().filter(|row| row.text("set") == name) {
            values.group.push(row.count("group") as u32);
            values.time.push(row.number("time").unwrap());
            values.x.push(row.number("x").unwrap());
            values.y.push(row.number("y").unwrap());
        }
        values
    }

    /// As `recurrence` of `mixed.R`.
    pub fn recurrence(n_groups: usize, size: usize) -> Self {
        let n = n_groups * size;
        let mut state: u64 = 12345;
        let draw: Vec<f64> = (0..n + 2 * n_groups)
            .map(|_| {
                state = state * 48271 % 2_147_483_647;
                state as f64 / 2_147_483_647.0
            })
            .collect();
        let mut values = Self::default();
        for row in 0..n {
            let group = row / size;
            let (time, x) = ((row % size) as f64, f64::from(u8::from((group + 1).is_multiple_of(2))));
            let (u, v, e) = (draw[group], draw[n_groups + group], draw[2 * n_groups + row]);
            values.group.push(group as u32 + 1);
            values.time.push(time);
            values.x.push(x);
            let slopes = 0.4 * (v + 0.3 * u - 0.65) * time;
            values.y.push(5.0 + 0.3 * time + 0.5 * x + 2.0 * (u - 0.5) + slopes + 3.0 * (e - 0.5));
        }
        values
    }

    pub fn fixed(&self, columns: &str) -> Design {
        let n = self.y.len();
        let mut design = Design::empty(n).with_intercept().unwrap();
        let twice: Vec<f64> = self.time.iter().map(|time| 2.0 * time + 1.0).collect();
        let after: Vec<f64> = self.time.iter().map(|time| (time - 2.0).max(0.0)).collect();
        for name in columns.split(' ') {
            let column = match name {
                "time" => &self.time,
                "twice" => &twice,
                "after" => &after,
                _ => &self.x,
            };
            design.push(name, column).unwrap();
        }
        design
    }

    pub fn random(&self, slope: bool) -> Design {
        let mut design = Design::empty(self.y.len()).with_intercept().unwrap();
        if slope {
            design.push("time", &self.time).unwrap();
        }
        design
    }
}

pub fn fit(values: &Values, row: &Row, freedom: Freedom) -> LinearMixed {
    let rule = MixedRule {
        likelihood: if row.count("reml") == 1 { Likelihood::Restricted } else { Likelihood::Full },
        covariance: match row.text("random") {
            "uncorrelated" => Covariance::Uncorrelated,
            _ => Covariance::Correlated,
        },
        freedom,
        ..MixedRule::default()
    };
    let random = values.random(row.text("random") != "intercept");
    let response = Repeated::new(&values.y, &values.group).unwrap();
    linear_mixed(&response, &values.fixed(row.text("columns")), &random, &rule)
        .unwrap_or_else(|reason| panic!("{} {}: {reason}", row.text("set"), row.text("random")))
}

/// The columns of one fit follow each other in the answers.
fn fit_once<'a>(last: &'a mut Option<(String, LinearMixed)>, row: &Row, freedom: Freedom) -> &'a LinearMixed {
    let key = format!("{} {} {}", row.text("set"), row.text("random"), row.text("reml"));
    if last.as_ref().is_none_or(|(known, _)| *known != key) {
        *last = Some((key, fit(&Values::of(row.text("set")), row, freedom)));
    }
    &last.as_ref().expect("set above").1
}

fn df(estimate: &stats::Estimate) -> Result<f64, stats::Undefined> {
    estimate.test.map(|test| match test.statistic {
        stats::Statistic::StudentT { df, .. } => df,
        other => panic!("{other:?}"),
    })
}

fn ok(value: f64) -> Result<f64, ()> {
    Ok(value)
}

#[test]
fn mixed_equals_lme4() {
    let rows = read("answers/mixed.csv");
    require_twenty(&rows);
    let mut last: Option<(String, LinearMixed)> = None;
    for row in &rows {
        let found = fit_once(&mut last, row, Freedom::Satterthwaite);
        let singular = row.count("singular") == 1;
        assert_eq!(
            found.cautions == [Caution::SingularFit],
            singular,
            "{} {}",
            row.text("set"),
            row.text("random")
        );
        let column = match row.text("column") {
            "(Intercept)" => 0,
            name => 1 + row.text("columns").split(' ').position(|column| column == name).unwrap(),
        };
        let estimate = &found.coefficients[column];
        let (error, residual) = (row.number("error").unwrap_or(0.0), row.number("residual").unwrap());
        row.expect("log_likelihood", ok(found.log_likelihood), 1e-10);
        // lme4's own digits end earlier where persons differ a thousandfold, or time is far from its origin.
        let hard = ["strong_between_30", "far_origin_22"].contains(&row.text("set"));
        row.expect_within("value", estimate.value, if hard { 3e-7 } else { 1e-8 }, error);
        row.expect("error", estimate.sd, 1e-7);
        let (d, q) = (&found.random_covariance, found.random_sd.len());
        row.expect_within("variance_1", ok(d[0]), 1e-6, 1e-2 * residual);
        row.expect("residual", found.residual_sd.value.map(|sd| sd * sd), 1e-7);
        if q == 2 {
            row.expect_within("variance_2", ok(d[3]), 1e-6, 1e-2 * residual);
        }
        if row.number("covariance").is_some() {
            row.expect_within("covariance", ok(d[1]), 1e-6, (d[0] * d[3]).sqrt() + 1e-2 * residual);
        }
        let scale = d[0].sqrt() + 1e-2 * residual.sqrt();
        row.expect_within("effect_1", ok(found.random_effects[0]), 1e-6, scale);
        row.expect("df", df(estimate), 1e-5);
        if !singular {
            row.expect("log_sd_1", found.random_sd[0].sd, 1e-5);
            row.expect("log_sd_residual", found.residual_sd.sd, 1e-5);
        }
    }
}

#[test]
fn kenward_roger_equals_pbkrtest() {
    let rows = read("answers/mixed.csv");
    let mut last: Option<(String, LinearMixed)> = None;
    for row in rows.iter().filter(|row| row.number("kr_df").is_some()) {
        let found = fit_once(&mut last, row, Freedom::KenwardRoger);
        let column = match row.text("column") {
            "(Intercept)" => 0,
            name => 1 + row.text("columns").split(' ').position(|column| column == name).unwrap(),
        };
        let estimate = &found.coefficients[column];
        row.expect("kr_error", estimate.sd, 1e-6);
        row.expect("kr_df", df(estimate), 1e-6);
    }
}
