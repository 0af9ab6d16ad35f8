//! The data-quality account: what is in the records, before anything is computed from them.

use super::escape::Text;
use super::page::Page;
use super::{number, put, words};
use crate::{ConceptLine, QualityLine};

/// Writes the section.
pub(super) fn write(page: &mut Page<'_>) {
    let quality = page.document.quality;
    if quality.is_empty() {
        put!(page, "<p>No account was made.</p>\n");
        return;
    }
    put!(
        page,
        "<p>Counted before anything was computed; nothing here changes a result. quality.csv has the same \
         lines, and docs/guide/quality.md says what each of them means.</p>\n"
    );
    let (places, whole): (Vec<&QualityLine>, Vec<&QualityLine>) =
        quality.iter().partition(|line| !line.place.is_empty());
    table(page, "Persons, dates and laboratory tests by year", &whole);
    put!(
        page,
        "<details class=\"wide\"><summary>Tables and files, {} lines</summary>\n",
        number::count(places.len())
    );
    table(page, "Tables and files", &places);
    put!(page, "</details>\n");
    codes(page);
}

/// The codes of the concept sets: found, and never found.
fn codes(page: &mut Page<'_>) {
    let concepts = page.document.concepts;
    let n_met = concepts.iter().filter(|line| !line.table.is_empty()).count();
    if concepts.is_empty() {
        return;
    }
    put!(
        page,
        "<details class=\"wide\"><summary>Codes of the study: {} lines found, {} never</summary>\n<div \
         class=\"scroll\" tabindex=\"0\">\
         <table><caption>Codes by what they mean; rows of persons with a record of the \
         disease</caption><thead><tr>",
        number::count(n_met),
        number::count(concepts.len() - n_met)
    );
    for column in ["Meaning", "Vocabulary", "Code", "Name", "Table", "Found by"] {
        put!(page, "<th scope=\"col\">{column}</th>");
    }
    for column in ["Rows", "Persons"] {
        put!(page, "<th scope=\"col\" class=\"n\">{column}</th>");
    }
    put!(page, "</tr></thead><tbody>\n");
    for line in concepts {
        code(page, line);
    }
    put!(page, "</tbody></table></div></details>\n");
}

fn code(page: &mut Page<'_>, line: &ConceptLine) {
    let taken_out = if line.is_excluded { " (taken out)" } else { "" };
    put!(page, "<tr><td>{}{taken_out}</td>", Text(&words::plain(line.set)));
    let table = if line.table.is_empty() { "never found" } else { line.table };
    for text in [&*line.vocabulary, &line.code, &line.name, table, line.by] {
        put!(page, "<td>{}</td>", Text(text));
    }
    let persons = line.n_persons.map(|n| number::count(n as usize)).unwrap_or_default();
    put!(
        page,
        "<td class=\"n\">{}</td><td class=\"n\">{persons}</td></tr>\n",
        number::count(line.n_rows as usize)
    );
}

fn table(page: &mut Page<'_>, caption: &str, lines: &[&QualityLine]) {
    put!(page, "<div class=\"scroll\" tabindex=\"0\"><table><caption>{caption}</caption><thead><tr>");
    let has_place = lines.iter().any(|line| !line.place.is_empty());
    if has_place {
        put!(page, "<th scope=\"col\">Table or file</th>");
    }
    put!(page, "<th scope=\"col\">What</th><th scope=\"col\">Which</th>");
    for column in ["n", "of", "%"] {
        put!(page, "<th scope=\"col\" class=\"n\">{column}</th>");
    }
    put!(page, "</tr></thead><tbody>\n");
    for line in lines {
        put!(page, "<tr>");
        if has_place {
            put!(page, "<td dir=\"auto\">{}</td>", Text(&line.place));
        }
        let of = line.of.map(|of| number::count(of as usize)).unwrap_or_default();
        let share = line.per_cent().map(|share| number::fixed(share, 1));
        put!(
            page,
            "<td>{}</td><td>{}</td><td class=\"n\">{}</td><td class=\"n\">{of}</td><td class=\"n\">{}</td></tr>\n",
            Text(&words::capital(line.check)),
            Text(&words::plain(&line.detail)),
            number::count(line.n as usize),
            share.unwrap_or_default()
        );
    }
    put!(page, "</tbody></table></div>\n");
}
