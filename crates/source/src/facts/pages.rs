//! Sheets being written: one page of CSV per sheet and file.

use std::collections::BTreeMap;

use super::SheetText;
use crate::chart::{At, Chart};
use crate::schema::Sheet;

/// The pages written so far.
#[derive(Default)]
pub(crate) struct Pages {
    pages: BTreeMap<(Sheet, u16), SheetText>,
}

/// The columns that are written: those the sheet requires, those that coded records can fill, and last the
/// code that gave the row, or where the facts of a row stand that was put together from several. Any other column of the sheet has no place in a coded source.
pub(crate) fn header(sheet: Sheet) -> &'static [&'static str] {
    match sheet {
        Sheet::Patient => &[
            "person_id",
            "sex",
            "birth_date",
            "diagnosis_date",
            "histology",
            "t",
            "n",
            "m",
            "death_date",
            "death_cause",
            "diagnosis_row",
            "histology_row",
            "t_row",
            "n_row",
            "m_row",
        ],
        Sheet::Surgery => &["person_id", "date", "type", "code"],
        Sheet::Radioiodine => &["person_id", "date", "activity", "unit", "intent", "preparation", "code"],
        Sheet::Lab => &["person_id", "date", "analyte", "value", "unit", "upper_reference", "code"],
        Sheet::Rhtsh => &["person_id", "date", "code"],
        Sheet::Imaging => {
            &["imaging_id", "person_id", "date", "modality", "region", "adequate", "report", "code"]
        }
        Sheet::Lesion => &["imaging_id", "lesion_id", "site"],
        Sheet::Metastasis => &["person_id", "date", "site", "code"],
        Sheet::Treatment => &["person_id", "date", "type", "code"],
        Sheet::Visit => &["person_id", "date", "type"],
    }
}

/// Where facts of a required sheet would stand: the tables of a CDM, the resources of FHIR.
fn tables(sheet: Sheet) -> &'static [&'static str] {
    match sheet {
        Sheet::Patient => &["person", "Patient"],
        Sheet::Surgery => &["procedure_occurrence", "Procedure"],
        Sheet::Radioiodine => {
            &["drug_exposure", "MedicationAdministration", "procedure_occurrence", "Procedure"]
        }
        Sheet::Lab => &["measurement", "Observation"],
        _ => &[],
    }
}

impl Pages {
    /// Adds a row; its cells stand in the order of [`header`].
    pub(crate) fn row<const N: usize>(&mut self, sheet: Sheet, at: At, cells: [&str; N]) {
        debug_assert_eq!(N, header(sheet).len(), "{sheet:?}");
        let page = self.page(sheet, at.file);
        line(&mut page.csv, &cells);
        page.rows.push(at.row);
    }

    fn page(&mut self, sheet: Sheet, file: u16) -> &mut SheetText {
        self.pages.entry((sheet, file)).or_insert_with(|| {
            let mut csv = String::new();
            line(&mut csv, header(sheet));
            SheetText { sheet, file, csv, rows: Vec::new() }
        })
    }

    /// Adds required sheets that have no row, where the source has a table for them.
    pub(crate) fn require(&mut self, chart: &Chart) {
        for &sheet in Sheet::ALL.iter().filter(|sheet| sheet.is_required()) {
            let has_page = self.pages.keys().any(|(known, _)| *known == sheet);
            let named = |table: &str| chart.files.iter().zip(0u16..).find(|(file, _)| file.table == table);
            if let (false, Some((_, file))) = (has_page, tables(sheet).iter().find_map(|table| named(table)))
            {
                self.page(sheet, file);
            }
        }
    }

    /// The pages, by sheet, then by file.
    pub(crate) fn into_sheets(self) -> Vec<SheetText> {
        self.pages.into_values().collect()
    }
}

fn line(csv: &mut String, cells: &[&str]) {
    for (place, cell) in cells.iter().enumerate() {
        if place > 0 {
            csv.push(',');
        }
        quote(csv, cell);
    }
    csv.push('\n');
}

fn quote(csv: &mut String, cell: &str) {
    if !cell.contains([',', '"', '\n', '\r']) {
        csv.push_str(cell);
        return;
    }
    csv.push('"');
    for (place, part) in cell.split('"').enumerate() {
        if place > 0 {
            csv.push_str("\"\"");
        }
        csv.push_str(part);
    }
    csv.push('"');
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn any_cell_can_be_written_and_read_again() {
        let mut csv = String::new();
        line(&mut csv, &["plain", "", "a,b", "say \"so\"", "two\nlines", "\r", "\""]);
        assert_eq!(csv, "plain,,\"a,b\",\"say \"\"so\"\"\",\"two\nlines\",\"\r\",\"\"\"\"\n");
    }

    #[test]
    fn every_written_column_is_one_of_the_sheet_or_explains_the_row() {
        for &sheet in Sheet::ALL {
            let names: Vec<_> = sheet.columns().iter().map(|column| column.name).collect();
            let explains = |name: &str| name == "code" || name.ends_with("_row");
            assert!(header(sheet).iter().all(|name| names.contains(name) || explains(name)), "{sheet:?}");
            let mut required = sheet.columns().iter().filter(|column| column.required);
            assert!(required.all(|column| header(sheet).contains(&column.name)), "{sheet:?}");
        }
    }
}
