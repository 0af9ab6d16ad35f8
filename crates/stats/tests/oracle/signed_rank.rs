//! Signed rank against enumeration, exactRankTests, coin, wilcox.test and the sorted Walsh averages.
//! Tolerance: V, ties, zeros exact; estimate and interval relative 1e-15 (the same two differences), and
//! 1e-12 absolute near 0; exact p 1e-12; normal p 1e-10.

use super::table::{pairs, read, require_twenty};
use std::collections::BTreeMap;

use super::table::{Row, Set};
use stats::paired::{Continuity, ZeroRule, signed_rank_test};
use stats::{Answer, Estimate, Level, Pairs, SignedRankRule, Statistic, Undefined, signed_rank};

#[test]
fn signed_rank_equals_r() {
    let (sets, rows) = (pairs(), read("answers/signed_rank.csv"));
    require_twenty(&rows);
    for row in &rows {
        let set = &sets[row.text("set")];
        let level = Level::new(row.number("level").unwrap()).unwrap();
        let rule = SignedRankRule { level, ..SignedRankRule::default() };
        let estimate = signed_rank(Pairs::new(&set.before, &set.after).unwrap(), &rule);
        if estimate.value == Err(Undefined::BeyondRange) {
            assert_eq!(row.text("set"), "near_the_largest");
            continue;
        }
        assert_eq!(
            (estimate.n, estimate.n_zeros, estimate.n_ties),
            (row.count("n"), row.count("zeros"), row.count("ties"))
        );
        row.expect("value", estimate.value, 1e-15);
        row.expect("low", estimate.ci.map(|ci| ci.low), 1e-15);
        row.expect("high", estimate.ci.map(|ci| ci.high), 1e-15);
        let Ok(test) = estimate.test else {
            assert_eq!(row.number("v"), None);
            continue;
        };
        let p = Ok::<_, ()>(test.p_value);
        match test.statistic {
            Statistic::SignedRank { v } => {
                assert_eq!(Some(v), row.number("v"));
                let by_others = ["p_enumerated", "p_exact_rank_tests", "p_coin", "p_base"];
                let answered: Vec<_> =
                    by_others.into_iter().filter(|column| row.number(column).is_some()).collect();
                assert!(answered.len() >= 2);
                answered.into_iter().for_each(|column| row.expect(column, p, 1e-12));
            }
            Statistic::SignedRankNormal { v, z } => {
                assert_eq!(Some(v), row.number("v"));
                row.expect("z", Ok::<_, ()>(z), 1e-12);
                row.expect("p_base", p, 1e-10);
            }
            _ => panic!("not a signed-rank test"),
        }
    }
}

/// The paired sets, and those that are half zeros.
fn with_zeros() -> BTreeMap<String, Set> {
    let mut sets = pairs();
    for row in read("data/zeros.csv") {
        let empty = || Set { before: Vec::new(), after: Vec::new() };
        let set = sets.entry(row.text("set").to_string()).or_insert_with(empty);
        set.before.push(row.number("before").unwrap());
        set.after.push(row.number("after").unwrap());
    }
    sets
}

fn v_and_z(estimate: &Estimate) -> (f64, Answer) {
    match estimate.test.unwrap().statistic {
        Statistic::SignedRank { v } => (v, Err(Undefined::NotPartOfMethod)),
        Statistic::SignedRankNormal { v, z } => (v, Ok(z)),
        _ => panic!("not a signed-rank test"),
    }
}

fn rule_of(row: &Row) -> SignedRankRule {
    let zeros = if row.text("rule").starts_with(['P', 'p']) { ZeroRule::Pratt } else { ZeroRule::Wilcoxon };
    SignedRankRule { zeros, ..SignedRankRule::default() }
}

#[test]
fn both_zero_rules_equal_coin_and_enumeration() {
    let (sets, rows) = (with_zeros(), read("answers/signed_rank_rules.csv"));
    require_twenty(&rows);
    for row in &rows {
        let set = &sets[row.text("set")];
        let (pairs, rule) = (Pairs::new(&set.before, &set.after).unwrap(), rule_of(row));
        let normal = SignedRankRule { exact_up_to: 0, ..rule };
        let plain = SignedRankRule { continuity: Continuity::None, ..normal };
        let estimate = signed_rank(pairs, &rule);
        assert_eq!((estimate.n, estimate.n_zeros), (row.count("n"), row.count("zeros")));
        if row.number("p_coin").is_some() {
            row.expect("p_coin", estimate.p_value(), 1e-12);
        }
        if row.number("p_enumerated").is_some() {
            row.expect("p_enumerated", estimate.p_value(), 1e-12);
        }
        for (rule, z, p) in [(&normal, "z", "p"), (&plain, "z_plain", "p_plain")] {
            let estimate = signed_rank(pairs, rule);
            assert_eq!(Some(v_and_z(&estimate).0), row.number("v"));
            row.expect_within(z, v_and_z(&estimate).1, 1e-12, 1e-3);
            row.expect(p, estimate.p_value(), 1e-10);
        }
        row.expect_within("p_plain_coin", signed_rank(pairs, &plain).p_value(), 1e-9, 1e-6);
        if rule.zeros == ZeroRule::Pratt {
            row.expect("value", estimate.value, 1e-14);
            row.expect("low", estimate.ci.map(|ci| ci.low), 1e-14);
            row.expect("high", estimate.ci.map(|ci| ci.high), 1e-14);
        }
    }
}

#[test]
fn both_zero_rules_equal_scipy() {
    let (sets, rows) = (with_zeros(), read("answers/signed_rank_scipy.csv"));
    require_twenty(&rows);
    for row in &rows {
        let set = &sets[row.text("set")];
        let pairs = Pairs::new(&set.before, &set.after).unwrap();
        let normal = SignedRankRule { exact_up_to: 0, ..rule_of(row) };
        let plain = SignedRankRule { continuity: Continuity::None, ..normal };
        row.expect("p", signed_rank_test(pairs, &normal).p_value(), 1e-10);
        row.expect("p_plain", signed_rank_test(pairs, &plain).p_value(), 1e-10);
    }
}

#[test]
fn the_test_alone_is_the_same_test() {
    for set in with_zeros().values() {
        let pairs = Pairs::new(&set.before, &set.after).unwrap();
        for zeros in [ZeroRule::Wilcoxon, ZeroRule::Pratt] {
            let rule = SignedRankRule { zeros, ..SignedRankRule::default() };
            let (alone, full) = (signed_rank_test(pairs, &rule), signed_rank(pairs, &rule));
            assert_eq!(alone.value, Err(Undefined::NotPartOfMethod));
            assert_eq!((alone.test, alone.n_ties, alone.method), (full.test, full.n_ties, full.method));
        }
    }
}
