//! Which file a row stands with.

use super::super::{Known, sheets};
use super::{chart, file};
use crate::chart::{At, Chart};
use crate::schema::Sheet;

#[test]
fn required_sheets_are_there_where_the_source_has_a_table_for_them() {
    let mut chart = Chart::default();
    let found = |chart: &Chart| -> Vec<(Sheet, u16, usize)> {
        let all = sheets(chart, &Known::default());
        all.iter().map(|text| (text.sheet, text.file, text.rows.len())).collect()
    };
    assert_eq!(found(&chart), []);
    for (name, table) in [("0", "condition_occurrence"), ("1", "measurement"), ("2", "procedure_occurrence")]
    {
        chart.files.push(file(name, table));
    }
    assert_eq!(found(&chart), [(Sheet::Surgery, 2, 0), (Sheet::Radioiodine, 2, 0), (Sheet::Lab, 1, 0)]);
    chart.files.push(file("3", "drug_exposure"));
    chart.files.push(file("4", "person"));
    let expected =
        [(Sheet::Patient, 4, 0), (Sheet::Surgery, 2, 0), (Sheet::Radioiodine, 3, 0), (Sheet::Lab, 1, 0)];
    assert_eq!(found(&chart), expected);
}

#[test]
fn rows_stand_with_the_file_they_were_read_from() {
    let mut chart = chart("visit 2009-01-01 a\nvisit 2009-01-02 b\nvisit 2009-01-03 c");
    chart.files.push(file("visits.2.csv", "visit_occurrence"));
    chart.visits[1].at = At { file: 1, row: -9_000_000_000 };
    let texts = sheets(&chart, &Known::default());
    let visits: Vec<_> = texts.iter().filter(|text| text.sheet == Sheet::Visit).collect();
    let found: Vec<_> = visits.iter().map(|text| (text.file, text.rows.as_slice())).collect();
    assert_eq!(found, [(0, &[1, 3][..]), (1, &[-9_000_000_000])]);
}
