//! An answer that a task writes bit by bit, to a reader who is cut off when it takes nothing.
//!
//! The server stops asking for more of a body while a connection takes nothing, for ever if need
//! be; so it is the writing task that notices, and it shuts the connection itself.

use std::any::Any;
use std::convert::Infallible;
use std::net::{Shutdown, TcpStream};
use std::os::fd::AsFd;
use std::sync::{Arc, Weak};
use std::time::Duration;

use actix_web::HttpRequest;
use actix_web::dev::Extensions;
use actix_web::rt;
use actix_web::web::Bytes;
use futures_util::Stream;
use futures_util::stream::unfold;
use tokio::sync::mpsc;
use tokio_util::sync::{CancellationToken, DropGuard};

use crate::app::AppState;
use crate::error::Problem;

/// How long a reader may still take what is under way once the service stops.
const GRACE: Duration = Duration::from_secs(1);

/// A second handle on the connection that a request came by, kept with the connection.
struct Connection(Arc<TcpStream>);

/// For the server to call at every new connection.
pub fn note_connection(connection: &dyn Any, extensions: &mut Extensions) {
    let stream = connection.downcast_ref::<rt::net::TcpStream>();
    if let Some(Ok(handle)) = stream.map(|stream| stream.as_fd().try_clone_to_owned()) {
        extensions.insert(Connection(Arc::new(handle.into())));
    }
}

/// Why an answer ends before it is whole.
#[derive(Debug)]
pub enum Ended {
    /// The reader has left, or was cut off.
    Gone,
    Problem(Problem),
}

impl From<Problem> for Ended {
    fn from(problem: Problem) -> Self {
        Self::Problem(problem)
    }
}

/// The end of an answer that its task writes to. It holds one chunk at most.
pub struct Outlet {
    sender: mpsc::Sender<Bytes>,
    reader: Reader,
}

/// Who reads, and how long it is waited for.
struct Reader {
    /// Cancelled once nobody reads any more.
    gone: CancellationToken,
    // Weak: it must not hold open a connection that the server has closed.
    connection: Weak<TcpStream>,
    patience: Duration,
    stopping: CancellationToken,
}

/// Opens the answer to a request: where it is written, and the body that comes of it.
pub fn open(
    request: &HttpRequest,
    state: &AppState,
) -> (Outlet, impl Stream<Item = Result<Bytes, Infallible>> + use<>) {
    let (sender, receiver) = mpsc::channel(1);
    let gone = CancellationToken::new();
    let connection = request.conn_data::<Connection>();
    let reader = Reader {
        gone: gone.clone(),
        connection: connection.map_or_else(Weak::new, |Connection(handle)| Arc::downgrade(handle)),
        patience: state.settings.stream_patience,
        stopping: state.stopping.clone(),
    };
    let body = unfold((receiver, gone.drop_guard()), next_chunk);
    (Outlet { sender, reader }, body)
}

type Source = (mpsc::Receiver<Bytes>, DropGuard);

async fn next_chunk((mut receiver, guard): Source) -> Option<(Result<Bytes, Infallible>, Source)> {
    let chunk = receiver.recv().await?;
    Some((Ok(chunk), (receiver, guard)))
}

impl Outlet {
    /// Hands a chunk on, once the one before it is taken.
    ///
    /// # Errors
    /// [`Ended::Gone`] if nobody reads any more, or too slowly.
    pub async fn send(&self, chunk: impl Into<Bytes>) -> Result<(), Ended> {
        tokio::select! {
            biased;
            sent = self.sender.send(chunk.into()) => sent.map_err(|_| Ended::Gone),
            () = self.reader.lose_patience() => {
                self.reader.cut();
                Err(Ended::Gone)
            }
        }
    }

    /// Resolves once nobody reads any more.
    pub async fn gone(&self) {
        self.reader.gone.cancelled().await;
    }

    /// Ends the answer: well, if the reader takes what is left of it.
    pub async fn end(self) {
        let Self { sender, reader } = self;
        // The body ends with what was sent.
        drop(sender);
        tokio::select! {
            () = reader.gone.cancelled() => {}
            () = reader.lose_patience() => reader.cut(),
        }
    }

    /// Breaks the answer off, so that the reader cannot take it for whole.
    pub fn cut(&self) {
        self.reader.cut();
    }
}

impl Reader {
    fn cut(&self) {
        if let Some(connection) = self.connection.upgrade() {
            // It may be shut already.
            let _ = connection.shutdown(Shutdown::Both);
        }
    }

    async fn lose_patience(&self) {
        let stopped = async {
            self.stopping.cancelled().await;
            tokio::time::sleep(GRACE).await;
        };
        tokio::select! {
            () = tokio::time::sleep(self.patience) => {}
            () = stopped => {}
        }
    }
}
