//! Who the patients are, and the way to the second course.

use crate::characteristic::in_years;
use crate::estimate::Estimate;
use crate::member::MemberRow;
use crate::scan::is_avid;
use crate::study::{Population, Study};

/// A number per member: the end of the identifier, label, unit, value.
type Number = (&'static str, &'static str, &'static str, fn(&MemberRow) -> Option<f64>);

const NUMBERS: [Number; 6] = [
    ("age_at_diagnosis", "Age at diagnosis, completed years", "years", |member| {
        member.particulars.age_at_diagnosis.map(f64::from)
    }),
    ("diagnosis_to_index", "From diagnosis to the second course", "years", |member| {
        member.particulars.days_since_diagnosis.map(in_years)
    }),
    ("rai1_to_rai2", "From the first to the second course", "years", |member| {
        Some(in_years(member.interval_days))
    }),
    ("rai1_activity", "Activity of the first course", "mCi", |member| member.rai1_mci),
    ("rai2_activity", "Activity of the second course", "mCi", |member| member.rai2_mci),
    ("cumulative_activity", "Cumulative therapeutic activity up to the index date", "mCi", |member| {
        member.cumulative_mci
    }),
];

/// Sex, ages, intervals, activities and uptake of the cohort.
pub(super) fn described(study: &Study<'_>, cohort: &Population) -> Vec<Estimate> {
    let unknown = study.positions(|member| member.sex == "U");
    let male = study.proportion("cohort.male", "Male", "cohort", &cohort.members, |member| member.sex == "M");
    let numbers = NUMBERS.into_iter().map(|(word, label, unit, value)| {
        study.described(&format!("cohort.{word}"), label, cohort, unit, value)
    });
    let mut list = vec![male.with_missing(unknown)];
    list.extend(numbers);
    list.push(avid(study, cohort));
    list
}

/// The share with uptake outside the bed, of those whose scan after the second course says yes or no.
fn avid(study: &Study<'_>, cohort: &Population) -> Estimate {
    let seen = |member: &MemberRow| is_avid(member.particulars.scan);
    let known = study.among(&cohort.members, |member| seen(member).is_some());
    let missing = study.among(&cohort.members, |member| seen(member).is_none());
    let label = "Uptake outside the thyroid bed on the scan after the second course";
    study
        .proportion("cohort.rai2_avid", label, "scan known", &known, |member| seen(member) == Some(true))
        .with_missing(missing)
}
