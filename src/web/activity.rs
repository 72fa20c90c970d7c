//! The activity: the feed in words, newest first, and live where there is a script.

mod words;

use std::fmt::Write;

use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;
use chrono::NaiveDate;

use self::words::{Entry, Names, Told};
use super::answer::page;
use super::frame::{Frame, Place};
use crate::app::AppState;
use crate::db::feed_window::look_back;
use crate::db::{commitments, parties};
use crate::domain::fault::Reason;
use crate::domain::terms::Term;
use crate::error::Problem;
use crate::reading::parameters::{LIMIT, Parameter};
use crate::reading::query::Query;
use crate::records::change::Entity;
use crate::records::party::Party;

const BEFORE: &str = "before";

/// What the page is asked by, beside what every page is.
const OWN: &[Parameter] = &[
    Parameter::text("entity", "What changed: update, commitment, obligation, …"),
    Parameter::text("party", "Codes of parties that it concerns."),
    Parameter::text(BEFORE, "Only changes before this place of the feed."),
    LIMIT,
];

#[derive(Template)]
#[template(path = "web/activity.html")]
struct ActivityPage<'a> {
    frame: &'a Frame,
    /// What the form keeps of the address.
    hidden: Vec<(String, String)>,
    entities: Vec<Given>,
    parties: Vec<Given>,
    days: Vec<Day>,
    is_empty: bool,
    /// This page from its beginning, and the next one.
    newest: String,
    is_newest: bool,
    older: Option<String>,
    /// Where a script hears of what comes after this page, if it may.
    stream: Option<String>,
}

/// What may be chosen.
struct Given {
    value: String,
    text: String,
    is_chosen: bool,
}

/// What was done on one day.
struct Day {
    heading: String,
    entries: Vec<Entry>,
}

/// Shows what was done last, or before a place of the feed.
///
/// # Errors
/// If the database does not answer.
pub async fn show(request: HttpRequest, state: Data<AppState>) -> Result<HttpResponse, Problem> {
    let (frame, mut query) = Frame::read(&request, &state, Place::Activity, OWN)?;
    let filter = query.change_filter();
    let limit = query.limit();
    let before = before(&mut query);
    query.end()?;
    let end = state.glances.end(&state.db).await?;
    let start = before.unwrap_or(i64::MAX).min(end.head.seq.saturating_add(1));
    let read = async |conn: &mut _| {
        let past = look_back(conn, start, &filter, limit).await?;
        let told: Vec<Told> = past.rows.into_iter().map(Told::new).collect();
        let (ids, codes) = words::items(&told);
        let items = commitments::named(conn, &ids, &codes).await?;
        Ok((told, past.before, items, parties::list(conn).await?))
    };
    let (told, older, items, mut parties) = state.db.read(read).await?;
    frame.arrange(&mut parties);
    let names = Names { frame: &frame, items: &items, parties: &parties };
    let timezone = state.settings.timezone;
    let entries = told.iter().map(|one| names.entry(one, timezone)).collect();
    let stream = stream_address(&frame, &end.cursor().encode());
    let shown = ActivityPage {
        hidden: frame.pairs_without(&["entity", "party", BEFORE, "lang", "said"]),
        entities: entities(&frame, &filter.entities),
        parties: of_parties(&frame, &parties, &filter.parties),
        is_empty: told.is_empty(),
        days: by_day(&frame, entries),
        newest: frame.here(BEFORE, ""),
        is_newest: before.is_none(),
        older: older.map(|seq| frame.here(BEFORE, &seq.to_string())),
        // Whoever may read the page may hear of what comes.
        stream: Some(stream).filter(|_| before.is_none()),
        frame: &frame,
    };
    page(&request, &shown)
}

/// Where changes are heard of that come after `cursor` and fit the page.
fn stream_address(frame: &Frame, cursor: &str) -> String {
    let mut address = format!("/api/v1/changes/stream?since={cursor}&bodies=false");
    for name in ["entity", "party", "declaration"] {
        if let Some(value) = frame.value(name) {
            // Writing to a text cannot fail.
            let _ = write!(address, "&{name}={value}");
        }
    }
    address
}

/// Before which change the page ends.
fn before(query: &mut Query) -> Option<i64> {
    let text = query.text(BEFORE)?;
    let seq = text.parse().ok().filter(|seq| *seq > 0);
    if seq.is_none() {
        let message = format!("must be a place of the feed such as 120, not {text}");
        query.refuse(BEFORE, Reason::Number { typed: text }, message);
    }
    seq
}

fn entities(frame: &Frame, chosen: &[Entity]) -> Vec<Given> {
    let given = Entity::ALL.iter().map(|entity| Given {
        value: entity.as_str().to_owned(),
        text: frame.term("entity", *entity),
        is_chosen: chosen.contains(entity),
    });
    given.collect()
}

fn of_parties(frame: &Frame, parties: &[Party], chosen: &[String]) -> Vec<Given> {
    let given = parties.iter().map(|party| Given {
        value: party.code.clone(),
        text: frame.language().pick(&party.name).to_owned(),
        is_chosen: chosen.contains(&party.code),
    });
    given.collect()
}

/// Puts entries, which come in order, under the days on which they were made.
fn by_day(frame: &Frame, entries: Vec<Entry>) -> Vec<Day> {
    let mut days: Vec<(NaiveDate, Day)> = Vec::new();
    for entry in entries {
        match days.last_mut() {
            Some((day, last)) if *day == entry.day => last.entries.push(entry),
            _ => {
                let heading = frame.date(entry.day);
                days.push((entry.day, Day { heading, entries: vec![entry] }));
            }
        }
    }
    days.into_iter().map(|(_, day)| day).collect()
}
