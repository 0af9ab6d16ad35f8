//! A PostgreSQL server of the test's own: in a temporary folder, on the loopback address, with passwords and
//! TLS; it ends with the test, however that ends. Other test binaries may include this file by its path.

use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::net::TcpListener;
use std::os::unix::fs::{MetadataExt, chown};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::OnceLock;

use postgres::{Client, NoTls};

/// Set where a test without PostgreSQL must fail.
pub const REQUIRED: &str = "RETREAT_REQUIRE_POSTGRES";
/// Who owns everything.
pub const OWNER: &str = "owner";
/// Who may read, where it is granted.
pub const READER: &str = "reader";
/// The password of every user; with what a password file has to escape.
pub const PASSWORD: &str = "a:b\\c d'e";

const SERVER: [&str; 2] = ["server.crt", "server.key"];

/// A running server.
pub struct Cluster {
    /// With `ca.crt`, `other.crt`, `self.crt`, and the socket.
    pub folder: PathBuf,
    /// Its port.
    pub port: u16,
    /// Ends the server when its standard input closes: when this is dropped or the process is gone.
    _keeper: Child,
}

impl Cluster {
    /// The server of this test binary, started with the first call. `None`, with a line that says so, where
    /// PostgreSQL is not installed; that is a failure where [`REQUIRED`] is set.
    pub fn shared() -> Option<&'static Cluster> {
        static SHARED: OnceLock<Option<Cluster>> = OnceLock::new();
        SHARED.get_or_init(|| Some(Cluster::start(&programs().or_else(left_out)?, SERVER))).as_ref()
    }

    /// A server of one test alone, with another certificate of the folder's.
    pub fn start_another(certificate: &str, key: &str) -> Option<Cluster> {
        Cluster::shared()?;
        Some(Cluster::start(&programs()?, [certificate, key]))
    }

    fn start(programs: &Path, certificate: [&str; 2]) -> Cluster {
        let folder = tempfile::Builder::new().prefix("retreat-postgres-").tempdir().expect("a folder").keep();
        let user = Unprivileged::of(&folder);
        user.own(&folder);
        certificates(&folder, &user);
        initialise(programs, &folder, &user);
        let (port, keeper) =
            (0..3).find_map(|_| run(programs, &folder, &user, certificate)).unwrap_or_else(|| {
                let log = fs::read_to_string(folder.join("log")).unwrap_or_default();
                panic!("PostgreSQL does not start:\n{log}")
            });
        let cluster = Cluster { folder, port, _keeper: keeper };
        let mut owner = cluster.owner("postgres");
        for role in [READER, "plain", "encrypted"] {
            let password = PASSWORD.replace('\'', "''");
            owner.batch_execute(&format!("CREATE ROLE {role} LOGIN PASSWORD '{password}'")).unwrap();
        }
        cluster
    }

    /// A connection of the owner.
    pub fn owner(&self, database: &str) -> Client {
        let mut config = Client::configure();
        config.host("127.0.0.1").port(self.port).user(OWNER).password(PASSWORD).dbname(database);
        config.connect(NoTls).expect("the owner is let in")
    }

    /// A new, empty database, and a connection of the owner.
    pub fn database(&self, name: &str) -> Client {
        self.owner("postgres").batch_execute(&format!("CREATE DATABASE {name}")).expect("a database");
        self.owner(name)
    }

    /// The reader's address of a database.
    pub fn address(&self, database: &str) -> String {
        format!("postgres://{READER}@127.0.0.1:{}/{database}", self.port)
    }

    /// A file in the folder.
    pub fn file(&self, name: &str) -> String {
        self.folder.join(name).display().to_string()
    }
}

/// An environment with the password alone.
pub fn with_password(name: &str) -> Option<String> {
    (name == "PGPASSWORD").then(|| PASSWORD.to_owned())
}

/// The folder with PostgreSQL's programs: the newest of Debian's, else where `initdb` is found.
fn programs() -> Option<PathBuf> {
    let versions = fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten();
    let mut debian: Vec<PathBuf> = versions.map(|version| version.path().join("bin")).collect();
    debian.sort_by_key(|path| path.parent().and_then(|path| path.file_name()?.to_str()?.parse::<u32>().ok()));
    let paths = std::env::var_os("PATH").unwrap_or_default();
    let others = std::env::split_paths(&paths).collect::<Vec<_>>();
    debian.into_iter().rev().chain(others).find(|folder| folder.join("initdb").is_file())
}

/// Says on the terminal, where the test harness does not hide it, that nothing was tested.
fn left_out() -> Option<PathBuf> {
    let what = "PostgreSQL's initdb is not installed (Debian: apt-get install postgresql)";
    assert!(std::env::var_os(REQUIRED).is_none(), "{what}, and {REQUIRED} is set");
    let _ = writeln!(std::io::stderr(), "LEFT OUT: the tests against PostgreSQL, as {what}");
    None
}

/// PostgreSQL refuses to run as root; then the user `postgres` or, without one, `nobody` runs it.
struct Unprivileged(Option<(u32, u32)>);

impl Unprivileged {
    fn of(folder: &Path) -> Unprivileged {
        if fs::metadata(folder).expect("the folder is there").uid() != 0 {
            return Unprivileged(None);
        }
        let users = fs::read_to_string("/etc/passwd").expect("the users");
        let ids = |name: &str| {
            let line = users.lines().find(|line| line.split(':').next() == Some(name))?;
            let mut numbers = line.split(':').skip(2).map(str::parse);
            Some((numbers.next()?.ok()?, numbers.next()?.ok()?))
        };
        Unprivileged(Some(ids("postgres").or_else(|| ids("nobody")).expect("a user besides root")))
    }

    fn own(&self, path: &Path) {
        if let Some((user, group)) = self.0 {
            chown(path, Some(user), Some(group)).expect("root may give files away");
        }
    }

    fn command(&self, program: impl AsRef<std::ffi::OsStr>, folder: &Path) -> Command {
        let mut command = Command::new(program);
        command.current_dir(folder).env("HOME", folder);
        if let Some((user, group)) = self.0 {
            command.uid(user).gid(group);
        }
        command
    }

    fn run(&self, program: impl AsRef<std::ffi::OsStr>, folder: &Path, arguments: &[&str]) {
        let program = program.as_ref();
        let output = self.command(program, folder).args(arguments).output();
        let output = output.unwrap_or_else(|error| panic!("{}: {error}", program.display()));
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{} {arguments:?}: {said}", program.display());
    }
}

/// An authority, the server's certificate from it, another authority, and one that signs itself.
fn certificates(folder: &Path, user: &Unprivileged) {
    let request = |arguments: &str| {
        let common = "req -x509 -newkey rsa:2048 -nodes -days 30 -sha256";
        let arguments: Vec<&str> = common.split(' ').chain(arguments.split(' ')).collect();
        user.run("openssl", folder, &arguments);
    };
    request("-keyout ca.key -out ca.crt -subj /CN=authority");
    request("-keyout other.key -out other.crt -subj /CN=other");
    request("-keyout self.key -out self.crt -subj /CN=localhost -addext subjectAltName=DNS:localhost");
    request(
        "-keyout server.key -out server.crt -subj /CN=localhost -CA ca.crt -CAkey ca.key \
         -addext subjectAltName=DNS:localhost -addext basicConstraints=critical,CA:FALSE",
    );
}

fn initialise(programs: &Path, folder: &Path, user: &Unprivileged) {
    let password = folder.join("password");
    fs::write(&password, PASSWORD).expect("the folder can be written");
    user.own(&password);
    let arguments = "-D data -U owner -A scram-sha-256 --pwfile=password -E UTF8 --locale=C.UTF-8 --no-sync";
    user.run(programs.join("initdb"), folder, &arguments.split(' ').collect::<Vec<_>>());
    let path = folder.join("data/pg_hba.conf");
    let usual = fs::read_to_string(&path).expect("initdb wrote it");
    let first = "hostssl all plain all reject\nhostnossl all encrypted all reject\n";
    fs::write(&path, format!("{first}{usual}")).expect("the folder can be written");
}

/// Starts the server on a free port, under a shell that ends it and removes the folder when its standard
/// input closes. `None` when it does not start: the port may have been taken in the meantime.
fn run(
    programs: &Path,
    folder: &Path,
    user: &Unprivileged,
    [certificate, key]: [&str; 2],
) -> Option<(u16, Child)> {
    let port = TcpListener::bind(("127.0.0.1", 0)).and_then(|free| free.local_addr()).expect("a port").port();
    let settings = format!(
        "listen_addresses = '127.0.0.1'\nport = {port}\nunix_socket_directories = '{0}'\nssl = on\n\
         ssl_cert_file = '{0}/{certificate}'\nssl_key_file = '{0}/{key}'\nfsync = off\nmax_connections = 60\n",
        folder.display()
    );
    let path = folder.join("data/postgresql.auto.conf");
    fs::write(&path, settings).expect("the folder can be written");
    user.own(&path);
    let script = "trap : INT TERM
        \"$0/pg_ctl\" -D data -l log -w -t 60 start >/dev/null 2>&1 || { echo failed; exit 1; }
        echo ready
        cat >/dev/null
        \"$0/pg_ctl\" -D data -m fast -w stop >/dev/null 2>&1
        rm -rf \"$1\"";
    let mut shell = user.command("sh", folder);
    shell.arg("-c").arg(script).arg(programs).arg(folder).process_group(0);
    let mut keeper = shell.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().expect("a shell");
    let mut answer = String::new();
    if let Some(output) = keeper.stdout.take() {
        let _ = BufReader::new(output).read_line(&mut answer);
    }
    if answer.trim() != "ready" {
        keeper.wait().expect("it has ended");
        return None;
    }
    Some((port, keeper))
}
