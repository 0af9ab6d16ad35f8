//! The product's words in the words of the ward.

use analysis::{
    AdditionalKind, Change, FinalStatus, Findings, MarkerValue, MemberRow, PairExclusion, Response, Stratum,
};

use super::number;

/// A word of the results for people: blanks for underscores.
pub(crate) fn plain(word: &str) -> String {
    word.replace('_', " ")
}

/// A word of the results with a capital, for headings.
pub(crate) fn capital(word: &str) -> String {
    let text = plain(word);
    let mut letters = text.chars();
    match letters.next() {
        Some(first) => first.to_uppercase().chain(letters).collect(),
        None => text,
    }
}

/// A category of table one: a histology with its name, a risk that is known only to a bound in words.
pub(crate) fn category(label: &str) -> String {
    if let Some((code, "3")) = label.split_once('/') {
        return histology(code).map_or(label.into(), |name| format!("{name} ({label})"));
    }
    match label.split_at_checked(2) {
        Some(("<=", risk)) => format!("{risk} or lower, inputs missing"),
        Some((">=", risk)) => format!("{risk} or higher, inputs missing"),
        _ => label.into(),
    }
}

/// Short name of an ICD-O-3 morphology (clinical rules 5.2).
fn histology(code: &str) -> Option<&'static str> {
    Some(match code {
        "8050" => "papillary, not further specified",
        "8260" => "papillary",
        "8290" => "oncocytic",
        "8330" | "8331" | "8332" => "follicular",
        "8335" => "follicular, minimally invasive",
        "8337" => "poorly differentiated",
        "8339" => "follicular, encapsulated angioinvasive",
        "8340" => "papillary, follicular variant",
        "8341" => "papillary microcarcinoma",
        "8342" => "papillary, oxyphilic",
        "8343" => "papillary, encapsulated",
        "8344" => "papillary, tall or columnar cell",
        "8350" => "papillary, diffuse sclerosing",
        _ => return None,
    })
}

/// Name of a stratum, with a capital.
pub(crate) fn stratum(stratum: Stratum) -> &'static str {
    match stratum {
        Stratum::Structural => "Structural",
        Stratum::Biochemical => "Biochemical",
        Stratum::Reoperated => "Reoperated",
    }
}

/// What a stratum is, in a few words.
pub(crate) fn stratum_says(stratum: Stratum) -> &'static str {
    match stratum {
        Stratum::Structural => "not reoperated, disease seen on imaging",
        Stratum::Biochemical => "not reoperated, disease by blood values only",
        Stratum::Reoperated => "neck reoperation between the first two courses",
    }
}

/// Why a person is not in the cohort.
pub(crate) fn exclusion(criterion: &str) -> String {
    let text = match criterion {
        "dtc" => "no differentiated thyroid carcinoma",
        "thyroidectomy" => "no (near-)total thyroidectomy in time",
        "two_courses" => "fewer than two radioiodine courses",
        "index_in_period" => "index date outside the period",
        "no_distant_metastasis" => "distant metastasis",
        "incomplete_response" => "no incomplete response on record",
        other => return plain(other),
    };
    text.into()
}

/// What those have in common who remain after a criterion.
pub(crate) fn remaining(criterion: &str) -> String {
    let text = match criterion {
        "candidates" => "Persons with a patient record",
        "dtc" => "Differentiated thyroid carcinoma",
        "thyroidectomy" => "Thyroidectomy by the first course",
        "two_courses" => "Two or more radioiodine courses",
        "index_in_period" => "Second course in the study period",
        "no_distant_metastasis" => "Without distant metastasis",
        "incomplete_response" => "Cohort: incomplete response",
        other => return plain(other),
    };
    text.into()
}

/// Why a pair is not in the primary analysis.
pub(crate) fn pair_exclusion(reason: PairExclusion) -> &'static str {
    match reason {
        PairExclusion::MissingBoth => "no value before nor after",
        PairExclusion::MissingBefore => "no value before",
        PairExclusion::MissingAfter => "no value after",
        PairExclusion::TgabPositive => "TgAb-positive value",
        PairExclusion::TgabUnknown => "TgAb not known for a value",
        PairExclusion::OtherAssay => "not known to be one assay",
    }
}

/// A class of imaging change.
pub(crate) fn change(change: Change) -> &'static str {
    match change {
        Change::Progression => "progression",
        Change::Resolution => "resolution",
        Change::Shrinkage => "shrinkage",
        Change::Stable => "stable",
        Change::Insufficient => "insufficient data",
    }
}

/// Whether imaging shows disease.
pub(crate) fn findings(findings: Findings) -> &'static str {
    match findings {
        Findings::Yes => "findings",
        Findings::No => "no findings",
        Findings::Missing => "no neck study",
    }
}

/// The response categories, from the best to the worst, then unknown.
pub(crate) const RESPONSES: [Response; 5] = [
    Response::Excellent,
    Response::Indeterminate,
    Response::BiochemicalIncomplete,
    Response::StructuralIncomplete,
    Response::Unknown,
];

/// A response category.
pub(crate) fn response(response: Response) -> &'static str {
    match response {
        Response::Excellent => "excellent",
        Response::Indeterminate => "indeterminate",
        Response::BiochemicalIncomplete => "biochemical incomplete",
        Response::StructuralIncomplete => "structural incomplete",
        Response::Unknown => "unknown",
    }
}

/// The final states, from the best to the worst, then unknown.
pub(crate) const STATES: [FinalStatus; 8] = [
    FinalStatus::Ned,
    FinalStatus::Indeterminate,
    FinalStatus::Biochemical,
    FinalStatus::Structural,
    FinalStatus::Distant,
    FinalStatus::DeadOfDisease,
    FinalStatus::DeadOther,
    FinalStatus::Unknown,
];

/// A final state.
pub(crate) fn status(status: FinalStatus) -> &'static str {
    match status {
        FinalStatus::Ned => "no evidence of disease",
        FinalStatus::Indeterminate => "indeterminate",
        FinalStatus::Biochemical => "biochemical disease",
        FinalStatus::Structural => "structural disease",
        FinalStatus::Distant => "distant disease",
        FinalStatus::DeadOfDisease => "dead of disease",
        FinalStatus::DeadOther => "dead, other or unknown cause",
        FinalStatus::Unknown => "unknown",
    }
}

/// A kind of additional treatment.
pub(crate) fn additional(kind: AdditionalKind) -> &'static str {
    match kind {
        AdditionalKind::Ebrt => "external beam radiotherapy",
        AdditionalKind::NeckSurgery => "neck surgery",
        AdditionalKind::PercutaneousAblation => "percutaneous ablation",
        AdditionalKind::Radioiodine => "radioiodine",
        AdditionalKind::Systemic => "systemic treatment",
        AdditionalKind::Tki => "kinase inhibitor",
    }
}

/// Name of a statistical method.
pub(crate) fn method(method: &str) -> String {
    let text = match method {
        "wilson" => "Wilson interval",
        "paired_t" => "paired t, two-sided",
        "paired_t_log" => "paired t on logarithms, two-sided",
        "signed_rank_exact" => "Wilcoxon signed rank, exact, two-sided; Hodges-Lehmann",
        "signed_rank_normal" => "Wilcoxon signed rank, normal approximation, two-sided; Hodges-Lehmann",
        "kaplan_meier_log_log" => "Kaplan-Meier, interval on the log-log scale",
        "aalen_johansen_log_log" => "Aalen-Johansen, interval on the log-log scale",
        "reverse_kaplan_meier" => "reverse Kaplan-Meier",
        other => return plain(other),
    };
    text.into()
}

/// One line about a member: stratum, sex, age, index date.
pub(crate) fn member(member: &MemberRow) -> String {
    let sex = match member.sex {
        "F" => "female",
        "M" => "male",
        _ => "sex not recorded",
    };
    let age = member.age_at_index.map_or("age unknown".into(), |age| format!("{age} y"));
    let name = stratum(member.stratum).to_lowercase();
    format!("{name}, {sex}, {age}, second course {}", member.index_date)
}

/// A marker value as recorded: `36.2`, `<0.2`, `>500`.
pub(crate) fn marker(value: &MarkerValue) -> String {
    let sign = match value.censored {
        "left" => "<",
        "right" => ">",
        _ => "",
    };
    format!("{sign}{}", number::recorded(value.number))
}

/// The question of a decision, with the word of a criterion in words.
pub(crate) fn question(question: &str) -> String {
    match question.strip_prefix("Criterion ") {
        Some(criterion) => format!("Criterion: {}", remaining(criterion).trim_start_matches("Cohort: ")),
        None => plain(question),
    }
}

/// A kind of event, as it is written in print.
pub(crate) fn kind(kind: &str) -> &str {
    match kind {
        "tg" => "Tg",
        "tsh" => "TSH",
        "tgab" => "TgAb",
        "ft4" => "fT4",
        "rhtsh" => "rhTSH",
        other => other,
    }
}
