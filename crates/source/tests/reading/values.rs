//! What cells mean: contract 2, and the fields of each sheet.

use source::FindingKind;
use timeline::*;

use crate::fixture::{Folder, RADIOIODINE, findings, timeline};

#[test]
fn laboratory_values_come_in_canonical_units() {
    use Comparator::*;
    let table = [
        // analyte, value, unit, limit, upper -> number, comparator, upper
        ("tg", "12.4", "ng/mL", "", "", Some((12.4, Exact)), None),
        ("tg", "5", "pmol/L", "", "10", Some((5.0 * 0.66, Exact)), Some(10.0 * 0.66)),
        ("tg", "150", "ng/dL", "200", "5000", Some((2.0, Below)), Some(50.0)),
        ("tg", "250", "ng/L", "250", "", Some((0.25, Exact)), None),
        ("tg", "< 0.2", "\u{3bc}g/L", "0.5", "", Some((0.2, Below)), None),
        ("tg", ">=100", "ug/L", "", "", Some((100.0, Above)), None),
        ("tg", "Undetectable", "ng/L", "100", "", Some((0.1, Below)), None),
        ("tg", "undetectable", "ng/mL", "", "", None, None),
        ("tg", "undetectable", "", "0.1", "", None, None),
        ("tg", "<0.2", "", "", "", None, None),
        ("tg", "1", "mg/L", "", "3", None, None),
        ("tg", "1,5", "ng/mL", "", "", None, None),
        ("tsh", "35", "", "", "", Some((35.0, Exact)), None),
        ("tsh", "0.01", "\u{b5}IU/mL", "0.02", "", Some((0.02, Below)), None),
        ("tsh", "1", "ng/mL", "", "", None, None),
        ("tgab", "20", "kIU/L", "", "115", Some((20.0, Exact)), Some(115.0)),
        ("tgab", "neg", "", "10", "40", Some((10.0, Below)), Some(40.0)),
        ("tgab", "positive", "IU/mL", "", "", None, None),
        ("ft4", "15.2", "pmol/L", "", "", Some((15.2, Exact)), None),
        ("ft4", "1.1", "", "", "", Some((1.1, Exact)), None),
    ];
    let mut text = "person_id,date,analyte,value,unit,detection_limit,upper_reference\n".to_owned();
    for (row, (analyte, value, unit, limit, upper, ..)) in table.iter().enumerate() {
        text += &format!("A,2001-01-{:02},{analyte},\"{value}\",{unit},{limit},{upper}\n", row + 1);
    }
    let reading = Folder::new().with("lab", &text).read();
    let labs = timeline(&reading, "A").labs;
    assert_eq!(labs.len(), table.len());
    for (lab, expected) in labs.iter().zip(&table) {
        assert_eq!(lab.value.map(|value| (value.number, value.comparator)), expected.5, "{expected:?}");
        assert_eq!(lab.upper_reference, expected.6, "{expected:?}");
    }
    use FindingKind::*;
    let kinds: Vec<_> =
        findings(&reading, "lab.csv").iter().map(|found| (found.0, found.1, found.2)).collect();
    assert_eq!(
        kinds,
        [
            (UnusableValue, 9, "value"),
            (UnitMissing, 10, "unit"),
            (UnitMissing, 11, "unit"),
            (UnitUnknown, 12, "unit"),
            (UnusableValue, 13, "value"),
            (UnitUnknown, 16, "unit"),
            (UnusableValue, 19, "value"),
        ]
    );
}

#[test]
fn an_unreadable_limit_is_an_empty_one() {
    let text =
        "person_id,date,analyte,value,unit,detection_limit,upper_reference\nA,2001-01-01,tg,1,ng/mL,-2,x\n";
    let reading = Folder::new().with("lab", text).read();
    let lab = &timeline(&reading, "A").labs[0];
    assert!(lab.value == Some(Quantity::exact(1.0)) && lab.upper_reference.is_none());
    use FindingKind::*;
    assert_eq!(
        findings(&reading, "lab.csv"),
        [(UnreadableNumber, 2, "detection_limit", "-2"), (UnreadableNumber, 2, "upper_reference", "x")]
    );
}

#[test]
fn assays_are_one_without_regard_to_case() {
    let text = "person_id,date,analyte,value,unit,assay\nA,2001-01-01,tg,1,ng/mL,Immulite 2000\n\
                A,2001-01-02,tg,1,ng/mL,\nA,2001-01-03,tg,1,ng/mL, IMMULITE 2000\u{a0}\nA,2001-01-04,tg,1,ng/mL,Access\n";
    let reading = Folder::new().with("lab", text).read();
    let assays: Vec<_> =
        timeline(&reading, "A").labs.iter().map(|lab| lab.assay.map(|assay| assay.get())).collect();
    assert_eq!(assays, [Some(1), None, Some(1), Some(2)]);
    assert_eq!(reading.population.assays, ["Immulite 2000", "Access"]);
}

#[test]
fn activities_come_in_millicuries() {
    let rows = "A,2001-01-01,3700,MBq\nA,2001-01-02,3.7,GBq\nA,2001-01-03,3700,\nA,2001-01-04,150,Ci\n\
                A,2001-01-05,5,\nA,2001-01-06,,\nA,2001-01-07,,Ci\nA,2001-01-08,-5,mCi\n";
    let reading = Folder::new().with("radioiodine", &format!("{RADIOIODINE}{rows}")).read();
    let activities: Vec<_> =
        timeline(&reading, "A").administrations.iter().map(|row| row.activity_mci).collect();
    assert_eq!(activities, [Some(100.0), Some(100.0), Some(100.0), Some(150.0), None, None, None, None]);
    use FindingKind::*;
    assert_eq!(
        findings(&reading, "radioiodine.csv"),
        [
            (ActivityUnitAssumed, 4, "unit", ""),
            (ActivityUnitAssumed, 5, "unit", "Ci"),
            (AmbiguousActivity, 6, "unit", ""),
            (UnitUnknown, 8, "unit", "Ci"),
            (UnreadableNumber, 9, "activity", "-5"),
        ]
    );
}

#[test]
fn every_field_of_a_patient() {
    let text = "tert,braf,death_cause,death_date,extranodal_extension,largest_node_mm,positive_nodes,vascular_foci,\
                margins,ete,t3_reason,tnm_edition,m,n,t,histology,diagnosis_date,birth_date,sex,person_id\n\
                wt,V600E,Thyroid_Cancer,2010-01-01,yes,23.5,2,1,r1,GROSS,size,7,cM0,N1b,pT3,PTC,\
                2000-03-04T10:00,1960,f,A\n\
                ,,nonsense,nonsense,,x,x,x,R3,some,,,,,,8260,nonsense,60,female,B\n\
                ,,,,,,,,,,,,,,,,,,,C\n";
    let reading = Folder::new().with("patient", text).read();
    let patient = timeline(&reading, "A").patient;
    let tumour = &patient.tumour;
    assert_eq!((patient.sex, patient.birth.map(Day::iso).as_deref()), (Sex::Female, Some("1960-07-01")));
    assert_eq!(patient.diagnosis.map(Day::iso).as_deref(), Some("2000-03-04"));
    assert_eq!(patient.morphology, Some(Morphology { histology: 8260, behaviour: 3 }));
    assert_eq!(patient.death.map(Day::iso).as_deref(), Some("2010-01-01"));
    assert_eq!(patient.death_cause, Some(DeathCause::ThyroidCancer));
    let texts = [&tumour.t, &tumour.n, &tumour.m, &tumour.tnm_edition, &tumour.t3_reason];
    assert_eq!(texts.map(|text| text.as_deref()), ["pT3", "N1b", "cM0", "7", "size"].map(Some));
    let texts = [&tumour.extranodal_extension, &tumour.braf, &tumour.tert];
    assert_eq!(texts.map(|text| text.as_deref()), ["yes", "V600E", "wt"].map(Some));
    assert_eq!((tumour.extension, tumour.margins), (Some(Extension::Gross), Some(Margins::R1)));
    let numbers = [tumour.vascular_foci, tumour.positive_nodes, tumour.largest_node_mm];
    assert_eq!(numbers, [Some(1.0), Some(2.0), Some(23.5)]);
    let unread = timeline(&reading, "B").patient;
    assert!(unread.tumour == Tumour::default() && unread.morphology.is_none() && unread.sex == Sex::Unknown);
    use FindingKind::*;
    let kinds: Vec<_> =
        findings(&reading, "patient.csv").iter().map(|found| (found.0, found.1, found.2)).collect();
    assert_eq!(
        kinds,
        [
            (UnknownWord, 3, "sex"),
            (UnreadableDate, 3, "birth_date"),
            (UnreadableDate, 3, "diagnosis_date"),
            (HistologyUnknown, 3, "histology"),
            (UnknownWord, 3, "ete"),
            (UnknownWord, 3, "margins"),
            (UnreadableNumber, 3, "vascular_foci"),
            (UnreadableNumber, 3, "positive_nodes"),
            (UnreadableNumber, 3, "largest_node_mm"),
            (UnreadableDate, 3, "death_date"),
            (UnknownWord, 3, "death_cause"),
        ]
    );
}

#[test]
fn every_field_of_a_study_and_its_lesions() {
    let imaging = "imaging_id,person_id,date,modality,region,adequate,impression\n\
                   I1,A,2001-01-02,SPECT_CT,Whole_Body,YES,progression\n\
                   I2,A,2001-01-01,us,leg,maybe,bad\n";
    let lesion = "imaging_id,lesion_id,site,long_mm,short_mm,features,cytology,washout_ng_ml,avid,suv\n\
                  I1,N1,Node,12.5,8,\"Cystic; round ;odd;\",Malignant,33,Yes,4.5\n\
                  I2,N1,bed,?,,,maybe,,,?\n";
    let reading = Folder::new().with("imaging", imaging).with("lesion", lesion).read();
    let person = timeline(&reading, "A");
    let (first, second) = (&person.studies[0], &person.studies[1]);
    assert_eq!((&*first.id, first.region, first.adequate, first.impression), ("I2", None, false, None));
    assert_eq!((&*second.id, second.region, second.adequate), ("I1", Some(Region::WholeBody), true));
    assert_eq!((second.modality, second.impression), (Modality::SpectCt, Some(Impression::Progression)));
    let lesion = &person.lesions[1];
    assert_eq!(
        (lesion.study, lesion.site, lesion.long_mm, lesion.short_mm),
        (1, Site::Node, Some(12.5), Some(8.0))
    );
    assert_eq!(lesion.features.iter().collect::<Vec<_>>(), [Feature::Cystic, Feature::Round]);
    assert_eq!(
        (lesion.cytology, lesion.washout_ng_ml, lesion.avid),
        (Some(Cytology::Malignant), Some(33.0), true)
    );
    assert_eq!((person.lesions[0].study, person.lesions[0].avid), (0, false));
    use FindingKind::*;
    let kinds: Vec<_> =
        findings(&reading, "lesion.csv").iter().map(|found| (found.0, found.1, found.2)).collect();
    assert_eq!(
        kinds,
        [
            (UnknownWord, 2, "features"),
            (UnreadableNumber, 3, "long_mm"),
            (UnknownWord, 3, "cytology"),
            (UnreadableNumber, 3, "suv"),
        ]
    );
    assert_eq!(findings(&reading, "imaging.csv").len(), 3);
}

#[test]
fn the_remaining_sheets() {
    let reading = Folder::new()
        .with("surgery", "person_id,date,type,side,level,intent\nA,2001-02-01,Neck_Dissection,left,VI,Reoperation\nA,2001-01-01,other,,,\n")
        .with("radioiodine", "person_id,date,activity,unit,intent,preparation,post_therapy_scan,place\nA,2001-01-01,100,mci,Ablation,rhTSH,Bed_Only,here\n")
        .with("rhtsh", "person_id,date\nA,2001-01-02\nA,2001-01-01\n")
        .with("treatment", "person_id,date,type\nB,2001-01-01,TKI\n")
        .with("visit", "person_id,date,type\nB,2001-01-01 08:30,anything\n")
        .read();
    let person = timeline(&reading, "A");
    let surgeries: Vec<_> = person.surgeries.iter().map(|row| (row.kind, row.intent)).collect();
    assert_eq!(
        surgeries,
        [(SurgeryKind::Other, None), (SurgeryKind::NeckDissection, Some(SurgeryIntent::Reoperation))]
    );
    let given = &person.administrations[0];
    assert_eq!(
        (given.intent, given.preparation),
        (Some(RadioiodineIntent::Ablation), Some(Preparation::Rhtsh))
    );
    assert_eq!(given.scan, Some(ScanFinding::BedOnly));
    assert_eq!(person.injections.iter().map(|row| row.record.line).collect::<Vec<_>>(), [3, 2]);
    let other = timeline(&reading, "B");
    assert_eq!((other.treatments[0].kind, other.visits.len()), (TreatmentKind::Tki, 1));
    assert!(reading.findings.is_empty());
}

#[test]
fn what_cannot_be_is_named_and_kept() {
    let reading = Folder::new()
        .with("patient", "person_id,sex,birth_date,diagnosis_date,histology,death_date\nA,F,1960-01-02,1950-01-01,8260/3,2005-01-01\n")
        .with("surgery", "person_id,date,type\nA,1955-01-01,lobectomy\nA,2005-01-01,lobectomy\nA,2006-01-01,lobectomy\n")
        .with("radioiodine", "person_id,date,activity,unit\nA,2001-01-01,5000,mCi\n")
        .with("imaging", "imaging_id,person_id,date,modality,region,adequate\nI1,A,2001-01-01,us,neck,yes\n")
        .with("lesion", "imaging_id,lesion_id,site,long_mm,short_mm\nI1,N1,node,8,12\nI1,N2,node,4000,\n")
        .read();
    use FindingKind::*;
    let found: Vec<_> =
        reading.findings.iter().map(|finding| (finding.kind, finding.record.line, finding.column)).collect();
    assert_eq!(
        found,
        [
            (ImplausibleOrder, 2, Some("birth_date")),
            (ImplausibleOrder, 2, Some("date")),
            (ImplausibleOrder, 4, Some("date")),
            (ImplausibleValue, 2, Some("activity")),
            (ImplausibleValue, 2, Some("short_mm")),
            (ImplausibleValue, 3, Some("long_mm")),
        ]
    );
    let person = timeline(&reading, "A");
    assert_eq!((person.surgeries.len(), person.administrations[0].activity_mci), (3, Some(5000.0)));
}
