//! One synthetic hospital in three formats: each gives the patients.csv of the sheets reduced to what that
//! format can hold (docs/guide/formats.md), and the same attrition.

use std::path::Path;

use retreat::study::Study;
use simulate::{Cdm, Format, Packing, Plan, TableFiles};

use super::compare::{assert_same_rows, run_sources};

/// So many that every role of the simulator is there.
const N_PERSONS: usize = 1500;
const SEEDS: [u64; 2] = [7, 2026];

fn plan(seed: u64) -> Plan {
    Plan::new(N_PERSONS, seed)
}

fn source(kind: &str, folder: &Path, name: &str) -> String {
    format!("{kind}:{}", folder.join(name).display())
}

fn reduced(seed: u64, format: Format) -> Study {
    let folder = tempfile::tempdir().expect("a folder");
    simulate::write_reduced(&plan(seed), format, folder.path(), &|_| ()).expect("written");
    run_sources(&[source("sheets", folder.path(), "")])
}

fn assert_same(what: &str, found: &Study, expected: &Study) {
    let patients = report::patients_csv(&expected.results);
    assert!(patients.lines().count() > 20, "{what}: a cohort to compare");
    assert_same_rows(what, &report::patients_csv(&found.results), &patients);
    assert_eq!(report::excluded_csv(&found.results), report::excluded_csv(&expected.results), "{what}");
    assert_eq!(report::attrition_csv(&found.results), report::attrition_csv(&expected.results), "{what}");
}

#[test]
fn an_omop_cdm_gives_what_the_reduced_sheets_give() {
    for seed in SEEDS {
        let expected = reduced(seed, Format::Omop);
        for files in [TableFiles::Csv, TableFiles::Parquet] {
            let folder = tempfile::tempdir().expect("a folder");
            let cdm = Cdm { files, share: 1.0 };
            simulate::write_omop(&plan(seed), &cdm, folder.path(), &|_| ()).expect("written");
            let sources = [source("omop", folder.path(), "cdm"), source("sheets", folder.path(), "sidecar")];
            assert_same(&format!("{files:?}, seed {seed}"), &run_sources(&sources), &expected);
        }
    }
}

#[test]
fn fhir_files_give_what_the_reduced_sheets_give() {
    for seed in SEEDS {
        let expected = reduced(seed, Format::Fhir);
        for packing in [Packing::Plain, Packing::Gzip] {
            let folder = tempfile::tempdir().expect("a folder");
            simulate::write_fhir(&plan(seed), packing, folder.path(), &|_| ()).expect("written");
            let sources = [source("fhir", folder.path(), "fhir"), source("sheets", folder.path(), "sidecar")];
            assert_same(&format!("{packing:?}, seed {seed}"), &run_sources(&sources), &expected);
        }
    }
}

/// Persons of the background are candidates, have no histology, and change nobody else.
#[test]
fn ordinary_persons_around_the_patients_leave_at_the_first_criterion() {
    let write = |share: f64| {
        let folder = tempfile::tempdir().expect("a folder");
        let cdm = Cdm { files: TableFiles::Parquet, share };
        simulate::write_omop(&plan(7), &cdm, folder.path(), &|_| ()).expect("written");
        run_sources(&[source("omop", folder.path(), "cdm"), source("sheets", folder.path(), "sidecar")])
    };
    let study = write(0.2);
    let population = &study.reading.population;
    assert_eq!(population.n_candidates(), N_PERSONS);
    // Four of five are of the background; a few of the simulator's own have another disease.
    let n_background = N_PERSONS - N_PERSONS / 5;
    assert!((n_background..n_background + N_PERSONS / 20).contains(&population.uninvolved.len()));
    assert_eq!(study.results.exclusions.len() + study.results.members.len(), N_PERSONS);
    let first = &study.results.attrition[1];
    assert_eq!(first.criterion, "dtc");
    assert!(first.n_excluded >= population.uninvolved.len());
}
