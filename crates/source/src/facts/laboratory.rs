//! The laboratory sheet.

use std::borrow::Cow;

use timeline::{Analyte, Meaning};

use super::pages::Pages;
use crate::cell::number::number;
use crate::chart::{Chart, Measurement};
use crate::schema::Sheet;

pub(crate) fn write(chart: &Chart, pages: &mut Pages) {
    for row in &chart.measurements {
        let coded = &row.coded;
        if let (Some(analyte), Some(person)) =
            (analyte(coded.meaning), chart.persons.get(coded.person as usize))
        {
            let value = value(row);
            let cells = [
                &*person.id,
                &coded.day,
                analyte.word(),
                &value,
                &row.unit,
                &row.upper_reference,
                &coded.code,
            ];
            pages.row(Sheet::Lab, coded.at, cells);
        }
    }
}

fn analyte(meaning: Meaning) -> Option<Analyte> {
    Some(match meaning {
        Meaning::Tg => Analyte::Tg,
        Meaning::Tgab => Analyte::Tgab,
        Meaning::Tsh => Analyte::Tsh,
        Meaning::Ft4 => Analyte::Ft4,
        _ => return None,
    })
}

/// Comparator and number; where there is no number, the value as the laboratory printed it. A bare number in
/// that text takes the comparator too.
fn value(row: &Measurement) -> Cow<'_, str> {
    let text = row.text.trim();
    match (row.comparator, &*row.number) {
        ("", "") => Cow::Borrowed(text),
        (comparator, "") if number(text.as_bytes()).is_some() => Cow::Owned(format!("{comparator}{text}")),
        (_, "") => Cow::Borrowed(text),
        ("", number) => Cow::Borrowed(number),
        (comparator, number) => Cow::Owned(format!("{comparator}{number}")),
    }
}
