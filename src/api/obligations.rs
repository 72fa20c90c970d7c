//! Obligations over HTTP: the list, and with `timeliness=overdue` the overdue query.

use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse};

use super::export::{self, List};
use super::respond::{self, Page};
use crate::app::AppState;
use crate::db::moment::{Listing, Sort};
use crate::db::obligations::{self, ObligationRow};
use crate::domain::timeliness::Timeliness;
use crate::error::{Problem, ProblemBody};
use crate::reading::known::Named;
use crate::reading::orders::OF_OBLIGATIONS;
use crate::reading::page::{self, PageRequest};
use crate::reading::parameters::{self, EXPORT, FILTERS};
use crate::reading::query::Query;
use crate::reading::views::{ObligationListItem, obligation_list};
use crate::reports::export::Export;

/// Lists obligations.
///
/// With `timeliness=overdue` these are the obligations that are overdue on the day, the oldest due
/// day first.
///
/// With `format=csv`, or `Accept: text/csv`, all of them come in one file, one a row.
///
/// # Errors
/// 400 for a bad parameter or cursor.
#[utoipa::path(get, path = "/api/v1/obligations", tag = "Reading",
    params(parameters::Filters, parameters::Export),
    responses((status = 200, content(
            (Page<ObligationListItem> = "application/json"),
            (String = "text/csv"),
        )),
        (status = "4XX", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn list(request: HttpRequest, state: Data<AppState>) -> Result<HttpResponse, Problem> {
    let mut query = Query::read(request.query_string(), &[FILTERS, EXPORT].concat());
    let filter = query.filter();
    let is_overdue = filter.timeliness == [Timeliness::Overdue];
    let sort = query.sort(OF_OBLIGATIONS, if is_overdue { Sort::Due } else { Sort::Code });
    if let Some(language) = export::asked(&mut query, &request) {
        let asked = page::asked(&mut query, &state);
        query.end()?;
        let moment = state.db.read(async |conn| {
            Named::from(&filter).check(conn).await?;
            page::resolve(conn, asked).await
        });
        let moment = moment.await?;
        let export = Export { filter, moment, sort, language };
        return export::stream(&state, List::Obligations, export).await;
    }
    let today = state.settings.today();
    let page =
        PageRequest::read(&mut query, request.path(), today, |after| sort.takes(&after.key))?;
    query.end()?;
    let found = state.db.read(async |conn| {
        Named::from(&filter).check(conn).await?;
        let moment = page.moment(conn).await?;
        let listing =
            Listing { filter: &filter, moment, sort, after: page.after(), limit: page.fetch() };
        let mut rows = obligations::list(conn, &listing).await?;
        let next = page.cut(&mut rows, moment, ObligationRow::after);
        Ok(Page { items: obligation_list(conn, &rows, moment).await?, next })
    });
    respond::page(&request, &found.await?)
}
