//! The result at a glance: one column per stratum, then the whole cohort.

use std::fmt::Write;

use analysis::{Estimate, Stratum};

use super::estimates::link;
use super::{number, put, words};
use crate::Document;

/// Writes the section.
pub(super) fn write(out: &mut String, document: &Document<'_>) {
    let results = document.results;
    put!(
        out,
        "<section id=\"result\"><h2>Result</h2>\n<p>{} of {} persons are in the cohort. Each number opens the \
         patients behind it.</p>\n",
        link("cohort.size", &number::count(results.members.len())),
        number::count(results.attrition.first().map_or(0, |step| step.n_remaining))
    );
    strata(out, document);
    cohort(out, document);
    put!(out, "</section>\n");
}

fn strata(out: &mut String, document: &Document<'_>) {
    let results = document.results;
    put!(
        out,
        "<div class=\"scroll\"><table class=\"key\"><caption>Stimulated thyroglobulin before and 1 to 2 years after the second radioiodine, \
         complete pairs without TgAb-positive values</caption>\n<thead><tr><th></th>"
    );
    for &stratum in Stratum::ALL {
        put!(
            out,
            "<th scope=\"col\">{}<br><span class=\"fine\">{}</span></th>",
            words::stratum(stratum),
            words::stratum_says(stratum)
        );
    }
    put!(out, "</tr></thead>\n<tbody>\n");
    let mut row = |label: &str, name: &str, cell: &dyn Fn(&Estimate) -> String| {
        put!(out, "<tr><th scope=\"row\">{label}</th>");
        for &stratum in Stratum::ALL {
            let id = format!("{}.{name}", stratum.word());
            let text = results.estimate(&id).map_or(number::NONE.into(), |found| link(&id, &cell(found)));
            put!(out, "<td class=\"n\">{text}</td>");
        }
        put!(out, "</tr>\n");
    };
    row("Pairs (of patients)", "sttg.change", &|found| {
        format!("{} (of {})", number::count(found.n), number::count(found.n + found.missing))
    });
    row("Before, mean (SD), ng/mL", "sttg.before", &|found| number::mean_sd(found.value, found.sd));
    row("After, mean (SD), ng/mL", "sttg.after", &|found| number::mean_sd(found.value, found.sd));
    row("Before, median (IQR)", "sttg.before", &|found| {
        number::median_iqr(found.median, found.q1.zip(found.q3))
    });
    row("After, median (IQR)", "sttg.after", &|found| {
        number::median_iqr(found.median, found.q1.zip(found.q3))
    });
    row("Geometric mean after / before (95 % CI)", "sttg.ratio", &with_interval);
    row("Mean change (95 % CI), ng/mL", "sttg.change", &with_interval);
    row("Paired t", "sttg.change", &|found| found.p_value.map_or(number::NONE.into(), number::p));
    row("Median change (95 % CI), ng/mL", "sttg.wilcoxon", &with_interval);
    row("Wilcoxon signed rank", "sttg.wilcoxon", &|found| {
        found.p_value.map_or(number::NONE.into(), number::p)
    });
    row("No evidence of disease at last visit", "outcome.ned", &share);
    put!(
        out,
        "</tbody></table></div>\n<p class=\"fine\">Means and SD are for comparison with publications: the values are skewed. Median change is the Hodges-Lehmann estimate. Interval levels are {}. ",
        number::level(document.protocol.analysis.confidence_level)
    );
    put!(
        out,
        "Values below or above a limit enter at the limit. A p above 0.05 does not show that nothing changed: the interval says which changes the data are compatible with.</p>\n"
    );
}

fn cohort(out: &mut String, document: &Document<'_>) {
    put!(out, "<ul class=\"plain\">\n");
    for (label, id) in [
        ("Structural, imaging at 1 to 2 years evaluable", "structural.imaging.evaluable"),
        ("of these: progression", "structural.imaging.progression"),
        ("of these: resolution or shrinkage", "structural.imaging.resolution_or_shrinkage"),
        ("of these: stable", "structural.imaging.stable"),
        ("Reoperated, imaging findings at 1 to 2 years", "reoperated.imaging.findings_1_2y"),
        ("Additional treatment after the second radioiodine", "outcome.additional_treatment"),
        ("No evidence of disease at last visit", "outcome.ned"),
    ] {
        if let Some(found) = document.results.estimate(id) {
            let ci =
                found.ci.map(|ci| format!(", 95 % CI {}", number::percent_interval(ci))).unwrap_or_default();
            put!(out, "<li>{label}: {}{ci}</li>\n", link(id, &share(found)));
        }
    }
    put!(out, "</ul>\n");
}

fn share(found: &Estimate) -> String {
    match found.numerator.zip(found.denominator) {
        Some((numerator, denominator)) => number::share(numerator, denominator),
        None => number::NONE.into(),
    }
}

fn with_interval(found: &Estimate) -> String {
    match (found.value, found.ci) {
        (Some(value), Some(ci)) => {
            let decimals = number::decimals(value);
            format!("{} ({})", number::fixed(value, decimals), number::interval(ci, decimals))
        }
        (Some(value), None) => number::plain(value),
        _ => number::NONE.into(),
    }
}
