//! Estimates, censored values, unreadable records, the report (contract 1, 2, 8).

use super::Section;
use super::phrases::share;
use crate::{DateStyle, Encoding, Protocol, Sensitivity};

pub(super) fn analyses(protocol: &Protocol) -> Section {
    let level = share(protocol.analysis.confidence_level);
    Section::new(
        "Analyses",
        vec![
            format!(
                "Confidence intervals have a level of {level} and two sides. Every estimate is given with \
                 its number of patients, missing and left-censored values. Below two values or without \
                 spread there is no standard deviation, interval or p value."
            ),
            "Proportions: Wilson interval without continuity correction. Those of imaging classes are of \
             the patients whose imaging is evaluable; no evidence of disease is of all, the dead and the \
             unknown included, and is also given for each stratum."
                .to_owned(),
            "Thyroglobulin, within each stratum over its pairs: mean and standard deviation (n - 1), \
             median and quartiles (type 7) before and after; the mean change with the paired t test and \
             its interval; the ratio of geometric means, after over before, with t interval and p value on \
             logarithms, where a pair with a zero is left out and counted missing."
                .to_owned(),
            "Wilcoxon signed rank: differences rounded to 1e-9, zeros dropped, mid-ranks for ties; up to \
             200 differences the exact permutation distribution, above the normal approximation with tie \
             and continuity correction. The estimate is the Hodges-Lehmann median of the Walsh averages, \
             with its interval of the same level from their order."
                .to_owned(),
            "Age is in completed years at the index date.".to_owned(),
        ],
    )
}

/// The runs under other choices; each says what it changes.
pub(super) fn sensitivity(protocol: &Protocol) -> Section {
    let run = |run: &Sensitivity| {
        let changes: Vec<String> =
            run.changes.iter().map(|(key, value)| format!("{key} = {value}")).collect();
        let caution = run.caution.as_ref().map(|caution| format!(" Caution: {caution}")).unwrap_or_default();
        format!("{}: {} ({}).{caution}", run.id, run.label, changes.join(", "))
    };
    let first = match protocol.sensitivity.len() {
        0 => "The protocol declares no other choice under which the study is repeated.".to_owned(),
        n => format!(
            "The whole study is repeated under {n} other choice(s), declared beforehand, one at a time; every \
             estimate of each stands beside that of the study itself."
        ),
    };
    let runs = protocol.sensitivity.iter().map(run);
    Section::new("Sensitivity runs", std::iter::once(first).chain(runs).collect())
}

pub(super) fn censoring(_protocol: &Protocol) -> Section {
    Section::new(
        "Censored values",
        vec![
            "A value printed as \"<x\", or as not detectable with a known detection limit, or a number \
             below its detection limit, is known only to lie below that limit; \">x\" only above it. Such \
             a value is compared with a bound only when the answer is certain: \"<x\" is never at or above \
             a bound, \">x\" never below one. In means, tests and ratios a censored value enters at its \
             limit; how many did is printed beside the estimate."
                .to_owned(),
        ],
    )
}

pub(super) fn records(protocol: &Protocol) -> Section {
    let rules = &protocol.source;
    let dates = match rules.dates {
        DateStyle::Iso => "Dates are read as YYYY-MM-DD and nothing else",
        DateStyle::DayMonthYear => "Dates are read as YYYY-MM-DD or as day/month/year (DD/MM/YYYY)",
    };
    let encoding = match rules.encoding {
        Encoding::Auto => "in UTF-8, or in what a byte-order mark says".to_owned(),
        named => format!("as {}", named.word()),
    };
    Section::new(
        "Records that cannot be read",
        vec![
            format!(
                "{dates}; a time of day is cut off. Text files are read {encoding}. A word outside its \
                 list, an unreadable number or date is treated as not recorded and goes to review, where \
                 every value is listed that was not used as recorded."
            ),
            format!(
                "A row without a readable person, date, study, lesion or kind, of an unknown person, or a \
                 lesion of an unknown study is not used and goes to review. If more than {} % of a sheet's \
                 rows are not used for these reasons, or a required sheet or column is missing, the run \
                 stops and nothing is written.",
                rules.max_rows_not_used_pct
            ),
            "Rows equal in every column count once. Of two different records of one patient, study or \
             lesion the first stands and the other goes to review."
                .to_owned(),
            "Activities in MBq or GBq are converted to mCi (37 MBq each), thyroglobulin to ng/mL. A \
             thyroglobulin without a known unit is not used; TSH without a unit is taken as mIU/L and \
             antibodies as IU/mL. An activity without a known unit is read as MBq from 700 on and as mCi \
             from 15 to 600, else it is unknown; either way it goes to review. Comparisons of computed \
             numbers allow 1e-9."
                .to_owned(),
        ],
    )
}

pub(super) fn report(protocol: &Protocol) -> Section {
    Section::new(
        "Report",
        vec![format!(
            "The report is titled \"{}\". The evidence of every patient is written into it for a cohort of \
             up to {} patients. Methods that draw random numbers begin with the seed {}, which the \
             manifest shows. The protocol and its concept sets have the SHA-256 {}.",
            protocol.report.title, protocol.report.patient_pages, protocol.analysis.seed, protocol.hash
        )],
    )
}
