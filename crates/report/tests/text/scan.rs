//! What no document may say, whatever the cohort.

use report::text;

use super::{document, lines, told};
use crate::html::fixture::Case;

/// Words of cause or value, which a study without a control group cannot claim.
const CAUSAL: [&str; 22] = [
    "caused",
    "because of",
    "effect of",
    "effective",
    "efficacy",
    "reduced by",
    "improve",
    "due to",
    "led to",
    "benefit",
    "resulted in",
    "thanks to",
    "worsened",
    "responders",
    "treatment effect",
    "success",
    "failed to",
    "impact",
    "attributable",
    "decreased",
    "increased",
    "reduced",
];

/// Words of significance.
const SIGNIFICANCE: [&str; 6] = ["significan", "n.s.", "(ns)", "p < 0.05", "p > 0.05", "±"];

fn cases() -> Vec<Case> {
    [0, 1, 2, 3, 7, 60].map(Case::size).into_iter().collect()
}

#[test]
fn no_cause_is_claimed_outside_the_limitations() {
    for case in cases() {
        let document = document(&case);
        let text = told(&text::methods(&document)) + &told(&text::results(&document));
        let manuscript = lines(&report::manuscript(&document)).join("\n");
        let summary = manuscript.split("\nIntroduction\n").next().expect("an abstract");
        let text = (text + summary).to_lowercase();
        for word in CAUSAL {
            assert!(!text.contains(word), "{word}: {}", around(&text, word));
        }
    }
}

#[test]
fn nothing_is_called_significant() {
    for case in cases() {
        for text in documents(&case) {
            let text = text.to_lowercase();
            for word in SIGNIFICANCE {
                assert!(!text.contains(word), "{word}: {}", around(&text, word));
            }
        }
    }
}

#[test]
fn every_per_cent_recomputes_from_its_numbers() {
    let mut n = 0;
    for case in cases() {
        for text in documents(&case) {
            for (at, _) in text.match_indices(" (") {
                let Some((whole, share)) = fraction(&text[..at]).zip(leading_per_cent(&text[at + 2..]))
                else {
                    continue;
                };
                let (numerator, denominator) = whole;
                // Half up, in whole numbers.
                let tenths = (2000 * numerator + denominator) / (2 * denominator);
                assert_eq!(share, format!("{}.{}", tenths / 10, tenths % 10), "{}", &text[..at + 12]);
                n += 1;
            }
        }
    }
    assert!(n > 200, "{n}");
}

#[test]
fn no_reference_is_open_and_no_number_is_broken() {
    for case in cases() {
        for text in documents(&case) {
            for wrong in [
                "[no ",
                "NaN",
                "inf ",
                "  ",
                "{",
                "}",
                " .",
                " ,",
                "..",
                ";.",
                "( ",
                " )",
                ": .",
                " 1 patients",
            ] {
                assert!(!text.contains(wrong), "{wrong:?}: {}", around(&text, wrong));
            }
            assert!(text.lines().all(|line| !line.trim().is_empty()), "an empty line");
        }
    }
}

#[test]
fn the_abstract_has_at_most_250_words() {
    let case = Case::size(60);
    let text = lines(&report::manuscript(&document(&case))).join("\n");
    let from = text.find("Abstract\n").expect("an abstract");
    let words = text[from..text.find("\nIntroduction\n").expect("an end")].split_whitespace().count();
    assert!((80..=250).contains(&words), "{words}");
}

#[test]
fn no_document_names_a_patient_or_a_day_of_one() {
    let case = Case::size(60);
    for text in documents(&case) {
        for member in &case.results.members {
            assert!(!text.contains(&member.person_id));
            assert!(!text.contains(&member.index_date));
        }
        assert!(!text.contains("lab.csv:12"));
    }
}

/// The text of both documents.
fn documents(case: &Case) -> [String; 2] {
    let document = document(case);
    [report::manuscript(&document), report::whole_report(&document)].map(|made| lines(&made).join("\n"))
}

/// `12/41` at the end of a text.
fn fraction(text: &str) -> Option<(u64, u64)> {
    let word = text.rsplit([' ', '\n', '(']).next()?.replace(',', "");
    let (n, of) = word.split_once('/')?;
    let of: u64 = of.parse().ok()?;
    Some((n.parse().ok()?, of)).filter(|_| of > 0)
}

/// `29.3` of `29.3 %; ...` or `29.3 %)`.
fn leading_per_cent(text: &str) -> Option<String> {
    let (digits, _) = text.split_once(" %")?;
    digits.parse::<f64>().ok().map(|_| digits.to_owned())
}

fn around(text: &str, word: &str) -> String {
    let at = text.find(word).unwrap_or(0);
    let letters: Vec<char> = text.chars().collect();
    let middle = text[..at].chars().count();
    letters[middle.saturating_sub(80)..(middle + 40).min(letters.len())].iter().collect()
}
