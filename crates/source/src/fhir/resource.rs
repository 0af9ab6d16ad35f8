//! The elements of FHIR R4 resources that are read; every other element is passed over.
//!
//! <https://hl7.org/fhir/R4/>; the names are FHIR's.

use std::borrow::Cow;
use std::fmt;

use serde::de::{Deserialize, Deserializer, IgnoredAny, Visitor};

/// A string, borrowed from the line where it holds no escape.
#[derive(Clone, Default)]
pub(super) struct Text<'a>(Cow<'a, str>);

impl std::ops::Deref for Text<'_> {
    type Target = str;

    fn deref(&self) -> &str {
        &self.0
    }
}

impl<'de: 'a, 'a> Deserialize<'de> for Text<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Text<'a>, D::Error> {
        struct Visit;
        impl<'de> Visitor<'de> for Visit {
            type Value = Text<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a string")
            }

            fn visit_borrowed_str<E>(self, text: &'de str) -> Result<Text<'de>, E> {
                Ok(Text(Cow::Borrowed(text)))
            }

            fn visit_str<E>(self, text: &str) -> Result<Text<'de>, E> {
                Ok(Text(Cow::Owned(text.to_owned())))
            }
        }
        deserializer.deserialize_str(Visit)
    }
}

/// The text of an element that may be absent; empty then.
pub(super) fn text<'t>(element: &'t Option<Text<'_>>) -> &'t str {
    element.as_deref().unwrap_or_default()
}

macro_rules! elements {
    ($($(#[$about:meta])* $name:ident { $($(#[$attribute:meta])* $field:ident: $kind:ty),* $(,)? })*) => {
        $(
            $(#[$about])*
            #[derive(Default, serde::Deserialize)]
            #[serde(rename_all = "camelCase", default, bound(deserialize = "'de: 'a"))]
            pub(super) struct $name<'a> { $($(#[$attribute])* pub $field: $kind),* }
        )*
    };
}

macro_rules! resources {
    ($($(#[$about:meta])* $name:ident { $($(#[$attribute:meta])* $field:ident: $kind:ty),* $(,)? })*) => {
        elements! {$(
            $(#[$about])*
            $name {
                id: Option<Text<'a>>,
                meta: Option<Meta<'a>>,
                contained: Vec<Contained<'a>>,
                $($(#[$attribute])* $field: $kind),*
            }
        )*}

        /// A resource of a kind that is read.
        pub(super) enum Resource<'a> { $($name(Box<$name<'a>>)),* }

        /// The kinds that are read.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub(super) enum Kind { $($name),* }

        impl Kind {
            /// The kind of this name.
            pub fn of(name: &str) -> Option<Kind> {
                match name { $(stringify!($name) => Some(Kind::$name),)* _ => None }
            }

            /// FHIR's name.
            pub fn name(self) -> &'static str {
                match self { $(Kind::$name => stringify!($name)),* }
            }
        }

        impl<'a> Resource<'a> {
            /// Of one line.
            pub fn parse(kind: Kind, line: &'a str) -> serde_json::Result<Resource<'a>> {
                match kind { $(Kind::$name => serde_json::from_str(line).map(Resource::$name)),* }
            }

            /// The identifier; empty when there is none.
            pub fn id(&self) -> &str {
                match self { $(Resource::$name(resource) => text(&resource.id)),* }
            }

            /// When it was stored, and as which version; empty when not said.
            pub fn version(&self) -> (&str, &str) {
                let meta = match self { $(Resource::$name(resource) => resource.meta.as_ref()),* };
                meta.map(|meta| (text(&meta.last_updated), text(&meta.version_id))).unwrap_or_default()
            }
        }
    };
}

elements! {
    /// What kind a line is.
    Head { resource_type: Option<Text<'a>> }
    /// Whose a line is.
    Whose { id: Option<Text<'a>>, subject: Option<Reference<'a>>, contained: Vec<IgnoredAny> }
    Meta { last_updated: Option<Text<'a>>, version_id: Option<Text<'a>> }
    Coding { system: Option<Text<'a>>, code: Option<Text<'a>>, display: Option<Text<'a>> }
    CodeableConcept { coding: Vec<Coding<'a>>, text: Option<Text<'a>> }
    Reference { reference: Option<Text<'a>>, display: Option<Text<'a>> }
    Period { start: Option<Text<'a>> }
    Quantity {
        value: Option<f64>,
        comparator: Option<Text<'a>>,
        unit: Option<Text<'a>>,
        code: Option<Text<'a>>,
    }
    ReferenceRange {
        high: Option<Quantity<'a>>,
        #[serde(rename = "type")]
        kind: Option<CodeableConcept<'a>>,
    }
    Contained { resource_type: Option<Text<'a>>, id: Option<Text<'a>>, code: Option<MaybeConcept<'a>> }
    Stage {
        summary: Option<CodeableConcept<'a>>,
        #[serde(rename = "type")]
        kind: Option<CodeableConcept<'a>>,
    }
    Dosage { dose: Option<Quantity<'a>> }
    Attachment { content_type: Option<Text<'a>>, data: Option<Text<'a>> }
    Series { modality: Option<Coding<'a>>, body_site: Option<Coding<'a>> }
    Component {
        code: Option<CodeableConcept<'a>>,
        value_quantity: Option<Quantity<'a>>,
        value_string: Option<Text<'a>>,
        value_integer: Option<i64>,
        value_codeable_concept: Option<CodeableConcept<'a>>,
        reference_range: Vec<ReferenceRange<'a>>,
        data_absent_reason: Option<CodeableConcept<'a>>,
    }
}

/// The code of a contained resource, whose kind is not known beforehand.
#[derive(serde::Deserialize)]
#[serde(untagged)]
pub(super) enum MaybeConcept<'a> {
    #[serde(borrow)]
    Is(CodeableConcept<'a>),
    #[allow(dead_code)] // what it is instead does not matter
    Other(IgnoredAny),
}

resources! {
    Patient {
        gender: Option<Text<'a>>,
        birth_date: Option<Text<'a>>,
        deceased_date_time: Option<Text<'a>>,
        deceased_boolean: Option<bool>,
    }
    Condition {
        verification_status: Option<CodeableConcept<'a>>,
        code: Option<CodeableConcept<'a>>,
        body_site: Vec<CodeableConcept<'a>>,
        stage: Vec<Stage<'a>>,
        subject: Option<Reference<'a>>,
        onset_date_time: Option<Text<'a>>,
        onset_period: Option<Period<'a>>,
        recorded_date: Option<Text<'a>>,
    }
    Procedure {
        status: Option<Text<'a>>,
        code: Option<CodeableConcept<'a>>,
        subject: Option<Reference<'a>>,
        performed_date_time: Option<Text<'a>>,
        performed_period: Option<Period<'a>>,
    }
    MedicationAdministration {
        status: Option<Text<'a>>,
        medication_codeable_concept: Option<CodeableConcept<'a>>,
        medication_reference: Option<Reference<'a>>,
        subject: Option<Reference<'a>>,
        effective_date_time: Option<Text<'a>>,
        effective_period: Option<Period<'a>>,
        dosage: Option<Dosage<'a>>,
    }
    MedicationRequest {
        status: Option<Text<'a>>,
        intent: Option<Text<'a>>,
        do_not_perform: Option<bool>,
        medication_codeable_concept: Option<CodeableConcept<'a>>,
        medication_reference: Option<Reference<'a>>,
        subject: Option<Reference<'a>>,
        authored_on: Option<Text<'a>>,
    }
    Medication { code: Option<CodeableConcept<'a>> }
    Observation {
        status: Option<Text<'a>>,
        code: Option<CodeableConcept<'a>>,
        subject: Option<Reference<'a>>,
        effective_date_time: Option<Text<'a>>,
        effective_period: Option<Period<'a>>,
        effective_instant: Option<Text<'a>>,
        value_quantity: Option<Quantity<'a>>,
        value_string: Option<Text<'a>>,
        value_integer: Option<i64>,
        value_codeable_concept: Option<CodeableConcept<'a>>,
        reference_range: Vec<ReferenceRange<'a>>,
        data_absent_reason: Option<CodeableConcept<'a>>,
        component: Vec<Component<'a>>,
    }
    DiagnosticReport {
        status: Option<Text<'a>>,
        code: Option<CodeableConcept<'a>>,
        subject: Option<Reference<'a>>,
        effective_date_time: Option<Text<'a>>,
        effective_period: Option<Period<'a>>,
        issued: Option<Text<'a>>,
        conclusion: Option<Text<'a>>,
        presented_form: Vec<Attachment<'a>>,
        result: Vec<Reference<'a>>,
        imaging_study: Vec<Reference<'a>>,
    }
    ImagingStudy {
        status: Option<Text<'a>>,
        modality: Vec<Coding<'a>>,
        subject: Option<Reference<'a>>,
        started: Option<Text<'a>>,
        procedure_code: Vec<CodeableConcept<'a>>,
        description: Option<Text<'a>>,
        series: Vec<Series<'a>>,
    }
    Encounter {
        status: Option<Text<'a>>,
        class: Option<Coding<'a>>,
        #[serde(rename = "type")]
        kind: Vec<CodeableConcept<'a>>,
        subject: Option<Reference<'a>>,
        period: Option<Period<'a>>,
    }
}

impl<'a> MaybeConcept<'a> {
    /// The concept, where it is one.
    pub fn concept(&self) -> Option<&CodeableConcept<'a>> {
        match self {
            MaybeConcept::Is(concept) => Some(concept),
            MaybeConcept::Other(_) => None,
        }
    }
}
