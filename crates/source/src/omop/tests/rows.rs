//! Persons, values, visits and notes as a chart has them.

use sieve::cdm::Table;

use super::{read, read_for, said};
use crate::chart::ChartPerson;
use crate::facts::Known;
use crate::options::Identity;

const CANCER: &str =
    "condition_occurrence_id,person_id,condition_concept_id,condition_start_date,condition_source_value
1,7,0,2001-01-01,C73
2,30,0,2001-01-01,C73
3,8,0,2001-01-01,C73
4,9,0,2001-01-01,C73";

fn person(chart_person: &ChartPerson) -> String {
    let ChartPerson { id, sex, birth, death, death_cause, .. } = chart_person;
    format!("{id} {sex} {birth} {death} {death_cause}").trim_end().to_owned()
}

#[test]
fn persons_with_births_and_deaths() {
    let persons = "person_id,gender_concept_id,year_of_birth,month_of_birth,day_of_birth,birth_datetime,person_source_value
7,8532,1960,2,3,1960-02-04 08:30:00,P7
30,8507,1961,2,3,,P30
8,8521,1962,,,,P8
9,0,1963,5,,,P9
10,8532,1964,,,,P10";
    let deaths = "person_id,death_date,cause_concept_id,cause_source_value,cause_source_concept_id
7,2010-01-01,0,C73,0
8,2011-01-01,0,,
9,2012-01-01,4000000,,
10,2013-01-01,0,,";
    let tables = [(Table::Person, persons), (Table::Death, deaths), (Table::ConditionOccurrence, CANCER)];
    let charted = read(&tables);
    let told: Vec<String> = charted.chart.persons.iter().map(person).collect();
    // By identifier, bytewise: 30 before 7.
    let expected = [
        "30 M 1961-02-03",
        "7 F 1960-02-04 2010-01-01 thyroid_cancer",
        "8 U 1962 2011-01-01 unknown",
        "9 U 1963-05-01 2012-01-01 other",
    ];
    assert_eq!(told, expected);
    assert_eq!(charted.chart.persons.iter().map(|person| person.at.row).collect::<Vec<_>>(), [30, 7, 8, 9]);
    assert_eq!(charted.chart.uninvolved, [Box::from("10")]);
    let by_source = read_for(&tables, &Known::default(), Identity::SourceValue);
    let names: Vec<&str> = by_source.chart.persons.iter().map(|person| &*person.id).collect();
    assert_eq!((names, &*by_source.chart.uninvolved[0]), (vec!["P30", "P7", "P8", "P9"], "P10"));
}

#[test]
fn whoever_a_sheet_names_is_looked_at() {
    let persons = "person_id,gender_concept_id,year_of_birth,person_source_value\n7,8532,1960,A\n8,8532,1960, B \n9,8532,1960,";
    let tables = [(Table::Person, persons)];
    for (name, identity, expected) in [
        ("7", Identity::PersonId, vec!["7"]),
        ("07", Identity::PersonId, vec![]),
        ("B", Identity::PersonId, vec![]),
        ("B", Identity::SourceValue, vec!["B"]),
        ("7", Identity::SourceValue, vec![]),
    ] {
        let known = Known { persons: [Box::from(name)].into(), ..Known::default() };
        let charted = read_for(&tables, &known, identity);
        let names: Vec<&str> = charted.chart.persons.iter().map(|person| &*person.id).collect();
        assert_eq!(names, expected, "{name} {identity:?}");
        let n_everybody = names.len() + charted.chart.uninvolved.len() + charted.n_unnamed as usize;
        assert_eq!(n_everybody, 3);
        assert_eq!(charted.n_unnamed, u64::from(identity == Identity::SourceValue));
    }
}

const PERSONS: &str = "person_id,gender_concept_id,year_of_birth\n7,8532,1960\n8,8532,1960";

#[test]
fn values_with_operator_unit_and_reference() {
    let rows = "measurement_id,person_id,measurement_concept_id,measurement_date,measurement_source_value,operator_concept_id,value_as_number,unit_concept_id,unit_source_value,range_high,value_source_value
1,7,0,2001-01-01,3013-0,4171756,0.2,0,ng/mL,,<0.2
2,7,0,2001-01-02,3013-0,4171754,0.1,0,,,
3,7,0,2001-01-03,3013-0,4172704,500,9000,,,
4,7,0,2001-01-04,3013-0,4171755,30,0,,,
5,7,0,2001-01-05,8098-6,4172703,12.50,0,,4.0,
6,7,0,2001-01-06,3016-3,,,9001,,,Undetectable
7,7,0,2001-01-07,3016-3,99,7,0,u[iU]/mL,,
8,7,0,2001-01-08,59847-4,,,,,,8260/3-C73.9
9,7,0,2001-01-09,21905-5,,,,,,T1a
10,7,0,2001-01-10,718-7,,13,,,,
12,7,0,2001-01-12,3016-3,99,8,0,,,8
11,8,0,2001-01-10,3013-0,,13,,,,";
    let concept = "concept_id,concept_name,vocabulary_id,concept_code\n9000,ng per mL,UCUM,ng/mL\n9001,mIU/L,UCUM,10*-3.[iU]/L";
    let charted = read(&[
        (Table::Person, PERSONS),
        (Table::Measurement, rows),
        (Table::Concept, concept),
        (Table::ConditionOccurrence, CANCER),
    ]);
    let told: Vec<String> = charted
        .chart
        .measurements
        .iter()
        .filter(|measurement| charted.chart.persons[measurement.coded.person as usize].id.as_ref() == "7")
        .map(|m| {
            let word = m.coded.meaning.word();
            format!(
                "{} {word} [{}{}] [{}] {} {}",
                m.coded.at.row, m.comparator, m.number, m.text, m.unit, m.upper_reference
            )
        })
        .collect();
    let expected = [
        "1 tg [<0.2] [<0.2] ng/mL ",
        "2 tg [<=0.1] []  ",
        "3 tg [>500] [] ng/mL ",
        "4 tg [>=30] []  ",
        "5 tgab [12.5] []  4",
        "6 tsh [] [Undetectable] mIU/L ",
        "7 tsh [] [? 7] uIU/mL ",
        "8 histology_text [] [8260/3]  ",
        "9 tumour_t [] [T1a]  ",
        "12 tsh [] [? 8]  ",
    ];
    assert_eq!(told, expected);
}

#[test]
fn a_histology_may_be_a_measurement_or_an_observation_alone() {
    let observation = "observation_id,person_id,observation_concept_id,observation_date,observation_source_value,value_as_string,value_as_concept_id
1,7,0,2001-01-01,59847-4,8330/3,
2,8,0,2001-01-01,21905-5,T2,";
    let charted = read(&[(Table::Person, PERSONS), (Table::Observation, observation)]);
    let rows = charted.chart.measurements.iter();
    assert_eq!(said(&charted.chart, rows.map(|m| &m.coded)), ["7 2001-01-01 histology_text 59847-4"]);
    assert_eq!(&*charted.chart.measurements[0].text, "8330/3");
    assert_eq!(charted.chart.uninvolved, [Box::from("8")], "a T category alone is no record of the disease");
}

#[test]
fn procedures_visits_and_notes_of_candidates() {
    let procedures = "procedure_occurrence_id,person_id,procedure_concept_id,procedure_date,procedure_source_value,quantity
5,7,0,2002-05-01,60252,
4,7,0,2002-05-01,79005,
3,7,0,2001-05-01,a9517,150
2,7,0,2002-05-01,21556,
1,8,0,2002-05-01,60240,
6,7,0,,60240,
7,7,0,2001-05-02,J3240,1
8,7,0,2003-05-01,A9530,1
9,7,0,2004-05-01,A9530,100";
    let drugs =
        "drug_exposure_id,person_id,drug_concept_id,drug_exposure_start_date,drug_source_value,quantity
1,7,0,2004-05-01,A9517,99";
    let visits = "visit_occurrence_id,person_id,visit_start_date,visit_source_value\n1,7,2002-01-02,clinic\n2,9,2002-01-02,clinic";
    let notes = "note_id,person_id,note_date,note_title,note_text,note_source_value\n1,7,2002-01-02,Report,\"A node, small\",I1\n2,7,2001-01-02,,,";
    let cancer = "condition_occurrence_id,person_id,condition_concept_id,condition_start_date,condition_source_value\n1,7,0,2001-01-01,C73";
    let charted = read(&[
        (Table::Person, PERSONS),
        (Table::ProcedureOccurrence, procedures),
        (Table::DrugExposure, drugs),
        (Table::VisitOccurrence, visits),
        (Table::Note, notes),
        (Table::ConditionOccurrence, cancer),
    ]);
    let chart = &charted.chart;
    let expected = [
        "7  total_thyroidectomy 60240",
        "7 2002-05-01 radioiodine_treatment 79005",
        "7 2002-05-01 total_thyroidectomy 60252",
        // Billed as a procedure: one procedure, and one whose day has a drug row.
        "7 2003-05-01 radioiodine_activity A9530",
        "7 2004-05-01 radioiodine_activity A9530",
    ];
    assert_eq!(said(chart, &chart.procedures), expected);
    let drugs = chart.drugs.iter().map(|drug| &drug.coded);
    let expected = [
        "7 2001-05-01 radioiodine_activity a9517",
        "7 2001-05-02 rhtsh J3240",
        "7 2004-05-01 radioiodine_activity A9517",
    ];
    assert_eq!(said(chart, drugs), expected);
    let quantities: Vec<&str> = chart.drugs.iter().map(|drug| &*drug.quantity).collect();
    assert_eq!(quantities, ["150", "", "99"]);
    let visits: Vec<_> = chart.visits.iter().map(|visit| (visit.person, &*visit.day, &*visit.kind)).collect();
    assert_eq!(visits, [(0, "2002-01-02", "clinic")]);
    let notes: Vec<_> = chart.notes.iter().map(|note| (&*note.day, &*note.text, &*note.study)).collect();
    assert_eq!(notes, [("2001-01-02", "", ""), ("2002-01-02", "A node, small", "I1")]);
    let names: Vec<&str> = chart.files.iter().map(|file| file.name.as_str()).collect();
    let at = chart.visits[0].at;
    assert_eq!((names[usize::from(at.file)], at.row), ("visit_occurrence.csv", 1));
    assert_eq!(chart.files.iter().map(|file| file.n_rows).collect::<Vec<_>>(), [2, 2, 1, 9, 1, 2]);
    let account = charted.tables.iter().find(|table| table.table == "visit_occurrence").expect("asked");
    assert_eq!((account.n_rows, account.n_orphans, account.n_of_candidates, account.n_meant), (2, 1, 1, 1));
}
