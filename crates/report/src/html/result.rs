//! The result at a glance: a card per stratum, then the whole cohort.

use analysis::{Estimate, Stratum};

use super::forest::Forest;
use super::page::Page;
use super::{number, put, reading, words};

/// Writes the section.
pub(super) fn write(page: &mut Page<'_>) {
    let results = page.results();
    let candidates = results.attrition.first().map_or(0, |step| step.n_remaining);
    let size = cell(page, "cohort.size", |found| number::count(found.n));
    let female = cell(page, "cohort.female", share);
    let age = cell(page, "cohort.age", |found| number::mean_sd(found.value, found.sd));
    put!(
        page,
        "<p class=\"lead\">{size} of {} persons entered: {female} women, mean age {age} years (SD in \
         brackets). Stimulated thyroglobulin (Tg) was compared before and 1 to 2 years after the second \
         radioiodine course, patient by patient.</p>\n",
        number::count(candidates)
    );
    let ratios = Stratum::ALL.iter().filter_map(|stratum| ratio(page, *stratum));
    let forest = Forest::of(ratios);
    put!(page, "<div class=\"cards\">\n");
    for &stratum in Stratum::ALL {
        card(page, stratum, &forest);
    }
    put!(page, "</div>\n");
    cohort(page);
    beware(page);
}

fn ratio<'a>(page: &Page<'a>, stratum: Stratum) -> Option<&'a Estimate> {
    page.results().estimate(&format!("{}.sttg.ratio", stratum.word()))
}

fn card(page: &mut Page<'_>, stratum: Stratum, forest: &Forest) {
    let inside = page.positions(|member| member.stratum == stratum);
    let n = number::count(inside.len());
    let n = page.counted(&format!("Stratum {}", stratum.word()), inside, &n);
    put!(
        page,
        "<article class=\"card\"><h3>{} <span class=\"fine\">n = {n}; {}</span></h3>\n",
        words::stratum(stratum),
        words::stratum_says(stratum)
    );
    if let Some(found) = ratio(page, stratum) {
        let text = with_interval(found);
        let level = interval_name(page);
        let text = page.estimate(found, &text);
        put!(
            page,
            "<p class=\"headline\">Tg after / before: <strong>{text}</strong> <span class=\"fine\">ratio \
             of geometric means, {level}</span></p>\n"
        );
        put!(page, "<div>{}</div>\n", forest.strip(found));
        put!(page, "<div class=\"reading\"><p>{}</p>\n", reading::of_ratio(found));
        disagreement(page, stratum, found);
        put!(page, "</div>\n");
    }
    facts(page, stratum);
    put!(page, "</article>\n");
}

fn disagreement(page: &mut Page<'_>, stratum: Stratum, ratio: &Estimate) {
    let rank = page.results().estimate(&format!("{}.sttg.wilcoxon", stratum.word()));
    if let Some(says) = rank.and_then(|rank| reading::of_disagreement(ratio, rank)) {
        put!(page, "<p>{says}</p>\n");
    }
}

fn facts(page: &mut Page<'_>, stratum: Stratum) {
    let median = |found: &Estimate| number::median_iqr(found.median, found.q1.zip(found.q3));
    let mean = |found: &Estimate| number::mean_sd(found.value, found.sd);
    let pairs = |found: &Estimate| {
        format!("{} of {}", number::count(found.n), number::count(found.n + found.missing))
    };
    type Tell<'t> = &'t dyn Fn(&Estimate) -> String;
    let mut rows: Vec<(&str, &str, Tell<'_>)> = vec![
        ("Pairs of values", "sttg.change", &pairs),
        ("Before, median (IQR)", "sttg.before", &median),
        ("After, median (IQR)", "sttg.after", &median),
        ("Before, mean (SD)", "sttg.before", &mean),
        ("After, mean (SD)", "sttg.after", &mean),
        ("Mean change (CI)", "sttg.change", &with_interval),
        ("paired t", "sttg.change", &p),
        ("Median change (CI)", "sttg.wilcoxon", &with_interval),
        ("signed rank", "sttg.wilcoxon", &p),
    ];
    match stratum {
        Stratum::Structural => rows.extend([
            ("Imaging evaluable", "imaging.evaluable", &share as Tell<'_>),
            ("progression", "imaging.progression", &share),
            ("stable", "imaging.stable", &share),
            ("resolution or shrinkage", "imaging.resolution_or_shrinkage", &share),
        ]),
        Stratum::Reoperated => rows.push(("Imaging findings", "imaging.findings_1_2y", &share)),
        Stratum::Biochemical => {}
    }
    rows.push(("NED at last visit", "outcome.ned", &share));
    put!(page, "<dl class=\"facts\">\n");
    for (label, name, tell) in rows {
        let class = if label.starts_with(char::is_lowercase) { " class=\"inset\"" } else { "" };
        let text = cell(page, &format!("{}.{name}", stratum.word()), tell);
        put!(page, "<dt{class}>{label}</dt><dd>{text}</dd>\n");
    }
    put!(page, "</dl>\n");
}

fn cohort(page: &mut Page<'_>) {
    put!(page, "<dl class=\"facts whole\">\n");
    for (label, id) in [
        ("No evidence of disease (NED) at last visit, whole cohort", "outcome.ned"),
        ("Additional treatment later than the second course", "outcome.additional_treatment"),
    ] {
        let ci = page.results().estimate(id).and_then(|found| found.ci);
        let ci = ci.map(|ci| format!(", {} {}", interval_name(page), number::percent_interval(ci)));
        let text = cell(page, id, share);
        put!(page, "<dt>{label}</dt><dd>{text}{}</dd>\n", ci.unwrap_or_default());
    }
    put!(page, "</dl>\n");
}

/// What must be read together with the numbers.
fn beware(page: &mut Page<'_>) {
    put!(
        page,
        "<div class=\"beware\"><p><strong>Read with the numbers.</strong> There is no control group: a \
         difference between before and after is not the same as what the treatment did. Patients entered \
         because a value was high, and high values tend to be lower at the next measurement whatever is \
         done. A p above 0.05 does not show that nothing changed. <a href=\"#cautions\">All cautions</a>, \
         <a href=\"#checks\">checks of this report</a>.</p>\n\
         <p class=\"fine\">Tg in ng/mL. CI: confidence interval, level {}. IQR: first to third quartile. \
         Median change: Hodges-Lehmann. Both tests are two-sided. Means are given for comparison with \
         publications; the values are skewed. A value known only to lie below or above a limit enters at \
         the limit. A number that is underlined with dots opens the patients behind it.</p></div>\n",
        number::level(page.document.protocol.analysis.confidence_level)
    );
}

/// One number of an estimate; a dash where the estimate is absent.
fn cell(page: &mut Page<'_>, id: &str, tell: impl Fn(&Estimate) -> String) -> String {
    match page.results().estimate(id) {
        Some(found) => page.estimate(found, &tell(found)),
        None => number::NONE.into(),
    }
}

/// `95 % CI`, by the protocol's level.
pub(super) fn interval_name(page: &Page<'_>) -> String {
    format!("{} CI", number::level(page.document.protocol.analysis.confidence_level))
}

/// The numerator, denominator and per cent of a proportion.
pub(super) fn share(found: &Estimate) -> String {
    match found.numerator.zip(found.denominator) {
        Some((numerator, denominator)) => number::share(numerator, denominator),
        None => number::NONE.into(),
    }
}

fn p(found: &Estimate) -> String {
    found.p_value.map_or("no p".into(), number::p)
}

fn with_interval(found: &Estimate) -> String {
    match (found.value, found.ci) {
        (Some(value), Some(ci)) => {
            let decimals = number::decimals_with(value, ci, found.unit == "ratio");
            format!("{} ({})", number::fixed(value, decimals), number::interval(ci, decimals))
        }
        (Some(value), None) => number::plain(value),
        _ => number::NONE.into(),
    }
}
