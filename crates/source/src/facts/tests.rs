//! The table of contract 10, fact by fact: what is recorded, and the rows that it becomes. Expected rows are
//! written by hand from the contract.

use timeline::Meaning;

use super::{Known, KnownStudy, sheets};
use crate::chart::{At, Chart, ChartFile, ChartNote, ChartPerson, ChartVisit, Coded, Drug, Measurement};
use crate::schema::Sheet;

/// Reads records of the person P, one a line: `kind day meaning code`, where a drug adds its quantity and unit, a
/// measurement its comparator, number, text, unit and upper reference, a visit has a kind instead, and a note its
/// study and text. Cells are separated by blanks, `_` is an empty one; the row's number is its line.
fn chart(records: &str) -> Chart {
    let mut chart = Chart { files: vec![file("table.csv", "person")], ..Chart::default() };
    chart.persons.push(person("P"));
    for (line, row) in records.lines().zip(1..) {
        let cells: Vec<&str> =
            line.split_whitespace().map(|cell| if cell == "_" { "" } else { cell }).collect();
        let cell = |place: usize| -> Box<str> { cells.get(place).copied().unwrap_or("").into() };
        let at = At { file: 0, row };
        let Some(kind) = cells.first() else { continue };
        let meaning = Meaning::from_word(&cell(2));
        let coded = || Coded { person: 0, day: cell(1), meaning: meaning.expect(line), code: cell(3), at };
        match *kind {
            "condition" => chart.conditions.push(coded()),
            "procedure" => chart.procedures.push(coded()),
            "drug" => chart.drugs.push(Drug { coded: coded(), quantity: cell(4), unit: cell(5) }),
            "measurement" => chart.measurements.push(Measurement {
                coded: coded(),
                comparator: ["<=", ">=", "<", ">"].into_iter().find(|sign| **sign == *cell(4)).unwrap_or(""),
                number: cell(5),
                text: cell(6),
                unit: cell(7),
                upper_reference: cell(8),
            }),
            "visit" => chart.visits.push(ChartVisit { person: 0, day: cell(1), kind: cell(2), at }),
            "note" => {
                let text = cells[3..].join(" ").into();
                let (day, study) = (cell(1), cell(2));
                chart.notes.push(ChartNote { person: 0, day, title: "".into(), text, study, at });
            }
            other => panic!("{other} is no kind of record"),
        }
    }
    chart
}

fn file(name: &str, table: &'static str) -> ChartFile {
    ChartFile { name: name.to_owned(), table, bytes: 0, sha256: String::new(), n_rows: 0 }
}

fn person(id: &str) -> ChartPerson {
    ChartPerson {
        id: id.into(),
        sex: "F",
        birth: "1960".into(),
        death: "".into(),
        death_cause: "",
        at: At { file: 0, row: 7 },
    }
}

/// The rows of a sheet without its header, cells separated by commas.
fn rows_of(chart: &Chart, known: &Known, sheet: Sheet) -> Vec<String> {
    let found = sheets(chart, known).into_iter().filter(|text| text.sheet == sheet);
    let rows = |text: super::SheetText| -> Vec<String> {
        let rows: Vec<String> = text.csv.lines().skip(1).map(str::to_owned).collect();
        assert_eq!(rows.len(), text.rows.len(), "every row knows where it was read");
        rows
    };
    found.flat_map(rows).collect()
}

/// Compares one sheet's rows, case by case.
fn assert_reads(sheet: Sheet, cases: &[(&str, &str, &[&str])]) {
    for (title, records, expected) in cases {
        assert_eq!(rows_of(&chart(records), &Known::default(), sheet), *expected, "{title}");
    }
}

#[test]
fn the_patient_row_takes_the_earliest_that_says_anything() {
    assert_reads(
        Sheet::Patient,
        &[
            ("nobody knows anything", "", &["P,F,1960,,,,,,,"]),
            (
                "the code of the organ alone gives the diagnosis, no histology",
                "condition 2004-05-01 thyroid_cancer C73",
                &["P,F,1960,2004-05-01,,,,,,"],
            ),
            (
                "the earliest histology stands, whatever comes later",
                "condition 2005-02-01 histology 8345/3-C73.9
                 condition 2004-06-01 histology 8260/3-C73.9
                 condition 2004-05-01 thyroid_cancer C73",
                &["P,F,1960,2004-05-01,8260/3,,,,,"],
            ),
            (
                "on one day the row with the smaller number stands",
                "condition 2004-06-01 histology 8340/3-C73.9
                 condition 2004-06-01 histology 8260/3-C73.9",
                &["P,F,1960,2004-06-01,8340/3,,,,,"],
            ),
            (
                "a day that cannot be read comes last",
                "condition spring histology 8340/3-C73.9
                 condition 2004-06-01 histology 8260/3-C73.9",
                &["P,F,1960,2004-06-01,8260/3,,,,,"],
            ),
            (
                "without a coded histology the measured one",
                "measurement 2004-05-03 histology_text 59847-4 _ _ 8330/3
                 condition 2004-05-01 thyroid_cancer C73",
                &["P,F,1960,2004-05-01,8330/3,,,,,"],
            ),
            (
                "a coded histology goes before a measured one",
                "measurement 2004-05-03 histology_text 59847-4 _ _ 8330/3
                 condition 2004-08-01 histology 8260/3-C73.9",
                &["P,F,1960,2004-08-01,8260/3,,,,,"],
            ),
            (
                "T, N and M as they were staged first",
                "measurement 2004-05-03 tumour_t 21905-5 _ _ T3
                 measurement 2004-05-03 tumour_n 21906-3 _ _ N1b
                 measurement 2009-01-03 tumour_m 21901-4 _ _ M1
                 measurement 2004-05-03 tumour_m 21901-4 _ 0
                 measurement 2004-05-02 tumour_m 21901-4",
                &["P,F,1960,,,T3,N1b,0,,"],
            ),
        ],
    );
}

#[test]
fn death_and_its_cause_are_those_of_the_person() {
    let mut chart = chart("");
    chart.persons[0].death = "2012-01-02".into();
    chart.persons[0].death_cause = "thyroid_cancer";
    let found = rows_of(&chart, &Known::default(), Sheet::Patient);
    assert_eq!(found, ["P,F,1960,,,,,,2012-01-02,thyroid_cancer"]);
}

#[test]
fn an_operation_has_a_kind_and_no_intent() {
    assert_reads(
        Sheet::Surgery,
        &[(
            "one row for each procedure",
            "procedure 2004-06-01 total_thyroidectomy 60240
             procedure 2004-06-01 neck_dissection 38724
             procedure 2005-06-01 node_excision 38510
             procedure 2006-06-01 lobectomy 60220
             procedure 2007-06-01 completion_thyroidectomy 60260
             procedure 2007-06-01 us_neck 76536",
            &[
                "P,2004-06-01,total_thyroidectomy,60240",
                "P,2004-06-01,neck_dissection,38724",
                "P,2005-06-01,node_excision,38510",
                "P,2006-06-01,lobectomy,60220",
                "P,2007-06-01,completion_thyroidectomy,60260",
            ],
        )],
    );
}

#[test]
fn every_drug_row_of_radioiodine_is_an_administration() {
    assert_reads(
        Sheet::Radioiodine,
        &[
            (
                "a therapeutic product alone has no intent",
                "drug 2004-09-01 radioiodine_activity A9517 100 mCi",
                &["P,2004-09-01,100,mCi,,,A9517"],
            ),
            (
                "a therapy procedure of its day makes it treatment, twice too",
                "drug 2004-09-01 radioiodine_activity A9517 100
                 procedure 2004-09-01 radioiodine_treatment 79030
                 procedure 2004-09-01 radioiodine_treatment CW7GGZZ",
                &["P,2004-09-01,100,mCi,treatment,,A9517"],
            ),
            (
                "a procedure of the day before does not",
                "drug 2004-09-01 radioiodine_activity A9517 100
                 procedure 2004-08-31 radioiodine_treatment 79030",
                &["P,2004-09-01,100,mCi,,,A9517", "P,2004-08-31,,,treatment,,79030"],
            ),
            (
                "two rows of a day are two administrations",
                "drug 2004-09-01 radioiodine_activity A9517 50
                 drug 2004-09-01 radioiodine_activity A9530 100
                 procedure 2004-09-01 radioiodine_treatment 79005",
                &["P,2004-09-01,50,mCi,treatment,,A9517", "P,2004-09-01,100,mCi,treatment,,A9530"],
            ),
            (
                "a diagnostic product keeps its intent, also beside a therapy procedure",
                "drug 2004-09-01 radioiodine_diagnostic A9528 4
                 procedure 2004-09-01 radioiodine_treatment 79005",
                &["P,2004-09-01,4,mCi,diagnostic,,A9528"],
            ),
            (
                "a procedure without a drug row is an administration of unknown activity, one a day",
                "procedure 2004-09-01 radioiodine_treatment 79005
                 procedure 2004-09-01 radioiodine_treatment CW7GGZZ",
                &["P,2004-09-01,,,treatment,,79005"],
            ),
            (
                "a product without a quantity is an administration of unknown activity",
                "drug 2004-09-01 radioiodine_activity A9517 _ mCi",
                &["P,2004-09-01,,,,,A9517"],
            ),
            (
                "a product billed as a procedure counts like one",
                "procedure 2004-09-01 radioiodine_activity A9517
                 procedure 2004-09-01 radioiodine_treatment 79005",
                &["P,2004-09-01,,,treatment,,A9517"],
            ),
        ],
    );
}

#[test]
fn thyrotropin_alfa_one_to_three_days_before_is_the_preparation() {
    for (injection, preparation) in [
        ("2004-08-28", ""),
        ("2004-08-29", "rhtsh"),
        ("2004-08-31", "rhtsh"),
        ("2004-09-01", ""),
        ("2004-09-02", ""),
    ] {
        let records =
            format!("drug {injection} rhtsh J3240 1\ndrug 2004-09-01 radioiodine_activity A9517 100");
        let found = rows_of(&chart(&records), &Known::default(), Sheet::Radioiodine);
        assert_eq!(found, [format!("P,2004-09-01,100,mCi,,{preparation},A9517")], "{injection}");
    }
}

#[test]
fn injections_are_one_a_day() {
    assert_reads(
        Sheet::Rhtsh,
        &[(
            "two vials of a day",
            "drug 2004-08-30 rhtsh J3240 1
             drug 2004-08-30 rhtsh _ 1
             drug 2004-08-31 rhtsh J3240 1",
            &["P,2004-08-30,J3240", "P,2004-08-31,J3240"],
        )],
    );
}

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

#[test]
fn treatments_begin_on_their_first_day() {
    assert_reads(
        Sheet::Treatment,
        &[
            (
                "radiotherapy: one row a day",
                "procedure 2009-01-01 ebrt 77402
                 procedure 2009-01-01 ebrt 77412
                 procedure 2009-01-02 ebrt 77402",
                &["P,2009-01-01,ebrt,77402", "P,2009-01-02,ebrt,77402"],
            ),
            (
                "kinase inhibitors: exposures less than 30 days after the one before are the same treatment",
                "drug 2010-01-01 tki sorafenib
                 drug 2010-01-30 tki sorafenib
                 drug 2010-02-28 tki lenvatinib
                 drug 2010-03-30 tki sorafenib
                 drug someday tki sorafenib",
                &["P,someday,tki,sorafenib", "P,2010-01-01,tki,sorafenib", "P,2010-03-30,tki,sorafenib"],
            ),
        ],
    );
}

#[test]
fn a_visit_is_the_day_on_which_it_began() {
    assert_reads(
        Sheet::Visit,
        &[("as stored", "visit 2009-01-01 endocrine\nvisit _ _", &["P,2009-01-01,endocrine", "P,,"])],
    );
}

#[test]
fn required_sheets_are_there_where_the_source_has_a_table_for_them() {
    let mut chart = Chart::default();
    let found = |chart: &Chart| -> Vec<(Sheet, u16, usize)> {
        let all = sheets(chart, &Known::default());
        all.iter().map(|text| (text.sheet, text.file, text.rows.len())).collect()
    };
    assert_eq!(found(&chart), []);
    for (name, table) in [("0", "condition_occurrence"), ("1", "measurement"), ("2", "procedure_occurrence")]
    {
        chart.files.push(file(name, table));
    }
    assert_eq!(found(&chart), [(Sheet::Surgery, 2, 0), (Sheet::Radioiodine, 2, 0), (Sheet::Lab, 1, 0)]);
    chart.files.push(file("3", "drug_exposure"));
    chart.files.push(file("4", "person"));
    let expected =
        [(Sheet::Patient, 4, 0), (Sheet::Surgery, 2, 0), (Sheet::Radioiodine, 3, 0), (Sheet::Lab, 1, 0)];
    assert_eq!(found(&chart), expected);
}

#[test]
fn rows_stand_with_the_file_they_were_read_from() {
    let mut chart = chart("visit 2009-01-01 a\nvisit 2009-01-02 b\nvisit 2009-01-03 c");
    chart.files.push(file("visits.2.csv", "visit_occurrence"));
    chart.visits[1].at = At { file: 1, row: -9_000_000_000 };
    let texts = sheets(&chart, &Known::default());
    let visits: Vec<_> = texts.iter().filter(|text| text.sheet == Sheet::Visit).collect();
    let found: Vec<_> = visits.iter().map(|text| (text.file, text.rows.as_slice())).collect();
    assert_eq!(found, [(0, &[1, 3][..]), (1, &[-9_000_000_000])]);
}
