//! Which sections and keys are there.

use std::ops::Range;

use toml_edit::{Item, TableLike};

use crate::Code;
use crate::findings::Findings;
use crate::keys::{KEYS, RUNS, children, default_line, is_optional, is_table, item_at};
use crate::nearest::{did_you_mean, nearest};
use crate::read::kind;
use crate::syntax::Parsed;

/// Reports every unknown and every missing section and key. A key that is missing because it is
/// misspelt or stands in another section is told once, as unknown.
pub(super) fn check(parsed: &Parsed, findings: &mut Findings) {
    let root = parsed.document.as_table();
    let mut names = Names { parsed, findings, meant: Vec::new() };
    names.unknown(root, "");
    for section in children("") {
        names.missing(root, section, end_of(parsed));
    }
}

struct Names<'a, 'f, 's> {
    parsed: &'a Parsed,
    findings: &'f mut Findings<'s>,
    /// Paths that an unknown name probably means.
    meant: Vec<String>,
}

impl Names<'_, '_, '_> {
    fn unknown(&mut self, table: &dyn TableLike, path: &str) {
        for (name, item) in table.iter() {
            let key = join(path, name);
            let own = table.get_key_value(name).and_then(|(key, _)| key.span());
            let span = own.or(item.span()).unwrap_or(0..0);
            if path.is_empty() && name == RUNS {
                continue;
            }
            if !children(path).contains(&name) {
                self.report_unknown(name, item, path, span);
            } else if is_table(&key) {
                match item.as_table_like() {
                    Some(inner) => self.unknown(inner, &key),
                    None => {
                        let message = format!("a section expected, {} found", kind(item.type_name()));
                        let help = format!("its keys are: {}", children(&key).join(", "));
                        let span = item.span().unwrap_or(span);
                        self.findings.report(Code::WrongType, span, &key, message, help);
                    }
                }
            }
        }
    }

    fn report_unknown(&mut self, name: &str, item: &Item, path: &str, span: Range<usize>) {
        let is_section = path.is_empty() && (item.is_table_like() || item.is_array_of_tables());
        let mut known = children(path);
        known.extend(path.is_empty().then_some(RUNS));
        let near = nearest(name, known.iter().copied()).map(|near| join(path, near));
        let elsewhere = if is_section || near.is_some() { None } else { home_of(name) };
        let help = match elsewhere {
            Some((home, _)) => format!("`{name}` is a key of [{home}]: put it there"),
            None if path.is_empty() && !is_section => "every key stands below a section".to_owned(),
            None => did_you_mean(name, &known),
        };
        let (code, message) = if is_section {
            (Code::UnknownSection, format!("[{name}] is no section of a protocol"))
        } else if path.is_empty() {
            (Code::UnknownKey, format!("`{name}` stands outside of any section"))
        } else {
            (Code::UnknownKey, format!("[{path}] has no key `{name}`"))
        };
        self.findings.report(code, span, &join(path, name), message, help);
        self.meant.extend(near.or(elsewhere.map(|(_, known)| known.to_owned())));
    }

    /// Reports what is missing of `path`; `place` is where it would be looked for.
    fn missing(&mut self, root: &dyn TableLike, path: &'static str, place: Range<usize>) {
        match item_at(root, path) {
            Some(item) if is_table(path) && item.is_table_like() => {
                let place = item.span().or_else(|| first_key(item)).unwrap_or(place);
                for key in children(path).into_iter().filter_map(|child| below(path, child)) {
                    self.missing(root, key, place.clone());
                }
            }
            Some(_) => {}
            None if is_optional(path) || self.is_told(path) => {}
            None => self.report_missing(path, place),
        }
    }

    /// Whether the name stands in the text but could not be read, or was told as unknown.
    fn is_told(&self, path: &str) -> bool {
        let name = path.rsplit('.').next();
        let mut unread = self.parsed.unread.iter();
        self.meant.iter().any(|meant| meant == path)
            || unread.any(|unread| unread.split('.').any(|part| Some(part) == name))
            || (self.parsed.unread_header && !path.contains('.'))
    }

    fn report_missing(&mut self, path: &'static str, place: Range<usize>) {
        let name = path.rsplit('.').next().unwrap_or(path);
        let lines: Vec<String> = leaves(path).map(default_line).collect();
        let mut message = format!("`{name}` is missing");
        let (code, help) = if !path.contains('.') {
            message = format!("the section [{path}] is missing");
            (Code::MissingSection, format!("add, with the defaults:\n[{path}]\n{}", lines.join("\n")))
        } else if is_table(path) {
            (Code::MissingKey, format!("add `{name} = {{ {} }}`, the default", lines.join(", ")))
        } else {
            let line = default_line(path);
            (Code::MissingKey, format!("every key is required: add `{line}`, the default"))
        };
        self.findings.report(code, place, path, message, help);
    }
}

fn join(path: &str, name: &str) -> String {
    if path.is_empty() { name.to_owned() } else { format!("{path}.{name}") }
}

/// The section and the path of a known key of this name.
pub(super) fn home_of(name: &str) -> Option<(&'static str, &'static str)> {
    KEYS.iter().find_map(|known| {
        let (home, last) = known.rsplit_once('.')?;
        (last == name).then_some((home, *known))
    })
}

/// The catalogue's own spelling of a path or of a table on the way.
fn below(path: &str, child: &str) -> Option<&'static str> {
    let full = join(path, child);
    KEYS.iter().find_map(|key| match key.strip_prefix(full.as_str()) {
        Some(rest) if rest.is_empty() || rest.starts_with('.') => Some(&key[..full.len()]),
        _ => None,
    })
}

fn leaves(path: &str) -> impl Iterator<Item = &'static str> {
    let prefix = format!("{path}.");
    KEYS.iter().copied().filter(move |key| key.starts_with(&prefix))
}

fn first_key(item: &Item) -> Option<Range<usize>> {
    let table = item.as_table_like()?;
    let (name, _) = table.iter().next()?;
    table.get_key_value(name)?.0.span()
}

fn end_of(parsed: &Parsed) -> Range<usize> {
    let end = parsed.document.raw().trim_end().len();
    let start = parsed.document.raw()[..end].rfind('\n').map_or(0, |at| at + 1);
    start..end
}
