//! The sheets that say only that something happened on a day: rhtsh, metastasis, treatment, visit.

use timeline::{Injection, Metastasis, Treatment, Visit};

use super::row::Row;
use super::{Context, Record, Taken, day_order};
use crate::schema::Sheet;

const PERSON: usize = 0;
const DATE: usize = 1;
const KIND: usize = 2;

macro_rules! placed {
    () => {
        fn line(&self) -> u32 {
            self.record.line
        }
    };
}
pub(crate) use placed;

impl Record for Injection {
    const SHEET: Sheet = Sheet::Rhtsh;
    type Memory = ();

    fn read<'r>(row: &mut Row<'r>, _: &mut (), context: &Context<'r>) -> Taken<Injection> {
        let (person, day) = (row.person(PERSON, context), row.key_day(DATE, context));
        match (person, day) {
            (Some(person), Some(day)) => {
                Taken::Used(person, day_order(day), Injection { day, record: row.record })
            }
            _ => Taken::NotUsed,
        }
    }

    placed!();
}

impl Record for Metastasis {
    const SHEET: Sheet = Sheet::Metastasis;
    type Memory = ();

    fn read<'r>(row: &mut Row<'r>, _: &mut (), context: &Context<'r>) -> Taken<Metastasis> {
        let (person, day) = (row.person(PERSON, context), row.key_day(DATE, context));
        match (person, day, row.key_word(KIND)) {
            (Some(person), Some(day), Some(site)) => {
                Taken::Used(person, day_order(day), Metastasis { day, site, record: row.record })
            }
            _ => Taken::NotUsed,
        }
    }

    placed!();
}

impl Record for Treatment {
    const SHEET: Sheet = Sheet::Treatment;
    type Memory = ();

    fn read<'r>(row: &mut Row<'r>, _: &mut (), context: &Context<'r>) -> Taken<Treatment> {
        let (person, day) = (row.person(PERSON, context), row.key_day(DATE, context));
        match (person, day, row.key_word(KIND)) {
            (Some(person), Some(day), Some(kind)) => {
                Taken::Used(person, day_order(day), Treatment { day, kind, record: row.record })
            }
            _ => Taken::NotUsed,
        }
    }

    placed!();
}

impl Record for Visit {
    const SHEET: Sheet = Sheet::Visit;
    type Memory = ();

    fn read<'r>(row: &mut Row<'r>, _: &mut (), context: &Context<'r>) -> Taken<Visit> {
        let (person, day) = (row.person(PERSON, context), row.key_day(DATE, context));
        match (person, day) {
            (Some(person), Some(day)) => {
                Taken::Used(person, day_order(day), Visit { day, record: row.record })
            }
            _ => Taken::NotUsed,
        }
    }

    placed!();
}
