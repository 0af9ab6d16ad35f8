//! The characteristics by which members are described and compared, each with what counts as missing.

use std::borrow::Cow;
use std::collections::BTreeMap;

use crate::member::MemberRow;

/// A characteristic at the index date, except the last one.
pub(crate) struct Characteristic {
    /// Its name.
    pub(crate) group: &'static str,
    /// How it is measured.
    pub(crate) measure: Measure,
    /// Whether it is known at the index date.
    pub(crate) at_index: bool,
}

/// How a characteristic is measured.
pub(crate) enum Measure {
    /// A number, with its unit.
    Number(&'static str, fn(&MemberRow) -> Option<f64>),
    /// A word.
    Category(fn(&MemberRow) -> Cow<'_, str>),
}

/// Words that say that nothing is known.
const MISSING: [&str; 3] = ["", "unknown", SEVERAL];
const SEVERAL: &str = "several possible, inputs missing";

/// The characteristics of table one, in its order.
pub(crate) fn characteristics() -> Vec<Characteristic> {
    let number = |group, unit, value| (group, Measure::Number(unit, value));
    let category = |group, word| (group, Measure::Category(word));
    let list = [
        category("Sex", sex),
        number("Age at index", "completed years", |member| member.age_at_index.map(f64::from)),
        number("Age at diagnosis", "completed years", |member| {
            member.particulars.age_at_diagnosis.map(f64::from)
        }),
        category("Year of the second course", period),
        category("Histology (ICD-O-3)", |member| member.histology.as_str().into()),
        category("T category as recorded", |member| member.particulars.t.into()),
        category("N category as recorded", |member| member.particulars.n.into()),
        category("Stage, AJCC 7", |member| whole(&member.stage_7).into()),
        category("Stage, AJCC 8", |member| whole(&member.stage_8).into()),
        category("Initial risk, ATA 2015", |member| member.risk.into()),
        number("First course", "mCi", |member| member.rai1_mci),
        number("Second course", "mCi", |member| member.rai2_mci),
        number("Cumulative therapeutic activity to index", "mCi", |member| member.cumulative_mci),
        category("Preparation of the second course", |member| member.particulars.preparation.into()),
        number("From diagnosis to second course", "years", |member| {
            member.particulars.days_since_diagnosis.map(in_years)
        }),
        number("From first to second course", "years", |member| Some(in_years(member.interval_days))),
        number("Stimulated Tg before", "ng/mL", |member| member.before.as_ref().map(|value| value.number)),
    ];
    let known = list.into_iter().map(|(group, measure)| Characteristic { group, measure, at_index: true });
    let follow_up = Characteristic {
        group: "Follow-up from index",
        measure: Measure::Number("years", |member| member.follow_up_days.map(in_years)),
        at_index: false,
    };
    known.chain([follow_up]).collect()
}

fn sex(member: &MemberRow) -> Cow<'_, str> {
    match member.sex {
        "F" => "female".into(),
        "M" => "male".into(),
        _ => "".into(),
    }
}

/// Days in years of 365.25.
pub(crate) fn in_years(days: i32) -> f64 {
    f64::from(days) / 365.25
}

/// Five calendar years, from one that divides by five.
fn period(member: &MemberRow) -> Cow<'_, str> {
    let year: Option<i32> = member.index_date.get(..4).and_then(|year| year.parse().ok());
    year.map_or("".into(), |year| {
        let first = year - year.rem_euclid(5);
        format!("{first} to {}", first + 4).into()
    })
}

/// A stage, or that inputs are missing: the intervals themselves stand with each patient.
fn whole(stage: &str) -> &str {
    if stage.contains(" to ") { SEVERAL } else { stage }
}

/// A category of every member: the words met, and the position of each member's word among them.
pub(crate) struct Coded {
    /// Words met, sorted.
    pub(crate) words: Vec<String>,
    /// One code per member.
    pub(crate) codes: Vec<usize>,
    /// Words that say something; the others come after them.
    n_known: usize,
}

impl Coded {
    /// What is not known comes last.
    pub(crate) fn new(members: &[MemberRow], word: fn(&MemberRow) -> Cow<'_, str>) -> Coded {
        let mut met: BTreeMap<Cow<'_, str>, usize> = BTreeMap::new();
        let mut codes: Vec<usize> = Vec::with_capacity(members.len());
        for member in members {
            let next = met.len();
            codes.push(*met.entry(word(member)).or_insert(next));
        }
        let mut sorted: Vec<(Cow<'_, str>, usize)> = met.into_iter().collect();
        sorted.sort_by_key(|(word, _)| MISSING.contains(&&**word));
        let mut place = vec![0; sorted.len()];
        for (position, (_, first_met)) in sorted.iter().enumerate() {
            place[*first_met] = position;
        }
        codes.iter_mut().for_each(|code| *code = place[*code]);
        let n_known = sorted.iter().filter(|(word, _)| !MISSING.contains(&&**word)).count();
        Coded { n_known, words: sorted.into_iter().map(|(word, _)| word.into_owned()).collect(), codes }
    }

    /// Whether a code says that nothing is known.
    pub(crate) fn is_missing(&self, code: usize) -> bool {
        code >= self.n_known
    }

    /// Members of each category among these positions; nobody counts where nothing is known.
    pub(crate) fn counts(&self, positions: impl Iterator<Item = usize>) -> Vec<usize> {
        let mut counts = vec![0; self.words.len()];
        for position in positions {
            counts[self.codes[position]] += 1;
        }
        let known = |(code, n): (usize, usize)| if self.is_missing(code) { 0 } else { n };
        counts.into_iter().enumerate().map(known).collect()
    }
}
