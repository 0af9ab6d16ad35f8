//! `report.html`: one self-contained file, without any outside reference.
//!
//! Readable with JavaScript off: the script only opens what a link points to, filters and sorts.

mod bars;
mod cautions;
mod escape;
mod estimates;
mod flow;
mod number;
mod pairs;
mod patient;
mod patients;
mod result;
mod review;
mod table;
mod words;

use std::fmt::Write;

use crate::Document;
use escape::Text;

/// `write!` into a string, which cannot fail.
macro_rules! put {
    ($out:expr, $($format:tt)*) => {{ let _ = write!($out, $($format)*); }};
}
pub(crate) use put;

const STYLE: &str = include_str!("style.css");
const SCRIPT: &str = include_str!("script.js");

/// Longest list of patients that is written beside a number; `patients.csv` has all.
pub(crate) const MOST_LISTED: usize = 300;
/// Most rows of the patients table.
pub(crate) const MOST_PATIENTS: usize = 2000;

/// The whole report.
pub fn render(document: &Document<'_>) -> String {
    let mut out = String::with_capacity(1 << 20);
    head(&mut out, document);
    result::write(&mut out, document);
    flow::write(&mut out, document);
    table::write(&mut out, document);
    pairs::write(&mut out, document);
    bars::write(&mut out, document);
    estimates::write(&mut out, document);
    cautions::write(&mut out, document);
    review::write(&mut out, document);
    patients::write(&mut out, document);
    patient::write(&mut out, document);
    protocol(&mut out, document);
    sources(&mut out, document);
    put!(out, "</main>\n<script>{SCRIPT}</script>\n</body>\n</html>\n");
    out
}

fn head(out: &mut String, document: &Document<'_>) {
    let protocol = document.protocol;
    let title = Text(&protocol.report.title);
    put!(
        out,
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'; \
         script-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'\">\n\
         <title>{title}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n<header>\n"
    );
    if document.synthetic {
        put!(
            out,
            "<p class=\"synthetic\" role=\"note\"><strong>Synthetic data.</strong> No line of this report \
             describes a real person.</p>\n"
        );
    }
    put!(
        out,
        "<h1>{title}</h1>\n<p class=\"question\">{}</p>\n<p class=\"fine\">Study {}, index dates {} to {} · \
         protocol {} · retreat {}</p>\n",
        Text(&protocol.study.question),
        Text(&protocol.study.title),
        protocol.study.first_day.iso(),
        protocol.study.last_day.iso(),
        &protocol.hash[..protocol.hash.len().min(12)],
        Text(document.version)
    );
    put!(out, "<nav aria-label=\"Sections\"><ul>");
    for (id, name) in [
        ("result", "Result"),
        ("flow", "Flow"),
        ("table-one", "Table one"),
        ("pairs", "Thyroglobulin"),
        ("outcomes", "Imaging and status"),
        ("estimates", "Estimates"),
        ("cautions", "Cautions"),
        ("review", "Review queue"),
        ("patients", "Patients"),
        ("protocol", "Protocol"),
        ("sources", "Sources"),
    ] {
        put!(out, "<li><a href=\"#{id}\">{name}</a></li>");
    }
    put!(out, "</ul></nav>\n</header>\n<main>\n");
}

fn protocol(out: &mut String, document: &Document<'_>) {
    put!(
        out,
        "<section id=\"protocol\"><h2>Protocol</h2>\n<details class=\"wide\"><summary>The study in sentences</summary>\n"
    );
    for section in protocol::prose_sections(document.protocol) {
        put!(out, "<h3>{}</h3>\n", Text(&section.heading));
        for paragraph in &section.paragraphs {
            put!(out, "<p>{}</p>\n", Text(paragraph));
        }
    }
    put!(out, "</details></section>\n");
}

fn sources(out: &mut String, document: &Document<'_>) {
    put!(
        out,
        "<section id=\"sources\"><h2>Sources</h2>\n<div class=\"scroll\"><table><caption>Files read and what became of \
         their rows</caption>\n<thead><tr><th scope=\"col\">File</th><th scope=\"col\" class=\"n\">Rows</th>\
         <th scope=\"col\" class=\"n\">Used</th><th scope=\"col\" class=\"n\">Not used</th><th scope=\"col\" \
         class=\"n\">Other analytes</th><th scope=\"col\" class=\"n\">Recorded twice</th><th \
         scope=\"col\">SHA-256</th></tr></thead>\n<tbody>\n"
    );
    for file in document.sources {
        put!(out, "<tr><th scope=\"row\">{}</th>", Text(&file.name));
        for n in [file.rows_read, file.rows_used, file.rows_not_used, file.rows_ignored, file.duplicates] {
            put!(out, "<td class=\"n\">{}</td>", number::count(n));
        }
        put!(out, "<td class=\"hash\">{}</td></tr>\n", Text(&file.sha256));
    }
    put!(
        out,
        "</tbody></table></div>\n<p class=\"fine\">Protocol hash {}. Seed {}.</p></section>\n",
        Text(&document.results.protocol_hash),
        document.protocol.analysis.seed
    );
}
