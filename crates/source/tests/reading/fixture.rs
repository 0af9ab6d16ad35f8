//! A small hospital in a temporary folder.

use std::path::PathBuf;

use source::{
    Failure, Finding, FindingKind, Options, ProblemKind, Reading, Refusal, SourceFile, SourceSpec, read,
};
use tempfile::TempDir;
use timeline::Timeline;

pub const PATIENT: &str = "person_id,sex,birth_date,diagnosis_date,histology\n";
pub const SURGERY: &str = "person_id,date,type\n";
pub const RADIOIODINE: &str = "person_id,date,activity,unit\n";
pub const LAB: &str = "person_id,date,analyte,value,unit\n";
pub const IMAGING: &str = "imaging_id,person_id,date,modality,region,adequate\n";
pub const LESION: &str = "imaging_id,lesion_id,site\n";

/// A folder with the four required sheets: patients A and B, and no events.
pub struct Folder {
    folder: TempDir,
    pub options: Options,
}

impl Folder {
    pub fn new() -> Folder {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let here = Folder { folder, options: Options::default() };
        let patients = "A,F,1960-01-02,2000-03-04,8260/3\nB,M,1970,2001-05-06,8330/3\n";
        here.with("patient", &format!("{PATIENT}{patients}"))
            .with("surgery", SURGERY)
            .with("radioiodine", RADIOIODINE)
            .with("lab", LAB)
    }

    pub fn with(self, sheet: &str, text: &str) -> Folder {
        self.with_bytes(&format!("{sheet}.csv"), text.as_bytes())
    }

    pub fn with_bytes(self, file: &str, bytes: &[u8]) -> Folder {
        std::fs::write(self.path().join(file), bytes).expect("the file can be written");
        self
    }

    pub fn without(self, file: &str) -> Folder {
        std::fs::remove_file(self.path().join(file)).expect("the file was there");
        self
    }

    pub fn tolerant(mut self) -> Folder {
        self.options.max_rows_not_used = 1.0;
        self
    }

    pub fn path(&self) -> PathBuf {
        self.folder.path().to_owned()
    }

    pub fn spec(&self) -> SourceSpec {
        SourceSpec::new(self.folder.path())
    }

    pub fn read(&self) -> Reading {
        match read(&[self.spec()], &self.options, &()) {
            Ok(reading) => reading,
            Err(failure) => panic!("{failure}"),
        }
    }

    pub fn refusal(&self) -> Refusal {
        refusal(&[self.spec()], &self.options)
    }
}

pub fn refusal(specs: &[SourceSpec], options: &Options) -> Refusal {
    match read(specs, options, &()) {
        Err(Failure::Refused(refusal)) => refusal,
        other => panic!("not refused: {other:?}"),
    }
}

/// Kind, file and line of each problem.
pub fn problems(refusal: &Refusal) -> Vec<(ProblemKind, &str, Option<u64>)> {
    refusal.problems.iter().map(|problem| (problem.kind, &*problem.file, problem.line)).collect()
}

/// Kind, line, column and text of each finding of a file.
pub fn findings<'a>(reading: &'a Reading, file: &str) -> Vec<(FindingKind, u32, &'a str, &'a str)> {
    let of_file = |finding: &&'a Finding| reading.file_name(finding.record) == file;
    let parts = |finding: &'a Finding| {
        (finding.kind, finding.record.line, finding.column.unwrap_or(""), &*finding.text)
    };
    reading.findings.iter().filter(of_file).map(parts).collect()
}

pub fn account<'a>(reading: &'a Reading, file: &str) -> &'a SourceFile {
    reading.files.iter().find(|found| found.name == file).expect("the file was read")
}

/// Read, used, not used, ignored, duplicates, conflicting.
pub fn counts(reading: &Reading, file: &str) -> [u64; 6] {
    let file = account(reading, file);
    [file.rows_read, file.rows_used, file.rows_not_used, file.rows_ignored, file.duplicates, file.conflicting]
}

pub fn timeline<'a>(reading: &'a Reading, id: &str) -> Timeline<'a> {
    reading.population.timeline(reading.population.find(id).expect("the person was read"))
}

/// Everything a reading says of its persons, as text that can be compared. Rows are named by file and
/// line, so two readings are equal when they agree row by row.
pub fn picture(reading: &Reading) -> String {
    use std::fmt::Write;

    let mut text = String::new();
    let population = &reading.population;
    for person in 0..population.len() {
        let timeline = population.timeline(person);
        let patient = timeline.patient;
        let tumour = &patient.tumour;
        let _ = writeln!(
            text,
            "{} {:?} {:?} {:?} {:?} {:?} {:?} {:?} | {:?} {:?} {:?} {:?} {:?} {:?} {:?}",
            patient.id,
            patient.sex,
            patient.birth,
            patient.diagnosis,
            patient.morphology,
            patient.death,
            patient.death_cause,
            patient.record,
            tumour.t,
            tumour.n,
            tumour.m,
            tumour.extension,
            tumour.margins,
            tumour.vascular_foci,
            tumour.positive_nodes,
        );
        for row in timeline.surgeries {
            let _ = writeln!(text, "  {:?} {:?} {:?} {:?}", row.day, row.kind, row.intent, row.record);
        }
        for row in timeline.administrations {
            let parts = (row.day, row.activity_mci, row.intent, row.preparation, row.scan, row.record);
            let _ = writeln!(text, "  {parts:?}");
        }
        for row in timeline.labs {
            let value = row.value.map(|value| (value.number, value.comparator));
            let assay = row.assay.map(|assay| &population.assays[usize::from(assay.get()) - 1]);
            let parts = (row.day, row.analyte, value, assay, row.upper_reference, row.record);
            let _ = writeln!(text, "  {parts:?}");
        }
        for row in timeline.injections {
            let _ = writeln!(text, "  {:?} {:?}", row.day, row.record);
        }
        for row in timeline.studies {
            let parts =
                (row.day, &row.id, row.modality, row.region, row.adequate, row.impression, row.record);
            let _ = writeln!(text, "  {parts:?}");
        }
        for row in timeline.lesions {
            let parts = (row.day, row.study, &row.id, row.site, row.long_mm, row.short_mm);
            let more = (row.features, row.cytology, row.washout_ng_ml, row.avid, row.record);
            let _ = writeln!(text, "  {parts:?} {more:?}");
        }
        for row in timeline.treatments {
            let _ = writeln!(text, "  {:?} {:?} {:?}", row.day, row.kind, row.record);
        }
        for row in timeline.visits {
            let _ = writeln!(text, "  {:?} {:?}", row.day, row.record);
        }
    }
    text
}
