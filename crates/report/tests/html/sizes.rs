//! Cohorts of any size, strata without anybody, values at a limit and at zero.

use std::time::{Duration, Instant};

use analysis::{MemberRow, PairExclusion, Stratum};

use super::fixture::{Case, member, value};
use super::markup::{balanced, linked};

fn sound(page: &str) {
    balanced(page);
    linked(page);
    let shown = page.split("<script>").next().expect("a page");
    for broken in ["NaN", ">inf", " inf ", "Infinity", "does not hold"] {
        assert!(!shown.contains(broken), "{broken}");
    }
    assert!(page.ends_with("</html>\n"));
}

#[test]
fn the_same_document_gives_the_same_bytes() {
    assert_eq!(Case::size(50).render(), Case::size(50).render());
}

#[test]
fn nobody_one_and_three() {
    for n in [0, 1, 2, 3] {
        sound(&Case::size(n).render());
    }
    assert!(Case::size(0).render().contains("no pairs"));
}

#[test]
fn a_stratum_without_pairs_and_one_without_patients() {
    let members: Vec<MemberRow> = (0..30)
        .map(member)
        .filter(|member| member.stratum != Stratum::Reoperated)
        .map(|mut member| {
            if member.stratum == Stratum::Structural {
                member.after = None;
                member.pair_exclusion = Some(PairExclusion::MissingAfter);
            }
            member
        })
        .collect();
    let page = Case::of(members).render();
    sound(&page);
    assert_eq!(page.matches("class=\"tick\">no pairs<").count(), 2);
}

#[test]
fn every_value_below_a_limit() {
    let members: Vec<MemberRow> = (0..30)
        .map(|n| MemberRow {
            before: Some(value(0.2, "left", -1)),
            after: Some(value(0.2, "left", 500)),
            pair_exclusion: None,
            ..member(n)
        })
        .collect();
    let page = Case::of(members).render();
    sound(&page);
    assert!(page.contains("60/60 (100.0 %) are known only as below a limit"));
    assert!(page.contains("after below a limit: <a"));
}

#[test]
fn zeros_have_a_line_of_their_own() {
    let with = |after: f64| {
        let members = (0..30).map(|n| MemberRow {
            before: Some(value(5.0, "no", -1)),
            after: Some(value(after, "right", 500)),
            pair_exclusion: None,
            ..member(n)
        });
        let page = Case::of(members.collect()).render();
        sound(&page);
        page
    };
    assert!(with(0.0).contains("A value of 0 has no place on it"));
    assert!(with(1e12).contains("No value of 0 is among the pairs"));
}

#[test]
fn a_sum_that_fails_is_said() {
    let mut case = Case::size(12);
    case.results.attrition[0].n_remaining += 1;
    let page = case.render();
    assert!(page.contains("✗ does not hold: Cohort and excluded are all candidates"));
    assert!(page.contains("fail: do not use this report"));
}

#[test]
fn twenty_thousand_members() {
    let mut case = Case::size(20_000);
    case.pages.clear();
    let row = case.review[0].clone();
    case.review = (0..60_000).map(|line| report::ReviewRow { line, ..row.clone() }).collect();
    let start = Instant::now();
    let page = case.render();
    let took = start.elapsed();
    println!("{} bytes in {took:?}", page.len());
    sound(&page);
    assert!(page.len() < 15_000_000, "{} bytes", page.len());
    assert!(took < Duration::from_secs(20), "{took:?}: generous, for a debug build on a busy machine");
    for said in [
        "Shown are the first 1000 of 20,000 patients.",
        " more</p>",
        "The first 200 of 60,000; review.csv has all",
        "retreat explain",
        "Strata with more than 300 pairs are drawn faintly",
    ] {
        assert!(page.contains(said), "{said}");
    }
    assert!(!page.contains("class=\"pair ") && page.matches("class=\"crowd ").count() <= 3 * 3 * 24);
}
