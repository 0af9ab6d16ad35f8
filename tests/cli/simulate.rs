//! A synthetic hospital in every format.

use crate::scratch::Scratch;

#[test]
fn a_cdm_has_its_tables_and_its_sidecar() {
    let scratch = Scratch::new();
    scratch.run("simulate --persons 30 --format omop --out made").done();
    assert_eq!(scratch.read("made/cdm/person.csv").lines().count(), 31);
    assert!(scratch.read("made/sidecar/imaging.csv").lines().count() > 30);
    scratch.run("simulate --persons 300 --share 0.1 --format omop --files parquet --out made").done();
    assert_eq!(scratch.read("made/truth/truth.csv").lines().count(), 31);
}

#[test]
fn bulk_files_replace_tables() {
    let scratch = Scratch::new();
    scratch.run("simulate --persons 30 --format omop --out made").done();
    scratch.run("simulate --persons 20 --format fhir --files gzip --out made").done();
    assert_eq!(scratch.read("made/fhir/Patient.000.ndjson").lines().count(), 20);
    scratch.run("simulate --persons 20 --reduced-to omop --out made").done();
    assert!(scratch.read("made/patient.csv").contains("\n10000020,"));
}

#[test]
fn options_that_do_not_fit_each_other_are_refused() {
    let scratch = Scratch::new();
    scratch.run("simulate --format fhir --files parquet --out made").stopped(2).is("simulate-files");
    for line in [
        "simulate --files csv --out made",
        "simulate --share 0.5 --out made",
        "simulate --format omop --share 0 --out made",
        "simulate --format omop --reduced-to fhir --out made",
        "simulate --format hl7 --out made",
    ] {
        scratch.run(line).stopped(2);
    }
}
