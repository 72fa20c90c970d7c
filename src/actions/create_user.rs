//! Make a user.

use crate::db::connect::Failure;
use crate::db::users::{NewUser, User};
use crate::db::{Conn, broken_constraint, users};
use crate::domain::fault::Fault;
use crate::domain::user::NAME_RULE;
use crate::error::{Kind, Problem};

/// Makes a user. An analyst speaks for a party or group, and nobody else does.
///
/// # Errors
/// [`Problem`] of kind `Conflict` if the name is taken, of kind `Invalid` if the name cannot be
/// one, or the party is missing, unknown or not for this role; or if the database does not answer.
pub async fn create_user(conn: &mut Conn, user: &NewUser) -> Result<User, Failure> {
    users::create(conn, user).await.map_err(|error| explain(error, user))
}

/// A broken constraint in words.
fn explain(error: diesel::result::Error, user: &NewUser) -> Failure {
    let NewUser { name, role, party } = user;
    let invalid = |pointer, message: String| Problem::invalid(vec![Fault::new(pointer, message)]);
    let problem = match broken_constraint(&error) {
        Some("users_name_key") => {
            Problem::new(Kind::Conflict, format!("There is a user {name} already."))
        }
        Some("users_name_check") => invalid("/name", NAME_RULE.to_owned()),
        Some("users_party") => invalid(
            "/party",
            match party {
                None => format!("must name the party or group that the {role} speaks for"),
                Some(_) => format!("is for analysts only; a user of role {role} has none"),
            },
        ),
        Some("users_party_fkey") => invalid(
            "/party",
            format!("must be a known party or group, not {}", party.as_deref().unwrap_or_default()),
        ),
        _ => return error.into(),
    };
    problem.into()
}
