//! Cumulative radioiodine activity (clinical rules 3.8).
//!
//! The sum of the therapeutic administrations; the diagnostic ones are summed apart. A sum with an
//! unknown part is unknown and the known part is its lower bound, which may be enough for the flag.
//! The flag is not a verdict of refractoriness: no cumulative activity by itself defines it.

use timeline::{Administration, Day, Judged, RadioiodineIntent, Reason, RecordRef, Rule, at_least, below};

use crate::courses::Courses;
use crate::rules::{CourseRules, CumulativeRules};

/// The sum and its flag.
pub static CUMULATIVE: Rule = Rule {
    id: "3.8.cumulative",
    says: "The activities of all therapeutic administrations add up; from 600 mCi (22.2 GBq) the person is \
           flagged.",
};

/// Which activities the flag counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Counted {
    /// Therapeutic ones.
    Therapeutic,
    /// Therapeutic and diagnostic ones.
    All,
}

/// Whether the flag's bound is reached.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reached {
    /// By the known part.
    Yes,
    /// The whole sum is known and below.
    No,
    /// The known part is below and a part is unknown.
    Unknown,
}

/// A sum of activities, mCi.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Activity {
    /// Sum of the known activities.
    pub known_mci: f64,
    /// Administrations of unknown activity.
    pub n_unknown: usize,
    /// All administrations.
    pub n: usize,
}

impl Activity {
    /// The sum; `None` when a part is unknown. Without an administration it is 0.
    pub fn total_mci(self) -> Option<f64> {
        (self.n_unknown == 0).then_some(self.known_mci)
    }

    fn add(&mut self, activity_mci: Option<f64>) {
        self.n += 1;
        match activity_mci {
            Some(activity) => self.known_mci += activity,
            None => self.n_unknown += 1,
        }
    }
}

/// The cumulative activity of one person.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Cumulative {
    /// Therapeutic administrations; rows that record one twice are joined.
    pub therapeutic: Activity,
    /// Diagnostic administrations: by intent, or without intent below the review bound. Rows that
    /// record one twice are not joined.
    pub diagnostic: Activity,
    /// Rows that may be therapeutic and are in neither sum; they go to review.
    pub n_doubtful: usize,
    /// Whether the counted sum reaches the flag. Doubtful rows make a `No` unknown.
    pub reaches_flag: Reached,
}

/// The cumulative activity up to and including `until` (`None`: at any time). `courses` are those of
/// the same rows under `course_rules`.
pub fn cumulative(
    courses: &Courses,
    administrations: &[Administration],
    until: Option<Day>,
    course_rules: &CourseRules,
    rules: &CumulativeRules,
) -> Judged<Cumulative> {
    let in_time = |day: Day| until.is_none_or(|last| day <= last);
    let (mut therapeutic, mut diagnostic) = (Activity::default(), Activity::default());
    let mut used: Vec<RecordRef> = Vec::new();
    for dose in courses.doses.iter().filter(|dose| in_time(dose.day)) {
        therapeutic.add(dose.activity_mci);
        used.extend(&dose.records);
    }
    for row in administrations.iter().filter(|row| in_time(row.day) && is_diagnostic(row, course_rules)) {
        diagnostic.add(row.activity_mci);
        if rules.counted == Counted::All {
            used.push(row.record);
        }
    }
    let doubtful = |row: &&Administration| courses.doubtful.iter().any(|doubt| doubt.record == row.record);
    let n_doubtful = administrations.iter().filter(|row| in_time(row.day)).filter(doubtful).count();
    let counted = match rules.counted {
        Counted::Therapeutic => &[therapeutic][..],
        Counted::All => &[therapeutic, diagnostic],
    };
    let known: f64 = counted.iter().map(|part| part.known_mci).sum();
    let reaches_flag = if at_least(known, rules.flag_mci) {
        Reached::Yes
    } else if n_doubtful > 0 || counted.iter().any(|part| part.n_unknown > 0) {
        Reached::Unknown
    } else {
        Reached::No
    };
    Judged::new(
        Cumulative { therapeutic, diagnostic, n_doubtful, reaches_flag },
        Reason::new(&CUMULATIVE, used),
    )
}

fn is_diagnostic(row: &Administration, rules: &CourseRules) -> bool {
    match row.intent {
        Some(intent) => intent == RadioiodineIntent::Diagnostic,
        None => row.activity_mci.is_some_and(|activity| below(activity, rules.review_mci)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::courses::courses;
    use RadioiodineIntent::{Ablation, Diagnostic, Treatment};

    fn rows(rows: &[(i32, Option<f64>, Option<RadioiodineIntent>)]) -> Vec<Administration> {
        let row = |(line, (day, activity_mci, intent)): (usize, &(i32, _, _))| Administration {
            day: Day::from_number(*day),
            activity_mci: *activity_mci,
            intent: *intent,
            preparation: None,
            scan: None,
            record: RecordRef { file: 2, line: line as u32 },
        };
        rows.iter().enumerate().map(row).collect()
    }

    fn judge(rows: &[Administration], until: Option<i32>, rules: &CumulativeRules) -> Cumulative {
        let course_rules = CourseRules::default();
        let found = courses(rows, &course_rules);
        cumulative(&found, rows, until.map(Day::from_number), &course_rules, rules).value
    }

    #[test]
    fn activities_add_up_by_kind() {
        let rows = rows(&[
            (0, Some(100.0), Some(Ablation)),
            (0, Some(100.0), Some(Ablation)), // recorded twice
            (300, Some(4.0), Some(Diagnostic)),
            (400, Some(150.0), Some(Treatment)),
            (700, Some(3.0), None),
            (800, Some(200.0), None),
        ]);
        let found = judge(&rows, None, &CumulativeRules::default());
        assert_eq!((found.therapeutic.total_mci(), found.therapeutic.n), (Some(450.0), 3));
        assert_eq!((found.diagnostic.total_mci(), found.diagnostic.n), (Some(7.0), 2));
        assert_eq!(found.reaches_flag, Reached::No);
        let until = judge(&rows, Some(400), &CumulativeRules::default());
        assert_eq!((until.therapeutic.total_mci(), until.diagnostic.total_mci()), (Some(250.0), Some(4.0)));
    }

    #[test]
    fn an_unknown_part_leaves_a_lower_bound() {
        let rows = rows(&[(0, Some(100.0), Some(Ablation)), (400, None, Some(Treatment))]);
        let found = judge(&rows, None, &CumulativeRules::default());
        assert_eq!((found.therapeutic.total_mci(), found.therapeutic.known_mci), (None, 100.0));
        assert_eq!((found.therapeutic.n_unknown, found.reaches_flag), (1, Reached::Unknown));
    }

    #[test]
    fn the_flag_is_raised_at_600_mci() {
        let with = |last: Option<f64>, extra: &[(i32, Option<f64>, Option<RadioiodineIntent>)]| {
            let mut list = vec![(0, Some(300.0), Some(Treatment)), (400, last, Some(Treatment))];
            list.extend(extra);
            rows(&list)
        };
        let rules = CumulativeRules::default();
        assert_eq!(judge(&with(Some(300.0), &[]), None, &rules).reaches_flag, Reached::Yes);
        assert_eq!(judge(&with(Some(299.0), &[]), None, &rules).reaches_flag, Reached::No);
        let unknown = [(800, Some(300.0), Some(Treatment)), (1200, None, None)];
        assert_eq!(judge(&with(None, &unknown), None, &rules).reaches_flag, Reached::Yes);
        let doubtful = [(800, Some(15.0), None)];
        let found = judge(&with(Some(299.0), &doubtful), None, &rules);
        assert_eq!((found.n_doubtful, found.reaches_flag), (1, Reached::Unknown));
        let scan = [(800, Some(5.0), Some(Diagnostic))];
        let all = CumulativeRules { counted: Counted::All, ..CumulativeRules::default() };
        assert_eq!(judge(&with(Some(299.0), &scan), None, &rules).reaches_flag, Reached::No);
        assert_eq!(judge(&with(Some(299.0), &scan), None, &all).reaches_flag, Reached::Yes);
    }

    #[test]
    fn without_radioiodine_the_sum_is_zero() {
        let found = judge(&[], None, &CumulativeRules::default());
        assert_eq!((found.therapeutic.total_mci(), found.reaches_flag), (Some(0.0), Reached::No));
    }
}
