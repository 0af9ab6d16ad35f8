//! Names of tabs: valid, short enough and each used once.

use crate::Sheet;

/// Letters of a name, counted as UTF-16 units.
const MOST: usize = 31;

/// A name for each sheet, in their order.
pub(super) fn tabs(sheets: &[Sheet]) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for sheet in sheets {
        let valid = valid(&sheet.name);
        names.push(unused(&valid, &names));
    }
    names
}

/// The name without the signs that are not allowed; `Sheet` where nothing is left.
fn valid(name: &str) -> String {
    let plain = |letter: char| match letter {
        '[' | ']' | ':' | '*' | '?' | '/' | '\\' => ' ',
        letter if letter.is_control() => ' ',
        letter => letter,
    };
    let text: String = name.chars().map(plain).collect();
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let short = shortened(text.trim_matches(['\'', ' ']), MOST);
    match short.trim_matches(['\'', ' ']) {
        "" => "Sheet".into(),
        // The program that opens the file keeps this name for itself.
        reserved if reserved.eq_ignore_ascii_case("history") => "History of it".into(),
        whole => whole.into(),
    }
}

/// The name, or the name with the first number that makes it differ from `names`, without regard to case.
fn unused(name: &str, names: &[String]) -> String {
    let is_free = |wanted: &str| names.iter().all(|name| name.to_lowercase() != wanted.to_lowercase());
    let numbered = |n: usize| {
        let end = format!(" ({n})");
        shortened(name, MOST - end.len()) + &end
    };
    let candidates = std::iter::once(name.to_owned()).chain((2..).map(numbered));
    candidates.into_iter().find(|candidate| is_free(candidate)).unwrap_or_default()
}

fn shortened(text: &str, most: usize) -> String {
    let mut room = most;
    let fits = |letter: &char| {
        let left = room.checked_sub(letter.len_utf16());
        room = left.unwrap_or(0);
        left.is_some()
    };
    text.chars().take_while(fits).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_valid_and_unique() {
        let names = [
            "Baseline",
            "baseline",
            "Response: 1/2 y [all]?",
            "'quoted'",
            "",
            "History",
            "A name of far more than thirty-one letters in all",
            "A name of far more than thirty-one LETTERS at all",
            "מרכז רפואי",
        ];
        let sheets: Vec<Sheet> =
            names.iter().map(|name| Sheet { name: (*name).into(), ..Sheet::default() }).collect();
        assert_eq!(
            tabs(&sheets),
            [
                "Baseline",
                "baseline (2)",
                "Response 1 2 y all",
                "quoted",
                "Sheet",
                "History of it",
                "A name of far more than thirty-",
                "A name of far more than thi (2)",
                "מרכז רפואי",
            ]
        );
    }

    #[test]
    fn letters_outside_the_basic_plane_count_twice() {
        assert_eq!(valid(&"𝄞".repeat(20)), "𝄞".repeat(15));
    }
}
