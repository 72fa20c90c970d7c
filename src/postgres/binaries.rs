//! Finds the installed server's binaries and their version.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::error::{PostgresError, run};

/// The folder of one installed Postgres.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Binaries {
    /// Where `postgres`, `initdb`, `pg_dump` and the others are.
    pub dir: PathBuf,
    /// The server's major version, such as 15.
    pub major: u32,
}

impl Binaries {
    /// Finds a server: `PG_BIN_DIR` alone when it is set; else PATH, `pg_config --bindir` and the
    /// usual folders, newest first. One of major version `wanted` is preferred to any other.
    ///
    /// Blocks for some milliseconds, as it asks each binary for its version.
    ///
    /// # Errors
    /// [`PostgresError::NoBinaries`] with the platform's install line;
    /// [`PostgresError::NotABinDir`] when `PG_BIN_DIR` holds no server;
    /// [`PostgresError::NoVersion`] and [`PostgresError::Run`] when that server is broken.
    pub fn find(wanted: Option<u32>) -> Result<Self, PostgresError> {
        if let Some(dir) = env::var_os("PG_BIN_DIR").filter(|dir| !dir.is_empty()) {
            // Whoever set it meant it: another server than the one named would be a surprise.
            let dir = PathBuf::from(dir);
            return if is_bin_dir(&dir) {
                Self::at(dir)
            } else {
                Err(PostgresError::NotABinDir(dir))
            };
        }
        // A broken one must not hide a good one further on, so its error is passed over.
        let mut found: Vec<Self> = Vec::new();
        for dir in candidates().into_iter().map(home) {
            let known = found.iter().any(|binaries| binaries.dir == dir);
            if known || !is_bin_dir(&dir) {
                continue;
            }
            match Self::at(dir) {
                Ok(binaries) if wanted.is_none_or(|wanted| wanted == binaries.major) => {
                    return Ok(binaries);
                }
                Ok(binaries) => found.push(binaries),
                Err(error) => log::debug!("{error}"),
            }
        }
        found.into_iter().next().ok_or(PostgresError::NoBinaries(install_line()))
    }

    /// Takes the binaries in `dir`, asking the server there for its version.
    ///
    /// # Errors
    /// [`PostgresError::Run`] when it cannot be run, [`PostgresError::NoVersion`] when its answer
    /// names no version.
    pub fn at(dir: PathBuf) -> Result<Self, PostgresError> {
        let program = dir.join("postgres");
        let output = Command::new(&program).arg("--version").output().map_err(run(&program))?;
        let answer = String::from_utf8_lossy(&output.stdout);
        match major(&answer) {
            Some(major) if output.status.success() => Ok(Self { dir, major }),
            _ => Err(PostgresError::NoVersion {
                program,
                answer: format!("{answer}{}", String::from_utf8_lossy(&output.stderr)),
            }),
        }
    }

    /// The path of one of them, such as `pg_dump`.
    #[must_use]
    pub fn path(&self, program: &str) -> PathBuf {
        self.dir.join(program)
    }
}

/// The major version in "postgres (PostgreSQL) 15.18 (Debian …)"; also of "18beta1".
fn major(answer: &str) -> Option<u32> {
    let version = answer.split_once(") ")?.1;
    let end = version.find(|c: char| !c.is_ascii_digit()).unwrap_or(version.len());
    version[..end].parse().ok()
}

fn is_bin_dir(dir: &Path) -> bool {
    dir.is_absolute() && ["postgres", "initdb"].iter().all(|name| dir.join(name).is_file())
}

/// Where the server in `dir` really is: a link to it, as in /usr/local/bin, may stand there without
/// links to all that goes with it.
fn home(dir: PathBuf) -> PathBuf {
    let real = dir.join("postgres").canonicalize().ok();
    let real = real.as_deref().and_then(Path::parent).filter(|real| is_bin_dir(real));
    real.map_or(dir, Path::to_path_buf)
}

/// Every folder where a server may be, best first.
fn candidates() -> Vec<PathBuf> {
    let mut all: Vec<PathBuf> =
        env::var_os("PATH").map(|path| env::split_paths(&path).collect()).unwrap_or_default();
    all.extend(by_pg_config());
    all.extend(versions("/usr/lib/postgresql", "", "bin"));
    all.extend(versions("/usr", "pgsql-", "bin"));
    all.extend(versions("/opt/homebrew/opt", "postgresql@", "bin"));
    all.extend(versions("/usr/local/opt", "postgresql@", "bin"));
    all.extend(versions("/Applications/Postgres.app/Contents/Versions", "", "bin"));
    // RPM's and Arch's servers live among everything else.
    all.push(PathBuf::from("/usr/bin"));
    all.push(PathBuf::from("/usr/local/bin"));
    all
}

fn by_pg_config() -> Option<PathBuf> {
    let output = Command::new("pg_config").arg("--bindir").output().ok()?;
    let dir = String::from_utf8(output.stdout).ok()?;
    output.status.success().then(|| PathBuf::from(dir.trim()))
}

/// The folders `<parent>/<prefix><version>/<below>`, newest version first.
fn versions(parent: &str, prefix: &str, below: &str) -> Vec<PathBuf> {
    let Ok(entries) = fs::read_dir(parent) else { return Vec::new() };
    let mut found: Vec<(u32, PathBuf)> = entries
        .flatten()
        .filter_map(|entry| {
            let name = entry.file_name().into_string().ok()?;
            let version = name.strip_prefix(prefix)?.split('.').next()?.parse().ok()?;
            Some((version, entry.path().join(below)))
        })
        .collect();
    found.sort_by(|a, b| b.cmp(a));
    found.into_iter().map(|(_, dir)| dir).collect()
}

/// How to install a server here.
fn install_line() -> &'static str {
    if cfg!(target_os = "macos") {
        "Install one: `brew install postgresql@17`."
    } else if Path::new("/etc/debian_version").exists() {
        "Install one: `apt-get install postgresql`."
    } else if Path::new("/etc/fedora-release").exists() || Path::new("/etc/redhat-release").exists()
    {
        "Install one: `dnf install postgresql-server`."
    } else {
        "Install your platform's PostgreSQL server package, or set PG_BIN_DIR to the folder of its \
         binaries; or set DATABASE_URL to use a server elsewhere."
    }
}

#[cfg(test)]
mod tests {
    use super::major;

    #[test]
    fn reads_the_major_version() {
        assert_eq!(major("postgres (PostgreSQL) 15.18 (Debian 15.18-0+deb12u1)\n"), Some(15));
        assert_eq!(major("postgres (PostgreSQL) 18beta1\n"), Some(18));
        assert_eq!(major("postgres (PostgreSQL) 17devel"), Some(17));
        assert_eq!(major("nonsense"), None);
    }
}
