//! Which code means what, with a vocabulary and without.

use sieve::cdm::Table;

use super::{MemoryEngine, Wanted, chart, lines, read, said};
use crate::facts::Known;
use crate::omop::{ConceptUse, FoundBy};
use crate::options::Identity;

const PERSON: (Table, &str) =
    (Table::Person, "person_id,gender_concept_id,year_of_birth\n1,8532,1960\n2,8507,1961");

/// Concepts of the tests: those below 2,000,000,000 are the real ones of these codes where marked A in the
/// clinical rules, all others are the tests' own.
const CONCEPT: (Table, &str) = (
    Table::Concept,
    "concept_id,concept_name,domain_id,vocabulary_id,standard_concept,concept_code,invalid_reason
4178976,Malignant tumor of thyroid gland,Condition,SNOMED,S,363478007,
4116228,Papillary thyroid carcinoma,Condition,SNOMED,S,255029007,
2000000001,Malignant neoplasm of thyroid gland,Condition,ICD10CM,,C73,
2000000002,Columnar cell carcinoma,Condition,ICDO3,S,8344/3-C73.9,
2000000003,Infiltrating duct carcinoma of breast,Condition,ICDO3,S,8500/3-C50.9,
2000000010,Lung,Condition,ICD10CM,,C78.02,
2000000011,Mediastinum,Condition,ICD10CM,,C78.1,
2000000012,Liver,Condition,ICD10CM,,C78.7,
2000000013,Bone,Condition,ICD10CM,,C79.51,
2000000014,Nodes,Condition,ICD10CM,,C77.0,
2000000015,Secondary malignant neoplasm,Condition,SNOMED,S,T1,
2000000016,Influenza,Condition,SNOMED,S,T2,
2000000020,thyrotropin alfa; parenteral,Drug,ATC,C,H01AB01,
2000000021,thyrotropin alfa 0.9 MG,Drug,RxNorm,S,T3,
2000000022,Iodine therapeutic,Drug,HCPCS,,A9517,
2000000023,Iodine diagnostic,Drug,HCPCS,,A9528,
2000000024,sodium iodide I-131,Drug,RxNorm,S,T4,",
);

const RELATIONSHIP: (Table, &str) = (
    Table::ConceptRelationship,
    "concept_id_1,concept_id_2,relationship_id,invalid_reason
2000000001,4178976,Maps to,
2000000001,2000000016,Maps to,D
2000000010,2000000015,Maps to,
2000000011,2000000015,Maps to,
2000000012,2000000015,Maps to,
2000000013,2000000015,Maps to,
2000000014,2000000015,Maps to,
2000000022,2000000024,Maps to,
2000000023,2000000024,Maps to,
2000000022,2000000016,Is a,",
);

const ANCESTOR: (Table, &str) = (
    Table::ConceptAncestor,
    "ancestor_concept_id,descendant_concept_id
4178976,4178976
4178976,4116228
4178976,2000000002
2000000020,2000000021",
);

const CONDITIONS: &str = "condition_occurrence_id,person_id,condition_concept_id,condition_start_date,condition_source_value,condition_source_concept_id";
const DRUGS: &str = "drug_exposure_id,person_id,drug_concept_id,drug_exposure_start_date,quantity,drug_source_value,drug_source_concept_id";

/// What conditions of the first of January 2001 mean, each given as concept, text, source concept.
fn conditions(codes: &[&str], with_vocabulary: bool) -> Vec<String> {
    let row = |(at, code): (usize, &&str)| {
        let [standard, text, source]: [&str; 3] =
            code.split(',').collect::<Vec<_>>().try_into().expect("three cells");
        format!("{at},1,{standard},2001-01-01,{text},{source}\n")
    };
    // Candidates need a record of the disease.
    let rows: String = ["4178976,C73,0"].iter().chain(codes).enumerate().map(row).collect();
    let text = format!("{CONDITIONS}\n{rows}");
    let mut tables = vec![PERSON, (Table::ConditionOccurrence, text.as_str())];
    if with_vocabulary {
        tables.extend([CONCEPT, RELATIONSHIP, ANCESTOR]);
    }
    let charted = read(&tables);
    let meant = charted.chart.conditions.iter().filter(|coded| coded.at.row > 0);
    said(&charted.chart, meant).iter().map(|said| said.replace("1 2001-01-01 ", "")).collect()
}

#[test]
fn the_code_of_the_source_decides_before_the_standard_concept() {
    for (code, expected) in [
        // The source's code is listed, or expressly excluded: what it maps to does not matter.
        ("2000000015,C78.02,2000000010", &["distant_lung C78.02"][..]),
        ("2000000015,C78.7,2000000012", &["distant_other C78.7"]),
        ("2000000015,C79.51,2000000013", &["distant_bone C79.51"]),
        ("2000000015,C78.1,2000000011", &[]),
        ("2000000015,C77.0,2000000014", &[]),
        // Mapping up loses the site. The standard concept alone is lung and bone, since the sets of both
        // codes lead to it; for the other sites the excluded codes lead to it as well.
        ("2000000015,,0", &["distant_lung T1", "distant_bone T1"]),
        // Below thyroid cancer, and a histology by its own code.
        ("2000000002,8344/3-C73.9,2000000002", &["thyroid_cancer 8344/3-C73.9", "histology 8344/3"]),
        ("2000000002,,0", &["thyroid_cancer 8344/3-C73.9", "histology 8344/3"]),
        ("4116228,,0", &["thyroid_cancer 255029007"]),
        ("4178976,local code,0", &["thyroid_cancer local code"]),
        // Not of the thyroid; only invalidly mapped; known and not listed, whatever its text.
        ("2000000003,8500/3-C50.9,2000000003", &[]),
        ("2000000016,,0", &[]),
        ("2000000016,C73,0", &[]),
        // A concept that the vocabulary does not have stands for nothing.
        ("0,C73,0", &["thyroid_cancer C73"]),
        ("0,c73 ,2100000000", &["thyroid_cancer c73"]),
        ("0,,0", &[]),
    ] {
        assert_eq!(conditions(&[code], true), expected, "{code}");
    }
}

#[test]
fn without_a_vocabulary_the_stored_text_decides() {
    for (code, expected) in [
        ("0, c73 ,0", &["thyroid_cancer c73"][..]),
        ("4178976,C73,2000000001", &["thyroid_cancer C73"]),
        ("0,193,0", &["thyroid_cancer 193"]),
        ("0,8260/3-C73.9,0", &["histology 8260/3"]),
        ("0,8349/1-c73.9,0", &["histology 8349/1"]),
        ("0,8500/3-C50.9,0", &[]),
        ("0,C78.02,0", &["distant_lung C78.02"]),
        ("0,C78.1,0", &[]),
        ("0,C78.7,0", &["distant_other C78.7"]),
        ("0,C79.31,0", &["distant_other C79.31"]),
        ("0,C79.52,0", &["distant_bone C79.52"]),
        ("0,C77.0,0", &[]),
        ("0,197.0,0", &["distant_lung 197.0"]),
        ("0,197.1,0", &[]),
        ("0,197.7,0", &["distant_other 197.7"]),
        ("0,198.5,0", &["distant_bone 198.5"]),
        ("0,196.0,0", &[]),
        // Codes of other vocabularies that begin with the same digits.
        ("0,197480006,0", &[]),
        ("0,C730,0", &[]),
        ("4178976,,0", &[]),
    ] {
        assert_eq!(conditions(&[code], false), expected, "{code}");
    }
}

#[test]
fn drugs_are_found_below_their_class_and_by_name() {
    let rows = format!(
        "{DRUGS}
1,1,2000000021,2001-01-01,1,box,0
2,1,0,2001-01-02,,Thyrotropin Alfa,0
3,1,2000000024,2001-01-03,150,A9517,2000000022
4,1,2000000024,2001-01-04,4,A9528,2000000023
5,1,2000000024,2001-01-05,100,iodine,0
6,1,0,2001-01-06,,sorafenib,0
7,1,2000000016,2001-01-07,,thyrotropin alfa,0
8,1,2000000016,2001-01-08,,sorafenib,0
9,1,0,2001-01-09,,thyrotropin alfa 0.9 MG Injection,0
10,1,0,2001-01-10,,thyrotropin alfacept,0
11,1,0,2001-01-11,,SORAFENIB(tablet),0
12,1,0,2001-01-12,,sorafenib-like,0
13,1,0,2001-01-13,,L01EX09,0"
    );
    let cancer = format!("{CONDITIONS}\n1,1,4178976,2000-01-01,C73,0");
    let tables = [
        PERSON,
        CONCEPT,
        RELATIONSHIP,
        ANCESTOR,
        (Table::ConditionOccurrence, &cancer),
        (Table::DrugExposure, &rows),
    ];
    let charted = read(&tables);
    let expected = [
        "1 2001-01-01 rhtsh box",
        "1 2001-01-02 rhtsh Thyrotropin Alfa",
        "1 2001-01-03 radioiodine_activity A9517",
        "1 2001-01-04 radioiodine_diagnostic A9528",
        // Therapeutic and diagnostic map to one ingredient: the activity will tell.
        "1 2001-01-05 radioiodine_activity iodine",
        "1 2001-01-06 tki sorafenib",
        // The vocabulary has the class of the seventh, but not that of the eighth.
        "1 2001-01-08 tki sorafenib",
        "1 2001-01-09 rhtsh thyrotropin alfa 0.9 MG Injection",
        "1 2001-01-11 tki SORAFENIB(tablet)",
        "1 2001-01-13 tki L01EX09",
    ];
    assert_eq!(said(&charted.chart, charted.chart.drugs.iter().map(|drug| &drug.coded)), expected);
    let quantities: Vec<&str> = charted.chart.drugs.iter().map(|drug| &*drug.quantity).collect();
    assert_eq!(quantities, ["1", "", "150", "4", "100", "", "", "", "", ""]);
}

fn uses(concepts: &[ConceptUse]) -> Vec<String> {
    let line = |used: &ConceptUse| {
        let tables = used.uses.iter().map(|table| {
            format!(
                "; {} by {}: {} rows, {} persons",
                table.table,
                table.by.word(),
                table.n_rows,
                table.n_persons.unwrap_or_default()
            )
        });
        format!("{} {}{}", used.concept.code, used.n_concepts, tables.collect::<String>())
    };
    concepts.iter().map(line).collect()
}

#[test]
fn each_line_tells_where_it_was_found_and_how_often() {
    let sets = "thyroid_cancer,SNOMED,363478007,Thyroid cancer,yes,no
thyroid_cancer,ICD10CM,C73,Thyroid cancer,no,no
thyroid_cancer,ICD9CM,193,Thyroid cancer,no,no
distant_other,ICD10CM,C78*,Distant,no,no
distant_other,ICD10CM,C78.1,Mediastinum,no,yes";
    let rows = format!(
        "{CONDITIONS}
1,1,4178976,2001-01-01,C73,2000000001
2,1,4178976,2001-01-02,C73,2000000001
3,2,4116228,2001-01-01,,0
4,2,0,2001-01-01,193,0
5,2,0,2001-01-02,C78.7,0
6,2,2000000015,2001-01-02,C78.1,2000000011
7,3,4178976,2001-01-01,C73,2000000001"
    );
    let tables = [PERSON, CONCEPT, RELATIONSHIP, ANCESTOR, (Table::ConditionOccurrence, &rows)];
    let known = Known::default();
    let wanted = Wanted { identity: Identity::PersonId, is_everybody: false, known: &known };
    let charted = chart(&MemoryEngine::new(&tables), &lines(sets), &wanted).expect("sound");
    let expected = [
        "363478007 1; condition_occurrence by concept: 1 rows, 1 persons",
        "C73 1; condition_occurrence by concept: 2 rows, 1 persons",
        "193 0; condition_occurrence by source value: 1 rows, 1 persons",
        "C78* 3; condition_occurrence by source value: 1 rows, 1 persons",
        "C78.1 1; condition_occurrence by concept: 1 rows, 1 persons",
    ];
    assert_eq!(uses(&charted.concepts), expected);
    assert!(charted.concepts.iter().flat_map(|used| &used.uses).any(|used| used.by == FoundBy::SourceValue));
    let account = charted.tables.iter().find(|t| t.table == "condition_occurrence").expect("asked");
    let counts =
        (account.n_rows, account.n_coded, account.n_orphans, account.n_of_candidates, account.n_meant);
    assert_eq!(counts, (7, 7, 1, 6, 5));
}

#[test]
fn an_exclusion_takes_out_what_is_below_it_but_not_what_it_merely_maps_to() {
    let rows = format!(
        "{CONDITIONS}
1,1,4178976,2001-01-01,,0
2,1,4116228,2001-01-02,,0
3,1,4178976,2001-01-03,C73,2000000001"
    );
    let tables = [PERSON, CONCEPT, RELATIONSHIP, ANCESTOR, (Table::ConditionOccurrence, &rows)];
    let days = |sets: &str| -> Vec<i64> {
        let known = Known::default();
        let wanted = Wanted { identity: Identity::PersonId, is_everybody: true, known: &known };
        let charted = chart(&MemoryEngine::new(&tables), &lines(sets), &wanted).expect("sound");
        charted.chart.conditions.iter().map(|coded| coded.at.row).collect()
    };
    let cancer = "thyroid_cancer,SNOMED,363478007,Thyroid cancer,yes,no\n";
    assert_eq!(days(cancer), [1, 2, 3]);
    assert_eq!(days(&format!("{cancer}thyroid_cancer,SNOMED,255029007,Papillary,no,yes")), [1, 3]);
    assert_eq!(days(&format!("{cancer}thyroid_cancer,ICD10CM,C73,Thyroid cancer,no,yes")), [1, 2]);
    assert_eq!(
        days(&format!("{cancer}thyroid_cancer,SNOMED,363478007,Thyroid cancer,yes,yes")),
        Vec::<i64>::new()
    );
}
