//! Hospitals in which every rule meets its edges. What must come out was made by the plain
//! implementation in `tests/oracle/reference`, written from the study contract alone.

use super::compare::{assert_equals, folder, run};

#[test]
fn hospitals_full_of_edges_agree_with_the_reference() {
    let mut names: Vec<_> = std::fs::read_dir(folder("edges"))
        .expect("the folder")
        .map(|entry| entry.expect("an entry").path())
        .filter(|path| path.is_dir())
        .collect();
    names.sort();
    assert!(names.len() >= 3, "the edge hospitals are there");
    for path in names {
        assert_equals(&run(&path.join("sheets")), &path.join("expected"));
    }
}
