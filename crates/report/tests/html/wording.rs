//! What the page says and never says.

use super::fixture::Case;

fn page() -> String {
    let page = Case::size(60).render();
    let from = page.find("<body>").expect("a body");
    let to = page.find("<script>").expect("a script");
    page[from..to].to_lowercase()
}

#[test]
fn no_absence_of_change_and_no_cause_is_claimed() {
    let page = page();
    for claim in [
        "no change",
        "unchanged",
        "not significant",
        "no significant",
        "non-significant",
        "nonsignificant",
        "n.s.",
        ">ns<",
        "no effect",
        "ineffective",
        "led to",
        "resulted in",
        "caused by",
        "improved",
        "worsened",
        "thanks to",
        "benefit",
        "responders",
    ] {
        assert!(!page.contains(claim), "{claim}");
    }
}

#[test]
fn spread_is_in_brackets_and_p_is_exact() {
    let page = page();
    assert!(!page.contains('±') && !page.contains("+/-") && !page.contains("p &lt; 0.05"));
    assert!(page.contains("mean (sd)") && page.contains("median (iqr)"));
}

#[test]
fn the_cautions_are_all_there() {
    let page = page();
    for said in [
        "no control group",
        "cannot identify what the second course did",
        "regression to the mean",
        "number of pairs",
        "values at a limit",
        "antibodies (tgab)",
        "assays and preparation",
        "intercurrent treatment",
        "does not show that nothing changed",
        "no p is adjusted",
        "synthetic data.",
        "31 sums were recomputed from the rows of the patients; all hold",
    ] {
        assert!(page.contains(said), "{said}");
    }
}

#[test]
fn a_per_cent_stands_with_its_numbers() {
    let page = page();
    // Every "(12.3 %)" follows a numerator and a denominator.
    let mut n = 0;
    for (at, _) in page.match_indices(" %)") {
        let open = page[..at].rfind('(').expect("an opening bracket");
        if page[open + 1..at].parse::<f64>().is_ok() {
            let before = page[..open].trim_end().rsplit([' ', '>']).next().unwrap_or_default();
            assert!(before.contains('/'), "{:?}", &page[open.saturating_sub(40)..at + 3]);
            n += 1;
        }
    }
    assert!(n > 150, "{n}");
}
