//! One person as a coded record: codes, days, numbers. What OMOP and FHIR write is what stands here.
//!
//! It holds what a hospital's own database would hold of the sheets (contract 10); rows that nobody could
//! use (contract 1) were never loaded. `docs/guide/formats.md` lists what is lost on the way.

pub(crate) mod codes;
mod disease;
mod events;
mod laboratory;

use timeline::{Day, TreatmentKind};

use crate::draw::Draw;
use crate::recorded::Recorded;
use crate::sheet::Sheet;
use crate::view::View;
use codes::Code;
pub(crate) use disease::morphology;

/// The sheets that stay beside a coded record.
pub(crate) const SIDECAR: &[Sheet] = &[Sheet::Imaging, Sheet::Lesion, Sheet::Treatment];

/// Takes the treatments that have codes out of the sheet that stays beside the coded record.
pub(crate) fn keep_sidecar(recorded: &mut Recorded) {
    let coded = |row: &View| {
        let kind = matches!(row.treatment(), Some(TreatmentKind::Ebrt | TreatmentKind::Tki));
        kind && row.is_usable()
    };
    let kept: Vec<bool> = View::all(recorded, Sheet::Treatment).map(|row| !coded(&row)).collect();
    let mut kept = kept.into_iter();
    recorded.rows[Sheet::Treatment as usize].retain(|_| kept.next().unwrap_or(true));
}

/// A code on a day.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Event {
    pub day: Day,
    pub code: &'static Code,
}

/// A drug given.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Drug {
    pub event: Event,
    /// Quantity; for radioiodine mCi.
    pub quantity: Option<f64>,
    /// `mCi` or nothing.
    pub unit: &'static str,
}

/// The comparison that stands before a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Operator {
    /// Nothing stands there.
    Absent,
    Equal,
    Below,
    Above,
}

/// A laboratory result or another measurement.
#[derive(Clone, Debug)]
pub(crate) struct Measurement {
    pub event: Event,
    pub operator: Operator,
    pub number: Option<f64>,
    /// As printed.
    pub text: String,
    /// As printed.
    pub unit: String,
    pub upper_reference: Option<f64>,
}

/// A visit.
#[derive(Clone, Debug)]
pub(crate) struct Visit {
    pub day: Day,
    pub kind: String,
}

/// The text of an imaging study.
#[derive(Clone, Debug)]
pub(crate) struct Note {
    pub day: Day,
    pub study: String,
    pub text: String,
}

/// A person's coded record. Lists are sorted by day.
#[derive(Debug, Default)]
pub(crate) struct CodedPerson {
    /// `F`, `M` or `U`.
    pub sex: &'static str,
    pub birth_year: Option<i32>,
    /// Full day of birth.
    pub birth: Option<Day>,
    pub death: Option<Day>,
    /// Died of thyroid cancer.
    pub died_of_cancer: bool,
    pub conditions: Vec<Event>,
    pub procedures: Vec<Event>,
    pub drugs: Vec<Drug>,
    pub measurements: Vec<Measurement>,
    pub visits: Vec<Visit>,
    pub notes: Vec<Note>,
}

impl CodedPerson {
    /// Codes what is recorded. Where several codes mean the same, `draw` picks one.
    pub(crate) fn new(recorded: &Recorded, draw: &mut Draw) -> CodedPerson {
        let mut coded = CodedPerson { sex: "U", ..CodedPerson::default() };
        disease::code(recorded, &mut coded, draw);
        events::code(recorded, &mut coded, draw);
        laboratory::code(recorded, &mut coded, draw);
        coded.sort();
        coded
    }

    fn sort(&mut self) {
        self.conditions.sort_by_key(|it| it.day);
        self.procedures.sort_by_key(|it| it.day);
        self.drugs.sort_by_key(|it| it.event.day);
        self.measurements.sort_by_key(|it| it.event.day);
        self.visits.sort_by_key(|it| it.day);
        self.notes.sort_by_key(|it| it.day);
    }

    /// First and last day of anything but death; `None` for an empty record.
    pub(crate) fn observed(&self) -> Option<(Day, Day)> {
        let events = self.conditions.iter().chain(&self.procedures).map(|it| it.day);
        let events = events.chain(self.drugs.iter().map(|it| it.event.day));
        let events = events.chain(self.measurements.iter().map(|it| it.event.day));
        let days: Vec<Day> = events.chain(self.visits.iter().map(|it| it.day)).collect();
        Some((days.iter().copied().min()?, days.iter().copied().max()?))
    }
}
