//! T, N and M categories as charts write them, and the edition they were written under (clinical
//! rules 2.4).
//!
//! A text is read whole or not at all: `T2 or T3`, `T3?` and `N2` are unreadable, never guessed at.

use timeline::words;

use crate::distant::is_m1;

words! {
    /// Edition of the TNM that a stage is asked for.
    pub enum Edition {
        /// Seventh edition, 2010.
        Seventh = "7",
        /// Eighth edition, 2018.
        Eighth = "8",
    }
}

words! {
    /// An input of stage or risk, by its column of the study sheets where it has one.
    pub enum Input {
        /// Completed years of age at diagnosis.
        Age = "age_at_diagnosis",
        /// T category, or its letter.
        T = "t",
        /// N category, its letter or its prefix.
        N = "n",
        /// M category.
        M = "m",
        /// Edition of the record.
        Edition = "tnm_edition",
        /// Why T3.
        T3Reason = "t3_reason",
        /// Largest diameter of the primary tumour; the sheets have no column for it.
        Size = "tumour_size",
        /// Extrathyroidal extension.
        Extension = "ete",
        /// Resection margins.
        Margins = "margins",
        /// Foci of vascular invasion.
        VascularFoci = "vascular_foci",
        /// Number of positive nodes.
        PositiveNodes = "positive_nodes",
        /// Largest nodal metastasis.
        LargestNode = "largest_node_mm",
        /// Histology.
        Histology = "histology",
        /// What the first scan after therapy showed.
        FirstScan = "post_therapy_scan",
    }
}

/// The edition a record names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RecordedEdition {
    /// Sixth; its T and N categories are those of the seventh but for the letters of T1.
    Sixth,
    /// Seventh.
    Seventh,
    /// Eighth.
    Eighth,
    /// Another one, whose T and N mean something else.
    Other,
    /// None, or none that can be read.
    Missing,
}

/// T category; the letters of T1 do not matter for the stage and are dropped.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum T {
    /// T0 or TX.
    Unassessed,
    /// Up to 2 cm.
    T1,
    /// Above 2 to 4 cm.
    T2,
    /// T3 without a letter.
    T3,
    /// Eighth edition: above 4 cm, limited to the thyroid.
    T3a,
    /// Eighth edition: gross extension into strap muscles only.
    T3b,
    /// T4 without a letter.
    T4,
    /// T4a.
    T4a,
    /// T4b.
    T4b,
}

/// N category; N0a and N0b are N0.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum N {
    /// NX.
    X,
    /// N0.
    N0,
    /// N1 without a letter.
    N1,
    /// N1a.
    N1a,
    /// N1b.
    N1b,
}

impl T {
    /// As printed: `T3a`; `TX` for what was not assessed.
    pub fn word(self) -> &'static str {
        match self {
            T::Unassessed => "TX",
            T::T1 => "T1",
            T::T2 => "T2",
            T::T3 => "T3",
            T::T3a => "T3a",
            T::T3b => "T3b",
            T::T4 => "T4",
            T::T4a => "T4a",
            T::T4b => "T4b",
        }
    }
}

impl N {
    /// As printed: `N1b`.
    pub fn word(self) -> &'static str {
        match self {
            N::X => "NX",
            N::N0 => "N0",
            N::N1 => "N1",
            N::N1a => "N1a",
            N::N1b => "N1b",
        }
    }

    /// Whether nodes are involved.
    pub fn is_positive(self) -> bool {
        matches!(self, N::N1 | N::N1a | N::N1b)
    }
}

/// M category; MX is M0 (clinical; expert knowledge, not re-read).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum M {
    /// M0 or MX.
    M0,
    /// M1.
    M1,
}

/// What a category rests on, by its prefix.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Basis {
    /// `c`.
    Clinical,
    /// `p`.
    Pathological,
    /// No prefix says so.
    Unstated,
}

/// A category as written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Written<C> {
    /// The category.
    pub category: C,
    /// What it rests on.
    pub basis: Basis,
    /// Whether a prefix `r` or `y` says that it was taken at recurrence or after treatment.
    pub later: bool,
}

/// Reads a T category (`T1a`, `pT3`, `1b`, `T4 NOS`, `T1b(m)`); `None` when unreadable.
pub fn read_t(text: &str) -> Option<Written<T>> {
    read(text, 't', |body| {
        let (category, letters): (T, &[(char, T)]) = match body.chars().next()? {
            '0' | 'x' => (T::Unassessed, &[]),
            '1' => (T::T1, &[('a', T::T1), ('b', T::T1)]),
            '2' => (T::T2, &[]),
            '3' => (T::T3, &[('a', T::T3a), ('b', T::T3b)]),
            '4' => (T::T4, &[('a', T::T4a), ('b', T::T4b)]),
            _ => return None,
        };
        lettered(category, letters, &body[1..])
    })
}

/// Reads an N category (`N0`, `cN1b`, `NX`, `n1a(sn)`); `None` when unreadable.
pub fn read_n(text: &str) -> Option<Written<N>> {
    read(text, 'n', |body| {
        let (category, letters): (N, &[(char, N)]) = match body.chars().next()? {
            'x' => (N::X, &[]),
            '0' => (N::N0, &[('a', N::N0), ('b', N::N0)]),
            '1' => (N::N1, &[('a', N::N1a), ('b', N::N1b)]),
            _ => return None,
        };
        lettered(category, letters, &body[1..])
    })
}

/// Reads an M category; whatever [`is_m1`] calls M1 is M1. `None` when unreadable.
pub fn read_m(text: &str) -> Option<Written<M>> {
    let plain = |category| Written { category, basis: Basis::Unstated, later: false };
    let read = read(text, 'm', |body| match body.chars().next()? {
        '0' | 'x' => lettered(M::M0, &[], &body[1..]),
        '1' => lettered(M::M1, &[], &body[1..]),
        _ => None,
    });
    read.or_else(|| is_m1(text).then(|| plain(M::M1)))
}

/// The edition a text names (`8`, `AJCC 7th`, `TNM8`, `VIII`). Years and other words say nothing;
/// two different editions in one text name none.
pub fn recorded_edition(text: Option<&str>) -> RecordedEdition {
    let lower = text.unwrap_or_default().to_ascii_lowercase();
    let numbers = lower.split(|c: char| !c.is_ascii_digit()).filter_map(|run| run.parse::<u32>().ok());
    let roman = lower.split(|c: char| !c.is_ascii_alphanumeric()).filter_map(|word| match word {
        "v" => Some(5),
        "vi" => Some(6),
        "vii" => Some(7),
        "viii" => Some(8),
        _ => None,
    });
    let mut named: Vec<u32> = numbers.chain(roman).filter(|number| (1..=9).contains(number)).collect();
    named.dedup();
    match named[..] {
        [6] => RecordedEdition::Sixth,
        [7] => RecordedEdition::Seventh,
        [8] => RecordedEdition::Eighth,
        [_] => RecordedEdition::Other,
        _ => RecordedEdition::Missing,
    }
}

/// Case, blanks, prefixes and the leading letter are taken off; `body` reads what is left. Without
/// the letter only `c` and `p` are prefixes: `R1` in a T column is a margin, not a category.
fn read<C>(text: &str, letter: char, body: impl Fn(&str) -> Option<C>) -> Option<Written<C>> {
    let plain: String = text.chars().filter(|c| !c.is_whitespace()).map(|c| c.to_ascii_lowercase()).collect();
    let rest = plain.trim_start_matches(['c', 'p', 'y', 'r', 'a', 'u']);
    let prefix = &plain[..plain.len() - rest.len()];
    let rest = match rest.strip_prefix(letter) {
        Some(body) => body,
        None if matches!(prefix, "" | "c" | "p") => rest,
        None => return None,
    };
    let basis = match (prefix.contains('c'), prefix.contains('p')) {
        (true, false) => Basis::Clinical,
        (false, true) => Basis::Pathological,
        _ => Basis::Unstated,
    };
    Some(Written { category: body(rest)?, basis, later: prefix.contains(['r', 'y']) })
}

fn lettered<C: Copy>(category: C, letters: &[(char, C)], rest: &str) -> Option<C> {
    let found = letters.iter().find(|(letter, _)| rest.starts_with(*letter));
    let (category, rest) = found.map_or((category, rest), |(_, lettered)| (*lettered, &rest[1..]));
    is_suffix(rest).then_some(category)
}

/// `m`, `s`, `(m)`, `(3)`, `(i+)`, `(sn)`, `mi`, `NOS` and the like, any number of them.
fn is_suffix(mut rest: &str) -> bool {
    while !rest.is_empty() {
        let inside = rest.strip_prefix('(').and_then(|open| open.split_once(')'));
        rest = if let Some((group, after)) = inside {
            let plain = !group.is_empty() && group.chars().all(|c| "msi+-,0123456789".contains(c));
            if !plain && !["sn", "mol+", "mol-", "nos", "nos."].contains(&group) {
                return false;
            }
            after
        } else if let Some(after) =
            [",nos", "nos", "mi", "sn", "m", "s"].iter().find_map(|suffix| rest.strip_prefix(suffix))
        {
            after
        } else {
            return false;
        };
    }
    true
}

#[cfg(test)]
mod tests;
