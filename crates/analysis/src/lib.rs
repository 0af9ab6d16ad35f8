//! The whole cohort: from each member's outcome to the study's estimates.
//!
//! In: outcomes, attrition and a protocol. Out: [`Results`], plain values that a report can print: one
//! row per member, the estimates of contract section 8 with n, missing and confidence interval, further
//! estimates, the table that describes the cohort, curves, subgroups and comparisons of baseline. Every
//! estimator is one of `stats`. It never opens an event or a source.

mod balance;
mod balances;
mod characteristic;
mod curve;
mod curves;
mod difference;
mod estimate;
mod estimates;
mod further;
mod histology;
mod member;
mod particulars;
mod results;
mod scan;
mod sensitivity;
mod study;
mod subgroup;
mod subgroups;
mod table;
mod times;
mod transition;
mod unidentified;

pub use balance::{Balance, Difference};
pub use balances::balances;
pub use curve::{Curve, CurveKind, READ_YEARS, Step};
pub use curves::curves;
pub use estimate::{Behind, Estimate};
pub use estimates::estimates;
pub use further::further;
pub use member::{MarkerValue, MemberRow};
pub use particulars::{Afterwards, LaterTreatment, Particulars};
/// The words of a [`MemberRow`], for those who depend on this crate alone.
pub use response::{AdditionalKind, Change, FinalStatus, Findings, Flag, PairExclusion, Response, Stratum};
pub use results::{AttritionRow, ExclusionRow, Results, results};
pub use sensitivity::SensitivityRun;
pub use subgroup::Subgroup;
pub use subgroups::subgroups;
pub use table::{Cell, Table, TableRow, table_one};
pub use transition::{Transition, transitions};
pub use unidentified::{UNIDENTIFIED, Unidentified};
