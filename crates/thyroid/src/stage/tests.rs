//! Expected stages are taken by hand from the table of clinical rules 2.4.

use super::*;
use crate::distant::BY_SCAN;
use timeline::Extension;

const ROW: RecordRef = RecordRef { file: 0, line: 2 };

fn tumour(t: &str, n: &str, m: &str, edition: &str) -> Tumour {
    let text = |text: &str| (!text.is_empty()).then(|| text.into());
    let extension = Some(Extension::None).filter(|_| t.starts_with("T1") || t.starts_with("T2"));
    Tumour { t: text(t), n: text(n), m: text(m), tnm_edition: text(edition), extension, ..Tumour::default() }
}

fn case(age: Option<i32>, tumour: &Tumour) -> StageCase<'_> {
    StageCase { age_at_diagnosis: age, tumour, size_mm: None, distant: &[], record: ROW }
}

fn known(edition: Edition, age: i32, t: &str, n: &str, m: &str) -> &'static str {
    let tumour = tumour(t, n, m, edition.word());
    stage(edition, &case(Some(age), &tumour)).value.stage.known().map_or("unknown", Stage::word)
}

fn answer(edition: Edition, age: Option<i32>, tumour: &Tumour) -> (String, Vec<Input>) {
    let staging = stage(edition, &case(age, tumour)).value;
    let words = match staging.stage {
        Staged::Between { lowest, highest } => format!("{}..{}", lowest.word(), highest.word()),
        Staged::Unknown => "unknown".into(),
    };
    (words, staging.missing)
}

#[test]
fn every_row_of_the_seventh_edition() {
    for (t, n, m, below, over) in [
        ("T1a", "N0", "M0", "I", "I"),
        ("T1b", "N0", "MX", "I", "I"),
        ("T2", "N0", "M0", "I", "II"),
        ("T3", "N0", "M0", "I", "III"),
        ("T1", "N1a", "M0", "I", "III"),
        ("T2", "N1a", "M0", "I", "III"),
        ("T3", "N1a", "M0", "I", "III"),
        ("T1", "N1b", "M0", "I", "IVA"),
        ("T2", "N1b", "M0", "I", "IVA"),
        ("T3", "N1b", "M0", "I", "IVA"),
        ("T4a", "N0", "M0", "I", "IVA"),
        ("T4a", "N1a", "M0", "I", "IVA"),
        ("T4a", "N1b", "M0", "I", "IVA"),
        ("T4b", "N0", "M0", "I", "IVB"),
        ("T4b", "N1b", "M0", "I", "IVB"),
        ("T4b", "NX", "M0", "I", "IVB"),
        ("T1", "N0", "M1", "II", "IVC"),
        ("TX", "NX", "M1", "II", "IVC"),
        ("T4b", "N1b", "M1", "II", "IVC"),
        ("T2", "NX", "M0", "I", "unknown"),
        ("T4a", "NX", "M0", "I", "unknown"),
        ("TX", "N0", "M0", "I", "unknown"),
        ("T0", "N1b", "M0", "I", "unknown"),
    ] {
        assert_eq!(known(Edition::Seventh, 44, t, n, m), below, "44 years, {t} {n} {m}");
        assert_eq!(known(Edition::Seventh, 45, t, n, m), over, "45 years, {t} {n} {m}");
    }
}

#[test]
fn every_row_of_the_eighth_edition() {
    for (t, n, m, below, over) in [
        ("T1a", "N0", "M0", "I", "I"),
        ("T2", "N0a", "M0", "I", "I"),
        ("T1", "NX", "MX", "I", "I"),
        ("T2", "NX", "M0", "I", "I"),
        ("T1", "N1a", "M0", "I", "II"),
        ("T2", "N1b", "M0", "I", "II"),
        ("T1", "N1", "M0", "I", "II"),
        ("T3", "N0", "M0", "I", "II"),
        ("T3a", "NX", "M0", "I", "II"),
        ("T3b", "N1b", "M0", "I", "II"),
        ("T4a", "N0", "M0", "I", "III"),
        ("T4a", "N1b", "M0", "I", "III"),
        ("T4a", "NX", "M0", "I", "III"),
        ("T4b", "N0", "M0", "I", "IVA"),
        ("T4b", "N1a", "M0", "I", "IVA"),
        ("T1", "N0", "M1", "II", "IVB"),
        ("T0", "N1b", "M1", "II", "IVB"),
        ("T4b", "N1b", "M1", "II", "IVB"),
        ("TX", "N0", "M0", "I", "unknown"),
        ("T0", "N1a", "M0", "I", "unknown"),
    ] {
        assert_eq!(known(Edition::Eighth, 54, t, n, m), below, "54 years, {t} {n} {m}");
        assert_eq!(known(Edition::Eighth, 55, t, n, m), over, "55 years, {t} {n} {m}");
    }
}

#[test]
fn the_age_cuts_differ() {
    assert_eq!(known(Edition::Seventh, 50, "T4b", "N0", "M0"), "IVB");
    assert_eq!(known(Edition::Eighth, 50, "T4b", "N0", "M0"), "I");
    assert_eq!(known(Edition::Seventh, 12, "T3", "N1b", "M0"), "I");
}

#[test]
fn missing_inputs_leave_an_interval_and_are_named() {
    use Edition::{Eighth, Seventh};
    use Input::{Age, M, N, T};
    for (edition, age, t, n, m, expected, missing) in [
        (Seventh, Some(60), "T2", "", "M0", "II..IVA", &[N][..]),
        (Seventh, Some(60), "", "N0", "M0", "I..IVB", &[T]),
        (Seventh, Some(60), "T3", "N1", "M0", "III..IVA", &[N]),
        (Seventh, Some(60), "T4 NOS", "N0", "M0", "IVA..IVB", &[T]),
        (Seventh, Some(60), "T2", "N0", "", "II..IVC", &[M]),
        (Seventh, Some(30), "", "", "", "I..II", &[M]),
        (Seventh, Some(30), "", "", "M0", "I..I", &[]),
        (Seventh, None, "T3", "N0", "M0", "I..III", &[Age]),
        (Seventh, None, "T1", "N0", "M0", "I..I", &[]),
        (Seventh, Some(-1), "T3", "N0", "M0", "I..III", &[Age]),
        (Seventh, Some(60), "", "", "M1", "IVC..IVC", &[]),
        (Seventh, None, "", "", "", "I..IVC", &[Age, T, N, M]),
        (Seventh, Some(60), "T2", "NX", "M0", "unknown", &[N]),
        (Seventh, None, "T2", "NX", "M0", "unknown", &[Age, N]),
        (Seventh, Some(60), "TX", "N0", "M0", "unknown", &[T]),
        (Eighth, Some(60), "T1", "", "M0", "I..II", &[N]),
        (Eighth, Some(60), "T3", "", "M0", "II..II", &[]),
        (Eighth, Some(60), "T4", "N0", "M0", "III..IVA", &[T]),
        (Eighth, Some(60), "T3?", "N1", "M0", "II..IVA", &[T]),
        (Eighth, Some(60), "", "", "", "I..IVB", &[T, N, M]),
    ] {
        let tumour = tumour(t, n, m, edition.word());
        let (words, named) = answer(edition, age, &tumour);
        assert_eq!((words.as_str(), &named[..]), (expected, missing), "{edition:?} {age:?} {t} {n} {m}");
    }
}

#[test]
fn t3_of_the_seventh_is_staged_anew_under_the_eighth() {
    let by_extension = Tumour { t3_reason: Some("minimal ETE".into()), ..tumour("T3", "N0", "M0", "7") };
    let sized =
        |size_mm| stage(Edition::Eighth, &StageCase { size_mm, ..case(Some(60), &by_extension) }).value;
    assert_eq!(sized(Some(18.0)).stage.known(), Some(Stage::One));
    assert_eq!(sized(Some(40.0)).stage.known(), Some(Stage::One));
    assert_eq!(sized(Some(45.0)).stage.known(), Some(Stage::Two));
    let open = sized(None);
    assert_eq!(open.stage, Staged::Between { lowest: Stage::One, highest: Stage::Two });
    assert_eq!(open.missing, [Input::Size]);
    let by_size = Tumour { t3_reason: Some("size".into()), ..by_extension.clone() };
    assert_eq!(answer(Edition::Eighth, Some(60), &by_size), ("II..II".into(), vec![]));
    let silent = Tumour { t3_reason: None, ..by_extension.clone() };
    let wanted = vec![Input::Size, Input::T3Reason, Input::Extension];
    assert_eq!(answer(Edition::Eighth, Some(60), &silent), ("I..II".into(), wanted));
    assert_eq!(answer(Edition::Seventh, Some(60), &silent), ("III..III".into(), vec![]));
}

#[test]
fn t1_of_the_eighth_may_be_t3_of_the_seventh() {
    let with = |extension| Tumour { extension, ..tumour("T1b", "N0", "M0", "8") };
    let seventh = |extension| answer(Edition::Seventh, Some(60), &with(extension));
    assert_eq!(seventh(Some(Extension::None)), ("I..I".into(), vec![]));
    assert_eq!(seventh(Some(Extension::Microscopic)), ("III..III".into(), vec![]));
    assert_eq!(seventh(None), ("I..III".into(), vec![Input::Extension]));
}

#[test]
fn cautions_are_stated() {
    use StageCaution as C;
    let scan = [DistantEvidence { rule: &BY_SCAN, record: RecordRef { file: 2, line: 9 }, day: None }];
    for (edition, t, n, distant, expected) in [
        ("", "T1", "N0", &[][..], &[C::EditionMissing][..]),
        ("6", "T1", "N0", &[], &[C::SixthAsSeventh]),
        ("5", "T1", "N0", &[], &[C::EditionNotConvertible]),
        ("7", "T3a", "N0", &[], &[C::EighthByLetter]),
        ("8", "rT1", "N9", &[], &[C::NotAtDiagnosis(Input::T), C::Unreadable(Input::N)]),
        ("8", "T4a", "N0", &scan, &[C::Contradicted(Input::M)]),
        ("8", "T1", "N1a", &[], &[C::LevelSeven]),
        ("7", "T1", "N1a", &[], &[]),
    ] {
        let tumour = tumour(t, n, "M0", edition);
        let judged = stage(Edition::Seventh, &StageCase { distant, ..case(Some(60), &tumour) });
        assert_eq!(judged.value.cautions, expected, "{edition} {t} {n}");
        let evidence = distant.iter().map(|evidence| evidence.record);
        assert_eq!(judged.reason.used, [ROW].into_iter().chain(evidence).collect::<Vec<_>>());
    }
}

#[test]
fn the_reason_names_the_row() {
    let rule = |t: &str, n: &str, m: &str| {
        stage(Edition::Seventh, &case(Some(60), &tumour(t, n, m, "7"))).reason.rule.id
    };
    assert_eq!(rule("T3", "N1a", "M0"), "2.4.stage.7.6");
    assert_eq!(rule("T2", "", "M0"), INTERVAL.id);
    assert_eq!(rule("T2", "NX", "M0"), UNDEFINED_NX.id);
    assert_eq!(rule("TX", "NX", "M0"), UNDEFINED_T.id);
}
