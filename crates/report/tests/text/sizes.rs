//! Cohorts of any size and shape.

use analysis::{PairExclusion, Stratum};

use super::{document, headings, lines};
use crate::html::fixture::{Case, member};

#[test]
fn nobody_gives_a_document_that_says_so() {
    let case = Case::size(0);
    let text = lines(&report::manuscript(&document(&case))).join("\n");
    assert!(text.contains("There is nobody to describe and nothing to estimate."));
    assert!(text.contains("Of 4 patients on record, none fulfilled all criteria: the cohort is empty"));
    assert!(text.contains("No patient fulfilled the criteria."));
}

#[test]
fn one_patient_is_told_in_the_singular() {
    let case = Case::size(1);
    let text = lines(&report::manuscript(&document(&case))).join("\n");
    assert!(
        text.contains("Of 5 patients on record, 1 fulfilled all criteria and forms the cohort"),
        "{text}"
    );
    assert!(text.contains("1 patient was included."));
    assert!(text.contains("Structural: 1 pair of 1 patient."), "{text}");
    assert!(text.contains("(no interval: only one value)"));
    assert!(text.contains("Without an interval nothing can be said about a change."));
}

#[test]
fn a_stratum_without_pairs_says_why() {
    let mut members: Vec<_> = (0..9).map(member).collect();
    for member in members.iter_mut().filter(|member| member.stratum == Stratum::Biochemical) {
        member.after = None;
        member.pair_exclusion = Some(PairExclusion::MissingAfter);
    }
    let case = Case::of(members);
    let text = lines(&report::whole_report(&document(&case))).join("\n");
    let says =
        "Biochemical: no pair among 3 patients (no value after in 3), so that nothing can be compared.";
    assert!(text.contains(says), "{text}");
}

#[test]
fn a_large_cohort_takes_no_more_words() {
    let small = lines(&report::whole_report(&document(&Case::size(100)))).len();
    let large = lines(&report::whole_report(&document(&Case::size(20_000)))).len();
    assert!(large <= small + 20, "{small} and {large}");
}

#[test]
fn both_documents_say_that_nobody_is_real() {
    let case = Case::size(3);
    let mut document = document(&case);
    for made in [report::manuscript(&document), report::whole_report(&document)] {
        assert_eq!(made.notice, "Synthetic data. No patient described here exists.");
    }
    document.synthetic = false;
    assert_eq!(report::manuscript(&document).notice, "");
}

#[test]
fn the_whole_report_has_its_parts() {
    let headings = headings(&report::whole_report(&document(&Case::size(12))));
    for part in [
        "Results",
        "Methods",
        "Limitations",
        "Checks",
        "Reporting checklists",
        "The protocol, continued",
        "Sources",
        "References",
    ] {
        assert!(headings.iter().any(|heading| heading == part), "{part}");
    }
}
