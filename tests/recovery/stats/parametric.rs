//! Accelerated failure time models.

use crate::scenario::Scenario;
use stats::design::Design;
use stats::random::Stream;
use stats::survival::Survival;
use stats::survival::parametric::{Family, Parametric, parametric};
use stats::{Answer, Fraction, Level};

/// Two groups of 30, ln T = 2 + 0.5 group + 0.7 ln(exponential); follow-up uniform, so that about 30 % are censored.
fn fit(stream: &mut Stream) -> Answer<Parametric> {
    let group: Vec<f64> = (0..60).map(|row| f64::from(row % 2)).collect();
    let (mut time, mut event) = (Vec::new(), Vec::new());
    for group in &group {
        let t = (2.0 + 0.5 * group + 0.7 * (-(1.0 - stream.uniform()).ln()).max(1e-12).ln()).exp();
        let end = 2.0 + 23.0 * stream.uniform();
        time.push(t.min(end));
        event.push(t <= end);
    }
    let design = Design::new(60, &[("(intercept)", &[1.0; 60]), ("group", &group)]).expect("finite");
    let response = Survival::right(&time, &event).expect("above 0");
    parametric(&response, &design, Family::Weibull, None, Level::default())
}

pub fn scenarios() -> Vec<Scenario> {
    vec![
        Scenario {
            method: "parametric-survival",
            situation: "Weibull coefficient, n = 60, 30 % censored",
            truth: 0.5,
            interval: Box::new(|stream| fit(stream)?.coefficients[1].ci),
        },
        Scenario {
            method: "parametric-survival",
            situation: "Weibull scale, n = 60, 30 % censored",
            truth: 0.7,
            interval: Box::new(|stream| fit(stream)?.scale.ci),
        },
        Scenario {
            method: "parametric-survival",
            situation: "Weibull median, n = 60, 30 % censored",
            truth: (2.0 + 0.7 * std::f64::consts::LN_2.ln()).exp(),
            interval: Box::new(|stream| fit(stream)?.quantile(&[1.0, 0.0], Fraction::HALF).ci),
        },
    ]
}
