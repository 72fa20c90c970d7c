//! The sources of settings, one over the other, and what is wrong in each.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use figment::providers::{Format, Toml};
use figment::value::{Dict, Map, Value};
use figment::{Figment, Metadata, Profile, Provider, Source};
use serde::Deserialize;

use super::{EXPECTED, FILE_NAME, Faults, Given, expected};
use crate::postgres::default_data_dir;

/// What our environment variables begin with.
const PREFIX: &str = "LEDGER_";
/// Goes before `LEDGER_DATABASE_URL`, as every tool that meets Postgres knows it.
const DATABASE_URL: &str = "DATABASE_URL";
/// Names the file.
const CONFIG: &str = "LEDGER_CONFIG";
/// Variables that are none of the service's: where a client calls, with which token, in which
/// language it speaks, and where it keeps what it pulled.
const OF_CLIENTS: &[&str] =
    &["LEDGER_SERVER", "LEDGER_TOKEN", "LEDGER_TOKEN_FILE", "LEDGER_LANG", "LEDGER_STATE_DIR"];

/// The sources, as far as they are read, and the faults found on the way.
pub(super) struct Layers {
    figment: Figment,
    /// The file that the environment names.
    named_file: Option<PathBuf>,
    sources: BTreeMap<&'static str, String>,
    faults: Vec<String>,
}

/// The settings of one flag or variable, unread; `source` is its name.
struct Single {
    source: String,
    key: &'static str,
    value: String,
}

impl Provider for Single {
    fn metadata(&self) -> Metadata {
        Metadata::named(self.source.clone())
    }

    fn data(&self) -> figment::Result<Map<Profile, Dict>> {
        let value = Value::from(self.value.clone());
        Ok(Profile::Default.collect(Dict::from([(self.key.to_owned(), value)])))
    }
}

impl Layers {
    /// The flags over the environment. A variable that is empty counts as not set.
    pub(super) fn new(
        flags: &[Given],
        environment: impl IntoIterator<Item = (String, String)>,
    ) -> Self {
        let mut layers = Self {
            figment: Figment::new(),
            named_file: None,
            sources: BTreeMap::new(),
            faults: Vec::new(),
        };
        for (key, value) in flags {
            let source = format!("--{}", key.replace('_', "-"));
            layers.join(Single { source, key, value: value.clone() });
        }
        let mut variables: Vec<_> =
            environment.into_iter().filter(|(_, value)| !value.is_empty()).collect();
        // DATABASE_URL sorts before LEDGER_DATABASE_URL, and so wins over it.
        variables.sort();
        for (name, value) in variables {
            layers.add_variable(name, value);
        }
        layers
    }

    fn add_variable(&mut self, name: String, value: String) {
        if name == CONFIG {
            self.named_file = Some(value.into());
        } else if name == DATABASE_URL {
            self.join(Single { source: name, key: "database_url", value });
        } else if let Some(key) = name.strip_prefix(PREFIX)
            && !OF_CLIENTS.contains(&name.as_str())
        {
            match expected(&key.to_ascii_lowercase()) {
                Some((key, _)) if name == variable(key) => {
                    self.join(Single { source: name, key, value });
                }
                _ => {
                    let known: Vec<String> =
                        EXPECTED.iter().map(|(key, _)| variable(key)).collect();
                    self.faults.push(format!(
                        "{name} (environment) is no setting. Unset it, or use one of {}, {CONFIG}.",
                        known.join(", ")
                    ));
                }
            }
        }
    }

    /// Puts a source below those that are there.
    fn join(&mut self, provider: impl Provider) {
        self.figment = std::mem::take(&mut self.figment).join(provider);
    }

    /// Reads the file that `flag` or the environment names, else the data folder's if it is there.
    /// Gives the path of the one that was read.
    ///
    /// # Errors
    /// If a named file is not there, or the file cannot be read.
    pub(super) fn add_file(&mut self, flag: Option<&Path>) -> Result<Option<PathBuf>, Faults> {
        let named = flag.map(|path| (path.to_path_buf(), "--config"));
        let named = named.or_else(|| self.named_file.take().map(|path| (path, CONFIG)));
        let path = match &named {
            Some((path, _)) => path.clone(),
            None => self.data_dir()?.join(FILE_NAME),
        };
        let text = match std::fs::read_to_string(&path) {
            Ok(text) => text,
            Err(error) if named.is_none() && error.kind() == std::io::ErrorKind::NotFound => {
                return Ok(None);
            }
            Err(error) => {
                let by = named.map_or_else(String::new, |(_, by)| format!(", named by {by},"));
                let path = path.display();
                return Err(self.fail(format!("The file {path}{by} cannot be read: {error}.")));
            }
        };
        if let Err(error) = toml::from_str::<toml::Table>(&text) {
            return Err(self.fail(format!("{} is not TOML: {error}", path.display())));
        }
        self.add_keys(&path, &text, named.is_some());
        Ok(Some(path))
    }

    /// Looks the file's keys through and puts the file below the other sources.
    fn add_keys(&mut self, path: &Path, text: &str, is_named: bool) {
        let shown = path.display();
        let keys: Vec<String> =
            toml::from_str::<toml::Table>(text).unwrap_or_default().keys().cloned().collect();
        for key in keys {
            if expected(&key).is_none() {
                let known: Vec<&str> = EXPECTED.iter().map(|(key, _)| *key).collect();
                self.faults.push(format!(
                    "{key} in {shown} is no setting. Take it out, or use one of {}.",
                    known.join(", ")
                ));
            } else if key == "data_dir" && !is_named {
                self.faults.push(format!(
                    "data_dir in {shown} cannot be set by a file of the data folder itself. Give \
                     --data-dir or LEDGER_DATA_DIR, or name the file by --config."
                ));
            }
        }
        self.join(Toml::file_exact(path));
    }

    /// The data folder as far as the sources are read, else the platform's. A relative one in a
    /// file is meant from the file's folder.
    ///
    /// # Errors
    /// If there is none, or the one given is no path.
    pub(super) fn data_dir(&mut self) -> Result<PathBuf, Faults> {
        let mut given = String::new();
        self.take("data_dir", &mut given, |path: String| {
            if path.is_empty() { Err("must be a folder's path".to_owned()) } else { Ok(path) }
        });
        if given.is_empty() {
            if !self.faults.is_empty() {
                return Err(Faults(std::mem::take(&mut self.faults)));
            }
            return default_data_dir().map_err(|error| self.fail(error.to_string()));
        }
        self.absolute("data_dir", &given).map_err(|error| {
            self.fail(format!("The data folder cannot be told from the current one: {error}."))
        })
    }

    /// The path that a setting means: a relative one in a file is meant from the file's folder.
    fn absolute(&self, key: &str, given: &str) -> std::io::Result<PathBuf> {
        let metadata = self.figment.find_metadata(key);
        let file = metadata.and_then(|metadata| metadata.source.as_ref()?.file_path());
        let folder = file.and_then(Path::parent).unwrap_or(Path::new(""));
        std::path::absolute(folder.join(given))
    }

    /// Takes a file's path into `place` if a source has one.
    pub(super) fn take_path(&mut self, key: &'static str, place: &mut Option<PathBuf>) {
        let mut given = None;
        self.take(key, &mut given, |path: String| {
            if path.is_empty() { Err(super::wrong(key)) } else { Ok(Some(path)) }
        });
        *place = given.and_then(|path| self.absolute(key, &path).ok());
    }

    /// Takes a setting into `place` if a source has it and `check` finds it right.
    pub(super) fn take<'de, T: Deserialize<'de>, U>(
        &mut self,
        key: &'static str,
        place: &mut U,
        check: impl FnOnce(T) -> Result<U, String>,
    ) {
        let Ok(value) = self.figment.find_value(key) else { return };
        let found = match self.figment.extract_inner_lossy(key) {
            Ok(raw) => check(raw),
            Err(_) => Err(super::wrong(key)),
        };
        let (name, source) = self.source_of(key);
        match found {
            Ok(found) => {
                *place = found;
                self.sources.insert(key, source);
            }
            Err(message) if key == "database_url" => {
                self.faults.push(format!("{name} {message}."));
            }
            Err(message) => self.faults.push(format!("{name} {message}, not {}.", show(&value))),
        }
    }

    /// How a message names the setting in its source, and how a list names the source.
    fn source_of(&self, key: &str) -> (String, String) {
        let Some(metadata) = self.figment.find_metadata(key) else {
            return (key.to_owned(), "default".to_owned());
        };
        match &metadata.source {
            Some(Source::File(path)) => {
                (format!("{key} in {}", path.display()), format!("file {}", path.display()))
            }
            _ if metadata.name.starts_with("--") => {
                (metadata.name.to_string(), format!("flag {}", metadata.name))
            }
            _ => (
                format!("{} (environment)", metadata.name),
                format!("environment {}", metadata.name),
            ),
        }
    }

    /// The sources of what was taken.
    ///
    /// # Errors
    /// All faults that were found.
    pub(super) fn finish(self) -> Result<BTreeMap<&'static str, String>, Faults> {
        if self.faults.is_empty() { Ok(self.sources) } else { Err(Faults(self.faults)) }
    }

    /// The faults so far, and a last one.
    fn fail(&mut self, message: String) -> Faults {
        let mut faults = std::mem::take(&mut self.faults);
        faults.push(message);
        Faults(faults)
    }
}

fn variable(key: &str) -> String {
    format!("{PREFIX}{}", key.to_ascii_uppercase())
}

/// A value as its source has it.
fn show(value: &Value) -> String {
    match value {
        Value::String(_, text) => format!("\"{text}\""),
        Value::Num(_, number) => {
            serde_json::to_string(number).unwrap_or_else(|_| "that number".to_owned())
        }
        Value::Bool(_, flag) => flag.to_string(),
        _ => "that".to_owned(),
    }
}
