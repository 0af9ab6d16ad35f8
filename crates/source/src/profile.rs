//! The data-quality account alone, with whole tables looked at.

use crate::options::Options;
use crate::progress::Progress;
use crate::quality::{self, QualityRow};
use crate::read::read;
use crate::refusal::Failure;
use crate::spec::SourceSpec;

/// The account of sources: for tables of a CDM of every row, then of what the study takes from them.
///
/// # Errors
/// As [`read`]; set [`Options::max_rows_not_used`] to 1 so that bad rows alone refuse nothing.
pub fn profile(
    specs: &[SourceSpec],
    options: &Options,
    progress: &dyn Progress,
) -> Result<Vec<QualityRow>, Failure> {
    let options = Options { is_profile: true, ..options.clone() };
    Ok(quality::account(&read(specs, &options, progress)?))
}
