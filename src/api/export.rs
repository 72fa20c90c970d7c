//! Lists as files: a whole list as CSV, streamed, with no more of it in memory than a page.

mod commitments;

use std::time::Duration;

use actix_web::http::header::{
    ACCEPT, ACCEPT_LANGUAGE, CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_LANGUAGE, VARY,
    X_CONTENT_TYPE_OPTIONS,
};
use actix_web::web::Bytes;
use actix_web::{HttpRequest, HttpResponse, rt};
use futures_util::StreamExt;
use futures_util::stream::{iter, unfold};
use tokio::sync::mpsc::{self, Receiver, Sender};
use tokio::time::timeout;

use super::respond::header;
use crate::app::AppState;
use crate::domain::terms::terms;
use crate::error::{Kind, Problem};
use crate::language::Language;
use crate::reading::query::Query;
use crate::reports::export::{self, Export};
use crate::reports::form::Form;

/// How long a reader may leave a piece untaken: a connection and a snapshot wait for it.
const PATIENCE: Duration = Duration::from_secs(30);

/// How long a reader waits until others have ended.
const TURN: Duration = Duration::from_secs(10);

terms! {
    /// A form of a list.
    ListForm {
        /// A page of it.
        Json = "json",
        /// All of it.
        Csv = "csv",
    }
}

/// Reads `format` and `lang`; gives the language if the list is to be a file.
pub fn asked(query: &mut Query, request: &HttpRequest) -> Option<Language> {
    let form = query.term("format").unwrap_or_else(|| {
        let accepted = Form::accepted(header(request, &ACCEPT));
        if accepted == Some(Form::Csv) { ListForm::Csv } else { ListForm::Json }
    });
    let language = query.term("lang");
    let language = language.or_else(|| Language::preferred(header(request, &ACCEPT_LANGUAGE)));
    if form == ListForm::Json {
        return None;
    }
    for name in ["limit", "cursor"] {
        if query.text(name).is_some() {
            query.fault(name, "is not for CSV, which has the whole list; leave it out");
        }
    }
    Some(language.unwrap_or(Language::En))
}

/// Which list is exported.
#[derive(Debug, Clone, Copy)]
pub enum List {
    Obligations,
    Commitments,
}

impl List {
    /// What its file is called.
    const fn name(self) -> &'static str {
        match self {
            Self::Obligations => "obligations",
            Self::Commitments => "commitments",
        }
    }
}

/// Streams a list.
///
/// # Errors
/// What goes wrong before the first piece is there. What goes wrong later cuts the answer off, so
/// that nobody takes a part for the whole.
pub async fn stream(state: &AppState, list: List, export: Export) -> Result<HttpResponse, Problem> {
    let (language, day) = (export.language, export.moment.day);
    let (sender, mut pieces) = mpsc::channel(1);
    rt::spawn(run(state.clone(), list, export, sender));
    let first = match pieces.recv().await {
        Some(piece) => piece?,
        None => return Err(Problem::internal("an export ended without a word")),
    };
    let rest = unfold(pieces, async |mut pieces: Receiver<_>| {
        pieces.recv().await.map(|piece| (piece, pieces))
    });
    let body = iter([Ok(first)]).chain(rest);
    Ok(HttpResponse::Ok()
        .content_type(Form::Csv.media_type())
        .insert_header((CACHE_CONTROL, "no-cache"))
        .insert_header((VARY, "Accept, Accept-Language"))
        .insert_header((X_CONTENT_TYPE_OPTIONS, "nosniff"))
        .insert_header((CONTENT_LANGUAGE, language.to_string()))
        .insert_header((
            CONTENT_DISPOSITION,
            format!("attachment; filename=\"{}-{day}-{language}.csv\"", list.name()),
        ))
        .streaming(Box::pin(body)))
}

/// Reads and hands on until all is sent, the reader has gone, or the service stops.
async fn run(state: AppState, list: List, export: Export, sender: Sender<Result<Bytes, Problem>>) {
    let send = async |piece: Vec<u8>| {
        let sent = timeout(PATIENCE, sender.send(Ok(Bytes::from(piece))));
        tokio::select! {
            sent = sent => match sent {
                Ok(Ok(())) => Ok(()),
                _ => Err(Problem::new(Kind::Unavailable, "The reader has gone, or takes too long.")),
            },
            () = state.stopping.cancelled() => {
                Err(Problem::new(Kind::Unavailable, "The service is stopping; ask again."))
            }
        }
    };
    let ended = match timeout(TURN, state.exports.acquire()).await {
        Ok(Ok(_turn)) => match list {
            List::Obligations => export::obligations(&state.db, &export, send).await,
            List::Commitments => commitments::write(&state.db, &export, send).await,
        },
        _ => Err(Problem::new(Kind::Unavailable, "Others are reading whole lists; ask again.")),
    };
    if let Err(problem) = ended {
        // If the reader has gone, there is nobody to tell.
        let _ = sender.send(Err(problem)).await;
    }
}
