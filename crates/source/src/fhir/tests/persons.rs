//! Who is in the chart, what is said of them, and whose a line is.

use std::collections::BTreeSet;

use super::{adds_up, became, concepts, condition, counts, read, remarks, with};
use crate::fhir::chart;

const C73: &str = "http://hl7.org/fhir/sid/icd-10-cm";

#[test]
fn a_person_without_the_disease_is_only_named() {
    let patients = "{\"resourceType\":\"Patient\",\"id\":\"q\",\"gender\":\"male\"}\n\
                    {\"resourceType\":\"Patient\",\"id\":\"p\",\"gender\":\"other\",\"birthDate\":\"1950\"}\n";
    let disease = condition("2001-05-06", C73, "C73");
    let lab = r#"{"resourceType":"Observation","id":"o","status":"final","code":{"coding":[{"system":"http://loinc.org","code":"3016-3"}]},"subject":{"reference":"Patient/q"},"effectiveDateTime":"2001-01-01","valueInteger":3}"#;
    let read = read(&[("a.jsonl", patients), ("b.ndjson.gz", &disease), ("c.ndjson", lab)])
        .unwrap_or_else(|e| panic!("{e}"));
    adds_up(&read);
    assert_eq!(read.chart.uninvolved, [Box::from("q")]);
    let person = &read.chart.persons[0];
    assert_eq!((&*person.id, person.sex, &*person.birth, &*person.death), ("p", "U", "1950", ""));
    assert!(read.chart.measurements.is_empty());
    assert!(counts(&read).contains(&"c.ndjson Observation: person without the disease 1".to_owned()));
}

#[test]
fn birth_of_a_month_is_its_first_day_and_death_its_calendar_day() {
    let patient = r#"{"resourceType":"Patient","id":"p","gender":"male","birthDate":"1950-07","deceasedDateTime":"2010-03-04T23:59:00-05:00"}"#;
    let read = read(&[("P.ndjson", patient), ("C.ndjson", &condition("2001", C73, "C73"))])
        .unwrap_or_else(|e| panic!("{e}"));
    let person = &read.chart.persons[0];
    assert_eq!((person.sex, &*person.birth, &*person.death), ("M", "1950-07-01", "2010-03-04"));
    assert_eq!(&*read.chart.conditions[0].day, "2001");
    assert_eq!(remarks(&read), ["C.ndjson Condition: day not known to the day 1"]);
}

#[test]
fn a_death_without_a_day_is_remarked() {
    let patient = r#"{"resourceType":"Patient","id":"p","deceasedBoolean":true}"#;
    let read = read(&[("P.ndjson", patient), ("C.ndjson", &condition("2001-01-01", C73, "C73"))])
        .unwrap_or_else(|e| panic!("{e}"));
    assert_eq!(remarks(&read), ["P.ndjson Patient: death without a day 1"]);
}

#[test]
fn each_form_of_a_subject_is_resolved_or_told() {
    let encounter = |id: u32, subject: &str| {
        format!(
            r#"{{"resourceType":"Encounter","id":"{id}","status":"finished","subject":{subject},"period":{{"start":"2002-01-0{id}T08:00:00Z"}}}}"#
        )
    };
    let lines = [
        encounter(1, r#"{"reference":"https://hospital.example/fhir/Patient/p"}"#),
        encounter(2, r#"{"reference":"urn:uuid:p"}"#),
        encounter(3, r#"{"reference":"Patient/nobody"}"#),
        encounter(4, r##"{"reference":"#inside"}"##),
        encounter(5, r#"{"reference":"Group/g"}"#),
        encounter(6, r#"{"display":"somebody"}"#),
        encounter(7, r#"{"reference":"Patient?identifier=x|1"}"#),
    ];
    let read = with(&lines.join("\n"));
    adds_up(&read);
    let days: Vec<&str> = read.chart.visits.iter().map(|visit| &*visit.day).collect();
    assert_eq!(days, ["2002-01-01", "2002-01-02"]);
    let expected = [
        "Encounter: no subject 1",
        "Encounter: subject contained 1",
        "Encounter: subject is no patient 1",
        "Encounter: subject not among the patients 2",
        "Encounter: used 2",
    ];
    assert_eq!(became(&read), expected);
    let places: Vec<i64> = read.account.places.iter().map(|place| place.at.row).collect();
    assert_eq!(places, [3, 7], "the lines of both that point to nobody");
}

#[test]
fn an_equal_line_is_a_duplicate_and_a_later_version_stands() {
    let visit = |id: &str, day: &str, meta: &str| {
        format!(
            r#"{{"resourceType":"Encounter","id":"{id}"{meta},"status":"finished","subject":{{"reference":"Patient/p"}},"period":{{"start":"{day}"}}}}"#
        )
    };
    let stored = |day: &str| format!(r#","meta":{{"lastUpdated":"{day}T00:00:00Z"}}"#);
    let version = |n: u32| format!(r#","meta":{{"versionId":"{n}"}}"#);
    let lines = [
        visit("same", "2001-01-01", ""),
        visit("same", "2001-01-01", ""),
        visit("stored", "2001-01-02", &stored("2020-01-02")),
        visit("stored", "2001-01-03", &stored("2020-01-01")),
        visit("version", "2001-01-04", &version(9)),
        visit("version", "2001-01-05", &version(10)),
        visit("open", "2001-01-06", ""),
        visit("open", "2001-01-07", ""),
    ];
    let read = with(&lines.join("\n"));
    adds_up(&read);
    let days: Vec<&str> = read.chart.visits.iter().map(|visit| &*visit.day).collect();
    assert_eq!(days, ["2001-01-01", "2001-01-02", "2001-01-05", "2001-01-06"]);
    let expected = [
        "Encounter: conflict with another line of the same id 1",
        "Encounter: duplicate 1",
        "Encounter: superseded by a later version 2",
        "Encounter: used 4",
    ];
    assert_eq!(became(&read), expected);
}

#[test]
fn visits_that_did_not_happen_do_not_count() {
    let visit = |status: &str, period: &str| {
        format!(
            r#"{{"resourceType":"Encounter","id":"{status}","status":"{status}","class":{{"code":"AMB"}},"subject":{{"reference":"Patient/p"}}{period}}}"#
        )
    };
    let period = r#","period":{"start":"2001-01-01"}"#;
    let lines = [
        visit("planned", period),
        visit("cancelled", period),
        visit("entered-in-error", period),
        visit("finished", ""),
        visit("arrived", period),
    ];
    let read = with(&lines.join("\n"));
    assert_eq!(became(&read), ["Encounter: no day 1", "Encounter: status 3", "Encounter: used 1"]);
    assert_eq!(&*read.chart.visits[0].kind, "AMB");
}

#[test]
fn whom_another_source_names_belongs_to_the_study_and_repeated_patients_count_once() {
    let folder = tempfile::tempdir().expect("a folder for the test");
    let patient = |id: &str| format!("{{\"resourceType\":\"Patient\",\"id\":\"{id}\"}}\n");
    let patients = [patient("b"), patient("a"), patient("b"), patient("a")].concat();
    std::fs::write(folder.path().join("P.ndjson"), patients).expect("it can be written");
    let known = BTreeSet::from([Box::from("a"), Box::from("not there")]);
    let read = chart(folder.path(), &concepts(), &known).unwrap_or_else(|failure| panic!("{failure}"));
    adds_up(&read);
    let persons: Vec<&str> = read.chart.persons.iter().map(|person| &*person.id).collect();
    assert_eq!((persons, &*read.chart.uninvolved), (vec!["a"], &[Box::from("b")][..]));
    assert_eq!(counts(&read), ["P.ndjson Patient: duplicate 2", "P.ndjson Patient: used 2"]);
}

#[test]
fn one_file_may_hold_several_kinds_and_each_use_of_a_code_is_counted() {
    let lab = |id: u32, person: &str| {
        format!(
            r#"{{"resourceType":"Observation","id":"{id}","code":{{"coding":[{{"system":"http://loinc.org","code":"3016-3"}}]}},"subject":{{"reference":"Patient/{person}"}},"effectiveDateTime":"2001-01-01"}}"#
        )
    };
    let goal = r#"{"id":"g","resourceType":"Goal"}"#;
    let read = with(&[lab(1, "p"), goal.to_owned(), lab(2, "nobody")].join("\n"));
    adds_up(&read);
    let expected = [
        "Goal: kind of resource not read 1",
        "Observation: subject not among the patients 1",
        "Observation: used 1",
    ];
    assert_eq!(became(&read), expected);
    let uses: Vec<_> = read.uses.iter().map(|used| (used.concept, used.table, used.n_rows)).collect();
    assert_eq!(uses, [(0, "Condition", 1), (16, "Observation", 2)], "of lines 1 and 17 of the sets");
}
