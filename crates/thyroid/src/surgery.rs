//! Operations: thyroidectomy and neck surgery (contract 4 and 5).

use timeline::{Day, Reason, RecordRef, Rule, Surgery, SurgeryIntent, SurgeryKind};

/// Thyroidectomy qualifies.
pub static THYROIDECTOMY: Rule = Rule {
    id: "4.thyroidectomy",
    says: "Total, near-total or completion thyroidectomy on or before the first course (without a course: at \
           any date).",
};
/// No thyroidectomy qualifies.
pub static NO_THYROIDECTOMY: Rule = Rule {
    id: "4.no_thyroidectomy",
    says: "No total, near-total or completion thyroidectomy on or before the first course.",
};

/// The operation that makes a person eligible.
#[derive(Clone, Debug, PartialEq)]
pub struct Thyroidectomy {
    /// Whether only a completion qualifies, without a recorded lobectomy before it.
    pub lobectomy_elsewhere: bool,
    /// The qualifying operations.
    pub reason: Reason,
}

/// Finds the qualifying thyroidectomy, dated on or before `until` (`None`: at any date).
pub fn thyroidectomy(surgeries: &[Surgery], until: Option<Day>) -> Option<Thyroidectomy> {
    use SurgeryKind::{CompletionThyroidectomy, Lobectomy, NearTotalThyroidectomy, TotalThyroidectomy};
    let in_time = |kinds: &'static [SurgeryKind]| {
        surgeries
            .iter()
            .filter(move |row| kinds.contains(&row.kind) && until.is_none_or(|last| row.day <= last))
            .map(|row| row.record)
    };
    let total: Vec<RecordRef> = in_time(&[TotalThyroidectomy, NearTotalThyroidectomy]).collect();
    let completion: Vec<RecordRef> = in_time(&[CompletionThyroidectomy]).collect();
    if total.is_empty() && completion.is_empty() {
        return None;
    }
    let lobectomy_elsewhere = total.is_empty() && in_time(&[Lobectomy]).next().is_none();
    let records = if total.is_empty() { completion } else { total };
    Some(Thyroidectomy { lobectomy_elsewhere, reason: Reason::new(&THYROIDECTOMY, records) })
}

/// Neck dissection, node or soft-tissue excision whose intent is not diagnostic.
pub fn is_neck_surgery(row: &Surgery) -> bool {
    matches!(
        row.kind,
        SurgeryKind::NeckDissection | SurgeryKind::NodeExcision | SurgeryKind::SoftTissueExcision
    ) && row.intent != Some(SurgeryIntent::Diagnostic)
}

/// Neck surgery after the first course and before the index date that is neither initial nor
/// completion treatment.
pub fn is_reoperation(row: &Surgery, first_course: Day, index: Day) -> bool {
    is_neck_surgery(row)
        && first_course < row.day
        && row.day < index
        && !matches!(row.intent, Some(SurgeryIntent::Initial | SurgeryIntent::Completion))
}
