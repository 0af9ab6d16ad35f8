//! The review queue: what was not used as recorded, by kind.

use std::collections::BTreeMap;

use super::escape::Text;
use super::page::Page;
use super::{MOST_REVIEWED, number, put, words};
use crate::ReviewRow;

/// Writes the section.
pub(super) fn write(page: &mut Page<'_>) {
    let review = page.document.review;
    if review.is_empty() {
        put!(page, "<p>Every value was used as recorded.</p>\n");
        return;
    }
    let mut kinds: BTreeMap<&str, Vec<&ReviewRow>> = BTreeMap::new();
    for row in review {
        kinds.entry(&row.kind).or_default().push(row);
    }
    put!(
        page,
        "<p>{} rows or values of all candidates were not used as recorded, or are doubtful. Correct them \
         in the source and run again; review.csv lists all.</p>\n",
        number::count(review.len())
    );
    summary(page, &kinds);
    for (kind, rows) in &kinds {
        rows_of(page, kind, rows);
    }
}

fn summary(page: &mut Page<'_>, kinds: &BTreeMap<&str, Vec<&ReviewRow>>) {
    put!(
        page,
        "<div class=\"scroll\" tabindex=\"0\">\
         <table class=\"narrow\"><caption>Findings by kind</caption><thead><tr><th \
         scope=\"col\">Kind</th><th scope=\"col\" class=\"n\">Findings</th><th scope=\"col\" \
         class=\"n\">About cohort members</th></tr></thead><tbody>\n"
    );
    for (kind, rows) in kinds {
        let name = words::plain(kind);
        let about = rows.iter().filter_map(|row| page.position_of(&row.person_id));
        let mut about: Vec<u32> = about.collect();
        let n = number::count(about.len());
        about.sort_unstable();
        about.dedup();
        let about = page.counted(&format!("In the review queue: {name}"), about, &n);
        put!(
            page,
            "<tr><th scope=\"row\">{}</th><td class=\"n\">{}</td><td class=\"n\">{about}</td></tr>\n",
            Text(&name),
            number::count(rows.len())
        );
    }
    put!(page, "</tbody></table></div>\n");
}

fn rows_of(page: &mut Page<'_>, kind: &str, rows: &[&ReviewRow]) {
    put!(
        page,
        "<details class=\"wide review-rows\"><summary>{}, {}</summary><div \
         class=\"scroll\" tabindex=\"0\">\
         <table><caption>{}</caption><thead><tr><th scope=\"col\">Person</th><th \
         scope=\"col\">Row</th><th scope=\"col\">What</th></tr></thead><tbody>\n",
        Text(&words::plain(kind)),
        number::count(rows.len()),
        shown(rows.len())
    );
    for row in rows.iter().take(MOST_REVIEWED) {
        let person = match page.position_of(&row.person_id) {
            Some(position) => page.patient_link(position),
            None => Text(&row.person_id).to_string(),
        };
        put!(
            page,
            "<tr><td dir=\"auto\">{person}</td><td>{}:{}</td><td dir=\"auto\">{}</td></tr>\n",
            Text(&row.source),
            row.line,
            Text(&row.message)
        );
    }
    put!(page, "</tbody></table></div></details>\n");
}

fn shown(n: usize) -> String {
    if n > MOST_REVIEWED {
        format!("The first {} of {}; review.csv has all", number::count(MOST_REVIEWED), number::count(n))
    } else {
        "All of this kind".into()
    }
}
