//! Signing in and out.

use actix_web::http::header::USER_AGENT;
use actix_web::web::{Data, Payload};
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;
use url::form_urlencoded;

use super::answer::{local, page, page_with, see};
use super::form::Form;
use super::frame::{self, Frame};
use super::visitor::{Visitor, no_session_cookie, session_cookie};
use crate::actions::sign_in::{self, DAYS, NewSession, Proof};
use crate::app::AppState;
use crate::db::sessions;
use crate::error::{Kind, Problem};
use crate::reading::parameters::Parameter;

/// Where the visitor wanted to go.
const TO: &[Parameter] = &[Parameter::text("to", "The page to go on to.")];

#[derive(Template)]
#[template(path = "web/sign_in.html")]
struct SignInPage {
    frame: Frame,
    to: String,
    /// What was typed, but for secrets.
    name: String,
    /// Why it did not work.
    fault: Option<String>,
}

/// The form.
///
/// # Errors
/// 400 for a bad parameter.
pub async fn show(request: HttpRequest, state: Data<AppState>) -> Result<HttpResponse, Problem> {
    form_or_on(&request, &state, |_| None)
}

/// The form, with what is wrong if something is; whoever is signed in is led on.
fn form_or_on(
    request: &HttpRequest,
    state: &AppState,
    fault: impl FnOnce(&Frame) -> Option<String>,
) -> Result<HttpResponse, Problem> {
    let (frame, mut query) = Frame::read(request, state, frame::Place::Elsewhere, TO)?;
    let to = local(query.text("to").as_deref()).to_owned();
    query.end()?;
    if frame.caller.is_some() {
        return Ok(see(&to));
    }
    let fault = fault(&frame);
    page(request, &SignInPage { frame, to, name: String::new(), fault })
}

/// Signs in, and leads on.
///
/// # Errors
/// What is wrong with the form itself; a wrong password shows the form again.
pub async fn sign_in(
    request: HttpRequest,
    state: Data<AppState>,
    payload: Payload,
) -> Result<HttpResponse, Problem> {
    let visitor = Visitor::of(&request)?;
    let form = Form::read(&request, &state, &visitor, payload).await?;
    let to = local(form.get("to")).to_owned();
    let name = form.get("name").unwrap_or_default().to_owned();
    let proof = match form.get("token") {
        Some(token) => Proof::Token(token.to_owned()),
        None => Proof::Password { name: name.clone(), password: form.raw("password").to_owned() },
    };
    match sign_in::sign_in(&state.db, &proof, &place(&request)).await {
        Ok(session) => {
            let to: String = form_urlencoded::byte_serialize(to.as_bytes()).collect();
            Ok(begin(&session, &format!("/sign-in/kept?to={to}")))
        }
        Err(problem) if matches!(problem.kind, Kind::Unauthenticated | Kind::TooMany) => {
            let frame = Frame::bare(visitor, &state, request.path());
            let key = match problem.kind {
                Kind::TooMany => "web-sign-in-too-many",
                _ => "web-sign-in-wrong",
            };
            let fault = Some(frame.t(key));
            page_with(&request, problem.kind.status(), &SignInPage { frame, to, name, fault })
        }
        Err(problem) => Err(problem),
    }
}

/// Whether the browser kept the cookie: over an insecure connection it keeps none, and would be
/// led back to the sign-in again and again without a word.
///
/// # Errors
/// 400 for a bad parameter.
pub async fn kept(request: HttpRequest, state: Data<AppState>) -> Result<HttpResponse, Problem> {
    form_or_on(&request, &state, |frame| Some(frame.t("web-sign-in-no-cookie")))
}

/// Signs out: here, or with `everywhere` in every browser.
///
/// # Errors
/// What is wrong with the form itself.
pub async fn sign_out(
    request: HttpRequest,
    state: Data<AppState>,
    payload: Payload,
) -> Result<HttpResponse, Problem> {
    let visitor = Visitor::of(&request)?;
    let form = Form::read(&request, &state, &visitor, payload).await?;
    if let (Some(caller), Some(session)) = (&visitor.caller, visitor.session) {
        let only = form.get("everywhere").is_none().then_some(session);
        state
            .db
            .write_silently(async |conn| Ok(sessions::end(conn, caller.user_id, only).await?))
            .await?;
    }
    let mut response = see("/?said=signed-out");
    let _ = response.add_cookie(&no_session_cookie());
    Ok(response)
}

/// Leads on with a session's cookie.
pub(super) fn begin(session: &NewSession, to: &str) -> HttpResponse {
    let mut response = see(to);
    // It fails only for a cookie that cannot be written.
    let _ = response.add_cookie(&session_cookie(&session.secret, DAYS));
    response
}

/// Where a request comes from.
pub(super) fn place(request: &HttpRequest) -> sign_in::Place {
    // The peer's own address: what a header says of it anybody can write.
    let address = request.peer_addr().map_or_else(String::new, |peer| peer.ip().to_string());
    let browser = request.headers().get(USER_AGENT).and_then(|value| value.to_str().ok());
    sign_in::Place { address, browser: browser.unwrap_or_default().to_owned() }
}
