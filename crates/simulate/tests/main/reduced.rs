//! The reduced sheets hold what the documented list leaves, and nothing else.

use std::collections::HashSet;

use simulate::{Format, Mess, Plan, write_reduced};
use tempfile::TempDir;

use crate::common::{Hospital, hospital};

fn reduced(n_persons: usize, format: Format) -> Hospital {
    let folder = TempDir::new().expect("a folder");
    let plan = Plan { mess: Mess::None, ..Plan::new(n_persons, 5) };
    let summary = write_reduced(&plan, format, folder.path(), &|_| {}).expect("a hospital");
    Hospital { folder, summary }
}

#[test]
fn sheets_lose_nothing() {
    let (whole, reduced) = (hospital(200, 5, Mess::None), reduced(200, Format::Sheets));
    for sheet in simulate::Sheet::ALL {
        let file = format!("{}.csv", sheet.word());
        assert!(whole.bytes(&file) == reduced.bytes(&file), "{file}");
    }
}

#[test]
fn columns_without_a_place_are_empty() {
    for format in [Format::Omop, Format::Fhir] {
        let reduced = reduced(200, format);
        for (sheet, columns) in [
            (
                "patient",
                "tnm_edition t3_reason ete margins vascular_foci positive_nodes largest_node_mm extranodal_extension braf tert",
            ),
            ("surgery", "side level intent"),
            ("radioiodine", "place"),
            ("lab", "assay laboratory detection_limit"),
        ] {
            let table = reduced.sheet(sheet);
            for column in columns.split(' ') {
                assert!(table.column(column).all(str::is_empty), "{sheet}.{column}");
            }
        }
    }
}

#[test]
fn words_are_those_that_codes_can_say() {
    let reduced = reduced(1_000, Format::Omop);
    let words = |sheet: &str, column: &str| -> HashSet<String> {
        reduced.sheet(sheet).column(column).map(str::to_owned).collect()
    };
    let set = |words: &str| words.split(' ').map(|word| word.replace('-', "")).collect::<HashSet<_>>();
    assert_eq!(words("radioiodine", "intent"), set("treatment diagnostic -"));
    assert_eq!(words("radioiodine", "preparation"), set("rhtsh -"));
    assert_eq!(words("radioiodine", "post_therapy_scan"), set("lung bone other_distant -"));
    assert_eq!(words("patient", "death_cause"), set("thyroid_cancer -"));
    assert_eq!(
        words("surgery", "type"),
        set("total_thyroidectomy completion_thyroidectomy lobectomy neck_dissection node_excision")
    );
    let histology = words("patient", "histology");
    assert!(histology.iter().all(|code| code.is_empty() || code.contains('/')), "{histology:?}");
    assert!(histology.contains("8349/1") && histology.contains("8337/3"));
}

/// Where a limit stood, the value says it: `<0.2` for a word, and for a number below it.
#[test]
fn detection_limits_survive_in_the_values() {
    let (whole, reduced) =
        (hospital(400, 5, Mess::None).sheet("lab"), reduced(400, Format::Fhir).sheet("lab"));
    let molar = |row: &&Vec<String>| row[2] == "ft4" && row[4] == "pmol/L";
    let whole_rows: Vec<&Vec<String>> = whole.rows.iter().filter(|row| !molar(row)).collect();
    assert_eq!(whole_rows.len(), reduced.rows.len());
    let mut n_words = 0;
    for (whole_row, row) in whole_rows.iter().zip(&reduced.rows) {
        let (value, limit) = (&whole_row[whole.at("value")], &whole_row[whole.at("detection_limit")]);
        if value.starts_with(char::is_alphabetic) {
            assert_eq!(row[3].strip_prefix('<').map(str::parse::<f64>), Some(limit.parse::<f64>()));
            n_words += 1;
        } else {
            assert_eq!(&row[3], value);
        }
    }
    assert!(n_words > 0);
}

#[test]
fn persons_have_the_ids_of_the_format() {
    assert_eq!(
        reduced(2, Format::Omop).sheet("patient").column("person_id").collect::<Vec<_>>(),
        ["10000001", "10000002"]
    );
    assert_eq!(
        reduced(2, Format::Fhir).sheet("patient").column("person_id").collect::<Vec<_>>(),
        ["P0000001", "P0000002"]
    );
}
