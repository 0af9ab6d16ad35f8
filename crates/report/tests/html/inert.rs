//! Nothing that the records hold can run, and nothing is asked of the network.

use report::html::{SCRIPT, SCRIPT_HASH, STYLE, STYLE_HASH};
use sha2::{Digest, Sha256};

use super::fixture::Case;

const HOSTILE: &str = "<script>alert(1)</script><img src=x onerror=alert(2)>\"'&<!-- \u{0} </details> שלום";

fn hostile() -> Case {
    let mut members: Vec<_> = (0..6).map(super::fixture::member).collect();
    for (n, member) in members.iter_mut().enumerate() {
        member.person_id = format!("{n}{HOSTILE}");
        member.histology = HOSTILE.into();
        member.stage_7 = HOSTILE.into();
    }
    let mut case = Case::of(members);
    for row in &mut case.review {
        row.person_id = format!("0{HOSTILE}");
        row.source = HOSTILE.into();
        row.kind = HOSTILE.into();
        row.message = HOSTILE.into();
    }
    case.sources[0].name = HOSTILE.into();
    case.sources[0].sha256 = HOSTILE.into();
    case.results.exclusions[0].person_id = HOSTILE.into();
    case.protocol.report.title = HOSTILE.into();
    case.protocol.study.question = HOSTILE.into();
    case.protocol.study.title = HOSTILE.into();
    case.results.estimates[0].label = HOSTILE.into();
    case.results.estimates[0].cautions = vec![HOSTILE.into()];
    for page in &mut case.pages {
        for decision in &mut page.decisions {
            decision.question = HOSTILE.into();
            decision.answer = HOSTILE.into();
            decision.used[0].text = HOSTILE.into();
            decision.used[0].place = HOSTILE.into();
        }
        for event in &mut page.events {
            event.text = HOSTILE.into();
            event.place = HOSTILE.into();
            event.date = HOSTILE.into();
        }
    }
    case
}

#[test]
fn recorded_text_is_text() {
    let page = hostile().render();
    assert_eq!(page.matches("<script").count(), 1, "only the page's own script");
    assert_eq!(page.matches("</script").count(), 1);
    assert!(!page.contains("<img") && !page.contains("<!--") && !page.contains('\0'));
    assert!(page.contains("&lt;script&gt;alert(1)&lt;/script&gt;"), "the text is shown");
    super::markup::balanced(&page);
}

#[test]
fn free_text_finds_its_own_direction() {
    let page = hostile().render();
    let before = page.match_indices("שלום").filter(|(at, _)| {
        let from = page[..*at].rfind("<td").max(page[..*at].rfind("<span")).unwrap_or_default();
        page[from..*at].contains("dir=\"auto\"")
    });
    assert!(before.count() > 20);
}

#[test]
fn the_policy_names_this_style_and_this_script() {
    for (text, hash) in [(STYLE, STYLE_HASH), (SCRIPT, SCRIPT_HASH)] {
        let found = base64(&Sha256::digest(text.replace("\r\n", "\n").as_bytes()));
        assert_eq!(hash, found, "the file changed: write this hash into html/frame.rs");
    }
    let page = Case::size(3).render();
    for part in [
        "default-src 'none'",
        &format!("script-src 'sha256-{SCRIPT_HASH}'"),
        &format!("style-src 'sha256-{STYLE_HASH}'"),
        "base-uri 'none'",
        "form-action 'none'",
    ] {
        assert!(page.contains(part), "{part}");
    }
    assert!(!page.contains("unsafe-inline") && !page.contains(" style=") && !page.contains(" onclick="));
}

#[test]
fn the_page_asks_nothing_of_the_network() {
    // A hatch is addressed inside the page.
    let page = Case::size(30).render().replace("url(#", "(");
    for outside in
        ["http:", "https:", "//cdn", "@import", "url(", "<link", "<iframe", " src=", "fetch(", "XMLHttp"]
    {
        assert!(!page.contains(outside), "{outside}");
    }
}

fn base64(bytes: &[u8]) -> String {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = String::new();
    for three in bytes.chunks(3) {
        let bits =
            three.iter().fold(0u32, |bits, byte| bits << 8 | u32::from(*byte)) << (8 * (3 - three.len()));
        for place in 0..4 {
            let letter = LETTERS[(bits >> (18 - 6 * place)) as usize & 63];
            text.push(if place > three.len() { '=' } else { char::from(letter) });
        }
    }
    text
}
