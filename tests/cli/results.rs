//! The commands on good data: what they print and which files they make.

use std::fs;
use std::path::Path;

use crate::scratch::Scratch;

/// The acceptance hospital in the folder `hospital`.
pub fn acceptance() -> Scratch {
    let sheets = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/studies/acceptance/sheets");
    fs::read_dir(sheets).expect("the acceptance hospital").fold(Scratch::new(), |scratch, entry| {
        let path = entry.expect("an entry").path();
        let sheet = path.file_stem().expect("a name").to_string_lossy().into_owned();
        scratch.sheet(&sheet, fs::read(&path).expect("a sheet"))
    })
}

#[test]
fn the_acceptance_hospital() {
    let scratch = acceptance();
    let answer = scratch.run("run --out results hospital").done().is("run-acceptance");
    assert_eq!(answer.err, "");
    let expected = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/studies/acceptance/expected");
    for file in ["attrition.csv", "excluded.csv"] {
        let expected = fs::read_to_string(expected.join(file)).expect(file).replace('\r', "");
        assert_eq!(scratch.read(&format!("results/{file}")), expected, "{file}");
    }
}

#[test]
fn members_excluded_and_unknown_persons_are_explained() {
    let scratch = Scratch::with_hospital();
    scratch.run("explain A1 hospital").done().is("explain-member");
    scratch.run("explain B2 hospital").done().is("explain-excluded");
    scratch.run("explain C3 hospital").stopped(2).is("explain-unknown");
    scratch.run("explain a1 hospital").stopped(2);
}

#[test]
fn a_demonstration() {
    let scratch = Scratch::new();
    let answer = scratch.run("demo --persons 120 --out shown").done();
    assert_eq!(answer.err, "");
    assert!(answer.out.starts_with("A synthetic hospital of 120 invented persons: shown"), "{}", answer.out);
    assert!(answer.out.ends_with("report.html\n"), "{}", answer.out);
    assert!(answer.made.contains(&"shown/hospital/truth/truth.csv".to_owned()), "{:?}", answer.made);
    assert!(scratch.read("shown/results/report.html").contains("Synthetic data."));
    let first = scratch.read("shown/results/patients.csv");
    scratch.run("demo --persons 120 --out shown").done();
    assert_eq!(scratch.read("shown/results/patients.csv"), first, "the same seed, the same hospital");
}

#[test]
fn a_demonstration_with_one_person() {
    let answer = Scratch::new().run("demo --persons 1 --seed 3").done();
    assert!(answer.out.contains(" of 1 patients."), "{}", answer.out);
    assert!(answer.made.contains(&"retreat-demo/results/report.html".to_owned()));
}

#[test]
fn a_synthetic_hospital_can_be_read_back() {
    let scratch = Scratch::new();
    scratch.run("simulate --persons 150 --seed 7 --out hospital").done().is("simulate");
    scratch.run("run --out results hospital").done();
    let persons = scratch.read("hospital/truth/truth.csv").lines().count() - 1;
    assert_eq!(persons, 150);
    let step = scratch.read("results/attrition.csv").lines().nth(1).map(str::to_owned);
    assert_eq!(step.as_deref(), Some("0,candidates,0,150"));
}

#[test]
fn a_study_of_ones_own_and_several_sources() {
    let scratch = crate::check::study(&[("id = \"second_radioiodine\"", "id = \"mine\"")])
        .file("more/visit.csv", "person_id,date\nA1,2005-05-05\n");
    scratch.run("run --study protocol.toml --out results hospital more").done();
    assert!(scratch.read("results/results.json").contains("\"study\": \"mine\""));
    assert!(scratch.read("results/patients.csv").contains("2005-05-05"));
    let manifest = scratch.read("results/manifest.json");
    assert!(manifest.contains("hospital/lab.csv") && manifest.contains("more/visit.csv"), "{manifest}");
}

#[test]
fn any_number_of_threads() {
    let scratch = Scratch::with_hospital();
    scratch.run("run --threads 1 --out one hospital").done();
    scratch.run("run --threads 7 --out seven hospital").done();
    assert_eq!(scratch.read("one/report.html"), scratch.read("seven/report.html"));
}
