//! The acceptance hospital: 900 synthetic persons, made so that the published figures come out. Its
//! expected outputs were made by an implementation of the contract that is independent of this program.

use super::compare::{assert_equals, folder, run};

#[test]
fn the_acceptance_hospital_gives_what_it_must() {
    assert_equals(&run(&folder("acceptance/sheets")), &folder("acceptance/expected"));
}

/// Contract section 9, at the precision that was printed.
#[test]
fn the_published_figures_are_reached() {
    let study = run(&folder("acceptance/sheets"));
    let results = &study.results;
    let counts = [
        ("cohort.female", 103, 164),
        ("stratum.not_reoperated", 114, 164),
        ("stratum.structural", 53, 114),
        ("stratum.biochemical", 61, 114),
        ("stratum.reoperated", 50, 164),
        ("structural.imaging.evaluable", 41, 53),
        ("structural.imaging.progression", 10, 41),
        ("structural.imaging.resolution_or_shrinkage", 5, 41),
        ("structural.imaging.stable", 26, 41),
        ("reoperated.imaging.findings_1_2y", 21, 50),
        ("outcome.additional_treatment", 63, 164),
        ("outcome.ned", 56, 164),
    ];
    for (id, numerator, denominator) in counts {
        let found = results.estimate(id).expect(id);
        assert_eq!((found.numerator, found.denominator), (Some(numerator), Some(denominator)), "{id}");
    }
    let means = [
        ("cohort.age", 46.6, 17.0),
        ("structural.sttg.before", 93.7, 108.0),
        ("structural.sttg.after", 102.2, 124.0),
        ("biochemical.sttg.before", 41.9, 56.0),
        ("biochemical.sttg.after", 24.6, 54.0),
    ];
    for (id, mean, sd) in means {
        let found = results.estimate(id).expect(id);
        assert!((found.value.expect(id) - mean).abs() <= 0.05, "{id}: mean");
        assert!((found.sd.expect(id) - sd).abs() <= 0.5, "{id}: SD");
    }
    let p = |id: &str| results.estimate(id).and_then(|estimate| estimate.p_value).expect(id);
    assert!(p("structural.sttg.change") > 0.05 && p("reoperated.sttg.change") > 0.05);
    assert!((p("biochemical.sttg.change") - 0.003).abs() < 0.0005);
}
