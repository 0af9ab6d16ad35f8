//! Persons to files: in blocks, in parallel, written in order.

use std::fs::{self, File};
use std::io::Write;
use std::path::Path;

use rayon::prelude::*;

use crate::blemish::{Blemish, first_lossy_person};
use crate::draw::{Draw, Stream};
use crate::person::simulate;
use crate::sheet::{Row, Sheet};
use crate::{Error, Mess, Plan, Role, Truth};

/// Ids have seven digits.
pub(crate) const MOST_PERSONS: usize = 9_999_999;

/// Persons in a block. Fixed, though the bytes do not depend on it: person after person either way.
const BLOCK: usize = 500;

/// Blocks made between two writes; bounds the memory.
const BLOCKS_AT_ONCE: usize = 8;

const TRUTH_FOLDER: &str = "truth";
const TRUTH_FILE: &str = "truth.csv";
const NOTE: &str = "SYNTHETIC. No row of these sheets describes a real person.\n\
    truth.csv holds what a study cannot see: one row per simulated person.\n";

/// What was written.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Summary {
    /// Number of persons.
    pub n_persons: usize,
    /// Rows of each sheet without the header, in the order of [`Sheet::ALL`].
    pub n_rows: [u64; Sheet::ALL.len()],
    /// Of them, rows that a reader cannot use (contract 1), lesions of lost studies not counted.
    pub n_lost_rows: [u64; Sheet::ALL.len()],
    /// Persons of each role, in the order of [`Role::ALL`].
    pub n_roles: [u64; Role::ALL.len()],
    /// Rows that carry some mess.
    pub n_blemishes: u64,
    /// Bytes of the sheets.
    pub n_bytes: u64,
}

impl Summary {
    /// Rows of one sheet.
    pub fn rows(&self, sheet: Sheet) -> u64 {
        self.n_rows[sheet as usize]
    }

    /// Persons of one role.
    pub fn persons(&self, role: Role) -> u64 {
        self.n_roles[role as usize]
    }
}

/// Writes the planned hospital as `<sheet>.csv` into `folder` (made if it is not there), and the
/// truth into its subfolder `truth`. `progress` hears the number of persons written so far.
///
/// Runs on the current rayon pool. Sheets of an earlier simulation are replaced; sheets that no
/// simulation wrote (there is no `truth/truth.csv` beside them) are left alone and refused.
pub fn write(plan: &Plan, folder: &Path, progress: &dyn Fn(usize)) -> Result<Summary, Error> {
    if !(1..=MOST_PERSONS).contains(&plan.n_persons) {
        return Err(Error::PersonCount(plan.n_persons));
    }
    plan.scenario.check()?;
    let mut files = Files::create(folder)?;
    let mut summary = Summary::default();
    let mut blocks = make(plan, 0);
    let mut from = 0;
    while !blocks.is_empty() {
        from += blocks.len() * BLOCK;
        let (written, next) = rayon::join(|| files.append(&blocks), || make(plan, from));
        written?;
        blocks.iter().for_each(|block| block.count_into(&mut summary));
        progress(summary.n_persons);
        blocks = next;
    }
    Ok(summary)
}

/// Some persons, as the bytes of the sheets.
#[derive(Default)]
struct Block {
    sheets: [Vec<u8>; Sheet::ALL.len()],
    truth: Vec<u8>,
    summary: Summary,
}

impl Block {
    fn add(&mut self, plan: &Plan, number: usize) {
        let person = format!("P{number:07}");
        let (chart, truth) = simulate(plan, number);
        let mut draw = Draw::of_person(plan.seed, number, Stream::Blemish);
        let mut mess: Vec<&str> = Vec::new();
        for &sheet in Sheet::ALL {
            for row in chart.of(sheet) {
                if let Some(blemish) = self.add_row(plan, sheet, row, (number, &person), &mut draw) {
                    mess.push(blemish.word());
                }
            }
        }
        mess.sort_unstable();
        mess.dedup();
        truth.write(&person, &mess.join(";"), &mut self.truth);
        self.summary.n_persons += 1;
        self.summary.n_roles[truth.role as usize] += 1;
    }

    /// Writes a row, blemished or not.
    fn add_row(
        &mut self,
        plan: &Plan,
        sheet: Sheet,
        row: &Row,
        (number, person): (usize, &str),
        draw: &mut Draw,
    ) -> Option<Blemish> {
        let blemish = match plan.mess {
            Mess::None => None,
            Mess::Realistic => Blemish::draw(&plan.scenario.blemishes, draw),
        };
        let blemish = blemish.filter(|it| !it.loses_row() || number >= first_lossy_person(sheet));
        let blemished = blemish.and_then(|it| it.apply(sheet, row, person, draw).map(|rows| (it, rows)));
        let Some((blemish, rows)) = blemished else {
            self.write_row(sheet, row, person);
            return None;
        };
        rows.iter().for_each(|row| self.write_row(sheet, row, person));
        self.summary.n_blemishes += 1;
        self.summary.n_lost_rows[sheet as usize] += u64::from(blemish.loses_row());
        Some(blemish)
    }

    fn write_row(&mut self, sheet: Sheet, row: &Row, person: &str) {
        let out = &mut self.sheets[sheet as usize];
        for (at, cell) in row.cells.iter().enumerate() {
            if at > 0 {
                out.push(b',');
            }
            cell.write(person, out);
        }
        out.push(b'\n');
        self.summary.n_rows[sheet as usize] += 1;
    }

    fn count_into(&self, total: &mut Summary) {
        let add =
            |sum: &mut [u64], mine: &[u64]| sum.iter_mut().zip(mine).for_each(|(sum, mine)| *sum += mine);
        total.n_persons += self.summary.n_persons;
        add(&mut total.n_rows, &self.summary.n_rows);
        add(&mut total.n_lost_rows, &self.summary.n_lost_rows);
        add(&mut total.n_roles, &self.summary.n_roles);
        total.n_blemishes += self.summary.n_blemishes;
        total.n_bytes += self.sheets.iter().map(|bytes| bytes.len() as u64).sum::<u64>();
    }
}

/// Makes the next blocks from person number `from + 1` on; fewer or none at the end.
fn make(plan: &Plan, from: usize) -> Vec<Block> {
    let starts: Vec<usize> = (from..plan.n_persons).step_by(BLOCK).take(BLOCKS_AT_ONCE).collect();
    let block = |start: usize| {
        let mut block = Block::default();
        (start + 1..=(start + BLOCK).min(plan.n_persons)).for_each(|number| block.add(plan, number));
        block
    };
    starts.into_par_iter().map(block).collect()
}

/// The open files.
struct Files {
    sheets: Vec<(std::path::PathBuf, File)>,
    truth: (std::path::PathBuf, File),
}

impl Files {
    /// Opens all files and writes their headers.
    fn create(folder: &Path) -> Result<Files, Error> {
        let truth_folder = folder.join(TRUTH_FOLDER);
        let truth_path = truth_folder.join(TRUTH_FILE);
        let occupied = Sheet::ALL.iter().map(|sheet| sheet_path(folder, *sheet)).find(|path| path.exists());
        if let Some(path) = occupied.filter(|_| !truth_path.exists()) {
            return Err(Error::Occupied(path));
        }
        fs::create_dir_all(&truth_folder).map_err(failed(&truth_folder))?;
        let note = truth_folder.join("README.txt");
        fs::write(&note, NOTE).map_err(failed(&note))?;
        let truth = create(truth_path, Truth::COLUMNS)?;
        let sheet = |sheet: &Sheet| create(sheet_path(folder, *sheet), sheet.columns());
        Ok(Files { sheets: Sheet::ALL.iter().map(sheet).collect::<Result<_, _>>()?, truth })
    }

    fn append(&mut self, blocks: &[Block]) -> Result<(), Error> {
        for block in blocks {
            for ((path, file), bytes) in self.sheets.iter_mut().zip(&block.sheets) {
                file.write_all(bytes).map_err(failed(path))?;
            }
            self.truth.1.write_all(&block.truth).map_err(failed(&self.truth.0))?;
        }
        Ok(())
    }
}

fn sheet_path(folder: &Path, sheet: Sheet) -> std::path::PathBuf {
    folder.join(format!("{}.csv", sheet.word()))
}

fn create(path: std::path::PathBuf, columns: &[&str]) -> Result<(std::path::PathBuf, File), Error> {
    let mut file = File::create(&path).map_err(failed(&path))?;
    writeln!(file, "{}", columns.join(",")).map_err(failed(&path))?;
    Ok((path, file))
}

fn failed(path: &Path) -> impl FnOnce(std::io::Error) -> Error + use<> {
    let path = path.to_owned();
    move |source| Error::Write { path, source }
}
