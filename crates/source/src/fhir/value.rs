//! Values of observations and stages, as stored.

use timeline::Meaning;

use super::account::item;
use super::facts::{About, Fact, words};
use super::meaning::is_morphology;
use super::resource::{
    CodeableConcept, Component, Condition, Observation, Quantity, ReferenceRange, Text, text,
};
use super::sets::Match;
use super::systems::{Place, vocabulary};
use crate::chart::{Coded, Measurement};

/// A number in its shortest form.
pub(super) fn shortest(number: f64) -> String {
    number.to_string()
}

/// The unit as printed, else its code.
pub(super) fn unit<'r>(quantity: &'r Quantity<'_>) -> &'r str {
    let printed = text(&quantity.unit).trim();
    if printed.is_empty() { text(&quantity.code).trim() } else { printed }
}

/// A value in any of the forms that are read, of an observation or of a component.
struct Value<'r, 'a> {
    quantity: Option<&'r Quantity<'a>>,
    string: &'r Option<Text<'a>>,
    integer: Option<i64>,
    concept: Option<&'r CodeableConcept<'a>>,
    ranges: &'r [ReferenceRange<'a>],
    is_absent: bool,
}

macro_rules! value {
    ($of:expr) => {
        Value {
            quantity: $of.value_quantity.as_ref(),
            string: &$of.value_string,
            integer: $of.value_integer,
            concept: $of.value_codeable_concept.as_ref(),
            ranges: &$of.reference_range,
            is_absent: $of.data_absent_reason.is_some(),
        }
    };
}

/// The measurements of an observation and of its components.
pub(super) fn measurements(
    observation: &Observation<'_>,
    about: &About,
    day: &str,
) -> Result<Vec<Fact>, &'static str> {
    let own = value!(observation);
    let mut facts = Vec::new();
    for found in &about.matches {
        let part = observation.component.iter().find(|part| says(part, &found.code));
        let of_part = part.map(|part| value!(part));
        let value = of_part.as_ref().unwrap_or(&own);
        if !(value.is_absent && value.is_empty()) {
            facts.push(Fact::Measurement(value.measurement(about.coded(found, day))));
        }
    }
    if facts.is_empty() { Err(item::ABSENT_VALUE) } else { Ok(facts) }
}

/// Whether a component has this code.
fn says(part: &Component<'_>, code: &str) -> bool {
    let codings = part.code.iter().flat_map(|concept| &concept.coding);
    codings.into_iter().any(|coding| text(&coding.code).trim() == code)
}

impl Value<'_, '_> {
    fn is_empty(&self) -> bool {
        let has_number =
            self.quantity.is_some_and(|quantity| quantity.value.is_some()) || self.integer.is_some();
        !has_number && text(self.string).trim().is_empty() && self.concept.is_none()
    }

    fn measurement(&self, coded: Coded) -> Measurement {
        let range = self.range();
        let range_unit = range.map(unit).unwrap_or_default();
        let quantity_unit = self.quantity.map(unit).unwrap_or_default();
        let unit = if quantity_unit.is_empty() { range_unit } else { quantity_unit };
        let is_same_unit = range_unit.is_empty() || range_unit == unit;
        let upper = range.filter(|_| is_same_unit).and_then(|high| high.value).map(shortest);
        let (comparator, number, text) = self.parts(coded.meaning);
        let upper_reference = upper.unwrap_or_default().into();
        Measurement { coded, comparator, number, text, unit: unit.into(), upper_reference }
    }

    /// Comparator and number, or a text.
    fn parts(&self, meaning: Meaning) -> (&'static str, Box<str>, Box<str>) {
        let number = self.quantity.and_then(|quantity| quantity.value).map(shortest);
        let number = number.or_else(|| self.integer.map(|number| number.to_string()));
        let Some(number) = number else {
            return ("", "".into(), self.words(meaning));
        };
        let sign = self.quantity.map(|quantity| text(&quantity.comparator).trim()).unwrap_or_default();
        match ["", "<", "<=", ">", ">="].into_iter().find(|known| *known == sign) {
            Some(comparator) => (comparator, number.into(), "".into()),
            None => ("", "".into(), format!("{sign}{number}").into()),
        }
    }

    fn words(&self, meaning: Meaning) -> Box<str> {
        let string = text(self.string).trim();
        match self.concept {
            Some(concept) if string.is_empty() => of_concept(concept, meaning).into(),
            _ => string.into(),
        }
    }

    /// The upper end of the first reference range that has one and is the normal range.
    fn range(&self) -> Option<&Quantity<'_>> {
        let is_normal = |range: &&ReferenceRange<'_>| {
            let codings = range.kind.iter().flat_map(|kind| &kind.coding);
            let mut codes =
                codings.map(|coding| text(&coding.code)).filter(|code| !code.is_empty()).peekable();
            codes.peek().is_none() || codes.any(|code| code == "normal")
        };
        self.ranges.iter().filter(is_normal).find_map(|range| range.high.as_ref())
    }
}

/// What a concept says as a value of this meaning.
fn of_concept<'r>(concept: &'r CodeableConcept<'_>, meaning: Meaning) -> &'r str {
    match meaning {
        Meaning::HistologyText => histology(concept).unwrap_or_else(|| words(concept)),
        Meaning::TumourT => category(concept, 'T').unwrap_or_else(|| words(concept)),
        Meaning::TumourN => category(concept, 'N').unwrap_or_else(|| words(concept)),
        Meaning::TumourM => category(concept, 'M').unwrap_or_else(|| words(concept)),
        _ => words(concept),
    }
}

/// The morphology, where it is coded in ICD-O-3.
fn histology<'r>(concept: &'r CodeableConcept<'_>) -> Option<&'r str> {
    let codings = concept.coding.iter();
    let oncology = codings
        .filter(|coding| vocabulary(text(&coding.system), Place::Elsewhere) == Some("ICDO3"))
        .map(|coding| text(&coding.code).trim());
    oncology.into_iter().find(|code| is_morphology(code.get(..6).unwrap_or(code)))
}

/// The first code, display or text whose first word is a category of TNM, such as `pT1a`.
fn category<'r>(concept: &'r CodeableConcept<'_>, letter: char) -> Option<&'r str> {
    let codes = concept.coding.iter().map(|coding| text(&coding.code));
    let displays = concept.coding.iter().map(|coding| text(&coding.display));
    let all = codes.chain(displays).chain(std::iter::once(text(&concept.text)));
    all.filter_map(|words| words.split_whitespace().next()).find(|word| {
        let rest = word.trim_start_matches(['c', 'p', 'y', 'r', 'a']).strip_prefix(letter);
        rest.is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit() || "Xxi".contains(c)))
    })
}

/// The value of a stage whose kind has this code.
pub(super) fn staged(condition: &Condition<'_>, found: &Match) -> Option<Box<str>> {
    let is_meant = |concept: &CodeableConcept<'_>| {
        concept.coding.iter().any(|coding| text(&coding.code).trim() == &*found.code)
    };
    let mut stages = condition.stage.iter().filter(|stage| stage.kind.as_ref().is_some_and(is_meant));
    let summary = stages.find_map(|stage| stage.summary.as_ref())?;
    Some(of_concept(summary, found.meaning).into())
}
