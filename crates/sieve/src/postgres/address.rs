//! Where the database is: `postgres://user@host:port/database?schema=cdm`, and what libpq's variables add.

use std::time::Duration;

use super::parts::{FORM, Parts, Problems};
use super::tls::{Roots, Tls, TlsMode};
use crate::failure::Failure;

/// Looks a variable of the environment up; one that is set to nothing counts as not set.
pub(super) type Environment<'a> = &'a dyn Fn(&str) -> Option<String>;

/// Whether policies that hide rows from the user are accepted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum HiddenRows {
    /// A table with such a policy is an error.
    Refused,
    /// The rows that the policy shows are the data.
    Accepted,
}

/// A database and who asks it. Never holds a password.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Address {
    /// A name, a number, or the folder of a socket (begins with `/`).
    pub host: String,
    pub port: u16,
    pub user: String,
    pub database: String,
    /// The schemas named, in which a table is looked for in this order; empty: none named.
    pub schemas: Vec<String>,
    pub tls: Tls,
    pub connect_timeout: Duration,
    pub hidden_rows: HiddenRows,
}

const KEYS: [&str; 9] =
    ["schema", "sslmode", "sslrootcert", "host", "port", "user", "dbname", "connect_timeout", "row_security"];
const SOCKET_FOLDERS: [&str; 2] = ["/var/run/postgresql", "/tmp"];

impl Address {
    /// Reads an address; what it does not say comes from the environment as with libpq.
    ///
    /// # Errors
    /// Every problem at once; none repeats what may be a password.
    pub(super) fn read(address: &str, environment: Environment) -> Result<Address, Failure> {
        let parts = Parts::split(address)?;
        let mut problems = Problems::default();
        parts.check_keys(&mut problems);
        let port = parts.port(environment, &mut problems);
        let user = parts.user(environment, &mut problems);
        let address = Address {
            host: parts.host(environment, port, &mut problems),
            port,
            database: parts.value("dbname", &parts.path, "PGDATABASE", environment).unwrap_or(user.clone()),
            user,
            schemas: parts.schemas(),
            tls: parts.tls(environment, &mut problems),
            connect_timeout: parts.connect_timeout(environment, &mut problems),
            hidden_rows: parts.hidden_rows(&mut problems),
        };
        if problems.0.is_empty() { Ok(address) } else { Err(Failure::Data(problems.0)) }
    }

    /// As shown: without the settings that say nothing about the data.
    pub(super) fn shown(&self) -> String {
        let Address { host, port, user, database, .. } = self;
        match self.is_socket() {
            true => format!("postgres://{user}@/{database}?host={host}&port={port}"),
            false if host.contains(':') => format!("postgres://{user}@[{host}]:{port}/{database}"),
            false => format!("postgres://{user}@{host}:{port}/{database}"),
        }
    }

    /// Whether the server is reached by a socket of this machine.
    pub(super) fn is_socket(&self) -> bool {
        self.host.starts_with('/')
    }
}

impl Parts {
    fn check_keys(&self, problems: &mut Problems) {
        for (key, _) in &self.settings {
            if !KEYS.contains(&key.as_str()) {
                problems.add(format!("`{key}` is no setting"), format!("settings are {}", KEYS.join(", ")));
            }
        }
    }

    fn port(&self, environment: Environment, problems: &mut Problems) -> u16 {
        let port = self.value("port", &self.port, "PGPORT", environment);
        let port = port.map_or(Ok(5432), |port| port.parse());
        port.ok().filter(|port| *port > 0).unwrap_or_else(|| {
            problems.add("the port is no number from 1 to 65535", "PostgreSQL's usual port is 5432");
            5432
        })
    }

    fn user(&self, environment: Environment, problems: &mut Problems) -> String {
        let user = self.value("user", &self.user, "PGUSER", environment);
        let user = user.or_else(|| environment("USER")).or_else(|| environment("LOGNAME"));
        user.unwrap_or_else(|| {
            problems.add("it names no user", FORM);
            String::new()
        })
    }

    fn host(&self, environment: Environment, port: u16, problems: &mut Problems) -> String {
        let host = self.value("host", &self.host, "PGHOST", environment);
        let host = host.unwrap_or_else(|| usual_host(port));
        if host.contains(',') {
            problems.add("it names several hosts", "name the one that holds the data");
        }
        host
    }

    fn schemas(&self) -> Vec<String> {
        let named = self.setting("schema").unwrap_or_default().split(',').map(str::trim);
        named.filter(|schema| !schema.is_empty()).map(str::to_owned).collect()
    }

    fn tls(&self, environment: Environment, problems: &mut Problems) -> Tls {
        let roots = self.value("sslrootcert", "", "PGSSLROOTCERT", environment);
        let roots = Roots::named(roots.as_deref(), environment("HOME").as_deref());
        let mode = self.value("sslmode", "", "PGSSLMODE", environment);
        let usual = if roots == Roots::System { TlsMode::VerifyFull } else { TlsMode::Prefer };
        let mode = mode.map_or(Some(usual), |word| TlsMode::named(&word)).unwrap_or_else(|| {
            problems.add("this sslmode is not known", format!("it is one of {}", TlsMode::WORDS.join(", ")));
            usual
        });
        if roots == Roots::System && mode != TlsMode::VerifyFull {
            problems.add("sslrootcert=system needs sslmode=verify-full", "write sslmode=verify-full");
        }
        Tls { mode, roots }
    }

    fn connect_timeout(&self, environment: Environment, problems: &mut Problems) -> Duration {
        let seconds = self.value("connect_timeout", "", "PGCONNECT_TIMEOUT", environment);
        let seconds = seconds.map_or(Ok(15), |seconds| seconds.trim().parse());
        Duration::from_secs(seconds.ok().filter(|seconds| *seconds > 0).unwrap_or_else(|| {
            problems.add("connect_timeout is no number of seconds", "write connect_timeout=15");
            15
        }))
    }

    fn hidden_rows(&self, problems: &mut Problems) -> HiddenRows {
        match self.setting("row_security") {
            None | Some("off") => HiddenRows::Refused,
            Some("on") => HiddenRows::Accepted,
            Some(_) => {
                problems.add("row_security is neither on nor off", "leave it out: off is usual");
                HiddenRows::Refused
            }
        }
    }
}

/// Where a server of this machine listens: its socket, else the loopback address.
fn usual_host(port: u16) -> String {
    let is_there = |folder: &&str| std::path::Path::new(folder).join(format!(".s.PGSQL.{port}")).exists();
    SOCKET_FOLDERS.into_iter().find(is_there).unwrap_or("localhost").to_owned()
}

/// Whether libpq counts this folder as where its own sockets are.
pub(super) fn is_usual_socket_folder(host: &str) -> bool {
    SOCKET_FOLDERS.contains(&host)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(address: &str, variables: &[(&str, &str)]) -> Result<Address, String> {
        let find =
            |name: &str| variables.iter().find(|(key, _)| *key == name).map(|(_, value)| (*value).into());
        Address::read(address, &find).map_err(|failure| failure.to_string())
    }

    #[test]
    fn what_the_address_says_goes_before_the_environment() {
        let variables = [("PGUSER", "nobody"), ("PGPORT", "1"), ("PGDATABASE", "none"), ("PGHOST", "h")];
        let full = "postgresql://ada%40site@db.example:6000/omop%20cdm?schema=cdm,vocab&sslmode=verify-ca\
                    &sslrootcert=/a/b.crt&connect_timeout=3";
        let address = read(full, &variables).unwrap();
        assert_eq!(address.shown(), "postgres://ada@site@db.example:6000/omop cdm");
        assert_eq!(address.schemas, ["cdm", "vocab"]);
        assert_eq!(address.tls, Tls { mode: TlsMode::VerifyCa, roots: Roots::File("/a/b.crt".into()) });
        assert_eq!(address.connect_timeout, Duration::from_secs(3));
        let address = read("postgres://", &variables).unwrap();
        assert_eq!(address.shown(), "postgres://nobody@h:1/none");
        assert_eq!(address.tls.mode, TlsMode::Prefer);
    }

    #[test]
    fn a_socket_and_a_number_in_brackets_are_hosts() {
        let address = read("postgres://ada@/omop?host=/run/pg&port=7", &[]).unwrap();
        assert!(address.is_socket());
        assert_eq!(address.shown(), "postgres://ada@/omop?host=/run/pg&port=7");
        assert_eq!(read("postgres://ada@%2Frun%2Fpg:7/omop", &[]).unwrap(), address);
        assert_eq!(read("postgres://ada@[::1]:7/omop", &[]).unwrap().host, "::1");
        assert_eq!(read("postgres://ada@h", &[]).unwrap().database, "ada");
    }

    #[test]
    fn a_password_in_the_address_is_refused_and_not_repeated() {
        for address in [
            "postgres://ada:se/cr?et@h/omop",
            "postgres://ada:secret@h/omop",
            "postgres://ada:se@cret@h/omop",
            "postgres://ada@h/omop?password=secret",
            "postgres://ada@h/omop?sslmode=require&password=secret",
        ] {
            let message = read(address, &[]).unwrap_err();
            assert!(message.contains("it holds a password"), "{message}");
            assert!(!message.contains("se/cr") && !message.contains("cret"), "{message}");
        }
        let message = read("postgres://ada:secret", &[]).unwrap_err();
        assert!(!message.contains("secret"), "{message}");
    }

    #[test]
    fn all_problems_come_at_once() {
        let message = read("postgres://h:x/d?shema=cdm&sslmode=yes&connect_timeout=soon", &[]).unwrap_err();
        for part in
            ["`shema` is no setting", "the port", "names no user", "this sslmode", "connect_timeout is"]
        {
            assert!(message.contains(part), "{part}: {message}");
        }
        assert!(read("postgres://a@h?sslrootcert=system&sslmode=require", &[]).is_err());
        assert!(read("mysql://a@h", &[("USER", "a")]).unwrap_err().contains("does not begin with"));
    }
}
