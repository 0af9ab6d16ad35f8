//! Files that are no files of figures: every mistake at once, and never a panic.

use proptest::prelude::*;

fn mistakes(text: &str) -> Vec<(usize, String, String)> {
    let list = audit::read(text, "figures.toml").expect_err("mistakes");
    list.into_iter().map(|found| (found.line, found.message, found.help)).collect()
}

#[test]
fn every_mistake_is_told_at_once() {
    let text = "[paper]\ntitl = \"x\"\nalpha = 5\n\n[[proportion]]\nwhat = \"a\"\npercnt = 4\n\n[[sums]]\n\n\
                [[mean]]\nwhat = 3\nmean = 4.0\nsd = \"4.0.1\"\nn = -3\nwhole_numbers = \"yes\"\n\n[[change]]\n\
                what = \"c\"\nbefore = \"b\"\nafter = \"b\"\np = \"about 3\"\ntest = \"paired\"\n";
    let found = mistakes(text);
    let lines: Vec<usize> = found.iter().map(|(line, ..)| *line).collect();
    assert_eq!(lines, [2, 3, 7, 9, 12, 14, 15, 16, 20, 21, 22, 23], "{found:#?}");
    assert_eq!(found[0].2, "did you mean `title`?");
    assert_eq!(found[2].2, "did you mean `percent`?");
    assert_eq!(found[3].2, "did you mean `sum`?");
    assert!(found[11].1.contains("`paired` is not a word of this key"));
}

#[test]
fn a_slip_in_one_section_does_not_hide_the_next() {
    let found = mistakes(
        "[[sum]]\nwhat = \"a\nparts = [1]\ntotal = 1\n\n[[sum]]\nwhat = \"b\"\npart = [1]\ntotal = 1\n",
    );
    let lines: Vec<usize> = found.iter().map(|(line, ..)| *line).collect();
    assert_eq!(lines, [2, 8], "{found:#?}");
}

#[test]
fn files_without_figures() {
    assert_eq!(mistakes("")[0].1, "the file has no figures");
    assert_eq!(mistakes("[paper]\ntitle = \"x\"\n")[0].1, "the file has no figures");
    assert_eq!(mistakes("[sum]\nwhat = \"a\"\n")[0].2, "write [[sum]] in double brackets");
    assert_eq!(mistakes("sum = 3\n")[0].2, "write [[sum]] in double brackets");
    assert_eq!(mistakes("paper = 3\n")[0].2, "write [paper] in single brackets");
    assert_eq!(mistakes("x = 3\n")[0].2, "put it below a section");
    assert_eq!(mistakes("[paper]\n[paper]\n")[0].1, "duplicate key");
}

#[test]
fn a_mistake_shows_its_place() {
    let list = audit::read("[[sum]]\nwhat = \"\u{1f3e5}\"\nparts = 3\ntotal = 3\n", "f.toml")
        .expect_err("a mistake");
    let text = list[0].to_string();
    assert!(text.contains("--> f.toml:3:9") && text.contains("3 | parts = 3\n  |         ^"), "{text}");
}

proptest! {
    #[test]
    fn no_text_is_too_odd(text in "[\\[\\]=\"'a-z0-9.,\\n\u{5d0}\u{0}-]{0,80}") {
        let _ = audit::read(&text, "f");
    }

    #[test]
    fn no_value_is_too_odd(key in "(what|parts|total|mean|sd|n|p|count|of|percent)", value in "[-0-9.einfa\"\\[\\]]{1,12}") {
        for section in ["sum", "proportion", "mean", "change", "counts", "text"] {
            if let Ok(figures) = audit::read(&format!("[[{section}]]\nwhat = \"x\"\n{key} = {value}\n"), "f") {
                audit::audit(&figures);
            }
        }
    }
}
