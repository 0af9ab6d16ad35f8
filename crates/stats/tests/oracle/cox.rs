//! Cox regression against R's coxph. Tolerance: coefficients, standard errors and covariances relative 1e-8,
//! log-likelihoods 1e-11.

use super::responses::{find, responses};
use super::table::{read, require_twenty};
use stats::survival::cox::{CoxRule, Ties, cox};

#[test]
fn cox_equals_r() {
    let (sets, rows) = (responses(), read("answers/cox.csv"));
    require_twenty(&rows);
    for row in &rows {
        let set = find(&sets, row.text("set"));
        let design = set.design(row.text("columns"));
        let rule = CoxRule {
            ties: if row.text("ties") == "efron" { Ties::Efron } else { Ties::Breslow },
            stratum: (row.count("stratified") == 1).then_some(&set.stratum[..]),
            ..CoxRule::default()
        };
        let fit = cox(&set.response(), &design, &rule).unwrap();
        let column = row.count("column") - 1;
        let estimate = &fit.coefficients[column];
        let error = row.number("error");
        row.expect_within("value", estimate.value, 1e-8, error.unwrap_or(0.0));
        row.expect("error", estimate.sd, 1e-8);
        row.expect_within(
            "covariance_with_first",
            Ok::<_, ()>(fit.covariance[column]),
            1e-8,
            error.unwrap_or(1.0).powi(2),
        );
        row.expect("null", Ok::<_, ()>(fit.log_likelihood[0]), 1e-11);
        row.expect("log_likelihood", Ok::<_, ()>(fit.log_likelihood[1]), 1e-11);
    }
}
