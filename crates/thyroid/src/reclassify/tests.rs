use super::*;
use Edition::{Eighth, Seventh};

fn tumour(t: &str, edition: &str, reason: &str, extension: Option<Extension>) -> Tumour {
    let text = |text: &str| (!text.is_empty()).then(|| text.into());
    let (t, tnm_edition, t3_reason) = (text(t), text(edition), text(reason));
    Tumour { t, tnm_edition, t3_reason, extension, ..Tumour::default() }
}

#[test]
fn t_is_converted_between_editions() {
    use Extension::{Gross, Microscopic, None as Absent};
    use T::{T1, T2, T3, T3a, T3b, T4a, T4b};
    type Row<'a> = (&'a str, &'a str, &'a str, Option<Extension>, Option<f64>, Edition, &'a [T]);
    let rows: &[Row<'_>] = &[
        // T3 of the seventh under the eighth
        ("T3", "7", "size", None, None, Eighth, &[T3a]),
        ("T3", "7", "", Some(Absent), None, Eighth, &[T3a]),
        ("T3", "7", "minimal ETE", None, Some(20.0), Eighth, &[T1]),
        ("T3", "7", "minimal ETE", None, Some(20.1), Eighth, &[T2]),
        ("T3", "7", "", Some(Microscopic), Some(40.0), Eighth, &[T2]),
        ("T3", "7", "minimal extension", None, Some(41.0), Eighth, &[T3a]),
        ("T3", "7", "minimal ETE", None, None, Eighth, &[T1, T2, T3a]),
        ("T3", "7", "size and minimal ETE", Some(Microscopic), Some(45.0), Eighth, &[T3a]),
        ("T3", "7", "minimal ETE", Some(Gross), Some(15.0), Eighth, &[T3b]),
        ("T3", "7", "", None, None, Eighth, &[T1, T2, T3a, T3b]),
        ("T3", "7", "", None, Some(15.0), Eighth, &[T1, T3b]),
        ("T3", "7", "not size", None, Some(15.0), Eighth, &[T1, T3b]),
        ("T3", "6", "size", None, None, Eighth, &[T3a]),
        // the same edition
        ("T3", "7", "", None, None, Seventh, &[T3]),
        ("T3", "8", "", None, None, Eighth, &[T3]),
        ("T4", "7", "", None, None, Seventh, &[T4a, T4b]),
        ("T0", "8", "", None, None, Eighth, &[T::Unassessed]),
        // the eighth under the seventh
        ("T1a", "8", "", Some(Absent), None, Seventh, &[T1]),
        ("T2", "8", "", Some(Microscopic), None, Seventh, &[T3]),
        ("T2", "8", "", None, None, Seventh, &[T2, T3]),
        ("T3a", "8", "", None, None, Seventh, &[T3]),
        ("T3b", "8", "", Some(Gross), None, Seventh, &[T3]),
        ("T4b", "8", "", None, None, Seventh, &[T4b]),
        // no edition, a wrong one, one that cannot be converted
        ("T3", "", "size", None, None, Eighth, &[T3a, T3]),
        ("T2", "", "", None, None, Eighth, &[T2]),
        ("T2", "", "", None, None, Seventh, &[T2, T3]),
        ("T3b", "7", "", Some(Gross), None, Eighth, &[T3b]),
        ("T2", "5", "", None, None, Eighth, &[T1, T2, T3, T4a, T4b]),
    ];
    for (t, edition, reason, extension, size, target, expected) in rows {
        let tumour = tumour(t, edition, reason, *extension);
        let possible = possible_t(*target, &tumour, *size, &mut Vec::new());
        assert_eq!(&possible.options[..], *expected, "{t} ({edition}, {reason}, {extension:?}, {size:?})");
        assert_eq!(possible.options.len() > 1, !possible.wanting.is_empty(), "{t}: what is wanting");
    }
}

#[test]
fn nodes_are_read_under_both_editions() {
    let nodes = |n: &str, edition: &str, target: Edition, positive: Option<f64>| {
        let text = |text: &str| (!text.is_empty()).then(|| text.into());
        let tumour =
            Tumour { n: text(n), tnm_edition: text(edition), positive_nodes: positive, ..Tumour::default() };
        let mut cautions = Vec::new();
        (possible_n(target, &tumour, &mut cautions).options, cautions)
    };
    assert_eq!(nodes("NX", "7", Seventh, None), (vec![N::X], vec![]));
    assert_eq!(nodes("NX", "7", Eighth, None), (vec![N::N0], vec![]));
    assert_eq!(nodes("", "7", Seventh, None).0, [N::N0, N::N1a, N::N1b]);
    assert_eq!(nodes("", "7", Seventh, Some(2.0)).0, [N::N1a, N::N1b]);
    assert_eq!(nodes("N1", "8", Eighth, None).0, [N::N1a, N::N1b]);
    assert_eq!(nodes("N1a", "8", Seventh, None), (vec![N::N1a], vec![StageCaution::LevelSeven]));
    assert_eq!(nodes("N1b", "8", Seventh, None), (vec![N::N1b], vec![]));
    assert_eq!(nodes("N1a", "5", Seventh, None).0, [N::N1a, N::N1b]);
    let contradicted = StageCaution::Contradicted(Input::N);
    assert_eq!(nodes("N0", "8", Eighth, Some(3.0)), (vec![N::N0], vec![contradicted]));
}

#[test]
fn extension_follows_from_t_when_the_column_is_empty() {
    use Extension::{Gross, Microscopic, None as Absent};
    for (t, edition, reason, extension, expected) in [
        ("T1a", "7", "", None, &[Absent][..]),
        ("T1a", "8", "", None, &[Absent, Microscopic]),
        ("T3", "7", "minimal ETE", None, &[Microscopic]),
        ("T3", "7", "size", None, &[Absent, Microscopic]),
        ("T3", "8", "", None, &[Absent, Microscopic, Gross]),
        ("T3a", "8", "", None, &[Absent, Microscopic]),
        ("T3b", "8", "", None, &[Gross]),
        ("T4", "7", "", None, &[Gross]),
        ("T4a", "7", "", Some(Absent), &[Absent, Gross]),
        ("T1", "7", "", Some(Microscopic), &[Microscopic]),
        ("", "7", "", None, &[Absent, Microscopic, Gross]),
    ] {
        assert_eq!(possible_extensions(&tumour(t, edition, reason, extension)), expected, "{t} {edition}");
    }
}
