//! The lists of commitments and of what is owed: filters, order, columns and pages by the address.

mod cells;
mod columns;
mod copies;
mod filters;
pub(super) mod names;

use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;
use chrono::NaiveDate;
use url::form_urlencoded;

use self::cells::{days_overdue, due_on, is_pressing, owing};
use self::columns::{Column, CommitmentColumn, Heading, ObligationColumn, headings, shown};
use self::copies::Copies;
use self::filters::{Choice, Choices, Filters, column_choices, order_choices};
use self::names::{Names, Title};
use super::answer::{page, see};
use super::frame::{Frame, Place};
use crate::actions::file_update::may_file;
use crate::app::AppState;
use crate::db::commitments::{self, CommitmentRow};
use crate::db::filter::Filter;
use crate::db::moment::{Listing, Sort};
use crate::db::obligations::{self, ObligationRow};
use crate::domain::status::Status;
use crate::domain::timeliness::Timeliness;
use crate::error::Problem;
use crate::reading::orders::{OF_COMMITMENTS, OF_OBLIGATIONS};
use crate::reading::page::PageRequest;
use crate::reading::parameters::{FILTERS, Parameter};
use crate::reading::query::Query;
use crate::reading::views::{Item, ObligationListItem, items, obligation_list};

/// How many rows a page has where nothing is said.
const USUAL_LIMIT: &str = "100";

/// What the pages take besides what the API takes.
const SHOWN: &[Parameter] = &[
    Parameter::text("columns", "The columns to show."),
    Parameter::text("selected", "all, to have every row of the page chosen."),
];

/// What stands around the rows of either list.
struct Around {
    path: String,
    filters: Filters,
    columns: Choices,
    orders: Vec<Choice>,
    headings: Vec<Heading>,
    copies: Copies,
    /// How many rows these are, in words.
    count: String,
    /// The page after this one.
    next: Option<String>,
    /// The first page, where this is another.
    first: Option<String>,
}

#[derive(Template)]
#[template(path = "web/obligations.html")]
struct ObligationsPage {
    frame: Frame,
    around: Around,
    columns: Vec<ObligationColumn>,
    rows: Vec<Owed>,
    names: Names,
    /// Whether the reader may choose rows to update.
    can_choose: bool,
    /// This page with every row chosen.
    all_chosen: String,
}

/// A row of the list of obligations.
struct Owed {
    address: String,
    title: Title,
    item: ObligationListItem,
    timeliness: String,
    is_pressing: bool,
    /// Whether the row before is of the same commitment.
    is_again: bool,
    pick: Pick,
}

/// Whether a row can be chosen, and is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Pick {
    No,
    Offered,
    Chosen,
}

#[derive(Template)]
#[template(path = "web/commitments.html")]
struct CommitmentsPage {
    frame: Frame,
    around: Around,
    columns: Vec<CommitmentColumn>,
    rows: Vec<Promised>,
    names: Names,
}

/// A row of the list of commitments.
struct Promised {
    address: String,
    title: Title,
    item: Item,
    owing: String,
    standing: Option<Standing>,
    /// In words.
    timeliness: String,
    due_on: Option<NaiveDate>,
    is_pressing: bool,
    days_overdue: Option<i64>,
}

/// The status of a commitment that somebody owes.
struct Standing {
    status: Status,
}

/// What an address asks for.
struct Asked<C> {
    filter: Filter,
    sort: Sort,
    /// The words of the order, and of the one that the list has where nothing is said.
    sort_words: (&'static str, &'static str),
    columns: Vec<C>,
    page: PageRequest,
    is_all_chosen: bool,
}

/// What is owed, and by whom.
///
/// # Errors
/// 400 for a bad parameter or place.
pub async fn obligations(
    request: HttpRequest,
    state: Data<AppState>,
) -> Result<HttpResponse, Problem> {
    if let Some(address) = tidied(&request) {
        return Ok(see(&address));
    }
    let (mut frame, query) = Frame::read(&request, &state, Place::Obligations, &parameters())?;
    let asked = read::<ObligationColumn>(&request, &state, query, OF_OBLIGATIONS, |filter| {
        // As the API has it: what is overdue comes with the oldest due day first.
        if filter.timeliness == [Timeliness::Overdue] { Sort::Due } else { Sort::Code }
    })?;
    let Asked { filter, sort, page: place, .. } = &asked;
    let language = frame.language();
    let (mut names, items, next) = state
        .db
        .read(async |conn| {
            let moment = place.moment(conn).await?;
            let (after, limit) = (place.after(), place.fetch());
            let listing = Listing { filter, moment, sort: *sort, after, limit };
            let mut rows = obligations::list(conn, &listing).await?;
            let next = place.cut(&mut rows, moment, ObligationRow::after);
            let items = obligation_list(conn, &rows, moment).await?;
            Ok((Names::read(conn, language, &filter.declarations).await?, items, next))
        })
        .await?;
    names.arrange(frame.order);
    frame.day = place.day();
    let caller = frame.caller.as_ref();
    let mut before = String::new();
    let rows: Vec<Owed> = items
        .into_iter()
        .map(|item| {
            let code = item.commitment.code.clone();
            let is_again = std::mem::replace(&mut before, code) == item.commitment.code;
            let party = &item.obligation.party;
            let pick = match caller.map(|caller| may_file(caller, party)) {
                Some(Ok(_)) if asked.is_all_chosen => Pick::Chosen,
                Some(Ok(_)) => Pick::Offered,
                Some(Err(_)) | None => Pick::No,
            };
            Owed {
                address: frame.link(&format!("/commitments/{}", item.commitment.code)),
                title: Title::pick(language, &item.commitment.title),
                timeliness: frame.term("timeliness", item.obligation.timeliness),
                is_pressing: is_pressing(item.commitment.deadline.as_ref()),
                is_again,
                pick,
                item,
            }
        })
        .collect();
    let around = Around::new(&request, &frame, &names, &asked, (rows.len(), next), OF_OBLIGATIONS);
    let can_choose = rows.iter().any(|row| row.pick != Pick::No);
    let all_chosen = all_chosen(&frame);
    let columns = asked.columns;
    page(&request, &ObligationsPage { frame, around, columns, rows, names, can_choose, all_chosen })
}

/// What was promised.
///
/// # Errors
/// 400 for a bad parameter or place.
pub async fn commitments(
    request: HttpRequest,
    state: Data<AppState>,
) -> Result<HttpResponse, Problem> {
    if let Some(address) = tidied(&request) {
        return Ok(see(&address));
    }
    let (mut frame, query) = Frame::read(&request, &state, Place::Commitments, &parameters())?;
    let asked = read::<CommitmentColumn>(&request, &state, query, OF_COMMITMENTS, |_| Sort::Code)?;
    let Asked { filter, sort, page: place, .. } = &asked;
    let language = frame.language();
    let (mut names, found, next) = state
        .db
        .read(async |conn| {
            let moment = place.moment(conn).await?;
            let (after, limit) = (place.after(), place.fetch());
            let listing = Listing { filter, moment, sort: *sort, after, limit };
            let mut rows = commitments::list(conn, &listing).await?;
            let next = place.cut(&mut rows, moment, CommitmentRow::after);
            let records = rows.into_iter().map(|row| row.record).collect();
            let found = items(conn, records, moment).await?;
            Ok((Names::read(conn, language, &filter.declarations).await?, found, next))
        })
        .await?;
    names.arrange(frame.order);
    frame.day = place.day();
    let rows: Vec<Promised> = found
        .into_iter()
        .map(|item| Promised {
            address: frame.link(&format!("/commitments/{}", item.code)),
            title: Title::pick(language, &item.title),
            owing: owing(&item, &names),
            standing: item.status.map(|status| Standing { status }),
            timeliness: item
                .timeliness
                .map_or_else(|| "—".to_owned(), |one| frame.term("timeliness", one)),
            due_on: due_on(&item),
            is_pressing: is_pressing(item.deadline.as_ref()),
            days_overdue: days_overdue(&item),
            item,
        })
        .collect();
    let around = Around::new(&request, &frame, &names, &asked, (rows.len(), next), OF_COMMITMENTS);
    let columns = asked.columns;
    page(&request, &CommitmentsPage { frame, around, columns, rows, names })
}

fn parameters() -> Vec<Parameter> {
    [FILTERS, SHOWN].concat()
}

/// The address as it is written here, where a form wrote it otherwise: forms send what was left
/// empty, and repeat the name of what was chosen several times.
fn tidied(request: &HttpRequest) -> Option<String> {
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

fn read<C: Column>(
    request: &HttpRequest,
    state: &AppState,
    mut query: Query,
    orders: &'static [(&'static str, Sort)],
    usual: impl FnOnce(&Filter) -> Sort,
) -> Result<Asked<C>, Problem> {
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
    Ok(Asked {
        filter,
        sort,
        sort_words: (word(sort), word(usual)),
        columns: shown(&chosen),
        page,
        is_all_chosen,
    })
}

/// This page of the list with every row of it chosen.
fn all_chosen(frame: &Frame) -> String {
    let mut pairs = frame.pairs_without(&["said", "selected"]);
    pairs.push(("selected".to_owned(), "all".to_owned()));
    frame.with_pairs(&pairs)
}

impl Around {
    /// `found` is how many rows the page has, and the place of the next one.
    fn new<C: Column>(
        request: &HttpRequest,
        frame: &Frame,
        names: &Names,
        asked: &Asked<C>,
        found: (usize, Option<String>),
        orders: &[(&'static str, Sort)],
    ) -> Self {
        let (rows, next) = found;
        let is_first = asked.page.after().is_none();
        let count = match (is_first, next.is_some()) {
            (true, false) => frame.n("web-list-count-all", rows as u64),
            (true, true) => frame.n("web-list-count-first", rows as u64),
            (false, true) => frame.n("web-list-count-more", rows as u64),
            (false, false) => frame.n("web-list-count-last", rows as u64),
        };
        let path = request.path();
        let (sort, usual) = asked.sort_words;
        let words: Vec<&str> = orders.iter().map(|(word, _)| *word).collect();
        Self {
            path: path.to_owned(),
            filters: Filters::new(frame, names),
            columns: column_choices(frame, &asked.columns),
            orders: order_choices(frame, &words, sort, usual),
            headings: headings(frame, &asked.columns, sort),
            copies: Copies::new(request, frame, path.trim_start_matches('/'), asked.page.limit),
            count,
            next: next.map(|cursor| frame.here("cursor", &cursor)),
            first: (!is_first).then(|| frame.here("cursor", "")),
        }
    }
}
