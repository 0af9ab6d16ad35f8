//! Which codes mean what: conditions, procedures, drugs, imaging.

use super::{became, coded, condition, remarks, with};
use crate::fhir::FhirChart;

const ICD10CM: &str = "http://hl7.org/fhir/sid/icd-10-cm";
const CPT: &str = "http://www.ama-assn.org/go/cpt";

fn conditions(read: &FhirChart) -> Vec<String> {
    read.chart.conditions.iter().map(coded).collect()
}

/// A resource of person p with this code and these other elements.
fn resource(kind: &str, id: u32, code: (&str, &str), rest: &str) -> String {
    let (system, code) = code;
    format!(
        r#"{{"resourceType":"{kind}","id":"{id}","code":{{"coding":[{{"system":"{system}","code":"{code}"}}]}},"subject":{{"reference":"Patient/p"}},{rest}}}"#
    )
}

#[test]
fn the_most_specific_line_of_a_set_decides() {
    let lines = ["C78.01", "C78.1", "C787", "C77.0"].map(|code| condition("2005-01-01", ICD10CM, code));
    let read = with(&lines.join("\n"));
    let expected = [
        "thyroid_cancer 2001-05-06 C73 line 1",
        "distant_lung 2005-01-01 C78.01 line 1",
        "distant_other 2005-01-01 C787 line 3",
    ];
    assert_eq!(conditions(&read), expected);
    assert_eq!(became(&read), ["Condition: other code 2", "Condition: used 2"]);
}

#[test]
fn a_code_of_an_unknown_system_is_never_guessed() {
    let local =
        resource("Procedure", 1, ("http://hospital.example", "60240"), r#""performedDateTime":"2001-06-01""#);
    let none =
        local.replace(r#""system":"http://hospital.example","#, "").replace(r#""id":"1""#, r#""id":"2""#);
    let read = with(&format!("{local}\n{none}"));
    assert!(read.chart.procedures.is_empty());
    assert_eq!(became(&read), ["Procedure: other code 2"]);
    assert_eq!(remarks(&read), ["Rest.ndjson Procedure: code of the study under an unknown system 2"]);
}

#[test]
fn a_condition_that_is_refuted_or_in_error_does_not_count() {
    let status = |code: &str| {
        format!(r#""onsetDateTime":"2005-01-01","verificationStatus":{{"coding":[{{"code":"{code}"}}]}}"#)
    };
    let lines = ["refuted", "entered-in-error", "provisional"]
        .map(|code| resource("Condition", code.len() as u32, (ICD10CM, "C78.02"), &status(code)));
    let read = with(&lines.join("\n"));
    assert_eq!(became(&read), ["Condition: status 2", "Condition: used 1"]);
}

#[test]
fn a_condition_that_is_only_thought_of_does_not_count_and_is_remarked() {
    let status = |code: &str| {
        format!(r#""onsetDateTime":"2005-01-01","verificationStatus":{{"coding":[{{"code":"{code}"}}]}}"#)
    };
    let lines = [
        resource("Condition", 1, (ICD10CM, "C78.02"), &status("differential")),
        resource("Condition", 2, (ICD10CM, "C73"), &status("unconfirmed")),
        resource("Condition", 3, (ICD10CM, "C34.1"), &status("unconfirmed")),
        resource("Condition", 4, (ICD10CM, "C78.02"), &status("confirmed")),
    ];
    let read = with(&lines.join("\n"));
    let expected = ["thyroid_cancer 2001-05-06 C73 line 1", "distant_lung 2005-01-01 C78.02 line 4"];
    assert_eq!(conditions(&read), expected);
    assert_eq!(became(&read), ["Condition: status 3", "Condition: used 1"]);
    assert_eq!(remarks(&read), ["Rest.ndjson Condition: diagnosis of the study that is not confirmed 2"]);
}

#[test]
fn histology_is_morphology_with_the_thyroid_as_its_site() {
    const ICDO3: &str = "http://terminology.hl7.org/CodeSystem/icd-o-3";
    let recorded = r#""recordedDate":"2001-07-01T10:00:00+02:00""#;
    let site = |code: &str| {
        format!(r#"{recorded},"bodySite":[{{"coding":[{{"system":"{ICDO3}","code":"{code}"}}]}}]"#)
    };
    let stage = format!(
        r#"{recorded},"stage":[{{"summary":{{"coding":[{{"system":"{ICDO3}","code":"8050/3"}}]}}}}]"#
    );
    let lines = [
        resource("Condition", 1, (ICDO3, "8260/3-C73.9"), recorded),
        resource("Condition", 2, (ICDO3, "8340/3"), &site("C73.9")),
        resource("Condition", 3, (ICDO3, "8330/3"), &site("C34.1")),
        resource("Condition", 4, (ICDO3, "8331/3"), recorded),
        resource("Condition", 5, (ICD10CM, "C73"), &stage),
    ];
    let read = with(&lines.join("\n"));
    let expected = [
        "thyroid_cancer 2001-05-06 C73 line 1",
        "histology 2001-07-01 8260/3-C73.9 line 1",
        "histology 2001-07-01 8340/3-C73.9 line 2",
        "thyroid_cancer 2001-07-01 C73 line 5",
        "histology 2001-07-01 8050/3-C73.9 line 5",
    ];
    assert_eq!(conditions(&read), expected);
    assert_eq!(became(&read), ["Condition: other code 2", "Condition: used 3"]);
    assert_eq!(remarks(&read), ["Rest.ndjson Condition: morphology without a site 1"]);
}

#[test]
fn a_stage_says_t_and_m() {
    let stage = r#""onsetDateTime":"2001-07-01","stage":[
        {"type":{"coding":[{"system":"http://loinc.org","code":"21899-0"}]},"summary":{"coding":[{"code":"261650005","display":"pT2 category"}]}},
        {"type":{"coding":[{"system":"http://loinc.org","code":"21901-4"}]},"summary":{"text":"M0"}}]"#;
    let read = with(&resource("Condition", 1, (ICD10CM, "C73"), &stage.replace('\n', "")));
    let values: Vec<(&str, &str)> =
        read.chart.measurements.iter().map(|row| (row.coded.meaning.word(), &*row.text)).collect();
    assert_eq!(values, [("tumour_t", "pT2"), ("tumour_m", "M0")]);
}

#[test]
fn procedures_count_unless_they_were_not_done() {
    let with_status = |status: &str, when: &str| format!(r#""status":"{status}",{when}"#);
    let on = r#""performedDateTime":"2001-06-01T09:00:00Z""#;
    let lines = [
        resource("Procedure", 1, (CPT, "60240"), &with_status("completed", on)),
        resource(
            "Procedure",
            2,
            ("http://hl7.org/fhir/sid/icd-9-cm", "06.4"),
            r#""performedPeriod":{"start":"2001-06-02"}"#,
        ),
        resource("Procedure", 3, (CPT, "60240"), &with_status("not-done", on)),
        resource("Procedure", 4, (CPT, "60240"), &with_status("entered-in-error", on)),
        resource("Procedure", 5, (CPT, "60240"), r#""performedString":"last summer""#),
    ];
    let read = with(&lines.join("\n"));
    let procedures: Vec<String> = read.chart.procedures.iter().map(coded).collect();
    let expected =
        ["total_thyroidectomy 2001-06-01 60240 line 1", "total_thyroidectomy 2001-06-02 06.4 line 2"];
    assert_eq!(procedures, expected);
    assert_eq!(became(&read), ["Procedure: no day 1", "Procedure: status 2", "Procedure: used 2"]);
}

/// A drug given to person p: how it is named, and the rest.
fn given(kind: &str, id: u32, medication: &str, rest: &str) -> String {
    format!(
        r#"{{"resourceType":"{kind}","id":"{id}","status":"completed",{medication},"subject":{{"reference":"Patient/p"}},{rest}}}"#
    )
}

#[test]
fn a_drug_is_known_by_code_by_reference_or_by_name() {
    const HCPCS: &str = "http://www.cms.gov/Medicare/Coding/HCPCSReleaseCodeSets";
    let code = format!(r#"{{"coding":[{{"system":"{HCPCS}","code":"A9517"}}]}}"#);
    let on = |day: u32| format!(r#""effectiveDateTime":"2002-01-0{day}""#);
    let dose = |day: u32, dose: &str| format!(r#"{},"dosage":{{"dose":{dose}}}"#, on(day));
    let kind = "MedicationAdministration";
    let lines = [
        given(
            kind,
            1,
            &format!(r#""medicationCodeableConcept":{code}"#),
            &dose(1, r#"{"value":150.0,"unit":"mCi"}"#),
        ),
        given(
            kind,
            2,
            r#""medicationReference":{"reference":"Medication/m"}"#,
            &dose(2, r#"{"value":5.55,"code":"GBq"}"#),
        ),
        given(
            kind,
            3,
            &format!(
                r##""medicationReference":{{"reference":"#i"}},"contained":[{{"resourceType":"Medication","id":"i","code":{code}}}]"##
            ),
            &on(3),
        ),
        given(kind, 4, r#""medicationCodeableConcept":{"text":"Thyrotropin alfa 0.9 mg"}"#, &on(4)),
        given(kind, 5, r#""medicationReference":{"reference":"Medication/gone"}"#, &on(5)),
        format!(r#"{{"resourceType":"Medication","id":"m","code":{code}}}"#),
    ];
    let read = with(&lines.join("\n"));
    let drugs: Vec<String> = read
        .chart
        .drugs
        .iter()
        .map(|drug| format!("{} [{} {}]", coded(&drug.coded), drug.quantity, drug.unit))
        .collect();
    let expected = [
        "radioiodine_activity 2002-01-01 A9517 line 1 [150 mCi]",
        "radioiodine_activity 2002-01-02 A9517 line 2 [5.55 GBq]",
        "radioiodine_activity 2002-01-03 A9517 line 3 [ ]",
        "rhtsh 2002-01-04 Thyrotropin alfa 0.9 mg line 4 [ ]",
    ];
    assert_eq!(drugs, expected);
    let of_kind = "Rest.ndjson MedicationAdministration";
    let expected = [
        format!("{of_kind}: contained resource 1"),
        format!("{of_kind}: reference to a medication that is not there 1"),
    ];
    assert_eq!(remarks(&read), expected);
}

#[test]
fn only_kinase_inhibitors_are_taken_from_requests() {
    let named = |name: &str| format!(r#""medicationCodeableConcept":{{"coding":[{{"display":"{name}"}}]}}"#);
    let on = r#""authoredOn":"2012-01-01""#;
    let lines = [
        given("MedicationRequest", 1, &named("Lenvatinib 10 MG Oral Capsule"), on),
        given("MedicationRequest", 2, &named("thyrotropin alfa"), on),
        given("MedicationRequest", 3, &named("lenvatinibum"), on),
        given(
            "MedicationRequest",
            4,
            &named("lenvatinib"),
            r#""intent":"proposal","authoredOn":"2012-01-01""#,
        ),
    ];
    let read = with(&lines.join("\n"));
    let drugs: Vec<String> = read.chart.drugs.iter().map(|drug| coded(&drug.coded)).collect();
    assert_eq!(drugs, ["tki 2012-01-01 Lenvatinib 10 MG Oral Capsule line 1"]);
    let expected = [
        "MedicationRequest: a request is no administration 1",
        "MedicationRequest: other code 1",
        "MedicationRequest: status 1",
        "MedicationRequest: used 1",
    ];
    assert_eq!(became(&read), expected);
}

#[test]
fn an_imaging_study_is_known_by_its_code_or_by_modality_and_region() {
    let study = |id: u32, what: &str| {
        format!(
            r#"{{"resourceType":"ImagingStudy","id":"{id}","status":"available","subject":{{"reference":"Patient/p"}},"started":"2003-01-0{id}T07:00:00Z",{what}}}"#
        )
    };
    let lines = [
        study(1, &format!(r#""procedureCode":[{{"coding":[{{"system":"{CPT}","code":"76536"}}]}}]"#)),
        study(2, r#""modality":[{"code":"CT"}],"series":[{"bodySite":{"display":"Chest structure"}}]"#),
        study(3, r#""modality":[{"code":"US"}],"description":"abdomen""#),
        study(4, r#""modality":[{"code":"CT"},{"code":"PT"}],"description":"neck""#),
    ];
    let read = with(&lines.join("\n"));
    let studies: Vec<String> = read.chart.procedures.iter().map(coded).collect();
    assert_eq!(studies, ["us_neck 2003-01-01 76536 line 1", "ct_chest 2003-01-02 CT line 2"]);
    assert_eq!(
        became(&read),
        ["ImagingStudy: no region 1", "ImagingStudy: other code 1", "ImagingStudy: used 2"]
    );
}
