//! What the forms of the settings do.

use actix_web::http::StatusCode;
use actix_web::web::{Data, Payload};
use actix_web::{HttpRequest, HttpResponse};

use super::shown_once::{ShownOnce, What};
use super::{Outcome, Typed, draw, faults};
use crate::actions::create_password_link::create_password_link;
use crate::actions::create_token::{DEFAULT_DAYS, create_token};
use crate::actions::create_user::create_user;
use crate::actions::create_webhook::create_webhook;
use crate::actions::revoke_token::revoke_token;
use crate::app::AppState;
use crate::db::Conn;
use crate::db::connect::Failure;
use crate::db::tokens::TokenName;
use crate::db::users::NewUser;
use crate::db::webhook_filter::WebhookFilter;
use crate::db::webhooks::Stated;
use crate::db::{sessions, tokens, webhooks};
use crate::domain::fault::Fault;
use crate::domain::terms::Term;
use crate::domain::user::{Caller, UserRole};
use crate::domain::webhook::parse_url;
use crate::error::{Kind, Problem};
use crate::reading::rights::{only_admins, seen_by};
use crate::web::answer::see;
use crate::web::form::{AGAIN, Form};
use crate::web::once;
use crate::web::visitor::{Order, Visitor, no_session_cookie, order_cookie};

/// Where a form leads whose secret was shown before.
const MADE_BEFORE: &str = "/settings?said=made-before";

/// Does what one of the page's forms asks for, by its field `do`.
///
/// # Errors
/// 401 without a sign-in. What is refused is told on the page.
pub async fn act(
    request: HttpRequest,
    state: Data<AppState>,
    payload: Payload,
) -> Result<HttpResponse, Problem> {
    let visitor = Visitor::of(&request)?;
    let caller = visitor.caller()?.clone();
    let form = Form::read_any(&request, &state, &visitor, payload).await?;
    let name = match form.get("do") {
        Some("user") => "user",
        Some("webhook") => "webhook",
        _ => "",
    };
    let refused = |status: StatusCode, fault: &'static str| Outcome {
        status,
        fault: Some(fault),
        typed: Typed::of(name, &form),
        ..Outcome::default()
    };
    if !form.is_own() {
        let outcome = refused(StatusCode::FORBIDDEN, "web-fault-session");
        return draw(&request, &state, outcome).await;
    }
    if let Some(once) = ShownOnce::again(&form) {
        return draw(&request, &state, Outcome { once: Some(once), ..Outcome::default() }).await;
    }
    if form.get(AGAIN).is_some() {
        let typed = Typed::of(name, &form);
        return draw(&request, &state, Outcome { typed, ..Outcome::default() }).await;
    }
    let done = if form.pairs().any(|(_, value)| value.contains('\0')) {
        Err(Problem::invalid(vec![Fault::new("", "must not contain a null character")]))
    } else {
        perform(&request, &state, &visitor, &caller, &form).await
    };
    match done {
        Err(problem) => match faults::key(&problem, &form) {
            Some(key) => draw(&request, &state, refused(problem.kind.status(), key)).await,
            None => Err(problem),
        },
        done => done,
    }
}

async fn perform(
    request: &HttpRequest,
    state: &AppState,
    visitor: &Visitor,
    caller: &Caller,
    form: &Form,
) -> Result<HttpResponse, Problem> {
    let db = &state.db;
    match form.get("do").unwrap_or_default() {
        "order" => {
            let order = form.get("order").and_then(|word| Order::parse(word).ok());
            let mut response = see("/settings");
            let _ = response.add_cookie(&order_cookie(order.unwrap_or_default()));
            Ok(response)
        }
        "end-sessions" => {
            let only = form.get("session").and_then(|id| id.parse().ok());
            let end = async |conn: &mut _| Ok(sessions::end(conn, caller.user_id, only).await?);
            db.write_silently(end).await?;
            let mut response = see("/settings?said=sessions-ended");
            if only.is_none() || only == visitor.session {
                response = see("/?said=signed-out");
                let _ = response.add_cookie(&no_session_cookie());
            }
            Ok(response)
        }
        "password" => {
            let make = async |conn: &mut _| create_password_link(conn, &caller.name).await;
            Ok(see(&db.write_silently(make).await?.path()))
        }
        "token" => {
            let make = async |conn: &mut _| {
                let token = create_token(conn, &caller.name, DEFAULT_DAYS).await?;
                Ok(token.secret.expose().to_owned())
            };
            make_once(request, state, caller, form, What::Token, make).await
        }
        "revoke" => {
            revoke(state, caller, form.get("token")).await?;
            Ok(see("/settings?said=token-revoked#tokens"))
        }
        "webhook" => webhook(request, state, caller, form).await,
        "delete-webhook" => {
            delete_webhook(state, caller, form.get("webhook")).await?;
            Ok(see("/settings?said=webhook-deleted#webhooks"))
        }
        "user" => user(request, state, caller, form).await,
        "link" => {
            only_admins(caller)?;
            let name = form.get("name").unwrap_or_default().to_owned();
            let make = async |conn: &mut _| {
                let link = create_password_link(conn, &name).await?;
                Ok(address(request, &link.path()))
            };
            make_once(request, state, caller, form, What::Link, make).await
        }
        _ => Err(Problem::new(Kind::Invalid, "This form is not known here.")),
    }
}

/// Makes something with a secret, and the page that shows it this once. Of a form that is sent
/// again, as by a reload of that page, nothing is left but to say so.
async fn make_once(
    request: &HttpRequest,
    state: &AppState,
    caller: &Caller,
    form: &Form,
    what: What,
    make: impl AsyncFn(&mut Conn) -> Result<String, Failure>,
) -> Result<HttpResponse, Problem> {
    let make = async |conn: &mut _| Ok((MADE_BEFORE.to_owned(), make(conn).await?));
    let done = once::run(state, caller, form, request.path(), make).await?;
    let Some(secret) = done.made else { return Ok(see(&done.to)) };
    let once = Some(ShownOnce { what, secret });
    draw(request, state, Outcome { once, ..Outcome::default() }).await
}

/// A page's whole address, as the browser reaches it.
fn address(request: &HttpRequest, path: &str) -> String {
    let connection = request.connection_info();
    format!("{}://{}{path}", connection.scheme(), connection.host())
}

/// Revokes one of the caller's tokens; an admin, any.
async fn revoke(state: &AppState, caller: &Caller, id: Option<&str>) -> Result<(), Problem> {
    let unknown = || Problem::not_found("There is no such token.");
    let id = id.and_then(|id| id.parse().ok()).ok_or_else(unknown)?;
    let revoke = async |conn: &mut _| {
        let found = tokens::find(conn, &TokenName::Id(id)).await?;
        let token = found.first().ok_or_else(unknown)?;
        if token.user != caller.name {
            only_admins(caller)?;
        }
        revoke_token(conn, &TokenName::Id(id)).await
    };
    state.db.write_silently(revoke).await.map(drop)
}

async fn delete_webhook(
    state: &AppState,
    caller: &Caller,
    id: Option<&str>,
) -> Result<(), Problem> {
    let unknown = || Problem::not_found("There is no such webhook.");
    let id = id.and_then(|id| id.parse().ok()).ok_or_else(unknown)?;
    let owner = seen_by(caller);
    let delete = async |conn: &mut _| {
        webhooks::find(conn, id, owner).await?.ok_or_else(unknown)?;
        Ok(webhooks::delete(conn, id).await?)
    };
    state.db.write_silently(delete).await
}

/// Makes a webhook for every change, whose secret is shown this once.
async fn webhook(
    request: &HttpRequest,
    state: &AppState,
    caller: &Caller,
    form: &Form,
) -> Result<HttpResponse, Problem> {
    let url = form.get("url").unwrap_or_default().to_owned();
    parse_url(&url, state.settings.webhooks_to_private)
        .map_err(|message| Problem::invalid(vec![Fault::new("/url", message)]))?;
    let description = form.get("description").map(str::to_owned);
    let stated = Stated { url, description, filter: WebhookFilter::default() };
    let make = async |conn: &mut _| {
        let (_, secret) = create_webhook(conn, caller, &stated, None).await?;
        Ok(secret.expose())
    };
    make_once(request, state, caller, form, What::Webhook, make).await
}

/// Makes a user, and a link that sets the password.
async fn user(
    request: &HttpRequest,
    state: &AppState,
    caller: &Caller,
    form: &Form,
) -> Result<HttpResponse, Problem> {
    only_admins(caller)?;
    let role = UserRole::parse(form.get("role").unwrap_or_default())
        .map_err(|unknown| Problem::invalid(vec![Fault::new("/role", unknown.to_string())]))?;
    let name = form.get("name").unwrap_or_default().to_owned();
    let new = NewUser { name, role, party: form.get("party").map(str::to_owned) };
    let make = async |conn: &mut _| {
        create_user(conn, &new).await?;
        let link = create_password_link(conn, &new.name).await?;
        Ok(address(request, &link.path()))
    };
    make_once(request, state, caller, form, What::Link, make).await
}
