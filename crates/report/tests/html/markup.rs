//! The markup: every element closed, every link with a target, every identifier once.

use std::collections::HashSet;

use super::fixture::Case;

const VOID: [&str; 5] = ["meta", "br", "input", "wbr", "!DOCTYPE"];

/// Panics unless every element is closed in the order in which it was opened.
pub fn balanced(page: &str) {
    let mut open: Vec<&str> = Vec::new();
    let mut rest = page;
    while let Some(at) = rest.find('<') {
        let end = at + rest[at..].find('>').expect("a tag ends");
        let tag = &rest[at + 1..end];
        let name = tag.trim_start_matches('/').split([' ', '/', '\n']).next().expect("a name");
        rest = &rest[end + 1..];
        if tag.starts_with('/') {
            assert_eq!(open.pop(), Some(name), "closing </{name}> before {:.60}", rest);
        } else if !tag.ends_with('/') && !VOID.contains(&name) {
            open.push(name);
        }
        if tag == "script" || tag == "style" {
            rest = &rest[rest.find("</").expect("it is closed")..];
        }
    }
    assert!(open.is_empty(), "left open: {open:?}");
}

/// The values of an attribute.
fn values<'a>(page: &'a str, attribute: &str) -> Vec<&'a str> {
    page.split(&format!(" {attribute}=\"")).skip(1).filter_map(|rest| rest.split('"').next()).collect()
}

/// Panics unless every link inside the page leads to the one element with its identifier.
pub fn linked(page: &str) {
    let ids = values(page, "id");
    let once: HashSet<&str> = ids.iter().copied().collect();
    assert_eq!(ids.len(), once.len(), "every identifier stands once");
    let labels = values(page, "aria-labelledby").into_iter().flat_map(|ids| ids.split(' '));
    for target in values(page, "href").into_iter().chain(labels) {
        let target = target.trim_start_matches('#');
        assert!(once.contains(target), "nothing has the identifier {target}");
    }
}

#[test]
fn elements_are_closed_and_links_lead_somewhere() {
    for n in [0, 1, 3, 40] {
        let page = Case::size(n).render();
        balanced(&page);
        linked(&page);
    }
}

#[test]
fn every_estimate_stands_on_the_page_and_opens_its_patients() {
    let case = Case::size(40);
    let page = case.render();
    for found in &case.results.estimates {
        let row = page.split(&format!("id=\"e-{}\"", found.id)).nth(1).expect(&found.id);
        let row = &row[..row.find("</tr>").expect("the row ends")];
        let nobody = found.behind.counted.is_empty() && found.behind.missing.is_empty();
        assert_eq!(row.contains("class=\"open\" href=\"#b"), !nobody, "{}", found.id);
    }
}

#[test]
fn a_list_holds_who_is_counted() {
    let case = Case::size(40);
    let page = case.render();
    let found = case.results.estimate("outcome.ned").expect("it is estimated");
    let list =
        page.split("No evidence of disease at last visit (cohort)</summary>").nth(1).expect("the list");
    let list = &list[..list.find("</details>").expect("it ends")];
    for position in &found.behind.counted {
        let link = format!("<a href=\"#v{position}\">P{position:05}</a>");
        assert!(list.contains(&link), "{link}");
    }
    let links = list.matches("<a ").count();
    assert_eq!(links, found.behind.counted.len() + found.behind.missing.len());
}

#[test]
fn tables_have_captions_and_headings_have_scope() {
    let page = Case::size(20).render();
    for table in page.split("<table").skip(1) {
        let inside = &table[..table.find("</table>").expect("it is closed")];
        assert!(inside.contains("<caption>"), "{:.200}", inside);
        assert_eq!(
            inside.matches("<th").count(),
            inside.matches("scope=\"").count() + inside.matches("<thead").count()
        );
    }
    for landmark in
        ["<html lang=\"en\">", "<header>", "<nav aria-label", "<main>", "<footer>", "class=\"skip\""]
    {
        assert_eq!(page.matches(landmark).count(), 1, "{landmark}");
    }
}
