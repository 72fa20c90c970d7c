//! The settings: by flag, environment and file, in that order, each with the source it came from.

mod database_url;
mod layers;

use std::collections::BTreeMap;
use std::fmt;
use std::path::{Path, PathBuf};
use std::thread;
use std::time::Duration;

use chrono::{NaiveDate, Utc};
use chrono_tz::Tz;

pub use database_url::DatabaseUrl;
use layers::Layers;

/// The file that is read in the data folder when no other is named.
pub const FILE_NAME: &str = "ledger.toml";

/// The settings that the service and the commands work with.
#[derive(Debug, Clone)]
pub struct Settings {
    /// Where the embedded cluster lives.
    pub data_dir: PathBuf,
    /// A Postgres elsewhere; none for the embedded cluster.
    pub database_url: Option<DatabaseUrl>,
    /// The address and port that the service answers at.
    pub listen: String,
    /// Where the day begins that a question without a day is about.
    pub timezone: Tz,
    /// Whether everybody may read, or only who has a token.
    pub public_read: bool,
    /// How many connections to the database the service holds at most.
    pub pool_size: usize,
    /// How many threads answer requests.
    pub workers: usize,
    /// What is logged, as `env_logger` filters it.
    pub log: String,
    /// The largest body of a request, in bytes.
    pub body_limit: usize,
    /// How long requests in flight may take to end at a shutdown.
    pub shutdown_timeout: Duration,
    /// How long the reader of a stream may take nothing before it is cut off. A stream that has
    /// nothing to say shows at half of it that it lives.
    pub stream_patience: Duration,
    /// The name of this installation in the feed; none leaves the one in the database.
    pub node_name: Option<String>,
}

impl Settings {
    /// The settings of somebody who sets nothing but the data folder.
    #[must_use]
    pub fn defaults(data_dir: PathBuf) -> Self {
        Self {
            data_dir,
            database_url: None,
            listen: "127.0.0.1:8080".to_owned(),
            timezone: Tz::UTC,
            public_read: true,
            pool_size: 16,
            workers: thread::available_parallelism().map_or(1, usize::from),
            log: "info,actix_server=warn".to_owned(),
            body_limit: 1 << 20,
            shutdown_timeout: Duration::from_secs(30),
            stream_patience: Duration::from_secs(30),
            node_name: None,
        }
    }

    /// The day that a question without a day is about: today where the ledger is kept.
    #[must_use]
    pub fn today(&self) -> NaiveDate {
        Utc::now().with_timezone(&self.timezone).date_naive()
    }

    /// Each setting as a line of TOML, secrets hidden; none where nothing is set.
    #[must_use]
    pub fn shown(&self) -> Vec<(&'static str, Option<String>)> {
        let text = |text: &dyn fmt::Display| toml::Value::from(text.to_string()).to_string();
        let shown = |key, value| (key, Some(value));
        vec![
            shown("data_dir", text(&self.data_dir.display())),
            ("database_url", self.database_url.as_ref().map(|url| text(url))),
            shown("listen", text(&self.listen)),
            shown("timezone", text(&self.timezone)),
            shown("public_read", self.public_read.to_string()),
            shown("pool_size", self.pool_size.to_string()),
            shown("workers", self.workers.to_string()),
            shown("log", text(&self.log)),
            shown("body_limit", self.body_limit.to_string()),
            shown("shutdown_timeout", self.shutdown_timeout.as_secs().to_string()),
            shown("stream_patience", self.stream_patience.as_secs().to_string()),
            ("node_name", self.node_name.as_ref().map(|name| text(name))),
        ]
    }
}

/// What one source says of a setting, unread: the key and the text.
pub type Given = (&'static str, String);

/// The settings, and where each came from.
#[derive(Debug, Clone)]
pub struct Loaded {
    pub settings: Settings,
    /// By key; a setting that is not here has its default.
    pub sources: BTreeMap<&'static str, String>,
    /// The file that was read, if one was.
    pub file: Option<PathBuf>,
}

/// Everything that is wrong with the settings, a sentence each.
#[derive(Debug, thiserror::Error)]
#[error("{}", .0.join("\n"))]
pub struct Faults(pub Vec<String>);

/// Reads the settings. `flags` are those that were given; `file` is the one that a flag names.
///
/// # Errors
/// [`Faults`]: all unknown settings and bad values at once, each with its source and what would be
/// right; a named file that cannot be read; no data folder known and none given.
pub fn load(
    flags: &[Given],
    file: Option<&Path>,
    environment: impl IntoIterator<Item = (String, String)>,
) -> Result<Loaded, Faults> {
    let mut layers = Layers::new(flags, environment);
    let file = layers.add_file(file)?;
    let mut settings = Settings::defaults(layers.data_dir()?);
    let s = &mut settings;
    layers.take("database_url", &mut s.database_url, |url: String| {
        DatabaseUrl::parse(&url).map(Some)
    });
    layers.take("listen", &mut s.listen, listen);
    layers.take("timezone", &mut s.timezone, |name: String| {
        name.parse().map_err(|_| "must be an IANA time zone such as Asia/Ashgabat".to_owned())
    });
    layers.take("public_read", &mut s.public_read, Ok);
    layers.take("pool_size", &mut s.pool_size, |n| whole(n, 1, 1000));
    layers.take("workers", &mut s.workers, |n| whole(n, 1, 1000));
    layers.take("log", &mut s.log, log_filter);
    layers.take("body_limit", &mut s.body_limit, |n| whole(n, 1024, 1 << 30));
    layers.take("shutdown_timeout", &mut s.shutdown_timeout, |n| {
        whole(n, 0, 3600).map(|seconds: u64| Duration::from_secs(seconds))
    });
    layers.take("stream_patience", &mut s.stream_patience, |n| {
        whole(n, 2, 3600).map(|seconds: u64| Duration::from_secs(seconds))
    });
    layers.take("node_name", &mut s.node_name, |name: String| match name.trim() {
        name if (1..=100).contains(&name.chars().count()) => Ok(Some(name.to_owned())),
        _ => Err("must be a name of 1 to 100 characters".to_owned()),
    });
    let sources = layers.finish()?;
    Ok(Loaded { settings, sources, file })
}

/// The keys of all settings, and what is said of a value of the wrong kind.
const EXPECTED: &[(&str, &str)] = &[
    ("data_dir", "must be a folder's path"),
    ("database_url", "must be a connection string such as postgres://USER@HOST/DATABASE"),
    ("listen", "must be an address and port such as 127.0.0.1:8080"),
    ("timezone", "must be an IANA time zone such as Asia/Ashgabat"),
    ("public_read", "must be true or false"),
    ("pool_size", "must be a whole number from 1 to 1000"),
    ("workers", "must be a whole number from 1 to 1000"),
    ("log", "must be a log filter such as info or warn,summit_ledger=debug"),
    ("body_limit", "must be a whole number of bytes from 1024 to 1073741824"),
    ("shutdown_timeout", "must be a whole number of seconds from 0 to 3600"),
    ("stream_patience", "must be a whole number of seconds from 2 to 3600"),
    ("node_name", "must be a name of 1 to 100 characters"),
];

/// The key as the table has it, and what would be right; none for an unknown one.
fn expected(key: &str) -> Option<(&'static str, &'static str)> {
    EXPECTED.iter().copied().find(|(known, _)| *known == key)
}

fn listen(text: String) -> Result<String, String> {
    let is_right = text
        .rsplit_once(':')
        .is_some_and(|(host, port)| !host.is_empty() && port.parse::<u16>().is_ok());
    if is_right { Ok(text) } else { Err(wrong("listen")) }
}

fn log_filter(text: String) -> Result<String, String> {
    match env_filter::Builder::new().try_parse(&text) {
        Ok(_) => Ok(text),
        Err(_) => Err(wrong("log")),
    }
}

fn wrong(key: &str) -> String {
    expected(key).map_or_else(String::new, |(_, right)| right.to_owned())
}

fn whole<N: PartialOrd + fmt::Display + Copy>(number: N, least: N, most: N) -> Result<N, String> {
    if least <= number && number <= most {
        Ok(number)
    } else {
        Err(format!("must be a whole number from {least} to {most}"))
    }
}

#[cfg(test)]
mod tests;
