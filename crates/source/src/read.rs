//! The course of a reading: locate, load, read each sheet, assemble.

use std::collections::BTreeMap;
use std::sync::Arc;

use rayon::prelude::*;
use timeline::{Administration, Injection, Metastasis, Names, Population, Surgery, Treatment, Visit};

use crate::account::{Counts, SourceFile};
use crate::finding::{self, Finding};
use crate::load::{Loaded, load, refused, sha256};
use crate::locate::{Input, locate};
use crate::options::Options;
use crate::part::{Part, Work, events, labs, lesions, patients, studies};
use crate::persons::Persons;
use crate::plausible::implausible;
use crate::progress::Progress;
use crate::reading::Reading;
use crate::refusal::{Failure, Problem, ProblemKind};
use crate::schema::Sheet;
use crate::sheets::Context;
use crate::spec::SourceSpec;
use crate::studies::Studies;
use crate::text::Text;

/// Reads sources into a population.
///
/// Refused, with every problem at once, when the data cannot be used as they are (contract 1); fails
/// when the world does. The result is the same for any number of threads.
pub fn read(specs: &[SourceSpec], options: &Options, progress: &dyn Progress) -> Result<Reading, Failure> {
    read_in_spans(specs, options, progress, SPAN_BYTES)
}

/// Spans are small enough to stay in a processor's cache and many enough to share out.
const SPAN_BYTES: usize = 1 << 18;

/// As [`read`], working on spans of at least so many bytes; the result does not depend on it.
pub(crate) fn read_in_spans(
    specs: &[SourceSpec],
    options: &Options,
    progress: &dyn Progress,
    span_bytes: usize,
) -> Result<Reading, Failure> {
    let located = locate(specs)?;
    let (mut problems, mut not_read) = (located.problems, located.not_read);
    let is_coded = located.inputs.iter().any(|input| matches!(input, Input::Coded(_)));
    let load = load(located.inputs, options, span_bytes)?;
    problems.extend(load.problems);
    not_read.extend(load.not_read);
    let mut loaded = load.sheets;
    loaded.sort_by_key(|sheet| (sheet.origin.source, sheet.origin.sheet));
    problems.extend(missing_sheets(&loaded, options.is_profile || !problems.is_empty()));
    let (texts, files, broken) = opened(loaded, &mut problems);
    progress.begin(texts.iter().flat_map(|text| &text.spans).map(|span| span.len() as u64).sum());
    if load.is_person_missing {
        // Whoever that source names is unknown: no row of the others can be judged.
        return Err(refused(problems));
    }
    let has_persons = is_coded || texts.iter().any(|text| text.origin.sheet == Sheet::Patient);
    if !has_persons || broken.contains(&Sheet::Patient) {
        // The persons are not known, so that no other row can be judged.
        progress.finish();
        return Err(refused(problems));
    }
    let mut reading = rows(texts, files, not_read, options, progress, &broken, &mut problems);
    progress.finish();
    if !problems.is_empty() {
        return Err(refused(problems));
    }
    reading.tables = load.tables;
    reading.concepts = load.concepts;
    reading.remarks = load.remarks;
    reading.inputs = load.inputs;
    reading.population.uninvolved = uninvolved(&load.uninvolved, &reading.population);
    Ok(reading)
}

/// Those of whom no source has a record: whoever is in the patient sheet of one is not among them.
fn uninvolved(names: &Names, population: &Population) -> Arc<Names> {
    let rest = names.iter().filter(|name| population.find(name).is_none());
    Arc::new(Names::new(rest).unwrap_or_default())
}

/// Required sheets that no source has. Not asked when a whole source could not be looked at.
fn missing_sheets(loaded: &[Loaded], is_incomplete: bool) -> Vec<Problem> {
    let missing = |sheet: &&Sheet| {
        sheet.is_required() && !is_incomplete && !loaded.iter().any(|found| found.origin.sheet == **sheet)
    };
    let problem = |sheet: &Sheet| {
        let message = format!("the sheet {} is missing", sheet.word());
        let help = format!("add {}.csv, or a workbook sheet {}", sheet.word(), sheet.word());
        Problem::new(ProblemKind::MissingSheet, "", message, help)
    };
    Sheet::ALL.iter().filter(missing).map(problem).collect()
}

/// The texts that could be opened with their accounts, and the sheets of those that could not.
fn opened(loaded: Vec<Loaded>, problems: &mut Vec<Problem>) -> (Vec<Text>, Vec<SourceFile>, Vec<Sheet>) {
    let (mut texts, mut files, mut broken) = (Vec::new(), Vec::new(), Vec::new());
    for Loaded { text, origin, bytes, sha256 } in loaded {
        match text {
            Ok(text) => {
                texts.push(text);
                files.push(SourceFile {
                    name: origin.name,
                    sheet: origin.sheet,
                    source: origin.source,
                    sha256: sha256.unwrap_or_default(),
                    bytes,
                    rows_read: 0,
                    rows_used: 0,
                    rows_not_used: 0,
                    rows_ignored: 0,
                    duplicates: 0,
                    conflicting: 0,
                });
            }
            Err(found) => {
                problems.extend(found);
                broken.push(origin.sheet);
            }
        }
    }
    (texts, files, broken)
}

/// What is collected from the parts.
#[derive(Default)]
struct Account {
    findings: Vec<Finding>,
    counts: BTreeMap<u16, Counts>,
    first_lines: Vec<(u16, u32)>,
    problems: Vec<Problem>,
}

impl Account {
    fn enter<T>(&mut self, part: Part<T>) -> T {
        self.findings.extend(part.findings);
        self.counts.extend(part.counts);
        self.first_lines.extend(part.first_lines);
        self.problems.extend(part.problems);
        part.rows
    }
}

/// Reads the rows; the patient sheet could be opened, or there is none to open.
fn rows(
    mut texts: Vec<Text>,
    mut files: Vec<SourceFile>,
    not_read: Vec<String>,
    options: &Options,
    progress: &dyn Progress,
    broken: &[Sheet],
    problems: &mut Vec<Problem>,
) -> Reading {
    let mut account = Account::default();
    let (population, hashes) = rayon::join(
        || population(&texts, options, progress, broken, &mut account),
        || texts.par_iter().zip(&files).map(|(text, file)| hash(text, file)).collect::<Vec<_>>(),
    );
    for (file, hash) in files.iter_mut().zip(hashes) {
        if let Some(hash) = hash {
            file.sha256 = hash;
        }
    }
    for (file, counts) in account.counts {
        files[usize::from(file)].set(counts);
    }
    for (file, line) in account.first_lines {
        texts[usize::from(file)].first_lines.push(line);
    }
    let mut findings = account.findings;
    findings.extend(implausible(&population));
    finding::sort(&mut findings);
    problems.extend(account.problems);
    let shown = problems.iter_mut().flat_map(|problem| &mut problem.findings).chain(&mut findings);
    for finding in shown {
        finding.line = texts[usize::from(finding.record.file)].number(finding.record.line);
    }
    Reading {
        population,
        findings,
        files,
        not_read,
        tables: Vec::new(),
        concepts: Vec::new(),
        remarks: Vec::new(),
        inputs: Vec::new(),
        texts,
    }
}

fn hash(text: &Text, file: &SourceFile) -> Option<String> {
    file.sha256.is_empty().then(|| sha256(&text.bytes))
}

fn population(
    texts: &[Text],
    options: &Options,
    progress: &dyn Progress,
    broken: &[Sheet],
    account: &mut Account,
) -> Population {
    let (nobody, nothing) = (Persons::new(&[]), Studies::default());
    let context = Context { options, persons: &nobody, studies: &nothing };
    let patients = account.enter(patients(Work { texts, context: &context, progress, n_persons: 0 }));
    let persons = Persons::new(&patients);
    let n_persons = patients.len();
    let context = Context { options, persons: &persons, studies: &nothing };
    let work = Work { texts, context: &context, progress, n_persons };
    let (((labs, assays), (surgeries, administrations)), ((studies, lesions), rest)) = rayon::join(
        || {
            rayon::join(
                || labs(work),
                || {
                    rayon::join(
                        || events(work, |row: &Surgery, record| Surgery { record, ..row.clone() }),
                        || {
                            events(work, |row: &Administration, record| Administration {
                                record,
                                ..row.clone()
                            })
                        },
                    )
                },
            )
        },
        || {
            rayon::join(
                || imaging(work, broken),
                || {
                    (
                        events(work, |row: &Injection, record| Injection { record, ..row.clone() }),
                        events(work, |row: &Metastasis, record| Metastasis { record, ..row.clone() }),
                        events(work, |row: &Treatment, record| Treatment { record, ..row.clone() }),
                        events(work, |row: &Visit, record| Visit { record, ..row.clone() }),
                    )
                },
            )
        },
    );
    let (injections, metastases, treatments, visits) = rest;
    // In the order of the sheets, so that problems are.
    let surgeries = account.enter(surgeries);
    let administrations = account.enter(administrations);
    let labs = account.enter(labs);
    let injections = account.enter(injections);
    let studies = account.enter(studies);
    let lesions = account.enter(lesions);
    let metastases = account.enter(metastases);
    let treatments = account.enter(treatments);
    let visits = account.enter(visits);
    drop(persons);
    Population {
        patients,
        surgeries,
        administrations,
        labs,
        injections,
        studies,
        lesions,
        metastases,
        treatments,
        visits,
        uninvolved: Arc::default(),
        assays,
    }
}

/// Lesions need the studies; where the imaging sheet cannot be opened they are not judged.
fn imaging(
    work: Work<'_>,
    broken: &[Sheet],
) -> (Part<timeline::Grouped<timeline::Study>>, Part<timeline::Grouped<timeline::Lesion>>) {
    let (found, ids) = studies(work);
    let places = Studies::new(&found.rows, ids, work.n_persons);
    let context = Context { studies: &places, ..*work.context };
    let is_judged = !broken.contains(&Sheet::Imaging);
    let texts = if is_judged { work.texts } else { &[] };
    let lesions = lesions(Work { texts, context: &context, ..work });
    drop(places);
    (found, lesions)
}
