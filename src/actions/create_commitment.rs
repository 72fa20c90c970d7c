//! Add a commitment to a declaration.

use diesel::result::Error;

use super::draft::{Draft, Place, blank};
use super::standing;
use crate::db::connect::Failure;
use crate::db::{
    Conn, broken_constraint, changes, clock, commitments, declarations, obligations, parties,
};
use crate::domain::fault::Fault;
use crate::domain::user::Caller;
use crate::error::{Kind, Problem};
use crate::records::change::Change;
use crate::records::commitment::Commitment;
use crate::records::keys;

/// Adds the item under the next free letter of its paragraph, with its obligations.
///
/// # Errors
/// Invalid with every fault, or a conflict with another editor; nothing is then written.
pub async fn create_commitment(
    conn: &mut Conn,
    caller: &Caller,
    place: &Place,
    draft: &Draft,
) -> Result<Commitment, Failure> {
    let Some(declaration) = declarations::find(conn, &place.declaration).await? else {
        let fault = Fault::new("/declaration", "must be the slug of a known declaration");
        return Err(Problem::invalid(vec![fault]).into());
    };
    let known = parties::list(conn).await?;
    let faults = draft.faults(&declaration.languages, &known);
    if !faults.is_empty() {
        return Err(Problem::invalid(faults).into());
    }
    let letter = match commitments::last_in_paragraph(conn, place).await? {
        None => keys::letter(0),
        Some(last) => next_letter(&last)?,
    };
    let code = keys::code(&declaration.prefix, place.section, place.paragraph, &letter);
    let sort_key = keys::commitment(&place.declaration, place.section, place.paragraph, &letter);
    let item = blank(place, code, sort_key, draft);
    commitments::create(conn, &item).await.map_err(|error| refused(error, place))?;

    let at = clock::now(conn).await?;
    let owed = draft.changed_obligations(&item, &[], &known, at);
    let rows: Vec<_> = owed.iter().map(|one| (one, item.tracked)).collect();
    obligations::write(conn, &rows).await?;
    commitments::check_quotes(conn).await.map_err(|error| refused(error, place))?;
    standing::roll_up(conn, &[item.id]).await?;
    let all = std::iter::once(item.clone().into()).chain(owed.into_iter().map(Into::into));
    let all: Vec<Change> = all.map(Change::created).collect();
    changes::append(conn, &all, &caller.name, at).await?;
    Ok(item)
}

/// The letter after that of `code`. Letters may have gaps, since codes last.
fn next_letter(code: &str) -> Result<String, Problem> {
    let letter = code.trim_start_matches(|c: char| !c.is_ascii_lowercase());
    let next = keys::letter_place(letter).map(|place| keys::letter(i64::from(place) + 1));
    next.filter(|next| next.len() <= 2).ok_or_else(|| {
        Problem::new(Kind::Conflict, "The paragraph has as many items as it can have letters.")
    })
}

/// What a broken constraint means to the editor.
pub(super) fn refused(error: Error, place: &Place) -> Failure {
    let fault = match broken_constraint(&error) {
        Some("commitments_paragraph") => Fault::new(
            "/paragraph",
            format!("must be a paragraph of section {} of {}", place.section, place.declaration),
        ),
        Some("commitments_quote_exact") => Fault::new(
            "/quote",
            "must stand in the paragraph, to the letter, at the offset quote_start",
        ),
        Some("commitments_code_key" | "commitments_sort_key_key") => {
            let detail = "Somebody has just added an item to this paragraph; try again.";
            return Problem::new(Kind::Conflict, detail).into();
        }
        _ => return error.into(),
    };
    Problem::invalid(vec![fault]).into()
}
