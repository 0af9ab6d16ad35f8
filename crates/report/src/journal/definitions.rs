//! What every line and column of the workbook means.

use press::{Sheet, SheetCell};

use super::parameters::parameters;
use crate::Document;

/// What a variable is: name, unit, rule in a sentence, section of the study contract, window, keys of the
/// protocol, what missing means.
struct Definition {
    name: &'static str,
    unit: &'static str,
    rule: &'static str,
    section: &'static str,
    window: &'static str,
    keys: &'static [&'static str],
    missing: &'static str,
}

/// Makes the list below read as a table.
const fn row(
    name: &'static str,
    unit: &'static str,
    rule: &'static str,
    (section, window): (&'static str, &'static str),
    keys: &'static [&'static str],
    missing: &'static str,
) -> Definition {
    Definition { name, unit, rule, section, window, keys, missing }
}

const NEVER: &str = "never missing";
const BASELINE: &str = "baseline window";
const FOLLOW_UP: &str = "follow-up window";
const LAST: &str = "window that ends at the last visit";

const PATIENTS: &[Definition] = &[
    row("candidate", "patients", "Every person with a patient record.", ("1, 4", "any time"), &[], NEVER),
    row(
        "excluded",
        "patients",
        "The first criterion that is not met is the reason; one for each patient.",
        ("4", "up to the index date, distant disease a little longer"),
        &["require.criteria", "require.distant_until_days", "study.period.first", "study.period.last"],
        "a fact that is not recorded does not meet a criterion",
    ),
    row(
        "index date",
        "day",
        "First administration of the second therapeutic radioiodine course.",
        ("3", "study period"),
        &[
            "index.min_therapeutic_mci",
            "index.merge_gap_days",
            "index.review_gap_days",
            "index.same_administration_pct",
            "index.review_mci",
        ],
        NEVER,
    ),
    row(
        "stratum",
        "category",
        "Reoperated, else structural, else biochemical, by what was known before the index date.",
        ("5", BASELINE),
        &["windows.baseline_days", "windows.baseline_after_first_course_days"],
        NEVER,
    ),
    row(
        "reoperated",
        "patients",
        "Neck surgery between the first course and the index date whose intent is not diagnostic, initial or completion.",
        ("5", "from the first course to the index date"),
        &[],
        NEVER,
    ),
    row(
        "structural",
        "patients",
        "Not reoperated; structural evidence in a study of the baseline window.",
        ("5", BASELINE),
        &["structural.washout_ng_ml", "structural.node_min_mm", "structural.cross_sectional_mm"],
        "without a study no evidence is found",
    ),
    row(
        "biochemical",
        "patients",
        "Not reoperated, no structural evidence; a stimulated or suppressed thyroglobulin at or above its bound, or rising antibodies.",
        ("5", BASELINE),
        &[
            "response.incomplete_stimulated",
            "response.incomplete_suppressed",
            "marker.antibody_rising_ratio",
            "marker.antibody_trend_days",
        ],
        "without a value no evidence is found",
    ),
];

const BASELINE_ROWS: &[Definition] = &[
    row(
        "sex",
        "category",
        "As recorded.",
        ("1", "any time"),
        &[],
        "not recorded is a category; female is of all",
    ),
    row(
        "age at index",
        "completed years",
        "Completed years at the index date; a year of birth alone stands for 1 July.",
        ("1, 8", "index date"),
        &[],
        "no date of birth",
    ),
    row(
        "histology",
        "ICD-O-3",
        "Morphology code as recorded, or of the recorded name.",
        ("1, 4", "any time"),
        &[],
        NEVER,
    ),
    row(
        "stage, AJCC 7 and AJCC 8",
        "category",
        "From T, N, M, age and histology by each edition; an interval where inputs are missing.",
        ("clinical rules", "diagnosis"),
        &[],
        "several possible, or unknown: categories of their own",
    ),
    row(
        "initial risk",
        "category",
        "Risk of recurrence by the American Thyroid Association 2015; a bound where inputs are missing.",
        ("clinical rules", "diagnosis"),
        &[],
        "unknown: a category of its own",
    ),
    row(
        "first course, second course",
        "mCi",
        "Activities of a course added up; MBq / 37, GBq x 1000 / 37.",
        ("2, 3", "course"),
        &["index.merge_gap_days"],
        "unknown if any part is unknown",
    ),
    row(
        "cumulative therapeutic activity",
        "mCi",
        "Therapeutic activities up to and with the second course.",
        ("3", "up to the index date"),
        &["index.min_therapeutic_mci"],
        "unknown if any part is unknown",
    ),
    row(
        "from first to second course",
        "years",
        "Days between the two courses / 365.25.",
        ("3", "courses"),
        &[],
        NEVER,
    ),
    row(
        "follow-up from index",
        "years",
        "Days from the index date to the last visit / 365.25.",
        ("7", "index date to last visit"),
        &[],
        "no visit, laboratory or imaging record",
    ),
    row(
        "SMD",
        "standard deviations",
        "Standardized mean difference: greatest absolute difference between any two strata.",
        ("none: description", "as the characteristic"),
        &[],
        "no two groups with spread",
    ),
];

const OUTCOMES: &[Definition] = &[
    row(
        "stimulated Tg before",
        "ng/mL",
        "Latest stimulated thyroglobulin of the baseline window.",
        ("2, 6", BASELINE),
        &[
            "windows.baseline_days",
            "marker.stimulated_tsh_min",
            "marker.stimulated_tsh_days",
            "marker.injection_draw_days",
            "marker.injection_gap_days",
            "marker.blackout_days",
            "marker.post_dose_days",
        ],
        "no stimulated value: pair excluded as missing",
    ),
    row(
        "stimulated Tg after",
        "ng/mL",
        "Stimulated value of the follow-up window, before any intercurrent treatment, nearest to the target day.",
        ("2, 6", FOLLOW_UP),
        &["windows.follow_up_days", "windows.follow_up_target_days", "marker.blackout_days"],
        "no stimulated value: pair excluded as missing",
    ),
    row(
        "pairs in the analysis",
        "patients",
        "Both values present, neither with positive antibodies.",
        ("6", "both windows"),
        &["marker.antibody_positive_above", "marker.antibody_days"],
        "excluded pairs are counted by reason",
    ),
    row(
        "known as below (above) a limit",
        "values",
        "Printed as <x (>x), or below the detection limit; enters means, tests and ratios at the limit.",
        ("2, 8", "both windows"),
        &[],
        NEVER,
    ),
    row(
        "mean change",
        "ng/mL",
        "Mean of after minus before; interval and p by the paired t test.",
        ("8", "both windows"),
        &["analysis.confidence_level"],
        "stratum less pairs",
    ),
    row(
        "pseudomedian (Hodges-Lehmann)",
        "ng/mL",
        "Median of the Walsh averages of the non-zero differences; p by the Wilcoxon signed rank test.",
        ("8", "both windows"),
        &["analysis.confidence_level"],
        "stratum less pairs",
    ),
    row(
        "ratio of geometric means",
        "ratio",
        "Geometric mean after / before; interval and p by paired t on logarithms.",
        ("8", "both windows"),
        &["analysis.confidence_level"],
        "stratum less pairs; a pair with a 0 is left out",
    ),
    row(
        "imaging evaluable",
        "patients",
        "Neck studies before and after in which a lesion can be compared.",
        ("6", "both windows"),
        &["windows.baseline_days", "windows.follow_up_days"],
        "insufficient data: counted apart",
    ),
    row(
        "progression",
        "patients",
        "Any lesion that grew by both bounds, or a new one.",
        ("6", FOLLOW_UP),
        &["change.grow_mm", "change.grow_pct", "change.new_min_mm"],
        "structural less evaluable",
    ),
    row(
        "resolution, shrinkage",
        "patients",
        "No progression; every evaluable lesion resolved, or any resolved or shrunk by both bounds.",
        ("6", FOLLOW_UP),
        &["change.shrink_mm", "change.shrink_pct", "change.resolved_node_mm"],
        "structural less evaluable",
    ),
    row(
        "stable",
        "patients",
        "No other class, and any stable lesion.",
        ("6", FOLLOW_UP),
        &[],
        "structural less evaluable",
    ),
    row(
        "imaging findings",
        "patients",
        "Reoperated stratum: any neck study with structural evidence; not cut at further treatment.",
        ("6", FOLLOW_UP),
        &["windows.follow_up_days"],
        "no neck study",
    ),
    row(
        "response category",
        "category",
        "Structural incomplete, biochemical incomplete, indeterminate or excellent by the ATA 2015 guideline.",
        ("7", "baseline, follow-up and last window"),
        &[
            "response.incomplete_stimulated",
            "response.incomplete_suppressed",
            "response.excellent_stimulated",
            "response.excellent_suppressed",
            "marker.suppressed_tsh_below",
            "marker.suppressed_tsh_days",
        ],
        "unknown: no neck study or no usable thyroglobulin",
    ),
    row(
        "final status",
        "category",
        "Death, else distant disease, else by the last response.",
        ("7", LAST),
        &["windows.last_status_days"],
        "unknown is a category, in every denominator",
    ),
    row(
        "no evidence of disease (NED)",
        "patients",
        "Final status after an excellent last response.",
        ("7, 8", LAST),
        &["windows.last_status_days"],
        "final status unknown; in the denominator",
    ),
    row(
        "additional treatment",
        "patients",
        "Third course, neck surgery, radiotherapy, ablation, kinase inhibitor or systemic treatment.",
        ("6", "after the bound, to the end"),
        &["windows.additional_treatment_after_days"],
        "none recorded counts as none",
    ),
];

const COLUMNS: &[Definition] = &[
    row(
        "n, of, %",
        "count, count, per cent",
        "Numerator, denominator and their quotient; per cents are rounded half up.",
        ("8", ""),
        &[],
        "n/a where the denominator is 0",
    ),
    row(
        "missing",
        "patients",
        "Patients of the population for whom the value is missing; n + missing is the population.",
        ("8", ""),
        &[],
        "",
    ),
    row(
        "mean, SD",
        "as the line",
        "Arithmetic mean; standard deviation with n - 1.",
        ("8", ""),
        &[],
        "n/a below two values or without spread",
    ),
    row(
        "median, Q1, Q3",
        "as the line",
        "Median and quartiles of type 7.",
        ("8", ""),
        &[],
        "n/a without values",
    ),
    row(
        "CI low, CI high",
        "as the line",
        "Ends of the two-sided confidence interval; Wilson's for proportions.",
        ("8", ""),
        &["analysis.confidence_level"],
        "n/a where undefined",
    ),
    row(
        "p",
        "probability",
        "Two-sided, exact; shown as <0.001 where it is smaller, kept in full in the cell.",
        ("8", ""),
        &[],
        "n/a where no test is made",
    ),
];

/// Every variable, then the rules of the study in sentences, then every parameter.
pub(super) fn sheet(document: &Document<'_>) -> Sheet {
    let parameters = parameters(document.protocol);
    let mut rows = Vec::new();
    for (heading, list) in [
        ("Patients and strata", PATIENTS),
        ("Characteristics", BASELINE_ROWS),
        ("Values and outcomes", OUTCOMES),
        ("Columns of numbers", COLUMNS),
    ] {
        rows.push(vec![SheetCell::Group(heading.into())]);
        rows.extend(list.iter().map(|definition| definition.cells(&parameters)));
    }
    rows.push(vec![SheetCell::Group("The study in sentences, from its protocol".into())]);
    for section in protocol::prose_sections(document.protocol) {
        rows.extend(section.paragraphs.iter().map(|says| sentence(&section.heading, says)));
    }
    rows.push(vec![SheetCell::Group("Parameters of the protocol".into())]);
    rows.extend(parameters.iter().map(|(key, value)| parameter(key, value)));
    Sheet {
        name: "Definitions".into(),
        title: "Definitions of lines and columns".into(),
        head: [
            "Variable or rule",
            "Unit",
            "Rule",
            "Contract section",
            "Window",
            "Protocol keys and values",
            "Missing",
        ]
        .map(str::to_owned)
        .to_vec(),
        rows,
        notes: vec![
            "This workbook has numbers of patients only: no sheet has a row of one patient. patients.csv has \
             the patients; small numbers here may still tell of single persons."
                .into(),
        ],
    }
}

impl Definition {
    fn cells(&self, parameters: &[(&str, String)]) -> Vec<SheetCell> {
        let of = |key: &&str| {
            let value = parameters.iter().find(|(known, _)| known == key).map(|(_, value)| value.as_str());
            format!("{key} = {}", value.unwrap_or("not a parameter"))
        };
        let keys: Vec<String> = self.keys.iter().map(of).collect();
        [self.name, self.unit, self.rule, self.section, self.window, &keys.join("; "), self.missing]
            .map(text)
            .to_vec()
    }
}

fn sentence(heading: &str, says: &str) -> Vec<SheetCell> {
    [heading, "", says].map(text).to_vec()
}

fn parameter(key: &str, value: &str) -> Vec<SheetCell> {
    [key, "", "", "", "", &format!("{key} = {value}"), ""].map(text).to_vec()
}

fn text(text: &str) -> SheetCell {
    if text.is_empty() { SheetCell::Empty } else { SheetCell::Text(text.into()) }
}
