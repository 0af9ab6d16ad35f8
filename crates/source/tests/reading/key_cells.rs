//! Rows that cannot be used, and the share of them at which a run stops.

use source::{FindingKind, ProblemKind};

use crate::fixture::{Folder, IMAGING, LAB, LESION, counts, findings, problems, timeline};

#[test]
fn every_wrong_key_cell_is_named() {
    let reading = Folder::new()
        .tolerant()
        .with(
            "surgery",
            "person_id,date,type,intent\n\
             ,2001-01-01,lobectomy,\n\
             Z,,lobectomy,nonsense\n\
             A,01.02.2001,thyroidectomy,\n\
             a,2001-01-01,lobectomy,\n\
             A,2001-01-01,Total_Thyroidectomy,nonsense\n",
        )
        .read();
    use FindingKind::*;
    assert_eq!(
        findings(&reading, "surgery.csv"),
        [
            (EmptyKeyCell, 2, "person_id", ""),
            (UnknownPerson, 3, "person_id", "Z"),
            (EmptyKeyCell, 3, "date", ""),
            (UnreadableDate, 4, "date", "01.02.2001"),
            (UnknownWord, 4, "type", "thyroidectomy"),
            (UnknownPerson, 5, "person_id", "a"),
            (UnknownWord, 6, "intent", "nonsense"),
        ]
    );
    assert_eq!(counts(&reading, "surgery.csv"), [5, 1, 4, 0, 0, 0]);
    let persons: Vec<_> = reading.findings.iter().map(|finding| &*finding.person_id).collect();
    assert_eq!(persons, ["", "Z", "Z", "A", "A", "a", "A"]);
}

#[test]
fn a_patient_without_id_is_not_used() {
    let reading = Folder::new()
        .tolerant()
        .with("patient", "person_id,sex,birth_date,diagnosis_date,histology\n ,F,,,\nA,x,bad,bad,bad\n")
        .read();
    assert_eq!(counts(&reading, "patient.csv"), [2, 1, 1, 0, 0, 0]);
    assert_eq!(reading.population.len(), 1);
}

#[test]
fn other_analytes_are_ignored_before_anything_else() {
    let rows = ",nonsense,calcitonin,1,\nA,2001-01-01,,1,\nA,2001-01-01,,1,\nA,2001-01-01,TSH,1,\n";
    let reading = Folder::new().with("lab", &format!("{LAB}{rows}")).read();
    assert_eq!(counts(&reading, "lab.csv"), [4, 1, 0, 3, 0, 0]);
    assert!(reading.findings.is_empty());
}

#[test]
fn a_lesion_needs_a_used_study() {
    let imaging = "I1,A,2001-01-01,us,neck,yes\nI2,Z,2001-01-01,us,neck,yes\ni1,A,2001-01-01,xray,neck,yes\n";
    let lesions = "I1,N1,node\nI2,N1,node\ni1,N1,node\nI3,,gland\n,N1,bed\n";
    let reading = Folder::new()
        .tolerant()
        .with("imaging", &format!("{IMAGING}{imaging}"))
        .with("lesion", &format!("{LESION}{lesions}"))
        .read();
    use FindingKind::*;
    assert_eq!(
        findings(&reading, "lesion.csv"),
        [
            (UnknownStudy, 3, "imaging_id", "I2"),
            (UnknownStudy, 4, "imaging_id", "i1"),
            (UnknownStudy, 5, "imaging_id", "I3"),
            (EmptyKeyCell, 5, "lesion_id", ""),
            (UnknownWord, 5, "site", "gland"),
            (EmptyKeyCell, 6, "imaging_id", ""),
        ]
    );
    let lesions = timeline(&reading, "A").lesions;
    assert_eq!((lesions.len(), lesions[0].day.iso()), (1, "2001-01-01".to_owned()));
    assert_eq!(counts(&reading, "lesion.csv"), [5, 1, 4, 0, 0, 0]);
}

#[test]
fn strictly_more_than_the_share_stops() {
    let sheet = |n_wrong: usize, n_right: usize| {
        let right = (0..n_right).map(|number| format!("A,2001-01-01,tsh,{number},mIU/L\n"));
        let wrong = (0..n_wrong).map(|number| format!("A,,tsh,{number},mIU/L\n"));
        // Neither an equal row nor another analyte counts on either side.
        let more = "A,,tsh,0,mIU/L\nA,2001-01-01,tsh,0,mIU/L\nA,,ft3,0,\n".to_owned();
        format!("{LAB}{}{more}", wrong.chain(right).collect::<String>())
    };
    let reading = Folder::new().with("lab", &sheet(5, 95)).read();
    assert_eq!(counts(&reading, "lab.csv"), [103, 95, 5, 1, 2, 0]);
    let refusal = Folder::new().with("lab", &sheet(6, 95)).refusal();
    assert_eq!(problems(&refusal), [(ProblemKind::TooManyRowsNotUsed, "lab.csv", None)]);
    assert_eq!(refusal.problems[0].findings.len(), 6);
    assert!(refusal.problems[0].message.starts_with("6 of 101 rows"));
}

#[test]
fn an_unusable_value_does_not_count_for_the_share() {
    let rows = "A,2001-01-01,tg,?,ng/mL\nA,2001-01-02,tg,1,\nA,2001-01-03,tg,,\n";
    let reading = Folder::new().with("lab", &format!("{LAB}{rows}")).read();
    assert_eq!(counts(&reading, "lab.csv"), [3, 3, 0, 0, 0, 0]);
    assert!(timeline(&reading, "A").labs.iter().all(|lab| lab.value.is_none()));
}

#[test]
fn refusals_show_places_and_kinds_but_no_values() {
    let rows = "A,secret,tsh,1,\nA,secret too,tsh,1,\n";
    let shown = Folder::new().with("lab", &format!("{LAB}{rows}")).refusal().to_string();
    assert!(shown.contains("line 2: unreadable_date (date)") && !shown.contains("secret"), "{shown}");
}
