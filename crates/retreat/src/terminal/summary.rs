//! The result as a short table.

use std::path::Path;

use analysis::{Estimate, Results};
use retreat::failure::Failure;
use retreat::study::Study;

use super::{bold, dim, out};

const STRATA: [&str; 3] = ["structural", "biochemical", "reoperated"];

/// Prints the result and where the report is.
pub fn summary(study: &Study, folder: &Path) -> Result<(), Failure> {
    out(&lines(study, folder).join("\n"))
}

fn lines(study: &Study, folder: &Path) -> Vec<String> {
    let results = &study.results;
    let mut out = vec![
        String::new(),
        bold(&study.protocol.study.title),
        format!("Cohort: {} of {} patients.", results.members.len(), study.reading.population.n_candidates()),
        String::new(),
    ];
    out.extend(strata_table(results));
    out.push(String::new());
    out.extend(whole_cohort(results));
    out.push(String::new());
    out.extend(
        wrap(
            "A comparison before and after without a control group cannot show what the treatment caused; \
              a p above 0.05 does not show that nothing changed.",
        )
        .into_iter()
        .map(|line| dim(&line)),
    );
    let not_used: u64 = study.reading.files.iter().map(|file| file.rows_not_used).sum();
    out.push(format!(
        "Rows not used: {not_used}. Findings for review: {}, in {}",
        study.review.len(),
        folder.join("review.csv").display()
    ));
    out.push(format!("Report: {}", bold(&folder.join("report.html").display().to_string())));
    out
}

fn strata_table(results: &Results) -> Vec<String> {
    let row = |label: &str, cell: &dyn Fn(&str) -> String| {
        let cells: Vec<String> = STRATA.iter().map(|stratum| format!(" {:>21}", cell(stratum))).collect();
        format!("{label:<28}{}", cells.concat())
    };
    let of = |stratum: &str, name: &str| results.estimate(&format!("{stratum}.{name}"));
    let patients =
        |stratum: &str| results.members.iter().filter(|member| member.stratum.word() == stratum).count();
    vec![
        bold(&row("", &|stratum| stratum.to_string())),
        row("patients", &|stratum| patients(stratum).to_string()),
        row("pairs of stimulated Tg", &|stratum| count(of(stratum, "sttg.change"))),
        row("  before, mean (SD) ng/mL", &|stratum| mean(of(stratum, "sttg.before"))),
        row("  after, mean (SD) ng/mL", &|stratum| mean(of(stratum, "sttg.after"))),
        row("  after/before (95 % CI)", &|stratum| interval(of(stratum, "sttg.ratio"))),
        row("  signed rank p", &|stratum| p_value(of(stratum, "sttg.wilcoxon"))),
        row("NED at last visit", &|stratum| share(of(stratum, "outcome.ned"))),
    ]
}

fn whole_cohort(results: &Results) -> Vec<String> {
    let line = |label: &str, id: &str| format!("{label:<50}{:>22}", share(results.estimate(id)));
    vec![
        line("structural, imaging: progression", "structural.imaging.progression"),
        line("  resolution or shrinkage", "structural.imaging.resolution_or_shrinkage"),
        line("  stable", "structural.imaging.stable"),
        line("reoperated, imaging findings at 1-2 y", "reoperated.imaging.findings_1_2y"),
        line("additional treatment", "outcome.additional_treatment"),
        line("no evidence of disease (NED) at last visit", "outcome.ned"),
    ]
}

fn count(estimate: Option<&Estimate>) -> String {
    estimate.map_or("-".into(), |estimate| estimate.n.to_string())
}

fn mean(estimate: Option<&Estimate>) -> String {
    match estimate.and_then(|estimate| Some((estimate.value?, estimate.sd))) {
        Some((mean, Some(sd))) => format!("{mean:.1} ({sd:.1})"),
        Some((mean, None)) => format!("{mean:.1}"),
        None => "-".into(),
    }
}

fn interval(estimate: Option<&Estimate>) -> String {
    match estimate.and_then(|estimate| Some((estimate.value?, estimate.ci))) {
        Some((value, Some((low, high)))) => format!("{value:.2} ({low:.2} to {high:.2})"),
        Some((value, None)) => format!("{value:.2}"),
        None => "-".into(),
    }
}

fn p_value(estimate: Option<&Estimate>) -> String {
    match estimate.and_then(|estimate| estimate.p_value) {
        Some(p) if p < 0.001 => "<0.001".into(),
        Some(p) if p < 0.1 => format!("{p:.3}"),
        Some(p) => format!("{p:.2}"),
        None => "-".into(),
    }
}

fn share(estimate: Option<&Estimate>) -> String {
    match estimate.and_then(|estimate| Some((estimate.numerator?, estimate.denominator?))) {
        Some((_, 0)) => "0/0".into(),
        Some((numerator, denominator)) => {
            format!("{numerator}/{denominator} ({:.1} %)", 100.0 * numerator as f64 / denominator as f64)
        }
        None => "-".into(),
    }
}

fn wrap(text: &str) -> Vec<String> {
    let mut lines = vec![String::new()];
    for word in text.split_whitespace() {
        let last = lines.last_mut().expect("there is always a line");
        if !last.is_empty() && last.len() + word.len() > 90 {
            lines.push(word.to_string());
        } else {
            if !last.is_empty() {
                last.push(' ');
            }
            last.push_str(word);
        }
    }
    lines
}
