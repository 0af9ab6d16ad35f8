//! The patient sheet.

use timeline::{Morphology, Patient, Sex, Tumour};

use super::row::Row;
use super::{Context, Record, Taken};
use crate::cell::histology::morphology;
use crate::cell::word::in_lower_case;
use crate::finding::FindingKind;
use crate::ids::hash;
use crate::schema::Sheet;

const PERSON: usize = 0;
const SEX: usize = 1;
const BIRTH: usize = 2;
const DIAGNOSIS: usize = 3;
const HISTOLOGY: usize = 4;
const T: usize = 5;
const N: usize = 6;
const M: usize = 7;
const EDITION: usize = 8;
const T3_REASON: usize = 9;
const EXTENSION: usize = 10;
const MARGINS: usize = 11;
const FOCI: usize = 12;
const NODES: usize = 13;
const LARGEST_NODE: usize = 14;
const EXTRANODAL: usize = 15;
const BRAF: usize = 16;
const TERT: usize = 17;
const DEATH: usize = 18;
const CAUSE: usize = 19;

impl Record for Patient {
    const SHEET: Sheet = Sheet::Patient;
    type Memory = ();

    fn read<'r>(row: &mut Row<'r>, _: &mut (), context: &Context<'r>) -> Taken<Patient> {
        let Some(id) = row.key_id(PERSON) else {
            return Taken::NotUsed;
        };
        let patient = Patient {
            id: id.into(),
            sex: sex(row),
            birth: row.birth_day(BIRTH, context),
            diagnosis: row.day(DIAGNOSIS, context),
            morphology: histology(row),
            tumour: tumour(row),
            death: row.day(DEATH, context),
            death_cause: row.word(CAUSE),
            record: row.record,
        };
        Taken::Used(0, 0, patient)
    }

    const IS_KEYED: bool = true;

    fn identity(&self) -> u32 {
        hash(self.id.as_bytes(), 0)
    }

    fn is_same(&self, other: &Self) -> bool {
        self.id == other.id
    }

    fn line(&self) -> u32 {
        self.record.line
    }
}

fn sex(row: &mut Row<'_>) -> Sex {
    let cell = row.cell(SEX);
    let found = in_lower_case(cell, |word| match word {
        "f" => Some(Sex::Female),
        "m" => Some(Sex::Male),
        "u" | "" => Some(Sex::Unknown),
        _ => None,
    });
    found.unwrap_or_else(|| {
        row.report(SEX, FindingKind::UnknownWord, "not one of F, M, U; read as U");
        Sex::Unknown
    })
}

fn histology(row: &mut Row<'_>) -> Option<Morphology> {
    let found = morphology(row.cell(HISTOLOGY));
    if found.is_none() && !row.cell(HISTOLOGY).is_empty() {
        let message = "neither an ICD-O-3 code with behaviour (8260/3) nor a known name; \
                       not a differentiated thyroid carcinoma";
        row.report(HISTOLOGY, FindingKind::HistologyUnknown, message);
    }
    found
}

fn tumour(row: &mut Row<'_>) -> Tumour {
    Tumour {
        t: row.text(T),
        n: row.text(N),
        m: row.text(M),
        tnm_edition: row.text(EDITION),
        t3_reason: row.text(T3_REASON),
        extension: row.word(EXTENSION),
        margins: row.word(MARGINS),
        vascular_foci: row.number(FOCI),
        positive_nodes: row.number(NODES),
        largest_node_mm: row.number(LARGEST_NODE),
        extranodal_extension: row.text(EXTRANODAL),
        braf: row.text(BRAF),
        tert: row.text(TERT),
    }
}
