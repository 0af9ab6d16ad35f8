//! Which files are which table.

use sieve::cdm::Table;
use sieve::{Failure, Filter, folder};

use super::{PERSON, place};

const DEATH: &[u8] = b"person_id,death_date\n1,2010-05-01\n";

/// Tables as shown with their numbers of rows, and what was not read.
type Tables = (Vec<(String, u64)>, Vec<String>);

/// The tables as shown, with how many rows each has, and what was not read; or the faults.
fn found(files: &[(&str, &[u8])]) -> Result<Tables, Vec<String>> {
    let place = place(files);
    let engine = match folder(place.path()) {
        Ok(engine) => engine,
        Err(Failure::Data(faults)) => {
            return Err(faults
                .iter()
                .map(|fault| format!("{} {}", fault.place, fault.kind.word()))
                .collect());
        }
        Err(world) => panic!("{world}"),
    };
    let catalog = engine.catalog();
    let n_rows =
        |table: Table| engine.select(table, &["person_id"], &Filter::Everything).expect("rows").n_rows;
    let tables = catalog.tables.iter().map(|found| (found.name.clone(), n_rows(found.table))).collect();
    Ok((tables, catalog.not_read.clone()))
}

fn tables(files: &[(&str, &[u8])]) -> Vec<(String, u64)> {
    found(files).expect("tables").0
}

#[test]
fn shards_are_one_table_and_junk_is_none() {
    let person = PERSON.as_bytes();
    let table = |name: &str, n| (name.to_owned(), n);
    for shards in
        [["death/part-0.csv", "death/part-1.csv"], ["DEATH.csv/part-0.csv", "DEATH.csv/x/part-1.TXT"]]
    {
        let files = [("person.csv", person), (shards[0], DEATH), (shards[1], DEATH)];
        let name = if shards[0].starts_with('d') { "death/" } else { "DEATH.csv/" };
        assert_eq!(tables(&files), [table("person.csv", 2), table(name, 2)]);
    }
    let files = [("PERSON.CSV", person), ("Death-00001-of-2.csv", DEATH), ("Death-00002-of-2.csv", DEATH)];
    assert_eq!(tables(&files), [table("PERSON.CSV", 2), table("death*", 2)]);
    let junk = [
        ("person.csv", person),
        ("._person.csv", &b"\0"[..]),
        ("__MACOSX/._person.csv", b"\0"),
        (".DS_Store", b"\0"),
        ("death/_SUCCESS", b""),
        ("death/.part-0.csv.crc", b""),
        ("death/part-0.csv", DEATH),
        ("death/readme.md", b""),
        ("location.csv", b""),
        ("old/person.csv", person),
    ];
    let (tables, not_read) = found(&junk).expect("tables");
    assert_eq!(tables, [table("person.csv", 2), table("death/", 1)]);
    assert_eq!(not_read, ["death/readme.md", "location.csv", "old/"]);
}

#[test]
fn the_tables_may_be_one_folder_further_down() {
    let person = PERSON.as_bytes();
    let files =
        [("cdm/person.csv", person), ("cdm/death.csv", DEATH), ("sheets/lesion.csv", b""), ("a.md", b"")];
    let (tables, not_read) = found(&files).expect("tables");
    assert_eq!(tables, [("cdm/person.csv".to_owned(), 2), ("cdm/death.csv".to_owned(), 1)]);
    assert_eq!(not_read, ["a.md", "sheets/"]);
    let several = found(&[("a/person.csv", person), ("b/person.csv", person)]).expect_err("two folders");
    assert!(several[0].ends_with("unknown_source"), "{several:?}");
}

#[test]
fn a_table_must_not_be_there_twice() {
    let person = PERSON.as_bytes();
    for twice in [
        ["death.csv", "DEATH.csv"],
        ["death.csv", "death.csv.gz"],
        ["death.csv", "death.parquet"],
        ["death.csv", "death/part-0.csv"],
        ["death.csv", "death_1.csv"],
        ["death_0.csv", "death_1.parquet"],
    ] {
        let faults =
            found(&[("person.csv", person), (twice[0], DEATH), (twice[1], DEATH)]).expect_err("twice");
        assert!(faults[0].ends_with("duplicate_table"), "{twice:?} {faults:?}");
    }
    let mixed = [("person.csv", person), ("death/0.csv", DEATH), ("death/1.parquet", DEATH)];
    assert!(found(&mixed).expect_err("mixed")[0].ends_with("duplicate_table"));
    let partitioned = [("person.csv", person), ("death/death_date=2010-05-01/0.csv", DEATH)];
    assert!(found(&partitioned).expect_err("partitioned")[0].ends_with("missing_column"));
}
