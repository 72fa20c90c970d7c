//! Signing in and out.

use actix_web::http::StatusCode;
use actix_web::http::header::{CACHE_CONTROL, HeaderValue, USER_AGENT};
use actix_web::web::{Data, Payload};
use actix_web::{HttpMessage, HttpRequest, HttpResponse};
use askama::Template;
use url::form_urlencoded;

use super::answer::{local, page, page_with, see};
use super::carried::Carried;
use super::form::{AGAIN, Form};
use super::frame::{self, Frame, Resend};
use super::visitor::{Visitor, no_session_cookie, session_cookie};
use crate::actions::sign_in::{self, DAYS, NewSession, Proof};
use crate::app::AppState;
use crate::db::sessions;
use crate::error::{Kind, Problem};
use crate::reading::parameters::Parameter;

/// Where the visitor wanted to go.
const TO: &[Parameter] = &[Parameter::text("to", "The page to go on to.")];

/// How the form is asked for by somebody who has signed out to be somebody else.
const OTHER: &str = "other";

#[derive(Template)]
#[template(path = "web/sign_in.html")]
struct SignInPage {
    frame: Frame,
    to: String,
    /// What was typed, but for secrets.
    name: String,
    /// Why it did not work.
    fault: Option<String>,
    /// What was typed into a form before its author had to sign in.
    carried: Option<Carried>,
}

impl SignInPage {
    fn new(frame: Frame, to: String) -> Self {
        Self { frame, to, name: String::new(), fault: None, carried: None }
    }

    /// The page with what was typed into a form; `how` it was asked for says why there is no
    /// session.
    fn kept(mut frame: Frame, carried: Carried, how: Option<&str>) -> Self {
        let (state, fault) = match how {
            // It has been here, and still there is no session.
            Some("resumed") => ("resumed", "web-sign-in-no-cookie"),
            Some(OTHER) => (OTHER, "web-sign-in-other"),
            _ => ("typed", "web-sign-in-ended"),
        };
        let path = Some("/sign-in".to_owned());
        frame.resend = Some(Resend { form: "sign-in", path, state });
        let (to, fault) = (carried.to.clone(), Some(frame.t(fault)));
        Self { fault, carried: Some(carried), ..Self::new(frame, to) }
    }
}

/// Leads on to a form with what was typed into it.
#[derive(Template)]
#[template(path = "web/signed_in.html")]
struct SignedInPage {
    frame: Frame,
    carried: Carried,
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
    page(request, &SignInPage { fault, ..SignInPage::new(frame, to) })
}

/// The form for somebody whose session has ended, with what was typed.
///
/// # Errors
/// What is wrong with the form itself.
pub async fn keep(
    request: &HttpRequest,
    state: &AppState,
    visitor: Visitor,
    payload: Payload,
) -> Result<HttpResponse, Problem> {
    let form = Form::read_any(request, state, &visitor, payload).await?;
    let frame = Frame::bare(visitor, state, request.path());
    let shown = match Carried::typed(request, &form) {
        Some(carried) => SignInPage::kept(frame, carried, form.get(AGAIN)),
        None => SignInPage::new(frame, "/".to_owned()),
    };
    let mut response = page_with(request, StatusCode::UNAUTHORIZED, &shown)?;
    do_not_store(&mut response);
    Ok(response)
}

/// Signs out, and shows the form to sign in as somebody else, with what was typed.
///
/// # Errors
/// If the database does not answer.
pub async fn as_another(
    request: &HttpRequest,
    state: &AppState,
    visitor: Visitor,
    carried: Carried,
) -> Result<HttpResponse, Problem> {
    end(state, &visitor, false).await?;
    let frame = Frame::bare(Visitor::stranger(request), state, request.path());
    let shown = SignInPage::kept(frame, carried, Some(OTHER));
    let mut response = page_with(request, StatusCode::UNAUTHORIZED, &shown)?;
    do_not_store(&mut response);
    let _ = response.add_cookie(&no_session_cookie());
    Ok(response)
}

/// Leads on to the form of what was typed, with the proof of the visitor's session.
fn resume(
    request: &HttpRequest,
    state: &AppState,
    visitor: Visitor,
    carried: Carried,
) -> Result<HttpResponse, Problem> {
    // The session may have begun in this very request.
    request.extensions_mut().insert(visitor.clone());
    let mut frame = Frame::bare(visitor, state, request.path());
    let path = Some(carried.to.clone());
    frame.resend = Some(Resend { form: "resume", path, state: "resumed" });
    let mut response = page_with(request, StatusCode::OK, &SignedInPage { frame, carried })?;
    do_not_store(&mut response);
    Ok(response)
}

/// What was typed is shown to whoever typed it, and kept nowhere.
pub(super) fn do_not_store(response: &mut HttpResponse) {
    response.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
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
    let form = Form::read_any(&request, &state, &visitor, payload).await?;
    let to = local(form.get("to")).to_owned();
    let carried = Carried::of_sign_in(&form);
    let carried = match carried {
        // Signed in meanwhile, as on another page.
        Some(carried) if visitor.caller.is_some() => {
            return resume(&request, &state, visitor, carried);
        }
        Some(carried) if form.get(AGAIN).is_some() => {
            let frame = Frame::bare(visitor, &state, request.path());
            return page(&request, &SignInPage::kept(frame, carried, form.get(AGAIN)));
        }
        carried => carried,
    };
    let form = form.own()?;
    let name = form.get("name").unwrap_or_default().to_owned();
    let proof = match form.get("token") {
        Some(token) => Proof::Token(token.to_owned()),
        None => Proof::Password { name: name.clone(), password: form.raw("password").to_owned() },
    };
    match sign_in::sign_in(&state.db, &proof, &place(&request)).await {
        Ok(session) => {
            if let Some(carried) = carried {
                let visitor = visitor.with(&state, &session.secret).await?;
                let mut response = resume(&request, &state, visitor, carried)?;
                let _ = response.add_cookie(&session_cookie(&session.secret, DAYS));
                return Ok(response);
            }
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
            let shown = match carried {
                Some(carried) => SignInPage::kept(frame, carried, None),
                None => SignInPage::new(frame.asking("to", &to), to),
            };
            let shown = SignInPage { name, fault, ..shown };
            page_with(&request, problem.kind.status(), &shown)
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
    end(&state, &visitor, form.get("everywhere").is_some()).await?;
    let mut response = see("/?said=signed-out");
    let _ = response.add_cookie(&no_session_cookie());
    Ok(response)
}

/// Ends the visitor's session, or all of that user's.
async fn end(state: &AppState, visitor: &Visitor, is_everywhere: bool) -> Result<(), Problem> {
    let (Some(caller), Some(session)) = (&visitor.caller, visitor.session) else { return Ok(()) };
    let only = (!is_everywhere).then_some(session);
    let end = async |conn: &mut _| Ok(sessions::end(conn, caller.user_id, only).await?);
    state.db.write_silently(end).await.map(drop)
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
