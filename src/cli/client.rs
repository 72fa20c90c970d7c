//! The commands of the analysts': they call a ledger elsewhere, or read a copy of it.

use chrono_tz::Tz;
use clap::Subcommand;

use super::exit::{CliError, Exit};
use super::session::{Done, ServerArgs, Session};
use super::{
    check, diff, export, history, list, overdue, pull, push, queue, report, resolve, show, status,
    update,
};

/// A command with the flags that say which server it is about.
#[derive(Debug, clap::Args)]
pub(super) struct With<T: clap::Args> {
    #[command(flatten)]
    command: T,
    #[command(flatten)]
    server: ServerArgs,
}

/// The same, of a command that has commands of its own.
#[derive(Debug, clap::Args)]
pub(super) struct Within<T: Subcommand> {
    #[command(subcommand)]
    command: T,
    #[command(flatten)]
    server: ServerArgs,
}

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// List what each party owes, or the commitments
    #[command(before_help = list::EXAMPLES)]
    List(With<list::Args>),
    /// List what is overdue
    #[command(before_help = overdue::EXAMPLES)]
    Overdue(With<overdue::Args>),
    /// Show a commitment, and what each party owes under it
    #[command(before_help = show::EXAMPLES)]
    Show(With<show::Args>),
    /// Say how far an obligation has come
    #[command(before_help = update::EXAMPLES)]
    Update(With<update::Args>),
    /// Draw up a progress report, in any form and language
    #[command(before_help = report::EXAMPLES)]
    Report(With<report::Args>),
    /// Show everything that was done to a commitment
    #[command(before_help = history::EXAMPLES)]
    History(With<history::Args>),
    /// Show what changed between two days
    #[command(before_help = diff::EXAMPLES)]
    Diff(With<diff::Args>),
    /// Tell by the exit code whether anything is overdue
    #[command(before_help = check::EXAMPLES)]
    Check(With<check::Args>),
    /// Write obligations to a file for spreadsheets
    #[command(before_help = export::EXAMPLES)]
    Export(With<export::Args>),
    /// Keep a copy that can be read without a line
    #[command(before_help = pull::EXAMPLES)]
    Pull(With<pull::Args>),
    /// Send what waits in the queue
    #[command(before_help = push::EXAMPLES)]
    Push(With<push::Args>),
    /// Show what is unsent, rejected or in conflict, and how old the copy is
    #[command(before_help = status::EXAMPLES)]
    Status(With<status::Args>),
    /// Take operations out of the queue, or have rejected ones sent again
    #[command(before_help = queue::EXAMPLES)]
    Queue(Within<queue::Command>),
    /// Decide a conflict
    #[command(before_help = resolve::EXAMPLES)]
    Resolve(With<resolve::Args>),
}

impl Command {
    const fn server(&self) -> &ServerArgs {
        match self {
            Self::List(With { server, .. })
            | Self::Overdue(With { server, .. })
            | Self::Show(With { server, .. })
            | Self::Update(With { server, .. })
            | Self::Report(With { server, .. })
            | Self::History(With { server, .. })
            | Self::Diff(With { server, .. })
            | Self::Check(With { server, .. })
            | Self::Export(With { server, .. })
            | Self::Pull(With { server, .. })
            | Self::Push(With { server, .. })
            | Self::Status(With { server, .. })
            | Self::Queue(Within { server, .. })
            | Self::Resolve(With { server, .. }) => server,
        }
    }
}

/// Runs a command. `zone` is where the day begins; none for where this machine is.
pub(super) fn run(command: Command, zone: Option<Tz>) -> Result<Exit, CliError> {
    let texts = command.server().language().texts();
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(|error| CliError::failed(format!("No threads could be started: {error}.")))?;
    let session = Session::open(command.server(), zone).map_err(|failure| failure.told(texts))?;
    runtime.block_on(dispatch(command, session)).map_err(|failure| failure.told(texts))
}

async fn dispatch(command: Command, session: Session) -> Done {
    match command {
        Command::List(one) => list::run(one.command, session).await,
        Command::Overdue(one) => overdue::run(one.command, session).await,
        Command::Show(one) => show::run(one.command, session).await,
        Command::Update(one) => update::run(one.command, session).await,
        Command::Report(one) => report::run(one.command, session).await,
        Command::History(one) => history::run(one.command, session).await,
        Command::Diff(one) => diff::run(one.command, session).await,
        Command::Check(one) => check::run(one.command, session).await,
        Command::Export(one) => export::run(one.command, session).await,
        Command::Pull(one) => pull::run(one.command, session).await,
        Command::Push(one) => push::run(one.command, session).await,
        Command::Status(one) => status::run(&one.command, &session),
        Command::Queue(one) => queue::run(&one.command, &session),
        Command::Resolve(one) => resolve::run(one.command, session).await,
    }
}
