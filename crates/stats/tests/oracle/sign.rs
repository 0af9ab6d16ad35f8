//! The sign test against binom.test and prop.test, and the median's interval against qbinom. Tolerance: p
//! relative 1e-10; ends of exact intervals 1e-15, of interpolated ones 1e-10.

use super::table::{pairs, read, require_twenty};
use stats::paired::{Continuity, MedianInterval, SignRule, SignTest, sign_test};
use stats::{Caution, Level, Pairs, Statistic};

#[test]
fn sign_test_equals_r() {
    let (sets, rows) = (pairs(), read("answers/sign.csv"));
    require_twenty(&rows);
    for row in &rows {
        let set = &sets[row.text("set")];
        let pairs = Pairs::new(&set.before, &set.after).unwrap();
        let level = Level::new(row.number("level").unwrap()).unwrap();
        let exact = SignRule { level, ..SignRule::default() };
        let estimate = sign_test(pairs, &exact);
        assert_eq!((estimate.n, estimate.n_zeros), (row.count("n"), row.count("zeros")));
        row.expect("p", estimate.p_value(), 1e-10);
        row.expect("value", estimate.value, 1e-15);
        row.expect("low", estimate.ci.map(|ci| ci.low), 1e-15);
        row.expect("high", estimate.ci.map(|ci| ci.high), 1e-15);
        if let [Caution::LevelNotReached { achieved }] = estimate.cautions[..] {
            row.expect("achieved", Ok::<_, ()>(achieved), 1e-12);
            assert!(achieved < level.get());
        }
        if let Ok(test) = estimate.test {
            let (count, of) = (row.count("positive") as u64, row.count("of") as u64);
            assert_eq!(test.statistic, Statistic::Count { count, of });
        }
        let between = sign_test(pairs, &SignRule { interval: MedianInterval::Interpolated, ..exact });
        row.expect("low_between", between.ci.map(|ci| ci.low), 1e-10);
        row.expect("high_between", between.ci.map(|ci| ci.high), 1e-10);
        for (continuity, z, p) in
            [(Continuity::HalfRank, "z", "p_normal"), (Continuity::None, "z_plain", "p_plain")]
        {
            let normal = sign_test(pairs, &SignRule { test: SignTest::Normal(continuity), ..exact });
            row.expect(p, normal.p_value(), 1e-10);
            let Ok(test) = normal.test else { continue };
            let Statistic::Normal { z: actual } = test.statistic else { panic!("not z") };
            row.expect_within(z, Ok::<_, ()>(actual), 1e-12, 1e-3);
        }
    }
}

#[test]
fn many_signs_equal_binom_test() {
    for row in read("answers/sign_counts.csv") {
        let (positive, of) = (row.count("positive"), row.count("of"));
        let after: Vec<f64> = (0..of).map(|i| if i < positive { 1.0 } else { -1.0 }).collect();
        let before = vec![0.0; of];
        let estimate = sign_test(Pairs::new(&before, &after).unwrap(), &SignRule::default());
        // Beyond 1000 the accuracy is that of `distribution::binomial`.
        row.expect("p", estimate.p_value(), if of <= 1000 { 1e-10 } else { 1e-6 });
    }
}
