//! A folder that a command fills: what may stand there, and how the new content is put in place whole.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use crate::failure::Failure;

/// The place of a command's output: a folder that belongs to it alone.
pub struct Place {
    /// As the user names it.
    pub folder: PathBuf,
    /// What it holds, for messages: `results`, `a synthetic hospital`.
    pub what: &'static str,
    /// The names that may stand in it; `figures/*.svg` for the drawings of a folder `figures`.
    pub names: Vec<String>,
    /// A file in it, by its path from the folder, that nobody else writes: a folder that holds the
    /// names without it is somebody else's.
    pub mark: &'static str,
}

impl Place {
    /// Refuses a place that is not free: anything but a folder, or a folder that holds anything but an
    /// earlier output. An earlier output that an interrupted run had moved aside is put back first.
    ///
    /// # Errors
    /// [`Failure::Usage`] with what is there and what to do; [`Failure::World`] when nobody can tell.
    pub fn check(&self) -> Result<(), Failure> {
        let shown = self.folder.display();
        let usage = |what: String, help: &str| Err(Failure::Usage { what, help: help.into() });
        if self.folder.file_name().is_none() {
            let what = format!("--out {shown:?} names no folder of its own");
            return usage(what, "name a new folder, for example --out results");
        }
        self.recover();
        match fs::metadata(&self.folder) {
            Ok(found) if !found.is_dir() => {
                usage(format!("--out {shown}: this is a file"), "name a new folder")
            }
            Ok(_) => self.check_content(),
            Err(error) if error.kind() == io::ErrorKind::NotADirectory => {
                usage(format!("--out {shown}: a part of this path is a file"), "name a new folder")
            }
            Err(error) if error.kind() != io::ErrorKind::NotFound => {
                Err(Failure::World(format!("looking at --out {shown}"), error))
            }
            Err(_) if self.folder.is_symlink() => {
                usage(format!("--out {shown}: this link leads nowhere"), "name a new folder")
            }
            Err(_) => Ok(()),
        }
    }

    /// Lets `fill` write the new content to a folder beside the place, then puts that folder in place.
    /// Missing parent folders are made. A link to a folder stays a link.
    ///
    /// # Errors
    /// As [`Place::check`]; [`Failure::World`] when writing fails (a full disk, no permission): nothing
    /// is then left behind, and an earlier output stays as it was.
    pub fn write(&self, fill: impl FnOnce(&Path) -> io::Result<()>) -> Result<(), Failure> {
        self.check()?;
        let folder = fs::canonicalize(&self.folder).unwrap_or_else(|_| self.folder.clone());
        let missing = |path: &&Path| !path.as_os_str().is_empty() && !path.exists();
        let parents: Vec<&Path> = folder.ancestors().skip(1).take_while(missing).collect();
        let aside = sibling(&folder, "writing");
        let written = self
            .clear(&aside)
            .and_then(|()| fs::create_dir_all(&aside).map_err(named(&aside)))
            .and_then(|()| fill(&aside))
            .and_then(|()| self.replace(&folder, &aside));
        written.map_err(|error| {
            let _ = fs::remove_dir_all(&aside);
            parents.iter().for_each(|parent| drop(fs::remove_dir(parent)));
            let doing = format!("writing {} to {} (left as it was)", self.what, self.folder.display());
            Failure::World(doing, error)
        })
    }

    fn check_content(&self) -> Result<(), Failure> {
        let shown = self.folder.display();
        let looking = |error| Failure::World(format!("looking at --out {shown}"), error);
        let (names, foreign) = content(&self.folder, &self.names).map_err(looking)?;
        let what = match foreign {
            Some(name) => {
                format!("--out {shown}: the folder holds {name:?}, which does not belong to {}", self.what)
            }
            None if names > 0 && !self.folder.join(self.mark).is_file() => {
                format!(
                    "--out {shown}: the folder holds files, but not {:?}: they were not written here",
                    self.mark
                )
            }
            None => return Ok(()),
        };
        Err(Failure::Usage {
            what,
            help: "name a new or an empty folder; nothing of others is replaced".into(),
        })
    }

    /// Takes up an output that was moved aside when its successor was put in place and never arrived.
    fn recover(&self) {
        let old = sibling(&self.folder, "replaced");
        let is_ours = || matches!(content(&old, &self.names), Ok((_, None)));
        if !self.folder.exists() && !self.folder.is_symlink() && is_ours() {
            let _ = fs::rename(&old, &self.folder);
        }
    }

    /// Puts `aside` in the place of `folder`; when that fails, the earlier folder stands again.
    fn replace(&self, folder: &Path, aside: &Path) -> io::Result<()> {
        if !folder.exists() {
            return fs::rename(aside, folder);
        }
        let old = sibling(folder, "replaced");
        self.clear(&old)?;
        fs::rename(folder, &old)?;
        if let Err(error) = fs::rename(aside, folder) {
            let _ = fs::rename(&old, folder);
            return Err(error);
        }
        // The new output stands: an old one that cannot be removed is no failure, and the next run
        // tries again.
        let _ = fs::remove_dir_all(&old);
        Ok(())
    }

    /// Removes what an interrupted run left at this place beside the folder.
    fn clear(&self, left_over: &Path) -> io::Result<()> {
        match content(left_over, &self.names) {
            Ok((_, None)) => fs::remove_dir_all(left_over).map_err(named(left_over)),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
            Ok((_, Some(name))) => {
                let other = format!("in the way, since it holds {name:?}");
                Err(named(left_over)(io::Error::new(io::ErrorKind::AlreadyExists, other)))
            }
            Err(error) => Err(named(left_over)(error)),
        }
    }
}

/// Number of entries of a folder, and the first by name that is none of `names`. `figures/*.svg` allows the folder `figures` with drawings in it.
fn content(folder: &Path, names: &[String]) -> io::Result<(usize, Option<String>)> {
    let found = entries(folder)?;
    for name in &found {
        let prefix = format!("{name}/*");
        let endings: Vec<&str> = names.iter().filter_map(|allowed| allowed.strip_prefix(&prefix)).collect();
        if endings.is_empty() && !names.contains(name) {
            return Ok((found.len(), Some(name.clone())));
        }
        let inside = if endings.is_empty() { Vec::new() } else { entries(&folder.join(name))? };
        let is_foreign = |name: &String| !endings.iter().any(|ending| name.ends_with(ending));
        if let Some(foreign) = inside.into_iter().find(is_foreign) {
            return Ok((found.len(), Some(format!("{name}/{foreign}"))));
        }
    }
    Ok((found.len(), None))
}

/// Names in a folder, sorted.
fn entries(folder: &Path) -> io::Result<Vec<String>> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder)? {
        found.push(entry?.file_name().to_string_lossy().into_owned());
    }
    found.sort();
    Ok(found)
}

/// An error with the name of the file or folder concerned.
pub fn named(path: &Path) -> impl Fn(io::Error) -> io::Error + use<> {
    let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    move |error| io::Error::new(error.kind(), format!("{name}: {error}"))
}

fn sibling(folder: &Path, word: &str) -> PathBuf {
    let name = folder.file_name().unwrap_or_default().to_string_lossy();
    folder.with_file_name(format!(".{name}.{word}"))
}
