//! Reads a page of the manual: its cases, each with the tables and files below its heading.

/// A page, or the part of it below one heading.
#[derive(Debug)]
pub struct Case {
    /// Line of the heading, counted from 1.
    pub line: usize,
    /// The heading.
    pub heading: String,
    /// The tables, in their order.
    pub tables: Vec<Table>,
    /// Files written out in full: sheet and text.
    pub files: Vec<(String, String)>,
    /// How many others the hospital holds.
    pub n_bystanders: usize,
}

/// A Markdown table.
#[derive(Debug)]
pub struct Table {
    /// The cells of the header.
    pub header: Vec<String>,
    /// The other rows, each as long as the header.
    pub rows: Vec<Vec<String>>,
}

/// The cases of a page: every heading that has a table or a file before the next one.
pub fn cases(text: &str) -> Vec<Case> {
    let mut cases: Vec<Case> = Vec::new();
    let mut lines = text.lines().enumerate().map(|(number, line)| (number + 1, line)).peekable();
    while let Some((number, line)) = lines.next() {
        if line.starts_with('#') {
            let heading = line.trim_start_matches('#').trim().to_string();
            cases.push(Case {
                line: number,
                heading,
                tables: Vec::new(),
                files: Vec::new(),
                n_bystanders: 0,
            });
            continue;
        }
        let Some(case) = cases.last_mut() else { continue };
        if let Some(name) = line.strip_prefix("```csv ") {
            let mut content = String::new();
            for (_, line) in lines.by_ref().take_while(|(_, line)| *line != "```") {
                content.push_str(line);
                content.push('\n');
            }
            let sheet =
                name.trim().strip_suffix(".csv").unwrap_or_else(|| panic!("line {number}: a .csv file"));
            case.files.push((sheet.to_string(), content));
        } else if line.starts_with('|') {
            let mut table = vec![cells(line)];
            while let Some((_, line)) = lines.next_if(|(_, line)| line.starts_with('|')) {
                table.push(cells(line));
            }
            case.tables.push(Table::new(number, table));
        } else if let Some(count) = bystanders(line) {
            case.n_bystanders = count;
        }
    }
    cases.retain(|case| !case.tables.is_empty() || !case.files.is_empty());
    cases
}

impl Table {
    fn new(line: usize, mut rows: Vec<Vec<String>>) -> Table {
        let header = rows.remove(0);
        assert!(!rows.is_empty(), "line {line}: a table has a header, a line of dashes and rows");
        let dashes = rows.remove(0);
        assert!(dashes.iter().all(|cell| cell.starts_with("---")), "line {line}: no line of dashes");
        for row in rows.iter().chain([&dashes]) {
            assert_eq!(row.len(), header.len(), "line {line}: every row is as long as the header: {row:?}");
        }
        Table { header, rows }
    }

    /// What the table is: the first cell of its header.
    pub fn kind(&self) -> &str {
        &self.header[0]
    }
}

fn cells(line: &str) -> Vec<String> {
    let line = line.trim();
    let inner = line.strip_prefix('|').and_then(|line| line.strip_suffix('|')).unwrap_or_else(|| {
        panic!("a row of a table begins and ends with a bar: {line}");
    });
    let plain = |cell: &str| {
        let cell = cell.trim_matches(' ');
        cell.strip_prefix('`').and_then(|cell| cell.strip_suffix('`')).unwrap_or(cell).to_string()
    };
    inner.split('|').map(plain).collect()
}

/// `With 40 bystanders` at the beginning of a line.
fn bystanders(line: &str) -> Option<usize> {
    line.strip_prefix("With ")?.split_once(" bystanders")?.0.parse().ok()
}
