//! Lesions as they truly are: where, how large, since when, until when.

use timeline::{Cytology, Day, Site};

use crate::Scenario;
use crate::care::{Additional, Care};
use crate::draw::Draw;
use crate::role::{ResponseClass, Role};

/// What the visible lesions do after the reference day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Fate {
    /// Nothing is visible.
    None,
    Progression,
    Stable,
    Shrinkage,
    Resolution,
    /// Nothing is visible before; a lesion appears.
    Appearance,
}

/// One lesion through time.
pub(crate) struct Lesion {
    pub id: String,
    pub site: Site,
    pub level: &'static str,
    pub side: &'static str,
    pub from: Day,
    pub until: Option<Day>,
    reference: Day,
    short_mm: f64,
    /// Change of the short diameter within 300 days after the reference day, mm.
    change_mm: f64,
    /// Long over short diameter.
    pub elongation: f64,
    pub features: &'static str,
    pub avid: bool,
    pub cytology: Option<Cytology>,
    /// Thyroglobulin in the needle washout, ng/mL.
    pub washout: Option<f64>,
    /// Day from which the needle result is known.
    pub punctured: Day,
    /// Becomes a small node without suspicious feature after the reference day.
    pub fades: bool,
}

const SUSPICIOUS: [(&str, f64); 9] = [
    ("microcalcification", 4.0),
    ("cystic", 3.0),
    ("peripheral_vascularity", 3.0),
    ("hyperechoic", 2.0),
    ("microcalcification;round", 2.0),
    ("peripheral_vascularity;no_hilum", 2.0),
    ("cystic;no_hilum", 1.0),
    ("no_hilum;hyperechoic;round", 1.0),
    ("microcalcification; cystic", 1.0),
];
const HARMLESS: [(&str, f64); 4] = [("", 4.0), ("round", 1.0), ("no_hilum", 1.5), ("no_hilum;round", 1.0)];

impl Fate {
    /// The word of the truth file.
    pub(crate) fn word(self) -> &'static str {
        match self {
            Fate::None => "",
            Fate::Progression => "progression",
            Fate::Stable => "stable",
            Fate::Shrinkage => "shrinkage",
            Fate::Resolution => "resolution",
            Fate::Appearance => "appearance",
        }
    }

    /// Draws by the stratum; elsewhere by that of the structural disease.
    pub(crate) fn draw(care: &Care, scenario: &Scenario, draw: &mut Draw) -> Fate {
        let stratum = care.role.stratum(scenario).unwrap_or(&scenario.structural);
        let visible = matches!(care.class, ResponseClass::Structural | ResponseClass::Distant);
        if !visible {
            return if draw.chance(stratum.appearance) { Fate::Appearance } else { Fate::None };
        }
        let changing = stratum.progression + stratum.resolution + stratum.shrinkage;
        draw.weighted(&[
            (Fate::Progression, stratum.progression),
            (Fate::Resolution, stratum.resolution),
            (Fate::Shrinkage, stratum.shrinkage),
            (Fate::Stable, (1.0 - changing).max(0.0)),
        ])
    }
}

impl Lesion {
    /// Whether the lesion is there.
    pub(crate) fn exists(&self, day: Day) -> bool {
        self.from <= day && self.until.is_none_or(|until| day < until)
    }

    /// Lets the lesion disappear on a day, if it has not before.
    pub(crate) fn end_by(&mut self, day: Day) {
        self.until = Some(self.until.map_or(day, |until| until.min(day)).max(self.from));
    }

    /// Whether it has become a harmless small node.
    pub(crate) fn has_faded(&self, day: Day) -> bool {
        self.fades && day > self.reference + 200
    }

    /// True short diameter, mm; the change goes on at half the pace for another year.
    pub(crate) fn short_mm(&self, day: Day) -> f64 {
        if self.has_faded(day) {
            return 3.4;
        }
        let days = f64::from(day - self.reference);
        let share = if days <= 300.0 { (days / 300.0).max(0.0) } else { (0.5 + days / 600.0).min(1.6) };
        (self.short_mm + self.change_mm * share).max(2.0)
    }
}

/// Draws all lesions of a person.
pub(crate) fn draw(care: &Care, fate: Fate, avid: bool, draw: &mut Draw) -> Vec<Lesion> {
    let reference = care.reference();
    let mut lesions = Vec::new();
    if care.role == Role::OtherHistology {
        return lesions;
    }
    let visible = !matches!(fate, Fate::None | Fate::Appearance);
    if visible && (care.class != ResponseClass::Distant || draw.chance(0.5)) {
        let n = draw.weighted(&[(1, 5.5), (2, 2.8), (3, 1.2), (4, 0.5)]);
        let start = care.reoperation.map_or(care.surgery + 100, |day| day + 5);
        lesions.extend((0..n).map(|at| locoregional(at, n, start, reference, fate, avid, draw)));
    }
    if let Some(operation) = care.reoperation {
        let mut removed = locoregional(4, 1, care.surgery + 60, reference, Fate::Stable, avid, draw);
        removed.until = Some(operation);
        lesions.push(removed);
    }
    if fate == Fate::Appearance || (fate == Fate::Progression && draw.chance(0.3)) {
        let start = reference + draw.whole(60, 300);
        lesions.push(locoregional(6, 1, start, reference, Fate::Stable, false, draw));
    }
    if draw.chance(0.14) {
        lesions.push(reactive(care, reference, draw));
    }
    let operations = care.additional.iter().filter(|(_, kind)| *kind == Additional::NeckSurgery);
    if let Some((operation, _)) = operations.min_by_key(|(day, _)| *day)
        && draw.chance(0.6)
    {
        for lesion in &mut lesions {
            lesion.end_by(*operation);
        }
    }
    lesions
}

/// A lesion of the neck or mediastinum that counts as disease.
fn locoregional(
    at: usize,
    n: usize,
    start: Day,
    reference: Day,
    fate: Fate,
    avid: bool,
    draw: &mut Draw,
) -> Lesion {
    let site = draw.weighted(&[
        (Site::Node, 0.78),
        (Site::Bed, 0.14),
        (Site::SoftTissue, 0.05),
        (Site::Mediastinum, 0.03),
    ]);
    let mut short_mm = draw.lognormal(8.5, 0.3).clamp(5.2, 22.0);
    let leads = at == 0;
    let mut change_mm = draw.normal() * 0.3;
    let mut until = None;
    let mut fades = false;
    match fate {
        Fate::Progression if leads => change_mm = draw.between(4.5, 9.0).max(short_mm * 0.35),
        Fate::Shrinkage if leads || draw.chance(0.4) => {
            short_mm = short_mm.max(10.0);
            change_mm = -draw.between(0.45, 0.6) * short_mm;
        }
        Fate::Resolution if site == Site::Node && draw.chance(0.4) => fades = true,
        Fate::Resolution => until = Some(reference + draw.whole(60, 300)),
        _ => {}
    }
    let known = draw.chance(0.55);
    let cytology = known.then(|| {
        let malignant =
            [(Cytology::Malignant, 0.82), (Cytology::Nondiagnostic, 0.15), (Cytology::Benign, 0.03)];
        draw.weighted(&malignant)
    });
    let washout = (known && draw.chance(0.6)).then(|| draw.lognormal(250.0, 1.5).clamp(0.2, 50_000.0));
    Lesion {
        id: format!("{}{}", prefix(site), at + 1),
        site,
        level: if site == Site::Node { draw.one_of(&["II", "III", "IV", "VI", "Vb"]) } else { "" },
        side: draw.one_of(&["left", "right"]),
        from: start + if n > 1 { draw.whole(0, 60) } else { 0 },
        until,
        reference,
        short_mm,
        change_mm,
        elongation: draw.between(1.15, 1.9),
        features: draw.weighted(&SUSPICIOUS),
        avid: avid && draw.chance(0.8),
        cytology,
        washout,
        punctured: start + draw.whole(100, 900),
        fades,
    }
}

/// A node that is no disease, sometimes with a feature that needle cytology then explains.
fn reactive(care: &Care, reference: Day, draw: &mut Draw) -> Lesion {
    let alarming = draw.chance(0.15);
    let start = care.surgery + draw.whole(30, 1_500);
    let cytology = (alarming || draw.chance(0.1)).then_some(Cytology::Benign);
    Lesion {
        id: "R1".to_owned(),
        site: Site::Node,
        level: draw.one_of(&["II", "III", "IV"]),
        side: draw.one_of(&["left", "right"]),
        from: start,
        until: draw.chance(0.4).then(|| start + draw.whole(300, 2_000)),
        reference,
        short_mm: draw.between(3.0, 7.5),
        change_mm: draw.normal() * 0.5,
        elongation: draw.between(1.6, 2.6),
        features: if alarming { "hyperechoic" } else { draw.weighted(&HARMLESS) },
        avid: false,
        cytology,
        washout: (cytology.is_some() && draw.chance(0.5)).then(|| draw.lognormal(0.3, 0.8)),
        punctured: start,
        fades: false,
    }
}

/// A distant metastasis, or a benign finding mistaken for one when `cytology` is benign.
pub(crate) fn distant(id: &str, site: Site, from: Day, reference: Day, draw: &mut Draw) -> Lesion {
    Lesion {
        id: id.to_owned(),
        site,
        level: "",
        side: draw.one_of(&["left", "right", ""]),
        from,
        until: None,
        reference,
        short_mm: draw.between(4.0, 15.0),
        change_mm: draw.between(0.0, 4.0),
        elongation: draw.between(1.0, 1.4),
        features: "",
        avid: draw.chance(0.5),
        cytology: None,
        washout: None,
        punctured: from,
        fades: false,
    }
}

fn prefix(site: Site) -> &'static str {
    match site {
        Site::Node => "N",
        Site::Bed => "B",
        Site::SoftTissue => "S",
        _ => "M",
    }
}
