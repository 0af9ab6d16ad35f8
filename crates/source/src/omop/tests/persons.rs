//! Persons who stand in the table more than once, and deaths that do.

use sieve::cdm::Table;

use super::{read, read_for, said};
use crate::facts::Known;
use crate::options::Identity;

const CONDITIONS: &str =
    "condition_occurrence_id,person_id,condition_concept_id,condition_start_date,condition_source_value
1,7,0,2001-01-01,C73
2,7,0,2001-01-01,8260/3-C73.9";

const MEASUREMENTS: &str =
    "measurement_id,person_id,measurement_concept_id,measurement_date,measurement_source_value,value_as_number
1,7,0,2002-01-01,3013-0,1
2,8,0,2003-01-01,3013-0,2";

#[test]
fn facts_of_a_person_who_stands_twice_hang_on_the_first_row() {
    let persons = "person_id,gender_concept_id,year_of_birth,person_source_value
9,8507,1950,
7,8532,1961,A
7,8532,1960,A
9,8507,1950,";
    let charted = read(&[(Table::Person, persons), (Table::ConditionOccurrence, CONDITIONS)]);
    let chart = &charted.chart;
    let births: Vec<(&str, &str)> =
        chart.persons.iter().map(|person| (&*person.id, &*person.birth)).collect();
    assert_eq!(births, [("7", "1960")]);
    assert!(chart.conditions.iter().all(|coded| coded.person == 0));
    assert_eq!(
        said(chart, &chart.conditions),
        ["7 2001-01-01 thyroid_cancer C73", "7 2001-01-01 histology 8260/3"]
    );
    assert_eq!((&*chart.uninvolved, charted.n_unnamed), (&[Box::from("9")][..], 0));
}

#[test]
fn two_persons_with_one_identifier_are_one_with_the_facts_of_both() {
    let persons = "person_id,gender_concept_id,year_of_birth,person_source_value
7,8532,1960, A
8,8532,1961,A
9,8532,1962,B
10,8532,1962,";
    let tables = [
        (Table::Person, persons),
        (Table::ConditionOccurrence, CONDITIONS),
        (Table::Measurement, MEASUREMENTS),
    ];
    let charted = read_for(&tables, &Known::default(), Identity::SourceValue);
    let chart = &charted.chart;
    let births: Vec<(&str, &str)> =
        chart.persons.iter().map(|person| (&*person.id, &*person.birth)).collect();
    assert_eq!(births, [("A", "1960")]);
    let measured = said(chart, chart.measurements.iter().map(|measurement| &measurement.coded));
    assert_eq!(measured, ["A 2002-01-01 tg 3013-0", "A 2003-01-01 tg 3013-0"]);
    assert_eq!((&*chart.uninvolved, charted.n_unnamed), (&[Box::from("B")][..], 1));
    let apart = read(&tables).chart;
    assert_eq!((apart.persons.len(), apart.uninvolved.len()), (1, 3));
}

#[test]
fn of_several_deaths_the_first_day_and_of_that_day_the_most_telling_cause() {
    let persons = "person_id,gender_concept_id,year_of_birth\n7,8532,1960";
    for (deaths, expected) in [
        ("7,2011-01-01,0,C73,0\n7,2010-01-01,0,,0", ("2010-01-01", "unknown")),
        ("7,2010-01-01,0,,0\n7,2010-01-01,0,C73,0\n7,2010-01-01,0,I21,0", ("2010-01-01", "thyroid_cancer")),
        ("7,2010-01-01,0,C73,0\n7,2010-01-01,0,,0", ("2010-01-01", "thyroid_cancer")),
        ("7,2010-01-01,0,,0\n7,2010-01-01,0,I21,0", ("2010-01-01", "other")),
        ("7,,0,C73,0\n7,2010-01-01,0,I21,0", ("2010-01-01", "other")),
    ] {
        let deaths = format!(
            "person_id,death_date,cause_concept_id,cause_source_value,cause_source_concept_id\n{deaths}"
        );
        let tables =
            [(Table::Person, persons), (Table::Death, &deaths), (Table::ConditionOccurrence, CONDITIONS)];
        let charted = read(&tables);
        let person = &charted.chart.persons[0];
        assert_eq!((&*person.death, person.death_cause), expected, "{deaths}");
        let account = charted.tables.iter().find(|account| account.table == "death").expect("asked");
        assert_eq!(account.n_meant, 1);
    }
}
