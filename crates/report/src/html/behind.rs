//! The lists of patients that the numbers lead to.

use std::collections::HashMap;

use super::escape::Text;
use super::page::Page;
use super::{MOST_LISTED, number, put};

/// Who is listed.
#[derive(Clone)]
pub(super) enum Who {
    /// Members, by their position in the cohort.
    Members(Vec<u32>),
    /// Persons excluded, by their position among the exclusions.
    Excluded(Vec<u32>),
}

impl Who {
    fn len(&self) -> usize {
        match self {
            Who::Members(list) | Who::Excluded(list) => list.len(),
        }
    }
}

struct List {
    title: String,
    groups: Vec<(&'static str, Who)>,
}

/// All lists, in the order in which the page first needs them.
#[derive(Default)]
pub(super) struct Lists {
    lists: Vec<List>,
    by_key: HashMap<String, usize>,
}

impl Lists {
    /// The anchor of a list, which is added unless its key is known; `None` when nobody is in it.
    pub fn add(&mut self, key: &str, title: &str, groups: Vec<(&'static str, Who)>) -> Option<String> {
        if let Some(at) = self.by_key.get(key) {
            return Some(format!("b{at}"));
        }
        if groups.iter().all(|(_, who)| who.len() == 0) {
            return None;
        }
        let at = self.lists.len();
        self.by_key.insert(key.to_string(), at);
        self.lists.push(List { title: title.to_string(), groups });
        Some(format!("b{at}"))
    }
}

/// Writes the section.
pub(super) fn write(page: &mut Page<'_>) {
    let lists = std::mem::take(&mut page.lists).lists;
    put!(
        page,
        "<p>Every number above that can be opened leads to one of these lists; with JavaScript it is \
         shown in place. A list names at most {} patients; patients.csv and excluded.csv have all.</p>\n\
         <details class=\"wide\"><summary>{} lists</summary>\n",
        number::count(MOST_LISTED),
        number::count(lists.len())
    );
    for (at, list) in lists.iter().enumerate() {
        put!(page, "<details class=\"list\"><summary>{}</summary><div id=\"b{at}\">", Text(&list.title));
        for (label, who) in &list.groups {
            group(page, label, who);
        }
        put!(page, "</div></details>\n");
    }
    put!(page, "</details>\n");
}

fn group(page: &mut Page<'_>, label: &str, who: &Who) {
    if who.len() == 0 {
        return;
    }
    put!(page, "<p><strong>{label}, n = {}:</strong> ", number::count(who.len()));
    match who {
        Who::Members(positions) => {
            for (at, position) in positions.iter().take(MOST_LISTED).enumerate() {
                let link = page.patient_link(*position);
                put!(page, "{}{link}", comma(at));
            }
        }
        Who::Excluded(positions) => {
            let exclusions = &page.results().exclusions;
            for (at, position) in positions.iter().take(MOST_LISTED).enumerate() {
                put!(page, "{}{}", comma(at), Text(&exclusions[*position as usize].person_id));
            }
        }
    }
    if who.len() > MOST_LISTED {
        put!(page, " and {} more", number::count(who.len() - MOST_LISTED));
    }
    put!(page, "</p>");
}

fn comma(at: usize) -> &'static str {
    if at > 0 { ", " } else { "" }
}
