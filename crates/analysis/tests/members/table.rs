//! Table one: missing and the largest standardized difference.

use analysis::{Cell, MemberRow, Stratum, Table, TableRow, table_one};

use crate::fixture::member;

fn rows<'a>(table: &'a Table, group: &str) -> Vec<&'a TableRow> {
    table.rows.iter().filter(|row| row.group == group).collect()
}

fn of(stratum: Stratum, age: Option<i32>, sex: &'static str) -> MemberRow {
    MemberRow { stratum, age_at_index: age, sex, ..member() }
}

fn six() -> Vec<MemberRow> {
    use Stratum::{Biochemical, Reoperated, Structural};
    vec![
        of(Structural, Some(40), "F"),
        of(Structural, Some(44), "M"),
        of(Structural, None, "U"),
        of(Biochemical, Some(50), "F"),
        of(Biochemical, Some(54), "F"),
        of(Reoperated, Some(60), "M"),
    ]
}

#[test]
fn missing_stands_beside_every_row() {
    let table = table_one(&six());
    let age = rows(&table, "Age at index");
    assert_eq!((age.len(), &age[0].missing[..]), (1, &[1, 1, 0, 0][..]));
    let sex = rows(&table, "Sex");
    let labels: Vec<&str> = sex.iter().map(|row| row.label.as_str()).collect();
    assert_eq!(labels, ["female", "male", "not recorded"]);
    assert!(sex.iter().all(|row| row.missing == [1, 1, 0, 0]));
    assert_eq!(sex[0].cells[1], Cell::Count { n: 1, of: 3 });
    assert_eq!((&sex[0].behind[1].counted[..], &sex[0].behind[1].missing[..]), (&[0][..], &[2][..]));
}

#[test]
fn smd_is_the_largest_between_two_strata() {
    let table = table_one(&six());
    // Structural 42 with variance 8, biochemical 52 with variance 8; a stratum of one has no spread.
    let age = rows(&table, "Age at index")[0].smd.expect("defined");
    assert!((age - 10.0 / 8f64.sqrt()).abs() < 1e-12, "{age}");
    // Female 1 of 2, 2 of 2, 0 of 1 known: 1/2 over sqrt(1/8) = sqrt(2) twice; 2/2 against 0/1 is infinite.
    let sex = rows(&table, "Sex");
    let found = sex[0].smd.expect("defined");
    assert!((found - 2f64.sqrt()).abs() < 1e-12, "{found}");
    assert_eq!((sex[1].smd, sex[2].smd), (None, None));
}

#[test]
fn years_of_the_second_course_are_in_fives() {
    let on = |date: &str| MemberRow { index_date: date.into(), ..member() };
    let table = table_one(&[on("1999-12-31"), on("2000-01-01"), on("2004-12-31"), on("2005-01-01")]);
    let found: Vec<(&str, &Cell)> = rows(&table, "Year of the second course")
        .iter()
        .map(|row| (row.label.as_str(), &row.cells[0]))
        .collect();
    let count = |n| Cell::Count { n, of: 4 };
    assert_eq!(
        found,
        [("1995 to 1999", &count(1)), ("2000 to 2004", &count(2)), ("2005 to 2009", &count(1))]
    );
}

#[test]
fn stages_that_remain_open_are_missing() {
    let stage = |stage: &str| MemberRow { stage_8: stage.into(), ..member() };
    let table = table_one(&[stage("I"), stage("I to II"), stage("unknown")]);
    let found = rows(&table, "Stage, AJCC 8");
    let labels: Vec<&str> = found.iter().map(|row| row.label.as_str()).collect();
    assert_eq!(labels, ["I", "several possible, inputs missing", "unknown"]);
    assert_eq!(found[0].missing[0], 2);
}
