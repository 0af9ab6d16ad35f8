//! Whatever the text, the answer is a protocol or mistakes with a place, never a panic.

use proptest::prelude::*;
use protocol::{Problem, Protocol, prose};

use crate::parse;

/// The answer has a form: a protocol that can be told, or mistakes that can be shown.
fn answered(text: &str) {
    match parse(text) {
        Ok(protocol) => assert!(prose(&protocol).len() > 1000),
        Err(Problem::Unreadable { .. }) => panic!("nothing is read from a file here"),
        Err(Problem::Mistakes(mistakes)) => {
            assert!(!mistakes.is_empty());
            for found in &mistakes {
                assert!(found.line >= 1 && found.column >= 1 && found.width >= 1);
                assert!(found.render("study.toml", text).contains(found.code.id()));
                assert!(!found.to_string().is_empty());
            }
            let own: Vec<usize> = mistakes.iter().filter(|f| !f.in_concept_file).map(|f| f.line).collect();
            assert!(own.is_sorted(), "{own:?}");
        }
    }
}

/// Pieces that make a text nearly a protocol.
fn piece() -> impl Strategy<Value = String> {
    prop_oneof![
        "\\PC{0,12}",
        prop::sample::select(vec![
            "[",
            "]",
            "[[",
            "]]",
            "{",
            "}",
            "=",
            ",",
            "\"",
            "\"\"\"",
            "'",
            "\n",
            "\r\n",
            "\r",
            "#",
            ".",
            "-",
            "0",
            "-1",
            "1e308",
            "nan",
            "inf",
            "1979-05-27",
            "07:32:00",
            "true",
            "9223372036854775807",
            "0.30000000000000004",
            "\u{feff}",
            "\u{0}",
            "é",
            "study",
            "[study]\n",
            "[[index]]\n",
            "index.",
            "seed = 1\n",
            "period = ",
            "criteria = [",
            "\"dtc\"",
        ])
        .prop_map(str::to_owned),
    ]
}

/// The nearest character boundary at or before a share of the text.
fn boundary(text: &str, share: f64) -> usize {
    let mut at = (text.len() as f64 * share) as usize;
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

proptest! {
    #[test]
    fn arbitrary_text_is_answered(text in "\\PC{0,200}") {
        answered(&text);
    }

    #[test]
    fn arbitrary_pieces_are_answered(pieces in prop::collection::vec(piece(), 0..40)) {
        answered(&pieces.concat());
    }

    #[test]
    fn mutations_of_the_builtin_study_are_answered(
        cuts in prop::collection::vec((0.0..1.0f64, 0usize..40, piece()), 1..4)
    ) {
        let mut text = Protocol::builtin_text().to_owned();
        for (share, length, put) in cuts {
            let from = boundary(&text, share);
            let to = boundary(&text, ((from + length) as f64 / text.len().max(1) as f64).min(1.0)).max(from);
            text.replace_range(from..to, &put);
        }
        answered(&text);
    }

    #[test]
    fn changed_numbers_are_answered(share in 0.0..1.0f64, number in prop_oneof![
        any::<i64>().prop_map(|n| n.to_string()),
        any::<f64>().prop_map(|n| format!("{n:?}").replace("NaN", "nan")),
        (-1000.0..1000.0f64).prop_map(|n| format!("{n}")),
    ]) {
        let text = Protocol::builtin_text();
        let keys: Vec<&str> = text.lines().filter(|line| line.contains(" = ")).collect();
        let line = keys[(share * keys.len() as f64) as usize];
        let (key, _) = line.split_once(" = ").expect("filtered");
        answered(&text.replacen(line, &format!("{key} = {number}"), 1));
    }

    #[test]
    fn arbitrary_concept_files_are_answered(list in prop_oneof![
        "\\PC{0,200}",
        "(vocabulary|code|behaviour|name|flag|certainty|,|\n|\"){0,20}",
        "(ICD-O-3|,|\n|\"|8[0-9]{3}|3|A|é|\r\n){0,60}"
            .prop_map(|rows| format!("vocabulary,code,behaviour,name,flag,certainty\n{rows}")),
    ]) {
        let text = Protocol::builtin_text();
        if let Err(problem) = Protocol::parse(text, "study.toml", &|_| Ok(list.clone())) {
            prop_assert!(!problem.to_string().is_empty());
        }
    }
}
