//! Reads a backup in, whole or not at all.

use std::fs::File;
use std::io::{self, Read, Write};
use std::path::Path;
use std::process::{Child, ChildStderr, ChildStdin, ChildStdout, Stdio};
use std::thread;

use tokio_postgres::Config;

use super::error::{BackupError, file, run};
use super::tools::Tools;
use crate::db::backup::{ending, opening};

/// Puts the backup at `path` in the place of what the database holds, and starts a new epoch.
/// `known` are the versions of this program's migrations.
///
/// One transaction, which `psql` begins and only our last words commit: should the file be damaged,
/// a tool fail or we be killed, those are never said, and the server takes everything back.
///
/// Blocks for as long as it takes. Nobody else may use the database meanwhile.
///
/// # Errors
/// If the file cannot be read to its end, or the server refuses what is in it; the database is then
/// as it was.
pub fn restore(
    tools: &Tools,
    config: &Config,
    path: &Path,
    known: &[String],
) -> Result<(), BackupError> {
    let backup = File::open(path).map_err(file("read", path))?;
    let mut psql = tools
        .command("psql", config)
        .args(["--no-psqlrc", "--quiet", "--no-password", "--set=ON_ERROR_STOP=1"])
        .args(["--set=VERBOSITY=terse"])
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .map_err(run("psql"))?;
    let script = tools
        .command("pg_restore", config)
        .args(["--file=-", "--no-owner", "--no-privileges", "--no-comments", "--exit-on-error"])
        .args(["--no-publications", "--no-subscriptions", "--no-security-labels"])
        .arg("--no-tablespaces")
        .stdin(backup)
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .map_err(run("pg_restore"));
    let mut script = match script {
        Ok(script) => script,
        Err(error) => {
            end(&mut psql);
            return Err(error);
        }
    };
    let result = pass_on(&mut script, &mut psql, path, known);
    end(&mut script);
    end(&mut psql);
    result
}

/// Feeds `psql` the opening, the script and, if that came to its end, the ending.
fn pass_on(
    script: &mut Child,
    psql: &mut Child,
    path: &Path,
    known: &[String],
) -> Result<(), BackupError> {
    let script_says = listen(script.stderr.take());
    let psql_says = listen(psql.stderr.take());
    let (Some(from), Some(mut to)) = (script.stdout.take(), psql.stdin.take()) else {
        return Err(BackupError::Refused("The tools have no pipes.".to_owned()));
    };
    let passed = copy(from, &mut to);
    let read = script.wait().map_err(run("pg_restore"))?;
    // If writing failed then psql has ended first, and pg_restore only for want of a reader.
    let written = match passed {
        Ok(()) if read.success() => to.write_all(ending(known).as_bytes()),
        Ok(()) => {
            drop(to);
            return Err(BackupError::Damaged { path: path.to_path_buf(), said: said(script_says) });
        }
        Err(error) => Err(error),
    };
    drop(to);
    let status = psql.wait().map_err(run("psql"))?;
    match written {
        Ok(()) if status.success() => Ok(()),
        _ => Err(BackupError::Refused(said(psql_says))),
    }
}

fn copy(mut from: ChildStdout, to: &mut ChildStdin) -> io::Result<()> {
    to.write_all(opening().as_bytes())?;
    io::copy(&mut from, to)?;
    Ok(())
}

/// Collects what a tool says meanwhile, lest it waits for somebody to listen.
fn listen(stderr: Option<ChildStderr>) -> thread::JoinHandle<String> {
    thread::spawn(move || {
        let mut text = Vec::new();
        if let Some(mut stderr) = stderr {
            // What was read before an error is still worth showing.
            let _ = stderr.read_to_end(&mut text);
        }
        String::from_utf8_lossy(&text).trim().to_owned()
    })
}

fn said(listener: thread::JoinHandle<String>) -> String {
    listener.join().unwrap_or_default()
}

/// Ends a tool that may still run, and forgets it.
fn end(tool: &mut Child) {
    // Both fail only for one that has ended.
    let _ = tool.kill();
    let _ = tool.wait();
}
