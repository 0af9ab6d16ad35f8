//! What describes a member beside the columns of `patients.csv`, and what happened afterwards.

use response::{AdditionalKind, Outcome};

/// What describes a member at the index date. Words are empty where nothing is recorded.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Particulars {
    /// Completed years at diagnosis.
    pub age_at_diagnosis: Option<i32>,
    /// Days from diagnosis to the index date.
    pub days_since_diagnosis: Option<i32>,
    /// T category as recorded, of whichever edition: `T3a`.
    pub t: &'static str,
    /// N category, likewise: `N1b`.
    pub n: &'static str,
    /// How TSH was raised for the second course: `withdrawal`, `rhtsh`.
    pub preparation: &'static str,
    /// What the scan after the second course showed: `neck_nodal`.
    pub scan: &'static str,
    /// Whether both values of the marker are of one assay; `None` unless both assays are known.
    pub same_assay: Option<bool>,
    /// Whether both values were drawn under recombinant TSH, or both without; `None` unless there are two.
    pub same_preparation: Option<bool>,
}

/// A treatment later than the bound after the index date.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LaterTreatment {
    /// Days from the index date.
    pub days: i32,
    /// What it was.
    pub kind: AdditionalKind,
}

/// What happened after the index date, in days from it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Afterwards {
    /// Additional treatments, by day.
    pub treatments: Vec<LaterTreatment>,
    /// Death, and its cause: `thyroid_cancer`, `other`, `unknown`.
    pub death: Option<(i32, &'static str)>,
    /// The last day on which the person is known to live: the last visit, or a later additional treatment.
    pub last_contact: Option<i32>,
    /// The first dated evidence of distant disease; can lie before the index date.
    pub first_distant: Option<i32>,
}

impl Particulars {
    /// Those of one outcome.
    pub(crate) fn new(outcome: &Outcome) -> Particulars {
        let described = &outcome.description;
        let pair = outcome.pair.before.as_ref().zip(outcome.pair.after.as_ref());
        Particulars {
            age_at_diagnosis: described.age_at_diagnosis,
            days_since_diagnosis: described.days_since_diagnosis,
            t: described.t.unwrap_or_default(),
            n: described.n.unwrap_or_default(),
            preparation: described.preparation.map_or("", |preparation| preparation.word()),
            scan: described.scan.map_or("", |scan| scan.word()),
            same_assay: pair.and_then(|(before, after)| Some(before.assay? == after.assay?)),
            same_preparation: pair.map(|(before, after)| before.rhtsh == after.rhtsh),
        }
    }
}

impl Afterwards {
    /// That of one outcome.
    pub(crate) fn new(outcome: &Outcome) -> Afterwards {
        let index = outcome.member.index.day;
        let treatments: Vec<LaterTreatment> = outcome
            .additional
            .iter()
            .map(|treatment| LaterTreatment { days: treatment.day - index, kind: treatment.kind })
            .collect();
        let last_visit = outcome.last_visit.map(|day| day - index);
        Afterwards {
            death: outcome.death.map(|(day, cause)| (day - index, cause.word())),
            last_contact: last_visit.max(treatments.last().map(|treatment| treatment.days)),
            first_distant: outcome.first_distant.map(|day| day - index),
            treatments,
        }
    }
}
