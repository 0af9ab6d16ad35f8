//! The plates of a study from invented results: what they say, and that they are there only with something
//! to show.

use analysis::{Balance, Curve, CurveKind, Difference, Estimate, Step, Subgroup};
use figure::{Mark, Scene};
use report::figures::{Plate, plates};

use crate::html::fixture::Case;

fn drawn(case: &Case) -> Vec<Plate> {
    plates(&case.document())
}

fn plate(plates: &[Plate], id: &str) -> Plate {
    plates.iter().find(|plate| plate.id == id).unwrap_or_else(|| panic!("no plate {id}")).clone()
}

/// All words of a scene in the order in which they are drawn.
fn says(scene: &Scene) -> String {
    fn collect(marks: &[Mark], words: &mut Vec<String>) {
        for mark in marks {
            match mark {
                Mark::Text { text, .. } => words.push(text.clone()),
                Mark::Group { marks, .. } => collect(marks, words),
                _ => {}
            }
        }
    }
    let mut words = Vec::new();
    collect(&scene.marks, &mut words);
    words.join(" ")
}

/// Every text of `wanted` in both widths of a plate.
fn shows(plate: &Plate, wanted: &[&str]) {
    for scene in [&plate.one_column, &plate.two_columns] {
        let says = says(scene);
        for text in wanted {
            assert!(says.contains(text), "{}: {text} not in: {says}", plate.id);
        }
        assert!(scene.description.len() > 40, "{}", plate.id);
    }
}

fn curve(id: &str, label: &str, population: &str, kind: CurveKind) -> Curve {
    let start = if kind == CurveKind::Survival { 1.0 } else { 0.0 };
    let step = |years, value, ci| Step { years, value, ci };
    let change = |by: f64| (start - by).abs();
    Curve {
        id: id.into(),
        label: label.into(),
        population: population.into(),
        kind,
        competing: if kind == CurveKind::Survival { "" } else { "death" },
        n: 10,
        missing: 2,
        n_events: 2,
        n_competing: 1,
        steps: vec![
            step(0.0, start, None),
            step(1.5, change(0.1), Some((change(0.02), change(0.3)))),
            step(4.0, change(0.25), Some((change(0.1), change(0.5)))),
            step(6.2, change(0.25), Some((change(0.1), change(0.5)))),
        ],
        censored: vec![2.0, 6.2],
        at_risk: vec![(0.0, 10), (2.0, 8), (4.0, 6), (6.0, 1)],
        read_at: Vec::new(),
        ci_level: 0.95,
        method: "kaplan_meier_log_log",
    }
}

fn subgroup(group: &str, label: &str, n: usize, value: Option<f64>, p: Option<f64>) -> Subgroup {
    let ci = value.map(|value| (value / 1.5, value * 1.5));
    let estimate = Estimate { n, value, ci, ci_level: ci.map(|_| 0.95), ..Estimate::default() };
    Subgroup { group: group.into(), label: label.into(), estimate, p_interaction: p, p_adjusted: p }
}

/// 33 members with curves, subgroups and a comparison.
fn whole() -> Case {
    let mut case = Case::size(33);
    let results = &mut case.results;
    for (prefix, population) in [("", "cohort"), ("structural.", "structural")] {
        let incidence = CurveKind::CumulativeIncidence;
        let (survival, treatment) =
            (format!("{prefix}time.overall_survival"), format!("{prefix}time.additional_treatment"));
        results.curves.push(curve(&survival, "Overall survival", population, CurveKind::Survival));
        results.curves.push(curve(&treatment, "Additional treatment", population, incidence));
    }
    results.subgroups = vec![
        subgroup("", "all pairs", 27, Some(0.6), None),
        subgroup("Sex", "female", 26, Some(0.66), Some(0.0042)),
        subgroup("Sex", "male", 1, None, None),
    ];
    results.balances = vec![Balance {
        id: "pairs".into(),
        groups: [("with a pair".into(), 27), ("without".into(), 6)],
        differences: vec![
            Difference { label: "Age at index".into(), detail: "completed years".into(), value: Some(-0.3) },
            Difference { label: "Histology (ICD-O-3)".into(), detail: "8260/3".into(), value: None },
        ],
    }];
    case
}

#[test]
fn the_flow_adds_up_from_candidates_to_pairs() {
    // 33 members and 4 excluded: 3 at the first criterion, 1 at the third. Every third member is of one
    // stratum; of members 5, 8, 16, 19, 27, 30 the pair is left out (n % 11 is 5 or 8): of the structural
    // (n % 3 is 0) 27 and 30, of which 27 has no value after and 30 positive antibodies.
    let flow = plate(&drawn(&whole()), "flow");
    let wanted = [
        "Persons with a patient record n = 37",
        "Excluded (n = 3) no differentiated thyroid carcinoma",
        "Cohort: incomplete response n = 33",
        "Structural (n = 11) Pairs of stimulated Tg analysed: 9 Not analysed: 2",
        "no value after: 1",
        "TgAb-positive value: 1",
    ];
    for scene in [&flow.one_column, &flow.two_columns] {
        let says = says(scene);
        for text in wanted {
            assert!(says.contains(text), "{text} not in: {says}");
        }
    }
    assert!(
        flow.caption
            .plain()
            .contains("Of 37 persons with a patient record 33 are in the cohort and 4 are not")
    );
}

#[test]
fn curves_name_their_population_and_event() {
    let plates = drawn(&whole());
    let survival = plate(&plates, "survival");
    shows(
        &survival,
        &["Overall survival, %", "All patients (n = 10, 2 events)", "Structural (n = 10, 2 events)"],
    );
    let caption = survival.caption.plain();
    assert!(caption.contains("Kaplan-Meier") && caption.contains("95 %"), "{caption}");
    assert!(caption.contains("All patients: n = 10, 2 with the event, 2 without a known time"), "{caption}");
    let incidence = plate(&plates, "additional_treatment");
    shows(&incidence, &["Cumulative incidence of additional treatment, %", "Number at risk"]);
    let caption = incidence.caption.plain();
    assert!(
        caption.contains("Aalen-Johansen") && caption.contains("1 with the competing event (death)"),
        "{caption}"
    );
    assert!(plates.iter().all(|plate| plate.id != "disease"));
}

#[test]
fn subgroups_have_numbers_and_reasons() {
    let forest = plate(&drawn(&whole()), "forest");
    shows(&forest, &["All pairs", "0.60 (0.40 to 0.90)", "0.66 (0.44 to 0.99)", "0.004", "too few pairs"]);
    assert!(forest.caption.plain().contains("n = 27 pairs"));
}

#[test]
fn the_balance_names_both_groups_and_says_what_is_not_defined() {
    let balance = plate(&drawn(&whole()), "balance");
    shows(&balance, &["Without (n = 6) minus with a pair (n = 27)", "not defined", "papillary (8260/3)"]);
}

#[test]
fn plates_are_left_out_where_there_is_nothing_to_show() {
    for n in [0, 1, 3] {
        let plates = drawn(&Case::size(n));
        assert!(plates.iter().any(|plate| plate.id == "flow"), "{n}");
        let of_figures = ["survival", "additional_treatment", "disease", "forest", "balance"];
        assert!(plates.iter().all(|plate| !of_figures.contains(&plate.id)), "{n}");
    }
    let mut case = whole();
    case.results.attrition.clear();
    case.results.curves.iter_mut().for_each(|curve| curve.n = 0);
    case.results.subgroups.iter_mut().for_each(|subgroup| subgroup.estimate.value = None);
    case.results.balances[0].differences[0].value = None;
    let ids: Vec<&str> = drawn(&case).iter().map(|plate| plate.id).collect();
    let ours = ["flow", "survival", "additional_treatment", "forest", "balance"];
    assert!(ours.iter().all(|id| !ids.contains(id)), "{ids:?}");
}

#[test]
fn captions_are_sentences() {
    for plate in drawn(&whole()) {
        let caption = plate.caption.plain();
        assert!(caption.ends_with('.') && caption.matches(". ").count() >= 1, "{caption}");
        for bad in ["  ", "NaN", "—", "{", "n = 0)"] {
            assert!(!caption.contains(bad), "{}: {caption}", plate.id);
        }
    }
}
