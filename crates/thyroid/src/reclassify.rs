//! Which T, N and M a record still allows under the edition that is asked for (clinical rules 2.4).
//!
//! Every answer is the list of categories that remain possible, with the inputs that would narrow it.
//!
//! * T3 of the seventh edition is "above 4 cm, limited to the thyroid" or "minimal extension". Under
//!   the eighth the first is T3a; the second is taken anew by size (up to 2 cm T1, up to 4 cm T2,
//!   above T3a), unless the extension is recorded as gross, which is T3b.
//! * T1 and T2 of the eighth edition may hide microscopic extension, which is T3 under the seventh:
//!   the recorded extension decides, and without it both remain. T3a and T3b are T3.
//! * The sixth edition is read as the seventh: its T, N and stage groups differ only in the letters
//!   of T1, which no stage uses (expert knowledge, not re-read). T and N of any other edition are not
//!   convertible: T is then open and N1 loses its letter.
//! * A missing edition leaves the readings under the seventh and the eighth. T3a and T3b exist only
//!   in the eighth and are always read so.
//! * Limit: level VII is N1b in the seventh and N1a in the eighth edition, and the sheets hold no
//!   level. N keeps its letter; an N1a of the eighth staged under the seventh gets a caution.

use timeline::{Extension, TOLERANCE, Tumour};

use crate::distant::DistantEvidence;
use crate::tnm::{
    Edition, Input, M, N, RecordedEdition, T, Written, read_m, read_n, read_t, recorded_edition,
};

/// What should be said beside a stage.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StageCaution {
    /// No edition is recorded, so T and N were read under both.
    EditionMissing,
    /// The recorded edition is older or newer than those that can be converted.
    EditionNotConvertible,
    /// The sixth edition was read as the seventh.
    SixthAsSeventh,
    /// T3a or T3b was read under the eighth edition although another, or none, is recorded.
    EighthByLetter,
    /// The text of this input cannot be read and counts as missing.
    Unreadable(Input),
    /// The prefix of this input says that it was taken at recurrence or after treatment.
    NotAtDiagnosis(Input),
    /// Other columns contradict this input; the category stands as written, except that distant
    /// evidence makes M1.
    Contradicted(Input),
    /// Level VII changed sides between the editions and the record cannot say whether it matters.
    LevelSeven,
}

/// The categories that remain possible.
#[derive(Clone, Debug, PartialEq)]
pub struct Possible<C> {
    /// At least one.
    pub options: Vec<C>,
    /// The inputs that leave more than one.
    pub wanting: Vec<Input>,
}

impl<C: PartialEq> Possible<C> {
    /// Exactly one category.
    pub fn only(category: C) -> Possible<C> {
        Possible { options: vec![category], wanting: Vec::new() }
    }

    /// Any of these, for want of the inputs.
    pub fn any(options: impl IntoIterator<Item = C>, wanting: &[Input]) -> Possible<C> {
        Possible { options: options.into_iter().collect(), wanting: wanting.to_vec() }
    }

    fn or(mut self, other: Possible<C>, wanting: Input) -> Possible<C> {
        if self.options != other.options {
            self.wanting.push(wanting);
        }
        for category in other.options {
            if !self.options.contains(&category) {
                self.options.push(category);
            }
        }
        for input in other.wanting {
            if !self.wanting.contains(&input) {
                self.wanting.push(input);
            }
        }
        self
    }
}

/// The T categories that remain possible under `edition`; `size_mm` is the largest diameter of the
/// primary tumour. The options are T0/TX, T1, T2, T3 (or T3a, T3b), T4a and T4b.
pub fn possible_t(
    edition: Edition,
    tumour: &Tumour,
    size_mm: Option<f64>,
    cautions: &mut Vec<StageCaution>,
) -> Possible<T> {
    let any = |wanting: Input| Possible::any([T::T1, T::T2, T::T3, T::T4a, T::T4b], &[wanting]);
    let Some(written) = readable(tumour.t.as_deref(), read_t, Input::T, cautions) else {
        return any(Input::T);
    };
    let sources = sources(written.category, tumour);
    if !sources.is_empty() && sources.iter().all(|source| contradicts(written.category, *source, tumour)) {
        cautions.push(StageCaution::Contradicted(Input::T));
    }
    let converted = sources.iter().map(|source| convert(written.category, *source, edition, tumour, size_mm));
    match converted.reduce(|a, b| a.or(b, Input::Edition)) {
        Some(possible) => possible,
        None if written.category == T::Unassessed => Possible::only(T::Unassessed),
        None => any(Input::Edition),
    }
}

/// The N categories that remain possible under `edition`. Without a readable N, one positive node
/// or more is N1 without a letter. NX stays NX under the seventh and is N0 under the eighth edition.
pub fn possible_n(edition: Edition, tumour: &Tumour, cautions: &mut Vec<StageCaution>) -> Possible<N> {
    let positive = tumour.positive_nodes.is_some_and(|nodes| nodes > TOLERANCE);
    let recorded = recorded_edition(tumour.tnm_edition.as_deref());
    let lettered = [N::N1a, N::N1b];
    let Some(written) = readable(tumour.n.as_deref(), read_n, Input::N, cautions) else {
        let options = if positive { &lettered[..] } else { &[N::N0, N::N1a, N::N1b] };
        return Possible::any(options.iter().copied(), &[Input::N]);
    };
    if positive && !written.category.is_positive() {
        cautions.push(StageCaution::Contradicted(Input::N));
    }
    match written.category {
        N::X if edition == Edition::Eighth => Possible::only(N::N0),
        N::N1 => Possible::any(lettered, &[Input::N]),
        N::N1a | N::N1b if recorded == RecordedEdition::Other => Possible::any(lettered, &[Input::Edition]),
        N::N1a
            if edition == Edition::Seventh
                && matches!(recorded, RecordedEdition::Eighth | RecordedEdition::Missing) =>
        {
            cautions.push(StageCaution::LevelSeven);
            Possible::only(N::N1a)
        }
        category => Possible::only(category),
    }
}

/// The M categories that remain possible: M1 by the column or by evidence that the caller counts as
/// present at diagnosis; MX is M0; an empty column leaves both.
pub fn possible_m(
    tumour: &Tumour,
    distant: &[DistantEvidence],
    cautions: &mut Vec<StageCaution>,
) -> Possible<M> {
    let written = readable(tumour.m.as_deref(), read_m, Input::M, cautions);
    match written.map(|written| written.category) {
        Some(M::M0) if !distant.is_empty() => {
            cautions.push(StageCaution::Contradicted(Input::M));
            Possible::only(M::M1)
        }
        Some(category) => Possible::only(category),
        None if !distant.is_empty() => Possible::only(M::M1),
        None => Possible::any([M::M0, M::M1], &[Input::M]),
    }
}

/// The extensions that the column and the T category allow. Without the column, T4 and T3b are
/// gross, T1 and T2 of the seventh edition have none, T3 of it is none or microscopic, and T1 to T3a
/// of the eighth are none or microscopic. A column that denies what T4 or T3b says leaves both.
pub fn possible_extensions(tumour: &Tumour) -> Vec<Extension> {
    use Extension::{Gross, Microscopic, None as Absent};
    let category = tumour.t.as_deref().and_then(read_t).map(|written| written.category);
    let gross = matches!(category, Some(T::T3b | T::T4 | T::T4a | T::T4b));
    match (tumour.extension, category) {
        (None | Some(Gross), _) if gross => vec![Gross],
        (Some(recorded), _) if gross => vec![recorded, Gross],
        (Some(recorded), _) => vec![recorded],
        (None, Some(category @ (T::T1 | T::T2 | T::T3 | T::T3a))) => {
            let sources = sources(category, tumour);
            let seventh = sources[..] == [Edition::Seventh];
            match (category, t3_reason(tumour)) {
                _ if sources.is_empty() => vec![Absent, Microscopic, Gross],
                (T::T1 | T::T2, _) if seventh => vec![Absent],
                (T::T3, T3Reason::Extension) if seventh => vec![Microscopic],
                (T::T3, _) if !seventh => vec![Absent, Microscopic, Gross],
                _ => vec![Absent, Microscopic],
            }
        }
        _ => vec![Absent, Microscopic, Gross],
    }
}

/// The cautions that the recorded edition deserves.
pub fn edition_cautions(tumour: &Tumour, cautions: &mut Vec<StageCaution>) {
    let category = tumour.t.as_deref().and_then(read_t).map(|written| written.category);
    let letter = matches!(category, Some(T::T3a | T::T3b));
    match recorded_edition(tumour.tnm_edition.as_deref()) {
        RecordedEdition::Eighth => {}
        _ if letter => cautions.push(StageCaution::EighthByLetter),
        RecordedEdition::Seventh => {}
        RecordedEdition::Sixth => cautions.push(StageCaution::SixthAsSeventh),
        RecordedEdition::Other => cautions.push(StageCaution::EditionNotConvertible),
        RecordedEdition::Missing => cautions.push(StageCaution::EditionMissing),
    }
}

fn readable<C: Copy>(
    text: Option<&str>,
    read: impl Fn(&str) -> Option<Written<C>>,
    input: Input,
    cautions: &mut Vec<StageCaution>,
) -> Option<Written<C>> {
    let text = text.filter(|text| !text.trim().is_empty())?;
    let written = read(text);
    match &written {
        None => cautions.push(StageCaution::Unreadable(input)),
        Some(written) if written.later => cautions.push(StageCaution::NotAtDiagnosis(input)),
        Some(_) => {}
    }
    written
}

/// The editions under which T may have been written; none when it is not convertible.
fn sources(category: T, tumour: &Tumour) -> &'static [Edition] {
    match recorded_edition(tumour.tnm_edition.as_deref()) {
        _ if matches!(category, T::T3a | T::T3b) => &[Edition::Eighth],
        RecordedEdition::Sixth | RecordedEdition::Seventh => &[Edition::Seventh],
        RecordedEdition::Eighth => &[Edition::Eighth],
        RecordedEdition::Other => &[],
        RecordedEdition::Missing => &[Edition::Seventh, Edition::Eighth],
    }
}

fn convert(category: T, source: Edition, target: Edition, tumour: &Tumour, size: Option<f64>) -> Possible<T> {
    match (category, source, target) {
        (T::T4, ..) => Possible::any([T::T4a, T::T4b], &[Input::T]),
        (T::T3, Edition::Seventh, Edition::Eighth) => seventh_t3(tumour, size),
        (T::T3a | T::T3b, _, Edition::Seventh) => Possible::only(T::T3),
        (T::T1 | T::T2, Edition::Eighth, Edition::Seventh) => match tumour.extension {
            Some(Extension::None) => Possible::only(category),
            Some(Extension::Microscopic) => Possible::only(T::T3),
            Some(Extension::Gross) => Possible::any([category, T::T3], &[Input::T]),
            None => Possible::any([category, T::T3], &[Input::Extension]),
        },
        _ => Possible::only(category),
    }
}

fn seventh_t3(tumour: &Tumour, size: Option<f64>) -> Possible<T> {
    match (t3_reason(tumour), tumour.extension) {
        (_, Some(Extension::Gross)) => Possible::only(T::T3b),
        (T3Reason::Size, _) | (T3Reason::Missing, Some(Extension::None)) => Possible::only(T::T3a),
        (T3Reason::Extension, _) | (_, Some(Extension::Microscopic)) => by_size(size),
        (T3Reason::Missing, None) => {
            let mut possible = by_size(size);
            possible.options.push(T::T3b);
            possible.wanting.extend([Input::T3Reason, Input::Extension]);
            possible
        }
    }
}

fn by_size(size_mm: Option<f64>) -> Possible<T> {
    match size_mm.filter(|size| *size > 0.0) {
        Some(size) if size <= 20.0 + TOLERANCE => Possible::only(T::T1),
        Some(size) if size <= 40.0 + TOLERANCE => Possible::only(T::T2),
        Some(_) => Possible::only(T::T3a),
        None => Possible::any([T::T1, T::T2, T::T3a], &[Input::Size]),
    }
}

enum T3Reason {
    Size,
    Extension,
    Missing,
}

/// A text that names size is size, even beside extension: above 4 cm is T3a with or without
/// microscopic extension. A denial (`no`, `not`) is not read.
fn t3_reason(tumour: &Tumour) -> T3Reason {
    let text = tumour.t3_reason.as_deref().unwrap_or_default().to_ascii_lowercase();
    let says = |words: &[&str]| words.iter().any(|word| text.contains(word));
    let has = |wanted: &str| text.split(|c: char| !c.is_ascii_alphanumeric()).any(|word| word == wanted);
    if has("no") || has("not") {
        T3Reason::Missing
    } else if says(&["size", ">4", "> 4"]) {
        T3Reason::Size
    } else if has("ete") || says(&["exten", "minimal", "microscopic", "perithyroid", "sternothyroid"]) {
        T3Reason::Extension
    } else {
        T3Reason::Missing
    }
}

fn contradicts(category: T, source: Edition, tumour: &Tumour) -> bool {
    use Extension::{Gross, Microscopic};
    match (category, tumour.extension) {
        (T::T1 | T::T2, Some(Microscopic)) => source == Edition::Seventh,
        (T::T1 | T::T2 | T::T3a, Some(Gross)) => true,
        (T::T3, Some(Extension::None)) => matches!(t3_reason(tumour), T3Reason::Extension),
        (T::T3b | T::T4 | T::T4a | T::T4b, Some(Extension::None | Microscopic)) => true,
        _ => false,
    }
}

#[cfg(test)]
mod tests;
