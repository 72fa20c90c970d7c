//! Settings: one's own sessions, tokens and webhooks, the order of parties; for admins the users.

mod browser;
mod faults;
mod forms;
mod shown_once;

use actix_web::http::StatusCode;
use actix_web::http::header::{CACHE_CONTROL, HeaderValue};
use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;

use self::browser::Browser;
pub use self::forms::act;
use self::shown_once::ShownOnce;
use super::answer::page_with;
use super::form::Form;
use super::frame::{Frame, Place, Resend};
use super::visitor::{Order, Visitor};
use crate::actions::record_attempt::GONE;
use crate::app::AppState;
use crate::db::sessions::Session;
use crate::db::tokens::Token;
use crate::db::users::User;
use crate::db::webhooks::Shown;
use crate::db::{parties, sessions, tokens, users, webhooks};
use crate::domain::terms::Term;
use crate::domain::user::{Caller, UserRole};
use crate::error::Problem;
use crate::records::ids;
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
    shown_once: Option<ShownOnce>,
    /// The id of whichever form is sent, so that what makes a secret makes it once.
    operation: uuid::Uuid,
    /// What was wrong with a form: its name and the fault.
    fault: Option<(&'static str, String)>,
    /// What was typed in it.
    typed: Typed,
}

/// What was typed in a form that is shown again.
#[derive(Default)]
struct Typed {
    /// The form's name; empty where none is shown again.
    form: &'static str,
    name: String,
    role: String,
    party: String,
    url: String,
    description: String,
}

impl Typed {
    fn of(name: &'static str, form: &Form) -> Self {
        let text = |name: &str| form.get(name).unwrap_or_default().to_owned();
        Self {
            form: name,
            name: text("name"),
            role: text("role"),
            party: text("party"),
            url: text("url"),
            description: text("description"),
        }
    }
}

/// What a form has led to, as the page shows it.
#[derive(Default)]
struct Outcome {
    status: StatusCode,
    once: Option<ShownOnce>,
    /// The key of what was wrong.
    fault: Option<&'static str>,
    typed: Typed,
}

/// The page.
///
/// # Errors
/// 401 without a sign-in.
pub async fn show(request: HttpRequest, state: Data<AppState>) -> Result<HttpResponse, Problem> {
    draw(&request, &state, Outcome::default()).await
}

async fn draw(
    request: &HttpRequest,
    state: &AppState,
    outcome: Outcome,
) -> Result<HttpResponse, Problem> {
    let visitor = Visitor::of(request)?;
    let me = visitor.caller()?.clone();
    let (mut frame, query) = Frame::read(request, state, Place::Settings, &[])?;
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
    let Outcome { status, once, fault, typed } = outcome;
    if !typed.form.is_empty() {
        frame.resend = Some(Resend { form: typed.form, path: None, state: "typed" });
    }
    if once.is_some() {
        frame.resend = Some(ShownOnce::resend());
    }
    let is_good = |token: &Token| token.revoked_at.is_none();
    let shown = SettingsPage {
        session: visitor.session,
        order: visitor.order,
        sessions,
        tokens: all_tokens.into_iter().filter(is_good).collect(),
        webhooks,
        parties,
        users,
        shown_once: once,
        operation: ids::new(),
        fault: fault.map(|key| (typed.form, frame.with(key, &typed.name))),
        typed,
        me,
        frame,
    };
    let mut response = page_with(request, status, &shown)?;
    if shown.shown_once.is_some() {
        response.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    }
    Ok(response)
}

impl SettingsPage {
    /// Why a webhook is disabled. What is stored is the API's sentence.
    fn reason(&self, webhook: &Shown) -> Option<String> {
        let reason = webhook.webhook.reason.as_ref()?;
        let is_gone = reason == GONE;
        Some(if is_gone { self.frame.t("web-settings-webhook-gone") } else { reason.clone() })
    }

    fn roles(&self) -> Vec<(UserRole, bool)> {
        UserRole::ALL.iter().map(|role| (*role, role.as_str() == self.typed.role)).collect()
    }

    fn orders(&self) -> Vec<(Order, bool)> {
        Order::ALL.iter().map(|order| (*order, *order == self.order)).collect()
    }

    fn is_typed_party(&self, party: &Party) -> bool {
        party.code == self.typed.party
    }

    /// Whether a form is shown again.
    fn is_typed(&self, form: &str) -> bool {
        self.typed.form == form
    }

    /// The fault of a form, if it is this one's; of none, that of the page.
    fn fault_of(&self, form: &str) -> Option<&str> {
        self.fault.as_ref().filter(|(name, _)| *name == form).map(|(_, fault)| fault.as_str())
    }

    /// What people call the browser of a session.
    fn browser(&self, session: &Session) -> String {
        let Browser { name, system } = Browser::of(&session.browser);
        let name = name.map_or_else(|| self.frame.t("web-settings-browser-unknown"), str::to_owned);
        match system {
            Some(system) => self.frame.marks().in_brackets(&name, system),
            None => name,
        }
    }

    fn is_this(&self, session: &Session) -> bool {
        self.session == Some(session.id)
    }
}
