//! Paired categories and agreement on categories.

use super::example::Example;
use stats::agreement::*;
use stats::categories::*;
use stats::*;

fn counts(page: &Example, name: &str) -> Vec<usize> {
    page.numbers(name).into_iter().map(|count| count as usize).collect()
}

fn x2(estimate: &Estimate) -> (f64, f64) {
    match estimate.test.unwrap().statistic {
        Statistic::ChiSquared { x2, df } => (x2, df),
        other => panic!("{other:?}"),
    }
}

fn says_interval(page: &Example, names: [&str; 2], ci: Answer<Interval>) {
    page.says(names[0], ci.unwrap().low);
    page.says(names[1], ci.unwrap().high);
}

#[test]
fn paired_proportions() {
    let page = Example::of("mcnemar.md");
    let count = |name: &str| counts(&page, name)[0];
    let pairs = PairedBinary::new(PairedCounts {
        both: count("both"),
        only_before: count("only_before"),
        only_after: count("only_after"),
        neither: count("neither"),
    })
    .unwrap();
    let of = |test, interval| mcnemar(&pairs, &McNemarRule { test, interval, ..McNemarRule::default() });
    let exact = of(McNemarTest::Exact, DifferenceInterval::Tango);
    page.says("value", exact.value.unwrap());
    page.says("exact", exact.p_value().unwrap());
    says_interval(&page, ["low", "high"], exact.ci);
    let mid = of(McNemarTest::MidP, DifferenceInterval::Newcombe);
    page.says("mid_p", mid.p_value().unwrap());
    says_interval(&page, ["newcombe_low", "newcombe_high"], mid.ci);
    page.says("x2", x2(&of(McNemarTest::Asymptotic, DifferenceInterval::Wald)).0);
    page.says("x2_corrected", x2(&of(McNemarTest::Corrected, DifferenceInterval::Wald)).0);
    let wald = of(McNemarTest::Corrected, DifferenceInterval::Wald).ci;
    says_interval(&page, ["wald_low", "wald_high"], wald);
    let odds = conditional_odds_ratio(&pairs, Level::default());
    page.says("odds_ratio", odds.value.unwrap());
    says_interval(&page, ["odds_low", "odds_high"], odds.ci);
    let sign = sign_of_changes(&pairs, Level::default());
    page.says("share", sign.value.unwrap());
    says_interval(&page, ["share_low", "share_high"], sign.ci);
}

#[test]
fn square_tables() {
    let page = Example::of("marginal-homogeneity.md");
    let table = SquareTable::new(counts(&page, "categories")[0], &counts(&page, "counts")).unwrap();
    let stuart = marginal_homogeneity(&table, HomogeneityTest::StuartMaxwell);
    page.says("stuart", x2(&stuart).0);
    page.says("df", x2(&stuart).1);
    page.says("stuart_p", stuart.p_value().unwrap());
    page.says("bhapkar", x2(&marginal_homogeneity(&table, HomogeneityTest::Bhapkar)).0);
    let bowker = symmetry(&table, SymmetryTest::Bowker);
    page.says("bowker", x2(&bowker).0);
    page.says("bowker_df", x2(&bowker).1);
    page.says("bowker_p", bowker.p_value().unwrap());
    let exact = marginal_homogeneity(&table, HomogeneityTest::Exact(Enumeration::default()));
    page.says("exact_homogeneity", exact.p_value().unwrap());
    let exact = symmetry(&table, SymmetryTest::Exact(Enumeration::default()));
    page.says("exact_symmetry", exact.p_value().unwrap());
}

#[test]
fn agreement_of_readers() {
    let page = Example::of("kappa.md");
    let table = SquareTable::new(counts(&page, "categories")[0], &counts(&page, "counts")).unwrap();
    let found = cohen_kappa(&WeightedTable::unweighted(&table), &KappaRule::default());
    page.says("agreement", found.agreement.value.unwrap());
    page.says("expected", found.expected.unwrap());
    page.says("kappa", found.kappa.value.unwrap());
    page.says("se", found.standard_error.unwrap());
    page.says("se_null", found.standard_error_null.unwrap());
    says_interval(&page, ["low", "high"], found.kappa.ci);
    page.says("greatest", found.greatest.unwrap());
    page.says("pabak", found.adjusted.value.unwrap());
    let weighted = |table: WeightedTable<'_>| cohen_kappa(&table, &KappaRule::default()).kappa.value.unwrap();
    page.says("linear", weighted(WeightedTable::linear(&table)));
    page.says("quadratic", weighted(WeightedTable::quadratic(&table)));
    let ratings = CategoryRatings::new(2, &counts(&page, "readings")).unwrap();
    let fleiss = fleiss_kappa(&ratings, Level::default());
    page.says("fleiss", fleiss.value.unwrap());
    let Statistic::Normal { z } = fleiss.test.unwrap().statistic else { panic!("not normal") };
    page.says("fleiss_z", z);
    says_interval(&page, ["fleiss_low", "fleiss_high"], fleiss.ci);
    page.says("ac1", gwet_ac1(&ratings, Level::default()).value.unwrap());
}
