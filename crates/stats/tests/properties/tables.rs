//! Tables of counts.

use proptest::collection::vec;
use proptest::prelude::*;
use stats::categories::*;
use stats::random::Seed;
use stats::*;

/// Up to five rows and columns, some of them empty, up to about 60 units.
fn table() -> impl Strategy<Value = Table> {
    (1_usize..6, 1_usize..6).prop_flat_map(|(rows, columns)| {
        let count = prop_oneof![3 => Just(0_usize), 5 => 0..4_usize, 1 => 0..9_usize];
        vec(count, rows * columns).prop_map(move |counts| Table::new(&counts, columns).unwrap())
    })
}

fn tests(table: &Table) -> [Estimate; 4] {
    [
        pearson(table, Continuity::Uncorrected),
        pearson(table, Continuity::Yates),
        likelihood_ratio(table),
        fisher_exact(table, &FisherRule::default()),
    ]
}

/// Rows in another order.
fn turned(table: &Table) -> Table {
    let (rows, columns) = (table.n_rows(), table.n_columns());
    let counts: Vec<usize> =
        (0..rows).rev().flat_map(|row| (0..columns).map(move |column| table.count(row, column))).collect();
    Table::new(&counts, columns).unwrap()
}

fn close(left: Answer, right: Answer) -> bool {
    match (left, right) {
        (Ok(left), Ok(right)) => (left - right).abs() <= 1e-9 * left.max(1e-3),
        (left, right) => left == right,
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 128, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn p_is_bounded_and_order_does_not_matter(table in table()) {
        let (there, back, other) = (tests(&table), tests(&turned(&table)), tests(&table.transposed()));
        for ((there, back), other) in there.iter().zip(&back).zip(&other) {
            prop_assert!(there.test.is_err() || (0.0..=1.0).contains(&there.p_value().unwrap()), "{there:?}");
            prop_assert!(close(there.p_value(), back.p_value()) && close(there.p_value(), other.p_value()), "{there:?} {back:?} {other:?}");
        }
    }

    #[test]
    fn v_is_a_share_and_holds(table in table()) {
        let estimate = cramers_v(&table, Level::default());
        if let (Ok(v), Ok(ci)) = (estimate.value, estimate.ci) {
            prop_assert!((0.0..=1.0).contains(&v) && ci.contains(v) && 0.0 <= ci.low && ci.high <= 1.0, "{estimate:?}");
        }
    }

    #[test]
    fn fisher_of_two_groups_is_the_conditional_test(a in 0_usize..30, b in 0_usize..30, c in 0_usize..30, d in 0_usize..30) {
        let table = Table::new(&[a, b, c, d], 2).unwrap();
        let groups = [Proportion::new(c, c + d).unwrap(), Proportion::new(a, a + b).unwrap()];
        let conditional = proportion::conditional_odds_ratio(groups[0], groups[1], Level::default());
        prop_assert!(close(fisher_exact(&table, &FisherRule::default()).p_value(), conditional.p_value()));
    }

    #[test]
    fn reversed_scores_turn_the_trend(x in vec((0_usize..8, 0_usize..8), 1..5)) {
        let groups: Vec<Proportion> = x.iter().map(|&(x, y)| Proportion::new(x, x + y).unwrap()).collect();
        let up: Vec<f64> = (0..groups.len()).map(|score| score as f64).collect();
        let down: Vec<f64> = up.iter().map(|score| 7.0 - 2.5 * score).collect();
        let (up, down) = (ScoredGroups::new(&groups, &up).unwrap(), ScoredGroups::new(&groups, &down).unwrap());
        for variance in [TrendVariance::Binomial, TrendVariance::Conditional] {
            let (up, down) = (cochran_armitage(&up, variance), cochran_armitage(&down, variance));
            prop_assert!(close(up.p_value(), down.p_value()));
            if let (Ok(up), Ok(down)) = (up.value, down.value) {
                prop_assert!((up + 2.5 * down).abs() < 1e-12);
            }
        }
        prop_assert!(close(cochran_armitage_exact(&up).p_value(), cochran_armitage_exact(&down).p_value()));
    }

    #[test]
    fn two_groups_trend_is_fishers_or_at_most_two_tails(a in 0_usize..15, b in 1_usize..15, c in 1_usize..15, d in 0_usize..15) {
        let groups = [Proportion::new(a, a + b).unwrap(), Proportion::new(c, c + d).unwrap()];
        let trend = cochran_armitage_exact(&ScoredGroups::new(&groups, &[0.0, 1.0]).unwrap());
        prop_assert!((0.0..=1.0).contains(&trend.p_value().unwrap()));
        if a + b == c + d {
            // The distribution is symmetric: far and improbable are the same.
            let fisher = fisher_exact(&Table::of_groups(&groups).unwrap(), &FisherRule::default());
            prop_assert!(close(trend.p_value(), fisher.p_value()));
        }
    }
}

#[test]
fn typed_answers() {
    let nothing = Table::new(&[], 0).unwrap();
    for estimate in tests(&nothing) {
        assert_eq!(estimate.p_value(), Err(Undefined::NoValues));
    }
    let one_row = Table::new(&[3, 4, 5], 3).unwrap();
    assert_eq!(pearson(&one_row, Continuity::Uncorrected).p_value(), Err(Undefined::EmptyMargin));
    assert_eq!(cramers_v(&one_row, Level::default()).value, Err(Undefined::EmptyMargin));
    assert_eq!(fisher_exact(&one_row, &FisherRule::default()).p_value(), Ok(1.0));
    let groups = [Proportion::new(0, 4).unwrap(), Proportion::new(0, 5).unwrap()];
    let none = cochran_armitage_exact(&ScoredGroups::new(&groups, &[1.0, 2.0]).unwrap());
    assert_eq!((none.value, none.p_value()), (Ok(0.0), Err(Undefined::NoSpread)));
}

#[test]
fn the_door_of_tables() {
    assert_eq!(Table::new(&[1, 2, 3], 2).err(), Some(InputError::CellsDoNotFit { needed: 4, found: 3 }));
    assert_eq!(Table::new(&[usize::MAX, 1], 2).err(), Some(InputError::CountsOverflow));
    let groups = [Proportion::new(1, 2).unwrap()];
    assert_eq!(ScoredGroups::new(&groups, &[f64::NAN]).err(), Some(InputError::NotFinite { position: 0 }));
    let misfit = InputError::ScoresDoNotFit { scores: 0, categories: 1 };
    assert_eq!(ScoredGroups::new(&groups, &[]).err(), Some(misfit));
    let table = Table::new(&[1, 2], 2).unwrap();
    let misfit = InputError::ScoresDoNotFit { scores: 1, categories: 2 };
    assert_eq!(linear_by_linear(&table, &[1.0], &[1.0]).err(), Some(misfit));
}

#[test]
fn too_much_work_is_said_and_monte_carlo_is_reproducible() {
    let counts: Vec<usize> = (0..64).map(|cell| 5 + cell * 7 % 11).collect();
    let table = Table::new(&counts, 8).unwrap();
    let rule = FisherRule { work_limit: 1_000_000, monte_carlo: None };
    assert_eq!(fisher_exact(&table, &rule).p_value(), Err(Undefined::TooMuchWork));
    let monte_carlo = Some(MonteCarlo { seed: Seed(1), n_draws: 1000 });
    let drawn = fisher_exact(&table, &FisherRule { monte_carlo, ..rule });
    assert_eq!(drawn, fisher_exact(&table, &FisherRule { monte_carlo, ..rule }));
    assert!(matches!(drawn.cautions[..], [Caution::Simulated { n_draws: 1000, .. }]));
    let huge = Table::new(&[1 << 50, 1 << 50, 1 << 50, 1 << 51], 2).unwrap();
    assert_eq!(fisher_exact(&huge, &rule).p_value(), Err(Undefined::TooMuchWork));
}
