//! Proportions and tables of counts.

use super::{Call, Entry, LEVEL, counts, p_alone, whole};
use crate::columns::Columns;
use stats::Proportion;
use stats::categories::{
    self, Continuity, FisherRule, McNemarRule, PairedBinary, PairedCounts, ScoredGroups, Table,
    TrendVariance, fisher_exact, mcnemar,
};

/// Names in `cases.py`.
pub const ENTRIES: &[Entry] = &[
    ("chi_square", chi_square),
    ("clopper_pearson", clopper_pearson),
    ("cochran_armitage", cochran_armitage),
    ("fisher", fisher),
    ("mcnemar_exact", mcnemar_exact),
    ("wilson", wilson),
];

fn wilson(columns: &Columns) -> Call<'_> {
    Box::new(|| whole(&stats::wilson(proportion(columns), LEVEL)))
}

fn clopper_pearson(columns: &Columns) -> Call<'_> {
    Box::new(|| whole(&stats::proportion::clopper_pearson(proportion(columns), LEVEL)))
}

fn proportion(columns: &Columns) -> Proportion {
    Proportion::new(columns.count("successes"), columns.count("trials")).expect("a part of the whole")
}

fn chi_square(columns: &Columns) -> Call<'_> {
    let (counts, k) = (counts(columns, "table"), columns.count("columns"));
    Box::new(move || p_alone(&categories::pearson(&table(&counts, k), Continuity::Uncorrected)))
}

fn fisher(columns: &Columns) -> Call<'_> {
    let (counts, k) = (counts(columns, "table"), columns.count("columns"));
    Box::new(move || p_alone(&fisher_exact(&table(&counts, k), &FisherRule::default())))
}

fn table(counts: &[usize], n_columns: usize) -> Table {
    Table::new(counts, n_columns).expect("full rows")
}

fn cochran_armitage(columns: &Columns) -> Call<'_> {
    let (cases, trials) = (counts(columns, "cases"), counts(columns, "trials"));
    Box::new(move || {
        let shares = cases.iter().zip(&trials).map(|(&cases, &trials)| Proportion::new(cases, trials));
        let shares = shares.collect::<Result<Vec<_>, _>>().expect("parts of the whole");
        let groups = ScoredGroups::new(&shares, columns.get("scores")).expect("as many scores");
        p_alone(&categories::cochran_armitage(&groups, TrendVariance::Binomial))
    })
}

fn mcnemar_exact(columns: &Columns) -> Call<'_> {
    let counts = PairedCounts {
        both: 100,
        only_before: columns.count("b"),
        only_after: columns.count("c"),
        neither: 80,
    };
    Box::new(move || {
        let pairs = PairedBinary::new(counts).expect("countable");
        p_alone(&mcnemar(&pairs, &McNemarRule::default()))
    })
}
