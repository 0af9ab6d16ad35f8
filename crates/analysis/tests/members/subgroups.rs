//! The forest on a handful of pairs, computed by hand.

use analysis::{MemberRow, Particulars, Subgroup, subgroups};
use protocol::Protocol;

use crate::fixture::{member, value, with_pair};

fn forest(members: &[MemberRow]) -> Vec<Subgroup> {
    subgroups(members, &Protocol::builtin())
}

fn line<'a>(forest: &'a [Subgroup], group: &str, label: &str) -> &'a Subgroup {
    forest.iter().find(|line| line.group == group && line.label == label).expect("the line is there")
}

fn close(found: Option<f64>, expected: f64) {
    let found = found.expect("a value");
    assert!((found - expected).abs() < 1e-12, "{found} is not {expected}");
}

/// Women fall to a half and a quarter, men rise to the double and the fourfold.
fn four() -> Vec<MemberRow> {
    let man = |member: MemberRow| MemberRow { sex: "M", ..member };
    vec![with_pair(8.0, 4.0), with_pair(8.0, 2.0), man(with_pair(8.0, 16.0)), man(with_pair(8.0, 32.0))]
}

#[test]
fn ratios_and_interaction_by_hand() {
    let forest = forest(&four());
    assert_eq!((forest[0].group.as_str(), forest[0].estimate.n), ("", 4));
    close(forest[0].estimate.value, 1.0);
    close(line(&forest, "Sex", "female").estimate.value, 2f64.powf(-1.5));
    close(line(&forest, "Sex", "male").estimate.value, 2f64.powf(1.5));
    // Log2 ratios -1 -2 and 1 2: between 9 on 1, within 1 on 2, F = 18 = t² with t² = 18 on 2 degrees of
    // freedom: p = 1 - t/sqrt(2 + t²).
    close(line(&forest, "Sex", "female").p_interaction, 1.0 - (18.0f64 / 20.0).sqrt());
    assert_eq!(line(&forest, "Sex", "male").p_interaction, None);
    // Geometric mean 2^-1.5; t = 12.706 on 1 degree of freedom, error of the mean of log2 is 1/2.
    let (low, high) = line(&forest, "Sex", "female").estimate.ci.expect("limits");
    let t = 12.706_204_736_432_095;
    assert!((low.log2() - (-1.5 - 0.5 * t)).abs() < 1e-9 && (high.log2() - (-1.5 + 0.5 * t)).abs() < 1e-9);
}

#[test]
fn holm_counts_the_characteristics_that_were_tested() {
    let members: Vec<MemberRow> = four()
        .into_iter()
        .enumerate()
        .map(|(n, member)| MemberRow { age_at_index: Some([40, 54, 40, 54][n]), ..member })
        .collect();
    let forest = forest(&members);
    // Sex 0.0513 and age (log2 -1 1 against -2 2, F = 0): two tests, so that the smaller p doubles.
    let adjusted = line(&forest, "Sex", "female").p_adjusted.expect("it was tested");
    assert!((adjusted - 0.103).abs() < 5e-4, "{adjusted}");
    close(line(&forest, "Age at index", "under 45 years").p_interaction, 1.0);
}

#[test]
fn a_category_of_one_pair_has_no_estimate() {
    let man = MemberRow { sex: "M", ..with_pair(8.0, 16.0) };
    let forest = forest(&[with_pair(8.0, 4.0), with_pair(8.0, 2.0), man]);
    let male = &line(&forest, "Sex", "male").estimate;
    assert_eq!((male.n, male.value, male.ci, male.p_value), (1, None, None, None));
    assert_eq!(male.cautions, ["fewer than two pairs: no estimate"]);
    assert_eq!(line(&forest, "Sex", "female").p_interaction, None);
}

#[test]
fn the_lines_of_a_characteristic_add_up() {
    let unknown = MemberRow { sex: "U", ..with_pair(5.0, 4.0) };
    let zero = with_pair(5.0, 0.0);
    let members = [with_pair(8.0, 4.0), with_pair(8.0, 2.0), unknown, zero, member()];
    let forest = forest(&members);
    for group in ["Stratum", "Sex", "Age at index", "Histology"] {
        let lines = forest.iter().filter(|line| line.group == group);
        let counts = lines.map(|line| line.estimate.n + line.estimate.missing);
        assert_eq!(counts.sum::<usize>(), members.len(), "{group}");
    }
    // The pair with a 0 has no logarithm.
    assert_eq!((forest[0].estimate.n, forest[0].estimate.missing), (3, 2));
}

#[test]
fn bounds_belong_to_the_upper_category() {
    let of = |change: &dyn Fn(&mut MemberRow)| {
        let mut member = with_pair(8.0, 4.0);
        change(&mut member);
        member
    };
    let label = |member: MemberRow, group: &str| {
        let found = forest(&[member]);
        let line = found.iter().find(|line| line.group == group).expect("one line");
        line.label.clone()
    };
    let age = |years| label(of(&|member| member.age_at_index = Some(years)), "Age at index");
    assert_eq!(
        [age(44), age(45), age(54), age(55)].join("; "),
        "under 45 years; 45 to 54 years; 45 to 54 years; 55 years or more"
    );
    let activity = |mci| label(of(&|member| member.rai2_mci = Some(mci)), "Activity of the second course");
    assert_eq!(
        [activity(99.9), activity(100.0), activity(150.0)].join("; "),
        "under 100 mCi; 100 to under 150 mCi; 150 mCi or more"
    );
    let interval = |days| label(of(&|member| member.interval_days = days), "From first to second course");
    assert_eq!(
        [interval(364), interval(365), interval(730)].join("; "),
        "under 1 year; 1 to under 2 years; 2 years or more"
    );
    let scan = |word| {
        let particulars = Particulars { scan: word, ..Particulars::default() };
        label(
            of(&|member| member.particulars = particulars.clone()),
            "Uptake outside the bed after the second course",
        )
    };
    assert_eq!(
        [scan("neck_nodal"), scan("bed_only"), scan("indeterminate"), scan("")].join("; "),
        "yes; no; not recorded; not recorded"
    );
    let code = |code: &str| label(of(&|member| member.histology = code.into()), "Histology");
    assert_eq!(
        [code("8341/3"), code("8339/3"), code("8290/3"), code("8337/3"), code("x")].join("; "),
        "papillary; follicular; oncocytic; poorly differentiated; not recorded"
    );
}

#[test]
fn censored_values_are_counted() {
    let censored = MemberRow { after: Some(value(0.2, "left")), ..with_pair(8.0, 0.2) };
    assert_eq!(forest(&[censored, with_pair(8.0, 4.0)])[0].estimate.censored, Some(1));
}
