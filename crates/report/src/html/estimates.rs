//! Every estimate with n, missing, interval, p, method, cautions, and the patients behind it.

use std::fmt::Write;

use analysis::{Estimate, MemberRow};

use super::escape::Text;
use super::{MOST_LISTED, number, put, words};
use crate::Document;

/// A number that leads to the estimate and the patients behind it.
pub(super) fn link(id: &str, text: &str) -> String {
    format!("<a class=\"open\" href=\"#e-{}\">{}</a>", Text(id), Text(text))
}

/// Writes the section.
pub(super) fn write(out: &mut String, document: &Document<'_>) {
    put!(
        out,
        "<section id=\"estimates\"><h2>Estimates</h2>\n<div class=\"scroll\"><table><caption>All estimates; open a \
         row for the patients behind it</caption>\n<thead><tr><th scope=\"col\">Estimate</th><th scope=\"col\" \
         class=\"n\">n</th><th scope=\"col\" class=\"n\">Missing</th><th scope=\"col\" class=\"n\">Left-<br>censored</th>\
         <th scope=\"col\" class=\"n\">Value</th><th scope=\"col\" class=\"n\">95 % CI</th><th scope=\"col\" \
         class=\"n\">p</th><th scope=\"col\">Method</th></tr></thead>\n<tbody>\n"
    );
    for estimate in &document.results.estimates {
        row(out, estimate, document);
    }
    put!(out, "</tbody></table></div></section>\n");
}

fn row(out: &mut String, estimate: &Estimate, document: &Document<'_>) {
    let is_share = estimate.unit == "proportion";
    let value = match (estimate.numerator.zip(estimate.denominator), estimate.value) {
        (Some((numerator, denominator)), _) => number::share(numerator, denominator),
        (None, Some(value)) if estimate.unit == "patients" => number::count(value as usize),
        (None, Some(_)) if estimate.median.is_some() => format!(
            "{}<br>median {}",
            number::mean_sd(estimate.value, estimate.sd),
            number::median_iqr(estimate.median, estimate.q1.zip(estimate.q3))
        ),
        (None, Some(value)) => number::plain(value),
        (None, None) => number::NONE.into(),
    };
    let unit =
        if is_share || estimate.unit == "patients" || estimate.unit == "ratio" { "" } else { estimate.unit };
    let ci = match (estimate.ci, estimate.value) {
        (Some(ci), _) if is_share => number::percent_interval(ci),
        (Some(ci), Some(value)) => number::interval(ci, number::decimals(value)),
        _ => String::new(),
    };
    put!(
        out,
        "<tr id=\"e-{id}\"><th scope=\"row\">{label} <span class=\"fine\">({population})</span>",
        id = Text(&estimate.id),
        label = Text(&estimate.label),
        population = Text(&estimate.population)
    );
    behind(out, estimate, &document.results.members);
    put!(
        out,
        "</th><td class=\"n\">{}</td><td class=\"n\">{}</td>",
        number::count(estimate.n),
        number::count(estimate.missing)
    );
    put!(out, "<td class=\"n\">{}</td>", estimate.censored.map(number::count).unwrap_or_default());
    // Made here from numbers alone: nothing to escape.
    put!(out, "<td class=\"n\">{value} {unit}</td><td class=\"n\">{ci}</td>");
    put!(out, "<td class=\"n\">{}</td>", Text(&estimate.p_value.map(number::p_digits).unwrap_or_default()));
    put!(out, "<td class=\"method\">{}", Text(&estimate.method.map(words::method).unwrap_or_default()));
    for caution in &estimate.cautions {
        put!(out, "<br><strong>Caution:</strong> {}", Text(caution));
    }
    put!(out, "</td></tr>\n");
}

fn behind(out: &mut String, estimate: &Estimate, members: &[MemberRow]) {
    put!(out, "<details class=\"behind\"><summary>patients</summary>");
    list(out, "Counted", &estimate.behind.counted, members);
    list(out, "Missing", &estimate.behind.missing, members);
    put!(out, "</details>");
}

/// A list of patients, each leading to the evidence.
pub(super) fn list(out: &mut String, label: &str, positions: &[u32], members: &[MemberRow]) {
    if positions.is_empty() {
        return;
    }
    put!(out, "<p><strong>{label}, {}:</strong> ", number::count(positions.len()));
    for (number, position) in positions.iter().take(MOST_LISTED).enumerate() {
        let Some(member) = members.get(*position as usize) else { continue };
        let comma = if number > 0 { ", " } else { "" };
        put!(out, "{comma}<a href=\"#r{position}\">{}</a>", Text(&member.person_id));
    }
    if positions.len() > MOST_LISTED {
        put!(out, " and {} more (patients.csv has all)", number::count(positions.len() - MOST_LISTED));
    }
    put!(out, "</p>");
}
