//! The results section of invented cohorts, by hand.

use analysis::{Curve, CurveKind, SensitivityRun, Step, Stratum, estimates};
use report::text;

use super::{document, told};
use crate::html::fixture::{Case, member, value};

fn results(case: &Case) -> String {
    told(&text::results(&document(case)))
}

/// Four pairs of the structural stratum, halved exactly, and one patient without a value after.
#[test]
fn pairs_are_counted_and_the_change_has_its_interval() {
    let mut members: Vec<_> = [0, 3, 6, 9, 15].map(member).into_iter().collect();
    for (at, member) in members.iter_mut().enumerate() {
        let before = [8.0, 12.0, 16.0, 20.0, 6.0][at];
        member.stratum = Stratum::Structural;
        member.before = Some(value(before, "no", -2));
        member.after = Some(value(before / 2.0, "no", 500));
        member.pair_exclusion = None;
    }
    members[4].after = None;
    members[4].pair_exclusion = Some(analysis::PairExclusion::MissingAfter);
    let text = results(&Case::of(members));
    // Means 14 and 7, SD 5.164 and 2.582; differences −4 to −10, mean −7, SD 2.582, t(3) 3.182: −11.1 to −2.9.
    assert!(
        text.contains("Structural: 4 pairs of 5 patients (without a pair: no value after in 1)."),
        "{text}"
    );
    assert!(
        text.contains("Before: mean 14.0 ng/mL (SD 5.2), median 14.0 ng/mL (IQR 11.0 to 17.0)"),
        "{text}"
    );
    assert!(
        text.contains("after: mean 7.00 ng/mL (SD 2.58), median 7.00 ng/mL (IQR 5.50 to 8.50)."),
        "{text}"
    );
    let change = "Mean change, after minus before: −7.0 ng/mL (95 % CI −11.1 to −2.9; p = 0.012).";
    assert!(text.contains(change), "{text}");
    assert!(text.contains("Biochemical: no patient is in this stratum."), "{text}");
    assert!(text.contains("No patient is in the reoperated stratum."), "{text}");
}

#[test]
fn shares_stand_with_numbers_and_interval() {
    let mut members: Vec<_> = (0..50).map(|n| member(3 * n + 2)).collect();
    for (at, member) in members.iter_mut().enumerate() {
        let is_found = at < 21;
        member.imaging_findings =
            Some(if is_found { analysis::Findings::Yes } else { analysis::Findings::No });
        member.stratum = Stratum::Reoperated;
    }
    let text = results(&Case::of(members));
    // Wilson interval of 21 of 50, as published beside the paper's figure.
    let says =
        "365 to 730 days after the index date showed disease in 21/50 (42.0 %; 95 % CI 29.4 % to 55.8 %).";
    assert!(text.contains(says), "{text}");
}

#[test]
fn runs_and_curves_are_told() {
    let mut case = Case::size(60);
    let run = Case::size(57);
    case.results.sensitivity = vec![SensitivityRun {
        id: "window_300_790".into(),
        label: "Follow-up window of 300 to 790 days".into(),
        changes: vec!["windows.follow_up_days = [300, 790]".into()],
        caution: Some("not verified.".into()),
        n_members: 57,
        n_left: 3,
        n_joined: 0,
        estimates: estimates(&run.results.members, &run.protocol),
    }];
    let step = |years, value| Step { years, value, ci: None };
    case.results.curves = vec![Curve {
        id: "time.death".into(),
        label: "Death".into(),
        population: "cohort".into(),
        kind: CurveKind::Survival,
        competing: "",
        n: 60,
        missing: 0,
        n_events: 1,
        n_competing: 0,
        steps: vec![step(0.0, 1.0), step(1.5, 0.98), step(2.5, 0.98)],
        censored: Vec::new(),
        at_risk: vec![(1.0, 60), (2.0, 51)],
        read_at: Vec::new(),
        ci_level: 0.95,
        method: "kaplan_meier",
    }];
    let text = results(&case);
    assert!(text.contains("the main analysis has 60 patients."), "{text}");
    let says = "Follow-up window of 300 to 790 days: 57 patients, 3 fewer than in the main analysis.";
    assert!(text.contains(says), "{text}");
    assert!(text.contains("Caution: not verified."), "{text}");
    let says = "Death: 1 event among 60 patients. Without the event: at 1 year 100.0 % (60 at risk) and at 2 years \
                98.0 % (51 at risk).";
    assert!(text.contains(says), "{text}");
}
