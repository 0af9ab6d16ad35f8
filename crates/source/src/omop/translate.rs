//! From the rows that an engine gave to a chart.

use sieve::cdm::Table;
use sieve::{Answer, Catalog, Extract, Rows};
use timeline::Meaning;

use super::billed;
use super::concept_use::{ConceptUse, Tally};
use super::decide::{Judge, StoredCode, Verdict};
use super::named::Named;
use super::people::{self, People, day};
use super::plan::asked;
use super::values::{number, text, without_topography};
use super::vocabulary::Resolved;
use super::{Charted, TableAccount};
use crate::chart::{At, Chart, ChartFile, ChartNote, ChartVisit, Coded, Drug};
use crate::options::Identity;

/// What came from the engine.
pub(super) struct Input<'a> {
    pub catalog: &'a Catalog,
    /// All rows of each table, in the order of the catalog.
    pub n_rows: &'a [u64],
    pub extract: &'a Extract,
}

/// The chart, and the account of it.
pub(super) fn translate(
    input: &Input<'_>,
    resolved: &Resolved<'_>,
    named: &Named,
    identity: Identity,
) -> Charted {
    let Input { catalog, n_rows, extract } = *input;
    let place = |table| catalog.tables.iter().position(|found| found.table == table);
    let file = |table| place(table).unwrap_or(0) as u16;
    let files = catalog.tables.iter().zip(n_rows).map(|(found, n_rows)| chart_file(found, *n_rows)).collect();
    let people = people::people(extract, identity, file(Table::Person));
    let uses = resolved.lines.iter().zip(&resolved.n_listed);
    let uses =
        uses.map(|(concept, n)| ConceptUse { concept: concept.clone(), n_concepts: *n, uses: Vec::new() });
    let mut translation = Translation {
        resolved,
        named,
        people,
        chart: Chart { files, ..Chart::default() },
        billed: Vec::new(),
        concepts: uses.collect(),
        tables: Vec::new(),
    };
    for answer in &extract.answers {
        translation.take(answer, file(answer.table));
    }
    translation.finish()
}

fn chart_file(found: &sieve::Found, n_rows: u64) -> ChartFile {
    let hash = match found.files.as_slice() {
        [] => String::new(),
        [only] => only.hash.1.clone(),
        shards => {
            let lines: String =
                shards.iter().map(|file| format!("{}  {}\n", file.hash.1, file.name)).collect();
            crate::load::sha256(lines.as_bytes())
        }
    };
    let bytes = found.files.iter().map(|file| file.bytes).sum();
    ChartFile { name: found.name.clone(), table: found.table.name(), bytes, sha256: hash, n_rows }
}

struct Translation<'a> {
    resolved: &'a Resolved<'a>,
    named: &'a Named,
    people: People,
    chart: Chart,
    /// Radioiodine products billed as procedures.
    billed: Vec<Drug>,
    concepts: Vec<ConceptUse>,
    tables: Vec<TableAccount>,
}

impl Translation<'_> {
    fn take(&mut self, answer: &Answer, file: u16) {
        let n_meant = match answer.table {
            Table::Death => {
                let mut judge = Judge::new(self.resolved, self.named, asked(Table::Death));
                people::deaths(&mut self.people, &answer.rows, &mut judge)
            }
            Table::VisitOccurrence => self.visits(&answer.rows, file),
            Table::Note => self.notes(&answer.rows, file),
            table => self.coded(table, &answer.rows, file),
        };
        self.tables.push(TableAccount {
            table: answer.table.name(),
            n_rows: answer.n_rows,
            n_coded: answer.n_coded,
            n_orphans: answer.n_orphans,
            n_of_candidates: answer.rows.len() as u64,
            n_meant,
        });
    }

    /// Gives each row the meanings of its code; returns how many have any.
    fn coded(&mut self, table: Table, rows: &Rows, file: u16) -> u64 {
        let Some([standard, source, text]) = table.codes() else { return 0 };
        let mut judge = Judge::new(self.resolved, self.named, asked(table));
        let mut tally = Tally::new(self.resolved.lines.len());
        let mut n_meant = 0;
        for row in 0..rows.len() {
            let Some((person, day, at)) = self.place(table, rows, row, file) else { continue };
            let code = StoredCode {
                source: rows.id(source, row),
                standard: rows.id(standard, row),
                text: rows.text(text, row),
            };
            let decision = judge.decide(code);
            decision.all().for_each(|verdict| tally.add(verdict.line, verdict.by(), person));
            n_meant += u64::from(!decision.meanings.is_empty());
            for &Verdict { meaning, concept, .. } in &decision.meanings {
                let code = self.code(meaning, code.text, concept);
                self.put(table, rows, row, Coded { person, day: day.clone(), meaning, code, at });
            }
        }
        tally.give(table.name(), &mut self.concepts);
        n_meant
    }

    /// Whose row it is, of which day, and where.
    fn place(&self, table: Table, rows: &Rows, row: usize, file: u16) -> Option<(u32, Box<str>, At)> {
        let person = *self.people.places.get(&rows.id("person_id", row)?)?;
        let number = table.key().and_then(|key| rows.id(key, row)).unwrap_or_default();
        Some((person, day(rows, table.day()?, row), At { file, row: number }))
    }

    /// The code as stored; a histology without its topography.
    fn code(&self, meaning: Meaning, text: Option<&str>, concept: Option<i64>) -> Box<str> {
        let text = text.unwrap_or_default().trim();
        let own = concept.and_then(|id| self.named.code(id)).unwrap_or(text);
        match meaning {
            Meaning::Histology => without_topography(own).into(),
            _ if text.is_empty() => own.into(),
            _ => text.into(),
        }
    }

    fn put(&mut self, table: Table, rows: &Rows, row: usize, coded: Coded) {
        match table {
            Table::ConditionOccurrence => self.chart.conditions.push(coded),
            Table::Measurement => self.chart.measurements.push(self.named.measurement(rows, row, coded)),
            Table::Observation => self.chart.measurements.push(self.named.observation(rows, row, coded)),
            Table::DrugExposure => {
                let quantity = number(rows, "quantity", row);
                let unit = text(rows, "dose_unit_source_value", row).into();
                self.chart.drugs.push(Drug { coded, quantity, unit });
            }
            _ if matches!(coded.meaning, Meaning::Rhtsh | Meaning::Tki) => {
                self.chart.drugs.push(Drug { coded, quantity: "".into(), unit: "".into() });
            }
            _ if matches!(coded.meaning, Meaning::RadioiodineActivity | Meaning::RadioiodineDiagnostic) => {
                let quantity = self::number(rows, "quantity", row);
                self.billed.push(Drug { coded, quantity, unit: "".into() });
            }
            _ => self.chart.procedures.push(coded),
        }
    }

    fn visits(&mut self, rows: &Rows, file: u16) -> u64 {
        for row in 0..rows.len() {
            let Some((person, day, at)) = self.place(Table::VisitOccurrence, rows, row, file) else {
                continue;
            };
            let concept = rows.id("visit_concept_id", row).and_then(|id| self.named.name(id));
            let kind = match text(rows, "visit_source_value", row) {
                "" => concept.unwrap_or_default(),
                kind => kind,
            };
            self.chart.visits.push(ChartVisit { person, day, kind: kind.into(), at });
        }
        self.chart.visits.len() as u64
    }

    fn notes(&mut self, rows: &Rows, file: u16) -> u64 {
        for row in 0..rows.len() {
            let Some((person, day, at)) = self.place(Table::Note, rows, row, file) else { continue };
            let cell = |column| text(rows, column, row).into();
            let (title, text, study) = (cell("note_title"), cell("note_text"), cell("note_source_value"));
            self.chart.notes.push(ChartNote { person, day, title, text, study, at });
        }
        self.chart.notes.len() as u64
    }

    fn finish(self) -> Charted {
        let Translation { people, mut chart, billed, concepts, tables, .. } = self;
        billed::put(billed, &mut chart);
        let order = |coded: &Coded| (coded.person, coded.day.clone(), coded.at, coded.meaning);
        chart.conditions.sort_by_cached_key(order);
        chart.procedures.sort_by_cached_key(order);
        chart.drugs.sort_by_cached_key(|drug| order(&drug.coded));
        chart.measurements.sort_by_cached_key(|measurement| order(&measurement.coded));
        chart.visits.sort_by_cached_key(|visit| (visit.person, visit.day.clone(), visit.at));
        chart.notes.sort_by_cached_key(|note| (note.person, note.day.clone(), note.at));
        chart.persons = people.persons;
        chart.uninvolved = people.uninvolved;
        Charted { chart, concepts, tables, n_unnamed: people.n_unnamed }
    }
}
