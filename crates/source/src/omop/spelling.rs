//! What a line of a concept set may look like as text.

use sieve::Pattern;
use timeline::{Concept, Meaning};

/// Meanings of drugs, which are also known by name.
pub(super) const DRUGS: &[Meaning] =
    &[Meaning::RadioiodineActivity, Meaning::RadioiodineDiagnostic, Meaning::Rhtsh, Meaning::Tki];

/// Vocabularies whose codes are often stored without their point.
const POINTED: [&str; 4] = ["ICD9CM", "ICD9Proc", "ICD10", "ICD10CM"];

/// The longest code of numbers alone that such a vocabulary has without its point.
const LONGEST: usize = 5;

/// The spellings of one line.
pub(super) struct Spelling {
    codes: Vec<Pattern>,
    /// The name of a drug, in upper case.
    name: Option<String>,
}

impl Spelling {
    pub(super) fn of(line: &Concept) -> Spelling {
        let mut codes = vec![Pattern::new(&line.code)];
        if POINTED.contains(&&*line.vocabulary) {
            codes.extend(without_point(line));
        }
        let name = line.name.trim().to_ascii_uppercase();
        let is_named = DRUGS.contains(&line.meaning) && !line.is_excluded && !name.is_empty();
        Spelling { codes, name: is_named.then_some(name) }
    }

    /// What a text may be like; not every text that is like it is meant.
    pub(super) fn patterns(&self) -> impl Iterator<Item = Pattern> + '_ {
        let name = self.name.iter().map(|name| Pattern::Begins(name.clone()));
        self.codes.iter().cloned().chain(name)
    }

    /// Whether a text, trimmed and in upper case, is the code.
    pub(super) fn is_code(&self, text: &str) -> bool {
        self.codes.iter().any(|pattern| pattern.is_met_by(text))
    }

    /// How long the drug's name is if the text is it, or begins with it as whole words.
    pub(super) fn n_bytes_of_name(&self, text: &str) -> Option<usize> {
        let name = self.name.as_ref()?;
        let rest = text.strip_prefix(name.as_str())?;
        let is_whole = !rest.starts_with(|letter: char| letter.is_alphanumeric() || letter == '-');
        is_whole.then_some(name.len())
    }
}

/// `C78.0*` is also `C780*`, and `197.*` also `1970` to `19799`: longer numbers are codes of other vocabularies.
fn without_point(line: &Concept) -> Vec<Pattern> {
    let Some((category, rest)) = line.code.trim().split_once('.') else { return Vec::new() };
    let code = format!("{category}{rest}").to_ascii_uppercase();
    let begins_with_letter = code.starts_with(|letter: char| letter.is_ascii_alphabetic());
    match code.strip_suffix('*') {
        Some(beginning) if !begins_with_letter => numbers(beginning).map(Pattern::Is).collect(),
        // Procedures are also filled up to four digits.
        None if &*line.vocabulary == "ICD9Proc" => {
            vec![Pattern::Is(format!("{code:0<4}")), Pattern::Is(code)]
        }
        _ => vec![Pattern::new(&code)],
    }
}

/// Every number of at most five digits that begins like this.
fn numbers(beginning: &str) -> impl Iterator<Item = String> + '_ {
    let n_more = LONGEST.saturating_sub(beginning.len()).min(2);
    (0..=n_more).flat_map(move |n| {
        (0..10_usize.pow(n as u32)).map(move |rest| match n {
            0 => beginning.to_owned(),
            _ => format!("{beginning}{rest:0n$}"),
        })
    })
}
