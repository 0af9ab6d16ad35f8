//! What people and programs read: tables as CSV and JSON, and one self-contained HTML report.
//!
//! In: released [`Results`](analysis::Results), the protocol, the review queue and, for small cohorts, the
//! evidence of each patient. Out: text. It computes no estimate and opens no source.

pub mod compare;
pub mod consistency;
mod document;
mod evidence;
pub mod figures;
pub mod html;
pub mod journal;
mod manuscript;
mod tables;
pub mod text;
mod track;

pub use document::{
    ConceptLine, Decision, Document, EventLine, PatientPage, QualityLine, ReviewRow, RowText, SourceRow,
};
pub use evidence::evidence_csv;
pub use manuscript::{manuscript, whole_report};
pub use tables::{
    attrition_csv, audit_json, concepts_csv, csv_cell, excluded_csv, patients_csv, quality_csv, results_json,
    review_csv,
};
pub use track::{Chosen, TgState, Track, TrackEvent, TrackKind};
