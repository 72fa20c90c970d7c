//! The list of what is owed, and by whom.

use std::collections::BTreeMap;

use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;
use uuid::Uuid;

use super::around::{Around, Found};
use super::asked::{Asked, parameters, tidied};
use super::cells::is_pressing;
use super::columns::{Column, ObligationColumn};
use super::names::{Names, Title};
use super::since::{Since, Standing};
use crate::actions::file_update::may_file;
use crate::app::AppState;
use crate::db::Conn;
use crate::db::connect::Failure;
use crate::db::filter::Moment;
use crate::db::moment::Sort;
use crate::db::obligations::{self, ObligationRow};
use crate::domain::timeliness::Timeliness;
use crate::error::Problem;
use crate::reading::orders::OF_OBLIGATIONS;
use crate::reading::views::{ObligationListItem, ObligationView, obligation_list};
use crate::web::answer::{page, see};
use crate::web::frame::{Frame, Place};

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
    since: Option<Since>,
}

/// Whether a row can be chosen, and is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Pick {
    No,
    Offered,
    Chosen,
}

/// What is owed, and by whom.
///
/// # Errors
/// 400 for a bad parameter or place.
pub async fn show(request: HttpRequest, state: Data<AppState>) -> Result<HttpResponse, Problem> {
    if let Some(address) = tidied(&request) {
        return Ok(see(&address));
    }
    let (mut frame, query) = Frame::read(&request, &state, Place::Obligations, &parameters())?;
    let asked =
        Asked::<ObligationColumn>::read(&request, &state, query, OF_OBLIGATIONS, |filter| {
            // As the API has it: what is overdue comes with the oldest due day first.
            if filter.timeliness == [Timeliness::Overdue] { Sort::Due } else { Sort::Code }
        })?;
    let language = frame.language();
    let (mut names, items, then, next) = state
        .db
        .read(async |conn| {
            let listing = asked.listing(conn).await?;
            let moment = listing.moment;
            let mut rows = obligations::list(conn, &listing).await?;
            let next = asked.page.cut(&mut rows, moment, ObligationRow::after);
            let items = obligation_list(conn, &rows, moment).await?;
            let earlier = frame.compare_to.map(|day| Moment { day, ..moment });
            let then = standings(conn, &rows, earlier).await?;
            Ok((Names::read(conn, language, &asked.filter.declarations).await?, items, then, next))
        })
        .await?;
    names.arrange(frame.order);
    frame.day = asked.page.day();
    let rows = rows(&frame, items, &then, asked.is_all_chosen);
    let found = Found { since: rows.iter().map(|row| row.since.as_ref()).collect(), next };
    let around = Around::new(&request, &frame, &names, &asked, found, OF_OBLIGATIONS);
    let can_choose = rows.iter().any(|row| row.pick != Pick::No);
    let all_chosen = all_chosen(&frame);
    let columns = asked.columns;
    page(&request, &ObligationsPage { frame, around, columns, rows, names, can_choose, all_chosen })
}

/// How the rows stood at another moment, if there is one to compare with.
async fn standings(
    conn: &mut Conn,
    rows: &[ObligationRow],
    earlier: Option<Moment>,
) -> Result<BTreeMap<Uuid, Standing>, Failure> {
    let Some(earlier) = earlier else { return Ok(BTreeMap::new()) };
    let ids: Vec<Uuid> = rows.iter().map(|row| row.id).collect();
    let found = obligations::these(conn, &ids, earlier).await?;
    let standing = |row: &ObligationRow| Standing {
        status: Some(row.status),
        timeliness: Some(row.due().timeliness(earlier.day)),
    };
    Ok(found.iter().map(|row| (row.id, standing(row))).collect())
}

fn rows(
    frame: &Frame,
    items: Vec<ObligationListItem>,
    then: &BTreeMap<Uuid, Standing>,
    is_all_chosen: bool,
) -> Vec<Owed> {
    let mut before = String::new();
    let row = |item: ObligationListItem| {
        let code = item.commitment.code.clone();
        let is_again = std::mem::replace(&mut before, code) == item.commitment.code;
        let owed = &item.obligation;
        let since = then.get(&owed.id).and_then(|then| Since::between(frame, *then, now(owed)));
        Owed {
            address: frame.item(&item.commitment.code),
            title: Title::pick(frame.language(), &item.commitment.title),
            timeliness: frame.term("timeliness", owed.timeliness),
            is_pressing: is_pressing(item.commitment.deadline.as_ref()),
            is_again,
            pick: pick(frame, &owed.party, is_all_chosen),
            since,
            item,
        }
    };
    items.into_iter().map(row).collect()
}

fn now(owed: &ObligationView) -> Standing {
    Standing { status: Some(owed.status), timeliness: Some(owed.timeliness) }
}

fn pick(frame: &Frame, party: &str, is_all_chosen: bool) -> Pick {
    match frame.caller.as_ref().map(|caller| may_file(caller, party)) {
        Some(Ok(_)) if is_all_chosen => Pick::Chosen,
        Some(Ok(_)) => Pick::Offered,
        Some(Err(_)) | None => Pick::No,
    }
}

/// This page of the list with every row of it chosen.
fn all_chosen(frame: &Frame) -> String {
    let mut pairs = frame.pairs_without(&["said", "selected"]);
    pairs.push(("selected".to_owned(), "all".to_owned()));
    frame.with_pairs(&pairs)
}
