//! Invented cohorts.

use analysis::{
    AdditionalKind, Afterwards, AttritionRow, Change, ExclusionRow, FinalStatus, Findings, MarkerValue,
    MemberRow, PairExclusion, Particulars, Response, Results, Stratum, estimates, table_one,
};
use protocol::Protocol;
use report::{Decision, Document, EventLine, PatientPage, QualityLine, ReviewRow, RowText, SourceRow, html};

/// Everything a document borrows.
pub struct Case {
    pub results: Results,
    pub protocol: Protocol,
    pub review: Vec<ReviewRow>,
    pub quality: Vec<QualityLine>,
    pub sources: Vec<SourceRow>,
    pub pages: Vec<PatientPage>,
}

impl Case {
    /// The study of these members, with a page each.
    pub fn of(members: Vec<MemberRow>) -> Case {
        let protocol = Protocol::builtin();
        let exclusions: Vec<ExclusionRow> = (0..4)
            .map(|n| ExclusionRow {
                person_id: format!("X{n}"),
                reason: if n < 3 { "dtc" } else { "two_courses" },
            })
            .collect();
        let pages = members.iter().map(page).collect();
        Case {
            results: Results {
                study: "invented".into(),
                protocol_hash: protocol.hash.clone(),
                estimates: estimates(&members, &protocol),
                further: Vec::new(),
                table_one: table_one(&members),
                curves: Vec::new(),
                subgroups: Vec::new(),
                balances: Vec::new(),
                sensitivity: Vec::new(),
                attrition: attrition(members.len(), exclusions.len()),
                exclusions,
                members,
            },
            protocol,
            review: vec![ReviewRow {
                person_id: "P00001".into(),
                source: "lab.csv".into(),
                line: 7,
                kind: "unusable_value".into(),
                message: "value \"haemolytic\": not a number".into(),
            }],
            quality: vec![
                QualityLine {
                    place: "lab.csv as lab".into(),
                    check: "rows_read",
                    detail: String::new(),
                    n: 12345,
                    of: None,
                },
                QualityLine {
                    place: String::new(),
                    check: "unit_missing",
                    detail: "tg 2003".into(),
                    n: 3,
                    of: Some(400),
                },
            ],
            sources: vec![SourceRow {
                name: "lab.csv".into(),
                sha256: "0".repeat(64),
                rows_read: 12345,
                rows_used: 12000,
                rows_not_used: 300,
                rows_ignored: 45,
                duplicates: 0,
            }],
            pages,
        }
    }

    /// So many invented members.
    pub fn size(n: usize) -> Case {
        Case::of((0..n).map(member).collect())
    }

    pub fn render(&self) -> String {
        self.with_document(html::render)
    }

    /// What is made of the document.
    pub fn with_document<T>(&self, make: impl Fn(&Document<'_>) -> T) -> T {
        make(&self.document())
    }

    /// What the writers of documents get.
    pub fn document(&self) -> Document<'_> {
        Document {
            results: &self.results,
            protocol: &self.protocol,
            review: &self.review,
            quality: &self.quality,
            concepts: &[],
            sources: &self.sources,
            pages: &self.pages,
            tracks: &[],
            version: "0.0.0",
            synthetic: true,
        }
    }
}

fn attrition(cohort: usize, excluded: usize) -> Vec<AttritionRow> {
    let all = cohort + excluded;
    let mut rows = vec![AttritionRow { criterion: "candidates", n_excluded: 0, n_remaining: all }];
    let mut remaining = all;
    for (criterion, n_excluded) in [
        ("dtc", 3),
        ("thyroidectomy", 0),
        ("two_courses", 1),
        ("index_in_period", 0),
        ("no_distant_metastasis", 0),
        ("incomplete_response", 0),
    ] {
        remaining -= n_excluded;
        rows.push(AttritionRow { criterion, n_excluded, n_remaining: remaining });
    }
    rows
}

/// A member whose values follow from the number alone.
pub fn member(n: usize) -> MemberRow {
    let stratum = Stratum::ALL[n % 3];
    let pick = |list: &[Response]| list[(n / 3) % list.len()];
    let number = |salt: usize| 0.3 * 1.7f64.powi(((n * 37 + salt * 101) % 13) as i32);
    let pair_exclusion = match n % 11 {
        5 => Some(PairExclusion::MissingAfter),
        8 => Some(PairExclusion::TgabPositive),
        _ => None,
    };
    MemberRow {
        person_id: format!("P{n:05}"),
        stratum,
        index_date: format!("2004-0{}-17", 1 + n % 9),
        age_at_index: (n % 17 != 3).then_some(18 + (n * 7 % 60) as i32),
        sex: ["F", "F", "M"][n % 3],
        rai1_date: "2002-05-01".into(),
        rai1_mci: Some(100.0),
        rai2_mci: (n % 9 != 2).then_some(150.0),
        before: Some(value(number(1), "no", -2)),
        after: (n % 11 != 5).then(|| value(number(5), if n % 4 == 1 { "left" } else { "no" }, 500)),
        pair_exclusion,
        imaging_change: (stratum == Stratum::Structural).then_some(Change::ALL[(n / 3) % 5]),
        imaging_findings: (stratum == Stratum::Reoperated).then_some(Findings::ALL[(n / 3) % 3]),
        response_before: pick(&[Response::StructuralIncomplete, Response::BiochemicalIncomplete]),
        response_1_2y: pick(&[Response::Indeterminate, Response::Unknown, Response::Excellent]),
        response_last: pick(&[Response::Excellent, Response::BiochemicalIncomplete]),
        final_status: FinalStatus::ALL[n % 8],
        additional: if n.is_multiple_of(5) { vec![AdditionalKind::NeckSurgery] } else { Vec::new() },
        last_visit: Some("2011-02-03".into()),
        follow_up_days: Some(2400),
        interval_days: 700,
        histology: "8260/3".into(),
        stage_7: "I".into(),
        stage_8: "I to II".into(),
        risk: ">=intermediate",
        cumulative_mci: Some(250.0),
        flags: Vec::new(),
        particulars: Particulars::default(),
        afterwards: Afterwards::default(),
    }
}

/// A marker value.
pub fn value(number: f64, censored: &'static str, offset: i32) -> MarkerValue {
    MarkerValue { number, date: "2004-01-15".into(), offset, censored, antibody_positive: false }
}

fn page(member: &MemberRow) -> PatientPage {
    let row = |text: &str| RowText { place: "lab.csv:12".into(), text: text.into() };
    PatientPage {
        person_id: member.person_id.clone(),
        decisions: vec![Decision {
            question: "Criterion dtc".into(),
            answer: "fulfilled".into(),
            rule: "4.dtc",
            says: "The histology stands in the concept set.",
            used: vec![row("date 2004-01-15 · value 12.4"), row("date 2004-01-15 · value 12.4")],
            runners_up: vec![(row("value 3"), "another day is preferred")],
        }],
        events: [(-650, "surgery"), (-2, "tg"), (0, "radioiodine"), (500, "tg"), (900, "imaging")]
            .map(|(offset, kind)| EventLine {
                date: "2004-01-15".into(),
                offset: Some(offset),
                kind,
                text: "date 2004-01-15 · value 12.4".into(),
                place: "lab.csv:12".into(),
            })
            .to_vec(),
    }
}
