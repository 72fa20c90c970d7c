//! `man`: the manual pages, one of the program and one of each command.

use std::path::PathBuf;

use super::exit::CliError;
use super::output::print;

pub(super) const EXAMPLES: &str = "\
Examples:
  summit-ledger man | man -l -
  summit-ledger man --output ~/.local/share/man/man1";

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Write the pages of all commands into this folder
    #[arg(long, value_name = "FOLDER")]
    output: Option<PathBuf>,
}

pub(super) fn run(args: &Args, command: clap::Command) -> Result<(), CliError> {
    let Some(folder) = &args.output else {
        let mut page = Vec::new();
        let drawn = clap_mangen::Man::new(command).render(&mut page);
        drawn.map_err(|error| CliError::failed(format!("No page could be made: {error}.")))?;
        return print(&String::from_utf8_lossy(&page));
    };
    let written =
        std::fs::create_dir_all(folder).and_then(|()| clap_mangen::generate_to(command, folder));
    written.map_err(|error| {
        CliError::failed(format!("The pages cannot be written to {}: {error}.", folder.display()))
    })
}
