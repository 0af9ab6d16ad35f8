//! From a table's row to rows of sheets: the shorthands of the manual, written out.

use std::collections::BTreeMap;

use crate::spec::day::dated;

/// One row of a sheet: column -> cell.
pub type Row = BTreeMap<String, String>;

/// Every sheet with its columns, as in section 1 of the study contract.
pub const SHEETS: [(&str, &str); 9] = [
    (
        "patient",
        "person_id sex birth_date diagnosis_date histology t n m tnm_edition t3_reason ete margins \
         vascular_foci positive_nodes largest_node_mm extranodal_extension braf tert death_date death_cause",
    ),
    ("surgery", "person_id date type side level intent"),
    ("radioiodine", "person_id date activity unit intent preparation post_therapy_scan place"),
    ("lab", "person_id date analyte value unit assay laboratory detection_limit upper_reference"),
    ("rhtsh", "person_id date"),
    ("imaging", "imaging_id person_id date modality region adequate impression report"),
    (
        "lesion",
        "imaging_id lesion_id site level side long_mm short_mm features cytology washout_ng_ml avid suv",
    ),
    ("treatment", "person_id date type"),
    ("visit", "person_id date type"),
];

/// The sheets without which a run stops.
pub const REQUIRED: [&str; 4] = ["patient", "surgery", "radioiodine", "lab"];

/// The rows of sheets that one row of a table stands for.
///
/// `kind` is a sheet, `seen` or `followed`; `cells` are the columns of the table without expectations.
pub fn expand(kind: &str, person: &str, cells: &Row) -> Vec<(&'static str, Row)> {
    let mut row = with_dates(cells);
    match kind {
        "seen" => seen(person, row),
        "followed" => followed(person, &row),
        "lesion" => vec![("lesion", row)],
        _ => {
            row.entry("person_id".into()).or_insert_with(|| person.into());
            match kind {
                "lab" => lab(row),
                "radioiodine" => vec![("radioiodine", dose(row))],
                _ => vec![(sheet(kind), row)],
            }
        }
    }
}

/// The cells with days written out in the columns that hold dates.
pub fn with_dates(cells: &Row) -> Row {
    let written = |(column, cell): (&String, &String)| {
        (column.clone(), if column.ends_with("date") { dated(cell) } else { cell.clone() })
    };
    cells.iter().map(written).collect()
}

fn sheet(kind: &str) -> &'static str {
    let known = SHEETS.iter().find(|(name, _)| *name == kind);
    known.unwrap_or_else(|| panic!("{kind} is no sheet")).0
}

fn row(cells: &[(&str, &str)]) -> Row {
    cells.iter().map(|(column, cell)| (column.to_string(), cell.to_string())).collect()
}

fn dose(mut row: Row) -> Row {
    for (column, cell) in [("activity", "100"), ("unit", "mCi"), ("intent", "treatment")] {
        row.entry(column.into()).or_insert_with(|| cell.into());
    }
    row
}

/// `sttg` and `suptg`, and the columns `tsh` and `tgab`.
fn lab(mut row: Row) -> Vec<(&'static str, Row)> {
    let mut same_day: Vec<(&str, String)> = Vec::new();
    for analyte in ["tsh", "tgab"] {
        let value = row.remove(analyte).filter(|value| !value.is_empty());
        same_day.extend(value.map(|value| (analyte, value)));
    }
    match row["analyte"].as_str() {
        "sttg" => same_day.push(("tsh", "80".into())),
        "suptg" => same_day.push(("tsh", "0.1".into())),
        _ => {}
    }
    if ["sttg", "suptg"].contains(&row["analyte"].as_str()) {
        row.insert("analyte".into(), "tg".into());
    }
    let unit = usual_unit(&row["analyte"]);
    row.entry("unit".into()).or_insert_with(|| unit.into());
    let others: Vec<Row> = same_day
        .iter()
        .map(|(analyte, value)| {
            let mut other =
                self::row(&[("analyte", analyte), ("value", value), ("unit", usual_unit(analyte))]);
            for column in ["person_id", "date"] {
                other.insert(column.into(), row[column].clone());
            }
            other
        })
        .collect();
    std::iter::once(row).chain(others).map(|row| ("lab", row)).collect()
}

fn usual_unit(analyte: &str) -> &'static str {
    match analyte {
        "tg" => "ng/mL",
        "tsh" => "mIU/L",
        "tgab" => "IU/mL",
        _ => "",
    }
}

/// A study and, unless it shows nothing, a lesion.
fn seen(person: &str, mut cells: Row) -> Vec<(&'static str, Row)> {
    let lesion_columns =
        ["lesion", "site", "long_mm", "short_mm", "features", "cytology", "washout_ng_ml", "avid"];
    let shows = lesion_columns.iter().any(|column| cells.contains_key(*column));
    let region = cells.remove("region").unwrap_or_else(|| "neck".into());
    let usual = if region == "neck" { "us" } else { "ct" };
    let modality = cells.remove("modality").unwrap_or_else(|| usual.into());
    let adequate = cells.remove("adequate").unwrap_or_else(|| "yes".into());
    let date = cells.remove("date").expect("a study has a date");
    let named = cells.remove("study").filter(|name| !name.is_empty());
    let imaging_id = named.unwrap_or_else(|| format!("{person} {date} {modality} {region} {adequate}"));
    let study = row(&[
        ("imaging_id", &imaging_id),
        ("person_id", person),
        ("date", &date),
        ("modality", &modality),
        ("region", &region),
        ("adequate", &adequate),
    ]);
    let lesion_id = cells.remove("lesion").unwrap_or_else(|| "n1".into());
    if !shows || lesion_id == "nothing" {
        return vec![("imaging", study)];
    }
    assert!(!lesion_id.is_empty(), "the column lesion holds an identifier or `nothing`");
    let mut lesion = cells;
    lesion.insert("imaging_id".into(), imaging_id);
    lesion.insert("lesion_id".into(), lesion_id);
    lesion.entry("site".into()).or_insert_with(|| "node".into());
    vec![("imaging", study), ("lesion", lesion)]
}

/// The node `n1` before and after, by ultrasound of the neck.
fn followed(person: &str, cells: &Row) -> Vec<(&'static str, Row)> {
    [("t0-30", "before"), ("t0+547", "after")]
        .into_iter()
        .flat_map(|(day, column)| {
            let size = cells.get(column).expect("a followed node has a size before and after");
            let cells = row(&[("date", &dated(day)), ("short_mm", size), ("features", "microcalcification")]);
            seen(person, cells)
        })
        .collect()
}
