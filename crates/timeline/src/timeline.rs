//! One person's record, and the part of it that selection may see.

use crate::{
    Administration, Day, Event, Injection, Lab, Lesion, Metastasis, Morphology, Patient, RecordRef, Study,
    Surgery, Treatment, Tumour, Visit,
};

/// One person with all their events; each list is sorted by day (lesions by their study's position).
#[derive(Clone, Copy, Debug)]
pub struct Timeline<'a> {
    /// The person.
    pub patient: &'a Patient,
    /// Operations.
    pub surgeries: &'a [Surgery],
    /// Radioiodine.
    pub administrations: &'a [Administration],
    /// Laboratory results.
    pub labs: &'a [Lab],
    /// Injections of recombinant human TSH.
    pub injections: &'a [Injection],
    /// Imaging studies.
    pub studies: &'a [Study],
    /// Lesions.
    pub lesions: &'a [Lesion],
    /// Metastases known by their diagnosis alone.
    pub metastases: &'a [Metastasis],
    /// Other treatments.
    pub treatments: &'a [Treatment],
    /// Visits.
    pub visits: &'a [Visit],
}

/// The imaging part of a record: studies by day, and lesions by the position of their study.
#[derive(Clone, Copy, Debug)]
pub struct Imaging<'a> {
    /// The studies.
    pub studies: &'a [Study],
    /// The lesions; [`Lesion::study`] is a position in `studies`.
    pub lesions: &'a [Lesion],
}

impl<'a> Imaging<'a> {
    /// The lesions of the study at this position of the list of studies.
    pub fn lesions_of(&self, study: usize) -> &'a [Lesion] {
        let first = self.lesions.partition_point(|lesion| (lesion.study as usize) < study);
        let last = self.lesions.partition_point(|lesion| (lesion.study as usize) <= study);
        &self.lesions[first..last]
    }
}

impl<'a> Timeline<'a> {
    /// The imaging part.
    pub fn imaging(&self) -> Imaging<'a> {
        Imaging { studies: self.studies, lesions: self.lesions }
    }
}

/// How far past the index date selection may look, in days: the protocol's stated exceptions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Foresight {
    /// For evidence of distant disease (scans, imaging, lesions, radioiodine itself).
    pub evidence: i32,
    /// For the companions that classify a value drawn by the index date (TSH, antibodies).
    pub companions: i32,
}

/// What was known of a person up to the index date, plus the protocol's stated exceptions.
///
/// This is all that eligibility can see (invariant 1): deaths, visits and treatments are not in it,
/// and every list ends at the index date plus its [`Foresight`].
#[derive(Clone, Copy, Debug)]
pub struct History<'a> {
    timeline: Timeline<'a>,
    index: Option<Day>,
}

impl<'a> History<'a> {
    /// The history of a person up to `index`.
    pub fn until(timeline: Timeline<'a>, index: Day, foresight: Foresight) -> History<'a> {
        fn cut<T: Event>(events: &[T], last: Day) -> &[T] {
            &events[..events.partition_point(|event| event.day() <= last)]
        }
        let evidence = index + foresight.evidence;
        History {
            timeline: Timeline {
                patient: timeline.patient,
                surgeries: cut(timeline.surgeries, index),
                administrations: cut(timeline.administrations, evidence),
                labs: cut(timeline.labs, index + foresight.companions),
                injections: cut(timeline.injections, evidence),
                studies: cut(timeline.studies, evidence),
                lesions: cut(timeline.lesions, evidence),
                metastases: cut(timeline.metastases, evidence),
                treatments: &[],
                visits: &[],
            },
            index: Some(index),
        }
    }

    /// The history of a person without an index date: operations and radioiodine at any date, and
    /// nothing else.
    pub fn without_index(timeline: Timeline<'a>) -> History<'a> {
        let bare = Timeline {
            labs: &[],
            injections: &[],
            studies: &[],
            lesions: &[],
            metastases: &[],
            treatments: &[],
            visits: &[],
            ..timeline
        };
        History { timeline: bare, index: None }
    }

    /// The index date, when there is one.
    pub fn index(&self) -> Option<Day> {
        self.index
    }

    /// The person's identifier.
    pub fn person_id(&self) -> &'a str {
        &self.timeline.patient.id
    }

    /// Recorded histology.
    pub fn morphology(&self) -> Option<Morphology> {
        self.timeline.patient.morphology
    }

    /// The primary tumour.
    pub fn tumour(&self) -> &'a Tumour {
        &self.timeline.patient.tumour
    }

    /// The patient sheet's row.
    pub fn patient_record(&self) -> RecordRef {
        self.timeline.patient.record
    }

    /// Operations.
    pub fn surgeries(&self) -> &'a [Surgery] {
        self.timeline.surgeries
    }

    /// Radioiodine.
    pub fn administrations(&self) -> &'a [Administration] {
        self.timeline.administrations
    }

    /// Laboratory results.
    pub fn labs(&self) -> &'a [Lab] {
        self.timeline.labs
    }

    /// Injections of recombinant human TSH.
    pub fn injections(&self) -> &'a [Injection] {
        self.timeline.injections
    }

    /// Studies and lesions.
    pub fn imaging(&self) -> Imaging<'a> {
        self.timeline.imaging()
    }

    /// Metastases known by their diagnosis alone.
    pub fn metastases(&self) -> &'a [Metastasis] {
        self.timeline.metastases
    }
}
