//! Cox regression: the log hazard ratio of a two-arm trial.

use crate::scenario::Scenario;
use stats::design::Design;
use stats::random::Stream;
use stats::survival::Survival;
use stats::survival::cox::{Cox, CoxRule, Penalty, cox};
use stats::{Answer, Interval};

const TRUTH: f64 = 0.5;

/// A trial of two equal arms with exponential times, some 30 % of them censored by uniform ends of follow-up.
struct Trial {
    time: Vec<f64>,
    event: Vec<bool>,
    arm: Vec<f64>,
}

impl Trial {
    /// `frailty` multiplies the hazard of each row; `unit`: times are rounded up to it, 0 for none.
    fn draw(stream: &mut Stream, arm: Vec<f64>, frailty: &[f64], last: f64, unit: f64) -> Self {
        let (mut time, mut event) = (Vec::new(), Vec::new());
        for (arm, frailty) in arm.iter().zip(frailty) {
            let t = -(1.0 - stream.uniform()).ln() / (frailty * (TRUTH * arm).exp());
            let end = last * stream.uniform();
            let seen = if unit > 0.0 { (t.min(end) / unit).ceil() * unit } else { t.min(end) };
            time.push(seen.max(f64::MIN_POSITIVE));
            event.push(t <= end);
        }
        Self { time, event, arm }
    }

    fn fit(&self, penalty: Penalty) -> Answer<Cox> {
        let design = Design::new(self.arm.len(), &[("arm", &self.arm)]).expect("one column");
        let response = Survival::right(&self.time, &self.event).expect("times are positive");
        cox(&response, &design, &CoxRule { penalty, ..CoxRule::default() })
    }
}

fn arms(n: usize) -> Vec<f64> {
    (0..n).map(|row| (row % 2) as f64).collect()
}

/// n independent rows.
fn alone(stream: &mut Stream, n: usize, last: f64, unit: f64, penalty: Penalty) -> Answer<Interval> {
    Trial::draw(stream, arms(n), &vec![1.0; n], last, unit).fit(penalty)?.coefficients[0].ci
}

/// Groups of two to four rows in one arm, whose hazards share a factor: their times depend on each other. Given the factor
/// hazards are proportional; a positive stable factor of index 0.7 keeps them so on average, with the log hazard ratio
/// times 0.7 (Hougaard, Biometrika 1986;73:387).
const INDEX: f64 = 0.7;

fn clustered(stream: &mut Stream, robust: bool) -> Answer<Interval> {
    let (mut arm, mut frailty, mut cluster) = (Vec::new(), Vec::new(), Vec::new());
    for group in 0..100_u32 {
        let factor = stable(stream);
        for _ in 0..2 + stream.below(3) {
            arm.push(f64::from(group % 2));
            frailty.push(factor);
            cluster.push(group);
        }
    }
    let fit = Trial::draw(stream, arm, &frailty, 4.0, 0.0).fit(Penalty::None)?;
    if robust { fit.robust(Some(&cluster))?.coefficients[0].ci } else { fit.coefficients[0].ci }
}

/// Positive stable (Kanter 1975; Chambers, Mallows & Stuck, J Am Stat Assoc 1976;71:340).
fn stable(stream: &mut Stream) -> f64 {
    let angle = std::f64::consts::PI * (stream.uniform() + 1e-16);
    let wait = -(1.0 - stream.uniform()).ln();
    let sine = |factor: f64| (factor * angle).sin();
    sine(INDEX) / sine(1.0).powf(1.0 / INDEX) * (sine(1.0 - INDEX) / wait).powf((1.0 - INDEX) / INDEX)
}

pub fn scenarios() -> Vec<Scenario> {
    let scenario = |situation, truth, interval| Scenario { method: "cox", situation, truth, interval };
    vec![
        scenario(
            "log hazard ratio, n = 100, 30 % censored",
            TRUTH,
            Box::new(|stream| alone(stream, 100, 2.6, 0.0, Penalty::None)),
        ),
        scenario(
            "log hazard ratio, n = 100, 30 % censored, times in about ten steps, Efron",
            TRUTH,
            Box::new(|stream| alone(stream, 100, 2.6, 0.25, Penalty::None)),
        ),
        scenario(
            "log hazard ratio, n = 30, 80 % censored",
            TRUTH,
            Box::new(|stream| alone(stream, 30, 0.4, 0.0, Penalty::None)),
        ),
        scenario(
            "log hazard ratio, n = 30, 80 % censored, Firth's penalty",
            TRUTH,
            Box::new(|stream| alone(stream, 30, 0.4, 0.0, Penalty::Firth)),
        ),
        scenario(
            "log hazard ratio, 100 clusters of 2 to 4, robust variance",
            INDEX * TRUTH,
            Box::new(|stream| clustered(stream, true)),
        ),
        scenario(
            "log hazard ratio, 100 clusters of 2 to 4, clusters not regarded",
            INDEX * TRUTH,
            Box::new(|stream| clustered(stream, false)),
        ),
    ]
}
