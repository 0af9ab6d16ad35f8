//! Reads the finished manuscript back: every `a/b (c %)` of its text, and the columns of its tables.

mod share;

use press::{Block, Cell, Manuscript, Row, Table, Text};

use self::share::{Share, group_size, shares};
use super::Check;
use crate::html::number;

/// Every share and group of the finished text and tables, recomputed: what was looked at, with its number, then each
/// that does not hold.
pub fn scan(manuscript: &Manuscript) -> Vec<Check> {
    let mut found = Scanned::default();
    manuscript.subtitle.iter().for_each(|text| found.text("subtitle", text));
    manuscript.blocks.iter().for_each(|block| found.block(block));
    found.checks()
}

/// What was seen so far.
#[derive(Default)]
struct Scanned {
    n_shares: usize,
    n_cells: usize,
    n_groups: usize,
    wrong: Vec<Check>,
}

impl Scanned {
    fn checks(self) -> Vec<Check> {
        let says = [
            (self.n_shares, "shares a/b (c %) of the finished text and tables were read back"),
            (self.n_cells, "per cents in columns with n = were read back"),
            (self.n_groups, "tables have groups that add up to all"),
        ];
        let all = says.map(|(n, what)| Check::new(format!("{} {what}", number::count(n)), true));
        all.into_iter().chain(self.wrong).collect()
    }

    fn block(&mut self, block: &Block) {
        match block {
            Block::Heading { text, .. } | Block::Paragraph(text) | Block::Notice(text) => {
                self.text("text", text)
            }
            Block::List { items, .. } => items.iter().for_each(|item| self.text("list", item)),
            Block::Table(table) => self.table(table),
            Block::Figure(figure) => self.text(&format!("figure {}", figure.id), &figure.caption),
            Block::PageBreak => {}
        }
    }

    fn text(&mut self, place: &str, text: &Text) {
        for share in shares(&text.plain()) {
            if share.of.is_some() {
                self.n_shares += 1;
                self.judge(place, &share);
            }
        }
    }

    fn judge(&mut self, place: &str, share: &Share) {
        let agrees = share
            .of
            .is_some_and(|of| share.count <= of && audit::percent_agrees(share.count, of, &share.percent));
        if !agrees {
            self.wrong.push(Check::new(format!("In {place}: {} recomputes", share.shown), false));
        }
    }

    fn table(&mut self, table: &Table) {
        let place = format!("table {}", table.id);
        self.text(&place, &table.caption);
        table.notes.iter().for_each(|note| self.text(&place, note));
        let groups = groups(table);
        self.whole(&place, table, &groups);
        for row in &table.rows {
            match row {
                Row::Group(text) => self.text(&place, text),
                Row::Cells { cells, .. } => self.cells(&place, cells, &groups),
            }
        }
    }

    /// A column of all and columns of groups.
    fn whole(&mut self, place: &str, table: &Table, groups: &[Option<u64>]) {
        let head = table.head.iter().flatten().map(|cell| cell.text.plain().to_lowercase());
        let named = |head: &str| ["all", "cohort", "total"].iter().any(|word| head.starts_with(word));
        let sizes: Vec<u64> = groups.iter().flatten().copied().collect();
        let has_whole = head.filter(|head| group_size(head).is_some()).map(|head| named(&head)).next();
        let [all, parts @ ..] = sizes.as_slice() else { return };
        if has_whole != Some(true) || parts.len() < 2 {
            return;
        }
        self.n_groups += 1;
        let text: Vec<String> = parts.iter().map(u64::to_string).collect();
        if parts.iter().sum::<u64>() != *all {
            let says = format!("In {place}: {} = {all}", text.join(" + "));
            self.wrong.push(Check::new(says, false));
        }
    }

    fn cells(&mut self, place: &str, cells: &[Cell], groups: &[Option<u64>]) {
        let mut column = 0;
        for cell in cells {
            self.text(place, &cell.text);
            if let Some(size) = groups.get(column).copied().flatten() {
                shares(&cell.text.plain()).iter().for_each(|share| self.cell(place, share, size));
            }
            column += cell.columns.max(1);
        }
    }

    /// `12 (22.6 %)` in a column of n: missing ones may be left out, so that a smaller denominator is possible.
    fn cell(&mut self, place: &str, share: &Share, size: u64) {
        if share.of.is_some() {
            return;
        }
        self.n_cells += 1;
        // Anything up to the size: from the count, so that a share is never above 1.
        let mut possible = share.count.max(1)..=size;
        if share.count > size || !possible.any(|of| audit::percent_agrees(share.count, of, &share.percent)) {
            let says = format!("In {place}: {} is possible with n = {size}", share.shown);
            self.wrong.push(Check::new(says, false));
        }
    }
}

/// The n of each column, from the heads that name one.
fn groups(table: &Table) -> Vec<Option<u64>> {
    let mut sizes = vec![None; table.widths.len()];
    for row in &table.head {
        let mut column = 0;
        for cell in row {
            if let (Some(size), Some(place)) = (group_size(&cell.text.plain()), sizes.get_mut(column))
                && cell.columns <= 1
            {
                *place = Some(size);
            }
            column += cell.columns.max(1);
        }
    }
    sizes
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table(head: &[&str], row: &[&str]) -> Block {
        let cells = |words: &[&str]| words.iter().map(|word| Cell::right(*word)).collect::<Vec<_>>();
        Block::Table(Table {
            id: "t".into(),
            widths: vec![1.0; head.len()],
            head: vec![cells(head)],
            rows: vec![Row::Cells { cells: cells(row), indent: 0 }],
            ..Table::default()
        })
    }

    fn wrong(blocks: Vec<Block>) -> Vec<String> {
        let list = scan(&Manuscript { blocks, ..Manuscript::default() });
        list.into_iter().filter(|check| !check.holds).map(|check| check.says).collect()
    }

    #[test]
    fn right_text_and_tables_pass() {
        let text = "No evidence of disease in 56/164 (34.1 %; 95 % CI 27.3 to 41.7), 10 of 41.";
        let head = ["", "Cohort (n = 164)", "Structural, n = 53", "Other (n\u{a0}=\u{a0}111)"];
        let row = ["Female", "103 (62.8 %)", "12 (29.3 %)", "0 (0.0 %)"];
        let blocks = vec![Block::Paragraph(text.into()), table(&head, &row)];
        assert_eq!(wrong(blocks.clone()), Vec::<String>::new());
        let list = scan(&Manuscript { blocks, ..Manuscript::default() });
        let says: Vec<&str> = list.iter().map(|check| check.says.split(' ').next().unwrap_or("")).collect();
        assert_eq!(says, ["1", "3", "1"]);
    }

    #[test]
    fn wrong_figures_are_found() {
        let found = wrong(vec![
            Block::Paragraph("Grew in 6/7 (25.7\u{202f}%), and in 8/7 (114.3 %).".into()),
            table(
                &["", "All (n = 164)", "A (n = 53)", "B (n = 110)"],
                &["x", "170 (62.8 %)", "12 (10 %)", ""],
            ),
        ]);
        assert_eq!(found.len(), 5, "{found:?}");
        assert!(found[0].contains("6/7 (25.7") && found[2].contains("53 + 110 = 164"), "{found:?}");
    }
}
