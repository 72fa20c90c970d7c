//! A secret or link that was just made, and is shown this once.
//!
//! The ledger keeps only its hash, or nobody is ever shown it again: the page itself is the one
//! place where it stands. So another language is chosen there by a form that sends the secret back
//! to be shown again. It makes nothing; the secret goes in the body, over the line that it came by,
//! and stands in no address, no log and no history of the browser. It is not looked up: whoever
//! sends a form with the proof of the own session is shown what that one has sent.

use crate::domain::terms::{Term, terms};
use crate::web::form::{AGAIN, Form};
use crate::web::frame::Resend;

/// How the page is asked for again.
const STATE: &str = "once";

terms! {
    /// What is shown once.
    What {
        Token = "token",
        Webhook = "webhook",
        Link = "link",
    }
}

/// A secret with what it is.
pub(super) struct ShownOnce {
    pub what: What,
    pub secret: String,
}

impl ShownOnce {
    /// The one that a form asks to be shown again.
    pub fn again(form: &Form) -> Option<Self> {
        form.get(AGAIN).filter(|how| *how == STATE)?;
        let what = What::parse(form.get("what")?).ok()?;
        Some(Self { what, secret: form.get("secret")?.to_owned() })
    }

    /// The key of the text that says what it is.
    pub const fn key(&self) -> &'static str {
        match self.what {
            What::Token => "web-settings-token-once",
            What::Webhook => "web-settings-webhook-once",
            What::Link => "web-settings-link-once",
        }
    }

    /// By which another language is chosen.
    pub const fn resend() -> Resend {
        Resend { form: "once", path: None, state: STATE }
    }
}
