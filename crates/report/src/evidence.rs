//! `evidence.csv`: every decision about every person, with the rows behind it, as places and fingerprints.

use sha2::{Digest, Sha256};

use crate::document::{Decision, RowText};
use crate::tables::csv_cell;

/// Bytes of a fingerprint: enough to tell two texts of one place apart.
const BYTES: usize = 6;

/// One line for each decision, in the order of the persons and of the study. The text of a row does not stand
/// in it, only a fingerprint: two runs can tell that a row was changed without repeating it.
pub fn evidence_csv<'a>(persons: impl Iterator<Item = (&'a str, Vec<Decision>)>) -> String {
    let mut out = String::from("person_id,question,answer,rule,rows,fingerprints\n");
    for (person, decisions) in persons {
        for decision in &decisions {
            let places: Vec<&str> = decision.used.iter().map(|row| row.place.as_str()).collect();
            let prints: Vec<String> = decision.used.iter().map(fingerprint).collect();
            let cells = [
                person,
                &decision.question,
                &decision.answer,
                decision.rule,
                &places.join(";"),
                &prints.join(";"),
            ];
            let cells: Vec<_> = cells.into_iter().map(csv_cell).collect();
            out.push_str(&cells.join(","));
            out.push('\n');
        }
    }
    out
}

fn fingerprint(row: &RowText) -> String {
    let sum = Sha256::digest(row.text.as_bytes());
    sum.iter().take(BYTES).map(|byte| format!("{byte:02x}")).collect()
}
