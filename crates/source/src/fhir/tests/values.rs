//! Values of observations, and the texts of reports.

use super::{became, measured, remarks, with};
use crate::fhir::FhirChart;

/// An observation of person p with a code of LOINC.
fn observation(id: u32, code: &str, rest: &str) -> String {
    format!(
        r#"{{"resourceType":"Observation","id":"o{id}","status":"final","code":{{"coding":[{{"system":"http://loinc.org","code":"{code}"}}]}},"subject":{{"reference":"Patient/p"}},"effectiveDateTime":"2004-01-{id:02}T06:30:00-05:00",{rest}}}"#
    )
}

fn values(read: &FhirChart) -> Vec<String> {
    read.chart.measurements.iter().map(measured).collect()
}

#[test]
fn a_value_comes_with_its_comparator_unit_and_upper_reference() {
    let range = r#""referenceRange":[{"high":{"value":9,"unit":"ng/mL"},"type":{"coding":[{"code":"therapeutic"}]}},{"low":{"value":1},"high":{"value":4.10,"unit":"IU/mL"}}]"#;
    let lines = [
        observation(1, "3013-0", r#""valueQuantity":{"value":0.20,"comparator":"<","unit":"ng/mL"}"#),
        observation(
            2,
            "8098-6",
            &format!(r#""valueQuantity":{{"value":12,"unit":"IU/mL","code":"[IU]/mL"}},{range}"#),
        ),
        observation(3, "3016-3", r#""valueQuantity":{"value":1e2,"comparator":">=","code":"m[IU]/L"}"#),
        observation(4, "3013-0", r#""valueString":" undetectable ""#),
        observation(
            5,
            "3013-0",
            r#""valueCodeableConcept":{"coding":[{"code":"x","display":"Not detected"}]}"#,
        ),
        observation(
            6,
            "3013-0",
            r#""valueString":"<0.5","referenceRange":[{"high":{"value":55,"unit":"ng/mL"}}]"#,
        ),
        observation(7, "3013-0", r#""valueQuantity":{"value":3,"comparator":"ad","unit":"ng/mL"}"#),
        observation(
            8,
            "8098-6",
            r#""valueQuantity":{"value":3,"unit":"IU/mL"},"referenceRange":[{"high":{"value":115,"unit":"kIU/L"}}]"#,
        ),
    ];
    let expected = [
        "tg 2004-01-01 <0.2 [ng/mL] <>",
        "tgab 2004-01-02 12 [IU/mL] <4.1>",
        "tsh 2004-01-03 >=100 [m[IU]/L] <>",
        "tg 2004-01-04 undetectable [] <>",
        "tg 2004-01-05 Not detected [] <>",
        "tg 2004-01-06 <0.5 [ng/mL] <55>",
        "tg 2004-01-07 ad3 [ng/mL] <>",
        "tgab 2004-01-08 3 [IU/mL] <>",
    ];
    assert_eq!(values(&with(&lines.join("\n"))), expected);
}

#[test]
fn what_has_no_value_with_a_reason_or_is_cancelled_does_not_count() {
    let absent = r#""dataAbsentReason":{"text":"hemolysed"}"#;
    let lines = [
        observation(1, "3013-0", absent),
        observation(2, "3013-0", &format!(r#"{absent},"valueString":"<1""#)),
        observation(3, "3013-0", r#""valueInteger":5"#).replace("final", "cancelled"),
        observation(4, "3013-0", r#""valueInteger":5"#).replace("final", "entered-in-error"),
        observation(5, "718-7", r#""valueInteger":5"#),
        observation(6, "3013-0", r#""valueInteger":5"#).replace("effectiveDateTime", "issued"),
        observation(7, "3013-0", r#""note":[]"#),
    ];
    let read = with(&lines.join("\n"));
    assert_eq!(values(&read), ["tg 2004-01-02 <1 [] <>", "tg 2004-01-07  [] <>"]);
    let expected = [
        "Observation: no day 1",
        "Observation: other code 1",
        "Observation: status 2",
        "Observation: used 2",
        "Observation: value absent with a reason 1",
    ];
    assert_eq!(became(&read), expected);
}

#[test]
fn components_have_values_of_their_own() {
    let part = |code: &str, value: &str| {
        format!(r#"{{"code":{{"coding":[{{"system":"http://loinc.org","code":"{code}"}}]}},{value}}}"#)
    };
    let tg = part("3013-0", r#""valueQuantity":{"value":2,"unit":"ug/L"}"#);
    let tgab = part("8098-6", r#""dataAbsentReason":{"text":"not asked"}"#);
    let tsh = part("3016-3", r#""valueQuantity":{"value":40,"comparator":">","unit":"mIU/L"}"#);
    let panel = observation(1, "24348-5", &format!(r#""component":[{tg},{tgab},{tsh}]"#));
    let expected = ["tg 2004-01-01 2 [ug/L] <>", "tsh 2004-01-01 >40 [mIU/L] <>"];
    assert_eq!(values(&with(&panel)), expected);
}

#[test]
fn histology_and_categories_are_read_from_coded_values() {
    let lines = [
        observation(
            1,
            "59847-4",
            r#""valueCodeableConcept":{"coding":[{"system":"urn:oid:2.16.840.1.113883.6.43.1","code":"8260/3","display":"Papillary"}],"text":"PTC"}"#,
        ),
        observation(
            2,
            "59847-4",
            r#""valueCodeableConcept":{"coding":[{"system":"http://snomed.info/sct","code":"4797003"}],"text":"Papillary carcinoma"}"#,
        ),
        observation(
            3,
            "21899-0",
            r#""valueCodeableConcept":{"coding":[{"system":"http://cancerstaging.org","code":"pT3a","display":"T3a"}]}"#,
        ),
        observation(4, "21901-4", r#""valueString":"M1""#),
    ];
    let expected = [
        "histology_text 2004-01-01 8260/3 [] <>",
        "histology_text 2004-01-02 Papillary carcinoma [] <>",
        "tumour_t 2004-01-03 pT3a [] <>",
        "tumour_m 2004-01-04 M1 [] <>",
    ];
    assert_eq!(values(&with(&lines.join("\n"))), expected);
}

#[test]
fn a_report_is_its_conclusion_and_its_plain_text() {
    let report = |id: u32, rest: &str| {
        format!(
            r#"{{"resourceType":"DiagnosticReport","id":"r{id}","status":"final","code":{{"text":"Neck ultrasound"}},"subject":{{"reference":"Patient/p"}},"effectiveDateTime":"2004-02-0{id}",{rest}}}"#
        )
    };
    // printf 'Two nodes.' | base64
    let form = r#"{"contentType":"text/plain; charset=utf-8","data":"VHdvIG5vZGVzLg=="}"#;
    let lines = [
        report(
            1,
            &format!(
                r#""conclusion":"No \"bed\" lesion","presentedForm":[{form},{{"contentType":"application/pdf","data":"JVBERi0="}}],"imagingStudy":[{{"reference":"ImagingStudy/s1"}}]"#
            ),
        ),
        report(2, r#""result":[{"reference":"Observation/o1"},{"reference":"Observation/gone"}]"#),
        observation(1, "718-7", r#""valueInteger":5"#),
    ];
    let read = with(&lines.join("\n"));
    let note = &read.chart.notes[0];
    assert_eq!((&*note.title, &*note.study, &*note.day), ("Neck ultrasound", "s1", "2004-02-01"));
    assert_eq!(&*note.text, "No \"bed\" lesion\nTwo nodes.");
    let of_kind = "Rest.ndjson DiagnosticReport";
    let expected = [
        format!("{of_kind}: presented form that is no text 1"),
        format!("{of_kind}: reference to a result that is not there 1"),
    ];
    assert_eq!(remarks(&read), expected);
}
