//! A later source fills what earlier ones left empty; where both recorded something else, the
//! earlier value stands and the later one is named.

use timeline::{Features, Patient, Sex};

use super::imaging::StudyRow;
use super::lesion::LesionRow;

/// A row that rows of later sources can fill.
pub(crate) trait Fill {
    /// Takes over what is empty here; returns the columns in which both differ.
    fn fill(&mut self, later: &Self) -> Vec<&'static str>;
}

struct Conflicts(Vec<&'static str>);

impl Conflicts {
    fn fill<T: Clone + PartialEq>(&mut self, column: &'static str, mine: &mut Option<T>, later: &Option<T>) {
        match (&*mine, later) {
            (None, Some(_)) => mine.clone_from(later),
            (Some(value), Some(other)) => self.keep(column, value, other),
            (_, None) => {}
        }
    }

    fn keep<T: PartialEq>(&mut self, column: &'static str, mine: &T, later: &T) {
        if mine != later {
            self.0.push(column);
        }
    }
}

impl Fill for Patient {
    fn fill(&mut self, later: &Patient) -> Vec<&'static str> {
        let mut conflicts = Conflicts(Vec::new());
        let known = |sex: Sex| (sex != Sex::Unknown).then_some(sex);
        let mut sex = known(self.sex);
        conflicts.fill("sex", &mut sex, &known(later.sex));
        self.sex = sex.unwrap_or(Sex::Unknown);
        conflicts.fill("birth_date", &mut self.birth, &later.birth);
        conflicts.fill("diagnosis_date", &mut self.diagnosis, &later.diagnosis);
        conflicts.fill("histology", &mut self.morphology, &later.morphology);
        let (mine, theirs) = (&mut self.tumour, &later.tumour);
        conflicts.fill("t", &mut mine.t, &theirs.t);
        conflicts.fill("n", &mut mine.n, &theirs.n);
        conflicts.fill("m", &mut mine.m, &theirs.m);
        conflicts.fill("tnm_edition", &mut mine.tnm_edition, &theirs.tnm_edition);
        conflicts.fill("t3_reason", &mut mine.t3_reason, &theirs.t3_reason);
        conflicts.fill("ete", &mut mine.extension, &theirs.extension);
        conflicts.fill("margins", &mut mine.margins, &theirs.margins);
        conflicts.fill("vascular_foci", &mut mine.vascular_foci, &theirs.vascular_foci);
        conflicts.fill("positive_nodes", &mut mine.positive_nodes, &theirs.positive_nodes);
        conflicts.fill("largest_node_mm", &mut mine.largest_node_mm, &theirs.largest_node_mm);
        conflicts.fill("extranodal_extension", &mut mine.extranodal_extension, &theirs.extranodal_extension);
        conflicts.fill("braf", &mut mine.braf, &theirs.braf);
        conflicts.fill("tert", &mut mine.tert, &theirs.tert);
        conflicts.fill("death_date", &mut self.death, &later.death);
        conflicts.fill("death_cause", &mut self.death_cause, &later.death_cause);
        conflicts.0
    }
}

impl Fill for StudyRow {
    fn fill(&mut self, later: &StudyRow) -> Vec<&'static str> {
        let mut conflicts = Conflicts(Vec::new());
        conflicts.keep("person_id", &self.person, &later.person);
        conflicts.keep("date", &self.study.day, &later.study.day);
        conflicts.keep("modality", &self.study.modality, &later.study.modality);
        conflicts.fill("region", &mut self.study.region, &later.study.region);
        conflicts.fill("adequate", &mut self.adequate, &later.adequate);
        self.study.adequate = self.adequate == Some(true);
        conflicts.fill("impression", &mut self.study.impression, &later.study.impression);
        conflicts.0
    }
}

impl Fill for LesionRow {
    fn fill(&mut self, later: &LesionRow) -> Vec<&'static str> {
        let mut conflicts = Conflicts(Vec::new());
        let (mine, theirs) = (&mut self.lesion, &later.lesion);
        conflicts.keep("site", &mine.site, &theirs.site);
        conflicts.fill("long_mm", &mut mine.long_mm, &theirs.long_mm);
        conflicts.fill("short_mm", &mut mine.short_mm, &theirs.short_mm);
        let recorded = |features: Features| (features != Features::default()).then_some(features);
        let mut features = recorded(mine.features);
        conflicts.fill("features", &mut features, &recorded(theirs.features));
        mine.features = features.unwrap_or_default();
        conflicts.fill("cytology", &mut mine.cytology, &theirs.cytology);
        conflicts.fill("washout_ng_ml", &mut mine.washout_ng_ml, &theirs.washout_ng_ml);
        conflicts.fill("avid", &mut self.avid, &later.avid);
        self.lesion.avid = self.avid == Some(true);
        conflicts.0
    }
}
