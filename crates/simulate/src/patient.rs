//! The patient row.

use crate::care::Care;
use crate::cell::Cell;
use crate::disease::Disease;
use crate::draw::Draw;
use crate::role::Role;
use crate::sheet::{Chart, Sheet};

/// Differentiated carcinoma, as codes and names.
const DIFFERENTIATED: [(&str, f64); 26] = [
    ("8260/3", 46.0),
    ("8340/3", 12.0),
    ("8344/3", 6.0),
    ("8330/3", 4.0),
    ("8050/3", 3.0),
    ("8290/3", 3.0),
    ("8335/3", 1.5),
    ("8343/3", 1.5),
    ("8350/3", 1.0),
    ("8337/3", 1.5),
    ("8341/3", 1.0),
    ("8342/3", 0.5),
    ("8339/3", 0.5),
    ("8331/3", 0.5),
    ("8332/3", 0.5),
    ("papillary thyroid carcinoma", 6.0),
    ("papillary carcinoma", 2.0),
    ("PTC", 2.0),
    ("papillary microcarcinoma", 1.5),
    ("follicular variant of papillary carcinoma", 1.0),
    ("tall cell variant of papillary thyroid carcinoma", 1.0),
    ("follicular thyroid carcinoma", 1.0),
    ("FTC", 0.5),
    ("oncocytic carcinoma", 0.5),
    ("Hurthle cell carcinoma", 0.5),
    ("poorly differentiated thyroid carcinoma", 0.3),
];
const MEDULLARY: [(&str, f64); 3] = [("8345/3", 4.0), ("8510/3", 2.0), ("8346/3", 0.5)];
const OTHER: [(&str, f64); 11] = [
    ("8349/1", 3.0),
    ("8020/3", 1.0),
    ("8021/3", 2.0),
    ("9680/3", 0.7),
    ("8330/0", 1.5),
    ("8260", 0.7),
    ("", 1.5),
    ("NIFTP", 1.5),
    ("follicular adenoma", 2.0),
    ("hyperthyroidism", 1.0),
    ("see report", 0.5),
];

/// Adds the patient row.
pub(crate) fn record(care: &Care, disease: &Disease, chart: &mut Chart, draw: &mut Draw) {
    let histology = match care.role {
        Role::OtherHistology if disease.calcitonin => draw.weighted(&MEDULLARY),
        Role::OtherHistology => draw.weighted(&OTHER),
        _ => draw.weighted(&DIFFERENTIATED),
    };
    let sex = draw.weighted(&[("F", 0.655), ("M", 0.335), ("U", 0.004), ("", 0.004)]);
    let birth = match draw.unit() {
        u if u < 0.01 => Cell::Text(care.birth.ymd().0.to_string()),
        u if u < 0.013 => Cell::Empty,
        _ => Cell::Date(care.birth),
    };
    let mut cells =
        vec![Cell::Person, Cell::word(sex), birth, Cell::Date(care.diagnosis), Cell::word(histology)];
    stage(care, &mut cells, draw);
    pathology(&mut cells, draw);
    cells.push(Cell::date(care.death.map(|death| death.0)));
    cells.push(Cell::word(care.death.map_or("", |death| death.1)));
    chart.add(Sheet::Patient, care.diagnosis, cells);
}

/// t, n, m, tnm_edition, t3_reason.
fn stage(care: &Care, cells: &mut Vec<Cell>, draw: &mut Draw) {
    let year = care.diagnosis.ymd().0;
    let t = draw.weighted(&[
        ("T1a", 2.0),
        ("T1b", 3.0),
        ("T2", 3.0),
        ("T3", 3.5),
        ("T4a", 0.9),
        ("pT2", 0.3),
        ("", 0.8),
    ]);
    let n = draw.weighted(&[("N0", 3.0), ("N1a", 2.5), ("N1b", 2.5), ("NX", 1.0), ("", 0.5)]);
    let m = if care.role == Role::Metastatic {
        draw.weighted(&[("M1", 3.0), ("1", 1.5), ("pM1", 0.5), ("M0", 3.0), ("", 2.0)])
    } else {
        draw.weighted(&[("M0", 4.0), ("0", 2.0), ("cM0", 0.5), ("MX", 2.0), ("", 1.5)])
    };
    let edition = match year {
        year if year >= 2017 => "8",
        year if year >= 2010 => "7",
        year if year >= 2003 => "6",
        _ => "",
    };
    let reason = if t == "T3" { draw.one_of(&["minimal_ete", "size", ""]) } else { "" };
    cells.extend([t, n, m, edition, reason].map(Cell::word));
}

/// ete, margins, vascular_foci, positive_nodes, largest_node_mm, extranodal_extension, braf, tert.
fn pathology(cells: &mut Vec<Cell>, draw: &mut Draw) {
    cells.push(Cell::word(draw.weighted(&[("none", 5.0), ("microscopic", 2.5), ("gross", 1.2), ("", 1.0)])));
    cells.push(Cell::word(draw.weighted(&[("R0", 6.0), ("R1", 1.8), ("R2", 0.4), ("", 1.6)])));
    let mut count = |known: f64, low: i32, high: i32| {
        let (known, number) = (draw.chance(known), draw.whole(low, high));
        if known { Cell::number(f64::from(number), 0) } else { Cell::Empty }
    };
    let (foci, nodes, largest) = (count(0.3, 0, 6), count(0.5, 0, 15), count(0.4, 2, 40));
    cells.extend([foci, nodes, largest]);
    cells.push(Cell::word(draw.weighted(&[("no", 3.0), ("yes", 1.3), ("", 5.0)])));
    cells.push(Cell::word(draw.weighted(&[("positive", 1.8), ("negative", 1.5), ("", 6.0)])));
    cells.push(Cell::word(draw.weighted(&[("negative", 0.8), ("positive", 0.1), ("", 9.0)])));
}
