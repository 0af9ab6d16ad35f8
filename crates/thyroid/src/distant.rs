//! Evidence of distant metastases (contract 4).

use timeline::{
    Administration, Cytology, Day, Event, Imaging, Metastasis, RecordRef, Rule, ScanFinding, Site, Tumour,
};

use crate::structural::needle;

/// M category.
pub static BY_M: Rule = Rule { id: "4.distant.m", says: "The M category is 1." };
/// Scan after radioiodine.
pub static BY_SCAN: Rule = Rule {
    id: "4.distant.scan",
    says: "The scan after an administration shows lung, bone or another distant site.",
};
/// Lesion.
pub static BY_LESION: Rule = Rule {
    id: "4.distant.lesion",
    says: "A lesion of lung, bone or another distant site whose latest diagnostic cytology is not benign.",
};

/// Diagnosis.
pub static BY_DIAGNOSIS: Rule = Rule {
    id: "10.distant.diagnosis",
    says: "A coded diagnosis of a metastasis in lung, bone or another distant site.",
};

/// One piece of evidence of distant disease.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DistantEvidence {
    /// The rule.
    pub rule: &'static Rule,
    /// The row.
    pub record: RecordRef,
    /// Its day; `None` for the M category.
    pub day: Option<Day>,
}

/// All evidence of distant disease dated on or before `until` (`None`: at any time). The M category
/// has no date and always counts; a scan is dated as its administration, of any intent; lesions count
/// whatever their study's quality; a diagnosis counts as a lesion without cytology.
pub fn distant_evidence(
    tumour: &Tumour,
    patient_record: RecordRef,
    administrations: &[Administration],
    imaging: Imaging<'_>,
    metastases: &[Metastasis],
    until: Option<Day>,
) -> Vec<DistantEvidence> {
    let in_time = |day: Day| until.is_none_or(|last| day <= last);
    let m = tumour.m.as_deref().filter(|m| is_m1(m)).map(|_| DistantEvidence {
        rule: &BY_M,
        record: patient_record,
        day: None,
    });
    let scans = administrations
        .iter()
        .filter(|row| in_time(row.day()))
        .filter(|row| {
            matches!(row.scan, Some(ScanFinding::Lung | ScanFinding::Bone | ScanFinding::OtherDistant))
        })
        .map(|row| DistantEvidence { rule: &BY_SCAN, record: row.record, day: Some(row.day()) });
    let lesions = imaging
        .lesions
        .iter()
        .filter(|lesion| in_time(lesion.day))
        .filter(|lesion| is_distant(lesion.site))
        .filter(|lesion| {
            let cytology = needle(imaging.lesions, &lesion.id, until).cytology;
            !matches!(cytology, Some((_, Cytology::Benign)))
        })
        .map(|lesion| DistantEvidence { rule: &BY_LESION, record: lesion.record, day: Some(lesion.day) });
    let diagnoses = metastases
        .iter()
        .filter(|row| in_time(row.day) && is_distant(row.site))
        .map(|row| DistantEvidence { rule: &BY_DIAGNOSIS, record: row.record, day: Some(row.day) });
    m.into_iter().chain(scans).chain(lesions).chain(diagnoses).collect()
}

/// Mediastinal disease is locoregional.
fn is_distant(site: Site) -> bool {
    matches!(site, Site::Lung | Site::Bone | Site::OtherDistant)
}

/// `1`, or a text that begins with M1 after an optional c or p; case ignored.
pub fn is_m1(m: &str) -> bool {
    let m = m.trim().to_ascii_lowercase();
    m == "1" || m.strip_prefix(['c', 'p']).unwrap_or(&m).starts_with("m1")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_diagnosis_is_evidence_from_its_day_on_and_needs_no_study() {
        let diagnosis = |line, day, site| Metastasis {
            day: Day::from_number(day),
            site,
            record: RecordRef { file: 0, line },
        };
        let rows =
            [diagnosis(2, 10, Site::Mediastinum), diagnosis(3, 11, Site::Lung), diagnosis(4, 20, Site::Bone)];
        let found = |until: Option<i32>| -> Vec<u32> {
            let nothing = Imaging { studies: &[], lesions: &[] };
            let until = until.map(Day::from_number);
            let record = RecordRef { file: 1, line: 1 };
            let found = distant_evidence(&Tumour::default(), record, &[], nothing, &rows, until);
            found.iter().map(|evidence| evidence.record.line).collect()
        };
        assert!(found(Some(10)).is_empty());
        assert_eq!(found(Some(11)), [3]);
        assert_eq!(found(Some(19)), [3]);
        assert_eq!(found(None), [3, 4]);
        let nothing = Imaging { studies: &[], lesions: &[] };
        let tumour = Tumour { m: Some("M1".into()), ..Tumour::default() };
        let all = distant_evidence(&tumour, RecordRef { file: 1, line: 1 }, &[], nothing, &rows, None);
        let days: Vec<Option<Day>> = all.iter().map(|evidence| evidence.day).collect();
        assert_eq!(days, [None, Some(Day::from_number(11)), Some(Day::from_number(20))], "M has no day");
    }
}
