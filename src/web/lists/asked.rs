//! What the address of a list asks for.

use actix_web::HttpRequest;
use url::form_urlencoded;

use super::columns::{Column, shown};
use crate::app::AppState;
use crate::db::Conn;
use crate::db::connect::Failure;
use crate::db::filter::Filter;
use crate::db::moment::{Listing, Sort};
use crate::error::Problem;
use crate::reading::known::Named;
use crate::reading::page::PageRequest;
use crate::reading::parameters::{FILTERS, Parameter};
use crate::reading::query::Query;

/// How many rows a page has where nothing is said.
const USUAL_LIMIT: &str = "100";

/// What the pages take besides what the API takes.
const SHOWN: &[Parameter] = &[
    Parameter::text("columns", "The columns to show."),
    Parameter::text("selected", "all, to have every row of the page chosen."),
];

/// The orders of a list, by their words.
pub(super) type Orders = &'static [(&'static str, Sort)];

/// What an address asks for.
pub(super) struct Asked<C> {
    pub filter: Filter,
    pub sort: Sort,
    /// The words of the order, and of the one that the list has where nothing is said.
    pub sort_words: (&'static str, &'static str),
    pub columns: Vec<C>,
    pub page: PageRequest,
    pub is_all_chosen: bool,
}

/// What the address of a list can have.
pub(super) fn parameters() -> Vec<Parameter> {
    [FILTERS, SHOWN].concat()
}

impl<C: Column> Asked<C> {
    /// Reads it; `usual` says in which order a list comes for which nothing is said.
    ///
    /// # Errors
    /// 400 for a bad parameter or place.
    pub(super) fn read(
        request: &HttpRequest,
        state: &AppState,
        mut query: Query,
        orders: Orders,
        usual: impl FnOnce(&Filter) -> Sort,
    ) -> Result<Self, Problem> {
        let filter = query.filter();
        let usual = usual(&filter);
        let sort = query.sort(orders, usual);
        let word =
            |sort: Sort| orders.iter().find(|(_, one)| *one == sort).map_or("", |(word, _)| word);
        let chosen: Vec<C> = query.terms("columns");
        let is_all_chosen = query.text("selected").is_some_and(|word| word == "all");
        query.by_default("limit", USUAL_LIMIT);
        let today = state.settings.today();
        let page =
            PageRequest::read(&mut query, request.path(), today, |after| sort.takes(&after.key))?;
        query.end()?;
        Ok(Self {
            filter,
            sort,
            sort_words: (word(sort), word(usual)),
            columns: shown(&chosen),
            page,
            is_all_chosen,
        })
    }

    /// The rows to be read, once all that the filter names is known to be there.
    ///
    /// # Errors
    /// 400 for what is not there, or if the database does not answer.
    pub(super) async fn listing(&self, conn: &mut Conn) -> Result<Listing<'_>, Failure> {
        let Self { filter, sort, page, .. } = self;
        Named::from(filter).check(conn).await?;
        let moment = page.moment(conn).await?;
        Ok(Listing { filter, moment, sort: *sort, after: page.after(), limit: page.fetch() })
    }
}

/// The address as it is written here, where a form wrote it otherwise: forms send what was left
/// empty, and repeat the name of what was chosen several times.
pub(super) fn tidied(request: &HttpRequest) -> Option<String> {
    let query = request.query_string();
    let mut pairs: Vec<(String, String)> = Vec::new();
    let mut is_tidy = true;
    for (name, value) in form_urlencoded::parse(query.as_bytes()).into_owned() {
        if value.trim().is_empty() {
            is_tidy = false;
        } else if let Some((_, earlier)) = pairs.iter_mut().find(|(other, _)| *other == name) {
            is_tidy = false;
            earlier.extend([",", &value]);
        } else {
            pairs.push((name, value));
        }
    }
    if is_tidy {
        return None;
    }
    let query = form_urlencoded::Serializer::new(String::new()).extend_pairs(&pairs).finish();
    let path = request.path();
    Some(if query.is_empty() { path.to_owned() } else { format!("{path}?{query}") })
}
