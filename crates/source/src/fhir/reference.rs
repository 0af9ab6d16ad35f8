//! What a FHIR reference points to.

/// Where a reference points.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Target<'a> {
    /// A resource by kind and identifier: `Patient/x`, or an address that ends so.
    Resource(&'a str, &'a str),
    /// A resource by identifier alone: `urn:uuid:x`.
    Identifier(&'a str),
    /// Inside the resource that refers: `#x`.
    Contained(&'a str),
    /// By a search (`Patient?identifier=...`), or in no form that FHIR has.
    Unreadable,
    /// Nowhere.
    Nothing,
}

impl Target<'_> {
    /// Of a reference as stored.
    pub fn of(reference: &str) -> Target<'_> {
        let reference = reference.trim();
        if reference.is_empty() {
            return Target::Nothing;
        }
        if let Some(id) = reference.strip_prefix('#') {
            return Target::Contained(id);
        }
        if let Some(id) = reference.strip_prefix("urn:uuid:") {
            return Target::Identifier(id);
        }
        if reference.contains(['?', '|']) {
            return Target::Unreadable;
        }
        let unversioned = reference.split("/_history/").next().unwrap_or(reference);
        let mut parts = unversioned.rsplit('/');
        match (parts.next(), parts.next()) {
            (Some(id), Some(kind)) if !id.is_empty() && !kind.is_empty() => Target::Resource(kind, id),
            _ => Target::Unreadable,
        }
    }

    /// The identifier, when it points to a resource of this kind outside.
    pub fn id_of(self, wanted: &str) -> Option<Box<str>> {
        match self {
            Target::Resource(kind, id) if kind == wanted => Some(id.into()),
            Target::Identifier(id) => Some(id.into()),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Target::{self, Contained, Identifier, Nothing, Resource, Unreadable};

    #[test]
    fn each_form_of_a_reference_is_understood() {
        for (reference, target) in [
            ("Patient/7", Resource("Patient", "7")),
            ("https://hospital.example/fhir/Patient/7", Resource("Patient", "7")),
            ("Patient/7/_history/2", Resource("Patient", "7")),
            ("urn:uuid:0a-1", Identifier("0a-1")),
            ("#p", Contained("p")),
            ("Patient?identifier=http://hospital.example|7", Unreadable),
            ("7", Unreadable),
            ("Patient/", Unreadable),
            (" ", Nothing),
        ] {
            assert_eq!(Target::of(reference), target, "{reference}");
        }
    }
}
