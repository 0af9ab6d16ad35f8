//! Flags that tumour may be refractory to radioiodine (clinical rules 3.8; expert knowledge, not
//! re-read). Flags, never a verdict: absent uptake does not prove refractoriness and uptake does not
//! prove response.
//!
//! A course is avid when a scan after one of its administrations shows foci outside the thyroid bed
//! (neck nodes, mediastinum, lung, bone, another distant site), not avid when what is recorded is
//! negative or bed only, and unknown when nothing decided is recorded.
//!
//! What cannot be said from the study sheets:
//!
//! * Mixed avidity: a scan has one finding, and a lesion whose uptake was not recorded reads as not
//!   avid. No flag is made of it.
//! * Whether the lesion that shows disease is the one that did or did not take up radioiodine.
//! * Whether preparation was good enough, iodine excess was excluded or a scan was read with SPECT.
//! * Uptake on diagnostic scans; only scans after therapeutic courses count.

use timeline::{Administration, Day, Judged, Reason, RecordRef, Rule, ScanFinding};

use crate::courses::{Course, Courses};
use crate::rules::CumulativeRules;

/// Never avid.
pub static NEVER_AVID: Rule = Rule {
    id: "3.8.never_avid",
    says: "No scan after any therapeutic course shows foci outside the thyroid bed, each course has a decided \
           scan, and disease is seen on or after the day of the first.",
};
/// Lost avidity.
pub static LOST_AVIDITY: Rule = Rule {
    id: "3.8.lost_avidity",
    says: "An earlier course was avid, the latest with a decided scan is not, and disease is seen on or after \
           its day.",
};
/// Progression despite avidity.
pub static DESPITE_AVIDITY: Rule = Rule {
    id: "3.8.progression_despite_avidity",
    says: "Progression is seen after an avid course and within the months that count against it (12).",
};

/// A pattern of refractoriness that the record shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RefractoryFlag {
    /// Disease never took up radioiodine.
    NeverAvid,
    /// Disease took it up before and no longer does.
    LostAvidity,
    /// Disease progressed although it took it up.
    ProgressionDespiteAvidity,
}

/// Whether a course was avid.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Avidity {
    /// Foci outside the thyroid bed.
    Avid,
    /// None.
    NotAvid,
    /// No decided scan.
    Unknown,
}

/// Something seen on a day, with its row. The caller decides what counts: structural or distant
/// evidence as disease, a change class of two studies as progression (dated by the later).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Seen {
    /// The day.
    pub day: Day,
    /// The row.
    pub record: RecordRef,
}

/// The flags with what they rest on.
#[derive(Clone, Debug, PartialEq)]
pub struct Refractory {
    /// The flags, each with its rule and rows.
    pub flags: Vec<Judged<RefractoryFlag>>,
    /// Avidity of every course, in their order. An unknown one means that a flag may be missing.
    pub avidity: Vec<Avidity>,
}

/// The flags of one person (clinical rules 3.8). `disease` and `progression` need no order;
/// `administrations` are the rows that the courses were found among.
pub fn refractory(
    courses: &Courses,
    administrations: &[Administration],
    disease: &[Seen],
    progression: &[Seen],
    rules: &CumulativeRules,
) -> Refractory {
    let judged: Vec<(&Course, Avidity, Vec<RecordRef>)> = courses
        .courses
        .iter()
        .map(|course| {
            let (avidity, rows) = avidity(course, administrations);
            (course, avidity, rows)
        })
        .collect();
    let with = |wanted: Avidity| judged.iter().filter(move |(_, avidity, _)| *avidity == wanted);
    let since = |day: Day| {
        disease.iter().filter(move |seen| seen.day >= day).min_by_key(|seen| (seen.day, seen.record))
    };
    let mut flags = Vec::new();
    let mut flag = |flag, rule, records: Vec<RecordRef>| {
        flags.push(Judged::new(flag, Reason::new(rule, records)));
    };
    if let Some((first, ..)) = judged.first()
        && judged.iter().all(|(_, avidity, _)| *avidity == Avidity::NotAvid)
        && let Some(seen) = since(first.day)
    {
        let scans = judged.iter().flat_map(|(.., rows)| rows).copied();
        flag(RefractoryFlag::NeverAvid, &NEVER_AVID, scans.chain([seen.record]).collect());
    }
    let decided = judged.iter().rfind(|(_, avidity, _)| *avidity != Avidity::Unknown);
    if let Some((last, Avidity::NotAvid, rows)) = decided
        && let Some((.., before)) = with(Avidity::Avid).next_back()
        && let Some(seen) = since(last.day)
    {
        let records = before.iter().chain(rows).copied().chain([seen.record]).collect();
        flag(RefractoryFlag::LostAvidity, &LOST_AVIDITY, records);
    }
    for (course, _, rows) in with(Avidity::Avid) {
        let counts = |seen: &&Seen| (1..=rules.progression_days).contains(&(seen.day - course.day));
        if let Some(seen) = progression.iter().filter(counts).min_by_key(|seen| (seen.day, seen.record)) {
            let records = rows.iter().copied().chain([seen.record]).collect();
            flag(RefractoryFlag::ProgressionDespiteAvidity, &DESPITE_AVIDITY, records);
        }
    }
    Refractory { flags, avidity: judged.into_iter().map(|(_, avidity, _)| avidity).collect() }
}

/// Avidity of a course and the rows whose scans say so.
fn avidity(course: &Course, administrations: &[Administration]) -> (Avidity, Vec<RecordRef>) {
    use ScanFinding::{BedOnly, Bone, Lung, Mediastinal, NeckNodal, Negative, OtherDistant};
    let rows = |wanted: &[ScanFinding]| -> Vec<RecordRef> {
        let of_course = administrations.iter().filter(|row| course.reason.used.contains(&row.record));
        let says = |row: &&Administration| row.scan.is_some_and(|scan| wanted.contains(&scan));
        of_course.filter(says).map(|row| row.record).collect()
    };
    let avid = rows(&[NeckNodal, Mediastinal, Lung, Bone, OtherDistant]);
    let not_avid = rows(&[Negative, BedOnly]);
    if !avid.is_empty() {
        (Avidity::Avid, avid)
    } else if !not_avid.is_empty() {
        (Avidity::NotAvid, not_avid)
    } else {
        (Avidity::Unknown, Vec::new())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::courses::courses;
    use crate::rules::CourseRules;
    use RefractoryFlag::{LostAvidity, NeverAvid, ProgressionDespiteAvidity as Despite};
    use ScanFinding::{BedOnly, Indeterminate, Lung, NeckNodal, Negative};
    use timeline::RadioiodineIntent;

    fn seen(days: &[i32]) -> Vec<Seen> {
        days.iter()
            .map(|day| Seen { day: Day::from_number(*day), record: RecordRef { file: 4, line: *day as u32 } })
            .collect()
    }

    fn judge(scans: &[(i32, Option<ScanFinding>)], disease: &[i32], progression: &[i32]) -> Refractory {
        let row = |(day, scan): &(i32, Option<ScanFinding>)| Administration {
            day: Day::from_number(*day),
            activity_mci: Some(100.0),
            intent: Some(RadioiodineIntent::Treatment),
            preparation: None,
            scan: *scan,
            record: RecordRef { file: 2, line: *day as u32 },
        };
        let rows: Vec<Administration> = scans.iter().map(row).collect();
        let found = courses(&rows, &CourseRules::default());
        refractory(&found, &rows, &seen(disease), &seen(progression), &CumulativeRules::default())
    }

    #[test]
    fn each_flag_needs_its_evidence() {
        type Row<'a> = (&'a [(i32, Option<ScanFinding>)], &'a [i32], &'a [i32], &'a [RefractoryFlag]);
        let rows: &[Row<'_>] = &[
            (&[], &[10], &[10], &[]),
            // never avid
            (&[(100, Some(Negative)), (500, Some(BedOnly))], &[400], &[], &[NeverAvid]),
            (&[(100, Some(Negative)), (500, Some(BedOnly))], &[99], &[], &[]),
            (&[(100, Some(Negative)), (500, Some(BedOnly))], &[], &[], &[]),
            (&[(100, Some(Negative)), (500, None)], &[400], &[], &[]),
            (&[(100, Some(Negative)), (500, Some(Indeterminate))], &[400], &[], &[]),
            // lost avidity
            (&[(100, Some(NeckNodal)), (500, Some(Negative))], &[500], &[], &[LostAvidity]),
            (&[(100, Some(NeckNodal)), (500, Some(Negative))], &[499], &[], &[]),
            (&[(100, Some(NeckNodal)), (500, Some(Negative)), (900, None)], &[600], &[], &[LostAvidity]),
            (&[(100, Some(Negative)), (500, Some(NeckNodal))], &[600], &[], &[]),
            // progression despite avidity
            (&[(100, Some(Lung))], &[465], &[465], &[Despite]),
            (&[(100, Some(Lung))], &[466], &[466], &[]),
            (&[(100, Some(Lung))], &[100], &[100], &[]),
            (&[(100, Some(Negative))], &[], &[200], &[]),
            (&[(100, Some(Lung)), (300, Some(Negative))], &[350], &[350], &[LostAvidity, Despite]),
        ];
        for (scans, disease, progression, expected) in rows {
            let found = judge(scans, disease, progression);
            let flags: Vec<RefractoryFlag> = found.flags.iter().map(|flag| flag.value).collect();
            assert_eq!(&flags[..], *expected, "{scans:?} {disease:?} {progression:?}");
        }
    }

    #[test]
    fn a_flag_names_its_rows_and_unknown_courses_are_told() {
        let found = judge(&[(100, Some(NeckNodal)), (300, None), (500, Some(BedOnly))], &[700, 600], &[]);
        assert_eq!(found.avidity, [Avidity::Avid, Avidity::Unknown, Avidity::NotAvid]);
        let reason = &found.flags[0].reason;
        assert_eq!(reason.rule, &LOST_AVIDITY);
        let lines: Vec<u32> = reason.used.iter().map(|record| record.line).collect();
        assert_eq!(lines, [100, 500, 600]);
    }

    #[test]
    fn any_avid_administration_makes_the_course_avid() {
        assert_eq!(
            judge(&[(100, Some(Negative)), (150, Some(NeckNodal))], &[], &[]).avidity,
            [Avidity::Avid]
        );
    }
}
