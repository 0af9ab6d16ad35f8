//! The stored responses of the survival family.

use super::table::read;
use stats::design::Design;
use stats::survival::Survival;

/// One set of rows of `data/survival/rows.csv`.
#[derive(Default)]
pub struct Rows {
    pub name: String,
    pub entry: Vec<f64>,
    pub time: Vec<f64>,
    pub cause: Vec<u32>,
    pub event: Vec<bool>,
    pub group: Vec<u32>,
    pub stratum: Vec<u32>,
    pub weight: Vec<f64>,
    pub x: [Vec<f64>; 3],
}

impl Rows {
    /// The columns named, parted by blanks, as R was given them.
    pub fn design(&self, columns: &str) -> Design {
        let group: Vec<f64> = self.group.iter().map(|&group| f64::from(group)).collect();
        let mut design = Design::empty(self.time.len());
        for name in columns.split(' ') {
            let column = match name {
                "group" => &group,
                "x1" => &self.x[0],
                "x2" => &self.x[1],
                _ => &self.x[2],
            };
            design.push(name, column).unwrap();
        }
        design
    }

    pub fn response(&self) -> Survival<'_> {
        let n_causes = self.cause.iter().max().copied().unwrap_or(0).max(1);
        let response = if !self.entry.is_empty() {
            Survival::delayed(&self.entry, &self.time, &self.event)
        } else if n_causes > 1 {
            Survival::competing(&self.time, &self.cause, n_causes)
        } else {
            Survival::right(&self.time, &self.event)
        };
        let response = response.expect("stored rows are right");
        if self.weight.is_empty() { response } else { response.weighted(&self.weight).expect("weights") }
    }
}

/// All sets in file order.
pub fn responses() -> Vec<Rows> {
    responses_of("data/survival/rows.csv")
}

/// All sets of a file with these columns.
pub fn responses_of(path: &str) -> Vec<Rows> {
    let mut sets: Vec<Rows> = Vec::new();
    for row in read(path) {
        if sets.last().is_none_or(|set| set.name != row.text("set")) {
            sets.push(Rows { name: row.text("set").to_string(), ..Rows::default() });
        }
        let set = sets.last_mut().expect("pushed above");
        set.entry.extend(row.number("entry"));
        set.time.extend(row.number("time"));
        set.cause.push(row.count("cause") as u32);
        set.event.push(row.count("cause") > 0);
        set.group.push(row.count("group") as u32);
        set.stratum.push(row.count("stratum") as u32);
        set.weight.extend(row.number("weight"));
        for (x, name) in set.x.iter_mut().zip(["x1", "x2", "x3"]) {
            x.extend(row.number(name));
        }
    }
    sets
}

impl Rows {
    /// With all causes, and as delayed and weighted as the set is.
    pub fn competing(&self) -> Survival<'_> {
        let n_causes = self.cause.iter().max().copied().unwrap_or(0).max(1);
        let mut response =
            Survival::competing(&self.time, &self.cause, n_causes).expect("stored rows are right");
        if !self.entry.is_empty() {
            response = response.entering(&self.entry).expect("stored rows are right");
        }
        if self.weight.is_empty() { response } else { response.weighted(&self.weight).expect("weights") }
    }
}

/// The set of this name.
pub fn find<'a>(sets: &'a [Rows], name: &str) -> &'a Rows {
    sets.iter().find(|set| set.name == name).unwrap_or_else(|| panic!("no set {name}"))
}
