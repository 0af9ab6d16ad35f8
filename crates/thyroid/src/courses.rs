//! Therapeutic administrations and the courses they form (contract 3).

use timeline::{
    Administration, Day, Preparation, RadioiodineIntent, Reason, RecordRef, Rule, TOLERANCE, at_least,
};

use crate::rules::CourseRules;

/// A therapeutic course is dated by its first administration.
pub static COURSE: Rule = Rule {
    id: "3.course",
    says: "Therapeutic administrations fewer than the merge gap after a course's first belong to it; \
           a course is dated by its first administration and its activities add up.",
};

/// One therapeutic administration; rows that record it twice are joined.
#[derive(Clone, Debug, PartialEq)]
pub struct Dose {
    /// Day it was given.
    pub day: Day,
    /// Activity in mCi, the first row's; `None` when unknown.
    pub activity_mci: Option<f64>,
    /// Whether any of its rows says recombinant TSH.
    pub rhtsh: bool,
    /// Its rows, in reading order.
    pub records: Vec<RecordRef>,
}

/// One therapeutic course.
#[derive(Clone, Debug, PartialEq)]
pub struct Course {
    /// Day of its first administration.
    pub day: Day,
    /// Sum of the activities in mCi; `None` when any part is unknown.
    pub activity_mci: Option<f64>,
    /// Number of its administrations.
    pub n_doses: usize,
    /// Whether it opened within the review gap of the previous course's first administration.
    pub close_to_previous: bool,
    /// The rule and the rows.
    pub reason: Reason,
}

/// A radioiodine row that counts as not therapeutic but should be looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Doubtful {
    /// The row.
    pub record: RecordRef,
    /// Whether its activity is unknown (else it lies between the review and the therapeutic bound).
    pub unknown_activity: bool,
}

/// All therapeutic radioiodine of one person.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Courses {
    /// The therapeutic administrations, by day.
    pub doses: Vec<Dose>,
    /// The courses, by day.
    pub courses: Vec<Course>,
    /// Rows without intent that are not therapeutic and go to review.
    pub doubtful: Vec<Doubtful>,
}

impl Courses {
    /// The first and second course, when there are two.
    pub fn first_two(&self) -> Option<(&Course, &Course)> {
        Some((self.courses.first()?, self.courses.get(1)?))
    }
}

/// Finds the therapeutic administrations and courses among rows sorted by day and reading order.
///
/// Ties: rows of one day keep reading order, so the first row's activity stands when an
/// administration was recorded twice. An unknown activity equals nothing.
pub fn courses(administrations: &[Administration], rules: &CourseRules) -> Courses {
    let mut found = Courses::default();
    for row in administrations {
        match row.intent {
            Some(RadioiodineIntent::Diagnostic) => {}
            Some(_) => add_dose(&mut found.doses, row, rules),
            None => match row.activity_mci {
                Some(activity) if at_least(activity, rules.min_therapeutic_mci) => {
                    add_dose(&mut found.doses, row, rules);
                }
                Some(activity) if !at_least(activity, rules.review_mci) => {}
                activity => {
                    found.doubtful.push(Doubtful { record: row.record, unknown_activity: activity.is_none() })
                }
            },
        }
    }
    found.courses = group(&found.doses, rules);
    found
}

fn add_dose(doses: &mut Vec<Dose>, row: &Administration, rules: &CourseRules) {
    let rhtsh = row.preparation == Some(Preparation::Rhtsh);
    let twin = doses
        .iter_mut()
        .rev()
        .take_while(|dose| dose.day == row.day)
        .filter(|dose| same_activity(dose.activity_mci, row.activity_mci, rules))
        .last();
    match twin {
        Some(dose) => {
            dose.rhtsh |= rhtsh;
            dose.records.push(row.record);
        }
        None => doses.push(Dose {
            day: row.day,
            activity_mci: row.activity_mci,
            rhtsh,
            records: vec![row.record],
        }),
    }
}

fn same_activity(first: Option<f64>, second: Option<f64>, rules: &CourseRules) -> bool {
    let (Some(first), Some(second)) = (first, second) else {
        return false;
    };
    (first - second).abs() <= first.max(second) * rules.same_administration_pct / 100.0 + TOLERANCE
}

fn group(doses: &[Dose], rules: &CourseRules) -> Vec<Course> {
    let mut courses: Vec<Course> = Vec::new();
    for dose in doses {
        let gap = courses.last().map(|course| dose.day - course.day);
        match courses.last_mut() {
            Some(course) if dose.day - course.day < rules.merge_gap_days => {
                course.activity_mci = course.activity_mci.zip(dose.activity_mci).map(|(a, b)| a + b);
                course.n_doses += 1;
                course.reason.used.extend(&dose.records);
            }
            _ => courses.push(Course {
                day: dose.day,
                activity_mci: dose.activity_mci,
                n_doses: 1,
                close_to_previous: gap.is_some_and(|gap| gap < rules.review_gap_days),
                reason: Reason::new(&COURSE, dose.records.iter().copied()),
            }),
        }
    }
    courses
}
