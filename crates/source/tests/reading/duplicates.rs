//! Rows that are there more than once, and rows in conflict.

use source::FindingKind;

use crate::fixture::{Folder, IMAGING, LAB, LESION, PATIENT, RADIOIODINE, counts, findings, timeline};

#[test]
fn equal_rows_count_once() {
    let lab = "person_id,date,ward,analyte,value,unit,laboratory\n\
               A,2001-01-01,3,tg,1.0,ng/mL,Central\n\
               A,2001-01-01,4, TG ,1.0,NG/ML,central\u{a0}\n\
               A,2001-01-01,3,tg,1.0,ng/mL,\n\
               A,2001-01-01,3,tg,1.00,ng/mL,Central\n\
               A,2001-01-01,3,\"tg\",\"1.0\",ng/mL,CENTRAL\n\
               B,2001-01-01,3,tg,1.0,ng/mL,Central\n";
    let reading = Folder::new().with("lab", lab).read();
    let lines: Vec<_> = timeline(&reading, "A").labs.iter().map(|lab| lab.record.line).collect();
    assert_eq!(lines, [2, 4, 5]);
    let duplicate = FindingKind::DuplicateRow;
    assert_eq!(findings(&reading, "lab.csv"), [(duplicate, 3, "", ""), (duplicate, 6, "", "")]);
    assert_eq!(counts(&reading, "lab.csv"), [6, 4, 0, 0, 2, 0]);
    assert!(reading.findings[1].message.contains("line 2"));
}

#[test]
fn case_counts_in_identifiers_only() {
    let patients = format!("{PATIENT}P1,F,1960,2000-01-01,8260/3\np1,F,1960,2000-01-01,8260/3\n");
    let reading = Folder::new().with("patient", &patients).read();
    assert_eq!(reading.population.len(), 2);
    assert_eq!(counts(&reading, "patient.csv"), [2, 2, 0, 0, 0, 0]);
}

#[test]
fn equal_rows_that_cannot_be_used_count_once() {
    let rows = "A,bad,mCi,\n".repeat(3) + "A,BAD,MCI,\nA,bad,mCi,1\n";
    let reading = Folder::new().tolerant().with("radioiodine", &format!("{RADIOIODINE}{rows}")).read();
    assert_eq!(counts(&reading, "radioiodine.csv"), [5, 0, 2, 0, 3, 0]);
    let kinds: Vec<_> =
        findings(&reading, "radioiodine.csv").iter().map(|found| (found.0, found.1)).collect();
    use FindingKind::*;
    assert_eq!(
        kinds,
        [(UnreadableDate, 2), (DuplicateRow, 3), (DuplicateRow, 4), (DuplicateRow, 5), (UnreadableDate, 6)]
    );
}

#[test]
fn findings_of_a_duplicate_give_way_to_one() {
    let rows = "A,2001-01-01,tg,?,ng/mL\n".repeat(2);
    let reading = Folder::new().with("lab", &format!("{LAB}{rows}")).read();
    use FindingKind::*;
    assert_eq!(findings(&reading, "lab.csv"), [(UnusableValue, 2, "value", "?"), (DuplicateRow, 3, "", "")]);
}

#[test]
fn many_rows_of_one_day_are_compared_as_well() {
    let row = |number: usize| format!("A,2001-01-01,tsh,{},mIU/L\n", number % 60);
    let rows: String = (0..100).map(row).collect();
    let reading = Folder::new().with("lab", &format!("{LAB}{rows}")).read();
    assert_eq!(counts(&reading, "lab.csv"), [100, 60, 0, 0, 40, 0]);
    let lines: Vec<_> = timeline(&reading, "A").labs.iter().map(|lab| lab.record.line).collect();
    assert_eq!(lines, (2..62).collect::<Vec<u32>>());
}

#[test]
fn the_first_patient_row_stands() {
    let rows = "A,F,1960-01-01,2000-01-01,8260/3\n\
                A,M,1960-01-01,2000-01-01,8260/3\n\
                A,F,1960-01-01,2000-01-01,8260/3\n\
                A,M,1960-01-01,2000-01-01,8260/3\n\
                A,M,nonsense,2000-01-01,8260/3\n";
    let reading = Folder::new().with("patient", &format!("{PATIENT}{rows}")).read();
    assert_eq!(reading.population.len(), 1);
    assert_eq!(timeline(&reading, "A").patient.sex, timeline::Sex::Female);
    assert_eq!(counts(&reading, "patient.csv"), [5, 1, 0, 0, 2, 2]);
    use FindingKind::*;
    let kinds: Vec<_> = findings(&reading, "patient.csv").iter().map(|found| (found.0, found.1)).collect();
    assert_eq!(kinds, [(ConflictingRow, 3), (DuplicateRow, 4), (DuplicateRow, 5), (ConflictingRow, 6)]);
}

#[test]
fn the_first_row_of_a_study_and_of_a_lesion_stands() {
    let imaging = "I1,Z,2001-01-01,us,neck,yes\n\
                   I1,A,2001-01-01,us,neck,yes\n\
                   I1,B,2002-01-01,us,neck,yes\n\
                   I2,A,2000-01-01,us,neck,yes\n\
                   I2,A,2000-01-01,us,neck,yes\n";
    let lesions = "I1,N1,node\nI1,N1,bed\nI1,n1,bed\nI2,N1,node\nI1,N1,NODE\n";
    let reading = Folder::new()
        .tolerant()
        .with("imaging", &format!("{IMAGING}{imaging}"))
        .with("lesion", &format!("{LESION}{lesions}"))
        .read();
    assert_eq!(counts(&reading, "imaging.csv"), [5, 2, 1, 0, 1, 1]);
    assert_eq!(counts(&reading, "lesion.csv"), [5, 3, 0, 0, 1, 1]);
    let person = timeline(&reading, "A");
    let ids: Vec<_> = person.studies.iter().map(|study| &*study.id).collect();
    assert_eq!(ids, ["I2", "I1"]);
    let lesions: Vec<_> =
        person.lesions.iter().map(|lesion| (lesion.study, &*lesion.id, lesion.record.line)).collect();
    assert_eq!(lesions, [(0, "N1", 5), (1, "N1", 2), (1, "n1", 4)]);
    assert!(timeline(&reading, "B").studies.is_empty());
    use FindingKind::*;
    let kinds: Vec<_> = findings(&reading, "lesion.csv").iter().map(|found| (found.0, found.1)).collect();
    assert_eq!(kinds, [(ConflictingRow, 3), (DuplicateRow, 6)]);
    let persons = reading.findings.iter().filter(|finding| finding.kind == ConflictingRow);
    assert_eq!(persons.map(|finding| &*finding.person_id).collect::<Vec<_>>(), ["B", "A"]);
}

#[test]
fn many_rows_of_one_identifier_are_settled_quickly() {
    let rows: String = (0..20_000).map(|row| format!("A,F,1960,2000-01-01,x{}\n", row % 15_000)).collect();
    let reading = Folder::new().with("patient", &format!("{PATIENT}{rows}")).read();
    assert_eq!(counts(&reading, "patient.csv"), [20_000, 1, 0, 0, 5_000, 14_999]);
}
