//! From the index date to an event: who is followed, how long, and how it ended (decision 0008).

use response::FinalStatus;

use crate::member::MemberRow;

/// Days in a year of follow-up.
const YEAR: f64 = 365.25;

/// What is waited for from the index date on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Endpoint {
    /// The first additional treatment; death competes.
    AdditionalTreatment,
    /// Death of any cause.
    Death,
    /// Death of the disease; death of another or an unknown cause competes.
    DeathOfDisease,
    /// The first evidence of distant disease; death competes.
    DistantMetastasis,
}

/// How the time of a member ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum End {
    /// At the last contact, without the event.
    Censored = 0,
    /// With the event.
    Event = 1,
    /// With an event that competes.
    Competing = 2,
}

/// Days from the index date to the end of a member's time, and how it ended; `None` where nobody looked
/// after the index date, or where the event had come before it.
///
/// Death ends the time whatever is recorded later. An event and a death on one day: the event. A death on
/// the index date is an event at 0.
pub(crate) fn time_to(endpoint: Endpoint, member: &MemberRow) -> Option<(i32, End)> {
    let after = &member.afterwards;
    let death = after.death.map(|(day, _)| day);
    let last = match death {
        Some(day) => Some(day).filter(|day| *day >= 0)?,
        None => after.last_contact.filter(|day| *day > 0)?,
    };
    let first = |event: Option<i32>| match event {
        Some(day) if death.is_none_or(|death| day <= death) => (day, End::Event),
        _ if death.is_some() => (last, End::Competing),
        _ => (last, End::Censored),
    };
    Some(match endpoint {
        Endpoint::AdditionalTreatment => first(after.treatments.first().map(|later| later.days)),
        Endpoint::Death if death.is_some() => (last, End::Event),
        Endpoint::DeathOfDisease if member.final_status == FinalStatus::DeadOfDisease => (last, End::Event),
        Endpoint::DeathOfDisease if death.is_some() => (last, End::Competing),
        Endpoint::Death | Endpoint::DeathOfDisease => (last, End::Censored),
        Endpoint::DistantMetastasis if is_prevalent(member) => return None,
        Endpoint::DistantMetastasis => first(after.first_distant),
    })
}

/// Whether distant disease was there at the index date, or is known without a day.
pub(crate) fn is_prevalent(member: &MemberRow) -> bool {
    match member.afterwards.first_distant {
        Some(day) => day <= 0,
        None => member.final_status == FinalStatus::Distant,
    }
}

/// The times of a population, in years from the index date.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Times {
    /// Positions of the members whose time is known.
    pub(crate) members: Vec<u32>,
    /// Positions of the others.
    pub(crate) missing: Vec<u32>,
    /// Years, in the order of `members`.
    pub(crate) years: Vec<f64>,
    /// How each ended: 0 without the event, 1 with it, 2 with one that competes.
    pub(crate) ends: Vec<u32>,
}

impl Times {
    /// Those of the members at these positions.
    pub(crate) fn of(endpoint: Endpoint, all: &[MemberRow], positions: &[u32]) -> Times {
        let mut times = Times::default();
        for &position in positions {
            match time_to(endpoint, &all[position as usize]) {
                Some((days, end)) => {
                    times.members.push(position);
                    times.years.push(f64::from(days) / YEAR);
                    times.ends.push(end as u32);
                }
                None => times.missing.push(position),
            }
        }
        times
    }

    /// How many ended in this way.
    pub(crate) fn count(&self, end: End) -> usize {
        self.ends.iter().filter(|found| **found == end as u32).count()
    }

    /// Whether each had the event.
    pub(crate) fn events(&self) -> Vec<bool> {
        self.ends.iter().map(|end| *end == End::Event as u32).collect()
    }
}
