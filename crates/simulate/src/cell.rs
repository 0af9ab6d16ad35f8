//! One cell on its way to a file.

use timeline::Day;

/// One cell.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Cell {
    /// Not recorded.
    Empty,
    /// The person's id.
    Person,
    /// A day.
    Date(Day),
    /// A word of the source code.
    Word(&'static str),
    /// A number with so many decimals, with `<` or `>` before it or nothing.
    Number { sign: Sign, number: f64, decimals: u8 },
    /// Anything else.
    Text(String),
}

/// What stands before a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Sign {
    None,
    Below,
    Above,
}

impl Cell {
    /// A plain number.
    pub(crate) fn number(number: f64, decimals: u8) -> Cell {
        Cell::Number { sign: Sign::None, number, decimals }
    }

    /// The day, or an empty cell.
    pub(crate) fn date(day: Option<Day>) -> Cell {
        day.map_or(Cell::Empty, Cell::Date)
    }

    /// The word, or an empty cell when it is `""`.
    pub(crate) fn word(word: &'static str) -> Cell {
        if word.is_empty() { Cell::Empty } else { Cell::Word(word) }
    }

    /// Appends the cell as it stands in the file.
    pub(crate) fn write(&self, person: &str, out: &mut Vec<u8>) {
        match self {
            Cell::Empty => {}
            Cell::Person => out.extend_from_slice(person.as_bytes()),
            Cell::Date(day) => write_day(*day, out),
            Cell::Word(word) => out.extend_from_slice(word.as_bytes()),
            Cell::Number { sign, number, decimals } => {
                match sign {
                    Sign::None => {}
                    Sign::Below => out.push(b'<'),
                    Sign::Above => out.push(b'>'),
                }
                write_number(*number, *decimals, out);
            }
            Cell::Text(text) => write_text(text, out),
        }
    }

    /// The cell as text, without quotes.
    pub(crate) fn text(&self, person: &str) -> String {
        if let Cell::Text(text) = self {
            return text.clone();
        }
        let mut out = Vec::new();
        self.write(person, &mut out);
        String::from_utf8(out).expect("cells are UTF-8")
    }
}

/// Appends `YYYY-MM-DD`.
pub(crate) fn write_day(day: Day, out: &mut Vec<u8>) {
    let (year, month, day) = day.ymd();
    let digit = |number: i32| b'0' + (number % 10) as u8;
    let (month, day) = (i32::from(month), i32::from(day));
    out.extend_from_slice(&[
        digit(year / 1000),
        digit(year / 100),
        digit(year / 10),
        digit(year),
        b'-',
        digit(month / 10),
        digit(month),
        b'-',
        digit(day / 10),
        digit(day),
    ]);
}

/// Appends a non-negative number rounded to so many decimals.
fn write_number(number: f64, decimals: u8, out: &mut Vec<u8>) {
    debug_assert!(number.is_finite() && (0.0..1e12).contains(&number), "{number}");
    let scale = 10u64.pow(u32::from(decimals));
    let scaled = (number * scale as f64).round() as u64;
    write_whole(scaled / scale, 1, out);
    if decimals > 0 {
        out.push(b'.');
        write_whole(scaled % scale, usize::from(decimals), out);
    }
}

/// Appends a whole number with at least so many digits.
fn write_whole(mut number: u64, digits: usize, out: &mut Vec<u8>) {
    let start = out.len();
    while number > 0 || out.len() - start < digits {
        out.push(b'0' + (number % 10) as u8);
        number /= 10;
    }
    out[start..].reverse();
}

/// Appends text, quoted where CSV asks for it.
pub(crate) fn write_text(text: &str, out: &mut Vec<u8>) {
    if !text.contains([',', '"', '\n', '\r']) {
        return out.extend_from_slice(text.as_bytes());
    }
    out.push(b'"');
    out.extend_from_slice(text.replace('"', "\"\"").as_bytes());
    out.push(b'"');
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(cell: Cell) -> String {
        let mut out = Vec::new();
        cell.write("P0000001", &mut out);
        String::from_utf8(out).expect("UTF-8")
    }

    #[test]
    fn cells_are_written_as_csv() {
        for (cell, expected) in [
            (Cell::Empty, ""),
            (Cell::Person, "P0000001"),
            (Cell::number(0.0, 0), "0"),
            (Cell::number(12.345, 1), "12.3"),
            (Cell::number(0.05, 2), "0.05"),
            (Cell::number(9.999, 2), "10.00"),
            (Cell::Number { sign: Sign::Below, number: 0.2, decimals: 1 }, "<0.2"),
            (Cell::Number { sign: Sign::Above, number: 1000.0, decimals: 0 }, ">1000"),
            (Cell::Text("a \"b\", c".into()), "\"a \"\"b\"\", c\""),
            (Cell::Text("plain".into()), "plain"),
            (Cell::Date(Day::from_ymd(2003, 4, 9).expect("a day")), "2003-04-09"),
        ] {
            assert_eq!(written(cell), expected);
        }
    }
}
