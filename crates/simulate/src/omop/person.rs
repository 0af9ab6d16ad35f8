//! A coded person as rows of the tables.

use timeline::Day;

use super::Tables;
use super::batch::Value::{self, Id, Null, Number, Text};
use super::table::Table;
use crate::coded::codes::{self, Code, PLAIN, UNITS};
use crate::coded::{CodedPerson, Measurement, Operator};

/// Nothing is said about where a row comes from.
const NO_TYPE: Value = Id(0);

/// Adds the rows of a person. `source` is the person's id in the hospital's own files.
pub(crate) fn add(tables: &mut Tables, person: i64, source: &str, coded: &CodedPerson) {
    demographics(tables, person, source, coded);
    events(tables, person, coded);
    for measurement in &coded.measurements {
        add_measurement(tables, person, measurement);
    }
    for note in &coded.notes {
        let (day, text) = (Value::Day(note.day), Text(&note.text));
        let row = [
            Id(person),
            day,
            NO_TYPE,
            NO_TYPE,
            Text("Imaging report"),
            text,
            Id(0),
            Id(0),
            Text(&note.study),
        ];
        tables.push(Table::Note, &row);
    }
}

fn demographics(tables: &mut Tables, person: i64, source: &str, coded: &CodedPerson) {
    let gender = match coded.sex {
        "F" => PLAIN[0].concept,
        "M" => PLAIN[1].concept,
        _ => 0,
    };
    let birth = birth(coded.birth, coded.birth_year);
    let [year, month, day, time] = birth;
    let row = [Id(person), Id(gender), year, month, day, time, Id(0), Id(0), Text(source), Text(coded.sex)];
    tables.push(Table::Person, &row);
    if let Some((first, last)) = coded.observed() {
        let (first, last) = (Value::Day(first), Value::Day(last));
        tables.push(Table::ObservationPeriod, &[Id(person), first, last, NO_TYPE]);
    }
    if let Some(day) = coded.death {
        let (cause, code) = match (coded.died_of_cancer, &codes::THYROID_CANCER[0]) {
            (true, code) => ([code.standard(), code.concept], Text(code.code)),
            (false, _) => ([0, 0], Null),
        };
        tables.push(Table::Death, &[Id(person), Value::Day(day), NO_TYPE, Id(cause[0]), code, Id(cause[1])]);
    }
}

/// Year, month, day and time of birth.
pub(crate) fn birth(day: Option<Day>, year: Option<i32>) -> [Value<'static>; 4] {
    let number = |number: i32| Id(i64::from(number));
    match (day, day.map(Day::ymd)) {
        (Some(day), Some((year, month, of_month))) => {
            [number(year), number(month.into()), number(of_month.into()), Value::Day(day)]
        }
        _ => [year.map_or(Null, number), Null, Null, Null],
    }
}

fn events(tables: &mut Tables, person: i64, coded: &CodedPerson) {
    for visit in &coded.visits {
        let kind = if visit.kind.is_empty() { Null } else { Text(&visit.kind) };
        add_visit(tables, person, visit.day, kind);
    }
    for event in &coded.conditions {
        let [standard, own, text] = concepts(event.code);
        let row = [Id(person), standard, Value::Day(event.day), NO_TYPE, text, own];
        tables.push(Table::Condition, &row);
    }
    for event in &coded.procedures {
        let [standard, own, text] = concepts(event.code);
        let row = [Id(person), standard, Value::Day(event.day), NO_TYPE, Id(1), text, own];
        tables.push(Table::Procedure, &row);
    }
    for drug in &coded.drugs {
        let [standard, own, text] = concepts(drug.event.code);
        let (day, unit) =
            (Value::Day(drug.event.day), if drug.unit.is_empty() { Null } else { Text(drug.unit) });
        let quantity = drug.quantity.map_or(Null, Number);
        tables.push(Table::Drug, &[Id(person), standard, day, day, NO_TYPE, quantity, text, own, unit]);
    }
}

pub(crate) fn add_visit(tables: &mut Tables, person: i64, day: Day, kind: Value) {
    let day = Value::Day(day);
    tables.push(Table::Visit, &[Id(person), Id(PLAIN[2].concept), day, day, NO_TYPE, kind]);
}

/// Standard concept, source concept, source text.
fn concepts(code: &'static Code) -> [Value<'static>; 3] {
    [Id(code.standard()), Id(code.concept), Text(code.code)]
}

fn add_measurement(tables: &mut Tables, person: i64, measurement: &Measurement) {
    let [standard, own, code] = concepts(measurement.event.code);
    let operator = match measurement.operator {
        Operator::Absent => Null,
        Operator::Equal => Id(4_172_703),
        Operator::Below => Id(4_171_756),
        Operator::Above => Id(4_172_704),
    };
    tables.push(
        Table::Measurement,
        &[
            Id(person),
            standard,
            Value::Day(measurement.event.day),
            NO_TYPE,
            operator,
            measurement.number.map_or(Null, Number),
            unit(&measurement.unit),
            measurement.upper_reference.map_or(Null, Number),
            code,
            own,
            shown(&measurement.unit),
            shown(&measurement.text),
        ],
    );
}

fn shown(text: &str) -> Value<'_> {
    if text.is_empty() { Null } else { Text(text) }
}

/// The concept of a unit as printed; 0 for a spelling that no code of the list stands for.
fn unit(printed: &str) -> Value<'static> {
    if printed.is_empty() {
        return Null;
    }
    let code = match printed.to_lowercase().as_str() {
        "ng/ml" => "ng/mL",
        "ug/l" | "mcg/l" | "\u{b5}g/l" | "\u{3bc}g/l" => "ug/L",
        "ng/dl" => "ng/dL",
        "miu/l" => "10*-3.[iU]/L",
        "u/ml" => "[U]/mL",
        "pg/ml" => "pg/mL",
        "uiu/ml" => "u[iU]/mL",
        "iu/ml" => "[iU]/mL",
        "ng/l" => "ng/L",
        "pmol/l" => "pmol/L",
        _ => return Id(0),
    };
    Id(UNITS.iter().find(|unit| unit.code == code).map_or(0, |unit| unit.concept))
}
