//! The laboratory sheet: one row, its value in the canonical unit.

use std::num::NonZeroU16;

use timeline::{Analyte, Comparator, Day, Lab, Quantity, RecordRef};

use super::row::{Row, Word};
use super::{Context, Record, Taken, day_order};
use crate::assays::Assays;
use crate::cell::laboratory::{Printed, printed, quantity};
use crate::cell::units::{Factor, LabUnit, lab_unit};
use crate::finding::FindingKind;
use crate::schema::Sheet;

const PERSON: usize = 0;
const DATE: usize = 1;
const ANALYTE: usize = 2;
const VALUE: usize = 3;
const UNIT: usize = 4;
const ASSAY: usize = 5;
const LIMIT: usize = 7;
const UPPER: usize = 8;

/// What reading laboratory rows remembers: the methods met in the span, and per analyte the last unit.
#[derive(Default)]
pub(crate) struct Memory {
    pub assays: Assays,
    units: [Option<(Vec<u8>, LabUnit)>; 4],
}

impl Memory {
    fn unit(&mut self, analyte: Analyte, cell: &[u8]) -> LabUnit {
        let last = &mut self.units[analyte as usize];
        match last {
            Some((text, unit)) if text == cell => *unit,
            _ => {
                let unit = lab_unit(analyte, cell);
                *last = Some((cell.to_vec(), unit));
                unit
            }
        }
    }
}

/// A row of the laboratory sheet, half as large as the [`Lab`] it becomes: there are many.
pub(crate) struct LabRow {
    /// Not a number when the value is unusable.
    number: f64,
    /// Not a number when there is none.
    upper_reference: f64,
    line: u32,
    /// Numbered by the chunk's own list.
    assay: Option<NonZeroU16>,
    analyte: Analyte,
    comparator: Comparator,
}

impl LabRow {
    /// The method, numbered by the chunk's own list.
    pub(crate) fn assay(&self) -> Option<NonZeroU16> {
        self.assay
    }

    /// The laboratory result.
    pub(crate) fn lab(&self, day: Day, assay: Option<NonZeroU16>, record: RecordRef) -> Lab {
        let known = |number: f64| (!number.is_nan()).then_some(number);
        Lab {
            day,
            analyte: self.analyte,
            value: known(self.number).map(|number| Quantity { number, comparator: self.comparator }),
            assay,
            upper_reference: known(self.upper_reference),
            record,
        }
    }
}

impl Record for LabRow {
    const SHEET: Sheet = Sheet::Lab;
    type Memory = Memory;

    fn read<'r>(row: &mut Row<'r>, memory: &mut Memory, context: &Context<'r>) -> Taken<LabRow> {
        let Some(analyte) = Analyte::named(row.cell(ANALYTE)) else {
            return Taken::Ignored;
        };
        let (person, day) = (row.person(PERSON, context), row.key_day(DATE, context));
        let (Some(person), Some(day)) = (person, day) else {
            return Taken::NotUsed;
        };
        let factor = factor(row, memory, analyte);
        let limit = row.number(LIMIT);
        let in_row_unit = value(row, limit);
        let upper = row.number(UPPER);
        let assay: Option<NonZeroU16> = memory.assays.number(analyte, row.cell(ASSAY));
        let canonical = |number: f64| match factor {
            Ok(factor) => factor.apply(number),
            Err(_) => f64::NAN,
        };
        let lab = LabRow {
            number: in_row_unit.map_or(f64::NAN, |value| canonical(value.number)),
            upper_reference: upper.map_or(f64::NAN, canonical),
            line: row.record.line,
            assay,
            analyte,
            comparator: in_row_unit.map_or(Comparator::Exact, |value| value.comparator),
        };
        if let (Some(_), Err((kind, message))) = (in_row_unit, factor) {
            row.report(UNIT, kind, message);
        }
        Taken::Used(person, day_order(day), lab)
    }

    fn line(&self) -> u32 {
        self.line
    }

    fn tag(&self) -> u32 {
        let mixed = (self.number.to_bits() ^ self.analyte as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        (mixed >> 54) as u32
    }
}

/// The factor to the canonical unit, or why there is none.
fn factor(
    row: &Row<'_>,
    memory: &mut Memory,
    analyte: Analyte,
) -> Result<Factor, (FindingKind, &'static str)> {
    match (memory.unit(analyte, row.cell(UNIT)), analyte) {
        (LabUnit::Known(factor), _) => Ok(factor),
        (LabUnit::Missing, Analyte::Tg) => {
            Err((FindingKind::UnitMissing, "thyroglobulin without a unit; the value is not used"))
        }
        (LabUnit::Missing, _) => Ok(Factor::One),
        (LabUnit::Unknown, _) => {
            Err((FindingKind::UnitUnknown, "not a unit of this analyte; the value is not used"))
        }
    }
}

fn value(row: &mut Row<'_>, limit: Option<f64>) -> Option<Quantity> {
    let printed = printed(row.cell(VALUE));
    let quantity = quantity(printed, limit);
    if quantity.is_none() {
        let message = match printed {
            Printed::Undetectable => "below a detection limit that is not recorded; the value is not used",
            _ if row.cell(VALUE).is_empty() => "no value; the row counts as a visit only",
            _ => "not a laboratory value; the value is not used",
        };
        row.report(VALUE, FindingKind::UnusableValue, message);
    }
    quantity
}
