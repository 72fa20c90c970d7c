//! An answer of the server on its way to a file or to stdout.

use std::fs::File;
use std::io::{BufWriter, ErrorKind, Write, stdout};
use std::path::Path;

use reqwest::Response;
use reqwest::header::CONTENT_TYPE;

use super::exit::CliError;
use super::session::{Failure, Session};
use crate::client::failure::ClientError;
use crate::client::folder::beside;
use crate::reports::form::Form;

/// Refuses a folder where a file is to be written, before anything is asked of the ledger.
///
/// # Errors
/// If it is one.
pub(super) fn no_folder(output: Option<&Path>) -> Result<(), ClientError> {
    match output.filter(|path| path.is_dir()) {
        None => Ok(()),
        Some(path) => {
            let path = path.display().to_string();
            Err(ClientError::other("command-error-folder", [("path", path)]))
        }
    }
}

/// Hands a body of that form on as it comes, so that it may be of any size. A file is there whole or
/// not at all.
///
/// # Errors
/// If it is of another form, does not come whole, or cannot be written.
pub(super) async fn download(
    session: &Session,
    response: Response,
    form: Form,
    output: Option<&Path>,
) -> Result<(), Failure> {
    let of = |media_type: &str| media_type.split(';').next().map(str::trim).map(str::to_owned);
    let there = response.headers().get(CONTENT_TYPE).and_then(|value| value.to_str().ok());
    let there = there.unwrap_or_default();
    if of(there) != of(form.media_type()) {
        return Err(ClientError::strange(session.connection.server(), there).into());
    }
    let Some(path) = output else {
        let mut out = stdout().lock();
        return hand_on(session, response, &mut out, None).await;
    };
    let part = beside(path);
    let file = File::create(&part).map_err(|error| ClientError::file(path, error))?;
    let written = hand_on(session, response, &mut BufWriter::new(file), Some(path)).await;
    let moved = written.and_then(|()| {
        Ok(std::fs::rename(&part, path).map_err(|error| ClientError::file(path, error))?)
    });
    if moved.is_err() {
        // What is left of it is no use to anybody.
        let _ = std::fs::remove_file(&part);
    }
    moved
}

async fn hand_on(
    session: &Session,
    mut response: Response,
    out: &mut impl Write,
    path: Option<&Path>,
) -> Result<(), Failure> {
    while let Some(piece) = session.connection.piece(&mut response).await? {
        out.write_all(piece.as_ref()).map_err(|error| unwritten(path, &error))?;
    }
    out.flush().map_err(|error| unwritten(path, &error))
}

fn unwritten(path: Option<&Path>, error: &std::io::Error) -> Failure {
    match path {
        Some(path) => ClientError::file(path, error).into(),
        None if error.kind() == ErrorKind::BrokenPipe => CliError::nobody_reads().into(),
        None => ClientError::file(Path::new("stdout"), error).into(),
    }
}
