//! A workbook written and read again by another program's reader.

use std::io::Cursor;

use calamine::{Data, Range, Reader, Xlsx};
use press::{Sheet, SheetCell, Workbook, xlsx};

fn workbook() -> Workbook {
    let text = |text: &str| SheetCell::Text(text.into());
    let sheet = Sheet {
        name: "Paired: change?".into(),
        title: "Change".into(),
        head: ["Measure", "n", "%", "value", "p"].map(str::to_owned).to_vec(),
        rows: vec![
            vec![SheetCell::Group("Structural".into())],
            vec![
                text("=1+1"),
                SheetCell::Count(1234567),
                SheetCell::Share { value: 0.625, decimals: 1 },
                SheetCell::Number { value: -17.25, decimals: 1 },
                SheetCell::P(0.00004),
            ],
            vec![
                text("µ ± ≥ <b>&\u{1}\u{7} עברית"),
                SheetCell::Empty,
                SheetCell::Share { value: f64::NAN, decimals: 1 },
                SheetCell::Number { value: f64::INFINITY, decimals: 99 },
                SheetCell::P(f64::NAN),
            ],
        ],
        notes: vec!["@note".into()],
    };
    let twin = Sheet { name: "paired change".into(), ..Sheet::default() };
    Workbook {
        title: "Title".into(),
        notice: "Synthetic data".into(),
        made_by: "retreat 0 & more".into(),
        sheets: vec![sheet, twin],
    }
}

fn read(workbook: &Workbook) -> Xlsx<Cursor<Vec<u8>>> {
    let bytes = xlsx(workbook).expect("a workbook can be written");
    Xlsx::new(Cursor::new(bytes)).expect("what was written can be read")
}

fn first(book: &mut Xlsx<Cursor<Vec<u8>>>) -> Range<Data> {
    book.worksheet_range_at(0).expect("a first sheet").expect("a range")
}

#[test]
fn tabs_are_valid_and_unique() {
    assert_eq!(read(&workbook()).sheet_names(), ["Paired change", "paired change (2)"]);
}

#[test]
fn notice_title_head_rows_and_notes_stand_in_this_order() {
    let found = first(&mut read(&workbook()));
    let column: Vec<String> = found.rows().map(|row| row[0].to_string()).collect();
    assert_eq!(column[..5], ["Synthetic data", "Change", "Measure", "Structural", "=1+1"]);
    assert_eq!(column.last().map(String::as_str), Some("@note"));
}

#[test]
fn numbers_are_numbers_in_full_and_texts_are_no_formulas() {
    let mut book = read(&workbook());
    let found = first(&mut book);
    let row: Vec<&Data> = found.rows().nth(4).expect("the first row").iter().collect();
    assert_eq!(row[0], &Data::String("=1+1".into()));
    assert_eq!(row[1], &Data::Float(1234567.0));
    assert_eq!(row[2], &Data::Float(0.625));
    assert_eq!(row[3], &Data::Float(-17.25));
    assert_eq!(row[4], &Data::Float(0.00004));
    let formulas = book.worksheet_formula("Paired change").expect("a range");
    assert!(formulas.rows().flatten().all(String::is_empty));
}

#[test]
fn what_is_not_a_number_is_said_in_words() {
    let found = first(&mut read(&workbook()));
    let row: Vec<String> = found.rows().nth(5).expect("the second row").iter().map(Data::to_string).collect();
    assert_eq!(row[1..], ["", "n/a", "n/a", "n/a"]);
    assert!(row[0].starts_with("µ ± ≥ <b>&") && row[0].ends_with("עברית"), "{:?}", row[0]);
}

#[test]
fn the_same_workbook_gives_the_same_bytes() {
    assert_eq!(xlsx(&workbook()), xlsx(&workbook()));
}

#[test]
fn nothing_at_all_is_still_a_workbook() {
    assert_eq!(read(&Workbook::default()).sheet_names(), ["Empty"]);
}

#[test]
fn more_columns_than_a_sheet_holds_are_refused() {
    let sheet = Sheet { name: "wide".into(), head: vec!["x".into(); 16_385], ..Sheet::default() };
    let failed = xlsx(&Workbook { sheets: vec![sheet], ..Workbook::default() }).expect_err("too wide");
    assert_eq!(failed.cause, "the sheet \"wide\" has more than 16384 columns");
}
