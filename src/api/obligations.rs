//! Obligations over HTTP: the list, and with `timeliness=overdue` the overdue query.

use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse};

use super::page::PageRequest;
use super::parameters::{self, FILTERS};
use super::query::Query;
use super::respond::{self, Page};
use super::views::{ObligationListItem, obligation_list};
use crate::app::AppState;
use crate::db::moment::{Listing, Sort};
use crate::db::obligations::{self, ObligationRow};
use crate::domain::timeliness::Timeliness;
use crate::error::{Problem, ProblemBody};

/// The orders of the list.
pub const SORTS: &[(&str, Sort)] = &[
    ("code", Sort::Code),
    ("due_on", Sort::Due),
    ("-due_on", Sort::DueDescending),
    ("-changed_at", Sort::ChangedDescending),
];

/// Lists obligations.
///
/// With `timeliness=overdue` these are the obligations that are overdue on the day, the oldest due
/// day first.
///
/// # Errors
/// 400 for a bad parameter or cursor.
#[utoipa::path(get, path = "/api/v1/obligations", tag = "Reading",
    params(parameters::Filters),
    responses((status = 200, body = Page<ObligationListItem>),
        (status = "4XX", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn list(request: HttpRequest, state: Data<AppState>) -> Result<HttpResponse, Problem> {
    let mut query = Query::read(request.query_string(), FILTERS);
    let filter = query.filter();
    let is_overdue = filter.timeliness == [Timeliness::Overdue];
    let sort = query.sort(SORTS, if is_overdue { Sort::Due } else { Sort::Code });
    let today = state.settings.today();
    let page =
        PageRequest::read(&mut query, request.path(), today, |after| sort.takes(&after.key))?;
    query.end()?;
    let found = state.db.read(async |conn| {
        let moment = page.moment(conn).await?;
        let listing =
            Listing { filter: &filter, moment, sort, after: page.after(), limit: page.fetch() };
        let mut rows = obligations::list(conn, &listing).await?;
        let next = page.cut(&mut rows, moment, ObligationRow::after);
        Ok(Page { items: obligation_list(conn, &rows, moment).await?, next })
    });
    respond::page(&request, &found.await?)
}
