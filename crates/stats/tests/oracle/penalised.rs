//! Penalised paths against glmnet (thresh 1e-14), its answer finished by Newton's method, and cv.glmnet with the same folds.
//! Tolerance: 1e-8 of the coefficients, relative to the largest contribution where they cancel; the first penalty 1e-10;
//! explained deviance and the errors of cross-validation, which are glmnet's own, 1e-6.

use super::table::{Row, read, require_twenty};
use stats::design::Design;
use stats::regression::penalised::{Folds, Outcome, Penalties, PenaltyRule, cross_validate, penalised};
use stats::{Fraction, Sample};

const SHARES: [f64; 4] = [0.7, 0.2, 0.03, 0.004];

struct Set {
    design: Design,
    y: Vec<f64>,
    event: Vec<bool>,
}

/// The data of `penalised.R`.
fn drawn(row: &Row) -> Set {
    let (n, p, mut state) = (row.count("n"), row.count("p"), 100 + row.count("set") as u64);
    let mut draw = |n: usize| -> Vec<f64> {
        let next = |_| {
            state = 16807 * state % 2_147_483_647;
            state as f64 / 2_147_483_647.0
        };
        (0..n).map(next).collect()
    };
    let mut x: Vec<Vec<f64>> = (0..p).map(|_| draw(n)).collect();
    let noise = draw(n);
    for j in 1..p {
        let (before, here) = x.split_at_mut(j);
        here[0].iter_mut().zip(&before[j - 1]).for_each(|(x, before)| *x += 0.5 * before);
    }
    let mut design = Design::empty(n);
    for (j, column) in x.iter_mut().enumerate() {
        column.iter_mut().for_each(|x| *x *= [1.0, 10.0, 100.0][j % 3]);
        design.push(&format!("x{j}"), column).unwrap();
    }
    let y = (0..n).map(|row| 3.0 + 2.0 * x[0][row] - 0.1 * x[1][row] + noise[row]).collect();
    let event = (0..n).map(|row| 2.0 * x[0][row] - 0.05 * x[1][row] + 3.0 * noise[row] > 2.0).collect();
    Set { design, y, event }
}

impl Set {
    fn outcome(&self, row: &Row) -> Outcome<'_> {
        match row.text("family") {
            "gaussian" => Outcome::Number(Sample::new(&self.y).unwrap()),
            _ => Outcome::Event(&self.event),
        }
    }

    /// The column's standard deviation, divisor n.
    fn sd(&self, column: usize) -> f64 {
        let x = self.design.column(column);
        let n = x.len() as f64;
        let mean = x.iter().sum::<f64>() / n;
        (x.iter().map(|x| (x - mean).powi(2)).sum::<f64>() / n).sqrt()
    }
}

fn mixture(row: &Row) -> Fraction {
    Fraction::new(row.number("alpha").unwrap()).unwrap()
}

/// The penalties of the R script, from our own first one.
fn penalties(set: &Set, row: &Row) -> [f64; 4] {
    let rule = PenaltyRule { mixture: mixture(row), penalties: Penalties::Path(1) };
    let first = penalised(set.outcome(row), &set.design, &rule).unwrap().penalties[0];
    SHARES.map(|share| share * first)
}

#[test]
fn paths_equal_glmnet() {
    let rows = read("answers/penalised.csv");
    require_twenty(&rows);
    for four in rows.chunks(4) {
        let set = drawn(&four[0]);
        let penalties = penalties(&set, &four[0]);
        four[0].expect("first", Ok::<_, ()>(penalties[0] / SHARES[0]), 1e-10);
        let rule = PenaltyRule { mixture: mixture(&four[0]), penalties: Penalties::Given(&penalties) };
        let path = penalised(set.outcome(&four[0]), &set.design, &rule).unwrap();
        let counts = path.n_columns();
        for (at, row) in four.iter().enumerate() {
            let beta = &path.coefficients[at];
            let of = |column: usize| beta[column] * set.sd(column);
            let size = (0..beta.len()).map(|column| of(column).abs()).fold(0.1, f64::max);
            let ok = Ok::<f64, ()>;
            let moved = |column: usize| (beta[column] * set.design.column(column)[0]).abs();
            let constant = (0..beta.len()).map(moved).fold(size, f64::max);
            row.expect_within("intercept", ok(path.intercepts[at]), 1e-8, constant);
            row.expect_within("b1", ok(beta[0]), 1e-8, size / set.sd(0));
            row.expect_within("b2", ok(beta[1]), 1e-8, size / set.sd(1));
            let sum = (0..beta.len()).map(|column| (column + 1) as f64 * of(column)).sum();
            row.expect_within("sum", ok(sum), 1e-8, size * beta.len() as f64);
            row.expect("explained", ok(path.explained[at]), 1e-6);
            assert_eq!(row.count("columns"), counts[at], "{} {at}", row.text("set"));
        }
    }
}

#[test]
fn cross_validation_equals_glmnet() {
    let rows = read("answers/penalised_folds.csv");
    for four in rows.chunks(4) {
        let set = drawn(&four[0]);
        let penalties = penalties(&set, &four[0]);
        let rule = PenaltyRule { mixture: mixture(&four[0]), penalties: Penalties::Given(&penalties) };
        let of_row: Vec<usize> = (1..=set.y.len()).map(|row| row * 7 % 5).collect();
        let found =
            cross_validate(set.outcome(&four[0]), &set.design, &rule, &Folds::given(&of_row)).unwrap();
        for (at, row) in four.iter().enumerate() {
            row.expect("error", Ok::<_, ()>(found.error[at]), 1e-6);
            row.expect("standard_error", Ok::<_, ()>(found.standard_error[at]), 1e-6);
            assert_eq!(row.count("least"), found.least + 1);
            assert_eq!(row.count("one_standard_error"), found.one_standard_error + 1);
        }
    }
}
