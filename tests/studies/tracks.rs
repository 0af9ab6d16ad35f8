//! The courses that pictures draw, against the expected rows of the acceptance hospital.

use std::collections::BTreeMap;

use report::{Chosen, Track, TrackKind};
use retreat::track::tracks;
use timeline::Day;

use super::compare::{folder, run};

type Row = BTreeMap<String, String>;

#[test]
fn tracks_hold_the_chosen_values_and_the_courses() {
    let rows = expected();
    let found = tracks(&run(&folder("acceptance/sheets")));
    assert_eq!(found.len(), rows.len());
    for (track, row) in found.iter().zip(&rows) {
        for (chosen, column) in [(Chosen::Before, "sttg_before"), (Chosen::After, "sttg_after")] {
            assert_eq!(picked(track, chosen), expected_pick(row, column), "{} {column}", row["person_id"]);
        }
        assert_eq!(course(track, 2), (Some(0), activity(row, "rai2_mci")), "{}", row["person_id"]);
        let first = (Some(offset(row, "rai1_date")), activity(row, "rai1_mci"));
        assert_eq!(course(track, 1), first, "{}", row["person_id"]);
        assert!(track.events.is_sorted_by_key(|event| event.offset));
    }
}

fn expected() -> Vec<Row> {
    let mut reader = csv::Reader::from_path(folder("acceptance/expected").join("patients.csv"))
        .expect("the expected rows");
    reader.deserialize().map(|row| row.expect("a row")).collect()
}

/// Days from the index date to the day in the column.
fn offset(row: &Row, column: &str) -> i32 {
    let day = |column: &str| Day::parse_iso(row[column].as_bytes()).expect("a day");
    day(column) - day("index_date")
}

fn activity(row: &Row, column: &str) -> Option<f64> {
    row[column].parse().ok()
}

fn expected_pick(row: &Row, column: &str) -> Option<(i32, f64, String)> {
    let value = row[column].parse().ok()?;
    Some((offset(row, &format!("{column}_date")), value, row[&format!("{column}_censored")].clone()))
}

/// Day, number and censoring of the value chosen.
fn picked(track: &Track, wanted: Chosen) -> Option<(i32, f64, String)> {
    let mut found = track.events.iter().filter_map(|event| match &event.kind {
        TrackKind::Tg { value, censored, chosen: Some(chosen), .. } if *chosen == wanted => {
            Some((event.offset, *value, censored.to_string()))
        }
        _ => None,
    });
    let first = found.next();
    assert!(found.next().is_none(), "chosen once");
    first
}

/// First day of a course and the sum of its activities; none when a part is unknown.
fn course(track: &Track, wanted: usize) -> (Option<i32>, Option<f64>) {
    let doses: Vec<(i32, Option<f64>)> = track
        .events
        .iter()
        .filter_map(|event| match event.kind {
            TrackKind::Radioiodine { mci, course } if course == wanted => Some((event.offset, mci)),
            _ => None,
        })
        .collect();
    (doses.first().map(|dose| dose.0), doses.iter().map(|dose| dose.1).sum())
}
