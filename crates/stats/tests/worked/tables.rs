//! Tables of counts.

use super::example::Example;
use stats::categories::*;
use stats::{Estimate, Level, Proportion, Statistic};

fn table(page: &Example, name: &str, n_columns: usize) -> Table {
    let counts: Vec<usize> = page.numbers(name).into_iter().map(|count| count as usize).collect();
    Table::new(&counts, n_columns).unwrap()
}

fn x2(estimate: &Estimate) -> f64 {
    match estimate.test.unwrap().statistic {
        Statistic::ChiSquared { x2, .. } => x2,
        other => panic!("{other:?}"),
    }
}

#[test]
fn chi_squared_tables() {
    let page = Example::of("chi-squared-tables.md");
    let table = table(&page, "counts", 2);
    let pearson_test = pearson(&table, Continuity::Uncorrected);
    page.says("x2", x2(&pearson_test));
    page.says("p", pearson_test.p_value().unwrap());
    page.says("yates", x2(&pearson(&table, Continuity::Yates)));
    page.says("g", x2(&likelihood_ratio(&table)));
    page.says("v", cramers_v(&table, Level::default()).value.unwrap());
}

#[test]
fn fisher() {
    let page = Example::of("fisher-exact.md");
    let tea = fisher_exact(&table(&page, "tea", 2), &FisherRule::default());
    page.says("tea_p", tea.p_value().unwrap());
    let diagonal = fisher_exact(&table(&page, "diagonal", 3), &FisherRule::default());
    page.says("diagonal_p", diagonal.p_value().unwrap());
    match diagonal.test.unwrap().statistic {
        Statistic::TableProbability { ln_probability } => {
            page.says("diagonal_ln_probability", ln_probability)
        }
        other => panic!("{other:?}"),
    }
}

#[test]
fn trend() {
    let page = Example::of("trend.md");
    let groups: Vec<Proportion> = page
        .numbers("with")
        .into_iter()
        .zip(page.numbers("all"))
        .map(|(with, all)| Proportion::new(with as usize, all as usize).unwrap())
        .collect();
    let groups = ScoredGroups::new(&groups, &[1.0, 2.0, 3.0]).unwrap();
    let estimate = cochran_armitage(&groups, TrendVariance::Binomial);
    page.says("slope", estimate.value.unwrap());
    match estimate.test.unwrap().statistic {
        Statistic::Normal { z } => page.says("z", z),
        other => panic!("{other:?}"),
    }
    page.says("p", estimate.p_value().unwrap());
    page.says("p_conditional", cochran_armitage(&groups, TrendVariance::Conditional).p_value().unwrap());
    page.says("p_exact", cochran_armitage_exact(&groups).p_value().unwrap());
}
