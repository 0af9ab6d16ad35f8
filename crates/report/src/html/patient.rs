//! The evidence of each patient: decisions with rule, rows and runners-up, and the timeline.

use std::fmt::Write;

use super::escape::Text;
use super::{number, put, words};
use crate::{Decision, Document, PatientPage, RowText};

/// Writes the pages; a sentence instead when the cohort is too large for them.
pub(super) fn write(out: &mut String, document: &Document<'_>) {
    put!(out, "<section id=\"evidence\"><h2>Evidence, patient by patient</h2>\n");
    if document.pages.is_empty() {
        put!(
            out,
            "<p>The evidence of each patient is written here for cohorts of at most {} patients (report.patient_pages in the \
             protocol). For this one, <code>retreat explain PERSON SOURCE</code> prints it.</p>\n",
            number::count(document.protocol.report.patient_pages)
        );
    }
    for (position, (page, member)) in document.pages.iter().zip(&document.results.members).enumerate() {
        put!(
            out,
            "<details id=\"p{position}\" class=\"wide patient\"><summary><strong>{}</strong> <span class=\"fine\">{}</span></summary>\n",
            Text(&page.person_id),
            Text(&words::member(member))
        );
        evidence(out, page);
        put!(out, "</details>\n");
    }
    put!(out, "</section>\n");
}

fn evidence(out: &mut String, page: &PatientPage) {
    put!(out, "<h3>Decisions</h3>\n<dl>\n");
    for decision in &page.decisions {
        decided(out, decision);
    }
    put!(
        out,
        "</dl>\n<h3>Timeline</h3>\n<div class=\"scroll\"><table><caption>Recorded rows by day; t0 is the index date</caption><thead><tr><th scope=\"col\">Day</th><th scope=\"col\" class=\"n\">From t0</th><th \
         scope=\"col\">What</th><th scope=\"col\">Recorded</th><th scope=\"col\">Place</th></tr></thead><tbody>\n"
    );
    for event in &page.events {
        let offset = event.offset.map(|days| format!("{days:+}").replace('-', "−")).unwrap_or_default();
        put!(
            out,
            "<tr class=\"k-{kind}\"><td class=\"day\">{}</td><td class=\"n\">{offset}</td><td>{kind}</td><td dir=\"auto\">{}</td><td class=\"fine\">{}</td></tr>\n",
            event.date,
            Text(&event.text),
            Text(&event.place),
            kind = event.kind
        );
    }
    put!(out, "</tbody></table></div>\n");
}

fn decided(out: &mut String, decision: &Decision) {
    put!(
        out,
        "<dt>{}: <strong>{}</strong></dt>\n<dd><span class=\"rule\">{}</span> {}",
        Text(&decision.question),
        Text(&words::plain(&decision.answer)),
        Text(decision.rule),
        Text(decision.says)
    );
    if !decision.used.is_empty() {
        put!(out, "<ul>");
        decision.used.iter().for_each(|row| item(out, row, ""));
        put!(out, "</ul>");
    }
    if !decision.runners_up.is_empty() {
        put!(out, "<details><summary>{} passed over</summary><ul>", decision.runners_up.len());
        decision.runners_up.iter().for_each(|(row, why)| item(out, row, why));
        put!(out, "</ul></details>");
    }
    put!(out, "</dd>\n");
}

fn item(out: &mut String, row: &RowText, why: &str) {
    put!(
        out,
        "<li><span class=\"fine\">{}</span> <span dir=\"auto\">{}</span>",
        Text(&row.place),
        Text(&row.text)
    );
    if !why.is_empty() {
        put!(out, " <em>({})</em>", Text(why));
    }
    put!(out, "</li>");
}
