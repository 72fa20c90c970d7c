//! What a command of the analysts' works with: a server, a language, a folder for what is kept.

use std::path::PathBuf;

use chrono::NaiveDate;
use chrono_tz::Tz;
use clap::builder::{PossibleValuesParser, TypedValueParser};

use super::day;
use super::exit::{CliError, Exit};
use super::output::say;
use crate::client::connection::Connection;
use crate::client::copy::Copy;
use crate::client::failure::{ClientError, filled};
use crate::client::folder::Folder;
use crate::client::listing::Reading;
use crate::client::present::Present;
use crate::domain::terms::Term;
use crate::language::{Language, Texts};

/// Where a service answers that was started with no settings.
const DEFAULT_SERVER: &str = "http://127.0.0.1:8080";
/// Holds the token: the command line would show it to everybody on the machine.
const TOKEN: &str = "LEDGER_TOKEN";

/// Flags of all commands that call a server; after a command's own command as well as before it.
#[derive(Debug, clap::Args)]
#[command(next_help_heading = "Server and language")]
pub(super) struct ServerArgs {
    /// The ledger's address; its token comes from `LEDGER_TOKEN` or --token-file
    #[arg(long, global = true, value_name = "URL", env = "LEDGER_SERVER", hide_env_values = true, default_value = DEFAULT_SERVER)]
    server: String,
    /// Read the token from this file; goes before `LEDGER_TOKEN`
    #[arg(
        long,
        global = true,
        value_name = "FILE",
        env = "LEDGER_TOKEN_FILE",
        hide_env_values = true
    )]
    token_file: Option<PathBuf>,
    /// The language of words [default: the locale's, else en]
    #[arg(long, global = true, env = "LEDGER_LANG", hide_env_values = true, value_parser = language())]
    lang: Option<Language>,
    /// Keep copies and queues here [default: the platform's folder for data]
    #[arg(
        long,
        global = true,
        value_name = "FOLDER",
        env = "LEDGER_STATE_DIR",
        hide_env_values = true
    )]
    state_dir: Option<PathBuf>,
}

fn language() -> impl TypedValueParser<Value = Language> {
    let words = Language::ALL.iter().map(|language| language.as_str());
    PossibleValuesParser::new(words).try_map(|word| Language::parse(&word))
}

impl ServerArgs {
    /// The language asked for, else the locale's.
    pub(super) fn language(&self) -> Language {
        self.lang.unwrap_or_else(|| of_locale(|name| std::env::var(name).ok()))
    }
}

/// The language of the locale that messages are in (POSIX, XBD 8.2); English for any other.
fn of_locale(variable: impl Fn(&str) -> Option<String>) -> Language {
    let names = ["LC_ALL", "LC_MESSAGES", "LANG"];
    let locale = names.iter().find_map(|name| variable(name).filter(|value| !value.is_empty()));
    let locale = locale.unwrap_or_default();
    let primary = locale.split(['_', '.', '@', '-']).next().unwrap_or_default();
    Language::parse(primary).unwrap_or(Language::En)
}

/// Why a command of the analysts' did not do what it was asked.
#[derive(Debug)]
pub(super) enum Failure {
    Client(ClientError),
    Cli(CliError),
}

impl From<ClientError> for Failure {
    fn from(error: ClientError) -> Self {
        Self::Client(error)
    }
}

impl From<CliError> for Failure {
    fn from(error: CliError) -> Self {
        Self::Cli(error)
    }
}

impl Failure {
    /// As the program ends.
    pub(super) fn told(self, texts: &Texts) -> CliError {
        match self {
            Self::Client(error) if error.is_usage() => CliError::usage(error.told(texts)),
            Self::Client(error) => CliError::failed(error.told(texts)),
            Self::Cli(error) => error,
        }
    }
}

/// What commands give: how the program ends if all went well.
pub(super) type Done = Result<Exit, Failure>;

/// A server, a language, a folder.
#[derive(Debug)]
pub(super) struct Session {
    pub texts: &'static Texts,
    pub connection: Connection,
    pub folder: Folder,
    pub today: NaiveDate,
}

impl Session {
    /// Nothing is sent yet.
    pub(super) fn open(args: &ServerArgs, zone: Option<Tz>) -> Result<Self, Failure> {
        let connection = Connection::new(&args.server, token(args)?)?;
        let folder = Folder::of(connection.server(), args.state_dir.as_deref())?;
        let texts = args.language().texts();
        Ok(Self { texts, connection, folder, today: day::today(zone) })
    }

    pub(super) fn language(&self) -> Language {
        self.texts.language()
    }

    /// A text, filled in.
    pub(super) fn text(&self, key: &str, values: &[(&'static str, String)]) -> String {
        filled(self.texts, key, values)
    }

    /// Says something to whoever sits there.
    pub(super) fn say(&self, key: &str, values: &[(&'static str, String)]) {
        say(&self.text(key, values));
    }

    /// Reads from the server; from the copy if that is asked for, or if the server cannot be
    /// reached and there is a copy. How old that is is said.
    pub(super) async fn read<T>(
        &self,
        is_offline: bool,
        online: impl AsyncFnOnce(&Connection) -> Result<T, ClientError>,
        offline: impl FnOnce(&Copy) -> Result<T, ClientError>,
    ) -> Result<T, Failure> {
        if is_offline {
            let server = self.connection.server().to_owned();
            let none = || ClientError::other("command-error-no-copy", [("server", server)]);
            let present = Present::read(&self.folder)?.ok_or_else(none)?;
            return Ok(offline(self.told(&present))?);
        }
        match online(&self.connection).await {
            Err(error) if error.is_unreachable() => {
                let Some(present) = Present::read(&self.folder)? else { return Err(error.into()) };
                say(&error.told(self.texts));
                Ok(offline(self.told(&present))?)
            }
            other => Ok(other?),
        }
    }

    /// Says how old the copy is, and what of one's own is in it nonetheless.
    fn told<'a>(&self, present: &'a Present) -> &'a Copy {
        self.say("command-offline", &about(&present.copy));
        self.say_added(present);
        &present.copy
    }

    /// Says what counts beside the copy.
    pub(super) fn say_added(&self, present: &Present) {
        if present.added > 0 {
            self.say("command-offline-filed", &[("count", present.added.to_string())]);
        }
    }

    /// The copy as of a day: today if none was given.
    pub(super) fn reading<'a>(&self, copy: &'a Copy, as_of: Option<&str>) -> Reading<'a> {
        let day = as_of.and_then(|text| text.parse::<day::Day>().ok());
        Reading::new(copy, day.map_or(self.today, |day| day.date(self.today)))
    }
}

/// Where a copy ends, and when it was pulled.
pub(super) fn about(copy: &Copy) -> [(&'static str, String); 2] {
    let at = super::output::time(copy.head.pulled_at);
    [("seq", copy.head.seq.to_string()), ("at", at)]
}

fn token(args: &ServerArgs) -> Result<Option<String>, Failure> {
    let token = match &args.token_file {
        None => std::env::var(TOKEN).unwrap_or_default(),
        Some(path) => {
            std::fs::read_to_string(path).map_err(|error| ClientError::file(path, error))?
        }
    };
    let token = token.trim();
    // Anything else cannot even be sent.
    if !token.bytes().all(|byte| byte.is_ascii_graphic()) {
        return Err(ClientError::other("command-error-token", []).into());
    }
    Ok(Some(token.to_owned()).filter(|token| !token.is_empty()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_locale_says_the_language_and_the_strongest_variable_counts() {
        let of = |set: &[(&str, &str)]| {
            of_locale(|name| {
                set.iter().find(|(key, _)| *key == name).map(|(_, value)| (*value).to_owned())
            })
        };
        assert_eq!(of(&[("LANG", "ru_RU.UTF-8")]), Language::Ru);
        assert_eq!(of(&[("LANG", "ru_RU.UTF-8"), ("LC_ALL", "zh_CN")]), Language::Zh);
        assert_eq!(
            of(&[("LANG", "ru_RU"), ("LC_MESSAGES", "en_GB"), ("LC_ALL", "")]),
            Language::En
        );
        assert_eq!(of(&[("LANG", "C.UTF-8")]), Language::En);
        assert_eq!(of(&[]), Language::En);
    }
}
