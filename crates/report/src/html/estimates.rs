//! Every estimate with n, missing, censored, value, interval, p, method and cautions.

use analysis::Estimate;

use super::escape::Text;
use super::page::Page;
use super::result::interval_name;
use super::{number, put, words};

/// Writes the section.
pub(super) fn write(page: &mut Page<'_>) {
    let level = interval_name(page);
    put!(
        page,
        "<div class=\"scroll\" tabindex=\"0\">\
         <table class=\"estimates\"><caption>Everything that was estimated; \
         results.json has the same with all digits</caption>\n<thead><tr><th \
         scope=\"col\">Estimate</th><th scope=\"col\" class=\"n\">n</th><th scope=\"col\" \
         class=\"n\">Missing</th><th scope=\"col\" class=\"n\">Left-<br>censored</th><th scope=\"col\" \
         class=\"n\">Value, or mean (SD)<br>and median (IQR)</th><th scope=\"col\" \
         class=\"n\">{level}</th><th scope=\"col\" class=\"n\">p</th><th scope=\"col\">Method, \
         cautions</th></tr></thead>\n"
    );
    for (name, estimates) in by_group(&page.results().estimates) {
        put!(
            page,
            "<tbody><tr class=\"group\"><th scope=\"rowgroup\" colspan=\"8\">{}</th></tr>\n",
            Text(&words::capital(name))
        );
        for found in estimates {
            row(page, found);
        }
        put!(page, "</tbody>\n");
    }
    put!(page, "</table></div>\n");
}

/// The estimates by the first word of their identifier, in the order in which the words first occur.
fn by_group(estimates: &[Estimate]) -> Vec<(&str, Vec<&Estimate>)> {
    let mut groups: Vec<(&str, Vec<&Estimate>)> = Vec::new();
    for found in estimates {
        let name = found.id.split('.').next().unwrap_or_default();
        match groups.iter_mut().find(|(known, _)| *known == name) {
            Some((_, inside)) => inside.push(found),
            None => groups.push((name, vec![found])),
        }
    }
    groups
}

fn row(page: &mut Page<'_>, found: &Estimate) {
    put!(
        page,
        "<tr id=\"e-{id}\"><th scope=\"row\">{}{} <span class=\"fine\">{}<br><code>{}</code></span></th>",
        Text(&found.label),
        if unit(found).is_empty() { "" } else { "," },
        Text(format!("{} ({})", unit(found), found.population).trim_start()),
        breakable(&found.id),
        id = Text(&found.id)
    );
    let n = page.estimate(found, &number::count(found.n));
    let missing = page.estimate(found, &number::count(found.missing));
    let value = page.estimate(found, &value(found));
    put!(page, "<td class=\"n\">{n}</td><td class=\"n\">{missing}</td>");
    put!(page, "<td class=\"n\">{}</td>", found.censored.map(number::count).unwrap_or_default());
    put!(page, "<td class=\"n\">{value}{}</td><td class=\"n\">{}</td>", median(found), interval(found));
    put!(page, "<td class=\"n\">{}</td>", Text(&found.p_value.map(number::p_digits).unwrap_or_default()));
    put!(page, "<td class=\"method\">{}", Text(&found.method.map(words::method).unwrap_or_default()));
    for caution in &found.cautions {
        put!(page, "<br><strong>Caution:</strong> {}", Text(caution));
    }
    put!(page, "</td></tr>\n");
}

/// An identifier that may break after its points and underscores.
fn breakable(id: &str) -> String {
    Text(id).to_string().replace('.', ".<wbr>").replace('_', "_<wbr>")
}

/// The unit, where the value needs one.
fn unit(found: &Estimate) -> &'static str {
    match found.unit {
        "proportion" | "patients" | "ratio" => "",
        unit if found.label.ends_with(unit) => "",
        unit => unit,
    }
}

fn value(found: &Estimate) -> String {
    match (found.numerator.zip(found.denominator), found.value) {
        (Some((numerator, denominator)), _) => number::share(numerator, denominator),
        (None, Some(value)) if found.unit == "patients" => number::count(value as usize),
        (None, Some(value)) if found.median.is_none() => match (found.ci, found.sd) {
            (Some(ci), sd) => with_sd(value, sd, number::decimals_with(value, ci, found.unit == "ratio")),
            (None, sd) => number::mean_sd(Some(value), sd),
        },
        (None, Some(_)) => number::mean_sd(found.value, found.sd),
        (None, None) => number::NONE.into(),
    }
}

fn with_sd(value: f64, sd: Option<f64>, decimals: usize) -> String {
    let sd = sd.map(|sd| format!(" ({})", number::fixed(sd, decimals)));
    number::fixed(value, decimals) + &sd.unwrap_or_default()
}

fn median(found: &Estimate) -> String {
    match found.median {
        Some(_) => format!("<br>{}", number::median_iqr(found.median, found.q1.zip(found.q3))),
        None => String::new(),
    }
}

fn interval(found: &Estimate) -> String {
    match (found.ci, found.value) {
        (Some(ci), _) if found.unit == "proportion" => number::percent_interval(ci),
        (Some(ci), Some(value)) => {
            number::interval(ci, number::decimals_with(value, ci, found.unit == "ratio"))
        }
        _ => String::new(),
    }
}
