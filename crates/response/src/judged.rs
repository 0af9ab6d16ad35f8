//! The three response categories of a member, and the response that gives the final status (contract 7).

use cohort::{Member, Stratum};
use protocol::{Guideline, Protocol};
use thyroid::marker::Reading;
use thyroid::response::{Assessment, Deciding, Response, ResponseContext, Shown, response};
use thyroid::rules::Excellence;
use timeline::{Day, Judged, Timeline, Window};

/// Response before, at 1 to 2 years and at the last visit.
#[derive(Clone, Debug)]
pub struct Responses {
    /// Before the index treatment.
    pub before: Judged<Response>,
    /// In the follow-up window.
    pub follow_up: Judged<Response>,
    /// In the window that ends at the last visit.
    pub last: Judged<Response>,
    /// In that window by what the protocol takes for no evidence of disease: gives the final status.
    pub status: Judged<Response>,
}

/// Judges the responses.
pub fn responses(
    member: &Member,
    timeline: &Timeline<'_>,
    readings: &[Reading<'_>],
    last_visit: Option<Day>,
    protocol: &Protocol,
) -> Responses {
    let guideline = ResponseContext {
        response: &protocol.response,
        marker: &protocol.marker,
        structural: &protocol.structural,
        excellent: Excellence::Either,
    };
    let by = |deciding: Deciding| match protocol.guideline {
        Guideline::Ata2015 => deciding,
        Guideline::Ata2025 => Deciding::SuppressedFirst,
    };
    let judge_by = |rules: ResponseContext<'_>,
                    window: Window,
                    trend_window: Window,
                    deciding: Deciding,
                    shown: Shown| {
        let imaging = timeline.imaging();
        let labs = timeline.labs;
        let deciding = by(deciding);
        response(&Assessment { readings, labs, imaging, window, trend_window, deciding, shown }, rules)
    };
    let judge =
        |window, trend_window, deciding, shown| judge_by(guideline, window, trend_window, deciding, shown);
    let baseline = &member.baseline;
    let before = match member.stratum {
        Stratum::Structural => Judged::new(Response::StructuralIncomplete, baseline.reason.clone()),
        Stratum::Biochemical => Judged::new(Response::BiochemicalIncomplete, baseline.reason.clone()),
        Stratum::Reoperated => {
            judge(baseline.window, baseline.trend_window, Deciding::StimulatedFirst, Shown::ByAny)
        }
    };
    let follow_up = Window::around(member.index.day, protocol.windows.follow_up_days);
    let last = last_visit.map_or(Window { first: member.index.day, last: member.index.day - 1 }, |last| {
        Window { first: last - protocol.windows.last_status_days, last }.not_before(member.index.day + 1)
    });
    let window = last;
    let last = judge(window, window, Deciding::Latest, Shown::ByMostRecent);
    let status = match protocol.ned {
        Excellence::Either => last.clone(),
        excellent => {
            let rules = ResponseContext { excellent, ..guideline };
            judge_by(rules, window, window, Deciding::Latest, Shown::ByMostRecent)
        }
    };
    Responses {
        before,
        follow_up: judge(follow_up, follow_up, Deciding::StimulatedFirst, Shown::ByAny),
        last,
        status,
    }
}
