//! "Did you mean": the nearest of a list of words.

use strsim::levenshtein as distance;

/// The nearest candidate, if at most a third of its letters (at least one) differ; the first of equally near ones.
pub(super) fn nearest<'a>(word: &str, candidates: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    if word.chars().count() > 100 {
        return None;
    }
    let lower = word.to_lowercase();
    let far = |candidate: &&str| distance(&lower, &candidate.to_lowercase());
    let best = candidates.min_by_key(far)?;
    (far(&best) <= (best.chars().count() / 3).max(1)).then_some(best)
}

/// A sentence with the nearest word, else with all.
pub(super) fn did_you_mean<'a>(word: &str, candidates: impl Iterator<Item = &'a str> + Clone) -> String {
    match nearest(word, candidates.clone()) {
        Some(best) => format!("did you mean `{best}`?"),
        None => format!("known are: {}", candidates.collect::<Vec<_>>().join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_near_word_is_suggested() {
        let words = ["percent", "count"];
        assert_eq!(did_you_mean("percnt", words.into_iter()), "did you mean `percent`?");
        assert_eq!(did_you_mean("share", words.into_iter()), "known are: percent, count");
        assert_eq!(did_you_mean(&"x".repeat(9999), words.into_iter()), "known are: percent, count");
    }
}
