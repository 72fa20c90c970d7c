//! `completions`: prints a script that completes commands in a shell.

use clap_complete::Shell;

use super::exit::CliError;
use super::output::print;

pub(super) const EXAMPLES: &str = "\
Examples:
  summit-ledger completions bash > ~/.local/share/bash-completion/completions/summit-ledger
  summit-ledger completions zsh > ~/.zfunc/_summit-ledger
  summit-ledger completions fish > ~/.config/fish/completions/summit-ledger.fish";

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The shell
    shell: Shell,
}

pub(super) fn run(args: &Args, command: &mut clap::Command) -> Result<(), CliError> {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, command, "summit-ledger", &mut script);
    print(&String::from_utf8_lossy(&script))
}
