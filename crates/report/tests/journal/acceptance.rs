//! The published figures (contract 9), in the tables of the acceptance hospital's patients.

use analysis::{
    AdditionalKind, Change, FinalStatus, Findings, MarkerValue, MemberRow, PairExclusion, Response, Stratum,
};

use super::{Case, line, table};
use crate::html::fixture::member;

const PATIENTS: &str = include_str!("../../../../tests/studies/acceptance/expected/patients.csv");

/// The patients as rows; what patients.csv does not hold is invented.
fn hospital() -> Case {
    let mut lines = PATIENTS.lines();
    let head: Vec<&str> = lines.next().expect("a header").split(',').collect();
    Case::of(lines.map(|line| row(&head, line)).collect())
}

fn row(head: &[&str], line: &str) -> MemberRow {
    let cells: Vec<&str> = line.split(',').collect();
    let cell = |name: &str| cells[head.iter().position(|known| *known == name).expect("a column")];
    let number = |name: &str| cell(name).parse::<f64>().ok();
    let marker = |name: &str| {
        number(name).map(|number| MarkerValue {
            number,
            date: cell(&format!("{name}_date")).into(),
            offset: 0,
            censored: match cell(&format!("{name}_censored")) {
                "left" => "left",
                "right" => "right",
                _ => "no",
            },
            antibody_positive: cell("pair_exclusion") == "tgab_positive",
        })
    };
    let response = |name: &str| Response::from_word(cell(name)).expect("a response");
    MemberRow {
        person_id: cell("person_id").into(),
        stratum: Stratum::from_word(cell("stratum")).expect("a stratum"),
        age_at_index: cell("age_at_index").parse().ok(),
        sex: match cell("sex") {
            "F" => "F",
            "M" => "M",
            _ => "U",
        },
        rai1_mci: number("rai1_mci"),
        rai2_mci: number("rai2_mci"),
        before: marker("sttg_before"),
        after: marker("sttg_after"),
        pair_exclusion: PairExclusion::from_word(cell("pair_exclusion")),
        imaging_change: Change::from_word(cell("imaging_change")),
        imaging_findings: Findings::from_word(cell("imaging_findings_1_2y")),
        response_before: response("response_before"),
        response_1_2y: response("response_1_2y"),
        response_last: response("response_last"),
        final_status: FinalStatus::from_word(cell("final_status")).expect("a status"),
        additional: cell("additional_treatment_types")
            .split(';')
            .filter_map(AdditionalKind::from_word)
            .collect(),
        ..member(0)
    }
}

#[test]
fn the_published_figures_stand_in_the_tables() {
    let case = hospital();
    let baseline = table(&case, "baseline");
    assert_eq!(line(&baseline, "Sex", "female")[0], "103/164 (62.8 %)");
    assert_eq!(line(&baseline, "Age at index", "mean (SD)")[0], "46.6 (16.9)");
    let imaging = table(&case, "imaging");
    assert_eq!(line(&imaging, "Structural", "evaluable")[0], "41/53 (77.4 %)");
    assert_eq!(line(&imaging, "Structural", "progression")[..2], ["10/41 (24.4 %)", "13.8 to 39.3 %"]);
    assert_eq!(
        line(&imaging, "Structural", "resolution or shrinkage")[..2],
        ["5/41 (12.2 %)", "5.3 to 25.5 %"]
    );
    assert_eq!(line(&imaging, "Structural", "stable")[..2], ["26/41 (63.4 %)", "48.1 to 76.4 %"]);
    assert_eq!(line(&imaging, "Reoperated", "findings")[..2], ["21/50 (42.0 %)", "29.4 to 55.8 %"]);
    let additional = table(&case, "additional_treatment");
    assert_eq!(line(&additional, "", "any")[0], "63/164 (38.4 %)");
    assert_eq!(line(&additional, "", "any, 95 % CI (Wilson)")[0], "31.3 to 46.0 %");
    let status = table(&case, "status");
    assert_eq!(line(&status, "", "no evidence of disease")[0], "56/164 (34.1 %)");
    assert_eq!(line(&status, "", "no evidence of disease, 95 % CI (Wilson)")[0], "27.3 to 41.7 %");
}

#[test]
fn the_published_means_stand_in_the_paired_table() {
    let paired = table(&hospital(), "paired");
    let cell = |heading: &str, name: &str, stratum: usize| line(&paired, heading, name)[stratum].clone();
    assert!(cell("Before", "mean (SD)", 0).starts_with("93.7 (10"));
    assert!(cell("After", "mean (SD)", 0).starts_with("102.2 (12"));
    assert!(cell("Before", "mean (SD)", 1).starts_with("41.9 (5"));
    assert!(cell("After", "mean (SD)", 1).starts_with("24.6 (5"));
    assert_eq!(cell("Change", "p, paired t", 1), "0.003");
}
