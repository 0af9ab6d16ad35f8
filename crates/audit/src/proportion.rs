//! A printed proportion against whole numbers.

use crate::figures::Share;
use crate::finding::{Finding, Rule, Severity};
use crate::printed::Printed;
use crate::recompute::{percent_agrees, wilson};
use crate::words::{list, percent};

/// Most possible numbers that are listed.
const MOST_LISTED: usize = 12;

/// Everything that whole numbers say about a proportion.
pub(crate) fn check(share: &Share) -> Vec<Finding> {
    let mut found = Vec::new();
    if let (Some(count), Some(of)) = (share.count, share.of)
        && count > of
    {
        let claim = format!("{}: {count}/{of}", share.what);
        let text = "More are counted than there are.";
        return vec![
            Finding::new(Severity::Error, Rule::Percent, &share.place, claim)
                .expects(format!("at most {of}"))
                .explained(text),
        ];
    }
    found.extend(share.percent.as_ref().map(|printed| recomputed(share, printed)));
    found.extend(interval(share));
    found.extend(denominator(share));
    found
}

fn recomputed(share: &Share, printed: &Printed) -> Finding {
    let says = |text: String| format!("{}: {text} {} %", share.what, printed.text);
    let finding = |severity, claim| Finding::new(severity, Rule::Percent, &share.place, claim);
    match (share.count, share.of) {
        (Some(count), Some(of)) => {
            let agrees = percent_agrees(count, of, printed);
            let severity = if agrees { Severity::Ok } else { Severity::Error };
            finding(severity, says(format!("{count}/{of} =")))
                .expects(exact(count, of, printed.decimals))
                .explained(possible(count, of, printed, agrees))
        }
        (Some(count), None) => {
            let totals = totals(count, printed);
            let severity =
                if totals.as_ref().is_some_and(Vec::is_empty) { Severity::Error } else { Severity::Note };
            let text = match &totals {
                Some(totals) if totals.is_empty() => "No total gives this per cent.",
                Some(totals) if totals.len() == 1 => "Only this total gives it.",
                _ => "The total is not printed; these give it.",
            };
            finding(severity, says(format!("{count} of an unknown total =")))
                .expects(format!("N = {}", counted(totals)))
                .explained(text)
        }
        (None, Some(of)) => {
            let counts = counts(of, printed);
            let severity =
                if counts.as_ref().is_some_and(Vec::is_empty) { Severity::Error } else { Severity::Note };
            let text = match &counts {
                Some(counts) if counts.is_empty() => "No whole number of this total gives the per cent.",
                Some(counts) if counts.len() == 1 => "Only this count gives it.",
                _ => "The count is not printed; these give it.",
            };
            finding(severity, says(format!("an unknown count of {of} =")))
                .expects(format!("k = {}", counted(counts)))
                .explained(text)
        }
        (None, None) => finding(Severity::Doubt, says(String::new()))
            .expects("numerator/denominator")
            .explained("A per cent without its numbers cannot be checked (SAMPL asks for both)."),
    }
}

/// The share as exactly as it helps: one decimal more than printed.
fn exact(count: u64, of: u64, decimals: u32) -> String {
    format!("{:.*} %", decimals as usize + 1, 100.0 * count as f64 / of as f64)
}

fn possible(count: u64, of: u64, printed: &Printed, agrees: bool) -> String {
    let totals = totals(count, printed);
    match (agrees, totals) {
        (true, Some(totals)) if totals == [of] => format!("With {count} counted, only N = {of} gives it."),
        (true, _) => String::new(),
        (false, totals) => format!(
            "{} % needs k = {} of {of}, or N = {} with {count} counted.",
            printed.text,
            counted(counts(of, printed)),
            counted(totals)
        ),
    }
}

fn counted(numbers: Option<Vec<u64>>) -> String {
    match numbers {
        None => "any of many".into(),
        Some(numbers) if numbers.len() > MOST_LISTED => {
            format!("any of {} from {} to {}", numbers.len(), numbers[0], numbers[numbers.len() - 1])
        }
        Some(numbers) => list(&numbers),
    }
}

/// Most candidates that are looked at one by one.
const MOST_TRIED: u64 = 100_000;

/// Every count out of `of` that rounds to the per cent; `None` when they are too many to list.
fn counts(of: u64, printed: &Printed) -> Option<Vec<u64>> {
    let (low, high) = printed.interval();
    let first = (low / 100.0 * of as f64 - 1.0).max(0.0) as u64;
    let last = ((high / 100.0 * of as f64 + 1.0).max(0.0) as u64).min(of);
    if last.saturating_sub(first) > MOST_TRIED {
        return None;
    }
    Some((first..=last).filter(|count| percent_agrees(*count, of, printed)).collect())
}

/// Every total of which `count` rounds to the per cent; `None` when they are too many to list.
fn totals(count: u64, printed: &Printed) -> Option<Vec<u64>> {
    let (low, high) = printed.interval();
    if low <= 0.0 {
        return None;
    }
    let first = ((100.0 * count as f64 / high - 1.0) as u64).max(count).max(1);
    let last = (100.0 * count as f64 / low + 1.0) as u64;
    if last.saturating_sub(first) > MOST_TRIED {
        return None;
    }
    Some((first..=last).filter(|of| percent_agrees(count, *of, printed)).collect())
}

fn interval(share: &Share) -> Option<Finding> {
    let (count, of) = share.count.zip(share.of)?;
    let (low, high) = wilson(count, of)?;
    Some(
        Finding::new(Severity::Note, Rule::Wilson, &share.place, format!("{}: {count}/{of}", share.what))
            .expects(format!("{}, 95 % CI {:.1} to {:.1}", percent(count, of), 100.0 * low, 100.0 * high))
            .explained("Wilson score interval, without continuity correction."),
    )
}

fn denominator(share: &Share) -> Option<Finding> {
    let (of, group) = share.of.zip(share.group)?;
    let finding = |severity, claim| Finding::new(severity, Rule::Denominator, &share.place, claim);
    if of > group {
        let claim = format!("{}: denominator {of} in a group of {group}", share.what);
        return Some(finding(Severity::Error, claim).expects(format!("at most {group}")));
    }
    let missing = group - of;
    if missing == 0 {
        let claim = format!("{}: denominator {of}, the whole group", share.what);
        let text = "Nobody is missing, or the missing were counted as not having it.";
        return Some(finding(Severity::Note, claim).explained(text));
    }
    let count = share.count?;
    let claim = format!("{}: {count}/{of}, {missing} of {group} missing", share.what);
    let most = count + missing;
    Some(
        finding(Severity::Doubt, claim)
            .expects(format!(
                "{count}/{of} ({}), {count}/{group} ({}), {most}/{group} ({})",
                percent(count, of),
                percent(count, group),
                percent(most, group)
            ))
            .explained("Among those with data; if no missing one has it; if all of them have it."),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn share(count: Option<u64>, of: Option<u64>, percent: &str, group: Option<u64>) -> Vec<Finding> {
        check(&Share { count, of, percent: Printed::parse(percent), group, ..Share::default() })
    }

    /// clinical-rules section 8: only N = 50 gives 42.0 with k = 21.
    #[test]
    fn which_totals_are_possible() {
        let found = share(Some(21), Some(50), "42.0", None);
        assert_eq!(found[0].severity, Severity::Ok);
        assert_eq!(found[0].explanation, "With 21 counted, only N = 50 gives it.");
        assert_eq!(share(Some(21), None, "42.0", None)[0].expected, "N = 50");
        assert_eq!(share(None, Some(50), "42", None)[0].expected, "k = 21");
        assert_eq!(share(None, Some(7), "42.0", None)[0].severity, Severity::Error);
    }

    /// clinical-rules section 1.4, study 5: prints 6/7 as 25.7 %, should be 85.7 %.
    #[test]
    fn a_wrong_per_cent_is_an_error() {
        let found = share(Some(6), Some(7), "25.7", None);
        assert_eq!((found[0].severity, found[0].expected.as_str()), (Severity::Error, "85.71 %"));
    }

    /// clinical-rules section 8: 10/41 = 24.4 % (Wilson 13.8 to 39.3), 10/53 = 18.9 %.
    #[test]
    fn a_denominator_matters() {
        let found = share(Some(10), Some(41), "", Some(53));
        assert_eq!(found[0].expected, "24.4 %, 95 % CI 13.8 to 39.3");
        assert_eq!(found[1].expected, "10/41 (24.4 %), 10/53 (18.9 %), 22/53 (41.5 %)");
        assert_eq!(found[1].severity, Severity::Doubt);
    }

    #[test]
    fn odd_numbers_do_no_harm() {
        assert_eq!(share(Some(3), Some(2), "50", None)[0].severity, Severity::Error);
        assert_eq!(share(Some(0), Some(0), "0", Some(0))[0].severity, Severity::Error);
        assert_eq!(share(Some(0), None, "0", None)[0].expected, "N = any of many");
        assert_eq!(share(None, Some(u64::MAX), "50", None)[0].expected, "k = any of many");
        assert_eq!(share(None, None, "50", None)[0].severity, Severity::Doubt);
    }
}
