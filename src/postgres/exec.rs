//! The last step before a server's program runs: fewer rights, and an end with its supervisor.
//!
//! The supervisor starts its children through itself (`postgres-supervisor --exec …`), which drops
//! root, asks the kernel for a signal at the parent's death, and then becomes the program. Done
//! between fork and exec it would take unsafe code; and the order matters, as the kernel forgets
//! the wish for a signal when a process changes its user.

use std::convert::Infallible;
use std::env;
use std::ffi::OsString;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::Command;

use nix::unistd::{Gid, Pid, Uid, getppid};

use super::SUPERVISOR;
use super::account::Account;
use super::error::{PostgresError, run};

/// The word that asks for this step.
pub(super) const EXEC: &str = "--exec";

/// What a supervisor and its server see of our environment. The rest stays out, as it may carry
/// the service's secrets, and PG… settings that would bend the server.
const KEPT: [&str; 4] = ["PATH", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH", "RUST_BACKTRACE"];

/// Gives a command the bare environment of the server.
pub(super) fn bare_environment(command: &mut Command) {
    command.env_clear().envs(KEPT.iter().filter_map(|name| Some((name, env::var_os(name)?))));
    // Messages in the log in one language; macOS' Postgres also needs some valid locale.
    command.env("LC_ALL", "C");
}

/// A command that runs `program` as the server's user and ends with this process.
///
/// # Errors
/// [`PostgresError::Run`] when our own program cannot be found.
pub(super) fn command(account: Option<&Account>, program: &Path) -> Result<Command, PostgresError> {
    let ourselves = env::current_exe().map_err(run(Path::new(SUPERVISOR)))?;
    let (uid, gid) = account
        .map_or((Uid::effective().as_raw(), Gid::effective().as_raw()), |user| {
            (user.uid, user.gid)
        });
    let mut command = Command::new(ourselves);
    command
        .arg(SUPERVISOR)
        .arg(EXEC)
        .args([std::process::id(), uid, gid].map(|id| id.to_string()))
        .arg(program);
    bare_environment(&mut command);
    Ok(command)
}

/// Becomes the program that [`command`] named; comes back only to say why it could not.
pub(super) fn become_program(
    mut arguments: impl Iterator<Item = OsString>,
) -> Result<Infallible, PostgresError> {
    let mut id = || arguments.next()?.into_string().ok()?.parse::<u32>().ok();
    let (Some(supervisor), Some(uid), Some(gid)) = (id(), id(), id()) else {
        return Err(PostgresError::Arguments);
    };
    let program = PathBuf::from(arguments.next().ok_or(PostgresError::Arguments)?);
    let mut command = Command::new(&program);
    command.args(arguments);
    drop_to(&mut command, uid, gid)
        .and_then(|()| end_with(supervisor))
        .map_err(|errno| run(&program)(errno.into()))?;
    Err(run(&program)(command.exec()))
}

/// Gives up root, groups first, as none of it is allowed afterwards.
#[cfg(target_os = "linux")]
fn drop_to(_: &mut Command, uid: u32, gid: u32) -> nix::Result<()> {
    if Uid::effective().is_root() {
        nix::unistd::setgroups(&[Gid::from_raw(gid)])?;
        nix::unistd::setgid(Gid::from_raw(gid))?;
        nix::unistd::setuid(Uid::from_raw(uid))?;
    }
    Ok(())
}

/// Gives up root at the exec, which here has nothing to come before it.
#[cfg(not(target_os = "linux"))]
fn drop_to(command: &mut Command, uid: u32, gid: u32) -> nix::Result<()> {
    if Uid::effective().is_root() {
        command.uid(uid).gid(gid);
    }
    Ok(())
}

/// Asks the kernel for SIGINT, the server's fast and clean stop, when the supervisor dies.
fn end_with(supervisor: u32) -> nix::Result<()> {
    #[cfg(target_os = "linux")]
    nix::sys::prctl::set_pdeathsig(nix::sys::signal::Signal::SIGINT)?;
    // It may have died before we asked.
    if u32::try_from(Pid::as_raw(getppid())) == Ok(supervisor) {
        Ok(())
    } else {
        Err(nix::errno::Errno::ESRCH)
    }
}
