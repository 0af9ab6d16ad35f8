//! The study's concept sets, as FHIR codings are held against them.
//!
//! A FHIR folder brings no vocabulary, so that descendants are not known: a line means its own code, or
//! every code that fits its `*`. Where several lines of one set fit, the most specific decides (an exact
//! code before a pattern, a longer pattern before a shorter one, an exclusion before an inclusion).

use std::collections::{HashMap, HashSet};

use timeline::{Concept, Meaning};

use super::resource::{CodeableConcept, Coding, text};
use super::systems::{Place, vocabulary};

/// A code that means something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Match {
    pub meaning: Meaning,
    /// Position of the line in the list of concepts.
    pub concept: u32,
    /// The code, or the name, as stored.
    pub code: Box<str>,
}

/// What a CodeableConcept means, and what about it is remarkable.
#[derive(Default)]
pub(super) struct Meant {
    /// One for each meaning.
    pub matches: Vec<Match>,
    /// A code of the study under a system that is not known, or under none.
    pub is_foreign: bool,
}

/// The concept sets, ready to be asked.
pub(super) struct Sets<'c> {
    concepts: &'c [Concept],
    /// By vocabulary and code.
    exact: HashMap<String, Vec<u32>>,
    /// By vocabulary.
    patterns: HashMap<String, Vec<(Pattern, u32)>>,
    codes: HashSet<String>,
    /// Names of drugs, in lower case.
    names: Vec<(String, u32)>,
}

#[derive(Clone, Copy)]
enum Shape {
    Begins,
    Ends,
}

struct Pattern {
    shape: Shape,
    fixed: String,
}

impl Pattern {
    fn of(code: &str) -> Option<Pattern> {
        let (shape, fixed) = match (code.strip_suffix('*'), code.strip_prefix('*')) {
            (Some(start), _) => (Shape::Begins, start),
            (None, Some(end)) => (Shape::Ends, end),
            (None, None) => return None,
        };
        Some(Pattern { shape, fixed: fixed.to_owned() })
    }

    fn fits(&self, code: &str) -> bool {
        match self.shape {
            Shape::Begins => code.starts_with(&self.fixed),
            Shape::Ends => code.ends_with(&self.fixed),
        }
    }
}

/// `ICD-O-3` and `ICDO3` are one vocabulary.
fn name_of(vocabulary: &str) -> String {
    vocabulary.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_uppercase()).collect()
}

/// Case does not matter; nor does the point in a code of ICD-9 or ICD-10.
fn normal(vocabulary: &str, code: &str) -> String {
    let has_free_point = vocabulary.starts_with("ICD9") || vocabulary.starts_with("ICD10");
    let code = code.trim().chars().filter(|c| !(has_free_point && *c == '.'));
    code.map(|c| c.to_ascii_uppercase()).collect()
}

fn key(vocabulary: &str, code: &str) -> String {
    format!("{vocabulary} {code}")
}

fn is_drug(meaning: Meaning) -> bool {
    use Meaning::{RadioiodineActivity, RadioiodineDiagnostic, Rhtsh, Tki};
    matches!(meaning, RadioiodineActivity | RadioiodineDiagnostic | Rhtsh | Tki)
}

impl<'c> Sets<'c> {
    /// Of these lines.
    pub fn new(concepts: &'c [Concept]) -> Sets<'c> {
        let mut sets = Sets {
            concepts,
            exact: HashMap::new(),
            patterns: HashMap::new(),
            codes: HashSet::new(),
            names: Vec::new(),
        };
        for (number, concept) in (0..).zip(concepts) {
            sets.add(number, concept);
        }
        sets
    }

    fn add(&mut self, number: u32, concept: &Concept) {
        let vocabulary = name_of(&concept.vocabulary);
        let code = normal(&vocabulary, &concept.code);
        let name = concept.name.trim().to_lowercase();
        if is_drug(concept.meaning) && !concept.is_excluded && !name.is_empty() {
            self.names.push((name, number));
        }
        match Pattern::of(&code) {
            Some(pattern) => self.patterns.entry(vocabulary).or_default().push((pattern, number)),
            None => {
                self.exact.entry(key(&vocabulary, &code)).or_default().push(number);
                self.codes.insert(code);
            }
        }
    }

    /// What a code of a vocabulary means: for each meaning its most specific line, unless that excludes.
    fn lines(&self, vocabulary: &str, code: &str) -> Vec<u32> {
        let vocabulary = name_of(vocabulary);
        let code = normal(&vocabulary, code);
        let exact = self.exact.get(&key(&vocabulary, &code)).into_iter().flatten();
        let mut fitting: Vec<(usize, u32)> = exact.map(|number| (usize::MAX, *number)).collect();
        let patterns = self.patterns.get(&vocabulary).into_iter().flatten();
        let patterns = patterns.filter(|(pattern, _)| pattern.fits(&code));
        fitting.extend(patterns.map(|(pattern, number)| (pattern.fixed.len(), *number)));
        let rank = |&(length, number): &(usize, u32)| {
            let concept = self.concept(number);
            (concept.meaning, std::cmp::Reverse((length, concept.is_excluded)), number)
        };
        fitting.sort_by_key(rank);
        fitting.dedup_by_key(|(_, number)| self.concept(*number).meaning);
        fitting.into_iter().map(|(_, number)| number).collect()
    }

    fn concept(&self, number: u32) -> &'c Concept {
        &self.concepts[number as usize]
    }

    /// What a code of a vocabulary means.
    pub fn find(&self, vocabulary: &str, code: &str) -> Vec<Match> {
        let lines = self.lines(vocabulary, code).into_iter();
        let included = lines.filter(|number| !self.concept(*number).is_excluded);
        included.map(|number| self.matched(number, code)).collect()
    }

    fn matched(&self, concept: u32, code: &str) -> Match {
        Match { meaning: self.concept(concept).meaning, concept, code: code.trim().into() }
    }

    /// What any coding of a concept means; the first coding gives the code of its meaning.
    pub fn meant(&self, concept: &CodeableConcept<'_>, place: Place) -> Meant {
        let mut meant = Meant::default();
        for coding in &concept.coding {
            self.add_coding(coding, place, &mut meant);
        }
        meant
    }

    fn add_coding(&self, coding: &Coding<'_>, place: Place, meant: &mut Meant) {
        let code = text(&coding.code);
        match vocabulary(text(&coding.system), place) {
            Some(vocabulary) => {
                for found in self.find(vocabulary, code) {
                    if meant.matches.iter().all(|other| other.meaning != found.meaning) {
                        meant.matches.push(found);
                    }
                }
            }
            None => meant.is_foreign |= self.codes.contains(&normal("", code)),
        }
    }

    /// What a drug means: by its codings and, where none of them means anything or is excluded, by its
    /// name: the text or a display that is the name of a line or begins with it as whole words.
    pub fn drug(&self, concept: &CodeableConcept<'_>, place: Place) -> Meant {
        let mut meant = self.meant(concept, place);
        let is_excluded = |coding: &Coding<'_>| {
            let vocabulary = vocabulary(text(&coding.system), place);
            vocabulary.is_some_and(|vocabulary| !self.lines(vocabulary, text(&coding.code)).is_empty())
        };
        if meant.matches.is_empty() && !concept.coding.iter().any(is_excluded) {
            let displays = concept.coding.iter().map(|coding| text(&coding.display));
            let mut names = std::iter::once(text(&concept.text)).chain(displays);
            meant.matches.extend(names.find_map(|name| self.named(name)));
        }
        meant
    }

    /// The drug of this name; the longest name decides.
    pub fn named(&self, name: &str) -> Option<Match> {
        let lower = name.trim().to_lowercase();
        let begins = |known: &str| {
            let rest = lower.strip_prefix(known);
            rest.is_some_and(|rest| !rest.starts_with(|c: char| c.is_alphanumeric() || c == '-'))
        };
        let fitting = self.names.iter().filter(|(known, _)| begins(known));
        let longest = fitting.max_by_key(|(known, number)| (known.len(), std::cmp::Reverse(*number)));
        longest.map(|&(_, number)| self.matched(number, name))
    }
}
