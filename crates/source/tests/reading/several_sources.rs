//! Two hospitals, or one hospital in two exports.

use source::{FindingKind, Options, ProblemKind, Reading, SourceSpec, read};
use timeline::{Cytology, Region, Sex};

use crate::fixture::{Folder, PATIENT, counts, findings, problems, refusal, timeline};

fn both(first: &Folder, second: &Folder) -> Reading {
    match read(&[first.spec(), second.spec()], &Options::default(), &()) {
        Ok(reading) => reading,
        Err(failure) => panic!("{failure}"),
    }
}

fn name(folder: &Folder, file: &str) -> String {
    format!("{}/{file}", folder.path().file_name().expect("a name").to_string_lossy())
}

#[test]
fn required_sheets_may_be_shared_out() {
    let first = Folder::new().without("lab.csv").without("surgery.csv");
    let second = Folder::new().without("patient.csv").without("radioiodine.csv");
    let reading = both(&first, &second);
    assert_eq!(reading.population.len(), 2);
    let sources: Vec<_> = reading.files.iter().map(|file| (file.source, file.sheet.word())).collect();
    assert_eq!(sources, [(0, "patient"), (0, "radioiodine"), (1, "surgery"), (1, "lab")]);
    let third = Folder::new().without("lab.csv");
    let missing = refusal(&[first.spec(), third.spec()], &Options::default());
    assert_eq!(problems(&missing), [(ProblemKind::MissingSheet, "", None)]);
}

#[test]
fn a_later_source_fills_what_is_blank() {
    let header = "person_id,sex,birth_date,diagnosis_date,histology,t,n\n";
    let first = Folder::new().with("patient", &format!("{header}A,,1960,,bad,T1,\n"));
    let second = Folder::new().with(
        "patient",
        &format!(
            "{header}A,F,1960-07-01,2000-01-01,8260/3,T2,N0\nA,M,1960,2000-01-01,8260/3,T1,N0\nC,M,,,,,\n"
        ),
    );
    let reading = both(&first, &second);
    let patient = timeline(&reading, "A").patient;
    assert_eq!(
        (patient.sex, patient.birth.map(|day| day.iso())),
        (Sex::Female, Some("1960-07-01".to_owned()))
    );
    assert!(patient.diagnosis.is_some() && patient.morphology.is_some());
    assert_eq!((patient.tumour.t.as_deref(), patient.tumour.n.as_deref()), (Some("T1"), Some("N0")));
    assert_eq!((patient.record.file, patient.record.line), (0, 2));
    assert_eq!(reading.population.len(), 2);
    let file = name(&second, "patient.csv");
    use FindingKind::*;
    assert_eq!(findings(&reading, &file), [(ConflictingValue, 2, "t", "T2"), (ConflictingRow, 3, "", "")]);
    assert_eq!(counts(&reading, &file), [3, 2, 0, 0, 0, 1]);
    let conflict = reading.findings.iter().find(|finding| finding.kind == ConflictingValue).expect("found");
    assert!(conflict.message.contains(&name(&first, "patient.csv")) && &*conflict.person_id == "A");
}

#[test]
fn studies_and_lesions_are_filled_and_events_are_joined() {
    let imaging = "imaging_id,person_id,date,modality,region,adequate\n";
    let lesion = "imaging_id,lesion_id,site,short_mm,cytology\n";
    let visit = "person_id,date,type\nA,2001-01-01,x\n";
    let first = Folder::new()
        .with("imaging", &format!("{imaging}I1,A,2001-01-01,us,,\n"))
        .with("lesion", &format!("{lesion}I1,N1,node,8,\n"))
        .with("visit", visit);
    let second = Folder::new()
        .with("imaging", &format!("{imaging}I1,A,2001-01-02,us,neck,yes\nI1,A,2001-01-01,us,,\n"))
        .with("lesion", &format!("{lesion}I1,N1,node,9,malignant\nI1,N2,bed,,\n"))
        .with("visit", &format!("{visit}A,2001-01-01,y\n"));
    let reading = both(&first, &second);
    let person = timeline(&reading, "A");
    assert_eq!(person.studies.len(), 1);
    let study = &person.studies[0];
    assert_eq!(
        (study.day.iso().as_str(), study.region, study.adequate),
        ("2001-01-01", Some(Region::Neck), true)
    );
    assert_eq!(person.lesions.len(), 2);
    assert_eq!(
        (person.lesions[0].short_mm, person.lesions[0].cytology),
        (Some(8.0), Some(Cytology::Malignant))
    );
    assert_eq!(person.visits.len(), 2);
    use FindingKind::*;
    assert_eq!(
        findings(&reading, &name(&second, "imaging.csv")),
        [(ConflictingValue, 2, "date", "2001-01-02"), (DuplicateRow, 3, "", "")]
    );
    assert_eq!(findings(&reading, &name(&second, "lesion.csv")), [(ConflictingValue, 2, "short_mm", "9")]);
    assert_eq!(counts(&reading, &name(&second, "visit.csv")), [2, 1, 0, 0, 1, 0]);
    // Patients A and B of the second source are the first's, word for word.
    assert_eq!(counts(&reading, &name(&second, "patient.csv")), [2, 0, 0, 0, 2, 0]);
}

#[test]
fn the_share_is_taken_by_source() {
    let right: String = (0..100).map(|day| format!("A,2001-01-01,{day}\n")).collect();
    let first = Folder::new().with("visit", &format!("person_id,date,type\n{right}"));
    let second = Folder::new().with("visit", "person_id,date,type\nZ,2001-01-01,\n");
    let refusal = refusal(&[first.spec(), second.spec()], &Options::default());
    assert_eq!(problems(&refusal), [(ProblemKind::TooManyRowsNotUsed, &*name(&second, "visit.csv"), None)]);
}

#[test]
fn one_folder_twice_is_one_hospital() {
    let folder = Folder::new().with("patient", &format!("{PATIENT}A,F,1960,2000-01-01,8260/3\n"));
    let specs = [folder.spec(), folder.spec()];
    let reading =
        read(&specs, &Options::default(), &()).map_err(|failure| failure.to_string()).expect("read");
    assert_eq!(reading.population.len(), 1);
    assert!(reading.files[0].name.starts_with("1:") && reading.files[4].name.starts_with("2:"));
    assert_eq!(reading.findings.len(), 1);
    let _ = SourceSpec::new("x");
}
