//! An answer of the server on its way to a file or to stdout.

use std::fs::File;
use std::io::{BufWriter, ErrorKind, Write, stdout};
use std::path::Path;

use reqwest::Response;

use super::exit::CliError;
use super::session::{Failure, Session};
use crate::client::failure::ClientError;

/// Hands a body on as it comes, so that it may be of any size. A file is there whole or not at all.
pub(super) async fn download(
    session: &Session,
    response: Response,
    output: Option<&Path>,
) -> Result<(), Failure> {
    let Some(path) = output else {
        let mut out = stdout().lock();
        return hand_on(session, response, &mut out, None).await;
    };
    let part = part(path);
    let file = File::create(&part).map_err(|error| ClientError::file(&part, error))?;
    let written = hand_on(session, response, &mut BufWriter::new(file), Some(&part)).await;
    let moved = written.and_then(|()| {
        Ok(std::fs::rename(&part, path).map_err(|error| ClientError::file(path, error))?)
    });
    if moved.is_err() {
        // What is left of it is no use to anybody.
        let _ = std::fs::remove_file(&part);
    }
    moved
}

/// What a file is called until it is whole.
fn part(path: &Path) -> std::path::PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(".part");
    name.into()
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
