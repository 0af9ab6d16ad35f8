//! One result of one check.

/// How much a finding matters, the least first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// The figure was checked and agrees.
    Ok,
    /// Something worth knowing that speaks neither for nor against the figure.
    Note,
    /// The figure is possible, and a reader should ask about it.
    Doubt,
    /// Figures exclude each other, or a figure is none.
    Error,
}

impl Severity {
    /// All, the gravest first: the order in which they are shown.
    pub const ALL: &'static [Severity] = &[Severity::Error, Severity::Doubt, Severity::Note, Severity::Ok];

    /// `error`, `doubt`, `note` or `ok`.
    pub fn word(self) -> &'static str {
        match self {
            Severity::Ok => "ok",
            Severity::Note => "note",
            Severity::Doubt => "doubt",
            Severity::Error => "error",
        }
    }
}

/// Which check gave a finding.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Rule {
    /// Parts add up to their total.
    Sum,
    /// A per cent recomputes from whole numbers.
    Percent,
    /// The interval that a proportion carries.
    Wilson,
    /// Who is left out of a denominator, and what that does.
    Denominator,
    /// A number that can be read.
    Number,
    /// A mean of whole numbers is a multiple of one in n.
    Grim,
    /// So is the sum of squares behind an SD.
    Grimmer,
    /// SD and mean have the same decimals.
    Decimals,
    /// SD above the mean of a quantity that cannot be negative.
    Skew,
    /// A p recomputes from means, SDs and n.
    PValue,
    /// A p above the threshold is no proof of no change.
    NoChange,
    /// Test and number of pairs are stated.
    Stated,
    /// Two counts that could as well be equal.
    Sign,
    /// A word as it should be.
    Wording,
}

impl Rule {
    /// The check in words for people.
    pub fn title(self) -> &'static str {
        match self {
            Rule::Sum => "sum",
            Rule::Percent => "per cent",
            Rule::Wilson => "interval",
            Rule::Denominator => "denominator",
            Rule::Number => "number",
            Rule::Grim => "mean of whole numbers (GRIM)",
            Rule::Grimmer => "SD of whole numbers (GRIMMER)",
            Rule::Decimals => "decimals",
            Rule::Skew => "skew",
            Rule::PValue => "p from the summaries",
            Rule::NoChange => "room for a change",
            Rule::Stated => "not stated",
            Rule::Sign => "two counts",
            Rule::Wording => "wording",
        }
    }

    /// The word in outputs.
    pub fn word(self) -> &'static str {
        match self {
            Rule::Sum => "sum",
            Rule::Percent => "percent",
            Rule::Wilson => "wilson",
            Rule::Denominator => "denominator",
            Rule::Number => "number",
            Rule::Grim => "grim",
            Rule::Grimmer => "grimmer",
            Rule::Decimals => "decimals",
            Rule::Skew => "skew",
            Rule::PValue => "p_value",
            Rule::NoChange => "no_change",
            Rule::Stated => "stated",
            Rule::Sign => "sign",
            Rule::Wording => "wording",
        }
    }
}

/// What one check found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// How much it matters.
    pub severity: Severity,
    /// Which check.
    pub rule: Rule,
    /// Where the figure stands in the paper, as typed: `abstract, results`; may be empty.
    pub place: String,
    /// What the paper says.
    pub claim: String,
    /// What was expected or follows: a number, a list, an interval.
    pub expected: String,
    /// What it means, in a sentence or two.
    pub explanation: String,
}

impl Finding {
    /// A finding without words of its own yet.
    pub(crate) fn new(severity: Severity, rule: Rule, place: &str, claim: impl Into<String>) -> Finding {
        Finding {
            severity,
            rule,
            place: place.to_owned(),
            claim: claim.into(),
            expected: String::new(),
            explanation: String::new(),
        }
    }

    pub(crate) fn expects(mut self, expected: impl Into<String>) -> Finding {
        self.expected = expected.into();
        self
    }

    pub(crate) fn explained(mut self, explanation: impl Into<String>) -> Finding {
        self.explanation = explanation.into();
        self
    }
}
