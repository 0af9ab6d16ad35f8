//! Imaging change, final status and response categories, as bars with their numbers.

use std::fmt::Write;

use analysis::{Change, Findings, MemberRow, Stratum};

use super::{number, put, words};
use crate::Document;

/// Writes the section.
pub(super) fn write(out: &mut String, document: &Document<'_>) {
    let members = &document.results.members;
    put!(
        out,
        "<section id=\"outcomes\"><h2>Imaging and status</h2>\n<h3>Imaging change at 1 to 2 years, structural stratum</h3>\n"
    );
    let structural = of(members, Stratum::Structural);
    bar(
        out,
        "Imaging change",
        &Change::ALL
            .iter()
            .map(|change| {
                (words::change(*change).to_string(), n(&structural, |m| m.imaging_change == Some(*change)))
            })
            .collect::<Vec<_>>(),
    );
    put!(
        out,
        "<p class=\"fine\">Shares here are of the whole stratum; the estimates below leave out those with insufficient data.</p>\n"
    );
    put!(out, "<h3>Imaging findings at 1 to 2 years, reoperated stratum</h3>\n");
    let reoperated = of(members, Stratum::Reoperated);
    bar(
        out,
        "Imaging findings",
        &Findings::ALL
            .iter()
            .map(|found| {
                (words::findings(*found).to_string(), n(&reoperated, |m| m.imaging_findings == Some(*found)))
            })
            .collect::<Vec<_>>(),
    );
    put!(out, "<h3>Final status</h3>\n");
    for &stratum in Stratum::ALL {
        let inside = of(members, stratum);
        put!(out, "<h4>{}, n = {}</h4>\n", words::stratum(stratum), number::count(inside.len()));
        bar(
            out,
            "Final status",
            &words::STATES
                .iter()
                .map(|state| (words::status(*state).to_string(), n(&inside, |m| m.final_status == *state)))
                .collect::<Vec<_>>(),
        );
    }
    transitions(out, members);
    put!(out, "</section>\n");
}

fn of(members: &[MemberRow], stratum: Stratum) -> Vec<&MemberRow> {
    members.iter().filter(|member| member.stratum == stratum).collect()
}

fn n(members: &[&MemberRow], keep: impl Fn(&MemberRow) -> bool) -> usize {
    members.iter().filter(|member| keep(member)).count()
}

/// One stacked bar with a legend that carries the numbers.
fn bar(out: &mut String, name: &str, parts: &[(String, usize)]) {
    let total: usize = parts.iter().map(|(_, n)| n).sum();
    put!(out, "<div class=\"bar\" role=\"img\" aria-label=\"{name}; the numbers follow\">");
    for (position, (_, n)) in parts.iter().enumerate().filter(|(_, (_, n))| *n > 0) {
        put!(out, "<span class=\"c{position}\" style=\"flex-grow:{n}\"></span>");
    }
    put!(out, "</div>\n<ul class=\"legend\">");
    for (position, (label, n)) in parts.iter().enumerate().filter(|(_, (_, n))| *n > 0) {
        put!(
            out,
            "<li><span class=\"key c{position}\" aria-hidden=\"true\"></span>{label} {}</li>",
            number::share(*n, total)
        );
    }
    if total == 0 {
        put!(out, "<li>no patients</li>");
    }
    put!(out, "</ul>\n");
}

/// Response before against response at 1 to 2 years and at the last visit.
fn transitions(out: &mut String, members: &[MemberRow]) {
    type Later = fn(&MemberRow) -> analysis::Response;
    let steps: [(&str, Later); 2] = [
        ("at 1 to 2 years", |member| member.response_1_2y),
        ("at the last visit", |member| member.response_last),
    ];
    put!(out, "<h3>Response category (ATA 2015)</h3>\n");
    for (when, later) in steps {
        put!(
            out,
            "<div class=\"scroll\"><table><caption>Before (rows) and {when} (columns), patients</caption><thead><tr><th></th>"
        );
        for response in words::RESPONSES {
            put!(out, "<th scope=\"col\" class=\"n\">{}</th>", words::response(response));
        }
        put!(out, "</tr></thead><tbody>");
        for before in words::RESPONSES {
            put!(out, "<tr><th scope=\"row\">{}</th>", words::response(before));
            for after in words::RESPONSES {
                let n = members.iter().filter(|m| m.response_before == before && later(m) == after).count();
                put!(out, "<td class=\"n\">{}</td>", number::count(n));
            }
            put!(out, "</tr>");
        }
        put!(out, "</tbody></table></div>\n");
    }
}
