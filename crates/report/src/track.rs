//! One member's course as numbers, for the pictures of single patients and the swimmer plot.

/// State of the axis when a thyroglobulin was drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TgState {
    /// Stimulated.
    Stimulated,
    /// Suppressed.
    Suppressed,
    /// Neither, or not known.
    Neither,
}

/// For what a thyroglobulin was chosen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Chosen {
    /// The value before.
    Before,
    /// The value after.
    After,
}

/// What happened.
#[derive(Clone, Debug, PartialEq)]
pub enum TrackKind {
    /// A therapeutic administration of radioiodine.
    Radioiodine {
        /// Activity, mCi; `None` when not known.
        mci: Option<f64>,
        /// Number of its course, from 1; 0 when it belongs to none (diagnostic).
        course: usize,
    },
    /// An operation.
    Surgery {
        /// Its kind as recorded: `neck_dissection`.
        kind: &'static str,
        /// Whether it removed the thyroid, in whole or part.
        is_thyroidectomy: bool,
    },
    /// A thyroglobulin.
    Tg {
        /// ng/mL; a censored value's limit.
        value: f64,
        /// `no`, `left` or `right`.
        censored: &'static str,
        /// State of the axis.
        state: TgState,
        /// Whether antibodies are positive.
        antibody_positive: bool,
        /// Whether it lies in the blackout after a dose, where it is used nowhere.
        in_blackout: bool,
        /// Chosen as before or after.
        chosen: Option<Chosen>,
    },
    /// A TSH, mIU/L; a censored value's limit.
    Tsh(f64),
    /// Antibodies against thyroglobulin, IU/mL; a censored value's limit.
    Antibody {
        /// The value.
        value: f64,
        /// Whether they are positive.
        is_positive: bool,
    },
    /// A study of imaging.
    Imaging {
        /// `us`, `ct`, ...
        modality: &'static str,
        /// Whether it shows structural evidence of disease.
        is_structural: bool,
        /// Whether it is adequate.
        is_adequate: bool,
        /// Lesions in it.
        n_lesions: usize,
        /// Largest size recorded in it, mm.
        largest_mm: Option<f64>,
    },
    /// Other treatment: `ebrt`, `tki`, ...
    Treatment(&'static str),
    /// A visit.
    Visit,
    /// Death.
    Death,
}

/// One thing that happened on one day.
#[derive(Clone, Debug, PartialEq)]
pub struct TrackEvent {
    /// Days from the index date.
    pub offset: i32,
    /// What happened.
    pub kind: TrackKind,
}

/// One member's course.
#[derive(Clone, Debug, PartialEq)]
pub struct Track {
    /// Position of the member in `results.members`.
    pub member: usize,
    /// First and last day of the member's baseline window, from the index date.
    pub baseline: (i32, i32),
    /// By day; on one day in the order of the kinds above.
    pub events: Vec<TrackEvent>,
}
