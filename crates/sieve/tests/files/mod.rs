//! CDM tables in the files of a folder.

mod bad_data;
mod layouts;
mod locating;
mod open_data;
mod unpack;

use std::fs;
use std::path::Path;

use tempfile::TempDir;

/// A folder with these files, some in folders of their own.
fn place(files: &[(&str, &[u8])]) -> TempDir {
    let place = tempfile::tempdir().expect("a folder");
    for (name, bytes) in files {
        write(&place.path().join(name), bytes);
    }
    place
}

fn write(path: &Path, bytes: &[u8]) {
    fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
    fs::write(path, bytes).expect("a file");
}

const PERSON: &str = "person_id,gender_concept_id,year_of_birth\n1,8532,1960\n2,8507,1971\n";
