//! Who is compared with whom.

use analysis::{Balance, MemberRow, Stratum, balances};

use crate::fixture::{member, with_pair};

fn value(balance: &Balance, label: &str, detail: &str) -> Option<f64> {
    let mut found = balance.differences.iter().filter(|one| one.label == label && one.detail == detail);
    found.next().expect("the characteristic is compared").value
}

#[test]
fn members_with_and_without_a_pair() {
    let aged =
        |age: i32, sex: &'static str, member: MemberRow| MemberRow { age_at_index: Some(age), sex, ..member };
    let members = [
        aged(40, "F", with_pair(8.0, 4.0)),
        aged(44, "M", with_pair(8.0, 4.0)),
        aged(50, "M", member()),
        aged(54, "M", member()),
        aged(52, "U", member()),
    ];
    let found = balances(&members);
    let pairs = &found[0];
    assert_eq!((pairs.id.as_str(), pairs.groups[0].1, pairs.groups[1].1), ("pairs", 2, 3));
    // 42 with variance 8 and 52 with variance 4: 10 over the root of 6.
    let age = value(pairs, "Age at index", "completed years").expect("defined");
    assert!((age - 10.0 / 6f64.sqrt()).abs() < 1e-12, "{age}");
    // Female 1/2 and 0/2 of those known: -1/2 over the root of 1/8.
    let sex = value(pairs, "Sex", "female").expect("defined");
    assert!((sex + 2f64.sqrt()).abs() < 1e-12, "{sex}");
    assert_eq!(pairs.differences.iter().filter(|one| one.label == "Sex").count(), 1);
    assert!(pairs.differences.iter().all(|one| !one.label.starts_with("Follow-up")));
}

#[test]
fn strata_are_compared_second_minus_first() {
    let of = |stratum: Stratum, age: i32| MemberRow { stratum, age_at_index: Some(age), ..member() };
    let members = [
        of(Stratum::Structural, 60),
        of(Stratum::Structural, 62),
        of(Stratum::Biochemical, 40),
        of(Stratum::Biochemical, 42),
        of(Stratum::Reoperated, 50),
    ];
    let found = balances(&members);
    let ids: Vec<&str> = found.iter().map(|balance| balance.id.as_str()).collect();
    assert_eq!(ids, ["pairs", "structural_biochemical", "reoperation"]);
    let age = value(&found[1], "Age at index", "completed years").expect("defined");
    assert!((age + 20.0 / 2f64.sqrt()).abs() < 1e-12, "{age}");
    assert_eq!(found[2].groups, [("not reoperated".to_string(), 4), ("reoperated".to_string(), 1)]);
    assert_eq!(value(&found[2], "Age at index", "completed years"), None);
}
