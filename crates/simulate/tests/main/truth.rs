//! What the truth file says is what the scenario asked for and what the sheets hold.

use std::collections::HashMap;

use crate::common::{Table, hospital, written};
use simulate::{Mess, Plan, Role, Scenario, Truth};
use timeline::Day;

/// Whether `count` of `n` agrees with `share`, by four standard deviations.
fn agrees(count: usize, n: usize, share: f64) -> bool {
    let (n, expected) = (n as f64, n as f64 * share);
    (count as f64 - expected).abs() <= 4.0 * (n * share * (1.0 - share)).sqrt() + 1.0
}

fn day(text: &str) -> Day {
    Day::parse_iso(text.as_bytes()).expect("a day")
}

/// Truth rows of one role, as numbers of a column.
fn numbers(truth: &Table, role: &str, column: &str) -> Vec<f64> {
    let (role_at, at) = (truth.at("role"), truth.at(column));
    truth
        .rows
        .iter()
        .filter(|row| row[role_at] == role)
        .map(|row| row[at].parse().expect("a number"))
        .collect()
}

fn mean(values: &[f64]) -> f64 {
    values.iter().sum::<f64>() / values.len() as f64
}

#[test]
fn columns_and_persons_are_complete() {
    let hospital = hospital(1_000, 1, Mess::Realistic);
    let truth = hospital.truth();
    assert_eq!(truth.header, Truth::COLUMNS);
    let ids: Vec<&str> = truth.column("person_id").collect();
    assert_eq!((ids.len(), ids[0], ids[999]), (1_000, "P0000001", "P0001000"));
    for role in Role::ALL {
        let n = truth.column("role").filter(|word| *word == role.word()).count();
        assert_eq!(n as u64, hospital.summary.persons(*role), "{role:?}");
    }
}

#[test]
fn proportions_are_the_scenarios() {
    let n = 12_000;
    let truth = hospital(n, 3, Mess::None).truth();
    let scenario = Scenario::default();
    let shares = &scenario.shares;
    for (role, share) in [
        ("structural", shares.structural),
        ("biochemical", shares.biochemical),
        ("reoperated", shares.reoperated),
        ("one_course", shares.one_course),
        ("never_treated", shares.never_treated),
        ("other_histology", shares.other_histology),
        ("metastatic", shares.metastatic),
    ] {
        let count = truth.column("role").filter(|word| *word == role).count();
        assert!(agrees(count, n, share), "{role}: {count} for {share}");
    }
    let lost = truth.column("lost_to_follow_up").filter(|word| *word == "yes").count();
    assert!(agrees(lost, n, scenario.gaps.lost), "{lost}");
    let antibodies = truth.column("antibodies").filter(|word| *word != "none").count();
    assert!(agrees(antibodies, n, scenario.antibodies.positive), "{antibodies}");
    let role_at = truth.at("role");
    let structural: Vec<_> = truth.rows.iter().filter(|row| row[role_at] == "structural").collect();
    let grown = structural.iter().filter(|row| row[truth.at("lesion_fate")] == "progression").count();
    assert!(agrees(grown, structural.len(), scenario.structural.progression), "{grown}");
}

#[test]
fn the_true_effect_is_the_scenarios() {
    let truth = hospital(12_000, 4, Mess::None).truth();
    let scenario = Scenario::default();
    for (role, stratum) in [
        ("structural", &scenario.structural),
        ("biochemical", &scenario.biochemical),
        ("reoperated", &scenario.reoperated),
    ] {
        let effects = numbers(&truth, role, "effect_log_tg");
        let spread = stratum.effect_log_sd.hypot(0.5 * stratum.avid_ratio.ln());
        let error = 4.0 * spread / (effects.len() as f64).sqrt();
        let expected = stratum.effect_ratio.ln();
        assert!((mean(&effects) - expected).abs() < error, "{role}: {} for {expected}", mean(&effects));
    }
}

/// With nothing else acting, true values before and after differ by the effect, and the measured
/// stimulated values are the true ones as far as the printed digits go.
#[test]
fn an_effect_alone_is_all_that_is_seen() {
    let mut plan = Plan { mess: Mess::None, scenario: Scenario::effect_only(), ..Plan::new(3_000, 5) };
    plan.scenario.biochemical.effect_ratio = 0.6;
    plan.scenario.biochemical.additional = 0.0;
    let hospital = written(&plan);
    let truth = hospital.truth();
    let (effects, before, after) = (
        numbers(&truth, "biochemical", "effect_log_tg"),
        numbers(&truth, "biochemical", "tg_before"),
        numbers(&truth, "biochemical", "tg_after"),
    );
    for ((effect, before), after) in effects.iter().zip(&before).zip(&after) {
        assert!(((after / before).ln() - effect).abs() < 1e-3, "{before} {after} {effect}");
        assert!(*before >= 10.0);
    }
    let rows: HashMap<&str, &Vec<String>> = truth.rows.iter().map(|row| (row[0].as_str(), row)).collect();
    let lab = hospital.sheet("lab");
    let mut n_compared = 0;
    for row in &lab.rows {
        let truth_row = rows[row[0].as_str()];
        let known = truth_row[truth.at("role")] == "biochemical" && row[2] == "tg" && row[4] == "ng/mL";
        if known && row[1] == truth_row[truth.at("rai2_date")] {
            let (Ok(measured), Ok(expected)) =
                (row[3].parse::<f64>(), truth_row[truth.at("tg_before")].parse::<f64>())
            else {
                continue;
            };
            assert!((measured / expected - 1.0).abs() < 0.01, "{measured} for {expected}");
            n_compared += 1;
        }
    }
    assert!(n_compared > 30, "{n_compared}");
}

#[test]
fn the_sheets_hold_the_courses_of_the_truth() {
    let hospital = hospital(1_500, 6, Mess::None);
    let (truth, doses) = (hospital.truth(), hospital.sheet("radioiodine"));
    let mut days: HashMap<&str, Vec<&str>> = HashMap::new();
    for row in doses.rows.iter().filter(|row| row[doses.at("intent")] != "diagnostic") {
        days.entry(row[0].as_str()).or_default().push(row[1].as_str());
    }
    let (first_at, second_at, role_at) = (truth.at("rai1_date"), truth.at("rai2_date"), truth.at("role"));
    for row in &truth.rows {
        let mine = days.get(row[0].as_str()).map_or(&[][..], Vec::as_slice);
        for at in [first_at, second_at] {
            assert!(row[at].is_empty() || mine.contains(&row[at].as_str()), "{} {}", row[0], row[at]);
        }
        let role = Role::from_word(&row[role_at]).expect("a role");
        let in_period = !row[second_at].is_empty() && (1995..=2015).contains(&day(&row[second_at]).ymd().0);
        match role.exclusion() {
            Some("two_courses") => assert!(row[second_at].is_empty()),
            Some("index_in_period") => assert!(!row[second_at].is_empty() && !in_period),
            None => assert!(in_period && day(&row[second_at]) - day(&row[first_at]) >= 90),
            _ => {}
        }
    }
}

#[test]
fn the_reoperated_were_operated_on_between_the_courses() {
    let hospital = hospital(1_500, 7, Mess::None);
    let (truth, surgery) = (hospital.truth(), hospital.sheet("surgery"));
    let neck = ["neck_dissection", "node_excision", "soft_tissue_excision"];
    let (first_at, second_at) = (truth.at("rai1_date"), truth.at("rai2_date"));
    for row in truth.rows.iter().filter(|row| !row[second_at].is_empty()) {
        let reoperations = surgery.rows.iter().filter(|operation| {
            operation[0] == row[0]
                && neck.contains(&operation[surgery.at("type")].as_str())
                && operation[surgery.at("intent")] != "diagnostic"
                && operation[1] > row[first_at]
                && operation[1] < row[second_at]
        });
        assert_eq!(reoperations.count() > 0, row[truth.at("role")] == "reoperated", "{}", row[0]);
    }
}

#[test]
fn the_lost_have_no_values_after_the_first_year() {
    let hospital = hospital(1_500, 9, Mess::None);
    let (truth, lab) = (hospital.truth(), hospital.sheet("lab"));
    let (second_at, lost_at) = (truth.at("rai2_date"), truth.at("lost_to_follow_up"));
    let lost: HashMap<&str, Day> = truth
        .rows
        .iter()
        .filter(|row| row[lost_at] == "yes" && !row[second_at].is_empty())
        .map(|row| (row[0].as_str(), day(&row[second_at])))
        .collect();
    assert!(!lost.is_empty());
    for row in &lab.rows {
        if let Some(index) = lost.get(row[0].as_str()) {
            assert!(day(&row[1]) - *index < 365, "{} {}", row[0], row[1]);
        }
    }
}
