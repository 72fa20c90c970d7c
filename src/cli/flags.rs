//! The API's parameters as flags: one table for both, so that none can be forgotten.

use std::marker::PhantomData;

use chrono::NaiveDate;
use clap::error::ErrorKind;
use clap::{Arg, ArgAction, ArgMatches, Command, FromArgMatches};

use super::day::Day;
use crate::client::connection::Pair;
use crate::reading::parameters::{FILTERS, MOMENT, Of, Parameter, REPORT};

/// Parameters that have flags of their own, or none: pages are turned by the command.
const OWN: &[&str] = &["cursor", "limit", "format", "lang"];

/// Which table the flags are made of.
pub(super) trait Table {
    const PARAMETERS: &'static [Parameter];
    /// Those that the command fills in itself.
    const LEFT_OUT: &'static [&'static str] = &[];
}

/// Those of lists.
#[derive(Debug, Clone, Copy)]
pub(super) struct Lists;
/// Those of progress reports.
#[derive(Debug, Clone, Copy)]
pub(super) struct Reports;
/// Those of reports that compare two days, without the days.
#[derive(Debug, Clone, Copy)]
pub(super) struct Comparisons;
/// Those of one item.
#[derive(Debug, Clone, Copy)]
pub(super) struct Moments;

impl Table for Lists {
    const PARAMETERS: &'static [Parameter] = FILTERS;
}

impl Table for Reports {
    const PARAMETERS: &'static [Parameter] = REPORT;
}

impl Table for Comparisons {
    const PARAMETERS: &'static [Parameter] = REPORT;
    const LEFT_OUT: &'static [&'static str] = &["as_of", "compare_to"];
}

impl Table for Moments {
    const PARAMETERS: &'static [Parameter] = MOMENT;
}

/// What was given by flags.
#[derive(Debug, Clone)]
pub(super) struct Flags<T> {
    given: Vec<(Parameter, String)>,
    table: PhantomData<T>,
}

impl<T: Table> Flags<T> {
    /// The parameters that have a flag.
    pub(super) fn parameters() -> impl Iterator<Item = &'static Parameter> {
        let is_left_out = |name| OWN.contains(name) || T::LEFT_OUT.contains(name);
        T::PARAMETERS.iter().filter(move |parameter| !is_left_out(&parameter.name))
    }

    /// The parameters as the API takes them.
    pub(super) fn pairs(&self, today: NaiveDate) -> Vec<Pair> {
        let pair = |(parameter, text): &(Parameter, String)| {
            let day = text.parse::<Day>().ok().filter(|_| parameter.of == Of::Date);
            let value = day.map_or_else(|| text.clone(), |day| day.date(today).to_string());
            (parameter.name.to_owned(), value)
        };
        self.given.iter().map(pair).collect()
    }

    /// What was given for a parameter.
    pub(super) fn get(&self, name: &str) -> Option<&str> {
        let found = self.given.iter().find(|(parameter, _)| parameter.name == name);
        found.map(|(_, text)| text.as_str())
    }
}

/// What a parameter's value looks like, in help.
fn value_name(parameter: &Parameter) -> &'static str {
    match parameter.of {
        Of::Text => "TEXT",
        Of::Integer => "NUMBER",
        Of::Date => "DAY",
        Of::Time => "TIME",
    }
}

impl<T: Table> clap::Args for Flags<T> {
    fn augment_args(command: Command) -> Command {
        Self::parameters().fold(command, |command, parameter| {
            let arg = Arg::new(parameter.name)
                .long(parameter.name.replace('_', "-"))
                .value_name(value_name(parameter))
                .help(parameter.about)
                // As `--sort -due_on`.
                .allow_hyphen_values(parameter.name == "sort")
                .action(ArgAction::Set)
                .help_heading("What to look at");
            command.arg(arg)
        })
    }

    fn augment_args_for_update(command: Command) -> Command {
        Self::augment_args(command)
    }
}

impl<T: Table> FromArgMatches for Flags<T> {
    fn from_arg_matches(matches: &ArgMatches) -> Result<Self, clap::Error> {
        let mut given = Vec::new();
        for parameter in Self::parameters() {
            let Some(text) = matches.get_one::<String>(parameter.name) else { continue };
            if parameter.of == Of::Date
                && let Err(wrong) = text.parse::<Day>()
            {
                let flag = parameter.name.replace('_', "-");
                let message = format!("invalid value '{text}' for '--{flag} <DAY>': {wrong}\n");
                return Err(clap::Error::raw(ErrorKind::ValueValidation, message));
            }
            given.push((*parameter, text.clone()));
        }
        Ok(Self { given, table: PhantomData })
    }

    fn update_from_arg_matches(&mut self, matches: &ArgMatches) -> Result<(), clap::Error> {
        *self = Self::from_arg_matches(matches)?;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::Args;

    fn parse(words: &[&str]) -> Result<Vec<Pair>, clap::Error> {
        let command = Flags::<Lists>::augment_args(Command::new("list").no_binary_name(true));
        let flags = Flags::<Lists>::from_arg_matches(&command.try_get_matches_from(words)?)?;
        Ok(flags.pairs("2026-03-01".parse().unwrap()))
    }

    #[test]
    fn every_filter_of_the_api_is_a_flag() {
        for parameter in FILTERS.iter().filter(|one| !OWN.contains(&one.name)) {
            let (name, value) =
                (parameter.name, if parameter.of == Of::Date { "today" } else { "x" });
            let flag = format!("--{}", name.replace('_', "-"));
            let sent = if parameter.of == Of::Date { "2026-03-01" } else { "x" };
            assert_eq!(parse(&[&flag, value]).unwrap(), [(name.to_owned(), sent.to_owned())]);
        }
    }

    #[test]
    fn a_word_for_a_day_is_a_day_only_where_a_day_is_asked() {
        let pairs = parse(&["--q", "today", "--due-before", "yesterday", "--sort", "-due_on"]);
        let pair = |name: &str, value: &str| (name.to_owned(), value.to_owned());
        let expected =
            [pair("due_before", "2026-02-28"), pair("q", "today"), pair("sort", "-due_on")];
        assert_eq!(pairs.unwrap(), expected);
        let wrong = parse(&["--as-of", "soon"]).unwrap_err().to_string();
        assert!(wrong.contains("--as-of") && wrong.contains("2026-11-23, today"), "{wrong}");
    }
}
