//! Days written relative to two fixed ones: `t0-30`, `c1+180`.

use timeline::Day;

/// A cell with its leading `t0` or `c1` and offset replaced by the date; any other cell as it is.
pub fn dated(cell: &str) -> String {
    match relative(cell) {
        Some((day, rest)) => format!("{}{rest}", day.iso()),
        None => cell.to_string(),
    }
}

fn relative(cell: &str) -> Option<(Day, &str)> {
    let (anchor, rest) = match cell.get(..2)? {
        "t0" => (Day::from_ymd(2005, 6, 15)?, &cell[2..]),
        "c1" => (Day::from_ymd(2003, 6, 16)?, &cell[2..]),
        _ => return None,
    };
    let Some(sign) = rest.chars().next().filter(|sign| "+-".contains(*sign)) else {
        return (rest.is_empty() || rest.starts_with([' ', 'T'])).then_some((anchor, rest));
    };
    let n_digits = rest[1..].bytes().take_while(u8::is_ascii_digit).count();
    let (digits, rest) = rest[1..].split_at(n_digits);
    let offset: i32 = digits.parse().ok()?;
    let rest_is_time = rest.is_empty() || rest.starts_with([' ', 'T']);
    rest_is_time.then_some((anchor + if sign == '-' { -offset } else { offset }, rest))
}
