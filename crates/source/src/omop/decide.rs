//! Which sets a stored row belongs to.
//!
//! The source's own code decides where it is listed; then the standard concept, which is often coarser, for
//! sets of other families; the stored text last, where the vocabulary could not know its code. What is excluded
//! is out.

use std::collections::HashMap;

use timeline::Meaning;

use super::concept_use::FoundBy;
use super::families::family;
use super::named::Named;
use super::values::is_thyroid_morphology;
use super::vocabulary::{Mark, Resolved, Way};

/// A set that a row belongs to, or was taken out of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Verdict {
    pub meaning: Meaning,
    /// The line that decided.
    pub line: usize,
    /// The concept that decided; `None`: the text.
    pub concept: Option<i64>,
}

impl Verdict {
    /// What decided.
    pub(super) fn by(&self) -> FoundBy {
        if self.concept.is_some() { FoundBy::Concept } else { FoundBy::SourceValue }
    }
}

/// What a row's code means.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Decision {
    pub meanings: Vec<Verdict>,
    /// What took the row out of sets.
    pub excluded: Vec<Verdict>,
}

impl Decision {
    /// Adds what another says of families that this one says nothing of.
    fn unite(&mut self, other: &Decision) {
        if other.all().next().is_none() {
            return;
        }
        let said: Vec<Meaning> = self.all().map(|verdict| family(verdict.meaning)).collect();
        let is_new = |verdict: &&Verdict| !said.contains(&family(verdict.meaning));
        self.meanings.extend(other.meanings.iter().filter(is_new));
        self.excluded.extend(other.excluded.iter().filter(is_new));
    }

    /// Inclusions and exclusions.
    pub(super) fn all(&self) -> impl Iterator<Item = &Verdict> {
        self.meanings.iter().chain(&self.excluded)
    }
}

/// The code of a row as its table has it.
#[derive(Clone, Copy)]
pub(super) struct StoredCode<'a> {
    pub source: Option<i64>,
    pub standard: Option<i64>,
    pub text: Option<&'a str>,
}

/// Decides for the rows of one table.
pub(super) struct Judge<'a> {
    resolved: &'a Resolved<'a>,
    named: &'a Named,
    /// The sets that this table is asked for.
    asked: &'a [Meaning],
    concepts: HashMap<i64, Decision>,
    /// By text, and whether the vocabulary knows a concept of the row.
    texts: HashMap<(String, bool), Decision>,
}

impl<'a> Judge<'a> {
    pub(super) fn new(resolved: &'a Resolved<'a>, named: &'a Named, asked: &'a [Meaning]) -> Judge<'a> {
        Judge { resolved, named, asked, concepts: HashMap::new(), texts: HashMap::new() }
    }

    /// What the code means.
    pub(super) fn decide(&mut self, code: StoredCode<'_>) -> Decision {
        let concepts = [code.source, code.standard];
        let mut decision = Decision::default();
        for id in concepts.into_iter().flatten().filter(|id| *id != 0) {
            decision.unite(self.by_concept(id));
        }
        let is_known = concepts.into_iter().flatten().any(|id| self.named.is_known(id));
        if let Some(text) = code.text.map(str::trim).filter(|text| !text.is_empty()) {
            decision.unite(self.by_text(text, is_known));
        }
        decision
    }

    fn by_concept(&mut self, id: i64) -> &Decision {
        let (resolved, asked) = (self.resolved, self.asked);
        self.concepts.entry(id).or_insert_with(|| {
            let marks = resolved.marks.get(&id).map_or(&[][..], Vec::as_slice);
            sets(resolved, asked, marks, Some(id))
        })
    }

    fn by_text(&mut self, text: &str, is_known: bool) -> &Decision {
        let (resolved, asked) = (self.resolved, self.asked);
        self.texts.entry((text.to_ascii_uppercase(), is_known)).or_insert_with_key(|(text, is_known)| {
            let lines = resolved.lines_of_text(text);
            let meaning = |line: usize| resolved.lines[line].meaning;
            // Had the vocabulary had the code, the row's concept would say so.
            let is_lacked = |asked: Meaning| {
                lines.iter().all(|line| meaning(*line) != asked || resolved.n_listed[*line] == 0)
            };
            let is_clear = |asked| asked == Meaning::Histology && is_thyroid_morphology(text);
            let counts = |line: &&usize| !is_known || is_lacked(meaning(**line)) || is_clear(meaning(**line));
            let listed = |line: &usize| Mark { line: *line, way: Way::Listed };
            let marks: Vec<Mark> = lines.iter().filter(counts).map(listed).collect();
            sets(resolved, asked, &marks, None)
        })
    }
}

/// The sets that these marks lead to.
fn sets(resolved: &Resolved<'_>, asked: &[Meaning], marks: &[Mark], concept: Option<i64>) -> Decision {
    let mut decision = Decision::default();
    for &meaning in asked {
        let best = |is_excluded: bool| {
            let line = |mark: &&Mark| &resolved.lines[mark.line];
            let own = marks.iter().filter(|mark| line(mark).meaning == meaning);
            own.filter(|mark| line(mark).is_excluded == is_excluded).min_by_key(|mark| (mark.way, mark.line))
        };
        let verdict = |mark: &Mark| Verdict { meaning, line: mark.line, concept };
        match (best(false), best(true)) {
            (included, Some(out)) if is_out(included, out) => decision.excluded.push(verdict(out)),
            (Some(included), _) => decision.meanings.push(verdict(included)),
            (None, _) => {}
        }
    }
    let has = |meaning| decision.meanings.iter().any(|verdict| verdict.meaning == meaning);
    // Therapeutic and diagnostic iodine may map to one ingredient: the activity tells them apart.
    if has(Meaning::RadioiodineActivity) && has(Meaning::RadioiodineDiagnostic) {
        decision.meanings.retain(|verdict| verdict.meaning != Meaning::RadioiodineDiagnostic);
    }
    decision
}

/// An exclusion stands above every inclusion; but what an excluded code merely maps to stays in when it is
/// listed itself, or below a listed concept.
fn is_out(included: Option<&Mark>, out: &Mark) -> bool {
    out.way <= Way::Below || included.is_none_or(|included| included.way >= Way::Mapped)
}
