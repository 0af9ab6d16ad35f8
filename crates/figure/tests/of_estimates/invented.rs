//! Invented numbers for every chart: usual ones, long names with huge numbers, none, one row, odd ones.

use figure::charts::{balance, flow, forest, survival};
use figure::{Scene, Width};

/// A chart from one of the inputs 0 (usual), 1 (long and huge), 2 (none), 3 (one row), 4 (odd).
type Draw = fn(usize, Width) -> Scene;

/// How many inputs each chart has.
#[allow(dead_code)]
pub const N_CASES: usize = 5;

/// Every chart by name.
pub const CHARTS: [(&str, Draw); 5] = [
    ("flow", |case, width| flow::flow(&the_flow(case), width)),
    ("survival", |case, width| survival::survival(&curves(case, survival::Kind::Survival), width)),
    ("incidence", |case, width| survival::survival(&curves(case, survival::Kind::Incidence), width)),
    ("forest", |case, width| forest::forest(&the_forest(case), width)),
    ("balance", |case, width| balance::balance(&the_balance(case), width)),
];

const LONG: &str = "A very long name <of> a criterion & its Schild\u{7}drüsenkarzinomnachsorgeuntersuchungsprotokollnummer, \
                    בית חולים, which no one would print but a site may well have written";

/// The name, or a long one in the second case.
fn name(case: usize, usual: &str) -> String {
    if case == 1 { format!("{LONG} ({usual})") } else { usual.into() }
}

/// The number, or one in the millions in the second case.
fn n(case: usize, usual: u64) -> u64 {
    if case == 1 { 10_000_000 + usual } else { usual }
}

fn the_flow(case: usize) -> flow::Flow {
    let counted = |label: &str, number| flow::Count { label: name(case, label), n: n(case, number) };
    let steps = [
        ("Persons with a patient record", 240, ""),
        ("Differentiated thyroid carcinoma", 224, "no differentiated thyroid carcinoma"),
        ("Thyroidectomy by the first course", 218, "no (near-)total thyroidectomy in time"),
        ("Two or more radioiodine courses", 181, "fewer than two radioiodine courses"),
        ("Second course in the study period", 178, "index date outside the period"),
        ("Without distant metastasis", 170, "distant metastasis"),
        ("Cohort: incomplete response", 164, "no incomplete response on record"),
    ];
    let kept = [7, 7, 0, 1, 7][case];
    let step = |(label, remaining, reason): (&str, u64, &str)| flow::Step {
        label: name(case, label),
        n: n(case, remaining),
        excluded: if reason.is_empty() { Vec::new() } else { vec![counted(reason, 6)] },
    };
    let group = |(label, all, pairs): (&str, u64, u64)| flow::Group {
        label: name(case, label),
        n: n(case, all),
        lines: vec![
            (counted("Pairs of stimulated Tg", pairs), Vec::new()),
            (
                counted("Without a pair", all - pairs),
                vec![counted("no value after", 3), counted("TgAb-positive value", 4)],
            ),
            (counted("Imaging evaluable", pairs), Vec::new()),
        ],
    };
    let groups = [("Structural", 53, 46), ("Biochemical", 61, 55), ("Reoperated", 50, 43)];
    flow::Flow {
        title: "Flow of patients".into(),
        steps: steps.into_iter().take(kept).map(step).collect(),
        groups: groups.into_iter().take([3, 3, 0, 0, 0][case]).map(group).collect(),
    }
}

/// Steps of an invented curve that falls by `pace` with each event.
fn curve(case: usize, kind: survival::Kind, label: &str, pace: f64, years: usize) -> survival::Curve {
    let share = |event: usize| 0.5f64.powf(pace * event as f64 / 20.0);
    let mut steps: Vec<survival::Step> = (0..years * 2)
        .map(|event| {
            let alive = share(event);
            let value = if kind == survival::Kind::Survival { alive } else { 1.0 - alive };
            let half = 0.02 * (event as f64).sqrt();
            let ci = (event > 0).then_some(((value - half).max(0.0), (value + half).min(1.0)));
            survival::Step { time: event as f64 * 0.5, value, ci }
        })
        .collect();
    if case == 4 {
        steps.push(survival::Step { time: f64::NAN, value: 0.4, ci: None });
        steps.push(survival::Step { time: 3.0, value: f64::INFINITY, ci: Some((f64::NAN, 2.0)) });
        steps.push(survival::Step { time: 40.0, value: -3.0, ci: Some((-7.0, 1e9)) });
    }
    survival::Curve {
        label: name(case, label),
        n: n(case, 61),
        n_events: n(case, 23),
        censored: (0..years).map(|year| year as f64 + 0.3).collect(),
        at_risk: (0..=years).map(|year| (year as f64, n(case, (61 - 3 * year) as u64))).collect(),
        steps,
    }
}

fn curves(case: usize, kind: survival::Kind) -> survival::Survival {
    let all = [
        ("All patients", 0.8, 17),
        ("Structural", 1.4, 16),
        ("Biochemical", 0.6, 17),
        ("Reoperated", 0.3, 11),
    ];
    let drawn = [4, 4, 0, 1, 2][case];
    survival::Survival {
        title: "Time to additional treatment".into(),
        kind,
        share_title: name(case, "Without additional treatment"),
        time_title: name(case, "Years from the second course"),
        ci_level: 0.95,
        curves: all
            .into_iter()
            .take(drawn)
            .map(|(label, pace, years)| curve(case, kind, label, pace, years))
            .collect(),
    }
}

fn the_forest(case: usize) -> forest::Forest {
    let found = |value: f64, low: f64, high: f64| forest::Found::Estimate {
        value,
        ci: Some((low, high)),
        text: if case == 1 {
            format!("{value}23,456.00 ({low}23,456.00 to {high}23,456.00)")
        } else {
            format!("{value:.2} ({low:.2} to {high:.2})")
        },
    };
    let few = || forest::Found::Nothing("too few pairs".into());
    let odd = || forest::Found::Estimate {
        value: f64::NAN,
        ci: Some((f64::NAN, -1.0)),
        text: "not a number".into(),
    };
    let rows = [
        ("", "All patients", 136, found(0.71, 0.60, 0.85), ""),
        ("Stratum", "structural", 41, found(1.02, 0.80, 1.31), "0.004"),
        ("Stratum", "biochemical", 52, found(0.59, 0.44, 0.80), ""),
        ("Stratum", "reoperated", 43, found(0.66, 0.47, 0.93), ""),
        ("Age at index", "under 45 years", 64, found(0.68, 0.52, 0.88), "0.38"),
        ("Age at index", "45 years or older", 72, found(0.75, 0.58, 0.97), ""),
        ("Sex", "female", 130, found(0.70, 0.59, 0.84), "> 0.99"),
        ("Sex", "male", 5, found(0.40, 0.02, 7.90), ""),
        ("Sex", "not recorded", 1, if case == 4 { odd() } else { few() }, ""),
    ];
    let row = |(group, label, pairs, found, p): (&str, &str, u64, forest::Found, &str)| forest::Row {
        group: if group.is_empty() { String::new() } else { name(case, group) },
        label: name(case, label),
        n: n(case, pairs),
        found,
        p_interaction: p.into(),
    };
    forest::Forest {
        title: "Change of stimulated Tg in subgroups".into(),
        value_title: name(case, "Ratio of geometric means, after/before"),
        number_title: "Ratio (95 % CI)".into(),
        n_title: "Pairs".into(),
        reference: if case == 4 { f64::NAN } else { 1.0 },
        rows: rows.into_iter().take([9, 9, 0, 1, 9][case]).map(row).collect(),
    }
}

fn the_balance(case: usize) -> balance::Balance {
    let comparisons = [
        "With a pair (n = 136) against without (n = 28)",
        "Structural (n = 53) against biochemical (n = 61)",
        "Reoperated (n = 50) against not (n = 114)",
    ];
    let rows = [
        ("Age at index", "completed years", [Some(0.04), Some(-0.31), Some(0.12)]),
        ("Sex", "female", [Some(-0.22), Some(0.08), Some(0.02)]),
        ("Histology (ICD-O-3)", "papillary (8260/3)", [Some(0.11), Some(0.43), None]),
        ("Histology (ICD-O-3)", "follicular, encapsulated angioinvasive (8339/3)", [None, None, None]),
        ("First course", "mCi", [Some(-0.02), Some(0.27), Some(-0.55)]),
        ("Stimulated Tg before", "", [Some(0.09), Some(-0.61), Some(0.2)]),
    ];
    let odd = |value: Option<f64>| {
        if case == 4 { value.map(|value| value * 1e7).or(Some(f64::NAN)) } else { value }
    };
    let row = |(group, label, values): (&str, &str, [Option<f64>; 3])| balance::Row {
        group: name(case, group),
        label: if label.is_empty() { String::new() } else { name(case, label) },
        values: values.into_iter().map(odd).collect(),
    };
    balance::Balance {
        title: "Balance of baseline characteristics".into(),
        value_title: name(case, "Standardized difference, second group minus first"),
        limit: 0.1,
        comparisons: comparisons
            .into_iter()
            .take([3, 3, 0, 1, 2][case])
            .map(|text| name(case, text))
            .collect(),
        rows: rows.into_iter().take([6, 6, 0, 1, 6][case]).map(row).collect(),
    }
}
