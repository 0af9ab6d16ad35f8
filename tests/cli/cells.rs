//! Cells that are wrong, odd or huge in few rows: the run goes on, and `review.csv` names each.

use crate::scratch::Scratch;

const RUN: &str = "run --out results hospital";

/// Runs, and gives the rows of the review queue without their header.
fn review(scratch: &Scratch) -> Vec<String> {
    let answer = scratch.run(RUN).done();
    assert_eq!(answer.err, "", "{}", answer.err);
    scratch.read("results/review.csv").lines().skip(1).map(str::to_owned).collect()
}

/// One row of the review queue has these words.
fn names(rows: &[String], words: &[&str]) {
    let found = rows.iter().any(|row| words.iter().all(|word| row.contains(word)));
    assert!(found, "no row with {words:?} in {rows:#?}");
}

#[test]
fn negative_and_absurd_values() {
    let scratch = Scratch::with_hospital()
        .change("lab", "2004-01-01,tsh,0.1", "2004-01-01,tsh,-0.1")
        .change("lab", "2004-01-02,tsh,0.1", "2004-01-02,tsh,NaN")
        .change("lab", "2004-01-03,tsh,0.1", "2004-01-03,tsh,1e999")
        .change("lab", "2004-01-04,tsh,0.1", "2004-01-04,tsh,\"1,5\"")
        .rows("radioiodine", "B2,2001-05-01,-5,mCi,treatment,\nB2,2001-06-01,1e9,mCi,treatment,\n")
        .rows("lesion", "I2,N1,node,III,left,900,-4,no_hilum\n");
    let rows = review(&scratch);
    for line in ["lab.csv,8", "lab.csv,9", "lab.csv,10", "lab.csv,11"] {
        names(&rows, &[line, "unusable_value"]);
    }
    names(&rows, &["radioiodine.csv,5", "unreadable_number"]);
    names(&rows, &["radioiodine.csv,6", "implausible_value"]);
    names(&rows, &["lesion.csv,3", "implausible_value", "long_mm"]);
    names(&rows, &["lesion.csv,3", "unreadable_number", "short_mm"]);
    for file in ["patients.csv", "results.json"] {
        let text = scratch.read(&format!("results/{file}"));
        assert!(!text.contains("NaN") && !text.contains("inf"), "{file}");
    }
}

#[test]
fn dates_that_cannot_be() {
    let scratch = Scratch::with_hospital()
        .change("patient", "A1,F,1960-05-01,2000-01-10", "A1,F,2001-05-01,2000-01-10")
        .change("lab", "2004-01-01,tsh", "2004-02-30,tsh")
        .change("lab", "2004-01-02,tsh", "02/01/2004,tsh");
    let rows = review(&scratch);
    names(&rows, &["patient.csv,2", "implausible_order", "born after the diagnosis"]);
    names(&rows, &["lab.csv,8", "unreadable_date"]);
    names(&rows, &["lab.csv,9", "unreadable_date"]);
}

/// The output does not depend on the clock; people are told, without a value.
#[test]
fn dates_in_the_future() {
    let scratch = Scratch::with_hospital()
        .change("lab", "2004-01-02,tsh,0.1", "2994-01-02,tsh,0.1")
        .change("patient", "2001-02-03,8330/3", "2991-02-03,8330/3")
        .rows("surgery", "A1,9999-12-31,other,\n");
    let answer = scratch.run(RUN).done().hides(&["A1", "B2", "2994", "2991", "9999"]);
    assert_eq!(
        answer.err,
        "warning: 3 dates lie after today, the first at patient.csv:3\nhelp: they are used as recorded; look whether the year is right in the export\n"
    );
    let one = Scratch::with_hospital().change("lab", "2004-01-02,tsh,0.1", "2994-01-02,tsh,0.1");
    assert!(
        one.run(RUN).done().err.starts_with("warning: 1 date lies after today, the first at lab.csv:9\n")
    );
    assert!(!one.read("results/review.csv").contains("2994"));
}

#[test]
fn identifiers_that_stand_twice() {
    let scratch = Scratch::with_hospital()
        .rows("patient", "A1,F,1960-05-01,2000-01-10,8260/3\nB2,F,1955,2001-02-03,8330/3\n")
        .rows("imaging", "I2,A1,2003-09-02,us,neck,yes,none,\nI2,A1,2003-10-02,ct,neck,yes,none,\n");
    let rows = review(&scratch);
    names(&rows, &["patient.csv,4", "duplicate_row"]);
    names(&rows, &["patient.csv,5", "conflicting_row"]);
    names(&rows, &["imaging.csv,4", "duplicate_row"]);
    names(&rows, &["imaging.csv,5", "conflicting_row"]);
    assert_eq!(scratch.read("results/attrition.csv").lines().nth(1), Some("0,candidates,0,2"));
}

#[test]
fn cells_of_ten_megabytes() {
    let long = "x".repeat(10_000_000);
    let scratch = Scratch::with_hospital()
        .change("imaging", "No suspicious node.", &format!("\"{long}\nand a second line, \"\"quoted\"\"\""))
        .change("lab", "2004-01-01,tsh,0.1", &format!("2004-01-01,tsh,{long}"))
        .rows("surgery", &format!("{long},2000-01-01,other,\n"));
    // One row of four is too many: more rows make it few.
    let rows: String = (10..40).map(|day| format!("A1,19{day}-01-01,other,\n")).collect();
    let scratch = scratch.rows("surgery", &rows);
    let rows = review(&scratch);
    names(&rows, &["lab.csv,8", "unusable_value"]);
    names(&rows, &["surgery.csv,4", "unknown_person"]);
    let report = scratch.read("results/report.html").len();
    assert!(report < 5_000_000, "the report swells to {report} bytes");
}

/// A cell cannot steer the terminal of who reads it (every answer is looked through for escape codes).
#[test]
fn control_characters_in_cells() {
    let scratch = Scratch::with_hospital()
        .change("imaging", "No suspicious node.", "\x1b]0;title\x07\x1b[2Jwiped")
        .change("lesion", "node,III", "node,I\x1b[31mII");
    let answer = scratch.run("explain A1 hospital").done();
    assert!(answer.out.contains("wiped"));
    scratch.run(RUN).done();
}

#[test]
fn surplus_cells_and_other_line_ends() {
    let scratch =
        Scratch::with_hospital().change("lab", "2004-01-01,tsh,0.1,mIU/L,", "2004-01-01,tsh,0.1,mIU/L,,more");
    names(&review(&scratch), &["lab.csv,8", "surplus_cells"]);
    let text = Scratch::with_hospital().read("hospital/lab.csv").replace('\n', "\r\n");
    assert_eq!(review(&Scratch::with_hospital().sheet("lab", text)), Vec::<String>::new());
}
