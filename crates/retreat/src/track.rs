//! Each member's course as numbers, from the same records and rules that judged it.

use report::{Chosen, TgState, Track, TrackEvent, TrackKind};
use response::{Outcome, Pick};
use thyroid::antibody::{Antibody, is_positive, usable};
use thyroid::courses::{Course, Dose};
use thyroid::marker::{Reading, State, readings};
use thyroid::structural::{evidence, is_neck_study, is_whole_body_study};
use timeline::{Administration, Analyte, Comparator, Day, Lesion, RecordRef, SurgeryKind, Timeline};

use crate::study::Study;

/// The courses of all members, in the order of `study.outcomes`.
pub fn tracks(study: &Study) -> Vec<Track> {
    let outcomes = study.outcomes.iter().enumerate();
    outcomes.map(|(position, outcome)| track(study, position, outcome)).collect()
}

fn track(study: &Study, position: usize, outcome: &Outcome) -> Track {
    let person = study.reading.population.timeline(outcome.member.person);
    let index = outcome.member.index.day;
    let writer = Writer { study, outcome, person, index };
    let mut events = writer.radioiodine();
    events.extend(writer.surgery());
    events.extend(writer.laboratory());
    events.extend(writer.imaging());
    events.extend(writer.rest());
    // Stable: on one day the order of the kinds stays.
    events.sort_by_key(|event| event.offset);
    let window = outcome.member.baseline.window;
    Track { member: position, baseline: (window.first - index, window.last - index), events }
}

struct Writer<'a> {
    study: &'a Study,
    outcome: &'a Outcome,
    person: Timeline<'a>,
    index: Day,
}

impl Writer<'_> {
    fn event(&self, day: Day, kind: TrackKind) -> TrackEvent {
        TrackEvent { offset: day - self.index, kind }
    }

    /// The doses with the number of their course, and the rows that are no dose.
    fn radioiodine(&self) -> Vec<TrackEvent> {
        let found = &self.outcome.member.courses;
        let is_dose =
            |row: &Administration| found.doses.iter().any(|dose| dose.records.contains(&row.record));
        let doses = found.doses.iter().map(|dose| {
            let kind =
                TrackKind::Radioiodine { mci: dose.activity_mci, course: number(&found.courses, dose) };
            self.event(dose.day, kind)
        });
        let others = self
            .person
            .administrations
            .iter()
            .filter(|row| !is_dose(row))
            .map(|row| self.event(row.day, TrackKind::Radioiodine { mci: row.activity_mci, course: 0 }));
        doses.chain(others).collect()
    }

    fn surgery(&self) -> Vec<TrackEvent> {
        let surgeries = self.person.surgeries.iter();
        surgeries
            .map(|surgery| {
                let kind = TrackKind::Surgery {
                    kind: surgery.kind.word(),
                    is_thyroidectomy: is_thyroidectomy(surgery.kind),
                };
                self.event(surgery.day, kind)
            })
            .collect()
    }

    /// Thyroglobulin, TSH and antibodies.
    fn laboratory(&self) -> Vec<TrackEvent> {
        let rules = &self.study.protocol.marker;
        let labs = self.person.labs;
        let doses = &self.outcome.member.courses.doses;
        let values = readings(labs, self.person.injections, doses, rules);
        let mut events: Vec<TrackEvent> =
            values.iter().map(|value| self.event(value.day, self.tg(value))).collect();
        events.extend(
            usable(labs, Analyte::Tsh).map(|(lab, value)| self.event(lab.day, TrackKind::Tsh(value.number))),
        );
        events.extend(usable(labs, Analyte::Tgab).map(|(lab, value)| {
            let is_positive = is_positive(lab, value, rules);
            self.event(lab.day, TrackKind::Antibody { value: value.number, is_positive })
        }));
        events
    }

    fn tg(&self, value: &Reading<'_>) -> TrackKind {
        let pair = &self.outcome.pair;
        let is = |pick: &Option<Pick>| pick.as_ref().is_some_and(|pick| stands_for(pick, value.lab.record));
        TrackKind::Tg {
            value: value.value.number,
            censored: match value.value.comparator {
                Comparator::Below => "left",
                Comparator::Exact => "no",
                Comparator::Above => "right",
            },
            state: match value.state {
                State::Stimulated => TgState::Stimulated,
                State::Suppressed => TgState::Suppressed,
                State::Neither => TgState::Neither,
            },
            antibody_positive: value.antibody == Antibody::Positive,
            in_blackout: !value.is_usable(),
            chosen: match (is(&pair.before), is(&pair.after)) {
                (true, _) => Some(Chosen::Before),
                (false, true) => Some(Chosen::After),
                (false, false) => None,
            },
        }
    }

    fn imaging(&self) -> Vec<TrackEvent> {
        let imaging = self.person.imaging();
        let studies = imaging.studies.iter().enumerate();
        studies
            .map(|(position, study)| {
                let counts = is_neck_study(study) || is_whole_body_study(study);
                let lesions = imaging.lesions_of(position);
                let shown = evidence(imaging, position, &self.study.protocol.structural);
                let kind = TrackKind::Imaging {
                    modality: study.modality.word(),
                    is_structural: counts && !shown.is_empty(),
                    is_adequate: study.adequate,
                    n_lesions: lesions.len(),
                    largest_mm: lesions.iter().filter_map(size).max_by(f64::total_cmp),
                };
                self.event(study.day, kind)
            })
            .collect()
    }

    fn rest(&self) -> Vec<TrackEvent> {
        let treatments = self.person.treatments.iter();
        let visits = self.person.visits.iter();
        treatments
            .map(|treatment| self.event(treatment.day, TrackKind::Treatment(treatment.kind.word())))
            .chain(visits.map(|visit| self.event(visit.day, TrackKind::Visit)))
            .chain(self.person.patient.death.map(|day| self.event(day, TrackKind::Death)))
            .collect()
    }
}

/// Number of the course that a dose belongs to, from 1.
fn number(courses: &[Course], dose: &Dose) -> usize {
    courses.iter().take_while(|course| course.day <= dose.day).count()
}

/// Whether the value was read from this row: the first row of a pick's reason is the value itself.
fn stands_for(pick: &Pick, record: RecordRef) -> bool {
    pick.reason.used.first() == Some(&record)
}

fn is_thyroidectomy(kind: SurgeryKind) -> bool {
    matches!(
        kind,
        SurgeryKind::TotalThyroidectomy
            | SurgeryKind::NearTotalThyroidectomy
            | SurgeryKind::CompletionThyroidectomy
            | SurgeryKind::Lobectomy
    )
}

fn size(lesion: &Lesion) -> Option<f64> {
    [lesion.long_mm, lesion.short_mm].into_iter().flatten().max_by(f64::total_cmp)
}
