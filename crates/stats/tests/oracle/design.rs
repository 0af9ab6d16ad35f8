//! Spline terms against R: Hmisc's rcspline.eval column by column (relative 1e-10 of the column's sums), splines::ns by the
//! fitted and extrapolated values of a least-squares fit (1e-8, the condition of R's and our bases).

use super::table::{Row, read, require_twenty};
use stats::design::{Design, Intercept, Recipe, Term, Variables};

/// x and y by the recurrence of `design.R`.
fn drawn(row: &Row) -> (Vec<f64>, Vec<f64>) {
    let (n, mut state) = (row.count("set"), row.count("seed") as u64);
    let mut draw = || {
        state = 16807 * state % 2_147_483_647;
        state as f64 / 2_147_483_647.0
    };
    let mut x: Vec<f64> = (0..n).map(|_| 20.0 + 60.0 * draw()).collect();
    if row.count("seed").is_multiple_of(3) {
        x.iter_mut().for_each(|x| *x = (*x * 2.0).floor() / 2.0);
    }
    let y = x.iter().map(|x| (x / 10.0).sin() + draw()).collect();
    (x, y)
}

/// Coefficients by modified Gram-Schmidt, each column taken out twice.
fn least_squares(design: &Design, y: &[f64]) -> Vec<f64> {
    let p = design.n_columns();
    let mut columns: Vec<Vec<f64>> = (0..p).map(|column| design.column(column).to_vec()).collect();
    columns.push(y.to_vec());
    let dot = |a: &[f64], b: &[f64]| a.iter().zip(b).map(|(a, b)| a * b).sum::<f64>();
    let mut r = vec![vec![0.0; p + 1]; p];
    for i in 0..p {
        for j in (i + 1)..=p {
            for _ in 0..2 {
                let pivot = columns[i].clone();
                let share = dot(&pivot, &columns[j]) / dot(&pivot, &pivot);
                r[i][j] += share;
                columns[j].iter_mut().zip(&pivot).for_each(|(value, pivot)| *value -= share * pivot);
            }
        }
    }
    let mut beta = vec![0.0; p];
    for i in (0..p).rev() {
        beta[i] = r[i][p] - (i + 1..p).map(|j| r[i][j] * beta[j]).sum::<f64>();
    }
    beta
}

fn weighted(column: &[f64]) -> f64 {
    column.iter().enumerate().map(|(row, value)| value * (row + 1) as f64).sum()
}

#[test]
fn splines_equal_r() {
    let rows = read("answers/design.csv");
    require_twenty(&rows);
    for row in &rows {
        let (x, y) = drawn(row);
        let (size, n) = (row.count("size"), x.len());
        let variables = Variables::new(n).number("x", &x);
        let ok = Ok::<f64, ()>;
        if row.text("kind") == "harrell" {
            let term = Term::restricted_cubic_spline("x", size);
            let (_, design) = Recipe::learn(&variables, Intercept::Without, &[term]).unwrap();
            assert_eq!(design.n_columns(), size - 1);
            let column = design.column(row.count("column") - 1);
            row.expect("sum", ok(weighted(column)), 1e-10);
            row.expect_within("first", ok(column[0]), 1e-10, 1.0);
            row.expect_within("last", ok(column[n - 1]), 1e-10, 1.0);
        } else {
            let term = Term::natural_spline("x", size);
            let (recipe, design) = Recipe::learn(&variables, Intercept::With, &[term]).unwrap();
            assert_eq!(design.n_columns(), size + 1);
            let beta = least_squares(&design, &y);
            let fitted = design.times(&beta);
            row.expect("sum", ok(weighted(&fitted)), 1e-8);
            row.expect("first", ok(fitted[0]), 1e-8);
            row.expect("last", ok(fitted[n - 1]), 1e-8);
            let (least, greatest) = x.iter().fold((f64::MAX, f64::MIN), |(a, b), &x| (a.min(x), b.max(x)));
            let beyond = [least - 5.0, greatest + 5.0];
            let new = recipe.apply(&Variables::new(2).number("x", &beyond)).unwrap().times(&beta);
            row.expect_within("below", ok(new[0]), 1e-8, 1.0);
            row.expect_within("above", ok(new[1]), 1e-8, 1.0);
        }
    }
}
