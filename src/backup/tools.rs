//! Postgres's own tools: which ones, and how they are told where the database is.

use std::env;
use std::ffi::OsString;
use std::path::PathBuf;
use std::process::Command;

use tokio_postgres::Config;
use tokio_postgres::config::{Host, SslMode};

use super::error::BackupError;
use crate::postgres::Binaries;

/// The tools of one Postgres version.
#[derive(Debug, Clone)]
pub struct Tools {
    /// The folder; none for those on PATH.
    dir: Option<PathBuf>,
}

impl Tools {
    /// Those that go with an embedded server.
    #[must_use]
    pub fn of(binaries: &Binaries) -> Self {
        Self { dir: Some(binaries.dir.clone()) }
    }

    /// Those that go with a server elsewhere: of its own version if there are any, else of a later
    /// one. `PG_BIN_DIR` alone counts when it is set.
    ///
    /// # Errors
    /// [`BackupError::NoTools`] if there are neither.
    pub fn for_server(major: u32) -> Result<Self, BackupError> {
        if let Some(dir) = env::var_os("PG_BIN_DIR").filter(|dir| !dir.is_empty()) {
            let named = Self { dir: Some(dir.into()) };
            return match named.major() {
                Some(found) if found >= major => Ok(named),
                _ => Err(BackupError::NoTools { wanted: major }),
            };
        }
        let installed = Binaries::find(Some(major)).ok().map(|found| Self::of(&found));
        let mut known: Vec<(u32, Self)> = [Some(Self { dir: None }), installed]
            .into_iter()
            .flatten()
            .filter_map(|tools| Some((tools.major()?, tools)))
            .filter(|(found, _)| *found >= major)
            .collect();
        // The nearest: a later one may say to the server what that does not know yet.
        known.sort_by_key(|(found, _)| *found);
        known
            .into_iter()
            .next()
            .map(|(_, tools)| tools)
            .ok_or(BackupError::NoTools { wanted: major })
    }

    /// The major version of `pg_dump` there; none if there is none.
    fn major(&self) -> Option<u32> {
        let output = Command::new(self.path("pg_dump")).arg("--version").output().ok()?;
        let answer = String::from_utf8(output.stdout).ok()?;
        let version = answer.split_once(") ")?.1;
        let end = version.find(|c: char| !c.is_ascii_digit()).unwrap_or(version.len());
        version[..end].parse().ok()
    }

    fn path(&self, program: &str) -> PathBuf {
        self.dir.as_ref().map_or_else(|| program.into(), |dir| dir.join(program))
    }

    /// A tool, told by its environment alone where the database is: arguments can be read by
    /// everybody on the machine.
    pub(super) fn command(&self, program: &str, config: &Config) -> Command {
        let mut command = Command::new(self.path(program));
        for (name, _) in env::vars_os() {
            if is_of_libpq(&name) {
                command.env_remove(name);
            }
        }
        command.envs(environment(config));
        command
    }
}

/// Whether the variable would tell libpq something that our settings should.
fn is_of_libpq(name: &OsString) -> bool {
    // Certificates and the like have no place in our settings, and stay the user's.
    const KEPT: [&str; 6] =
        ["PGSSLROOTCERT", "PGSSLCERT", "PGSSLKEY", "PGSSLCRL", "PGKRBSRVNAME", "PGPASSFILE"];
    name.to_str().is_some_and(|name| name.starts_with("PG") && !KEPT.contains(&name))
}

/// The database in libpq's variables.
fn environment(config: &Config) -> Vec<(&'static str, OsString)> {
    let join = |parts: Vec<String>| OsString::from(parts.join(","));
    let hosts = config.get_hosts().iter().map(|host| match host {
        Host::Tcp(name) => name.clone(),
        Host::Unix(folder) => folder.display().to_string(),
    });
    let ssl = match config.get_ssl_mode() {
        SslMode::Disable => "disable",
        SslMode::Require => "require",
        _ => "prefer",
    };
    let password = config.get_password().map(|password| {
        use std::os::unix::ffi::OsStringExt;
        OsString::from_vec(password.to_vec())
    });
    [
        ("PGHOST", join(hosts.collect())),
        ("PGHOSTADDR", join(config.get_hostaddrs().iter().map(ToString::to_string).collect())),
        ("PGPORT", join(config.get_ports().iter().map(ToString::to_string).collect())),
        ("PGUSER", config.get_user().unwrap_or_default().into()),
        ("PGDATABASE", config.get_dbname().unwrap_or_default().into()),
        ("PGPASSWORD", password.unwrap_or_default()),
        ("PGOPTIONS", config.get_options().unwrap_or_default().into()),
        ("PGSSLMODE", ssl.into()),
        ("PGAPPNAME", "summit-ledger".into()),
    ]
    .into_iter()
    .filter(|(_, value)| !value.is_empty())
    .collect()
}

#[cfg(test)]
mod tests {
    use std::str::FromStr;

    use tokio_postgres::Config;

    use super::{Tools, is_of_libpq};

    #[test]
    fn a_password_goes_by_environment_and_never_by_argument() {
        let url = "postgres://kg:s3cret@db.example:5433/ledger?sslmode=require";
        let config = Config::from_str(url).expect("a URL");
        let command = Tools { dir: None }.command("pg_dump", &config);
        let variables: Vec<String> = command
            .get_envs()
            .filter_map(|(name, value)| Some(format!("{}={}", name.to_str()?, value?.to_str()?)))
            .collect();
        for variable in [
            "PGHOST=db.example",
            "PGPORT=5433",
            "PGUSER=kg",
            "PGDATABASE=ledger",
            "PGPASSWORD=s3cret",
            "PGSSLMODE=require",
        ] {
            assert!(variables.iter().any(|found| found == variable), "{variables:?}");
        }
        assert_eq!(command.get_args().count(), 0);
    }

    #[test]
    fn nothing_in_the_environment_leads_the_tools_elsewhere() {
        for name in ["PGSERVICE", "PGHOST", "PGOPTIONS", "PGDATABASE", "PGTZ"] {
            assert!(is_of_libpq(&name.into()), "{name}");
        }
        for name in ["PATH", "PGSSLROOTCERT"] {
            assert!(!is_of_libpq(&name.into()), "{name}");
        }
    }
}
