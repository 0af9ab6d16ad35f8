//! Power and numbers against R: power.t.test, power.prop.test, and powers added up table by table with R's own
//! p values. Tolerance: relative 1e-9 (R's noncentral t stops at 1e-12, its enumeration adds up to 1e5 terms),
//! absolute 1e-12; simulations within five standard errors of the difference. Least numbers are equal.

use super::table::{Row, read};
use stats::power::*;
use stats::random::Seed;
use stats::{Answer, Level};

fn rule(row: &Row) -> TestRule {
    let sides = if row.count("sides") == 1 { Sides::One } else { Sides::Two };
    TestRule { level: Level::new(row.number("level").unwrap()).unwrap(), sides }
}

fn first(row: &Row) -> f64 {
    row.number("first").unwrap()
}

fn effect(row: &Row) -> Effect {
    Effect::new(first(row), 1.0).unwrap()
}

fn probabilities(row: &Row) -> (Probability, Probability) {
    let second = row.number("second").unwrap();
    (Probability::new(first(row)).unwrap(), Probability::new(second).unwrap())
}

fn discordance(row: &Row) -> Discordance {
    let (gained, lost) = probabilities(row);
    Discordance::new(gained, lost).unwrap()
}

fn shape(kind: &str) -> Shape {
    match kind.split_once('_').unwrap().1 {
        "normal" => Shape::Normal,
        "logistic" => Shape::Logistic,
        "laplace" => Shape::Laplace,
        "uniform" => Shape::Uniform,
        other => panic!("{other}"),
    }
}

fn mcnemar(kind: &str) -> McNemarApproach {
    match kind {
        "mcnemar_exact" => McNemarApproach::Exact,
        "mcnemar_mid_p" => McNemarApproach::MidP,
        "mcnemar_connor" => McNemarApproach::Connor,
        _ => McNemarApproach::Miettinen,
    }
}

fn two(kind: &str) -> TwoProportionsApproach {
    match kind {
        "two_pooled" => TwoProportionsApproach::Pooled,
        "two_unpooled" => TwoProportionsApproach::Unpooled,
        "two_fisher" => TwoProportionsApproach::Fisher,
        _ => TwoProportionsApproach::ChiSquared,
    }
}

fn signed_rank(row: &Row, approach: SignedRankApproach) -> Power {
    signed_rank_power(row.count("n"), effect(row), shape(row.text("kind")), approach, rule(row))
}

fn expect_simulated(row: &Row) {
    let approach = SignedRankApproach::Simulation { n_draws: 5_000, seed: Seed(1) };
    let power = signed_rank(row, approach);
    let (actual, expected) = (power.value.unwrap(), row.number("power").unwrap());
    let allowed = 5.0 * (expected * (1.0 - expected) * (1.0 / 5_000.0 + 1.0 / 20_000.0)).sqrt();
    assert!((actual - expected).abs() <= allowed, "{} {}: {actual}, {expected}", row.text("kind"), power.n);
    assert!(power.simulation_error.unwrap() <= 0.5 / 5_000.0_f64.sqrt());
}

#[test]
fn power_equals_r() {
    let rows = read("answers/power.csv");
    assert!(rows.len() >= 1000);
    for row in &rows {
        let n = row.count("n");
        let actual: Answer = match row.text("kind") {
            kind if kind.starts_with("simulation") => {
                expect_simulated(row);
                continue;
            }
            "paired_t" => paired_t_power(n, effect(row), rule(row)).value,
            kind if kind.starts_with("efficiency") => signed_rank(row, SignedRankApproach::Efficiency).value,
            kind if kind.starts_with("noether") => signed_rank(row, SignedRankApproach::Noether).value,
            kind if kind.starts_with("mcnemar") => {
                mcnemar_power(n, discordance(row), mcnemar(kind), rule(row)).value
            }
            kind if kind.starts_with("two") => {
                let (one, other) = probabilities(row);
                two_proportions_power(n, one, other, two(kind), rule(row)).value
            }
            kind => {
                let of = if kind == "half_width" { WidthOf::Anticipated } else { WidthOf::Expected };
                wilson_half_width(n, probabilities(row).0, rule(row).level, of)
            }
        };
        row.expect_within("power", actual, 1e-9, 1e-3);
    }
}

#[test]
fn least_numbers_equal_r() {
    let rows = read("answers/power_sizes.csv");
    assert!(rows.len() >= 180);
    for row in &rows {
        let wanted = row.number("wanted").unwrap();
        let power = Wanted::new(wanted).unwrap();
        let found = match row.text("kind") {
            "paired_t" => paired_t_size(power, effect(row), rule(row)),
            kind if kind.starts_with("mcnemar") => {
                mcnemar_size(power, discordance(row), mcnemar(kind), rule(row))
            }
            kind if kind.starts_with("two") => {
                let (one, other) = probabilities(row);
                two_proportions_size(power, one, other, two(kind), rule(row))
            }
            _ => {
                let level = rule(row).level;
                wilson_size(wanted, probabilities(row).0, level, WidthOf::Anticipated).unwrap()
            }
        };
        row.expect("n", found.n.map(|n| n as f64), 0.0);
    }
}
