//! What was found: laboratory, imaging, metastases.

use super::super::{Known, KnownStudy};
use super::{assert_reads, chart, rows_of};
use crate::schema::Sheet;

#[test]
fn a_laboratory_value_is_comparator_and_number_or_the_printed_text() {
    assert_reads(
        Sheet::Lab,
        &[
            (
                "a number with its comparator, unit and upper reference",
                "measurement 2005-01-01 tg 3013-0 < 0.2 <0.20 ng/mL
                 measurement 2005-01-01 tgab 8098-6 >= 4000 _ IU/mL 115
                 measurement 2005-01-01 tsh 3016-3 _ 81.5 81.5 mIU/L
                 measurement 2005-01-01 ft4 3024-7 _ 1.1 _ ng/dL",
                &[
                    "P,2005-01-01,tg,<0.2,ng/mL,,3013-0",
                    "P,2005-01-01,tgab,>=4000,IU/mL,115,8098-6",
                    "P,2005-01-01,tsh,81.5,mIU/L,,3016-3",
                    "P,2005-01-01,ft4,1.1,ng/dL,,3024-7",
                ],
            ),
            (
                "the printed text where there is no number",
                "measurement 2005-01-01 tg 3013-0 _ _ undetectable ng/mL
                 measurement 2005-01-01 tg 3013-0 _ _ <0.5 ng/mL
                 measurement 2005-01-01 tg 3013-0 < _ 0.5 ng/mL
                 measurement 2005-01-01 tg 3013-0 < _ <0.5 ng/mL
                 measurement 2005-01-01 tg 3013-0 _ _ _ ng/mL",
                &[
                    "P,2005-01-01,tg,undetectable,ng/mL,,3013-0",
                    "P,2005-01-01,tg,<0.5,ng/mL,,3013-0",
                    "P,2005-01-01,tg,<0.5,ng/mL,,3013-0",
                    "P,2005-01-01,tg,<0.5,ng/mL,,3013-0",
                    "P,2005-01-01,tg,,ng/mL,,3013-0",
                ],
            ),
            ("a staging is no laboratory value", "measurement 2005-01-01 tumour_t 21905-5 _ _ T2", &[]),
        ],
    );
}

#[test]
fn an_imaging_procedure_is_a_study_of_unknown_quality() {
    assert_reads(
        Sheet::Imaging,
        &[
            (
                "what the code says of modality and region",
                "procedure 2005-01-01 us_neck 76536
                 procedure 2005-01-02 ct_neck 70491
                 procedure 2005-01-03 ct_chest 71260
                 procedure 2005-01-04 mri_neck 70543
                 procedure 2005-01-05 wbs 78018
                 procedure 2005-01-06 spect_ct 78830
                 procedure 2005-01-07 pet_ct 78815",
                &[
                    "P/2005-01-01/us_neck,P,2005-01-01,us,neck,,,76536",
                    "P/2005-01-02/ct_neck,P,2005-01-02,ct,neck,,,70491",
                    "P/2005-01-03/ct_chest,P,2005-01-03,ct,chest,,,71260",
                    "P/2005-01-04/mri_neck,P,2005-01-04,mri,neck,,,70543",
                    "P/2005-01-05/wbs,P,2005-01-05,wbs,whole_body,,,78018",
                    "P/2005-01-06/spect_ct,P,2005-01-06,spect_ct,,,,78830",
                    "P/2005-01-07/pet_ct,P,2005-01-07,pet_ct,,,,78815",
                ],
            ),
            (
                "billed twice on a day it is one study; the note of its day is its report",
                "procedure 2005-01-02 ct_neck 70490
                 procedure 2005-01-02 ct_neck 70491
                 note 2005-01-02 _ Node, level III
                 note 2005-01-03 _ of another day",
                &["P/2005-01-02/ct_neck,P,2005-01-02,ct,neck,,\"Node, level III\",70490"],
            ),
        ],
    );
}

/// Another source describes the ultrasound I1 of 2005-01-01.
fn known(has_report: bool) -> Known {
    let mut known = Known::default();
    known.studies.insert(("P".into(), "2005-01-01".into(), "us".into()));
    let study = KnownStudy {
        person: "P".into(),
        day: "2005-01-01".into(),
        modality: "us".into(),
        region: "neck".into(),
        adequate: "yes".into(),
        has_report,
    };
    known.ids.insert("I1".into(), study);
    known
}

#[test]
fn a_study_that_another_source_describes_is_not_written_again() {
    let records = "procedure 2005-01-01 us_neck 76536
                   procedure 2005-01-01 ct_neck 70490
                   procedure 2005-01-02 us_neck 76536";
    assert_eq!(
        rows_of(&chart(records), &known(false), Sheet::Imaging),
        [
            "P/2005-01-01/ct_neck,P,2005-01-01,ct,neck,,,70490",
            "P/2005-01-02/us_neck,P,2005-01-02,us,neck,,,76536"
        ]
    );
}

#[test]
fn a_note_that_names_such_a_study_is_its_report_unless_it_has_one() {
    let chart = chart("note 2005-01-05 I1 no change");
    let found = rows_of(&chart, &known(false), Sheet::Imaging);
    assert_eq!(found, ["I1,P,2005-01-01,us,neck,yes,no change,"]);
    assert!(rows_of(&chart, &known(true), Sheet::Imaging).is_empty());
    let mut other = known(false);
    other.ids.entry("I1".into()).and_modify(|study| study.person = "Q".into());
    assert!(rows_of(&chart, &other, Sheet::Imaging).is_empty(), "a note about another person's study");
}

#[test]
fn identifiers_of_coded_studies_are_free() {
    let mut known = known(false);
    let study = known.ids.remove("I1").expect("the study");
    known.ids.insert("P/2005-03-01/wbs".into(), study);
    let found = rows_of(&chart("procedure 2005-03-01 wbs 78018"), &known, Sheet::Imaging);
    assert_eq!(found, ["P/2005-03-01/wbs+,P,2005-03-01,wbs,whole_body,,,78018"]);
}

#[test]
fn a_distant_metastasis_is_dated_by_its_diagnosis_and_makes_no_study() {
    let records = "condition 2008-01-01 distant_lung C78.00
                   condition 2008-01-02 distant_bone 198.5
                   condition 2008-01-03 distant_other C79.31
                   condition 2008-01-04 thyroid_cancer C73";
    assert_reads(
        Sheet::Metastasis,
        &[(
            "by site",
            records,
            &["P,2008-01-01,lung,C78.00", "P,2008-01-02,bone,198.5", "P,2008-01-03,other_distant,C79.31"],
        )],
    );
    assert_reads(Sheet::Imaging, &[("no study", records, &[])]);
}
