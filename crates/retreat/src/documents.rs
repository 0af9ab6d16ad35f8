//! The documents for people beside report.html: made side by side from one [`Document`].

use figure::{Print, Scene, Width};
use rayon::prelude::*;
use report::Document;
use report::figures::Plate;

/// Dots per inch of the pictures.
const DOTS_PER_INCH: f64 = 600.0;

/// One file that was made, or why it was not.
pub type Made = Result<(String, Vec<u8>), press::Failure>;

/// `report.pdf`, `manuscript.docx`, `tables.xlsx` and the files of the folder `figures`, in this order.
///
/// Nothing here depends on the number of threads: each file is made by itself.
pub fn documents(document: &Document<'_>) -> Vec<Made> {
    let plates: Vec<Plate> = report::figures::plates(document).into_iter().map(unnamed).collect();
    let whole: [fn(&Document<'_>) -> Made; 3] = [report_pdf, manuscript_docx, tables_xlsx];
    let (whole, figures): (Vec<Made>, Vec<Made>) = rayon::join(
        || whole.par_iter().map(|make| make(document)).collect(),
        || drawings(&plates).into_par_iter().map(|drawing| drawing.make()).collect(),
    );
    whole.into_iter().chain(figures).collect()
}

/// The plate without the identifiers of patients.
fn unnamed(plate: Plate) -> Plate {
    Plate { one_column: plate.one_column.unnamed(), two_columns: plate.two_columns.unnamed(), ..plate }
}

fn report_pdf(document: &Document<'_>) -> Made {
    Ok(("report.pdf".into(), press::pdf(&report::whole_report(document))?))
}

fn manuscript_docx(document: &Document<'_>) -> Made {
    Ok(("manuscript.docx".into(), press::docx(&report::manuscript(document))?))
}

fn tables_xlsx(document: &Document<'_>) -> Made {
    Ok(("tables.xlsx".into(), press::xlsx(&report::journal::workbook(document))?))
}

/// One figure in one width and format.
struct Drawing<'a> {
    plate: &'a Plate,
    width: Width,
    format: &'static str,
}

fn drawings(plates: &[Plate]) -> Vec<Drawing<'_>> {
    let mut all = Vec::new();
    for plate in plates {
        for width in Width::ALL {
            all.extend(["svg", "pdf", "png"].map(|format| Drawing { plate, width, format }));
        }
    }
    all
}

impl Drawing<'_> {
    fn make(&self) -> Made {
        let name = format!("figures/{}-{}mm.{}", self.plate.id, self.width.millimetres(), self.format);
        let scene = self.scene();
        let bytes = match self.format {
            "svg" => figure::svg(scene, Print::Colour, self.plate.id).into_bytes(),
            "pdf" => press::figure_pdf(scene, Print::Colour)?,
            _ => figure::png(scene, Print::Colour, DOTS_PER_INCH)
                .map_err(|cause| press::Failure { document: "a figure as PNG", cause: cause.to_string() })?,
        };
        Ok((name, bytes))
    }

    fn scene(&self) -> &Scene {
        match self.width {
            Width::OneColumn => &self.plate.one_column,
            Width::TwoColumns => &self.plate.two_columns,
        }
    }
}
