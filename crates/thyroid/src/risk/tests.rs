//! Expected levels are taken by hand from the printed lists of clinical rules 2.3.

use super::*;
use crate::distant::BY_LESION;
use timeline::{Extension, Margins};

const ROW: RecordRef = RecordRef { file: 0, line: 2 };
const SCAN: RecordRef = RecordRef { file: 2, line: 5 };

/// Papillary, 2 cm, N0 M0, R0, no invasion, first scan bed only: every input is known and low.
fn low() -> Tumour {
    Tumour {
        t: Some("T1b".into()),
        n: Some("N0".into()),
        m: Some("M0".into()),
        tnm_edition: Some("8".into()),
        extension: Some(Extension::None),
        margins: Some(Margins::R0),
        vascular_foci: Some(0.0),
        ..Tumour::default()
    }
}

fn positive(n: &str, count: Option<f64>, largest_mm: Option<f64>) -> Tumour {
    Tumour { n: Some(n.into()), positive_nodes: count, largest_node_mm: largest_mm, ..low() }
}

fn case(tumour: &Tumour, histology: u16) -> RiskCase<'_> {
    RiskCase {
        age_at_diagnosis: Some(40),
        morphology: Some(Morphology { histology, behaviour: 3 }),
        tumour,
        first_scan: Some((ScanFinding::BedOnly, SCAN)),
        distant: &[],
        thyroglobulin_suggests_distant: false,
        record: ROW,
    }
}

fn judge(case: &RiskCase<'_>) -> (&'static str, Vec<&'static str>) {
    let risk = initial_risk(case, &RiskRules::default()).value;
    (risk.label(), risk.met.iter().map(|criterion| criterion.rule.id).collect())
}

#[test]
fn nothing_met_is_low() {
    for histology in [8260, 8340, 8343, 8330, 8335, 8290] {
        assert_eq!(judge(&case(&low(), histology)), ("low", vec![]), "{histology}");
    }
    let judged = initial_risk(&case(&low(), 8260), &RiskRules::default());
    assert_eq!(judged.reason.rule, &LOW);
    assert_eq!(judged.reason.used, [ROW, SCAN]);
    assert!(judged.value.open.is_empty() && judged.value.cautions.is_empty());
}

#[test]
fn each_criterion_of_the_tumour() {
    let extended = |extension| Tumour { extension: Some(extension), ..low() };
    let invaded = |foci| Tumour { vascular_foci: Some(foci), ..low() };
    let resected = |margins| Tumour { margins: Some(margins), ..low() };
    let with_t = |t: &str| Tumour { t: Some(t.into()), extension: None, ..low() };
    let m1 = Tumour { m: Some("M1".into()), ..low() };
    for (name, tumour, histology, level, rule) in [
        ("gross extension", extended(Extension::Gross), 8260, "high", Some(&GROSS_EXTENSION)),
        ("T4a", with_t("T4a"), 8260, "high", Some(&GROSS_EXTENSION)),
        ("T3b", with_t("T3b"), 8260, "high", Some(&GROSS_EXTENSION)),
        ("R2", resected(Margins::R2), 8260, "high", Some(&INCOMPLETE)),
        ("R1", resected(Margins::R1), 8260, "low", None),
        ("M1", m1, 8260, "high", Some(&DISTANT)),
        ("pN1 3 cm", positive("pN1b", Some(2.0), Some(30.0)), 8260, "high", Some(&LARGE_NODE)),
        ("follicular, 5 foci", invaded(5.0), 8330, "high", Some(&EXTENSIVE_INVASION)),
        ("oncocytic, 5 foci", invaded(5.0), 8290, "high", Some(&EXTENSIVE_INVASION)),
        ("follicular, 3 foci", invaded(3.0), 8330, "low", None),
        ("microscopic", extended(Extension::Microscopic), 8260, "intermediate", Some(&MICROSCOPIC_EXTENSION)),
        ("8344", low(), 8344, "intermediate", Some(&AGGRESSIVE)),
        ("papillary, 1 focus", invaded(1.0), 8260, "intermediate", Some(&PAPILLARY_INVASION)),
        ("papillary, 9 foci", invaded(9.0), 8260, "intermediate", Some(&PAPILLARY_INVASION)),
        ("cN1", positive("cN1a", Some(2.0), Some(1.0)), 8260, "intermediate", Some(&CLINICAL_NODES)),
        ("6 nodes", positive("pN1a", Some(6.0), Some(1.0)), 8260, "intermediate", Some(&MANY_NODES)),
        ("5 micrometastases", positive("pN1a", Some(5.0), Some(1.9)), 8260, "low", None),
    ] {
        let expected = rule.map(|rule| rule.id).into_iter().collect();
        assert_eq!(judge(&case(&tumour, histology)), (level, expected), "{name}");
    }
}

#[test]
fn each_criterion_of_scan_and_evidence() {
    let tumour = low();
    let scanned = |finding| RiskCase { first_scan: Some((finding, SCAN)), ..case(&tumour, 8260) };
    for (finding, level, rule) in [
        (ScanFinding::Negative, "low", None),
        (ScanFinding::NeckNodal, "intermediate", Some(&AVID_NECK)),
        (ScanFinding::Mediastinal, "intermediate", Some(&AVID_NECK)),
        (ScanFinding::Indeterminate, "<=intermediate", None),
    ] {
        let expected = rule.map(|rule| rule.id).into_iter().collect();
        assert_eq!(judge(&scanned(finding)), (level, expected), "{finding:?}");
    }
    let unstated = Tumour { m: None, ..low() };
    let lung = RiskCase { first_scan: Some((ScanFinding::Lung, SCAN)), ..case(&unstated, 8260) };
    assert_eq!(judge(&lung), ("high", vec![DISTANT.id]));
    let lesion = [DistantEvidence { rule: &BY_LESION, record: RecordRef { file: 5, line: 3 }, day: None }];
    let shown = RiskCase { distant: &lesion, ..case(&tumour, 8260) };
    assert_eq!(judge(&shown), ("high", vec![DISTANT.id]));
    assert_eq!(initial_risk(&shown, &RiskRules::default()).reason.used.len(), 3);
    let judged = RiskCase { thyroglobulin_suggests_distant: true, ..case(&tumour, 8260) };
    assert_eq!(judge(&judged), ("high", vec![THYROGLOBULIN.id]));
}

#[test]
fn the_gaps_follow_the_protocol() {
    let few = positive("pN1a", Some(5.0), Some(2.0));
    let almost_large = positive("N1b", Some(1.0), Some(29.9));
    let four = Tumour { vascular_foci: Some(4.0), ..low() };
    assert_eq!(judge(&case(&few, 8260)), ("low", vec![FEW_LARGER_NODES.id]));
    assert_eq!(judge(&case(&almost_large, 8260)), ("low", vec![FEW_LARGER_NODES.id]));
    assert_eq!(judge(&case(&four, 8330)), ("intermediate", vec![EXACT_FOCI.id]));
    let strict = RiskRules { few_larger_nodes: Risk::Intermediate, ..RiskRules::default() };
    assert_eq!(initial_risk(&case(&few, 8260), &strict).value.label(), "intermediate");
    for (exact_foci, expected) in [(Risk::Low, "low"), (Risk::High, "high")] {
        let rules = RiskRules { exact_foci, ..RiskRules::default() };
        assert_eq!(initial_risk(&case(&four, 8330), &rules).value.label(), expected);
    }
}

#[test]
fn missing_inputs_leave_an_interval() {
    use Input::{
        Extension as Ete, Histology, LargestNode, M, Margins as Resection, N, PositiveNodes, VascularFoci,
    };
    let mut foci = low();
    foci.vascular_foci = None;
    let mut margins = low();
    margins.margins = None;
    let mut ete = low();
    ete.extension = None;
    let nx = Tumour { n: Some("NX".into()), ..low() };
    let n1 = positive("N1", None, None);
    let nodes = positive("pN1", Some(7.0), None);
    for (name, tumour, histology, level, missing) in [
        ("papillary, foci", &foci, 8260, "<=intermediate", &[VascularFoci][..]),
        ("follicular, foci", &foci, 8330, "unknown", &[VascularFoci]),
        ("margins", &margins, 8260, "unknown", &[Resection]),
        ("8th T1 hides microscopic extension only", &ete, 8260, "<=intermediate", &[Ete]),
        ("NX", &nx, 8260, "unknown", &[N, LargestNode, PositiveNodes]),
        ("N1 alone", &n1, 8260, "unknown", &[LargestNode, N, PositiveNodes]),
        ("seven nodes of unknown size", &nodes, 8260, ">=intermediate", &[LargestNode]),
    ] {
        let risk = initial_risk(&case(tumour, histology), &RiskRules::default()).value;
        let mut named: Vec<Input> = risk.open.into_iter().flat_map(|criterion| criterion.missing).collect();
        let mut seen = Vec::new();
        named.retain(|input| {
            !seen.contains(input) && {
                seen.push(*input);
                true
            }
        });
        assert_eq!(named, missing, "{name}");
        let risk = initial_risk(&case(tumour, histology), &RiskRules::default()).value;
        assert_eq!(risk.label(), level, "{name}");
    }
    let unstated = Tumour { m: None, ..low() };
    let unscanned = RiskCase { first_scan: None, ..case(&unstated, 8260) };
    let risk = initial_risk(&unscanned, &RiskRules::default()).value;
    assert_eq!((risk.label(), &risk.open[0].missing[..]), ("unknown", &[M][..]));
    let invaded = Tumour { vascular_foci: Some(2.0), ..low() };
    let unnamed = RiskCase { morphology: None, ..case(&invaded, 0) };
    let risk = initial_risk(&unnamed, &RiskRules::default()).value;
    assert_eq!((risk.label(), &risk.open[0].missing[..]), ("<=intermediate", &[Histology][..]));
}

#[test]
fn the_protocol_may_take_what_is_not_recorded_as_absent() {
    let tumour = Tumour { margins: None, vascular_foci: None, ..low() };
    let rules = RiskRules { unrecorded: Unrecorded::Absent, ..RiskRules::default() };
    let risk = initial_risk(&case(&tumour, 8260), &rules).value;
    assert_eq!((risk.label(), risk.open.len()), ("low", 2));
}

#[test]
fn who_the_system_is_not_made_for_is_flagged() {
    let tumour = low();
    let cautions = |case: &RiskCase<'_>| initial_risk(case, &RiskRules::default()).value.cautions;
    for (age, expected) in
        [(Some(17), vec![RiskCaution::NotAdult]), (Some(18), vec![]), (None, vec![RiskCaution::AgeUnknown])]
    {
        assert_eq!(cautions(&RiskCase { age_at_diagnosis: age, ..case(&tumour, 8260) }), expected);
    }
    let poorly = initial_risk(&case(&tumour, 8337), &RiskRules::default()).value;
    assert_eq!((poorly.label(), &poorly.cautions[..]), ("unknown", &[RiskCaution::OtherHistology][..]));
    let contradicted = positive("N0", Some(1.0), Some(1.0));
    assert_eq!(cautions(&case(&contradicted, 8260)), [RiskCaution::NodesContradicted]);
}

#[test]
fn all_criteria_that_apply_are_listed_and_the_highest_gives_the_reason() {
    let tumour = Tumour { extension: Some(Extension::Gross), ..positive("cN1b", Some(8.0), Some(12.0)) };
    let judged = initial_risk(&case(&tumour, 8344), &RiskRules::default());
    let met: Vec<&str> = judged.value.met.iter().map(|criterion| criterion.rule.id).collect();
    assert_eq!(met, [GROSS_EXTENSION.id, AGGRESSIVE.id, CLINICAL_NODES.id, MANY_NODES.id]);
    assert_eq!((judged.value.label(), judged.reason.rule), ("high", &GROSS_EXTENSION));
}
