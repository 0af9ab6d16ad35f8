//! "Did you mean": the nearest of a list of words.

/// A sentence with the nearest word, if at most a third of its letters (at least one) differ; else the list.
pub(super) fn did_you_mean<'a>(word: &str, candidates: impl Iterator<Item = &'a str> + Clone) -> String {
    let lower = word.to_lowercase();
    let far = word.chars().count() > 100;
    let distance = |candidate: &&str| distance(&lower, &candidate.to_lowercase());
    let best = candidates.clone().filter(|_| !far).min_by_key(distance);
    match best {
        Some(best) if distance(&best) <= (best.chars().count() / 3).max(1) => {
            format!("did you mean `{best}`?")
        }
        _ => format!("known are: {}", candidates.collect::<Vec<_>>().join(", ")),
    }
}

/// Least number of letters inserted, removed or replaced.
fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.chars().enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, y) in b.iter().enumerate() {
            let replaced = diagonal + usize::from(x != *y);
            diagonal = row[j + 1];
            row[j + 1] = replaced.min(diagonal + 1).min(row[j] + 1);
        }
    }
    row[b.len()]
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
