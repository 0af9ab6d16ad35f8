//! AJCC/UICC stage of differentiated thyroid carcinoma, seventh and eighth edition (clinical rules
//! 2.4).
//!
//! The table of the rules stands here row by row. A missing input leaves several rows; the answer is
//! then the lowest and the highest stage they give, with the inputs that would narrow it. A case
//! that the edition leaves undefined is [`Staged::Unknown`], never a neighbouring row:
//!
//! * at or over the age cut with M0, T0 and TX have no row in either edition;
//! * at or over the age cut with M0, NX has no row in the seventh edition, except with T4b.
//!
//! The registries' own additions (T0 with N1b, T4 or TX as "IV") are not used. How categories are
//! read and converted: [`crate::reclassify`].

use timeline::{Judged, Reason, RecordRef, Rule, Tumour, words};

use crate::distant::DistantEvidence;
use crate::reclassify::{Possible, StageCaution, edition_cautions, possible_m, possible_n, possible_t};
use crate::tnm::{Edition, Input, M, N, T};

mod table;

use table::{Age, Row, row};
pub use table::{UNDEFINED_NX, UNDEFINED_T};

words! {
    /// Stage group, lowest first.
    pub enum Stage {
        /// I.
        One = "I",
        /// II.
        Two = "II",
        /// III.
        Three = "III",
        /// IVA.
        FourA = "IVA",
        /// IVB.
        FourB = "IVB",
        /// IVC, seventh edition only.
        FourC = "IVC",
    }
}

/// Several stages remain.
pub static INTERVAL: Rule = Rule {
    id: "2.4.stage.interval",
    says: "Inputs are missing: the lowest and the highest stage that the rows still allow.",
};
/// The stage.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Staged {
    /// The stages that remain possible, both ends included; equal when the stage is known.
    Between {
        /// Lowest possible stage.
        lowest: Stage,
        /// Highest possible stage.
        highest: Stage,
    },
    /// At least one case that the record allows has no stage under the edition.
    Unknown,
}

impl Staged {
    /// The stage when it is known.
    pub fn known(self) -> Option<Stage> {
        match self {
            Staged::Between { lowest, highest } if lowest == highest => Some(lowest),
            _ => None,
        }
    }
}

/// A stage with what limits it.
#[derive(Clone, Debug, PartialEq)]
pub struct Staging {
    /// The stage.
    pub stage: Staged,
    /// Inputs that would narrow the answer; empty when the stage is known.
    pub missing: Vec<Input>,
    /// What should be said beside it, known or not.
    pub cautions: Vec<StageCaution>,
}

impl Staging {
    /// `II`, `I to II` when inputs are missing, or `unknown`.
    pub fn label(&self) -> String {
        match self.stage {
            Staged::Between { lowest, highest } if lowest == highest => lowest.word().to_string(),
            Staged::Between { lowest, highest } => format!("{} to {}", lowest.word(), highest.word()),
            Staged::Unknown => "unknown".to_string(),
        }
    }
}

/// What a stage is derived from.
#[derive(Clone, Copy)]
pub struct StageCase<'a> {
    /// Completed years of age at diagnosis, not at any later treatment; negative counts as missing.
    pub age_at_diagnosis: Option<i32>,
    /// The primary tumour.
    pub tumour: &'a Tumour,
    /// Largest diameter of the primary tumour, mm; the study sheets have no column for it.
    pub size_mm: Option<f64>,
    /// Evidence of distant disease that the caller counts as present at diagnosis; any makes M1.
    pub distant: &'a [DistantEvidence],
    /// The patient sheet's row.
    pub record: RecordRef,
}

/// Years from which a person counts as older: 45 in the seventh, 55 in the eighth edition.
pub fn age_cut(edition: Edition) -> i32 {
    match edition {
        Edition::Seventh => 45,
        Edition::Eighth => 55,
    }
}

/// The stage under `edition`, from a record written under either (clinical rules 2.4). Persons under
/// 18 are staged by the same table.
pub fn stage(edition: Edition, case: &StageCase<'_>) -> Judged<Staging> {
    let mut cautions = Vec::new();
    edition_cautions(case.tumour, &mut cautions);
    let age = possible_age(edition, case.age_at_diagnosis);
    let t = possible_t(edition, case.tumour, case.size_mm, &mut cautions);
    let n = possible_n(edition, case.tumour, &mut cautions);
    let m = possible_m(case.tumour, case.distant, &mut cautions);
    let cases = cases(edition, &age.options, &t.options, &n.options, &m.options);
    let (stage, rule) = span(&cases);
    let missing = if stage.known().is_some() { Vec::new() } else { missing(&cases, &age, &t, &n, &m) };
    let used = [case.record].into_iter().chain(case.distant.iter().map(|evidence| evidence.record));
    Judged::new(Staging { stage, missing, cautions }, Reason::new(rule, used))
}

fn possible_age(edition: Edition, years: Option<i32>) -> Possible<Age> {
    match years.filter(|years| *years >= 0) {
        Some(years) if years < age_cut(edition) => Possible::only(Age::Below),
        Some(_) => Possible::only(Age::AtOrOver),
        None => Possible::any([Age::Below, Age::AtOrOver], &[Input::Age]),
    }
}

/// One case that the record allows, and its row.
type Case = ((Age, T, N, M), Result<&'static Row, &'static Rule>);

fn cases(edition: Edition, ages: &[Age], ts: &[T], ns: &[N], ms: &[M]) -> Vec<Case> {
    let mut cases = Vec::with_capacity(ages.len() * ts.len() * ns.len() * ms.len());
    for age in ages {
        for t in ts {
            for n in ns {
                cases.extend(ms.iter().map(|m| ((*age, *t, *n, *m), row(edition, *age, *t, *n, *m))));
            }
        }
    }
    cases
}

fn span(cases: &[Case]) -> (Staged, &'static Rule) {
    let mut rows = Vec::with_capacity(cases.len());
    for (_, outcome) in cases {
        match outcome {
            Ok(row) => rows.push(*row),
            Err(rule) => return (Staged::Unknown, rule),
        }
    }
    rows.sort_by_key(|row| row.stage);
    let (low, high) = (rows[0], rows[rows.len() - 1]);
    let rule = if low.stage == high.stage { &low.rule } else { &INTERVAL };
    (Staged::Between { lowest: low.stage, highest: high.stage }, rule)
}

/// The inputs behind every dimension along which the answer changes, and those that are undefined.
fn missing(
    cases: &[Case],
    age: &Possible<Age>,
    t: &Possible<T>,
    n: &Possible<N>,
    m: &Possible<M>,
) -> Vec<Input> {
    let answer = |case: &Case| case.1.ok().map(|row| row.stage);
    let matters = |same_otherwise: fn(&Case, &Case) -> bool| {
        cases
            .iter()
            .enumerate()
            .any(|(i, a)| cases[i + 1..].iter().any(|b| same_otherwise(a, b) && answer(a) != answer(b)))
    };
    let undefined = |rule: &Rule| cases.iter().any(|case| case.1.is_err_and(|no_row| no_row == rule));
    let mut missing = Vec::new();
    let mut name = |inputs: &[Input]| {
        missing.extend(inputs.iter().filter(|input| !missing.contains(*input)).copied().collect::<Vec<_>>());
    };
    if matters(|(a, _), (b, _)| (a.1, a.2, a.3) == (b.1, b.2, b.3)) {
        name(&age.wanting);
    }
    if matters(|(a, _), (b, _)| (a.0, a.2, a.3) == (b.0, b.2, b.3)) {
        name(&t.wanting);
    }
    if undefined(&UNDEFINED_T) {
        name(&[Input::T]);
    }
    if matters(|(a, _), (b, _)| (a.0, a.1, a.3) == (b.0, b.1, b.3)) {
        name(&n.wanting);
    }
    if undefined(&UNDEFINED_NX) {
        name(&[Input::N]);
    }
    if matters(|(a, _), (b, _)| (a.0, a.1, a.2) == (b.0, b.1, b.2)) {
        name(&m.wanting);
    }
    missing
}

#[cfg(test)]
mod tests;
