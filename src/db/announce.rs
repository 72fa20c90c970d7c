//! NOTIFY and LISTEN: how far the feed has come, told to every process on the ledger at once.

use std::future::poll_fn;
use std::task::{Context, Poll};

use diesel::QueryResult;
use diesel_async::RunQueryDsl;
use tokio_postgres::{AsyncMessage, Client, Error, NoTls};
use tokio_postgres_rustls::MakeRustlsConnect;
use uuid::Uuid;

use super::Conn;
use super::connect::Target;
use super::statement::Statement;
use crate::tls::tls_config;

/// What a channel's name begins with; the schema follows, as each ledger has its own.
const CHANNEL: &str = "ledger_feed_";

/// How far the feed has come, and in which epoch.
#[derive(Debug, Clone, Copy)]
pub struct News {
    pub seq: i64,
    pub epoch: Uuid,
}

impl News {
    /// Reads an announcement: seq and epoch with a space between. Without the seq the feed is
    /// empty.
    fn read(payload: &str) -> Option<Self> {
        let (seq, epoch) = payload.rsplit_once(' ').unwrap_or(("0", payload));
        Some(Self { seq: seq.parse().ok()?, epoch: epoch.parse().ok()? })
    }
}

/// Tells every listener, once this transaction is committed, that the feed has come to `seq`. That
/// an epoch has begun is told by the function in the database that begins one.
///
/// For the sealer alone: a NOTIFY in every writer would have them commit one after the other.
///
/// # Errors
/// If the database does not answer.
pub async fn announce(conn: &mut Conn, seq: i64) -> QueryResult<()> {
    Statement::new(&format!("SELECT pg_notify('{CHANNEL}' || current_schema(), "))
        .bind(seq)
        .sql("::text || ' ' || epoch) FROM node")
        .execute(conn)
        .await?;
    Ok(())
}

type Messages =
    Box<dyn FnMut(&mut Context<'_>) -> Poll<Option<Result<AsyncMessage, Error>>> + Send>;

/// A connection that hears announcements.
pub struct Listener {
    // Dropped, it ends the connection.
    _client: Client,
    messages: Messages,
}

impl Listener {
    /// Connects and listens. Whatever is announced from here on will be heard; what the feed had
    /// come to before is to be asked for once this has returned.
    ///
    /// # Errors
    /// If the database does not answer.
    pub async fn connect(target: &Target) -> Result<Self, Error> {
        let (client, mut messages): (Client, Messages) = if target.wants_tls() {
            let tls = MakeRustlsConnect::new(tls_config());
            let (client, mut driver) = target.config().connect(tls).await?;
            (client, Box::new(move |context| driver.poll_message(context)))
        } else {
            let (client, mut driver) = target.config().connect(NoTls).await?;
            (client, Box::new(move |context| driver.poll_message(context)))
        };
        {
            let mut listening = std::pin::pin!(listen(&client));
            // Nobody else moves the connection on while its first questions are answered.
            poll_fn(|context| {
                if let Poll::Ready(Some(Err(error))) = messages(context) {
                    return Poll::Ready(Err(error));
                }
                listening.as_mut().poll(context)
            })
            .await?;
        }
        Ok(Self { _client: client, messages })
    }

    /// Waits for the next announcement. None if the connection has ended.
    pub async fn heard(&mut self) -> Option<News> {
        loop {
            match poll_fn(|context| (self.messages)(context)).await {
                Some(Ok(AsyncMessage::Notification(told))) => {
                    if let Some(news) = News::read(told.payload()) {
                        return Some(news);
                    }
                }
                Some(Ok(_)) => {}
                Some(Err(_)) | None => return None,
            }
        }
    }
}

async fn listen(client: &Client) -> Result<(), Error> {
    let sql = "SELECT quote_ident($1::text || current_schema())";
    let channel: String = client.query_one(sql, &[&CHANNEL]).await?.try_get(0)?;
    client.batch_execute(&format!("LISTEN {channel}")).await
}
