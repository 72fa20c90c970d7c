//! The command line: one file a command.

mod args;
mod backup;
mod changes;
mod check;
mod client;
mod completions;
mod config;
mod day;
mod diff;
mod download;
mod exit;
mod export;
mod flags;
mod format;
mod generate;
mod grid;
mod history;
mod list;
mod man;
mod migrate;
mod new_epoch;
mod open;
mod openapi;
mod output;
mod overdue;
mod pull;
mod push;
mod queue;
mod report;
mod resolve;
mod restore;
mod rows;
mod seed;
mod serve;
mod session;
mod show;
mod status;
mod token;
mod update;
mod user;
mod verify;
mod verify_report;

use std::ffi::{OsStr, OsString};
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{CommandFactory, FromArgMatches, Parser, Subcommand};

use crate::config::{Faults, Loaded, load};
use crate::{logging, postgres};
use args::{CommonArgs, ServeArgs};
use exit::{CliError, EXIT_CODES, Exit};

const EXAMPLES: &str = "\
Examples:
  summit-ledger serve                              Start the service on 127.0.0.1:8080
  summit-ledger user create aida --role analyst --party KG
  summit-ledger token create aida                  Print a token that aida signs in with
  summit-ledger backup ledger.dump                 Back up while the service runs
  summit-ledger overdue --server https://ledger.example.org --party KG
  DATABASE_URL=postgres://ledger@db/ledger summit-ledger migrate status";

/// Keeps what states promised each other, and how far it has come.
#[derive(Debug, Parser)]
#[command(name = "summit-ledger", version, before_help = EXAMPLES)]
struct Cli {
    #[command(flatten)]
    common: CommonArgs,
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Start the service; make and seed its database at the first run
    #[command(before_help = serve::EXAMPLES)]
    Serve(ServeArgs),
    /// Bring the database's schema up to date, take changes back, or list them
    #[command(before_help = migrate::EXAMPLES)]
    #[command(subcommand)]
    Migrate(migrate::Command),
    /// Bring the ledger in step with declarations kept as files, or only check them
    #[command(before_help = seed::EXAMPLES)]
    Seed(seed::Args),
    /// Make users, and list them
    #[command(before_help = user::EXAMPLES)]
    #[command(subcommand)]
    User(user::Command),
    /// Make tokens that users sign in with, list and revoke them
    #[command(before_help = token::EXAMPLES)]
    #[command(subcommand)]
    Token(token::Command),
    /// Write the whole ledger to a file, while it is in use
    #[command(before_help = backup::EXAMPLES)]
    Backup(backup::Args),
    /// Read a backup in, whole or not at all; also the way across Postgres versions
    #[command(before_help = restore::EXAMPLES)]
    Restore(restore::Args),
    /// Begin a new epoch of the feed, after a copy that the service cannot notice
    #[command(before_help = new_epoch::EXAMPLES)]
    NewEpoch(new_epoch::Args),
    /// Work the feed's chain out anew, and name the first change that does not fit
    #[command(before_help = verify::EXAMPLES)]
    Verify(verify::Args),
    /// Prune old records from the feed, or redact one
    #[command(before_help = changes::EXAMPLES)]
    #[command(subcommand)]
    Changes(changes::Command),
    /// Make up a ledger for demonstrations, tests and benchmarks
    #[command(before_help = generate::EXAMPLES)]
    Generate(generate::Args),
    /// Check, without a ledger, that a kept report is what a ledger said
    #[command(before_help = verify_report::EXAMPLES)]
    VerifyReport(verify_report::Args),
    #[command(about = "Print the API's OpenAPI document", before_help = openapi::EXAMPLES)]
    Openapi,
    /// Print each setting with its value and source, secrets hidden
    #[command(before_help = config::EXAMPLES)]
    Config(ServeArgs),
    /// Print a script that completes commands in a shell
    #[command(before_help = completions::EXAMPLES)]
    Completions(completions::Args),
    /// Print the manual page, or write those of all commands
    #[command(before_help = man::EXAMPLES)]
    Man(man::Args),
    #[command(flatten)]
    Client(client::Command),
}

impl Command {
    /// What the flags of this command set.
    fn given(&self) -> Vec<crate::config::Given> {
        match self {
            Self::Serve(args) | Self::Config(args) => args.given(),
            _ => Vec::new(),
        }
    }
}

/// Runs the command that the arguments name; gives the program's exit code.
///
/// To be called first thing in `main`: it may become the embedded server's supervisor, which starts
/// before any thread does.
#[must_use]
pub fn main(arguments: impl IntoIterator<Item = OsString>) -> ExitCode {
    let arguments: Vec<OsString> = arguments.into_iter().collect();
    if arguments.get(1).is_some_and(|word| word == postgres::SUPERVISOR) {
        return match postgres::supervise(arguments.into_iter().skip(2)) {
            Ok(()) => Exit::Done.into(),
            Err(error) => CliError::failed(error.to_string()).report(),
        };
    }
    let parsed = command()
        .try_get_matches_from(arguments)
        .and_then(|matches| Cli::from_arg_matches(&matches));
    let cli = match parsed {
        Ok(cli) => cli,
        Err(answer) => {
            // Help and version go to stdout and are no error. Nobody may be there to read.
            let _ = answer.print();
            return if answer.use_stderr() { Exit::Usage.into() } else { Exit::Done.into() };
        }
    };
    match run(cli) {
        Ok(exit) => exit.into(),
        Err(error) => error.report(),
    }
}

/// The command line, with the exit codes at the end of every command's help.
fn command() -> clap::Command {
    fn with_exit_codes(command: clap::Command) -> clap::Command {
        command.after_help(EXIT_CODES).mut_subcommands(with_exit_codes)
    }
    with_exit_codes(Cli::command())
}

fn run(cli: Cli) -> Result<Exit, CliError> {
    // These need no settings of the service, so bad ones do not keep them from working.
    match cli.command {
        Command::Completions(args) => completions::run(&args, &mut command())?,
        Command::Man(args) => man::run(&args, command())?,
        Command::Openapi => openapi::run()?,
        Command::VerifyReport(args) => verify_report::run(&args)?,
        Command::Seed(args) if args.check => seed::check(&args)?,
        Command::Client(command) => return client::run(command, cli.common.zone()?),
        _ => return run_with_settings(cli).map(|()| Exit::Done),
    }
    Ok(Exit::Done)
}

fn run_with_settings(cli: Cli) -> Result<(), CliError> {
    let flags = [cli.common.given(), cli.command.given()].concat();
    let variables = std::env::vars_os()
        .filter_map(|(name, value)| Some((name.into_string().ok()?, readable(&value))));
    let loaded = match load(&flags, cli.common.config.as_deref(), variables) {
        Ok(loaded) => loaded,
        Err(faults) => return Err(unusable(&cli.command, &faults)),
    };
    if let Command::Config(_) = cli.command {
        return config::run(&loaded);
    }
    logging::start(&loaded.settings.log);
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .map_err(|error| CliError::failed(format!("No threads could be started: {error}.")))?;
    runtime.block_on(dispatch(cli.command, loaded))
}

/// A value that is no text is none of our settings' right values, and is told so.
fn readable(value: &OsStr) -> String {
    value.to_string_lossy().into_owned()
}

/// `config` looks for faults in settings; all others cannot work with them.
fn unusable(command: &Command, faults: &Faults) -> CliError {
    match command {
        Command::Config(_) => CliError::faults(faults.to_string()),
        _ => CliError::usage(format!(
            "{faults}\n`summit-ledger config` shows where each setting comes from."
        )),
    }
}

async fn dispatch(command: Command, loaded: Loaded) -> Result<(), CliError> {
    let settings = loaded.settings;
    match command {
        Command::Serve(_) => serve::run(settings).await,
        Command::Migrate(command) => migrate::run(command, settings).await,
        Command::Seed(args) => seed::run(args, settings).await,
        Command::User(command) => user::run(command, settings).await,
        Command::Token(command) => token::run(command, settings).await,
        Command::Generate(args) => generate::run(args, settings).await,
        Command::Backup(args) => backup::run(args, settings).await,
        Command::Restore(args) => restore::run(args, settings).await,
        Command::NewEpoch(args) => new_epoch::run(args, settings).await,
        Command::Verify(args) => verify::run(args, settings).await,
        Command::Changes(command) => changes::run(command, settings).await,
        // Done before there are settings to pass on.
        Command::Openapi
        | Command::Config(_)
        | Command::Completions(_)
        | Command::VerifyReport(_)
        | Command::Man(_)
        | Command::Client(_) => Ok(()),
    }
}

/// The program itself, whose hidden subcommand supervises the embedded server.
fn program() -> Result<PathBuf, CliError> {
    std::env::current_exe().map_err(|error| {
        CliError::failed(format!("The program cannot tell where it is installed: {error}."))
    })
}
