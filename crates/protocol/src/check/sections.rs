//! The values of each section and how they fit together.

use thyroid::rules::{
    Certainty, ChangeRules, CourseRules, Excellence, MarkerRules, ResponseRules, StructuralRules,
};

use crate::range::Range;
use crate::read::{Given, Reader};
use crate::{
    AnalysisRules, ChangeProfile, Code, DateStyle, Encoding, Guideline, PairAntibodies, PairAssays,
    PairRules, ReportRules, SourceRules, Study, Windows,
};

/// The largest seed that every reader of JSON keeps exactly, 2 to the 53rd.
const MOST_SEED: f64 = 9_007_199_254_740_992.0;

pub(super) fn study(read: &mut Reader) -> Option<Study> {
    let id = read.text("study.id");
    let title = read.text("study.title");
    let question = read.text("study.question");
    let first = read.day("study.period.first");
    let last = read.day("study.period.last");
    if id.value.as_deref().is_some_and(|id| !is_name(id)) {
        let help = "use letters a to z, digits, `_`, `-` and `.`: it stands in file names and results";
        read.findings.report(Code::UnusableText, id.span, id.key, "cannot serve as a short name", help);
    }
    if let (Some(from), Some(to)) = (first.value, last.value)
        && to < from
    {
        let message = format!("the period ends on {}, before it begins on {}", to.iso(), from.iso());
        let help = "exchange first and last if they were mixed up";
        read.findings.report(Code::Reversed, last.span, last.key, message, help);
    }
    Some(Study {
        id: id.value?,
        title: title.value?,
        question: question.value?,
        first_day: first.value?,
        last_day: last.value?,
    })
}

/// Whether a text can stand in file names and results.
pub(super) fn is_name(id: &str) -> bool {
    id.chars().all(|c| c.is_ascii_alphanumeric() || "_-.".contains(c))
}

pub(super) fn source(read: &mut Reader) -> Option<SourceRules> {
    let rows = read.number("source.max_rows_not_used_pct", Range::percentage());
    let dates = read.word("source.dates", DateStyle::WORDS, DateStyle::from_word);
    let encoding = read.word("source.encoding", Encoding::WORDS, Encoding::from_word);
    Some(SourceRules { max_rows_not_used_pct: rows.value?, dates: dates.value?, encoding: encoding.value? })
}

pub(super) fn index(read: &mut Reader) -> Option<CourseRules> {
    let therapeutic = read.number("index.min_therapeutic_mci", Range::positive());
    let review = read.number("index.review_mci", Range::not_negative());
    let same = read.number("index.same_administration_pct", Range::percentage());
    let merge = read.days("index.merge_gap_days", Range::days_from(1));
    let gap = read.days("index.review_gap_days", Range::days_from(1));
    not_more(read, &review, &therapeutic, "mCi", "review begins below the activity that is therapeutic");
    not_more(read, &merge, &gap, "days", "a course is flagged between merge_gap_days and review_gap_days");
    Some(CourseRules {
        min_therapeutic_mci: therapeutic.value?,
        review_mci: review.value?,
        same_administration_pct: same.value?,
        merge_gap_days: merge.value?,
        review_gap_days: gap.value?,
    })
}

pub(super) fn distant_until_days(read: &mut Reader) -> Option<i32> {
    read.days("require.distant_until_days", Range::days_from(0)).value
}

pub(super) fn windows(read: &mut Reader) -> Option<Windows> {
    let baseline = read.window("windows.baseline_days", Range::days_around());
    let after_first = read.days("windows.baseline_after_first_course_days", Range::days_from(0));
    let follow_up = read.window("windows.follow_up_days", Range::days_around());
    let target = read.days("windows.follow_up_target_days", Range::days_around());
    let last_status = read.days("windows.last_status_days", Range::days_from(0));
    let additional = read.days("windows.additional_treatment_after_days", Range::days_from(0));
    if let Some((_, last @ 1..)) = baseline.value {
        let message = format!("the baseline window ends on day {last}, after the index date");
        read.findings.report(
            Code::Contradiction,
            baseline.span,
            baseline.key,
            message,
            "end it on day 0 or before",
        );
    }
    if let Some((first @ ..=0, _)) = follow_up.value {
        let message = format!("the follow-up window begins on day {first}, not after the index date");
        let help = "begin it on day 1 or later";
        read.findings.report(Code::Contradiction, follow_up.span.clone(), follow_up.key, message, help);
    }
    read.require(
        &follow_up,
        &target,
        |(first, last), target| first <= target && target <= last,
        |(first, last), target| format!("day {target} lies outside of follow_up_days, {first} to {last}"),
        "the target is a day of the follow-up window",
    );
    Some(Windows {
        baseline_days: baseline.value?,
        baseline_after_first_course_days: after_first.value?,
        follow_up_days: follow_up.value?,
        follow_up_target_days: target.value?,
        last_status_days: last_status.value?,
        additional_treatment_after_days: additional.value?,
    })
}

pub(super) fn marker(read: &mut Reader) -> Option<MarkerRules> {
    let stimulated = read.number("marker.stimulated_tsh_min", Range::positive());
    let stimulated_days = read.days("marker.stimulated_tsh_days", Range::days_from(0));
    let injection_gap = read.days("marker.injection_gap_days", Range::days_from(1));
    let draw = read.window("marker.injection_draw_days", Range::days_from(0));
    let suppressed = read.number("marker.suppressed_tsh_below", Range::positive());
    let suppressed_days = read.days("marker.suppressed_tsh_days", Range::days_from(0));
    let blackout = read.days("marker.blackout_days", Range::days_from(0));
    let post_dose = read.days("marker.post_dose_days", Range::days_from(0));
    let positive = read.number("marker.antibody_positive_above", Range::not_negative());
    let antibody_days = read.days("marker.antibody_days", Range::days_from(0));
    let ratio = read.number("marker.antibody_rising_ratio", Range::above(1.0));
    let trend = read.days("marker.antibody_trend_days", Range::days_from(1));
    not_more(read, &suppressed, &stimulated, "mIU/L", "a suppressed TSH lies below a stimulated one");
    Some(MarkerRules {
        stimulated_tsh_min: stimulated.value?,
        stimulated_tsh_days: stimulated_days.value?,
        injection_gap_days: injection_gap.value?,
        injection_draw_days: draw.value?,
        suppressed_tsh_below: suppressed.value?,
        suppressed_tsh_days: suppressed_days.value?,
        blackout_days: blackout.value?,
        post_dose_days: post_dose.value?,
        antibody_positive_above: positive.value?,
        antibody_days: antibody_days.value?,
        antibody_rising_ratio: ratio.value?,
        antibody_trend_days: trend.value?,
    })
}

pub(super) fn structural(read: &mut Reader) -> Option<StructuralRules> {
    let washout = read.number("structural.washout_ng_ml", Range::positive());
    let node = read.number("structural.node_min_mm", Range::not_negative());
    let cross = read.number("structural.cross_sectional_mm", Range::positive());
    let evidence = read.word("structural.evidence", Certainty::WORDS, Certainty::from_word);
    not_more(read, &node, &cross, "mm", "a node below node_min_mm would be too small and probable at once");
    Some(StructuralRules {
        washout_ng_ml: washout.value?,
        node_min_mm: node.value?,
        cross_sectional_mm: cross.value?,
        evidence: evidence.value?,
    })
}

pub(super) fn change(read: &mut Reader) -> Option<ChangeRules> {
    let profile = read.word("change.profile", ChangeProfile::WORDS, ChangeProfile::from_word);
    let grow_mm = read.number("change.grow_mm", Range::positive());
    let grow_pct = read.number("change.grow_pct", Range::percentage());
    let shrink_mm = read.number("change.shrink_mm", Range::positive());
    let shrink_pct = read.number("change.shrink_pct", Range::percentage());
    let new_min = read.number("change.new_min_mm", Range::not_negative());
    let resolved = read.number("change.resolved_node_mm", Range::not_negative());
    profile.value?;
    Some(ChangeRules {
        grow_mm: grow_mm.value?,
        grow_pct: grow_pct.value?,
        shrink_mm: shrink_mm.value?,
        shrink_pct: shrink_pct.value?,
        new_min_mm: new_min.value?,
        resolved_node_mm: resolved.value?,
    })
}

pub(super) fn response(read: &mut Reader) -> Option<(Guideline, ResponseRules)> {
    let guideline = read.word("response.guideline", Guideline::WORDS, Guideline::from_word);
    let incomplete_stimulated = read.number("response.incomplete_stimulated", Range::positive());
    let incomplete_suppressed = read.number("response.incomplete_suppressed", Range::positive());
    let excellent_stimulated = read.number("response.excellent_stimulated", Range::positive());
    let excellent_suppressed = read.number("response.excellent_suppressed", Range::positive());
    for (excellent, incomplete) in
        [(&excellent_stimulated, &incomplete_stimulated), (&excellent_suppressed, &incomplete_suppressed)]
    {
        read.require(
            excellent,
            incomplete,
            |excellent, incomplete| excellent < incomplete,
            |excellent, incomplete| {
                format!("excellent below {excellent} ng/mL, but incomplete from {incomplete} ng/mL on")
            },
            "the excellent bound lies below the incomplete bound of the same kind",
        );
    }
    let rules = ResponseRules {
        incomplete_stimulated: incomplete_stimulated.value?,
        incomplete_suppressed: incomplete_suppressed.value?,
        excellent_stimulated: excellent_stimulated.value?,
        excellent_suppressed: excellent_suppressed.value?,
    };
    Some((guideline.value?, rules))
}

/// Which thyroglobulin shows no evidence of disease; another choice than the excellent response is one of
/// ATA 2015.
pub(super) fn ned(read: &mut Reader, response: Option<&(Guideline, ResponseRules)>) -> Option<Excellence> {
    let ned = read.word("status.ned", Excellence::WORDS, Excellence::from_word);
    let guideline = read.given::<Guideline>("response.guideline").0;
    let guideline = Given { value: response.map(|(guideline, _)| *guideline), ..guideline };
    read.require(
        &guideline,
        &ned,
        |guideline, ned| guideline == Guideline::Ata2015 || ned == Excellence::Either,
        |guideline, ned| format!("`{}` is no reading of `{}`", ned.word(), guideline.word()),
        "with another guideline than ata2015 only ned = \"excellent_response\" has a meaning",
    );
    ned.value
}

pub(super) fn analysis(read: &mut Reader) -> Option<AnalysisRules> {
    let level = read.number("analysis.confidence_level", Range::inside(0.0, 1.0));
    let seed = read.whole("analysis.seed", Range::from_to(0.0, MOST_SEED));
    Some(AnalysisRules { confidence_level: level.value?, seed: u64::try_from(seed.value?).ok()? })
}

pub(super) fn pairs(read: &mut Reader) -> Option<PairRules> {
    let antibodies = read.word("analysis.pair_antibodies", PairAntibodies::WORDS, PairAntibodies::from_word);
    let assays = read.word("analysis.pair_assays", PairAssays::WORDS, PairAssays::from_word);
    Some(PairRules { antibodies: antibodies.value?, assays: assays.value? })
}

pub(super) fn report(read: &mut Reader) -> Option<ReportRules> {
    let title = read.text("report.title");
    let pages = read.whole("report.patient_pages", Range::from_to(0.0, 1_000_000.0));
    Some(ReportRules { title: title.value?, patient_pages: usize::try_from(pages.value?).ok()? })
}

/// Reports when `small` exceeds `large`.
fn not_more<T: Copy + PartialOrd + std::fmt::Display>(
    read: &mut Reader,
    small: &Given<T>,
    large: &Given<T>,
    unit: &str,
    help: &str,
) {
    let name = |key: &'static str| key.rsplit('.').next().unwrap_or(key);
    read.require(
        small,
        large,
        |small, large| small <= large,
        |s, l| format!("{} is {s} {unit}, more than {} with {l} {unit}", name(small.key), name(large.key)),
        help,
    );
}
