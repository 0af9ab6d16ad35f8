//! What was done: operations, radioiodine, other treatments, visits.

use super::super::Known;
use super::{assert_reads, chart, rows_of};
use crate::schema::Sheet;

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
                "a quantity of nothing is no activity",
                "drug 2004-09-01 radioiodine_activity A9517 0 mCi
                 drug 2004-10-01 radioiodine_activity A9517 -1",
                &["P,2004-09-01,,,,,A9517", "P,2004-10-01,,,,,A9517"],
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
fn a_product_billed_as_a_procedure_is_an_administration_unless_its_day_has_a_drug_row() {
    assert_reads(
        Sheet::Radioiodine,
        &[
            (
                "its quantity is in mCi; a therapy procedure of its day says what for, and is not one more",
                "bill 2004-09-01 radioiodine_activity A9517 100
                 procedure 2004-09-01 radioiodine_treatment 79005",
                &["P,2004-09-01,100,mCi,treatment,,A9517"],
            ),
            (
                "the day has a drug row",
                "bill 2004-09-01 radioiodine_activity A9517 100
                 drug 2004-09-01 radioiodine_activity A9517 100
                 bill 2004-10-01 radioiodine_activity A9517 50",
                &["P,2004-09-01,100,mCi,,,A9517", "P,2004-10-01,50,mCi,,,A9517"],
            ),
            (
                "of several those with an activity; without any one of each kind",
                "bill 2004-09-01 radioiodine_activity A9517 0
                 bill 2004-09-01 radioiodine_activity A9530 100
                 bill 2004-09-01 radioiodine_activity A9517 50
                 bill 2004-10-01 radioiodine_activity A9517
                 bill 2004-10-01 radioiodine_activity A9530
                 bill 2004-10-01 radioiodine_diagnostic A9528",
                &[
                    "P,2004-09-01,100,mCi,,,A9530",
                    "P,2004-09-01,50,mCi,,,A9517",
                    "P,2004-10-01,,,,,A9517",
                    "P,2004-10-01,,,diagnostic,,A9528",
                ],
            ),
        ],
    );
}

#[test]
fn a_therapy_procedure_of_an_administration_that_another_source_has_is_not_one_more() {
    let mut known = Known::default();
    known.radioiodine_days.insert(("P".into(), "2004-09-01".into()));
    known.radioiodine_days.insert(("Q".into(), "2004-10-01".into()));
    let records = "procedure 2004-09-01 radioiodine_treatment 79005
                   procedure 2004-10-01 radioiodine_treatment 79005
                   bill 2004-09-01 radioiodine_activity A9517";
    let found = rows_of(&chart(records), &known, Sheet::Radioiodine);
    assert_eq!(found, ["P,2004-10-01,,,treatment,,79005"]);
    let drug = "drug 2004-09-01 radioiodine_activity A9517 100
                procedure 2004-09-01 radioiodine_treatment 79005";
    let found = rows_of(&chart(drug), &known, Sheet::Radioiodine);
    assert_eq!(found, ["P,2004-09-01,100,mCi,treatment,,A9517"], "a drug row stands");
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
