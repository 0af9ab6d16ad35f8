//! Writes an invented manuscript and figure to a folder, to be looked at:
//! `cargo run -p press --example specimen -- <folder>`.

use std::error::Error;
use std::path::PathBuf;

use figure::{Fill, Hatch, Ink, Print, Scene, Size, Stroke, TextStyle, Width};
use press::{Align, Block, Cell, Figure, Manuscript, Row, Sheet, SheetCell, Style, Table, Text, Workbook};

fn main() -> Result<(), Box<dyn Error>> {
    let folder = PathBuf::from(std::env::args().nth(1).unwrap_or_else(|| "specimen".into()));
    std::fs::create_dir_all(&folder)?;
    let manuscript = manuscript();
    std::fs::write(folder.join("specimen.pdf"), press::pdf(&manuscript)?)?;
    std::fs::write(folder.join("figure.pdf"), press::figure_pdf(&scene(Width::OneColumn), Print::Colour)?)?;
    std::fs::write(folder.join("specimen.docx"), press::docx(&manuscript)?)?;
    std::fs::write(folder.join("specimen.xlsx"), press::xlsx(&workbook())?)?;
    Ok(())
}

fn manuscript() -> Manuscript {
    let to_fill =
        Text::from("Funding: ").with("[author: name the funder, or say that there was none]", Style::ToFill);
    let raised =
        Text::from("Tumour size").with("a", Style::Raised).with(", median (IQR), mm; ", Style::Plain);
    Manuscript {
        title: "A specimen of invented text: µ, ±, ≥ and names".into(),
        subtitle: vec![
            "Question, period and version stand here".into(),
            "Sites: שערי צדק, Αθήνα, Łódź".into(),
        ],
        notice: "Synthetic data".into(),
        author: String::new(),
        keywords: vec!["specimen".into(), "press".into()],
        made_by: "retreat 0.1.0".into(),
        blocks: vec![
            heading(1, "Methods"),
            Block::Paragraph(
                "The units are in {table:baseline}, the sizes in {figure:one} and \
                 {figure:two}. "
                    .repeat(4)
                    .into(),
            ),
            Block::Notice(
                "Nothing here was observed. #set text(red) $x^2$ *a* _b_ `c` @d <e> \\ \
                 \"f\" ]"
                    .into(),
            ),
            heading(2, "Names in two directions"),
            Block::Paragraph(
                "The hospital בית חולים שערי צדק (Jerusalem, 2018) and the clinic \
                 Νοσοκομείο Αθηνών took part; dose 3.7 GBq, 5 µg/L ± 2, p ≥ 0.05."
                    .into(),
            ),
            Block::Paragraph(to_fill),
            heading(3, "A third level"),
            Block::List {
                is_numbered: true,
                items: vec![
                    "First.".into(),
                    "Second, with more words than fit in one line, so that the second line \
                     shows where it begins beside the number of the item."
                        .into(),
                ],
            },
            Block::List {
                is_numbered: false,
                items: vec![
                    "One.".into(),
                    Text::from("The value of ")
                        .with("p", Style::Italic)
                        .with(" in ", Style::Plain)
                        .with("bold", Style::Bold),
                ],
            },
            Block::Table(baseline(raised)),
            heading(1, "Results"),
            Block::Figure(Figure {
                id: "one".into(),
                caption: "Bars in one column.".into(),
                scene: scene(Width::OneColumn),
            }),
            Block::Figure(Figure {
                id: "two".into(),
                caption: "Bars in two columns.".into(),
                scene: scene(Width::TwoColumns),
            }),
            Block::Table(wide()),
            heading(1, "After the wide table"),
            Block::Paragraph("The page is upright again.".into()),
        ],
    }
}

fn workbook() -> Workbook {
    let rows = vec![
        vec![SheetCell::Group("Marker".into())],
        vec![
            SheetCell::Text("=Tg, µg/L".into()),
            SheetCell::Count(164),
            SheetCell::Number { value: 1.25, decimals: 1 },
            SheetCell::P(0.0004),
        ],
    ];
    let sheet = Sheet {
        name: "Invented".into(),
        title: "An invented table".into(),
        head: ["Name", "n", "Mean", "p"].map(String::from).to_vec(),
        rows,
        notes: vec!["A note.".into()],
    };
    Workbook {
        title: "A specimen".into(),
        notice: "Synthetic data".into(),
        made_by: "retreat 0.1.0".into(),
        sheets: vec![sheet],
    }
}

fn heading(level: u8, text: &str) -> Block {
    Block::Heading { level, text: text.into() }
}

fn line(indent: u8, name: impl Into<Text>, values: &[&str]) -> Row {
    let cells = std::iter::once(Cell::left(name)).chain(values.iter().map(|value| Cell::right(*value)));
    Row::Cells { cells: cells.collect(), indent }
}

fn baseline(raised: Text) -> Table {
    let mut rows = vec![
        line(0, "Age, mean (SD), years", &["48.1 (14.2)", "47.0 (13.9)", "0.08"]),
        line(0, raised, &["22 (14 to 31)", "24 (15 to 33)", "−0.11"]),
        Row::Group("Stage, n (%)".into()),
    ];
    rows.extend(
        (1..60).map(|stage| line(1, format!("Invented stage {stage}"), &["12 (7.3)", "9 (5.5)", "0.07"])),
    );
    let right = |words: &str| Cell { align: Align::Right, ..Cell::left(words) };
    Table {
        id: "baseline".into(),
        caption: "Characteristics of the invented patients".into(),
        widths: vec![4.0, 2.0, 2.0, 1.0],
        head: vec![
            vec![Cell::left(""), Cell::over(2, "Stratum"), Cell::left("")],
            vec![
                Cell::left("Characteristic"),
                right("Incomplete (n = 90)"),
                right("None (n = 74)"),
                right("SMD"),
            ],
        ],
        rows,
        notes: vec![
            Text::default().with("a", Style::Raised).with(" Largest focus.", Style::Plain),
            "SMD, standardised mean difference.".into(),
        ],
        is_wide: false,
    }
}

fn wide() -> Table {
    let names: Vec<String> = (1..10).map(|year| format!("Year {year}")).collect();
    let values = ["1.0"; 9];
    Table {
        id: "wide".into(),
        caption: "A table across".into(),
        widths: [vec![3.0], vec![1.0; 9]].concat(),
        head: vec![
            std::iter::once(Cell::left("Marker"))
                .chain(names.iter().map(|name| Cell { align: Align::Right, ..Cell::left(name.as_str()) }))
                .collect(),
        ],
        rows: vec![line(0, "Tg, µg/L", &values), line(0, "TSH, mU/L", &values)],
        notes: vec![],
        is_wide: true,
    }
}

fn scene(width: Width) -> Scene {
    let mut scene = Scene::new(width, 130.0, "Bars");
    scene.description = "Five bars of rising height.".into();
    let step = scene.size.width / 6.0;
    for bar in 1..=5 {
        let (x, height) = (f64::from(bar) * step - step / 3.0, 18.0 * f64::from(bar));
        let fill = Fill::new(if bar % 2 == 0 { Ink::Blue } else { Ink::Orange }).hatched(Hatch::Rising);
        let size = Size { width: step * 0.6, height };
        scene.rectangle((x, 110.0 - height), size, Some(Stroke::new(Ink::Black, 0.5)), Some(fill));
        scene.text((x, 122.0), format!("צדק {bar} µg"), TextStyle::new(7.0));
    }
    scene
}
