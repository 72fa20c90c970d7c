//! Settings: one's own sessions, tokens and webhooks, the order of parties; for admins the users.

use actix_web::http::StatusCode;
use actix_web::web::{Data, Payload};
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;

use super::answer::{page_with, see};
use super::form::Form;
use super::frame::{Frame, Place};
use super::visitor::{Order, Visitor, no_session_cookie, order_cookie};
use crate::actions::create_password_link::create_password_link;
use crate::actions::create_token::{DEFAULT_DAYS, create_token};
use crate::actions::create_user::create_user;
use crate::actions::create_webhook::create_webhook;
use crate::actions::revoke_token::revoke_token;
use crate::app::AppState;
use crate::db::sessions::Session;
use crate::db::tokens::{Token, TokenName};
use crate::db::users::{NewUser, User};
use crate::db::webhook_filter::WebhookFilter;
use crate::db::webhooks::{Shown, Stated};
use crate::db::{parties, sessions, tokens, users, webhooks};
use crate::domain::fault::Fault;
use crate::domain::terms::Term;
use crate::domain::user::{Caller, UserRole};
use crate::domain::webhook::parse_url;
use crate::error::{Kind, Problem};
use crate::records::party::Party;

#[derive(Template)]
#[template(path = "web/settings.html")]
struct SettingsPage {
    frame: Frame,
    me: Caller,
    session: Option<uuid::Uuid>,
    order: Order,
    sessions: Vec<Session>,
    tokens: Vec<Token>,
    webhooks: Vec<Shown>,
    parties: Vec<Party>,
    /// For admins.
    users: Vec<User>,
    /// A secret or link that was just made, shown this once, with what it is.
    shown_once: Option<(String, String)>,
    /// What was wrong with a form: its name and the faults.
    fault: Option<(&'static str, String)>,
    /// What was typed in it.
    typed: Typed,
}

/// What was typed in a form that is shown again.
#[derive(Default)]
struct Typed {
    name: String,
    role: String,
    party: String,
    url: String,
    description: String,
}

/// The page.
///
/// # Errors
/// 401 without a sign-in.
pub async fn show(request: HttpRequest, state: Data<AppState>) -> Result<HttpResponse, Problem> {
    draw(&request, &state, StatusCode::OK, None, None, Typed::default()).await
}

async fn draw(
    request: &HttpRequest,
    state: &AppState,
    status: StatusCode,
    shown_once: Option<(&str, String)>,
    fault: Option<(&'static str, String)>,
    typed: Typed,
) -> Result<HttpResponse, Problem> {
    let visitor = Visitor::of(request)?;
    let me = visitor.caller()?.clone();
    let (frame, query) = Frame::read(request, state, Place::Settings, &[])?;
    query.end()?;
    let is_admin = me.role == UserRole::Admin;
    let owner = (!is_admin).then_some(me.user_id);
    let (sessions, all_tokens, webhooks, mut parties, users) = state
        .db
        .read(async |conn| {
            let sessions = sessions::of_user(conn, me.user_id).await?;
            let tokens = tokens::list(conn, owner).await?;
            let webhooks = webhooks::list(conn, owner, None, 100).await?;
            let parties = parties::list(conn).await?;
            let users = if is_admin { users::list(conn).await? } else { Vec::new() };
            Ok((sessions, tokens, webhooks, parties, users))
        })
        .await?;
    frame.arrange(&mut parties);
    let is_good = |token: &Token| token.revoked_at.is_none();
    let shown = SettingsPage {
        session: visitor.session,
        order: visitor.order,
        sessions,
        tokens: all_tokens.into_iter().filter(is_good).collect(),
        webhooks,
        parties,
        users,
        shown_once: shown_once.map(|(key, secret)| (frame.t(key), secret)),
        fault,
        typed,
        me,
        frame,
    };
    let mut response = page_with(request, status, &shown)?;
    if shown.shown_once.is_some() {
        let no_store = actix_web::http::header::HeaderValue::from_static("no-store");
        response.headers_mut().insert(actix_web::http::header::CACHE_CONTROL, no_store);
    }
    Ok(response)
}

/// Does what one of the page's forms asks for, by its field `do`.
///
/// # Errors
/// 401 without a sign-in, 403 for what only admins may; a bad field shows the page again.
pub async fn act(
    request: HttpRequest,
    state: Data<AppState>,
    payload: Payload,
) -> Result<HttpResponse, Problem> {
    let visitor = Visitor::of(&request)?;
    let caller = visitor.caller()?.clone();
    let form = Form::read(&request, &state, &visitor, payload).await?;
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
            let make = async |conn: &mut _| create_token(conn, &caller.name, DEFAULT_DAYS).await;
            let token = db.write_silently(make).await?;
            let secret = token.secret.expose().to_owned();
            let shown = Some(("web-settings-token-once", secret));
            draw(&request, &state, StatusCode::OK, shown, None, Typed::default()).await
        }
        "revoke" => {
            revoke(&state, &caller, form.get("token")).await?;
            Ok(see("/settings?said=token-revoked#tokens"))
        }
        "webhook" => webhook(&request, &state, &caller, &form).await,
        "delete-webhook" => {
            delete_webhook(&state, &caller, form.get("webhook")).await?;
            Ok(see("/settings?said=webhook-deleted#webhooks"))
        }
        "user" => user(&request, &state, &caller, &form).await,
        "link" => {
            admin(&caller)?;
            let name = form.get("name").unwrap_or_default().to_owned();
            let make = async |conn: &mut _| create_password_link(conn, &name).await;
            let path = db.write_silently(make).await?.path();
            let shown = Some(("web-settings-link-once", address(&request, &path)));
            draw(&request, &state, StatusCode::OK, shown, None, Typed::default()).await
        }
        _ => Err(Problem::new(Kind::Invalid, "This form is not known here.")),
    }
}

fn admin(caller: &Caller) -> Result<(), Problem> {
    if caller.role == UserRole::Admin {
        return Ok(());
    }
    Err(Problem::forbidden("Only admins may do this."))
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
            admin(caller)?;
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
    let owner = (caller.role != UserRole::Admin).then_some(caller.user_id);
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
    let description = form.get("description").map(str::to_owned);
    let typed = Typed {
        url: url.clone(),
        description: description.clone().unwrap_or_default(),
        ..Typed::default()
    };
    if let Err(message) = parse_url(&url, state.settings.webhooks_to_private) {
        let fault = Some(("webhook", message));
        return draw(request, state, StatusCode::UNPROCESSABLE_ENTITY, None, fault, typed).await;
    }
    let stated = Stated { url, description, filter: WebhookFilter::default() };
    let make = async |conn: &mut _| create_webhook(conn, caller, &stated, None).await;
    let (_, secret) = state.db.write_silently(make).await?;
    let shown = Some(("web-settings-webhook-once", secret.expose()));
    draw(request, state, StatusCode::OK, shown, None, Typed::default()).await
}

/// Makes a user, and a link that sets the password.
async fn user(
    request: &HttpRequest,
    state: &AppState,
    caller: &Caller,
    form: &Form,
) -> Result<HttpResponse, Problem> {
    admin(caller)?;
    let text = |name: &str| form.get(name).unwrap_or_default().to_owned();
    let typed =
        Typed { name: text("name"), role: text("role"), party: text("party"), ..Typed::default() };
    let made = match UserRole::parse(&typed.role) {
        Err(unknown) => Err(Problem::invalid(vec![Fault::new("/role", unknown.to_string())])),
        Ok(role) => {
            let party = form.get("party").map(str::to_owned);
            let new = NewUser { name: typed.name.clone(), role, party };
            let make = async |conn: &mut _| {
                create_user(conn, &new).await?;
                create_password_link(conn, &new.name).await
            };
            state.db.write(make).await
        }
    };
    match made {
        Ok(link) => {
            let shown = Some(("web-settings-link-once", address(request, &link.path())));
            draw(request, state, StatusCode::OK, shown, None, Typed::default()).await
        }
        Err(problem) if matches!(problem.kind, Kind::Invalid | Kind::Conflict) => {
            let status = problem.kind.status();
            let fault = Some(("user", problem.detail));
            draw(request, state, status, None, fault, typed).await
        }
        Err(problem) => Err(problem),
    }
}

impl SettingsPage {
    fn roles(&self) -> Vec<(UserRole, bool)> {
        UserRole::ALL.iter().map(|role| (*role, role.as_str() == self.typed.role)).collect()
    }

    fn orders(&self) -> Vec<(Order, bool)> {
        Order::ALL.iter().map(|order| (*order, *order == self.order)).collect()
    }

    fn is_typed_party(&self, party: &Party) -> bool {
        party.code == self.typed.party
    }

    /// The fault of a form, if it is this one's.
    fn fault_of(&self, form: &str) -> Option<&str> {
        self.fault.as_ref().filter(|(name, _)| *name == form).map(|(_, fault)| fault.as_str())
    }

    fn is_this(&self, session: &Session) -> bool {
        self.session == Some(session.id)
    }
}
