//! The evidence of each patient: decisions with rule, rows and runners-up, and the timeline.

use std::collections::HashSet;

use super::escape::Text;
use super::page::Page;
use super::{blocks, number, put, words};
use crate::figures;
use crate::{Decision, EventLine, PatientPage, RowText};

/// Writes the pages; a sentence instead when the cohort is too large for them.
pub(super) fn write(page: &mut Page<'_>) {
    let document = page.document;
    let most = number::count(document.protocol.report.patient_pages);
    if document.pages.is_empty() {
        put!(
            page,
            "<p>The evidence of every patient is written here for cohorts of 1 to {most} patients \
             (report.patient_pages in the protocol). For this one, <code>retreat explain</code> prints \
             it, patient by patient.</p>\n"
        );
        return;
    }
    put!(
        page,
        "<p>What was decided about each patient: the rule (its number in the study contract), the \
         recorded rows that decided, the rows passed over and why, then all recorded rows by day. t0 is \
         the first day of the second course. In each drawing the bands are the windows before and after, \
         and rings mark the values that were chosen.</p>\n\
         <p class=\"paper\">On paper the evidence is left out; it opens on the screen.</p>\n"
    );
    for (position, (evidence, member)) in document.pages.iter().zip(page.members()).enumerate() {
        put!(
            page,
            "<details id=\"p{position}\" class=\"wide patient\"><summary><strong>{}</strong> <span \
             class=\"fine\">{}</span></summary><div id=\"v{position}\">\n",
            Text(&evidence.person_id),
            Text(&words::member(member))
        );
        if let Some(scene) = figures::timeline(document, position) {
            let drawn = blocks::inline(&scene, &format!("t{position}"));
            put!(page, "<div class=\"scroll plate\" tabindex=\"0\"><div>{drawn}</div></div>\n");
        }
        put!(page, "<h3>Decisions</h3>\n");
        decisions(page, evidence);
        timeline(page, evidence);
        put!(page, "</div></details>\n");
    }
}

fn decisions(page: &mut Page<'_>, evidence: &PatientPage) {
    let mut seen = HashSet::new();
    put!(page, "<dl class=\"decisions\">\n");
    for decision in &evidence.decisions {
        decided(page, decision, &mut seen);
    }
    put!(page, "</dl>\n");
}

fn decided<'a>(page: &mut Page<'_>, decision: &'a Decision, seen: &mut HashSet<&'a str>) {
    put!(
        page,
        "<dt>{}</dt>\n<dd><strong dir=\"auto\">{}</strong><p class=\"fine\"><span \
         class=\"rule\">{}</span> {}</p>",
        Text(&words::question(&decision.question)),
        Text(&words::plain(&decision.answer)),
        Text(decision.rule),
        Text(decision.says)
    );
    if !decision.used.is_empty() {
        put!(page, "<ul>");
        decision.used.iter().for_each(|row| item(page, row, "", seen));
        put!(page, "</ul>");
    }
    if !decision.runners_up.is_empty() {
        put!(
            page,
            "<details><summary>{} passed over</summary><ul>",
            number::count(decision.runners_up.len())
        );
        decision.runners_up.iter().for_each(|(row, why)| item(page, row, why, seen));
        put!(page, "</ul></details>");
    }
    put!(page, "</dd>\n");
}

/// A recorded row; what it says is written where the page first needs it.
fn item<'a>(page: &mut Page<'_>, row: &'a RowText, why: &str, seen: &mut HashSet<&'a str>) {
    put!(page, "<li><span class=\"place\">{}</span> ", Text(&row.place));
    if seen.insert(&row.place) {
        put!(page, "<span dir=\"auto\">{}</span>", Text(&row.text));
    } else {
        put!(page, "<span class=\"fine\">as above</span>");
    }
    if !why.is_empty() {
        put!(page, " <em>({})</em>", Text(why));
    }
    put!(page, "</li>");
}

fn timeline(page: &mut Page<'_>, evidence: &PatientPage) {
    put!(
        page,
        "<h3>Timeline</h3>\n<div class=\"scroll\" tabindex=\"0\">\
         <table class=\"events\"><caption>Recorded rows by \
         day</caption><thead><tr><th scope=\"col\">Day</th><th scope=\"col\" class=\"n\">From t0</th><th \
         scope=\"col\">What</th><th scope=\"col\">Recorded</th><th \
         scope=\"col\">Row</th></tr></thead><tbody>\n"
    );
    for event in &evidence.events {
        line(page, event);
    }
    put!(page, "</tbody></table></div>\n");
}

fn line(page: &mut Page<'_>, event: &EventLine) {
    let offset = match event.offset {
        None => String::new(),
        Some(0) => "0".into(),
        Some(days) => format!("{days:+}").replace('-', "−"),
    };
    put!(
        page,
        "<tr class=\"k-{kind}\"><td class=\"day\">{}</td><td class=\"n\">{offset}</td><td>{}</td><td \
         dir=\"auto\">{}</td><td class=\"place\">{}</td></tr>\n",
        Text(&event.date),
        Text(words::kind(event.kind)),
        Text(strip_date(&event.text)),
        Text(&event.place),
        kind = Text(event.kind)
    );
}

/// The recorded cells without the day, which has a column of its own.
fn strip_date(text: &str) -> &str {
    match text.strip_prefix("date ").and_then(|rest| rest.split_once(" · ")) {
        Some((_, rest)) => rest,
        None => text,
    }
}
