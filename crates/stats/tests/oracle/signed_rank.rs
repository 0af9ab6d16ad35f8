//! Signed rank against enumeration, exactRankTests, coin, wilcox.test and the sorted Walsh averages.
//! Tolerance: V, ties, zeros exact; estimate and interval relative 1e-15 (the same two differences), and
//! 1e-12 absolute near 0; exact p 1e-12; normal p 1e-10.

use super::table::{pairs, read, require_twenty};
use stats::{Level, Pairs, SignedRankRule, Statistic, Undefined, signed_rank};

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
