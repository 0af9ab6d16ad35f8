//! The password, from the environment or from a password file, by libpq's rules.

use std::path::{Path, PathBuf};

use super::address::{Address, Environment, is_usual_socket_folder};

/// Where a password was looked for, and what was found.
pub(super) struct Password {
    /// The password.
    pub value: Option<String>,
    /// Where it is from, or why there is none; never with the password.
    pub account: String,
}

/// The password for an address: `PGPASSWORD`, else the first line that fits in `PGPASSFILE` or `~/.pgpass`.
pub(super) fn find(address: &Address, environment: Environment) -> Password {
    if let Some(value) = environment("PGPASSWORD") {
        return Password { value: Some(value), account: "the password is the one in PGPASSWORD".into() };
    }
    let home = || environment("HOME").map(|home| Path::new(&home).join(".pgpass"));
    let Some(path) = environment("PGPASSFILE").map(PathBuf::from).or_else(home) else {
        return none("PGPASSWORD is not set, and there is no home folder with a .pgpass");
    };
    from_file(&path, address)
}

fn none(account: impl Into<String>) -> Password {
    Password { value: None, account: account.into() }
}

fn from_file(path: &Path, address: &Address) -> Password {
    let shown = path.display();
    let Ok(about) = path.metadata() else {
        return none(format!("PGPASSWORD is not set, and {shown} is not there"));
    };
    if !about.is_file() || is_open_to_others(&about) {
        return none(format!(
            "{shown} was left aside, because others may read it or it is no plain file: chmod 600 {shown}"
        ));
    }
    let Ok(lines) = std::fs::read_to_string(path) else {
        return none(format!("PGPASSWORD is not set, and {shown} cannot be read as text"));
    };
    match lines.lines().find_map(|line| password_of(line, address)) {
        Some(value) => {
            Password { value: Some(value), account: format!("the password is the one in {shown}") }
        }
        None => none(format!("PGPASSWORD is not set, and no line of {shown} fits")),
    }
}

#[cfg(unix)]
fn is_open_to_others(about: &std::fs::Metadata) -> bool {
    std::os::unix::fs::PermissionsExt::mode(&about.permissions()) & 0o077 != 0
}

#[cfg(not(unix))]
fn is_open_to_others(_: &std::fs::Metadata) -> bool {
    false
}

/// The password of a line `host:port:database:user:password` that fits.
fn password_of(line: &str, address: &Address) -> Option<String> {
    if line.starts_with('#') {
        return None;
    }
    let host = if is_usual_socket_folder(&address.host) { "localhost" } else { &address.host };
    let port = address.port.to_string();
    let mut rest = line;
    for wanted in [host, &port, &address.database, &address.user] {
        let (field, after) = field(rest)?;
        rest = after?;
        if field.text != wanted && field.raw != "*" {
            return None;
        }
    }
    field(rest).map(|(password, _)| password.text).filter(|password| !password.is_empty())
}

struct Field<'a> {
    raw: &'a str,
    text: String,
}

/// The text up to the next colon, and what is after the colon; `\:` and `\\` stand for themselves.
fn field(line: &str) -> Option<(Field<'_>, Option<&str>)> {
    let mut text = String::new();
    let mut characters = line.char_indices();
    while let Some((place, character)) = characters.next() {
        match character {
            ':' => return Some((Field { raw: &line[..place], text }, Some(&line[place + 1..]))),
            '\\' => text.push(characters.next().map_or('\\', |(_, escaped)| escaped)),
            other => text.push(other),
        }
    }
    Some((Field { raw: line, text }, None))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn address(text: &str) -> Address {
        Address::read(text, &|_| None).unwrap()
    }

    #[test]
    fn lines_fit_by_wildcards_and_escapes() {
        let db = address("postgres://ada@db:5432/omop");
        for (line, password) in [
            ("db:5432:omop:ada:secret", Some("secret")),
            ("*:*:*:*:secret", Some("secret")),
            ("*:*:*:ada:se\\:cr\\\\et", Some("se:cr\\et")),
            ("db:5433:omop:ada:secret", None),
            ("# db:5432:omop:ada:secret", None),
            ("db:5432:omop:ada", None),
            ("\\*:5432:omop:ada:secret", None),
            ("db:5432:omop:ada:", None),
        ] {
            assert_eq!(password_of(line, &db).as_deref(), password, "{line}");
        }
        let colon = address("postgres://a%3Ab@[::1]:5432/omop");
        assert_eq!(password_of("\\:\\:1:*:*:a\\:b:secret", &colon).as_deref(), Some("secret"));
        let socket = address("postgres://ada@/omop?host=/var/run/postgresql");
        assert_eq!(password_of("localhost:5432:omop:ada:secret", &socket).as_deref(), Some("secret"));
    }

    #[test]
    fn the_variable_goes_first_and_a_file_open_to_others_is_left_aside() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("passwords");
        std::fs::write(&path, "*:*:*:*:first\n*:*:*:*:second\n").unwrap();
        let named = |name: &str| (name == "PGPASSFILE").then(|| path.display().to_string());
        let db = address("postgres://ada@db/omop");
        set_mode(&path, 0o640);
        let password = find(&db, &named);
        assert_eq!(password.value, None);
        assert!(password.account.contains("chmod 600"), "{}", password.account);
        set_mode(&path, 0o600);
        assert_eq!(find(&db, &named).value.as_deref(), Some("first"));
        let both = |name: &str| if name == "PGPASSWORD" { Some("third".into()) } else { named(name) };
        assert_eq!(find(&db, &both).value.as_deref(), Some("third"));
    }

    fn set_mode(path: &Path, mode: u32) {
        let mode = std::os::unix::fs::PermissionsExt::from_mode(mode);
        std::fs::set_permissions(path, mode).unwrap();
    }
}
