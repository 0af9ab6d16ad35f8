//! Codes of which the vocabulary knows only a part, or which say several things at once.

use sieve::cdm::Table;

use super::{read, said};

const PERSON: (Table, &str) = (Table::Person, "person_id,gender_concept_id,year_of_birth\n1,8532,1960");

/// The first two are the real concepts of these codes; all others are the tests' own.
const CONCEPT: &str =
    "concept_id,concept_name,domain_id,vocabulary_id,standard_concept,concept_code,invalid_reason
4178976,Malignant tumor of thyroid gland,Condition,SNOMED,S,363478007,
4116228,Papillary thyroid carcinoma,Condition,SNOMED,S,255029007,
2000000016,Influenza,Condition,SNOMED,S,T2,
2000000030,Thyroglobulin,Measurement,LOINC,S,3013-0,";

const OF_SOURCE: &str = "
2000000001,Malignant neoplasm of thyroid gland,Condition,ICD10CM,,C73,
2000000002,Columnar cell carcinoma,Condition,ICDO3,S,8344/3-C73.9,
2000000010,Lung,Condition,ICD10CM,,C78.02,
2000000011,Mediastinum,Condition,ICD10CM,,C78.1,
2000000015,Secondary malignant neoplasm,Condition,SNOMED,S,T1,";

const RELATIONSHIP: &str = "concept_id_1,concept_id_2,relationship_id,invalid_reason
2000000001,4178976,Maps to,
2000000010,2000000015,Maps to,
2000000011,2000000015,Maps to,
2000009998,4178976,Maps to,D
2000009997,2000000002,Maps to,
2000009999,2000000030,Maps to,
2000009996,4116228,Maps to,";

/// What conditions, each given as concept, text, source concept, mean.
fn conditions(codes: &[&str], concept: &str) -> Vec<String> {
    let row = |(at, code): (usize, &&str)| {
        let [standard, text, source] = code.split(',').collect::<Vec<_>>()[..] else { panic!("three cells") };
        format!("{at},1,{standard},2001-01-01,{text},{source}\n")
    };
    let rows: String = ["0,C73,0"].iter().chain(codes).enumerate().map(row).collect();
    let rows = format!(
        "condition_occurrence_id,person_id,condition_concept_id,condition_start_date,condition_source_value,\
         condition_source_concept_id\n{rows}"
    );
    let charted = read(&[
        PERSON,
        (Table::Concept, concept),
        (Table::ConceptRelationship, RELATIONSHIP),
        (Table::ConditionOccurrence, &rows),
    ]);
    let meant = charted.chart.conditions.iter().filter(|coded| coded.at.row > 0);
    said(&charted.chart, meant).iter().map(|said| said.replace("1 2001-01-01 ", "")).collect()
}

#[test]
fn a_text_counts_where_the_vocabulary_lacks_its_code() {
    for (code, expected) in [
        ("2000000016,C73,0", &["thyroid_cancer C73"][..]),
        ("2000000016,C78.7,0", &["distant_other C78.7"]),
        ("2000000016,C78.1,0", &[]),
        ("2000000016,J11,0", &[]),
        // The concept says the organ, the text the histology.
        ("4116228,8260/3-C73.9,0", &["thyroid_cancer 8260/3-C73.9", "histology 8260/3"]),
        ("4178976,C73,0", &["thyroid_cancer C73"]),
        ("2000000016,8500/3-C50.9,0", &[]),
    ] {
        assert_eq!(conditions(&[code], CONCEPT), expected, "{code}");
    }
}

#[test]
fn a_morphology_at_the_thyroid_is_a_histology_whatever_the_vocabulary_has() {
    let concept = format!("{CONCEPT}{OF_SOURCE}");
    for (code, expected) in [
        ("4116228,8260/3-c73.9,0", &["thyroid_cancer 8260/3-c73.9", "histology 8260/3"][..]),
        ("4116228,826/3-C73.9,0", &["thyroid_cancer 826/3-C73.9"]),
        // The vocabulary has this code: the concept of the row would say so.
        ("2000000016,C73,0", &[]),
        ("2000000016,C78.02,0", &[]),
    ] {
        assert_eq!(conditions(&[code], &concept), expected, "{code}");
    }
}

#[test]
fn source_and_standard_concept_may_say_different_things_of_one_row() {
    let concept = format!("{CONCEPT}{OF_SOURCE}");
    for (code, expected) in [
        ("2000000002,C73,2000000001", &["thyroid_cancer C73", "histology 8344/3"][..]),
        ("2000000001,8344/3-C73.9,2000000002", &["thyroid_cancer 8344/3-C73.9", "histology 8344/3"]),
        // Where the metastasis is says the source's code alone.
        ("2000000015,C78.02,2000000010", &["distant_lung C78.02"]),
        ("2000000015,C78.1,2000000011", &[]),
        ("4178976,C78.1,2000000011", &["thyroid_cancer C78.1"]),
    ] {
        assert_eq!(conditions(&[code], &concept), expected, "{code}");
    }
}

#[test]
fn a_concept_of_the_hospital_means_what_it_maps_to() {
    let concept = format!(
        "{CONCEPT}{OF_SOURCE}
2000009996,Our papillary carcinoma,Condition,Local,,L1,
2000009998,Our former code,Condition,Local,,L2,"
    );
    for (code, expected) in [
        ("0,L1,2000009996", &["thyroid_cancer L1"][..]),
        ("0,L2,2000009998", &[]),
        // A histology is told by its own code alone.
        ("0,L3,2000009997", &[]),
    ] {
        assert_eq!(conditions(&[code], &concept), expected, "{code}");
    }
    let measurement = "measurement_id,person_id,measurement_concept_id,measurement_date,measurement_source_value,measurement_source_concept_id,value_as_number
1,1,0,2002-01-01,TG ours,2000009999,3";
    let cancer =
        "condition_occurrence_id,person_id,condition_concept_id,condition_start_date\n1,1,4178976,2001-01-01";
    let charted = read(&[
        PERSON,
        (Table::Concept, CONCEPT),
        (Table::ConceptRelationship, RELATIONSHIP),
        (Table::ConditionOccurrence, cancer),
        (Table::Measurement, measurement),
    ]);
    let measured = charted.chart.measurements.iter().map(|measurement| &measurement.coded);
    assert_eq!(said(&charted.chart, measured), ["1 2002-01-01 tg TG ours"]);
}

#[test]
fn codes_of_icd_are_known_without_their_point() {
    for (code, expected) in [
        ("0,C7800,0", &["distant_lung C7800"][..]),
        ("0,c7951,0", &["distant_bone c7951"]),
        ("0,C781,0", &[]),
        ("0,C787,0", &["distant_other C787"]),
        ("0,C770,0", &[]),
        ("0,1970,0", &["distant_lung 1970"]),
        ("0,1985,0", &["distant_bone 1985"]),
        ("0,1971,0", &[]),
        ("0,1977,0", &["distant_other 1977"]),
        ("0,19883,0", &["distant_other 19883"]),
        ("0,1960,0", &[]),
        // Too long for a code of ICD-9-CM.
        ("0,197480006,0", &[]),
        ("0,197123,0", &[]),
    ] {
        assert_eq!(conditions(&[code], CONCEPT), expected, "{code}");
    }
    let procedures =
        "procedure_occurrence_id,person_id,procedure_concept_id,procedure_date,procedure_source_value
1,1,0,2001-01-01,064
2,1,0,2001-01-02,0640
3,1,0,2001-01-03,0652
4,1,0,2001-01-04,4021
5,1,0,2001-01-05,6";
    let cancer =
        "condition_occurrence_id,person_id,condition_concept_id,condition_start_date\n1,1,4178976,2001-01-01";
    let tables = [
        PERSON,
        (Table::Concept, CONCEPT),
        (Table::ConditionOccurrence, cancer),
        (Table::ProcedureOccurrence, procedures),
    ];
    let charted = read(&tables);
    let expected = [
        "1 2001-01-01 total_thyroidectomy 064",
        "1 2001-01-02 total_thyroidectomy 0640",
        "1 2001-01-03 total_thyroidectomy 0652",
        "1 2001-01-04 node_excision 4021",
    ];
    assert_eq!(said(&charted.chart, &charted.chart.procedures), expected);
}
