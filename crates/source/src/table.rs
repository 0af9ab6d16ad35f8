//! All rows of one sheet over all sources, as typed rows in the order in which they were read.

use std::ops::Range;

use rayon::prelude::*;
use timeline::RecordRef;

use crate::finding::Finding;
use crate::progress::Progress;
use crate::sheets::fill::Fill;
use crate::sheets::row::Row;
use crate::sheets::{Context, Record, Taken};
use crate::text::Text;
use crate::text::rows::each_row;

/// Stands for the person of a row that is set aside.
pub(crate) const NOBODY: u32 = u32::MAX;

/// What one span of a text holds.
pub(crate) struct Chunk<R: Record> {
    /// Position of the text in the list of files.
    pub file: u16,
    /// Offset of the span in its text.
    pub start: usize,
    /// Line on which the span begins.
    pub first_line: u32,
    /// The used rows; their lines count from 0 at the span's beginning.
    pub rows: Vec<R>,
    /// Whose they are, or [`NOBODY`].
    pub persons: Vec<u32>,
    /// Sorting key within the person (upper 22 bits) and tag (lower 10) of each.
    pub keys: Vec<u32>,
    /// Where each begins, counted from the span's beginning.
    pub offsets: Vec<u32>,
    /// Hashes of the identifiers, where rows have them.
    pub identities: Vec<u32>,
    /// The rows that cannot be used: line and offset, both counted from the span's beginning.
    pub not_used: Vec<(u32, u32)>,
    /// Findings of both; lines count from 0 at the span's beginning.
    pub findings: Vec<Finding>,
    pub n_ignored: u64,
    pub memory: R::Memory,
    n_lines: u32,
}

/// A row by its chunk and its place there. Ordered as read.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Position {
    pub chunk: usize,
    pub row: usize,
}

/// The rows of one sheet.
pub(crate) struct Table<'t, R: Record> {
    pub texts: &'t [Text],
    pub chunks: Vec<Chunk<R>>,
}

impl<'t, R: Record> Table<'t, R> {
    /// Reads every row of the sheet in these texts, in parallel.
    pub(crate) fn read(texts: &'t [Text], context: &Context<'_>, progress: &dyn Progress) -> Table<'t, R> {
        let ours = texts.iter().zip(0u16..).filter(|(text, _)| text.origin.sheet == R::SHEET);
        let jobs: Vec<_> = ours
            .flat_map(|(text, file)| text.spans.iter().map(move |span| (text, file, span.clone())))
            .collect();
        let mut chunks: Vec<Chunk<R>> = jobs
            .into_par_iter()
            .map(|(text, file, span)| {
                let n_bytes = span.len() as u64;
                let chunk = Chunk::read(text, file, span, context);
                progress.advance(n_bytes);
                chunk
            })
            .collect();
        let (mut file, mut line) = (None, 0);
        for chunk in &mut chunks {
            if file != Some(chunk.file) {
                file = Some(chunk.file);
                line = texts[usize::from(chunk.file)].layout.body_line;
            }
            chunk.first_line = line;
            line = line.saturating_add(chunk.n_lines);
        }
        Table { texts, chunks }
    }

    /// The place of a row in its file.
    pub(crate) fn record(&self, at: Position) -> RecordRef {
        let chunk = &self.chunks[at.chunk];
        chunk.record_at(chunk.rows[at.row].line())
    }

    /// What makes a row equal to another one.
    pub(crate) fn normal_form(&self, at: Position) -> Vec<u8> {
        let chunk = &self.chunks[at.chunk];
        self.texts[usize::from(chunk.file)].normal_form(chunk.start + chunk.offsets[at.row] as usize)
    }

    /// The number in reading order of each chunk's first row, and of all rows.
    pub(crate) fn numbering(&self) -> (Vec<usize>, usize) {
        let mut n_rows = 0;
        let mut bases = Vec::with_capacity(self.chunks.len());
        for chunk in &self.chunks {
            bases.push(n_rows);
            n_rows += chunk.rows.len();
        }
        (bases, n_rows)
    }

    /// The trimmed cell of a row.
    pub(crate) fn cell(&self, at: Position, column: &str) -> String {
        let chunk = &self.chunks[at.chunk];
        self.texts[usize::from(chunk.file)].cell(chunk.start + chunk.offsets[at.row] as usize, column)
    }

    /// Position of the row's source.
    pub(crate) fn source(&self, at: Position) -> u16 {
        self.texts[usize::from(self.chunks[at.chunk].file)].origin.source
    }
}

impl<R: Record + Fill> Table<'_, R> {
    /// Fills a standing row from a later one; returns the columns in which both differ.
    pub(crate) fn fill(&mut self, first: Position, later: Position) -> Vec<&'static str> {
        let (head, tail) = self.chunks.split_at_mut(later.chunk);
        let (standing, filling) = if first.chunk < later.chunk {
            (&mut head[first.chunk].rows[first.row], &tail[0].rows[later.row])
        } else {
            let (head, tail) = tail[0].rows.split_at_mut(later.row);
            (&mut head[first.row], &tail[0])
        };
        standing.fill(filling)
    }
}

impl<R: Record> Chunk<R> {
    /// The place in its file of a line counted from the span's beginning.
    pub(crate) fn record_at(&self, line: u32) -> RecordRef {
        RecordRef { file: self.file, line: self.first_line + line }
    }

    fn read(text: &Text, file: u16, span: Range<usize>, context: &Context<'_>) -> Chunk<R> {
        let n_rows = memchr::memchr_iter(b'\n', &text.bytes[span.clone()]).count() + 1;
        let start = span.start;
        let mut chunk = Chunk::<R> {
            file,
            start,
            first_line: 0,
            rows: Vec::with_capacity(n_rows),
            persons: Vec::with_capacity(n_rows),
            keys: Vec::with_capacity(n_rows),
            offsets: Vec::with_capacity(n_rows),
            identities: Vec::with_capacity(if R::IS_KEYED { n_rows } else { 0 }),
            not_used: Vec::new(),
            findings: Vec::new(),
            n_ignored: 0,
            memory: R::Memory::default(),
            n_lines: 0,
        };
        let columns = R::SHEET.columns();
        let person_column = columns.iter().position(|column| column.name == "person_id");
        let mut last_person = NOBODY;
        let n_lines = each_row(text, span, |place, cells| {
            let mut row = Row {
                cells,
                columns,
                record: RecordRef { file, line: place.line },
                person_id: &[],
                findings: &mut chunk.findings,
                last_person: &mut last_person,
            };
            row.person_id = person_column.map_or(&[][..], |column| row.cell(column));
            let offset = (place.offset - start) as u32;
            match R::read(&mut row, &mut chunk.memory, context) {
                Taken::Used(person, order, typed) => {
                    if cells.surplus {
                        row.report_surplus();
                    }
                    chunk.persons.push(person);
                    chunk.keys.push(order << 10 | typed.tag());
                    chunk.offsets.push(offset);
                    if R::IS_KEYED {
                        chunk.identities.push(typed.identity());
                    }
                    chunk.rows.push(typed);
                }
                Taken::NotUsed => chunk.not_used.push((place.line, offset)),
                Taken::Ignored => chunk.n_ignored += 1,
            }
        });
        chunk.n_lines = n_lines;
        chunk
    }
}
