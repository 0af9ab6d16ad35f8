//! The acceptance hospital's members against R (`tests/oracle/analysis`), at 1e-9 relative.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::sync::LazyLock;

use analysis::{
    AdditionalKind, Afterwards, Balance, Curve, FinalStatus, LaterTreatment, MarkerValue, MemberRow,
    PairExclusion, Particulars, Response, Stratum, Subgroup, balances, curves, further, subgroups, table_one,
};
use protocol::Protocol;

use crate::fixture::member;

/// One answer of R; `NaN` where it has none.
struct Answer {
    kind: String,
    id: String,
    x: f64,
    value: f64,
    low: f64,
    high: f64,
}

static MEMBERS: LazyLock<Vec<MemberRow>> = LazyLock::new(|| rows("members.csv").iter().map(row).collect());
static ANSWERS: LazyLock<Vec<Answer>> = LazyLock::new(|| {
    let number = |text: &String| text.parse().unwrap_or(f64::NAN);
    let answer = |row: &BTreeMap<String, String>| Answer {
        kind: row["kind"].clone(),
        id: row["id"].clone(),
        x: number(&row["x"]),
        value: number(&row["value"]),
        low: number(&row["low"]),
        high: number(&row["high"]),
    };
    rows("answers.csv").iter().map(answer).collect()
});

/// The rows of a file by column; a quoted cell may hold a comma.
fn rows(name: &str) -> Vec<BTreeMap<String, String>> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/oracle/analysis").join(name);
    let text = fs::read_to_string(path).expect("the oracle is stored");
    let mut lines = text.lines().map(cells);
    let header = lines.next().expect("a header");
    lines.map(|cells| header.iter().cloned().zip(cells).collect()).collect()
}

fn cells(line: &str) -> Vec<String> {
    let mut cells = vec![String::new()];
    let mut quoted = false;
    for letter in line.chars() {
        match letter {
            '"' => quoted = !quoted,
            ',' if !quoted => cells.push(String::new()),
            letter => cells.last_mut().expect("never empty").push(letter),
        }
    }
    cells
}

fn row(cells: &BTreeMap<String, String>) -> MemberRow {
    let text = |name: &str| cells[name].as_str();
    let days = |name: &str| text(name).parse::<i32>().ok();
    let number = |name: &str| text(name).parse::<f64>().ok();
    let word = |name: &str| -> &'static str { text(name).to_owned().leak() };
    let value = |name: &str| {
        number(name).map(|number| MarkerValue {
            number,
            date: String::new(),
            offset: 0,
            censored: word(&format!("{name}_censored")),
            antibody_positive: false,
        })
    };
    let treatments: Vec<LaterTreatment> = (text("treatments").split(';'))
        .filter_map(|one| one.split_once('@'))
        .map(|(kind, days)| LaterTreatment {
            days: days.parse().expect("days"),
            kind: AdditionalKind::from_word(kind).expect("a kind"),
        })
        .collect();
    MemberRow {
        stratum: Stratum::from_word(text("stratum")).expect("a stratum"),
        index_date: text("index_date").into(),
        age_at_index: days("age"),
        sex: word("sex"),
        rai1_mci: number("rai1_mci"),
        rai2_mci: number("rai2_mci"),
        before: value("before"),
        after: value("after"),
        pair_exclusion: (text("in_pairs") != "yes").then_some(PairExclusion::MissingBoth),
        response_before: Response::from_word(text("response_before")).expect("a response"),
        response_1_2y: Response::from_word(text("response_1_2y")).expect("a response"),
        response_last: Response::from_word(text("response_last")).expect("a response"),
        final_status: FinalStatus::from_word(text("status")).expect("a status"),
        follow_up_days: days("follow_up_days"),
        interval_days: days("interval_days").expect("days"),
        histology: text("histology").into(),
        stage_7: text("stage_7").into(),
        stage_8: text("stage_8").into(),
        risk: word("risk"),
        cumulative_mci: number("cumulative_mci"),
        particulars: Particulars {
            age_at_diagnosis: days("age_at_diagnosis"),
            days_since_diagnosis: days("days_since_diagnosis"),
            t: word("t"),
            n: word("n"),
            preparation: word("preparation"),
            scan: word("scan"),
            same_assay: text("same_assay").parse().ok(),
            same_preparation: text("same_preparation").parse().ok(),
        },
        afterwards: Afterwards {
            treatments,
            death: days("death").map(|days| (days, word("cause"))),
            last_contact: days("last_contact"),
            first_distant: days("first_distant"),
        },
        ..member()
    }
}

fn near(found: Option<f64>, expected: f64, what: &str) {
    match found {
        None => assert!(expected.is_nan(), "{what}: none, R says {expected}"),
        Some(found) if expected.is_nan() => panic!("{what}: {found}, R says none"),
        Some(found) => assert!(
            (found - expected).abs() <= 1e-9 * expected.abs().max(1e-9),
            "{what}: {found}, R says {expected}"
        ),
    }
}

fn answers(kind: &str) -> Vec<&'static Answer> {
    let found: Vec<&Answer> = ANSWERS.iter().filter(|answer| answer.kind == kind).collect();
    assert!(!found.is_empty(), "R answers about {kind}");
    found
}

#[test]
fn curves_step_by_step() {
    let drawn = curves(&MEMBERS, &Protocol::builtin());
    let answered = answers("curve");
    for curve in &drawn {
        let curve: &Curve = curve;
        let expected: Vec<&&Answer> = answered.iter().filter(|answer| answer.id == curve.id).collect();
        let steps = &curve.steps[1..];
        // The last step repeats the one before unless the last thing seen was an event.
        assert!((expected.len()..=expected.len() + 1).contains(&steps.len()), "{}", curve.id);
        for (step, answer) in steps.iter().zip(expected) {
            near(Some(step.years), answer.x, &curve.id);
            near(Some(step.value), answer.value, &curve.id);
            near(step.ci.map(|ci| ci.0), answer.low, &curve.id);
            near(step.ci.map(|ci| ci.1), answer.high, &curve.id);
        }
    }
    let drawn_ids = |id: &str| drawn.iter().any(|curve| curve.id == id);
    assert!(answered.iter().all(|answer| drawn_ids(&answer.id)));
}

#[test]
fn median_follow_up() {
    let list = further(&MEMBERS, &[], &Protocol::builtin());
    for answer in answers("follow_up") {
        let found = list.iter().find(|estimate| estimate.id == answer.id).expect("estimated");
        near(found.median, answer.value, &answer.id);
        near(found.ci.map(|ci| ci.0), answer.low, &answer.id);
        near(found.ci.map(|ci| ci.1), answer.high, &answer.id);
    }
}

#[test]
fn subgroups_and_interactions() {
    let forest = subgroups(&MEMBERS, &Protocol::builtin());
    let line = |id: &str| -> &Subgroup {
        forest.iter().find(|line| line.estimate.id == id).unwrap_or_else(|| panic!("{id} has a line"))
    };
    for answer in answers("subgroup").into_iter().filter(|answer| answer.x > 1.0) {
        let found = &line(&answer.id).estimate;
        assert_eq!(found.n as f64, answer.x, "{}", answer.id);
        near(found.value, answer.value, &answer.id);
        near(found.ci.map(|ci| ci.0), answer.low, &answer.id);
        near(found.ci.map(|ci| ci.1), answer.high, &answer.id);
    }
    for answer in answers("interaction") {
        let prefix = format!("subgroup.{}.", answer.id);
        let mut lines = forest.iter().filter(|line| line.estimate.id.starts_with(&prefix));
        near(lines.next().expect("a line").p_interaction, answer.value, &answer.id);
    }
}

#[test]
fn standardized_differences() {
    let table = table_one(&MEMBERS);
    for answer in answers("smd") {
        let row = table.rows.iter().find(|row| row.group == answer.id).expect("a row");
        near(row.smd, answer.value, &answer.id);
    }
    for balance in balances(&MEMBERS) {
        let balance: Balance = balance;
        for answer in answers(&format!("balance.{}", balance.id)) {
            let of_label = |one: &&analysis::Difference| one.label == answer.id;
            let found = balance.differences.iter().find(of_label).expect("compared");
            near(found.value, answer.value, &format!("{} {}", balance.id, answer.id));
        }
    }
}
