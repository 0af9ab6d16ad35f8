//! Sheets in memory: read, changed, written again.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

/// The sheets of a folder: name -> rows of cells, the header first.
pub type Sheets = BTreeMap<String, Vec<Vec<String>>>;

/// Reads every CSV file of a folder.
pub fn read(folder: &Path) -> Sheets {
    let files = fs::read_dir(folder).expect("the folder").map(|entry| entry.expect("an entry").path());
    files
        .map(|path| {
            let name = path.file_stem().expect("a name").to_string_lossy().to_string();
            let mut reader = csv::ReaderBuilder::new()
                .has_headers(false)
                .flexible(true)
                .from_path(&path)
                .expect("a CSV file");
            let rows = reader.records().map(|row| row.expect("CSV").iter().map(String::from).collect());
            (name, rows.collect())
        })
        .collect()
}

/// Writes the sheets as CSV files.
pub fn write(sheets: &Sheets, folder: &Path) {
    for (name, rows) in sheets {
        let mut writer = csv::WriterBuilder::new()
            .flexible(true)
            .from_path(folder.join(format!("{name}.csv")))
            .expect("a file");
        for row in rows {
            writer.write_record(row).expect("a row");
        }
        writer.flush().expect("written");
    }
}

/// Position of a column.
pub fn column(rows: &[Vec<String>], name: &str) -> Option<usize> {
    rows[0].iter().position(|cell| cell.trim().eq_ignore_ascii_case(name))
}

/// Changes every cell of the named columns, in all sheets.
pub fn change(sheets: &mut Sheets, columns: &[&str], change: impl Fn(&str) -> String) {
    for rows in sheets.values_mut() {
        let places: Vec<usize> = columns.iter().filter_map(|name| column(rows, name)).collect();
        for row in rows.iter_mut().skip(1) {
            for place in &places {
                if let Some(cell) = row.get_mut(*place) {
                    *cell = change(cell);
                }
            }
        }
    }
}
