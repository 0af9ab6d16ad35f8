//! One situation with a known truth, and how often the interval holds it.

use rayon::prelude::*;
use stats::random::{Seed, Stream};
use stats::{Answer, Interval};

/// A way to draw a sample whose truth is known.
pub struct Scenario {
    /// The method's page in `docs/methods`, without `.md`.
    pub method: &'static str,
    /// What is drawn, as printed.
    pub situation: &'static str,
    /// The parameter that the interval is about.
    pub truth: f64,
    /// Draws one sample and computes its interval.
    pub interval: Box<Draw>,
}

/// One sample's interval.
pub type Draw = dyn Fn(&mut Stream) -> Answer<Interval> + Sync;

/// How often the interval held the truth.
struct Coverage {
    level: f64,
    n_defined: usize,
    n_covered: usize,
}

const SEED: Seed = Seed(20_261_124);

impl Scenario {
    /// Draws that have no interval (constant data) are counted apart.
    fn simulate(&self, n_draws: u64) -> Coverage {
        let found: Vec<Interval> = (0..n_draws)
            .into_par_iter()
            .filter_map(|draw| (self.interval)(&mut SEED.stream(draw)).ok())
            .collect();
        Coverage {
            level: found.first().map_or(0.95, |interval| interval.level.get()),
            n_defined: found.len(),
            n_covered: found.iter().filter(|interval| interval.contains(self.truth)).count(),
        }
    }
}

impl Coverage {
    fn share(&self) -> f64 {
        self.n_covered as f64 / self.n_defined as f64
    }

    /// Standard error of the share if the level is kept.
    fn error(&self) -> f64 {
        (self.level * (1.0 - self.level) / self.n_defined as f64).sqrt()
    }

    /// Three standard errors on both sides.
    fn verdict(&self) -> &'static str {
        let distance = self.share() - self.level;
        if distance < -3.0 * self.error() {
            "falls short"
        } else if distance > 3.0 * self.error() {
            "above"
        } else {
            "nominal"
        }
    }
}

/// One line a scenario.
pub fn table<'a>(scenarios: impl Iterator<Item = &'a Scenario>, n_draws: u64) -> String {
    let mut table = String::from(
        "| method | situation | level | coverage | Monte-Carlo error | |\n|---|---|---|---|---|---|\n",
    );
    for scenario in scenarios {
        let found = scenario.simulate(n_draws);
        table += &format!(
            "| [{0}]({0}.md) | {1}{2} | {3} % | {4:.2} % | {5:.2} | {6} |\n",
            scenario.method,
            scenario.situation,
            match n_draws as usize - found.n_defined {
                0 => String::new(),
                n => format!("; no interval in {n} draws"),
            },
            100.0 * found.level,
            100.0 * found.share(),
            100.0 * found.error(),
            found.verdict(),
        );
    }
    table
}

/// The page around the table.
pub fn page(table: &str, n_draws: u64) -> String {
    format!(
        "# Coverage of every interval, simulated\n\n\
         Written by `just recovery` (fixed seeds, {n_draws} draws a line): how often the interval holds the true \
         value. *Nominal*: within three Monte-Carlo errors of the level. *Above*: more often than asked, as exact \
         methods of discrete data must. *Falls short*: less often; the method's page says why and what to use.\n\n{table}"
    )
}
