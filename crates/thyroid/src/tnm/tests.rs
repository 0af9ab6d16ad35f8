use super::*;

#[test]
fn t_is_read_in_every_spelling() {
    for (text, expected) in [
        ("T1a", Some(T::T1)),
        ("pT3", Some(T::T3)),
        ("1b", Some(T::T1)),
        ("T4 NOS", Some(T::T4)),
        ("T4, NOS", Some(T::T4)),
        (" Pt1B(m) ", Some(T::T1)),
        ("pT1bm", Some(T::T1)),
        ("T2(s)", Some(T::T2)),
        ("pT3a (3)", Some(T::T3a)),
        ("t 3 B", Some(T::T3b)),
        ("cT4a", Some(T::T4a)),
        ("T4b", Some(T::T4b)),
        ("TX", Some(T::Unassessed)),
        ("x", Some(T::Unassessed)),
        ("T0", Some(T::Unassessed)),
        ("ypT2", Some(T::T2)),
        ("T2 or T3", None),
        ("T2 (or T3)", None),
        ("T3?", None),
        ("T1-2", None),
        ("p1b", Some(T::T1)),
        ("R1", None),
        ("Tis", None),
        ("T2a", None),
        ("N1", None),
        ("T", None),
        ("", None),
        ("ט2", None),
    ] {
        assert_eq!(read_t(text).map(|written| written.category), expected, "{text}");
    }
}

#[test]
fn n_and_m_are_read_in_every_spelling() {
    for (text, expected) in [
        ("N0", Some(N::N0)),
        ("pN0a", Some(N::N0)),
        ("N0b", Some(N::N0)),
        ("0", Some(N::N0)),
        ("NX", Some(N::X)),
        ("cN1b", Some(N::N1b)),
        ("1A", Some(N::N1a)),
        ("N1", Some(N::N1)),
        ("pN1a(sn)", Some(N::N1a)),
        ("N1 mi", Some(N::N1)),
        ("N2", None),
        ("N1c", None),
        ("N0?", None),
    ] {
        assert_eq!(read_n(text).map(|written| written.category), expected, "{text}");
    }
    for (text, expected) in [
        ("M0", Some(M::M0)),
        ("cM0(i+)", Some(M::M0)),
        ("MX", Some(M::M0)),
        ("x", Some(M::M0)),
        ("M1", Some(M::M1)),
        ("pM1a", Some(M::M1)),
        ("M1 (lung)", Some(M::M1)),
        ("1", Some(M::M1)),
        ("?", None),
        ("", None),
    ] {
        assert_eq!(read_m(text).map(|written| written.category), expected, "{text}");
    }
}

#[test]
fn prefixes_are_kept() {
    let clinical = read_n("cN1b").expect("readable");
    assert_eq!((clinical.basis, clinical.later), (Basis::Clinical, false));
    let recurrence = read_t("rpT2").expect("readable");
    assert_eq!((recurrence.basis, recurrence.later), (Basis::Pathological, true));
    assert_eq!(read_n("N1b").expect("readable").basis, Basis::Unstated);
}

#[test]
fn editions_are_read_from_words() {
    use RecordedEdition::{Eighth, Missing, Other, Seventh, Sixth};
    for (text, expected) in [
        ("7", Seventh),
        ("AJCC 8th", Eighth),
        ("TNM8", Eighth),
        ("8th ed. (2017)", Eighth),
        ("UICC VII", Seventh),
        ("6th", Sixth),
        ("5", Other),
        ("7/8", Missing),
        ("2017", Missing),
        ("", Missing),
    ] {
        assert_eq!(recorded_edition(Some(text)), expected, "{text}");
    }
    assert_eq!(recorded_edition(None), Missing);
}
