//! A comparison as one self-contained page.

use std::fmt::Write;

use super::text::{fate, or_absent, or_empty, rounded};
use super::{Comparison, Difference};
use crate::html::Text;

/// The style of the page.
const STYLE: &str = "body{font:1rem/1.5 sans-serif;max-width:60rem;margin:1rem auto;padding:0 1rem;color:#1a1a1a;\
background:#fff}table{border-collapse:collapse;width:100%}caption{text-align:left;font-weight:bold;margin:1.5rem 0 \
.5rem}th,td{border-bottom:1px solid #767676;padding:.3rem .6rem;text-align:left;vertical-align:top;\
overflow-wrap:break-word}";
/// SHA-256 of [`STYLE`], base64, as the content security policy names it. A test holds it.
const STYLE_HASH: &str = "tEysk3OY7chvBrOqeqfV4rD+pkK/FMDAbRIZMAfaQ38=";

/// The whole comparison as HTML: no script, nothing from elsewhere.
pub fn page(comparison: &Comparison) -> String {
    let (first, second) = (Text(&comparison.names.0), Text(&comparison.names.1));
    let mut out = format!(
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src \
         'sha256-{STYLE_HASH}'; base-uri 'none'; form-action 'none'\">\n\
         <title>Two results compared</title>\n<style>{STYLE}</style>\n</head>\n<body>\n<main>\n\
         <h1>Two results compared</h1>\n<p>First: {first}. Second: {second}.</p>\n"
    );
    let n_in_or_out = comparison.moved.iter().filter(|person| person.is_in_or_out()).count();
    let _ = writeln!(
        out,
        "<ul>\n<li>{} parameter(s) differ</li>\n<li>{} file(s) read differ</li>\n<li>{} patient(s) differ, {} of \
         them entered or left the cohort</li>\n<li>{} estimate(s) differ</li>\n</ul>",
        comparison.parameters.len(),
        comparison.files.len(),
        comparison.moved.len(),
        n_in_or_out,
        comparison.estimates.len()
    );
    for sentence in &comparison.untold {
        let _ = writeln!(out, "<p>{sentence}</p>");
    }
    let row =
        |it: &Difference| vec![it.name.clone(), or_empty(&it.before).into(), or_empty(&it.after).into()];
    table(&mut out, "Parameters", &["Key", "First", "Second"], comparison.parameters.iter().map(row));
    let file = |it: &Difference| vec![it.name.clone(), fate(it).to_owned()];
    table(&mut out, "Files read", &["File", "Difference"], comparison.files.iter().map(file));
    let head = ["Criterion", "Remained, first", "Remained, second"];
    table(&mut out, "Attrition", &head, comparison.attrition.iter().map(row));
    let head = ["Patient", "Difference", "What did it", "First decision that differs"];
    table(&mut out, "Patients", &head, comparison.moved.iter().map(person));
    table(&mut out, "Estimates", &["Estimate", "Difference"], comparison.estimates.iter().map(estimate));
    out.push_str("<p>This page holds data of single patients: keep it where the records are kept.</p>\n</main>\n</body>\n</html>\n");
    out
}

fn person(person: &super::Moved) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    if person.place.0 != person.place.1 {
        lines.push(format!("{} → {}", or_absent(&person.place.0), or_absent(&person.place.1)));
    }
    lines.extend(person.columns.iter().map(arrow));
    let cause = &person.cause;
    let first = match cause.question.is_empty() {
        true => "not known".to_owned(),
        false => format!(
            "{} ({}): {} → {}",
            cause.question,
            cause.rule,
            or_empty(&cause.answers.0),
            or_empty(&cause.answers.1)
        ),
    };
    vec![person.person_id.clone(), lines.join("; "), cause.words(), first]
}

fn estimate(estimate: &super::ChangedEstimate) -> Vec<String> {
    let part = |it: &Difference| format!("{} {}", it.name, rounded(it).join(" → "));
    let parts: Vec<String> = estimate.parts.iter().map(part).collect();
    vec![format!("{} ({})", estimate.label, estimate.id), parts.join("; ")]
}

fn arrow(it: &Difference) -> String {
    format!("{} {} → {}", it.name, or_empty(&it.before), or_empty(&it.after))
}

/// A table whose first column names the row; nothing without rows.
fn table(out: &mut String, caption: &str, head: &[&str], rows: impl Iterator<Item = Vec<String>>) {
    let rows: Vec<Vec<String>> = rows.collect();
    if rows.is_empty() {
        return;
    }
    let _ = write!(out, "<table>\n<caption>{caption}</caption>\n<thead><tr>");
    out.extend(head.iter().map(|name| format!("<th scope=\"col\">{name}</th>")));
    out.push_str("</tr></thead>\n<tbody>\n");
    for row in rows {
        out.push_str("<tr>");
        for (column, cell) in row.iter().enumerate() {
            let _ = match column {
                0 => write!(out, "<th scope=\"row\">{}</th>", Text(cell)),
                _ => write!(out, "<td>{}</td>", Text(cell)),
            };
        }
        out.push_str("</tr>\n");
    }
    out.push_str("</tbody>\n</table>\n");
}

#[cfg(test)]
mod tests {
    use sha2::{Digest, Sha256};

    use super::*;

    #[test]
    fn the_policy_names_the_style() {
        const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
        let sum = Sha256::digest(STYLE.as_bytes());
        let digit = |at: usize| {
            let bits = (0..6).map(|bit| 6 * at + bit);
            bits.fold(0, |value, bit| {
                2 * value + usize::from(sum.get(bit / 8).is_some_and(|b| b >> (7 - bit % 8) & 1 == 1))
            })
        };
        let text: String = (0..43).map(|at| char::from(DIGITS[digit(at)])).chain(['=']).collect();
        assert_eq!(text, STYLE_HASH);
    }
}
