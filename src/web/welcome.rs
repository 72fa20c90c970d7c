//! A password is chosen, by a link that works once.

use actix_web::http::StatusCode;
use actix_web::web::{Data, Path, Payload};
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;

use super::answer::{page, page_with};
use super::form::Form;
use super::frame::Frame;
use super::sign_in::{begin, place};
use super::visitor::Visitor;
use crate::actions::set_password::{set_password, whose};
use crate::app::AppState;
use crate::domain::password::{Password, PasswordFault, SHORTEST};
use crate::error::Problem;

#[derive(Template)]
#[template(path = "web/welcome.html")]
struct WelcomePage {
    frame: Frame,
    /// Whose password it is.
    name: String,
    rule: String,
    fault: Option<String>,
}

impl WelcomePage {
    fn new(frame: Frame, name: String, fault: Option<PasswordFault>) -> Self {
        let key = fault.map(|fault| match fault {
            PasswordFault::TooShort => "web-password-too-short",
            PasswordFault::TooLong => "web-password-too-long",
            PasswordFault::TooEasy => "web-password-too-easy",
            PasswordFault::Differs => "web-password-differs",
        });
        let rule = frame.n("web-password-rule", i64::try_from(SHORTEST).unwrap_or_default());
        Self { fault: key.map(|key| frame.t(key)), frame, name, rule }
    }
}

/// The form.
///
/// # Errors
/// 404 if the link is no good any more.
pub async fn show(
    request: HttpRequest,
    state: Data<AppState>,
    link: Path<String>,
) -> Result<HttpResponse, Problem> {
    let frame = Frame::bare(Visitor::of(&request)?, &state, request.path());
    let (user, _) = state.db.read(async |conn| whose(conn, &link).await).await?;
    page(&request, &WelcomePage::new(frame, user.name, None))
}

/// Sets the password and signs in.
///
/// # Errors
/// 404 if the link is no good any more; a bad password shows the form again.
pub async fn choose(
    request: HttpRequest,
    state: Data<AppState>,
    link: Path<String>,
    payload: Payload,
) -> Result<HttpResponse, Problem> {
    let visitor = Visitor::of(&request)?;
    let form = Form::read(&request, &state, &visitor, payload).await?;
    let (user, _) = state.db.read(async |conn| whose(conn, &link).await).await?;
    let chosen = Password::choose(form.raw("password"), form.raw("again"), &user.name);
    let password = match chosen {
        Ok(password) => password,
        Err(fault) => {
            let frame = Frame::bare(visitor, &state, request.path());
            let shown = WelcomePage::new(frame, user.name, Some(fault));
            return page_with(&request, StatusCode::UNPROCESSABLE_ENTITY, &shown);
        }
    };
    let hash = tokio::task::spawn_blocking(move || password.hash()).await;
    let hash = hash.map_err(Problem::internal)?.map_err(Problem::internal)?;
    let place = place(&request);
    let set = async |conn: &mut _| set_password(conn, &link, &hash, &place).await;
    let session = state.db.write_silently(set).await?;
    Ok(begin(&session, "/?said=password-set"))
}
