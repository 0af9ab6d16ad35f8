//! Columns that add up, values that are said, whatever the cohort.

use std::collections::HashSet;
use std::time::{Duration, Instant};

use analysis::{
    Curve, CurveKind, Estimate, MemberRow, PairExclusion, SensitivityRun, Step, Stratum, Subgroup,
};
use press::{Cell, Row, SheetCell};
use report::journal::JournalTable;

use super::{Case, line, of, table};
use crate::html::fixture::member;

fn sound(made: &JournalTable) {
    let (id, columns) = (&made.table.id, made.table.widths.len());
    let covered = |cells: &[Cell]| cells.iter().map(|cell| cell.columns).sum::<usize>();
    for cells in &made.table.head {
        assert_eq!(covered(cells), columns, "head of {id}");
    }
    assert!((made.table.widths.iter().sum::<f64>() - 1.0).abs() < 1e-9, "{id}");
    for row in &made.table.rows {
        let Row::Cells { cells, .. } = row else { continue };
        assert_eq!(covered(cells), columns, "{id}");
        for (cell, heading) in cells.iter().zip(made.table.head.last().expect("a head")) {
            let text = cell.text.plain();
            let is_given_once =
                ["Missing, n", "SMD", "p, interaction", "Holm's p"].contains(&&*heading.text.plain());
            assert!(!text.is_empty() || is_given_once, "an empty cell in {id}");
            assert!(!text.contains("NaN") && !text.contains("inf"), "{text} in {id}");
            per_cent_recomputes(&text);
        }
    }
    for row in &made.sheet.rows {
        assert!(row.len() <= made.sheet.head.len(), "sheet of {id}");
        share_recomputes(row);
    }
    marks_have_notes(made);
}

/// `21/50 (42.0 %)` must be 21/50.
fn per_cent_recomputes(text: &str) {
    let parts = text.split_once(" (").and_then(|(share, rest)| Some((share.split_once('/')?, rest)));
    let Some(((n, of), rest)) = parts else { return };
    let Some((shown, _)) = rest.split_once(" %") else { return };
    let number = |text: &str| text.replace(',', "").parse::<f64>().ok();
    let (Some(n), Some(of), Some(shown)) = (number(n), number(of), number(shown)) else { return };
    assert!((100.0 * n / of - shown).abs() <= 0.05 + 1e-9, "{text}");
}

/// n, of and share beside each other belong together.
fn share_recomputes(row: &[SheetCell]) {
    for cells in row.windows(3) {
        if let [SheetCell::Count(n), SheetCell::Count(of), SheetCell::Share { value, .. }] = cells {
            assert!((*value * *of as f64 - *n as f64).abs() < 1e-6 && n <= of);
        }
    }
}

/// Every `n/a` has a mark, and every mark a note.
fn marks_have_notes(made: &JournalTable) {
    let mut marks = HashSet::new();
    for row in &made.table.rows {
        let Row::Cells { cells, .. } = row else { continue };
        for cell in cells.iter().filter(|cell| cell.text.plain().contains("n/a")) {
            let mark = cell.text.0.get(1).expect("a mark").text.clone();
            marks.insert(mark);
        }
    }
    for mark in marks {
        let note = |text: &press::Text| text.0.first().is_some_and(|span| span.text == mark);
        assert!(made.table.notes.iter().any(note), "{mark} in {}", made.table.id);
        assert!(made.sheet.notes.iter().any(|note| note.starts_with(&format!("({mark}) "))));
    }
}

#[test]
fn cohorts_of_any_small_size() {
    for n in [0, 1, 2, 3, 40] {
        of(&Case::size(n)).iter().for_each(sound);
    }
}

#[test]
fn identifiers_and_tabs_are_used_once() {
    let tables = of(&full());
    let ids: HashSet<&str> = tables.iter().map(|table| table.table.id.as_str()).collect();
    let tabs: HashSet<&str> = tables.iter().map(|table| table.sheet.name.as_str()).collect();
    assert_eq!((ids.len(), tabs.len()), (tables.len(), tables.len()));
    assert!(tabs.iter().all(|tab| tab.len() <= 31));
}

#[test]
fn a_stratum_without_pairs_and_one_without_patients() {
    let members = (0..30).map(member).filter(|member| member.stratum != Stratum::Reoperated);
    let without = |member: MemberRow| match member.stratum {
        Stratum::Structural => {
            MemberRow { after: None, pair_exclusion: Some(PairExclusion::MissingAfter), ..member }
        }
        _ => member,
    };
    let case = Case::of(members.map(without).collect());
    of(&case).iter().for_each(sound);
    let paired = table(&case, "paired");
    assert!(line(&paired, "Before", "mean (SD)")[0].starts_with("n/a"));
    assert!(line(&paired, "Patients", "pairs in the analysis")[2].starts_with("0/0"));
}

#[test]
fn everything_missing() {
    let nothing = |n: usize| MemberRow {
        age_at_index: None,
        sex: "U",
        rai1_mci: None,
        rai2_mci: None,
        before: None,
        after: None,
        pair_exclusion: Some(PairExclusion::MissingBoth),
        imaging_change: None,
        imaging_findings: None,
        follow_up_days: None,
        last_visit: None,
        histology: String::new(),
        stage_7: String::new(),
        stage_8: "unknown".into(),
        risk: "",
        cumulative_mci: None,
        ..member(n)
    };
    of(&Case::of((0..9).map(nothing).collect())).iter().for_each(sound);
}

/// A cohort with curves, subgroups, further estimates and a run under another choice.
fn full() -> Case {
    let mut case = Case::size(40);
    let ratio = case.results.estimate("structural.sttg.ratio").expect("it is estimated").clone();
    case.results.further = vec![
        Estimate { id: "x".into(), label: "Extra".into(), value: Some(f64::NAN), ..Estimate::default() },
        Estimate {
            id: "cohort.follow_up".into(),
            label: "Follow-up, median".into(),
            n: 40,
            value: Some(6.5),
            median: Some(6.5),
            unit: "years",
            ci: Some((5.25, 7.0)),
            method: Some("reverse_kaplan_meier"),
            ..Estimate::default()
        },
    ];
    case.results.curves = vec![curve()];
    let subgroup = |group: &str, label: &str, p_interaction| Subgroup {
        group: group.into(),
        label: label.into(),
        estimate: ratio.clone(),
        p_interaction,
        p_adjusted: p_interaction,
    };
    case.results.subgroups =
        vec![subgroup("", "all", None), subgroup("Sex", "female", Some(0.4)), subgroup("Sex", "male", None)];
    case.results.sensitivity = vec![SensitivityRun {
        id: "window_300_790".into(),
        label: "Follow-up window of 300 to 790 days".into(),
        changes: vec!["windows.follow_up_days = [300, 790]".into()],
        caution: Some("thresholds not verified".into()),
        n_members: 38,
        n_left: 2,
        n_joined: 0,
        estimates: case.results.estimates[..4].to_vec(),
    }];
    case
}

fn curve() -> Curve {
    let step = |years, value, ci| Step { years, value, ci };
    Curve {
        id: "time.additional_treatment".into(),
        label: "Additional treatment".into(),
        population: "cohort".into(),
        kind: CurveKind::CumulativeIncidence,
        competing: "death",
        n: 40,
        missing: 2,
        n_events: 10,
        n_competing: 1,
        steps: vec![
            step(0.0, 0.0, None),
            step(1.5, 0.125, Some((0.05, 0.24))),
            step(4.0, 0.25, Some((0.13, 0.39))),
            step(5.0, 0.25, Some((0.13, 0.39))),
        ],
        censored: vec![5.0],
        at_risk: vec![(0.0, 40), (2.0, 30), (4.0, 9)],
        read_at: vec![(1.0, 36), (2.0, 30), (5.0, 3)],
        ci_level: 0.95,
        method: "aalen_johansen",
    }
}

#[test]
fn results_that_are_there_only_sometimes() {
    let case = full();
    of(&case).iter().for_each(sound);
    assert!(of(&Case::size(40)).iter().all(|made| made.table.id != "sensitivity"));
    let times = table(&case, "times");
    // At 1 year there is no event yet; at 10 years nobody is followed: two reasons, two marks.
    assert_eq!(line(&times, "Additional", "1"), ["36", "0.0 %", "n/aa"]);
    assert_eq!(line(&times, "Additional", "10"), ["n/ab", "n/ab", "n/ab"]);
    assert_eq!(line(&times, "Additional", "2"), ["30", "12.5 %", "5.0 to 24.0 %"]);
    assert_eq!(line(&times, "Additional", "5"), ["3", "25.0 %", "13.0 to 39.0 %"]);
    // A median that is estimated is no mean.
    let follow_up = line(&table(&case, "further"), "", "Follow-up, median, years");
    assert_eq!((&*follow_up[4], &*follow_up[6]), ("6.50", "5.25 to 7.00"));
    let sensitivity = table(&case, "sensitivity");
    assert_eq!(line(&sensitivity, "", "Patients in the cohort"), ["40", "40"]);
    assert_eq!(
        sensitivity.sheet.notes[0],
        "Follow-up window of 300 to 790 days (window_300_790): windows.follow_up_days = [300, 790]. 2 of \
         the main cohort left, 0 joined. Caution: thresholds not verified."
    );
}

#[test]
fn a_hundred_thousand_patients() {
    let mut case = Case::size(100_000);
    case.pages.clear();
    let start = Instant::now();
    let tables = of(&case);
    let took = start.elapsed();
    println!("{} tables in {took:?}", tables.len());
    tables.iter().for_each(sound);
    assert!(took < Duration::from_secs(20), "{took:?}: generous, for a debug build on a busy machine");
    let baseline = table(&case, "baseline");
    assert!(line(&baseline, "Sex", "male")[0].starts_with("33,333/100,000 (33.3 %)"));
}
