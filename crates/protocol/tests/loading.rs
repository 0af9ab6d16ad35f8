//! From files and from the program.

use std::fs;

use protocol::{Code, Criterion, Problem, Protocol};
use thyroid::rules::{ChangeRules, CourseRules, MarkerRules, ResponseRules, StructuralRules};

/// The code that only a file can show.
pub const COVERED: Code = Code::NotUtf8;

#[test]
fn the_builtin_study_holds_the_defaults_of_the_contract() {
    let protocol = Protocol::builtin();
    assert_eq!(protocol.index, CourseRules::default());
    assert_eq!(protocol.marker, MarkerRules::default());
    assert_eq!(protocol.structural, StructuralRules::default());
    assert_eq!(protocol.change, ChangeRules::default());
    assert_eq!(protocol.response, ResponseRules::default());
    assert_eq!(protocol.criteria, Criterion::ALL);
    assert_eq!(protocol.distant_until_days, 14);
    let windows = &protocol.windows;
    assert_eq!((windows.baseline_days, windows.follow_up_days), ((-365, 0), (365, 730)));
    assert_eq!((windows.follow_up_target_days, windows.last_status_days), (547, 730));
    assert_eq!(
        (protocol.study.first_day.iso().as_str(), protocol.study.last_day.ymd()),
        ("1995-01-01", (2015, 12, 31))
    );
    // clinical rules 5.2: fifteen histologies, 8337 flagged.
    assert_eq!(protocol.histology.included.len(), 15);
    assert_eq!(protocol.histology.poorly_differentiated, [8337]);
}

/// A folder with the built-in study.
fn folder() -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a temporary folder");
    fs::write(folder.path().join("protocol.toml"), Protocol::builtin_text()).expect("writing");
    for (path, text) in Protocol::builtin_concept_files() {
        let path = folder.path().join(path);
        fs::create_dir_all(path.parent().expect("a file in a folder")).expect("writing");
        fs::write(path, text).expect("writing");
    }
    folder
}

#[test]
fn a_copy_of_the_builtin_study_is_the_same_study() {
    let folder = folder();
    let loaded = Protocol::load(folder.path().join("protocol.toml")).expect("the copy is sound");
    assert_eq!(loaded, Protocol::builtin());
}

#[test]
fn a_file_that_is_not_there_is_no_mistake_of_the_protocol() {
    let folder = folder();
    let problem = Protocol::load(folder.path().join("other.toml")).expect_err("there is none");
    assert!(matches!(&problem, Problem::Unreadable { path, .. } if path.ends_with("other.toml")));
    assert!(std::error::Error::source(&problem).is_some());
}

#[test]
fn a_missing_concept_file_is_told_at_its_key() {
    let folder = folder();
    fs::remove_file(folder.path().join("concepts/histology.csv")).expect("removing");
    let path = folder.path().join("protocol.toml");
    let Err(Problem::Mistakes(found)) = Protocol::load(&path) else { panic!("accepted") };
    assert_eq!(
        (found.len(), found[0].code, found[0].key.as_str()),
        (1, Code::ConceptFile, "concepts.histology")
    );
    assert_eq!(found[0].file, path.display().to_string());
}

#[test]
fn bytes_that_are_not_utf8_are_told_with_their_line() {
    let folder = folder();
    let path = folder.path().join("protocol.toml");
    fs::write(&path, b"[study]\nid = \"a\"\ntitle = \"\xe9tude\"\n").expect("writing");
    let Err(Problem::Mistakes(found)) = Protocol::load(&path) else { panic!("accepted") };
    assert_eq!((found.len(), found[0].code, found[0].line, found[0].column), (1, Code::NotUtf8, 3, 10));
}

#[test]
fn the_hash_covers_the_bytes_of_all_files() {
    // printf 'a' | sha256sum style check: the digest of the files one after the other.
    let lists: String = Protocol::builtin_concept_files().iter().map(|(_, text)| *text).collect();
    let whole = Protocol::builtin_text().to_owned() + &lists;
    let hash = Protocol::builtin().hash;
    assert_eq!((hash.len(), &hash), (64, &sha256(whole.as_bytes())));
    let crlf = Protocol::builtin_text().replace('\n', "\r\n");
    let other = crate::parse(&crlf).expect("CRLF is accepted");
    assert_ne!(other.hash, hash);
    for (path, text) in Protocol::builtin_concept_files() {
        let list = text.replacen("B\n", "A\n", 1);
        let reader = |name: &str| if name == path { Ok(list.clone()) } else { crate::builtin_concepts(name) };
        let relisted = Protocol::parse(Protocol::builtin_text(), "study.toml", &reader);
        assert_ne!(relisted.expect("sound").hash, hash, "{path}");
    }
}

fn sha256(bytes: &[u8]) -> String {
    use sha2::Digest;
    sha2::Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

#[test]
fn a_byte_order_mark_and_crlf_are_read() {
    let text = format!("\u{feff}{}", Protocol::builtin_text().replace('\n', "\r\n"));
    let mut parsed = crate::parse(&text).unwrap_or_else(|problem| panic!("{problem}"));
    parsed.hash = Protocol::builtin().hash;
    assert_eq!(parsed, Protocol::builtin());
    let wrong = text.replace("merge_gap_days = 90", "merge_gap_days = = 90");
    let found = crate::mistakes(&wrong);
    assert_eq!(crate::codes_and_lines(&found), [(Code::Syntax, crate::line_of(&wrong, "= = 90"))]);
}
