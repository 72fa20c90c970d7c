//! Paging by seek: opaque cursors that pin the day, the knowledge and the filters of a list.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::query::Query;
use crate::app::AppState;
use crate::db::connect::Failure;
use crate::db::filter::Moment;
use crate::db::moment::After;
use crate::db::{Conn, feed};
use crate::domain::fault::Reason;
use crate::error::{Kind, Problem};
use crate::sync::envelope::hex;

/// When a list is asked about, as the caller said it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Asked {
    pub day: NaiveDate,
    pub known_at: Option<DateTime<Utc>>,
}

/// What a cursor carries.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct Place {
    asked: Asked,
    known: Option<i64>,
    /// Of the path and the filters.
    fingerprint: String,
    after: After,
}

/// The page that is asked for, before the moment is resolved.
#[derive(Debug, Clone)]
pub struct PageRequest {
    pub limit: i64,
    asked: Asked,
    place: Option<Place>,
    fingerprint: String,
}

impl PageRequest {
    /// Reads `as_of`, `known_at`, `limit` and `cursor`.
    ///
    /// # Errors
    /// [`Problem`] of kind `BadCursor` if the cursor is none of ours, or belongs to other
    /// parameters; `fits` says whether the list can go on after a place.
    pub fn read(
        query: &mut Query,
        path: &str,
        today: NaiveDate,
        fits: impl FnOnce(&After) -> bool,
    ) -> Result<Self, Problem> {
        let limit = query.limit();
        let day = query.date("as_of");
        let known_at = known_at(query);
        let hash = Sha256::digest(format!("{path}\n{}", query.fingerprint()));
        let fingerprint = hex(&hash[..8]);
        let Some(text) = query.text("cursor") else {
            let asked = Asked { day: day.unwrap_or(today), known_at };
            return Ok(Self { limit, asked, place: None, fingerprint });
        };
        let place = decode(&text).filter(|place| {
            // It comes from outside: what Postgres could not read is refused here.
            !place.after.sort_key.contains('\0')
                && (place.fingerprint != fingerprint || fits(&place.after))
        });
        let place = place.ok_or_else(|| {
            bad_cursor("This is not a cursor of this ledger; begin with the first page.")
        })?;
        if place.fingerprint != fingerprint
            || day.is_some_and(|day| day != place.asked.day)
            || known_at.is_some_and(|time| Some(time) != place.asked.known_at)
        {
            return Err(bad_cursor(
                "The cursor was given out for other filters, another sort, day or known_at; \
                 send the same ones, or begin with the first page.",
            ));
        }
        Ok(Self { limit, asked: place.asked, place: Some(place), fingerprint })
    }

    /// After which row the page begins.
    #[must_use]
    pub fn after(&self) -> Option<&After> {
        self.place.as_ref().map(|place| &place.after)
    }

    /// The day that states are about.
    #[must_use]
    pub const fn day(&self) -> NaiveDate {
        self.asked.day
    }

    /// One row more than the page has, to see whether there is a next one.
    #[must_use]
    pub const fn fetch(&self) -> i64 {
        self.limit + 1
    }

    /// Finds the place of the feed that `known_at` means; a cursor has it already.
    ///
    /// # Errors
    /// If the database does not answer.
    pub async fn moment(&self, conn: &mut Conn) -> Result<Moment, Failure> {
        if let Some(place) = &self.place {
            return Ok(Moment { day: self.asked.day, known: place.known });
        }
        resolve(conn, self.asked).await
    }

    /// Cuts the extra row off; gives the next page's cursor if there was one.
    pub fn cut<T>(
        &self,
        rows: &mut Vec<T>,
        moment: Moment,
        after: impl Fn(&T) -> After,
    ) -> Option<String> {
        let limit = usize::try_from(self.limit).unwrap_or(usize::MAX);
        if rows.len() <= limit {
            return None;
        }
        rows.truncate(limit);
        rows.last().map(|last| {
            encode(&Place {
                asked: self.asked,
                known: moment.known,
                fingerprint: self.fingerprint.clone(),
                after: after(last),
            })
        })
    }
}

/// Reads `known_at`; what is still to come cannot be known.
pub fn known_at(query: &mut Query) -> Option<DateTime<Utc>> {
    let time = query.time("known_at")?;
    if time > Utc::now() {
        query.refuse("known_at", Reason::Past, "must not be a time to come");
    }
    Some(time)
}

/// Reads `as_of` and `known_at` of a query about one thing.
pub fn asked(query: &mut Query, state: &AppState) -> Asked {
    Asked {
        day: query.date("as_of").unwrap_or_else(|| state.settings.today()),
        known_at: known_at(query),
    }
}

/// The place of the feed that was known.
///
/// # Errors
/// If the database does not answer.
pub async fn resolve(conn: &mut Conn, asked: Asked) -> Result<Moment, Failure> {
    let known = match asked.known_at {
        None => None,
        Some(at) => {
            feed::settle(conn, at).await?;
            Some(feed::head_at(conn, at).await?)
        }
    };
    Ok(Moment { day: asked.day, known })
}

fn bad_cursor(detail: &str) -> Problem {
    Problem::new(Kind::BadCursor, detail)
}

fn encode(place: &Place) -> String {
    // A value of plain fields always serializes.
    URL_SAFE_NO_PAD.encode(serde_json::to_vec(place).unwrap_or_default())
}

fn decode(text: &str) -> Option<Place> {
    serde_json::from_slice(&URL_SAFE_NO_PAD.decode(text).ok()?).ok()
}
