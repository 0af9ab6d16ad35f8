//! One cell of a table before it is printed or becomes numbers.
//!
//! Both are made from the same [`Value`], so that a printed table and its sheet cannot differ.

use press::{SheetCell, Style, Text};

pub use super::part::Part;
use crate::html::number;

/// What no number of patients stands for.
pub(super) const NOBODY: &str = "no patients in the denominator";
const NO_SPREAD: &str = "fewer than two values, or all equal: no standard deviation";
const NO_QUARTILES: &str = "no quartiles without values";
const NO_INTERVAL: &str = "no interval: fewer than two values, or no spread";

/// A value as the study has it.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// Words.
    Text(String),
    /// A whole number.
    Count(usize),
    /// `n` of `of`, with per cent.
    Share {
        /// Numerator.
        n: usize,
        /// Denominator.
        of: usize,
    },
    /// A mean with its standard deviation.
    MeanSd {
        /// The mean.
        mean: f64,
        /// The standard deviation; `None` without spread.
        sd: Option<f64>,
        /// Decimals shown of both.
        decimals: usize,
    },
    /// A median with its quartiles.
    MedianIqr {
        /// The median.
        median: f64,
        /// First and third quartile.
        quartiles: Option<(f64, f64)>,
    },
    /// A number.
    Number {
        /// The number.
        value: f64,
        /// Decimals shown.
        decimals: usize,
    },
    /// A number with its interval.
    Estimate {
        /// The number.
        value: f64,
        /// Its confidence interval.
        ci: Option<(f64, f64)>,
        /// Decimals shown.
        decimals: usize,
    },
    /// An interval.
    Interval {
        /// Lower and upper end.
        ci: (f64, f64),
        /// Decimals shown.
        decimals: usize,
    },
    /// An estimated share of 1 that is no quotient of two counts, in per cent.
    Proportion(f64),
    /// An interval of shares of 1, in per cent.
    ShareInterval((f64, f64)),
    /// A p value.
    P(f64),
    /// A value printed alone; how many it is of and how many are missing stand in the sheet beside it.
    Beside {
        /// The value.
        value: Box<Value>,
        /// Patients or pairs that entered; `None` where the value itself says it.
        n: Option<usize>,
        /// Those for whom it is missing.
        missing: usize,
    },
    /// Nothing, because the value stands once for several lines, as a note of the table says.
    Blank,
    /// No value: where it would stand, and why there is none.
    NotApplicable(Part, &'static str),
}

impl Value {
    /// A mean with the decimals of its size.
    pub fn mean(mean: f64, sd: Option<f64>) -> Value {
        Value::MeanSd { mean, sd, decimals: number::decimals(mean) }
    }

    /// The value with how many it is of and how many are missing beside it in the sheet.
    pub fn beside(self, n: Option<usize>, missing: usize) -> Value {
        Value::Beside { value: Box::new(self), n, missing }
    }

    /// The reason why a part of the value is not there.
    pub(super) fn reason(&self) -> Option<&'static str> {
        match self {
            Value::NotApplicable(_, reason) => Some(reason),
            Value::Beside { value, .. } => value.reason(),
            Value::Share { of: 0, .. } => Some(NOBODY),
            Value::MeanSd { sd: None, .. } => Some(NO_SPREAD),
            Value::MedianIqr { quartiles: None, .. } => Some(NO_QUARTILES),
            Value::Estimate { ci: None, .. } => Some(NO_INTERVAL),
            _ => None,
        }
    }

    /// The value as printed, by SAMPL: a per cent with its numerator and denominator, "mean (SD)",
    /// "median (Q1 to Q3)", a p of two or three digits, `n/a` where there is none.
    pub fn print(&self) -> String {
        match self {
            Value::Text(text) => text.clone(),
            Value::Count(n) => number::count(*n),
            Value::Share { n, of } => number::share(*n, *of),
            Value::MeanSd { mean, sd, decimals } => {
                let sd = sd.map_or("n/a".into(), |sd| number::fixed(sd, *decimals));
                format!("{} ({sd})", number::fixed(*mean, *decimals))
            }
            Value::MedianIqr { median, quartiles: None } => format!("{} (n/a)", number::plain(*median)),
            Value::MedianIqr { median, quartiles } => number::median_iqr(Some(*median), *quartiles),
            Value::Number { value, decimals } => number::fixed(*value, *decimals),
            Value::Estimate { value, ci, decimals } => {
                let ci = ci.map_or("n/a".into(), |ci| number::interval(ci, *decimals));
                format!("{} ({ci})", number::fixed(*value, *decimals))
            }
            Value::Interval { ci, decimals } => number::interval(*ci, *decimals),
            Value::Proportion(share) => format!("{} %", number::fixed(share * 100.0, 1)),
            Value::ShareInterval(ci) => number::percent_interval(*ci),
            Value::P(p) => number::p_digits(*p),
            Value::Beside { value, .. } => value.print(),
            Value::Blank => String::new(),
            Value::NotApplicable(..) => "n/a".into(),
        }
    }

    /// The value as printed, with the mark of its reason.
    pub(super) fn text(&self, mark: &str) -> Text {
        let text = Text::from(self.print());
        if mark.is_empty() { text } else { text.with(mark, Style::Raised) }
    }

    /// The numbers of the value, with the decimals in which they are printed.
    pub(super) fn cells(&self, mark: &str) -> Vec<(Part, SheetCell)> {
        let none = || SheetCell::Text(format!("n/a ({mark})"));
        let shown = |value: f64, decimals: usize| SheetCell::Number { value, decimals: decimals as u8 };
        let share = |value: f64| SheetCell::Share { value, decimals: 1 };
        match self {
            Value::Text(text) => vec![(Part::Text, SheetCell::Text(text.clone()))],
            Value::Count(n) => vec![(Part::N, SheetCell::Count(*n as u64))],
            Value::Share { n, of } => {
                let part = if *of == 0 { none() } else { share(*n as f64 / *of as f64) };
                vec![
                    (Part::N, SheetCell::Count(*n as u64)),
                    (Part::Of, SheetCell::Count(*of as u64)),
                    (Part::Share, part),
                ]
            }
            Value::MeanSd { mean, sd, decimals } => {
                let sd = sd.map_or_else(none, |sd| shown(sd, *decimals));
                vec![(Part::Mean, shown(*mean, *decimals)), (Part::Sd, sd)]
            }
            Value::MedianIqr { median, quartiles } => {
                let decimals = number::decimals(*median);
                let [q1, q3] = ends(*quartiles, |end| shown(end, decimals), none);
                vec![(Part::Median, shown(*median, decimals)), (Part::Q1, q1), (Part::Q3, q3)]
            }
            Value::Number { value, decimals } => vec![(Part::Value, shown(*value, *decimals))],
            Value::Estimate { value, ci, decimals } => {
                let [low, high] = ends(*ci, |end| shown(end, *decimals), none);
                vec![(Part::Value, shown(*value, *decimals)), (Part::Low, low), (Part::High, high)]
            }
            Value::Interval { ci, decimals } => {
                let [low, high] = ends(Some(*ci), |end| shown(end, *decimals), none);
                vec![(Part::Low, low), (Part::High, high)]
            }
            Value::Proportion(value) => vec![(Part::Value, share(*value))],
            Value::ShareInterval(ci) => {
                let [low, high] = ends(Some(*ci), share, none);
                vec![(Part::Low, low), (Part::High, high)]
            }
            Value::P(p) => vec![(Part::P, SheetCell::P(*p))],
            Value::Beside { value, n, missing } => {
                let count = |part, n: &usize| (part, SheetCell::Count(*n as u64));
                let entered = n.iter().map(|n| count(Part::N, n));
                entered.chain(value.cells(mark)).chain([count(Part::Missing, missing)]).collect()
            }
            Value::Blank => Vec::new(),
            Value::NotApplicable(part, _) => vec![(*part, none())],
        }
    }
}

fn ends(
    pair: Option<(f64, f64)>,
    shown: impl Fn(f64) -> SheetCell,
    none: impl Fn() -> SheetCell,
) -> [SheetCell; 2] {
    match pair {
        Some((low, high)) => [shown(low), shown(high)],
        None => [none(), none()],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_printed_by_the_rules_of_sampl() {
        for (value, text) in [
            (Value::Share { n: 63, of: 164 }, "63/164 (38.4 %)"),
            (Value::Share { n: 0, of: 0 }, "0/0"),
            (Value::Count(20_000), "20,000"),
            (Value::mean(46.6, Some(17.02)), "46.6 (17.0)"),
            (Value::mean(3.0, None), "3.00 (n/a)"),
            (Value::MedianIqr { median: 58.05, quartiles: Some((17.15, 127.75)) }, "58.1 (17.2 to 127.8)"),
            (Value::Estimate { value: -17.3, ci: Some((-28.5, -6.1)), decimals: 1 }, "−17.3 (−28.5 to −6.1)"),
            (Value::Estimate { value: 1.0, ci: None, decimals: 2 }, "1.00 (n/a)"),
            (Value::ShareInterval((0.3131, 0.4598)), "31.3 to 46.0 %"),
            (Value::Proportion(0.384), "38.4 %"),
            (Value::P(0.0031), "0.003"),
            (Value::P(0.0002), "< 0.001"),
            (Value::NotApplicable(Part::P, "no test"), "n/a"),
        ] {
            assert_eq!(value.print(), text);
        }
    }

    #[test]
    fn a_share_is_three_numbers_apart() {
        let cells = Value::Share { n: 1, of: 4 }.cells("");
        assert_eq!(
            cells,
            [
                (Part::N, SheetCell::Count(1)),
                (Part::Of, SheetCell::Count(4)),
                (Part::Share, SheetCell::Share { value: 0.25, decimals: 1 }),
            ]
        );
    }

    #[test]
    fn what_is_missing_is_said_in_both() {
        let value = Value::mean(3.0, None);
        assert_eq!(value.text("a").plain(), "3.00 (n/a)a");
        let beside = value.clone().beside(Some(7), 2);
        assert_eq!((beside.print(), beside.reason()), (value.print(), value.reason()));
        assert_eq!(beside.cells("a")[0], (Part::N, SheetCell::Count(7)));
        assert_eq!(beside.cells("a")[3], (Part::Missing, SheetCell::Count(2)));
        assert_eq!(value.cells("a")[1], (Part::Sd, SheetCell::Text("n/a (a)".into())));
        assert_eq!(value.reason(), Some(NO_SPREAD));
    }
}
