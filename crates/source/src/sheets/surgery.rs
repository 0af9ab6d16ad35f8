//! The surgery sheet.

use timeline::Surgery;

use super::plain::placed;
use super::row::Row;
use super::{Context, Record, Taken, day_order};
use crate::schema::Sheet;

const PERSON: usize = 0;
const DATE: usize = 1;
const KIND: usize = 2;
const INTENT: usize = 5;

impl Record for Surgery {
    const SHEET: Sheet = Sheet::Surgery;
    type Memory = ();

    fn read<'r>(row: &mut Row<'r>, _: &mut (), context: &Context<'r>) -> Taken<Surgery> {
        let (person, day) = (row.person(PERSON, context), row.key_day(DATE, context));
        match (person, day, row.key_word(KIND)) {
            (Some(person), Some(day), Some(kind)) => {
                let intent = row.word(INTENT);
                Taken::Used(person, day_order(day), Surgery { day, kind, intent, record: row.record })
            }
            _ => Taken::NotUsed,
        }
    }

    placed!();
}
