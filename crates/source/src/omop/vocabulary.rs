//! Concept sets resolved through the CDM's own vocabulary: code, then "Maps to", then `concept_ancestor`.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use sieve::cdm::Table;
use sieve::{Engine, Failure, Filter, IdSet, Pattern, Patterns, Rows};
use timeline::{Concept, Meaning};

use super::spelling::Spelling;

/// How a concept comes into a set, the closest way first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Way {
    /// Its code is listed.
    Listed,
    /// It is below a listed one.
    Below,
    /// A listed one maps to it.
    Mapped,
    /// It is below one that a listed one maps to.
    BelowMapped,
}

/// A line of the concept sets that a concept belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Mark {
    pub line: usize,
    pub way: Way,
}

/// The concept sets of a study in one CDM.
pub(super) struct Resolved<'a> {
    /// The lines, as the protocol has them.
    pub lines: &'a [Concept],
    /// Which concepts belong to which lines.
    pub marks: HashMap<i64, Vec<Mark>>,
    /// For each line, what it may look like as text.
    pub texts: Vec<Spelling>,
    /// For each line, how many concepts have its code.
    pub n_listed: Vec<u64>,
    /// All rows of the tables that were asked.
    pub n_rows: Vec<(Table, u64)>,
}

/// Looks the lines up.
///
/// # Errors
/// As [`Engine::select`].
pub(super) fn resolve<'a>(engine: &dyn Engine, lines: &'a [Concept]) -> Result<Resolved<'a>, Failure> {
    let mut asked = Asked { engine, n_rows: Vec::new() };
    let listed = listed(&mut asked, lines)?;
    let mapped = maps_to(&mut asked, "concept_id_1", listed.iter().map(|(id, _)| *id).collect())?;
    let below = below(&mut asked, ancestors(lines, &listed, &mapped))?;
    let (texts, n_listed) = (lines.iter().map(Spelling::of).collect(), vec![0; lines.len()]);
    let mut resolved = Resolved { lines, marks: HashMap::new(), texts, n_listed, n_rows: Vec::new() };
    for (id, line) in listed {
        resolved.n_listed[line] += 1;
        resolved.add(id, line, Way::Listed, Way::Below, &below);
        // A histology is an ICD-O-3 code and nothing that such a code maps to.
        if lines[line].meaning != Meaning::Histology {
            for &standard in targets(&mapped, id) {
                resolved.add(standard, line, Way::Mapped, Way::BelowMapped, &below);
            }
        }
    }
    inwards(&mut asked, &mut resolved)?;
    resolved.n_rows = asked.n_rows;
    Ok(resolved)
}

/// Marks what maps to a marked concept, such as a hospital's own concepts, like that one. What is marked itself
/// needs it not; a histology is told by its own code alone.
fn inwards(asked: &mut Asked<'_>, resolved: &mut Resolved<'_>) -> Result<(), Failure> {
    let ids = resolved.marks.keys().copied().collect();
    let links = maps_to(asked, "concept_id_2", ids)?;
    let is_histology = |mark: &Mark| resolved.lines[mark.line].meaning == Meaning::Histology;
    let mut found: Vec<(i64, Mark)> = Vec::new();
    for (from, to) in links.iter().filter(|(from, _)| !resolved.marks.contains_key(from)) {
        let marks = to.iter().filter_map(|id| resolved.marks.get(id)).flatten();
        found.extend(marks.filter(|mark| !is_histology(mark)).map(|mark| (*from, *mark)));
    }
    found.into_iter().for_each(|(id, mark)| resolved.mark(id, mark.line, mark.way));
    Ok(())
}

/// An engine, and how many rows each table asked of it has.
struct Asked<'e> {
    engine: &'e dyn Engine,
    n_rows: Vec<(Table, u64)>,
}

impl Asked<'_> {
    fn select(&mut self, table: Table, columns: &[&'static str], filter: &Filter) -> Result<Rows, Failure> {
        let selected = self.engine.select(table, columns, filter)?;
        self.n_rows.push((table, selected.n_rows));
        Ok(Rows::new(selected.rows))
    }
}

type Links = HashMap<i64, Vec<i64>>;

fn targets(links: &Links, id: i64) -> &[i64] {
    links.get(&id).map_or(&[], Vec::as_slice)
}

impl Resolved<'_> {
    /// The lines that a text, trimmed and in upper case, is meant by: by its code, else as a drug by its name,
    /// of several the longest.
    pub(super) fn lines_of_text(&self, text: &str) -> Vec<usize> {
        let lines = 0..self.lines.len();
        let coded: Vec<usize> = lines.clone().filter(|line| self.texts[*line].is_code(text)).collect();
        if !coded.is_empty() {
            return coded;
        }
        let length = |line: &usize| self.texts[*line].n_bytes_of_name(text);
        let longest = lines.clone().filter_map(|line| length(&line)).max();
        lines.filter(|line| longest.is_some() && length(line) == longest).collect()
    }

    /// Marks a concept, and what is below it where the line says so.
    fn add(&mut self, id: i64, line: usize, own: Way, lower: Way, below: &Links) {
        self.mark(id, line, own);
        if self.lines[line].with_descendants {
            for &descendant in targets(below, id) {
                self.mark(descendant, line, lower);
            }
        }
    }

    /// Keeps the closest way.
    fn mark(&mut self, id: i64, line: usize, way: Way) {
        let marks = self.marks.entry(id).or_default();
        match marks.iter_mut().find(|mark| mark.line == line) {
            Some(mark) => mark.way = mark.way.min(way),
            None => marks.push(Mark { line, way }),
        }
    }
}

/// The concepts with a listed code, each with its line.
fn listed(asked: &mut Asked<'_>, lines: &[Concept]) -> Result<Vec<(i64, usize)>, Failure> {
    let like = |column, patterns| Filter::Like { column, patterns: Arc::new(Patterns::new(patterns)) };
    let is = |text: &str| Pattern::Is(text.trim().to_ascii_uppercase());
    let codes = like("concept_code", lines.iter().map(|line| Pattern::new(&line.code)).collect());
    let vocabularies = like("vocabulary_id", lines.iter().map(|line| is(&line.vocabulary)).collect());
    let columns = ["concept_id", "vocabulary_id", "concept_code"];
    let filter = Filter::All(vec![vocabularies, codes]);
    let rows = asked.select(Table::Concept, &columns, &filter)?;
    let patterns: Vec<_> =
        lines.iter().map(|line| (is(&line.vocabulary), Pattern::new(&line.code))).collect();
    let mut listed = Vec::new();
    for row in 0..rows.len() {
        let text = |column| rows.text(column, row).unwrap_or_default().trim().to_ascii_uppercase();
        let (vocabulary, code) = (text("vocabulary_id"), text("concept_code"));
        let meant =
            |(_, (v, c)): &(usize, &(Pattern, Pattern))| v.is_met_by(&vocabulary) && c.is_met_by(&code);
        if let Some(id) = rows.id("concept_id", row).filter(|id| *id != 0) {
            listed.extend(patterns.iter().enumerate().filter(meant).map(|(line, _)| (id, line)));
        }
    }
    listed.sort_unstable();
    Ok(listed)
}

/// What maps to what, but for itself, where the column has one of these concepts.
fn maps_to(asked: &mut Asked<'_>, column: &'static str, ids: IdSet) -> Result<Links, Failure> {
    let relationship = Patterns::new(vec![Pattern::new("Maps to")]);
    let filter = Filter::All(vec![
        Filter::In { column, ids: Arc::new(ids) },
        Filter::Like { column: "relationship_id", patterns: Arc::new(relationship) },
    ]);
    let columns = ["concept_id_1", "concept_id_2", "invalid_reason"];
    let rows = asked.select(Table::ConceptRelationship, &columns, &filter)?;
    let is_valid = |row: usize| rows.text("invalid_reason", row).unwrap_or_default().trim().is_empty();
    Ok(links(&rows, "concept_id_1", "concept_id_2", is_valid))
}

/// The concepts whose descendants are wanted.
fn ancestors(lines: &[Concept], listed: &[(i64, usize)], mapped: &Links) -> IdSet {
    let wanted = listed.iter().filter(|(_, line)| lines[*line].with_descendants);
    wanted.flat_map(|(id, _)| std::iter::once(*id).chain(targets(mapped, *id).iter().copied())).collect()
}

/// What is below each of these concepts, but for itself.
fn below(asked: &mut Asked<'_>, ids: IdSet) -> Result<Links, Failure> {
    let filter = Filter::In { column: "ancestor_concept_id", ids: Arc::new(ids) };
    let columns = ["ancestor_concept_id", "descendant_concept_id"];
    let rows = asked.select(Table::ConceptAncestor, &columns, &filter)?;
    Ok(links(&rows, columns[0], columns[1], |_| true))
}

/// Pairs of different concepts, neither of them 0.
fn links(rows: &Rows, from: &str, to: &str, is_valid: impl Fn(usize) -> bool) -> Links {
    let mut found = HashSet::new();
    let mut links = Links::new();
    for row in (0..rows.len()).filter(|row| is_valid(*row)) {
        if let (Some(a), Some(b)) = (rows.id(from, row), rows.id(to, row))
            && (a != b && a != 0 && b != 0)
            && found.insert((a, b))
        {
            links.entry(a).or_default().push(b);
        }
    }
    links
}
