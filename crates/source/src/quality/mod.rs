//! The data-quality account: what is in the records before anything is computed from them.

pub(crate) mod cdm;
mod events;
pub(crate) mod fhir;
mod rows;
mod units;

use timeline::words;

use crate::reading::Reading;

words! {
    /// What a line of the account counts.
    pub enum Check {
        /// Rows of a table or file.
        RowsRead = "rows_read",
        /// Rows without a code of the study.
        RowsOfOtherCodes = "rows_of_other_codes",
        /// Rows with a code of the study, of persons without any record of the disease.
        RowsOfUninvolved = "rows_of_uninvolved",
        /// Rows of nobody: the person is not among the persons.
        Orphans = "orphans",
        /// Rows of a sheet that are part of the population.
        RowsUsed = "rows_used",
        /// Rows of a sheet that cannot be used.
        RowsNotUsed = "rows_not_used",
        /// Laboratory rows of other analytes.
        RowsOfOtherAnalytes = "rows_of_other_analytes",
        /// Rows equal to an earlier one.
        Duplicates = "duplicates",
        /// Rows set aside because another of the same identifier stands.
        Conflicting = "conflicting",
        /// Cells or rows that were not used as recorded, or deserve a look; the detail is the kind.
        Findings = "findings",
        /// Persons, and among them those of whom there is no record of the disease.
        Uninvolved = "uninvolved_persons",
        /// Persons without the identifier that was asked for; they are nowhere in the study.
        Unnamed = "persons_without_identifier",
        /// Persons without any observation period.
        WithoutObservationPeriod = "persons_without_observation_period",
        /// Tables that the study asks for and that are not there: they count as empty.
        TableAbsent = "table_absent",
        /// Columns that the study asks for and that are not there: they count as empty.
        ColumnAbsent = "column_absent",
        /// Files that are no table and no sheet.
        NotRead = "not_read",
        /// Rows of candidates with a code of the study.
        RowsMeant = "rows_with_a_meaning",
        /// Dates before the birth.
        BeforeBirth = "dated_before_birth",
        /// Dates after the death.
        AfterDeath = "dated_after_death",
        /// Persons whose birth, diagnosis and death stand in an order that cannot be.
        ImpossibleOrder = "impossible_order",
        /// Values of a test and year that cannot be used.
        UnusableValue = "values_unusable",
        /// Values of a test and year without a unit where none may be assumed.
        UnitMissing = "unit_missing",
        /// Values of a test and year in a unit that is not known.
        UnitUnknown = "unit_unknown",
        /// Values of a test and year about 100 times, or a hundredth of, the person's value before: a
        /// factor that a mistaken ng/dL gives.
        HundredfoldJump = "hundredfold_jump",
        /// Columns without a single value.
        AllNullColumn = "all_null_column",
        /// Cells without a value.
        Nulls = "nulls",
        /// The first and the last day of a column.
        Days = "days",
        /// References to other records that lead nowhere.
        UnresolvedReference = "unresolved_reference",
        /// Records inside others.
        Contained = "contained",
        /// Records that their source calls mistaken, cancelled or not done.
        NotInForce = "not_in_force",
    }
}

/// One line of the account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QualityRow {
    /// The table or file, as shown; empty when the line is about all of them.
    pub place: String,
    /// What is counted.
    pub check: Check,
    /// More precisely: a test and year, a column, a kind.
    pub detail: String,
    /// How many.
    pub n: u64,
    /// Of how many, where that has a meaning.
    pub of: Option<u64>,
}

impl QualityRow {
    pub(crate) fn new(
        place: impl Into<String>,
        check: Check,
        detail: impl Into<String>,
        n: u64,
        of: Option<u64>,
    ) -> QualityRow {
        QualityRow { place: place.into(), check, detail: detail.into(), n, of }
    }
}

/// The account of a reading: its tables and files in their order, then the persons and their tests.
pub fn account(reading: &Reading) -> Vec<QualityRow> {
    let mut account = reading.tables.clone();
    let not_read = reading.not_read.iter();
    account.extend(not_read.map(|name| QualityRow::new(&**name, Check::NotRead, "", 1, None)));
    account.extend(rows::account(reading));
    account.extend(events::account(&reading.population));
    account.extend(units::account(reading));
    account
}
