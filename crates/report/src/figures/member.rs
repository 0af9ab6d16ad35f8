//! What a mark of one patient says and where it leads; marker values as charts take them.

use analysis::{MarkerValue, MemberRow, Stratum};
use figure::charts::slope::{Known, Value};
use figure::{Fill, Hatch, Ink};

use crate::Document;
use crate::html::words;

/// Address of a member's evidence in the report: there only where pages are written.
pub(super) fn link(document: &Document<'_>, position: usize) -> Option<String> {
    document.pages.get(position).map(|_| format!("#v{position}"))
}

/// A marker value.
pub(super) fn value(value: &MarkerValue) -> Value {
    Value { number: value.number, known: known(value.censored) }
}

/// What the word of censoring means.
pub(super) fn known(censored: &str) -> Known {
    match censored {
        "left" => Known::Below,
        "right" => Known::Above,
        _ => Known::Exactly,
    }
}

/// `P0001, structural: Tg <0.2 to 3.1 ng/mL`.
pub(super) fn pair_says(member: &MemberRow, before: &MarkerValue, after: &MarkerValue) -> String {
    format!(
        "{}, {}: stimulated Tg {} to {} ng/mL",
        member.person_id,
        words::stratum(member.stratum).to_lowercase(),
        words::marker(before),
        words::marker(after)
    )
}

/// Fill of a stratum.
pub(super) fn stratum_fill(stratum: Stratum) -> Fill {
    match stratum {
        Stratum::Structural => Fill::new(Ink::Blue),
        Stratum::Biochemical => Fill::new(Ink::Vermillion).hatched(Hatch::Rising),
        Stratum::Reoperated => Fill::new(Ink::Sky).hatched(Hatch::Dots),
    }
}

/// `a`, `a and b`, `a, b and c`.
pub(super) fn list(parts: &[String]) -> String {
    match parts {
        [] => String::new(),
        [one] => one.clone(),
        [most @ .., last] => format!("{} and {last}", most.join(", ")),
    }
}

/// `1 patient`, `2 patients`.
pub(super) fn several(n: usize, one: &str, many: &str) -> String {
    format!("{} {}", crate::html::number::count(n), if n == 1 { one } else { many })
}
