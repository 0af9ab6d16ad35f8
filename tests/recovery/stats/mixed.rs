//! Repeated values: a change of slope, with and without values below a limit.

use crate::scenario::Scenario;
use stats::design::Design;
use stats::mixed::linear::Freedom;
use stats::mixed::{CensoredRule, GeeRule, MixedRule, Repeated, gee, left_censored, linear_mixed, piecewise};
use stats::random::Stream;
use stats::{Answer, Interval};

const CHANGE: f64 = -0.5;
const N: usize = 20;
const TIMES: [f64; 6] = [0.0, 1.0, 2.0, 3.0, 4.0, 5.0];

/// Persons, design and values: slopes 0.3 and -0.2 about a change at 2.5, levels and slopes that differ by person.
fn draw(stream: &mut Stream, sd_slope: f64) -> (Vec<u32>, Design, Vec<f64>) {
    let time: Vec<f64> = (0..N).flat_map(|_| TIMES).collect();
    let design = piecewise(&time, &vec![2.5; time.len()]).expect("finite");
    let (mut group, mut y) = (Vec::new(), Vec::new());
    for person in 0..N {
        let (level, slope) = (3.0 + stream.normal(), 0.3 + sd_slope * stream.normal());
        for time in TIMES {
            group.push(person as u32);
            y.push(level + slope * (time - 2.5) + CHANGE * (time - 2.5).max(0.0) + 0.6 * stream.normal());
        }
    }
    (group, design, y)
}

fn random(design: &Design, slope: bool) -> Design {
    let mut random = Design::empty(design.n()).with_intercept().expect("one");
    if slope {
        random.push("time", design.column(1)).expect("one");
    }
    random
}

fn mixed(stream: &mut Stream, freedom: Freedom, slope: bool) -> Answer<Interval> {
    let (group, design, y) = draw(stream, if slope { 0.2 } else { 0.0 });
    let rule = MixedRule { freedom, ..MixedRule::default() };
    let fit =
        linear_mixed(&Repeated::new(&y, &group).expect("finite"), &design, &random(&design, slope), &rule)?;
    fit.coefficients[2].ci
}

fn scenario(
    method: &'static str,
    situation: &'static str,
    truth: f64,
    interval: impl Fn(&mut Stream) -> Answer<Interval> + Sync + 'static,
) -> Scenario {
    Scenario { method, situation, truth, interval: Box::new(interval) }
}

pub fn scenarios() -> Vec<Scenario> {
    vec![
        scenario(
            "mixed-model",
            "change of slope, 20 persons x 6, random intercept, Satterthwaite",
            CHANGE,
            |stream| mixed(stream, Freedom::Satterthwaite, false),
        ),
        scenario("mixed-model", "the same, random slopes, Satterthwaite", CHANGE, |stream| {
            mixed(stream, Freedom::Satterthwaite, true)
        }),
        scenario("mixed-model", "the same, random slopes, Kenward-Roger", CHANGE, |stream| {
            mixed(stream, Freedom::KenwardRoger, true)
        }),
        scenario("mixed-model", "SD between 20 persons x 6, Wald on the log scale", 1.0, |stream| {
            let (group, design, y) = draw(stream, 0.0);
            let response = Repeated::new(&y, &group).expect("finite");
            linear_mixed(&response, &design, &random(&design, false), &MixedRule::default())?.random_sd[0].ci
        }),
        scenario(
            "mixed-model",
            "change of slope, 20 persons x 6, a fifth below the limit",
            CHANGE,
            |stream| {
                let (group, design, y) = draw(stream, 0.0);
                let below: Vec<bool> = y.iter().map(|&y| y < 1.9).collect();
                let y: Vec<f64> = y.iter().map(|&y| y.max(1.9)).collect();
                let response = Repeated::new(&y, &group).expect("finite");
                let rule = CensoredRule { n_nodes: 15, ..CensoredRule::default() };
                left_censored(&response, &below, &design, &random(&design, false), &rule)?.coefficients[2].ci
            },
        ),
        scenario("gee", "change of slope, 20 persons x 6, exchangeable, Mancl-DeRouen", CHANGE, |stream| {
            let (group, design, y) = draw(stream, 0.2);
            gee(&Repeated::new(&y, &group).expect("finite"), &design, &GeeRule::default())?.coefficients[2].ci
        }),
    ]
}
