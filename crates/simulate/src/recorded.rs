//! The rows of one person as the sheets show them: the course, and the mess put into it.

use crate::blemish::{Blemish, first_lossy_person};
use crate::cell::Cell;
use crate::draw::{Draw, Stream};
use crate::person::simulate;
use crate::sheet::{Row, Sheet};
use crate::{Mess, Plan, Truth};

/// The rows of one person, sheet by sheet in the order of [`Sheet::ALL`].
pub(crate) struct Recorded {
    pub number: usize,
    /// The person's id in the sheets.
    pub person: String,
    pub rows: [Vec<Row>; Sheet::ALL.len()],
    pub truth: Truth,
    /// The words of the mess in the rows, `;`-joined.
    pub mess: String,
    /// Rows that carry some mess.
    pub n_blemishes: u64,
    /// Rows that a reader cannot use, by sheet.
    pub n_lost_rows: [u64; Sheet::ALL.len()],
}

impl Recorded {
    /// Simulates person number `number` (from 1) and records what happens.
    pub(crate) fn new(plan: &Plan, number: usize) -> Recorded {
        let (chart, truth) = simulate(plan, number);
        let person = format!("P{number:07}");
        let empty = || [const { Vec::new() }; Sheet::ALL.len()];
        let (mess, n_lost_rows) = (String::new(), [0; Sheet::ALL.len()]);
        let mut recorded =
            Recorded { number, person, rows: empty(), truth, mess, n_blemishes: 0, n_lost_rows };
        let mut draw = Draw::of_person(plan.seed, number, Stream::Blemish);
        let mut mess: Vec<&str> = Vec::new();
        for &sheet in Sheet::ALL {
            let rows = chart.of(sheet).iter();
            mess.extend(rows.filter_map(|row| recorded.add(plan, sheet, row, &mut draw)).map(Blemish::word));
        }
        mess.sort_unstable();
        mess.dedup();
        recorded.mess = mess.join(";");
        recorded
    }

    /// The rows of a sheet.
    pub(crate) fn of(&self, sheet: Sheet) -> &[Row] {
        &self.rows[sheet as usize]
    }

    /// Gives the person another id.
    pub(crate) fn rename(&mut self, person: &str) {
        for cell in self.rows.iter_mut().flatten().flat_map(|row| &mut row.cells) {
            if let Cell::Text(text) = cell
                && text.trim() == self.person
            {
                *text = text.replace(&self.person, person);
            }
        }
        self.person = person.to_owned();
    }

    /// Records a row, blemished or not.
    fn add(&mut self, plan: &Plan, sheet: Sheet, row: &Row, draw: &mut Draw) -> Option<Blemish> {
        let blemish = match plan.mess {
            Mess::None => None,
            Mess::Realistic => Blemish::draw(&plan.scenario.blemishes, draw),
        };
        let blemish = blemish.filter(|it| !it.loses_row() || self.number >= first_lossy_person(sheet));
        let applied = blemish.and_then(|it| it.apply(sheet, row, &self.person, draw).map(|rows| (it, rows)));
        let Some((blemish, rows)) = applied else {
            self.rows[sheet as usize].push(row.clone());
            return None;
        };
        self.rows[sheet as usize].extend(rows);
        self.n_blemishes += 1;
        self.n_lost_rows[sheet as usize] += u64::from(blemish.loses_row());
        Some(blemish)
    }
}
