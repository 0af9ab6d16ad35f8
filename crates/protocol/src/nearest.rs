//! "Did you mean": the nearest of a list of words.

use strsim::levenshtein as distance;

/// The candidate nearest to `word` by edit distance, ignoring case, if at most a third of its letters
/// (at least one) differ; the first of equally near ones.
pub(crate) fn nearest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    if word.chars().count() > 100 {
        return None;
    }
    let word = word.to_lowercase();
    let (distance, best) = candidates
        .into_iter()
        .map(|candidate| (distance(&word, &candidate.to_lowercase()), candidate))
        .min_by_key(|(distance, _)| *distance)?;
    let allowed = (best.chars().count() / 3).max(1);
    (distance <= allowed).then_some(best)
}

/// A sentence with the suggestion, or the whole list.
pub(crate) fn did_you_mean(word: &str, candidates: &[&str]) -> String {
    match nearest(word, candidates.iter().copied()) {
        Some(near) => format!("did you mean `{near}`?"),
        None => format!("known are: {}", candidates.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn distances_are_edits() {
        for (a, b, expected) in [("", "abc", 3), ("kitten", "sitting", 3), ("iso", "iso", 0), ("ab", "ba", 2)]
        {
            assert_eq!(distance(a, b), expected, "{a} {b}");
        }
    }

    #[test]
    fn only_a_near_word_is_suggested() {
        assert_eq!(nearest("merge_gap", ["merge_gap_days", "review_gap_days"]), None);
        assert_eq!(nearest("merge_gap_day", ["merge_gap_days", "review_gap_days"]), Some("merge_gap_days"));
        assert_eq!(nearest("DTC", ["dtc"]), Some("dtc"));
    }
}
