//! Pulling: a snapshot the first time, then the feed from where the copy ends.

use chrono::Utc;
use reqwest::Response;
use serde::Deserialize;
use serde_json::value::RawValue;
use uuid::Uuid;

use super::connection::{Connection, Pair};
use super::copy::{Copy, End, Head, Line, Records};
use super::failure::ClientError;
use super::folder::Folder;
use super::queue::{Queue, Unsettled};
use crate::api::me::Me;

/// What a snapshot begins with.
#[derive(Debug, Deserialize)]
struct Place {
    seq: i64,
    cursor: String,
}

/// The first or the last line of a snapshot; all others have records.
#[derive(Debug, Deserialize)]
struct Mark {
    snapshot: Option<Place>,
    end: Option<End>,
}

/// What the feed says of a record.
#[derive(Debug, Deserialize)]
struct Change {
    seq: i64,
    entity: String,
    version: i64,
    /// Null where it was pruned or redacted.
    body: Option<Box<RawValue>>,
}

/// A page of the feed.
#[derive(Debug, Deserialize)]
struct Page {
    items: Vec<Change>,
    next: String,
    /// Whether the feed goes on after it.
    more: bool,
}

/// What a pull did.
#[derive(Debug)]
pub struct Pulled {
    pub copy: Copy,
    /// Whether it began with a snapshot.
    pub is_new: bool,
    pub changes: usize,
}

/// Brings the copy in the folder up to the end of the feed. What waits in the queue is not touched;
/// what was filed before is in the copy then.
///
/// # Errors
/// Without an answer, or if the copy cannot be written; the one that was there stands then.
pub async fn pull(connection: &Connection, folder: &Folder) -> Result<Pulled, ClientError> {
    let _lock = folder.lock("copy")?;
    // Only what was filed before the feed is asked for is sure to be in it.
    let filed = Unsettled::read(folder)?.filed;
    let me = if connection.has_token() {
        Some(connection.json::<Me>(&["me"], &[]).await?)
    } else {
        None
    };
    let before = match Copy::read(&folder.copy()) {
        Ok(before) => before,
        // A harmed copy is no reason not to pull a good one.
        Err(ClientError::Other { key: "command-error-harmed", .. }) => None,
        Err(error) => return Err(error),
    };
    let begun = match before {
        Some(copy) => match follow(connection, copy).await {
            Err(error) if is_gone(&error) => None,
            other => Some((other?, false)),
        },
        None => None,
    };
    let ((mut copy, changes), is_new) = if let Some(begun) = begun {
        begun
    } else {
        let copy = snapshot(connection).await?;
        (follow(connection, copy).await?, true)
    };
    copy.head.pulled_at = Utc::now();
    copy.head.me = me;
    copy.write(&folder.copy())?;
    // Where a push has the queue, the next pull does it: to know of them twice does no harm.
    if !filed.is_empty()
        && let Some(queue) = Queue::try_open(folder)?
    {
        let ids: Vec<Uuid> = filed.iter().map(|one| one.operation.id).collect();
        queue.copied(&ids)?;
    }
    Ok(Pulled { copy, is_new, changes })
}

/// Whether the cursor is no good any more: its place is gone, ahead, or of another history.
fn is_gone(error: &ClientError) -> bool {
    matches!(error, ClientError::Refused(refusal) if refusal.status == 410)
}

async fn snapshot(connection: &Connection) -> Result<Copy, ClientError> {
    let mut lines = Lines::new(connection, connection.get(&["snapshot"], &[]).await?);
    let strange = |cause: &str| ClientError::strange(connection.server(), cause);
    let unreadable = |error: serde_json::Error| strange(&error.to_string());
    let mut records = Records::default();
    let (mut place, mut count) = (None, 0);
    while let Some(line) = lines.next().await? {
        match serde_json::from_slice(&line).map_err(unreadable)? {
            Mark { snapshot: Some(begin), .. } => place = Some(begin),
            Mark { end: Some(end), .. } => {
                let whole = place.filter(|_| end.records == count);
                let Some(Place { seq, cursor }) = whole else { break };
                let server = connection.server().to_owned();
                let head = Head { server, cursor, seq, pulled_at: Utc::now(), me: None };
                return Ok(Copy { head, records });
            }
            Mark { .. } => {
                let line: Line = serde_json::from_slice(&line).map_err(unreadable)?;
                records.take(&line).map_err(unreadable)?;
                count += 1;
            }
        }
    }
    Err(strange("the snapshot is not whole"))
}

/// Takes in what came into the feed since; gives how much that was.
async fn follow(connection: &Connection, mut copy: Copy) -> Result<(Copy, usize), ClientError> {
    let mut changes = 0;
    loop {
        let since: [Pair; 2] = [
            ("since".to_owned(), copy.head.cursor.clone()),
            ("limit".to_owned(), "500".to_owned()),
        ];
        let page: Page = connection.json(&["changes"], &since).await?;
        for Change { seq, entity, version, body } in page.items {
            if let Some(body) = body {
                let line = Line { entity, version, body };
                let taken = copy.records.take(&line);
                taken.map_err(|error| ClientError::strange(connection.server(), error))?;
            }
            copy.head.seq = seq;
            changes += 1;
        }
        copy.head.cursor = page.next;
        if !page.more {
            return Ok((copy, changes));
        }
    }
}

/// The lines of a body, as they come.
struct Lines<'a> {
    connection: &'a Connection,
    response: Response,
    /// What has come of lines that were not given out yet.
    held: Vec<u8>,
    /// Up to where `held` has no end of a line.
    searched: usize,
}

impl<'a> Lines<'a> {
    const fn new(connection: &'a Connection, response: Response) -> Self {
        Self { connection, response, held: Vec::new(), searched: 0 }
    }

    async fn next(&mut self) -> Result<Option<Vec<u8>>, ClientError> {
        loop {
            let found = self.held[self.searched..].iter().position(|byte| *byte == b'\n');
            if let Some(found) = found {
                let rest = self.held.split_off(self.searched + found + 1);
                self.searched = 0;
                return Ok(Some(std::mem::replace(&mut self.held, rest)));
            }
            self.searched = self.held.len();
            match self.connection.piece(&mut self.response).await? {
                Some(piece) => self.held.extend_from_slice(piece.as_ref()),
                None => return Ok(None),
            }
        }
    }
}
