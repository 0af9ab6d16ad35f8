//! Concept sets: code lists as CSV beside the protocol.

use thyroid::rules::HistologyRules;

use crate::Code;
use crate::check::ConceptReader;
use crate::findings::Source;
use crate::nearest::did_you_mean;
use crate::read::{Reader, quoted};

/// Columns of a concept file; all are required, in any order.
const COLUMNS: [&str; 6] = ["vocabulary", "code", "behaviour", "name", "flag", "certainty"];
const FLAGS: [&str; 1] = ["poorly_differentiated"];
/// A: code and meaning read in a source; B: expert knowledge; C: to be verified.
const CERTAINTIES: [&str; 3] = ["A", "B", "C"];
const VOCABULARY: &str = "ICD-O-3";

/// The histologies, and the text of their file.
pub(crate) fn histology(read: &mut Reader, reader: ConceptReader) -> Option<(HistologyRules, String)> {
    let path = read.text("concepts.histology");
    let name = path.value?;
    let text = match reader(&name) {
        Ok(text) => text,
        Err(error) => {
            let message = format!("{name} cannot be read: {error}");
            let help = "the path is relative to the protocol file; the file is CSV in UTF-8";
            read.findings.report(Code::ConceptFile, path.span, path.key, message, help);
            return None;
        }
    };
    let mut list = ConceptList { source: Source::concept_file(&name, &text), found: Vec::new() };
    let rules = list.read(&text);
    let sound = list.found.is_empty();
    list.found.into_iter().for_each(|found| read.findings.report_concept(found));
    sound.then_some((rules, text))
}

struct ConceptList<'a> {
    source: Source<'a>,
    found: Vec<crate::Diagnostic>,
}

/// One cell and where it begins in the text.
#[derive(Clone)]
struct Cell {
    text: String,
    start: usize,
    end: usize,
}

impl ConceptList<'_> {
    fn read(&mut self, text: &str) -> HistologyRules {
        let mut rules = HistologyRules::default();
        let mut lines = lines(text);
        let Some(header) = lines.next().map(|(start, line)| cells(line, start)) else {
            self.report(Code::ConceptColumns, 0, 0, "", "the file is empty", &expected_columns());
            return rules;
        };
        let Some(columns) = self.columns(&header) else { return rules };
        let mut n_rows = 0;
        for (start, line) in lines {
            n_rows += 1;
            self.row(&cells(line, start), &columns, start..start + line.len(), &mut rules);
        }
        if n_rows == 0 {
            let help = "list at least one code: without one nobody enters the study";
            self.report(Code::EmptyConceptSet, 0, text.len(), "", "the file lists no code", help);
        }
        rules.included.sort_unstable();
        rules.poorly_differentiated.sort_unstable();
        rules
    }

    /// Where each of [`COLUMNS`] stands; `None` when one is not there.
    fn columns(&mut self, header: &[Cell]) -> Option<[usize; 6]> {
        let before = self.found.len();
        for (at, cell) in header.iter().enumerate() {
            let name = cell.text.as_str();
            if !COLUMNS.contains(&name) {
                let help = did_you_mean(name, &COLUMNS);
                self.report(
                    Code::ConceptColumns,
                    cell.start,
                    cell.end,
                    name,
                    &format!("unknown column `{name}`"),
                    &help,
                );
            } else if header[..at].iter().any(|other| other.text == name) {
                let message = format!("the column `{name}` stands twice");
                self.report(
                    Code::ConceptColumns,
                    cell.start,
                    cell.end,
                    name,
                    &message,
                    "keep one of the two",
                );
            }
        }
        let place = COLUMNS.map(|name| header.iter().position(|cell| cell.text == name));
        let absent: Vec<&str> =
            COLUMNS.iter().zip(&place).filter(|(_, at)| at.is_none()).map(|(name, _)| *name).collect();
        if !absent.is_empty() {
            let (start, end) = (header[0].start, header[header.len() - 1].end);
            let message = format!("missing: {}", quoted(&absent));
            self.report(Code::ConceptColumns, start, end, "", &message, &expected_columns());
        }
        (self.found.len() == before).then(|| place.map(|at| at.unwrap_or(0)))
    }

    fn row(
        &mut self,
        row: &[Cell],
        columns: &[usize; 6],
        span: std::ops::Range<usize>,
        rules: &mut HistologyRules,
    ) {
        if row.len() != COLUMNS.len() {
            let message = format!("{} cells, {} expected", row.len(), COLUMNS.len());
            let help = "one cell per column; a name with a comma stands in double quotes";
            self.report(Code::ConceptRow, span.start, span.end, "", &message, help);
            return;
        }
        let [vocabulary, code, behaviour, name, flag, certainty] = columns.map(|at| &row[at]);
        self.expect(vocabulary, "vocabulary", vocabulary.text == VOCABULARY, &format!("write {VOCABULARY}"));
        self.expect(
            behaviour,
            "behaviour",
            behaviour.text == "3",
            "write 3: only malignant, primary tumours count",
        );
        self.expect(name, "name", !name.text.is_empty(), "say what the code means");
        let help = format!("write one of {}", CERTAINTIES.join(", "));
        self.expect(certainty, "certainty", CERTAINTIES.contains(&certainty.text.as_str()), &help);
        let flagged = !flag.text.is_empty();
        if flagged && !FLAGS.contains(&flag.text.as_str()) {
            let message = format!("`{}` is not a flag", flag.text);
            let help = format!("allowed: {}, or an empty cell", quoted(&FLAGS));
            self.report(Code::UnknownFlag, flag.start, flag.end, "flag", &message, &help);
        }
        let digits = code.text.len() == 4 && code.text.bytes().all(|b| b.is_ascii_digit());
        let number = code.text.parse::<u16>().ok().filter(|n| digits && (8000..=9999).contains(n));
        self.expect(code, "code", number.is_some(), "write the four digits, 8000 to 9999, without behaviour");
        let Some(number) = number else { return };
        if rules.included.contains(&number) {
            let message = format!("the code {number} stands twice");
            self.report(Code::RepeatedConcept, code.start, code.end, "code", &message, "keep one of the two");
            return;
        }
        rules.included.push(number);
        if flagged {
            rules.poorly_differentiated.push(number);
        }
    }

    fn expect(&mut self, cell: &Cell, column: &str, holds: bool, help: &str) {
        if !holds {
            let message = match cell.text.as_str() {
                "" => "the cell is empty".to_owned(),
                text => format!("`{text}` cannot be used"),
            };
            self.report(Code::ConceptRow, cell.start, cell.end, column, &message, help);
        }
    }

    fn report(&mut self, code: Code, start: usize, end: usize, column: &str, message: &str, help: &str) {
        let found = self.source.diagnostic(code, start..end, column, message.to_owned(), help.to_owned());
        self.found.push(found);
    }
}

fn expected_columns() -> String {
    format!("the first line names the columns: {}", COLUMNS.join(","))
}

/// Lines that are not blank, with their place; the byte-order mark belongs to none.
fn lines(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut next = 0;
    text.split_inclusive('\n').filter_map(move |raw| {
        let mark = if next == 0 && raw.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
        let start = next + mark;
        next += raw.len();
        let line = raw[mark..].trim_end_matches(['\n', '\r']);
        (!line.trim().is_empty()).then_some((start, line))
    })
}

/// The cells of one line, trimmed; a cell in double quotes may hold commas and doubled quotes.
fn cells(line: &str, start: usize) -> Vec<Cell> {
    let mut cells = Vec::new();
    let mut cell = Cell { text: String::new(), start, end: start };
    let mut quoted = false;
    let mut letters = line.char_indices().peekable();
    while let Some((at, letter)) = letters.next() {
        cell.end = start + at + letter.len_utf8();
        match letter {
            '"' if quoted && letters.peek().is_some_and(|(_, next)| *next == '"') => {
                letters.next();
                cell.text.push('"');
            }
            '"' => quoted = !quoted,
            ',' if !quoted => {
                let next = Cell { text: String::new(), start: cell.end, end: cell.end };
                cell.end -= 1;
                cells.push(std::mem::replace(&mut cell, next));
            }
            other => cell.text.push(other),
        }
    }
    cells.push(cell);
    for cell in &mut cells {
        cell.text = cell.text.trim().to_owned();
    }
    cells
}
