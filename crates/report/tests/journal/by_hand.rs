//! A cohort of six whose tables were worked out by hand.

use analysis::{AdditionalKind, Change, FinalStatus, Findings, MemberRow, PairExclusion, Response, Stratum};

use super::{Case, line, printed, table};
use crate::html::fixture::{member, value};

/// Four structural patients, one biochemical, one reoperated.
///
/// Pairs of the structural: 10 -> 20, 20 -> 20, 30 -> below 2; the fourth has no value after.
/// Changes: 10, 0, -28: mean -6, SD sqrt((256 + 36 + 484) / 2) = 19.6977.
fn six() -> Case {
    let base = |n: usize, stratum: Stratum| MemberRow {
        person_id: format!("P{n}"),
        stratum,
        imaging_change: None,
        imaging_findings: None,
        additional: Vec::new(),
        final_status: FinalStatus::Ned,
        response_before: Response::StructuralIncomplete,
        response_1_2y: Response::Indeterminate,
        response_last: Response::Excellent,
        stage_7: "I".into(),
        stage_8: "I".into(),
        ..member(n)
    };
    let pair = |n: usize, before: f64, after: Option<(f64, &'static str)>, change: Change| MemberRow {
        before: Some(value(before, "no", -2)),
        after: after.map(|(number, censored)| value(number, censored, 500)),
        pair_exclusion: after.is_none().then_some(PairExclusion::MissingAfter),
        imaging_change: Some(change),
        ..base(n, Stratum::Structural)
    };
    let mut members = vec![
        pair(1, 10.0, Some((20.0, "no")), Change::Progression),
        pair(2, 20.0, Some((20.0, "no")), Change::Stable),
        pair(3, 30.0, Some((2.0, "left")), Change::Resolution),
        pair(4, 40.0, None, Change::Insufficient),
        base(5, Stratum::Biochemical),
        MemberRow { imaging_findings: Some(Findings::Missing), ..base(6, Stratum::Reoperated) },
    ];
    members[0].additional = vec![AdditionalKind::NeckSurgery, AdditionalKind::Radioiodine];
    members[0].final_status = FinalStatus::Structural;
    members[0].response_last = Response::StructuralIncomplete;
    members[1].stage_8 = "II".into();
    members[2].stage_8 = "I to II".into();
    for (member, sex) in members.iter_mut().zip(["F", "F", "M", "U", "F", "M"]) {
        member.sex = sex;
    }
    for (member, age) in members.iter_mut().zip([Some(30), Some(40), Some(50), None, Some(60), Some(70)]) {
        member.age_at_index = age;
    }
    Case::of(members)
}

#[test]
fn baseline_has_shares_means_medians_and_missing() {
    let baseline = table(&six(), "baseline");
    assert_eq!(line(&baseline, "Sex", "female")[..2], ["3/6 (50.0 %)", "2/4 (50.0 %)"]);
    // Ages 30, 40, 50, 60, 70: mean 50, SD sqrt(1000 / 4) = 15.81; quartiles 40 and 60.
    assert_eq!(line(&baseline, "Age at index", "mean (SD)")[0], "50.0 (15.8)");
    assert_eq!(line(&baseline, "Age at index", "median (Q1 to Q3)")[0], "50.0 (40.0 to 60.0)");
    assert_eq!(
        line(&baseline, "Age at index", "without a value")[..3],
        ["1/6 (16.7 %)", "1/4 (25.0 %)", "0/1 (0.0 %)"]
    );
    assert_eq!(line(&baseline, "Age at index", "mean (SD)")[4], "1");
    // One patient has no spread, and a mark says so.
    assert!(line(&baseline, "Age at index", "mean (SD)")[2].starts_with("60.0 (n/a)"));
}

#[test]
fn paired_change_counts_pairs_and_reasons() {
    let paired = table(&six(), "paired");
    assert_eq!(line(&paired, "Patients", "pairs in the analysis")[0], "3/4 (75.0 %)");
    assert_eq!(line(&paired, "Patients", "excluded: no value after")[0], "1/4 (25.0 %)");
    assert_eq!(line(&paired, "Before", "mean (SD)")[0], "20.0 (10.0)");
    assert_eq!(line(&paired, "After", "median (Q1 to Q3)")[0], "20.0 (11.0 to 20.0)");
    assert_eq!(line(&paired, "After", "known as below a limit, n/pairs (%)")[0], "1/3 (33.3 %)");
    // t of 2 degrees of freedom: -6 +- 4.302653 x 19.6977 / sqrt(3) = -6 +- 48.932.
    assert_eq!(line(&paired, "Change", "mean (95 % CI)")[0], "−6.0 (−54.9 to 42.9)");
    // Cube root of 2 x 1 x 1/15; the logarithms have an SD of 1.7973.
    assert_eq!(line(&paired, "Ratio", "ratio (95 % CI)")[0], "0.5109 (0.0059 to 44.3962)");
    assert_eq!(
        line(&paired, "Ratio", "pairs in the ratio, both values above 0, n/pairs (%)")[0],
        "3/3 (100.0 %)"
    );
}

#[test]
fn imaging_is_of_the_judged_and_of_all() {
    let imaging = table(&six(), "imaging");
    // Wilson for 1 of 3: 6.1 to 79.2 %.
    assert_eq!(
        line(&imaging, "Structural", "progression"),
        ["1/3 (33.3 %)", "6.1 to 79.2 %", "1/4 (25.0 %)"]
    );
    // Wilson for 3 of 4: 30.1 to 95.4 %.
    assert_eq!(line(&imaging, "Structural", "evaluable"), ["3/4 (75.0 %)", "30.1 to 95.4 %", "3/4 (75.0 %)"]);
    assert_eq!(line(&imaging, "Structural", "insufficient data")[2], "1/4 (25.0 %)");
    // Nobody was imaged after reoperation.
    assert_eq!(line(&imaging, "Reoperated", "findings")[2], "0/1 (0.0 %)");
    assert!(line(&imaging, "Reoperated", "findings")[0].starts_with("0/0"));
}

#[test]
fn transitions_add_up() {
    let last = table(&six(), "transition_last");
    let lines = printed(&last.table);
    assert_eq!(lines[1], ["indeterminate", "5", "0", "0", "1", "0", "6"]);
    assert_eq!(lines[5], ["all", "5", "0", "0", "1", "0", "6"]);
}

#[test]
fn status_and_treatment_by_stratum() {
    let status = table(&six(), "status");
    assert_eq!(
        line(&status, "", "no evidence of disease"),
        ["5/6 (83.3 %)", "3/4 (75.0 %)", "1/1 (100.0 %)", "1/1 (100.0 %)"]
    );
    let additional = table(&six(), "additional_treatment");
    assert_eq!(line(&additional, "", "any")[..2], ["1/6 (16.7 %)", "1/4 (25.0 %)"]);
    assert_eq!(line(&additional, "", "neck surgery")[0], "1/6 (16.7 %)");
    assert_eq!(line(&additional, "", "kinase inhibitor")[0], "0/6 (0.0 %)");
}

#[test]
fn staging_puts_seven_against_eight() {
    let staging = table(&six(), "staging");
    let head: Vec<String> = staging.table.head[1].iter().map(|cell| cell.text.plain()).collect();
    assert_eq!(head, ["Stage, AJCC 7", "I", "II", "several possible, inputs missing", "All"]);
    assert_eq!(printed(&staging.table), [["I", "4", "1", "1", "6"], ["all", "4", "1", "1", "6"]]);
}

#[test]
fn attrition_has_reasons_and_a_total() {
    let flow = printed(&table(&six(), "attrition").table);
    assert_eq!(flow[0][3], "10");
    assert_eq!(flow[1][1..], ["no differentiated thyroid carcinoma", "3/10 (30.0 %)", "7"]);
    assert_eq!(flow[3][1..], ["fewer than two radioiodine courses", "1/7 (14.3 %)", "6"]);
    assert_eq!(flow.last().expect("a total")[2..], ["4/10 (40.0 %)", "6"]);
}
