//! Persons to sheets.

use std::fs::{self, File};
use std::io::Write;
use std::path::{Path, PathBuf};

use crate::blocks::{Numbers, in_blocks};
use crate::recorded::Recorded;
use crate::sheet::{Row, Sheet};
use crate::{Error, Plan, Role, Truth};

/// Ids have seven digits.
pub(crate) const MOST_PERSONS: usize = 9_999_999;

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
    write_sheets(plan, folder, progress, &|number| Recorded::new(plan, number))
}

/// Writes as sheets what `record` makes of the person of a number.
pub(crate) fn write_sheets(
    plan: &Plan,
    folder: &Path,
    progress: &dyn Fn(usize),
    record: &(dyn Fn(usize) -> Recorded + Sync),
) -> Result<Summary, Error> {
    check(plan)?;
    let mut files = SheetFiles::create(folder, Sheet::ALL)?;
    let mut truth = TruthFile::create(folder)?;
    let mut summary = Summary::default();
    let make = |numbers: Numbers| {
        let mut block = Block::default();
        numbers.for_each(|number| block.add(&record(number)));
        block
    };
    let append = |blocks: &mut [Block]| {
        blocks.iter().try_for_each(|block| files.append(block).and_then(|()| truth.append(&block.truth)))
    };
    in_blocks(plan.n_persons, make, append, |blocks| {
        blocks.iter().for_each(|block| block.count_into(&mut summary));
        progress(summary.n_persons);
    })?;
    Ok(summary)
}

/// Refuses a plan that cannot be written.
pub(crate) fn check(plan: &Plan) -> Result<(), Error> {
    if !(1..=MOST_PERSONS).contains(&plan.n_persons) {
        return Err(Error::PersonCount(plan.n_persons));
    }
    plan.scenario.check()
}

/// Some persons, as the bytes of the sheets.
#[derive(Default)]
pub(crate) struct Block {
    sheets: [Vec<u8>; Sheet::ALL.len()],
    pub truth: Vec<u8>,
    summary: Summary,
}

impl Block {
    fn add(&mut self, recorded: &Recorded) {
        for &sheet in Sheet::ALL {
            self.add_sheet(recorded, sheet);
            self.summary.n_lost_rows[sheet as usize] += recorded.n_lost_rows[sheet as usize];
        }
        self.add_truth(recorded);
        self.summary.n_persons += 1;
        self.summary.n_roles[recorded.truth.role as usize] += 1;
        self.summary.n_blemishes += recorded.n_blemishes;
    }

    /// Adds the rows of one sheet.
    pub(crate) fn add_sheet(&mut self, recorded: &Recorded, sheet: Sheet) {
        recorded.of(sheet).iter().for_each(|row| self.write_row(sheet, row, &recorded.person));
    }

    /// Adds the row of the truth.
    pub(crate) fn add_truth(&mut self, recorded: &Recorded) {
        recorded.truth.write(&recorded.person, &recorded.mess, &mut self.truth);
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

/// Some of the sheets, open.
pub(crate) struct SheetFiles(Vec<(Sheet, PathBuf, File)>);

impl SheetFiles {
    /// Opens the files of these sheets and writes their headers. Sheets that no simulation wrote are refused.
    pub(crate) fn create(folder: &Path, sheets: &[Sheet]) -> Result<SheetFiles, Error> {
        let occupied = sheets.iter().map(|sheet| sheet_path(folder, *sheet)).find(|path| path.exists());
        if let Some(path) = occupied.filter(|_| !folder.join(TRUTH_FOLDER).join(TRUTH_FILE).exists()) {
            return Err(Error::Occupied(path));
        }
        fs::create_dir_all(folder).map_err(failed(folder))?;
        let sheet = |sheet: &Sheet| {
            let (path, file) = create(sheet_path(folder, *sheet), sheet.columns())?;
            Ok((*sheet, path, file))
        };
        Ok(SheetFiles(sheets.iter().map(sheet).collect::<Result<_, Error>>()?))
    }

    pub(crate) fn append(&mut self, block: &Block) -> Result<(), Error> {
        let mut files = self.0.iter_mut();
        files.try_for_each(|(sheet, path, file)| {
            file.write_all(&block.sheets[*sheet as usize]).map_err(failed(path))
        })
    }
}

/// The file of the truth, open.
pub(crate) struct TruthFile(PathBuf, File);

impl TruthFile {
    /// Makes the folder of the truth, its note and its file with the header.
    pub(crate) fn create(folder: &Path) -> Result<TruthFile, Error> {
        let folder = folder.join(TRUTH_FOLDER);
        fs::create_dir_all(&folder).map_err(failed(&folder))?;
        let note = folder.join("README.txt");
        fs::write(&note, NOTE).map_err(failed(&note))?;
        let (path, file) = create(folder.join(TRUTH_FILE), Truth::COLUMNS)?;
        Ok(TruthFile(path, file))
    }

    pub(crate) fn append(&mut self, bytes: &[u8]) -> Result<(), Error> {
        self.1.write_all(bytes).map_err(failed(&self.0))
    }
}

fn sheet_path(folder: &Path, sheet: Sheet) -> PathBuf {
    folder.join(format!("{}.csv", sheet.word()))
}

fn create(path: PathBuf, columns: &[&str]) -> Result<(PathBuf, File), Error> {
    let mut file = File::create(&path).map_err(failed(&path))?;
    writeln!(file, "{}", columns.join(",")).map_err(failed(&path))?;
    Ok((path, file))
}

pub(crate) fn failed(path: &Path) -> impl FnOnce(std::io::Error) -> Error + use<> {
    let path = path.to_owned();
    move |source| Error::Write { path, source }
}
