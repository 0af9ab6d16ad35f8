//! Whatever the bytes are, it is read or refused, and every line is counted.

use std::collections::BTreeSet;

use proptest::prelude::*;

use super::{SMALL, adds_up, concepts};
use crate::fhir::chart_in_pieces;

const LINES: &str = r##"{"resourceType":"Patient","id":"p","gender":"female","birthDate":"1960-02","deceasedBoolean":true}
{"resourceType":"Condition","id":"c","code":{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/icd-o-3","code":"8260/3"}]},"bodySite":[{"text":"x"}],"stage":[{"summary":{"text":"T1"}}],"subject":{"reference":"Patient/p"},"onsetPeriod":{"start":"2001"}}
{"resourceType":"Observation","id":"o","code":{"coding":[{"system":"http://loinc.org","code":"59847-4"}]},"subject":{"reference":"Patient/p"},"effectiveDateTime":"2001-01-01","valueQuantity":{"value":1.5,"comparator":"<","unit":"é"},"component":[{"code":{"text":"a"},"valueString":"b"}],"referenceRange":[{"high":{"value":2}}]}
{"resourceType":"MedicationAdministration","id":"m","medicationReference":{"reference":"#i"},"contained":[{"resourceType":"Medication","id":"i","code":{"text":"lenvatinib"}}],"subject":{"reference":"Patient/p"},"effectiveDateTime":"2001-01-01","dosage":{"dose":{"value":3}}}
{"resourceType":"DiagnosticReport","id":"r","conclusion":"a","presentedForm":[{"contentType":"text/plain","data":"Zm9v"}],"subject":{"reference":"Patient/p"},"result":[{"reference":"Observation/o"}],"issued":"2001-01-01"}
"##;

/// Bytes that mean something to JSON or to FHIR come often.
fn byte() -> impl Strategy<Value = u8> {
    prop_oneof![any::<u8>(), proptest::sample::select(b"{}[]\",:0-eE.\n\\#/Tt".to_vec())]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn mutated_lines_are_read_or_refused(
        changes in proptest::collection::vec((0..LINES.len(), byte(), 0..3_u8), 0..4),
    ) {
        let mut bytes = LINES.as_bytes().to_vec();
        for (place, byte, how) in changes {
            let place = place.min(bytes.len() - 1);
            match how {
                0 => bytes[place] = byte,
                1 => bytes.insert(place, byte),
                _ => drop(bytes.remove(place)),
            }
        }
        let folder = tempfile::tempdir().expect("a folder for the test");
        std::fs::write(folder.path().join("All.ndjson"), &bytes).expect("it can be written");
        if let Ok(read) = chart_in_pieces(folder.path(), &concepts(), &BTreeSet::new(), SMALL) {
            adds_up(&read);
        }
    }
}
