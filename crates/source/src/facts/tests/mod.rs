//! The table of contract 10, fact by fact: what is recorded, and the rows that it becomes. Expected rows are
//! written by hand from the contract.

mod care;
mod files;
mod findings;
mod person;

use timeline::Meaning;

use super::{Known, sheets};
use crate::chart::{At, Chart, ChartFile, ChartNote, ChartPerson, ChartVisit, Coded, Drug, Measurement};
use crate::schema::Sheet;

/// Reads records of the person P, one a line: `kind day meaning code`, where a drug adds its quantity and unit, a
/// measurement its comparator, number, text, unit and upper reference, a visit has a kind instead, and a note its
/// study and text. A `bill` is a drug read from a table of procedures. Cells are separated by blanks, `_` is an empty one; the row's number is its line.
fn chart(records: &str) -> Chart {
    let files = vec![file("table.csv", "person"), file("billed.csv", "procedure_occurrence")];
    let mut chart = Chart { files, ..Chart::default() };
    chart.persons.push(person("P"));
    for (line, row) in records.lines().zip(1..) {
        let cells: Vec<&str> =
            line.split_whitespace().map(|cell| if cell == "_" { "" } else { cell }).collect();
        let cell = |place: usize| -> Box<str> { cells.get(place).copied().unwrap_or("").into() };
        let Some(kind) = cells.first() else { continue };
        let at = At { file: u16::from(*kind == "bill"), row };
        let meaning = Meaning::from_word(&cell(2));
        let coded = || Coded { person: 0, day: cell(1), meaning: meaning.expect(line), code: cell(3), at };
        match *kind {
            "condition" => chart.conditions.push(coded()),
            "procedure" => chart.procedures.push(coded()),
            "drug" | "bill" => chart.drugs.push(Drug { coded: coded(), quantity: cell(4), unit: cell(5) }),
            "measurement" => chart.measurements.push(Measurement {
                coded: coded(),
                comparator: ["<=", ">=", "<", ">"].into_iter().find(|sign| **sign == *cell(4)).unwrap_or(""),
                number: cell(5),
                text: cell(6),
                unit: cell(7),
                upper_reference: cell(8),
            }),
            "visit" => chart.visits.push(ChartVisit { person: 0, day: cell(1), kind: cell(2), at }),
            "note" => {
                let text = cells[3..].join(" ").into();
                let (day, study) = (cell(1), cell(2));
                chart.notes.push(ChartNote { person: 0, day, title: "".into(), text, study, at });
            }
            other => panic!("{other} is no kind of record"),
        }
    }
    chart
}

fn file(name: &str, table: &'static str) -> ChartFile {
    ChartFile { name: name.to_owned(), table, bytes: 0, sha256: String::new(), n_rows: 0 }
}

fn person(id: &str) -> ChartPerson {
    ChartPerson {
        id: id.into(),
        sex: "F",
        birth: "1960".into(),
        death: "".into(),
        death_cause: "",
        at: At { file: 0, row: 7 },
    }
}

/// The rows of a sheet without its header, cells separated by commas.
fn rows_of(chart: &Chart, known: &Known, sheet: Sheet) -> Vec<String> {
    let found = sheets(chart, known).into_iter().filter(|text| text.sheet == sheet);
    let rows = |text: super::SheetText| -> Vec<String> {
        let rows: Vec<String> = text.csv.lines().skip(1).map(str::to_owned).collect();
        assert_eq!(rows.len(), text.rows.len(), "every row knows where it was read");
        rows
    };
    found.flat_map(rows).collect()
}

/// Compares one sheet's rows, case by case.
fn assert_reads(sheet: Sheet, cases: &[(&str, &str, &[&str])]) {
    for (title, records, expected) in cases {
        assert_eq!(rows_of(&chart(records), &Known::default(), sheet), *expected, "{title}");
    }
}
