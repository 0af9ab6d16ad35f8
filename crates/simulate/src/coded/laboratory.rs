//! Laboratory rows as measurements.

use super::codes::{self, Code};
use super::{CodedPerson, Event, Measurement, Operator};
use crate::draw::Draw;
use crate::recorded::Recorded;
use crate::sheet::Sheet;
use crate::view::{Reading, View};

/// Codes every usable row; a value that cannot be used stays as text.
pub(crate) fn code(recorded: &Recorded, coded: &mut CodedPerson, draw: &mut Draw) {
    for (day, row) in View::usable(recorded, Sheet::Lab) {
        let unit = row.text("unit");
        let Some(code) = analyte(&row.word("analyte"), &unit, draw) else { continue };
        let exact = if draw.chance(0.5) { Operator::Equal } else { Operator::Absent };
        let (operator, number) = match row.reading() {
            Reading::Exact(number) => (exact, Some(number)),
            Reading::Below(limit) => (Operator::Below, Some(limit)),
            Reading::Above(limit) => (Operator::Above, Some(limit)),
            Reading::Unusable => (Operator::Absent, None),
        };
        let (text, upper_reference) = (row.text("value"), row.number("upper_reference"));
        let event = Event { day, code };
        coded.measurements.push(Measurement { event, operator, number, text, unit, upper_reference });
    }
}

fn analyte(analyte: &str, unit: &str, draw: &mut Draw) -> Option<&'static Code> {
    Some(match analyte {
        "tg" => &codes::TG[0],
        "tgab" => &codes::TGAB[0],
        "tsh" => &codes::TSH[draw.weighted(&[(0, 6.0), (1, 2.0), (2, 2.0)])],
        "ft4" => &codes::FT4[usize::from(unit.eq_ignore_ascii_case("pmol/l"))],
        "calcitonin" => &codes::CALCITONIN[0],
        _ => return None,
    })
}
