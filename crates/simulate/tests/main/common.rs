//! Reading back what was written, with a reader that knows nothing of the crate.

use std::path::Path;

use simulate::{Mess, Plan, Summary};
use tempfile::TempDir;

/// A written hospital.
pub struct Hospital {
    pub folder: TempDir,
    pub summary: Summary,
}

/// One sheet.
pub struct Table {
    pub header: Vec<String>,
    pub rows: Vec<Vec<String>>,
}

pub fn hospital(n_persons: usize, seed: u64, mess: Mess) -> Hospital {
    written(&Plan { mess, ..Plan::new(n_persons, seed) })
}

pub fn written(plan: &Plan) -> Hospital {
    let folder = TempDir::new().expect("a folder");
    let summary = simulate::write(plan, folder.path(), &|_| {}).expect("a hospital");
    Hospital { folder, summary }
}

impl Hospital {
    pub fn bytes(&self, name: &str) -> Vec<u8> {
        std::fs::read(self.folder.path().join(name)).expect(name)
    }

    pub fn sheet(&self, name: &str) -> Table {
        read(&self.folder.path().join(format!("{name}.csv")))
    }

    pub fn truth(&self) -> Table {
        self.sheet("truth/truth")
    }
}

impl Table {
    pub fn column(&self, name: &str) -> impl Iterator<Item = &str> {
        let at = self.at(name);
        self.rows.iter().map(move |row| row[at].as_str())
    }

    pub fn at(&self, name: &str) -> usize {
        self.header.iter().position(|column| column == name).expect(name)
    }
}

/// CSV of RFC 4180, character by character.
pub fn read(path: &Path) -> Table {
    let text = std::fs::read_to_string(path).expect("UTF-8");
    let (mut rows, mut row, mut cell, mut quoted) = (Vec::new(), Vec::new(), String::new(), false);
    let mut characters = text.chars().peekable();
    while let Some(character) = characters.next() {
        match character {
            '"' if quoted && characters.peek() == Some(&'"') => cell.push(characters.next().expect("peeked")),
            '"' => quoted = !quoted,
            ',' if !quoted => row.push(std::mem::take(&mut cell)),
            '\n' if !quoted => {
                row.push(std::mem::take(&mut cell));
                rows.push(std::mem::take(&mut row));
            }
            character => cell.push(character),
        }
    }
    assert!(!quoted && row.is_empty() && cell.is_empty(), "the file ends with a line end");
    let header = rows.remove(0);
    Table { header, rows }
}
