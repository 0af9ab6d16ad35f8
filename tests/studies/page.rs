//! `report.html`: complete, self-contained, inert, and sensible for small cohorts.

use std::collections::HashSet;

use report::{Document, PatientPage, html};
use retreat::evidence;
use retreat::study::Study;

use super::compare::{folder, run};
use super::sheets::{self, Sheets};

fn page(study: &Study) -> String {
    let pages: Vec<PatientPage> =
        study.outcomes.iter().map(|outcome| evidence::member_page(study, outcome)).collect();
    html::render(&Document {
        results: &study.results,
        protocol: &study.protocol,
        review: &study.review,
        quality: &[],
        concepts: &[],
        sources: &[],
        pages: &pages,
        tracks: &[],
        version: "0",
        synthetic: true,
    })
}

/// The acceptance hospital reduced to some persons.
fn only(keep: impl Fn(&str) -> bool) -> Sheets {
    let mut sheets = sheets::read(&folder("acceptance/sheets"));
    for (name, rows) in &mut sheets {
        if let Some(place) = sheets::column(rows, "person_id") {
            let header = rows[0].clone();
            rows.retain(|row| *row == header || row.get(place).is_some_and(|id| keep(id.trim())));
        } else {
            assert_eq!(name, "lesion", "every other sheet has person_id");
        }
    }
    let studies: Vec<String> = sheets["imaging"].iter().map(|row| row[0].clone()).collect();
    sheets.get_mut("lesion").expect("lesions").retain(|row| studies.contains(&row[0]));
    sheets
}

fn run_sheets(sheets: &Sheets) -> Study {
    let place = tempfile::tempdir().expect("a folder");
    sheets::write(sheets, place.path());
    run(place.path())
}

#[test]
fn every_estimate_and_every_patient_is_on_the_page() {
    let study = run(&folder("acceptance/sheets"));
    let page = page(&study);
    for estimate in &study.results.estimates {
        assert!(page.contains(&format!("id=\"e-{}\"", estimate.id)), "{}", estimate.id);
    }
    for (position, member) in study.results.members.iter().enumerate() {
        assert!(page.contains(&format!("<details id=\"p{position}\"")), "{}", member.person_id);
    }
    // Every link inside the page leads somewhere.
    let quoted = |start: &str| -> HashSet<&str> {
        page.split(start).skip(1).filter_map(|rest| rest.split('"').next()).collect()
    };
    let ids = quoted(" id=\"");
    for target in quoted("href=\"#") {
        assert!(ids.contains(target), "nothing has the id {target}");
    }
    for printed in ["103/164 (62.8 %)", "93.7 (107.7)", "p = 0.003", "10/41 (24.4 %)", "21/50 (42.0 %)"] {
        assert!(page.contains(printed), "{printed}");
    }
    assert!(!page.contains("does not hold"), "the page's own checks hold");
}

#[test]
fn the_page_asks_nothing_of_the_network() {
    // A hatch is addressed inside the page.
    let page = page(&run(&folder("acceptance/sheets"))).replace("url(#", "(");
    for outside in ["http:", "https:", "//cdn", "@import", "url(", "<link", "<img", "<iframe"] {
        assert!(!page.contains(outside), "{outside}");
    }
    assert!(page.contains("default-src 'none'"));
}

#[test]
fn the_wording_claims_no_absence_of_change() {
    let page = page(&run(&folder("acceptance/sheets"))).to_lowercase();
    for claim in
        ["no change", "not significant", "no significant", "n.s.", ">ns<", "ineffective", "no effect"]
    {
        assert!(!page.contains(claim), "{claim}");
    }
    assert!(page.contains("does not show that nothing changed"));
}

#[test]
fn recorded_text_is_inert() {
    let study = run(&folder("acceptance/sheets"));
    let members: Vec<String> =
        study.results.members.iter().take(3).map(|member| member.person_id.clone()).collect();
    let mut sheets = only(|id| members.iter().any(|member| member == id));
    let hostile = "<script>alert(1)</script><img src=x onerror=alert(2)>\"'&";
    for (name, column) in
        [("imaging", "report"), ("lab", "laboratory"), ("patient", "braf"), ("lab", "comment")]
    {
        let rows = sheets.get_mut(name).expect(name);
        let place = sheets::column(rows, column).unwrap_or_else(|| {
            rows[0].push(column.to_string());
            rows[0].len() - 1
        });
        for row in rows.iter_mut().skip(1) {
            row.resize(place.max(row.len() - 1) + 1, String::new());
            row[place] = hostile.to_string();
        }
    }
    sheets::change(&mut sheets, &["person_id"], |id| format!("{id}<b>"));
    let page = page(&run_sheets(&sheets));
    assert!(page.contains("&lt;script&gt;alert(1)"), "the text is shown");
    assert!(!page.contains("<script>alert") && !page.contains("<img") && !page.contains("<b>"));
}

#[test]
fn small_cohorts_give_a_page() {
    let study = run(&folder("acceptance/sheets"));
    let ids: Vec<&str> = study.results.members.iter().map(|member| member.person_id.as_str()).collect();
    for size in [0usize, 1, 3] {
        let kept: Vec<&str> = ids.iter().take(size).copied().collect();
        let outsider = study.results.exclusions[0].person_id.as_str();
        let small = run_sheets(&only(|id| kept.contains(&id) || id == outsider));
        assert_eq!(small.results.members.len(), size);
        let page = page(&small);
        let shown = page.split("<script>").next().expect("a page");
        assert!(!shown.contains("NaN") && !shown.contains(">inf") && page.ends_with("</html>\n"), "{size}");
    }
}
