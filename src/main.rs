//! The `summit-ledger` command.
use std::process::ExitCode;
fn main() -> ExitCode {
    let mut arguments = std::env::args_os().skip(1);
    if arguments.next().is_some_and(|first| first == summit_ledger::postgres::SUPERVISOR) {
        return match summit_ledger::postgres::supervise(arguments) {
            Ok(()) => ExitCode::SUCCESS,
            Err(e) => {
                eprintln!("summit-ledger: {e}");
                ExitCode::FAILURE
            }
        };
    }
    ExitCode::FAILURE
}
