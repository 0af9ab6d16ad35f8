//! Writes a specimen of every block as `specimen.pdf` and `specimen.docx`, and of every cell as
//! `specimen.xlsx`, to the folder named on the command line: to be looked at.

use std::path::PathBuf;

use figure::{Anchor, Fill, Hatch, Ink, Scene, Size, Stroke, TextStyle, Width};
use press::{Block, Cell, Figure, Manuscript, Row, Sheet, SheetCell, Style, Table, Text, Workbook};

fn main() {
    let folder = PathBuf::from(std::env::args().nth(1).unwrap_or_else(|| ".".into()));
    let save = |name: &str, bytes: Result<Vec<u8>, press::Failure>| match bytes {
        Ok(bytes) => std::fs::write(folder.join(name), bytes).expect("the folder can be written to"),
        Err(failure) => println!("{name}: {failure}"),
    };
    save("specimen.pdf", press::pdf(&manuscript()));
    save("figure.pdf", press::figure_pdf(&scene(Width::OneColumn), figure::Print::Colour));
    save("specimen.docx", press::docx(&manuscript()));
    save("specimen.xlsx", press::xlsx(&workbook()));
}

fn manuscript() -> Manuscript {
    let heading = |level, text: &str| Block::Heading { level, text: text.into() };
    let plain = Style::Plain;
    let mut blocks = vec![
        heading(1, "Methods"),
        Block::Paragraph(
            Text::from(
                "Tg at 10 µg/L ± 2, TSH ≥ 30 mIU/L, Δ −17.3, χ²; בית חולים; #let x = 1; *not bold* $x$ ",
            )
            .with("p", Style::Italic)
            .with(" = 0.003", plain)
            .with("a", Style::Raised)
            .with(". See {table:first}, {figure:bars} and {table:wide}. ", plain)
            .with("[author: funding]", Style::ToFill),
        ),
        Block::List { is_numbered: false, items: vec!["one".into(), "two, ניסוי".into()] },
        Block::List { is_numbered: true, items: vec!["first".into(), "second".into()] },
        Block::Notice("Synthetic data. No patient described here exists.".into()),
        heading(2, "A table"),
        Block::Table(table("first", 6, false)),
        Block::Figure(Figure { id: "bars".into(), caption: "Bars.".into(), scene: scene(Width::OneColumn) }),
        Block::Figure(Figure {
            id: "wide".into(),
            caption: "Wide bars.".into(),
            scene: scene(Width::TwoColumns),
        }),
        heading(3, "Long"),
        Block::Table(table("long", 80, false)),
        Block::Table(table("wide", 4, true)),
        Block::Paragraph("After the page across.".into()),
        Block::PageBreak,
        Block::Paragraph("On a page of its own.".into()),
    ];
    blocks.push(Block::Table(Table { id: "empty".into(), caption: "Nobody.".into(), ..Table::default() }));
    Manuscript {
        title: "Specimen <of> & \"everything\"".into(),
        subtitle: vec!["Did the second treatment help, and whom?".into()],
        notice: "Synthetic data".into(),
        made_by: "retreat 0.0.0".into(),
        keywords: vec!["thyroid".into()],
        blocks,
        ..Manuscript::default()
    }
}

fn table(id: &str, n: usize, is_wide: bool) -> Table {
    let mut rows = vec![Row::Group("Sex".into())];
    rows.extend((0..n).map(|row| Row::Cells {
        cells: vec![
            Cell::left(format!("category {row} with a name of some length")),
            Cell::right("103/164 (62.8 %)"),
            Cell::right("33/53 (62.3 %)"),
            Cell::right("n/a"),
        ],
        indent: 1,
    }));
    Table {
        id: id.into(),
        caption: "Characteristics of the patients at the index date.".into(),
        widths: vec![2.0, 1.0, 1.0, 1.0],
        head: vec![
            vec![Cell::left(""), Cell::over(3, "Patients")],
            vec![
                Cell::left("Characteristic"),
                Cell::right("All"),
                Cell::right("Structural"),
                Cell::right("Other"),
            ],
        ],
        rows,
        notes: vec!["n/a: nobody in this group.".into()],
        is_wide,
    }
}

fn scene(width: Width) -> Scene {
    let mut scene = Scene::new(width, 120.0, "Bars");
    scene.description = "Three bars, of 40, 60 and 80.".into();
    for (n, (ink, hatch)) in
        [(Ink::Blue, Hatch::Rising), (Ink::Vermillion, Hatch::Dots), (Ink::Sky, Hatch::Crossed)]
            .into_iter()
            .enumerate()
    {
        let height = 40.0 + 20.0 * n as f64;
        let at = (20.0 + 60.0 * n as f64, 100.0 - height);
        let size = Size { width: 40.0, height };
        scene.rectangle(at, size, Some(Stroke::new(Ink::Black, 0.6)), Some(Fill::new(ink).hatched(hatch)));
        scene.text(
            (at.0 + 20.0, 112.0),
            format!("µ ± {n} ≥ א"),
            TextStyle::new(8.0).anchored(Anchor::Middle),
        );
    }
    scene
}

fn workbook() -> Workbook {
    let rows = vec![
        vec![SheetCell::Group("Sex".into())],
        vec![
            SheetCell::Text("=female".into()),
            SheetCell::Count(103),
            SheetCell::Share { value: 0.628, decimals: 1 },
        ],
        vec![SheetCell::P(0.0004), SheetCell::Number { value: -17.3, decimals: 1 }, SheetCell::Empty],
    ];
    let head = ["Characteristic", "n", "share"].map(String::from).to_vec();
    let sheet =
        Sheet { name: "First".into(), title: "A table".into(), head, rows, notes: vec!["A note.".into()] };
    Workbook {
        title: "Specimen".into(),
        notice: "Synthetic data".into(),
        made_by: "retreat".into(),
        sheets: vec![sheet],
    }
}
