//! The obligation that an update is about, with all that was said about it.

use uuid::Uuid;

use crate::actions::file_update::About;
use crate::app::AppState;
use crate::db::connect::Failure;
use crate::db::filter::Moment;
use crate::db::{Conn, commitments, parties, updates};
use crate::domain::status::UpdateStatus;
use crate::error::Problem;
use crate::reading::views::{ObligationView, TextsView, items};
use crate::records::update::Update;

/// What a form is about.
pub struct Subject {
    pub code: String,
    pub title: TextsView,
    pub obligation: ObligationView,
    /// The party's name.
    pub party: TextsView,
    /// The last filed first.
    pub updates: Vec<Update>,
}

impl Subject {
    /// Finds it as of a moment.
    ///
    /// # Errors
    /// 404 if nothing is owed so.
    pub async fn find(state: &AppState, about: &About, moment: Moment) -> Result<Self, Problem> {
        state.db.read(async |conn| find(conn, about, moment).await).await
    }

    /// The updates that were filed after one; after none, all.
    #[must_use]
    pub fn since(&self, last: Option<Uuid>) -> Vec<Update> {
        self.updates.iter().take_while(|update| Some(update.id) != last).cloned().collect()
    }

    /// What an update says.
    #[must_use]
    pub fn status_of(&self, update: Option<Uuid>) -> Option<UpdateStatus> {
        let found = self.updates.iter().find(|one| Some(one.id) == update);
        found.map(|update| update.status)
    }
}

async fn find(conn: &mut Conn, about: &About, moment: Moment) -> Result<Subject, Failure> {
    let About { code, party, occurrence } = about;
    let nothing = || Problem::not_found(format!("{party} owes nothing under {code}."));
    let record = commitments::find_at(conn, code, moment).await?.ok_or_else(nothing)?;
    let item = items(conn, vec![record], moment).await?.pop().ok_or_else(nothing)?;
    let obligation = item
        .obligations
        .into_iter()
        .find(|one| one.party == *party && one.occurrence == *occurrence)
        .ok_or_else(nothing)?;
    Ok(Subject {
        code: item.code,
        title: item.title,
        party: parties::find(conn, party).await?.map(|one| one.name.0).unwrap_or_default(),
        updates: updates::of_obligation(conn, obligation.id).await?,
        obligation,
    })
}
