//! The parts of a value: each is a column of numbers in a sheet.

/// The numbers that a value is made of; each is a column of the sheet.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Part {
    /// Words.
    Text,
    /// A count, or a numerator.
    N,
    /// A denominator.
    Of,
    /// A share of 1.
    Share,
    /// A mean.
    Mean,
    /// A standard deviation.
    Sd,
    /// A median.
    Median,
    /// First quartile.
    Q1,
    /// Third quartile.
    Q3,
    /// Another number.
    Value,
    /// Lower end of an interval.
    Low,
    /// Upper end of an interval.
    High,
    /// A p value.
    P,
    /// Patients for whom the value is missing.
    Missing,
}

impl Part {
    /// The heading of its column in a sheet.
    pub fn heading(self) -> &'static str {
        match self {
            Part::Text => "text",
            Part::N => "n",
            Part::Of => "of",
            Part::Share => "%",
            Part::Mean => "mean",
            Part::Sd => "SD",
            Part::Median => "median",
            Part::Q1 => "Q1",
            Part::Q3 => "Q3",
            Part::Value => "value",
            Part::Low => "CI low",
            Part::High => "CI high",
            Part::P => "p",
            Part::Missing => "missing",
        }
    }
}
