//! The radioiodine sheet.

use timeline::Administration;

use super::plain::placed;
use super::row::Row;
use super::{Context, Record, Taken, day_order};
use crate::cell::activity::{Activity, activity, is_unit};
use crate::finding::FindingKind;
use crate::schema::Sheet;

const PERSON: usize = 0;
const DATE: usize = 1;
const ACTIVITY: usize = 2;
const UNIT: usize = 3;
const INTENT: usize = 4;
const PREPARATION: usize = 5;
const SCAN: usize = 6;

impl Record for Administration {
    const SHEET: Sheet = Sheet::Radioiodine;
    type Memory = ();

    fn read<'r>(row: &mut Row<'r>, _: &mut (), context: &Context<'r>) -> Taken<Administration> {
        let (person, day) = (row.person(PERSON, context), row.key_day(DATE, context));
        let (Some(person), Some(day)) = (person, day) else {
            return Taken::NotUsed;
        };
        let administration = Administration {
            day,
            activity_mci: activity_mci(row),
            intent: row.word(INTENT),
            preparation: row.word(PREPARATION),
            scan: row.word(SCAN),
            record: row.record,
        };
        Taken::Used(person, day_order(day), administration)
    }

    placed!();
}

fn activity_mci(row: &mut Row<'_>) -> Option<f64> {
    let unit = row.cell(UNIT);
    let Some(number) = row.number(ACTIVITY) else {
        if !unit.is_empty() && !is_unit(unit) {
            row.report(UNIT, FindingKind::UnitUnknown, "not a unit of activity; there is no activity either");
        }
        return None;
    };
    match activity(number, unit) {
        Activity::Known(mci) => Some(mci),
        Activity::Assumed(mci) => {
            let message = if number >= 700.0 {
                "no known unit of activity; 700 and more is read as MBq"
            } else {
                "no known unit of activity; 15 to 600 is read as mCi"
            };
            row.report(UNIT, FindingKind::ActivityUnitAssumed, message);
            Some(mci)
        }
        Activity::Ambiguous => {
            let message =
                "no known unit of activity, and the number could be several; read as unknown activity";
            row.report(UNIT, FindingKind::AmbiguousActivity, message);
            None
        }
    }
}
