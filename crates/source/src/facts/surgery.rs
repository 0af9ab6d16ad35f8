//! The surgery sheet. Coded records do not say why an operation was done: the intent stays empty.

use timeline::{Meaning, SurgeryKind};

use super::pages::Pages;
use crate::chart::Chart;
use crate::schema::Sheet;

pub(crate) fn write(chart: &Chart, pages: &mut Pages) {
    for row in &chart.procedures {
        if let (Some(kind), Some(person)) = (kind(row.meaning), chart.persons.get(row.person as usize)) {
            pages.row(Sheet::Surgery, row.at, [&*person.id, &row.day, kind.word(), &row.code]);
        }
    }
}

fn kind(meaning: Meaning) -> Option<SurgeryKind> {
    Some(match meaning {
        Meaning::TotalThyroidectomy => SurgeryKind::TotalThyroidectomy,
        Meaning::CompletionThyroidectomy => SurgeryKind::CompletionThyroidectomy,
        Meaning::Lobectomy => SurgeryKind::Lobectomy,
        Meaning::NeckDissection => SurgeryKind::NeckDissection,
        Meaning::NodeExcision => SurgeryKind::NodeExcision,
        _ => return None,
    })
}
