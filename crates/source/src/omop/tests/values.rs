//! Values and units that are said twice, or by a concept alone.

use sieve::cdm::Table;

use super::read;

const CONCEPT: &str = "concept_id,concept_name,vocabulary_id,concept_code
9000,nanogram per milliliter,UCUM,ng/mL
9001,gram,UCUM,g
2000000050,AJCC/UICC M1 Category,Cancer Modifier,c-8th_AJCC/UICC-M1
2000000051,AJCC/UICC T1a Category,Cancer Modifier,local 7
2000000052,N0 (i-),Local,1
2000000053,Missing,Local,2
2000000054,Tis,Local,3";

/// What measurements say: operator, number, text and unit. Each is given as its code, operator, number, unit's
/// concept and text, the value's text and concept.
fn values(rows: &[&str]) -> Vec<String> {
    let row = |(at, row): (usize, &&str)| format!("{at},1,0,2001-01-01,{row}\n");
    let rows: String = rows.iter().enumerate().map(row).collect();
    let rows = format!(
        "measurement_id,person_id,measurement_concept_id,measurement_date,measurement_source_value,\
         operator_concept_id,value_as_number,unit_concept_id,unit_source_value,value_source_value,\
         value_as_concept_id\n{rows}"
    );
    let charted = read(&[
        (Table::Person, "person_id,gender_concept_id,year_of_birth\n1,8532,1960"),
        (Table::Concept, CONCEPT),
        (
            Table::ConditionOccurrence,
            "condition_occurrence_id,person_id,condition_concept_id,condition_start_date,condition_source_value\n\
             1,1,0,2001-01-01,C73",
        ),
        (Table::Measurement, &rows),
    ]);
    let value =
        |m: &crate::chart::Measurement| format!("{}|{}|{}|{}", m.comparator, m.number, m.text, m.unit);
    charted.chart.measurements.iter().map(value).collect()
}

#[test]
fn a_category_that_is_a_concept_is_its_word() {
    for (row, expected) in [
        ("21907-1,,,,,,2000000050", "M1"),
        ("21905-5,,,,,,2000000051", "T1a"),
        ("21906-3,,,,,,2000000052", "N0"),
        ("21905-5,,,,,,2000000054", "Tis"),
        ("21907-1,,,,,,2000000053", "Missing"),
        ("21907-1,,,,,M0,2000000050", "M0"),
    ] {
        assert_eq!(values(&[row]), [format!("||{expected}|")], "{row}");
    }
}

#[test]
fn a_known_unit_stands_before_one_that_is_not_known() {
    for (row, expected) in [
        ("3013-0,,1,9000,ng/ml serum,,", "|1||ng/mL"),
        ("3013-0,,1,9000,ug/L,,", "|1||ug/L"),
        ("3013-0,,1,9000,,,", "|1||ng/mL"),
        // Neither is known: as printed.
        ("3013-0,,1,9001,box,,", "|1||box"),
        ("3013-0,,1,9001,,,", "|1||g"),
        ("3013-0,,1,0,box,,", "|1||box"),
    ] {
        assert_eq!(values(&[row]), [expected], "{row}");
    }
}

#[test]
fn a_text_with_its_own_sign_needs_no_operator() {
    for (row, expected) in [
        ("3013-0,99,0.1,0,ng/mL,<0.1,", "||<0.1|ng/mL"),
        ("3013-0,99,500,0,ng/mL,>= 500,", "||>= 500|ng/mL"),
        ("3013-0,99,0.1,0,ng/mL,0.1,", "||? 0.1|ng/mL"),
        ("3013-0,99,0.1,0,ng/mL,,", "||? 0.1|ng/mL"),
    ] {
        assert_eq!(values(&[row]), [expected], "{row}");
    }
}
