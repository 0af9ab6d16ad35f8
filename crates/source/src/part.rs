//! One sheet read to the end: its rows by person, and the account of what became of them.

use std::collections::BTreeMap;

use rayon::prelude::*;
use timeline::{Event, Grouped, Lab, Lesion, Patient, RecordRef, Study};

use crate::account::{Counts, count, not_used, too_many_not_used};
use crate::aside::{Aside, Settled, among_not_used, findings, place, settle};
use crate::assays::Assays;
use crate::finding::{Finding, FindingKind};
use crate::group::Order;
use crate::progress::Progress;
use crate::refusal::{Problem, ProblemKind};
use crate::schema::Sheet;
use crate::sheets::fill::Fill;
use crate::sheets::imaging::StudyRow;
use crate::sheets::lab::LabRow;
use crate::sheets::lesion::LesionRow;
use crate::sheets::{Context, Record, day_of_order};
use crate::studies::StudyIds;
use crate::table::{NOBODY, Position, Table};
use crate::text::Text;

/// What reading works with.
#[derive(Clone, Copy)]
pub(crate) struct Work<'a> {
    pub texts: &'a [Text],
    pub context: &'a Context<'a>,
    pub progress: &'a dyn Progress,
    pub n_persons: usize,
}

/// One sheet, read.
pub(crate) struct Part<T> {
    pub rows: T,
    pub findings: Vec<Finding>,
    /// By position of the file.
    pub counts: BTreeMap<u16, Counts>,
    /// Position of a file and the line on which a span of it begins, in order.
    pub first_lines: Vec<(u16, u32)>,
    pub problems: Vec<Problem>,
}

/// A sheet of events whose rows are the events themselves.
pub(crate) fn events<R: Record + Event>(
    work: Work<'_>,
    make: impl Fn(&R, RecordRef) -> R + Sync,
) -> Part<Grouped<R>> {
    let table = Table::<R>::read(work.texts, work.context, work.progress);
    by_day(table, work, |_, row, _, record| make(row, record))
}

/// The laboratory sheet, and the methods met.
pub(crate) fn labs(work: Work<'_>) -> (Part<Grouped<Lab>>, Vec<String>) {
    let table = Table::<LabRow>::read(work.texts, work.context, work.progress);
    let mut assays = Assays::default();
    let mut overflow = false;
    let numbers: Vec<Vec<_>> = table
        .chunks
        .iter()
        .map(|chunk| {
            overflow |= chunk.memory.assays.overflow;
            chunk.memory.assays.names.iter().map(|name| assays.look_up(name.as_bytes())).collect()
        })
        .collect();
    let mut part = by_day(table, work, |chunk, row: &LabRow, order, record| {
        let assay = row.assay().and_then(|local| numbers[chunk][usize::from(local.get()) - 1]);
        row.lab(day_of_order(order), assay, record)
    });
    if overflow || assays.overflow {
        let message = "the sheet lab names more than 65,535 different assays";
        let help = "the column assay should name the method, not the sample or the batch";
        part.problems.push(Problem::new(ProblemKind::TooLarge, "", message, help));
    }
    (part, assays.names)
}

fn by_day<R: Record, T: Send + Sync>(
    mut table: Table<'_, R>,
    work: Work<'_>,
    make: impl Fn(usize, &R, u32, RecordRef) -> T + Sync,
) -> Part<Grouped<T>> {
    let aside_not_used = among_not_used(&mut table, work.context);
    let Some(mut order) = Order::of(&table, work.n_persons) else {
        return too_large(&table);
    };
    let twice = order.take_duplicates(&table);
    let aside = |(at, standing): (Position, Position)| Aside {
        record: table.record(at),
        person_id: person_id(&table, at, work.context),
        kind: FindingKind::DuplicateRow,
        standing: table.record(standing),
    };
    let asides = twice.into_iter().map(aside).collect();
    finish(table, work, asides, aside_not_used, |table| order.gather(table, make))
}

/// The patient sheet: one row per person, sorted by id.
pub(crate) fn patients(work: Work<'_>) -> Part<Vec<Patient>> {
    let mut table = Table::<Patient>::read(work.texts, work.context, work.progress);
    let aside_not_used = among_not_used(&mut table, work.context);
    let id = |table: &Table<'_, Patient>, at: Position| table.chunks[at.chunk].rows[at.row].id.to_string();
    let Settled { asides, fills, .. } = settle(&mut table, id);
    let conflicts = fill(&mut table, fills, id);
    let mut part = finish(table, work, asides, aside_not_used, |table| {
        let mut patients = Vec::new();
        for chunk in &mut table.chunks {
            let (file, first_line) = (chunk.file, chunk.first_line);
            for (mut patient, person) in std::mem::take(&mut chunk.rows).into_iter().zip(&chunk.persons) {
                if *person != NOBODY {
                    patient.record = RecordRef { file, line: first_line + patient.record.line };
                    patients.push(patient);
                }
            }
        }
        patients.sort_unstable_by(|a, b| a.id.as_bytes().cmp(b.id.as_bytes()));
        patients
    });
    part.findings.extend(conflicts);
    part
}

/// The imaging sheet, and where each study is by its identifier.
pub(crate) fn studies(work: Work<'_>) -> (Part<Grouped<Study>>, StudyIds) {
    let (part, ids) = keyed(work, |row: &mut StudyRow, record| Study {
        id: std::mem::take(&mut row.study.id),
        record,
        ..row.study
    });
    (part, ids)
}

/// The lesion sheet; the imaging sheet must have been read.
pub(crate) fn lesions(work: Work<'_>) -> Part<Grouped<Lesion>> {
    let make =
        |row: &mut LesionRow, record| Lesion { id: std::mem::take(&mut row.lesion.id), record, ..row.lesion };
    keyed(work, make).0
}

fn keyed<R: Record + Fill, T: Send + Sync>(
    work: Work<'_>,
    make: impl FnMut(&mut R, RecordRef) -> T,
) -> (Part<Grouped<T>>, StudyIds) {
    let mut table = Table::<R>::read(work.texts, work.context, work.progress);
    let aside_not_used = among_not_used(&mut table, work.context);
    let id = |table: &Table<'_, R>, at| person_id(table, at, work.context);
    let Settled { asides, fills, firsts } = settle(&mut table, id);
    let conflicts = fill(&mut table, fills, id);
    let Some(order) = Order::of(&table, work.n_persons) else {
        return (too_large(&table), StudyIds::default());
    };
    let ids = StudyIds { ids: firsts, places: order.places(&table) };
    let mut part = finish(table, work, asides, aside_not_used, |table| order.take(table, make));
    part.findings.extend(conflicts);
    (part, ids)
}

fn person_id<R: Record>(table: &Table<'_, R>, at: Position, context: &Context<'_>) -> String {
    let person = table.chunks[at.chunk].persons[at.row];
    String::from_utf8_lossy(context.persons.id(person)).into_owned()
}

/// Fills standing rows from later sources; returns the conflicting values.
fn fill<R: Record + Fill>(
    table: &mut Table<'_, R>,
    fills: Vec<(Position, Position)>,
    person_id: impl Fn(&Table<'_, R>, Position) -> String,
) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (first, later) in fills {
        let columns = table.fill(first, later);
        let (record, standing) = (table.record(later), table.record(first));
        let order = |name: &str| {
            R::SHEET.columns().iter().position(|column| column.name == name).unwrap_or(0) as u8 + 1
        };
        for column in columns {
            findings.push(Finding {
                person_id: person_id(table, first).into(),
                record,
                line: 0,
                column: Some(column),
                text: table.cell(later, column).into(),
                kind: FindingKind::ConflictingValue,
                message: format!(
                    "{} recorded another value, which stands",
                    place(table.texts, standing, record)
                )
                .into(),
                order: order(column),
            });
        }
    }
    findings
}

fn too_large<R: Record, T: Default>(table: &Table<'_, R>) -> Part<T> {
    let message = format!("the sheet {} has more rows than can be numbered", R::SHEET.word());
    let help = "read the hospital in parts";
    let problems = vec![Problem::new(ProblemKind::TooLarge, "", message, help)];
    let first_lines = table.chunks.iter().map(|chunk| (chunk.file, chunk.first_line)).collect();
    Part { rows: T::default(), findings: Vec::new(), counts: BTreeMap::new(), first_lines, problems }
}

/// A sheet's counts over all files of a source, with the name of the first. Diagnoses of metastases are a few
/// rows of a table of conditions, and have no share of their own.
fn by_source<'t>(texts: &'t [Text], counts: &BTreeMap<u16, Counts>) -> BTreeMap<u16, (&'t str, Counts)> {
    let mut sums: BTreeMap<u16, (&str, Counts)> = BTreeMap::new();
    for (&file, &counts) in counts {
        let origin = &texts[usize::from(file)].origin;
        if origin.sheet != Sheet::Metastasis {
            sums.entry(origin.source).or_insert((&origin.name, Counts::default())).1.add(counts);
        }
    }
    sums
}

fn finish<R: Record, T>(
    mut table: Table<'_, R>,
    work: Work<'_>,
    asides: Vec<Aside>,
    aside_not_used: Vec<Aside>,
    rows: impl FnOnce(&mut Table<'_, R>) -> T,
) -> Part<T> {
    let counts = count(&table, &asides, &aside_not_used);
    let mut findings_here = findings(&mut table, &asides, &aside_not_used);
    crate::finding::sort(&mut findings_here);
    let not_used = not_used(&table);
    let mut problems = Vec::new();
    for (source, (name, counts)) in by_source(work.texts, &counts) {
        let of_source = |file: u16| work.texts[usize::from(file)].origin.source == source;
        let concerned =
            |finding: &&Finding| of_source(finding.record.file) && not_used.contains(&finding.record);
        let share = work.context.options.max_rows_not_used;
        if let Some(mut problem) = too_many_not_used(name, counts, share) {
            problem.findings = findings_here.iter().filter(concerned).cloned().collect();
            problems.push(problem);
        }
    }
    let first_lines = table.chunks.iter().map(|chunk| (chunk.file, chunk.first_line)).collect();
    let rows = rows(&mut table);
    // Giving back memory takes time as well.
    std::mem::take(&mut table.chunks).into_par_iter().for_each(drop);
    Part { rows, findings: findings_here, counts, first_lines, problems }
}
