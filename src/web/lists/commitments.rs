//! The list of what was promised.

use std::collections::BTreeMap;

use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;
use chrono::NaiveDate;
use uuid::Uuid;

use super::around::{Around, Found};
use super::asked::{Asked, parameters, tidied};
use super::cells::{days_overdue, due_on, is_pressing, owing};
use super::columns::{Column, CommitmentColumn};
use super::names::{Names, Title};
use super::since::{Since, Standing};
use crate::app::AppState;
use crate::db::commitments::{self, CommitmentRow};
use crate::db::connect::Failure;
use crate::db::filter::Moment;
use crate::db::moment::Sort;
use crate::db::{Conn, obligations};
use crate::domain::rollup::{item_timeliness, rollup};
use crate::domain::status::Status;
use crate::error::Problem;
use crate::reading::orders::OF_COMMITMENTS;
use crate::reading::views::{Item, items};
use crate::web::answer::{page, see};
use crate::web::frame::{Frame, Place};

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
    /// None where nobody owes it.
    rollup: Option<Rollup>,
    /// In words.
    timeliness: String,
    due_on: Option<NaiveDate>,
    is_pressing: bool,
    days_overdue: Option<i64>,
    since: Option<Since>,
}

/// The status of a commitment that somebody owes.
struct Rollup {
    status: Status,
}

/// What was promised.
///
/// # Errors
/// 400 for a bad parameter or place.
pub async fn show(request: HttpRequest, state: Data<AppState>) -> Result<HttpResponse, Problem> {
    if let Some(address) = tidied(&request) {
        return Ok(see(&address));
    }
    let (mut frame, query) = Frame::read(&request, &state, Place::Commitments, &parameters())?;
    let asked =
        Asked::<CommitmentColumn>::read(&request, &state, query, OF_COMMITMENTS, |_| Sort::Code)?;
    let language = frame.language();
    let (mut names, found, then, next) = state
        .db
        .read(async |conn| {
            let listing = asked.listing(conn).await?;
            let moment = listing.moment;
            let mut rows = commitments::list(conn, &listing).await?;
            let next = asked.page.cut(&mut rows, moment, CommitmentRow::after);
            let ids: Vec<Uuid> = rows.iter().map(|row| row.record.id).collect();
            let records = rows.into_iter().map(|row| row.record).collect();
            let found = items(conn, records, moment).await?;
            let earlier = frame.compare_to.map(|day| Moment { day, ..moment });
            let then = standings(conn, &ids, earlier).await?;
            Ok((Names::read(conn, language, &asked.filter.declarations).await?, found, then, next))
        })
        .await?;
    names.arrange(frame.order);
    frame.day = asked.page.day();
    let rows: Vec<Promised> =
        found.into_iter().map(|item| promised(&frame, &names, item, &then)).collect();
    let found = Found { since: rows.iter().map(|row| row.since.as_ref()).collect(), next };
    let around = Around::new(&request, &frame, &names, &asked, found, OF_COMMITMENTS);
    let columns = asked.columns;
    page(&request, &CommitmentsPage { frame, around, columns, rows, names })
}

/// How commitments stood at another moment, by their codes, if there is one to compare with.
async fn standings(
    conn: &mut Conn,
    ids: &[Uuid],
    earlier: Option<Moment>,
) -> Result<BTreeMap<String, Standing>, Failure> {
    let Some(earlier) = earlier else { return Ok(BTreeMap::new()) };
    let owed = obligations::of_commitments(conn, ids, earlier).await?;
    let mut of: BTreeMap<String, (Vec<_>, Vec<_>)> = BTreeMap::new();
    for row in owed {
        let timeliness = row.due().timeliness(earlier.day);
        let (statuses, timings) = of.entry(row.code).or_default();
        statuses.push((row.role, row.status));
        timings.push((row.role, timeliness));
    }
    let standing = |(code, (statuses, timings))| {
        let (status, timeliness) = (rollup(statuses), item_timeliness(timings));
        (code, Standing { status, timeliness })
    };
    Ok(of.into_iter().map(standing).collect())
}

fn promised(
    frame: &Frame,
    names: &Names,
    item: Item,
    then: &BTreeMap<String, Standing>,
) -> Promised {
    let now = Standing { status: item.status, timeliness: item.timeliness };
    Promised {
        address: frame.item(&item.code),
        title: Title::pick(frame.language(), &item.title),
        owing: owing(&item, names),
        rollup: item.status.map(|status| Rollup { status }),
        timeliness: item
            .timeliness
            .map_or_else(|| "—".to_owned(), |one| frame.term("timeliness", one)),
        due_on: due_on(&item),
        is_pressing: is_pressing(item.deadline.as_ref()),
        days_overdue: days_overdue(&item),
        since: then.get(&item.code).and_then(|then| Since::between(frame, *then, now)),
        item,
    }
}
