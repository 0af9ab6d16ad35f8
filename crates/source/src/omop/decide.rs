//! Which sets a stored row belongs to.
//!
//! The source's own code decides where it is listed; then the standard concept, which is often coarser; the
//! stored text only where the vocabulary knows neither. What is excluded is out.

use std::collections::HashMap;

use timeline::Meaning;

use super::concept_use::FoundBy;
use super::named::Named;
use super::vocabulary::{Mark, Resolved, Way};

/// What a row's code means.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Decision {
    /// The meanings, each with the line that gave it.
    pub meanings: Vec<(Meaning, usize)>,
    /// Lines that took the row out of their set.
    pub excluded: Vec<usize>,
    /// The concept that decided; `None`: the text.
    pub concept: Option<i64>,
}

impl Decision {
    /// What decided.
    pub(super) fn by(&self) -> FoundBy {
        if self.concept.is_some() { FoundBy::Concept } else { FoundBy::SourceValue }
    }

    fn is_nothing(&self) -> bool {
        self.meanings.is_empty() && self.excluded.is_empty()
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
    texts: HashMap<String, Decision>,
}

impl<'a> Judge<'a> {
    pub(super) fn new(resolved: &'a Resolved<'a>, named: &'a Named, asked: &'a [Meaning]) -> Judge<'a> {
        Judge { resolved, named, asked, concepts: HashMap::new(), texts: HashMap::new() }
    }

    /// What the code means.
    pub(super) fn decide(&mut self, code: StoredCode<'_>) -> Decision {
        let concepts = [code.source, code.standard];
        for id in concepts.into_iter().flatten().filter(|id| *id != 0) {
            let decision = self.by_concept(id);
            if !decision.is_nothing() {
                return decision.clone();
            }
        }
        let is_known = concepts.into_iter().flatten().any(|id| self.named.is_known(id));
        match code.text.map(str::trim).filter(|text| !text.is_empty() && !is_known) {
            Some(text) => self.by_text(text).clone(),
            None => Decision::default(),
        }
    }

    fn by_concept(&mut self, id: i64) -> &Decision {
        let (resolved, asked) = (self.resolved, self.asked);
        self.concepts.entry(id).or_insert_with(|| {
            let marks = resolved.marks.get(&id).map_or(&[][..], Vec::as_slice);
            Decision { concept: Some(id), ..sets(resolved, asked, marks) }
        })
    }

    fn by_text(&mut self, text: &str) -> &Decision {
        let text = text.to_ascii_uppercase();
        let (resolved, asked) = (self.resolved, self.asked);
        self.texts.entry(text).or_insert_with_key(|text| {
            let is_met = |line: &usize| resolved.texts[*line].iter().any(|pattern| pattern.is_met_by(text));
            let marks = (0..resolved.lines.len()).filter(is_met);
            let marks: Vec<Mark> = marks.map(|line| Mark { line, way: Way::Listed }).collect();
            sets(resolved, asked, &marks)
        })
    }
}

/// The sets that these marks lead to.
fn sets(resolved: &Resolved<'_>, asked: &[Meaning], marks: &[Mark]) -> Decision {
    let mut decision = Decision::default();
    for &meaning in asked {
        let best = |is_excluded: bool| {
            let line = |mark: &&Mark| &resolved.lines[mark.line];
            let own = marks.iter().filter(|mark| line(mark).meaning == meaning);
            own.filter(|mark| line(mark).is_excluded == is_excluded).min_by_key(|mark| (mark.way, mark.line))
        };
        match (best(false), best(true)) {
            (included, Some(out)) if is_out(included, out) => decision.excluded.push(out.line),
            (Some(included), _) => decision.meanings.push((meaning, included.line)),
            (None, _) => {}
        }
    }
    let has = |meaning| decision.meanings.iter().any(|(own, _)| *own == meaning);
    // Therapeutic and diagnostic iodine may map to one ingredient: the activity tells them apart.
    if has(Meaning::RadioiodineActivity) && has(Meaning::RadioiodineDiagnostic) {
        decision.meanings.retain(|(meaning, _)| *meaning != Meaning::RadioiodineDiagnostic);
    }
    decision
}

/// An exclusion stands above every inclusion; but what an excluded code merely maps to stays in when it is
/// listed itself, or below a listed concept.
fn is_out(included: Option<&Mark>, out: &Mark) -> bool {
    out.way <= Way::Below || included.is_none_or(|included| included.way >= Way::Mapped)
}
