//! The text as it grows, and the lists of patients that its numbers lead to.

use std::cell::OnceCell;
use std::fmt;

use analysis::{Estimate, MemberRow, Results};
use press::Manuscript;

use super::MOST_PATIENTS;
use super::behind::{Lists, Who};
use super::escape::Text;
use crate::Document;

/// The page while it is written.
pub(super) struct Page<'a> {
    /// What is written about.
    pub document: &'a Document<'a>,
    /// What the numbers written so far lead to.
    pub lists: Lists,
    whole: OnceCell<Manuscript>,
    out: String,
}

impl fmt::Write for Page<'_> {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        self.out.push_str(text);
        Ok(())
    }
}

impl<'a> Page<'a> {
    /// An empty page.
    pub fn new(document: &'a Document<'a>) -> Page<'a> {
        let size = 400_000 + document.pages.len() * 30_000;
        Page { document, lists: Lists::default(), whole: OnceCell::new(), out: String::with_capacity(size) }
    }

    /// The text.
    pub fn finish(self) -> String {
        self.out
    }

    /// The manuscript, made when it is first asked for.
    pub fn whole(&self) -> &Manuscript {
        self.whole.get_or_init(|| crate::manuscript(self.document))
    }

    /// The results.
    pub fn results(&self) -> &'a Results {
        self.document.results
    }

    /// The cohort.
    pub fn members(&self) -> &'a [MemberRow] {
        &self.document.results.members
    }

    /// Positions of the members who fulfil `keep`.
    pub fn positions(&self, keep: impl Fn(&MemberRow) -> bool) -> Vec<u32> {
        let kept = self.members().iter().enumerate().filter(|(_, member)| keep(member));
        kept.map(|(position, _)| position as u32).collect()
    }

    /// A number of an estimate, leading to the patients counted and missing.
    pub fn estimate(&mut self, found: &Estimate, text: &str) -> String {
        let title = format!("{} ({})", found.label, found.population);
        let counted = if found.numerator.is_some() { "Counted" } else { "In the calculation" };
        let groups = [(counted, &found.behind.counted), ("Missing", &found.behind.missing)];
        let groups = groups.into_iter().map(|(label, who)| (label, Who::Members(who.clone()))).collect();
        let anchor = self.lists.add(&found.id, &title, groups);
        opener(anchor, text)
    }

    /// A number that counts some members, leading to them. The title names the list and tells it from
    /// every other list of the page.
    pub fn counted(&mut self, title: &str, who: Vec<u32>, text: &str) -> String {
        self.split(title, vec![("Counted", who)], text)
    }

    /// A number with several lists behind it.
    pub fn split(&mut self, title: &str, groups: Vec<(&'static str, Vec<u32>)>, text: &str) -> String {
        let groups = groups.into_iter().map(|(label, who)| (label, Who::Members(who))).collect();
        let anchor = self.lists.add(title, title, groups);
        opener(anchor, text)
    }

    /// The number of those excluded for a reason, leading to them.
    pub fn excluded(&mut self, reason: &str, title: &str, text: &str) -> String {
        let out = self.results().exclusions.iter().enumerate().filter(|(_, gone)| gone.reason == reason);
        let who = Who::Excluded(out.map(|(position, _)| position as u32).collect());
        let anchor = self.lists.add(title, title, vec![("Excluded", who)]);
        opener(anchor, text)
    }

    /// The anchor of a patient's evidence, else of the row in the table; `None` when neither is written.
    pub fn patient_anchor(&self, position: u32) -> Option<String> {
        if self.document.pages.get(position as usize).is_some() {
            Some(format!("v{position}"))
        } else {
            ((position as usize) < MOST_PATIENTS).then(|| format!("r{position}"))
        }
    }

    /// The position of a member with this identifier.
    pub fn position_of(&self, person_id: &str) -> Option<u32> {
        let found = self.members().binary_search_by(|member| member.person_id.as_str().cmp(person_id));
        found.ok().map(|position| position as u32)
    }

    /// A patient's identifier, leading to the evidence or the row.
    pub fn patient_link(&self, position: u32) -> String {
        let Some(member) = self.members().get(position as usize) else {
            return String::new();
        };
        match self.patient_anchor(position) {
            Some(anchor) => format!("<a href=\"#{anchor}\">{}</a>", Text(&member.person_id)),
            None => Text(&member.person_id).to_string(),
        }
    }
}

/// A number as a link to its list; plain text when nobody is behind it. `text` is escaped.
fn opener(anchor: Option<String>, text: &str) -> String {
    match anchor {
        Some(anchor) => format!("<a class=\"open\" href=\"#{anchor}\">{}</a>", Text(text)),
        None => Text(text).to_string(),
    }
}
