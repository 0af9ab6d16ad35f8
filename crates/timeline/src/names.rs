//! Many identifiers in little memory.

/// Identifiers in bytewise order, side by side: a million of them take a few bytes each.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Names {
    text: String,
    ends: Vec<u32>,
}

impl Names {
    /// Of these, in any order; equal ones count once. `None` when they are more than 4 GiB of text.
    pub fn new<'a>(names: impl IntoIterator<Item = &'a str>) -> Option<Names> {
        let mut names: Vec<&str> = names.into_iter().collect();
        names.sort_unstable();
        names.dedup();
        let mut sorted = Names { text: String::new(), ends: Vec::with_capacity(names.len()) };
        for name in names {
            sorted.text.push_str(name);
            sorted.ends.push(u32::try_from(sorted.text.len()).ok()?);
        }
        Some(sorted)
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// The identifier at this place. Panics when there is none.
    pub fn name(&self, place: usize) -> &str {
        let start = place.checked_sub(1).map_or(0, |before| self.ends[before]);
        &self.text[start as usize..self.ends[place] as usize]
    }

    /// All of them, in order.
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        (0..self.len()).map(|place| self.name(place))
    }

    /// Whether this one is among them.
    pub fn contains(&self, name: &str) -> bool {
        let (mut low, mut high) = (0, self.len());
        while low < high {
            let middle = (low + high) / 2;
            if self.name(middle) < name { low = middle + 1 } else { high = middle }
        }
        low < self.len() && self.name(low) == name
    }
}

/// Redacted: shows the count only.
impl std::fmt::Debug for Names {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Names({})", self.len())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_sorted_and_found() {
        let names = Names::new(["b", "", "ab", "b", "abc"]).expect("short");
        assert_eq!(names.iter().collect::<Vec<_>>(), ["", "ab", "abc", "b"]);
        for (name, is_there) in [("", true), ("a", false), ("abc", true), ("b", true), ("c", false)] {
            assert_eq!(names.contains(name), is_there, "{name:?}");
        }
        assert!(Names::default().is_empty() && !Names::default().contains(""));
    }
}
