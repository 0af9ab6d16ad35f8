//! Persons without thyroid cancer: ordinary visits, diagnoses, procedures, drugs and measurements. Their
//! codes are invented and say so (vocabulary `SYNTHETIC`); only thyrotropin and free thyroxine are real, as
//! anybody's record holds them.

use timeline::Day;

use super::Tables;
use super::batch::Value::{self, Id, Null, Number, Text};
use super::person::{add_visit, birth};
use super::table::Table;
use crate::coded::codes::{self, Code, PLAIN, UNITS};
use crate::draw::{Draw, Stream};

/// Ids of the invented concepts, far above those of [`codes`].
const FIRST_CONCEPT: i64 = 2_001_000_000;

/// The invented concepts: domain, letter of the code, how many.
const KINDS: [(&str, &str, i64); 4] =
    [("Condition", "C", 200), ("Procedure", "P", 100), ("Drug", "D", 150), ("Measurement", "M", 400)];

const CONDITION: usize = 0;
const PROCEDURE: usize = 1;
const DRUG: usize = 2;
const MEASUREMENT: usize = 3;

/// An invented concept.
pub(crate) struct Synthetic {
    pub id: i64,
    pub code: String,
    pub name: String,
    pub domain: &'static str,
}

/// Every invented concept.
pub(crate) fn synthetic() -> impl Iterator<Item = Synthetic> {
    (0..KINDS.len()).flat_map(|kind| (0..KINDS[kind].2).map(move |at| concept(kind, at)))
}

fn concept(kind: usize, at: i64) -> Synthetic {
    let (domain, letter, _) = KINDS[kind];
    let code = format!("SYN-{letter}-{:04}", at + 1);
    let name = format!("Synthetic {} {}", domain.to_lowercase(), at + 1);
    Synthetic { id: FIRST_CONCEPT + kind as i64 * 10_000 + at + 1, code, name, domain }
}

/// The invented concepts at hand, and the seed.
pub(crate) struct Background {
    seed: u64,
    kinds: [Vec<Synthetic>; KINDS.len()],
}

/// The person in the making.
struct Person<'a> {
    id: i64,
    background: &'a Background,
    draw: Draw,
}

impl Background {
    pub(crate) fn new(seed: u64) -> Background {
        let kind = |kind: usize| (0..KINDS[kind].2).map(|at| concept(kind, at)).collect();
        Background { seed, kinds: std::array::from_fn(kind) }
    }

    /// Adds every row of a person.
    pub(crate) fn add(&self, tables: &mut Tables, number: usize, id: i64) {
        let draw = Draw::of_person(self.seed, number, Stream::Background);
        Person { id, background: self, draw }.add(tables, number);
    }
}

impl<'a> Person<'a> {
    fn add(&mut self, tables: &mut Tables, number: usize) {
        let day = |year, month, day| Day::from_ymd(year, month, day).expect("a day of the calendar");
        let born = day(1920, 1, 1) + self.draw.whole(0, 80 * 365);
        self.demographics(tables, number, born);
        let first = day(1995, 1, 1) + self.draw.whole(0, 6_000);
        let n_visits = self.draw.lognormal(9.0, 0.6).clamp(1.0, 60.0) as i32;
        let mut last = first;
        for _ in 0..n_visits {
            self.visit(tables, last);
            last = last + self.draw.whole(10, 300);
        }
        let (first, until) = (Value::Day(first), Value::Day(last));
        tables.push(Table::ObservationPeriod, &[Id(self.id), first, until, Id(0)]);
        if self.draw.chance(0.05) {
            tables.push(Table::Death, &[Id(self.id), Value::Day(last + 20), Id(0), Id(0), Null, Id(0)]);
        }
    }

    fn demographics(&mut self, tables: &mut Tables, number: usize, born: Day) {
        let sex = usize::from(self.draw.chance(0.49));
        let [year, month, of_month, time] = birth(Some(born), None);
        let source = format!("B{number:07}");
        let (gender, word) = (Id(PLAIN[sex].concept), Text(PLAIN[sex].code));
        let row = [Id(self.id), gender, year, month, of_month, time, Id(0), Id(0), Text(&source), word];
        tables.push(Table::Person, &row);
    }

    fn visit(&mut self, tables: &mut Tables, day: Day) {
        add_visit(tables, self.id, day, Text("clinic"));
        let on = Value::Day(day);
        if self.draw.chance(0.5) {
            let (id, code) = self.pick(CONDITION);
            tables.push(Table::Condition, &[Id(self.id), Id(id), on, Id(0), Text(code), Id(id)]);
        }
        if self.draw.chance(0.35) {
            let (id, code) = self.pick(PROCEDURE);
            tables.push(Table::Procedure, &[Id(self.id), Id(id), on, Id(0), Id(1), Text(code), Id(id)]);
        }
        if self.draw.chance(0.8) {
            let (id, code) = self.pick(DRUG);
            let row = [Id(self.id), Id(id), on, on, Id(0), Number(30.0), Text(code), Id(id), Null];
            tables.push(Table::Drug, &row);
        }
        if self.draw.chance(0.6) {
            self.panel(tables, day);
        }
        self.thyroid(tables, day);
    }

    /// Some neighbouring tests of one blood sample.
    fn panel(&mut self, tables: &mut Tables, day: Day) {
        let tests: &'a [Synthetic] = &self.background.kinds[MEASUREMENT];
        let (first, n) = (self.skewed(tests.len()), self.draw.whole(3, 12) as usize);
        for at in (first..first + n).map(|at| at % tests.len()) {
            let (test, unit) = (&tests[at], &UNITS[at % UNITS.len()]);
            let value = self.draw.lognormal(1.0 + at as f64, 0.4);
            self.measurement(tables, day, (test.id, &test.code), value, unit);
        }
    }

    fn thyroid(&mut self, tables: &mut Tables, day: Day) {
        let unit = |code: &str| UNITS.iter().find(|unit| unit.code == code).expect("a unit of the list");
        if self.draw.chance(0.08) {
            let (test, value) = (&codes::TSH[0], self.draw.lognormal(1.8, 0.6));
            self.measurement(tables, day, (test.concept, test.code), value, unit("10*-3.[iU]/L"));
        }
        if self.draw.chance(0.03) {
            let (test, value) = (&codes::FT4[0], self.draw.lognormal(1.2, 0.2));
            self.measurement(tables, day, (test.concept, test.code), value, unit("ng/dL"));
        }
    }

    /// One result, rounded to a tenth; now and then below its limit, or without a number.
    fn measurement(&mut self, tables: &mut Tables, day: Day, test: (i64, &str), value: f64, unit: &Code) {
        let fate = self.draw.unit();
        let (operator, number, text) = match fate {
            fate if fate < 0.03 => (Id(4_171_756), Number(0.1), Text("<0.1")),
            fate if fate < 0.06 => (Null, Null, Text("see comment")),
            _ => (Null, Number((value * 10.0).round() / 10.0), Null),
        };
        let range = if test.0 % 2 == 0 { Number(2.0 * (test.0 % 100 + 1) as f64) } else { Null };
        let (id, code, unit, word) = (Id(test.0), Text(test.1), Id(unit.concept), Text(unit.code));
        let day = Value::Day(day);
        let row = [Id(self.id), id, day, Id(0), operator, number, unit, range, code, id, word, text];
        tables.push(Table::Measurement, &row);
    }

    /// An invented concept; the first are the commonest.
    fn pick(&mut self, kind: usize) -> (i64, &'a str) {
        let concepts: &'a [Synthetic] = &self.background.kinds[kind];
        let concept = &concepts[self.skewed(concepts.len())];
        (concept.id, &concept.code)
    }

    fn skewed(&mut self, n: usize) -> usize {
        let unit = self.draw.unit();
        (unit * unit * n as f64) as usize
    }
}
