//! The open databases are read whole: rows as counted by other programs.

use std::path::{Path, PathBuf};

use arrow_array::StringArray;
use arrow_array::cast::AsArray;
use sieve::cdm::Table;
use sieve::{Catalog, Engine, Filter, Rows, Version, folder};

use super::unpack::unpack;

/// The shared folder beside the repository; a notice where it is absent.
fn shared(path: &str) -> Option<PathBuf> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared").join(path);
    if !path.exists() {
        println!("not run: {} is absent", path.display());
        return None;
    }
    Some(path)
}

fn counts(engine: &dyn Engine) -> Vec<(Table, u64)> {
    let count = |found: &sieve::Found| {
        let columns: Vec<&str> = found.table.columns().iter().map(|column| column.name).collect();
        let selected = engine.select(found.table, &columns, &Filter::Everything).expect("rows");
        let mut scanned = 0;
        let mut each = |rows: &arrow_array::RecordBatch| {
            scanned += rows.num_rows() as u64;
            Ok(())
        };
        engine.scan(found.table, &columns, &mut each).expect("rows");
        assert_eq!((selected.rows.num_rows() as u64, scanned), (selected.n_rows, selected.n_rows));
        (found.table, selected.n_rows)
    };
    engine.catalog().tables.iter().map(count).collect()
}

fn engine(path: &Path) -> Box<dyn Engine> {
    folder(path).unwrap_or_else(|failure| panic!("{failure}"))
}

// python3: for each file, sum(1 for row in csv.reader(file)) - 1; for Parquet,
// pyarrow.parquet.ParquetFile(file).metadata.num_rows
const SYNTHEA: [(Table, u64); 14] = [
    (Table::Person, 28),
    (Table::ObservationPeriod, 28),
    (Table::VisitOccurrence, 1_791),
    (Table::ConditionOccurrence, 470),
    (Table::ProcedureOccurrence, 1_649),
    (Table::DrugExposure, 883),
    (Table::Measurement, 10_040),
    (Table::Observation, 8_099),
    (Table::Death, 3),
    (Table::Note, 0),
    (Table::Concept, 2_294),
    (Table::ConceptRelationship, 266_588),
    (Table::ConceptAncestor, 0),
    (Table::CdmSource, 1),
];

#[test]
fn synthea_is_read_whole_from_csv_and_from_parquet() {
    let Some(data) = shared("data/omop_synthea27nj") else { return };
    let mut all = Vec::new();
    for archive in ["Synthea27Nj_5.4.zip", "Synthea27NjParquet_5.4.zip"] {
        let place = tempfile::tempdir().expect("a folder");
        unpack(&data.join(archive), place.path());
        let engine = engine(place.path());
        let Catalog { version, not_read, .. } = engine.catalog();
        assert_eq!((*version, not_read.len()), (Version::V54, 25), "{not_read:?}");
        assert_eq!(counts(&*engine), SYNTHEA);
        all.push((engine, place));
    }
    for (table, _) in SYNTHEA {
        let columns: Vec<&str> = table.columns().iter().map(|column| column.name).collect();
        let [csv, parquet] = [0, 1].map(|place: usize| {
            let engine: &dyn Engine = &*all[place].0;
            engine.select(table, &columns, &Filter::Everything).expect("rows").rows
        });
        for (number, column) in columns.iter().enumerate() {
            let (csv, parquet) = (csv.column(number), parquet.column(number));
            if WITH_POINT.contains(column) {
                let csv = csv.as_string::<i32>().iter().map(|text| text.map(|text| format!("{text}.0")));
                assert_eq!(csv.collect::<StringArray>(), *parquet.as_string::<i32>(), "{column}");
            } else {
                assert_eq!(csv, parquet, "{} {column}", table.name());
            }
        }
    }
}

/// Texts that the Parquet files hold as `65363002.0` where the CSV files hold `65363002`.
const WITH_POINT: [&str; 4] =
    ["condition_source_value", "procedure_source_value", "drug_source_value", "cause_source_value"];

#[test]
fn gibleed_is_read_whole() {
    let Some(data) = shared("data/omop_gibleed_parquet") else { return };
    let engine = engine(&data);
    assert_eq!(engine.catalog().version, Version::V53);
    let expected = [
        (Table::Person, 2_694),
        (Table::ObservationPeriod, 5_343),
        (Table::VisitOccurrence, 1_037),
        (Table::ConditionOccurrence, 65_332),
        (Table::ProcedureOccurrence, 37_409),
        (Table::DrugExposure, 67_707),
        (Table::Measurement, 44_053),
        (Table::Observation, 1_477),
        (Table::Death, 0),
        (Table::Note, 0),
        (Table::Concept, 444),
        (Table::ConceptRelationship, 8),
        (Table::ConceptAncestor, 65_690),
        (Table::CdmSource, 1),
    ];
    assert_eq!(counts(&*engine), expected);
    // 2,649 periods without a person; not one measurement with a value (data/README.md)
    let known = Filter::All(vec![Filter::KnownPerson]);
    let periods = engine.select(Table::ObservationPeriod, &["person_id"], &known).expect("rows");
    assert_eq!((periods.n_rows, periods.passed), (5_343, vec![5_343 - 2_649]));
    let columns = ["measurement_id", "value_as_number"];
    let measured =
        Rows::new(engine.select(Table::Measurement, &columns, &Filter::Everything).expect("rows").rows);
    assert!((0..measured.len()).all(|row| measured.number("value_as_number", row).is_none()));
}

#[test]
fn an_empty_cdm_is_of_its_version() {
    let Some(data) = shared("data/omop_testgenerator/emptycdm_5.4") else { return };
    let engine = engine(&data);
    assert_eq!(engine.catalog().version, Version::V54);
    assert!(counts(&*engine).iter().all(|(_, n)| *n == 0));
}

#[test]
fn the_acceptance_hospital_is_read_whole() {
    let Some(data) = shared("acceptance/omop/cdm") else { return };
    let engine = engine(&data);
    assert_eq!(engine.catalog().version, Version::V54);
    let expected = [
        (Table::Person, 900),
        (Table::ObservationPeriod, 900),
        (Table::VisitOccurrence, 2_649),
        (Table::ConditionOccurrence, 2_156),
        (Table::ProcedureOccurrence, 3_193),
        (Table::DrugExposure, 1_671),
        (Table::Measurement, 11_911),
        (Table::Death, 52),
        (Table::Note, 296),
        (Table::Concept, 89),
        (Table::ConceptRelationship, 75),
        (Table::ConceptAncestor, 104),
    ];
    assert_eq!(counts(&*engine), expected);
}
