//! Who a person is and what disease they have.

use super::super::Known;
use super::{assert_reads, chart, rows_of};
use crate::schema::Sheet;

#[test]
fn the_patient_row_takes_the_earliest_that_says_anything_and_says_where_it_stands() {
    assert_reads(
        Sheet::Patient,
        &[
            ("nobody knows anything", "", &["P,F,1960,,,,,,,,,,,,"]),
            (
                "the code of the organ alone gives the diagnosis, no histology",
                "condition 2004-05-01 thyroid_cancer C73",
                &["P,F,1960,2004-05-01,,,,,,,table.csv #1,,,,"],
            ),
            (
                "the earliest histology stands, whatever comes later",
                "condition 2005-02-01 histology 8345/3-C73.9
                 condition 2004-06-01 histology 8260/3-C73.9
                 condition 2004-05-01 thyroid_cancer C73",
                &["P,F,1960,2004-05-01,8260/3,,,,,,table.csv #3,table.csv #2,,,"],
            ),
            (
                "on one day the row with the smaller number stands",
                "condition 2004-06-01 histology 8340/3-C73.9
                 condition 2004-06-01 histology 8260/3-C73.9",
                &["P,F,1960,2004-06-01,8340/3,,,,,,table.csv #1,table.csv #1,,,"],
            ),
            (
                "a day that cannot be read comes last",
                "condition spring histology 8340/3-C73.9
                 condition 2004-06-01 histology 8260/3-C73.9",
                &["P,F,1960,2004-06-01,8260/3,,,,,,table.csv #2,table.csv #2,,,"],
            ),
            (
                "without a coded histology the measured one",
                "measurement 2004-05-03 histology_text 59847-4 _ _ 8330/3
                 condition 2004-05-01 thyroid_cancer C73",
                &["P,F,1960,2004-05-01,8330/3,,,,,,table.csv #2,table.csv #1,,,"],
            ),
            (
                "a coded histology goes before a measured one",
                "measurement 2004-05-03 histology_text 59847-4 _ _ 8330/3
                 condition 2004-08-01 histology 8260/3-C73.9",
                &["P,F,1960,2004-08-01,8260/3,,,,,,table.csv #2,table.csv #2,,,"],
            ),
            (
                "T, N and M as they were staged first",
                "measurement 2004-05-03 tumour_t 21905-5 _ _ T3
                 measurement 2004-05-03 tumour_n 21906-3 _ _ N1b
                 measurement 2009-01-03 tumour_m 21901-4 _ _ M1
                 measurement 2004-05-03 tumour_m 21901-4 _ 0
                 measurement 2004-05-02 tumour_m 21901-4",
                &["P,F,1960,,,T3,N1b,0,,,,,table.csv #1,table.csv #2,table.csv #4"],
            ),
            (
                "what was not assessed does not hide what was, however late",
                "measurement 2004-05-03 tumour_m 21901-4 _ _ cMX
                 measurement 2004-06-03 tumour_m 21901-4 _ _ M1
                 measurement 2004-07-03 tumour_m 21901-4 _ _ M0
                 measurement 2004-05-03 tumour_t 21905-5 _ _ pTx
                 measurement someday tumour_t 21905-5 _ _ T2
                 measurement 2004-06-03 tumour_n 21906-3 _ _ NX
                 measurement 2004-05-03 tumour_n 21906-3 _ _ X",
                &["P,F,1960,,,T2,X,M1,,,,,table.csv #5,table.csv #7,table.csv #2"],
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
    assert_eq!(found, ["P,F,1960,,,,,,2012-01-02,thyroid_cancer,,,,,"]);
}
