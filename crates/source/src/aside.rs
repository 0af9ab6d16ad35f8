//! Rows that are set aside: duplicates, and rows in conflict with one that stands.

use std::collections::HashSet;
use std::hash::BuildHasher;

use hashbrown::{DefaultHashBuilder, HashMap};
use timeline::RecordRef;

use crate::finding::{Finding, FindingKind};
use crate::ids::Ids;
use crate::schema::Sheet;
use crate::sheets::{Context, Record};
use crate::table::{NOBODY, Position, Table};
use crate::text::Text;

/// A row that is set aside.
pub(crate) struct Aside {
    pub record: RecordRef,
    pub person_id: String,
    /// [`FindingKind::DuplicateRow`] or [`FindingKind::ConflictingRow`].
    pub kind: FindingKind,
    /// The row that stands.
    pub standing: RecordRef,
}

impl Aside {
    /// What the review queue says.
    pub(crate) fn finding(&self, texts: &[Text]) -> Finding {
        let place = place(texts, self.standing, self.record);
        let message = match self.kind {
            FindingKind::DuplicateRow => format!("equal to {place}; counted once"),
            _ => format!("another row of the same identifier stands, {place}; this one is not used"),
        };
        Finding::of_row(&self.person_id, self.record, self.kind, message)
    }
}

/// How a row is named in a message about another row.
pub(crate) fn place(texts: &[Text], named: RecordRef, beside: RecordRef) -> String {
    let text = &texts[usize::from(named.file)];
    let word = if text.numbers.is_empty() { "line" } else { "row" };
    let number = text.number(named.line);
    if named.file == beside.file {
        format!("{word} {number}")
    } else {
        format!("{word} {number} of {}", text.origin.name)
    }
}

/// The duplicates among the rows that cannot be used; they are taken out of the chunks.
pub(crate) fn among_not_used<R: Record>(table: &mut Table<'_, R>, context: &Context<'_>) -> Vec<Aside> {
    let texts = table.texts;
    let hasher = DefaultHashBuilder::default();
    let mut seen: HashMap<u64, Vec<(RecordRef, usize)>> = HashMap::new();
    let mut found = Vec::new();
    for chunk in &mut table.chunks {
        let text = &texts[usize::from(chunk.file)];
        let (file, start, first_line) = (chunk.file, chunk.start, chunk.first_line);
        chunk.not_used.retain(|&(line, offset)| {
            let offset = start + offset as usize;
            let record = RecordRef { file, line: first_line + line };
            let form = text.normal_form(offset);
            let alike = seen.entry(hasher.hash_one(&form)).or_default();
            let equal =
                alike.iter().find(|(other, at)| texts[usize::from(other.file)].normal_form(*at) == form);
            if let Some(&(standing, _)) = equal {
                let person_id = named_person(text, offset, context);
                found.push(Aside { record, person_id, kind: FindingKind::DuplicateRow, standing });
                return false;
            }
            alike.push((record, offset));
            true
        });
    }
    found
}

/// Whom a row names: itself, or through its study.
fn named_person(text: &Text, offset: usize, context: &Context<'_>) -> String {
    if text.origin.sheet != Sheet::Lesion {
        return text.cell(offset, "person_id");
    }
    let study = context.studies.find(&text.cell(offset, "imaging_id"), NOBODY);
    let person = study.map(|place| context.persons.id(place.person));
    String::from_utf8_lossy(person.unwrap_or_default()).into_owned()
}

/// Rows of one identifier, as [`settle`] sorts them out.
pub(crate) struct Settled {
    /// The rows that are set aside; they have lost their person.
    pub asides: Vec<Aside>,
    /// Rows of a later source (second) that fill the standing row (first); they have lost their
    /// person as well.
    pub fills: Vec<(Position, Position)>,
    /// The first row of each identifier, by its number in reading order.
    pub firsts: Ids,
}

/// Settles rows that share an identifier: an equal one is a duplicate; the first row of a source
/// stands or, where an earlier source has the identifier too, fills that one; any other is in
/// conflict.
pub(crate) fn settle<R: Record>(
    table: &mut Table<'_, R>,
    person_id: impl Fn(&Table<'_, R>, Position) -> String,
) -> Settled {
    let (firsts, later) = later_rows(table);
    let mut settled = Settled { asides: Vec::new(), fills: Vec::new(), firsts };
    // By the first row of the identifier: its rows by what makes them equal, and the row that stands
    // for each source.
    let mut forms: HashMap<(Position, Vec<u8>), Position> = HashMap::new();
    let mut heads: HashMap<(Position, u16), Position> = HashMap::new();
    for &(at, first) in &later {
        if heads.insert((first, table.source(first)), first).is_none() {
            forms.insert((first, table.normal_form(first)), first);
        }
        let equal = *forms.entry((first, table.normal_form(at))).or_insert(at);
        let head = *heads.entry((first, table.source(at))).or_insert(equal);
        let (kind, standing) = match (equal == at, head == at) {
            (false, _) => (FindingKind::DuplicateRow, equal),
            (true, false) => (FindingKind::ConflictingRow, head),
            (true, true) => {
                settled.fills.push((first, at));
                continue;
            }
        };
        let (record, standing) = (table.record(at), table.record(standing));
        settled.asides.push(Aside { record, person_id: person_id(table, at), kind, standing });
    }
    for (at, _) in later {
        table.chunks[at.chunk].persons[at.row] = NOBODY;
    }
    settled
}

/// The first row of each identifier, and every later one with its first, in the order read.
fn later_rows<R: Record>(table: &Table<'_, R>) -> (Ids, Vec<(Position, Position)>) {
    let (bases, n_rows) = table.numbering();
    let position = |number: u32| {
        let chunk = bases.partition_point(|base| *base <= number as usize) - 1;
        Position { chunk, row: number as usize - bases[chunk] }
    };
    let row = |at: Position| &table.chunks[at.chunk].rows[at.row];
    let (mut firsts, mut later) = (Ids::with_capacity(n_rows), Vec::new());
    for (number, (chunk, base)) in table.chunks.iter().zip(&bases).enumerate() {
        for (place, &identity) in chunk.identities.iter().enumerate() {
            let at = Position { chunk: number, row: place };
            match firsts.find(identity, |other| row(position(other)).is_same(row(at))) {
                Some(first) => later.push((at, position(first))),
                None => firsts.insert(identity, (base + place) as u32),
            }
        }
    }
    (firsts, later)
}

/// The findings of a table, with the lines of the file; those of rows set aside give way to one
/// finding per such row.
pub(crate) fn findings<R: Record>(
    table: &mut Table<'_, R>,
    among_used: &[Aside],
    among_not_used: &[Aside],
) -> Vec<Finding> {
    let asides = || among_used.iter().chain(among_not_used);
    let gone: HashSet<RecordRef> = asides().map(|aside| aside.record).collect();
    let mut all: Vec<Finding> = asides().map(|aside| aside.finding(table.texts)).collect();
    for chunk in &mut table.chunks {
        for mut finding in std::mem::take(&mut chunk.findings) {
            finding.record.line += chunk.first_line;
            if !gone.contains(&finding.record) {
                all.push(finding);
            }
        }
    }
    all
}
