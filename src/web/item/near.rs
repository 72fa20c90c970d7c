//! Where no item is of a code: those that somebody may have meant.

use actix_web::http::StatusCode;
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;

use super::facts::Link;
use crate::app::AppState;
use crate::db::commitments;
use crate::error::Problem;
use crate::web::answer::page_with;
use crate::web::frame::Frame;

/// How many are suggested.
const MOST: i64 = 6;

#[derive(Template)]
#[template(path = "web/item_missing.html")]
struct MissingPage {
    frame: Frame,
    /// As it was asked for.
    code: String,
    near: Vec<Link>,
    /// Whether there was one, which somebody deleted.
    is_deleted: bool,
}

/// The page, with 404.
pub(super) async fn page(
    request: &HttpRequest,
    state: &AppState,
    frame: Frame,
    code: &str,
) -> Result<HttpResponse, Problem> {
    let place = place(code);
    let (near, is_deleted) = state
        .db
        .read(async |conn| {
            let near = match &place {
                Some((prefix, section, paragraph)) => {
                    commitments::near(conn, prefix, *section, *paragraph, MOST).await?
                }
                None => Vec::new(),
            };
            let found = commitments::find(conn, code).await?;
            Ok((near, found.is_some_and(|item| item.deleted_at.is_some())))
        })
        .await?;
    let link = |one: commitments::Named| Link {
        address: frame.link(&format!("/commitments/{}", one.code)),
        text: one.code,
        note: frame.language().pick(&one.title).to_owned(),
    };
    let near = near.into_iter().map(link).collect();
    let page = MissingPage { near, code: code.to_owned(), is_deleted, frame };
    page_with(request, StatusCode::NOT_FOUND, &page)
}

/// What a code says of its place: the prefix, section and paragraph of `AST25-12.7b`, however it
/// is written.
fn place(code: &str) -> Option<(String, i32, i32)> {
    let (prefix, rest) = code.trim().rsplit_once(['-', '_', ' '])?;
    let mut numbers = rest.split(|c: char| !c.is_ascii_digit()).filter(|part| !part.is_empty());
    let section = numbers.next()?.parse().ok()?;
    let paragraph = numbers.next().and_then(|part| part.parse().ok()).unwrap_or(1);
    Some((prefix.to_owned(), section, paragraph))
}

#[cfg(test)]
mod tests {
    use super::place;

    #[test]
    fn a_code_that_is_mistyped_still_says_where_it_stands() {
        let wanted = |section, paragraph| Some(("AST25".to_owned(), section, paragraph));
        assert_eq!(place("AST25-12.7b"), wanted(12, 7));
        assert_eq!(place(" AST25-12,7"), wanted(12, 7));
        assert_eq!(place("AST25-12"), wanted(12, 1));
        assert_eq!(place("AST25-x"), None);
        assert_eq!(place("AST25-99999999999.1"), None);
        assert_eq!(place("12.7b"), None);
    }
}
