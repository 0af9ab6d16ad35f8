//! What a file's name says.

use crate::cdm::Table;

/// The format of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Format {
    /// Text, perhaps gzipped.
    Csv,
    /// Parquet.
    Parquet,
}

/// What a file may be, by the end of its name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Ending {
    /// In this format.
    Known(Format),
    /// In a format that could be read if it were not compressed like this.
    Packed,
    /// Something else.
    Other,
}

/// Splits a name, in any case, into its beginning in lower case and what its end says.
pub(super) fn split(name: &str) -> (String, Ending) {
    let name = name.to_ascii_lowercase();
    for packing in [".zst", ".bz2", ".xz", ".zip", ".7z", ".lz4", ".br"] {
        if let Some(inner) = name.strip_suffix(packing) {
            return match split(inner) {
                (beginning, Ending::Known(_)) => (beginning, Ending::Packed),
                _ if Table::named(inner).is_some() => (inner.to_owned(), Ending::Packed),
                _ => (name.clone(), Ending::Other),
            };
        }
    }
    let text = name.strip_suffix(".gz").unwrap_or(&name);
    for ending in [".csv", ".tsv", ".txt"] {
        if let Some(beginning) = text.strip_suffix(ending) {
            return (beginning.to_owned(), Ending::Known(Format::Csv));
        }
    }
    match name.strip_suffix(".parquet") {
        Some(beginning) => (beginning.to_owned(), Ending::Known(Format::Parquet)),
        None => (name, Ending::Other),
    }
}

/// Which table a beginning names, and whether with a shard's number behind it: `measurement_0`,
/// `measurement-00001-of-00010`, `measurement.part3`.
pub(super) fn table(beginning: &str) -> Option<(Table, bool)> {
    if let Some(table) = Table::named(beginning) {
        return Some((table, false));
    }
    let numbered = |table: &Table| beginning.strip_prefix(table.name()).is_some_and(is_number);
    Table::ALL.iter().copied().find(numbered).map(|table| (table, true))
}

fn is_number(rest: &str) -> bool {
    let mut words = rest.split(['_', '-', '.']);
    let is_word = |word: &str| {
        let digits = word.strip_prefix("part").or_else(|| word.strip_prefix("shard")).unwrap_or(word);
        matches!(digits, "" | "of") || digits.bytes().all(|byte| byte.is_ascii_digit())
    };
    words.next() == Some("") && words.all(is_word) && rest.contains(|letter: char| letter.is_ascii_digit())
}

/// Whether a name is of no interest: hidden, or written beside the data by a Mac or by Spark.
pub(super) fn is_junk(name: &str) -> bool {
    name.starts_with(['.', '_'])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn endings_in_any_case() {
        for (name, beginning, ending) in [
            ("PERSON.csv", "person", Ending::Known(Format::Csv)),
            ("person.TSV.GZ", "person", Ending::Known(Format::Csv)),
            ("part-0.snappy.parquet", "part-0.snappy", Ending::Known(Format::Parquet)),
            ("person.csv.zst", "person", Ending::Packed),
            ("person.zip", "person", Ending::Packed),
            ("notes.zip", "notes.zip", Ending::Other),
            ("LICENSE", "license", Ending::Other),
            ("person.parquet.gz", "person.parquet.gz", Ending::Other),
        ] {
            assert_eq!(split(name), (beginning.to_owned(), ending), "{name}");
        }
    }

    #[test]
    fn a_shard_has_a_number_and_no_other_word() {
        for (beginning, expected) in [
            ("measurement", Some((Table::Measurement, false))),
            ("measurement_0", Some((Table::Measurement, true))),
            ("measurement-00001-of-00010", Some((Table::Measurement, true))),
            ("measurement.part3", Some((Table::Measurement, true))),
            ("measurement_old", None),
            ("measurement2", None),
            ("measurement_", None),
            ("observation_period", Some((Table::ObservationPeriod, false))),
            ("note_nlp", None),
        ] {
            assert_eq!(table(beginning), expected, "{beginning}");
        }
    }
}
