//! Runs under other choices, on the one member of the small hospital: stimulated Tg 25.5 before and 5.25
//! after, antibodies negative beside both, no assay named, last visit 2004-01-28.

use serde_json::Value;

use crate::scratch::Scratch;

/// A number of an estimate of the study (`main`) or of a run.
fn number(scratch: &Scratch, run: &str, id: &str, part: &str) -> u64 {
    let results: Value = serde_json::from_str(&scratch.read("results/results.json")).expect("JSON");
    let with = |list: &Value, id: &str| -> Value {
        list.as_array().expect("a list").iter().find(|item| item["id"] == id).expect(id).clone()
    };
    let holder = if run == "main" { results.clone() } else { with(&results["sensitivity"], run) };
    with(&holder["estimates"], id)[part].as_u64().expect(part)
}

fn pairs(scratch: &Scratch, run: &str) -> u64 {
    number(scratch, run, "biochemical.sttg.change", "n")
}

#[test]
fn pairs_of_one_assay_and_with_known_antibodies() {
    let scratch = Scratch::with_hospital();
    scratch.run("run --out results hospital").done();
    // No assay is named: the two are not known to be of one.
    let found = ["main", "antibody_negative", "same_assay"].map(|run| pairs(&scratch, run));
    assert_eq!(found, [1, 1, 0]);
    let named = Scratch::with_hospital()
        .change("lab", "unit,upper_reference", "unit,upper_reference,assay")
        .change("lab", "25.5,ng/mL,", "25.5,ng/mL,,Immulite")
        .change("lab", "5.25,ng/mL,", "5.25,ng/mL,,Immulite")
        .change("lab", "A1,2003-09-01,tgab,<20,IU/mL,115\n", "");
    let text = named.read("hospital/lab.csv");
    let rows: Vec<String> = text
        .lines()
        .map(|line| if line.matches(',').count() == 5 { format!("{line},\n") } else { format!("{line}\n") })
        .collect();
    let named = named.sheet("lab", rows.concat());
    named.run("run --out results hospital").done();
    // The value after has no antibody value within 30 days.
    let found = ["main", "antibody_negative", "same_assay"].map(|run| pairs(&named, run));
    assert_eq!(found, [1, 0, 1]);
}

/// NED of the one member in the study and in the runs that differ in it.
fn ned(last: &str) -> [u64; 5] {
    let scratch = Scratch::with_hospital().rows("lab", last);
    scratch.run("run --out results hospital").done();
    ["main", "ned_stimulated", "ned_undetectable", "ned_not_incomplete", "guideline_ata2025"]
        .map(|run| number(&scratch, run, "outcome.ned", "numerator"))
}

#[test]
fn no_evidence_of_disease_by_each_reading() {
    // Suppressed, below an old assay's limit: certainly below 1, not certainly below 0.2.
    assert_eq!(ned("A1,2004-01-20,tg,<1.0,ng/mL,\n"), [0, 0, 1, 1, 0]);
    // Suppressed and measured. Of the 2025 guideline a negative antibody value must be near.
    assert_eq!(ned("A1,2004-01-20,tg,0.1,ng/mL,\n"), [1, 0, 0, 1, 0]);
    assert_eq!(ned("A1,2004-01-20,tg,0.1,ng/mL,\nA1,2004-01-20,tgab,<20,IU/mL,115\n"), [1, 0, 0, 1, 1]);
    // A stimulated value below 1, later than the one of 5.25.
    assert_eq!(ned("A1,2004-02-20,tg,0.5,ng/mL,\nA1,2004-02-20,tsh,90,mIU/L,\n"), [1, 1, 1, 1, 0]);
    // Suppressed, between 0.2 and 1.
    assert_eq!(ned("A1,2004-01-20,tg,0.6,ng/mL,\n"), [0, 0, 0, 1, 0]);
}

#[test]
fn runs_can_be_left_out() {
    let scratch = Scratch::with_hospital();
    scratch.run("run --no-sensitivity --out results hospital").done();
    assert!(!scratch.read("results/results.json").contains("\"sensitivity\""));
}
