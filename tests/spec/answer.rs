//! What the study makes of a hospital: the text of its output files, read back, or why it stopped.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use protocol::Protocol;
use retreat::failure::Failure;
use retreat::study;
use serde_json::Value;
use source::SourceSpec;

/// The columns of `patients.csv` (contract 8).
const PATIENT_COLUMNS: &str = "person_id,stratum,index_date,age_at_index,sex,rai1_date,rai1_mci,rai2_mci,\
sttg_before,sttg_before_date,sttg_before_censored,sttg_after,sttg_after_date,sttg_after_censored,\
in_paired_analysis,pair_exclusion,imaging_change,imaging_findings_1_2y,response_before,response_1_2y,\
response_last,final_status,additional_treatment,additional_treatment_types,last_visit_date,review_flags";

/// A row of an output file: column -> cell.
pub type Row = BTreeMap<String, String>;

/// The outcome of a run.
pub enum Answer {
    /// It went through.
    Outputs(Outputs),
    /// It stopped: the exit code, and each problem's kind with its file and message.
    Stopped(u8, Vec<(String, String)>),
}

/// The output files.
pub struct Outputs {
    /// `patients.csv`.
    pub members: Vec<Row>,
    /// `excluded.csv`: person -> reason.
    pub excluded: BTreeMap<String, String>,
    /// `attrition.csv`.
    pub attrition: Vec<Row>,
    /// `review.csv`.
    pub review: Vec<Row>,
    /// The estimates of `results.json`.
    pub estimates: Vec<Value>,
}

/// Runs the built-in study on sources.
pub fn run(folders: &[PathBuf]) -> Answer {
    let specs: Vec<SourceSpec> = folders.iter().map(SourceSpec::new).collect();
    match study::run(Protocol::builtin(), &specs, &study::options(&Protocol::builtin()), &()) {
        Ok(study) => Answer::Outputs(Outputs::new(&study)),
        Err(failure) => stopped(&failure),
    }
}

fn stopped(failure: &Failure) -> Answer {
    let problems = match failure {
        Failure::Source(source::Failure::Refused(refusal)) => refusal.problems.as_slice(),
        other => panic!("the world failed: {other}"),
    };
    let told = problems
        .iter()
        .map(|problem| (problem.kind.word().to_string(), format!("{}: {}", problem.file, problem.message)));
    Answer::Stopped(failure.exit_code(), told.collect())
}

impl Outputs {
    fn new(study: &study::Study) -> Outputs {
        let patients = report::patients_csv(&study.results);
        assert_eq!(patients.lines().next(), Some(PATIENT_COLUMNS), "the columns of patients.csv");
        let excluded = rows(&report::excluded_csv(&study.results));
        let results: Value = serde_json::from_str(&report::results_json(&study.results)).expect("JSON");
        let cell = |row: &Row, column: &str| row[column].clone();
        let estimates = results["estimates"].as_array().expect("a list of estimates").clone();
        Outputs {
            members: rows(&patients),
            excluded: excluded.iter().map(|row| (cell(row, "person_id"), cell(row, "reason"))).collect(),
            attrition: rows(&report::attrition_csv(&study.results)),
            review: rows(&report::review_csv(&study.review)),
            estimates,
        }
    }

    /// What holds for every run: each candidate is a member or excluded, and the counts say so.
    pub fn inconsistencies(&self, candidates: &BTreeSet<String>) -> Vec<String> {
        let mut found = Vec::new();
        let members: Vec<&String> = self.members.iter().map(|row| &row["person_id"]).collect();
        if !members.is_sorted_by(|a, b| a.as_bytes() < b.as_bytes()) {
            found.push("the members are not sorted, each once".to_string());
        }
        let everybody: BTreeSet<String> =
            members.iter().copied().chain(self.excluded.keys()).cloned().collect();
        if everybody != *candidates || members.len() + self.excluded.len() != candidates.len() {
            found.push(format!("members and excluded are {everybody:?}, the candidates {candidates:?}"));
        }
        let mut remaining = candidates.len();
        for row in &self.attrition {
            let count = |column: &str| row[column].parse::<usize>().unwrap_or(usize::MAX);
            let reason = self.excluded.values().filter(|reason| **reason == row["criterion"]).count();
            remaining = remaining.saturating_sub(reason);
            if (count("excluded"), count("remaining")) != (reason, remaining) {
                found.push(format!("attrition at {}: {row:?}", row["criterion"]));
            }
        }
        if remaining != members.len() {
            found.push(format!("{} members, {remaining} remaining", members.len()));
        }
        found
    }
}

fn rows(text: &str) -> Vec<Row> {
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    reader.deserialize().map(|row| row.expect("a row of an output file")).collect()
}
