//! The sections of a file of figures, and what each holds.

use std::ops::Range;

use toml_edit::{Document, Item, TableLike};

use super::Mistakes;
use super::nearest::did_you_mean;
use super::section::Section;
use crate::figures::{Change, Description, Figures, Pair, Share, Sum, TestUsed, Wording};
use crate::printed::{Printed, PrintedP};

const PAPER: &[&str] = &["title", "reference", "alpha"];
const SUM: &[&str] = &["where", "what", "parts", "missing", "total"];
const PROPORTION: &[&str] = &["where", "what", "count", "of", "percent", "group"];
const MEAN: &[&str] =
    &["id", "where", "what", "mean", "read_as", "sd", "n", "whole_numbers", "can_be_negative", "threshold"];
const CHANGE: &[&str] =
    &["where", "what", "before", "after", "pairs", "possible_pairs", "p", "test", "correlation"];
const COUNTS: &[&str] = &["where", "what", "first", "second", "p"];
const TEXT: &[&str] = &["where", "printed", "expected"];

/// Sections that may stand any number of times, with their keys.
const SECTIONS: &[(&str, &[&str])] = &[
    ("sum", SUM),
    ("proportion", PROPORTION),
    ("mean", MEAN),
    ("change", CHANGE),
    ("counts", COUNTS),
    ("text", TEXT),
];

/// `[[sum]], [[proportion]], ...`.
pub(super) fn known() -> String {
    SECTIONS.iter().map(|(name, _)| format!("[[{name}]]")).collect::<Vec<_>>().join(", ")
}

/// All figures of a document that was parsed.
pub(super) fn figures(text: &str, document: &Document<String>, mistakes: &mut Mistakes<'_>) -> Figures {
    let root = document.as_table();
    let mut figures = Figures::default();
    let mut alpha = None;
    for (name, item) in root.iter() {
        let own = root.get_key_value(name).and_then(|(key, _)| key.span());
        let span = own.or(item.span()).unwrap_or(0..0);
        if name == "paper" {
            alpha = paper(text, (item, span), &mut figures, mistakes);
        } else if !SECTIONS.iter().any(|(known, _)| *known == name) {
            let names = SECTIONS.iter().map(|(name, _)| *name).chain(["paper"]);
            let is_section = item.is_table_like() || item.is_array_of_tables();
            let (message, help) = if is_section {
                (format!("[[{name}]] is no section of a file of figures"), did_you_mean(name, names))
            } else {
                (format!("`{name}` stands outside of any section"), "put it below a section".into())
            };
            mistakes.report(span, message, help);
        }
    }
    let alpha = alpha.unwrap_or_else(|| Printed::parse("0.05").expect("digits and a point"));
    for (name, keys) in SECTIONS {
        for (table, place) in tables(root.get(name), name, mistakes) {
            let shown = (format!("[[{name}]]"), place);
            let mut section = Section::open(text, table, shown, keys, mistakes);
            entry(&mut figures, name, &mut section, &alpha);
        }
    }
    references(root, &figures, mistakes);
    figures
}

fn paper(
    text: &str,
    (item, span): (&Item, Range<usize>),
    figures: &mut Figures,
    mistakes: &mut Mistakes<'_>,
) -> Option<Printed> {
    let Some(table) = item.as_table_like() else {
        mistakes.report(span, "[paper] stands once", "write [paper] in single brackets");
        return None;
    };
    let mut section = Section::open(text, table, ("[paper]".into(), span), PAPER, mistakes);
    figures.title = section.text("title");
    figures.reference = section.text("reference");
    let alpha = section.number("alpha")?;
    if alpha.value <= 0.0 || alpha.value >= 1.0 {
        section.wrong("alpha", "a threshold between 0 and 1 expected", "leave it out for 0.05");
        return None;
    }
    Some(alpha)
}

/// The tables of `[[name]]`, with their places.
fn tables<'a>(
    item: Option<&'a Item>,
    name: &str,
    mistakes: &mut Mistakes<'_>,
) -> Vec<(&'a dyn TableLike, Range<usize>)> {
    match item {
        None => Vec::new(),
        Some(Item::ArrayOfTables(array)) => {
            array.iter().map(|table| (table as &dyn TableLike, table.span().unwrap_or(0..0))).collect()
        }
        Some(other) => {
            let span = other.span().unwrap_or(0..0);
            let message = format!("`{name}` is a section that may stand several times");
            mistakes.report(span, message, format!("write [[{name}]] in double brackets"));
            Vec::new()
        }
    }
}

fn entry(figures: &mut Figures, name: &str, section: &mut Section<'_, '_, '_>, alpha: &Printed) {
    match name {
        "sum" => figures.sums.push(sum(section)),
        "proportion" => figures.shares.push(share(section)),
        "mean" => figures.descriptions.push(description(section)),
        "change" => figures.changes.push(change(section, alpha)),
        "counts" => figures.pairs.push(pair(section, alpha)),
        _ => figures.wordings.push(Wording {
            place: section.text("where"),
            printed: section.required_text("printed"),
            expected: Some(section.text("expected")).filter(|text| !text.is_empty()),
        }),
    }
}

fn sum(section: &mut Section<'_, '_, '_>) -> Sum {
    Sum {
        place: section.text("where"),
        what: section.required_text("what"),
        parts: section.counts("parts", true),
        missing: section.count("missing"),
        total: section.required_count("total"),
    }
}

fn share(section: &mut Section<'_, '_, '_>) -> Share {
    let share = Share {
        place: section.text("where"),
        what: section.required_text("what"),
        count: section.count("count"),
        of: section.count("of"),
        percent: section.number("percent"),
        group: section.count("group"),
    };
    if share.percent.is_none()
        && share.count.zip(share.of).is_none()
        && !["count", "of", "percent"].iter().any(|key| section.is_misspelt(key))
    {
        section.wrong("count", "nothing to check", "give `percent`, or `count` and `of`, or all three");
    }
    share
}

fn description(section: &mut Section<'_, '_, '_>) -> Description {
    let mean_text = section.typed("mean", true).unwrap_or_default();
    let read_as = section.number("read_as");
    Description {
        id: section.text("id"),
        place: section.text("where"),
        what: section.required_text("what"),
        mean: Printed::parse(&mean_text).or(read_as),
        mean_text,
        sd: section.number("sd"),
        n: section.count("n"),
        is_whole: section.flag("whole_numbers"),
        can_be_negative: section.flag("can_be_negative"),
        threshold: section.number("threshold"),
    }
}

fn change(section: &mut Section<'_, '_, '_>, alpha: &Printed) -> Change {
    Change {
        place: section.text("where"),
        what: section.required_text("what"),
        before: section.required_text("before"),
        after: section.required_text("after"),
        n_pairs: section.count("pairs"),
        possible_pairs: section.counts("possible_pairs", false),
        p: p_value(section, alpha),
        test: test(section),
        correlation: correlation(section),
    }
}

fn pair(section: &mut Section<'_, '_, '_>, alpha: &Printed) -> Pair {
    Pair {
        place: section.text("where"),
        what: section.required_text("what"),
        first: section.required_count("first"),
        second: section.required_count("second"),
        p: p_value(section, alpha),
    }
}

fn p_value(section: &mut Section<'_, '_, '_>, alpha: &Printed) -> Option<PrintedP> {
    let typed = section.typed("p", false)?;
    let p = PrintedP::parse(&typed, alpha);
    if p.is_none() {
        section.wrong(
            "p",
            format!("`{typed}` is not a p value"),
            "write 0.003, \"< 0.001\", \"> 0.05\" or \"NS\"",
        );
    }
    p
}

fn test(section: &mut Section<'_, '_, '_>) -> TestUsed {
    let word = section.text("test");
    if word.is_empty() {
        return TestUsed::NotStated;
    }
    TestUsed::from_word(&word).unwrap_or_else(|| {
        section.unknown_word("test", &word, TestUsed::WORDS);
        TestUsed::NotStated
    })
}

fn correlation(section: &mut Section<'_, '_, '_>) -> Option<f64> {
    let r = section.number("correlation")?.value;
    if r.abs() >= 1.0 {
        section.wrong(
            "correlation",
            "a number between -1 and 1 expected",
            "0.9 is usual for repeated values",
        );
        return None;
    }
    Some(r)
}

/// Every `before` and `after` names a mean.
fn references(root: &dyn TableLike, figures: &Figures, mistakes: &mut Mistakes<'_>) {
    let Some(Item::ArrayOfTables(changes)) = root.get("change") else { return };
    let known = || figures.descriptions.iter().map(|found| found.id.as_str()).filter(|id| !id.is_empty());
    for (table, key) in changes.iter().flat_map(|table| [(table, "before"), (table, "after")]) {
        let Some(item) = table.get(key) else { continue };
        let Some(id) = item.as_str().filter(|id| !known().any(|known| known == *id)) else { continue };
        let message = format!("{key}: no [[mean]] has the id `{id}`");
        let help = match known().next() {
            Some(_) => did_you_mean(id, known()),
            None => format!("give a [[mean]] the line id = \"{id}\""),
        };
        mistakes.report(item.span().unwrap_or(0..0), message, help);
    }
}
