//! The table of patients.

use std::fmt::Write;

use analysis::{MarkerValue, MemberRow};

use super::escape::Text;
use super::{MOST_PATIENTS, number, put, words};
use crate::Document;

/// Writes the section.
pub(super) fn write(out: &mut String, document: &Document<'_>) {
    let members = &document.results.members;
    put!(out, "<section id=\"patients\"><h2>Patients</h2>\n");
    if members.len() > MOST_PATIENTS {
        put!(
            out,
            "<p>The first {} of {} patients; patients.csv has all.</p>\n",
            number::count(MOST_PATIENTS),
            number::count(members.len())
        );
    }
    put!(
        out,
        "<p class=\"filter\" hidden><label>Filter <input type=\"search\" id=\"filter\" autocomplete=\"off\" \
         placeholder=\"P0008, structural, ned\"></label> <span id=\"shown\" role=\"status\"></span></p>\n\
         <div class=\"scroll tall\"><table id=\"patient-table\"><caption>Cohort; a patient's id opens the evidence</caption>\n<thead><tr>"
    );
    for column in [
        "Patient",
        "Stratum",
        "Index date",
        "Age",
        "Sex",
        "Tg before",
        "Tg after",
        "Pair",
        "Imaging",
        "Response before",
        "at 1-2 y",
        "at last visit",
        "Final status",
        "Later treatment",
        "Flags",
    ] {
        put!(out, "<th scope=\"col\">{column}</th>");
    }
    put!(out, "</tr></thead>\n<tbody>\n");
    for (position, member) in members.iter().take(MOST_PATIENTS).enumerate() {
        row(out, position, member, !document.pages.is_empty());
    }
    put!(out, "</tbody></table></div></section>\n");
}

fn row(out: &mut String, position: usize, member: &MemberRow, has_page: bool) {
    put!(out, "<tr id=\"r{position}\"><th scope=\"row\">");
    if has_page {
        put!(out, "<a class=\"open\" href=\"#p{position}\">{}</a></th>", Text(&member.person_id));
    } else {
        put!(out, "{}</th>", Text(&member.person_id));
    }
    let pair = member.pair_exclusion.map_or("in the analysis", words::pair_exclusion);
    let imaging = match (member.imaging_change, member.imaging_findings) {
        (Some(change), _) => words::change(change),
        (None, Some(findings)) => words::findings(findings),
        (None, None) => "",
    };
    let kinds: Vec<&str> = member.additional.iter().map(|kind| words::additional(*kind)).collect();
    let flags: Vec<String> = member.flags.iter().map(|flag| words::plain(flag.word())).collect();
    put!(
        out,
        "<td>{}</td><td>{}</td><td class=\"n\">{}</td><td>{}</td><td class=\"n\">{}</td><td class=\"n\">{}</td><td>{pair}</td><td>{imaging}</td>",
        member.stratum.word(),
        member.index_date,
        member.age_at_index.map(|age| age.to_string()).unwrap_or_default(),
        member.sex,
        marker(member.before.as_ref()),
        marker(member.after.as_ref())
    );
    for response in [member.response_before, member.response_1_2y, member.response_last] {
        put!(out, "<td>{}</td>", words::response(response));
    }
    put!(
        out,
        "<td>{}</td><td>{}</td><td>{}</td></tr>\n",
        words::status(member.final_status),
        kinds.join(", "),
        flags.join(", ")
    );
}

fn marker(value: Option<&MarkerValue>) -> String {
    let Some(value) = value else { return String::new() };
    let sign = match value.censored {
        "left" => "&lt;",
        "right" => "&gt;",
        _ => "",
    };
    format!("{sign}{}", number::recorded(value.number))
}
